"""Campaigns and experiments: what a contact changes, how surely it is known, and whom to contact.

What customers do after a contact says little of what the contact did: many would have stayed, or bought,
without it. A randomised control group says what they would have done. The difference is the uplift.

The profit of a campaign (`campaign_profit`) takes its success as known. An experiment measures it
(`uplift_interval`, `uplift_test`, `uplift_table`), once it is large enough (`experiment_sample_size`,
`experiment_power`). A test that only has to choose may be smaller (`best_test_size`, `worth_of_test`). Then
`targeting_policies` compares contacting those at risk with contacting those whom it changes.
"""

from crmlib.experiments.effects import uplift_interval, uplift_table, uplift_test
from crmlib.experiments.policies import targeting_policies
from crmlib.experiments.power import experiment_power, experiment_sample_size
from crmlib.experiments.profit import break_even_churn_rate, campaign_profit
from crmlib.experiments.worth import best_test_size, worth_of_test

__all__ = [
    "best_test_size",
    "break_even_churn_rate",
    "campaign_profit",
    "experiment_power",
    "experiment_sample_size",
    "targeting_policies",
    "uplift_interval",
    "uplift_table",
    "uplift_test",
    "worth_of_test",
]
