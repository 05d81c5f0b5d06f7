"""Valid calls of crmlib.datasets.own_file.states, which only other modules call."""

INTERNAL = {"events", "never_paid", "orders_come_to_nothing", "taken_back"}
