"""Valid calls of crmlib.health."""

import pandas as pd

from crmlib.health import REVENUE_TREE

INDICATORS = pd.DataFrame({"customer": ["Ann", "Bob"], "logins": [16.0, 8.0], "survey": [90.0, 70.0]})
SCORES, CHURNED = [20.0, 40.0, 60.0, 80.0], [1, 0, 1, 0]
BACK_TEST = pd.DataFrame({"threshold": [50.0, 75.0], "alerts": [2, 3], "leavers_found": [1, 2]})
CAMPAIGN = dict(success_rate=0.2, clv=267, contact_cost=10)
BEFORE = {"customers": 1000, "orders_per_customer": 2.5, "average_order_value": 40}

CALLS = {
    "min_max_score": dict(value=12, worst=0, best=20),
    "percentile_score": dict(values=[3, 10, 10, 40]),
    "health_score": dict(
        indicators=INDICATORS, weights={"logins": 0.6, "survey": 0.4}, scales={"logins": (0, 20)}
    ),
    "alerts": dict(scores=SCORES),
    "back_test": dict(scores=SCORES, churned=CHURNED, thresholds=[50, 75]),
    "roc_table": dict(scores=SCORES, churned=CHURNED),
    "auc": dict(scores=SCORES, churned=CHURNED),
    "auc_interval": dict(scores=SCORES, churned=CHURNED),
    "call_value": dict(churn_rate=0.12, success_rate=0.2, clv=267),
    "threshold_profits": dict(table=BACK_TEST) | CAMPAIGN,
    "best_threshold": dict(table=BACK_TEST) | CAMPAIGN,
    "driver_value": dict(tree=REVENUE_TREE, values=BEFORE),
    "log_mean": dict(first=100, second=200),
    "driver_contributions": dict(tree=REVENUE_TREE, before=BEFORE, after=BEFORE | {"customers": 1100}),
}

# An indicator may be below 0, or yes or no; one customer has a rank too; one threshold may be tried.
# The row labels of scores are the customers.
ALLOWED = {
    "min_max_score.value": {"negative"},
    "min_max_score.worst": {"negative"},
    "min_max_score.best": {"negative"},
    "percentile_score.values": {"list", "array of booleans"},
    "alerts.scores": {"list", "dictionary", "array of booleans", "repeated row labels"},
    "back_test.thresholds": {"list", "array of booleans"},
}
# The curve begins where nobody is alerted.
ENDLESS = {"roc_table"}
