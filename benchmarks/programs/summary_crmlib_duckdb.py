"""crmlib sums up orders per customer in DuckDB; the result is fetched."""

import data
import duckdb
import frames
from measure import serve

from crmlib.rfm import purchase_summary


def prepare(folder):
    connection = duckdb.connect()
    connection.register("arrays", frames.columns(folder, frames.ORDERS))
    connection.execute("CREATE TABLE orders AS SELECT * FROM arrays")
    connection.unregister("arrays")
    return connection.table("orders")


def run(orders):
    return purchase_summary(orders, observation_end=data.END).fetchnumpy()


def describe(columns):
    return frames.totals(frames.pd.DataFrame(columns))


if __name__ == "__main__":
    serve(prepare, run, describe)
