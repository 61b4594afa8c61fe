"""Attention: weights that add up to 1, masks that hide, gradients by nudging."""

from __future__ import annotations

import numpy as np
import pytest
from support.nudging import check_by_nudging, numbers

from microkit import Tensor, nn
from microkit.errors import MicrokitError, NumberError, ShapeError


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("heads", [1, 2, 3])
def test_weights_add_up_to_1(heads, causal):
    layer = nn.MultiHeadAttention(6, heads, causal=causal, rng=1)
    out, weights = layer(numbers(2, 5, 6), need_weights=True)
    assert out.shape == (2, 5, 6)
    assert weights.shape == (2, heads, 5, 5)
    np.testing.assert_allclose(weights.numpy().sum(axis=-1), 1, rtol=1e-12)
    assert (weights.numpy() >= 0).all()
    above = np.triu(np.ones((5, 5), dtype=bool), 1)
    assert (weights.numpy()[..., above] == 0).all() == causal


def test_a_causal_place_does_not_hear_the_future():
    layer, x = nn.MultiHeadAttention(6, 2, causal=True, rng=1), numbers(2, 5, 6)
    before = layer(x).numpy().copy()
    for changed in range(5):
        other = Tensor(x.data.copy())
        other.data[:, changed] += 3.0
        after = layer(other).numpy()
        np.testing.assert_array_equal(after[:, :changed], before[:, :changed])
        assert (np.abs(after[:, changed:] - before[:, changed:]) > 1e-6).any(axis=-1).all()
    out = layer(x)
    upstream = np.zeros(out.shape)
    upstream[:, 2] = -2.0
    out.backward(upstream)
    assert (x.grad[:, 3:] == 0).all()
    assert (x.grad[:, :3] != 0).all()


def test_a_place_does_not_hear_other_sequences():
    layer, x = nn.MultiHeadAttention(6, 2, rng=1), numbers(3, 4, 6)
    alone = np.concatenate([layer(Tensor(x.data[i : i + 1])).numpy() for i in range(3)])
    np.testing.assert_allclose(layer(x).numpy(), alone, rtol=1e-12)


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("bias", [False, True])
def test_gradients_by_nudging(causal, bias):
    layer = nn.MultiHeadAttention(4, 2, bias=bias, causal=causal, rng=1)
    for parameter in layer.parameters():
        parameter.data[...] = numbers(*parameter.shape, seed=parameter.size).data
    x = numbers(2, 3, 4)
    check_by_nudging(lambda: layer(x), x, *layer.parameters())
    assert len(layer.parameters()) == (4 if bias else 2)


def test_gradients_of_other_keys_and_values_by_nudging():
    layer = nn.MultiHeadAttention(4, 2, rng=1)
    query, key, value = numbers(2, 3, 4), numbers(2, 5, 4, seed=2), numbers(2, 5, 4, seed=3)
    mask = np.random.default_rng(4).random((2, 1, 3, 5)) < 0.3
    mask[..., 0] = False
    check_by_nudging(lambda: layer(query, key, value, attn_mask=mask), query, key, value)
    weights = layer(query, key, value, attn_mask=mask, need_weights=True)[1].numpy()
    assert (weights[np.broadcast_to(mask, weights.shape)] == 0).all()
    np.testing.assert_array_equal(layer(query, key).numpy(), layer(query, key, key).numpy())


def test_a_mask_adds_to_the_causal_one():
    layer, x = nn.MultiHeadAttention(4, 2, causal=True, rng=1), numbers(2, 3, 4)
    mask = np.zeros((3, 3), dtype=bool)
    mask[2, 0] = True
    weights = layer(x, attn_mask=Tensor(mask), need_weights=True)[1].numpy()
    assert (
        (weights == 0) == [[False, True, True], [False, False, True], [True, False, False]]
    ).all()


def test_float32_stays_float32():
    layer, x = (
        nn.MultiHeadAttention(4, 2, causal=True, rng=1, dtype="f"),
        numbers(2, 3, 4, dtype="f"),
    )
    out = layer(x)
    assert out.dtype == np.float32
    out.backward(numbers(2, 3, 4, seed=2).data)
    assert x.grad.dtype == np.float32
    assert all(p.grad.dtype == np.float32 for p in layer.parameters())


def test_dropout_of_weights_while_training_only():
    layer, x = nn.MultiHeadAttention(4, 2, dropout=0.5, rng=1), numbers(2, 6, 4)
    assert (layer(x).numpy() != layer(x).numpy()).any()
    layer.eval()
    np.testing.assert_array_equal(layer(x).numpy(), layer(x).numpy())
    plain = nn.MultiHeadAttention(4, 2)
    plain.load_state_dict(layer.state_dict())
    np.testing.assert_array_equal(plain(x).numpy(), layer(x).numpy())


def test_initial_values_are_those_of_pytorch():
    layer = nn.MultiHeadAttention(24, 2, rng=1)
    bound = np.sqrt(6 / 96)
    assert 0.98 * bound < np.abs(layer.in_proj_weight.data).max() <= bound
    assert (layer.in_proj_bias.data == 0).all()
    assert (layer.out_proj.bias.data == 0).all()
    assert list(layer.state_dict()) == [
        *("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"),
    ]


def test_wrong_shapes_say_what_would_fit():
    layer, x = nn.MultiHeadAttention(4, 2, rng=1), numbers(2, 3, 4)
    with pytest.raises(ShapeError, match=r"shape \(N, L, 4\), and the query has shape \(2, 3, 5\)"):
        layer(numbers(2, 3, 5))
    with pytest.raises(ShapeError, match=r"the key has shape \(3, 4\)"):
        layer(x, numbers(3, 4))
    with pytest.raises(ShapeError, match=r"key \(2, 5, 4\) and value \(2, 3, 4\) do not belong"):
        layer(x, numbers(2, 5, 4), x)
    with pytest.raises(ShapeError, match=r"does not stretch to .* = \(2, 2, 3, 3\)"):
        layer(x, attn_mask=np.zeros((4, 4), dtype=bool))
    causal = nn.MultiHeadAttention(4, 2, causal=True)
    with pytest.raises(ShapeError, match="5 keys and 3 queries"):
        causal(x, numbers(2, 5, 4))


def test_wrong_masks_and_sizes():
    layer, x = nn.MultiHeadAttention(4, 2, rng=1), numbers(2, 3, 4)
    with pytest.raises(NumberError, match=r"float64.*mask == 0"):
        layer(x, attn_mask=np.zeros((3, 3)))
    hidden = np.zeros((3, 3), dtype=bool)
    hidden[1] = True
    with pytest.raises(NumberError, match="hides every key from some query"):
        layer(x, attn_mask=hidden)
    with pytest.raises(MicrokitError, match=r"3 heads cannot share 4 .*such as 6"):
        nn.MultiHeadAttention(4, 3)
    with pytest.raises(MicrokitError, match="num_heads is a whole number"):
        nn.MultiHeadAttention(4, 0)
    assert repr(nn.MultiHeadAttention(4, 2, causal=True)) == "MultiHeadAttention(4, 2, causal=True)"
