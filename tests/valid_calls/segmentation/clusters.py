"""Valid calls of crmlib.segmentation.clusters."""

import pandas as pd

CUSTOMERS = pd.DataFrame(
    {
        "orders": [1, 2, 3, 9, 10, 11, 20, 21, 22, 23],
        "spend": [10.0, 20.0, 15.0, 190.0, 200.0, 210.0, 50.0, 60.0, 55.0, 52.0],
    }
)
CALL = dict(table=CUSTOMERS, columns=["orders", "spend"], most_clusters=3, n_init=2)

CALLS = {
    "elbow_table": CALL,
    "silhouette_table": CALL,
    "stability_table": CALL | dict(pairs=2),
}
