"""One call, the same numbers on every dataframe engine: pandas, Polars, PyArrow, DuckDB, Dask and Spark.

Amounts are multiples of a quarter, so that sums are exact in any order and numbers can be compared with `==`.
Dask and Spark are installed by `make engines`; with CI=true a test of theirs that skips has failed.
"""

import datetime
import decimal
import os
import shutil
import sys
import warnings

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from crmlib import btyd, rfm
from crmlib.retention import cohort_table, customer_alerts, purchase_gaps
from crmlib.rfm.transactions import transaction_audit
from crmlib.segmentation import two_period_spend

NAMES = ("客户", "日期", "金额")
# Neither sorted nor plain: returns, an order of 0, a row twice, a day with two orders, one row after the end.
ORDERS = [
    ("王芳", "2025-03-17 18:30", 20.0),
    ("Ann", "2025-03-10 20:00", 60.0),
    ("王芳", "2025-03-03 00:00", 20.0),
    ("Dee", "2025-03-30 12:00", 15.25),
    ("王芳", "2025-03-24 23:59", 10.0),
    ("Bob", "2025-03-12 09:00", -9.0),
    ("李伟", "2025-03-05 10:00", -20.0),
    ("Ann", "2025-03-10 08:00", 40.0),
    ("李伟", "2025-02-28 10:00", 70.0),
    ("王芳", "2025-03-17 00:00", 30.0),
    ("李伟", "2025-03-01 10:00", 50.0),
    ("Dee", "2025-03-20 10:00", 0.0),
    ("Ann", "2025-04-02 08:00", 5.0),
    ("王芳", "2025-03-24 23:59", 10.0),
]
END = "2025-03-31"
# By hand. Recency, frequency, monetary, average order value.
RFM_BY_HAND = {
    "Ann": (21, 2, 100.0, 50.0),
    "Dee": (1, 2, 15.25, 7.625),
    "李伟": (30, 2, 100.0, 50.0),
    "王芳": (7, 5, 90.0, 18.0),
}
# In days: repeat purchases, first to last, first to end, mean spend of a repeat purchase.
SUMMARY_BY_HAND = {
    "Ann": (0, 0.0, 21.0, 0.0),
    "Dee": (1, 10.0, 11.0, 15.25),
    "李伟": (1, 1.0, 31.0, 30.0),
    "王芳": (2, 21.0, 28.0, 35.0),
}
CHOSEN = {"returns": "net", "zero_orders": "count"}


class Engine:
    """How a kind of frame is made from an Arrow table, and read back into one."""

    def __init__(self, make, read):
        self.make, self.read = make, read

    def rows(self, frame):
        table = self.read(frame)
        return [tuple(row.values()) for row in table.to_pylist()]


def in_duckdb(table):
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'Asia/Shanghai'")
    connection.register("arrow", table)
    connection.execute("CREATE TABLE orders AS SELECT * FROM arrow")
    return connection.table("orders")


def in_dask(table):
    frames = pytest.importorskip("dask.dataframe", reason="Dask is not installed: run `make engines`")
    return frames.from_pandas(table.to_pandas(types_mapper=pd.ArrowDtype), npartitions=3)


def in_spark(table):
    return spark_session().createDataFrame(table)


def spark_session():
    """Spark on this machine alone: two threads, little memory, no web page."""
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed: run `make engines`")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Java is not installed: run `make system`")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "Asia/Shanghai",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    return sql.SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()


def from_pandas(frame):
    return pa.Table.from_pandas(frame, preserve_index=False)


ENGINES = {
    "pandas": Engine(lambda table: table.to_pandas(types_mapper=pd.ArrowDtype), from_pandas),
    "polars": Engine(pl.from_arrow, pl.DataFrame.to_arrow),
    "polars lazy": Engine(
        lambda table: pl.from_arrow(table).lazy(), lambda frame: frame.collect().to_arrow()
    ),
    "pyarrow": Engine(lambda table: table, lambda table: table),
    "duckdb": Engine(in_duckdb, lambda relation: relation.to_arrow_table()),
    "dask": Engine(in_dask, lambda frame: from_pandas(frame.compute())),
    "spark": Engine(in_spark, lambda frame: frame.toArrow()),
}
DISTRIBUTED = ("dask", "spark")
every_engine = pytest.mark.parametrize(
    "engine",
    [
        pytest.param(engine, id=name, marks=[pytest.mark.engines] if name in DISTRIBUTED else [])
        for name, engine in ENGINES.items()
    ],
)
pytestmark = [
    # What narwhals and PySpark say of packages to come is not about the data.
    pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
    # A session lives as long as the tests.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def stopped_spark():
    yield
    spark = sys.modules.get("pyspark.sql")
    if spark and (session := spark.SparkSession.getActiveSession()):
        session.stop()


def arrow_table(rows=ORDERS, *, dates="datetime", amounts="float"):
    """Orders as an Arrow table whose columns are of a chosen kind."""
    customers, days, money = zip(*rows, strict=True) if rows else ((), (), ())
    when = [day if day is None else datetime.datetime.fromisoformat(day) for day in days]
    zone = datetime.timezone(datetime.timedelta(hours=8))
    date_kinds = {
        "datetime": lambda: pa.array(when, pa.timestamp("us")),
        "date": lambda: pa.array([each.date() for each in when], pa.date32()),
        "zoned": lambda: pa.array(
            [each.replace(tzinfo=zone) for each in when], pa.timestamp("us", tz="Asia/Shanghai")
        ),
    }
    amount_kinds = {
        "float": lambda: pa.array(money, pa.float64()),
        "integer": lambda: pa.array([round(each * 4) for each in money], pa.int64()),
        "decimal": lambda: pa.array([decimal.Decimal(str(each)) for each in money], pa.decimal128(12, 2)),
    }
    columns = [pa.array(customers, pa.string()), date_kinds[dates](), amount_kinds[amounts]()]
    return pa.table(columns, names=NAMES)


def random_orders(number_of_rows=400, seed=20260401):
    """Orders of 60 customers in a year, in no order, 5% of them returns or free."""
    draws = np.random.default_rng(seed)
    start = datetime.datetime(2024, 6, 1)
    who = draws.integers(0, 60, number_of_rows)
    minutes = draws.integers(0, 365 * 24 * 60, number_of_rows)
    money = draws.integers(-2, 40, number_of_rows) / 4
    return [
        (f"客{customer:02}", (start + datetime.timedelta(minutes=int(minute))).isoformat(), float(amount))
        for customer, minute, amount in zip(who, minutes, money, strict=True)
    ]


def by_hand(table):
    return [(customer, *numbers) for customer, numbers in table.items()]


def quietly(call, *arguments, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rfm.DataWarning)
        return call(*arguments, **options)


def as_rows(frame):
    """A small result in memory, of any kind, as tuples."""
    return [tuple(row) for row in nw.from_native(frame).iter_rows()]


# --- hand values on every kind of column -----------------------------------------------------------------


@every_engine
@pytest.mark.parametrize("dates", ["datetime", "date", "zoned"])
def test_rfm_table_by_hand(engine, dates):
    orders = engine.make(arrow_table(dates=dates))
    result = quietly(rfm.rfm_table, orders, *NAMES, as_of=END, **CHOSEN)
    assert type(result) is type(orders)
    assert engine.rows(result) == by_hand(RFM_BY_HAND)


@every_engine
@pytest.mark.parametrize("dates", ["datetime", "date", "zoned"])
def test_purchase_summary_by_hand(engine, dates):
    orders = engine.make(arrow_table(dates=dates))
    result = quietly(rfm.purchase_summary, orders, *NAMES, period="day", observation_end=END, **CHOSEN)
    assert type(result) is type(orders)
    assert engine.rows(result) == by_hand(SUMMARY_BY_HAND)


@every_engine
@pytest.mark.parametrize(("amounts", "unit"), [("integer", 0.25), ("decimal", 1.0)])
def test_amounts_as_whole_numbers_and_decimals(engine, amounts, unit):
    orders = engine.make(arrow_table(amounts=amounts))
    rows = engine.rows(quietly(rfm.rfm_table, orders, *NAMES, as_of=END, **CHOSEN))
    assert [(*row[:3], row[3] * unit, row[4] * unit) for row in rows] == by_hand(RFM_BY_HAND)


@every_engine
def test_days_before_1970(engine):
    long_ago = [("Ann", "1969-12-30 23:30", 5.0), ("Ann", "1970-01-02 00:30", 7.0)]
    table = rfm.purchase_summary(engine.make(arrow_table(long_ago)), *NAMES, period="day")
    assert engine.rows(table) == [("Ann", 1, 3.0, 3.0, 7.0)]


@every_engine
def test_kinds_of_the_result(engine):
    orders = engine.make(arrow_table())
    table = engine.read(quietly(rfm.rfm_table, orders, *NAMES, **CHOSEN))
    assert table.column_names == [NAMES[0], "recency", "frequency", "monetary", "average_order_value"]
    assert table.schema.types[1:] == [pa.int64(), pa.int64(), pa.float64(), pa.float64()]
    table = engine.read(quietly(rfm.purchase_summary, orders, *NAMES, **CHOSEN))
    assert table.column_names == [NAMES[0], "frequency", "recency", "T", "monetary_value"]
    assert table.schema.types[1:] == [pa.int64(), pa.float64(), pa.float64(), pa.float64()]


# --- identical numbers on drawn data ---------------------------------------------------------------------


@every_engine
@pytest.mark.parametrize(
    "policies", [CHOSEN, {"returns": "drop", "zero_orders": "drop"}], ids=["net", "drop"]
)
def test_drawn_orders_give_identical_numbers(engine, policies):
    table = arrow_table(random_orders())
    orders, plain = engine.make(table), table.to_pandas()
    for call, options in ((rfm.rfm_table, {}), (rfm.purchase_summary, {"period": "month"})):
        expected = as_rows(call(plain, *NAMES, **options, **policies))
        assert engine.rows(call(orders, *NAMES, **options, **policies)) == expected
        assert len(expected) == 60


@every_engine
def test_hold_out_and_tracking(engine):
    table = arrow_table(random_orders())
    orders, plain = engine.make(table), table.to_pandas()
    split = ("2024-08-01", *NAMES)
    expected = as_rows(rfm.holdout_split(plain, *split, newcomers="drop", **CHOSEN))
    assert engine.rows(rfm.holdout_split(orders, *split, newcomers="drop", **CHOSEN)) == expected
    assert 30 < len(expected) < 60
    model = btyd.BetaGeoNBD.from_parameters(r=1, alpha=10, a=1, b=3)
    tracked = (
        quietly(btyd.tracking_table, model, each, *NAMES, calibration_end="2024-08-01")
        for each in (orders, plain)
    )
    pd.testing.assert_frame_equal(*tracked)


@every_engine
def test_without_amounts(engine):
    table = arrow_table(random_orders())
    orders, plain = engine.make(table), table.to_pandas()
    expected = as_rows(rfm.purchase_summary(plain, *NAMES[:2], amount=None))
    assert engine.rows(rfm.purchase_summary(orders, *NAMES[:2], amount=None)) == expected


@every_engine
def test_cohorts_and_gaps(engine):
    table = arrow_table(random_orders())
    orders, plain = engine.make(table), table.to_pandas()
    expected = cohort_table(plain, *NAMES, value="count", incomplete="keep")
    found = nw.from_native(cohort_table(orders, *NAMES, value="count", incomplete="keep"))
    assert found["cohort"].to_list() == expected["cohort"].tolist()
    assert found.columns == expected.columns.tolist()
    numbers = np.column_stack([found[name].to_numpy() for name in found.columns[1:]]).astype(float)
    assert np.array_equal(numbers, expected[expected.columns[1:]].to_numpy(dtype=float), equal_nan=True)
    assert as_rows(purchase_gaps(orders, *NAMES)) == as_rows(purchase_gaps(plain, *NAMES))


def test_cohorts_of_a_result_in_several_pieces():
    """DuckDB hands over a large result in pieces, in whose order two threads may differ."""
    orders = duckdb.connect().sql("""
        SELECT hash(i) % 20000 AS customer_id, date '2024-01-01' + (hash(i + 77) % 360)::int AS date
        FROM range(200000) numbers(i)
    """)
    expected = cohort_table(orders.df(), value="count", incomplete="keep")
    for _ in range(5):
        found = cohort_table(orders, value="count", incomplete="keep")
        pd.testing.assert_frame_equal(found.to_pandas(), expected)


@every_engine
def test_spend_of_two_periods(engine):
    table = arrow_table(random_orders())
    orders, plain = engine.make(table), table.to_pandas()
    expected = as_rows(two_period_spend(plain, "2025-06-01", 180, *NAMES))
    assert engine.rows(two_period_spend(orders, "2025-06-01", 180, *NAMES)) == expected


@every_engine
def test_audit(engine):
    orders = engine.make(arrow_table([*ORDERS, (None, "2025-03-04", 1.0), ("Eve", None, 1.0)]))
    audit = transaction_audit(orders, *NAMES, as_of=END).set_index("finding")["rows"].to_dict()
    assert audit == {
        "rows": 16,
        "customers": 6,
        "orders": 12,
        "returns": 2,
        "customers with returns only": 1,
        "zero orders": 1,
        "exact duplicates": 1,
        "after as_of": 1,
        "missing customer": 1,
        "missing date": 1,
        "missing or infinite amount": 0,
    }


# --- warnings and refusals -------------------------------------------------------------------------------


@every_engine
def test_default_policies_warn_with_the_same_counts(engine):
    orders = engine.make(arrow_table())
    for call, end in ((rfm.rfm_table, "as_of"), (rfm.purchase_summary, "observation_end")):
        with pytest.warns(rfm.DataWarning) as caught:
            call(orders, *NAMES, **{end: END})
        sentences = [str(each.message) for each in caught if each.category is rfm.DataWarning]
        assert [sentence.split(":")[0] for sentence in sentences] == [
            "left out",
            "column '金额' is below 0 in 2 rows",
            "column '金额' is 0 in 1 row",
        ]
        assert "left out: 1 " in sentences[1]


@every_engine
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ((None, "2025-03-04", 1.0), r"^column '客户' is missing in 1 row; drop or fill them first$"),
        (("Eve", None, 1.0), r"^column '日期' is missing in 1 row \(first customers: Eve\)"),
        (
            ("Eve", "2025-03-04", None),
            r"^column '金额' is missing or infinite in 1 row \(first cust",
        ),
        (("Eve", "2025-03-04", float("inf")), r"^column '金额' is missing or infinite in 1 row \(first"),
    ],
    ids=["customer", "date", "amount", "infinite"],
)
def test_missing_values_are_refused(engine, row, sentence):
    orders = engine.make(arrow_table([*ORDERS, row]))
    with pytest.raises(ValueError, match=sentence):
        rfm.purchase_summary(orders, *NAMES, **CHOSEN)


@every_engine
def test_an_empty_frame_and_a_wrong_name_are_refused(engine):
    with pytest.raises(ValueError, match=r"^transactions has no rows$"):
        rfm.rfm_table(engine.make(arrow_table([])), *NAMES)
    orders = engine.make(arrow_table())
    with pytest.raises(
        ValueError, match=r"^customer: transactions has no column '顾客'; its columns are 客户"
    ):
        rfm.rfm_table(orders, "顾客", *NAMES[1:])
    with pytest.raises(ValueError, match=r"^column '客户' holds text such as"):
        rfm.rfm_table(orders, NAMES[1], NAMES[0], NAMES[2])


WHO = ["S9", "S10", "S9", "S11", "S10"]
NUMBERS = [9, 10, 9, 11, 10]
SIZES = pl.Enum(["S9", "S10", "S11"])
KINDS_OF_CUSTOMERS = {
    "pandas categories": pd.Series(pd.Categorical(WHO, categories=["S9", "S10", "S11"])),
    "pandas ordered categories": pd.Series(
        pd.Categorical(WHO, categories=["S9", "S10", "S11"], ordered=True)
    ),
    "pandas nullable numbers": pd.Series(NUMBERS, dtype="Int64"),
    "pandas short numbers": pd.Series(NUMBERS, dtype="int16"),
    "pandas nullable text": pd.Series(WHO, dtype="string"),
    "pandas Arrow numbers": pd.Series(NUMBERS, dtype="int64[pyarrow]"),
    "pandas Arrow text": pd.Series(WHO, dtype=pd.ArrowDtype(pa.string())),
    "Polars Enum": pl.Series(WHO, dtype=SIZES),
    "Polars categories": pl.Series(WHO, dtype=pl.Categorical),
    "Polars short numbers": pl.Series(NUMBERS, dtype=pl.Int16),
    "PyArrow dictionary": pa.array(WHO).dictionary_encode(),
    "PyArrow short numbers": pa.array(NUMBERS, type=pa.int16()),
}


def orders_of(who):
    """Five orders as a table of the library that the customers come from."""
    dates = pd.to_datetime(["2024-01-01", "2024-01-05", "2024-02-01", "2024-03-01", "2024-03-05"])
    columns = {"customer_id": who, "date": dates, "amount": [10.0, 20.0, 30.0, 40.0, 5.0]}
    if isinstance(who, pd.Series):
        return pd.DataFrame(columns)
    return pl.DataFrame(columns) if isinstance(who, pl.Series) else pa.table(columns)


def customers_of(table):
    """The customers of a result, each once, in its order, and their kind."""
    column = nw.from_native(table)["customer_id"]
    return list(dict.fromkeys(column.to_list())), nw.to_native(column)


@pytest.mark.parametrize("who", KINDS_OF_CUSTOMERS.values(), ids=KINDS_OF_CUSTOMERS)
def test_customers_keep_their_kind_and_one_order_through_a_chain_of_calls(who):
    orders = orders_of(who)
    results = {
        "rfm_table": rfm.rfm_table(orders),
        "purchase_summary": rfm.purchase_summary(orders),
        "purchase_gaps": purchase_gaps(orders),
        "two_period_spend": two_period_spend(orders, as_of="2024-03-05", days=30),
    }
    expected, _ = customers_of(results["rfm_table"])
    for name, result in results.items():
        people, column = customers_of(result)
        assert people == expected, name
        assert getattr(column, "dtype", None) == getattr(who, "dtype", None), name
        assert getattr(column, "type", None) == getattr(who, "type", None), name
    split, column = customers_of(rfm.holdout_split(orders, "2024-01-31", newcomers="drop"))
    assert split == [customer for customer in expected if customer in split] and len(split) == 2
    assert getattr(column, "dtype", None) == getattr(who, "dtype", None)
    gaps, _ = customers_of(customer_alerts(results["purchase_gaps"], least=1))
    assert gaps == expected


@pytest.mark.parametrize("who", list(KINDS_OF_CUSTOMERS.values())[:2], ids=list(KINDS_OF_CUSTOMERS)[:2])
def test_categories_come_in_their_own_order(who):
    assert customers_of(rfm.purchase_summary(orders_of(who)))[0] == ["S9", "S10", "S11"]
