"""Valid calls of crmlib.rates."""

CALLS = {
    "retention_rate": dict(customers_start=100, customers_end=100, customers_new=10),
    "churn_rate": dict(customers_start=100, customers_lost=10),
    "net_revenue_retention": dict(revenue_start=1000, expansion=150, contraction=50, churned=80),
    "gross_revenue_retention": dict(revenue_start=1000, contraction=50, churned=80),
    "convert_retention_rate": dict(rate=0.97, from_period="month", to_period="year"),
    "convert_churn_rate": dict(rate=0.03, from_period="month", to_period="year"),
    "convert_discount_rate": dict(rate=0.01, from_period="month", to_period="year"),
}
