"""Raw files as rows of text: what is read, in which encoding, and which rows cannot be read at all."""

import csv
import io
import warnings
import zipfile
from pathlib import Path
from typing import NamedTuple

from crmlib._guard.checks import describe
from crmlib._guard.tables import DataWarning, result_table
from crmlib.database.silos.shop import SHOP_COLUMNS
from crmlib.database.silos.survey import SHEET, SURVEY_COLUMNS

#: How the files of each silo are called.
PATTERNS = {"shop": "shop*.csv", "service_desk": "service_desk*.jsonl", "survey": "survey*.xlsx"}


class Silos(NamedTuple):
    """The raw tables, all text, nothing cleaned, each row with its `source_file` and `source_row`.

    `shop` has an order a row, `service_desk` a ticket a row in the column `line`, `survey` an answer a row.
    """

    shop: object
    service_desk: object
    survey: object


def read_silos(folder):
    """The raw files of the three silos as tables of text, nothing cleaned.

    Parameters
    ----------
    folder : str or Path
        The folder with ``shop*.csv``, ``service_desk*.jsonl`` and ``survey*.xlsx``.

    Returns
    -------
    Silos
        The tables `shop`, `service_desk` and `survey`. Each row has its `source_file` and `source_row`.

    Raises
    ------
    TypeError, ValueError
        If the folder is missing, or a file cannot be read.

    Warns
    -----
    DataWarning
        When rows cannot be split into columns: they are left out, with the number.
    """
    tables = {}
    columns = {"shop": [*SHOP_COLUMNS], "service_desk": ["line"], "survey": [*SURVEY_COLUMNS]}
    for silo, paths in files_of(folder).items():
        found = [(path.name, read_rows(silo, path.name, path.read_bytes())) for path in paths]
        _warn_of_rejects(found)
        rows = [(name, *row) for name, rows in found for row in rows.read]
        names = ["source_file", "source_row", *columns[silo]]
        tables[silo] = result_table({name: [row[place] for row in rows] for place, name in enumerate(names)})
    return Silos(**tables)


def _warn_of_rejects(found):
    for name, rows in found:
        if rows.rejected:
            number = f"{len(rows.rejected)} rows" if len(rows.rejected) > 1 else "1 row"
            warnings.warn(f"left out: {number} of {name} that cannot be read", DataWarning, stacklevel=4)


def files_of(folder):
    """The files of each silo in a folder, in the order of their names."""
    if not isinstance(folder, str | Path) or not str(folder):
        raise TypeError(f"folder must be the path of a folder; got {describe(folder)}")
    if not Path(folder).is_dir():
        raise ValueError(f"folder {str(folder)!r} is not there")
    return {silo: sorted(Path(folder).glob(pattern)) for silo, pattern in PATTERNS.items()}


class Rows(NamedTuple):
    """What a file holds: its encoding, its rows by number, and the rows that cannot be read, with reason."""

    encoding: str
    read: list
    rejected: list


def read_rows(silo, name, content):
    """The rows of a file of a silo; a ValueError in one sentence if it is no such file."""
    return {"shop": _read_shop, "service_desk": _read_service_desk, "survey": _read_survey}[silo](
        name, content
    )


def _read_shop(name, content):
    """Each line by itself, so that a quotation mark that is never closed cannot swallow the rest."""
    encoding, text = _decoded(name, content)
    lines = text.splitlines()
    headings = next(csv.reader(lines[:1]), [])
    places = _places(name, headings, SHOP_COLUMNS)
    read, rejected = [], []
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            fields, problem = _fields(line, len(headings))
            row = (number, problem, line) if problem else (number, *(fields[place] for place in places))
            (rejected if problem else read).append(row)
    return Rows(encoding, read, rejected)


def _decoded(name, content):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return encoding.removesuffix("-sig"), content.decode(encoding)
        except UnicodeDecodeError as problem:
            place = problem.start
    raise ValueError(f"{name} is neither UTF-8 nor GB18030: byte {place + 1:,} fits neither; export it again")


def _places(name, headings, columns):
    """Where each column stands, under its English or its Chinese heading."""
    clean = [heading.strip() for heading in headings]
    missing = [column for column, chinese in columns.items() if not {column, chinese} & set(clean)]
    if missing:
        named = f"{missing[0]!r} or {columns[missing[0]]!r}"
        raise ValueError(f"{name} has no column {named}; its columns are {', '.join(clean)[:120] or 'none'}")
    if unknown := [heading for heading in clean if heading and heading not in {*columns, *columns.values()}]:
        warnings.warn(
            f"left out: column {unknown[0]!r} of {name}, which is not known", DataWarning, stacklevel=5
        )
    return [
        clean.index(column) if column in clean else clean.index(chinese)
        for column, chinese in columns.items()
    ]


def _fields(line, wanted):
    """The fields of a line, or why they cannot be told apart."""
    try:
        fields = next(csv.reader([line], strict=True))
    except csv.Error as problem:
        return None, f"line cannot be split: {problem}"
    return fields, "" if len(fields) == wanted else f"{len(fields)} fields in place of {wanted}"


def _read_service_desk(name, content):
    """Each line is kept as it stands; whether it is JSON is asked when it is cleaned."""
    read, rejected = [], []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            try:
                read.append((number, line.decode("utf-8").strip()))
            except UnicodeDecodeError:
                rejected.append((number, "line is not UTF-8", line.decode("utf-8", "replace")))
    return Rows("utf-8", read, rejected)


def _read_survey(name, content):
    """The rows below the columns' headings, which stand below a title and merged groups."""
    rows = list(_sheet(name, content).iter_rows(values_only=True))
    start = next((number for number, row in enumerate(rows) if SURVEY_COLUMNS["response_no"] in row), None)
    if start is None:
        raise ValueError(
            f"{name}: no row of sheet {SHEET!r} has the heading {SURVEY_COLUMNS['response_no']!r}"
        )
    places = _places(name, [_cell_text(cell) for cell in rows[start]], SURVEY_COLUMNS)
    numbered = enumerate(rows[start + 1 :], start + 2)
    read = [
        (number, *(_cell_text(row[place]) for place in places))
        for number, row in numbered
        if any(map(_is_filled, row))
    ]
    return Rows("xlsx", read, [])


def _sheet(name, content):
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError):
        raise ValueError(f"{name} is no Excel workbook, or it is damaged; export it again") from None
    if SHEET not in book.sheetnames:
        raise ValueError(f"{name} has no sheet {SHEET!r}; its sheets are {', '.join(book.sheetnames)}")
    return book[SHEET]


def _is_filled(cell):
    return _cell_text(cell).strip() != ""


def _cell_text(cell):
    """A cell as text: whole numbers without a point, dates as 2025-03-07 00:00:00."""
    whole = isinstance(cell, float) and cell == int(cell)
    return "" if cell is None else str(int(cell) if whole else cell)
