"""What the programs read: drawn customers and orders, the same for every program and every machine."""

import numpy as np

START, END = "2024-01-01", "2025-12-31"
DAYS = 731
# The BG/NBD of CDNOW, weeks (Fader, Hardie and Lee 2005).
R, ALPHA, A, B = 0.243, 4.414, 0.793, 2.426


def cdnow(folder):
    """The 2,357 customers of CDNOW, watched to the end of September 1997."""
    from crmlib import datasets, rfm

    orders = datasets.load_cdnow()
    table = rfm.purchase_summary(
        orders[orders["date"] <= "1997-09-30"], observation_end="1997-09-30", zero_orders="count"
    )
    save(folder, **{name: table[name].to_numpy(float) for name in ("frequency", "recency", "T")})


def customers(folder, number, seed=20260401):
    """Customers who buy and stop as BG/NBD says, watched for 27 to 39 weeks, by whole days."""
    draws = np.random.default_rng(seed)
    rate = draws.gamma(R, 1 / ALPHA, number) / 7
    leaving = draws.beta(A, B, number)
    watched = draws.integers(27 * 7, 39 * 7 + 1, number).astype(float)
    repeats, last, clock = np.zeros(number), np.zeros(number), np.zeros(number)
    active = np.flatnonzero(rate > 0)
    while active.size:
        with np.errstate(over="ignore"):
            clock[active] += draws.exponential(1.0, active.size) / rate[active]
        active = active[clock[active] < watched[active]]
        day = np.floor(clock[active])
        # A second order on a day belongs to the first.
        new = day > last[active]
        repeats[active[new]] += 1
        last[active] = day
        active = active[draws.random(active.size) > leaving[active]]
    save(folder, frequency=repeats, recency=last / 7, T=watched / 7)


def orders(folder, rows, seed=20260401):
    """Orders of two years in the order in which they came, about ten a customer, some many more."""
    draws = np.random.default_rng(seed)
    weight = draws.gamma(1.0, 1.0, max(1, rows // 10))
    customer = np.searchsorted(np.cumsum(weight), draws.random(rows) * weight.sum())
    second = np.sort(draws.integers(0, DAYS * 86_400, rows))
    date = np.datetime64(START, "us") + second.astype("timedelta64[s]")
    amount = np.round(draws.gamma(2.0, 20.0, rows) + 0.01, 2)
    save(folder, customer_id=customer.astype(np.int64), date=date, amount=amount)


def save(folder, **columns):
    folder.mkdir(parents=True, exist_ok=True)
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column)
