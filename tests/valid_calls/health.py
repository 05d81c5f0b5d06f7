"""Valid calls of crmlib.health."""

CALLS = {"alerts": dict(scores=[20.0, 40.0, 60.0, 80.0])}

# An indicator may be below 0, or yes or no; one customer has a rank too; one threshold may be tried.
# The row labels of scores are the customers.
# Two weeks need not have as many customers.
ALLOWED = {
    "min_max_score.value": {"negative"},
    "min_max_score.worst": {"negative"},
    "min_max_score.best": {"negative"},
    "percentile_score.values": {"list", "array of booleans"},
    "alerts.scores": {"list", "dictionary", "array of booleans", "repeated row labels"},
    "back_test.thresholds": {"list", "array of booleans"},
    "population_stability.before": {"list", "array of booleans", "wrong length"},
    "population_stability.after": {"list", "array of booleans", "wrong length"},
}
# The curve begins where nobody is alerted.
ENDLESS = {"roc_table"}
