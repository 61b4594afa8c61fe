"""Wrong rules that nobody thought of: every small change of a right rule's syntax tree."""

from __future__ import annotations

import ast
import math
import pickle
from collections.abc import Iterator

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
NAMES = ("self", "other", "out")
ATTRIBUTES = ("data", "grad")


def mutants(rule: str, twice: bool = True) -> Iterator[str]:
    """Yield each rule that differs from this one in one place, and in two if `twice`.

    Changed are operators (also that of ``+=``, which may become ``=``), names, attributes and
    numbers; signs are turned, and lines dropped.
    """
    seen = {ast.unparse(ast.parse(rule))}
    first = []
    for mutant in _once(ast.parse(rule)):
        text = _text(mutant)
        if text not in seen:
            seen.add(text)
            first.append(mutant)
            yield text
    for tree in first if twice else ():
        for mutant in _once(tree):
            text = _text(mutant)
            if text not in seen:
                seen.add(text)
                yield text


def same_numbers(one: list[float] | None, two: list[float]) -> bool:
    """Say whether what two rules left behind is the same; None is what a rule that fails left."""
    try:
        return one is not None and all(
            math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-12) for x, y in zip(one, two, strict=True)
        )
    except (TypeError, OverflowError):  # it left something else than a number
        return False


def _text(tree: ast.Module) -> str:
    return "; ".join(ast.unparse(line) for line in tree.body)


def _once(tree: ast.Module) -> Iterator[ast.Module]:
    """Yield each tree that differs from this one in one place."""
    packed = pickle.dumps(tree)  # a copy is quicker had from it than from the tree
    places = list(ast.walk(tree))
    for place, node in enumerate(places):
        for change in _changes(node):
            copy = pickle.loads(packed)
            change(list(ast.walk(copy))[place])
            yield copy
    for line in range(len(tree.body)):
        if len(tree.body) > 1:
            copy = pickle.loads(packed)
            del copy.body[line]
            yield copy
        copy = pickle.loads(packed)
        old = copy.body[line]
        if isinstance(old, ast.AugAssign):
            copy.body[line] = ast.copy_location(ast.Assign([old.target], old.value), old)
            yield ast.fix_missing_locations(copy)


def _changes(node: ast.AST) -> Iterator:
    """Yield functions that change a node of this kind."""
    if isinstance(node, ast.BinOp | ast.AugAssign):
        for operator in OPERATORS:
            if not isinstance(node.op, operator):
                yield lambda n, operator=operator: setattr(n, "op", operator())
    if isinstance(node, ast.BinOp):
        yield _swap
    if isinstance(node, ast.Name) and node.id in NAMES:
        for name in NAMES:
            if name != node.id:
                yield lambda n, name=name: setattr(n, "id", name)
    if isinstance(node, ast.Attribute):
        other = ATTRIBUTES[1 - ATTRIBUTES.index(node.attr)]
        yield lambda n: setattr(n, "attr", other)
    if isinstance(node, ast.Constant):
        for number in (0, -1, 3):
            yield lambda n, number=number: setattr(n, "value", number)
    if isinstance(node, ast.AugAssign):
        yield lambda n: setattr(n, "value", ast.UnaryOp(ast.USub(), n.value))


def _swap(node: ast.BinOp) -> None:
    node.left, node.right = node.right, node.left


COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)


def program_mutants(source: str, target: str) -> Iterator[str]:
    """Yield each version of one function or class of a program that differs in one place.

    Changed are operators, comparisons, names (for others of the same function), attributes ``data``
    and ``grad``, numbers and conditions; operands and arguments change places, signs are turned,
    ``+=`` becomes ``=``, and lines are dropped. A target such as ``Value.exp`` is a function that
    the program, or the mutant, puts on a class.
    """
    cls, _, name = target.rpartition(".")
    definition = next(n for n in ast.parse(source).body if getattr(n, "name", "") == name)
    attached = f"\n{target} = {name}" if cls else ""
    seen = {ast.unparse(definition)}
    packed = pickle.dumps(definition)
    places = list(ast.walk(definition))
    for place, node in enumerate(places):
        for change in _program_changes(node, definition):
            copy = pickle.loads(packed)
            change(list(ast.walk(copy))[place])
            text = ast.unparse(ast.fix_missing_locations(copy))
            if text not in seen:
                seen.add(text)
                yield text + attached


def _program_changes(node: ast.AST, definition: ast.AST) -> Iterator:
    """Yield functions that change a node in place."""
    if isinstance(node, ast.BinOp | ast.AugAssign):
        for operator in OPERATORS:
            if not isinstance(node.op, operator):
                yield lambda n, operator=operator: setattr(n, "op", operator())
    if isinstance(node, ast.BinOp):
        yield _swap
    if isinstance(node, ast.Compare):
        for operator in COMPARISONS:
            if not isinstance(node.ops[0], operator):
                yield lambda n, operator=operator: n.ops.__setitem__(0, operator())
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        local = {n.arg for n in ast.walk(definition) if isinstance(n, ast.arg)}
        local |= {
            n.id
            for n in ast.walk(definition)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        if node.id in local:
            for name in sorted(local - {node.id}):
                yield lambda n, name=name: setattr(n, "id", name)
    if isinstance(node, ast.Attribute) and node.attr in ATTRIBUTES:
        other = ATTRIBUTES[1 - ATTRIBUTES.index(node.attr)]
        yield lambda n: setattr(n, "attr", other)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        for number in (0, -1, 3):
            yield lambda n, number=number: setattr(n, "value", number)
    if isinstance(node, ast.Call) and len(node.args) > 1:
        yield lambda n: n.args.reverse()
    body = getattr(node, "body", None)
    if isinstance(body, list):
        for line, statement in enumerate(body):
            if not isinstance(statement, ast.Return | ast.FunctionDef):
                yield lambda n, line=line: n.body.__setitem__(line, ast.Pass())
            if isinstance(statement, ast.AugAssign):
                yield lambda n, line=line: n.body.__setitem__(
                    line, ast.Assign([n.body[line].target], n.body[line].value)
                )
            if isinstance(statement, ast.AugAssign | ast.Assign | ast.Return) and statement.value:
                yield lambda n, line=line: setattr(
                    n.body[line], "value", ast.UnaryOp(ast.USub(), n.body[line].value)
                )
