"""A firm with a known truth: an online and store retailer with a subscription club, counting in yuan (¥)."""

from crmlib.simulate.assembly import Firm, firm
from crmlib.simulate.parameters import Purchases, Spend
from crmlib.simulate.tables import TABLES

__all__ = ["TABLES", "Firm", "Purchases", "Spend", "firm"]
