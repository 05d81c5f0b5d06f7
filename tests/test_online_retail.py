"""UCI Online Retail from a server on this machine: fetched once, checked, kept; what goes wrong is said."""

import hashlib
import http.server
import io
import threading
import zipfile

import openpyxl
import pandas as pd
import pytest

from crmlib import datasets
from crmlib.datasets.online_retail import ADDRESS, CHECKSUM, COLUMNS, CREDIT, fetch_online_retail

DAY = pd.Timestamp("2010-12-01 08:26")
ROWS = [
    [536365, "85123A", "WHITE HANGING HEART T-LIGHT HOLDER", 6, DAY, 2.55, 17850, "United Kingdom"],
    ["C536379", "D", "Discount", -1, DAY, 27.5, 14527, "United Kingdom"],
    [536414, 22139, None, 56, DAY, 0, None, "United Kingdom"],
]


def archive(rows):
    """The rows as UCI packs them: a workbook in a zip."""
    book, workbook, packed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    for row in [list(COLUMNS), *rows]:
        book.active.append(row)
    book.save(workbook)
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("Online Retail.xlsx", workbook.getvalue())
    return packed.getvalue()


CONTENT = archive(ROWS)
SUM = hashlib.sha256(CONTENT).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves the archive whole or cut, and counts."""

    asked = 0

    def do_GET(self):
        Handler.asked += 1
        self.send_response(200 if "retail" in self.path or "cut" in self.path else 404)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT[:500] if "cut" in self.path else CONTENT)

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def server():
    """The address of a server on this machine; it ends in a slash."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_it_is_fetched_once_and_then_read_from_the_copy(server, tmp_path):
    first = fetch_online_retail(tmp_path, address=server + "retail.zip", checksum=SUM)
    asked = Handler.asked
    second = fetch_online_retail(str(tmp_path), address=server + "nothing-here", checksum=SUM.upper())
    assert Handler.asked == asked
    pd.testing.assert_frame_equal(first, second)


def test_its_columns_and_types_are_those_described(server, tmp_path):
    table = fetch_online_retail(tmp_path, address=server + "retail.zip", checksum=SUM)
    assert table.columns.tolist() == [*COLUMNS.values(), "amount"]
    assert table["order_id"].tolist() == ["536365", "C536379", "536414"]
    assert table["product_id"].tolist() == ["85123A", "D", "22139"]
    assert table["description"].isna().tolist() == [False, False, True]
    assert table["amount"].tolist() == [15.3, -27.5, 0.0]
    assert table["customer_id"].astype("object").where(table["customer_id"].notna(), None).tolist() == [
        17850,
        14527,
        None,
    ]
    kinds = table.dtypes.astype(str)
    assert kinds[["quantity", "date", "customer_id"]].tolist() == ["int64", "datetime64[us]", "Int64"]


def test_the_users_cache_is_the_default(server, tmp_path, monkeypatch):
    monkeypatch.setattr("pooch.os_cache", lambda name: tmp_path / "cache" / name)
    fetch_online_retail(address=server + "retail.zip", checksum=SUM)
    assert (tmp_path / "cache" / "crmlib" / f"online_retail-{SUM[:12]}.parquet").exists()


def test_another_file_is_refused_and_nothing_is_kept(server, tmp_path):
    with pytest.raises(ValueError, match="checksum: what was fetched is not the archive that is known"):
        fetch_online_retail(tmp_path, address=server + "retail.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("page", ["cut.zip", "missing.zip"])
def test_a_broken_download_is_said_and_nothing_is_kept(server, tmp_path, page):
    with pytest.raises(
        (ValueError, ConnectionError), match=r"^(checksum: |Online Retail could not be fetched)"
    ):
        fetch_online_retail(tmp_path, address=server + page, checksum=SUM)
    assert list(tmp_path.iterdir()) == []


def test_without_a_network_a_sentence_says_what_works(tmp_path):
    with pytest.raises(ConnectionError, match=r"is there a network\?.*load_cdnow\(\) works offline"):
        fetch_online_retail(tmp_path, address="http://127.0.0.1:9/retail.zip", checksum=SUM)


def test_an_archive_without_the_workbook_is_said(server, tmp_path, monkeypatch):
    monkeypatch.setattr("test_online_retail.CONTENT", b"no zip")
    with pytest.raises(ValueError, match="holds no Online Retail workbook"):
        checksum = hashlib.sha256(b"no zip").hexdigest()
        fetch_online_retail(tmp_path, address=server + "retail.zip", checksum=checksum)


def test_a_damaged_copy_is_said(server, tmp_path):
    fetch_online_retail(tmp_path, address=server + "retail.zip", checksum=SUM)
    copy = next(tmp_path.glob("*.parquet"))
    copy.write_bytes(copy.read_bytes()[:-50])
    with pytest.raises(ValueError, match="is damaged; delete it"):
        fetch_online_retail(tmp_path, address=server + "retail.zip", checksum=SUM)


def test_source_and_licence_are_named():
    assert ADDRESS.startswith("https://archive.ics.uci.edu/") and len(CHECKSUM) == 64
    assert "10.24432/C5BW33" in CREDIT and "CC BY 4.0" in CREDIT
    assert datasets.fetch_online_retail is fetch_online_retail
