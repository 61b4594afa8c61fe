import importlib.util
import json
import os
import re
import shutil
import socket
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from support.slides import SOURCE, small_course

from microkit.course.build import exercise_points
from microkit.course.errors import CourseError
from microkit.course.folder import Course
from microkit.course.lab import HOST
from microkit.course.slides import settings
from microkit.course.slides.choose import deck_of, shows_input, slide_type, title_of
from microkit.course.slides.deck import Deck, make_deck
from microkit.course.slides.dress import dress
from microkit.course.slides.embed import embed_widgets
from microkit.course.slides.live import check_packages, show_live
from microkit.course.slides.loads import loads, pictures
from microkit.course.slides.vendor import SOURCES, VENDORED, checksum, vendored
from microkit.course.slides.write import check_target, write_deck
from microkit.course.source import read_source

INDEX = Path("index.html")
PROJECT = Course(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return small_course(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def deck(small: Course) -> Deck:
    return make_deck(small.lesson("91"))


@pytest.fixture
def page(deck: Deck) -> str:
    return deck[INDEX].decode()


def state_of(page: str) -> dict:
    return json.loads(re.search(r'id="widgets"[^>]*>(.*?)</script>', page, re.DOTALL)[1])


# Which cells


def source_of(small: Course) -> NotebookNode:
    return read_source(small.lesson("91").source, exercise_points)


def test_only_marked_cells_are_on_slides_and_none_after_them_is_run(small: Course) -> None:
    whole = source_of(small)
    deck = deck_of(whole, "91_small.py")
    kinds = [slide_type(cell) for cell in deck.cells]
    assert kinds == [
        "slide", "skip", "skip", "skip", "fragment", "notes", "slide", "subslide", "-",
    ]  # fmt: skip
    assert len(whole.cells) == len(deck.cells) + 1
    assert "RuntimeError" not in nbformat.writes(deck)


@pytest.mark.parametrize(
    "source",
    [
        "# %% [markdown]\n# # Nothing\n",
        '# %% [markdown] slideshow={"slide_type": "skip"}\n# # Nothing\n',
        '# %% [markdown] slideshow={"slide_type": "notes"}\n# Only said\n',
    ],
)
def test_a_lesson_without_slides_says_how_to_mark_one(source: str, tmp_path: Path) -> None:
    graded = '\n# %% nbgrader={"grade_id": "a", "grade": true, "points": 20}\n20\n'
    course = small_course(tmp_path / "course", source + graded)
    with pytest.raises(CourseError, match=r"91_small\.py has no slides.*slide_type"):
        make_deck(course.lesson("91"))


def test_whatever_comes_first_starts_a_slide() -> None:
    cell = new_markdown_cell("Hello", metadata={"slideshow": {"slide_type": "fragment"}})
    deck = deck_of(new_notebook(cells=[new_markdown_cell("before"), cell]), "x.py")
    assert [slide_type(cell) for cell in deck.cells] == ["skip", "slide"]
    assert slide_type(cell) == "fragment"


def test_the_title_is_the_lessons_number_and_first_heading(small: Course) -> None:
    lesson = small.lesson("91")
    assert title_of(source_of(small), lesson) == "91 Small slides"
    assert title_of(new_notebook(cells=[new_markdown_cell("# 91 Told")]), lesson) == "91 Told"
    assert title_of(new_notebook(), lesson) == "91 small"


def test_code_shows_where_it_is_asked_for_or_there_is_nothing_else() -> None:
    output = new_output("stream", text="8\n")
    assert shows_input(new_code_cell("a = 2"))
    assert not shows_input(new_code_cell("print(8)", outputs=[output]))
    tagged = new_code_cell("print(8)", outputs=[output], metadata={"tags": ["show-input"]})
    assert shows_input(tagged)


# The folder


def test_all_that_the_page_loads_lies_beside_it(deck: Deck, page: str) -> None:
    local = [address for address in loads(page) if not address.startswith("data:")]
    assert {Path(address) for address in local} <= set(deck)
    assert {"reveal.js/reveal.js", "katex/katex.min.js", "widgets.js", "dots.svg"} <= set(local)
    for path in (path for path in deck if path.suffix == ".css"):
        sheet = deck[path].decode()
        for address in re.findall(r"url\((?!data:)([^)]+)\)", sheet):
            font = path.parent / address.strip("\"'")
            assert font.suffix in (".woff", ".ttf") or font in deck, address
        assert "//" not in "".join(re.findall(r"url\((?!data:)[^)]*\)|@import[^;]*", sheet))


def test_licenses_lie_beside_what_is_borrowed(deck: Deck) -> None:
    for package in ("reveal.js", "katex"):
        assert b"MIT License" in deck[Path(package, "LICENSE")] or (
            b"Permission is hereby granted" in deck[Path(package, "LICENSE")]
        )


def test_a_deck_without_formulas_goes_without_katex(tmp_path: Path) -> None:
    source = '# %% [markdown] slideshow={"slide_type": "slide"}\n# # Plain\n'
    source += '\n# %% nbgrader={"grade_id": "a", "grade": true, "points": 20}\n20\n'
    deck = make_deck(small_course(tmp_path / "course", source).lesson("91"))
    assert not [path for path in deck if path.parts[0] == "katex"]
    assert "katex" not in deck[INDEX].decode()


def test_no_slide_holds_a_solution_or_code_that_is_not_asked_for(page: str) -> None:
    assert "self.grad" not in page
    assert "GraphView" not in page
    assert "on no slide" not in page
    assert "OpBench" in page  # its cell is tagged show-input
    assert '<aside class="notes">' in page
    assert "Ask first what happens." in page


def test_making_it_again_gives_the_same_bytes(small: Course, deck: Deck) -> None:
    assert make_deck(small.lesson("91")) == deck


def test_a_failing_cell_is_named(tmp_path: Path) -> None:
    broken = SOURCE.replace("bill = price * number", "bill = price * nothing")
    course = small_course(tmp_path / "course", broken)
    with pytest.raises(CourseError, match=r"91_small\.py, cell 5.*NameError"):
        make_deck(course.lesson("91"))


# Widgets in the page


def test_each_module_stands_once_and_the_picture_stays_until_it_runs(page: str) -> None:
    state = state_of(page)
    assert len(state["modules"]) == len(state["styles"]) == 2
    assert [model["module"] for model in state["models"]] == [0, 1, 1]
    assert page.count('class="place"') == 3
    assert re.search(r'data-model="0">\s*<div[^>]*><svg', page)
    assert not re.search(r"IPY_MODEL|[0-9a-f]{32}", json.dumps(state["models"]))


def test_a_widget_that_would_ask_the_kernel_says_that_it_rests(page: str) -> None:
    by = {model["traits"]["by"]: model["traits"] for model in state_of(page)["models"]}
    assert "Open the lesson in JupyterLab" in by["kernel"]["resting"]
    assert by["kernel"]["answer"]["heard"] == [-12, 8]
    assert by["page"]["resting"] == ""


def test_a_control_of_another_package_is_named_instead(page: str) -> None:
    assert "Only in JupyterLab: IntSlider(value=3)" in page


def test_a_trait_cannot_end_the_script_and_bytes_keep_their_path() -> None:
    view = {"model_id": "a", "version_major": 2}
    output = new_output(
        "display_data", {"application/vnd.jupyter.widget-view+json": view, "text/plain": "<b>"}
    )
    saved = {
        "model_module": "anywidget",
        "state": {"_esm": "export default {}", "name": "</script><!--", "layout": "IPY_MODEL_b"},
        "buffers": [{"encoding": "base64", "path": ["pixels"], "data": "AAE="}],
    }
    notebook = new_notebook(cells=[new_code_cell("show", outputs=[output])])
    notebook.metadata.widgets = {
        "application/vnd.jupyter.widget-state+json": {"state": {"a": saved}}
    }
    text = embed_widgets(notebook)
    assert "<" not in text
    [model] = json.loads(text)["models"]
    assert model["traits"] == {"name": "</script><!--"}
    assert model["buffers"] == [{"path": ["pixels"], "data": "AAE="}]
    assert "&lt;b&gt;" in notebook.cells[0].outputs[0].data["text/html"]


# What a page loads


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="https://example.org/a.png">',
        '<img src="//example.org/a.png">',
        '<div style="background: url(https://example.org/a.png)">',
        "<style>@import 'https://example.org/a.css';</style>",
        '<script src="http://example.org/a.js"></script>',
        '<iframe src="https://example.org"></iframe>',
        '<link rel="stylesheet" href="https://example.org/a.css">',
    ],
)
def test_a_slide_that_needs_the_network_is_refused(tag: str, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"x\.py loads (https?:)?//example\.org.*network"):
        pictures(f"<p>{tag}</p>", tmp_path, "x.py")


def test_links_code_and_embedded_pictures_are_no_loads(tmp_path: Path) -> None:
    page = (
        '<a href="https://example.org">there</a><code>src="https://example.org/a.js"</code>'
        '<img src="data:image/png;base64,AA"><svg><use href="#arrow"/></svg>'
    )
    assert pictures(page, tmp_path, "x.py") == {}


@pytest.mark.parametrize("name", ["missing.png", "../outside.png", "/etc/hostname"])
def test_a_picture_has_to_lie_beside_the_source(name: str, tmp_path: Path) -> None:
    (tmp_path / "outside.png").write_bytes(b"")
    (tmp_path / "lesson").mkdir()
    with pytest.raises(CourseError, match=r"shows .*, which does not lie beside"):
        pictures(f'<img src="{name}">', tmp_path / "lesson", "x.py")


# Into its folder

SMALL: Deck = {INDEX: b"one", Path("katex/fonts/a.woff2"): b"two"}


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_a_deck_is_written_whole_and_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "deck"
    assert write_deck(SMALL, folder) == folder / "index.html"
    first = files(folder)
    assert write_deck(SMALL, folder) == folder / "index.html"
    assert files(folder) == first
    write_deck({INDEX: b"three"}, folder)
    assert files(folder)["index.html"] == b"three"
    assert set(files(folder)) == {"index.html", "deck.json"}
    assert [path.name for path in folder.parent.iterdir()] == ["deck"]


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    write_deck(SMALL, tmp_path)
    assert (tmp_path / "index.html").read_bytes() == b"one"


@pytest.mark.parametrize("ours", [True, False])
def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, ours: bool) -> None:
    folder = tmp_path / "deck"
    if ours:
        write_deck(SMALL, folder)
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "config").write_text("mine")
    before = files(tmp_path)
    with pytest.raises(CourseError, match=r"deck holds \.git.config, which is not of a deck"):
        write_deck({INDEX: b"three"}, folder)
    assert files(tmp_path) == before


def test_a_file_is_no_folder_for_slides(tmp_path: Path) -> None:
    (tmp_path / "deck").write_text("mine")
    with pytest.raises(CourseError, match=r"deck is a file\. Name a folder"):
        check_target(tmp_path / "deck")


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CourseError, match=r"cannot be written to .*deck: .*Nothing was changed"):
        write_deck(SMALL, tmp_path / "file" / "deck")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(CourseError, match="Permission denied"):
            write_deck(SMALL, tmp_path / "deck")
    finally:
        tmp_path.chmod(0o700)


def test_an_old_deck_stays_when_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "deck"
    write_deck(SMALL, folder)
    before, replace = files(tmp_path), os.replace

    def fails(source: Path, target: Path) -> None:
        if Path(source).name == "new":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(CourseError, match="No space left on device"):
        write_deck({INDEX: b"three"}, folder)
    assert files(tmp_path) == before


# What is borrowed


def test_every_borrowed_file_is_what_its_source_says() -> None:
    sources = json.loads(SOURCES.read_text(encoding="utf-8"))
    for package, source in sources.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", source["version"])
        assert source["license"] == "MIT"
        assert "LICENSE" in source["files"]
        for name, found in source["files"].items():
            assert checksum(VENDORED / package / name) == found["sha256"], name
    listed = {path for package in sources for path in vendored(package)} | {SOURCES}
    assert {path for path in VENDORED.rglob("*") if path.is_file()} == listed


# The live deck


def test_settings_start_as_the_users_and_leave_them_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    theme = own / "@jupyterlab" / "apputils-extension" / "themes.jupyterlab-settings"
    keys = own / "@jupyterlab" / "shortcuts-extension" / "shortcuts.jupyterlab-settings"
    keys.parent.mkdir(parents=True)
    theme.parent.mkdir(parents=True)
    theme.write_text('{"theme": "JupyterLab Dark"}')
    keys.write_text('{ // mine\n "shortcuts": [{"command": "mine"}], }')
    before = files(own)
    monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(own))
    made = settings.write_settings(tmp_path / "made")
    assert files(own) == before
    assert (made / theme.relative_to(own)).read_text() == theme.read_text()
    shortcuts = json.loads((made / keys.relative_to(own)).read_text())["shortcuts"]
    assert shortcuts[0] == {"command": "mine"}
    assert ["PageDown"] in [shortcut.get("keys") for shortcut in shortcuts]
    plugin = made / "jupyterlab-slideshow" / "plugin.jupyterlab-settings"
    assert json.loads(plugin.read_text()) == {"active": True}


def test_the_live_deck_folds_code_and_numbers_its_slides(small: Course) -> None:
    notebook = deck_of(source_of(small), "91_small.py")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [new_output("stream", text="8\n")]
    dress(notebook, '91 "Small" slides')
    folded = [
        cell.metadata.jupyter.source_hidden for cell in notebook.cells if cell.cell_type == "code"
    ]
    assert folded == [True, True, True, False, True, True]  # one is tagged show-input
    text = nbformat.writes(notebook)
    assert all(f"{number} / 3" in text for number in (1, 2, 3))
    assert r"\\\"Small\\\"" in text
    assert "slideshow" not in notebook.cells[-1].metadata  # "-": JupyterLab knows only no mark
    nbformat.validate(notebook)


@pytest.mark.parametrize("package", ["jupyterlab", "jupyterlab_slideshow"])
def test_a_missing_package_is_named(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *more: None if name == package else find_spec(name, *more),
    )
    with pytest.raises(CourseError, match=rf"{package.replace('_', '-')}, which.*pip install"):
        check_packages()


def test_a_port_in_use_is_told_before_anything_runs(small: Course) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind((HOST, 0))
        listener.listen()
        with pytest.raises(CourseError, match="cannot be used"):
            show_live(small.lesson("91"), listener.getsockname()[1], browser=False)


# The command


@pytest.fixture
def microkit(run_command, small: Course, monkeypatch: pytest.MonkeyPatch):
    """Return `microkit slides` in a small course."""
    monkeypatch.chdir(small.root)
    return partial(run_command, "slides")


def test_the_command_writes_into_build_by_itself(microkit, small: Course, deck: Deck) -> None:
    code, out, err = microkit("91", "--html")
    assert (code, err) == (0, "")
    folder = small.root / "build" / "slides" / "91_small"
    assert str(folder / "index.html") in out
    assert (folder / "index.html").read_bytes() == deck[INDEX]
    shutil.rmtree(small.root / "build")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("42", "--html"), "There is no lesson '42'"),
        (("91", "out"), "A folder is for slides as files: microkit slides 91 --html out"),
        (("91", "--html", "solutions"), "solutions holds 91_small"),
    ],
)
def test_bad_input_is_one_sentence(microkit, small: Course, arguments, said: str) -> None:
    before = files(small.root)
    code, out, err = microkit(*arguments)
    assert (code, out) == (1, "")
    assert said in err
    assert err.count("\n") == 1
    assert files(small.root) == before


def test_every_slide_of_the_finished_lessons_can_be_made() -> None:
    for lesson in PROJECT.lessons:
        if lesson.solution.is_file():
            notebook = deck_of(read_source(lesson.source, exercise_points), lesson.source.name)
            assert sum(slide_type(cell) == "slide" for cell in notebook.cells) >= 3
