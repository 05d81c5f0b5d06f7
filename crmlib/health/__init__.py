"""Customer health: one score from several indicators, the alert list, and what a threshold is worth.

The order of work: `health_score` weighs the indicators, `alerts` lists who is below the threshold,
`back_test` tells on later churn whether the list was worth anything, and `threshold_profits` derives the
threshold from what a call costs and saves. `risk_calibration` and `population_stability` watch the score
afterwards. A `DriverTree` takes a key figure apart into its drivers, and
`driver_contributions` says how much of a change each of them made.
"""

from crmlib.health.alert_list import alerts, auc, auc_interval, back_test, roc_table
from crmlib.health.drivers import REVENUE_TREE, DriverTree, driver_contributions, driver_value, log_mean
from crmlib.health.monitoring import population_stability, risk_calibration
from crmlib.health.scores import health_score, min_max_score, percentile_score
from crmlib.health.thresholds import best_threshold, call_value, threshold_profits

__all__ = [
    "REVENUE_TREE",
    "DriverTree",
    "alerts",
    "auc",
    "auc_interval",
    "back_test",
    "best_threshold",
    "call_value",
    "driver_contributions",
    "driver_value",
    "health_score",
    "log_mean",
    "min_max_score",
    "percentile_score",
    "population_stability",
    "risk_calibration",
    "roc_table",
    "threshold_profits",
]
