"""crmlib sums up orders per customer in pandas."""

import data
import frames
from measure import serve

from crmlib.rfm import purchase_summary


def run(orders):
    return purchase_summary(orders, observation_end=data.END)


if __name__ == "__main__":
    serve(frames.orders, run, frames.totals)
