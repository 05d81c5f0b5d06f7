"""The plain references of questions answered by tables: they give the bank's answer, whatever is drawn."""

import pytest
from both import both

from crmlib.workbook import banks
from crmlib.workbook.finding.mutants import mutants
from crmlib.workbook.finding.tables import Comparison
from crmlib.workbook.kinds.code import Value
from crmlib.workbook.marking.value import as_table

PLAIN = [
    id
    for name in banks.bank_names()
    for id, one in banks.bank(name).items()
    if isinstance(one, Value) and both(id).plain
]


@pytest.mark.parametrize("id", PLAIN)
@pytest.mark.parametrize("student", ["20260017", "ada", "bruno", None])
def test_a_plain_reference_gives_the_answer(id, student):
    asked = both(id)
    numbers = asked.numbers(student)
    right = asked.solution(numbers)
    target, plain = (as_table(one, right, asked.row) for one in (right, asked.plain(**numbers)))
    assert plain.index.equals(target.index)
    assert not Comparison(plain, target, 1e-9).wrong


@pytest.mark.parametrize("id", PLAIN)
def test_its_source_can_be_edited(id):
    assert sum(1 for _ in mutants(both(id).plain)) > 20
