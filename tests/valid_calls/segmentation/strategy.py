"""Valid calls of crmlib.segmentation.strategy."""

import pandas as pd

from crmlib.segmentation import strategy

CUSTOMERS = pd.DataFrame(
    {
        "profit": [5000, 1500, 400, 50],
        "tenure_years": [1, 6, 2, 5],
        "orders": [30, 12, 6, 4],
        "potential": [0, 2000, 300, 100],
        "strategic": [False, False, False, False],
    }
)
LOYAL_FIRST = ("loyal", "strategic", "large", "growth", "low")

CALLS = {
    "strategy_table": dict(language="english"),
    "assign_strategy": dict(customers=CUSTOMERS),
    "compare_precedence": dict(
        customers=CUSTOMERS, first=strategy.PRECEDENCE, second=LOYAL_FIRST, value="profit"
    ),
    "programme_table": dict(
        assigned=CUSTOMERS.assign(strategy_row="growth"),
        programmes={"growth": strategy.Programme(cost=40, gains={"potential": 0.1})},
    ),
    "low_value_options": dict(
        margin=100, service_cost=50, marketing_cost=60, margin_lost=0.3, fixed_share=0.4
    ),
}
