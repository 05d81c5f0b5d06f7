"""The shop's export: a file of orders a year, with late updates, rows sent again and test orders."""

import csv
import io

import numpy as np

from crmlib.database.silos import dirt
from crmlib.database.silos.people import again, dirty_identity, firm_table, soiled, stacked, uniform

#: Each column with the heading of the old shop system.
SHOP_COLUMNS = {
    "order_no": "订单号",
    "account_no": "会员号",
    "name": "姓名",
    "phone": "手机",
    "email": "邮箱",
    "city": "城市",
    "birth_year": "出生年份",
    "consent_email": "同意邮件",
    "consent_sms": "同意短信",
    "order_date": "下单日期",
    "items": "件数",
    "amount": "金额",
    "status": "状态",
    "updated_at": "更新时间",
}
_CITIES = {
    **{"Shanghai": "上海", "Beijing": "北京", "Guangzhou": "广州", "Shenzhen": "深圳", "Hangzhou": "杭州"},
    **{"Chengdu": "成都", "Wuhan": "武汉", "Nanjing": "南京", "Xi'an": "西安", "Suzhou": "苏州"},
    **{"Qingdao": "青岛", "Changsha": "长沙", "Kunming": "昆明", "Luoyang": "洛阳", "Zhuhai": "珠海"},
}
_STATUS = {"completed": "已完成", "cancelled": "已取消", "returned": "已退货", "shipped": "已发货"}


def write_shop(firm, people, soil, files):
    """Add a file of orders for each year to the files; whose each account is."""
    accounts = _accounts(people, soil)
    rows = _order_rows(firm, accounts, soil)
    rows = _dirty_orders(_with_late_updates(rows, soil), soil)
    for year, part in rows.groupby(rows["updated_at"].str[:4]):
        files[f"shop_{year}.csv"] = _shop_file(part, old=year == rows["updated_at"].str[:4].min())
    key = dict(zip(accounts["record"], accounts["customer_id"], strict=True))
    return key | dict.fromkeys(rows.loc[rows["test"], "account_no"])


def _order_rows(firm, accounts, soil):
    """The orders of the last two years with what the account says; a second account takes some of them."""
    orders, lines = firm_table(firm, "orders"), firm_table(firm, "order_lines")
    orders = orders[orders["date"].dt.year >= orders["date"].dt.year.max() - 1]
    items = lines.groupby("order_id")["quantity"].sum()
    mine = accounts.merge(orders[["order_id", "customer_id", "date", "status", "amount"]], on="customer_id")
    uses_second = uniform(soil.seed, "which account", int(orders["order_id"].max()) + 1) < 0.4
    has_two = mine["customer_id"].isin(accounts.loc[accounts["second"], "customer_id"])
    wanted = uses_second[mine["order_id"]] & has_two.to_numpy()
    mine = mine[mine["second"].to_numpy() == wanted].sort_values("order_id").reset_index(drop=True)
    returned = set(_returned_orders(firm))
    return _moved(mine, soil).assign(
        account_no=mine["record"],
        order_no=[f"O{order:07d}" for order in mine["order_id"]],
        consent_email=_yes_no(mine["consent_email"]),
        consent_sms=_yes_no(mine["consent_sms"]),
        order_date=mine["date"].dt.strftime("%Y-%m-%d"),
        items=[str(items.get(order, 1)) for order in mine["order_id"]],
        amount=[f"{amount:.2f}" for amount in mine["amount"]],
        status=["returned" if order in returned and status == "completed" else str(status)
                for order, status in zip(mine["order_id"], mine["status"], strict=True)],
        updated_at=mine["date"] + _whole_minutes(soil.seed, "first update", len(mine), 2 * 1440),
        test=False,
    )  # fmt: skip


def _returned_orders(firm):
    returns = getattr(firm, "tables", {}).get("returns")
    return [] if returns is None else returns["order_id"].tolist()


def _moved(rows, soil):
    """Who changed the address: her orders from a drawn day on carry the new one."""
    first = ~rows["account_no" if "account_no" in rows else "record"].duplicated()
    moving = rows[first & (rows["email"] != "")]
    struck, picks = soil.draws("email_moved", "accounts", len(moving))
    new = {}
    for record, email, pick in zip(
        moving.loc[struck, "record"],
        moving.loc[struck, "email"],
        np.array(picks)[struck].tolist(),
        strict=True,
    ):
        new[record] = dirt.move(email, pick), pick % 500
        soil.note(record, "email", "email_moved", email, new[record][0])
    start = rows["date"].min()
    emails = [
        new[record][0] if record in new and (date - start).days > new[record][1] and email else email
        for record, email, date in zip(rows["record"], rows["email"], rows["date"], strict=True)
    ]
    return rows.assign(email=emails)


def _yes_no(flags):
    return ["Y" if flag else "N" for flag in flags]


def _whole_minutes(seed, name, rows, most):
    return (uniform(seed, name, rows) * most).astype("int64").astype("timedelta64[m]")


def _with_late_updates(rows, soil):
    """Orders that were exported before they were finished stand there twice, and some rows are sent again."""
    rows = rows.assign(record=rows["order_no"])
    late, picks = soil.draws("late_update", "orders", len(rows))
    days = (np.array(picks)[late] % 30 + 2).astype("timedelta64[D]")
    finished = rows[late].assign(updated_at=rows.loc[late, "updated_at"] + days)
    for record, status in zip(finished["record"], finished["status"], strict=True):
        soil.note(record, "status", "late_update", "shipped", status)
    rows = rows.assign(status=np.where(late, "shipped", rows["status"]))
    return stacked(rows, finished, again(rows, soil, "orders"), _test_orders(rows, soil))


def _test_orders(rows, soil):
    """What somebody placed to try the shop."""
    test, picks = soil.draws("test_record", "orders", len(rows))
    tests = rows[test]
    numbers = [f"O9{pick % 1_000_000:06d}" for pick in np.array(picks)[test].tolist()]
    for record in numbers:
        soil.note(record, "", "test_record", "", "")
    names = [("测试", "test", "测试账号", "TEST USER")[pick % 4] for pick in np.array(picks)[test].tolist()]
    return tests.assign(
        record=numbers, order_no=numbers, account_no="A999999", name=names, phone="13800000000",
        email="test@example.com", birth_year="", amount="0.01", items="1", test=True,
    )  # fmt: skip


def _dirty_orders(rows, soil):
    """What goes wrong row by row, after the account's own dirt; the rows in the order of their update."""
    rows = rows.sort_values(["updated_at", "order_no"], kind="stable").reset_index(drop=True)
    rows = rows.assign(updated_at=rows["updated_at"].dt.strftime("%Y-%m-%d %H:%M:%S"))
    rows = soiled(
        soil,
        rows.rename(columns={"order_date": "date", "date": "placed", "birth_year": "birth"}),
        "orders",
        date_future=dirt.future_date,
        items_negative=dirt.negative,
        amount_text=dirt.money_text,
    )
    rows = rows.rename(columns={"date": "order_date", "birth": "birth_year"})
    rows = soiled(soil, rows, "orders", column="order_date", date_format=dirt.other_date)
    rows = soiled(soil, rows, "orders", column="birth_year", birth_year_impossible=dirt.impossible_year)
    return soiled(soil, rows, "orders", column="city", value_missing=dirt.gone)


def _shop_file(rows, old):
    """The old shop system writes Chinese headings in GB18030, the new one English headings in UTF-8."""
    columns = list(SHOP_COLUMNS)
    if old:
        rows = rows.assign(city=rows["city"].replace(_CITIES), status=rows["status"].replace(_STATUS))
    headings = list(SHOP_COLUMNS.values()) if old else columns
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([headings, *rows[columns].itertuples(index=False, name=None)])
    # A character that GB18030 lacks does not exist: it covers Unicode.
    return text.getvalue().encode("gb18030" if old else "utf-8-sig")


def _accounts(people, soil):
    """The shop's accounts: one a person, and a second one for those who registered again."""
    double, _ = soil.draws("account_double", "people", len(people))
    accounts = people.loc[np.repeat(np.arange(len(people)), 1 + double)].reset_index(drop=True)
    second = accounts.duplicated("customer_id")
    numbers = 100_000 + np.argsort(np.argsort(uniform(soil.seed, "accounts", len(accounts)))) * 7
    accounts = accounts.assign(second=second, record=[f"A{number}" for number in numbers])
    for record in accounts.loc[second, "record"]:
        soil.note(record, "account_no", "account_double", "", record)
    return dirty_identity(soil, accounts, "accounts")
