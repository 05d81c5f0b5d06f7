"""The contribution of the first two years with a customer, by hand and in sum."""

import pytest

from crmlib import datasets, simulate
from crmlib.firm.contributions import first_two_years

FIRM = datasets.load_firm()
PEOPLE = first_two_years(FIRM)


def by_hand(who):
    """What one customer contributed in her first and second year, order by order."""
    placed = FIRM.orders[FIRM.orders["status"] == "completed"]
    served = FIRM.cost_to_serve.query("activity != 'campaign contact'")["cost"].sum()
    cost = served / (placed["date"].dt.year == 2025).sum()
    began = FIRM.customers.set_index("customer_id").loc[who, "first_purchase"]
    sums = {0: 0.0, 1: 0.0}
    for order in placed[placed["customer_id"] == who].itertuples():
        year = order.date.year - began.year - ((order.date.month, order.date.day) < (began.month, began.day))
        if year in sums:
            back = set(FIRM.returns.loc[FIRM.returns["order_id"] == order.order_id, "line"])
            lines = FIRM.order_lines[FIRM.order_lines["order_id"] == order.order_id]
            sums[year] += lines.loc[~lines["line"].isin(back), "margin"].sum() - cost
    return list(sums.values())


@pytest.mark.parametrize("year", ["first", "second"])
@pytest.mark.parametrize("place", [0, 5, -1])
def test_one_customer_by_hand(year, place):
    """The best, the sixth and the last of each year."""
    who = PEOPLE[year].sort_values(ascending=False, kind="stable").index[place]
    assert PEOPLE.loc[who, ["first", "second"]].tolist() == pytest.approx(by_hand(who), abs=1e-9)


def test_everyone_who_registered_in_the_first_year_is_there():
    first = FIRM.customers[FIRM.customers["joined"].dt.year == 2023].set_index("customer_id")
    assert PEOPLE.index.tolist() == first.index.tolist() and len(PEOPLE) == 700
    assert PEOPLE["cost"].equals(first["acquisition_cost"].rename("cost"))
    assert PEOPLE["channel"].tolist() == first["acquisition_channel"].tolist()


def test_who_has_not_bought_contributed_nothing():
    prospects = FIRM.customers.set_index("customer_id").loc[PEOPLE.index, "first_purchase"].isna()
    assert prospects.sum() > 5
    assert (PEOPLE.loc[prospects, ["first", "second"]] == 0).all(axis=None)


def test_a_firm_of_other_years():
    firm = simulate.firm(1, customers=300, start="2020-01-01", end="2022-12-31")
    people = first_two_years(firm)
    assert (firm.customers.set_index("customer_id").loc[people.index, "joined"].dt.year == 2020).all()
    assert len(people) > 50 and people["first"].sum() > people["second"].sum() > 0


def test_no_firm_gets_a_sentence():
    with pytest.raises(TypeError, match="firm"):
        first_two_years(PEOPLE)
