"""What to look at in a file before using it: totals, customers who are many, discounts.

Each function finds rows or columns and changes nothing. What becomes of them is decided, and reported, by
`crmlib.datasets.own_file.purchases`.
"""

import re

import numpy as np

from crmlib.datasets.own_file.headings import plain_heading
from crmlib.datasets.own_file.values import distinct, empty_cells


def _names(text):
    return frozenset(name.strip() for name in " ".join(text.split()).split("|"))


# Totals

_TOTALS = _names(
    """
    total|totals|grand total|subtotal|sub total|sum|sum total|overall|page total|running total|合计|总计|小计|
    共计|
    总和|总额|汇总|累计|合計|總計|小計|総計|集計|累計|本页合计|本月合计|本年累计|summe|gesamt|gesamtsumme|zwischensumme|
    teilsumme|endsumme|ergebnis|gesamtergebnis|total général|sous total|somme|total partiel
    """
)
_IN_CHINESE = tuple(word for word in _TOTALS if re.fullmatch(r"[\u4e00-\u9fff]{2,}", word))


def total_rows(customers, amounts, kept):
    """The rows that add up others, and those that only look so.

    A row whose customer is a word for a sum ("小计") is a total if its amount is the sum of rows above or
    below it. One with other words too ("Ann Total") is, if the sum is of several rows, or of one with these
    words. At the end a lone word for a sum will do, whatever the amount.

    Returns
    -------
    tuple
        Two arrays, one value a row: whether it is a total, and whether it is perhaps one.
    """
    codes, found = distinct(customers)
    names = [plain_heading(one) if isinstance(one, str) else "" for one in found]
    says_sum = np.array([*map(_says_sum, names), False])[codes] & kept
    alone = np.array([*(name in _TOTALS for name in names), False])[codes] & kept
    total, rows = np.zeros(len(kept), dtype=bool), np.flatnonzero(kept)
    for place, start, end in _sums(codes[rows], says_sum[rows], amounts[rows]):
        row, of_one = rows[place], names[codes[rows[start]]]
        total[row] |= bool(alone[row] or end - start > 1 or (of_one and of_one in names[codes[row]]))
    for row in rows[::-1]:
        if not (total[row] or (alone[row] and (codes[rows] == codes[row]).sum() == 1)):
            break
        total[row] = True
    return total, alone & ~total


def _says_sum(name):
    """Whether a name says a sum, alone or of something: "ann total", "小计 张三"."""
    words = name.split() or [""]
    return words[0] in _TOTALS or words[-1] in _TOTALS or name in _TOTALS or _around_in_chinese(name)


def _around_in_chinese(name):
    return name.startswith(_IN_CHINESE) or name.endswith(_IN_CHINESE)


def _sums(codes, says_sum, amounts):
    """Each row that says a sum and is one: its place, and from where to where the rows stand that it adds up.

    They stand between it and the sum before it, the same sum before it, the first row or the sum after it; or
    they are all.
    """
    ordinary = np.where(says_sum, 0.0, amounts)
    before = np.append(0.0, np.cumsum(ordinary))
    places = np.flatnonzero(says_sum)
    edges, same = [-1, *places, len(codes)], {}
    for number, place in enumerate(places, start=1):
        starts = {edges[number - 1] + 1, same.get(codes[place], -1) + 1, 0}
        for start, end in [
            *((start, place) for start in starts),
            (place + 1, edges[number + 1]),
            (0, len(codes)),
        ]:
            if ordinary[start:end].any() and abs(before[end] - before[start] - amounts[place]) < 0.005:
                yield place, start, end
        same[codes[place]] = place


# Customers

_NOBODY = _names(
    """
    guest|guests|guest checkout|gast|invité|anonymous|unknown|walk in|walkin|cash|cash customer|no name|
    散客|游客|匿名|匿名用户|匿名买家|非会员|未知|无名|路人|现金客户|零售客户
    """
)
_WHO = (
    "(?:customer|client|buyer|user|member|shopper|consumer|account|household|person|billing|contact|"
    "kunden|käufer)"
)
_NUMBERS_OF_PEOPLE = re.compile(
    rf"{_WHO} ?(?:unique |master |global )?(?:id|number|no|nummer|nr|code|key)|e ?mail(?: address)?|"
    rf"{_WHO} e ?mail"
    rf"(?: address)?|(?:{_WHO} )?(?:phone|mobile|telephone|telefon)(?: number)?|courriel|(?:id|n°|"
    rf"numéro) client|"
    r"(?:客户|会员|用户|顾客|买家)(?:编号|号|id|唯一id|代码|编码|卡号|手机号?|邮箱|电话)|手机号?码?|联系电话|电话|电子?邮箱|邮箱"
)
_NAMES_OF_PEOPLE = re.compile(
    rf"(?:{_WHO} |full )?name|{_WHO}|nom du client|(?:客户|会员|顾客)?(?:姓名|名称)|买家昵称|昵称"
)


def placeholders(ids):
    """The rows of customers who are perhaps many: words for a guest, and 0 or -1 if none has more rows."""
    counts = ids.value_counts()
    text = counts.index.astype(str)
    words = text.str.strip().str.casefold().str.replace("-", " ").isin(_NOBODY)
    first = np.arange(len(counts)) == 0
    return counts[words | (first & text.isin(["0", "-1"]) & (counts > 1))]


def fewer_people(table, place, kept, names=True):
    """The columns that could be the person too, and in which some stand for several of the customers.

    Parameters
    ----------
    table : Table
        The file.
    place : int
        The position of the column of customers.
    kept : array of bool
        The rows to look at.
    names : bool
        Whether names count too; people of one name are often several.

    Returns
    -------
    list of (str, int)
        The heading and how many people it knows, numbers and addresses before names.
    """
    found = []
    for rank, known in enumerate((_NUMBERS_OF_PEOPLE, _NAMES_OF_PEOPLE)[: 2 if names else 1]):
        for other, name in enumerate(table.names):
            if other != place and known.fullmatch(plain_heading(name)):
                people = _people(table.columns[place], table.columns[other], kept)
                found += [(rank, name, people)] if people else []
    return [(name, people) for _, name, people in found]


def _people(customers, others, kept):
    """How many people another column knows, if it knows fewer and each customer is one of them; else 0."""
    both = kept & ~empty_cells(others)
    customer, person = (distinct(column[both])[0].astype(np.int64) for column in (customers, others))
    if not len(customer):
        return 0
    known, people = customer.max() + 1, person.max() + 1
    pairs = len(np.unique(customer * people + person))
    return int(people) if pairs == known and 1 < people < known else 0


# Amounts

_DISCOUNTS = _names(
    """
    discount|discount amount|discount rate|discount %|折扣|折扣率|折扣金额|优惠|优惠金额|rabatt|remise
    """
)


def discount_columns(names):
    """The columns of discounts, which quantity times unit price leaves out."""
    return [name for name in names if plain_heading(name) in _DISCOUNTS]
