"""The plain references of questions answered by tables: they give the bank's answer, whatever is drawn."""

import numpy as np
import pandas as pd
import pytest
from both import both

from crmlib.workbook import banks
from crmlib.workbook.finding.mutants import mutants
from crmlib.workbook.finding.tables import MANY, Comparison
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


@pytest.mark.parametrize("id", PLAIN)
def test_values_given_to_the_wrong_rows_are_no_error_that_has_a_name(id):
    asked = both(id)
    numbers = asked.numbers("20260017")
    right = asked.solution(numbers)
    measures = [name for name in right.select_dtypes("number") if right[name].nunique() >= MANY]
    if not measures:
        pytest.skip("a few values in another order can be an error with a name")
    column = measures[-1]
    shuffled = np.random.default_rng(7).permutation(right[column].to_numpy())
    assert asked.mark(right.assign(**{column: pd.Series(shuffled, right.index)}), numbers).stage == "wrong"
