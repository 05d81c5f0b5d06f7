"""Valid calls of crmlib.service.waiting_lines."""

CALLS = {
    "offered_load": dict(contacts_per_hour=18, handling_minutes=6),
    "erlang_b": dict(load=1.8, agents=2),
    "erlang_c": dict(load=1.8, agents=2),
    "mean_wait": dict(contacts_per_hour=18, handling_minutes=6, agents=3),
    "service_level": dict(contacts_per_hour=18, handling_minutes=6, agents=3, within_minutes=2),
    "agents_needed": dict(contacts_per_hour=200, handling_minutes=3, within_minutes=0.33, wanted_share=0.8),
}
