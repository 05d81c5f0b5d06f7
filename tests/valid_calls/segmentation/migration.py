"""Valid calls of crmlib.segmentation.migration."""

MOVES = [[0.6, 0.1], [0.2, 0.7]]
MAILING = dict(purchase_probabilities=[0.3, 0.2, 0.15], margin=40, contact_cost=4)

CALLS = {
    "migration_matrix": dict(
        before=["gold", "gold", "basic", None], after=["gold", "basic", None, "basic"], cells="shares"
    ),
    "distribution_given_alive": dict(transitions=MOVES, start=[100, 0], periods=3),
    "project_base": dict(transitions=MOVES, start=[100, 0], inflow=[10, 5], periods=2),
    "steady_base_by_state": dict(transitions=MOVES, inflow=[10, 5]),
    "time_to_upgrade": dict(transitions=MOVES, target=2),
    "customer_migration_value": dict(transitions=MOVES, rewards=[10, -4], discount_rate=0.1),
    "recency_chain": MAILING,
    "mailing_policies": MAILING | dict(discount_rate=0.2),
}

# A purchase may lose money; a chain may have one state.
ALLOWED = {
    "recency_chain.margin": {"negative"},
    "recency_chain.purchase_probabilities": {"list"},
    "mailing_policies.margin": {"negative"},
    "mailing_policies.purchase_probabilities": {"list"},
}
