"""Valid calls of crmlib.segmentation.concentration."""

CALLS = {
    "profitability_table": dict(revenue=[100, 80, 60], cost=[70, 100, 20], customers=["Ann", "Bob", "Cy"]),
    "whale_curve": dict(profit=[30, -20, 40]),
    "whale_peak": dict(profit=[30, -20, 40]),
    "account_options": dict(
        revenue=1000, margin_rate=0.3, service_cost=400, fixed_share=0.4, price_rise=0.05, cost_cut=0.25
    ),
    "top_share": dict(values=[50, 20, 10, 10, 10], share=0.3),
    "later_share": dict(values=[3, 3, 1, 1, 0], later=[2, 1, 1, 1, 1], share=0.4),
    "lorenz_curve": dict(revenue=[60, 10, 30]),
    "gini": dict(revenue=[60, 10, 30]),
    "poisson_top_share": dict(mean_purchases=1),
    "mean_purchases_for_top_share": dict(top_share=0.5),
}

# One customer is a base too; customers without a name are numbered.
ALLOWED = {
    "whale_curve.profit": {"list"},
    "whale_peak.profit": {"list"},
    "top_share.values": {"list"},
    "lorenz_curve.revenue": {"list"},
    "gini.revenue": {"list"},
}
