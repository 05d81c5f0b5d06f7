"""The table in a file, whatever its kind; `tests/nasty_files.py` holds the odd ones."""

import gzip

import pytest
from nasty_files import FRAME, HEAD, PLAIN, workbook

from crmlib.datasets.own_file.formats import read_table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "gb18030"])
def test_an_encoding_is_found(tmp_path, encoding):
    file = tmp_path / "a.csv"
    file.write_bytes("客户编号,日期,金额\n张三,2025-03-07,1\n".encode(encoding))
    table = read_table(file)
    assert table.names == ["客户编号", "日期", "金额"]
    assert table.columns[0].tolist() == ["张三"]


def test_western_letters_alone_are_windows_1252(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes("customer,date,amount\nMüller,2025-03-07,1\nLefèvre,2025-03-07,1\n".encode("cp1252"))
    table = read_table(file)
    assert table.columns[0].tolist() == ["Müller", "Lefèvre"]
    assert table.understood == [("file", "text, cp1252, separated by comma")]


@pytest.mark.parametrize("name", ["Sœur", "L’Oréal", "Jean–Luc"])
def test_a_ligature_a_quotation_mark_and_a_dash_are_windows_1252(tmp_path, name):
    file = tmp_path / "a.csv"
    file.write_bytes(f"customer,date,amount\n{name},2025-03-07,1\n".encode("cp1252"))
    assert read_table(file).columns[0].tolist() == [name]


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_letters_of_old_machines_are_asked_for(tmp_path, encoding):
    file = tmp_path / "a.csv"
    file.write_bytes("customer,date,amount\nMüller,2025-03-07,1\nJörg,2025-03-07,1\n".encode(encoding))
    with pytest.raises(ValueError, match=f"not clear; say it, e.g. encoding='{encoding}'"):
        read_table(file)
    assert read_table(file, encoding=encoding).columns[0].tolist() == ["Müller", "Jörg"]


def test_an_encoding_that_is_said_is_obeyed(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes((HEAD + "Éva,2025-03-07,1\n").encode("mac_roman"))
    assert read_table(file, encoding="mac_roman").columns[0].tolist() == ["Éva"]


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("encoding", "klingon"),
        ("encoding", "base64"),
        ("separator", "--"),
        ("separator", '"'),
        ("separator", ""),
        ("separator", "，"),
        ("separator", "\0"),
    ],
)
def test_an_impossible_choice_is_refused(tmp_path, argument, value):
    file = tmp_path / "a.csv"
    file.write_text(PLAIN, encoding="utf-8")
    with pytest.raises(ValueError, match=f"^{argument} must be"):
        read_table(file, **{argument: value})


def test_an_address_is_no_file():
    with pytest.raises(ValueError, match="not an address; download it first"):
        read_table("https://shop.example/orders.csv")


def test_broken_rows_are_set_aside_with_their_text(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(PLAIN + "A1,2025-03-07\n1,2,3,4\n", encoding="utf-8")
    table = read_table(file)
    assert len(table) == 3
    assert table.broken == [("2 cells in place of 3", "A1,2025-03-07"), ("4 cells in place of 3", "1,2,3,4")]


def test_layers_of_packing_are_named(tmp_path):
    file = tmp_path / "a.gz"
    file.write_bytes(
        gzip.compress(gzip.compress(FRAME.to_json(orient="records", date_format="iso").encode()))
    )
    assert read_table(file).understood == [("file", "gzip, gzip, JSON records, utf-8")]


def test_cells_of_a_workbook_keep_their_kind(tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(
        workbook(A=[["customer", "date", "amount", None], ["007", 45723, 1.5, None], [8, "x", None, None]])
    )
    table = read_table(file)
    assert table.names == ["customer", "date", "amount"]
    assert [column.tolist() for column in table.columns] == [["007", 8], [45723, "x"], [1.5, None]]
