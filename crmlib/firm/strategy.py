"""The strategy table at the simulated firm: what its rules read, and what its programmes earn in truth."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib._guard.checks import check, checked, describe, nonnegative, one, share
from crmlib.firm.lives import still_customer
from crmlib.firm.profit import yearly_profit
from crmlib.segmentation.strategy import NO_ROW, StrategyRule
from crmlib.simulate import Firm, Truth

YEAR = 365
FIVE_YEARS = 1826
DISCOUNT_RATE = 0.1

FIRM_RULES = (
    StrategyRule("large", (("profit", ">=", 220),), "the A class: 70 % of all profit above 0"),
    StrategyRule(
        "loyal", (("tenure_years", ">=", 2), ("orders", ">=", 4)), "two years, and an order a quarter"
    ),
    StrategyRule("growth", (("potential", ">=", 3000),), "about the upper three tenths of the potentials"),
    StrategyRule("strategic", (("referrals", ">=", 1),), "has brought at least one other customer"),
    StrategyRule("low", (("profit", "<", 50),), "about the lower half of the profits"),
)


@dataclass(frozen=True)
class FirmProgramme:
    """What a programme of the firm costs, and what it is assumed to do to a customer who gets it.

    Parameters
    ----------
    cost : float
        ¥ per customer, once, whether she is still active or not.
    keeping : float
        By which share the probability of leaving after an order falls, 0 to 1.
    developing : float
        Which share of what she spends elsewhere comes here on top of her orders, 0 to 1.
    referring : float
        By which share the number of customers whom she refers rises, 0 to 1.

    Examples
    --------
    >>> FirmProgramme(cost=60, keeping=0.2).developing
    0.0
    """

    cost: float = 0.0
    keeping: float = 0.0
    developing: float = 0.0
    referring: float = 0.0


FIRM_PROGRAMMES = {
    "large": FirmProgramme(cost=60, keeping=0.20),
    "loyal": FirmProgramme(cost=10, keeping=0.10),
    "growth": FirmProgramme(cost=30, developing=0.02),
    "strategic": FirmProgramme(cost=20, referring=0.50),
}


def strategy_columns(firm):
    """A row per customer of the simulated firm with what the rules of the strategy table read.

    Parameters
    ----------
    firm : Firm
        With the tables that `yearly_profit` reads.

    Returns
    -------
    pandas.DataFrame
        `customer_id`; `spend` and `orders` of the last 365 days (completed orders, answers to campaigns among
        them); `profit` of the same days (¥, as in `yearly_profit`: margin less returns, compensation, the
        cost to serve and redeemed points, with the club's fees less services);
        `tenure_years` since the first purchase (0 for a prospect); `referrals` (customers who came through
        her); `potential` (¥ a year spent elsewhere) and `potential_known` (from the household panel, or else
        estimated).

    Raises
    ------
    TypeError
        If it is no firm.

    Notes
    -----
    Outside the panel the category spend is estimated by a ratio: the panel's category spend over the
    panel's mean yearly spend here, times the customer's own mean yearly spend here. Whoever joined less than
    a year ago counts as a whole year.

    .. math:: \\text{potential} = \\max\\left( 0,\\; \\text{category spend} - \\text{spend here} \\right)

    Examples
    --------
    >>> from crmlib import datasets
    >>> table = strategy_columns(datasets.load_firm())
    >>> table.loc[table["profit"].idxmax(), ["customer_id", "orders", "profit"]].tolist()
    [1780.0, 9.0, 4184.46]
    """
    _refuse_other(firm)
    customers = firm.customers.set_index("customer_id")
    orders = firm.orders[firm.orders["status"] == "completed"]
    end = pd.Timestamp(firm.truth.parameters.end)
    recent = orders[orders["date"].dt.normalize() > end - pd.Timedelta(days=YEAR)]
    tenure = ((end - customers["first_purchase"].dt.normalize()).dt.days / 365.25).fillna(0.0)
    spend = _sum(recent, "amount", customers)
    yearly = _sum(orders, "amount", customers) / tenure.clip(lower=1)
    category = _category_spend(customers["category_spend"], yearly)
    return pd.DataFrame(
        {
            "spend": spend,
            "orders": recent.groupby("customer_id").size().reindex(customers.index, fill_value=0),
            "profit": yearly_profit(firm)["profit"],
            "tenure_years": tenure.round(2),
            "referrals": customers["referred_by"].value_counts().reindex(customers.index, fill_value=0),
            "potential": (category - spend).clip(lower=0).round(2),
            "potential_known": customers["category_spend"].notna(),
        }
    ).reset_index()


def _refuse_other(firm):
    if not isinstance(firm, Firm):
        raise TypeError(f"firm must be a firm, as datasets.load_firm gives it; got {describe(firm)}")


def _sum(rows, column, customers):
    """A column's sum by customer, 0 for who has no row."""
    return rows.groupby("customer_id")[column].sum().reindex(customers.index, fill_value=0.0)


def _category_spend(known, yearly):
    panel = known.notna()
    return known.fillna(yearly * known[panel].sum() / yearly[panel].sum())


@checked(keeping=one(share), developing=one(share), referring=one(share))
def programme_gains(firm, keeping=0.0, developing=0.0, referring=0.0):
    """What a programme would add to the expected value of each customer, in the truth of the simulated firm.

    Parameters
    ----------
    firm : Firm
        A simulated firm.
    keeping, developing, referring : float
        What the programme is assumed to do, as in `FirmProgramme`.

    Returns
    -------
    pandas.Series
        ¥ of present value over five years at 10 % a year, by customer_id, before the programme's cost;
        0 for who has left and is in no second life.

    Raises
    ------
    TypeError, ValueError
        If it is no firm, or a number is out of range.

    Notes
    -----
    With the discounted orders :math:`A(p)` to come at the leaving probability p, the contribution m of an
    order, its amount z with the margin rate g, the wallet share w, the expected referrals R of three years
    and the expected value J of one more registration by referral (`truth.value_of_channel`):

    .. math::

        \\bigl( A((1 - e) p) - A(p) \\bigr) m \\;+\\; A(p)\\, u \\frac{1 - w}{w}\\, z g \\;+\\; v R J

    for keeping e, developing u and referring v. Larger orders cost no more to serve; who stays longer also
    brings her larger orders for longer, which is left out, and so are the fees of the club.

    Examples
    --------
    >>> from crmlib import datasets
    >>> programme_gains(datasets.load_firm(), keeping=0.2).round(1).head(3).tolist()
    [0.0, 372.6, 0.4]
    """
    _refuse_other(firm)
    people = firm.truth.customers
    lives = [name for name in ("leaving_probability", "second_leaving_probability") if name in people]
    stay = {name: people[name] * (1 - keeping) for name in lives}
    elsewhere = (1 - people["wallet_share"]) / people["wallet_share"] * people["mean_order_value"]
    larger = {"order_contribution": developing * elsewhere * people["margin_rate"]}
    values = [_value(firm, **changed) for changed in (stay, {}, larger)]
    joining = firm.truth.value_of_channel(FIVE_YEARS, DISCOUNT_RATE)["referral"]
    referrals = still_customer(firm).to_numpy() * people["expected_referrals"].to_numpy()
    referred = referring * referrals * joining
    return (values[0] - values[1] + values[2] + referred).rename("gain")


def _value(firm, **changed):
    """The expected value of each customer if something about them were different."""
    truth = firm.truth
    changed = Truth(truth.customers.assign(**changed), truth.campaigns, truth.accounts, truth.parameters)
    return changed.expected_value(FIVE_YEARS, DISCOUNT_RATE)


def expected_net(firm, rows, programmes=None):
    """What each customer adds if she gets the programme of her strategy row, in the truth of the firm.

    Parameters
    ----------
    firm : Firm
        A simulated firm.
    rows : Series, list or array of str
        The strategy row of each customer, in the order of the firm's customers.
    programmes : dict, optional
        From a row to its `FirmProgramme`; `FIRM_PROGRAMMES` without it. A row without one is left alone.

    Returns
    -------
    pandas.Series
        ¥ of present value less the programme's cost, by customer_id; 0 for who is left alone.

    Raises
    ------
    TypeError, ValueError
        If it is no firm, rows are not one a customer, or a programme is none.

    Notes
    -----
    .. math:: \\text{net}_i = \\text{gain}_i - k_{s(i)}

    with the gain of `programme_gains` and the cost k of the programme of her row s. An expected value: no
    luck is in it, and the assumed effects are.

    Examples
    --------
    >>> from crmlib import datasets
    >>> float(expected_net(datasets.load_firm(), ["low"] * 2000).sum())
    0.0
    """
    programmes = FIRM_PROGRAMMES if programmes is None else programmes
    net = pd.Series(0.0, index=_ids(firm), name="net")
    members = np.asarray(_rows(rows, len(net)), dtype=object)
    for row, programme in _checked(programmes).items():
        chosen = members == row
        gain = programme_gains(firm, programme.keeping, programme.developing, programme.referring)
        net[chosen] = gain[chosen] - programme.cost
    return net


def _ids(firm):
    _refuse_other(firm)
    return pd.Index(firm.truth.customers["customer_id"], name="customer_id")


def _rows(rows, customers):
    many = hasattr(rows, "__iter__") and getattr(rows, "shape", None) != ()
    names = list(rows) if many and not isinstance(rows, str | dict) else []
    known = {"large", "loyal", "growth", "strategic", "low", NO_ROW}
    if len(names) != customers or not all(isinstance(name, str) and name in known for name in names):
        raise ValueError(
            f"rows must name a strategy row for each of the {customers} customers; got {describe(rows)}"
        )
    return names


def _checked(programmes):
    if not isinstance(programmes, dict) or not all(
        isinstance(one_, FirmProgramme) for one_ in programmes.values()
    ):
        raise TypeError(
            f"programmes must be a dict from a row to a FirmProgramme; got {describe(programmes)}"
        )
    for row, programme in programmes.items():
        check(f"the cost of programme {row!r}", programme.cost, one(nonnegative))
    return programmes
