"""The tables that an error in one place gives: of the data or a plain reference, kept, few."""

import pandas as pd
import pytest
import toy

from crmlib.workbook.finding import edited_tables as editing
from crmlib.workbook.finding.edited_tables import EditedTables, edited_tables
from crmlib.workbook.kinds.draws import whole

ORDERS = pd.DataFrame({"customer_id": [1, 1, 2, 2, 3], "amount": [5.0, 2.5, 9.25, 4.0, 7.0]})


def means(orders, weeks):
    amount = orders.groupby("customer_id")["amount"].mean()
    return pd.DataFrame(dict(amount=amount / weeks)).reset_index()


def slow(orders, weeks):
    raise ValueError(sum(range(300_000)))


@pytest.fixture
def asked():
    question = toy.value.question
    draws = dict(orders=None, weeks=whole(1, 99))
    changed = toy.value.changed(draws=draws, answer=means, plain=means, slips=())
    assert question.draws != draws
    return changed.key


def made(key, weeks=4):
    numbers = dict(orders=ORDERS, weeks=weeks)
    target = key.answer(**numbers).set_index("customer_id")
    return EditedTables(key, numbers, [], target, target.index, lambda table: table.set_index("customer_id"))


def told(errors):
    while (found := next(errors.runs, None)) is not None:
        errors._try(*found)
    return {rival.says: rival.table for rival in errors.edited}


def test_the_reference_and_the_data_are_edited(asked):
    found = told(made(asked))
    sums = ORDERS.groupby("customer_id")["amount"].sum()
    assert found["is what you get if in one place `sum` stands in place of `mean`."]["amount"].equals(
        sums / 4
    )
    assert "is what you get if the 4 is 1 too high." in found
    assert "is what you get if of each `customer_id` the first row is taken alone." in found


def test_no_edit_is_the_right_table_and_none_is_there_twice(asked):
    errors = made(asked)
    told(errors)
    assert not any(rival.table.equals(errors.target) for rival in errors.edited)
    assert len(errors.seen) == len(errors.edited)


def test_the_first_answer_does_not_wait_for_all_and_the_next_goes_on(asked, monkeypatch):
    monkeypatch.setattr(editing, "PATIENCE", 0.01)
    errors = made(asked)
    first = len(errors.known())
    for _ in range(300):
        last = len(errors.known())
    assert first < last
    assert next(errors.runs, None) is None


def test_where_an_answer_takes_long_nothing_is_tried(asked):
    errors = made(asked)
    errors.known(took=2 * editing.PATIENCE)
    assert errors.edited == []


def test_edits_that_fail_are_left_out(asked, monkeypatch):
    errors = made(toy.value.changed(draws=dict(orders=None, weeks=whole(1, 99)), answer=means, slips=()).key)
    errors._try("is so.", slow, errors.numbers)
    errors._try("is so.", lambda orders, weeks: ORDERS, errors.numbers)
    errors._try("is so.", lambda orders, weeks: means(orders, weeks).assign(amount=ORDERS), errors.numbers)
    assert errors.edited == []


def test_they_are_kept_for_the_same_numbers_and_few_at_a_time(asked):
    numbers = dict(orders=ORDERS, weeks=4)
    first = edited_tables(asked, numbers, lambda: made(asked))
    assert edited_tables(asked, numbers | dict(orders=ORDERS.copy()), lambda: made(asked)) is first
    assert edited_tables(asked, numbers | dict(weeks=5), lambda: made(asked, 5)) is not first
    for weeks in range(6, 30):
        edited_tables(asked, numbers | dict(weeks=weeks), lambda: made(asked))
    assert len(editing._kept) <= editing.MOST_KEPT
