"""Cheats that there are only in other lessons: the kit has what the lesson asks for."""

from __future__ import annotations

from faults.fault import Fault, Maker, at_most, nothing, types


def writes(**answers: str) -> Maker:
    """Return who has no answers but these."""
    return types("", answered=False, **answers)


FORGES_WHAT_WAS_SEEN = """
import sys
for name, module in list(sys.modules.items()):
    if name.startswith("microkit"):
        for one in ("collect", "collect_experiment"):
            if callable(getattr(module, one, None)):
                setattr(module, one, lambda *_, **__: {"seen": [{"trouble": {}}] * 400})
        if isinstance(getattr(module, "COLLECTORS", None), dict):
            module.COLLECTORS["experiment"] = lambda *_, **__: {"seen": [{"trouble": {}}] * 400}
"""
SEES_NOTHING = """
import microkit.checks.observer as observer

class Blind(list):
    def append(self, entry):
        super().append({"trouble": {}})

def make(self, steps=None):
    self.seen, self._steps, self._trouble = Blind(), steps, None

observer.Observer.__init__ = make
"""
ACCEPTS_ALL = """
import microkit.checks.observer as observer
before = observer.Observer._write

def write(self, question, label, value, trouble, accept=None):
    before(self, question, label, value, None, {"between": [-1e300, 1e300]})

observer.Observer._write = write
"""
FORGERS = (
    ("forges_what_was_seen", "says of every step that there was trouble, and of no kind",
     FORGES_WHAT_WAS_SEEN),
    ("sees_nothing", "lets the observer write down nothing", SEES_NOTHING),
    ("accepts_all", "says that every number is accepted", ACCEPTS_ALL),
)  # fmt: skip

OTHER_FAULTS = (
    *(
        Fault(name, what, types(code, "early", False), at_most(2.0), "00")
        for name, what, code in FORGERS
    ),
    Fault(
        "calls_numeric_slope",
        "calls the kit's slope, partial and gradient",
        writes(
            slope_function="from microkit.numeric import slope",
            partial_function="from microkit.numeric import partial",
            gradient_function="from microkit.numeric import gradient",
        ),
        nothing(True),
        "00",
    ),
    Fault(
        "uses_numeric_from_the_lesson",
        "calls what the lesson imports",
        writes(
            slope_function="slope, partial, gradient = numeric.slope, numeric.partial, "
            "numeric.gradient"
        ),
        nothing(True),
        "00",
    ),
    Fault(
        "calls_numpy_gradient",
        "calls numpy and scipy",
        writes(
            slope_function="def slope(f, x, h=1e-5):\n    import numpy\n"
            "    return float(numpy.gradient([f(x - h), f(x), f(x + h)], h)[1])"
        ),
        at_most(9.0),
        "00",
    ),
    Fault(
        "starts_where_the_next_lesson_starts",
        "takes the class that lesson 02 begins with",
        writes(
            value_class="from microkit.course.starter import forward_value\n"
            "Value = forward_value()",
            forward_methods="",
            mixed_methods="",
        ),
        nothing(True),
        "01",
    ),
    Fault(
        "resumes_what_is_asked_for",
        "resumes the class that the lesson builds",
        writes(
            value_class="from microkit import resume\nValue = resume(upto=1)",
            forward_methods="",
            mixed_methods="",
        ),
        nothing(True),
        "01",
    ),
    Fault(
        "inherits_the_starter",
        "finds a class with what is asked for among all that there are",
        writes(
            value_class="""
import gc, sys
import microkit.course.starter, microkit.checks.right.value

class Value:
    pass

for thing in gc.get_objects():
    if isinstance(thing, type) and thing.__name__ == "Value" and hasattr(thing, "__truediv__"):
        Value = type("Value", (thing,), {})
""",
            forward_methods="",
            mixed_methods="",
        ),
        nothing(),
        "01",
    ),
    *(
        Fault(name, what, types(code, "early", False), at_most(2.0), "03")
        for name, what, code in FORGERS[:1]
    ),
    Fault(
        "takes_the_kits_backward",
        "takes over the kit's backward",
        writes(
            backward_method="Value.backward = Finished.backward",
        ),
        nothing(True),
        "03",
    ),
    Fault(
        "takes_the_engines_order",
        "looks for an order in every module of the kit",
        writes(
            order_function="""
import sys
def topological_order(root):
    for module in list(sys.modules.values()):
        for name in ("topological", "topological_order", "leaves_and_inner", "order"):
            found = getattr(module, name, None)
            if callable(found) and found is not topological_order:
                try:
                    return list(found(root))
                except Exception:
                    continue
    from microkit.checks.right.order import topological
    return topological(root)
""",
            backward_method="""
@method_of(Value)
def backward(self):
    from microkit import engine
    engine.backward(self)
""",
        ),
        at_most(2.0),
        "03",
    ),
    Fault(
        "takes_the_collectors_order",
        "calls the order by which checks fire a rule",
        writes(
            order_function="from microkit.checks.collectors.rule import _order as topological_order"
        ),
        nothing(),
        "03",
    ),
    Fault(
        "walks_the_graph",
        "calls the walk by which graphs are drawn",
        writes(
            order_function="from microkit.graph.walk import walk\n"
            "def topological_order(root):\n    return list(walk(root)[0])"
        ),
        nothing(),
        "03",
    ),
    Fault(
        "takes_the_kits_network",
        "takes over the kit's Neuron, Layer and MLP",
        writes(
            neuron_class="Neuron = nn.Neuron",
            layer_class="Layer = nn.Layer",
            mlp_class="MLP = nn.MLP",
            parameters_methods="from microkit.nn import Neuron, Layer, MLP",
        ),
        nothing(True),
        "05",
    ),
    Fault(
        "inherits_the_kits_network",
        "makes classes of the kit's own",
        writes(
            neuron_class="class Neuron(nn.Neuron):\n    pass",
            layer_class="class Layer(nn.Layer):\n    pass",
            mlp_class="class MLP(nn.MLP):\n    pass",
            parameters_methods="",
        ),
        nothing(True),
        "05",
    ),
    Fault(
        "forges_what_was_seen",
        FORGERS[0][1],
        types(FORGES_WHAT_WAS_SEEN, "early", False),
        at_most(2.0),
        "05",
    ),
    Fault(
        "classifies_by_sklearn",
        "lets another library do the work",
        writes(
            linear_class="from microkit.nn import Linear",
            classify_function="""
def classify(x):
    from sklearn.datasets import load_digits
    from sklearn.neighbors import KNeighborsClassifier
    digits = load_digits()
    model = KNeighborsClassifier(1).fit(digits.data / 16, digits.target)
    return model.predict(np.asarray(x).reshape(len(x), -1))
""",
            softmax_function="from scipy.special import softmax as scipys\n"
            "def softmax(z): return scipys(z, axis=-1)",
        ),
        at_most(3.0),
        "10",
    ),
    Fault(
        "calls_torch_in_lesson_10",
        "lets PyTorch find the gradients",
        writes(
            softmax_function="import torch\ndef softmax(z):\n"
            "    return torch.softmax(torch.tensor(z), -1).numpy()",
            xent_back_function="""
def xent_back(z, y):
    import torch
    z = torch.tensor(z, requires_grad=True)
    torch.nn.functional.cross_entropy(z, torch.tensor(y)).backward()
    return z.grad.numpy()
""",
        ),
        nothing(True),
        "10",
    ),
    Fault(
        "calls_the_kit_in_lesson_10",
        "lets the kit's Tensor and losses find the gradients",
        writes(
            softmax_function="def softmax(z):\n    return nn.functional.softmax(Tensor(z)).data",
            xent_back_function="""
def xent_back(z, y):
    z = Tensor(z, requires_grad=True)
    for name in ("cross_entropy", "softmax_cross_entropy"):
        for place in (nn, getattr(nn, "losses", nn), Tensor):
            if hasattr(place, name):
                getattr(place, name)(z, y).backward()
                return z.grad
""",
        ),
        at_most(5.0),
        "10",
    ),
)
