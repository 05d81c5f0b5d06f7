"""A table in a workbook of Excel: the sheet with data, its header and its rows."""

import io

import pandas as pd

from crmlib.datasets.own_file.header import Table, find_header, refuse_no_header, skipped_lines
from crmlib.datasets.own_file.headings import listed, shown
from crmlib.datasets.own_file.values import is_nothing


def read_workbook(name, content, options):
    import warnings

    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet, rows = _choose_sheet(name, book, options.sheet)
    except _SheetError as problem:
        raise ValueError(str(problem)) from None
    except Exception:
        raise ValueError(f"path: {name} is a workbook that is cut off or damaged; save it again") from None
    records = [(list(row), line) for line, row in enumerate(rows, start=1) if not all(map(is_nothing, row))]
    if not records:
        raise ValueError(f"path: {name} is empty: its sheet {shown(sheet)} holds nothing")
    width = max(_width(record) for record, _ in records)
    header, _, skipped = find_header(records, options.wanted)
    refuse_no_header(name, header[:width], options.wanted)
    columns = zip(*(_padded(record, width) for record, _ in records[skipped + 1 :]), strict=True)
    filled = [pd.Series(list(column), dtype=object) for column in columns]
    understood = [("file", f"workbook, sheet {sheet!r}"), *skipped_lines(records[skipped][1] - 1)]
    names = _padded(header, width, "")
    return Table(names, filled or [pd.Series(dtype=object) for _ in names], understood)


class _SheetError(ValueError):
    """A sentence about the sheets of a workbook."""


def _choose_sheet(name, book, sheet):
    """The rows of the named sheet, or of the only one with data."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if sheet is not None and sheet not in sheets:
        raise _SheetError(
            f"sheet: the workbook has no sheet {shown(sheet)}; its sheets are {listed(list(sheets))}"
        )
    full = {title: _sheet_rows(sheets[title]) for title in ([sheet] if sheet else sheets)}
    full = {title: rows for title, rows in full.items() if sheet or _has_data(rows)}
    if not full:
        raise _SheetError(f"path: {name} is empty: no sheet holds a table")
    if len(full) > 1:
        raise _SheetError(
            f"sheet: {name} has {len(full)} sheets with data, {listed(list(full))}; say which, "
            f"e.g. sheet={shown(next(iter(full)))}"
        )
    return next(iter(full.items()))


def _sheet_rows(sheet):
    sheet.reset_dimensions()
    return list(sheet.iter_rows(values_only=True))


def _has_data(rows):
    return sum(_width(row) > 1 for row in rows) > 1


def _width(row):
    return max((place for place, cell in enumerate(row, start=1) if cell is not None), default=0)


def _padded(row, width, empty=None):
    return [*row[:width], *[empty] * (width - len(row))]
