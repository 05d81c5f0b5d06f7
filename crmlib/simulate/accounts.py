"""The business customers, their managers, and how revenue answers to visits."""

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.names import BUSINESSES, COMPANIES, FAMILY_NAMES, MEN, WOMEN, pairs
from crmlib.simulate.tables import CITIES, INDUSTRIES

SELLING_HOURS = 1300
YEARLY_COST = 260_000.0
ORDER_VALUE = 8_000.0


def expected_quarter(potential, base_share, share_per_visit, visits):
    """Expected revenue of a quarter: a base, and a share of what is left that grows ever more slowly."""
    won = 1 - (1 - share_per_visit) ** visits
    return potential / 4 * (base_share + (1 - base_share) * won)


def accounts_truth(seed, accounts):
    """What each account buys from all suppliers, and how it answers to a visit."""
    uniform = draws.stream(seed, "accounts truth").random((4, accounts.accounts))
    potential = accounts.median_potential * np.exp(accounts.potential_spread * draws.normal(uniform[0]))
    share = accounts.share_per_visit * np.exp(0.4 * draws.normal(uniform[1]) - 0.08)
    return dict(
        account_id=np.arange(1, accounts.accounts + 1),
        potential=np.round(potential, -2),
        base_share=np.round(accounts.base_share * (0.5 + uniform[2]), 4),
        share_per_visit=np.round(np.minimum(share, 0.6), 4),
        margin_rate=np.round(0.16 + 0.18 * uniform[3], 3),
    )


def account_quarters_table(seed, truth, accounts, calendar):
    """The table of the quarters: visits by habit, revenue by the account's answer to them."""
    quarters = _quarters(calendar)
    shape = (accounts.accounts, len(quarters))
    uniform = draws.stream(seed, "account quarters").random((3, *shape))
    habit = accounts.visits_a_quarter * draws.gamma(uniform[2][:, :1], 4.0, 4.0)
    visits = draws.poisson(uniform[0].ravel(), np.broadcast_to(habit, shape).ravel()).reshape(shape)
    columns = (truth[name][:, None] for name in ("potential", "base_share", "share_per_visit"))
    noise = np.exp(accounts.noise * draws.normal(uniform[1]) - accounts.noise**2 / 2)
    revenue = draws.cents(expected_quarter(*columns, visits) * noise)
    return dict(
        account_id=np.repeat(truth["account_id"], len(quarters)),
        quarter=np.tile(quarters, accounts.accounts),
        visits=visits.ravel(),
        orders=np.maximum(np.ceil(revenue / ORDER_VALUE), 1).astype(int).ravel(),
        revenue=revenue.ravel(),
    )


def _quarters(calendar):
    """The first days of the last full quarters in the years, at most twelve."""
    first = calendar.start.astype("datetime64[M]").astype(int)
    last = (calendar.end + 1).astype("datetime64[M]").astype(int) // 3 * 3
    months = np.arange(-(-first // 3) * 3, last, 3)[-12:]
    return months.astype("datetime64[M]").astype("datetime64[D]")


def accounts_table(seed, truth, quarters, accounts):
    """The table of the accounts; its figures are those of the last four quarters."""
    count = accounts.accounts
    uniform = draws.stream(seed, "accounts").random((8, count))
    recent = {name: quarters[name].reshape(count, -1)[:, -4:] for name in ("visits", "orders", "revenue")}
    orders = recent["orders"].sum(axis=1)
    industry = draws.pick(uniform[0], INDUSTRIES)
    chinese, latin = _company_names(industry, draws.pick(uniform[1], CITIES))
    return dict(
        account_id=truth["account_id"],
        name=chinese,
        latin_name=latin,
        industry=industry,
        city=draws.pick(uniform[1], CITIES),
        manager_id=np.arange(count) * accounts.managers // count + 1,
        since=np.datetime64("2015-01-01") + (uniform[2] * 365 * 7).astype("timedelta64[D]"),
        revenue=draws.cents(recent["revenue"].sum(axis=1)),
        margin_rate=truth["margin_rate"],
        orders=orders,
        returns=np.floor(orders * 0.12 * uniform[3] ** 2 + 0.5),
        visits=recent["visits"].sum(axis=1),
        hours_per_visit=np.round(2 + 6 * uniform[4], 1),
        potential=np.round(truth["potential"] * np.exp(0.3 * draws.normal(uniform[5])), -3),
    )


def _company_names(industry, city):
    companies = pairs(COMPANIES)
    chinese, latin = [], []
    for k, (business, place) in enumerate(zip(industry, city, strict=True)):
        (name, english), (word, suffix) = companies[k % len(companies)], BUSINESSES[business]
        chinese.append(f"{name}{word}" + (f"{k // len(companies) + 1}部" if k >= len(companies) else ""))
        latin.append(f"{english} {suffix} {place}")
    return chinese, latin


def managers_table(seed, accounts):
    """The table of the account managers."""
    uniform = draws.stream(seed, "managers").random((2, accounts.managers))
    people = np.array(WOMEN[:30] + MEN[:30], dtype=object)[(uniform[0] * 60).astype(int)]
    family = np.array(FAMILY_NAMES, dtype=object)[(uniform[1] * 20).astype(int)]
    return dict(
        manager_id=np.arange(1, accounts.managers + 1),
        name=family[:, 0] + people[:, 0],
        latin_name=people[:, 1] + " " + family[:, 1],
        selling_hours=np.full(accounts.managers, SELLING_HOURS),
        yearly_cost=np.full(accounts.managers, YEARLY_COST),
    )
