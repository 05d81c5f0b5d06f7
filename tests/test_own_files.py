"""A student's own file: nasty files, random files, and a walk from a file to every table of the course."""

import gzip
import json
import string
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nasty_files import FRAME, HEAD, PLAIN, READ, REFUSED, ROWS, UCI, parquet, workbook, zipped

from crmlib import datasets
from crmlib._guard.tables import DataWarning
from crmlib.datasets.own_file.purchases import read_transactions
from crmlib.retention import cohort_table
from crmlib.rfm import purchase_summary, rfm_table


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("own")


def save(folder, name, content):
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return file


def as_rows(transactions):
    """Customer as text, date and amount: what can be compared between files."""
    days = [str(day).removesuffix(" 00:00:00").removesuffix(":00") for day in transactions["date"]]
    return list(zip(map(str, transactions["customer_id"]), days, transactions["amount"], strict=True))


def shortened(rows):
    return [
        (who, str(pd.Timestamp(day)).removesuffix(" 00:00:00").removesuffix(":00"), paid)
        for who, day, paid in rows
    ]


# Nasty files


@pytest.mark.parametrize("name", READ)
def test_a_nasty_file_is_read(folder, name):
    content, arguments, rows = READ[name]
    transactions, report = read_transactions(save(folder, name, content), report=True, **arguments)
    assert as_rows(transactions) == shortened(rows)
    assert transactions.dtypes.astype(str)[["date", "amount"]].tolist() == ["datetime64[us]", "float64"]
    assert set(report["step"]) <= {"understood", "changed", "left out", "to decide", "noticed"}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_leaves_something_open_is_refused_in_one_sentence(folder, name):
    content, arguments, part = REFUSED[name]
    with pytest.raises(ValueError) as problem:
        read_transactions(save(folder, name, content), **arguments)
    sentence = str(problem.value)
    assert part in sentence
    assert "\n" not in sentence and len(sentence) <= 250


def test_a_file_that_is_not_there_is_named_with_its_neighbour(folder):
    save(folder, "orders2025.csv", PLAIN)
    with pytest.raises(ValueError, match=r"no file 'orders2026.csv'.*did you mean 'orders2025.csv'"):
        read_transactions(folder / "orders2026.csv")
    with pytest.raises(ValueError, match="is a folder"):
        read_transactions(folder)


def test_the_course_names_it_in_datasets():
    assert datasets.read_transactions is read_transactions


# Report and warning


def test_every_row_of_the_file_is_kept_or_counted(folder):
    lost = "A9,2025-03-01\n,2025-03-07,1\nA3,,1\nA3,32.13.2025,1\nA3,2025-03-07,\nA3,2025-03-07,free\n"
    transactions, report = read_transactions(save(folder, "lost.csv", PLAIN + lost), report=True)
    left_out = report[report["step"] == "left out"].set_index("finding")
    assert left_out["rows"].to_dict() == {
        "broken rows: 2 cells in place of 3": 1,
        "no customer": 1,
        "no date": 1,
        "date not readable": 1,
        "no amount": 1,
        "amount not readable": 1,
    }
    assert left_out.loc["date not readable", "example"] == "32.13.2025"
    assert len(transactions) + left_out["rows"].sum() == (PLAIN + lost).count("\n") - 1


def test_what_was_left_out_warns_unless_the_report_is_asked_for(folder):
    file = save(folder, "gap.csv", PLAIN + "A3,,1\n")
    with pytest.warns(DataWarning, match=r"left out: no date \(1 row\)"):
        read_transactions(file)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read_transactions(file, report=True)
        read_transactions(save(folder, "whole.csv", PLAIN))


def test_lines_of_an_order_warn_unless_a_choice_is_made(folder):
    file = save(folder, "uci.csv", UCI.replace(",27.5,\n", ",27.5,17850\n"))
    with pytest.warns(DataWarning, match="3 rows are lines of 2 orders"):
        lines = read_transactions(file)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        orders = read_transactions(file, rows="orders")
        assert len(read_transactions(file, rows="lines")) == len(lines) == 3
    assert orders["amount"].tolist() == [35.64, -27.5]
    assert orders["quantity"].tolist() == [12.0, -1.0]
    assert orders["amount"].sum() == pytest.approx(lines["amount"].sum())


def test_orders_without_a_number_are_not_added_up(folder):
    file = save(
        folder,
        "unnumbered.csv",
        "customer,date,amount,order id\n7,2025-03-07,1,\n7,2025-03-08,2,A\n8,2025-03-08,2,A\n",
    )
    assert read_transactions(file, rows="lines")["order_id"].isna().tolist() == [True, False, False]
    with pytest.raises(ValueError, match="1 row of the file have no order number"):
        read_transactions(file, rows="orders")


def test_the_report_says_what_was_understood(folder):
    content = "会员号;下单时间;实付金额\n0017;13.03.2025;¥1.250,50\n0018;01.03.2025;¥80,00\n".encode(
        "gb18030"
    )
    _, report = read_transactions(save(folder, "said.csv", content), report=True)
    assert report["finding"].tolist() == [
        "text, gb18030, separated by semicolon",
        "column '会员号', by its heading",
        "column '下单时间', by its heading",
        "column '实付金额', by its heading",
        "day first, the only order that reads all",
        "decimal mark ',', by the values",
        "currency signs taken off",
        "yuan",
    ]


def test_names_that_differ_in_capitals_are_kept_apart_and_noticed(folder):
    transactions, report = read_transactions(
        save(folder, "case.csv", HEAD + "a,2025-03-07,1\nA,2025-03-08,1\n"), report=True
    )
    assert transactions["customer_id"].tolist() == ["a", "A"]
    assert "noticed" in set(report["step"])


@pytest.mark.parametrize("names", [("１００１", "1001"), ("007", "7"), ("1.0", "1", "A2")])
def test_names_that_differ_in_form_only_are_kept_apart_and_noticed(folder, names):
    content = HEAD + "".join(f"{name},2025-03-07,1\n" for name in names)
    transactions, report = read_transactions(save(folder, "forms.csv", content), report=True)
    assert transactions["customer_id"].tolist() == list(names)
    assert report.set_index("step").at["noticed", "example"] == "1"


def test_the_example_of_the_page_comes_out_as_the_page_says(folder):
    page = (Path(__file__).parents[1] / "reference" / "own-transactions.md").read_text(encoding="utf-8")
    example = page.partition("```text\n")[2].partition("```")[0]
    transactions, report = read_transactions(save(folder, "page.csv", example.encode("gb18030")), report=True)
    for who, day, paid in as_rows(transactions):
        assert f"| {who} | {day} | {paid} |" in page
    for line in report.fillna({"rows": 0}).itertuples():
        rows = f" {line.rows}" if line.rows else ""
        assert f"| {line.step} | {line.about} | {line.finding} |{rows}" in page
    assert page.count("| understood |") + page.count("| left out |") == len(report)


def test_the_page_shows_every_heading():
    from book_pages import own_headings

    text = own_headings.page()
    assert {"客户编号", "会员号", "顾客id", "下单时间", "实付金额", "bestelldatum"} <= set(
        text.replace(",", " ").split()
    )
    assert all(f"**{title}**" in text for title in own_headings.ROLES.values())


@pytest.mark.parametrize(
    ("content", "about", "words", "rows"),
    [
        (
            "customer,date,amount,status\n7,2025-03-07,1,paid\n8,2025-03-07,1,refunded\n",
            "state",
            "refunded",
            1,
        ),
        ("customer,date,amount\n0,2025-03-07,1\n0,2025-03-08,1\n8,2025-03-07,1\n", "customer", "many", 2),
        ("customer,date,qty,price,discount\n7,2025-03-07,1,3,10%\n", "amount", "'discount' is not taken", 0),
        ("customer,date,qty,price\n7,2025-03-07,2,3\n", "amount", "say amount='price'", 0),
        ("customer,date,amount\nTotal,2025-03-07,9\n8,2025-03-07,1\n", "row", "perhaps a total", 1),
        (
            "会员,下单时间,总金额,退款金额\n7,2025-03-07,5,0\n8,2025-03-07,5,5\n",
            "state",
            "'退款金额' is filled",
            1,
        ),
        (
            "用户,日期,金额,是否付款\n7,2025-03-07,5,是\n8,2025-03-07,5,否\n",
            "state",
            "says '否', so perhaps",
            1,
        ),
        ("user_id,date,amount,event_type\n7,2025-03-07,5,view\n8,2025-03-07,5,buy\n", "event", "'view'", 1),
        ("customer,date,amount,type\n7,2025-03-07,5,Sale\n8,2025-03-07,5,Refund\n", "state", "'Refund'", 1),
    ],
)
def test_what_a_student_must_decide_warns(folder, content, about, words, rows):
    file = save(folder, "decide.csv", content)
    transactions, report = read_transactions(file, report=True)
    line = report[report["step"] == "to decide"].fillna({"rows": 0}).iloc[0]
    assert (line["about"], line["rows"]) == (about, rows)
    assert words in line["finding"]
    assert len(transactions) == content.count("\n") - 1
    with pytest.warns(DataWarning, match="to decide"):
        read_transactions(file)


def test_the_time_of_payment_is_no_doubt_where_it_is_the_date(folder):
    content = "会员,下单时间,金额,付款时间\n7,2025-03-06,5,2025-03-07\n8,2025-03-06,5,\n"
    file = save(folder, "paid.csv", content)
    _, report = read_transactions(file, date="下单时间", report=True)
    assert report.loc[report["step"] == "to decide", "finding"].tolist() == [
        "column '付款时间' is empty, so perhaps never paid; these rows are kept"
    ]
    transactions, report = read_transactions(file, date="付款时间", report=True)
    assert len(transactions) == 1 and "to decide" not in set(report["step"])


def test_several_customers_of_one_address_are_to_be_decided(folder):
    rows = [
        f"c{n},2025-03-{1 + n % 28:02},{n},{n % 25}@example.com,Hangzhou" for n in (*range(30), *range(30))
    ]
    content = "customer_id,date,amount,email,customer_city\n" + "\n".join(rows) + "\n"
    _, report = read_transactions(save(folder, "guests.csv", content), report=True)
    assert report.loc[report["step"] == "to decide", "finding"].tolist() == [
        "30 customers in column 'customer_id' are 25 in column 'email'; some are perhaps one person"
    ]


def test_an_amount_against_its_currency_column_is_left_out_and_counted(folder):
    content = (
        "customer_id,date,amount,currency\n7,2025-03-07,€1,EUR\n7,2025-03-08,2,EUR\n8,2025-03-07,€5,USD\n"
    )
    transactions, report = read_transactions(save(folder, "against.csv", content), report=True)
    assert transactions["amount"].tolist() == [1, 2]
    line = report[report["step"] == "left out"].iloc[0]
    assert (line["finding"], line["rows"]) == ("the amount is in euro, column 'currency' says US dollar", 1)


def test_multiples_in_the_cells_are_reported(folder):
    _, report = read_transactions(
        save(folder, "many.csv", HEAD + "7,2025-03-07,2亿\n8,2025-03-07,5k\n"), report=True
    )
    assert {"times 1,000 for 'k'", "times 100,000,000 for '亿'"} <= set(report["finding"])


def test_columns_that_are_not_read_are_named(folder):
    file = save(folder, "more.csv", "customer,colour,date,amount,\n7,red,2025-03-07,1,\n")
    _, report = read_transactions(file, report=True)
    assert report["finding"].iloc[-1] == "not read: 'colour'"


def test_units_of_the_heading_are_reported(folder):
    file = save(folder, "units.csv", "customer,date,Revenue (USD thousands)\n7,2025-03-07,2.05\n")
    transactions, report = read_transactions(file, report=True)
    assert transactions["amount"].tolist() == [2050.0]
    assert {"the heading says 'usd thousands': times 1,000", "US dollar"} <= set(report["finding"])


# From a file to the tables of the course


@pytest.mark.parametrize(
    "name", ["gb18030.csv", "german.csv", "orders.csv", "leading zeros.csv", "book.xlsx", "zoned.parquet"]
)
def test_a_file_feeds_the_tables_of_the_course(folder, name):
    content, arguments, rows = READ[name]
    transactions, _ = read_transactions(save(folder, name, content), report=True, **arguments)
    table = rfm_table(transactions, returns="net", zero_orders="count")
    assert set(map(str, table["customer_id"])) == {who for who, _, paid in rows if paid >= 0}
    assert purchase_summary(transactions[transactions["amount"] > 0])["frequency"].min() >= 0
    assert len(cohort_table(transactions, incomplete="keep")) > 0


def test_cdnow_out_of_a_messy_file_gives_the_same_rfm_table(folder):
    cdnow = datasets.load_cdnow()
    messy = pd.DataFrame(
        {
            "Kundennummer": cdnow["customer_id"].map("{:05d}".format),
            "Kaufdatum": cdnow["date"].dt.strftime("%d.%m.%y"),
            "Betrag": [f"{paid:,.2f} $".translate(str.maketrans(",.", ".,")) for paid in cdnow["amount"]],
        }
    )
    file = folder / "cdnow.csv.gz"
    messy.to_csv(file, index=False, sep=";", encoding="utf-16")
    transactions = read_transactions(file)
    wanted = rfm_table(cdnow, zero_orders="count")
    got = rfm_table(transactions, zero_orders="count")
    got["customer_id"] = got["customer_id"].astype(int)
    pd.testing.assert_frame_equal(
        got.sort_values("customer_id", ignore_index=True),
        wanted.sort_values("customer_id", ignore_index=True),
    )


# Random files


amounts = st.integers(-10_000_000, 10_000_000).map(lambda cents: cents / 100)
names = (
    st.text(string.ascii_letters + string.digits + "张王李 -", min_size=1, max_size=8)
    .map(str.strip)
    .filter(bool)
)
moments = st.datetimes(pd.Timestamp("1990-01-01"), pd.Timestamp("2049-12-31")).map(
    lambda day: day.replace(microsecond=0)
)
records = st.lists(st.tuples(names, moments, amounts), min_size=1, max_size=19)
DATE_FORMS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%y",
    "%d %b %Y",
    "%Y-%m-%d %H:%M:%S",
    "%m/%d/%Y %I:%M %p",
    "%Y-%m-%dT%H:%M:%S+08:00",
)
AMOUNT_FORMS = ("{:.2f}", "{:,.2f}", "¥{:.2f}", "{:.1f} EUR", "{:,.0f}")


@st.composite
def written_files(draw):
    """Records, and the same written down in one of many ways; what the form rounds off is rounded."""
    rows = draw(records)
    date_form, amount_form = draw(st.sampled_from(DATE_FORMS)), draw(st.sampled_from(AMOUNT_FORMS))
    comma = draw(st.booleans())
    table = pd.DataFrame(rows, columns=["customer", "date", "amount"])
    texts = [amount_form.format(paid) for paid in table["amount"]]
    places = {"{:.2f}": 2, "{:,.2f}": 2, "¥{:.2f}": 2, "{:.1f} EUR": 1, "{:,.0f}": 0}[amount_form]
    written = pd.DataFrame(
        {
            draw(st.sampled_from(["customer_id", "Customer ID", "客户编号"])): table["customer"],
            draw(st.sampled_from(["date", "OrderDate", "下单时间"])): table["date"].dt.strftime(date_form),
            draw(st.sampled_from(["amount", "Total (¥)", "金额"])): [
                text.translate(str.maketrans(",.", ".,")) if comma else text for text in texts
            ],
        }
    )
    separator, encoding = (
        draw(st.sampled_from(",;\t|")),
        draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"])),
    )
    content = written.to_csv(index=False, sep=separator).encode(encoding)
    wanted = table.assign(
        date=[
            pd.to_datetime(day.strftime(date_form), format=date_form).tz_localize(None)
            for day in table["date"]
        ],
        amount=[round(float(f"{paid:.{places}f}"), 2) for paid in table["amount"]],
    )
    return content, wanted


@given(written_files())
def test_a_written_table_comes_back_or_a_sentence_comes(folder, written):
    content, wanted = written
    file = save(folder, "written.csv", content)
    try:
        transactions, _ = read_transactions(file, report=True)
    except ValueError as problem:
        assert_clear(problem)
        return
    kept = wanted[~wanted["customer"].str.lower().isin(["na", "nan", "-", "none", "null", "nat", "--"])]
    assert [str(name) for name in transactions["customer_id"]] == kept["customer"].tolist()
    assert transactions["date"].tolist() == kept["date"].tolist()
    np.testing.assert_allclose(transactions["amount"], kept["amount"], atol=1e-9)


def assert_clear(problem):
    """A sentence of ours, for a person: short, in one line, naming an argument."""
    sentence = str(problem)
    assert len(sentence) <= 250 and "\n" not in sentence
    assert sentence.partition(":")[0] in ARGUMENTS or sentence.partition(" ")[0] in ARGUMENTS, sentence


WORDS = "path customer date amount order quantity unit_price currency date_order time_zone decimal encoding"
ARGUMENTS = {*WORDS.split(), "separator", "sheet", "rows"}


@given(st.binary(max_size=400))
def test_random_bytes_give_a_sentence(folder, content):
    read_or_refuse(save(folder, "random.csv", content))


@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "gb18030", "utf-8-sig"]))
def test_random_text_below_a_header_gives_a_table_or_a_sentence(folder, text, encoding):
    read_or_refuse(save(folder, "random.csv", (HEAD + text).encode(encoding, errors="replace")))


cells = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["7", "2025-03-07", "1,5", "03/04/05", "", "NULL", "1e400", "45723", "(3)", "9" * 30]),
)


@given(st.lists(st.tuples(cells, cells, cells), max_size=6))
def test_random_cells_give_a_table_or_a_sentence(folder, rows):
    content = pd.DataFrame(rows, columns=["customer", "date", "amount"]).to_csv(index=False)
    read_or_refuse(save(folder, "cells.csv", content.encode("utf-8", errors="replace")))


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=6),
    st.lists(st.integers(), max_size=1),
)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["customer", "date", "amount", "order id", "quantity"]), values),
        max_size=4,
    )
)
def test_random_json_gives_a_table_or_a_sentence(folder, rows):
    read_or_refuse(save(folder, "random.json", json.dumps(rows)))


WHOLE = {
    "a.csv": PLAIN.encode(),
    "a.xlsx": workbook(A=[["customer", "date", "amount"], *ROWS]),
    "a.parquet": parquet(FRAME),
    "a.zip": zipped(**{"a.csv": PLAIN}),
    "a.json": FRAME.to_json(orient="records", date_format="iso").encode(),
    "a.gz": gzip.compress(PLAIN.encode()),
    "gb.csv": ("客户编号,日期,金额\n张三,2025-03-07,1\n" * 3).encode("gb18030"),
    "u16.csv": PLAIN.encode("utf-16"),
}


@example("a.parquet", 0.759765625, False, 105)  # what pandas wrote into the file is damaged, and nothing else
@given(st.sampled_from(sorted(WHOLE)), st.floats(0, 1), st.booleans(), st.integers(0, 255))
def test_a_cut_or_damaged_file_gives_a_table_or_a_sentence(folder, name, share, cut, byte):
    content = WHOLE[name]
    place = int(share * (len(content) - 1))
    damaged = content[:place] if cut else content[:place] + bytes([byte]) + content[place + 1 :]
    read_or_refuse(save(folder, "damaged", damaged))


def read_or_refuse(file):
    try:
        transactions, _ = read_transactions(file, report=True)
    except ValueError as problem:
        assert_clear(problem)
        return
    assert transactions["date"].notna().all()
    assert np.isfinite(transactions["amount"]).all()
    assert transactions["customer_id"].notna().all()
