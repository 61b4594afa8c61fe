import json
import math
import random
import re

import numpy as np
import pytest
from playwright.sync_api import expect
from support.widget_page import state_of

from microkit import Tensor, Value, data, nn, optim, train
from microkit.errors import MicrokitError
from microkit.widgets import BoundaryPlayer
from microkit.widgets.frames import SIDE, packed, raster_of, scores_of, unpacked

X, Y = data.moons(30, noise=0.1, rng=1)


def trained(epochs=10, lr=0.5, nouts=(8, 1), **options):
    model = nn.MLP(2, [*nouts], rng=random.Random(1))
    player = BoundaryPlayer(X, Y, **options)
    optimizer = optim.SGD(model.parameters(), lr=lr)
    history = train.fit(model, nn.hinge, (X, Y), epochs, optimizer=optimizer, watch=player)
    return player, model, history


def words(page):
    return page.locator(".mk-sentence")


def cell(page, name):
    heads = page.locator(".mk-table th").all_inner_texts()
    return page.locator(".mk-table td").nth(heads.index(name))


# -- in the page -----------------------------------------------------------------------------------


def test_the_page_shows_the_last_frame_and_steps_through_all(show):
    player, _, history = trained()
    page = show(player)

    expect(cell(page, "epoch")).to_have_text("10")
    expect(cell(page, "rate")).to_have_text("0.5")
    expect(words(page)).to_contain_text(f"After epoch 10 of 10: loss {history.losses[-1]:.4g}")
    page.get_by_role("button", name="One step back").click()
    expect(cell(page, "loss")).to_have_text(f"{history.losses[-2]:.4g}")
    page.get_by_role("slider", name="frame").press("Home")
    expect(words(page)).to_contain_text("Before the first step")
    expect(cell(page, "loss")).to_have_text("-")
    expect(page.locator(".mk-sizes tr").first).to_contain_text("layer 1")
    expect(page.locator(".mk-sizes tr td:last-child")).to_have_text(["-", "-"])
    assert page.evaluate("model.get('frame')") == 0


def test_it_plays(show):
    player, _, _ = trained(epochs=4)
    page = show(player)
    page.get_by_role("button", name="Play").click()

    expect(cell(page, "epoch")).to_have_text("4")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.wait_for_function("model.sent.length >= 5")


def test_frames_that_arrive_are_shown(show):
    player, _, _ = trained(epochs=3)
    page = show(BoundaryPlayer(X, Y))
    expect(words(page)).to_contain_text("Nothing has been trained yet")
    expect(page.get_by_role("slider", name="frame")).to_be_disabled()

    page.evaluate(
        "(state) => ['shots', 'curve', 'frame'].forEach((name) => model.set(name, state[name]))",
        state_of(player),
    )

    expect(cell(page, "epoch")).to_have_text("3")
    expect(page.locator(".mk-series.mk-ink")).to_have_attribute("d", re.compile("^M.*L.*L"))


def test_a_network_without_a_bend_makes_no_curve(show):
    player, _, _ = trained(nouts=(1,))

    expect(words(show(player))).to_contain_text("a straight line: nothing in this network bends")
    assert "straight line" in player.outline()
    assert "straight line" not in trained()[0].outline()


def test_an_explosion_is_a_sentence(show):
    model = nn.MLP(2, [8, 8, 1], rng=random.Random(1))
    player = BoundaryPlayer(X, Y)
    optimizer = optim.SGD(model.parameters(), lr=500.0)
    loss = lambda outputs, targets: nn.mse(outputs, targets)  # noqa: E731
    with pytest.raises(MicrokitError):
        train.fit(model, loss, (X, Y), 60, optimizer=optimizer, watch=player)

    json.dumps(state_of(player), allow_nan=False)
    assert "Training ended in epoch" in player.ended
    expect(words(show(player))).to_contain_text("Training ended in epoch")
    assert player.outline()


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_tensors_that_explode_warn_of_nothing(dtype):
    rng = np.random.default_rng(1)
    layers = [nn.Linear(2, 8, rng=rng, dtype=dtype), nn.ReLU()]
    model = nn.Sequential(*layers, nn.Linear(8, 1, rng=rng, dtype=dtype))
    player = BoundaryPlayer(X, Y)
    optimizer = optim.SGD(model.parameters(), lr=30.0)
    target = np.array(Y, dtype).reshape(-1, 1)

    def loss(outputs, targets):
        return ((outputs - targets) ** 2).mean()

    with pytest.raises(MicrokitError):
        train.fit(model, loss, (X, target), 300, optimizer=optimizer, watch=player)

    json.dumps(state_of(player), allow_nan=False)
    assert "Training ended in epoch" in player.outline()


def test_answers_wait_for_the_prediction(show):
    player, _, _ = trained(predict="06.loss")
    page = show(player)

    expect(page.locator(".mk-table td")).to_have_text(["?"] * 4)
    expect(page.locator(".mk-series.mk-ink")).to_have_attribute("d", "")
    expect(page.get_by_role("button", name="Play")).to_be_disabled()
    assert "loss 0" not in player.outline() + player.picture()
    page.get_by_label("down").check()
    page.get_by_role("button", name="Lock it in").click()
    expect(cell(page, "epoch")).to_have_text("10")


# -- filming ---------------------------------------------------------------------------------------


def test_fit_films_every_epoch_and_the_frame_can_be_set():
    player, model, history = trained()
    seen = []
    player.observe(lambda change: seen.append(change["new"]), "frame")

    player.frame = 4

    assert player.frames == 11
    assert player.losses == history.losses
    assert seen == [4]
    assert player.outline().startswith("epoch 4 of 10, rate 0.5: loss ")
    said = scores_of(model, X)
    right = sum((score > 0) == (label > 0) for score, label in zip(said, Y, strict=True)) / 30
    assert player.shots[-1]["right"] == pytest.approx(right, abs=1e-3)
    with pytest.raises(MicrokitError, match="There is no frame 11"):
        player.frame = 11


def test_watching_changes_nothing():
    model = nn.MLP(2, [8, 1], rng=random.Random(1))
    optimizer = optim.SGD(model.parameters(), lr=0.5)
    alone = train.fit(model, nn.hinge, (X, Y), 10, optimizer=optimizer)

    assert trained()[2].losses == alone.losses


@pytest.mark.parametrize("epochs", [39, 100, 333])
def test_a_long_training_stays_small(epochs):
    player, _, _ = trained(epochs, lr=0.1, nouts=(1,))
    shown = [shot["epoch"] for shot in player.shots]

    assert shown[0] == 0
    assert shown[-1] == epochs
    assert 20 <= player.frames <= 42
    assert len(player.curve) <= 241
    assert len(json.dumps(state_of(player))) < 60_000


def test_a_network_of_tensors_and_a_loop_of_ones_own():
    rng = np.random.default_rng(1)
    model = nn.Sequential(nn.Linear(2, 5, rng=rng), nn.Tanh(), nn.Linear(5, 1, rng=rng))
    player = BoundaryPlayer(np.array(X), np.array(Y))
    optimizer = optim.SGD(model.parameters(), lr=0.5)
    x, y = Tensor(X), Tensor(np.array(Y, float).reshape(-1, 1))
    for _ in range(130):
        loss = ((model(x) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        player.see(model, loss, optimizer.lr)

    assert "epoch 130, rate 0.5" in player.outline()
    assert player.frames <= 42
    assert player.shots[-1]["cells"] == packed(scores_of(model, raster_of(player.ends)))
    assert list(player.shots[-1]["grads"]) == ["layer 1", "layer 2"]
    assert player.shots[-1]["grads"]["layer 1"] > 0


def test_any_function_of_a_point_will_do():
    player = BoundaryPlayer(X, Y, threshold=0.5)
    player.see(lambda point: 0.75, Value(1.5))
    player.see(lambda point: [0.0, 0.25], 1.0)

    assert player.frames == 1  # a new network begins a new film
    assert player.shots[-1]["cells"] == packed([-0.25]) * SIDE**2
    assert player.outline().startswith("epoch 1: loss 1, 5")


def test_a_watcher_hears_the_beginning_and_the_end():
    heard = []

    class Watch:
        def on_start(self, state):
            heard.append(("start", state.epoch, state.epochs))

        def on_epoch(self, state):
            heard.append(("epoch", state.epoch, state.loss))

        def on_end(self, state):
            heard.append(("end", state.epoch, len(state.history)))

    model = nn.MLP(2, [1], rng=random.Random(1))
    losses = train.fit(model, nn.hinge, (X, Y), 2, watch=Watch()).losses

    assert heard == [
        ("start", 0, 2),
        ("epoch", 1, losses[0]),
        ("epoch", 2, losses[1]),
        ("end", 2, 2),
    ]
    with pytest.raises(MicrokitError, match="called after each epoch"):
        train.fit(model, nn.hinge, (X, Y), 2, watch=3)


def test_the_raster_keeps_the_side_of_the_boundary():
    scores = [1e-12, -1e-12, 3.0, -3.0, math.inf, -math.inf]
    back = unpacked(packed([*scores, math.nan]))

    assert [math.copysign(1, one) for one in back[:-1]] == [1, -1, 1, -1, 1, -1]
    assert back[2] == pytest.approx(0.75, abs=0.02)
    assert math.isnan(back[-1])


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: BoundaryPlayer([], []), "one point at least"),
        (lambda: BoundaryPlayer(X, Y[:-1]), "30 points and 29 labels"),
        (lambda: BoundaryPlayer([[1.0, math.nan]], [1]), "nan or infinite"),
        (lambda: BoundaryPlayer([[1.0, 2.0, 3.0]], [1]), "two numbers each"),
        (lambda: BoundaryPlayer(X, Y).see(lambda point: None, 1.0), "Is a `return` missing"),
        (lambda: BoundaryPlayer(X, Y).see(lambda point: [1, 2, 3], 1.0), "3 numbers for a point"),
        (lambda: BoundaryPlayer(X, Y).see(lambda point: 1.0, "low"), "not one number"),
    ],
)
def test_bad_arguments_are_a_sentence(made, says):
    with pytest.raises(MicrokitError, match=says):
        made()


def test_the_static_picture_needs_no_front_end():
    player, _, _ = trained()
    made, _ = player._repr_mimebundle_()

    assert made["text/html"].count("<svg ") >= 2
    assert len(made["text/html"]) < 12_000
    assert "points are right" in made["text/plain"]
    empty, _ = BoundaryPlayer(X, Y)._repr_mimebundle_()
    assert "Nothing has been trained yet" in empty["text/plain"]
