"""What to look at in a file before using it: totals, orders that came to nothing, customers who are many.

Each function finds rows or columns and changes nothing. What becomes of them is decided, and reported, by
`crmlib.datasets.own_file.purchases`.
"""

import re

import numpy as np

from crmlib.datasets.own_file.headings import plain_heading
from crmlib._guard.written_numbers import number_with, take_apart
from crmlib.datasets.own_file.values import distinct, empty_cells, is_nothing


def _names(text):
    return frozenset(name.strip() for name in " ".join(text.split()).split("|"))


# Totals

_TOTALS = _names(
    """
    total|totals|grand total|subtotal|sub total|sum|sum total|overall|page total|running total|合计|总计|小计|共计|
    总和|总额|汇总|累计|合計|總計|小計|総計|集計|累計|本页合计|本月合计|本年累计|summe|gesamt|gesamtsumme|zwischensumme|
    teilsumme|endsumme|ergebnis|gesamtergebnis|total général|sous total|somme|total partiel
    """
)
_IN_CHINESE = tuple(word for word in _TOTALS if re.fullmatch(r"[\u4e00-\u9fff]{2,}", word))


def total_rows(customers, amounts, kept):
    """The rows that add up others, and those that only look so.

    A row whose customer is a word for a sum ("小计") is a total if its amount is the sum of rows above or below it. One
    with other words too is, if the sum is of several rows, or of one with these words ("Ann Total", "Total March"). At
    the end a lone word for a sum will do, whatever the amount.

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

    They stand between it and the sum before it, the same sum before it, the first row or the sum after it; or they
    are all.
    """
    ordinary = np.where(says_sum, 0.0, amounts)
    before = np.append(0.0, np.cumsum(ordinary))
    places = np.flatnonzero(says_sum)
    edges, same = [-1, *places, len(codes)], {}
    for number, place in enumerate(places, start=1):
        starts = {edges[number - 1] + 1, same.get(codes[place], -1) + 1, 0}
        for start, end in [*((start, place) for start in starts), (place + 1, edges[number + 1]), (0, len(codes))]:
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
_WHO = r"(?:customer|client|buyer|user|member|shopper|consumer|account|household|person|billing|contact|kunden|käufer)"
_NUMBERS_OF_PEOPLE = re.compile(
    rf"{_WHO} ?(?:unique |master |global )?(?:id|number|no|nummer|nr|code|key)|e ?mail(?: address)?|{_WHO} e ?mail"
    rf"(?: address)?|(?:{_WHO} )?(?:phone|mobile|telephone|telefon)(?: number)?|courriel|(?:id|n°|numéro) client|"
    r"(?:客户|会员|用户|顾客|买家)(?:编号|号|id|唯一id|代码|编码|卡号|手机号?|邮箱|电话)|手机号?码?|联系电话|电话|电子?邮箱|邮箱"
)
_NAMES_OF_PEOPLE = re.compile(rf"(?:{_WHO} |full )?name|{_WHO}|nom du client|(?:客户|会员|顾客)?(?:姓名|名称)|买家昵称|昵称")


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


# Orders that came to nothing

_STATES = re.compile(
    r".*status|statut(?: .*)?|.*(?:状态|狀態|状況|ステータス)|(?:业务|交易|单据|订单|销售)类型|type|"
    r"(?:order|payment|transaction|item|line|refund|return) state|(?:order|transaction|sales?|payment|record) type|"
    r"(?:vorgangs|transaktions|beleg)(?:art|typ)|type de (?:transaction|commande)"
)
_OF_PEOPLE = re.compile(r"marital|member|customer|client|account|loyal|user|subscri|familien|会员|客户|用户|婚姻|顧客")
_ON_THE_WAY = re.compile(r"deliver|ship|fulfil|courier|logist|versand|liefer|livraison|物流|发货|配送|發貨")
_CAME_TO_NOTHING = re.compile(
    r"cancel|void|refund|return(?!able|ing)|fail|declin|denied|reject|refus|revers|disput|charge ?back|expire|abandon|"
    r"\blost\b|undeliver|trash|^closed$|storn|annul|rembours|retour|zurück|erstatt|abgelehnt|abgebrochen|abgelaufen|"
    r"fehlgeschlagen|widerruf|échou|échec|rejet|取消|关闭|關閉|退款|退货|退貨|退回|退单|已退|拒收|拒签|拒付|拒绝|撤销|撤单|"
    r"失败|失敗|失效|超时|作废|作廢|无效|キャンセル|返品|返金|拒否|無効|期限切れ"
)
_UNPAID = re.compile(
    r"unpaid|not (?:yet )?paid|pending|await\w*(?: \w+)? payment|payment due|overdue|on hold|draft|\boffen|ausstehend|"
    r"unbezahlt|nicht bezahlt|impayé|non payé|en attente|未付|未支付|待付|待支付|等待(?:买家)?付款|等待支付|未払|入金待|支払い?待"
)
_PAID_ALL_THE_SAME = re.compile(r"pending\W*(?:fulfil|ship|deliver|pick|waiting for pick)|await\w* (?:fulfil|ship|pick)")
_DENIED = re.compile(r"^(?:(?:no|not|non|nicht|kein\w*|pas|never)\b|无(?!效)|没有|不(?!成功))|未(?:退|关闭|關閉|取消|作废|拒)|なし")
_SAYS_NO = _names("no|n|false|f|0|none|nein|non|否|无|無|未|没有|正常|いいえ|-|×|✗|0.0|not refunded|not returned")
_SAYS_YES = _names("yes|y|true|t|1|ja|oui|是|有|已|はい|x|✓|√|1.0")

_BACK = re.compile(
    r"(?:(?:is|was|has|been|any|partially|amount|total|net|order|item|line) )*"
    r"(?:refund(?:s|ed)?|return(?:s|ed)?|cancel(?:led|ed|lations?|s)?|voided|chargebacks?|reimbursed)"
    r"(?: (?:amount|total|value|sum|at|on|date|time|flag|quantity|qty|y n|reason|id))*|"
    r"(?:是否|有无|已|订单|买家|实际|申请|商品|累计|全部|部分)*(?:退款|退货|退單|退单|退換|退换货|取消|关闭|作废)"
    r"(?:总?金额|总额|时间|日期|数量|件数|标志|标识|标记|原因|成功|完成|单号|额)*|"
    r"(?:ist )?(?:storniert|zurückgegeben|retourniert|erstattet|retoure)(?: am)?|(?:erstattungs|rückerstattungs|retouren)betrag|"
    r"stornodatum|montant remboursé|remboursements?|remboursé(?: le)?|annulé(?: le)?|retourné(?: le)?|返金額?|返品|キャンセル日?"
)
_PAID_AT = re.compile(
    r"(?:paid|payment) (?:at|on|date|time|timestamp)|date paid|(?:订单|买家|实际)?(?:付款|支付)(?:时间|日期)|zahlungsdatum|"
    r"bezahlt am|zahldatum|date (?:de|du) paiement|payé le|入金日時?|支払日時?|付款時間"
)
_PAID = re.compile(r"(?:is )?paid|payment received|(?:是否)?(?:已)?(?:付款|支付)|bezahlt|payé")


def orders_come_to_nothing(table, kept):
    """The columns of states: name, first such state, and how many of the kept rows have one."""
    for name, column in zip(table.names, table.columns, strict=True):
        heading = plain_heading(name)
        if _STATES.fullmatch(heading) and not _OF_PEOPLE.search(heading):
            on_the_way = bool(_ON_THE_WAY.search(heading))
            yield from _where(name, column, kept, lambda state, way=on_the_way: _is_lost(state, way))


def taken_back(table, kept):
    """The columns of refunds, returns and cancellations: name, an example, and how many rows say something."""
    for name, column in zip(table.names, table.columns, strict=True):
        if _BACK.fullmatch(plain_heading(name)):
            yield from _where(name, column, kept, _says_something)


def never_paid(table, kept, read):
    """The columns that say who paid, other than those that are read: name, "" or "no", and the rows without."""
    for place, (name, column) in enumerate(zip(table.names, table.columns, strict=True)):
        heading, given = plain_heading(name), kept & ~empty_cells(column)
        if place in read or not given.any():
            continue
        if _PAID_AT.fullmatch(heading) and (rows := int((kept & ~given).sum())):
            yield name, "", rows
        elif _PAID.fullmatch(heading) and {_plain(one) for one in distinct(column[given])[1]} <= _SAYS_NO | _SAYS_YES:
            yield from _where(name, column, kept, lambda value: _plain(value) in _SAYS_NO)


def _where(name, column, kept, test):
    """A column's name, the first value that passes a test, and how many of the kept rows have one; or nothing."""
    codes, found = distinct(column)
    passes = np.array([*map(test, found), False], dtype=bool)[codes] & kept
    if passes.any():
        yield name, found[codes[passes][0]], int(passes.sum())


def _plain(value):
    return str(value).strip().casefold()


def _is_lost(state, on_the_way=False):
    text = re.sub(r"[_\-]", " ", _plain(state))
    if is_nothing(state):
        return False
    unpaid = _UNPAID.search(text) and not _PAID_ALL_THE_SAME.search(text) and not on_the_way
    return bool(unpaid or (_CAME_TO_NOTHING.search(text) and not _DENIED.search(text)))


def _says_something(value):
    """Whether a cell under "refunded" or the like says that something was: no "no", no 0."""
    text = _plain(value)
    if is_nothing(value) or text in _SAYS_NO or _DENIED.search(text):
        return False
    written = take_apart(text)
    return not written or number_with(written.digits, ".") != 0 != number_with(written.digits, ",")


# Logs of events

_EVENTS = re.compile(
    r"(?:user )?(?:event|behaviou?r|action|activity|interaction)(?: (?:type|name|category))?|(?:用户)?(?:行为|事件|操作)(?:类型|名称)?|"
    r"ereignis(?:typ|art)?|aktion|événement|type d'événement|イベント(?:名|種別)?|行動"
)
_BUYS = re.compile(
    r"purchas|buy|bought|\border|transact|\bsales?\b|sold|\bpa(?:id|y)|checkout.?complete|conver|购买|下单|成交|支付|付款|"
    r"kauf(?!sw)|bestell|achat|achet|command|購入|注文"
)
_LOOKS = re.compile(
    r"view|\bpv\b|cart|basket|fav|click|impression|search|brows|log ?in|session|scroll|wish|visit|page|浏览|点击|加购|收藏|"
    r"搜索|曝光|登录|访问|购物车|ansicht|warenkorb|klick|panier|\bvue\b|カート|閲覧|お気に入り|クリック"
)


def events(table, kept):
    """The columns of a log's events: name, an event that is no purchase, and how many of the kept rows have one."""
    for name, column in zip(table.names, table.columns, strict=True):
        if not _EVENTS.fullmatch(plain_heading(name)):
            continue
        given = kept & ~empty_cells(column)
        words = {_plain(one) for one in distinct(column[given])[1]}
        if len(words) > 1 and all(word.isdecimal() for word in words):
            yield name, min(words), None
        elif any(_LOOKS.search(word) or _BUYS.search(word) for word in words):
            yield from _where(name, column, given, lambda event: not _is_purchase(_plain(event)))


def _is_purchase(event):
    return bool(_BUYS.search(event)) and not _LOOKS.search(event)


# Amounts

_DISCOUNTS = _names(
    """
    discount|discount amount|discount rate|discount %|折扣|折扣率|折扣金额|优惠|优惠金额|rabatt|remise
    """
)


def discount_columns(names):
    """The columns of discounts, which quantity times unit price leaves out."""
    return [name for name in names if plain_heading(name) in _DISCOUNTS]
