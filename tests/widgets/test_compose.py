import pytest

from microkit.widgets.base import HERE
from microkit.widgets.compose import compose


@pytest.mark.parametrize("name", ["graph_view.js", "op_bench.js"])
def test_a_widget_is_one_small_module(name):
    module = compose(HERE / name)

    assert "import " not in module
    assert module.count("export ") == 1
    assert len(module.encode()) < 25_000


def test_each_part_stands_once_and_before_what_uses_it(tmp_path):
    (tmp_path / "one.js").write_text("// why\nexport const one = 1;\n")
    (tmp_path / "two.js").write_text(
        'import { one } from "./one.js";\nexport const two = one + one;\n'
    )
    (tmp_path / "main.js").write_text(
        'import { two } from "./two.js";\nimport {\n  one,\n} from "./one.js";\n'
        "/** Why. */\nexport default one + two; // stays\n"
    )

    assert compose(tmp_path / "main.js").split("\n") == [
        "const one = 1;",
        "const two = one + one;",
        "export default one + two; // stays",
        "",
    ]


def test_an_import_that_it_does_not_know_is_an_error(tmp_path):
    (tmp_path / "main.js").write_text('import * as d3 from "https://d3js.org";\n')

    with pytest.raises(ValueError, match=r"main\.js imports in a form"):
        compose(tmp_path / "main.js")


@pytest.mark.parametrize("name", ["graph_view.js", "op_bench.js"])
def test_the_parts_also_load_as_they_are(page, name):
    def serve(route):
        path = HERE / route.request.url.removeprefix("http://microkit.test/")
        headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript"}
        route.fulfill(body=path.read_text(encoding="utf-8"), headers=headers)

    page.route("http://microkit.test/**", serve)
    address = f"http://microkit.test/{name}"

    assert page.evaluate("async (at) => typeof (await import(at)).default.render", address) == (
        "function"
    )
    page.unroute("http://microkit.test/**")


def test_nothing_is_fetched():
    for path in HERE.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert "fetch(" not in text
        assert "innerHTML" not in text
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
