"""Valid calls of crmlib.retention.revenue."""

CALLS = {"revenue_bridge": dict(before=[100.0, 80.0, 0.0], after=[120.0, 0.0, 60.0])}
