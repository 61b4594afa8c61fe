"""What a network knows about its parts: parameters, training, state. For both engines."""

from __future__ import annotations

import copy
import pickle
import random
import subprocess
import sys
import weakref

import pytest

from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.nn import MLP, Module, Neuron


class Net(Module):
    """A part of each kind; no call of ``super().__init__()``."""

    def __init__(self):
        rng = random.Random(1)
        self.scale = Value(2.0)
        self.parts = {"first": Neuron(1, rng=rng), "bias": Value(-1.0)}
        self.pair = (Neuron(2, rng=rng), [Value(5.0)])
        self.again = self.parts["first"]
        self.computed = self.scale * 3
        self.name, self.size, self.nothing = "net", 3, None


NAMES = ["scale", "parts.first.w.0", "parts.first.b", "parts.bias"]
NAMES += ["pair.0.w.0", "pair.0.w.1", "pair.0.b", "pair.1.0"]


def test_parameters_are_found_wherever_they_are():
    net = Net()
    assert [name for name, _ in net.named_parameters()] == NAMES
    assert net.parameters() == [parameter for _, parameter in net.named_parameters()]
    assert net.parameters()[0] is net.scale
    assert net.parameters()[1] is net.again.w[0]


def test_modules_are_listed_once():
    net = Net()
    assert net.modules() == [net, net.parts["first"], net.pair[0]]
    assert len(MLP(2, [3, 1], rng=random.Random(1)).modules()) == 1 + 2 + 4
    assert Module().modules()[0].parameters() == []


def test_a_part_that_knows_the_whole():
    net = Net()
    net.again.owner = net  # pyright: ignore[reportAttributeAccessIssue]
    net.parts["parts"] = net.parts
    assert len(net.parameters()) == 8
    assert len(net.modules()) == 3


def test_training_is_switched_everywhere():
    net = Net()
    assert all(part.training for part in net.modules())
    assert net.eval() is net
    assert not any(part.training for part in net.modules())
    assert net.train() is net
    assert all(part.training for part in net.modules())
    net.train(False)
    assert not net.again.training
    assert Module.training is True


def test_zero_grad():
    net = Net()
    for parameter in net.parameters():
        parameter.grad = -3.0
    net.zero_grad()
    assert [parameter.grad for parameter in net.parameters()] == [0.0] * 8


def test_the_state_goes_from_one_network_to_another():
    one, two = (MLP(2, [3, 1], rng=random.Random(seed)) for seed in (1, 2))
    state = one.state_dict()
    assert list(state)[:4] == [f"layers.0.neurons.0.{p}" for p in ("w.0", "w.1", "b")] + [
        "layers.0.neurons.1.w.0"
    ]
    two.load_state_dict(state)
    assert [p.data for p in two.parameters()] == [p.data for p in one.parameters()]
    one.parameters()[0].data += 1
    assert two.parameters()[0].data == state["layers.0.neurons.0.w.0"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda s: s.pop("scale"), "scale missing in it, and nothing unknown"),
        (lambda s: s.update(other=1.0), "nothing missing in it, and other unknown"),
        (lambda s: s.clear(), "pair.0.b, pair.0.w.0, pair.0.w.1 and 5 more missing"),
        (lambda s: s.update({"pair.1.0": "five"}), "'pair.1.0' does not fit: A Value holds"),
        (lambda s: s.update({"pair.1.0": [5.0]}), "'pair.1.0' does not fit"),
        (lambda s: s.update({"pair.1.0": None}), "'pair.1.0' does not fit"),
    ],
)
def test_a_state_that_does_not_fit_changes_nothing(change, says):
    net = Net()
    before = net.state_dict()
    state = {name: number + 1 for name, number in before.items()}
    change(state)
    with pytest.raises(MicrokitError, match=says):
        net.load_state_dict(state)
    assert net.state_dict() == before


def test_a_class_of_ones_own_has_parameters():
    class Student:
        def __init__(self, data, _prev=()):
            self.data, self.grad, self._prev = data, 0.0, _prev

    class Line(Module):
        def __init__(self):
            self.w = [Student(1.0), Student(2.0)]
            self.out = Student(3.0, tuple(self.w))

    assert [p.data for p in Line().parameters()] == [1.0, 2.0]


def test_arrays():
    numpy = pytest.importorskip("numpy")
    from microkit.tensor import Tensor

    class Mixed(Module):
        buffers = ("seen",)

        def __init__(self):
            self.w = Tensor([[1.0, 2.0, 3.0]], requires_grad=True, dtype="float32")
            self.fixed = Tensor([1.0])
            self.b = Value(2.0)
            self.seen = numpy.zeros(2)
            self.made = self.w * 2

    one, two = Mixed(), Mixed()
    assert [name for name, _ in one.named_parameters()] == ["w", "b"]
    one.w.grad, one.b.grad = numpy.ones((1, 3)), 3.0
    one.zero_grad()
    assert (one.w.grad, one.b.grad) == (None, 0.0)

    one.w.data[:], one.b.data, one.seen[:] = 7.0, 5.0, -1.0
    state = one.state_dict()
    assert set(state) == {"w", "b", "seen"}
    one.w.data[:] = 0.0
    assert state["w"].tolist() == [[7.0, 7.0, 7.0]]
    two.load_state_dict(state)
    assert two.w.data.dtype == numpy.float32
    assert (two.w.data.tolist(), two.b.data, two.seen.tolist()) == ([[7.0] * 3], 5.0, [-1.0] * 2)
    two.w.data[:] = 1.0
    assert state["w"][0, 0] == 7.0

    for wrong in (numpy.zeros(3), numpy.zeros((3, 1)), 2.0, numpy.array([["a", "b", "c"]])):
        with pytest.raises(MicrokitError, match="'w' does not fit"):
            two.load_state_dict({**state, "b": 9.0, "seen": numpy.ones(2), "w": wrong})
        assert (two.b.data, two.seen.tolist()) == (5.0, [-1.0] * 2)


def frozen_in(model):
    return [name for name, p in model.named_parameters() if not p.requires_grad]


def test_what_is_frozen_stays_a_parameter():
    pytest.importorskip("numpy")
    from microkit import nn

    model, other = (
        nn.Sequential(nn.Linear(2, 3, rng=seed), nn.ReLU(), nn.Linear(3, 1, rng=seed))
        for seed in (1, 2)
    )
    names = list(model.state_dict())
    for parameter in model[0].parameters():
        parameter.requires_grad_(False)
    for twin in (model, copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert list(twin.state_dict()) == names
        assert frozen_in(twin) == ["layers.0.weight", "layers.0.bias"]
        other.load_state_dict(twin.state_dict())
        for parameter in twin.parameters():
            parameter.requires_grad_()
        assert frozen_in(twin) == []


def test_what_was_frozen_before_anybody_asked():
    pytest.importorskip("numpy")
    from microkit import Tensor

    class Own(Module):
        def __init__(self):
            self.w = Tensor([1.0, 2.0], requires_grad=True)
            self.parts = {"in": [Tensor([3.0], requires_grad=True)]}
            self.late = []
            self.fixed = Tensor([4.0])

    own = Own()
    own.late.append(Tensor([5.0], requires_grad=True))
    names = ["w", "parts.in.0", "late.0"]
    for leaf in (own.w, own.parts["in"][0]):
        leaf.requires_grad_(False)
    assert [name for name, _ in own.named_parameters()] == names
    assert frozen_in(own) == names[:2]
    own.late[0].requires_grad_(False)
    assert frozen_in(own) == names
    own.w = Tensor([6.0, 7.0])  # a constant in its place
    assert frozen_in(own) == names[1:]


def test_what_is_replaced_is_let_go():
    pytest.importorskip("numpy")
    from microkit import Tensor

    part, gone = Module(), []
    for number in (1.0, 2.0, 3.0):
        part.state = [Tensor([number], requires_grad=True)]  # pyright: ignore
        gone.append(weakref.ref(part.state[0]))  # pyright: ignore
    assert [ref() is None for ref in gone] == [True, True, False]


def test_a_list_that_is_in_itself():
    part, circle = Module(), [Value(1.0)]
    circle.append(circle)  # pyright: ignore
    part.circle = circle  # pyright: ignore
    assert len(part.parameters()) == 1


def test_a_module_with_forward_is_called_as_in_pytorch():
    class Scale(Module):
        def forward(self, x, *, by=2.0):
            return x * by

    class Nothing(Module):
        pass

    assert Scale()(Value(3.0), by=-2.0).data == Scale().forward(Value(-3.0)).data == -6.0
    with pytest.raises(
        MicrokitError, match=r"a Nothing, .* method forward\(self, x\), or __call__"
    ):
        Nothing()(3.0)


def test_numpy_is_not_needed():
    code = """
import sys
sys.modules["numpy"] = None
import random
from microkit.derivatives import gradients
from microkit.nn import MLP, losses
model = MLP(2, [3, 1], dropout=0.2, activation="tanh", rng=random.Random(1))
model.load_state_dict(model.state_dict())
loss = losses.hinge([model([0.5, 2.0])], [1]) + losses.l2(model.parameters(), 0.1)
loss.backward()
assert gradients(loss)[model.parameters()[0]] == model.parameters()[0].grad
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)
