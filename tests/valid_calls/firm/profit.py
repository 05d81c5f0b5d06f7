"""Valid calls of crmlib.firm.profit."""

from crmlib import datasets

CALLS = {"yearly_profit": dict(firm=datasets.load_firm())}
