"""The data of the course, real and simulated, and a student's own files.

`loaders` reads what comes with the course, `online_retail` fetches a public file, `own_file` reads the
purchases of a shop from the file that its system exports.
"""

from crmlib.datasets.loaders import (
    JOURNEY_TABLES,
    load_advertisers,
    load_cdnow,
    load_chain,
    load_digital_channels,
    load_firm,
    load_journey,
    load_silos,
    load_trial,
    silo_folder,
    silo_key,
)
from crmlib.datasets.online_retail import fetch_online_retail
from crmlib.datasets.own_file.purchases import read_transactions

__all__ = [
    "JOURNEY_TABLES",
    "fetch_online_retail",
    "load_advertisers",
    "load_cdnow",
    "load_chain",
    "load_digital_channels",
    "load_firm",
    "load_journey",
    "load_silos",
    "load_trial",
    "read_transactions",
    "silo_folder",
    "silo_key",
]
