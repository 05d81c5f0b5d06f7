"""Valid calls of crmlib.segmentation.wallet."""

import pandas as pd

OWN = pd.DataFrame({"spend": [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20]})
KNOWN = [3.0, 7, 9, 12, 15, 18, 22, 24, 27, 30, 33, None]

CALLS = {
    "estimate_category_spend": dict(features=OWN, category_spend=KNOWN),
    "development_profit": dict(potential=4000, won_share=0.1, margin_share=0.25, cost=60),
    "break_even_potential": dict(cost=60, won_share=0.1, margin_share=0.25),
}
