"""Make the book's own firm: the files of datasets/firm/, their descriptions, and the tables of its page.

    python tools/make_firm.py    write the files, renew datapackage.json, README.md and the reference page

Types, units, keys and meanings come from crmlib/simulate/tables.py; parameters, defaults and reasons from the
docstrings in crmlib/simulate/parameters.py. Two runs give the same bytes.
"""

import dataclasses
import json
import re
import runpy
from pathlib import Path

from crmlib import simulate
from crmlib.simulate import files
from crmlib.simulate.tables import EDITION, SECOND_COLUMNS

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "datasets"
PAGE = ROOT / "reference" / "simulated-firm.md"
GROUPS = (
    *(simulate.Population, simulate.Purchases, simulate.Spend, simulate.Seasonality, simulate.Satisfaction),
    *(simulate.Club, simulate.Service, simulate.Surveys, simulate.Campaign, simulate.Points, simulate.Costs),
    *(simulate.Accounts, simulate.Activity, simulate.Experience, simulate.Signals),
)
SOURCE = {
    "title": f"Simulated: crmlib.simulate.firm(seed={simulate.BOOK_SEED}, edition={EDITION}), "
    "written by tools/make_firm.py",
    "author": "The customer value workbook authors",
    "year": 2026,
}
LICENCE_NOTE = "Made for this course; nobody in it is a real person, and no firm in it a real firm."
COMMON = 'Simulated, with a known truth; the page "The simulated firm" says what is unrealistic on purpose.'
QUIRKS = {
    "orders": [
        "A cancelled order was placed again within the hour: leave out status cancelled before counting.",
        "Orders with a campaign_id answer a campaign; the BG/NBD model holds for the others.",
    ],
    "order_lines": ["unit_price is that of the chosen variant, so it differs from the product's list_price."],
    "customers": [
        "category_spend is known of the customers in a panel only, and income of those who state it.",
        "A customer without first_purchase has registered and not bought.",
    ],
    "surveys": ["Most invitations are not answered, and those who answer are not like those who do not."],
    "complaints": ["well_handled is false while a complaint is open."],
    "campaign_members": ["A member who was not treated is in the control group, and may respond too."],
    "subscriptions": ["A subscription without end runs on the last day: its length is censored."],
}


def main():
    """Write the files, then what describes them."""
    firm = simulate.firm(simulate.BOOK_SEED)
    for old in (FOLDER / "firm").glob("*.csv.gz"):  # `write` takes no file's place
        old.unlink()
    files.write(firm, FOLDER / "firm")
    describe()
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def describe():
    """Put the firm's resources into datapackage.json, by group, and renew sizes and README.md."""
    file = FOLDER / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    others = [one for one in package["resources"] if group_of(one) != "firm"]
    groups = [group["name"] for group in package["groups"]]
    everything = others + [resource(name, table) for name, table in files.FILES.items()]
    package["resources"] = sorted(everything, key=lambda one: groups.index(group_of(one)))
    file.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    runpy.run_path(str(ROOT / "tools" / "make_datasets.py"))["write_descriptions"]()


def group_of(one):
    """The group of a resource: its name begins with it."""
    return one["name"].partition("_")[0]


def resource(name, table):
    """The description of one table's file."""
    return {
        "name": resource_name(name),
        "type": "table",
        "path": f"firm/{files.file_name(name)}",
        "title": f"The simulated firm: {name.replace('_', ' ')}",
        "description": table.meaning,
        "scheme": "file",
        "format": "csv",
        "compression": "gz",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0 Universal"}],
        "licence_note": LICENCE_NOTE,
        "sources": [SOURCE],
        "quirks": [*QUIRKS.get(name, []), COMMON],
        "schema": schema(name, table),
    }


def resource_name(table):
    """The name of a table's resource."""
    return f"firm_{table}"


def schema(name, table):
    """Fields, primary key and foreign keys; a key to the table itself names no resource."""
    keys = [
        {"fields": [column], "reference": {"resource": target, "fields": [_key(other)]}}
        for column, other in table.points_to.items()
        for target in ["" if other == name else resource_name(other)]
    ]
    return {
        "fields": [field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        **({"foreignKeys": keys} if keys else {}),
    }


def _key(table):
    (key,) = files.FILES[table].key
    return key


def field(column):
    """The description of one column."""
    constraints = {} if column.missing else {"required": True}
    if column.words:
        constraints["enum"] = list(column.words)
    meaning = column.meaning[0].upper() + column.meaning[1:] + "."
    return {
        "name": column.name,
        "type": column.type,
        "description": meaning,
        **({"format": files.FORMATS[column.type]} if column.type in files.FORMATS else {}),
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def page(text):
    """The reference page with its tables renewed, each between its marks."""
    made = {group.__name__: parameter_table(group) for group in GROUPS}
    made |= {"Tables": table_list(simulate.TABLES), "Truth": table_list(simulate.TRUTH_TABLES)}
    made |= {"Second edition": column_list(SECOND_COLUMNS)}
    for name, table in made.items():
        marks = f"<!-- {name} -->", f"<!-- end of {name} -->"
        pattern = re.escape(marks[0]) + ".*?" + re.escape(marks[1])
        if not re.search(pattern, text, flags=re.DOTALL):
            raise SystemExit(f"{PAGE.name} has no marks for {name}")
        block = f"{marks[0]}\n{table}{marks[1]}"
        text = re.sub(pattern, lambda _, block=block: block, text, flags=re.DOTALL)
    return text


def parameter_table(group):
    """The parameters of a group: default, meaning and reason."""
    described = {field.name: field for field in dataclasses.fields(group)}
    rows = "".join(
        f"| `{name}` | {default_of(described[name].default)} | {meaning} | {moves_of(described[name])} |\n"
        for names, meaning in documented(group)
        for name in names
    )
    return f"\n| parameter | default | meaning; reason | a fifth more |\n| --- | --- | --- | --- |\n{rows}\n"


def moves_of(field):
    """Which number of the firm a fifth more of a parameter moves, and where."""
    return field.metadata.get("moves") or ""


def default_of(value):
    """A default as a table shows it."""
    if value is dataclasses.MISSING:
        return "given"
    return f"`{value}`" if not isinstance(value, tuple) or len(value) < 5 else f"`{value[:3]}` …"


def documented(group):
    """The names and texts of the Parameters section of a docstring."""
    section = group.__doc__.partition("----------\n")[2]
    for names, text in re.findall(
        r"^    (\w[\w, ]*) : .*\n((?:        .*\n?)+)", section, flags=re.MULTILINE
    ):
        yield names.split(", "), " ".join(text.split()).replace("|", "\\|")


def column_list(columns):
    """The further columns of an edition."""
    rows = "".join(
        f"| `{name}` | `{column.name}` | {column.meaning} |\n"
        for name, further in columns.items()
        for column in further
    )
    return f"\n| table | column | what it holds |\n| --- | --- | --- |\n{rows}\n"


def table_list(tables):
    """Every table with its key and columns."""
    rows = "".join(
        f"| `{name}` | {table.meaning} | {', '.join(table.key)} | "
        f"{', '.join(column.name for column in table.columns if column.name not in table.key)} |\n"
        for name, table in tables.items()
    )
    return f"\n| table | what it holds | key | other columns |\n| --- | --- | --- | --- |\n{rows}\n"


if __name__ == "__main__":
    main()
