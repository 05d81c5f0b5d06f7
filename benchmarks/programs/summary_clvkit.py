"""clvkit sums up orders per customer."""

import data
import frames
from clvkit import CustomerBase
from measure import serve


def run(orders):
    return CustomerBase.from_transactions(
        orders, time_unit="W", collapse="D", observation_period_end=f"{data.END} 23:59:59"
    )


def describe(base):
    return frames.totals(base.to_pandas())


if __name__ == "__main__":
    serve(frames.orders, run, describe)
