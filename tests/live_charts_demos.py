"""One live chart of each form, for the tests of the numbers and for those in a browser."""

import math
from functools import partial

from crmlib import clv, explore, value
from crmlib.explore import Answer, Slider

RATES = {
    "retention_rate": Slider(0.8, 0.3, 0.9, 0.01, "%"),
    "discount_rate": Slider(0.1, 0.02, 0.3, 0.01, "% per year"),
}
MARGIN = Slider(100, -40, 500, 10, "¥ per year")
CONVENTIONS = {
    first: partial(clv.margin_multiple, first_margin=first) for first in ("retained", "certain", "now")
}
NET = {
    first: partial(clv.retention_clv, 100, first_margin=first, acquisition_cost=350) for first in CONVENTIONS
}


def mail(mail_spend):
    """Margin won by letters, in thousands: ever less for each further thousand."""
    return 900 * (1 - explore.exp(-0.004 * mail_spend))


def advertising(budget, mail_spend):
    """Margin won by what the letters leave of the budget."""
    return 1500 * (1 - explore.exp(-0.002 * (budget - mail_spend)))


def demos():
    """The charts by name."""
    lifetime = explore.curve(
        clv.retention_clv,
        over="retention_rate",
        sliders={"margin": MARGIN, **RATES},
        fixed={"acquisition_cost": 120},
        answer="lifetime value 客户终身价值",
        unit="¥",
        also={"expected lifetime": Answer(clv.expected_lifetime, "years", 1)},
    )
    return {
        "curve": lifetime,
        "rivals": explore.curve(CONVENTIONS, "retention_rate", RATES, answer="margin multiple"),
        "bars": explore.bars(CONVENTIONS, RATES, answer="margin multiple", unit="years of margin"),
        "losses": explore.bars(NET, RATES, answer="value net of acquisition", unit="¥"),
        "path": explore.path(
            value.base_after,
            over="periods",
            periods=range(21),
            sliders={
                "customers": Slider(1000, 0, 3000, 100, "customers"),
                "inflow": Slider(300, 0, 600, 10, "customers per year"),
                "churn_rate": Slider(0.2, 0.05, 0.6, 0.01, "% per year"),
            },
            limit=value.steady_base,
            answer="customers",
            digits=0,
        ),
        "tornado": explore.tornado(
            clv.retention_clv, sliders={"margin": MARGIN, **RATES}, answer="lifetime value", unit="¥"
        ),
        "frontier": explore.frontier(
            clv.retention_clv,
            across="retention_rate",
            up="acquisition_cost",
            sliders={
                "margin": MARGIN,
                "retention_rate": RATES["retention_rate"],
                "acquisition_cost": Slider(200, 0, 600, 10, "¥"),
            },
            fixed={"discount_rate": 0.1},
            answer="value net of acquisition",
            unit="¥",
        ),
        "stacked": explore.curve(
            {"mail": mail, "advertising": advertising},
            over="mail_spend",
            sliders={
                "mail_spend": Slider(400, 0, 1000, 20, "¥ thousand", "spent on mail"),
                "budget": Slider(1000, 1000, 2000, 50, "¥ thousand"),
            },
            answer="margin won",
            unit="¥ thousand",
            stacked=True,
        ),
        "cutoff": explore.cutoff(
            [k / 20 for k in range(21)],
            [k * (30 - k) for k in range(21)],
            label="share of customers served",
            start=0.5,
            x_unit="%",
            answer="cumulative profit",
            unit="¥ thousand",
        ),
        "measured": explore.cutoff(
            # Steps of a third and money with cents: nothing here is a round number.
            [k / 3 for k in range(31)],
            [10_000 * (1 + math.sin(k / 11)) for k in range(31)],
            label="years",
            start=5.0,
            x_unit="years",
            answer="cumulative profit",
            unit="¥",
        ),
        "asked": lifetime.asking("Which *way*?", ["up", "down"], ["Up it is.", "You said: down."], "Why?"),
    }
