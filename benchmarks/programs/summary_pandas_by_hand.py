"""What one would write in pandas without crmlib: two groupbys, customer and day, then customer."""

import data
import frames
import numpy as np
import pandas as pd
from measure import serve

END = pd.Timestamp(data.END)


def run(orders):
    watched = orders[orders["date"] < END + pd.Timedelta(days=1)]
    days = watched.groupby(["customer_id", watched["date"].dt.normalize()])["amount"].sum().reset_index()
    customers = days.groupby("customer_id").agg(
        first=("date", "first"),
        last=("date", "last"),
        purchases=("date", "size"),
        spend=("amount", "sum"),
        first_spend=("amount", "first"),
    )
    repeats = customers["purchases"] - 1
    later = customers["spend"] - customers["first_spend"]
    return pd.DataFrame(
        {
            "frequency": repeats,
            "recency": (customers["last"] - customers["first"]).dt.days / 7,
            "T": (END - customers["first"]).dt.days / 7,
            "monetary_value": np.where(repeats > 0, later / repeats.clip(lower=1), 0.0),
        }
    ).reset_index()


if __name__ == "__main__":
    serve(frames.orders, run, frames.totals)
