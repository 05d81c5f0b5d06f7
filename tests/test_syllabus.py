"""The syllabus names what the book has, says what is open, and forgets no section."""

import dataclasses
import json
import re

import gaps
import pytest
import topics
import yaml
from book_pages import claim_checks, course, syllabus
from notebook_files import ROOT, notebooks_of

from crmlib.workbook import question

CHAPTERS = {number: one for number, one in course.chapters().items() if not gaps.gaps(one.name)}
NAMED = {chapter.name: chapter for chapter in CHAPTERS.values()}
POINTS = syllabus.every_point()
ORDER = ["course", *map(str, range(1, 18)), "reference"]
HAS = {"formula": "formulas", "exercise": "questions", "lab": "labs", "claim": "claims"}
LAB = re.compile(r"\blab\(\s*[\"']([^\"']+)[\"']")
FILE = "reference/syllabus.toml"


def source(path):
    """All that the cells of a notebook say, ask and show."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    shown = (json.dumps(cell.get("outputs", []), ensure_ascii=False) for cell in cells)
    return "\n".join(["".join(cell["source"]) for cell in cells] + list(shown))


SOURCES = {name: "\n".join(map(source, notebooks_of(name))) for name in NAMED}
EXERCISES = {id for path in ROOT.glob("exercises/*/*.ipynb") for id in course.CHECK.findall(source(path))}
PAGES = set(re.findall(r"file: *reference/(\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8")))
LABELS = {f"{name}#{label}" for name, chapter in NAMED.items() for label in syllabus.titles(chapter)}


def faults(point):
    """What is wrong with a point of the syllabus, in sentences that say what to do."""
    return [
        f"{point.id}: {sentence}"
        for check in (standing, places, formulas, questions, labs_and_claims, asked_for, terms, arrived)
        for sentence in check(point)
    ]


def standing(point):
    if not (point.sections or point.pages or point.open):
        yield f"say in sections or pages where it stands, or in open what is missing ({FILE})."


def places(point):
    for label in point.sections:
        if label not in LABELS:
            yield f"no chapter has a section {label}; write a chapter's name, # and the label of a heading."
    for page in point.pages:
        if page not in PAGES:
            yield f"_toc.yml lists no page reference/{page}; name one that is in the book."


def formulas(point):
    for name in point.formulas:
        module, _, member = name.rpartition(".")
        if module not in topics.walked() or member not in topics.own(module):
            yield f"crmlib has no {name}; write a module of reference/topics.toml and one of its names."
        elif not point.open and not re.search(rf"\b{member}\b[(.]", words_of(point)):
            yield f"none of its chapters calls {name}; take it out, or say in open that none does yet."


def words_of(point):
    """The text, code and outputs of the chapters and pages where a point stands."""
    parts = {section.partition("#")[0] for section in point.sections}
    texts = [SOURCES.get(name, "") for name in sorted(parts)]
    paths = [path for page in point.pages for path in ROOT.glob(f"reference/{page}.*")]
    return "\n".join([*texts, *(path.read_text(encoding="utf-8") for path in paths)])


def questions(point):
    for id in point.questions:
        try:
            section = question(id).section
        except KeyError as error:
            yield f"{error}; write the id of a question of a bank."
        else:
            if section not in point.sections:
                yield f"the question {id} belongs to {section}; name that section, or take the question out."


def labs_and_claims(point):
    chapters = [NAMED[name] for name in {one.partition("#")[0] for one in point.sections} & NAMED.keys()]
    boxes = [box for chapter in chapters for box in chapter.boxes]
    labs = {id for chapter in chapters for id in LAB.findall(SOURCES[chapter.name])}
    titles = {box.title for box in boxes if box.kind == "Lab"}
    for lab in point.labs:
        if lab not in labs | titles:
            yield f'its chapters have no lab "{lab}"; write the id in lab("..."), or the title of a box Lab.'
    claims = {(box.title, f"{chapter.name}#{box.section}") for chapter in chapters for box in chapter.boxes}
    for title in point.claims:
        if not any((title, section) in claims for section in point.sections):
            yield f"none of its sections has a claim check {title}; write the title of the box as it stands."


def asked_for(point):
    said = f"{point.open} {point.thin}".lower()
    for wanted in point.asks:
        found = getattr(point, HAS[wanted]) if wanted in HAS else ()
        if wanted not in HAS:
            yield f"asks for {wanted}; it can ask for {', '.join(HAS)}."
        elif re.search(rf"\b{wanted}\b", said):
            continue
        elif not found:
            yield f'asks for "{wanted}": name one in {HAS[wanted]}, or write in open that it is missing.'
        elif wanted == "exercise" and not EXERCISES & set(found):
            yield "its questions are quizzes; name one of an exercise, or write in thin that it is missing."


def terms(point):
    if point.sections and not point.open:
        seen = words_of(point)
        for term in filter(None, re.split("[、；：]", point.terms)):
            if term not in seen:
                yield f"the term {term} occurs in none of its chapters; use it there, or say so in open."


def arrived(point):
    for number in re.findall(r"[Cc]hapter (\d+) is to come", point.open):
        if int(number) in CHAPTERS:
            yield f"chapter {number} has come: name its sections, and say in open only what is still missing."


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.id)
def test_a_point_names_what_the_book_has(point):
    assert not (found := faults(point)), "\n".join(found)


# The same checks on points made wrong -------------------------------------------------------------

WHOLE = next(point for point in POINTS if point.id == "1.six-sigma")
WRONG = [
    ({"sections": [], "formulas": [], "questions": []}, "say in sections or pages where it stands"),
    ({"sections": ["01-relationships#relationships-seven-sigma"]}, "no chapter has a section"),
    ({"sections": ["02-customer-value#relationships-six-sigma"]}, "no chapter has a section"),
    ({"pages": ["syllabus-of-syllabuses"]}, "lists no page"),
    ({"formulas": ["value.dpmoo"]}, "crmlib has no value.dpmoo"),
    ({"formulas": ["valued.dpmo"]}, "crmlib has no valued.dpmo"),
    ({"formulas": ["health.auc"]}, "none of its chapters calls health.auc"),
    ({"questions": ["relationships.dpmi"]}, "did you mean 'relationships.dpmo'"),
    ({"questions": ["relationships.process"]}, "belongs to 01-relationships#relationships-crm"),
    ({"labs": ["value.lab-luck"]}, 'no lab "value.lab-luck"'),
    ({"claims": ['"keep rather than acquire"']}, "none of its sections has a claim check"),
    ({"formulas": []}, 'asks for "formula": name one'),
    ({"questions": []}, 'asks for "exercise": name one'),
    ({"asks": ["lab"]}, 'asks for "lab": name one'),
    ({"asks": ["claim"]}, 'asks for "claim": name one'),
    ({"asks": ["essay"]}, "it can ask for formula, exercise, lab, claim"),
    (
        {"questions": ["relationships.more-orders"], "sections": ["01-relationships#relationships-loyal"]},
        "its questions are quizzes",
    ),
    ({"terms": "6σ、十西格玛"}, "the term 十西格玛 occurs in none"),
    ({"open": "Chapter 1 is to come."}, "chapter 1 has come"),
]


@pytest.mark.parametrize(("change", "sentence"), WRONG, ids=[sentence for _, sentence in WRONG])
def test_a_point_made_wrong_is_found(change, sentence):
    assert not faults(WHOLE)
    assert any(sentence in found for found in faults(dataclasses.replace(WHOLE, **change)))


def test_what_is_said_to_be_missing_may_be_missing():
    said = "No formula, no exercise, no lab, no claim check."
    point = syllabus.Point("99.a-point", "Something", asks=tuple(HAS), open=said)
    assert not faults(point)


# The whole ----------------------------------------------------------------------------------------


def test_the_chapters_follow_one_another():
    names = [chapter["name"] for chapter in syllabus.written()["chapters"]]
    assert names == ORDER, f"the chapters of {FILE} are {ORDER}, in this order"


@pytest.mark.parametrize("chapter", syllabus.written()["chapters"], ids=lambda chapter: chapter["name"])
def test_a_chapter_has_its_title_and_points_of_its_own(chapter):
    name, found = chapter["name"], syllabus.points(chapter)
    assert found, f"{FILE}: chapter {name} has no bullets"
    if name.isdigit() and int(name) in CHAPTERS:
        assert CHAPTERS[int(name)].title == f"{name}. {chapter['title']}", (
            f"{FILE}: give chapter {name} the title that _toc.yml gives it"
        )
    for point in found:
        assert re.fullmatch(rf"{name}\.[a-z0-9]+(-[a-z0-9]+)*", point.id), (
            f"{FILE}: {point.id} stands in chapter {name}; write the chapter, a dot, words with hyphens"
        )


def test_no_two_points_have_one_id():
    ids = [point.id for point in POINTS]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    assert not twice, f"{FILE}: give each of the points with the ids {twice} an id of its own"


def forgotten(chapter, named):
    """The sections of a chapter that take time in class and that are not named."""
    return [one.label for one in chapter.sections if f"{chapter.name}#{one.label}" not in named]


@pytest.mark.parametrize("chapter", CHAPTERS.values(), ids=lambda chapter: chapter.name)
def test_each_section_answers_a_point(chapter):
    named = {section for point in POINTS for section in point.sections}
    missing = forgotten(chapter, named | syllabus.written()["beyond"].keys())
    assert not missing, (
        f"{chapter.name}: no point of {FILE} names the sections {missing}. Name each where it belongs, "
        "or say in [beyond] why it is there."
    )
    assert forgotten(chapter, named - {f"{chapter.name}#{chapter.sections[0].label}"})


def test_what_goes_beyond_the_syllabus_is_there_and_has_a_reason():
    named = {section for point in POINTS for section in point.sections}
    for label, reason in syllabus.written()["beyond"].items():
        assert label in LABELS, f"{FILE}, beyond: no chapter has a section {label}; take it out"
        assert reason.strip(), f"{FILE}, beyond: say why {label} is there"
        assert label not in named, f"{FILE}, beyond: a point names {label}; take it out of [beyond]"


# The page -----------------------------------------------------------------------------------------


def test_the_page_shows_every_point_once():
    rows = [line for line in syllabus.page().splitlines() if line.startswith("| ")]
    for point in POINTS:
        begun = [row for row in rows if row.startswith(f"| {claim_checks.cell(point.bullet)} ")]
        assert len(begun) == 1, point.id
        assert begun[0].count(" | ") == 2, f"{point.id}: a cell holds a bar"


def test_a_row_by_hand():
    row = syllabus.row(dataclasses.replace(WHOLE, bullet="Late deliveries", terms="6σ", thin="Two numbers."))
    assert row == (
        "| Late deliveries (6σ) "
        "| [Six Sigma: how often a promise breaks](#relationships-six-sigma); "
        "[The sigma level, and its shift](#relationships-sigma); "
        "formulas [`value.dpmo`](#formula-value-dpmo), [`value.sigma_level`](#formula-value-sigma-level); "
        "questions `relationships.dpmo`, `relationships.sigma` "
        "| Thin. Two numbers. |"
    )


def test_labs_and_claims_are_counted():
    point = dataclasses.replace(WHOLE, formulas=[], questions=["value.luck"], labs=["a", "b"], claims=["c"])
    assert syllabus.stands(point)[2:] == ["question `value.luck`", "2 labs", "1 claim check"]


@pytest.mark.parametrize(
    ("name", "link"),
    [
        (
            "segmentation.concentration.gini",
            "[`concentration.gini`](#formula-segmentation-concentration-gini)",
        ),
        ("btyd.BetaGeoNBD", "[`btyd.BetaGeoNBD`](#formula-btyd-betageonbd)"),
        ("database.build", "`database.build`"),
    ],
)
def test_a_formula_is_shown_as_it_is_called(name, link):
    assert syllabus.formula_link(name) == link


def test_the_summary_counts():
    whole = dataclasses.replace(WHOLE, thin="", open="")
    found = [whole, dataclasses.replace(whole, thin="A line."), dataclasses.replace(whole, open="All.")]
    said = "The syllabus has 3 points. 2 stand in the book, 1 of them thin in one place; 1 are open"
    assert syllabus.summary(found).startswith(said)


def test_the_book_has_the_page_and_the_guide_links_to_it():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    reference = next(part for part in contents["parts"] if part["caption"] == "Reference")
    assert {"file": "reference/syllabus"} in reference["chapters"]
    assert "](syllabus.md)" in (ROOT / "reference" / "instructor-guide.md").read_text(encoding="utf-8")
