"""What one would write in Polars without crmlib: a row a customer and day, then a row a customer."""

import datetime

import data
import frames
import polars as pl
from measure import serve

END = datetime.date.fromisoformat(data.END)


def prepare(folder):
    return pl.DataFrame(frames.columns(folder, frames.ORDERS))


def run(orders):
    days = (
        orders.lazy()
        .filter(pl.col("date") < END + datetime.timedelta(days=1))
        .group_by("customer_id", pl.col("date").dt.truncate("1d"))
        .agg(pl.col("amount").sum())
    )
    first = pl.col("date").min()
    customers = days.group_by("customer_id").agg(
        first.alias("first"),
        pl.col("date").max().alias("last"),
        (pl.len().cast(pl.Int64) - 1).alias("frequency"),
        pl.col("amount").sum().alias("spend"),
        pl.col("amount").get(pl.col("date").arg_min()).alias("first_spend"),
    )
    week = pl.duration(days=7)
    later = pl.col("spend") - pl.col("first_spend")
    return (
        customers.select(
            "customer_id",
            "frequency",
            recency=(pl.col("last") - pl.col("first")) / week,
            T=(pl.lit(END).cast(pl.Datetime("us")) - pl.col("first")) / week,
            monetary_value=pl.when(pl.col("frequency") > 0).then(later / pl.col("frequency")).otherwise(0.0),
        )
        .sort("customer_id")
        .collect()
    )


if __name__ == "__main__":
    serve(prepare, run, frames.totals)
