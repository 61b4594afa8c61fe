"""What crosses the wall arrives as it was, of its exact type; all else is refused or stays."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from microkit.course.grade.desk.crossing import NotPlainError, Packing, TooLargeError, unpack

np = pytest.importorskip("numpy")


class Liar(float):
    """A number that says yes."""

    def __eq__(self, other: object) -> bool:
        return True

    def __float__(self) -> float:
        return 7.0

    def __pos__(self) -> float:
        return 7.0

    def __repr__(self) -> str:
        return "7.0"

    __hash__ = float.__hash__


class Lists(list):
    def __iter__(self) -> Any:
        return iter([7])

    def __len__(self) -> int:
        return 1


class Texts(str):
    def __str__(self) -> str:
        return "seven"

    def encode(self, encoding: str = "", errors: str = "") -> bytes:
        return b"seven"


class Dicts(dict):
    def items(self) -> Any:
        return [(7, 7)]


def keep(value: Any) -> Any:
    return ["thing", type(value).__name__]


def there_and_back(value: Any) -> Any:
    packed = json.loads(json.dumps(Packing(keep).pack(value), allow_nan=False))
    return unpack(packed, lambda name: f"<{name}>")


PLAIN = [
    *(None, True, False, 0, -1, 2**63, -(2**63), 10**4000, 0.1, 5e-324, 1e308, -2.0),
    *(math.inf, -math.inf, "", "zw\u00f6lf \U0001f600", "half \ud800", b"", b"\x00\xff"),
    *(bytearray(b"a"), 1j, complex(-0.0, math.inf), [], [1, [2.0, [None]]], (), (1, (2,))),
    *({1, 2}, frozenset({"a"}), {}, {1: [2], "a": {}, (1, 2): None, None: 0}),
    *(slice(1, None, 2), ...),
]


@pytest.mark.parametrize("value", PLAIN, ids=[repr(value)[:30] for value in PLAIN])
def test_plain_data_comes_back_with_its_type(value: Any) -> None:
    found = there_and_back(value)
    assert found == value
    assert type(found) is type(value)
    assert repr(found) == repr(value)


def test_not_a_number_and_the_sign_of_zero_come_back() -> None:
    assert math.isnan(there_and_back(math.nan))
    assert math.copysign(1, there_and_back(-0.0)) == -1


@pytest.mark.parametrize("kind", ["<f8", "<f4", ">i2", "|b1", "<c16", "|u1", "<U3", "|S2"])
def test_arrays_come_back_with_their_kind_and_shape(kind: str) -> None:
    array = np.array([[1, 0, 1], [0, 1, 1]]).astype(kind)
    found = there_and_back(array)
    assert type(found) is np.ndarray
    assert (found.dtype, found.shape) == (array.dtype, array.shape)
    assert (found == array).all()
    assert found.flags.writeable
    assert (there_and_back(array.T) == array.T).all()
    single = there_and_back(array[0, 0])
    assert (type(single), single) == (type(array[0, 0]), array[0, 0])


def test_empty_and_single_arrays_come_back() -> None:
    for array in (np.zeros((0, 3)), np.array(2.5), np.float64("nan")):
        found = there_and_back(array)
        assert type(found) is type(array)
        assert found.shape == array.shape
        np.testing.assert_array_equal(found, array)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Liar(1.5), 1.5),
        (Lists([1, 2]), [1, 2]),
        (Texts("one"), "one"),
        (Dicts(a=1), {"a": 1}),
        ([Liar(1.5), (Lists([1]),)], [1.5, ([1],)]),
    ],
)
def test_a_class_on_top_of_a_plain_one_arrives_as_the_plain_one(value: Any, plain: Any) -> None:
    found = there_and_back(value)
    assert type(found) is type(plain)
    assert found == plain
    assert repr(found) == repr(plain)


def test_what_is_not_plain_is_kept() -> None:
    found = there_and_back([len, range(3), object(), np.array([object()]), {1: print}])
    assert found == [
        "<builtin_function_or_method>",
        "<range>",
        "<object>",
        "<ndarray>",
        {1: "<builtin_function_or_method>"},
    ]


def test_the_large_and_the_deep_are_refused() -> None:
    circle: list[Any] = []
    circle.append(circle)
    shared: list[Any] = []
    for _ in range(15):
        shared = [shared] * 10
    for value in (circle, shared, "x" * 3_000_000, list(range(300_000)), np.zeros(10**6)):
        with pytest.raises(TooLargeError):
            Packing(keep).pack(value)


@pytest.mark.parametrize(
    "packed",
    [
        *([], {}, {"a": 1}, ["no such"], ["int"], ["int", "zz"], ["int", 5]),
        *(["float", None], ["float", "x"], ["list"], ["list", 5], ["list", [["x"]]], ["dict", [1]]),
        *(["dict", [["list", []], 1]], ["set", [["list", []]]], ["bytes", "?"], ["complex", 1]),
        *(["array", "O", [1], "AAAAAAAAAAA="], ["array", "<f8", [2], "AAAAAAAAAAA="]),
        *(["array", "V8", [1], "AAAAAAAAAAA="], ["array", "<f8", [1] * 100, "AAAAAAAAAAA="]),
        *(["array", "<f8", ["x"], ""], ["scalar", "<f8", ""], ["scalar", [["a", "O"]], ""]),
        *(["range", [0, 10**12, 1]], ["slice", [[1]]], [["list"]], [None], [1, 2]),
    ],
    ids=repr,
)
def test_what_nobody_can_have_packed_is_refused(packed: Any) -> None:
    with pytest.raises(NotPlainError):
        unpack(packed, lambda name: name)
