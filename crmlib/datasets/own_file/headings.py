"""What the columns of a shop's export are called, in English, Chinese, German and French.

Each role has names that say it outright, and names that will do when there is none of those. A name counts
whole: "amount" is found, "discount amount" is another thing.
"""

import re
import unicodedata

from crmlib._guard.checks import describe
from crmlib._guard.written_numbers import ENDING

HEADINGS = {
    "customer": (
        """
        customer id, customer, customer number, customer no, customer code, client id, client,
        client number, client code, cust id, custid, cust no, buyer id, buyer, member id, member,
        member number, member no, membership number, user id, user, account id, account number,
        shopper id, household id, 客户编号, 客户号, 客户id, 客户代码, 客户编码, 客户, 会员号,
        会员编号, 会员id, 会员卡号, 会员代码, 会员, 顾客id, 顾客编号, 顾客号, 顾客, 用户id, 用户编号,
        用户, 买家id, 买家会员名, 客戶編號, 會員編號, kundennummer, kunden nr, kundennr,
        kunden id, kunde, numéro client, numéro de client, n° client, code client, id client,
        identifiant client
        """,
        """
        customer name, client name, email, e mail, email address, customer email, phone, phone number,
        mobile, 客户名称, 客户姓名, 姓名, 会员名, 会员姓名, 顾客姓名, 用户名, 买家昵称, 昵称, 邮箱,
        电子邮箱, 手机, 手机号, 手机号码, 电话, 联系电话, kundenname, nom du client, courriel
        """,
    ),
    "date": (
        """
        date, order date, orderdate, purchase date, transaction date, invoice date, sale date,
        sales date, date of purchase, date of order, order time, purchase time, transaction time,
        datetime, date time, timestamp, ordered at, purchased at, order datetime,
        transaction timestamp, order timestamp, 日期, 订单日期, 下单日期, 下单时间, 订单时间,
        交易日期, 交易时间, 购买日期, 购买时间, 消费日期, 消费时间, 销售日期, 成交时间, 订单创建时间,
        付款时间, 支付时间, 订单付款时间, 訂單日期, 下單時間, datum, bestelldatum, kaufdatum,
        rechnungsdatum, auftragsdatum, date de commande, date d'achat, date achat,
        date de la commande
        """,
        """
        time, day, created at, created, createdat, creation date, 时间, 创建时间, 日, tag, jour
        """,
    ),
    "amount": (
        """
        amount, total, order amount, order total, total amount, total price, order value, total value,
        sales, sales amount, sales value, revenue, spend, amount paid, paid amount, payment,
        grand total, line total, transaction amount, purchase amount, net amount, gross amount,
        invoice amount, 金额, 实付金额, 实付款, 实付, 订单金额, 消费金额, 交易金额, 支付金额,
        付款金额, 销售额, 销售金额, 总金额, 总价, 应付金额, 实收金额, 成交金额, 合计金额,
        买家实际支付金额, 买家实付金额, 買家實付金額, 金額, 實付金額, betrag, summe, gesamtbetrag,
        umsatz, rechnungsbetrag, bestellwert, gesamtpreis, montant, montant total, total ttc,
        montant ttc, prix total, chiffre d'affaires
        """,
        """
        value, 合计, 总计, 价税合计, wert
        """,
    ),
    "order": (
        """
        order id, order number, order no, orderid, invoice no, invoice number, invoice id, invoice,
        transaction id, basket id, receipt number, receipt no, receipt id, 订单号, 订单编号, 订单id,
        单号, 交易号, 交易单号, 流水号, 小票号, 發票號碼, 訂單編號, bestellnummer, auftragsnummer,
        rechnungsnummer, numéro de commande, n° de commande, numéro de facture
        """,
        "",
    ),
    "quantity": (
        """
        quantity, qty, units, units sold, number of units, pieces, 数量, 件数, 购买数量, 商品数量,
        销售数量, 數量, menge, anzahl, stückzahl, quantité, qté
        """,
        "",
    ),
    "unit_price": (
        """
        unit price, price, price per unit, item price, 单价, 商品单价, 价格, 商品价格, 销售单价, 單價,
        stückpreis, einzelpreis, preis, prix unitaire, prix
        """,
        "",
    ),
    "currency": (
        """
        currency, currency code, 币种, 货币, 幣種, währung, devise
        """,
        "",
    ),
}


def plain_heading(heading):
    """A heading as it is compared: small letters, single spaces, no unit in brackets.

    >>> plain_heading(" Order_Date "), plain_heading("CustomerID"), plain_heading("实付金额（元）")
    ('order date', 'customer id', '实付金额')
    """
    text = unicodedata.normalize("NFKC", str(heading)).replace("\ufeff", "").strip().strip("'\"")
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()
    text = re.sub(rf"\b(in|en)? *({ENDING})$", " ", text)
    return " ".join(re.sub(r"[_\-./:#*]+", " ", text).split())


def _names(text):
    return frozenset(plain_heading(name) for name in text.split(",") if name.strip())


_TIERS = {role: tuple(map(_names, tiers)) for role, tiers in HEADINGS.items()}
_ROLE_NAMES = frozenset().union(*(names for tiers in _TIERS.values() for names in tiers))


def is_heading(value):
    """Whether a cell reads like the heading of a known role."""
    return isinstance(value, str) and plain_heading(value) in _ROLE_NAMES


def candidates(columns, role):
    """The positions of the columns that say a role outright, or else of those that will do."""
    plain = [plain_heading(column) for column in columns]
    found = [[place for place, name in enumerate(plain) if name in tier] for tier in _TIERS[role]]
    return found[0] or found[1]


def named_column(columns, name, argument):
    """The position of the column that an argument names."""
    if not isinstance(name, str):
        raise TypeError(f"{argument} must be the name of a column; got {describe(name)}")
    places = [place for place, column in enumerate(columns) if column == name]
    places = places or [place for place, column in enumerate(columns) if column.strip() == name.strip()]
    if not places:
        raise ValueError(
            f"{argument}: the file has no column {describe(name)}; its columns are {listed(columns)}"
        )
    if len(places) > 1:
        raise ValueError(
            f"{argument}: the file has {len(places)} columns named {shown(name)}; rename one "
            "of them in the file"
        )
    return places[0]


def only_column(columns, role):
    """The position of the one column that says a role, or None; two are refused."""
    places = candidates(columns, role)
    if len(places) > 1:
        found = " and ".join(shown(columns[place]) for place in places[:2])
        raise ValueError(
            f"{role}: {len(places)} columns could be it, {found}; "
            f"say which, e.g. {role}={shown(columns[places[0]])}"
        )
    return places[0] if places else None


def shown(value):
    """A value of the file as a sentence can show it: in quotation marks, and cut where it grows long."""
    text = repr(str(value))
    return text if len(text) <= 36 else text[:32] + "...'"


def listed(columns, most=110):
    """Column names for a sentence, cut where the list grows long."""
    names = ", ".join(map(shown, columns))
    return names if len(names) <= most else names[: most - 5].rsplit(",", 1)[0] + ", ..."
