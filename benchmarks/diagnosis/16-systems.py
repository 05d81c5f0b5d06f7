"""Chapter 16: wrong answers of a reader of chapter and questions, written before any run."""

import pandas as pd

MARGIN = {"home": 62, "clothing": 70, "beauty": 88, "tea and food": 24, "sports": 75, "books and toys": 30}


def rules(
    baskets, given, once=True, confidence="given", lift=lambda both, one, other, n: both * n / one / other
):
    """The table asked, from baskets as they are or with each item once, divided in another way."""
    rows = baskets.drop_duplicates(["basket_id", "item"]) if once else baskets
    number = rows["basket_id"].nunique()
    with_given = rows.loc[rows["item"] == given, "basket_id"]
    both = rows[rows["basket_id"].isin(with_given) & (rows["item"] != given)]["item"].value_counts()
    items = [item for item in sorted(rows["item"].unique()) if item != given]
    both, other = both.reindex(items, fill_value=0), rows["item"].value_counts().reindex(items)
    base = {"given": len(with_given), "other": other, "all": number}[confidence]
    table = pd.DataFrame({"confidence": both / base, "lift": lift(both, len(with_given), other, number)})
    return table.rename_axis("item").reset_index()


def offers(customers, voucher, contact, profit, won=lambda treated, control: treated - control):
    """The table asked, with another profit or another share that is won."""
    bought = customers.groupby(["category", "offered"])["bought"].mean().unstack()
    treated, control = bought[True], bought[False]
    margin = customers.groupby("category")["margin"].first()
    table = {"won": won(treated, control), "profit": profit(treated, control, margin, voucher, contact)}
    return pd.DataFrame(table).rename_axis("category").reset_index()


def right_profit(treated, control, margin, voucher, contact):
    return (treated - control) * margin - treated * voucher - contact


def no_control(treated, control, margin, voucher, contact):
    return treated * (margin - voucher) - contact


def voucher_on_won(treated, control, margin, voucher, contact):
    return (treated - control) * (margin - voucher) - contact


def one_each(offers, column):
    best = offers.sort_values([column, "offer_id"], ascending=[False, True]).drop_duplicates("customer_id")
    return list(best["offer_id"])


def of_plans(plans, **wanted):
    found = plans
    for column, value in wanted.items():
        found = found[found[column] == value]
    return [found["plan_id"].iloc[0]]


WRONG = {
    "systems.fan-out": [
        (
            "first",
            "the joined sum itself",
            lambda customers, orders, amount, tickets: customers * orders * amount * tickets,
        ),
        (
            "first",
            "one customer",
            lambda orders, amount, tickets: orders * amount * (tickets - 1),
        ),
        ("first", "the revenue", lambda customers, orders, amount: customers * orders * amount),
        (
            "second",
            "rows added, not multiplied",
            lambda customers, amount, tickets: customers * tickets * amount,
        ),
        ("second", "how many times the revenue", lambda tickets: tickets - 1),
    ],
    "systems.twice": [
        ("first", "what came in", lambda rows, amount: 30 * rows * amount),
        (
            "first",
            "whole nights twice",
            lambda rows, amount, nights: (30 + nights) * rows * amount,
        ),
        (
            "first",
            "what came too much",
            lambda rows, amount, nights, part: nights * part * rows * amount,
        ),
        (
            "second",
            "the rest of the rows twice",
            lambda rows, amount, nights, part: (30 + nights * (1 - part)) * rows * amount,
        ),
        (
            "second",
            "only a part of those nights",
            lambda rows, amount, nights, part: (30 - nights * (1 - part)) * rows * amount,
        ),
    ],
    "systems.lift": [
        ("first", "confidence", lambda tea, both: both / tea),
        ("first", "confidence the other way round", lambda cups, both: both / cups),
        ("first", "support", lambda baskets, both: both / baskets),
        ("second", "the share of baskets with cups", lambda baskets, cups: cups / baskets),
        ("second", "inverted", lambda baskets, tea, cups, both: tea * cups / (both * baskets)),
    ],
    "systems.offer": [
        (
            "first",
            "vouchers on further purchases only",
            lambda customers, control, treated, margin, voucher, contact: (
                customers * ((treated - control) * (margin - voucher) - contact)
            ),
        ),
        (
            "first",
            "all who buy count as won",
            lambda customers, treated, margin, voucher, contact: (
                customers * (treated * (margin - voucher) - contact)
            ),
        ),
        (
            "first",
            "the contacts left out",
            lambda customers, control, treated, margin, voucher: (
                customers * ((treated - control) * margin - treated * voucher)
            ),
        ),
        (
            "second",
            "a customer",
            lambda control, treated, margin, voucher, contact: (
                (treated - control) * margin - treated * voucher - contact
            ),
        ),
        (
            "second",
            "a voucher paid for everybody",
            lambda customers, control, treated, margin, voucher, contact: (
                customers * ((treated - control) * margin - voucher - contact)
            ),
        ),
    ],
    "systems.needed-won": [
        (
            "first",
            "no vouchers for those who buy anyway",
            lambda contact, voucher, margin, goal: (goal + contact) / (margin - voucher),
        ),
        (
            "first",
            "no voucher for the further ones",
            lambda contact, voucher, margin, anyway, goal: (goal + contact + anyway * voucher) / margin,
        ),
        (
            "first",
            "the goal left out",
            lambda contact, voucher, margin, anyway: (contact + anyway * voucher) / (margin - voucher),
        ),
        (
            "second",
            "all who buy",
            lambda contact, voucher, margin, anyway, goal: (
                anyway + (goal + contact + anyway * voucher) / (margin - voucher)
            ),
        ),
        (
            "second",
            "of those who would not buy",
            lambda contact, voucher, margin, anyway, goal: (
                (goal + contact + anyway * voucher) / (margin - voucher) / (1 - anyway)
            ),
        ),
    ],
    "systems.calls": [
        (
            "first",
            "calls cost nothing",
            lambda left_a, worth_a, left_b, worth_b: 0.1 * (left_b * worth_b - left_a * worth_a),
        ),
        (
            "first",
            "everyone on the list had left",
            lambda calls_a, worth_a, calls_b, worth_b, call: (
                calls_b * (0.1 * worth_b - call) - calls_a * (0.1 * worth_a - call)
            ),
        ),
        (
            "first",
            "all who had left come back",
            lambda calls_a, left_a, worth_a, calls_b, left_b, worth_b, call: (
                left_b * worth_b - calls_b * call - left_a * worth_a + calls_a * call
            ),
        ),
        (
            "second",
            "what B earns",
            lambda calls_b, left_b, worth_b, call: 0.1 * left_b * worth_b - calls_b * call,
        ),
        (
            "second",
            "calls paid for leavers only",
            lambda left_a, worth_a, left_b, worth_b, call: (
                left_b * (0.1 * worth_b - call) - left_a * (0.1 * worth_a - call)
            ),
        ),
    ],
    "systems.pays-from": [
        ("first", "the cost by hand not saved", lambda built, gain, rounds: built / (gain * rounds)),
        ("first", "one round", lambda hand, built, gain: (built - hand) / gain),
        ("first", "both costs", lambda hand, built, gain, rounds: (hand + built) / (gain * rounds)),
        ("second", "by hand only", lambda hand, gain, rounds: hand / (gain * rounds)),
        (
            "second",
            "a customer of one round",
            lambda hand, built, gain, rounds: (built - hand) * rounds * gain,
        ),
    ],
    "systems.rules": [
        (
            "first",
            "what was scanned twice counts twice",
            lambda baskets, given: rules(baskets, given, once=False),
        ),
        (
            "first",
            "who buys the item buys it",
            lambda baskets, given: rules(baskets, given, confidence="other"),
        ),
        ("second", "support for confidence", lambda baskets, given: rules(baskets, given, confidence="all")),
        (
            "second",
            "lift: confidence over the count",
            lambda baskets, given: rules(
                baskets, given, lift=lambda both, one, other, n: both / one - other / n
            ),
        ),
    ],
    "systems.offer-profit": [
        (
            "first",
            "all who buy count as won",
            lambda: (
                lambda anyway, won, margin, voucher, contact: (
                    (anyway + (1 - anyway) * won) * (margin - voucher) - contact
                )
            ),
        ),
        (
            "first",
            "won of all customers",
            lambda: (
                lambda anyway, won, margin, voucher, contact: (
                    won * margin - (anyway + won) * voucher - contact
                )
            ),
        ),
        (
            "first",
            "vouchers for those won only",
            lambda: (
                lambda anyway, won, margin, voucher, contact: (
                    (1 - anyway) * won * (margin - voucher) - contact
                )
            ),
        ),
        (
            "second",
            "vouchers for everyone",
            lambda: (
                lambda anyway, won, margin, voucher, contact: (1 - anyway) * won * margin - voucher - contact
            ),
        ),
    ],
    "systems.offer-table": [
        (
            "first",
            "profit without the control group",
            lambda customers, voucher, contact: offers(customers, voucher, contact, no_control),
        ),
        (
            "first",
            "vouchers for those won only",
            lambda customers, voucher, contact: offers(customers, voucher, contact, voucher_on_won),
        ),
        (
            "first",
            "won: of those who would not have bought",
            lambda customers, voucher, contact: offers(
                customers,
                voucher,
                contact,
                right_profit,
                lambda treated, control: (treated - control) / (1 - control),
            ),
        ),
        (
            "second",
            "won: all who bought with the offer",
            lambda customers, voucher, contact: offers(
                customers, voucher, contact, no_control, lambda treated, control: treated
            ),
        ),
    ],
    "systems.offers": [
        ("first", "every offer", lambda offers: list(offers["offer_id"])),
        (
            "first",
            "lift above one",
            lambda offers: list(offers.loc[offers["lift"] > 1, "offer_id"]),
        ),
        ("first", "the likeliest to each customer", lambda offers: one_each(offers, "confidence")),
        (
            "second",
            "confidence times margin",
            lambda offers: list(
                offers.loc[offers["confidence"] * (offers["category"].map(MARGIN) - 10) > 2, "offer_id"]
            ),
        ),
    ],
    "systems.platform": [
        (
            "first",
            "the suite as it is shipped",
            lambda plans: of_plans(plans, platform="bought", rule="lift", calls="none"),
        ),
        (
            "first",
            "build with everything",
            lambda plans: of_plans(plans, platform="built", rule="money", calls="risk x worth"),
        ),
        ("second", "go on as today", lambda plans: []),
    ],
}
