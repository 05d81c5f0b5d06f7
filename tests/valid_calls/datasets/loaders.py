"""Valid calls of crmlib.datasets."""

CALLS = {
    "load_cdnow": dict(),
    "load_chain": dict(),
    "load_digital_channels": dict(),
    "load_firm": dict(),
    "load_journey": dict(table="campaigns"),
    "load_silos": dict(),
    "load_trial": dict(name="tiers"),
    "silo_folder": dict(),
    "silo_key": dict(),
}
