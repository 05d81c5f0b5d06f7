"""Valid calls of crmlib.segmentation.bases."""

import pandas as pd

CUSTOMERS = pd.DataFrame({"spend": [10.0, 12, 11, 30, 28, 32] * 5, "club": list("nnnyyy") * 5})

CALLS = {
    "compare_bases": dict(values=CUSTOMERS["spend"], bases=CUSTOMERS[["club"]], draws=100),
}
