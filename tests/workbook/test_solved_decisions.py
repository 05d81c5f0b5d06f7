"""The program of the solution does what the last hint of a decision says: it is right for everyone."""

import ast
import functools
import types
import warnings

import nbformat
import pytest
from notebook_files import solutions
from test_banks import QUESTIONS, all_numbers, question

from crmlib.workbook.kinds.code import Decision

DECISIONS = [id for id, asked in QUESTIONS.items() if isinstance(asked.question, Decision)]
GOES_ON = {"systems.platform": ["systems.offers"]}  # a program that uses what another has worked out


@functools.cache
def programs():
    """Of each decision: what its notebook imports, the cells after it is asked, and what is checked."""
    found = {}
    for path in solutions():
        cells = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
        for id in DECISIONS:
            asked = [place for place, cell in enumerate(cells) if f'ask("{id}")' in cell]
            checked = [place for place, cell in enumerate(cells) if f'check("{id}", ' in cell]
            if asked and checked:
                answer = ast.parse(cells[checked[0]]).body[-1].value.args[1].id
                found[id] = imports(cells), cells[asked[0] + 1 : checked[0]], answer
    return found


def imports(cells):
    """All that a notebook imports."""
    lines = (line for cell in cells for line in ast.parse(cell).body)
    return "\n".join(ast.unparse(line) for line in lines if isinstance(line, ast.Import | ast.ImportFrom))


def solved(id, student_numbers):
    """What the program leaves for a student's numbers."""
    space = {}
    for one in [*GOES_ON.get(id, []), id]:
        lines, cells, answer = programs()[one]
        numbers = student_numbers if one == id else question(one).numbers(None)
        exec(lines, space)
        space["q"] = types.SimpleNamespace(**numbers, numbers=numbers)
        for cell in cells:
            exec(cell, space)
    return space[answer]


def test_each_decision_is_solved_in_a_notebook():
    assert set(programs()) == set(DECISIONS)


@pytest.mark.parametrize("id", DECISIONS)
def test_the_program_of_the_solution_is_right_for_every_student(id):
    for numbers in all_numbers(id):
        with warnings.catch_warnings(action="ignore"):
            chosen = solved(id, numbers)
        verdict = question(id).mark(chosen, numbers)
        assert verdict.right and verdict.slip is None, verdict.message
