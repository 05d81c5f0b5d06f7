"""Valid calls of crmlib.firm_campaigns."""

from crmlib import datasets

CALLS = {"campaign_table": dict(firm=datasets.load_firm(), campaign="C3")}
