"""The trained model of names that comes with the kit, in the code of lesson 11."""

import numpy as np
import pytest

from microkit import data
from microkit.checks.experiments.lesson11_learns import bigram_loss, mean_loss, parts
from microkit.checks.references import lesson11


def test_it_guesses_held_out_names_better_than_a_table_of_pairs():
    learned = mean_loss(lambda tokens: lesson11.trained(tokens).numpy(), parts()[1])
    assert learned < bigram_loss() - 0.1
    assert learned == pytest.approx(2.398, abs=0.001)


def test_what_it_invents_is_mostly_new_and_looks_like_names():
    known = set(data.names())
    rng = np.random.default_rng(1)
    invented = {lesson11.invent(lesson11.trained, 0.5, rng) for _ in range(40)}
    assert len(invented) > 30
    assert len(invented - known) > 25
    vowels = [sum(letter in "aeiouy" for letter in name) / len(name) for name in invented if name]
    assert 0.3 < np.mean(vowels) < 0.6


def test_each_call_gives_arrays_of_its_own():
    one, two = data.tiny_gpt(), data.tiny_gpt()
    one["out"][:] = 0
    assert np.abs(two["out"]).max() > 0
    assert {array.dtype.name for array in two.values()} == {"float64"}


def test_both_sides_hold_out_the_same_names():
    assert lesson11.two_parts() == parts()


def test_thirty_steps_make_an_untrained_model_better():
    names = lesson11.two_parts()[0][:50]
    rng = np.random.default_rng(1)

    def measured(p):
        return mean_loss(lambda tokens: lesson11.gpt(tokens, p).numpy(), names)

    start = measured(lesson11.parameters(rng))
    assert start == pytest.approx(np.log(27), rel=0.02)
    assert measured(lesson11.train(names, 30, rng)) < 2.8
