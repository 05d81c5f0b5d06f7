"""Valid calls of crmlib.segmentation.migration."""

CALLS = {"steady_base_by_state": dict(transitions=[[0.6, 0.1], [0.2, 0.7]], inflow=[10, 5])}

# A purchase may lose money; a chain may have one state.
ALLOWED = {
    "recency_chain.margin": {"negative"},
    "recency_chain.purchase_probabilities": {"list"},
    "mailing_policies.margin": {"negative"},
    "mailing_policies.purchase_probabilities": {"list"},
}
