"""How good the database is: its data, and its decisions on who is one person."""

from crmlib import quality
from crmlib.database.driver import connect


def report(path):
    """Completeness, uniqueness, validity and timeliness, before cleaning and after.

    Parameters
    ----------
    path : str or Path
        A database that `build` made.

    Returns
    -------
    pandas.DataFrame
        A row per judgement: `table` ("shop as it came in" or "customers"), `dimension`, `column`, `rule`,
        `rows`, `failures` and `ratio` (0 to 1), as `quality.quality_report` gives them. The age of a
        customer's data counts from the latest update in the database.

    Raises
    ------
    TypeError, ValueError
        If there is no such database.
    """
    import pandas as pd

    before = _read(path, "SELECT * FROM staging.shop").replace("", None)
    after = _read(path, "SELECT * FROM customer")
    as_of = after["last_seen"].max()
    tables = {
        "shop as it came in": quality.quality_report(
            before,
            keys=["order_no"],
            rules=_rules(before, dict(pattern=r"19[1-9]\d|20[01]\d")),
            also_missing=("", "n/a", "无", "-"),
        ),
        "customers": quality.quality_report(
            after,
            keys=["customer_id", "phone", "email"],
            rules=_rules(after, dict(low=1910, high=2019)),
            date="last_seen",
            as_of=as_of,
        ),
    }
    return pd.concat([table.assign(table=name) for name, table in tables.items()], ignore_index=True)[
        ["table", "dimension", "column", "rule", "rows", "failures", "ratio"]
    ]


def _rules(table, birth_year):
    """Rules of form for the columns that a table has."""
    patterns = {
        "phone": r"\+\d{8,15}",
        "email": r"[^@\s]+@[^@\s]+\.[^@\s.]+",
        "order_date": r"\d{4}-\d{2}-\d{2}",
        "amount": r"\d+\.\d{2}",
    }
    rules = [quality.Rule(column, pattern=pattern) for column, pattern in patterns.items() if column in table]
    return [*rules, quality.Rule("birth_year", **birth_year)]


def matching_quality(path, key):
    """How well the database tells who is one person, judged by the key.

    Parameters
    ----------
    path : str or Path
        A database that `build` made.
    key : DataFrame
        Whose each record is, as `silos.export` or `datasets.silo_key` gives it: `silo`, `record`,
        `customer_id`.

    Returns
    -------
    dict
        As `quality.pair_quality`: a pair is two records (accounts, tickets, responses) of one customer.

    Raises
    ------
    TypeError, ValueError
        If there is no such database, a column of the key is missing, or no record of the key is in it.
    """
    joined = _joined(path, key)
    return quality.pair_quality(_pairs(joined, "found"), _pairs(joined, "customer_id"))


def matching_errors(path, key):
    """The pairs of records that the database gets wrong.

    Parameters
    ----------
    path : str or Path
        A database that `build` made.
    key : DataFrame
        As for `matching_quality`.

    Returns
    -------
    pandas.DataFrame
        A row per wrong pair: `error` ("one person in two" or "two people in one"), and for both records
        `silo`, `record`, `name`, `phone`, `email`.

    Raises
    ------
    TypeError, ValueError
        As `matching_quality`.
    """
    import pandas as pd

    joined = _joined(path, key)
    found, true = _pairs(joined, "found"), _pairs(joined, "customer_id")
    wrong = [("one person in two", pair) for pair in true - found]
    wrong += [("two people in one", pair) for pair in found - true]
    about = joined.set_index("record")[["silo", "name", "phone", "email"]]
    lines = [
        {"error": error, "first": a, "second": b}
        | {f"first_{column}": about.at[a, column] for column in about}
        | {f"second_{column}": about.at[b, column] for column in about}
        for error, (a, b) in sorted(wrong)
    ]
    return pd.DataFrame(
        lines,
        columns=[
            "error",
            "first",
            "second",
            *(f"{end}_{column}" for end in ("first", "second") for column in about),
        ],
    )


def _joined(path, key):
    """The records of the key that are in the database, with their true and their found customer."""
    from crmlib._guard.tables import as_frame, refuse_missing_column

    frame = as_frame(key, "key")
    for column in ("record", "customer_id"):
        refuse_missing_column(frame, column, "key")
    truth = frame.lazy().collect().to_pandas()[["record", "customer_id"]].dropna()
    found = _read(path, _RECORDS)
    joined = found.merge(truth, on="record")
    if joined.empty:
        raise ValueError("key has no record that is in the database")
    return joined


# An account has one customer; its latest name, number and address stand for it.
_RECORDS = """
SELECT coalesce(o.account_no, d.ticket_no, v.response_no) AS record, any_value(p.silo) AS silo,
       any_value(p.customer_id) AS found, max(p.name) AS name, max(p.phone_typed) AS phone,
       max(p.email) AS email
FROM sighting AS s JOIN person_record AS p USING (record)
LEFT JOIN clean.shop AS o ON o.source_file = s.source_file AND o.source_row = s.source_row
LEFT JOIN clean.service_desk AS d ON d.source_file = s.source_file AND d.source_row = s.source_row
LEFT JOIN clean.survey AS v ON v.source_file = s.source_file AND v.source_row = s.source_row
GROUP BY ALL
"""


def _pairs(joined, column):
    """All pairs of records of one person, each in the order of its names."""
    import itertools

    groups = joined.groupby(column)["record"].agg(sorted)
    return {pair for group in groups for pair in itertools.combinations(group, 2)}


def _read(path, query):
    import duckdb

    connection = connect(path)
    try:
        return connection.execute(query).df()
    except duckdb.CatalogException:
        raise ValueError(f"path: {str(path)!r} is no finished customer database; build it first") from None
    finally:
        connection.close()
