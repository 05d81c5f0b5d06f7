"""A firm as files: UTF-8 CSV, gzipped, one file a table, the truth included."""

import gzip
from io import BytesIO
from pathlib import Path

from crmlib._guard.whole_files import write_all_new
from crmlib.simulate.tables import EDITION, pandas_type, tables_of, truth_tables_of


def files_of(edition):
    """The descriptions of all files of a firm."""
    return tables_of(edition) | truth_tables_of(edition)


FILES = files_of(EDITION)
FORMATS = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%d %H:%M"}


def file_name(table):
    """The name of a table's file."""
    return f"{table.replace(' ', '_')}.csv.gz"


def frames(firm):
    """All tables of a firm, those of the truth as truth_customers and so on."""
    return dict(firm.tables) | {f"truth_{name}": table for name, table in firm.truth.tables.items()}


def as_text(table, description):
    """A table as CSV text: days and minutes in ISO form, true and false as words, missing values empty."""
    written = table.copy(deep=False)
    for column in description.columns:
        if column.type in FORMATS:
            written[column.name] = table[column.name].dt.strftime(FORMATS[column.type])
    return written.to_csv(index=False, lineterminator="\n")


def write(firm, folder):
    """Write the files of a firm; two runs give the same bytes.

    Parameters
    ----------
    firm : Firm
        A firm with all its tables.
    folder : str or Path
        Where to; made if it is not there.

    Raises
    ------
    ValueError
        If the folder holds a file of one of these names with other content; then nothing is written.
    """
    Path(folder).mkdir(parents=True, exist_ok=True)
    described = files_of(firm.truth.parameters.edition)
    texts = {file_name(name): as_text(table, described[name]) for name, table in frames(firm).items()}
    # No time and no name in the header.
    packed = {name: gzip.compress(text.encode(), compresslevel=9, mtime=0) for name, text in texts.items()}
    write_all_new(folder, packed)


def read(folder, edition=EDITION):
    """The tables of a firm's files, with the columns and types of their description.

    Parameters
    ----------
    folder : str or Path
        Where the files are.
    edition : int
        The edition of the firm.

    Returns
    -------
    dict of pandas.DataFrame
        The tables by name.
    """
    described = files_of(edition)
    return {name: read_table(Path(folder) / file_name(name), described[name]) for name in described}


def read_table(file, description):
    """The table of one file, with the columns and types of its description."""
    import pandas as pd

    dates = {column.name: FORMATS[column.type] for column in description.columns if column.type in FORMATS}
    kinds = {column.name: pandas_type(column) for column in description.columns}
    table = pd.read_csv(
        BytesIO(gzip.decompress(file.read_bytes())),
        encoding="utf-8",
        dtype={name: kind for name, kind in kinds.items() if name not in dates},
        parse_dates=list(dates),
        date_format=dates,
        keep_default_na=False,
        na_values=[""],
    )
    return table.astype(dict.fromkeys(dates, "datetime64[us]"))
