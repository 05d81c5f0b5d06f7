"""Answers given as SQL or as the table that it gives, compared row by row."""

import time

import duckdb
import pandas as pd
import polars as pl
import pytest
import toy

from crmlib.workbook.marking import query as marking
from crmlib.workbook.marking.query import alike
from crmlib.workbook.record.keeping import kept, restored
from crmlib.workbook.screen.page import page_item
from crmlib.workbook.screen.widgets import form

RIGHT = toy.query.solution({})
TABLE = toy.query.table(RIGHT)


def mark(given, question=toy.query):
    return question.mark(given, {})


def told(given, question=toy.query):
    return mark(given, question).message


# The right rows


@pytest.mark.parametrize(
    "given",
    [
        RIGHT,
        RIGHT.lower().replace("xi'an", "Xi'an"),
        f"{RIGHT} ORDER BY spent DESC;",
        f"-- by city\n{RIGHT}",
        "WITH t AS (FROM person JOIN purchase USING (id)) SELECT city, count(DISTINCT id) AS people, "
        "sum(amount) AS spent FROM t GROUP BY city HAVING city IS NOT NULL",
        TABLE,
        TABLE[::-1],
        TABLE.assign(note=1)[["spent", "note", "people", "city"]],
        TABLE.rename(columns=str.upper),
        TABLE.astype({"people": float, "spent": str}),
        TABLE.set_index("city").reset_index(),
        pl.from_pandas(TABLE),
    ],
    ids=range(12),
)
def test_any_query_or_table_with_the_right_rows_is_right(given):
    assert told(given) == "Right. Cities."


def test_what_a_query_has_found_is_right_before_it_is_a_table():
    with duckdb.connect() as connection:
        assert told(connection.from_df(TABLE)) == "Right. Cities."


def test_numbers_agree_to_a_thousandth():
    assert mark(TABLE.assign(spent=TABLE["spent"] * 1.0005)).right
    assert not mark(TABLE.assign(spent=TABLE["spent"] * 1.01)).right


def test_a_foreseen_error_gets_its_message_as_query_and_as_table():
    wrong = RIGHT.replace("DISTINCT", "")
    for given in (wrong, toy.query.table(wrong), wrong + " ORDER BY 2"):
        verdict = mark(given)
        assert (verdict.stage, verdict.slip) == ("slip", 0)
        assert verdict.message == "This is the table you get counting purchases."


# What went wrong, where it was not foreseen


def about(given):
    """What is said of a query for some people, where the first two are asked."""
    people = "SELECT id AS city, id AS people, 1 AS spent FROM person {}"
    asked = toy.query.changed(answer=lambda: people.format("WHERE id < 3"), slips=())
    return told(people.format(given), asked)


def test_a_condition_that_is_missing():
    assert about("WHERE id < 4") == "1 row too many. Which condition is missing?"
    assert about("WHERE id > 1") == (
        "1 of 2 rows are missing, and 2 others are there. Which condition chooses them?"
    )
    assert about("WHERE id BETWEEN 2 AND 3").startswith("1 of 2 rows are missing, and 1 other is there.")


def test_a_group_of_nothing():
    assert told(RIGHT.replace("WHERE city IS NOT NULL", "")) == (
        "One row is without `city`. NULL makes a group or a row of its own."
    )


def test_rows_that_a_join_repeats():
    assert about("JOIN purchase USING (id) WHERE id < 3").startswith(
        "All 2 rows are there, and 1 more that repeat them. A join gives a row for each match"
    )


def test_rows_that_are_left_out():
    left_out = "rows are missing. Does a condition or a join leave them out?"
    assert told(f"{RIGHT} HAVING spent > 20") == f"1 of 2 {left_out}"
    assert told(f"{RIGHT} HAVING spent < 0") == f"2 of 2 {left_out}"


def test_another_group():
    by_person = RIGHT.replace("GROUP BY city", "GROUP BY city, id")
    assert told(by_person) == "`city` Lyon stands in 2 rows. By what is grouped?"


def test_a_column_with_other_values():
    assert told(RIGHT.replace("sum(", "avg(")) == (
        "Column `spent`: 0 of 2 values are right. Work out `city` Lyon by hand."
    )
    swapped = TABLE.assign(spent=TABLE["spent"].to_numpy()[::-1])
    assert told(swapped).startswith("Column `spent`: 0 of 2 values are right.")


def test_values_that_are_missing_or_rounded():
    nothing = RIGHT.replace("sum(amount)", "nullif(sum(amount), 10)")
    assert told(nothing) == ("Column `spent` has no value in 1 row. What is asked where there is nothing?")
    thirds = toy.query.changed(answer=lambda: RIGHT.replace("sum(amount)", "sum(amount) / 3"), slips=())
    assert told(RIGHT.replace("sum(amount)", "round(sum(amount) / 3, 1)"), thirds) == (
        "Column `spent`: 0 of 2 values are right, and the others are rounded. Leave all digits."
    )


def test_columns_with_other_names():
    assert told(RIGHT.replace("AS spent", "AS total")) == (
        "The rows are right. The column `spent` must have this name: write `AS spent`."
    )
    assert told(RIGHT.replace("sum(amount) AS spent", "avg(amount)")) == (
        "The column `spent` is missing. There are: `city`, `people`, `avg(amount)`."
    )
    assert told("SELECT city, count(*) AS peoples FROM person GROUP BY ALL") == (
        "The column `people` is missing. Is it your `peoples`?"
    )
    assert told(pd.DataFrame()) == "The column `city` is missing."
    assert "stands there twice" in told(pd.DataFrame([[1, 2]], columns=["city", "city"]))


def test_an_order_that_is_asked():
    ordered = toy.query.changed(order=("spent",), answer=lambda: f"{RIGHT} ORDER BY spent DESC")
    assert mark(f"{RIGHT} ORDER BY spent DESC", ordered).right
    verdict = mark(f"{RIGHT} ORDER BY spent", ordered)
    assert verdict.stage == "close"
    assert verdict.message == "The rows are right, and stand in another order. Which is asked of `spent`?"
    assert "The order of the rows counts." in ordered.question.statement()


# What cannot be run


def test_what_the_database_says_is_told_in_a_sentence():
    assert told("SELEC city") == (
        'The database cannot run this query: Parser Error: syntax error at or near "SELEC".'
    )
    assert told("SELECT * FROM persons") == (
        "The database cannot run this query: Catalog Error: Table with name persons does not exist! "
        'Did you mean "person"?'
    )
    assert told("SELECT citty FROM person").endswith('Candidate bindings: "city", "id".')
    assert told("about half of them").startswith("The database cannot run this query: Parser Error")
    assert told("\ud800").startswith("The database cannot run this query: ")
    assert "is asked; got 17." in told(17)


@pytest.mark.parametrize(
    ("text", "holds"),
    [("-- by city", "no statement"), (";;", "no statement"), (f"{RIGHT}; SELECT 1", "2 statements")],
    ids=range(3),
)
def test_one_query_is_asked(text, holds):
    assert told(text) == f"One query is asked; this text holds {holds}."
    assert mark(f"{RIGHT};; -- by city").right


def test_a_query_that_takes_too_much_memory_is_stopped():
    everything = "SELECT list(a.range) AS city FROM range(1000000) AS a, range(1000) AS b"
    assert told(everything).startswith("The query needs more than 1GB of memory.")
    assert mark(RIGHT).right


@pytest.mark.parametrize(
    "query",
    [
        "DROP TABLE person",
        "INSERT INTO person VALUES (9, 'Rome')",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY person TO 'person.csv'",
        "ATTACH 'other.duckdb'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_a_query_can_neither_change_the_database_nor_leave_it(query, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert told(query).startswith("The database cannot run this query: ")
    assert not list(tmp_path.iterdir())
    assert mark(RIGHT).right


def test_a_query_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(marking, "PATIENCE", 0.5)
    start = time.monotonic()
    endless = "SELECT sum(a.range * b.range) AS city FROM range(10000000) AS a, range(10000000) AS b"
    assert "takes more than 0.5 seconds" in told(endless)
    assert time.monotonic() - start < 5


def test_a_product_of_tables_is_read_in_part():
    many = toy.query.table("SELECT 1 AS city FROM range(10000), range(1000)")
    assert len(many) == 2048 * marking.MOST_CHUNKS


# Rows


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"n": [1, None]}, {"n": [float("nan"), 1.0]}),
        ({"day": pd.to_datetime(["2025-03-07"])}, {"day": ["2025-03-07"]}),
        ({"word": ["Lyon ", "XI'AN"]}, {"word": ["xi'an", "Lyon"]}),
        ({"n": [2.5, 1]}, {"n": ["1.0", "2.5"]}),
    ],
)
def test_rows_are_alike_whatever_their_types(one, other):
    assert alike(pd.DataFrame(one), pd.DataFrame(other))


def test_rows_are_counted():
    assert not alike(pd.DataFrame({"n": [1, 2, 2]}), pd.DataFrame({"n": [1, 1, 2]}))
    assert not alike(pd.DataFrame({"n": [1, 2]}), pd.DataFrame({"n": [1, 2, 2]}))


# Its faces


def test_the_record_keeps_the_text_of_a_query_and_the_table_of_a_relation():
    assert toy.query.recorded(RIGHT) == RIGHT
    with duckdb.connect() as connection:
        recorded = toy.query.recorded(connection.from_df(TABLE))
    assert mark(restored(kept(recorded).value)).right


def test_the_form_takes_sql_and_the_page_shows_what_is_asked(outside):
    view = form(toy.query.question, None)
    area = next(part for part in view.children if getattr(part, "description", "") == "SQL")
    assert area.value == ""
    item = page_item(toy.query.question)
    assert item["kind"] == "read"
    assert "Columns: `city`, `people`, `spent`. The order of the rows does not count." in item["prompt"]
