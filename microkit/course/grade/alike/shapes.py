"""What a line of Python computes, whatever its names, spaces and comments are.

A name for a piece of arithmetic stands for it: with `g = out.grad`, the line `a.grad += g` is
`a.grad += out.grad`.
Lines that are the same arithmetic become the same text: `a.grad -= b * c` and
`x.grad = x.grad + c * -y`. So no line is odd only because it is written in another order.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from copy import deepcopy

_BUILT_IN = frozenset(dir(builtins))
_PLAIN = (
    *(ast.Name, ast.Attribute, ast.Constant, ast.BinOp, ast.UnaryOp),
    *(ast.operator, ast.unaryop, ast.expr_context),
)


def shapes(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    r"""Yield each statement's shape, with the statement; of a compound one only its head.

    The tree is changed: what a name stands for is put in its place.

    Examples
    --------
    >>> [shape for shape, _ in shapes(ast.parse("for x in row:\n    total += y * x"))]
    ['for _ in _', '_ = ((_ * _) + _)']
    """
    if standing := _arithmetic(tree):
        tree = _PutIn(standing).visit(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) if name in standing:
                continue
            case ast.stmt() if not _is_text(node):
                yield _statement(node), node


def _arithmetic(tree: ast.AST) -> dict[str, ast.expr]:
    """Return the names that are set once, to arithmetic, with what they are set to."""
    set_to: dict[str, list[ast.expr | None]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                set_to.setdefault(name, []).append(value)
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                set_to.setdefault(name, []).append(None)
    found = {}
    for name, values in set_to.items():
        # An assignment stands here twice: as itself, and as a name that is stored.
        value = values[0] if len(values) == 2 else None
        parts = [*ast.walk(value)] if value else []
        if parts and all(isinstance(part, _PLAIN) for part in parts):
            found[name] = value
    return found


class _PutIn(ast.NodeTransformer):
    """Put arithmetic in the place of the names that stand for it."""

    def __init__(self, standing: dict[str, ast.expr]) -> None:
        self.standing = standing
        self.inside: set[str] = set()

    def visit_Name(self, node: ast.Name) -> ast.expr:
        is_read = isinstance(node.ctx, ast.Load)
        if not is_read or node.id not in self.standing or node.id in self.inside:
            return node
        self.inside.add(node.id)
        value = self.visit(deepcopy(self.standing[node.id]))
        self.inside.discard(node.id)
        return value


def shape(node: ast.AST | None) -> str:
    """Return the shape of an expression.

    Examples
    --------
    >>> shape(ast.parse("-a.x / b**2 * 3", mode="eval").body)
    '-(/(_ ** 2) * 3 * _.x)'
    >>> shape(ast.parse("3 * c.x / -d ** 2", mode="eval").body)
    '-(/(_ ** 2) * 3 * _.x)'
    """
    match node:
        case None:
            return ""
        case ast.Name(id=name):
            return name if name in _BUILT_IN else "_"
        case ast.Constant(value=value):
            return f"{value:g}" if type(value) in (int, float) else type(value).__name__
        case ast.Attribute(value=value, attr=attr):
            return f"{shape(value)}.{attr}"
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return f"({' + '.join(sorted(_terms(node, True)))})"
        case ast.BinOp(op=ast.Mult() | ast.Div()) | ast.UnaryOp(op=ast.USub()):
            sign, factors = _factors(node, False)
            return _signed(sign, factors)
        case ast.BinOp(left=left, op=op, right=right):
            return f"({shape(left)} {_symbol(op)} {shape(right)})"
        case ast.Call(func=func, args=args, keywords=keywords):
            named = sorted(f"{one.arg}={shape(one.value)}" for one in keywords)
            return f"{shape(func)}({', '.join([*map(shape, args), *named])})"
        case _:
            inner = ", ".join(map(shape, ast.iter_child_nodes(node)))
            return f"{type(node).__name__}({inner})" if inner else type(node).__name__


def _statement(node: ast.stmt) -> str:
    match node:
        case ast.AugAssign(target=target, op=op, value=value):
            whole = ast.BinOp(target, op, value)
            return f"{shape(target)} = {shape(whole)}"
        case ast.Assign(targets=targets, value=value):
            return f"{' = '.join(map(shape, targets))} = {shape(value)}"
        case ast.FunctionDef(args=args) | ast.AsyncFunctionDef(args=args):
            return f"def ({len(args.args)})"
        case ast.ClassDef(bases=bases):
            return f"class ({len(bases)})"
        case ast.For(target=target, iter=source):
            return f"for {shape(target)} in {shape(source)}"
        case ast.While(test=test) | ast.If(test=test):
            return f"{type(node).__name__.lower()} {shape(test)}"
        case ast.With(items=items):
            return f"with {', '.join(shape(item.context_expr) for item in items)}"
        case ast.Try() | ast.Match():
            return type(node).__name__.lower()
        case ast.Return(value=value):
            return f"return {shape(value)}"
        case ast.Expr(value=value):
            return shape(value)
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return f"import {', '.join(sorted(one.name for one in names))}"
    return shape(node)


def _terms(node: ast.expr, positive: bool) -> Iterator[str]:
    """Yield the terms of a sum, each with its sign."""
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            yield from _terms(left, positive)
            yield from _terms(right, positive == isinstance(op, ast.Add))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield from _terms(operand, not positive)
        case _:
            sign, factors = _factors(node, False)
            yield _signed(sign == positive, factors)


def _factors(node: ast.expr, below: bool) -> tuple[bool, list[str]]:
    """Return whether a product is negative, and its factors; `/` stands before a divisor."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as op, right=right):
            one, first = _factors(left, below)
            two, second = _factors(right, below != isinstance(op, ast.Div))
            return one != two, [*first, *second]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            negative, factors = _factors(operand, below)
            return not negative, factors
        case ast.Constant(value=1 | 1.0):
            return False, []
        case _:
            return False, [f"{'/' if below else ''}{shape(node)}"]


def _signed(negative: bool, factors: list[str]) -> str:
    product = " * ".join(sorted(factors)) or "1"
    product = f"({product})" if len(factors) > 1 else product
    return f"-{product}" if negative else product


def _symbol(op: ast.operator) -> str:
    return {"Pow": "**", "MatMult": "@", "FloorDiv": "//", "Mod": "%"}.get(
        type(op).__name__, type(op).__name__
    )


def _is_text(node: ast.stmt) -> bool:
    """Say whether a statement is a docstring, a bare ellipsis or a `pass`."""
    return isinstance(node, ast.Pass) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )
