"""Valid calls of crmlib.firm.strategy."""

from crmlib import datasets
from crmlib.firm import strategy as firm_strategy

FIRM = datasets.load_firm()

CALLS = {
    "strategy_columns": dict(firm=FIRM),
    "programme_gains": dict(firm=FIRM, keeping=0.2, developing=0.02, referring=0.5),
    "expected_net": dict(
        firm=FIRM,
        rows=["growth"] * len(FIRM.customers),
        programmes=firm_strategy.FIRM_PROGRAMMES,
    ),
}
