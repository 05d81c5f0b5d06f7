"""Valid calls of crmlib.retention.causes."""

# Any text is a reason.
ALLOWED = {"pareto_table.reasons": {"array of text"}}
