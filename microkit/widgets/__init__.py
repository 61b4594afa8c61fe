"""Widgets: pictures that a student can move. One widget is one .py and one .js.

Each is loaded when it is first asked for: a lesson needs one or two of them.
"""

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from microkit.widgets.attention_view import AttentionView
    from microkit.widgets.backprop_stepper import BackpropStepper
    from microkit.widgets.boundary_player import BoundaryPlayer
    from microkit.widgets.broadcast_viewer import BroadcastViewer
    from microkit.widgets.curve_bench import CurveBench
    from microkit.widgets.digit_pad import DigitPad
    from microkit.widgets.graph_view import GraphView
    from microkit.widgets.kernel_slider import KernelSlider
    from microkit.widgets.neuron_tuner import NeuronTuner
    from microkit.widgets.op_bench import OpBench
    from microkit.widgets.optimizer_race import OptimizerRace
    from microkit.widgets.slope_explorer import SlopeExplorer

__all__ = [
    "AttentionView",
    "BackpropStepper",
    "BoundaryPlayer",
    "BroadcastViewer",
    "CurveBench",
    "DigitPad",
    "GraphView",
    "KernelSlider",
    "NeuronTuner",
    "OpBench",
    "OptimizerRace",
    "SlopeExplorer",
]


def __getattr__(name: str) -> Any:
    """Load a widget when it is first asked for: GraphView stands in graph_view.py."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    file = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    found = getattr(import_module(f"{__name__}.{file}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
