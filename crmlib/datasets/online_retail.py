"""UCI Online Retail: fetched when it is asked for, checked, and kept in the user's cache."""

import logging
import re
import zipfile
from pathlib import Path

import pandas as pd

from crmlib._guard.checks import describe

ADDRESS = "https://archive.ics.uci.edu/static/public/352/online+retail.zip"
# Many public projects record this checksum of the archive (23,715,478 bytes); UCI itself publishes none.
CHECKSUM = "f5385cbb54bbebf7196389109c6b0621faab0c304e3702548165e71c84aede8b"
CREDIT = (
    "Chen, D. (2015). Online Retail. UCI Machine Learning Repository. "
    "https://doi.org/10.24432/C5BW33. CC BY 4.0"
)
COLUMNS = {
    "InvoiceNo": "order_id",
    "StockCode": "product_id",
    "Description": "description",
    "Quantity": "quantity",
    "InvoiceDate": "date",
    "UnitPrice": "unit_price",
    "CustomerID": "customer_id",
    "Country": "country",
}


def fetch_online_retail(folder=None, *, address=ADDRESS, checksum=CHECKSUM):
    """Order lines of a British wholesaler of gifts, December 2010 to December 2011, from the UCI repository.

    The first call needs a network and takes a minute or two; later calls read a copy on this machine.

    Parameters
    ----------
    folder : str or path, optional
        The folder that keeps the copy. Without it, a folder `crmlib` in the user's cache.
    address : str
        Where the archive is fetched from.
    checksum : str
        The SHA-256 checksum that the archive must have, 64 hexadecimal digits.

    Returns
    -------
    pandas.DataFrame
        541,909 rows, one a line of an invoice: order_id (text; those that begin with C are cancellations),
        product_id, description (text), quantity (int), date (datetime), unit_price (float, pounds sterling),
        customer_id (Int64, missing in 135,080 rows), country (text), amount (float, quantity times
        unit_price).

    Raises
    ------
    ConnectionError
        If the archive cannot be fetched.
    ValueError
        If what was fetched has another checksum, or an argument does not fit.

    Notes
    -----
    The data are under the licence CC BY 4.0: who shows a result from them names their source, which
    `crmlib.datasets.online_retail.CREDIT` holds. The course itself needs none of them. UCI publishes no
    checksum; ours is the one that public projects which use the archive record.

    References
    ----------
    Chen, D., Sain, S. L. and Guo, K. (2012). Data mining for the online retail industry: a case study of RFM
    model-based customer segmentation using data mining. Journal of Database Marketing and Customer Strategy
    Management 19(3).
    """
    _check_source(address, checksum)
    home = _home(folder)
    table = home / f"online_retail-{checksum[:12].lower()}.parquet"
    if not table.exists():
        _keep(_read_archive(_fetch(home, address, checksum.lower())), table)
    return _kept(table)


def _check_source(address, checksum):
    if not isinstance(address, str) or not re.match(r"https?://\S+$", address):
        raise ValueError(f"address must be a web address, beginning with https://; got {describe(address)}")
    if not isinstance(checksum, str) or not re.fullmatch(r"[0-9a-fA-F]{64}", checksum):
        raise ValueError(f"checksum must be 64 hexadecimal digits; got {describe(checksum)}")


def _home(folder):
    import pooch

    if folder is None:
        home = Path(pooch.os_cache("crmlib"))
        home.mkdir(parents=True, exist_ok=True)
        return home
    if not isinstance(folder, str | Path) or not str(folder).strip() or not Path(folder).is_dir():
        raise ValueError(f"folder must be a folder that exists; got {describe(folder)}")
    return Path(folder)


def _fetch(home, address, checksum):
    """The archive's file, fetched unless a whole copy is there."""
    import pooch
    import requests

    # Its line on every download names a folder of the machine.
    pooch.get_logger().setLevel(logging.WARNING)
    try:
        return pooch.retrieve(
            address, f"sha256:{checksum}", "online_retail.zip", home, progressbar=_progress()
        )
    except ValueError:
        raise ValueError(
            "checksum: what was fetched is not the archive that is known (another SHA-256): the download is "
            "broken, or the archive has changed; try again, or give the checksum of the new one"
        ) from None
    except (requests.RequestException, OSError) as problem:
        raise ConnectionError(
            f"Online Retail could not be fetched from {address} ({type(problem).__name__}): is there a "
            "network? The course does without; datasets.load_cdnow() works offline"
        ) from None


def _progress():
    """A progress bar where someone watches, none in a file or a stored output."""
    import sys

    return sys.stderr.isatty()


def _read_archive(file):
    """The workbook in the archive as a table, under the course's names."""
    import openpyxl
    from tqdm import tqdm

    try:
        with zipfile.ZipFile(file) as archive, archive.open(_workbook(archive)) as workbook:
            sheet = openpyxl.load_workbook(workbook, read_only=True).worksheets[0]
            names, *rows = tqdm(sheet.iter_rows(values_only=True), desc="Reading", disable=None, unit=" rows")
        table = pd.DataFrame(rows, columns=names)[list(COLUMNS)].rename(columns=COLUMNS)
    except (zipfile.BadZipFile, KeyError, StopIteration, ValueError):
        raise ValueError("checksum: the archive is whole, but holds no Online Retail workbook") from None
    return _typed(table)


def _workbook(archive):
    return next(name for name in archive.namelist() if name.endswith(".xlsx"))


def _typed(table):
    text = {name: table[name].where(table[name].isna(), table[name].astype(str)) for name in _TEXT}
    table = table.assign(**text, date=pd.to_datetime(table["date"]).astype("datetime64[us]"))
    table = table.astype({"quantity": "int64", "unit_price": float, "customer_id": "Int64"})
    return table.assign(amount=(table["quantity"] * table["unit_price"]).round(2))


_TEXT = ("order_id", "product_id", "description", "country")


def _keep(table, file):
    """Written beside and then renamed, so that a copy that is there is whole."""
    part = file.with_suffix(".part")
    table.to_parquet(part, index=False)
    part.replace(file)


def _kept(file):
    try:
        return pd.read_parquet(file)
    except (OSError, ValueError):
        raise ValueError(f"folder: the copy {file.name} in it is damaged; delete it and try again") from None
