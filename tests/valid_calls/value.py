"""Valid calls of crmlib.value."""

EQUITY = dict(
    customers=1000, inflow=100, margin=100, retention_rate=0.8, discount_rate=0.1, acquisition_cost=150
)

CALLS = {
    "steady_base": dict(inflow=15, churn_rate=0.15),
    "base_after": dict(customers=100, inflow=15, churn_rate=0.1275),
    "loyalty_effect": dict(customers=100, inflow=15, churn_before=0.15, churn_after=0.1275),
    "implied_profit_share": dict(customer_growth=0.0225, profit_growth=0.2),
    "customer_equity": EQUITY,
    "customer_equity_elasticities": EQUITY,
    "contribution_by_source": dict(
        first_spend=200, spend=260, margin_rate=0.5, first_cost_to_serve=20, cost_to_serve=10
    ),
    "customer_contribution": dict(revenue=10_000, margin_rate=0.3, orders=20, cost_per_order=30),
    "value_chain_margin": dict(revenue=100, operations=40, service=8),
    "margins_along_chain": dict(prices=[20, 50, 80], costs=[15, 18, 22]),
    "dpmo": dict(defects=12, units=2000, opportunities=1),
    "sigma_level": dict(dpmo=6000),
}

# A customer, and a referred one, may cost more than they bring; a shift may go either way.
ALLOWED = {
    "customer_equity.margin": {"negative"},
    "contribution_by_source.referred_contribution": {"negative"},
    "customer_contribution.revenue": {"negative"},
    "sigma_level.shift": {"negative"},
}
