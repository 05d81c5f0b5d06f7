"""Make the files of datasets/silos/: part of the book's own firm as three raw exports, and describe them.

    python tools/make_silos.py    write the files, renew datapackage.json and README.md

The firm is read from datasets/firm/. Two runs give the same bytes. All fields are described as text: what is
wrong in them is what the chapter on customer data is about.
"""

import json
import runpy
from pathlib import Path

from crmlib import datasets
from crmlib.database import silos

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "datasets"
SEED, CUSTOMERS = 2026, 700
# A line that is cut off is no JSON, and these files can be read by every tool.
RATES = {"line_cut": 0.0}

PERSON = {
    "name": "Name as it was typed: Chinese or Latin, perhaps misheard, shortened or missing.",
    "phone": "Telephone number in many spellings; some are fixed lines, some lack a digit.",
    "email": "E-mail address, with variants and misprints.",
    "city": "City of residence, in English or Chinese.",
}
SHOP = PERSON | {
    "order_no": "Number of the order; one that was updated stands in several rows.",
    "account_no": "The shop's own number of the customer; a person may have two.",
    "birth_year": "Year of birth as typed at registration, some impossible.",
    "consent_email": "Y if she agreed to e-mail, N if not.",
    "consent_sms": "Y if she agreed to SMS, N if not.",
    "order_date": "Day of the order in one of six spellings.",
    "items": "Pieces, some negative.",
    "amount": "What is to be paid, in ¥; some with currency and commas.",
    "status": "State of the order at the time of the update.",
    "updated_at": "When the row was written, China time.",
}
TICKET = {
    "ticket": "Number of the ticket; one that was exported before it was closed stands in several rows.",
    "kind": "A complaint or a contact.",
    "channel": "By what it came.",
    "opened": "When it was opened, in one of two spellings.",
    "updated": "When the row was written, China time.",
    "requester": "Name, and telephone number or e-mail address.",
    "subject": "What it is about, some with HTML entities.",
    "status": "Open or closed.",
    "handling": "Compensation in ¥ and the customer's score from 1 to 5.",
}
SURVEY = PERSON | {
    "response_no": "Number of the answer; the last row holds totals.",
    "age": "Age in years as typed, some impossible.",
    "answered_on": "Day of the answer in one of six spellings.",
    "satisfaction": "How satisfied, 1 to 5.",
    "recommend": "How likely to recommend, 0 to 10.",
    "effort": "The firm made it easy, 1 to 7.",
    "comment": "Remark in her own words.",
}
KEY = {
    "silo": "The system that the record is from.",
    "record": "Account, ticket or response.",
    "customer_id": "Whose it is: the customer in firm_customers; empty for a test account.",
}
DIRT = {
    "record": "The record: account, order, ticket or response; a person where all her records are meant.",
    "column": "Which column; empty for the whole row.",
    "kind": "The kind of dirt, as in silos.RATES.",
    "before": "The value before.",
    "after": "The value after.",
}
SHOP_TITLE = "Raw export of the shop: orders as of the end of"


def main():
    """Write the files, then what describes them."""
    (FOLDER / "silos").mkdir(exist_ok=True)
    for old in (FOLDER / "silos").iterdir():  # `export` takes no file's place
        old.unlink()
    silos.export(datasets.load_firm(), FOLDER / "silos", seed=SEED, customers=CUSTOMERS, **RATES)
    describe()


def describe():
    """Put the resources into datapackage.json, after the others, and renew sizes and README.md."""
    file = FOLDER / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    others = [resource for resource in package["resources"] if not resource["path"].startswith("silos/")]
    package["resources"] = others + resources()
    file.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    runpy.run_path(str(ROOT / "tools" / "make_datasets.py"))["write_descriptions"]()


def resources():
    """The description of every file."""
    sheet = {"headerRows": [3], "excel": {"sheet": silos.SHEET, "stringified": True}}
    new = {"encoding": "utf-8-sig"}
    return [
        table("shop_2024.csv", f"{SHOP_TITLE} 2024", SHOP, silos.SHOP_COLUMNS, encoding="gb18030"),
        table("shop_2025.csv", f"{SHOP_TITLE} 2025", SHOP, same(silos.SHOP_COLUMNS), **new),
        table("shop_2026.csv", f"{SHOP_TITLE} January 2026", SHOP, same(silos.SHOP_COLUMNS), **new),
        table("service_desk.jsonl", "Raw export of the service desk: tickets", TICKET, same(TICKET)),
        table("survey.xlsx", "Raw answers to the survey", SURVEY, silos.SURVEY_COLUMNS, dialect=sheet),
        table("key.csv", "Whose each raw record is", KEY, same(KEY)),
        table("dirt.csv", "What was done to which raw record", DIRT, same(DIRT)),
    ]


def same(columns):
    """Columns that stand under their own names."""
    return {column: column for column in columns}


def table(path, title, meanings, headings, encoding="utf-8", dialect=None):
    """The description of one file; its columns under the headings that stand in it."""
    format_of = Path(path).suffix[1:]
    nested = {"requester", "handling"}
    fields = [
        {
            "name": heading,
            "type": "object" if column in nested else "string",
            "description": meanings[column] if heading == column else f"{column}: {meanings[column]}",
        }
        for column, heading in headings.items()
    ]
    return {
        "name": f"silos_{path.replace('.', '_')}",
        "group": "silos",
        "type": "table",
        "path": f"silos/{path}",
        "title": title,
        "description": f"{title}, of {CUSTOMERS} customers of the simulated firm.",
        "scheme": "file",
        "format": format_of,
        "encoding": encoding,
        **({"dialect": dialect} if dialect else {}),
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0 Universal"}],
        "licence_note": "Made for this course; nobody in it is a real person, and no address is anybody's.",
        "sources": [
            {
                "title": "Simulated: crmlib.database.silos.export("
                f"load_firm(), seed={SEED}, customers={CUSTOMERS}), "
                "written by tools/make_silos.py",
                "author": "The customer value workbook authors",
                "year": 2026,
            }
        ],
        "quirks": [*QUIRKS.get(path, []), COMMON],
        "schema": {"fields": fields, "missingValues": [""]},
    }


COMMON = (
    "Everything that is wrong here is wrong on purpose: dirt.csv says what, key.csv whose each record is."
)
QUIRKS = {
    "shop_2024.csv": ["Written by an older system: Chinese headings and words, encoding GB18030."],
    "shop_2025.csv": ["UTF-8 with a byte order mark. It holds late updates of orders of 2024."],
    "shop_2026.csv": ["Small: what came after the end of the year. Load it last, as an incremental load."],
    "survey.xlsx": [
        "The answers stand in the second sheet, below a title and merged headings; the last row holds totals."
    ],
}

if __name__ == "__main__":
    main()
