"""The package as others meet it: names, imports, and what works without the scientific stack."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import microkit

ROOT = Path(__file__).resolve().parents[1]


def test_the_names_that_others_rely_on():
    code = """
from microkit import Operation, Tensor, Value, check, data, gradients, nn, no_grad, optim, train
from microkit.checks import check, collect, exercises, judge
from microkit.engine import Value
from microkit.graph import draw_dot, outline, to_dot, to_svg, trace
from microkit.nn import MLP, Layer, Module, Neuron
from microkit.numeric import check_gradients, gradient, partial, slope
from microkit.widgets import GraphView, OpBench
from microkit import jacobian, keep, resume
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
from microkit import Value, check, data, gradients, graph, nn, numeric, optim, predict, train
from microkit.course import forward_value
a = Value(2.0, "a")
b = a * a + 3
b.backward()
assert a.grad == 4.0
assert "<svg" in graph.to_svg(b) and "a" in graph.outline(b)
assert check("02.mul", Value).passed
assert not check("02.mul", forward_value()).passed
assert abs(numeric.slope(lambda x: x**2, 3.0) - 6) < 1e-6
assert gradients(a * a)[a] == 4.0
points, labels = data.moons(20)
model = nn.MLP(2, [4, 1])
train.fit(model, nn.hinge, (points, labels), epochs=2, optimizer=optim.SGD(model.parameters(), 0.1))
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=120)


FLOORS = (
    {"errors", "guard"},
    {"engine"},
    {"operation"},
    {"operations", "sums", "derivatives"},
    {"arrays", "broadcast", "tensor"},
    {"numeric"},
    {"data"},
    {"nn"},
    {"graph", "optim"},
    {"train"},
    {"examples"},
    {"checks", "widgets"},
    {"course"},
    {"cli"},
)


def _imports(path):
    """Return the kit's rooms that a file imports when it is loaded; types only are left out."""
    tree = ast.parse(path.read_text())
    typed = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and getattr(block.test, "id", "") == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and id(node) not in typed:
            if (node.module or "").startswith("microkit."):
                yield node.module.split(".")[1]
            elif node.module == "microkit":
                yield from (alias.name for alias in node.names)


def test_arrows_between_rooms_point_down():
    floor_of = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
    package = ROOT / "microkit"
    rooms = {p.relative_to(package).parts[0].removesuffix(".py") for p in package.rglob("*.py")}
    assert rooms - {"__init__"} == set(floor_of)
    for path in package.rglob("*.py"):
        room = path.relative_to(package).parts[0].removesuffix(".py")
        if room in ("__init__", "examples"):
            continue
        for other in _imports(path):
            if other in floor_of:
                assert floor_of[other] <= floor_of[room], f"{path.name} imports {other}"


# Packages must install from any index, also from a mirror inside a school's network.
INDEXES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "deb.debian" + ".org")


def test_nothing_in_the_project_names_a_package_index():
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("What belongs to the project is asked of git.")
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [path for name in listed.split("\0") if (path := ROOT / name).is_file()]
    assert len(paths) > 100
    for path in paths:
        text = path.read_bytes().decode("utf-8", "ignore")
        assert not any(index in text for index in INDEXES), path


def test_a_pull_request_is_checked_by_the_script_that_contributors_run():
    text = (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
    assert {"push:", "pull_request:", "- run: .ci/run"} <= set(map(str.strip, text.splitlines()))
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
