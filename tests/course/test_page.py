"""A notebook as one HTML file."""

import json
import re
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from support.slides import DOTS, small_course
from traitlets.config import Config

from microkit.course.errors import CourseError
from microkit.course.page import PageExporter
from microkit.course.page.write import check_file, make_page, write_page
from microkit.course.slides.loads import loads

CODE = """from microkit import Value
from microkit.widgets import GraphView, OpBench
GraphView(Value(2.0, label="price") * 3.0)"""


def save(folder: Path, *cells: str, name: str = "my work.ipynb") -> Path:
    """Write a notebook: a text that starts with # is Markdown, another is code."""
    made = [new_markdown_cell(c) if c.startswith(("#", "!")) else new_code_cell(c) for c in cells]
    path = folder / name
    nbformat.write(new_notebook(cells=made), path)
    return path


def state_of(page: str) -> dict:
    return json.loads(re.search(r'id="widgets"[^>]*>(.*?)</script>', page, re.DOTALL)[1])


def about(path: Path) -> dict:
    return {"metadata": {"name": path.stem, "path": str(path.parent)}}


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    (folder / "two dots.svg").write_text(DOTS, encoding="utf-8")
    return save(
        folder,
        "# Mine & yours\n\nThe slope of $x^2$ is $2x$.\n\n![Two dots](two%20dots.svg)",
        CODE,
        'print("</script>", 1 < 2)',
    )


@pytest.fixture(scope="module")
def page(notebook: Path) -> str:
    return make_page(notebook)


def test_everything_is_in_the_one_file(page: str) -> None:
    assert {address.partition(":")[0] for address in loads(page)} == {"data"}
    assert not re.search(r"<(script|link)[^>]*(src|href)=", page)
    assert "url(fonts/" not in page
    assert page.count("font/woff2") >= 20
    assert "data:image/svg+xml;base64," in page
    assert "<title>Mine &amp; yours</title>" in page


@pytest.mark.parametrize(
    "form",
    [
        '<img src="{}">',
        "<img src='{}'>",
        "<IMG SRC={} >",
        '<img\n  alt="1 > 0"\n  src = "{}"/>',
        "<div style='background: url({})'></div>",
        '<div style="background: url(&quot;{}&quot;)"></div>',
        "<style>\np {{ background: url('{}') }}\n</style>",
        "<svg><image href='{}'/></svg>",
    ],
)
def test_a_picture_is_put_in_however_it_is_named(form: str, tmp_path: Path) -> None:
    (tmp_path / "b&c.png").write_bytes(b"1")
    words = "<p title='b%26c.png'>b%26c.png (b%26c.png) 'b%26c.png' src='b%26c.png'</p>\n"
    page = words + form.format("b%26c.png") + words

    made = PageExporter().with_pictures(page, "mine", tmp_path)

    assert made.count(words) == 2
    assert "b%26c.png" not in made.replace(words, "")
    assert "data:image/png;base64,MQ==" in made


def test_code_outputs_and_widgets_are_there(page: str) -> None:
    assert "GraphView" in re.sub(r"<[^>]*>", "", page)
    assert "&lt;/script&gt; True" in page
    assert len(state_of(page)["models"]) == 1
    assert re.search(r'data-model="0">\s*<div[^>]*><svg', page)


def test_links_to_headings_work_and_headings_hold_no_links(tmp_path: Path) -> None:
    path = save(tmp_path, "# Plain\n\n[there](#What-`b`-&-say)", "#\n## What `b` & say")
    page = PageExporter().from_notebook_node(nbformat.read(path, 4), about(path))[0]
    assert '<h2 id="What-b-&amp;-say">What <code>b</code> &amp; say</h2>' in page
    assert "anchor-link" not in page


def test_the_notebook_stays_as_it_is(notebook: Path) -> None:
    before = notebook.read_bytes()
    make_page(notebook)
    assert notebook.read_bytes() == before
    assert {path.name for path in notebook.parent.iterdir()} == {notebook.name, "two dots.svg"}


def test_without_formulas_it_goes_without_katex(tmp_path: Path) -> None:
    path = save(tmp_path, "# Plain", "1 + 1")
    page = PageExporter().from_notebook_node(nbformat.read(path, 4), about(path))[0]
    assert "KaTeX_Main" not in page
    assert len(page) < 30_000


def test_a_notebook_that_was_not_run_shows_the_pictures_that_it_holds(notebook: Path) -> None:
    book = nbformat.read(notebook, 4)
    data = {
        "application/vnd.jupyter.widget-view+json": {"model_id": "a", "version_major": 2},
        "text/html": "<svg role='img'><title>A picture</title></svg>",
        "text/plain": "a picture",
    }
    book.cells[1].outputs = [nbformat.v4.new_output("display_data", data)]
    page = PageExporter().from_notebook_node(book, about(notebook))[0]
    assert "A picture" in page
    assert '"models": []' in page


@pytest.mark.parametrize("name", ["microkit", "microkit.course.page.PageExporter"])
def test_nbconvert_makes_the_same_page_by_the_exporters_name(
    name: str, notebook: Path, page: str
) -> None:
    exporter = get_exporter(name)
    running = exporter(config=Config({"ExecutePreprocessor": {"enabled": True}}))
    made, _ = running.from_filename(str(notebook))
    assert state_of(made) == state_of(page)
    assert len(made) == len(page)


def test_unfinished_work_becomes_a_page_too(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("microkit.course.execute.CELL_SECONDS", 1)
    said: list[str] = []
    page = make_page(save(tmp_path, "1 / 0", "while True: pass", "print(6 * 7)"), said.append)
    text = re.sub(r"<[^>]*>", "", page)
    assert said == [
        "Errors that the page shows: cell 1, which starts with `1 / 0`; "
        "cell 2, which starts with `while True: pass`."
    ]
    for part in ("ZeroDivisionError", "KeyboardInterrupt", "42"):
        assert part in text


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["![far](https://example.org/a.png)"], r"A cell of my work\.ipynb loads https://exa"),
        (["![gone](gone.png)"], r"my work\.ipynb shows gone\.png, which does not lie beside"),
    ],
)
def test_what_cannot_become_a_page_is_one_sentence(
    cells: list[str], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(CourseError, match=sentence):
        make_page(save(tmp_path, *cells))


@pytest.mark.parametrize("text", ["", "{}", "[1]", "not a notebook", '{"nbformat": 4}'])
def test_what_is_no_notebook_is_one_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=r"broken\.ipynb cannot be read as a notebook"):
        make_page(path)


# Into its file


def test_a_page_takes_the_place_of_an_older_one_and_of_nothing_else(
    page: str, tmp_path: Path
) -> None:
    file = tmp_path / "new" / "page.html"
    assert write_page(page, file) == file
    assert write_page(page, file) == file
    assert [path.name for path in file.parent.iterdir()] == ["page.html"]
    file.write_text("<p>Somebody's own</p>", encoding="utf-8")
    with pytest.raises(CourseError, match=r"page\.html was not made by this command"):
        write_page(page, file)
    assert file.read_text(encoding="utf-8") == "<p>Somebody's own</p>"


def test_a_folder_is_no_file_for_a_page(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"is a folder\. Name a file"):
        check_file(tmp_path)


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CourseError, match=r"cannot be written to .*page\.html: "):
        write_page("", tmp_path / "file" / "page.html")


# The command


@pytest.fixture
def microkit(run_command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Return `microkit page` in a small course."""
    monkeypatch.chdir(small_course(tmp_path / "course").root)
    return partial(run_command, "page")


def test_a_lesson_is_named_by_its_number(microkit) -> None:
    folder = Path("lessons", "91_small")
    folder.mkdir()
    save(folder, "# 91 Small", "1 + 1", name="91_small.ipynb")
    code, out, err = microkit("91")
    assert (code, err) == (0, "")
    assert "build/pages/91_small.html" in out
    assert "91 Small" in Path("build", "pages", "91_small.html").read_text(encoding="utf-8")


def test_a_lesson_runs_in_a_copy_beside_what_was_kept(microkit) -> None:
    folder, kept = Path("lessons", "91_small"), Path("lessons", "my_microkit")
    folder.mkdir()
    kept.mkdir()
    (kept / "engine.py").write_text("mine", encoding="utf-8")
    read = 'from pathlib import Path\nPath("../my_microkit/engine.py").read_text()'
    write = 'Path("../my_microkit/engine.py").write_text("spoilt"), Path("new").write_text("new")'
    save(folder, read, write, name="91_small.ipynb")
    assert microkit("91")[0] == 0
    page = Path("build", "pages", "91_small.html").read_text(encoding="utf-8")
    assert "'mine'" in page
    assert (kept / "engine.py").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in folder.iterdir()] == ["91_small.ipynb"]


def test_a_notebooks_page_lies_beside_it_or_where_it_is_asked_for(microkit) -> None:
    save(Path(), "# Mine", "1 + 1")
    assert microkit("my work.ipynb")[0] == 0
    assert Path("my work.html").is_file()
    assert microkit("my work.ipynb", "elsewhere/it.html")[0] == 0
    assert Path("elsewhere", "it.html").read_bytes() == Path("my work.html").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["42"], "There is no lesson '42'"),
        (["91"], "There is no notebook"),
        (["missing.ipynb"], "There is no notebook missing.ipynb"),
        (["lessons/README.md"], "lessons/README.md is not a notebook. Name a file that ends in"),
        (["91", "pyproject.toml"], "pyproject.toml was not made by this command"),
    ],
)
def test_bad_input_is_one_sentence(microkit, arguments: list[str], sentence: str) -> None:
    code, out, err = microkit(*arguments)
    assert (code, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1
