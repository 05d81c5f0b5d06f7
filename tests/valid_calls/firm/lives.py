"""Valid calls of crmlib.firm.lives."""

from crmlib import datasets

CALLS = {"still_customer": dict(firm=datasets.load_firm())}
