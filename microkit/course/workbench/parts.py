"""The kept file as parts: each has a name, can be replaced by a newer one, and finds its place."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from microkit.course.workbench.names import global_names, names_at_once
from microkit.course.workbench.text import (
    class_in,
    cut,
    first_line,
    puts_on,
    with_method,
    without_decorators,
)


@dataclass(frozen=True)
class Part:
    """One piece of a student's work, as source.

    Parameters
    ----------
    name : str
        ``"Value"``, ``"wrap"``, the name that an import brings, or ``"Value.exp"`` for a method
        that is put on a class from outside.
    source : str
        Its text, one or more whole statements.
    carried : bool, optional
        True where it came from a kept file, or from the kit: then the file has the last word.
    """

    name: str
    source: str
    carried: bool = False

    @property
    def owner(self) -> str:
        """The class that it is put on, or an empty text."""
        owner, _, name = self.name.partition(".")
        return owner if owner.isidentifier() and name.isidentifier() else ""

    @property
    def is_import(self) -> bool:
        """Whether it is an import and nothing else."""
        return all(
            isinstance(node, ast.Import | ast.ImportFrom) for node in ast.parse(self.source).body
        )


Parts = dict[str, Part]
KITS = ("forward_value", "method_of")  # what parts may need from the kit


def method_part(owner: str, source: str, carried: bool = False) -> Part:
    """Return the part that puts a definition on a class: the kit's decorator stands above it."""
    node = ast.parse(source).body[0]
    name = getattr(node, "name", "")
    return Part(f"{owner}.{name}", f"@method_of({owner})\n{source}", carried)


def is_starter(part: Part) -> bool:
    """Say whether a class is the one that lesson 02 starts from: its source is the kit's."""
    return part.source.strip() == f"{part.name} = forward_value()"


def bound_names(node: ast.stmt) -> tuple[str, ...]:
    """Return what a statement defines: names, or a method that it puts on a class.

    Examples
    --------
    >>> [bound_names(n) for n in ast.parse("Value.exp = exp; a, b = 1, 2; print(a)").body]
    [('Value.exp',), ('a', 'b'), ()]
    """
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        owners = [*filter(None, map(puts_on, node.decorator_list))]
        return (f"{owners[0]}.{node.name}" if owners else node.name,)
    if isinstance(node, ast.ClassDef):
        return (node.name,)
    if isinstance(node, ast.Assign):
        return tuple(name for target in node.targets for name in _targets(target))
    if isinstance(node, ast.AnnAssign) and node.value:
        return _targets(node.target)
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "setattr":
        owner, name = [*call.args, None, None][:2]
        if isinstance(owner, ast.Name) and isinstance(name, ast.Constant):
            return (f"{owner.id}.{name.value}",)
    return ()


def _targets(target: ast.expr) -> tuple[str, ...]:
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        return (f"{target.value.id}.{target.attr}",)
    if isinstance(target, ast.Tuple | ast.List):
        return tuple(name for inner in target.elts for name in _targets(inner))
    return (target.id,) if isinstance(target, ast.Name) else ()


def reads(source: str, name: str) -> bool:
    """Say whether a part starts from what had its name before.

    Examples
    --------
    >>> reads("Value.exp = faster(Value.exp)", "Value.exp"), reads("class Value: ...", "Value")
    (True, False)
    """
    if "." not in name:
        return name in names_at_once(source)
    return any(
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and ast.unparse(node) == name
        for statement in ast.parse(source).body
        if isinstance(statement, ast.Assign)
        for node in ast.walk(statement)
    )


def imports(node: ast.stmt) -> dict[str, str]:
    r"""Return, for each name that an import brings, an import of that name alone.

    Examples
    --------
    >>> imports(ast.parse("from math import exp, log as ln").body[0])
    {'exp': 'from math import exp\n', 'ln': 'from math import log as ln\n'}
    """
    found = {}
    if isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            alone = ast.Import([alias])
            if isinstance(node, ast.ImportFrom):
                alone = ast.ImportFrom(node.module, [alias], node.level)
            found[alias.asname or alias.name.split(".")[0]] = ast.unparse(alone) + "\n"
    return found


def import_lines(sources: Iterable[str]) -> list[str]:
    """Return the same imports in as few lines as there are modules.

    Examples
    --------
    >>> import_lines(["from math import exp", "import random", "from math import log as ln"])
    ['import random', 'from math import exp, log as ln']
    """
    whole: list[str] = []
    by_module: dict[tuple[int, str], list[ast.alias]] = {}
    for source in sources:
        node = ast.parse(source).body[0]
        if isinstance(node, ast.ImportFrom):
            by_module.setdefault((node.level, node.module or ""), []).extend(node.names)
        else:
            whole.append(source.strip())
    several = [ast.ImportFrom(m, names, level) for (level, m), names in sorted(by_module.items())]
    return [*sorted(whole), *map(ast.unparse, several)]


def read_parts(source: str) -> Parts:
    """Return the parts of a kept file, in its order. A statement of no known kind is kept too."""
    parts: Parts = {}
    lines, end = source.splitlines(), 0
    for node in ast.parse(source).body:
        above, end = lines[end : first_line(node) - 1], node.end_lineno or 0
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            continue
        if brought := imports(node):
            for name, text in brought.items():
                parts[name] = Part(name, text)
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # the text at the top
        text = cut(source, node)
        if any(map(str.strip, above)):  # what somebody wrote between the parts stays
            text = "\n".join([*above, *lines[first_line(node) - 1 : end]]).strip("\n") + "\n"
        name = ", ".join(bound_names(node)) or text.strip()
        if name in parts and reads(text, name):  # class Value(Value)
            text = f"{parts[name].source}\n\n{text}"
        parts[name] = Part(name, text)
    return parts


def settled(parts: Parts) -> Parts:
    """Return the parts with every method inside its class, where the class's text is there."""
    result = dict(parts)
    for name, part in parts.items():
        owner = result.get(part.owner)
        if not owner or not class_in(owner.source):
            continue
        nodes = ast.parse(part.source).body
        if len(nodes) > 1 or not isinstance(nodes[0], ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        text = with_method(owner.source, without_decorators(part.source, part.owner))
        if text:
            result[part.owner] = replace(owner, source=text)
            del result[name]
    return result


def in_order(parts: Parts) -> list[Part]:
    """Return the parts so that each one finds what it needs when the file is loaded.

    Imports come first; a class comes after what its body needs, and before what is put on it. An
    import whose name a method has too comes after that method.
    """
    methods = {part.name.rpartition(".")[2] for part in parts.values() if part.owner}
    late = {name for name in parts if name in methods}
    brought = [part for part in parts.values() if part.is_import and part.name not in late]
    placed = {part.name: part for part in sorted(brought, key=lambda part: part.source)}

    def place(name: str, waiting: tuple[str, ...] = ()) -> None:
        if name in placed or name in waiting or name not in parts:
            return
        waiting = (*waiting, name)
        needed = names_at_once(parts[name].source) - {name}
        for other in parts:
            puts_on_needed = parts[other].owner in needed and not parts[name].owner
            same_name = name in late and other.endswith(f".{name}")
            if other in needed or puts_on_needed or same_name:
                place(other, waiting)
        for other in reached(
            parts, sorted(needed), put_on=False
        ):  # what is called at once needs more
            place(other, waiting)
        placed[name] = parts[name]
        for other in parts:  # what is put on a class stands right below it
            if parts[other].owner == name:
                place(other, waiting)

    for name in [*(n for n in parts if n not in late), *late]:
        place(name)
    return list(placed.values())


def reached(parts: Parts, names: Iterable[str], put_on: bool = True) -> list[str]:
    """Return these parts and all that they use; with `put_on`, also what is put on a class."""
    found: list[str] = []
    queue = [name for name in names if name in parts]
    while queue:
        name = queue.pop(0)
        if name in found:
            continue
        found.append(name)
        queue += sorted(other for other in global_names(parts[name].source) if other in parts)
        queue += [part.name for part in parts.values() if put_on and part.owner == name]
    return found
