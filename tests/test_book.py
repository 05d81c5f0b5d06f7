"""The built book is complete, whole, and asks no other host for anything (`make test` builds it first)."""

import functools
import inspect
import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import build_book
import pytest
import topics
from book_pages import formula_index, mathematics, print_pages, proofs
from fontTools.ttLib import TTFont
from notebook_files import ROOT

PAGES = build_book.pages()
LOADING = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
    "embed": "src",
    "form": "action",
}
CONTENT_NETWORKS = (
    "unpkg.com",
    "jsdelivr.net",
    "cdnjs.",
    "googleapis.com",
    "gstatic.com",
    "require.js",
    "html-manager",
)
each_page = pytest.mark.parametrize("page", PAGES)


class Elements(HTMLParser):
    """The elements of a page with their attributes, the ids that can be linked to, and the styles."""

    def __init__(self, text):
        super().__init__()
        self.found, self.ids = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.found.append((tag, attributes))
        self.ids.update(attributes.get(name) for name in ("id", "name"))

    def all(self, tag):
        """The attributes of the elements with this tag."""
        return [attributes for found, attributes in self.found if found == tag]


@pytest.fixture(scope="module")
def texts(built_book):
    """The pages of the table of contents, as text."""
    return {page: (built_book / f"{page}.html").read_text(encoding="utf-8") for page in PAGES}


@pytest.fixture(scope="module")
def parsed(texts):
    """The pages of the table of contents, as elements."""
    return {page: Elements(text) for page, text in texts.items()}


@each_page
def test_page_is_built_without_an_error(texts, page):
    assert "<h1>" in texts[page]
    for mark in (
        "Traceback (most recent call last)",
        "Execution Failed",
        "system-message",
        "Unknown interpreted",
    ):
        assert mark not in texts[page]


def foreign(address):
    """Whether an address names a host."""
    return bool(urlsplit(address).netloc)


@each_page
def test_page_loads_nothing_from_another_host(parsed, page):
    loaded = [
        attributes.get(LOADING[tag]) or ""
        for tag, attributes in parsed[page].found
        if tag in LOADING and attributes.get("rel") not in {"canonical", "license"}
    ]
    assert loaded
    assert [address for address in loaded if foreign(address)] == []


@each_page
def test_page_names_no_content_network(texts, page):
    for host in CONTENT_NETWORKS:
        assert host not in texts[page]


def test_styles_load_nothing_from_another_host(built_book):
    for path in built_book.glob("_static/**/*.css"):
        addresses = re.findall(r"(?:url\(|@import\s)\s*[\"']?([^\"')\s;]+)", path.read_text(encoding="utf-8"))
        assert [address for address in addresses if foreign(address)] == [], path


@each_page
def test_formulas_are_drawn_and_load_no_script(texts, page):
    formulas = len(re.findall(r'<(?:span|div) class="[^"]*\bmath\b', texts[page]))
    assert texts[page].count("<mjx-container") >= formulas
    assert texts[page].count("<mjx-assistive-mml") == texts[page].count("<mjx-container")
    shown = mathematics.PIECE.sub(" ", texts[page].split("<body", 1)[1])
    assert not mathematics.FORMULA.search(shown)
    assert not re.search("mathjax", " ".join(re.findall(r"<script[^>]*>", texts[page])), re.IGNORECASE)


def drawn_characters(text):
    """The characters of formulas: MathJax's name of each, with the class that chooses its font."""
    return set(re.findall(r'<mjx-c class="(mjx-c[0-9A-F]+)(?: (TEX-[\w-]+))?"', text))


@functools.cache
def mathematics_fonts(built_book):
    """For each font family of formulas, the characters that its file draws."""
    folder, style = built_book / "_static" / "mathematics", style_of(built_book)
    faces = re.findall(r'font-family: ?(MJX[\w-]+);\s*src: ?url\("mathematics/([^"]+)"\)', style)
    return {family: set(TTFont(folder / name).getBestCmap() or {}) for family, name in faces}


def characters_without_a_glyph(text, built_book):
    """What the formulas of a page draw, less what the rules and the cut fonts of the book have."""
    rules = dict(
        re.findall(
            r'\n((?:\.[\w-]+)+|[\w-]+(?:\.[\w-]+)+)::before\{[^}]*content: "((?:\\.|[^"])*)"',
            style_of(built_book),
        )
    )
    fonts, lacking = mathematics_fonts(built_book), []
    for name, font in sorted(drawn_characters(text)):
        selector = f"mjx-c.{name}" + f".{font}" * bool(font)
        content = rules.get(selector)
        codes = [
            int(code, 16) if code else ord(plain) for code, plain in mathematics.ESCAPE.findall(content or "")
        ]
        if content is None or not set(codes) <= fonts[f"MJX{font}" if font else "MJXTEX"]:
            lacking.append(selector)
    return lacking


@each_page
def test_every_character_of_a_formula_is_in_the_cut_fonts(texts, built_book, page):
    assert characters_without_a_glyph(texts[page], built_book) == []


def test_a_character_that_the_cut_fonts_lack_is_found(texts, built_book):
    drawn = "".join(texts.values())
    assert len(drawn_characters(drawn)) > 100
    for formula in (r"\mathfrak{Q}", r"\eth", r"\mathbf{\Xi}"):
        assert characters_without_a_glyph(mathematics.drawn(formula), built_book)


def test_fonts_of_formulas_are_small_and_come_with_their_licence(built_book):
    folder = built_book / "_static" / "mathematics"
    assert "SIL Open Font License" in (folder / "LICENSE.txt").read_text(encoding="utf-8")
    fonts = list(folder.glob("*.woff"))
    assert len(fonts) >= 4 and sum(path.stat().st_size for path in fonts) < 100_000
    for path in (path for path in fonts if path.name != "MathJax_Zero.woff"):
        # The licence keeps the old names for the whole fonts.
        names = [str(one) for one in TTFont(path)["name"].names if one.nameID in {1, 4, 6}]
        assert names and not any("MathJax" in name for name in names)


def test_formula_that_is_not_understood_is_named():
    with pytest.raises(
        ValueError, match=r"not understood \(Error: Undefined control sequence \\foo\): \\foo"
    ):
        mathematics.drawn(r"\foo{1}")


def test_code_and_scripts_are_no_formulas():
    kept = r"<body><code>\(x\)</code><script>a = '\(x\)'</script><p title='\(x\)'>plain</p>"
    assert mathematics.with_formulas(kept) == kept
    drawn = mathematics.with_formulas(r"<p>\(a &lt; b\)</p><div>\[x\]</div>")
    assert drawn.count("<mjx-container") == 2 and drawn.count('display="true"') >= 1
    assert "<mo>&lt;</mo>" in drawn


@each_page
def test_page_loads_only_what_it_uses(parsed, texts, page):
    sources = [script.get("src", "") for script in parsed[page].all("script")]
    assert len([link for link in parsed[page].all("link") if link.get("rel") == "stylesheet"]) == 1
    unused = "fontawesome|searchindex|thebe|require|mathjax"
    assert [source for source in sources if re.search(unused, source)] == []


@each_page
def test_page_is_dark_from_the_start_where_the_reader_wants_it(texts, page):
    head, late = texts[page].split("</head>")[0], 'getItem("theme") || "auto"'
    assert "prefers-color-scheme: dark" in head and late not in head


def test_search_page_has_its_index(built_book):
    assert "searchindex.js" in (built_book / "search.html").read_text(encoding="utf-8")


def icons_drawn(built_book):
    """The characters that the icon font draws."""
    return set(TTFont(built_book / "_static" / "icons" / "icons.woff").getBestCmap())


def style_of(built_book):
    """The one style sheet."""
    (path,) = (built_book / "_static").glob("book.*.css")
    return path.read_text(encoding="utf-8")


def test_every_icon_of_a_page_is_drawn(texts, built_book):
    shown = dict(re.findall(r'\.(fa-[\w-]+):before\{content:"([^"]+)"\}', style_of(built_book)))
    icons = [tag for text in texts.values() for tag in re.findall(r'<i class="([^"]*fa-[^"]*)"', text)]
    assert icons
    for classes in icons:
        codes = [shown[name] for name in classes.split() if name in shown]
        assert len(codes) == 1, classes
        assert int(codes[0].lstrip("\\"), 16) in icons_drawn(built_book), classes


def test_every_icon_of_a_box_is_drawn(built_book):
    codes = re.findall(r'--box-icon: ?"\\([0-9a-f]+)"', style_of(built_book))
    assert len(set(codes)) >= 10
    assert {int(code, 16) for code in codes} <= icons_drawn(built_book)


def test_icons_come_with_their_licence(built_book):
    text = (built_book / "_static" / "icons" / "LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL Open Font License" in text and "Fonticons" in text


@each_page
def test_every_picture_knows_its_size(parsed, page):
    for picture in parsed[page].all("img"):
        assert int(picture["width"]) > 50 and int(picture["height"]) > 50, picture
        assert ("loading" in picture) == ("cover" not in (picture.get("class") or "")), picture


# The word with which the title of a box begins; the notes of Sphinx have their own.
KINDS = {
    "definition": "Definition",
    "claim-check": "Claim check",
    "mistake": "Common mistake",
    "decision": "Decision",
    "case": "Case",
    "discussion": "Discussion",
    "group-task": "Group task",
    "lab": "Lab",
    "optional": "Optional",
    "question": "Question",
    "quiz": "Quiz",
}
IN_CHINESE = {"mistake": "常见错误", "decision": "决策"}


@each_page
def test_box_is_of_a_known_kind_and_says_it(texts, page):
    found = re.findall(
        r'<div class="((?:[\w-]+ )*admonition(?: [\w-]+)*)">\s*<p class="admonition-title">(.*?)</p>',
        texts[page],
    )
    for classes, title in found:
        kinds = [name for name in classes.split() if name in KINDS]
        if not {"note", "tip", "warning", "seealso", "important"} & set(classes.split()):
            assert len(kinds) == 1, (classes, title)
            known = IN_CHINESE if page.startswith("zh/") else KINDS
            assert title.startswith(known[kinds[0]]), title


def test_every_kind_of_box_has_its_look_on_the_page_and_in_print(built_book):
    assert set(print_pages.BOXES) == set(KINDS)
    written = (ROOT / "_static" / "custom.css").read_text(encoding="utf-8")
    for kind in KINDS:
        assert f".{kind}" in written
        assert f":class: {kind}" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8") or kind in {
            "question",
            "quiz",
        }


@each_page
def test_every_picture_has_alt_text(parsed, page):
    for picture in parsed[page].all("img"):
        alt = picture.get("alt", "")
        assert len(alt) > 10, picture
        assert "_images/" not in alt and not alt.endswith(".png"), picture


@each_page
def test_no_widget_view_is_shown(texts, page):
    assert "widget-view" not in texts[page]
    assert "interactive(children" not in texts[page]


@functools.cache
def ids_of(path):
    """The anchors of a page."""
    return Elements(path.read_text(encoding="utf-8")).ids


@pytest.mark.parametrize("page", [*PAGES, "genindex", "search"])
def test_internal_links_resolve(built_book, page):
    for link in Elements((built_book / f"{page}.html").read_text(encoding="utf-8")).all("a"):
        address = urlsplit(link.get("href") or "")
        if address.scheme or address.netloc or not (address.path or address.fragment):
            continue
        target = (built_book / f"{page}.html").parent / unquote(address.path)
        target = target.resolve() if address.path else built_book / f"{page}.html"
        assert target.is_file(), link
        if address.fragment and target.suffix == ".html":
            assert unquote(address.fragment) in ids_of(target) | {""}, link


def test_first_page_leads_into_the_book(built_book):
    assert "intro.html" in (built_book / "index.html").read_text(encoding="utf-8")


def formula_names(topic=None):
    """The formulas of a topic, or all, as the index names them."""
    found = formula_index.formulas(topic)
    return [formula_index.short_name(module, member) for module in found for member in found[module]]


def test_formula_index_lists_every_formula(texts):
    assert len(formula_names()) > 100
    for name in formula_names():
        assert f">{name}<" in texts["reference/formula-index"]


@pytest.mark.parametrize("topic", topics.pages())
def test_formulas_have_equation_number_and_proof(texts, topic):
    page = texts[f"reference/formulas/{topic}"]
    members = [member for members in formula_index.formulas(topic).values() for member in members]
    assert members and [m.__qualname__ for m in members if f">{m.__qualname__}<" not in page] == []
    assert page.count("<em>Worked number</em>") >= sum("." not in m.__qualname__ for m in members)
    assert len(re.findall(r'<div class="math', page)) >= sum(map(formula_index.states_equation, members))


def _first(numbers):
    return numbers[0]


def _second(numbers):
    return numbers[1]


def _last(numbers):
    return numbers[-1]


def by_comprehension(tables):
    """Helpers in a comprehension, a function inside and a lambda: some Pythons compile these apart."""

    def inside(numbers):
        return _second(numbers)

    return [_last(table) for table in tables], sorted(tables, key=lambda table: _first(table)), inside


def test_helpers_are_found_wherever_a_function_calls_them_in_the_order_of_the_source():
    assert formula_index.helpers(by_comprehension) == [_second, _last, _first]


def test_the_code_of_a_formula_shows_every_helper_of_its_module_that_it_calls():
    for members in formula_index.formulas().values():
        for member in filter(inspect.isfunction, map(inspect.unwrap, members)):
            body = formula_index.part_of_source(member).split("):\n", 1)[-1]
            called = {member.__globals__.get(name) for name in re.findall(r"\b(_\w+)\(", body)}
            own = {one for one in called if getattr(one, "__module__", None) == member.__module__}
            assert {one for one in own if inspect.isfunction(one)} <= set(formula_index.helpers(member)), (
                member
            )


def test_every_formula_is_proved_by_a_test_that_names_it():
    pairs = [(module, member) for module, members in formula_index.formulas().items() for member in members]
    unproved = [
        formula_index.short_name(module, member)
        for module, member in pairs
        if "." not in member.__qualname__ and not proofs.tests_of(module, member.__name__)[1]
    ]
    assert unproved == []


def test_data_dictionary_lists_every_file_and_column(texts):
    package = json.loads((ROOT / "datasets" / "datapackage.json").read_text(encoding="utf-8"))
    page = texts["reference/data-dictionary"]
    for resource in package["resources"]:
        assert f"datasets/{resource['path']}" in page
        for field in resource["schema"]["fields"]:
            assert f">{field['name']}<" in page, field


def glossary():
    """The entries of the glossary: their terms and their definition."""
    text = (ROOT / "reference" / "glossary.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\{glossary\}\n(.*?)```", text, flags=re.DOTALL)
    entries = [entry for block in blocks for entry in block.strip().split("\n\n")]
    return [([line for line in entry.split("\n") if not line.startswith(" ")], entry) for entry in entries]


def test_glossary_is_bilingual():
    assert len(glossary()) >= 50
    for terms, entry in glossary():
        assert re.search(r"[a-zA-Z]", terms[0]), entry
        assert re.search(r"[\u4e00-\u9fff]", entry), entry


def test_glossary_defines_each_term_once():
    terms = [term for terms, _ in glossary() for term in terms]
    assert len(terms) == len(set(terms))


def test_every_question_is_shown_on_the_exercise_page(texts):
    for page in (page for page in PAGES if page.startswith("exercises/")):
        notebook = json.loads((ROOT / f"{page}.ipynb").read_text(encoding="utf-8"))
        sources = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
        asked = [source for source in sources if re.search(r"\bask\(", source)]
        assert texts[page].count('class="question admonition"') >= len(asked) > 0
