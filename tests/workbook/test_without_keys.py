"""A process that has no answers: every question is asked there, and none is marked."""

import ast
import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from both import both

from crmlib.workbook import banks
from crmlib.workbook.kinds.draws import Sample
from crmlib.workbook.kinds.number import Number
from crmlib.workbook.marking.function import alike

ROOT = Path(__file__).parents[2]
NAMES = banks.bank_names()
ASKED = [id for name in NAMES for id in banks.bank(name)]
KINDS = {type(banks.bank(id.partition(".")[0])[id]) for id in ASKED}

ASK_ALL = """
import sys
from pathlib import Path

if sys.argv[1] == "blocked":
    class Blocked:
        def find_spec(self, name, path=None, target=None):
            if name.startswith("crmlib.workbook.keys"):
                raise ImportError(f"{name} is not here", name=name)
    sys.meta_path.insert(0, Blocked())

import ipywidgets
from crmlib.workbook import ask, banks, check, hint
from crmlib.workbook.screen.page import page_item
from crmlib.workbook.screen.widgets import form

asked, kinds = 0, set()
for name in banks.bank_names():
    for id, question in banks.bank(name).items():
        if sys.argv[2] == "each kind" and type(question) in kinds:
            continue
        kinds.add(type(question))
        for student in (None, "20260017"):
            numbers, hints = question.numbers(student), question.hint_texts(student)
            assert set(numbers) == set(question.draws) and question.statement(student).strip()
            assert len(hints) == question.number_of_hints and all(text.strip() for text in hints), id
        assert isinstance(form(question, "20260017"), ipywidgets.VBox)
        assert ask(id)._repr_mimebundle_()["text/plain"].strip()
        assert check(id, 17).startswith("Kept, not checked: the answers are not here."), id
        assert hint(id).startswith("Hint 1 of ")
        assert not {"answer", "right", "slips", "verdicts", "own", "words"} & page_item(question).keys(), id
        asked += 1
assert not [name for name in sys.modules if name.startswith("crmlib.workbook.keys.")]
print(asked, "asked, none marked")
"""


@pytest.fixture(scope="module")
def without_keys(tmp_path_factory):
    """A copy of the package from which the folder of the answers is removed."""
    folder = tmp_path_factory.mktemp("shipped")
    ignored = shutil.ignore_patterns("keys", "__pycache__", "_data", "_exercises")
    shutil.copytree(ROOT / "crmlib", folder / "crmlib", ignore=ignored)
    shutil.copytree(ROOT / "datasets", folder / "datasets")
    return folder


@pytest.mark.parametrize(
    ("how", "which", "number"), [("removed", "all", len(ASKED)), ("blocked", "each kind", len(KINDS))]
)
def test_every_question_is_asked_and_none_marked(how, which, number, without_keys, tmp_path):
    where = {"removed": without_keys, "blocked": ROOT}[how]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK_ALL, how, which],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(where), "CRMLIB_BANKS": "", "CRMLIB_STUDENT": "20260017"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [str(number), "asked,", "none", "marked"], done.stderr[-2000:]


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_file_imports_no_answers_and_no_marking(name):
    tree = ast.parse(inspect.getsource(banks.load("banks", name)))
    imported = {
        module
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in (
            [node.module] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        )
    }
    assert not [module for module in imported if ".keys" in module or ".marking" in module], (
        f"banks/{name}.py is handed out without answers, so it must not import keys or marking."
    )


@pytest.mark.parametrize("name", NAMES)
def test_functions_of_a_statement_file_only_draw_or_write_lines(name):
    """Each function of the file serves a draw or a line; what the statements hold besides is plain data."""
    tree = ast.parse(inspect.getsource(banks.load("banks", name)))
    lambdas = {id(node) for node in ast.walk(tree) if isinstance(node, ast.Lambda)}
    allowed = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        or (isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Option", "Sample", "Grid"})
        for inner in ast.walk(node)
    }
    assert lambdas <= allowed, (
        f"banks/{name}.py holds a function outside of draws and lines: answers, slips, `where` and twins "
        f"belong into keys/{name}.py."
    )


@pytest.mark.parametrize("id", ASKED)
def test_no_function_within_reach_of_a_statement_gives_the_answer(id):
    """Every function of the file that takes the question's numbers is called with them."""
    asked = both(id)
    numbers = asked.numbers("20260017")
    right = asked.solution(numbers)
    for name, function in functions_of(id.partition(".")[0]):
        wanted = list(inspect.signature(function).parameters)
        if not wanted or not set(wanted) <= set(numbers):
            continue
        got = function(**{name: numbers[name] for name in wanted})
        is_number = isinstance(asked.question, Number)
        assert not (same_number(got, right) if is_number else alike(got, right, 1e-9)), (
            f"{name} of banks/{id.partition('.')[0]}.py computes the answer of {id}: it belongs into the key."
        )


def functions_of(name):
    module = banks.load("banks", name)
    return [
        (name, one)
        for name, one in vars(module).items()
        if inspect.isfunction(inspect.unwrap(one)) and inspect.unwrap(one).__module__ == module.__name__
    ]


def same_number(got, right):
    try:
        return abs(float(got) - right) <= 1e-6 * abs(right)
    except (TypeError, ValueError):
        return False


@pytest.mark.parametrize("id", ASKED)
def test_nothing_that_a_statement_holds_is_the_answer(id):
    """Its fields, their fields and what its functions enclose."""
    asked = both(id)
    answers = [asked.key, *(slip for slip in getattr(asked.key, "slips", ()))]
    held = list(reached(asked.question))
    assert not [one for one in held if any(one is answer for answer in answers)]
    names = {type(one).__module__ for one in held}
    assert not [
        name for name in names if name.startswith(("crmlib.workbook.marking", "crmlib.workbook.keys"))
    ]


def reached(one, seen=None):
    """An object and everything that its attributes, items and closures lead to."""
    seen = set() if seen is None else seen
    if id(one) in seen or isinstance(one, str | bytes | int | float | type(None) | type):
        return
    seen.add(id(one))
    yield one
    inside = []
    if inspect.isfunction(one):
        inside += [cell.cell_contents for cell in one.__closure__ or ()] + list(one.__defaults__ or ())
    elif isinstance(one, dict):
        inside += [*one.keys(), *one.values()]
    elif isinstance(one, list | tuple | set | frozenset):
        inside += list(one)
    elif hasattr(one, "__dict__") and not inspect.ismodule(one):
        inside += list(vars(one).values())
    for part in inside:
        yield from reached(part, seen)


def test_the_walk_finds_what_is_hidden_in_a_closure():
    hidden = both("rfm.recency").key
    assert any(one is hidden for one in reached(Sample(lambda rng: hidden, "a table")))
