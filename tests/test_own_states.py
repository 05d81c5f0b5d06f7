"""Rows of a file that are no purchase after all."""

import numpy as np
import pandas as pd
import pytest

from crmlib.datasets.own_file.header import Table
from crmlib.datasets.own_file.states import events, never_paid, orders_come_to_nothing, taken_back


@pytest.mark.parametrize(
    "state",
    [
        "cancelled", "Refunded", "Payment failed", "交易关闭", "已取消", "storniert", "Returned",
        "partially_refunded",
        "Shipped - Returned to Seller", "Shipped - Rejected by Buyer", "Shipped - Lost in Transit", "pending",
        "pending_payment", "Awaiting Payment", "expired", "Reversed", "Denied", "on-hold", "Abandoned",
        "closed",
        "voided", "Not paid", "等待买家付款", "待付款", "未支付", "退货成功", "拒收", "无效", "已超时",
        "退貨",
        "zurückgegeben", "nicht bezahlt", "offen", "abgelehnt", "retourné", "remboursé",
        "en attente de paiement",
        "impayé", "キャンセル", "返品済み", "入金待ち",
    ],
)  # fmt: skip
def test_a_state_that_came_to_nothing(state):
    table = Table(["Order Status"], [pd.Series(["paid", state, state, "fulfilled", None], dtype=object)])
    kept = np.array([True, True, False, True, True])
    assert list(orders_come_to_nothing(table, kept)) == [("Order Status", state, 1)]


@pytest.mark.parametrize(
    "state",
    [
        "completed", "not cancelled", "无退款", "no refund", "交易成功", "shipped", "未退款", "订单未关闭",
        "unfulfilled",
        "Awaiting Shipment", "Awaiting Fulfillment", "Pending - Waiting for Pick Up", "买家已付款", "待发货",
        "bezahlt",
        "nicht storniert", "payé", "non remboursé", "発送済み", "returnable",
    ],
)  # fmt: skip
def test_a_state_that_did_not(state):
    table = Table(["状态", "note"], [pd.Series([state]), pd.Series(["cancelled"])])
    assert list(orders_come_to_nothing(table, np.array([True]))) == []


@pytest.mark.parametrize(
    ("heading", "state", "found"),
    [
        ("Transaction Type", "Payment Refund", 1), ("交易类型", "退货", 1),
        ("Courier Status", "Cancelled", 1),
        ("Zahlungsstatus", "offen", 1), ("statut du paiement", "impayé", 1), ("订单状态", "交易关闭", 1),
        ("delivery status", "pending", 0), ("delivery status", "returned", 1),
        ("marital status", "pending", 0),
        ("member status", "expired", 0), ("state", "voided", 0), ("colour", "cancelled", 0),
    ],
)  # fmt: skip
def test_which_columns_hold_states(heading, state, found):
    assert (
        len(list(orders_come_to_nothing(Table([heading], [pd.Series([state])]), np.array([True])))) == found
    )


@pytest.mark.parametrize(
    ("heading", "cells", "found"),
    [
        ("退款金额", ["0", "50", "0.00"], [("50", 1)]), ("Refunded Amount", ["0", "50", "1,5"], [("50", 2)]),
        ("是否退款", ["否", "是", "是"], [("是", 2)]), ("Returned", ["", "Yes", "No"], [("Yes", 1)]),
        ("is_cancelled", ["0", "1", "False"], [("1", 1)]),
        ("Cancelled at", ["", "2025-03-07", ""], [("2025-03-07", 1)]),
        ("订单关闭原因", ["订单未关闭", "买家未付款", ""], [("买家未付款", 1)]),
        ("Erstattungsbetrag", ["0,00", "5,00", ""], [("5,00", 1)]),
        ("montant remboursé", ["0", "", "5"], [("5", 1)]), ("返金額", ["¥0", "500円", ""], [("500円", 1)]),
        ("退款金额", ["0", "0", ""], []), ("return policy", ["30 days", "x", "x"], []),
        ("Return Rate", ["1", "2", "3"], []),
        ("returning customer", ["yes", "no", "no"], []), ("退款政策", ["7天", "x", "x"], []),
    ],
)  # fmt: skip
def test_columns_of_what_was_taken_back(heading, cells, found):
    table = Table([heading], [pd.Series(cells)])
    assert list(taken_back(table, np.ones(3, dtype=bool))) == [(heading, *one) for one in found]


@pytest.mark.parametrize(
    ("heading", "cells", "found"),
    [
        ("订单付款时间", ["2025-03-07", "", ""], [("", 2)]), ("Paid at", ["2025-03-07", "", "x"], [("", 1)]),
        ("date de paiement", ["x", "x", ""], [("", 1)]), ("Paid", ["yes", "no", "yes"], [("no", 1)]),
        ("是否付款", ["是", "否", "否"], [("否", 2)]), ("Paid at", ["", "", ""], []),
        ("Paid at", ["x", "x", "x"], []),
        ("paid", ["20.5", "0", "1"], []), ("shipped at", ["x", "", ""], []),
    ],
)  # fmt: skip
def test_columns_that_say_who_never_paid(heading, cells, found):
    table = Table([heading], [pd.Series(cells)])
    assert list(never_paid(table, np.ones(3, dtype=bool), set())) == [(heading, *one) for one in found]
    assert list(never_paid(table, np.ones(3, dtype=bool), {0})) == []


@pytest.mark.parametrize(
    ("heading", "cells", "found"),
    [
        ("event_type", ["view", "cart", "purchase"], [("view", 2)]),
        ("behavior", ["pv", "buy", "fav"], [("pv", 2)]),
        ("行为类型", ["购买", "收藏", "加购"], [("收藏", 2)]),
        ("event", ["addtocart", "transaction", "view"], [("addtocart", 2)]),
        ("action", ["order", "begin_checkout", "order"], [("begin_checkout", 1)]),
        ("behavior_type", [1, 3, 4], [("1", None)]),
        ("Ereignis", ["Ansicht", "Kauf", "Warenkorb"], [("Ansicht", 2)]),
        ("event", ["purchase", "sale", "Purchase"], []),
        ("event", ["Black Friday", "Singles' Day", ""], []), ("colour", ["view", "cart", "x"], []),
    ],
)  # fmt: skip
def test_columns_of_events(heading, cells, found):
    table = Table([heading], [pd.Series(cells)])
    assert list(events(table, np.ones(3, dtype=bool))) == [(heading, *one) for one in found]
