"""A prediction: only the number or the choice that the student committed is taken over."""

from __future__ import annotations

import ast
import re
import warnings

from microkit.course.cells import calls, committed

_MAX_SOURCE = 20_000
_MAX_ANSWER = 500
_NAME = re.compile(r"""\bpredict\(\s*["']([^"'\n]{1,80})["']""")


def asked_in(source: str) -> str:
    """Return the first question that a cell answers by ``predict``, or nothing.

    Examples
    --------
    >>> asked_in('guess = predict("02.mul", ...)')
    '02.mul'
    """
    match = _NAME.search(source)
    return match[1] if match else ""


def commit(released: str, given: str) -> tuple[str, str]:
    """Return the released cell with the student's answers in it.

    Parameters
    ----------
    released : str
        A cell that calls ``predict`` with three dots.
    given : str
        The cell as the student has left it.

    Returns
    -------
    (str, str)
        The source, and what there is to say: nothing, ``"prediction-edited"`` where more than the
        answer had changed, or ``"prediction-unclear"`` where there is no answer to take.

    Examples
    --------
    >>> commit('g = predict("02.mul", ...)', "g = predict('02.mul', -12)  # sure")
    ('g = predict("02.mul", -12)', '')
    >>> commit('g = predict("02.mul", ...)', 'g = predict("02.mul", reference())')[1]
    'prediction-unclear'
    """
    ours, theirs = _parse(released), _parse(given)
    if ours is None or theirs is None:
        return released, "prediction-unclear"
    answers = _answers(theirs)
    source = released
    dots = [(place, question) for question, places in _answers(ours).items() for place in places]
    # From the last to the first, so that places stay right.
    for place, question in sorted(dots, key=lambda dot: _start(dot[0]), reverse=True):
        nodes = answers.get(question, [])
        texts = {ast.get_source_segment(given, node) or "" for node in nodes}
        text = texts.pop() if len(texts) == 1 else ""
        if not 0 < len(text) <= _MAX_ANSWER or not all(_is_literal(node) for node in nodes):
            return released, "prediction-unclear"
        source = _replaced(source, place, text)
    return source, "" if _is_the_same(ours, theirs) else "prediction-edited"


def _parse(source: str) -> ast.Module | None:
    """Return a syntax tree, or None; whatever the source is, and without a warning."""
    if len(source) > _MAX_SOURCE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _answers(tree: ast.AST) -> dict[str, list[ast.expr]]:
    """Return what each question is answered with."""
    answers: dict[str, list[ast.expr]] = {}
    for call in calls(tree, "predict"):
        if call.args and isinstance(call.args[0], ast.Constant):
            value = committed(call)
            answers.setdefault(str(call.args[0].value), []).extend([value] if value else [])
    return answers


def _is_literal(node: ast.AST) -> bool:
    """Say whether an expression is a number, a text or three dots, or reckoned from numbers."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (int, float, str, type(...)))
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, (ast.UAdd, ast.USub)) and _is_number(node.operand)
    return _is_number(node)


def _is_number(node: ast.AST, depth: int = 0) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (int, float))
    if isinstance(node, ast.UnaryOp):
        signs = isinstance(node.op, (ast.UAdd, ast.USub))
        return signs and depth < 5 and _is_number(node.operand, depth + 1)
    if isinstance(node, ast.BinOp) and depth < 5:
        plain = isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div))
        return plain and all(_is_number(side, depth + 1) for side in (node.left, node.right))
    return False


def _is_the_same(ours: ast.Module, theirs: ast.Module) -> bool:
    """Say whether two cells differ in nothing but the answers."""
    try:
        return _blanked(ours) == _blanked(theirs)
    except RecursionError:
        return False


def _blanked(tree: ast.Module) -> str:
    for call in calls(tree, "predict"):
        call.args[1:2] = [ast.Constant(...)] if len(call.args) > 1 else []
        for keyword in call.keywords:
            keyword.value = ast.Constant(...)
    return ast.dump(tree)


def _start(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _replaced(source: str, node: ast.expr, text: str) -> str:
    """Return a source with one expression replaced; ast counts columns in bytes."""
    lines = [line.encode() for line in source.split("\n")]
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    before, after = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
    lines[first : last + 1] = [before + text.encode() + after]
    return b"\n".join(lines).decode()
