"""What to look at in a file before using it: totals, orders that came to nothing, customers who are many.

Each function finds rows or columns and changes nothing. What becomes of them is decided, and reported, by
`crmlib.datasets.own_file.purchases`.
"""

import re

import numpy as np

from crmlib.datasets.own_file.headings import plain_heading
from crmlib.datasets.own_file.values import distinct, is_nothing


def _names(text):
    return frozenset(name.strip() for name in " ".join(text.split()).split("|"))


_TOTALS = _names(
    """
    total|totals|grand total|subtotal|sub total|sum|合计|总计|小计|共计|总和|summe|gesamt|gesamtsumme|
    zwischensumme|total général|sous total|somme
    """
)
_NOBODY = _names(
    """
    guest|guests|guest checkout|gast|invité|anonymous|unknown|walk in|walkin|cash|cash customer|no name|
    散客|游客|匿名|匿名用户|匿名买家|非会员|未知|无名|路人|现金客户|零售客户
    """
)
_STATES = _names(
    """
    status|order status|financial status|payment status|transaction status|状态|订单状态|交易状态|当前状态|
    支付状态|付款状态|退款状态|售后状态|bestellstatus|auftragsstatus|zahlungsstatus|statut|statut de commande
    """
)
_DISCOUNTS = _names(
    """
    discount|discount amount|discount rate|discount %|折扣|折扣率|折扣金额|优惠|优惠金额|rabatt|remise
    """
)
_CAME_TO_NOTHING = re.compile(
    r"cancel|void|refund|fail|declin|chargeback|unpaid|storn|annul|rembours|取消|关闭|退款|已退|失败|未付款|作废"
)
_DENIED = re.compile(r"(?:no|not|non|nicht|kein|pas)\b|无|未退|没有|不")


def total_rows(customers, kept):
    """The last of the kept rows, as far as their customer is a word for a sum that stands there once."""
    total = np.zeros(len(kept), dtype=bool)
    for place in np.flatnonzero(kept)[::-1]:
        value = customers.iloc[place]
        if not isinstance(value, str) or plain_heading(value).rstrip(":") not in _TOTALS:
            break
        if (customers[kept] == value).sum() > 1:
            break
        total[place] = True
    return total


def placeholders(ids):
    """The rows of customers who are perhaps many: words for a guest, and 0 or -1 if none has more rows."""
    counts = ids.value_counts()
    text = counts.index.astype(str)
    words = text.str.strip().str.casefold().str.replace("-", " ").isin(_NOBODY)
    first = np.arange(len(counts)) == 0
    return counts[words | (first & text.isin(["0", "-1"]) & (counts > 1))]


def orders_come_to_nothing(table, kept):
    """The columns of states: name, first such state, and how many of the kept rows have one."""
    for name, column in zip(table.names, table.columns, strict=True):
        if plain_heading(name) in _STATES:
            codes, found = distinct(column)
            lost = np.array([*map(_is_lost, found), False], dtype=bool)
            if rows := int((lost[codes] & kept).sum()):
                yield name, found[codes[lost[codes] & kept][0]], rows


def discount_columns(names):
    """The columns of discounts, which quantity times unit price leaves out."""
    return [name for name in names if plain_heading(name) in _DISCOUNTS]


def _is_lost(state):
    text = str(state).strip().casefold()
    return not is_nothing(state) and bool(_CAME_TO_NOTHING.search(text)) and not _DENIED.match(text)
