"""The simulated firm: its tables together."""

from types import MappingProxyType

import numpy as np
import pandas as pd

from crmlib.simulate import draws
from crmlib.simulate.parameters import Purchases, Spend
from crmlib.simulate.tables import CITIES, COMPLAINT_REASONS, TABLES, TOUCHPOINTS

START, END = np.datetime64("2023-01-01"), np.datetime64("2025-12-31")
DAYS = int((END - START).astype(int)) + 1
FAMILY = [
    ("王", "Wang"),
    ("李", "Li"),
    ("张", "Zhang"),
    ("刘", "Liu"),
    ("陈", "Chen"),
    ("杨", "Yang"),
    ("赵", "Zhao"),
    ("黄", "Huang"),
    ("周", "Zhou"),
    ("吴", "Wu"),
]
GIVEN = [
    ("伟", "Wei"),
    ("芳", "Fang"),
    ("敏", "Min"),
    ("静", "Jing"),
    ("磊", "Lei"),
    ("洋", "Yang"),
    ("艳", "Yan"),
    ("勇", "Yong"),
    ("军", "Jun"),
    ("杰", "Jie"),
    ("娟", "Juan"),
    ("涛", "Tao"),
    ("子涵", "Zihan"),
    ("欣怡", "Xinyi"),
    ("浩然", "Haoran"),
    ("思雨", "Siyu"),
]


class Firm:
    """A firm: `tables` by name, each also an attribute."""

    def __init__(self, tables):
        self.tables = MappingProxyType(tables)

    def __getattr__(self, name):
        if name != "tables" and name in self.tables:
            return self.tables[name]
        raise AttributeError(name)


def typed(name, columns):
    """A table with the columns and the types of the schema."""
    frame = pd.DataFrame(columns)
    kinds = {c.name: _kind(c) for c in TABLES[name].columns if c.name in frame}
    return frame[list(kinds)].astype(kinds)


def _kind(c):
    if c.words:
        return pd.CategoricalDtype(list(c.words))
    if c.type == "integer":
        return "Int64" if c.missing else "int64"
    return {"number": "float64", "boolean": "bool", "string": "str"}.get(c.type, "datetime64[us]")


def firm(seed, customers=2000, purchases=Purchases(), spend=Spend()):
    """A first form of the firm: customers, orders, order_lines, complaints, contacts, surveys."""
    n = customers
    u = draws.stream(seed, "customers").random((16, n))
    family, given = (draws.choice(u[k], np.ones(len(of))) for k, of in ((0, FAMILY), (1, GIVEN)))
    joined = np.sort(u[2]) * DAYS
    latin = [f"{GIVEN[g][1]} {FAMILY[f][1]}" for f, g in zip(family, given)]
    people = dict(
        customer_id=np.arange(1, n + 1),
        name=[FAMILY[f][0] + GIVEN[g][0] for f, g in zip(family, given)],
        latin_name=latin,
        email=[f"{name.lower().replace(' ', '.')}{k}@example.com" for k, name in enumerate(latin, 1)],
        phone=[f"1{(30 + int(x * 60))}{k % 10**8:08d}" for k, x in enumerate(u[3], 1)],
        sex=np.where(u[4] < 0.58, "female", "male"),
        age=np.clip(np.round(36 + 11 * draws.normal(u[5])), 18, 85),
        city=np.array(CITIES)[draws.choice(u[6], np.linspace(3, 1, len(CITIES)))],
        income=np.round(np.exp(11.9 + 0.5 * draws.normal(u[7])), -3),
        education=np.array(["school", "college", "university", "graduate"])[draws.choice(u[8], [3, 3, 3, 1])],
        price_sensitivity=np.round(np.clip(50 + 15 * draws.normal(u[9]), 0, 100), 1),
        joined=START + joined.astype("timedelta64[D]"),
        first_purchase=START + joined.astype("timedelta64[D]"),
        acquisition_channel=np.array(["search", "social", "store", "marketplace"])[
            draws.choice(u[10], [3, 3, 2, 2])
        ],
        acquisition_cost=np.round(20 + 60 * u[11], 2),
        referred_by=pd.array([pd.NA] * n, dtype="Int64"),
        consent_email=u[12] < 0.7,
        consent_sms=u[13] < 0.5,
        consent_phone=u[14] < 0.3,
        club_member=u[15] < 0.4,
        category_spend=np.full(n, np.nan),
    )
    u = draws.stream(seed, "purchases").random((3, n))
    rate = draws.gamma(u[0], purchases.r, purchases.alpha)
    last = draws.geometric(u[1], draws.beta(u[2], purchases.a, purchases.b))
    nu = draws.gamma(draws.stream(seed, "spend").random(n), spend.q, spend.v)
    who, when = [np.arange(n)], [joined]
    random = draws.stream(seed, "waits")
    alive = np.arange(n)
    now = joined
    for order in range(1, 400):
        now = now + 7 * draws.exponential(random.random(n)) / rate
        alive = alive[(now[alive] < DAYS) & (last[alive] > order)]
        if not len(alive):
            break
        who.append(alive)
        when.append(now[alive])
    who, when = np.concatenate(who), np.concatenate(when)
    order = np.lexsort((who, when))
    who, when = who[order], when[order]
    m = len(who)
    u = draws.stream(seed, "orders").random((8, m))
    amount = np.round(draws.gamma(u[0], spend.p, nu[who]), 2)
    date = START + (when * 1440).astype("timedelta64[m]")
    orders = dict(
        order_id=np.arange(1, m + 1),
        customer_id=who + 1,
        date=date,
        channel=np.where(u[1] < 0.7, "web", "store"),
        status=np.where(u[2] < 0.015, "cancelled", "completed"),
        discount=np.zeros(m),
        amount=amount,
        campaign_id=None,
    )
    lines = dict(
        order_id=np.arange(1, m + 1),
        line=1,
        product_id=1 + (u[3] * 72).astype(int),
        quantity=1,
        unit_price=amount,
        discount=0.0,
        amount=amount,
        margin=np.round(0.38 * amount, 2),
    )
    complain = np.flatnonzero(u[4] < 0.04)
    received = date[complain] + (u[5, complain] * 5 * 1440).astype("timedelta64[m]")
    answered = received + (u[6, complain] * 60 * 36).astype("timedelta64[m]")
    resolved = answered + (u[7, complain] * 60 * 90).astype("timedelta64[m]")
    complaints = dict(
        complaint_id=np.arange(1, len(complain) + 1),
        customer_id=who[complain] + 1,
        order_id=complain + 1,
        channel="phone",
        reason=np.array(COMPLAINT_REASONS)[complain % 6],
        received=received,
        answered=answered,
        resolved=resolved,
        well_handled=u[6, complain] < 0.6,
        compensation=np.where(u[7, complain] < 0.3, 20.0, 0.0),
    )
    v = draws.stream(seed, "contacts").random((4, m))
    contacts = dict(
        contact_id=np.arange(1, m + 1),
        customer_id=who + 1,
        date=date,
        touchpoint=np.array(TOUCHPOINTS)[draws.choice(v[0], np.ones(8))],
        channel="web",
        outcome="done",
        score=np.where(v[1] < 0.3, np.floor(1 + 5 * np.sqrt(v[2])), np.nan),
        order_id=np.arange(1, m + 1),
    )
    v = draws.stream(seed, "surveys").random((8, m))
    asked = np.flatnonzero(v[0] < 0.3)
    ok = v[1, asked] < 0.35
    sent = date[asked].astype("datetime64[D]") + 7
    blank = lambda values: np.where(ok, values, np.nan)
    surveys = dict(
        survey_id=np.arange(1, len(asked) + 1),
        customer_id=who[asked] + 1,
        kind="order",
        order_id=asked + 1,
        sent=sent,
        answered=ok,
        answered_on=np.where(ok, sent + 3, np.datetime64("NaT")),
        csat=blank(np.floor(1 + 5 * np.sqrt(v[2, asked]))),
        nps=blank(np.floor(11 * np.sqrt(v[3, asked]))),
        ces=blank(np.floor(1 + 7 * np.sqrt(v[4, asked]))),
        expected=blank(np.floor(4 + 4 * v[5, asked])),
        perceived=blank(np.floor(3 + 5 * v[6, asked])),
    )
    made = dict(
        customers=people,
        orders=orders,
        order_lines=lines,
        contacts=contacts,
        complaints=complaints,
        surveys=surveys,
    )
    return Firm({name: typed(name, columns) for name, columns in made.items()})
