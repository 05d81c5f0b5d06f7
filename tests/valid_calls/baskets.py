"""Valid calls of crmlib.baskets."""

import pandas as pd

from crmlib import baskets

BASKETS = [["milk", "bread"], ["milk", "bread", "tea"], ["milk"], ["bread"], ["tea"]]
LINES = pd.DataFrame(
    [(number, thing) for number, basket in enumerate(BASKETS) for thing in basket],
    columns=["basket_id", "item"],
)

CALLS = {
    "association_rules": dict(baskets=LINES, min_support=0.3),
    "next_product": dict(rules=baskets.association_rules(BASKETS, min_support=0.1), owned=["tea"]),
}

# A customer need own nothing.
ALLOWED = {"next_product.owned": {"list", "empty list"}}
