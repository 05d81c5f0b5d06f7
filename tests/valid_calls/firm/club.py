"""Valid calls of crmlib.firm.club."""

from crmlib import datasets

CALLS = {"first_year": dict(firm=datasets.load_firm())}
