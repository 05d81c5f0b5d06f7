"""Valid calls of crmlib.datasets.online_retail, which must not touch a network: the copy is there already."""

import tempfile
from pathlib import Path

import pandas as pd

FOLDER = Path(tempfile.mkdtemp())
CHECKSUM = "0" * 64
pd.DataFrame({"order_id": ["536365"], "amount": [15.3]}).to_parquet(
    FOLDER / "online_retail-000000000000.parquet"
)

CALLS = {"fetch_online_retail": dict(folder=FOLDER, checksum=CHECKSUM)}
