"""Rows that are no purchase after all: cancelled, refunded, never paid, or another event than buying.

Each function finds rows by a column's heading and its words, and changes nothing.
"""

import re

import numpy as np

from crmlib._guard.written_numbers import number_with, take_apart
from crmlib.datasets.own_file.headings import plain_heading
from crmlib.datasets.own_file.values import distinct, empty_cells, is_nothing

_STATES = re.compile(
    r".*status|statut(?: .*)?|.*(?:状态|狀態|状況|ステータス)|(?:业务|交易|单据|订单|销售)类型|type|"
    r"(?:order|payment|transaction|item|line|refund|return) state|(?:order|transaction|sales?|payment|"
    r"record) type|"
    r"(?:vorgangs|transaktions|beleg)(?:art|typ)|type de (?:transaction|commande)"
)
_OF_PEOPLE = re.compile(
    r"marital|member|customer|client|account|loyal|user|subscri|familien|会员|客户|用户|婚姻|顧客"
)
_ON_THE_WAY = re.compile(r"deliver|ship|fulfil|courier|logist|versand|liefer|livraison|物流|发货|配送|發貨")
_CAME_TO_NOTHING = re.compile(
    r"cancel|void|refund|return(?!able|ing)|fail|declin|denied|reject|refus|revers|disput|charge ?back|"
    r"expire|abandon|"
    r"\blost\b|undeliver|trash|^closed$|storn|annul|rembours|retour|zurück|erstatt|abgelehnt|abgebrochen|abgelaufen|"
    r"fehlgeschlagen|widerruf|échou|échec|rejet|取消|关闭|關閉|退款|退货|退貨|退回|退单|已退|拒收|拒签|拒付|拒绝|撤销|撤单|"
    r"失败|失敗|失效|超时|作废|作廢|无效|キャンセル|返品|返金|拒否|無効|期限切れ"
)
_UNPAID = re.compile(
    r"unpaid|not (?:yet )?paid|pending|await\w*(?: \w+)? payment|payment due|overdue|on hold|draft|\boffen|"
    r"ausstehend|"
    r"unbezahlt|nicht bezahlt|impayé|non payé|en attente|未付|未支付|待付|待支付|等待(?:买家)?付款|等待支付|"
    r"未払|入金待|支払い?待"
)
_PAID_ALL_THE_SAME = re.compile(
    r"pending\W*(?:fulfil|ship|deliver|pick|waiting for pick)|await\w* (?:fulfil|ship|pick)"
)
_DENIED = re.compile(
    r"^(?:(?:no|not|non|nicht|kein\w*|pas|never)\b|无(?!效)|没有|不(?!成功))|未(?:退|关闭|關閉|取消|作废|拒)|なし"
)
_SAYS_NO = frozenset(
    "n|no|non|none|nein|f|false|0|0.0|-|×|✗|否|无|無|未|没有|正常|いいえ|not refunded|not returned".split("|")  # noqa: SIM905
)
_SAYS_YES = frozenset("y|yes|true|t|1|1.0|ja|oui|x|✓|√|是|有|已|はい".split("|"))  # noqa: SIM905

_BACK = re.compile(
    r"(?:(?:is|was|has|been|any|partially|amount|total|net|order|item|line) )*"
    r"(?:refund(?:s|ed)?|return(?:s|ed)?|cancel(?:led|ed|lations?|s)?|voided|chargebacks?|reimbursed)"
    r"(?: (?:amount|total|value|sum|at|on|date|time|flag|quantity|qty|y n|reason|id))*|"
    r"(?:是否|有无|已|订单|买家|实际|申请|商品|累计|全部|部分)*(?:退款|退货|退單|退单|退換|退换货|取消|关闭|作废)"
    r"(?:总?金额|总额|时间|日期|数量|件数|标志|标识|标记|原因|成功|完成|单号|额)*|"
    r"(?:ist )?(?:storniert|zurückgegeben|retourniert|erstattet|retoure)(?: am)?|(?:erstattungs|"
    r"rückerstattungs|retouren)betrag|"
    r"stornodatum|montant remboursé|remboursements?|remboursé(?: le)?|annulé(?: le)?|retourné(?: le)?|"
    r"返金額?|返品|キャンセル日?"
)
_PAID_AT = re.compile(
    r"(?:paid|payment) (?:at|on|date|time|timestamp)|date paid|(?:订单|买家|实际)?(?:付款|支付)(?:时间|日期)|"
    r"zahlungsdatum|"
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
    """The columns of refunds, returns and cancellations: name, an example, and the number of such rows."""
    for name, column in zip(table.names, table.columns, strict=True):
        if _BACK.fullmatch(plain_heading(name)):
            yield from _where(name, column, kept, _says_something)


def never_paid(table, kept, read):
    """The columns that say who paid, but for those that are read: name, "" or "no", and the rows without."""
    for place, (name, column) in enumerate(zip(table.names, table.columns, strict=True)):
        heading, given = plain_heading(name), kept & ~empty_cells(column)
        if place in read or not given.any():
            continue
        if _PAID_AT.fullmatch(heading) and (rows := int((kept & ~given).sum())):
            yield name, "", rows
        elif (
            _PAID.fullmatch(heading)
            and {_plain(one) for one in distinct(column[given])[1]} <= _SAYS_NO | _SAYS_YES
        ):
            yield from _where(name, column, kept, lambda value: _plain(value) in _SAYS_NO)


def _where(name, column, kept, test):
    """A column, the first value that passes a test, and how many kept rows have one; or nothing."""
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
    r"(?:user )?(?:event|behaviou?r|action|activity|interaction)(?: (?:type|name|category))?|"
    r"(?:用户)?(?:行为|事件|操作)(?:类型|名称)?|"
    r"ereignis(?:typ|art)?|aktion|événement|type d'événement|イベント(?:名|種別)?|行動"
)
_BUYS = re.compile(
    r"purchas|buy|bought|\border|transact|\bsales?\b|sold|\bpa(?:id|y)|checkout.?complete|conver|购买|下单|成交|支付|付款|"
    r"kauf(?!sw)|bestell|achat|achet|command|購入|注文"
)
_LOOKS = re.compile(
    r"view|\bpv\b|cart|basket|fav|click|impression|search|brows|log ?in|session|scroll|wish|visit|page|浏览|"
    r"点击|加购|收藏|"
    r"搜索|曝光|登录|访问|购物车|ansicht|warenkorb|klick|panier|\bvue\b|カート|閲覧|お気に入り|クリック"
)


def events(table, kept):
    """The columns of a log's events: name, an event that is no purchase, and how many kept rows have one."""
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
