"""The instructor guide and the list of claims agree with the chapters and with the question banks."""

import json
import re
from types import SimpleNamespace

import gaps
import pytest
from book_pages import claim_checks, course, instructor_guide, timetables
from notebook_files import ROOT, notebooks_of

from crmlib.workbook import question
from crmlib.workbook.kinds.choice import Audit

GUIDE = (ROOT / "reference" / "instructor-guide.md").read_text(encoding="utf-8")
BEGUN = {number: chapter for number, chapter in course.chapters().items() if gaps.gaps(chapter.name)}
CHAPTERS = {number: chapter for number, chapter in course.chapters().items() if number not in BEGUN}
each_chapter = pytest.mark.parametrize("chapter", CHAPTERS.values(), ids=lambda chapter: chapter.name)
CLOSE = ("Key ideas", "Terms", "Common mistakes", "The manager's decision", "Case", "Discuss", "Group task")
NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?!\w)")
MISCONCEPTION = re.compile(
    r"^\| (?P<thought>[^|]+) \| (?P<gives>[^|]+) "
    r"\| \[[^]]+\]\(#(?P<label>[\w-]+)\), `(?P<question>[\w-]+)` \|$"
)
BANK = re.compile(r"section, and question of `(\w+)` \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def texts():
    """For each chapter all that a reader sees: words, code and outputs."""
    return {number: "\n".join(map(seen, notebooks_of(chapter.name))) for number, chapter in CHAPTERS.items()}


def seen(path):
    outputs = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        outputs += ["".join(cell["source"])]
        for output in cell.get("outputs", []):
            found = output.get("text") or output.get("data", {}).get("text/plain", "")
            outputs += ["".join(found)]
    return "\n".join(outputs)


def lacking(phrase, text):
    """The numbers of a phrase that a text does not have."""
    numbers = NUMBER.findall(phrase)
    return [n for n in numbers if not re.search(rf"(?<![\d.,]){re.escape(n)}(?!\d|[.,]\d)", text)]


# What is read from a chapter -----------------------------------------------------------------------

TEXT = """# A chapter

**You need before:** shares, chapters 2 and 4 to 6; [one table](03-data.ipynb) of chapter 3 helps.

**Time:** about 60 minutes; leave out the parts marked *optional* and it is about 45. The exercises take 100.

(first)=
## First

*Core, 16 minutes; the last two parts, 6 of them, are optional.*

### A part

*Optional, 4 minutes.*

(second)=
## Second

*Core, 14 minutes.*

:::{admonition} Optional: by operators, 4 minutes
:class: optional
Words.
:::

:::{admonition} Claim check: "A: B"
:class: claim-check
Kind: **Testable**. Words.
:::

(third)=
## Third (optional)

:::{admonition} Optional: more, 6 minutes
:class: optional
:::

(fourth)=
## Fourth

*Optional, 8 minutes.*

:::{admonition} Optional: the same, 8 minutes
:class: optional
:::

## Key ideas
"""


def test_minutes_by_hand():
    minutes = [(one.label, one.core, one.optional) for one in course.sections(TEXT)]
    assert minutes == [("first", 10, 10), ("second", 10, 4), ("third", 0, 6), ("fourth", 0, 8)]


def test_needs_by_hand():
    assert course.needed(TEXT) == ((2, 4, 5, 6), (3,))
    assert course.needed("**You need before:** contribution from chapter 2; chapter 7 helps.") == ((2,), (7,))
    assert course.needed("**You need before:** nothing but percentages.") == ((), ())
    assert course.needed("No such paragraph.") == ((), ())


def test_reading_time_by_hand():
    chapter = SimpleNamespace(
        words="**Time:** about 70 minutes with [more](05-clv-deeper.ipynb), and 60 without it."
    )
    assert course.reading_time(chapter) == (70, 60)
    assert course.reading_time(SimpleNamespace(words=TEXT)) == (60, 45)


def test_boxes_by_hand():
    box = course.boxes(TEXT)[1]
    assert (box.kind, box.title, box.section) == ("Claim check", '"A: B"', "second")
    assert claim_checks.kinds(box) == ["testable"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Kind: **implied by arithmetic**, given a *model*.", ["implied by arithmetic"]),
        ("**Kind: source criticism; a part is testable.** Words.", ["source criticism only", "testable"]),
        ("Kind: **testable** here, and **arithmetic** in general.", ["testable", "implied by arithmetic"]),
        ("*Source criticism only*: a 2 * 3 table is testable.", ["source criticism only"]),
        ("It is testable.", []),
    ],
)
def test_kinds_by_hand(text, kinds):
    assert claim_checks.kinds(course.Box("Claim check", "a title", text, "a-section")) == kinds


@pytest.mark.parametrize(
    ("opening", "minutes"),
    [
        ("About two hours; the core alone takes 100 minutes.", (120, 100)),
        ("About two and a half hours; the core alone takes two.", (150, 120)),
        ("About two and a quarter hours; the core alone takes 120 minutes.", (135, 120)),
        ("Five questions. About 100 minutes; without the optional one 95.", (100, 95)),
        ("About 90 minutes.", (90, 90)),
        ("No time is said.", (0, 0)),
    ],
)
def test_time_of_an_exercise_by_hand(opening, minutes):
    assert course.exercise_minutes(opening) == minutes


def test_no_chapter_has_gaps():
    """`tools/new_chapter.py` leaves marks; until they are gone, the tests below pass over the chapter."""
    left = [f"{chapter.name}: {gap}" for chapter in BEGUN.values() for gap in gaps.gaps(chapter.name)]
    assert not left, "\n".join(["write what is missing:", *left])


# The chapters --------------------------------------------------------------------------------------


@each_chapter
def test_each_section_says_how_long_it_takes(chapter):
    timed = {section.title for section in course.sections(chapter.words)}
    body = chapter.words.partition("\n## Key ideas")[0]
    headings = [title for title in re.findall(r"^## (.+)$", body, re.MULTILINE) if title not in CLOSE]
    assert headings
    silent = [title for title in headings if title not in timed]
    assert not silent, f"{chapter.name}: no line such as *Core, 12 minutes.* under {silent}"


@each_chapter
def test_the_minutes_of_the_sections_agree_with_the_opening(chapter):
    said = course.reading_time(chapter)
    assert said, f"{chapter.name}: the opening has no line **Time:** about ... minutes"
    everything, without = said
    assert abs(chapter.core + chapter.optional - everything) <= 10, (
        chapter.name,
        chapter.core,
        chapter.optional,
    )
    assert abs(chapter.core - without) <= 10, (chapter.name, chapter.core, without)


@each_chapter
def test_what_a_chapter_needs_comes_before_it(chapter):
    assert all(number < chapter.number for number in chapter.needs + chapter.helped_by)


@each_chapter
def test_the_time_of_the_exercise_is_said(chapter):
    own = chapter.exercise
    if own:
        assert 30 <= own.core_minutes <= own.minutes <= 240, (
            f"exercise {own.page}: say About ... hours; the core ..."
        )
        assert own.core >= 10


# The timetables ------------------------------------------------------------------------------------

TIMETABLES = {name: timetables.plan(name) for name in ("weeks", "days")}
UNITS = [
    pytest.param(written, unit, place, id=f"{name}-{number}-{place}")
    for name, written in TIMETABLES.items()
    for number, unit in enumerate(written["units"], start=1)
    for place in ("class", "home")
]


def test_the_timetables_have_sixteen_weeks_and_three_days_of_six_hours():
    assert [len(written["units"]) for written in TIMETABLES.values()] == [16, 12], (
        "a chapter more has no week of its own: name it in elsewhere of reference/timetables.toml, "
        "or take the place of another there"
    )
    assert {written["class_minutes"] for written in TIMETABLES.values()} == {2 * 45, 6 * 60 // 4}


@pytest.mark.parametrize(("written", "unit", "place"), UNITS)
def test_a_unit_names_what_its_chapter_has_and_fits_its_time(written, unit, place):
    found = timetables.items(unit, place)
    unknown = [item.shown for item in found if item.minutes is None]
    assert not unknown, f"chapter {unit['chapter']} has no section with minutes and the label {unknown}"
    assert sum(item.minutes for item in found) <= written.get(f"{place}_minutes", 0)
    if place == "class" and unit["chapter"] in CHAPTERS:
        minutes = sum(item.minutes for item in found)
        assert minutes >= 60, (
            f"a unit of chapter {unit['chapter']} fills {minutes} minutes in class; add sections"
        )


@pytest.mark.parametrize("name", TIMETABLES)
def test_each_chapter_is_taught_after_those_that_it_needs(name):
    taught = set()
    for unit in TIMETABLES[name]["units"]:
        taught.add(unit["chapter"])
        chapter = CHAPTERS.get(unit["chapter"])
        assert not chapter or set(chapter.needs) <= taught, chapter.name
    elsewhere = set(TIMETABLES[name]["elsewhere"])
    assert CHAPTERS.keys() <= taught | elsewhere, (
        f"{name}: no unit treats the chapters {sorted(CHAPTERS.keys() - taught - elsewhere)}: "
        f"give each a unit in reference/timetables.toml, or name it in elsewhere of [{name}]"
    )
    assert not taught & elsewhere, f"{name}: elsewhere names chapters that have a unit: {taught & elsewhere}"


@each_chapter
def test_the_weeks_treat_every_core_section_and_the_whole_exercise(chapter):
    if chapter.number in TIMETABLES["weeks"]["elsewhere"]:
        return
    units = [unit for unit in TIMETABLES["weeks"]["units"] if unit["chapter"] == chapter.number]
    written = [name for unit in units for place in ("class", "home") for name in unit[place]]
    forgotten = [one.label for one in chapter.sections if one.core and one.label not in written]
    assert not forgotten, f"{chapter.name}: no week treats the sections {forgotten}"
    halves = 2 * written.count("exercise") + written.count("half of exercise")
    assert halves == 2, f"{chapter.name}: the weeks must name its exercise once, or half of exercise twice"
    assert written.count("group task") == 1, f"{chapter.name}: one week must name its group task"


def test_a_chapter_to_come_is_said_to_come():
    unit = {"chapter": 99, "class": ["a-section"], "home": ["exercise"]}
    assert timetables.items(unit, "class") == timetables.items(unit, "home") == []
    assert timetables.in_class(unit) == "chapter 99, to come"


# The guide -----------------------------------------------------------------------------------------


def parts():
    """For each chapter of the book, its part of the guide."""
    found = {int(part[1]): part[0] for part in instructor_guide.PART.finditer(GUIDE)}
    return {number: found.get(number, "") for number in CHAPTERS}


def misconceptions():
    """Each row of a table of misconceptions, with the number of the chapter and the id of the question."""
    for number, part in parts().items():
        for line in part.splitlines():
            if row := MISCONCEPTION.match(line):
                yield pytest.param(
                    number, f"{BANK.search(part)[1]}.{row['question']}", row, id=row["thought"]
                )


@pytest.mark.parametrize(("number", "part"), parts().items(), ids=str)
def test_each_chapter_of_the_guide_is_whole(number, part):
    rows = [line for line in part.splitlines() if MISCONCEPTION.match(line)]
    assert part, f"the guide has no part (instructor-{number})= on chapter {number}"
    assert 5 <= len(rows) <= 7, (
        f"chapter {number} has {len(rows)} misconceptions in the guide; write 5 to 7, each of the form "
        "| what is thought | number it gives | [section](#label), `question` |"
    )
    assert len(rows) == part.count("\n| ") - 2, f"the guide's part on chapter {number} has an unreadable row"
    for name in ("Decision in money", "Discussion", "Group task", "Optional"):
        assert f"**{name}" in part, f"the guide's part on chapter {number} has no paragraph **{name}...**"


@pytest.mark.parametrize(("number", "id", "row"), list(misconceptions()))
def test_misconception_is_treated_where_the_guide_says(texts, number, id, row):
    asked = question(id)
    assert int(asked.section[:2]) == number
    assert f"({row['label']})=" in texts[number], row["label"]
    assert not isinstance(asked, Audit), "naming the error gives away which line of the slide is wrong"
    if not row["gives"].startswith("no number"):
        assert NUMBER.search(row["gives"]) or "same" in row["gives"]
        assert not lacking(row["gives"], texts[number])


def test_decisions_in_money_quote_the_chapters(texts):
    for number, decision in re.findall(
        r"^### Chapter (\d+):.*\n\n\*\*Decision in money\.\*\* ([^\n]+(?:\n[^\n]+)*)", GUIDE, re.MULTILINE
    ):
        if int(number) in CHAPTERS:
            assert not lacking(decision, texts[int(number)]), (number, lacking(decision, texts[int(number)]))


def test_the_tables_stand_in_the_guide():
    filled = instructor_guide.filled(GUIDE)
    assert "generated" not in filled.replace("are generated", "")
    for chapter in CHAPTERS.values():
        assert filled.count(chapter.link) >= 2
        if chapter.exercise:
            assert f"](../solutions/{chapter.exercise.page}.ipynb)" in filled


def test_without_solutions_the_guide_names_no_key():
    filled = instructor_guide.filled(GUIDE, solutions=False)
    assert "../solutions/" not in filled
    assert "built without solutions" in filled


# The lists of chapters written by hand -----------------------------------------------------------


PLANNED = range(1, 18)


@each_chapter
def test_the_introduction_has_a_row_for_each_chapter(chapter):
    row = f"| [{chapter.title}](chapters/{chapter.name}.ipynb) | "
    assert row in (ROOT / "intro.md").read_text(encoding="utf-8"), f"intro.md, What is here now: add {row}..."


def numbers_in(document, begin, end):
    """The chapters that a sentence of a document names."""
    sentence = (ROOT / document).read_text(encoding="utf-8").partition(begin)[2].partition(end)[0]
    return {
        number
        for first, last in re.findall(r"\b(\d+)\b(?: to (\d+))?", sentence)
        for number in range(int(first), int(last or first) + 1)
    }


def test_the_readme_names_the_chapters_that_are_there():
    named = numbers_in("README.md", "Here now:", "each from")
    assert named == set(CHAPTERS), f"README.md, Here now: names {sorted(named)}, not {sorted(CHAPTERS)}"


def test_the_guide_names_the_chapters_to_come():
    to_come = set(PLANNED) - set(CHAPTERS)
    named = numbers_in("reference/instructor-guide.md", "\nChapter", " later")
    assert named == to_come, (
        f"the instructor guide says that {sorted(named)} come later; it is {sorted(to_come)}"
    )


# The claims ----------------------------------------------------------------------------------------

CLAIMS = [(chapter, box) for chapter in CHAPTERS.values() for box in claim_checks.claims(chapter)]


@pytest.mark.parametrize(("chapter", "box"), CLAIMS, ids=lambda part: getattr(part, "title", "")[:40])
def test_each_claim_says_its_kind(chapter, box):
    assert claim_checks.kinds(box), (
        f"{chapter.name}: the claim check {box.title} does not say its kind. Write Kind: **testable**, "
        "**implied by arithmetic** or **source criticism only**."
    )
    assert box.section, f"{chapter.name}: the claim check {box.title} stands in a section without a label"


def test_what_came_out_is_said_of_claims_that_are_there(texts):
    titles = {box.title: chapter for chapter, box in CLAIMS}
    for title, phrase in claim_checks.OUTCOMES.items():
        assert title in titles, (
            f"no claim check has the title {title}: change it in claim_checks.OUTCOMES, too"
        )
        assert not lacking(phrase, texts[titles[title].number]), title


def test_the_page_lists_every_claim():
    page = claim_checks.page()
    assert page.count("\n| [") == len(CLAIMS)
    assert "not said" not in page
