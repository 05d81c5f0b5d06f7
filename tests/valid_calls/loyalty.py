"""Valid calls of crmlib.loyalty."""

CALLS = {
    "effective_reward_rate": dict(points_per_money=0.1, value_per_point=0.2, redemption_rate=0.8),
    "breakage_rate": dict(points_issued=10_000, points_redeemed=9_500),
    "points_liability": dict(points_outstanding=50_000, value_per_point=0.2, redemption_rate=0.8),
    "allocate_revenue": dict(sales=100_000, points_expected=9_500, value_per_point=1),
    "points_revenue": dict(deferred=8_676, points_redeemed=4_500, points_expected=9_500),
    "contract_liability": dict(deferred=8_676, points_redeemed=4_500, points_expected=9_500),
    "break_even_lift": dict(margin_rate=0.3, reward_rate=0.02),
    "referral_value": dict(referrals=4, clv=200, would_have_joined=0.25, acquisition_cost=60, reward=25),
    "share_of_wallet": dict(own_spend=150, category_spend=600),
    "repurchase_rate": dict(customers=400, customers_again=140),
    "loyalty_index": dict(measures={"share_of_wallet": 0.25, "repurchase_rate": 0.35}),
}

# A referred customer may cost more than she brings; an index of one measure is that measure.
ALLOWED = {
    "referral_value.clv": {"negative"},
    "loyalty_index.measures": {"dictionary"},
}
