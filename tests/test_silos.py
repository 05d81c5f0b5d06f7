"""Raw silos: files as real systems write them, dirt at its rate, and a truth that is true."""

import csv
import datetime as dt
import hashlib
import io
import json
import runpy

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from notebook_files import ROOT

from crmlib import datasets, simulate
from crmlib.database import silos
from crmlib.database.forms import form_of
from crmlib.database.silos import dirt

CLEAN = dict.fromkeys(silos.RATES, 0.0)
PICKS = st.integers(0, (1 << 30) - 1)
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.fixture(scope="module")
def firm():
    return simulate.firm(11, customers=300)


@pytest.fixture(scope="module")
def exported(firm, tmp_path_factory):
    folder = tmp_path_factory.mktemp("silos")
    return folder, silos.export(firm, folder, seed=4)


def export(firm, folder, **rates):
    folder.mkdir(exist_ok=True)
    return silos.export(firm, folder, **rates)


def shop_rows(folder):
    """All rows of the shop's files, under English headings."""
    rows = []
    for path in sorted(folder.glob("shop_*.csv")):
        content = path.read_bytes()
        text = content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "gb18030")
        rows += [
            dict(zip(silos.SHOP_COLUMNS, row, strict=True)) for row in list(csv.reader(io.StringIO(text)))[1:]
        ]
    return rows


# Hand values


@pytest.mark.parametrize(
    ("change", "text", "allowed"),
    [
        (dirt.given_name_first, "Wang Xiaoming", {"Xiaoming Wang", "WANG, Xiaoming"}),
        (dirt.traditional, "陈晓伟", {"陳曉偉"}),
        (dirt.same_sound, "王小明", {"王晓明", "王小铭"}),
        (dirt.nickname, "王小明", {"小明"}),
        (dirt.nickname, "王敏", {"小敏"}),
        (
            dirt.married,
            "Wang Xiaoming",
            {f"{name} Wang Xiaoming" for name in ("Chen", "Li", "Huang", "Lin", "Zhou")},
        ),
        (dirt.other_dots, "ann.lee@example.com", {"annlee@example.com"}),
        (dirt.other_dots, "annlee@example.com", {"ann.lee@example.com"}),
        (dirt.other_date, "2025-03-07", {"2025/3/7", "07.03.2025", "20250307", "2025年3月7日", "45723"}),
        (
            dirt.money_text,
            "1280.00",
            {"¥1,280.00", "1280元", "RMB 1,280", "￥1280.00", "1,280.00 元", "CNY1280.00"},
        ),
        (dirt.escaped, "A & B", {"A &amp; B"}),
        (dirt.wide, "138 a", {"１３８\u3000ａ"}),
        (dirt.slashed_time, "2025-03-07T14:05:00+08:00", {"2025/03/07 14:05"}),
        (dirt.negative, "2", {"-2"}),
    ],
)
def test_dirt_by_hand(change, text, allowed):
    assert {change(text, pick) for pick in range(200)} == allowed


def test_a_title_is_that_of_the_person():
    assert [dirt.with_title("欧阳小明", woman) for woman in (True, False)] == ["欧阳女士", "欧阳先生"]
    assert [dirt.with_title("WANG, Xiaoming", woman) for woman in (True, False)] == ["Ms WANG", "Mr WANG"]


def test_names_that_cannot_go_wrong_stay():
    assert dirt.married("王小明", None) == "王小明"
    assert dirt.same_sound("Wang Xiaoming", 3) == "Wang Xiaoming"
    assert dirt.given_name_first("王小明", 3) == "王小明"


# Properties


@given(MOBILES, PICKS)
@settings(max_examples=100, deadline=None)
def test_a_number_survives_its_spelling(phone, pick):
    assert form_of("phone", dirt.punctuate(phone, pick)) == (f"+86{phone}", None)
    assert form_of("phone", dirt.wide(dirt.punctuate(phone, pick))) == (f"+86{phone}", None)


@given(MOBILES, PICKS)
@settings(max_examples=100, deadline=None)
def test_a_number_with_a_digit_too_few_is_none(phone, pick):
    form, problem = form_of("phone", dirt.lose_digit(phone, pick))
    assert form is None and "digits" in problem


@given(st.dates(dt.date(2000, 1, 1), dt.date(2049, 12, 31)), PICKS)
@settings(max_examples=100, deadline=None)
def test_a_future_date_lies_in_the_future(day, pick):
    assert dirt.future_date(day.isoformat(), pick) >= "2050"


@given(st.text(max_size=30), PICKS)
@settings(max_examples=100, deadline=None)
def test_stray_spaces_change_nothing_else(text, pick):
    assert "".join(dirt.stray_spaces(text, pick).split()) == "".join(text.split())


# Files


def test_each_file_is_as_its_system_writes_it(exported):
    folder, _ = exported
    old, *newer = sorted(folder.glob("shop_*.csv"))
    assert old.read_bytes().decode("gb18030").startswith("订单号,会员号,姓名")
    with pytest.raises(UnicodeDecodeError):
        old.read_bytes().decode("utf-8")
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbforder_no,account_no") for path in newer)
    sheet = openpyxl.load_workbook(folder / "survey.xlsx")[silos.SHEET]
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:K1", "A2:F2", "G2:K2"}
    assert [cell.value for cell in sheet[3]] == list(silos.SURVEY_COLUMNS.values())
    assert sheet.cell(row=sheet.max_row, column=1).value == "合计"


def test_tickets_are_nested_and_keyed_by_number_or_address(exported):
    folder, truth = exported
    lines = (folder / "service_desk.jsonl").read_text(encoding="utf-8").splitlines()
    cut = truth.dirt.query("kind == 'line_cut'")
    whole = [json.loads(line) for line in lines if line.endswith("}}")]
    assert len(whole) + len(cut) == len(lines)
    assert {ticket["requester"]["contact"]["type"] for ticket in whole} == {"phone", "email"}


def test_same_seed_same_bytes(firm, tmp_path):
    for name in ("one", "two"):
        export(firm, tmp_path / name, seed=9, customers=60)
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(names) >= 6
    for name in names:
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert hashlib.sha256(one).digest() == hashlib.sha256(two).digest(), name


def test_another_seed_gives_other_dirt(firm, tmp_path):
    first, second = (export(firm, tmp_path / str(seed), seed=seed, customers=60) for seed in (1, 2))
    assert not first.dirt.equals(second.dirt)


# Truth


def test_without_dirt_the_files_are_the_firm(firm, tmp_path):
    truth = export(firm, tmp_path / "clean", **CLEAN)
    assert truth.dirt.empty
    orders = firm.tables["orders"].set_index("order_id")
    people = firm.tables["customers"].set_index("customer_id")
    whose = dict(zip(truth.key["record"], truth.key["customer_id"], strict=True))
    rows = shop_rows(tmp_path / "clean")
    assert len({row["order_no"] for row in rows}) == len(rows)
    for row in rows:
        order = orders.loc[int(row["order_no"][1:])]
        assert whose[row["account_no"]] == order["customer_id"]
        assert float(row["amount"]) == pytest.approx(order["amount"])
        assert row["order_date"] == f"{order['date']:%Y-%m-%d}"
        assert row["name"] == people.loc[order["customer_id"], "name"]


def test_the_key_names_every_record_once(exported):
    folder, truth = exported
    assert truth.key["record"].is_unique
    known = set(truth.key["record"])
    assert {row["account_no"] for row in shop_rows(folder)} <= known
    assert truth.key["customer_id"].isna().sum() == 1
    written = pd.read_csv(folder / "key.csv", dtype={"customer_id": "Int64", "record": str, "silo": str})
    pd.testing.assert_frame_equal(written, truth.key, check_dtype=False)


def test_the_dirt_is_in_the_files(exported):
    """What the truth says was done to an order stands in the file."""
    folder, truth = exported
    rows = shop_rows(folder)
    for kind, column in {
        "amount_text": "amount",
        "date_format": "order_date",
        "items_negative": "items",
    }.items():
        noted = truth.dirt.query("kind == @kind and column == @column and record.str.startswith('O')")
        if column == "order_date":
            noted = noted[~noted["record"].isin(truth.dirt.query("kind == 'date_future'")["record"])]
        assert len(noted), kind
        for record, after in zip(noted["record"], noted["after"], strict=True):
            assert any(row["order_no"] == record and row[column] == after for row in rows), (kind, record)


def test_a_double_account_is_the_same_person(exported):
    _, truth = exported
    doubles = truth.dirt.query("kind == 'account_double'")["record"]
    accounts = truth.key.query("silo == 'shop'").dropna()
    again = accounts[accounts["customer_id"].duplicated(keep=False)]
    assert len(doubles) and set(doubles) <= set(again["record"])
    assert len(again) == 2 * len(doubles)


@pytest.mark.parametrize(
    "kind", ["date_format", "amount_text", "phone_format", "email_case", "account_double"]
)
def test_a_rate_is_the_share_that_is_struck(firm, tmp_path, kind):
    """Within four standard errors of the rate, of all values that could be struck."""
    truth = export(firm, tmp_path / kind, **CLEAN | {kind: 0.3})
    struck = len(truth.dirt.query("kind == @kind and column != 'opened' and column != 'answered_on'"))
    rows = shop_rows(tmp_path / kind)
    accounts, tickets, answers = (
        truth.key.query(f"silo == '{silo}'") for silo in ("shop", "service_desk", "survey")
    )
    people = accounts["customer_id"].nunique()
    typed = len(accounts) + len(tickets) + len(answers)
    possible = {"date_format": len(rows), "account_double": people}.get(kind, typed)
    if kind == "amount_text":
        struck, possible = len(truth.dirt[truth.dirt["record"].str.startswith("O")]), len(rows)
    # Some have no address to be struck.
    low = 0.8 if kind == "email_case" else 1
    error = 4 * (0.21 / possible) ** 0.5
    assert 0.3 * low - error < struck / possible < 0.3 + error


def test_a_higher_rate_strikes_the_same_and_more(firm, tmp_path):
    few = export(firm, tmp_path / "few", **CLEAN | {"date_format": 0.1})
    many = export(firm, tmp_path / "many", **CLEAN | {"date_format": 0.4, "name_latin": 0.5})
    dates = [set(map(tuple, truth.dirt.query("kind == 'date_format'").to_numpy())) for truth in (few, many)]
    assert dates[0] < dates[1]


def test_customers_is_the_number_of_people(firm, tmp_path):
    truth = export(firm, tmp_path / "some", customers=25)
    assert truth.key["customer_id"].nunique() == 25


# Bad input


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"name_latn": 0.1}, "rates has no kind of dirt 'name_latn'; its kinds are listed in silos.RATES"),
        ({"name_latin": 15}, "name_latin must be a share from 0 to 1; got 15"),
        ({"customers": 0}, "customers must be a whole number of at least 1; got 0"),
    ],
)
def test_wrong_arguments_get_a_sentence(firm, tmp_path, arguments, sentence):
    with pytest.raises(ValueError, match=sentence.replace(".", r"\.")):
        silos.export(firm, tmp_path, **arguments)


def test_a_folder_must_be_there(firm, tmp_path):
    with pytest.raises(ValueError, match="is not there; make it first"):
        silos.export(firm, tmp_path / "nowhere")


def test_no_firm_is_refused(tmp_path):
    with pytest.raises(TypeError, match="firm must be a simulated firm with a table 'customers'"):
        silos.export({"orders": []}, tmp_path)


# The book's own files


def test_the_books_files_are_made_again_byte_by_byte(tmp_path):
    script = runpy.run_path(str(ROOT / "tools" / "make_silos.py"))
    seed, customers, rates = (script[name] for name in ("SEED", "CUSTOMERS", "RATES"))
    silos.export(datasets.load_firm(), tmp_path, seed=seed, customers=customers, **rates)
    for path in (ROOT / "datasets" / "silos").iterdir():
        # The library that writes workbooks may pack them otherwise in another version.
        if path.suffix != ".xlsx":
            assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
    old, new = silos.read_silos(ROOT / "datasets" / "silos"), silos.read_silos(tmp_path)
    pd.testing.assert_frame_equal(old.survey, new.survey)


def test_the_loader_gives_text_alone():
    tables = datasets.load_silos()
    for table in tables:
        texts = table.drop(columns="source_row")
        assert len(table) and texts.map(lambda value: isinstance(value, str)).all().all()
    key = datasets.silo_key()
    assert set(tables.shop["account_no"]) <= set(key["record"])
    assert key["customer_id"].nunique() == 700
    assert set(key["customer_id"].dropna()) <= set(datasets.load_firm().customers["customer_id"])


def test_rows_that_cannot_be_read_warn(tmp_path):
    head = ",".join(silos.SHOP_COLUMNS)
    (tmp_path / "shop_1.csv").write_text(f"{head}\nO1,A1\n", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"left out: 1 row of shop_1\.csv that cannot be read"):
        assert len(silos.read_silos(tmp_path).shop) == 0


def test_a_file_of_the_same_name_is_not_overwritten(firm, tmp_path):
    silos.export(firm, tmp_path, seed=4, customers=20)
    silos.export(firm, tmp_path, seed=4, customers=20)  # the same files again are no loss
    mine = next(tmp_path.glob("shop_*.csv"))
    mine.write_text("cleaned by hand", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(ValueError, match=rf"holds a file '{mine.name}' with other content"):
        silos.export(firm, tmp_path, seed=4, customers=20)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
