"""A table as it stands in a file, and the row that is its header."""

import re
from dataclasses import dataclass, field

from crmlib._guard.written_numbers import number_with, take_apart
from crmlib.datasets.own_file.headings import is_heading, shown
from crmlib.datasets.own_file.values import is_nothing

HEADER_SEARCH = 30


@dataclass
class Table:
    """The columns of a file as they stand in it, and what was found on the way."""

    names: list
    columns: list
    understood: list = field(default_factory=list)
    broken: list = field(default_factory=list)

    def __len__(self):
        return len(self.columns[0]) if self.columns else 0


def skipped_lines(skipped):
    return [("header", f"in line {skipped + 1}, after {skipped} other")] if skipped else []


def known_headings(record, wanted):
    return sum(is_heading(cell) or str(cell).strip() in wanted for cell in record)


def find_header(records, wanted):
    """The first row with two known headings, else the first row; where it ends, and how many stand above."""
    for place, (record, end) in enumerate(records[:HEADER_SEARCH]):
        if known_headings(record, wanted) >= min(2, len(record)):
            return _cells(record), end, place
    return (_cells(records[0][0]), records[0][1], 0) if records else ([], 0, 0)


def _cells(record):
    return ["" if is_nothing(cell) else str(cell).replace("\ufeff", "").strip() for cell in record]


def refuse_no_header(name, header, wanted):
    """A first row that holds an amount or a date is no header."""
    data = [cell for cell in header if cell and re.search(r"\d", cell) and _is_data(cell)]
    if data and not known_headings(header, wanted):
        raise ValueError(
            f"path: {name} has no header: its first row holds {shown(data[0])}; write the names of the "
            "columns above it"
        )


def _is_data(cell):
    parts = take_apart(cell)
    number = parts and any(number_with(parts.digits, mark) is not None for mark in ".,")
    return bool(number) or bool(re.fullmatch(r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}.*", cell))
