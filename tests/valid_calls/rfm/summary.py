"""Valid calls of crmlib.rfm.summary."""

# `btyd.tracking_table` calls it.
INTERNAL = {"purchase_days"}

# Without a column of amounts each row is an order.
ALLOWED = {"purchase_summary.amount": {"none"}, "holdout_split.amount": {"none"}}
