"""What all parts of a network share: they know their parameters, and whether they are training."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Self

from microkit.engine import Value
from microkit.errors import MicrokitError, kind_of


class Module:
    """A part of a network. Its parameters are what can learn in its attributes, and in its parts.

    That is a `Value` that nothing was computed for, or a `Tensor` with ``requires_grad``; lists,
    tuples, dicts and other modules in an attribute are looked into. A Tensor that had
    ``requires_grad`` when it came here stays a parameter when that is turned off: it is frozen, and
    does not move, but it is saved, and can be thawed again.

    A module is called like a function. A subclass says what happens then in ``__call__``, or in
    ``forward``, as in PyTorch.

    Attributes
    ----------
    training : bool
        Whether the network is being trained: dropout, for one, behaves differently then. `train`
        and `eval` switch it, in this module and in all of its parts.
    buffers : tuple of str
        The names of attributes that are no parameters, and belong to the state nevertheless.

    Examples
    --------
    >>> class Line(Module):
    ...     def __init__(self):
    ...         self.slope, self.height = Value(2.0), Value(1.0)
    ...     def __call__(self, x):
    ...         return self.slope * x + self.height
    >>> line = Line()
    >>> line(3.0).data, len(line.parameters())
    (7.0, 2)
    >>> line.state_dict()
    {'slope': 2.0, 'height': 1.0}
    """

    training: bool = True
    buffers: ClassVar[tuple[str, ...]] = ()
    _found: Sequence[Any] = ()  # Tensors that learned when this module met them

    def __setattr__(self, name: str, thing: Any) -> None:
        come = _learning(thing)
        if come or self._found:
            gone = _learning(vars(self).get(name))
            come = [*(one for one in self._found if not _holds(gone, one)), *come]
            object.__setattr__(self, "_found", come)
        object.__setattr__(self, name, thing)

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        """Return what ``forward`` returns; most modules of the kit have their own ``__call__``."""
        forward = getattr(self, "forward", None)
        if forward is None:
            raise MicrokitError(
                f"This is {kind_of(self)}, and nothing says what it does with "
                "its input: give the class a method forward(self, x), or __call__(self, x)."
            )
        return forward(*inputs, **options)

    def parameters(self) -> list[Any]:
        """Return every parameter once, in the order in which they were made."""
        return [parameter for _, parameter in self.named_parameters()]

    def named_parameters(self) -> list[tuple[str, Any]]:
        """Return every parameter once, with where it stands: ``"layers.0.neurons.2.w.1"``."""
        return [(name, thing) for name, thing in _parts(self) if not isinstance(thing, Module)]

    def modules(self) -> list[Module]:
        """Return this module and all modules in it, each once."""
        return [part for _, part in _parts(self) if isinstance(part, Module)]

    def train(self, training: bool = True) -> Self:
        """Switch to training, here and in all parts; return the module."""
        for part in self.modules():
            part.training = training
        return self

    def eval(self) -> Self:
        """Switch from training to use: the network answers the same each time."""
        return self.train(False)

    def zero_grad(self) -> None:
        """Forget the gradient of every parameter, because backward adds to what is there.

        It becomes 0.0 for a Value, and None for a Tensor, as in PyTorch.
        """
        for parameter in self.parameters():
            parameter.grad = None if hasattr(parameter, "requires_grad") else 0.0

    def state_dict(self) -> dict[str, Any]:
        """Return what the network has learned: a number or a copy of an array for each name."""
        return {name: _copy(getattr(owner, key)) for name, owner, key in self._state()}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take over what `state_dict` of such a network returned.

        Parameters
        ----------
        state : mapping from str to float or array
            One entry for each name, in its shape.

        Raises
        ------
        MicrokitError
            If names are missing or unknown, or a number or shape does not fit; nothing is
            changed then.

        Examples
        --------
        >>> import random
        >>> from microkit.nn import Neuron
        >>> one, two = Neuron(2, rng=random.Random(1)), Neuron(2, rng=random.Random(2))
        >>> two.load_state_dict(one.state_dict())
        >>> one([0.5, 2.0]).data == two([0.5, 2.0]).data
        True
        """
        places = self._state()
        known, given = {name for name, _, _ in places}, set(state)
        if known != given:
            raise MicrokitError(
                f"This state is of another network: {_names(known - given)} missing in it, and "
                f"{_names(given - known)} unknown here. Build the network as it was."
            )
        fresh = [_fitting(name, getattr(owner, key), state[name]) for name, owner, key in places]
        for (_, owner, key), item in zip(places, fresh, strict=True):
            setattr(owner, key, item)

    def _state(self) -> list[tuple[str, Any, str]]:
        """Return, for everything that belongs to the state, its name, its owner and attribute."""
        places: list[tuple[str, Any, str]] = []
        for name, part in _parts(self):
            if isinstance(part, Module):
                places += [(f"{name}.{key}" if name else key, part, key) for key in part.buffers]
            else:
                places.append((name, part, "data"))
        return places


def _parts(module: Module) -> list[tuple[str, Any]]:
    """Return `module` and every module and parameter in it, each once and with its name."""
    found: list[tuple[str, Any]] = []
    _look_at("", module, module, set(), found)
    return found


def _learning(thing: Any, within: tuple[Any, ...] = ()) -> list[Any]:
    """Return the leaves in an attribute that want a gradient; other modules look at their own."""
    if not isinstance(thing, (list, tuple, dict)):
        return [thing] if getattr(thing, "requires_grad", False) and _is_leaf(thing) else []
    if _holds(within, thing):  # a list that is in itself
        return []
    inside = thing.values() if isinstance(thing, dict) else thing
    within = (*within, thing)
    return [leaf for part in inside for leaf in _learning(part, within)]


def _holds(things: Iterable[Any], wanted: Any) -> bool:
    """Whether one of the things is this very one: ``==`` of Tensors compares their numbers."""
    return any(thing is wanted for thing in things)


def _look_at(
    name: str, thing: Any, owner: Module, seen: set[int], found: list[tuple[str, Any]]
) -> None:
    """Append `thing` to what was `found`, if it is a module or a parameter; look into it."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if _is_leaf(thing):
        if _is_parameter(thing, owner):
            found.append((name, thing))
        return
    if isinstance(thing, Module):
        owner = thing
        found.append((name, thing))
        inside = [(key, part) for key, part in vars(thing).items() if key != "_found"]
    elif isinstance(thing, dict):
        inside = thing.items()
    elif isinstance(thing, (list, tuple)):
        inside = enumerate(thing)
    else:
        return
    path = f"{name}." if name else ""
    for key, part in inside:
        _look_at(f"{path}{key}", part, owner, seen, found)


def _is_leaf(thing: Any) -> bool:
    """Whether this is a node of a graph that nothing was computed for, of whichever engine."""
    if isinstance(thing, Value):
        return thing._left is None
    if not hasattr(thing, "_prev") or not hasattr(thing, "grad") or not hasattr(thing, "data"):
        return False
    return not thing._prev


def _is_parameter(leaf: Any, owner: Module) -> bool:
    """Whether a leaf wants a gradient, or did so when `owner` met it; then it is kept in mind."""
    if not hasattr(leaf, "requires_grad"):
        return True
    known = _holds(owner._found, leaf)
    if leaf.requires_grad and not known:
        object.__setattr__(owner, "_found", [*owner._found, leaf])
    return known or bool(leaf.requires_grad)


def _copy(item: Any) -> Any:
    return item.copy() if hasattr(item, "copy") else item


def _fitting(name: str, present: Any, item: Any) -> Any:
    """Return `item` as the kind of thing that `present` is, or say why it cannot be."""
    need, given = getattr(present, "shape", ()), getattr(item, "shape", ())
    try:
        if need != given:
            raise TypeError(f"its shape is {given}, and {need} is needed")
        if not hasattr(present, "copy"):
            return Value(item).data
        fresh = present.copy()
        fresh[...] = item
    except (TypeError, ValueError) as error:
        raise MicrokitError(f"The state of {name!r} does not fit: {error}.") from None
    return fresh


def _names(names: set[str]) -> str:
    """Write names in a sentence, the first three of them."""
    shown = ", ".join(sorted(names)[:3]) or "nothing"
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown
