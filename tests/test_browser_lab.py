"""A student at work: JupyterLab in a real browser, by keyboard alone, from question to record."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from browser import CONTRAST, ROOT, SCREENSHOTS, Sheltered, chromium
from playwright.sync_api import Error, expect
from playwright.sync_api import TimeoutError as TooLate

sys.path.insert(0, str(ROOT / "tests" / "workbook"))
from both import both

from crmlib.workbook.banks import question

pytestmark = pytest.mark.browser

STUDENT = "20260017"
TOKEN = "a-token-for-this-test"
NOTEBOOK = "work/04-rfm/rfm.ipynb"
# A second notebook, for the kinds of question that the first does not show as widgets.
KINDS = "work/04-rfm/kinds.ipynb"
CHAPTER = "04-rfm.ipynb"
SHOWN = {
    "order": "rfm.honest-test",
    "several": "rfm.what-it-tells",
    "reverse": "rfm.needed-margin",
    "audit": "rfm.slide",
    "definition": "rfm.which-frequency",
    "interval": "rfm.response-interval",
}
RIVAL = 'check("rfm.recency-score", lambda recency, cuts: 1 + sum(cut < recency for cut in cuts))'
# The kernel is busy: changes in a form arrive late, in the order in which the browser sends them.
BUSY = "import time; time.sleep(3)"
FOCUSED_CELL = "document.activeElement.matches('.jp-Cell')"
ACTIVE_CELL = "[...document.querySelectorAll('.jp-Cell')].findIndex(c => c.matches('.jp-mod-active'))"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A folder with the exercises, in which a student has started the first."""
    folder = tmp_path_factory.mktemp("student") / "course"
    shutil.copytree(ROOT / "exercises", folder / "exercises")
    shutil.copy2(ROOT / "chapters" / CHAPTER, folder / CHAPTER)
    command_line(folder, "start", "04-rfm", "--student", STUDENT)
    sources = ["from crmlib.workbook import ask, check, progress", *(f'ask("{id}")' for id in SHOWN.values())]
    cells = [nbformat.v4.new_code_cell(source) for source in [*sources, BUSY, RIVAL, "progress()"]]
    cells[-2].metadata["tags"] = ["raises-exception"]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, folder / KINDS)
    return folder


def command_line(folder, *arguments):
    """What `python -m crmlib` prints."""
    run = subprocess.run(
        [sys.executable, "-m", "crmlib", *arguments],
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return run.stdout


def clean_environment(**more):
    """The environment of a student whom no instructor has numbered."""
    return {name: value for name, value in os.environ.items() if name != "CRMLIB_STUDENT"} | more


@pytest.fixture(scope="module")
def address(project, tmp_path_factory):
    """The address of the notebook in a JupyterLab that keeps its own settings and asks for no news."""
    own = tmp_path_factory.mktemp("jupyter")
    folders = {f"JUPYTER_{kind}_DIR": str(own / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    folders |= {f"JUPYTERLAB_{kind}_DIR": str(own / kind.lower()) for kind in ("SETTINGS", "WORKSPACES")}
    settings = own / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"fetchNews": "false", "checkForUpdates": false}', encoding="utf-8")
    port = free_port()
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": False,
        "ServerApp.root_dir": project,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": TOKEN,
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
    }
    with (own / "log.txt").open("w", encoding="utf-8") as log:
        lab = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())],
            cwd=project,
            env=clean_environment(IPYTHONDIR=str(own / "ipython"), **folders),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for_server(f"http://127.0.0.1:{port}/api?token={TOKEN}", lab, own / "log.txt")
        yield f"http://127.0.0.1:{port}/lab/tree/{NOTEBOOK}?token={TOKEN}"
    finally:
        stop(lab)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_server(url, lab, log, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end and lab.poll() is None:
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(url, timeout=5).close()
        time.sleep(0.1)
    pytest.fail("JupyterLab did not start: " + log.read_text(encoding="utf-8")[-2000:])


def stop(lab):
    """End the server and its kernels."""
    lab.terminate()
    try:
        lab.wait(30)
    except subprocess.TimeoutExpired:
        lab.kill()


class Desk:
    """A student's JupyterLab and her two hands on the keyboard."""

    def __init__(self, page, project):
        self.page, self.press, self.type = page, page.keyboard.press, page.keyboard.type
        self.record_path = project / "work" / "04-rfm" / "record.jsonl"
        self.placeholders, self.text_after_first_run = [], ""

    def wait_until_open(self):
        """Wait until the notebook is open, has its kernel, and takes keys."""
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        self.page.locator(".jp-Toolbar-kernelName", has_text="Python 3").wait_for()
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")
        self.page.locator(".jp-StatusBar-Widget", has_text="Python 3 (ipykernel) | Idle").wait_for()
        self.page.wait_for_function(FOCUSED_CELL)

    def cell(self, source):
        """The code cell that holds this source."""
        return self.page.locator(".jp-CodeCell", has=self.page.locator(".jp-InputArea", has_text=source))

    def widget(self, id):
        """The output of the cell that asks a question."""
        return self.cell(f'ask("{id}")').locator(".jp-OutputArea")

    def feedback(self, id, text):
        """The message of a widget, once it holds this text."""
        message = self.widget(id).get_by_role("status").filter(has_text=text)
        try:
            message.wait_for()
        except TooLate:
            self.screenshot("no-feedback", f'ask("{id}")')
            fields = [field.input_value() for field in self.widget(id).get_by_role("textbox").all()]
            focused = self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
            shown = self.widget(id).text_content(), self.page.locator(".jp-Dialog").all_text_contents()
            raise AssertionError(f"no {text!r} in {shown}, fields {fields}, focus on {focused}") from None
        return message.text_content()

    def command(self, name):
        """Run a command of JupyterLab by its palette; just after its start, JupyterLab may close it again."""
        palette = self.page.locator(".lm-CommandPalette-input")
        chosen = self.page.locator(".lm-CommandPalette-item.lm-mod-active", has_text=name)
        for _ in range(40):
            self.press("Control+Shift+C")
            with contextlib.suppress(TooLate):
                palette.fill(name, timeout=3_000)
                chosen.wait_for(timeout=3_000)
                palette.press("Enter", timeout=3_000)
                return palette.wait_for(state="hidden")
            self.press("Escape")
        raise AssertionError(f"the palette does not offer {name}")

    def run_all(self):
        """Run all cells and wait for the last one's number."""
        with self.runs("progress()"):
            self.command("Run All Cells")

    @contextlib.contextmanager
    def runs(self, source):
        """Wait until a cell that is run meanwhile has its new number."""
        prompt = self.cell(source).locator(".jp-InputPrompt")
        before = prompt.text_content()
        yield
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"))

    def select(self, cell):
        """Go to a cell by the arrow keys."""
        for _ in range(20):
            if self.page.evaluate(FOCUSED_CELL):
                break
            self.press("Shift+Tab")
        target = cell.evaluate("cell => [...document.querySelectorAll('.jp-Cell')].indexOf(cell)")
        for _ in range(10):
            distance = target - self.page.evaluate(ACTIVE_CELL)
            for _ in range(abs(distance)):
                self.press("ArrowDown" if distance > 0 else "ArrowUp")
        assert self.page.evaluate(FOCUSED_CELL) and distance == 0

    def tab_to(self, target):
        """Go on by the Tab key until a field has the focus."""
        for _ in range(20):
            self.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"the Tab key does not reach {target}")

    def go_to(self, id, target):
        """Go by keyboard to a field of a question's widget."""
        self.select(self.cell(f'ask("{id}")'))
        self.tab_to(target)

    def write(self, id, field, text):
        """Write into a field in place of what stands there; where the keys went elsewhere, once more."""
        for _ in range(3):
            self.go_to(id, field)
            self.press("Control+A")
            self.type(text)
            if field.input_value() == text:
                return
            self.press("Escape")  # a dialog of JupyterLab, perhaps
        raise AssertionError(f"{field} holds {field.input_value()!r}, not {text!r}")

    def run(self, source):
        """Run one cell again by keyboard; gives its output."""
        self.select(self.cell(source))
        with self.runs(source):
            self.press("Control+Enter")
        return self.cell(source).locator(".jp-OutputArea")

    def record(self, id):
        """What is recorded of a question."""
        lines = self.record_path.read_text(encoding="utf-8").splitlines() if self.record_path.exists() else []
        return [entry for entry in map(json.loads, lines) if entry["question"] == id]

    def stages(self, id):
        """The stages of all attempts at a question."""
        return [entry["stage"] for entry in self.record(id) if entry["event"] == "attempt"]

    def screenshot(self, name, source=None):
        """A picture for those who look at the test's artefacts."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        if source is not None:
            self.cell(source).scroll_into_view_if_needed()
        self.page.screenshot(path=SCREENSHOTS / f"lab-{name}.png")


@pytest.fixture(scope="module")
def browser():
    """The browser; first, so that without it nothing else is started."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def sheltered(browser):
    """A browser context that lets the student reach her own machine only."""
    context = Sheltered(browser, viewport={"width": 1280, "height": 1000})
    yield context
    context.close()


@pytest.fixture(scope="module")
def desk(sheltered, project, address):
    """The notebook, open and run once from top to bottom."""
    page = sheltered.page()
    page.goto(address)
    desk = Desk(page, project)
    desk.wait_until_open()
    desk.run_all()
    desk.placeholders = page.locator(".jp-OutputArea-output[data-mime-type$='stderr']").all_text_contents()
    desk.text_after_first_run = page.locator(".jp-Notebook").evaluate("notebook => notebook.textContent")
    return desk


def numbers_of(id):
    """A question as this student gets it, her item of a pool, with its numbers."""
    asked = both(f"{id}~{question(id).own(STUDENT).item or 0}")
    return asked, asked.numbers(STUDENT)


def plain(text):
    """A message without its marks of emphasis, as the browser shows it."""
    return re.sub(r"[*`]", "", text)


def test_an_open_check_is_one_plain_sentence(desk):
    cells = nbformat.read(ROOT / "exercises" / "04-rfm" / "rfm.ipynb", as_version=4).cells
    checks = [line for cell in cells for line in cell.source.splitlines() if line.startswith("check(")]
    assert len(desk.placeholders) == len(checks) > 10
    for sentence in desk.placeholders:
        assert sentence.strip().startswith("This still holds the placeholder.")
        assert "\n" not in sentence.strip()
    assert "Traceback" not in desk.text_after_first_run
    assert "NotYet" not in desk.text_after_first_run


def test_a_slip_is_explained_a_hint_opened_and_the_right_answer_recorded(desk, project):
    id = "rfm.recency"
    asked, numbers = numbers_of(id)
    widget = desk.widget(id)
    answer = widget.get_by_label("Answer (days)")
    since_first = (asked.slips[0].wrong(**numbers), asked.slips[0].message)

    desk.write(id, answer, str(since_first[0]))
    desk.press("Enter")
    assert plain(since_first[1]) in desk.feedback(id, "This is the number you get")
    desk.screenshot("slip", f'ask("{id}")')

    hint = widget.get_by_role("button", name="Hint")
    desk.tab_to(hint)
    desk.press("Space")
    widget.get_by_text(plain(asked.hint_texts(STUDENT)[0])).wait_for()
    expect(hint).to_have_text("Hint 2 of 3")

    for _ in range(2):
        desk.press("Shift+Tab")
    desk.press("Control+A")
    desk.type(str(asked.solution(numbers)))
    desk.press("Enter")
    assert "Right." in desk.feedback(id, "Right.")
    desk.screenshot("right", f'ask("{id}")')

    slip, opened, right = desk.record(id)
    assert (slip["event"], slip["stage"], slip["slip"], slip["hints"]) == ("attempt", "slip", 0, 0)
    assert slip["given"] == str(since_first[0]) and slip["student"] == STUDENT
    assert (opened["event"], opened["hint"]) == ("hint", 1)
    assert (right["event"], right["stage"], right["hints"]) == ("attempt", "right", 1)

    row = desk.run("progress()").locator("tr", has_text="Recency by hand")
    cells = [text.strip() for text in row.locator("th, td").all_text_contents()]
    assert cells == ["Recency by hand", "core", "solved at attempt 2", "2", "1 of 3"]
    printed = command_line(project, "progress")
    assert re.search(r"Recency by hand +core +solved at attempt 2 +2 +1 of 3", printed)


def test_leaving_the_field_is_no_attempt_and_enter_again_is_one(desk):
    id = "rfm.cell"
    widget = desk.widget(id)
    desk.write(id, widget.get_by_role("textbox"), "twelve")
    desk.tab_to(widget.get_by_role("button", name="Submit"))
    desk.press("Shift+Tab")
    assert desk.stages(id) == []
    desk.press("Enter")
    desk.feedback(id, "twelve")
    desk.press("End")
    desk.type(" 1")
    desk.press("Enter")
    desk.feedback(id, "twelve 1")
    assert desk.stages(id) == ["unreadable", "unreadable"]


def test_a_choice_wants_confidence_first_and_says_why_an_option_is_wrong(desk):
    id = "rfm.definition"
    asked, numbers = numbers_of(id)
    widget = desk.widget(id)
    options = {option.key: option for option in asked.options}
    submit = widget.get_by_role("button", name="Submit")

    def choose(key):
        return widget.get_by_label(asked.fill(options[key].text, numbers), exact=True)

    desk.go_to(id, choose("since-last"))
    desk.press("Space")
    desk.tab_to(submit)
    desk.press("Enter")
    assert "how sure" in desk.feedback(id, "how sure")
    assert desk.record(id) == []

    desk.go_to(id, widget.get_by_role("button", name="unsure"))
    desk.press("Space")
    desk.tab_to(submit)
    desk.press("Enter")
    assert plain(asked.whys["since-last"]) in desk.feedback(id, "Not this one.")
    desk.screenshot("choice", f'ask("{id}")')

    # The arrow keys belong to the radio buttons and not to JupyterLab.
    order = [option.key for option in asked.shuffled(STUDENT)]
    desk.go_to(id, choose("since-last"))
    steps = order.index(asked.answer) - order.index("since-last")
    for _ in range(abs(steps)):
        desk.press("ArrowDown" if steps > 0 else "ArrowUp")
    desk.tab_to(submit)
    desk.press("Enter")
    assert plain(asked.whys[asked.answer]) in desk.feedback(id, "Right.")

    attempts = [(entry["stage"], entry["slip"], entry["confidence"]) for entry in desk.record(id)]
    assert attempts == [("slip", "since-last", "unsure"), ("right", None, "unsure")]


def test_a_match_partly_filled_is_told_so_in_a_sentence(desk):
    id = "rfm.segments"
    asked, _ = numbers_of(id)
    widget = desk.widget(id)
    cells = desk.page.locator(".jp-Cell").count()
    first = next(iter(asked.answer))
    field = widget.get_by_label(first, exact=True)
    desk.write(id, field, asked.answer[first])
    desk.tab_to(widget.get_by_role("button", name="Submit"))
    desk.press("Enter")
    assert "is missing" in desk.feedback(id, "row")
    desk.screenshot("match", f'ask("{id}")')
    # Letters typed into the list are no shortcuts of JupyterLab ("a" inserts a cell, "x" cuts one).
    assert desk.page.locator(".jp-Cell").count() == cells
    for label in widget.locator(".widget-label").all():
        assert label.evaluate("label => label.scrollWidth <= label.clientWidth")


def test_a_solved_question_is_known_after_the_page_is_opened_again(desk, address):
    id = "rfm.order-value"
    asked, numbers = numbers_of(id)
    desk.write(id, desk.widget(id).get_by_role("textbox"), f"{asked.solution(numbers):.4f}")
    desk.press("Enter")
    desk.feedback(id, "Right.")
    desk.page.once("dialog", lambda dialog: dialog.accept())
    desk.page.goto(address)
    desk.wait_until_open()
    desk.run_all()
    assert "at attempt 1" in desk.feedback(id, "Solved already")
    assert (
        "Solved already, at attempt 1" in desk.cell(f'check("{id}"').locator(".jp-OutputArea").text_content()
    )
    assert desk.stages(id) == ["right"]


def test_text_is_readable_in_the_dark_theme(desk):
    id = "rfm.lift"
    desk.write(id, desk.widget(id).get_by_role("textbox"), "not a number")
    desk.press("Enter")
    desk.feedback(id, "not a number")
    desk.go_to(id, desk.widget(id).get_by_role("button", name="Hint"))
    desk.press("Enter")
    desk.widget(id).get_by_text("Hint 1 of 3").wait_for()
    desk.command("JupyterLab Dark")
    desk.page.locator("body[data-jp-theme-light=false]").wait_for(state="attached")
    desk.screenshot("dark", f'ask("{id}")')
    for id in ("rfm.lift", "rfm.definition", "rfm.segments"):
        texts = desk.widget(id).locator("p, code, label, button, [role=status], input, select").all()
        shown = [text for text in texts if text.is_visible()]
        assert len(shown) > 3
        for text in shown:
            assert text.evaluate(CONTRAST) >= 4.5, text.evaluate("element => element.outerHTML")
    error = desk.page.locator(".jp-OutputArea-output[data-mime-type$='stderr'] pre").first
    assert error.evaluate(CONTRAST) >= 4.5


def test_forms_fit_a_narrow_window(desk):
    size = desk.page.viewport_size
    desk.page.set_viewport_size({"width": 900, "height": 1000})  # some 500 of it are the notebook's
    for id in ("rfm.lift", "rfm.definition", "rfm.segments"):
        desk.widget(id).scroll_into_view_if_needed()
        for part in desk.widget(id).locator(".widget-vbox, .widget-dropdown, .widget-label").all():
            assert part.evaluate("part => part.scrollWidth <= part.clientWidth"), part
    desk.screenshot("narrow", 'ask("rfm.segments")')
    desk.page.set_viewport_size(size)


@pytest.fixture(scope="module")
def second_desk(sheltered, project, address, desk):
    """The notebook with the other kinds of question, in a second window of the same JupyterLab."""
    page = sheltered.page()
    page.goto(address.replace(NOTEBOOK, KINDS))
    desk = Desk(page, project)
    desk.wait_until_open()
    desk.run_all()
    return desk


def be_unsure(desk, id):
    desk.go_to(id, desk.widget(id).get_by_role("button", name="unsure"))
    desk.press("Space")


def submit(desk, id):
    desk.tab_to(desk.widget(id).get_by_role("button", name="Submit"))
    desk.press("Enter")


def test_steps_are_moved_by_keyboard_and_counted_in_place(second_desk):
    desk, id = second_desk, SHOWN["order"]
    asked, numbers = numbers_of(id)
    widget, keys = desk.widget(id), [step.key for step in asked.shuffled(STUDENT)]
    steps = widget.get_by_role("listbox")
    desk.go_to(id, steps)
    submit(desk, id)
    told = plain(asked.mark(keys, numbers).message)
    assert told in desk.feedback(id, told[:20])
    for place, key in enumerate(asked.solution(numbers)):
        here = keys.index(key)
        if here == place:
            continue
        desk.go_to(id, steps)
        desk.press("Home")
        for _ in range(here):
            desk.press("ArrowDown")
        up = widget.get_by_role("button", name="Move up")
        desk.tab_to(up)
        for _ in range(here - place):
            desk.press("Space")
        widget.get_by_text(f"stands at place {place + 1} of {len(keys)}").wait_for()
        assert up.evaluate("button => button === document.activeElement")
        keys.insert(place, keys.pop(here))
    submit(desk, id)
    assert "Right." in desk.feedback(id, "Right.")
    desk.screenshot("order", f'ask("{id}")')
    assert desk.stages(id)[-1] == "right" and desk.record(id)[-1]["given"] == asked.solution(numbers)


def test_several_options_are_ticked_and_an_extra_one_is_named(second_desk):
    desk, id = second_desk, SHOWN["several"]
    asked, numbers = numbers_of(id)
    right, (name, given, message) = asked.solution(numbers), asked.foreseen(numbers)[0]
    texts = {option.key: asked.fill(option.text, numbers) for option in asked.options}
    box = {key: desk.widget(id).get_by_label(text, exact=True) for key, text in texts.items()}
    be_unsure(desk, id)
    for option in asked.shuffled(STUDENT):
        if option.key in given:
            desk.tab_to(box[option.key])
            desk.press("Space")
    submit(desk, id)
    assert plain(message) in desk.feedback(id, "does not fit")
    desk.screenshot("several", f'ask("{id}")')
    desk.go_to(id, box[name])
    desk.press("Space")
    submit(desk, id)
    assert "Right." in desk.feedback(id, "Right.")
    assert [entry["slip"] for entry in desk.record(id)] == [name, None]
    assert sorted(desk.record(id)[-1]["given"]) == sorted(right)


def test_an_input_is_put_into_the_formula(second_desk):
    desk, id = second_desk, SHOWN["reverse"]
    asked, numbers = numbers_of(id)
    for given in (asked.slips[0].wrong(**numbers), 0.5 * asked.solution(numbers), asked.solution(numbers)):
        desk.write(id, desk.widget(id).get_by_role("textbox"), f"{given:.6f}")
        desk.press("Enter")
        told = plain(asked.mark(f"{given:.6f}", numbers).message)
        assert told in desk.feedback(id, told[:40])
    desk.screenshot("reverse", f'ask("{id}")')
    assert desk.stages(id) == ["slip", "wrong", "right"]


@pytest.mark.parametrize("kind", ["audit", "definition"])
def test_a_line_or_a_definition_is_chosen_and_gets_its_reason(second_desk, kind):
    desk, id = second_desk, SHOWN[kind]
    asked, numbers = numbers_of(id)
    order = [option.key for option in asked.shuffled(STUDENT)]
    be_unsure(desk, id)
    radios = desk.widget(id).get_by_role("radio")
    assert radios.count() == len(order)
    desk.select(desk.cell(BUSY))
    desk.press("Control+Enter")
    desk.go_to(id, radios.first)
    desk.press("Space")
    place = 0
    for key in (next(key for key in order if key != asked.answer), asked.answer):
        for _ in range(abs(order.index(key) - place)):
            desk.press("ArrowDown" if order.index(key) > place else "ArrowUp")
        place = order.index(key)
        submit(desk, id)
        told = plain(asked.mark(key, numbers).message)
        assert told in desk.feedback(id, told[-40:])
        desk.screenshot(f"{kind}-{key}", f'ask("{id}")')
        desk.go_to(id, radios.nth(place))
    assert desk.stages(id) == ["slip", "right"]


def test_both_ends_of_an_interval_are_typed(second_desk):
    desk, id = second_desk, SHOWN["interval"]
    asked, numbers = numbers_of(id)
    low, high = desk.widget(id).get_by_role("textbox").all()
    for ends in (asked.slips[0].wrong(**numbers), asked.solution(numbers)):
        desk.write(id, low, f"{ends[0]:.6f}")
        desk.write(id, high, f"{ends[1]:.6f}")
        desk.press("Enter")
        told = plain(asked.mark(ends, numbers).message)
        assert told in desk.feedback(id, told[:40])
    desk.screenshot("interval", f'ask("{id}")')
    assert desk.stages(id) == ["slip", "right"]


def test_a_rival_function_is_told_an_input_on_which_it_differs(second_desk):
    asked, _ = numbers_of("rfm.recency-score")
    told = second_desk.cell(RIVAL).locator(".jp-OutputArea").text_content()
    assert asked.slips[0].message in told and "For recency = " in told and "Traceback" not in told


@pytest.fixture(scope="module")
def chapter(sheltered, project, address, desk):
    """A chapter, in a third window of the same JupyterLab."""
    page = sheltered.page()
    page.goto(address.replace(NOTEBOOK, CHAPTER))
    chapter = Desk(page, project)
    chapter.wait_until_open()
    return chapter


def scroll_to(page, target):
    """Scroll through a long notebook until something is there: JupyterLab draws what is near, in its time."""
    panel = page.locator(".jp-WindowedPanel-outer").first
    for patience in (100, 500, 2_000):  # milliseconds
        for place in range(0, panel.evaluate("box => box.scrollHeight") + 600, 600):
            panel.evaluate("(box, top) => box.scrollTop = top", place)
            page.wait_for_timeout(patience)
            with contextlib.suppress(Error):  # JupyterLab may take the cell away between two looks
                if target.count():
                    return target.first.scroll_into_view_if_needed()
    raise AssertionError(f"the notebook does not show {target}")


@pytest.mark.parametrize(
    "title", ["Case: classes whose cut points are secret", "Decision: whom to test the letter on"]
)
def test_box_of_a_chapter_is_drawn(chapter, title):
    box = chapter.page.locator(".jp-MarkdownCell aside", has_text=title)
    scroll_to(chapter.page, box)
    chapter.screenshot(f"box-{title.split(':')[0].lower()}")
    assert ":::" not in box.first.inner_text()


# JupyterLab takes the arrow keys for its cells; these keys it leaves to a slider.
@pytest.mark.parametrize("key, at", [("PageUp", 2.4), ("End", 4.0), ("Home", 0.2)])
def test_live_chart_of_a_chapter_moves_by_key(chapter, key, at):
    slider = chapter.page.locator(".vega-bindings input[type=range]")
    scroll_to(chapter.page, slider)
    chapter.screenshot("live-chart")
    slider.first.focus()
    chapter.press(key)
    expect(slider.first.locator("xpath=following-sibling::span")).to_have_text(f"{at:g}")
    assert float(slider.first.input_value()) == at


def test_the_page_asks_no_other_machine(sheltered, desk):
    assert sheltered.foreign == []
    assert sheltered.hosts == {"127.0.0.1"}
    assert "Traceback" not in desk.page.locator(".jp-Notebook").evaluate("notebook => notebook.textContent")
