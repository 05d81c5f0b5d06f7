"""A table of text: its separator, its header, and its rows; rows of another width are set aside."""

import csv
import io
import itertools
import re
from collections import Counter

import pandas as pd

from crmlib.datasets.own_file.header import (
    Table,
    find_header,
    known_headings,
    refuse_no_header,
    skipped_lines,
)
from crmlib.datasets.own_file.headings import shown

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}


def read_text(name, text, encoding, options):
    text, said = _said_separator(text)
    separator = options.separator or said or _separator(name, text, options)
    header, start, skipped = find_header(_first_records(text, separator), options.wanted)
    refuse_no_header(name, header, options.wanted)
    body = text[_line_start(text, start) :]
    header = _fit_header(header, _first_records(body, separator))
    frame, broken = _parse_rows(name, body, separator, len(header), start)
    _refuse_mostly_broken(name, header, len(frame), broken)
    mark = SEPARATORS.get(separator, repr(separator))
    understood = [("file", f"text, {encoding}, separated by {mark}"), *skipped_lines(skipped)]
    return Table(header, [frame[column] for column in frame], understood, broken)


def _said_separator(text):
    """The first line "sep=;" that some spreadsheets write."""
    match = re.match(r'"?sep=(.)"?\r?\n', text)
    return (text[match.end() :], match[1]) if match else (text, None)


def _first_records(text, separator, most=60):
    """The first rows with the number of the line after each; blank lines are left out."""
    reader = csv.reader(io.StringIO(text[:400_000], newline=""), delimiter=separator)
    records = []
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                records.append((record, reader.line_num))
            if len(records) == most:
                break
    except csv.Error:
        pass
    return records


def _separator(name, text, options):
    """The separator under which the header is known best and the rows are most alike."""
    ranks = {separator: _rank(_first_records(text, separator), options.wanted) for separator in SEPARATORS}
    best = max(ranks, key=ranks.get)
    if ranks[best][0] == 0:
        raise ValueError(
            f"path: {name} has one column only, {shown(text.strip().splitlines()[0])}; if it has more, say "
            "separator"
        )
    return best


def _rank(records, wanted):
    widths = Counter(len(record) for record, _ in records)
    if not widths or max(widths) < 2:
        return (0, 0, 0, 0)
    width, rows = widths.most_common(1)[0]
    header, _, _ = find_header(records, wanted)
    return (1, known_headings(header, wanted), width > 1 and rows / len(records), width)


def _line_start(text, lines):
    """Where the text goes on after so many lines."""
    ends = [match.end() for match in itertools.islice(re.finditer(r"\r\n|\n|\r", text), lines)]
    return ends[-1] if len(ends) == lines else len(text)


def _fit_header(header, records):
    """A header and rows of which one ends in separators that the other has not."""
    widths = Counter(len(record) for record, _ in records)
    width = widths.most_common(1)[0][0] if widths else len(header)
    extra = [record[len(header) :] for record, _ in records if len(record) == width > len(header)]
    if extra and not any(cell.strip() for cells in extra for cell in cells):
        return header + [""] * (width - len(header))
    return header[:width] if width < len(header) and not any(header[width:]) else header


def _parse_rows(name, body, separator, width, start):
    """The rows as text columns, and those that have another number of cells."""
    import pyarrow
    from pyarrow import csv as arrow_csv

    broken, names = [], [str(place) for place in range(width)]

    def set_aside(row):
        broken.append((f"{row.actual_columns} cells in place of {width}", row.text))
        return "skip"

    content = body.encode("utf-8", errors="replace")
    if not content.strip():
        return pd.DataFrame({column: pd.Series(dtype="str") for column in names}), []
    try:
        table = arrow_csv.read_csv(
            pyarrow.py_buffer(content),
            arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=_block(name, content)),
            arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, invalid_row_handler=set_aside
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=False
            ),
        )
    except pyarrow.ArrowException:
        raise ValueError(f"path: {name} cannot be read as rows of {width} cells; is it a table?") from None
    _refuse_open_quote(name, content, table.num_rows + len(broken), start)
    return table.to_pandas(), broken


def _block(name, content):
    if len(content) >= 2**31 - 1:
        raise ValueError(f"path: {name} is larger than 2 GB; split it first")
    return len(content) + 1


def _refuse_open_quote(name, content, rows, start):
    """A quotation mark that is never closed swallows the rows after it."""
    if content.count(b'"') % 2 and rows < sum(1 for line in content.splitlines() if line.strip()):
        raise ValueError(
            f"path: a quotation mark in {name} is opened and not closed, so that rows run together; mend it "
            "in the file"
        )


def _refuse_mostly_broken(name, header, rows, broken):
    if len(broken) > rows:
        what, line = broken[0]
        raise ValueError(
            f"path: most rows of {name} have {what} named in the header, such as {shown(line)}; "
            "say separator, or put cells that hold one in quotation marks"
        )
