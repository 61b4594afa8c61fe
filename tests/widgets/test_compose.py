import re

import pytest

from microkit.widgets.base import HERE, STYLES
from microkit.widgets.compose import compose, styles
from microkit.widgets.squeeze import squeeze

WIDGETS = sorted(path.name for path in HERE.glob("*.js"))


@pytest.mark.parametrize("name", WIDGETS)
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
        "/** Why. */\nexport default one + two; // why\n"
    )

    assert compose(tmp_path / "main.js") == ("let one=1,two=one+one;export default one+two;\n")


def test_what_nobody_uses_stays_behind(tmp_path):
    (tmp_path / "parts.js").write_text(
        "export const one = 1;\nconst unused = 5;\n/** Two. */\nexport function two() {\n"
        "  return one + one;\n}\nexport const three = () => unused;\n"
    )
    (tmp_path / "main.js").write_text('import { two } from "./parts.js";\nexport default two;\n')

    assert compose(tmp_path / "main.js") == (
        "let one=1;function two(){return one+one}export default two;\n"
    )


def test_no_two_parts_define_the_same_name():
    defined = {}
    for path in sorted((HERE / "shared").glob("*.js")):
        text = path.read_text(encoding="utf-8")
        names = re.findall(r"^(?:export )?(?:const|function|class) (\w+)", text, re.MULTILINE)
        assert not set(names) & set(defined), f"{path.name}: {set(names) & set(defined)}"
        defined.update(dict.fromkeys(names, path.name))
    for name in WIDGETS:
        text = (HERE / name).read_text(encoding="utf-8")
        own = re.findall(r"^(?:const|function|class) (\w+)", text, re.MULTILINE)
        assert not set(own) & set(defined), name


def test_a_function_that_is_returned_stays_apart_from_the_word_before():
    assert squeeze("return (x) => x;") == "return x=>x;"
    assert squeeze("go((x) => x);") == "go(x=>x);"


@pytest.mark.parametrize(
    ("source", "short"),
    [
        ("f = (a) => (a ? b : c);", "f=a=>a?b:c;"),
        ("go((a) => (b = a), [(c) => (d(a, c))]);", "go(a=>b=a,[c=>d(a,c)]);"),
        ("f = () => ({ a });", "f=()=>({a});"),
        ("f = () => (a, b);", "f=()=>(a,b);"),
        ("f = () => (a ? b : c)(d);", "f=()=>(a?b:c)(d);"),
        ("f = () => (a)\nlet b;", "f=()=>(a)\nlet b;"),
    ],
)
def test_an_arrow_goes_without_parentheses_where_it_can(source, short):
    assert squeeze(source) == short


def test_an_import_that_it_does_not_know_is_an_error(tmp_path):
    (tmp_path / "main.js").write_text('import * as d3 from "https://d3js.org";\n')

    with pytest.raises(ValueError, match=r"main\.js imports in a form"):
        compose(tmp_path / "main.js")


@pytest.mark.parametrize("name", WIDGETS)
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


def test_a_widget_brings_the_styles_that_it_uses_and_no_others():
    module = compose(HERE / "op_bench.js")
    css = styles(STYLES.read_text(encoding="utf-8"), module)

    assert ".mk{" in css
    assert ".mk-wire{" in css
    assert ".mk-player" not in css
    assert "/*" not in css
    assert css.count("{") == css.count("}")
    assert styles("@media print { .mk { top: 0; } }\n", module) == "@media print{.mk{top: 0;}}"
    assert styles("@media print { .mk-player { top: 0; } }\n", module) == ""


def test_every_style_has_a_use():
    modules = "".join(path.read_text(encoding="utf-8") for path in HERE.rglob("*.js"))
    sheet = re.sub(r"/\*.*?\*/", "", STYLES.read_text(encoding="utf-8"), flags=re.DOTALL)

    used = set(re.findall(r"mk-[\w-]+", modules))
    assert set(re.findall(r"\.(mk-[\w-]+)", sheet)) - used == set()
