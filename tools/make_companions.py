"""Make what stands around the book's own firm: datasets/chain/, datasets/digital/, and their descriptions.

    python tools/make_companions.py    write the files, renew datapackage.json and README.md

The firm is read from datasets/firm/: make it first (tools/make_firm.py). Types, units and meanings come from
crmlib/simulate/chains/ and crmlib/simulate/digital/. Two runs give the same bytes.
"""

import json
import runpy
from typing import NamedTuple

from make_firm import FOLDER, LICENCE_NOTE, ROOT, field
from make_trials import put

from crmlib import datasets, simulate
from crmlib.simulate import chains, companions, digital, files

COMMON = 'Simulated, with a known truth; the page "The simulated firm" says how.'


class Group(NamedTuple):
    """One companion of the firm: how it is made, its tables, and what is said of them."""

    name: str
    title: str
    description: str
    make: object
    seed: int
    tables: dict
    quirks: dict


GROUPS = (
    Group(
        "digital",
        "The firm's digital channels",
        "WeChat, WeCom groups (企业微信群), a Tmall store and an app beside the simulated firm's shops, with "
        "consents by channel.",
        simulate.digital_channels,
        digital.DIGITAL_SEED,
        digital.DIGITAL_TABLES,
        {
            "links": ["A customer has at most one link with a channel; who left does not come back."],
            "groups": ["The members are those among the firm's customers; a group of the chain has more."],
            "storefronts": ["Cancelled orders are left out. commission is 0 outside the Tmall store."],
            "consents": [
                "What holds on the last day by e-mail, SMS and phone is what firm_customers says.",
                "Consent in the Tmall store is given to the platform: it allows no message elsewhere.",
                "Whoever agreed again after withdrawing has two rows.",
            ],
        },
    ),
    Group(
        "chain",
        "The chain's service",
        "Simulated hotline and touchpoints of a chain, of whose customers those of the simulated firm are a "
        "sample.",
        simulate.chain,
        chains.CHAIN_SEED,
        chains.CHAIN_TABLES,
        {
            "calls": [
                "wait_seconds is a sum: divide by calls for the mean. Who hung up waited until then.",
                "calls = answered + hung_up. Whoever is cut off was answered.",
            ],
            "our_calls": [
                "Only the first call of a contact is timed; repeated ones are counted in attempts.",
                "A contact that ended unresolved is not repeated, even if the customer hung up.",
            ],
            "touchpoint_weeks": [
                "The answers are a chain's: the scores in firm_contacts are those of a sample."
            ],
        },
    ),
)
AFTER = "firm"


def main():
    """Write the files, then what describes them."""
    firm = datasets.load_firm()
    for group in GROUPS:
        companions.write(group.make(firm).tables, group.tables, FOLDER / group.name)
    describe()


def describe():
    """Put the resources into datapackage.json, after those of the firm, and renew sizes and README.md."""
    file = FOLDER / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    for group in reversed(GROUPS):
        put(package, described(group), AFTER, [resource(group, name) for name in group.tables])
    file.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    runpy.run_path(str(ROOT / "tools" / "make_datasets.py"))["write_descriptions"]()


def described(group):
    """A group as datapackage.json has it."""
    return {"name": group.name, "title": group.title, "description": group.description}


def resource(group, name):
    """The description of one table's file."""
    table = group.tables[name]
    return {
        "name": f"{group.name}_{name}",
        "type": "table",
        "path": f"{group.name}/{files.file_name(name)}",
        "title": f"{group.title}: {name.replace('_', ' ')}",
        "description": table.meaning,
        "scheme": "file",
        "format": "csv",
        "compression": "gz",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0 Universal"}],
        "licence_note": LICENCE_NOTE,
        "sources": [
            {
                "title": f"Simulated: crmlib.simulate.{group.make.__name__}, seed {group.seed}, "
                "written by tools/make_companions.py",
                "author": "The customer value workbook authors",
                "year": 2026,
            }
        ],
        "quirks": [*group.quirks[name], COMMON],
        "schema": schema(group, table),
    }


def schema(group, table):
    """Fields, primary key and foreign keys to the group's own tables and to the firm's."""
    keys = [
        {"fields": [column], "reference": {"resource": f"{owner}_{target}", "fields": [column]}}
        for column, target in table.points_to.items()
        for owner in [group.name if target in group.tables else "firm"]
    ]
    return {
        "fields": [field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        **({"foreignKeys": keys} if keys else {}),
    }


if __name__ == "__main__":
    main()
