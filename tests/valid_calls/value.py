"""Valid calls of crmlib.value."""

CALLS = {
    "customer_equity_elasticities": dict(acquisition_cost=150),
}

# A customer, and a referred one, may cost more than they bring; a shift may go either way.
ALLOWED = {
    "customer_equity.margin": {"negative"},
    "contribution_by_source.referred_contribution": {"negative"},
    "customer_contribution.revenue": {"negative"},
    "sigma_level.shift": {"negative"},
}
