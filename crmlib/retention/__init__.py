"""Retention: how long customers stay, when silence means that one has left, and what leaving costs.

Three kinds of data, three tables: lifetimes that may not have ended yet (`survival_curve`, `hazard_table`),
purchases by cohort (`cohort_table`), and the gaps between purchases (`purchase_gaps`, `alert_point`). Then
money: what churn costs (`churn_loss`) and what a lost customer is still worth (`winback_value`). What an
offer changes, only an experiment tells: see `crmlib.experiments`.

A lifetime or gap that has not ended is censored: known to be at least that long. Leaving it out, or counting
it as ended, makes customers look as if they left sooner than they do.
"""

from crmlib.retention.cohorts import cohort_table
from crmlib.retention.curves import hazard_table, median_lifetime, survival_curve, survival_quantile
from crmlib.retention.gaps import alert_point, customer_alerts, purchase_gaps
from crmlib.retention.losses import break_even_winback, churn_loss, winback_value

__all__ = [
    "alert_point",
    "break_even_winback",
    "churn_loss",
    "cohort_table",
    "customer_alerts",
    "hazard_table",
    "median_lifetime",
    "purchase_gaps",
    "survival_curve",
    "survival_quantile",
    "winback_value",
]
