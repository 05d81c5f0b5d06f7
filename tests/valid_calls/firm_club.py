"""Valid calls of crmlib.firm_club."""

from crmlib import datasets

CALLS = {"first_year": dict(firm=datasets.load_firm())}
