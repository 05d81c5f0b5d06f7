"""A student's own file of purchases: read, checked and reported.

Nothing is guessed in silence. What the file makes clear is taken, what was changed or left out is counted,
and what the file leaves open is refused with the argument that decides it.
"""

import re
import unicodedata
import warnings

import numpy as np
import pandas as pd

from crmlib._guard.checks import check, describe
from crmlib._guard.tables import DataWarning, result_table
from crmlib._guard.written_numbers import agreed, currencies_named
from crmlib.datasets.own_file.dates import DATE_ORDERS, read_dates
from crmlib.datasets.own_file.doubts import (
    discount_columns,
    fewer_people,
    placeholders,
    total_rows,
)
from crmlib.datasets.own_file.formats import read_table
from crmlib.datasets.own_file.headings import (
    HEADINGS,
    listed,
    named_column,
    only_column,
    plain_heading,
    shown,
)
from crmlib.datasets.own_file.states import events, never_paid, orders_come_to_nothing, taken_back
from crmlib.datasets.own_file.units import heading_units
from crmlib.datasets.own_file.values import distinct, empty_cells, is_nothing, objects, read_amounts
from crmlib.rfm.transactions import count_rows

MANY_ROWS = 20
PRICES_OF_ROWS = frozenset({"item price"})
OPEN_PRICES = frozenset({"price", "preis", "prix", "价格", "商品价格"})


def read_transactions(
    path,
    customer=None,
    date=None,
    amount=None,
    *,
    order=None,
    quantity=None,
    unit_price=None,
    currency=None,
    date_order=None,
    time_zone=None,
    decimal=None,
    encoding=None,
    separator=None,
    sheet=None,
    rows=None,
    report=False,
):
    """Read a file of purchases of your own into a clean table of transactions.

    Parameters
    ----------
    path : str or path
        A file of text (comma, semicolon, tab), a workbook (.xlsx), Parquet or JSON, also gzipped or zipped.
    customer, date, amount, order, quantity, unit_price : str, optional
        The names of the columns. Without them, columns are known by their headings, in English, Chinese,
        German or French. Where there is no amount, it is quantity times unit price.
    currency : str, optional
        The currency to keep, such as "CNY", where the file has several; also which of several a sign means.
    date_order : str, optional
        "day first", "month first" or "year first", where the dates do not show it.
    time_zone : str, optional
        The zone, such as "Asia/Shanghai", whose clock counts where times name a zone.
    decimal : str, optional
        The decimal mark, "." or ",", where the amounts do not show it.
    encoding, separator : str, optional
        Those of a text file.
    sheet : str, optional
        The sheet of a workbook.
    rows : str, optional
        "lines" keeps each row of the file; "orders" adds up the rows of one order. Without a choice the
        rows are kept, with a `DataWarning` where an order has several.
    report : bool
        Whether to give the report too, in place of a warning.

    Returns
    -------
    pandas.DataFrame
        Columns `customer_id` (whole numbers, or text), `date` (datetime) and `amount` (float), and where the
        file has them `order_id` and `quantity`. With `report=True` this table and the report: a table with
        columns `step` ("understood", "changed", "left out", "to decide" or "noticed"), `about`, `finding`,
        `rows` (how many; missing where it is about a column) and `example`.

    Raises
    ------
    TypeError, ValueError
        If the file is no table, if something in it can be read in two ways, or if an argument does not fit.

    Warns
    -----
    DataWarning
        If something was changed, left out or is to be decided, and no report was asked for.

    Notes
    -----
    Nothing leaves the machine. Rows without a customer, date or amount are left out and counted, and so are
    rows that add up others. More than half of them unreadable is taken for a misunderstanding, and refused.
    Dates lie in the years 1900 to 2100. A multiple in the heading, such as 万元 or cents, counts. Cancelled,
    refunded and unpaid orders, events that are no purchase, and customers who are perhaps one person are
    kept, and the report says how many there are.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "shop.csv")
    >>> lines = ["会员号;下单时间;实付金额", "0017;2025年3月7日;¥1.250,50", "0018;2025年3月9日;¥80,00"]
    >>> _ = file.write_text("\\n".join(lines), encoding="gb18030")
    >>> transactions, report = read_transactions(file, report=True)
    >>> transactions
      customer_id       date  amount
    0        0017 2025-03-07  1250.5
    1        0018 2025-03-09    80.0
    >>> report.loc[report["about"] == "file", "finding"].item()
    'text, gb18030, separated by semicolon'
    """
    asked = {
        "customer": customer,
        "date": date,
        "amount": amount,
        "order": order,
        "quantity": quantity,
        "unit_price": unit_price,
    }
    _check_choices(currency, date_order, decimal, rows, report)
    table = read_table(path, encoding, separator, sheet, tuple(map(_text_or_none, asked.values())))
    notes = _Notes(table)
    places = _find_columns(table, asked, notes)
    transactions = _clean(table, places, asked, (currency, date_order, time_zone, decimal), notes)
    transactions = _one_row_each(transactions, rows, notes)
    if report:
        return transactions, notes.table()
    if sentence := notes.sentence():
        warnings.warn(sentence, DataWarning, stacklevel=2)
    return transactions


def _text_or_none(name):
    return name if isinstance(name, str) else None


def _check_choices(currency, date_order, decimal, rows, report):
    for argument, value, options in (
        ("date_order", date_order, DATE_ORDERS),
        ("decimal", decimal, (".", ",")),
        ("rows", rows, ("lines", "orders")),
    ):
        if value is not None:
            check(argument, value, options)
    if not isinstance(report, bool):
        raise TypeError(f"report must be True or False; got {describe(report)}")
    if currency is not None and (not isinstance(currency, str) or is_nothing(currency)):
        raise ValueError(f'currency must be a known one, such as "CNY" or "€"; got {describe(currency)}')


class _Notes:
    """What happened to a file, step by step."""

    def __init__(self, table):
        self.lines = [("understood", about, finding, None, "") for about, finding in table.understood]
        if table.broken:
            what, line = table.broken[0]
            self.add("left out", "row", f"broken rows: {what}", len(table.broken), line)

    def add(self, step, about, finding, rows=None, example=""):
        self.lines.append((step, about, finding, rows, str(example)[:40]))

    def table(self):
        columns = zip(*self.lines, strict=True)
        report = result_table(
            dict(zip(("step", "about", "finding", "rows", "example"), columns, strict=True))
        )
        return report.astype({"rows": "Int64"}).sort_values(
            "step", key=_step_order, kind="stable", ignore_index=True
        )

    def sentence(self):
        """The changes, what was left out, and what a student must decide, in one line; empty without any."""
        parts = [
            f"{step}: {finding}" + (f" ({count_rows(rows)})" if rows else "")
            for step, _, finding, rows, _ in self.lines
            if step in ("left out", "changed", "to decide")
        ]
        return "; ".join(parts) + " (report=True gives the table)" if parts else ""


_STEPS = ("understood", "changed", "left out", "to decide", "noticed")


def _step_order(steps):
    return steps.map(_STEPS.index)


# Columns


def _find_columns(table, asked, notes):
    """The position of each role's column; customer, date and an amount must be there."""
    places = {
        role: named_column(table.names, asked[role], role) if asked.get(role) is not None else None
        for role in HEADINGS
    }
    taken = {place for place in places.values() if place is not None}
    for role in HEADINGS:
        if places[role] is None and not _needless(role, asked):
            place = only_column(_without(table.names, taken), role)
            places[role] = place
    _refuse_twice(places, table.names, asked)
    _settle_amount(places, asked, table.names)
    for role in ("customer", "date"):
        if places[role] is None:
            raise ValueError(
                f"{role}: no heading says it; the columns are {listed(table.names)}; say {role}=..."
            )
    for role, place in places.items():
        if place is not None:
            how = "as asked" if asked.get(role) is not None else "by its heading"
            notes.add("understood", role, f"column {table.names[place]!r}, {how}")
    return places


def _needless(role, asked):
    """What need not be looked for: an amount where both its factors are named, factors where it is."""
    factors = asked["quantity"] is not None and asked["unit_price"] is not None
    return (role == "amount" and factors) or (role == "unit_price" and asked["amount"] is not None)


def _without(names, taken):
    return ["" if place in taken else name for place, name in enumerate(names)]


def _refuse_twice(places, names, asked):
    roles = {}
    for role, place in places.items():
        if place is not None and roles.setdefault(place, role) != role:
            raise ValueError(
                f"{roles[place]} and {role} must be two columns; got {shown(names[place])} for both"
            )
    if asked["amount"] is not None and asked["unit_price"] is not None:
        raise ValueError(
            f"amount is {shown(asked['amount'])} and unit_price {shown(asked['unit_price'])}: "
            "say one of the two"
        )


def _settle_amount(places, asked, names):
    """An amount of its own, or quantity and unit price for it."""
    if places["amount"] is not None:
        places["unit_price"] = None
    elif places["quantity"] is None or places["unit_price"] is None:
        factors = {"quantity": "unit_price", "unit_price": "quantity"}
        known = [role for role in factors if places[role] is not None]
        half = f" ({known[0]} is there, {factors[known[0]]} is not)" if known else ""
        raise ValueError(f"amount: no heading says it{half}; the columns are {listed(names)}; say amount=...")


# Values


def _clean(table, places, asked, choices, notes):
    """The rows that are whole, with clean values; the others counted by what they lack."""
    currency, date_order, time_zone, decimal = choices
    columns = {role: table.columns[place] for role, place in places.items() if place is not None}
    names = {role: table.names[place] for role, place in places.items() if place is not None}
    dates, words = read_dates(columns["date"], names["date"], date_order, time_zone)
    if words:
        notes.add("understood", "date", "; ".join(words))
    values, currencies, counts = _amounts(columns, names, decimal, notes)
    _settle_price(names, counts, asked, notes)
    lacking = {
        "customer": (empty_cells(columns["customer"]), None),
        "date": (empty_cells(columns["date"]), dates.isna().to_numpy()),
        "amount": (_no_amount(columns), np.isnan(values)),
    }
    kept = _whole_rows(columns, names, lacking, notes)
    kept = _one_currency(kept, columns, names, currencies, currency, notes)
    kept = _without_totals(kept, columns["customer"], values, notes)
    if not kept.any():
        raise ValueError(f"path: the file has no row with a customer, a date and an amount, of {len(kept)}")
    _note_doubts(table, places, kept, notes)
    clean = {
        "customer_id": _ids(columns["customer"][kept], "customer", names["customer"], notes),
        "date": dates[kept].reset_index(drop=True),
        "amount": pd.Series(values[kept]),
    }
    if "order" in columns:
        clean["order_id"] = _ids(columns["order"][kept], "order", names["order"], notes)
    people = (table, places["customer"], kept)
    _refuse_all_different(clean, people, names["customer"], asked)
    for name, rows in placeholders(clean["customer_id"]).items():
        notes.add("to decide", "customer", f"customer {name!r} is perhaps many people", rows, name)
    _note_fewer_people(len(set(clean["customer_id"])), people, names["customer"], notes)
    if counts is not None:
        clean["quantity"] = counts[kept]
    return pd.DataFrame(clean)


def _amounts(columns, names, decimal, notes):
    """The amounts (their own, or quantity times unit price), their currencies, and the quantities."""
    role = "amount" if "amount" in columns else "unit_price"
    _refuse_needless_mark(columns[role], names[role], decimal)
    values, currencies, mark, changes = read_amounts(columns[role], names[role], decimal)
    if mark:
        how = "as asked" if decimal else "by the values"
        notes.add("understood", role, f"decimal mark {mark!r}, {how}")
    for change in sorted(changes):
        notes.add("understood", role, change)
    values, currencies = _in_units(values, currencies, columns, names[role], role, changes, notes)
    counts = _quantities(columns, names, decimal or mark, notes)
    if role == "amount":
        return values, currencies, counts
    notes.add("understood", "amount", f"{names['quantity']!r} times {names['unit_price']!r}")
    return np.round(values * counts, 10), currencies, counts


def _refuse_needless_mark(column, name, decimal):
    if decimal and not any(isinstance(value, str) for value in distinct(column)[1]):
        raise ValueError(f"decimal is {decimal!r}, but column {shown(name)} holds numbers, not text")


def _quantities(columns, names, decimal, notes):
    """The quantities, if the file has them; one that cannot be read is missing, and noticed."""
    if "quantity" not in columns:
        return None
    counts = read_amounts(columns["quantity"], names["quantity"], decimal)[0]
    unread = int((np.isnan(counts) & ~empty_cells(columns["quantity"])).sum())
    if unread:
        notes.add("noticed", "quantity", "quantity not readable", unread)
    return counts


def _in_units(values, currencies, columns, name, role, changes, notes):
    """The amounts in the units that their heading says, and its currency where nothing nearer says one."""
    factor, words, currency = heading_units(name)
    if factor != 1:
        if any(change.startswith("times") for change in changes):
            raise ValueError(f"{role}: the heading {shown(name)} and the cells both say a multiple; mend one")
        values = np.round(values * factor, 10)
        notes.add("understood", role, f"the heading says {words!r}: times {factor:,.15g}")
    if currency:
        currencies = objects([currency if own is None else own for own in currencies])
    return values, currencies


def _no_amount(columns):
    if "amount" in columns:
        return empty_cells(columns["amount"])
    return empty_cells(columns["quantity"]) | empty_cells(columns["unit_price"])


def _whole_rows(columns, names, lacking, notes):
    """The rows that lack nothing; each row left out is counted once, for the first thing that it lacks."""
    kept = np.ones(len(columns["customer"]), dtype=bool)
    titles = names | {"amount": names.get("amount", names.get("unit_price"))}
    for role, (empty, unread) in lacking.items():
        unreadable = unread & ~empty if unread is not None else np.zeros(len(kept), dtype=bool)
        column = columns.get(role, columns.get("unit_price"))
        _refuse_mostly_unread(role, column, unreadable, empty, titles[role])
        for gone, what in ((empty, f"no {role}"), (unreadable, f"{role} not readable")):
            if (gone & kept).any():
                example = "" if what.startswith("no ") else column[gone & kept].iloc[0]
                notes.add("left out", role, what, int((gone & kept).sum()), example)
            kept &= ~gone
    return kept


def _refuse_mostly_unread(role, column, unreadable, empty, name):
    given = (~empty).sum()
    if unreadable.sum() * 2 > given:
        raise ValueError(
            f"{role}: column {shown(name)} cannot be read: {unreadable.sum():,} of {given:,} values are no "
            f"{role}, such as {shown(column[unreadable].iloc[0])}; "
            f"say {role}=... if it is another column"
        )


def _settle_price(names, counts, asked, notes):
    """Ask whether a price is that of a piece or of the row, where its heading leaves it open."""
    if "unit_price" not in names or asked["unit_price"] is not None or np.isin(np.abs(counts), (0, 1)).all():
        return
    name, heading = shown(names["unit_price"]), plain_heading(names["unit_price"])
    if heading in PRICES_OF_ROWS:
        raise ValueError(
            f"amount: {name} may be the price of the whole row, as in Amazon's reports, or of one piece; "
            f"say amount={name} or unit_price={name}"
        )
    if heading in OPEN_PRICES:
        finding = (
            f"column {name} is taken for the price of one piece; if it is that of the row, say amount={name}"
        )
        notes.add("to decide", "amount", finding)


def _without_totals(kept, customers, amounts, notes):
    """The rows without those that add up others."""
    totals, perhaps = total_rows(customers, amounts, kept)
    if totals.any():
        notes.add("left out", "row", "totals", int(totals.sum()), customers[totals].iloc[0])
    if perhaps.any():
        name = customers[perhaps].iloc[0]
        notes.add("to decide", "row", f"customer {shown(name)} is perhaps a total", int(perhaps.sum()), name)
    return kept & ~totals


def _note_doubts(table, places, kept, notes):
    """What the columns that are not read say against the rows, and which these columns are."""
    for name, state, rows in orders_come_to_nothing(table, kept):
        finding = f"column {shown(name)} says {shown(state)} or the like; these rows are kept"
        notes.add("to decide", "state", finding, rows, state)
    for name, value, rows in taken_back(table, kept):
        notes.add(
            "to decide", "state", f"column {shown(name)} is filled; nothing is taken off for it", rows, value
        )
    read = {place for place in places.values() if place is not None}
    for name, value, rows in never_paid(table, kept, read):
        finding = f"column {shown(name)} says {shown(value)}" if value else f"column {shown(name)} is empty"
        notes.add("to decide", "state", f"{finding}, so perhaps never paid; these rows are kept", rows, value)
    for name, event, rows in events(table, kept):
        finding = (
            f"column {shown(name)} says {shown(event)} or the like, which is no purchase; these rows are kept"
        )
        notes.add("to decide", "event", finding, rows, event)
    discounts = discount_columns(table.names)
    if places["unit_price"] is not None and discounts:
        notes.add("to decide", "amount", f"column {shown(discounts[0])} is not taken off")
    if unread := [name for place, name in enumerate(table.names) if place not in read and name]:
        notes.add("noticed", "columns", f"not read: {listed(unread)}")


def _one_currency(kept, columns, names, currencies, currency, notes):
    """The rows in one currency; amounts in two do not add up."""
    codes, pairs = _pairs(currencies, _said(columns))
    meant = [agreed(*pair) for pair in pairs]
    kept = _without_contradictions(kept, codes, pairs, meant, names, notes)
    present = [meant[code] for code in pd.unique(codes[kept]) if meant[code]]
    found = list(dict.fromkeys(_lone_name(one, present, currency) for one in present))
    wanted = _wanted(currency, found)
    if len(found) > 1 and not wanted:
        raise ValueError(
            f"currency: the amounts are in {listed(found)}; say currency=... to keep one, "
            "or convert them in the file"
        )
    if found:
        notes.add("understood", "currency", wanted or found[0])
    if not wanted:
        return kept
    named = objects([_lone_name(one, present, currency) if one else None for one in meant])[codes]
    other = kept & (named != None) & (named != wanted)  # noqa: E711
    if other.any():
        notes.add("left out", "currency", f"not in {wanted}", int(other.sum()), named[other][0])
    return kept & ~other


def _pairs(one, other):
    """The number of each row's pair of values, and the distinct pairs (None: missing)."""
    (codes, found), (other_codes, other_found) = distinct(one), distinct(other)
    width = len(other_found) + 1
    pairs, numbers = distinct((codes + 1) * width + other_codes + 1)
    ones, others = objects([None, *found]), objects([None, *other_found])
    return pairs, [(ones[number // width], others[number % width]) for number in numbers]


def _said(columns):
    """What the column of currencies says of each row; a word that is not known is a currency of that name."""
    if "currency" not in columns:
        return objects([None] * len(columns["customer"]))
    codes, found = distinct(columns["currency"])
    words = [
        None if is_nothing(value) else currencies_named(value) or (str(value).strip(),) for value in found
    ]
    return objects([*words, None])[codes]


def _without_contradictions(kept, codes, pairs, meant, names, notes):
    """The rows without those whose amount is in another currency than their column says."""
    against = np.array([one == () for one in meant], dtype=bool)[codes] & kept
    if not against.any():
        return kept
    amount, column = (one[0] for one in pairs[codes[against][0]])
    finding = f"the amount is in {amount}, column {shown(names['currency'])} says {column}"
    if against.sum() * 2 > kept.sum():
        raise ValueError(
            f"currency: in {against.sum():,} of {kept.sum():,} rows {finding}; mend one in the file"
        )
    notes.add("left out", "currency", finding, int(against.sum()))
    return kept & ~against


def _lone_name(possible, present, currency):
    """The one currency that a sign stands for: the one asked for, if the file says no other of its kind."""
    sure = {one[0] for one in present if len(one) == 1}
    asked = [name for name in possible if currency and name in (currencies_named(currency) or ())]
    return asked[0] if len(possible) > 1 and asked and not sure & set(possible) else possible[0]


def _wanted(currency, found):
    """The currency asked for, which stands in the file; None if none is asked for."""
    if currency is None:
        return None
    known = currencies_named(currency)
    names = known or [name for name in found if name.casefold() == currency.strip().casefold()]
    if wanted := next((name for name in names if name in found), None):
        return wanted
    said = f"the file says {listed(found) if found else 'none'}"
    if known:
        raise ValueError(f"currency is {currency!r}, but {said}")
    raise ValueError(
        f'currency must be a known one, such as "CNY" or "€", or one that stands in the file; got '
        f"{describe(currency)}, and {said}"
    )


def _ids(column, role, name, notes):
    """Names of customers or orders: whole numbers if all are plain ones, text otherwise."""
    if pd.api.types.is_integer_dtype(column) and column.notna().all():
        return column.astype("int64").reset_index(drop=True)
    codes, found = distinct(column)
    plain = ["" if is_nothing(value) else _id_text(value) for value in found]
    _refuse_shortened(plain, role, name)
    if any(re.fullmatch(r"\d+\.0", text) for text in plain) and all(
        re.fullmatch(r"\d+(\.0)?", text) for text in plain if text
    ):
        plain = [text.removesuffix(".0") for text in plain]
    if changed := _rows_changed(codes, found, plain):
        notes.add("changed", role, f"{role}: spaces, quotation marks or .0 taken off", changed)
    _note_spellings(plain, role, notes)
    if all(re.fullmatch(r"0|[1-9]\d{0,17}", text) for text in plain) and (codes >= 0).all():
        return pd.Series(np.array([int(text) for text in plain], dtype="int64")[codes])
    return pd.Series(np.array([*(text or None for text in plain), None], dtype=object)[codes])


def _rows_changed(codes, found, plain):
    differs = np.array(
        [
            *(isinstance(v, str) and bool(text) and v != text for v, text in zip(found, plain, strict=True)),
            False,
        ]
    )
    return int(differs[codes].sum())


def _id_text(value):
    """A name without what spreadsheets put around it."""
    if isinstance(value, float | np.floating) and value == value // 1:
        return str(int(value)) if abs(value) < 2**53 else f"{value:.5E}"
    text = re.sub(r'^="(.*)"$', r"\1", str(value).strip()).strip(" \t\u00a0\u200b\ufeff")
    return re.sub(r"^'(?=\w)(.*?)'?$", r"\1", text)


def _refuse_shortened(plain, role, name):
    for text in plain:
        if re.fullmatch(r"\d([.,]\d+)?[eE]\+\d{2,3}", text):
            raise ValueError(
                f"{role}: column {shown(name)} holds {shown(text)}: a spreadsheet has "
                "shortened the numbers and their "
                "last digits are lost; export the column as text"
            )


def _note_spellings(plain, role, notes):
    spellings = len(set(plain)) - len(set(map(_spelling, plain)))
    if spellings:
        finding = "names that differ only in capital letters, width, leading zeros or .0, kept apart"
        notes.add("noticed", role, finding, None, spellings)


def _spelling(name):
    """A name as a person might take it for another spelling of the same."""
    return unicodedata.normalize("NFKC", name).casefold().removesuffix(".0").lstrip("0") or "0"


def _refuse_all_different(clean, people, name, asked):
    """Refuse customers who go one to one with rows, orders or moments, as order numbers do."""
    ids = clean["customer_id"]
    known = ids.nunique()
    if asked["customer"] is not None or known < MANY_ROWS:
        return
    if ids.is_unique:
        what = f"each of the {len(ids):,} rows"
    elif _one_to_one(ids, clean.get("order_id", clean["date"])):
        what = f"each of the {known:,} {'orders' if 'order_id' in clean else 'times of purchase'}"
    else:
        return
    others = [other for other, _ in fewer_people(*people)]
    hint = (
        f"if the person is in column {shown(others[0])}, say customer={shown(others[0])}; " if others else ""
    )
    raise ValueError(
        f"customer: {what} has another value in column {shown(name)}, as order numbers have; {hint}"
        f"if it is the customer, say customer={shown(name)}"
    )


def _one_to_one(ids, others):
    pairs = pd.DataFrame({"one": ids, "other": others}).drop_duplicates()
    return pairs["one"].is_unique and pairs["other"].is_unique


def _note_fewer_people(customers, people, name, notes):
    """Say where a number or an address stands for several customers, as after guest check-outs."""
    for other, known in fewer_people(*people, names=False) if customers >= MANY_ROWS else ():
        finding = f"{customers:,} customers in column {shown(name)} are {known:,} in column {shown(other)}"
        notes.add("to decide", "customer", f"{finding}; some are perhaps one person")


# Lines and orders


def _one_row_each(transactions, rows, notes):
    """The rows as they are, or added up by order."""
    if rows == "orders" and "order_id" not in transactions:
        raise ValueError("rows is 'orders', but the file has no column of order numbers; say order=...")
    if "order_id" not in transactions or not transactions["order_id"].duplicated().any():
        return transactions
    if rows == "orders" and (unnumbered := int(transactions["order_id"].isna().sum())):
        raise ValueError(f"rows is 'orders', but {count_rows(unnumbered)} of the file have no order number")
    key = transactions[["customer_id", "order_id"]]
    orders = len(key.drop_duplicates())
    if rows != "orders":
        finding = (
            f"{len(transactions):,} rows are lines of {orders:,} orders, kept as rows; rfm_table counts a "
            "row as an order, so say rows='orders' to add them up, or rows='lines'"
        )
        notes.add("noticed" if rows else "to decide", "order", finding)
        return transactions
    notes.add("understood", "order", f"{len(transactions):,} rows added up to {orders:,} orders, as asked")
    return _added_up(transactions)


def _added_up(transactions):
    how = {"date": "min", "amount": "sum"} | ({"quantity": "sum"} if "quantity" in transactions else {})
    orders = (
        transactions.groupby(["customer_id", "order_id"], sort=False, dropna=False).agg(how).reset_index()
    )
    orders["amount"] = orders["amount"].round(10)
    return orders[[column for column in transactions if column in orders]]
