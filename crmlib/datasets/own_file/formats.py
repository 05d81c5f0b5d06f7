"""A table out of a file of any common kind: text, workbook, Parquet or JSON, also compressed.

The kind is read from the content, not from the name. What is no table is refused with what it is instead.
"""

import codecs
import csv
import difflib
import gzip
import io
import itertools
import json
import os
import re
import struct
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from crmlib._guard.checks import describe
from crmlib.datasets.own_file.headings import is_heading, listed, shown
from crmlib.datasets.own_file.values import is_nothing, number_with, take_apart

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
LARGEST_UNPACKED = 2_000_000_000
HEADER_SEARCH = 30
_OTHER_KINDS = {
    b"%PDF": "a PDF document",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a SQLite database",
    b"ARROW1": "an Arrow file",
    b"{\\rtf": "a text document (RTF)",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
}
_WEB = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype|html|head|body|table|\?xml)", re.IGNORECASE | re.DOTALL)


@dataclass
class Table:
    """The columns of a file as they stand in it, and what was found on the way."""

    names: list
    columns: list
    understood: list = field(default_factory=list)
    broken: list = field(default_factory=list)

    def __len__(self):
        return len(self.columns[0]) if self.columns else 0


def read_table(path, encoding=None, separator=None, sheet=None, wanted=()):
    """The table in a file.

    Parameters
    ----------
    path : str or path
        The file.
    encoding, separator, sheet : str, optional
        The encoding and the separator of a text file, the sheet of a workbook.
    wanted : tuple of str
        Column names that are known to stand in the header.

    Returns
    -------
    Table
        Every column, its values as they are in the file.
    """
    options = _Options(encoding, separator, sheet, tuple(name for name in wanted if name))
    _check_options(options)
    name, content, packed = _unpack(*_load(path))
    table = _read_content(name, content, options)
    if not len(table) and not table.broken:
        raise ValueError(f"path: {name} has a header, {listed(table.names)}, but no rows")
    table.understood[:0] = [("file", f"{packed}{table.understood.pop(0)[1]}")]
    return table


@dataclass(frozen=True)
class _Options:
    encoding: str | None
    separator: str | None
    sheet: str | None
    wanted: tuple


def _check_options(options):
    for argument in ("encoding", "separator", "sheet"):
        value = getattr(options, argument)
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{argument} must be text; got {describe(value)}")
    separator = options.separator
    if separator is not None and (len(separator) != 1 or not separator.isascii() or separator in '"\n\r\0'):
        raise ValueError(
            f'separator must be one plain character, such as "," or "\\t"; got {describe(separator)}; '
            "replace a longer or full-width one in the file"
        )
    try:
        known = options.encoding is None or codecs.lookup(options.encoding)._is_text_encoding
    except (LookupError, ValueError):
        known = False
    if not known:
        raise ValueError(
            f'encoding must be a known one, such as "utf-8" or "gb18030"; got {describe(options.encoding)}'
        )


def _load(path):
    if not isinstance(path, str | os.PathLike) or not isinstance(os.fspath(path), str):
        raise TypeError(f"path must be the path of a file; got {describe(path)}")
    if not os.fspath(path).strip() or "\0" in os.fspath(path):
        raise ValueError(f"path must be the path of a file; got {describe(path)}")
    if re.match(r"(https?|ftp)://", os.fspath(path)):
        raise ValueError("path must be a file on this machine, not an address; download it first")
    file = Path(path).expanduser()
    if file.is_dir():
        raise ValueError(f"path must be a file; {shown(file.name)} is a folder")
    try:
        return file.name, file.read_bytes()
    except FileNotFoundError:
        raise ValueError(f"path: there is no file {shown(file.name)} in its folder{_near(file)}") from None
    except OSError as problem:
        raise ValueError(f"path: {shown(file.name)} cannot be opened ({problem.strerror})") from None


def _near(file):
    """What was meant by a name that is not there."""
    there = [other.name for other in file.parent.iterdir()] if file.parent.is_dir() else []
    near = difflib.get_close_matches(file.name, there, n=1)
    return f"; did you mean {shown(near[0])}?" if near else ""


def _unpack(name, content, packed=""):
    """The content of a compressed file; a zip must hold one file of data."""
    name = name if len(name) <= 40 else name[:37] + "..."
    if content[:2] == b"\x1f\x8b":
        return _unpack(name.removesuffix(".gz"), _gunzip(name, content), packed + "gzip, ")
    if content[:2] == b"PK" and not (kind := _office_kind(name, content)):
        return _unpack(*_from_zip(name, content), packed + "zip, ")
    if content[:2] == b"PK" and kind != "xlsx":
        raise ValueError(f"path: {name} is {kind}, not a table; save it as .xlsx or .csv")
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ValueError(f"path: {name} is empty")
    return name, content, packed


def _gunzip(name, content):
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            plain = stream.read(LARGEST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error):
        raise ValueError(f"path: {name} is a gzip file that is cut off or damaged; copy it again") from None
    return _limited(name, plain)


def _limited(name, plain):
    if len(plain) > LARGEST_UNPACKED:
        raise ValueError(f"path: {name} unpacks to more than 2 GB; split it first")
    return plain


def _open_zip(name, content):
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error):
        raise ValueError(
            f"path: {name} is a workbook or zip file that is cut off or damaged; copy it again"
        ) from None


def _office_kind(name, content):
    """What an office document in a zip is, or None for a plain zip."""
    names = set(_open_zip(name, content).namelist())
    folders = {member.partition("/")[0] for member in names}
    if "[Content_Types].xml" in names:
        kinds = {"xl": "xlsx", "word": "a Word document", "ppt": "a presentation"}
        return next((kinds[folder] for folder in kinds if folder in folders), "an office document")
    if "content.xml" in names and "mimetype" in names:
        return "an OpenDocument file"
    return "a Numbers document" if "Index" in folders and "Metadata" in folders else None


def _from_zip(name, content):
    archive = _open_zip(name, content)
    files = [
        member
        for member in archive.infolist()
        if not member.is_dir()
        and "__MACOSX" not in member.filename
        and not Path(member.filename).name.startswith(".")
    ]
    if len(files) != 1:
        found = f"{len(files)} files: {listed([file.filename for file in files])}" if files else "no file"
        raise ValueError(f"path: {name} holds {found}; unpack it and name the one to read")
    if files[0].flag_bits & 1:
        raise ValueError(f"path: {name} is protected by a password; unpack it first")
    if files[0].file_size > LARGEST_UNPACKED:
        _limited(name, range(LARGEST_UNPACKED + 1))
    try:
        return Path(files[0].filename).name, archive.read(files[0])
    except Exception:
        raise ValueError(f"path: {name} is a zip file that is cut off or damaged; copy it again") from None


def _read_content(name, content, options):
    """The table of a file that is no longer compressed."""
    head = content[:2000]
    for start, kind in _OTHER_KINDS.items():
        if head.startswith(start):
            raise ValueError(f"path: {name} is {kind}, not a table; export the data as .csv or .xlsx")
    if _WEB.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise ValueError(
            f"path: {name} is a web page or XML, whatever its name says; open it in a spreadsheet and save "
            "it as .xlsx"
        )
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        _refuse_old_workbook(name, content)
    if head.startswith(b"PK"):
        _refuse_options(options, "a workbook", "encoding", "separator")
        return _read_workbook(name, content, options)
    if head[257:262] == b"ustar":
        raise ValueError(f"path: {name} is a tar archive; unpack it and name the file to read")
    if head.startswith(b"PAR1"):
        _refuse_options(options, "a Parquet file", "encoding", "separator", "sheet")
        return _read_parquet(name, content)
    _refuse_options(options, "a text file", "sheet")
    text, encoding = _decode(name, content, options.encoding)
    if text.lstrip()[:1] in ("{", "["):
        _refuse_options(options, "JSON", "separator")
        return _read_json(name, text, encoding)
    return _read_text(name, text, encoding, options)


def _refuse_options(options, kind, *arguments):
    for argument in arguments:
        if getattr(options, argument) is not None:
            raise ValueError(
                f"{argument} is {describe(getattr(options, argument))}, but the file is {kind}, "
                "which has none"
            )


def _refuse_old_workbook(name, content):
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise ValueError(f"path: {name} is a workbook with a password; save it without one")
    raise ValueError(f"path: {name} is in the format of Excel before 2007 (.xls); save it as .xlsx or .csv")


# Text


def _decode(name, content, encoding):
    """The text and its encoding, by a mark at its start, by its form, or by its pairs of high bytes."""
    said, encoding = encoding, encoding or _encoding(name, content)
    if not said and encoding.startswith("utf-16-") and not _decodes(content, encoding):
        raise ValueError(f"path: {name} is not text and no kind of table that is known here")
    try:
        text = content.decode(encoding)
    except (UnicodeError, ValueError) as problem:
        place = f" (byte {problem.start + 1:,})" if isinstance(problem, UnicodeDecodeError) else ""
        raise ValueError(f"encoding: {name} is not {encoding}{place}; say another, or leave it out") from None
    if not text.strip("\ufeff\0 \t\r\n").strip():
        raise ValueError(f"path: {name} is empty")
    return text.removeprefix("\ufeff"), encoding.lower()


def _encoding(name, content):
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return encoding
    if (zeros := content[:4000].count(0)) > len(content[:4000]) / 5:
        return "utf-16-le" if content[1:4000:2].count(0) > zeros / 2 else "utf-16-be"
    if zeros or len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", content[:4000])) > 5:
        raise ValueError(f"path: {name} is not text and no kind of table that is known here")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as problem:
        return _older_encoding(name, content, problem)
    return "utf-8"


def _older_encoding(name, content, problem):
    """GB18030 if high bytes come in pairs or fours, Windows-1252 if they stand alone; else refused."""
    start = content[:2_000_000]
    runs = re.findall(rb"[\x80-\xff]+", start)
    _refuse_broken_utf8(name, content, problem, runs)
    fours = len(re.findall(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]", start))
    paired = sum(len(run) for run in runs if len(run) % 2 == 0 and run[0] >= 0xA1) + 2 * fours
    share = paired / sum(map(len, runs))
    if share >= 0.9 and _decodes(content, "gb18030"):
        return "gb18030"
    older = share <= 0.2 and _is_older_still(start, runs)
    if share <= 0.2 and not older and _decodes(content, "cp1252"):
        return "cp1252"
    likely = _of_a_machine(start) if older else _likely_encoding(content)
    raise ValueError(
        f"encoding: that of {name} is not clear; say it, e.g. encoding={likely!r}, "
        'encoding="gb18030" or encoding="cp1252"'
    )


def _is_older_still(start, runs):
    """Bytes that Windows-1252 hardly has within a word, and the Macintosh and DOS have as ä, ö and é."""
    within = re.findall(rb"(?<=[A-Za-z])[\x80-\x91\x93-\x95\x98-\x9b\x9d-\x9f](?=[A-Za-z])", start)
    return 2 * len(within) >= sum(map(len, runs))


def _of_a_machine(start):
    """Which of the two: as ä, ö, ü and é the Macintosh wrote other bytes than DOS; a proposal only."""
    macintosh, dos = (
        len(re.findall(letters, start)) for letters in (rb"[\x8a\x8e\x9a\x9f]", rb"[\x81-\x84\x94]")
    )
    return "mac_roman" if macintosh > dos else "cp850"


def _refuse_broken_utf8(name, content, problem, runs):
    """Text of which nearly all is UTF-8 has been cut, or glued together from two encodings."""
    kept = content[:2_000_000].decode("utf-8", errors="ignore")
    good = sum(len(letter.encode()) for letter in re.findall(r"[^\x00-\x7f]+", kept))
    if good >= 0.8 * sum(map(len, runs)):
        line = content[: problem.start].count(b"\n") + 1
        raise ValueError(
            f"encoding: {name} is UTF-8 except for what stands in line {line:,}; mend that line, "
            "or say encoding if it is another"
        )


def _decodes(content, encoding):
    try:
        content.decode(encoding)
    except UnicodeError:
        return False
    return True


def _likely_encoding(content):
    """What letters and their neighbours speak for, as a proposal only."""
    import charset_normalizer

    candidates = ["big5", "shift_jis", "euc_kr", "cp1250", "cp1251"]
    best = charset_normalizer.from_bytes(content[:200_000], cp_isolation=candidates).best()
    return best.encoding if best else "big5"


def _read_text(name, text, encoding, options):
    text, said = _said_separator(text)
    separator = options.separator or said or _separator(name, text, options)
    header, start, skipped = _find_header(_first_records(text, separator), options.wanted)
    _refuse_no_header(name, header, options.wanted)
    body = text[_line_start(text, start) :]
    header = _fit_header(header, _first_records(body, separator))
    frame, broken = _parse_rows(name, body, separator, len(header), start)
    _refuse_mostly_broken(name, header, len(frame), broken)
    mark = SEPARATORS.get(separator, repr(separator))
    understood = [("file", f"text, {encoding}, separated by {mark}"), *_skipped_lines(skipped)]
    return Table(header, [frame[column] for column in frame], understood, broken)


def _said_separator(text):
    """The first line "sep=;" that some spreadsheets write."""
    match = re.match(r'"?sep=(.)"?\r?\n', text)
    return (text[match.end() :], match[1]) if match else (text, None)


def _skipped_lines(skipped):
    return [("header", f"in line {skipped + 1}, after {skipped} other")] if skipped else []


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
    header, _, _ = _find_header(records, wanted)
    return (1, _known(header, wanted), width > 1 and rows / len(records), width)


def _known(record, wanted):
    return sum(is_heading(cell) or str(cell).strip() in wanted for cell in record)


def _find_header(records, wanted):
    """The first row with two known headings, else the first row; where it ends, and how many stand above."""
    for place, (record, end) in enumerate(records[:HEADER_SEARCH]):
        if _known(record, wanted) >= min(2, len(record)):
            return _cells(record), end, place
    return (_cells(records[0][0]), records[0][1], 0) if records else ([], 0, 0)


def _cells(record):
    return ["" if is_nothing(cell) else str(cell).replace("\ufeff", "").strip() for cell in record]


def _refuse_no_header(name, header, wanted):
    """A first row that holds an amount or a date is no header."""
    data = [cell for cell in header if cell and re.search(r"\d", cell) and _is_data(cell)]
    if data and not _known(header, wanted):
        raise ValueError(
            f"path: {name} has no header: its first row holds {shown(data[0])}; write the names of the "
            "columns above it"
        )


def _is_data(cell):
    parts = take_apart(cell)
    number = parts and any(number_with(parts[0], mark) is not None for mark in ".,")
    return bool(number) or bool(re.fullmatch(r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}.*", cell))


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


# Workbooks


def _read_workbook(name, content, options):
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
    header, _, skipped = _find_header(records, options.wanted)
    _refuse_no_header(name, header[:width], options.wanted)
    columns = zip(*(_padded(record, width) for record, _ in records[skipped + 1 :]), strict=True)
    filled = [pd.Series(list(column), dtype=object) for column in columns]
    understood = [("file", f"workbook, sheet {sheet!r}"), *_skipped_lines(records[skipped][1] - 1)]
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


# Parquet and JSON


def _read_parquet(name, content):
    import pyarrow
    from pyarrow import parquet

    try:
        table = parquet.read_table(pyarrow.BufferReader(content))
        nested = next((part.name for part in table.schema if pyarrow.types.is_nested(part.type)), None)
        if nested is None:
            frame = table.to_pandas(ignore_metadata=False).reset_index()
    except (pyarrow.ArrowException, OSError, ValueError):
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


def _read_json(name, text, encoding):
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
