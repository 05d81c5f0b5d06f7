"""lifetimes sums up orders per customer."""

import data
import frames
from lifetimes.utils import summary_data_from_transaction_data
from measure import serve


def run(orders):
    return summary_data_from_transaction_data(
        orders,
        "customer_id",
        "date",
        monetary_value_col="amount",
        observation_period_end=data.END,
        freq="D",
        freq_multiplier=7,
    )


if __name__ == "__main__":
    serve(frames.orders, run, frames.totals)
