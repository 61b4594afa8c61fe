"""The package `microkit`, where work is graded: what is not in the room is absent."""

from importlib import import_module

from microkit.checks.predict import predict
from microkit.course.grade.kit.absent import Absent
from microkit.course.grade.kit.graded import check, keep, ready, resume

_OF = {
    "Value": "microkit.engine",
    "no_grad": "microkit.engine",
    "gradients": "microkit.derivatives",
    "Operation": "microkit.operations",
    "Tensor": "microkit.tensor",
    "jacobian": "microkit.arrays.jacobian",
}
__all__ = ["check", "keep", "predict", "ready", "resume"]


def __getattr__(name):
    """Return a part of the kit, or what stands for one that is not here."""
    if name.startswith("__"):
        raise AttributeError(name)
    try:
        module = import_module(_OF.get(name, f"microkit.{name}"))
        found = getattr(module, name) if name in _OF else module
    except ModuleNotFoundError:
        found = Absent(f"microkit.{name}")
    globals()[name] = found
    return found
