# ruff: noqa: D102   (what forward and backward are is said once, in ArrayOperation)
"""Linear layers with their biases and activations, one after another, as one operation.

As three operations a layer would be three nodes, and three arrays of the size of its result; here
the bias is added and the activation applied in the memory of the matrix product.
"""

from __future__ import annotations

from microkit.arrays.operation import ArrayOperation
from microkit.arrays.primitives import Array, same
from microkit.errors import MicrokitError, ShapeError
from microkit.nn.bend import Bend


class Affine(ArrayOperation, symbol="linear"):
    """``bend(x @ weight.T + bias)``, once for each pair of weight and bias.

    Parameters
    ----------
    x : array of shape (..., in_features)
        One row of features for each example. It is turned into the type of the first weight.
    *parameters : array of shape (out_features, in_features), array of shape (out_features,)
        The weight and the bias of each layer, in turn, as PyTorch keeps them. A single layer may
        have a weight alone.
    bends : tuple of Bend or None
        The activation of each layer.

    Notes
    -----
    The product is computed as ``weight @ x.T``: features in rows, examples side by side. A bias is
    then one number for a whole row, the gradient of a bias the sum of a row, and the largest logit
    of each example the largest of ten rows. numpy does each of these two to eight times as fast as
    the same across the rows. What is returned is the transposed view, in the usual shape.
    """

    def forward(self, x: Array, *parameters: Array, bends: tuple[Bend | None, ...]) -> Array:
        self.shape, self.dtype = x.shape, x.dtype
        weights, biases = parameters[::2], parameters[1::2]
        if x.dtype is not weights[0].dtype:
            x = x.astype(weights[0].dtype)
        h = x.T if x.ndim == 2 else x.reshape(-1, x.shape[-1]).T
        between = [h]
        for i, weight in enumerate(weights):
            h = weight.dot(h)
            if biases:
                h += biases[i][:, None]
            bend = bends[i]
            if bend is not None:
                h = bend.forward(h)
            between.append(h)
        self.weights, self.bends, self.between = weights, bends, between
        return h.T if x.ndim == 2 else h.T.reshape(*x.shape[:-1], len(h))

    def backward(self, g: Array) -> tuple[Array | None, ...]:
        needs, between = self.needs, self.between
        first = needs.index(True)  # nobody asks for anything before it
        each = 2 if len(needs) > 2 else 1
        shares: list[Array | None] = [None] * len(needs)
        g = g.T if g.ndim == 2 else g.reshape(-1, len(between[-1])).T
        ones = same(g.shape[1:], 1, g.dtype)
        for i in range(len(self.weights) - 1, -1, -1):
            bend = self.bends[i]
            if bend is not None:
                g = bend.backward(g, between[i + 1])
            own = 1 + i * each
            if needs[own]:
                shares[own] = g.dot(between[i].T)  # d(w @ x)/dw = x, summed over the examples
            if each == 2 and needs[own + 1]:
                shares[own + 1] = g.dot(ones)  # d(.. + b)/db = 1, summed: the fastest way to sum
            if first >= own:
                return tuple(shares)
            g = self.weights[i].T.dot(g)  # d(w @ x)/dx = w
        to_x = g.T if len(self.shape) == 2 else g.T.reshape(self.shape)
        shares[0] = to_x if to_x.dtype is self.dtype else to_x.astype(self.dtype)
        return tuple(shares)

    @classmethod
    def no_answer(cls, arrays: tuple[Array, ...], error: Exception) -> MicrokitError:
        x, *parameters = arrays
        have = x.shape[-1] if x.ndim else 0
        for place, weight in enumerate(parameters[::2]):
            nout, nin = weight.shape
            if have != nin and place:
                return ShapeError(
                    f"Linear({nin}, {nout}) takes {nin} features, and the linear layer before it "
                    f"makes {have}. One layer's out_features are the next one's in_features."
                )
            if have != nin:
                advice = f"Give rows of {nin} numbers: shape (N, {nin})."
                if x.ndim > 2:
                    advice += " For images or sequences, put nn.Flatten() in front."
                return ShapeError(
                    f"Linear({nin}, {nout}) takes {nin} features, and its input has shape "
                    f"{x.shape}: {have} in its last axis. {advice}"
                )
            have = nout
        return super().no_answer(arrays, error)
