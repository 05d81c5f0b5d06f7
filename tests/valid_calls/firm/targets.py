"""Valid calls of crmlib.firm.targets."""

from crmlib import datasets

FIRM = datasets.load_firm()

CALLS = {"target_table": dict(firm=FIRM), "development_profits": dict(firm=FIRM)}
