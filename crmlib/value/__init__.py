"""Customer value: what a base, a customer and a chain of activities bring, and how it grows.

Contribution is what is left of revenue after variable cost and cost to serve (money per period). Rates are
fractions per the same period.
"""

from crmlib.value.base import base_after, implied_profit_share, loyalty_effect, steady_base
from crmlib.value.chain import dpmo, margins_along_chain, sigma_level, value_chain_margin
from crmlib.value.contribution import contribution_by_source, customer_contribution
from crmlib.value.equity import customer_equity, customer_equity_elasticities

__all__ = [
    "base_after",
    "contribution_by_source",
    "customer_contribution",
    "customer_equity",
    "customer_equity_elasticities",
    "dpmo",
    "implied_profit_share",
    "loyalty_effect",
    "margins_along_chain",
    "sigma_level",
    "steady_base",
    "value_chain_margin",
]
