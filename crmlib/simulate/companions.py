"""Companions of a firm: tables that are made around its own and leave them as they are."""

import gzip
from pathlib import Path

from crmlib.simulate import files


class Companion:
    """Tables around a firm, each also an attribute.

    Parameters
    ----------
    tables : dict of pandas.DataFrame
        The tables by name.
    """

    def __init__(self, tables):
        self.tables = dict(tables)

    def __getattr__(self, name):
        tables = self.__dict__.get("tables", {})
        if name in tables:
            return tables[name]
        raise AttributeError(f"{type(self).__name__} has no table {name!r}; it has {', '.join(tables)}")

    def __dir__(self):
        return [*super().__dir__(), *self.tables]

    def __repr__(self):
        rows = ", ".join(f"{name} {len(table)}" for name, table in self.tables.items())
        return f"{type(self).__name__} with {rows}"


def write(tables, descriptions, folder):
    """Write tables as files; two runs give the same bytes."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        content = files.as_text(table, descriptions[name]).encode("utf-8")
        # No time and no name in the header.
        (Path(folder) / files.file_name(name)).write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


def read(descriptions, folder):
    """The tables of the files, with the columns and types of their descriptions."""
    return {
        name: files.read_table(Path(folder) / files.file_name(name), table)
        for name, table in descriptions.items()
    }
