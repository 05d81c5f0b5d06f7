"""A table in Parquet, or in JSON as records, lines or columns."""

import json

import pandas as pd

from crmlib.datasets.own_file.header import Table
from crmlib.datasets.own_file.headings import listed, shown


def read_parquet(name, content):
    import pyarrow
    from pyarrow import parquet

    try:
        table = parquet.read_table(pyarrow.BufferReader(content))
        nested = next((part.name for part in table.schema if pyarrow.types.is_nested(part.type)), None)
        if nested is None:
            frame = table.to_pandas(ignore_metadata=False).reset_index()
    except (pyarrow.ArrowException, OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ValueError(
            f"path: {name} is a Parquet file that is cut off or damaged; copy it again"
        ) from None
    if nested is not None:
        raise ValueError(
            f"path: {name} is nested: its column {shown(nested)} holds lists or records in a cell"
        )
    frame = frame.drop(
        columns=[column for column in frame if column == "index" and column not in table.schema.names]
    )
    columns = [_without_categories(frame.iloc[:, place]) for place in range(frame.shape[1])]
    return Table(list(map(str, frame.columns)), columns, [("file", "Parquet")])


def _without_categories(column):
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype(column.cat.categories.dtype)
    return column


def read_json(name, text, encoding):
    lines, content = _parse_json(name, text)
    records = content if isinstance(content, list) else None
    if isinstance(content, dict) and not any(isinstance(value, dict | list) for value in content.values()):
        records = [content]
    elif isinstance(content, dict):
        kinds = {type(value) for value in content.values()}
        if kinds == {dict}:
            content = {key: list(_by_row(content, value)) for key, value in content.items()}
        elif kinds != {list} or len({len(value) for value in content.values()}) != 1:
            raise ValueError(
                f"path: {name} is nested JSON with {listed(list(content))} on top; "
                "save the list of records alone"
            )
    elif not records or not all(isinstance(record, dict) for record in records):
        raise ValueError(f'path: {name} is JSON, but no list of records such as [{{"customer_id": 7, ...}}]')
    columns = _columns_of(records) if records else content
    _refuse_nested(name, columns)
    series = [pd.Series(values, dtype=object) for values in columns.values()]
    kind = "JSON lines" if lines else "JSON records" if records else "JSON columns"
    return Table(list(map(str, columns)), series, [("file", f"{kind}, {encoding}")])


def _by_row(content, column):
    """The values of a column by the row labels of all columns."""
    labels = dict.fromkeys(label for values in content.values() for label in values)
    return map(column.get, labels)


def _parse_json(name, text):
    """The content, and whether it came line by line."""
    try:
        return False, json.loads(text)
    except RecursionError:
        raise ValueError(f"path: {name} is JSON nested too deep to be a table") from None
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
    records = []
    for number, line in enumerate(lines, start=1):
        try:
            records.append(json.loads(line))
        except (ValueError, RecursionError):
            raise ValueError(f"path: {name} is JSON that is cut off or damaged near line {number}") from None
    return True, records


def _columns_of(records):
    names = dict.fromkeys(name for record in records for name in record)
    return {name: [record.get(name) for record in records] for name in names}


def _refuse_nested(name, columns):
    for column, values in columns.items():
        if any(isinstance(value, dict | list) for value in values):
            raise ValueError(
                f"path: {name} is nested JSON: {shown(column)} holds lists or records of its own"
            )
