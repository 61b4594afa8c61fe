"""The package as others meet it: names, imports, and what works without the scientific stack."""

import ast
import subprocess
import sys
from pathlib import Path

import microkit

ROOT = Path(__file__).resolve().parents[1]


def test_the_names_that_others_rely_on():
    code = """
from microkit import Operation, Value, check, nn
from microkit.checks import check, collect, exercises, judge
from microkit.engine import Value
from microkit.graph import draw_dot, outline, to_dot, to_svg, trace
from microkit.nn import MLP, Layer, Module, Neuron
from microkit.numeric import check_gradients, gradient, partial, slope
from microkit.widgets import GraphView, OpBench
"""
    exec(code, {})
    assert microkit.__version__.count(".") == 2


def test_the_engine_imports_nothing_but_the_standard_library_and_the_kits_errors():
    tree = ast.parse((ROOT / "microkit" / "engine.py").read_text())
    typed_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and getattr(block.test, "id", "") == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    modules = {
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in typed_only
        for alias in node.names
    }
    foreign = {m for m in modules if m.split(".")[0] not in sys.stdlib_module_names}
    assert foreign == {"microkit.errors"}


def test_engine_checks_and_pictures_need_nothing_but_python():
    code = """
import sys
for name in ("numpy", "matplotlib", "IPython", "ipywidgets", "anywidget", "traitlets", "graphviz",
             "sklearn", "rich", "typer"):
    sys.modules[name] = None
from microkit import Value, check, graph, nn, numeric, predict
from microkit.course import forward_value
a = Value(2.0, "a")
b = a * a + 3
b.backward()
assert a.grad == 4.0
assert "<svg" in graph.to_svg(b) and "a" in graph.outline(b)
assert check("02.mul", Value).passed
assert not check("02.mul", forward_value()).passed
assert abs(numeric.slope(lambda x: x**2, 3.0) - 6) < 1e-6
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=120)


def test_arrows_between_rooms_point_down():
    floors = [
        {"errors", "guard"},
        {"engine"},
        {"operation", "operations", "numeric"},
        {"nn"},
        {"graph"},
        {"checks", "widgets"},
        {"course"},
        {"cli"},
    ]
    floor_of = {room: floor for floor, rooms in enumerate(floors) for room in rooms}
    for path in (ROOT / "microkit").rglob("*.py"):
        room = path.relative_to(ROOT / "microkit").parts[0].removesuffix(".py")
        if room == "__init__":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("microkit."):
                other = node.module.split(".")[1]
                typed = path.name == "engine.py" and other == "operations"
                assert typed or floor_of[other] <= floor_of[room], f"{path.name} -> {node.module}"


def test_nothing_in_the_project_names_a_machine_or_a_registry():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "deb.debian" + ".org")
    for name in filter(None, listed):
        path = ROOT / name
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "ignore")
            assert not any(host in text for host in hosts), name
