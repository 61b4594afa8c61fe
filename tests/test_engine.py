"""The graph and the walk back through it."""

from __future__ import annotations

import copy
import gc
import pickle
import subprocess
import sys
import weakref
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from threading import Event, Thread

import pytest

from microkit import operations
from microkit.engine import Value, backward, is_recording, no_grad, topological
from microkit.errors import GraphError, MicrokitError, NumberError
from microkit.sums import Dot, Dots, Row, dot


class Student:
    """A node as the lessons build it: closures, and no operators but these two."""

    def __init__(self, data, _prev=(), label=""):
        self.data, self.grad, self._prev, self.label = data, 0.0, _prev, label
        self._backward = lambda: None

    def __add__(self, other):
        out = Student(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Student(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out


# -- a node ----------------------------------------------------------------------------------


def test_a_leaf():
    a = Value(2, "a")
    assert (a.data, a.value, a.grad, a.label, a._prev, a._op) == (2.0, 2.0, 0.0, "a", (), "")
    assert type(a.data) is float
    assert repr(a) == "Value(data=2.0, grad=0.0, label='a')"
    assert repr(Value(-1.5)) == "Value(data=-1.5, grad=0.0)"


def test_a_node_remembers_its_parents_in_order():
    a, b = Value(2.0), Value(5.0)
    c = a - b
    assert c._prev == (a, b)
    assert type(c._prev) is tuple
    assert c._op == "-"
    c.label = "c"
    assert c.label == "c"


def test_plain_numbers_become_leaves():
    a = Value(2.0)
    for c in (a + 1, 1 + a, a**2, 2**a):
        assert len(c._prev) == 2
        assert all(isinstance(parent, Value) for parent in c._prev)
    assert [parent.data for parent in (7 - a)._prev] == [7.0, 2.0]


def test_there_is_no_dict_to_misspell_into():
    a = Value(2.0)
    with pytest.raises(AttributeError):
        a.gard = 1.0  # pyright: ignore[reportAttributeAccessIssue]


def test_numbers_are_compared_and_nodes_are_told_apart():
    a, b = Value(2.0), Value(2.0)
    assert a <= b
    assert a >= 2
    assert not a < b
    assert not a > 2.0
    assert 1 < a < 3
    assert a != b
    assert len({a, b}) == 2
    assert max(a, Value(3.0)).data == 3.0
    assert min(a, Value(3.0)) is a


def test_float_reads_the_number():
    assert float(Value(2.5)) == 2.5
    assert +Value(2.5).relu() > 2


@pytest.mark.parametrize("number", [3, True, 0.5, Fraction(1, 4), float("inf")])
def test_all_real_numbers_are_taken(number):
    assert Value(number).data == float(number)


def test_numpy_scalars_are_numbers():
    numpy = pytest.importorskip("numpy")
    assert type(Value(numpy.float32(0.5)).data) is float
    product = numpy.float64(3.0) * Value(2.0)
    assert isinstance(product, Value)
    assert product.data == 6.0


@pytest.mark.parametrize(
    ("thing", "says"),
    [
        ("abc", "'abc' is a str. Turn text"),
        ([1, 2], r"\[1, 2\] is a list. For many numbers"),
        (None, "None is a NoneType. Did a function forget its return"),
        (1 + 2j, "complex. Gradients here"),
        ({}, "dict"),
        (Decimal("0.1"), r"a Decimal. Turn it into a float first"),
        (Student(2.0), "is a node already, a Student. Use it as it is, among nodes of its own"),
        (10**400, "too large for a float"),
        (Value(2.0), "is a node already"),
    ],
)
def test_what_is_not_a_number_is_refused(thing, says):
    with pytest.raises(NumberError, match=says):
        Value(thing)


@pytest.mark.parametrize("thing", ["abc", [1, 2], None, 2j, object()])
def test_operators_refuse_the_same_on_both_sides(thing):
    a = Value(2.0)
    for combine in (
        lambda: a + thing,
        lambda: a * thing,
        lambda: a**thing,
        lambda: a - thing,
        lambda: thing - a,
        lambda: thing / a,
        lambda: a < thing,
        lambda: a.maximum(thing),
    ):
        with pytest.raises(NumberError, match="A Value holds one number"):
            combine()


def test_an_array_is_refused_on_both_sides():
    numpy = pytest.importorskip("numpy")
    array = numpy.array([1.0, 2.0])
    for combine in (lambda: Value(2.0) + array, lambda: array + Value(2.0), lambda: Value(array)):
        with pytest.raises(NumberError, match="ndarray"):
            combine()


def test_a_long_thing_is_not_printed_whole():
    with pytest.raises(NumberError) as caught:
        Value("x" * 5000)
    assert len(str(caught.value)) < 200


# -- backward --------------------------------------------------------------------------------


def test_a_shared_node_waits_for_all_its_messages():
    a = Value(3.0)
    b = a + a
    (b + b).backward()
    assert (a.grad, b.grad) == (4.0, 2.0)


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (lambda a: a * a, 6.0),
        (lambda a: a / a, 0.0),
        (lambda a: a - a, 0.0),
        (lambda a: a + a, 2.0),
        (lambda a: a**a, 27.0 * 2.09861228866811),
        (lambda a: a * a * a, 27.0),
        (lambda a: a.maximum(a), 1.0),
    ],
)
def test_one_node_twice(f, slope):
    a = Value(3.0)
    (f(a) * -2.5).backward()
    assert a.grad == pytest.approx(-2.5 * slope)


def test_twice_doubles_the_leaves_and_nothing_else():
    a, b = Value(2.0), Value(-3.0)
    c = a * b
    d = (c + a).tanh()
    d.backward()
    once = (a.grad, b.grad, c.grad, d.grad)
    d.backward()
    assert (c.grad, d.grad) == once[2:]
    assert (a.grad, b.grad) == (2 * once[0], 2 * once[1])


def test_two_results_that_share_a_leaf_add_up():
    a = Value(2.0)
    (a * 3.0).backward()
    (a * a * 0.5).backward()
    assert a.grad == 3.0 + 2.0


def test_two_results_that_share_an_inner_node():
    a = Value(2.0)
    b = a * 5.0
    (b * 3.0).backward()
    (b * 0.5).backward()
    assert b.grad == 0.5
    assert a.grad == 15.0 + 2.5


def test_a_leaf_is_its_own_result():
    a = Value(2.0)
    a.backward()
    assert a.grad == 1.0


def test_one_step_by_hand():
    a, b = Value(2.3), Value(5.1)
    a.grad, b.grad = 10.0, 20.0
    c = a * b
    c.grad = -3.0
    c._backward()
    assert a.grad == pytest.approx(10.0 - 3 * 5.1)
    assert b.grad == pytest.approx(20.0 - 3 * 2.3)
    a._backward()  # a leaf has nobody to tell
    assert a.grad == pytest.approx(10.0 - 3 * 5.1)


def test_a_zero_gradient_is_not_handed_on():
    x = Value(0.0)
    (x.sqrt() * 0.0 + x).backward()  # sqrt has no slope at 0, and nobody asks for it
    assert x.grad == 1.0


def test_an_error_halfway_leaves_every_gradient_as_it_was():
    a, b = Value(0.0), Value(2.0)
    inner = b * 3.0
    root = inner + a.sqrt()
    a.grad, b.grad, inner.grad, root.grad = 0.1, 0.2, 0.3, 0.4
    with pytest.raises(NumberError, match=r"The slope of sqrt\(0.0\) is not a finite number"):
        root.backward()
    assert (a.grad, b.grad, inner.grad, root.grad) == (0.1, 0.2, 0.3, 0.4)


@pytest.mark.parametrize("f", [lambda a: a * 2, Value.tanh, lambda a: dot([a], [3.0], a)])
def test_a_gradient_that_is_none(f):
    a = Value(2.0, "a")
    a.grad = None  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(MicrokitError, match=r"gradient of Value 'a' .* is None.*Set it to 0.0"):
        f(a).backward()
    assert a.grad is None


# -- the order -------------------------------------------------------------------------------


def test_parents_come_first_and_once():
    a = Value(2.0)
    b = a * a
    c = b + a
    d = c * b
    order = topological(d)
    assert len(order) == 4
    assert order[-1] is d
    place = {id(node): i for i, node in enumerate(order)}
    assert all(place[id(p)] < place[id(node)] for node in order for p in node._prev)


def test_the_order_is_the_same_each_time():
    a, b = Value(2.0), Value(3.0)
    root = (a + b) * (a - b) + (b * a).tanh()
    assert [id(n) for n in topological(root)] == [id(n) for n in topological(root)]


def test_the_parent_of_many_paths_is_visited_once():
    a = Value(1.0)
    for _ in range(200):  # 2**200 paths lead to the leaf
        a = a + a
    assert len(topological(a)) == 201
    a.backward()
    assert topological(a)[0].grad == 2.0**200


def test_a_circle_is_refused_and_named():
    a = Student(1.0, label="first")
    b = a + a
    c = b * b
    a._prev = (b,)
    try:
        for root in (a, b, c):
            with pytest.raises(GraphError, match=r"is its own ancestor: this graph goes round"):
                topological(root)
    finally:
        a._prev = ()
    own = Student(2.0)
    own._prev = (own,)
    with pytest.raises(GraphError, match=r"Student with data 2.0 is its own ancestor"):
        backward(own)


def test_a_value_cannot_be_put_into_a_circle():
    a = Value(1.0)
    b = a + 1.0
    with pytest.raises(AttributeError):
        a._prev = (b,)  # pyright: ignore[reportAttributeAccessIssue]


# -- without a graph -------------------------------------------------------------------------


def test_no_grad_makes_leaves():
    a, b = Value(2.0), Value(3.0)
    with no_grad():
        results = [a * b, 1 - a, a.tanh(), a**2, operations.Add.of(a, 1.0), sum([a, b, a])]
    assert [r.data for r in results[:2]] == [6.0, -1.0]
    assert all(r._prev == () and r._op == "" for r in results)
    results[0].backward()
    assert (a.grad, b.grad) == (0.0, 0.0)
    assert len((a * b)._prev) == 2


def test_no_grad_inside_no_grad():
    assert is_recording()
    with no_grad():
        with no_grad():
            assert not is_recording()
        assert not is_recording()
    assert is_recording()


def test_no_grad_ends_with_an_error():
    with pytest.raises(ZeroDivisionError), no_grad():
        raise ZeroDivisionError
    assert is_recording()


def test_no_grad_above_a_function():
    @no_grad()
    def square(a, again):
        """Its own name and text stay."""
        return square(a, False) if again else a * a

    for _ in range(2):
        assert square(Value(3.0), True)._prev == ()
        assert is_recording()
    assert square.__name__ == "square"


def test_no_grad_of_one_thread_is_none_of_another():
    entered, may_leave, told = Event(), Event(), []

    def other():
        with no_grad():
            entered.set()
            may_leave.wait(60)
            told.extend([is_recording(), (Value(2.0) * 3.0)._prev])

    thread, a = Thread(target=other), Value(2.0)
    with no_grad():
        thread.start()
        assert entered.wait(60)
    results = [a * a, a.tanh(), operations.Add.of(a, 1.0), dot([a], [a], a)]
    results += Dots([([a], a, Dot)])(Row([a]))
    assert is_recording()
    assert [len(node._prev) for node in results] == [2, 1, 2, 3, 3]
    may_leave.set()
    thread.join(60)
    assert told == [False, ()]
    assert is_recording()


def test_no_grad_ends_in_whatever_order_blocks_are_left():
    def waiting():
        with no_grad():
            yield

    generator = waiting()
    next(generator)
    with no_grad():
        generator.close()
        assert not is_recording()
    assert is_recording()


# -- memory and depth ------------------------------------------------------------------------


def test_dropping_a_graph_frees_it_at_once():
    gc.collect()
    gc.disable()
    try:
        a = Value(2.0)
        b = a * 3.0
        root = (b + a).tanh() ** 2
        watched = [weakref.ref(node) for node in topological(root) if node is not a]
        root.backward()
        assert len(watched) == 6
        del b, root
        assert [node() for node in watched] == [None] * 6
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_an_error_keeps_no_graph_alive():
    gc.collect()
    gc.disable()
    try:
        root = Value(0.0).sqrt() * 2.0
        watched = weakref.ref(root)
        with pytest.raises(NumberError):
            root.backward()
        del root
        assert watched() is None
    finally:
        gc.enable()


DEEP = """
from microkit.engine import Value, backward, topological
import microkit.operations
a = x = Value(1.0)
for _ in range(500_000):
    x = (x + a).relu()
x.backward()
assert a.grad == 500_001, a.grad
assert len(topological(x)) == 1_000_001
del x
print("freed")
"""


def test_a_chain_of_a_million_nodes():
    # In a process of its own: an overflow of the C stack would take the tests with it.
    done = subprocess.run([sys.executable, "-c", DEEP], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "freed\n"), done.stderr


def test_a_value_is_written_as_its_number_is():
    a = Value(2.0, "a") / 3.0
    assert (f"{a:.3f}", f"{a:>8.2e}", format(a, "+g")) == ("0.667", "6.67e-01", "+0.666667")
    assert f"{a}" == str(a) == repr(a)


def test_a_node_of_0_is_a_node():
    assert bool(Value(0.0)) is True  # `a or Value(1.0)` asks whether there is one


def test_a_bool_of_numpys_is_a_number():
    numpy = pytest.importorskip("numpy")
    yes = (numpy.array([1.0, -1.0]) > 0)[0]
    assert (Value(yes).data, (Value(3.0) * yes).data, Value(0.5) < yes) == (1.0, 3.0, True)
    with pytest.raises(NumberError, match="is an ndarray"):
        Value(numpy.array([True, False]))  # pyright: ignore[reportArgumentType]


def test_copies_and_pickles():
    a = Value(2.0, "a")
    b = a * 3.0 + a
    for twin in (copy.deepcopy(b), pickle.loads(pickle.dumps(b))):
        twin.backward()
        assert twin.data == 8.0
        assert twin._prev[1].label == "a"
        assert twin._prev[1].grad == 4.0
    assert a.grad == 0.0


# -- classes of students ---------------------------------------------------------------------


def test_backward_takes_a_class_of_ones_own():
    a, b = Student(2.0), Student(-3.0)
    c = a * b
    d = (c + a) * c
    backward(d)
    assert (d.grad, c.grad) == (1.0, -10.0)
    assert a.grad == pytest.approx(-3.0 * -10.0 + -6.0)
    assert b.grad == pytest.approx(2.0 * -10.0)
    backward(d)
    assert c.grad == -10.0


def test_a_class_that_compares_by_value():
    @dataclass
    class Node:
        data: float
        _prev: tuple = ()
        grad: float = 0.0
        slopes: tuple = field(default=(), repr=False)

        def _backward(self):
            for parent, slope in zip(self._prev, self.slopes, strict=True):
                parent.grad += slope * self.grad

    a, b = Node(2.0), Node(2.0)
    assert a == b
    product = Node(4.0, (a, b), slopes=(2.0, 2.0))
    root = Node(6.0, (product, a), slopes=(-1.0, 3.0))
    assert len(topological(root)) == 4
    backward(root)
    assert (a.grad, b.grad) == (1.0, -2.0)
    a._prev = (root,)
    with pytest.raises(GraphError, match="its own ancestor"):
        backward(root)


def test_parents_in_a_set_are_walked_too():
    a, b = Student(2.0), Student(-3.0)
    c = a * b
    c._prev = {a, b}
    backward(c)
    assert (a.grad, b.grad) == (-3.0, 2.0)


def test_a_rule_that_was_called_instead_of_stored():
    a = Student(2.0)
    b = a * a
    b.label = "square"
    b._backward = None
    a.grad, b.grad = 0.5, 0.25
    with pytest.raises(GraphError, match=r"Student 'square' with data 4.0 has parents, and no"):
        backward(b + a)
    assert (a.grad, b.grad) == (0.5, 0.25)


def test_a_leaf_without_a_rule_is_fine():
    a = Student(2.0)
    a._backward = None
    backward(a * a)
    assert a.grad == 4.0


def test_the_error_of_a_students_rule_comes_through():
    a = Student(2.0)
    b = a * a

    def _backward():
        a.grad += 100.0
        raise ZeroDivisionError("mine")

    b._backward = _backward
    with pytest.raises(ZeroDivisionError, match="mine"):
        backward(b)
    assert (a.grad, b.grad) == (0.0, 0.0)


@pytest.mark.parametrize("parent", [3.0, "b", None, [1.0]])
def test_a_parent_that_is_no_node(parent):
    a = Student(2.0, label="a")
    b = Student(6.0, (a, parent), label="b")
    with pytest.raises(GraphError, match=r"is a parent of Student 'b' with data 6.0") as caught:
        backward(b + a)
    assert "not a node" in str(caught.value)


def test_parents_that_are_none():
    a = Student(2.0, _prev=None)
    backward(a)
    assert a.grad == 1.0
    b = Student(2.0, _prev=5, label="b")
    with pytest.raises(GraphError, match=r"Student 'b' with data 2.0 has _prev = 5"):
        backward(b)


@pytest.mark.parametrize("thing", [3.0, None, [Value(1.0)], "loss"])
def test_backward_of_what_is_no_node(thing):
    with pytest.raises(GraphError, match="backward starts from a node, and this"):
        backward(thing)


def test_every_error_is_a_value_error():
    assert issubclass(NumberError, MicrokitError)
    assert issubclass(GraphError, MicrokitError)
    assert issubclass(MicrokitError, ValueError)
