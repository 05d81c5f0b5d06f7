"""Valid calls of crmlib.simulate."""

CALLS = {"firm": dict(seed=1, customers=30, tables=["customers", "orders"])}

# Dates and lists of names as a caller may write them; what is not of its kind is refused.
ALLOWED = {}

# `datasets.load_firm` reads with it.
INTERNAL = {"read_firm"}
