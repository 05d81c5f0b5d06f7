"""Chapter 8: wrong answers of a reader of chapter and questions, written before any run."""

import numpy as np
import pandas as pd

PRINTED = ("large", "loyal", "growth", "strategic", "low")
DEVELOPMENT = ("strategic", "growth", "large", "loyal", "low")


def fits(customers, value, elsewhere):
    """Who fits each row."""
    return {
        "large": customers["profit"] >= value,
        "loyal": (customers["tenure_years"] >= 2) & (customers["orders"] >= 4),
        "growth": customers["potential"] >= elsewhere,
        "strategic": customers["referrals"] >= 1,
        "low": customers["profit"] < 50,
    }


def chosen(fitting, order=PRINTED, none="none"):
    return np.select([fitting[row] for row in order], order, none)


def rows(customers, row):
    return pd.DataFrame({"customer_id": customers["customer_id"], "strategy_row": row})


def either(customers, value, elsewhere):
    """Loyal by years or by orders."""
    loyal = (customers["tenure_years"] >= 2) | (customers["orders"] >= 4)
    return fits(customers, value, elsewhere) | {"loyal": loyal}


def still_orders(customers, value, elsewhere):
    """The growth rule that asks for an order, too."""
    growth = (customers["potential"] >= elsewhere) & (customers["orders"] >= 1)
    return fits(customers, value, elsewhere) | {"growth": growth}


def both_orders(customers, fitting, printed=PRINTED, development=DEVELOPMENT):
    """The table asked, by rules and orders given."""
    table = {"customer_id": customers["customer_id"]}
    orders = {"printed": printed, "development": development}
    for name, order in orders.items():
        table[name] = chosen(fitting, order)
    for name in orders:
        table[f"{name}_net"] = net_of(customers, table[name])
    return pd.DataFrame(table)


def net_of(customers, row):
    programmes = PRINTED[:4]
    return np.select(
        [row == name for name in programmes], [customers[f"{name}_net"] for name in programmes], 0
    )


def identifiers(customers, who):
    return list(customers.loc[who, "customer_id"])


def covariance(first, second, correlation):
    return first * second * correlation


WRONG = {
    "strategy.potential": [
        ("first", "the whole category spend", lambda category, panel, own: own * category / panel),
        ("first", "the panel's category spend less her own", lambda category, own: category - own),
        ("first", "the potential of a member of the panel", lambda category, panel: category - panel),
        (
            "second",
            "the share elsewhere of her own spend",
            lambda category, panel, own: own * (1 - panel / category),
        ),
        (
            "second",
            "the ratio turned over",
            lambda category, panel, own: own * panel / category,
        ),
    ],
    "strategy.leave-or-drop": [
        (
            "first",
            "dropping taken for 0",
            lambda margin, service, fixed, lost: (
                (1 - lost) * (margin - (1 - fixed) * service) - fixed * service
            ),
        ),
        (
            "first",
            "the full cost to serve goes",
            lambda margin, service, lost: (1 - lost) * (margin - service),
        ),
        (
            "first",
            "the part that stays taken for the part that goes",
            lambda margin, service, fixed, lost: (1 - lost) * (margin - fixed * service),
        ),
        (
            "second",
            "only the margin falls",
            lambda margin, service, fixed, lost: (1 - lost) * margin - (1 - fixed) * service,
        ),
        (
            "second",
            "the share lost for the share left",
            lambda margin, service, fixed, lost: lost * (margin - (1 - fixed) * service),
        ),
    ],
    "strategy.avoidable-share": [
        (
            "first",
            "the margin that is left over the full cost",
            lambda margin, service, lost: (1 - lost) * margin / service,
        ),
        ("first", "the share that stays", lambda margin, service: 1 - margin / service),
        (
            "first",
            "the margin lost over the cost",
            lambda margin, service, lost: lost * margin / service,
        ),
        (
            "second",
            "the cost falls and the margin does not",
            lambda margin, service, lost: margin / ((1 - lost) * service),
        ),
        (
            "second",
            "the share that stays, of the margin left",
            lambda margin, service, lost: 1 - (1 - lost) * margin / service,
        ),
    ],
    "strategy.marketing-pays": [
        ("first", "no cost to serve", lambda margin, marketing: marketing / margin),
        (
            "first",
            "the full cost to serve goes",
            lambda margin, service, marketing: marketing / (margin - service),
        ),
        (
            "first",
            "the part that stays taken for the part that goes",
            lambda margin, service, fixed, marketing: marketing / (margin - fixed * service),
        ),
        (
            "second",
            "the share that must be left",
            lambda margin, service, fixed, marketing: 1 - marketing / (margin - (1 - fixed) * service),
        ),
        (
            "second",
            "all costs that can be avoided, over the margin",
            lambda margin, service, fixed, marketing: (marketing + (1 - fixed) * service) / margin,
        ),
    ],
    "strategy.keep-or-develop": [
        (
            "first",
            "no margin on what is won",
            lambda kept, keep_cost, elsewhere, won, years, develop_cost: (
                elsewhere * won * years - develop_cost - (kept - keep_cost)
            ),
        ),
        (
            "first",
            "one year only",
            lambda kept, keep_cost, elsewhere, won, margin, develop_cost: (
                elsewhere * won * margin - develop_cost - (kept - keep_cost)
            ),
        ),
        (
            "first",
            "the costs left out",
            lambda kept, elsewhere, won, margin, years: elsewhere * won * margin * years - kept,
        ),
        (
            "second",
            "growth costs each year",
            lambda kept, keep_cost, elsewhere, won, margin, years, develop_cost: (
                years * (elsewhere * won * margin - develop_cost) - (kept - keep_cost)
            ),
        ),
        (
            "second",
            "growth alone",
            lambda elsewhere, won, margin, years, develop_cost: (
                elsewhere * won * margin * years - develop_cost
            ),
        ),
    ],
    "strategy.mix-risk": [
        (
            "first",
            "the weighted mean of the two",
            lambda first, steady, wild: first * steady + (1 - first) * wild,
        ),
        (
            "first",
            "no correlation",
            lambda first, steady, wild: ((first * steady) ** 2 + ((1 - first) * wild) ** 2) ** 0.5,
        ),
        (
            "first",
            "the covariance once, not twice",
            lambda first, steady, wild, correlation: (
                (
                    (first * steady) ** 2
                    + ((1 - first) * wild) ** 2
                    + covariance(first * steady, (1 - first) * wild, correlation)
                )
                ** 0.5
            ),
        ),
        (
            "second",
            "no root",
            lambda first, steady, wild, correlation: (
                (first * steady) ** 2
                + ((1 - first) * wild) ** 2
                + 2 * covariance(first * steady, (1 - first) * wild, correlation)
            ),
        ),
        (
            "second",
            "the shares not squared",
            lambda first, steady, wild, correlation: (
                (
                    first * steady**2
                    + (1 - first) * wild**2
                    + 2 * first * (1 - first) * covariance(steady, wild, correlation)
                )
                ** 0.5
            ),
        ),
    ],
    "strategy.least-risk": [
        ("first", "no correlation", lambda first, second: second**2 / (first**2 + second**2)),
        (
            "first",
            "the share of the other segment",
            lambda first, second, correlation: (
                (first**2 - covariance(first, second, correlation))
                / (first**2 + second**2 - 2 * covariance(first, second, correlation))
            ),
        ),
        ("first", "in proportion to the other risk", lambda first, second: second / (first + second)),
        (
            "second",
            "the covariance added below",
            lambda first, second, correlation: (
                (second**2 - covariance(first, second, correlation))
                / (first**2 + second**2 + 2 * covariance(first, second, correlation))
            ),
        ),
        (
            "second",
            "the correlation for the covariance",
            lambda first, second, correlation: (
                (second**2 - correlation) / (first**2 + second**2 - 2 * correlation)
            ),
        ),
    ],
    "strategy.leave-function": [
        (
            "first",
            "all of the cost falls",
            lambda: (
                lambda margin, service_cost, margin_lost, fixed_share: (
                    (1 - margin_lost) * (margin - service_cost)
                )
            ),
        ),
        (
            "first",
            "the part that stays left out",
            lambda: (
                lambda margin, service_cost, margin_lost, fixed_share: (
                    (1 - margin_lost) * (margin - (1 - fixed_share) * service_cost)
                )
            ),
        ),
        (
            "second",
            "the two parts of the cost exchanged",
            lambda: (
                lambda margin, service_cost, margin_lost, fixed_share: (
                    (1 - margin_lost) * (margin - fixed_share * service_cost)
                    - (1 - fixed_share) * service_cost
                )
            ),
        ),
    ],
    "strategy.assign": [
        (
            "first",
            "a later row overwrites an earlier one",
            lambda customers, value, elsewhere: rows(
                customers, chosen(fits(customers, value, elsewhere), PRINTED[::-1])
            ),
        ),
        (
            "first",
            "loyal by years or orders",
            lambda customers, value, elsewhere: rows(customers, chosen(either(customers, value, elsewhere))),
        ),
        (
            "second",
            "who fits none is low",
            lambda customers, value, elsewhere: rows(
                customers, chosen(fits(customers, value, elsewhere), none="low")
            ),
        ),
    ],
    "strategy.two-orders": [
        (
            "first",
            "later rows overwrite earlier ones",
            lambda customers, value, elsewhere: both_orders(
                customers, fits(customers, value, elsewhere), PRINTED[::-1], DEVELOPMENT[::-1]
            ),
        ),
        (
            "first",
            "growth asks for an order, too",
            lambda customers, value, elsewhere: both_orders(
                customers, still_orders(customers, value, elsewhere)
            ),
        ),
        (
            "second",
            "growth before strategic",
            lambda customers, value, elsewhere: both_orders(
                customers,
                fits(customers, value, elsewhere),
                development=("growth", "strategic", "large", "loyal", "low"),
            ),
        ),
    ],
    "strategy.growth-first": [
        (
            "first",
            "the chapter's line of potential",
            lambda customers: identifiers(customers, customers["potential"] >= 3000),
        ),
        (
            "first",
            "break-even of three years, whether she orders or not",
            lambda customers, cost, won: identifiers(
                customers, 3 * 0.25 * won * customers["potential"] > cost
            ),
        ),
        (
            "second",
            "the large ones",
            lambda customers: identifiers(customers, customers["profit"] >= 220),
        ),
    ],
}
