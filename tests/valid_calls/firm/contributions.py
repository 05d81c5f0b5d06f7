"""Valid calls of crmlib.firm.contributions."""

from crmlib import datasets

CALLS = {"first_two_years": dict(firm=datasets.load_firm())}
