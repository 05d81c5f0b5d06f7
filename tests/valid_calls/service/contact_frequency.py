"""Valid calls of crmlib.service.contact_frequency."""

CALLS = {
    "contact_gain": dict(contacts=3, potential=80, share_per_contact=0.5),
    "contact_profit": dict(contacts=3, potential=80, share_per_contact=0.5, cost_per_contact=15),
    "best_contacts": dict(potential=80, share_per_contact=0.5, cost_per_contact=15),
}
