"""Valid calls of crmlib.firm.campaigns."""

from crmlib import datasets

CALLS = {"campaign_table": dict(firm=datasets.load_firm(), campaign="C3")}
