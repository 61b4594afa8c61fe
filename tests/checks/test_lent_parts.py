"""What an exercise does not ask for is lent while it is checked, and taken off again."""

import pytest

from microkit import Value
from microkit.checks import check
from microkit.checks.experiments.parts import right_constructor, told_apart


class Forgetful:
    def __init__(self, data, _prev=(), _op=""):
        self.data = data


class Demanding:
    def __init__(self, data, _prev, _op):
        self.data, self.grad, self._prev, self._op = data, 0.0, _prev, _op


class Reordered:
    def __init__(self, data, label="", _prev=(), _op=""):
        self.data, self.label, self._op = data, label, _op
        self.grad = 1.0


def test_a_constructor_that_forgets_is_lent_a_memory():
    before = Forgetful.__init__
    with right_constructor(Forgetful):
        leaf = Forgetful(2.5)
        node = Forgetful(3.5, (leaf,), "+")
        assert (leaf.grad, leaf._prev, leaf._op) == (0.0, (), "")
        assert (node._prev, node._op) == ((leaf,), "+")
    assert Forgetful.__init__ is before
    assert not hasattr(Forgetful(2.5), "grad")


def test_a_constructor_without_defaults_is_lent_some():
    with right_constructor(Demanding):
        assert Demanding(2.5)._prev == ()
    with pytest.raises(TypeError):
        Demanding(2.5)


def test_arguments_are_known_by_name_before_their_places():
    with right_constructor(Reordered):
        leaf = Reordered(2.5, "a")
        node = Reordered(3.5, "b", (leaf,), "+")
    assert (leaf.label, leaf.grad, leaf._prev) == ("a", 0.0, ())
    assert (node._prev, node._op) == ((leaf,), "+")


def test_a_sound_class_is_left_alone():
    before = Value.__init__
    with right_constructor(Value), told_apart(Value):
        assert Value(2.5).data == 2.5
    assert Value.__init__ is before
    assert Value(2.5) != Value(2.5)


class Twins:
    def __init__(self, data):
        self.data = data

    def __eq__(self, other):
        return self.data == other.data


def test_equal_nodes_are_told_apart_for_a_while():
    with told_apart(Twins):
        assert len({Twins(2.5), Twins(2.5)}) == 2
    assert Twins(2.5) == Twins(2.5)
    assert Twins.__hash__ is None


@pytest.mark.parametrize("exercise", ["01.value", "01.forward", "01.mixed", "01.graph"])
@pytest.mark.parametrize("thing", [None, 3, "Value", [], object(), int, Exception, lambda: None])
def test_what_is_no_class_of_a_student_gets_a_report(exercise, thing):
    report = check(exercise, thing)
    assert report.score == 0
    assert str(report)


def _defined(code):
    names = {"__name__": "notebook"}
    exec(code, names)
    return names


def test_a_constructor_and_a_text_that_nobody_wrote_are_not_called_wrong():
    stub = "class Value:\n    def __init__(self, data, _prev=(), _op=''): pass\n"
    report = check("01.value", _defined(f"{stub}    def __repr__(self): pass\n"))
    assert "not written yet" in str(report)
    half = stub.replace("pass", "self.data, self.grad, self._prev, self._op = data, 0, _prev, _op")
    report = check("01.value", _defined(f"{half}    def __repr__(self): print(self)\n"))
    assert report.failed_questions == ["repr"]
