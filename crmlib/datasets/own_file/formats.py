"""A table out of a file of any common kind: text, workbook, Parquet or JSON, also compressed.

The kind is read from the content, not from the name. What is no table is refused with what it is instead.
"""

import codecs
import difflib
import gzip
import io
import os
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from crmlib._guard.checks import describe
from crmlib.datasets.own_file.encodings import decode
from crmlib.datasets.own_file.headings import listed, shown
from crmlib.datasets.own_file.records import read_json, read_parquet
from crmlib.datasets.own_file.text import read_text
from crmlib.datasets.own_file.workbooks import read_workbook

LARGEST_UNPACKED = 2_000_000_000
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
        return read_workbook(name, content, options)
    if head[257:262] == b"ustar":
        raise ValueError(f"path: {name} is a tar archive; unpack it and name the file to read")
    if head.startswith(b"PAR1"):
        _refuse_options(options, "a Parquet file", "encoding", "separator", "sheet")
        return read_parquet(name, content)
    _refuse_options(options, "a text file", "sheet")
    text, encoding = decode(name, content, options.encoding)
    if text.lstrip()[:1] in ("{", "["):
        _refuse_options(options, "JSON", "separator")
        return read_json(name, text, encoding)
    return read_text(name, text, encoding, options)


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
