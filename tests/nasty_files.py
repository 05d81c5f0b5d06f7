"""Files as shops, spreadsheets and cash registers really export them, and what is to come of each.

READ: name, content, arguments, and the rows (customer, date, amount) that must come out.
REFUSED: name, content, arguments, and a part of the sentence that must come.
"""

import datetime
import gzip
import io
import json
import tarfile
import zipfile

import openpyxl
import pandas as pd

HEAD = "customer_id,date,amount\n"
ROWS = [("A1", "2025-03-07", 20.5), ("A2", "2025-03-08", 30.0), ("A1", "2025-03-21", 7.25)]
PLAIN = HEAD + "A1,2025-03-07,20.50\nA2,2025-03-08,30\nA1,2025-03-21,7.25\n"
FRAME = pd.DataFrame(ROWS, columns=["customer_id", "date", "amount"]).assign(
    date=lambda frame: pd.to_datetime(frame["date"])
)


def zipped(**files):
    """Files in a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(name, content):
    """A file in a tar archive, gzipped."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def workbook(**sheets):
    """Sheets, each a list of rows, as a workbook."""
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(buffer)
    return buffer.getvalue()


def parquet(frame):
    """A frame as a Parquet file."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return buffer.getvalue()


CELLS = [["customer_id", "date", "amount"], *([name, pd.Timestamp(day), paid] for name, day, paid in ROWS)]
MIXED_CELLS = [["客户", "日期", "金额"], ["a", datetime.datetime(2025, 4, 3), 1], ["b", "13/04/2025", 2]]
ONE = [("7", "2025-03-07", 20.5)]
CHINESE = "客户编号,下单时间,实付金额\n0012,2025年3月7日,￥20.50\n"
UCI = (
    "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n"
    "536365,A,6,12/1/2010 8:26,2.55,17850\n536365,B,6,12/1/2010 8:26,3.39,17850\n"
    "C536379,D,-1,12/13/2010 9:41,27.5,\n"
)

DOLLARS = "customer_id,date,amount,currency\n" + "".join(
    f"C{n % 7},2024-01-{n + 1:02},${10 + n}.50,{'CAD' if n % 2 else 'USD'}\n" for n in range(20)
)
PAYMENTS = [
    (f"o{order}", f"k{order}", f"p{order % 6}", f"2024-0{1 + order // 6}-{1 + order % 6:02}", part)
    for order in range(30)
    for part in (10, 20)
]
OLIST = "order_id,customer_id,customer_unique_id,date,amount\n" + "".join(
    f"{order},{key},{person},{day},{part}\n" for order, key, person, day, part in PAYMENTS
)
AMAZON = (
    "order-id\tpurchase-date\torder-status\tbuyer-id\tquantity\tcurrency\titem-price\n"
    "1\t2024-01-02T10:00:00+00:00\tShipped\ta\t3\tUSD\t30.00\n"
    "2\t2024-01-03T10:00:00+00:00\tShipped\tb\t1\tUSD\t12.00\n"
)

READ = {
    "plain.csv": (PLAIN, {}, ROWS),
    "mark.csv": ("\ufeff" + PLAIN, {}, ROWS),
    "tabs.tsv": (PLAIN.replace(",", "\t"), {}, ROWS),
    "bars.txt": (PLAIN.replace(",", "|"), {}, ROWS),
    "said.csv": ("sep=;\r\n" + PLAIN.replace(",", ";").replace("\n", "\r\n"), {}, ROWS),
    "old mac.csv": (PLAIN.replace("\n", "\r"), {}, ROWS),
    "utf16.csv": (PLAIN.replace(",", "\t").encode("utf-16"), {}, ROWS),
    "utf16 unmarked.csv": (PLAIN.encode("utf-16-le"), {}, ROWS),
    "blank lines.csv": ("\n\n" + PLAIN.replace("\n", "\n\n"), {}, ROWS),
    "no last line end.csv": (PLAIN.rstrip("\n"), {}, ROWS),
    "trailing commas.csv": (PLAIN.replace("\n", ",,\n").replace("amount,,", "amount"), {}, ROWS),
    "title.csv": ("Sales report\nmade on 2025-04-01\n\n" + PLAIN + "Total,,57.75\n", {}, ROWS),
    "totals with a day.csv": (PLAIN + "合计,2025-03-31,57.75\n", {}, ROWS),
    "header again.csv": (PLAIN + PLAIN.splitlines()[0] + "\n", {}, ROWS),
    "quoted.csv": ('"customer_id","date","amount"\n"7","2025-03-07","20.50"\n', {}, ONE),
    "line in a cell.csv": (
        'customer_id,note,date,amount\n7,"two\nlines, ""so""",2025-03-07,20.5\n',
        {},
        ONE,
    ),
    "inch mark.csv": ('customer_id,item,date,amount\n7,5" nail,2025-03-07,20.5\n', {}, ONE),
    "short rows.csv": (PLAIN + "A9,2025-03-01\nA9,2025-03-01,1,2\nA9,20", {}, ROWS),
    "gb18030.csv": (CHINESE.encode("gb18030"), {}, [("0012", "2025-03-07", 20.5)]),
    "gb18030 of four bytes.csv": (
        "customer_id,date,Total (¥)\nA张,2025-03-07,1\n".encode("gb18030"),
        {},
        [("A张", "2025-03-07", 1.0)],
    ),
    "chinese utf8.csv": (CHINESE, {}, [("0012", "2025-03-07", 20.5)]),
    "chinese clock.csv": (
        "会员号;下单时间;金额\n张三;2025年3月7日 下午3:05;20元\n李四;2025/3/8 15时05分;1.2万\n".encode(
            "gb18030"
        ),
        {},
        [("张三", "2025-03-07 15:05", 20.0), ("李四", "2025-03-08 15:05", 12_000.0)],
    ),
    "price times number.csv": (
        "顾客ID,日期,数量,单价\n7,20250307,2,10.25\n8,20250308,3,1\n",
        {},
        [("7", "2025-03-07", 20.5), ("8", "2025-03-08", 3.0)],
    ),
    "german.csv": (
        (
            "Kundennummer;Bestelldatum;Betrag;Straße\n7;07.03.2025;1.250,50 €;Müllerweg\n"
            "8;17.03.2025;-3,00 €;-\n"
        ).encode("cp1252"),
        {},
        [("7", "2025-03-07", 1250.5), ("8", "2025-03-17", -3.0)],
    ),
    "french.csv": (
        "Numéro client;Date de commande;Montant TTC\n7;13/04/2025;1 250,50 €\n8;03/04/2025;3,00 €\n".encode(
            "cp1252"
        ),
        {},
        [("7", "2025-04-13", 1250.5), ("8", "2025-04-03", 3.0)],
    ),
    "money.csv": (
        HEAD
        + '1,2025-03-07,"US$1,250.50"\n2,2025-03-07,($3.00)\n3,2025-03-07,-$4\n'
        + "4,2025-03-07,5- \n5,2025-03-07,USD 6\n",
        {},
        [(str(n), "2025-03-07", x) for n, x in enumerate([1250.5, -3.0, -4.0, -5.0, 6.0], start=1)],
    ),
    "no cents.csv": (
        "Kunde;Datum;Betrag\n1;13.03.2025;1.250,- €\n2;14.03.2025;€ 3,--\n3;15.03.2025;3,00-\n",
        {},
        [("1", "2025-03-13", 1250.0), ("2", "2025-03-14", 3.0), ("3", "2025-03-15", -3.0)],
    ),
    "accounting.csv": (
        HEAD + '1,2025-03-07," $1,250.50 "\n2,2025-03-08, $(3.00)\n3,2025-03-08,$-\n',
        {},
        [("1", "2025-03-07", 1250.5), ("2", "2025-03-08", -3.0)],
    ),
    "weekdays.csv": (
        "客户,日期,金额\n1,2025年3月7日 星期五,1\n2,2025年3月9日星期日 晚上8:30,2\n",
        {},
        [("1", "2025-03-07", 1.0), ("2", "2025-03-09 20:30", 2.0)],
    ),
    "millionths.csv": (HEAD + "7,1741334400000000,1\n", {}, [("7", "2025-03-07 08:00", 1.0)]),
    "ten thousands.csv": ("客户,日期,金额（万元）\n7,2025-03-07,0.00205\n", {}, ONE),
    "dollars above.csv": ("customer,date,Amount (USD)\n7,2025-03-07,20.5\n", {"currency": "USD"}, ONE),
    "hundredths times number.csv": ("customer,date,qty,price (cents)\n7,2025-03-07,2,1025\n", {}, ONE),
    "swiss.csv": (HEAD + "7,2025-03-07,1'250.50\n", {}, [("7", "2025-03-07", 1250.5)]),
    "indian.csv": (HEAD + '7,2025-03-07,"1,23,456.50"\n', {}, [("7", "2025-03-07", 123_456.5)]),
    "full width.csv": (HEAD + "7,２０２５-０３-０７,２０.５\n", {}, ONE),
    "real minus.csv": (HEAD + "7,2025-03-07,\u22124.5\n", {}, [("7", "2025-03-07", -4.5)]),
    "dollars first.csv": (
        HEAD + "7,2025-03-07,$5\n8,2025-03-07,€6\n",
        {"currency": "USD"},
        [("7", "2025-03-07", 5.0)],
    ),
    "one currency.csv": (
        "customer_id,date,amount,currency\n7,2025-03-07,5,CNY\n8,2025-03-07,6,EUR\n",
        {"currency": "元"},
        [("7", "2025-03-07", 5.0)],
    ),
    "thousands said.csv": (
        HEAD.replace(",", ";") + "7;2025-03-07;1,250\n",
        {"decimal": "."},
        [("7", "2025-03-07", 1250.0)],
    ),
    "comma said.csv": (
        HEAD.replace(",", ";") + "7;2025-03-07;1,250\n",
        {"decimal": ","},
        [("7", "2025-03-07", 1.25)],
    ),
    "decimals decide.csv": (
        HEAD.replace(",", ";") + "7;2025-03-07;1.250\n8;2025-03-07;1,5\n",
        {},
        [("7", "2025-03-07", 1250.0), ("8", "2025-03-07", 1.5)],
    ),
    "american.csv": (
        HEAD + "7,03/07/2025,1\n8,03/21/2025 2:05 PM,2\n",
        {},
        [("7", "2025-03-07", 1.0), ("8", "2025-03-21 14:05", 2.0)],
    ),
    "order said.csv": (
        HEAD + "7,03/04/2025,1\n",
        {"date_order": "month first"},
        [("7", "2025-03-04", 1.0)],
    ),
    "same either way.csv": (HEAD + "7,03/03/2025,1\n", {}, [("7", "2025-03-03", 1.0)]),
    "dollars of Canada.csv": (
        DOLLARS,
        {"currency": "CAD"},
        [(f"C{n % 7}", f"2024-01-{n + 1:02}", 10.5 + n) for n in range(1, 20, 2)],
    ),
    "yen by column.csv": (
        'customer_id,date,amount,currency\n7,2025-03-07,"¥1,200.00",JPY\n8,2025-03-07,¥5.00,JPY\n',
        {"currency": "JPY"},
        [("7", "2025-03-07", 1200.0), ("8", "2025-03-07", 5.0)],
    ),
    "yuan of Taiwan.csv": (
        "客户,日期,金额（元）,币种\n7,2025-03-07,20.5,TWD\n",
        {"currency": "TWD"},
        ONE,
    ),
    "the column says another.csv": (
        "customer_id,date,amount,currency\n7,2025-03-07,€20.5,EUR\n7,2025-03-07,20.5,EUR\n8,2025-03-07,€5,USD\n",
        {},
        ONE * 2,
    ),
    "dollars are said to be Canadian.csv": (HEAD + "7,2025-03-07,$20.5\n", {"currency": "CAD"}, ONE),
    "a code that stands there.csv": (
        "customer_id,date,amount,currency\n7,2025-03-07,20.5,NZD\n8,2025-03-07,5,USD\n",
        {"currency": "NZD"},
        ONE,
    ),
    "a word that stands there.csv": (
        "customer_id,date,amount,currency\n7,2025-03-07,20.5,Points\n8,2025-03-07,5,USD\n",
        {"currency": "points"},
        ONE,
    ),
    "signs of the world.csv": (
        HEAD + '1,2025-03-07,"₦25,000.00"\n2,2025-03-07,₦5\n',
        {},
        [("1", "2025-03-07", 25_000.0), ("2", "2025-03-07", 5.0)],
    ),
    "multiples.csv": (
        HEAD + "1,2025-03-07,2亿\n2,2025-03-07,5k\n3,2025-03-07,1.5 million\n",
        {},
        [("1", "2025-03-07", 2e8), ("2", "2025-03-07", 5000.0), ("3", "2025-03-07", 1.5e6)],
    ),
    "price of the row.tsv": (
        AMAZON,
        {"amount": "item-price"},
        [("a", "2024-01-02 10:00", 30.0), ("b", "2024-01-03 10:00", 12.0)],
    ),
    "price of a piece.tsv": (
        AMAZON,
        {"unit_price": "item-price"},
        [("a", "2024-01-02 10:00", 90.0), ("b", "2024-01-03 10:00", 12.0)],
    ),
    "one piece each.tsv": (
        AMAZON.replace("\t3\t", "\t1\t"),
        {},
        [("a", "2024-01-02 10:00", 30.0), ("b", "2024-01-03 10:00", 12.0)],
    ),
    "the person named.csv": (
        OLIST,
        {"customer": "customer_unique_id", "rows": "lines"},
        [(person, day, float(part)) for _, _, person, day, part in PAYMENTS],
    ),
    "subtotals.csv": (
        "客户,日期,金额\n张三,2024-01-02,100\n张三,2024-02-02,50\n小计,2024-02-02,150\n李四,2024-01-03,70\n"
        "小计,2024-01-03,70\n合计,2024-02-02,220\n",
        {},
        [("张三", "2024-01-02", 100.0), ("张三", "2024-02-02", 50.0), ("李四", "2024-01-03", 70.0)],
    ),
    "total on top.csv": (
        "customer,date,amount\nTotal,2024-12-31,150\nAnn,2024-01-02,100\nBob,2024-02-02,50\n",
        {},
        [("Ann", "2024-01-02", 100.0), ("Bob", "2024-02-02", 50.0)],
    ),
    "seconds in a zone.csv": (
        HEAD + "7,1511544070,20.5\n",
        {"time_zone": "Asia/Shanghai"},
        [("7", "2017-11-25 01:21:10", 20.5)],
    ),
    "days of pandas.csv": (HEAD + "7,20250307.0,20.5\n", {}, ONE),
    "two digits.csv": (
        HEAD + "7,31/12/99,1\n8,01/02/25,2\n",
        {},
        [("7", "1999-12-31", 1.0), ("8", "2025-02-01", 2.0)],
    ),
    "named months.csv": (
        HEAD.replace(",", ";")
        + "1;3 Mar 2025;1\n2;March 3, 2025;1\n3;03-Mar-25;1\n4;3. März 2025;1\n5;3 août 2025;1\n",
        {},
        [(str(n), "2025-08-03" if n == 5 else "2025-03-03", 1.0) for n in range(1, 6)],
    ),
    "spreadsheet days.csv": (
        HEAD + "7,45723,1\n8,45723.5,2\n",
        {},
        [("7", "2025-03-07", 1.0), ("8", "2025-03-07 12:00", 2.0)],
    ),
    "seconds.csv": (HEAD + "7,1741334400,1\n", {}, [("7", "2025-03-07 08:00", 1.0)]),
    "thousandths.csv": (HEAD + "7,1741334400000,1\n", {}, [("7", "2025-03-07 08:00", 1.0)]),
    "fourteen digits.csv": (HEAD + "7,20250307123005,1\n", {}, [("7", "2025-03-07 12:30:05", 1.0)]),
    "zones.csv": (
        HEAD + "7,2025-03-07T20:30:00Z,1\n8,2025-03-08T04:30:00+08:00,2\n",
        {"time_zone": "Asia/Shanghai"},
        [("7", "2025-03-08 04:30", 1.0), ("8", "2025-03-08 04:30", 2.0)],
    ),
    "one zone.csv": (HEAD + "7,2025-03-07T20:30:00+08:00,1\n", {}, [("7", "2025-03-07 20:30", 1.0)]),
    "sentinels.csv": (
        HEAD
        + "7,2025-03-07,20.5\n8,0000-00-00,1\n9,2025-02-30,1\n10,9999-12-31,1\n"
        + "7,2025-03-07,20.5\n" * 3,
        {},
        ONE * 4,
    ),
    "gaps.csv": (
        HEAD + "7,2025-03-07,20.5\n,2025-03-07,1\nNULL,2025-03-07,1\n8,,1\n9,2025-03-07,N/A\n",
        {},
        ONE,
    ),
    "leading zeros.csv": (
        HEAD + "0012,2025-03-07,1\n12,2025-03-07,2\n",
        {},
        [("0012", "2025-03-07", 1.0), ("12", "2025-03-07", 2.0)],
    ),
    "quoted by hand.csv": ("'customer','date','amount'\n'7','2025-03-07','20.5'\n", {}, ONE),
    "not shortened.csv": (
        HEAD + "2E5,2025-03-07,1\n3F7,2025-03-07,2\n",
        {},
        [("2E5", "2025-03-07", 1.0), ("3F7", "2025-03-07", 2.0)],
    ),
    "numbers with .0.csv": (
        HEAD + "17850.0,2025-03-07,1\n13047.0,2025-03-07,2\n",
        {},
        [("17850", "2025-03-07", 1.0), ("13047", "2025-03-07", 2.0)],
    ),
    "long numbers.csv": (
        HEAD + "123456789012345678901,2025-03-07,1\n",
        {},
        [("123456789012345678901", "2025-03-07", 1.0)],
    ),
    "formula text.csv": (HEAD + '"=""0012""",2025-03-07,1\n', {}, [("0012", "2025-03-07", 1.0)]),
    "each once.csv": (
        HEAD + "".join(f"{n},2025-03-07,1\n" for n in range(30)),
        {"customer": "customer_id"},
        [(str(n), "2025-03-07", 1.0) for n in range(30)],
    ),
    "named.csv": (
        "who,when,what,total,amount\n7,2025-03-07,x,3,20.5\n",
        {"customer": "who", "date": "when", "amount": "amount"},
        ONE,
    ),
    "lines.csv": (
        UCI,
        {"rows": "lines"},
        [("17850", "2010-12-01 08:26", 15.3), ("17850", "2010-12-01 08:26", 20.34)],
    ),
    "orders.csv": (UCI, {"rows": "orders"}, [("17850", "2010-12-01 08:26", 35.64)]),
    "packed.csv.gz": (gzip.compress(PLAIN.encode()), {}, ROWS),
    "packed.zip": (zipped(**{"shop/data.csv": PLAIN, "__MACOSX/._data.csv": "x"}), {}, ROWS),
    "wrong name.xls": (PLAIN, {}, ROWS),
    "book.xlsx": (workbook(Sheet1=CELLS), {}, ROWS),
    "book with a title.xlsx": (workbook(A=[["Report"], [], *CELLS], notes=[["see A"]]), {}, ROWS),
    "second sheet.xlsx": (workbook(A=CELLS[:2], B=CELLS), {"sheet": "B"}, ROWS),
    "zipped book.zip": (zipped(**{"book.xlsx": workbook(A=CELLS)}), {}, ROWS),
    "book as csv.csv": (workbook(A=CELLS), {}, ROWS),
    "columns.parquet": (parquet(FRAME), {}, ROWS),
    "zoned.parquet": (parquet(FRAME.assign(date=FRAME["date"].dt.tz_localize("Asia/Shanghai"))), {}, ROWS),
    "indexed.parquet": (parquet(FRAME.set_index("customer_id")), {}, ROWS),
    "records.json": (FRAME.to_json(orient="records", date_format="iso"), {}, ROWS),
    "columns.json": (FRAME.to_json(orient="columns", date_format="iso"), {}, ROWS),
    "lists.json": (json.dumps({"customer": [7], "date": ["2025-03-07"], "amount": [20.5]}), {}, ONE),
    "one.jsonl": ('{"customer": 7, "date": "2025-03-07", "amount": 20.5}\n', {}, ONE),
    "lines.jsonl": (FRAME.to_json(orient="records", lines=True, date_format="iso"), {}, ROWS),
}

REFUSED = {
    "empty.csv": ("", {}, "is empty"),
    "odd space.csv": ("\x0b", {}, "is empty"),
    "blank.csv": ("\n \n", {}, "is empty"),
    "header only.csv": (HEAD, {}, "but no rows"),
    "no header.csv": ("7,2025-03-07,20.5\n8,2025-03-08,3\n", {}, "has no header"),
    "one column.csv": ("customer\n7\n8\n", {}, "one column only"),
    "page.xls": ("<html><body><table><tr><td>7</td></tr></table></body></html>", {}, "is a web page"),
    "data.xml": ("<?xml version='1.0'?><orders/>", {}, "is a web page or XML"),
    "report.pdf": (b"%PDF-1.7\n...", {}, "is a PDF document"),
    "photo.csv": (b"\x89PNG\r\n\x1a\n", {}, "is a picture"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), {}, "before 2007"),
    "locked.xlsx": (
        b"\xd0\xcf\x11\xe0" + bytes(40) + "EncryptedPackage".encode("utf-16-le"),
        {},
        "with a password",
    ),
    "letter.docx": (zipped(**{"[Content_Types].xml": "", "word/document.xml": ""}), {}, "is a Word document"),
    "sheet.ods": (zipped(**{"mimetype": "x", "content.xml": ""}), {}, "is an OpenDocument file"),
    "two.zip": (zipped(**{"a.csv": PLAIN, "b.csv": PLAIN}), {}, "holds 2 files"),
    "none.zip": (zipped(**{"__MACOSX/x": ""}), {}, "holds no file"),
    "bytes.dat": (bytes(range(256)) * 20, {}, "is not text"),
    "shop.tar.gz": (tarred("a.csv", PLAIN.encode()), {}, "is a tar archive"),
    "panel.dta": (b"<stata_dta><header>" + bytes(200), {}, "is not text"),
    "macintosh.csv": (
        "Kunde;Datum;Betrag\nMüller;07.03.2025;1,5\n".encode("mac_roman"),
        {},
        "encoding='mac_roman'",
    ),
    "cut.csv.gz": (gzip.compress(PLAIN.encode())[:-9], {}, "cut off or damaged"),
    "cut.zip": (zipped(**{"a.csv": PLAIN})[:-30], {}, "cut off or damaged"),
    "cut.xlsx": (workbook(A=CELLS)[:-200], {}, "cut off or damaged"),
    "cut.parquet": (parquet(FRAME)[:-20], {}, "cut off or damaged"),
    "cut.json": ('[{"customer_id": 7, "date": "2025', {}, "cut off or damaged"),
    "open quote.csv": (PLAIN + 'A3,"2025-03-01,1\nA4,2025-03-01,2\n', {}, "not closed"),
    "two encodings.csv": (CHINESE.encode() + "张三,2025-03-07,1\n".encode("gb18030"), {}, "line 3"),
    "not this encoding.csv": (CHINESE.encode("gb18030"), {"encoding": "utf-8"}, "is not utf-8"),
    "russian.csv": (
        "Клиент,customer,date,amount\nЯ,7,2025-03-07,1\nДа,8,2025-03-07,1\n".encode("cp1251"),
        {},
        "encoding=",
    ),
    "decimal commas.csv": (HEAD + "7,2025-03-07,20,50\n8,2025-03-08,3,25\n", {}, "most rows"),
    "ambiguous days.csv": (HEAD + "7,03/04/2025,1\n8,05/06/2025,2\n", {}, 'date_order="day first"'),
    "dots too.csv": (HEAD + "7,03.04.2025,1\n", {}, 'date_order="day first"'),
    "two orders.csv": (HEAD + "7,13/04/2025,1\n8,04/13/2025,2\n", {}, "no one order"),
    "short years.csv": (HEAD + "7,10/11/12,1\n", {}, "two ways"),
    "order not needed.csv": (PLAIN, {"date_order": "day first"}, "need none"),
    "days and dates.csv": (HEAD + "7,45723,1\n8,2025-03-07,2\n", {}, "mixes '45723'"),
    "swapped by a spreadsheet.xlsx": (workbook(A=MIXED_CELLS), {}, "spreadsheet has turned"),
    "zones apart.csv": (HEAD + "7,2025-03-07T20:30Z,1\n8,2025-03-08T04:30+08:00,2\n", {}, "time_zone="),
    "zone not there.csv": (PLAIN, {"time_zone": "Asia/Shanghai"}, "names no time zone"),
    "no dates.csv": (HEAD + "7,monday,1\n8,tuesday,2\n", {}, "are no date"),
    "ambiguous thousands.csv": (HEAD.replace(",", ";") + "7;2025-03-07;1,250\n", {}, 'decimal="."'),
    "two marks.csv": (HEAD.replace(",", ";") + "7;2025-03-07;1,5\n8;2025-03-07;1.5\n", {}, "mixes two marks"),
    "mark not needed.json": (
        FRAME.to_json(orient="records", date_format="iso"),
        {"decimal": ","},
        "holds numbers",
    ),
    "no amounts.csv": (HEAD + "7,2025-03-07,cheap\n8,2025-03-07,dear\n", {}, "are no amount"),
    "per cent.csv": (HEAD + "7,2025-03-07,20 %\n8,2025-03-07,30 %\n", {}, "are no amount"),
    "two currencies.csv": (HEAD + "7,2025-03-07,$5\n8,2025-03-07,€6\n", {}, "currency=..."),
    "currency column.csv": (
        "customer,date,amount,currency\n7,2025-03-07,5,CNY\n8,2025-03-07,6,EUR\n",
        {},
        "'yuan', 'euro'",
    ),
    "dollars of two countries.csv": (DOLLARS, {}, "'US dollar', 'Canadian dollar'"),
    "unknown currency.csv": (
        PLAIN,
        {"currency": "gold"},
        "or one that stands in the file; got 'gold' (text)",
    ),
    "the column says another.csv": (
        "customer_id,date,amount,currency\n7,2025-03-07,€5,USD\n8,2025-03-07,€6,USD\n",
        {},
        "the amount is in euro, column 'currency' says US dollar; mend one",
    ),
    "the heading says another.csv": (
        "customer_id,date,Amount (USD),currency\n7,2025-03-07,5,EUR\n",
        {},
        "the amount is in US dollar, column 'currency' says euro",
    ),
    "price of what.tsv": (AMAZON, {}, "say amount='item-price' or unit_price='item-price'"),
    "one customer an order.csv": (
        OLIST,
        {},
        "each of the 30 orders has another value in column 'customer_id', as order numbers have; if the "
        "person is in column 'customer_unique_id', say customer='customer_unique_id'",
    ),
    "one customer a moment.csv": (
        HEAD + "".join(f"k{n // 2},2025-03-07 10:{n // 2:02},{n}\n" for n in range(60)),
        {},
        "each of the 30 times of purchase has another value in column 'customer_id'",
    ),
    "multiples twice.csv": ("客户,日期,金额(万元)\n7,2025-03-07,2k\n", {}, "both say a multiple"),
    "currency not there.csv": (PLAIN, {"currency": "EUR"}, "the file says none"),
    "two amounts.csv": ("customer,date,amount,total\n7,2025-03-07,1,2\n", {}, "'amount' and 'total'"),
    "two dates.csv": (
        "客户,下单时间,付款时间,金额\n7,2025-03-07,2025-03-08,2\n",
        {},
        "'下单时间' and '付款时间'",
    ),
    "same name.csv": (
        "customer,date,amount,amount\n7,2025-03-07,1,2\n",
        {"amount": "amount"},
        "2 columns named",
    ),
    "no amount.csv": ("customer,date,colour\n7,2025-03-07,red\n", {}, "amount: no heading says it"),
    "price alone.csv": ("customer,date,unit price\n7,2025-03-07,5\n", {}, "quantity is not"),
    "unknown names.csv": ("a,b,c\nx,y,z\n", {}, "no heading says it"),
    "no such column.csv": (PLAIN, {"customer": "client"}, "no column 'client'"),
    "one for two.csv": (PLAIN, {"customer": "date", "date": "date"}, "must be two columns"),
    "each once.csv": (HEAD + "".join(f"{n},2025-03-07,1\n" for n in range(30)), {}, "as order numbers have"),
    "shortened.csv": (HEAD + "1.38E+10,2025-03-07,1\n", {}, "shortened the numbers"),
    "rounded.parquet": (
        parquet(FRAME.assign(customer_id=[1.2345678901234567e17, 2.0, 3.0])),
        {},
        "shortened the numbers",
    ),
    "two multiples.csv": ("客户,日期,金额(万元)\n7,2025-03-07,1.2万\n", {}, "both say a multiple"),
    "all gaps.csv": (HEAD + "7,,1\n,2025-03-07,2\n", {}, "no row with a customer"),
    "two sheets.xlsx": (workbook(A=CELLS, B=CELLS), {}, "2 sheets with data, 'A', 'B'"),
    "no such sheet.xlsx": (workbook(A=CELLS), {"sheet": "B"}, "no sheet 'B'"),
    "empty.xlsx": (workbook(A=[]), {}, "is empty"),
    "sheet of text.csv": (PLAIN, {"sheet": "A"}, "which has none"),
    "separator of a book.xlsx": (workbook(A=CELLS), {"separator": ";"}, "which has none"),
    "no orders.csv": (PLAIN, {"rows": "orders"}, "no column of order numbers"),
    "wrapped.json": (json.dumps({"data": [{"customer": 7}]}), {}, "nested JSON"),
    "nested.json": (
        json.dumps([{"customer": {"id": 7}, "date": "2025-03-07", "amount": 1}]),
        {},
        "nested JSON",
    ),
    "two on top.json": (json.dumps({"page": 1, "data": []}), {}, "nested JSON"),
    "number.json": ("[1, 2]", {}, "no list of records"),
    "nested.parquet": (parquet(FRAME.assign(lines=[[1], [2], [3]])), {}, "is nested"),
}
