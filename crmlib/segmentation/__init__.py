"""Segments: who is worth how much, who could be worth more, and who is where in the customer life cycle.

`classes`, `potential` and `life_cycle` hold the three cuts of a base; `bases` and `clusters` find segments,
`concentration` and `portfolio` measure a base, `strategy` says what to do with whom, `tiers`, `tier_reviews`
and `migration` follow customers over time, `fairness` compares what groups pay, `wallet` estimates what they
spend elsewhere.
"""

from crmlib.segmentation.classes import abc_classes, abc_table
from crmlib.segmentation.clusters import BehaviourClusters, elbow_table, silhouette_table, stability_table
from crmlib.segmentation.life_cycle import LIFE_CYCLE, life_cycle_stage, two_period_spend
from crmlib.segmentation.migration import migration_matrix
from crmlib.segmentation.potential import (
    estimate_potential,
    spend_potential,
    value_potential,
    value_potential_summary,
)
from crmlib.segmentation.strategy import STRATEGY_TABLE, assign_strategy

__all__ = [
    "LIFE_CYCLE",
    "STRATEGY_TABLE",
    "BehaviourClusters",
    "abc_classes",
    "abc_table",
    "assign_strategy",
    "elbow_table",
    "estimate_potential",
    "life_cycle_stage",
    "migration_matrix",
    "silhouette_table",
    "spend_potential",
    "stability_table",
    "two_period_spend",
    "value_potential",
    "value_potential_summary",
]
