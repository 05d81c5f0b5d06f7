"""Valid calls of crmlib.baskets."""

import pandas as pd

BASKETS = [["milk", "bread"], ["milk", "bread", "tea"], ["milk"], ["bread"], ["tea"]]
LINES = pd.DataFrame(
    [(number, thing) for number, basket in enumerate(BASKETS) for thing in basket],
    columns=["basket_id", "item"],
)

CALLS = {"association_rules": dict(baskets=LINES, min_support=0.3)}

# A customer need own nothing.
ALLOWED = {"next_product.owned": {"list", "empty list"}}
