"""Make the chain's service data: the files of datasets/chain/ and their descriptions.

    python tools/make_chain.py    write the files, renew datapackage.json and README.md

The firm is read from datasets/firm/: make it first (tools/make_firm.py). Types, units and meanings come from
crmlib/simulate/chains/chain.py. Two runs give the same bytes.
"""

import json
import runpy

from make_firm import FOLDER, LICENCE_NOTE, ROOT, field
from make_trials import put

from crmlib import datasets
from crmlib.simulate import chains, files

GROUP = {
    "name": "chain",
    "title": "The chain's service",
    "description": "Simulated hotline and touchpoints of a chain, of whose customers those of the simulated "
    "firm are a sample.",
}
AFTER = "firm"
SOURCE = {
    "title": f"Simulated: crmlib.simulate.chain, seed {chains.CHAIN_SEED}, written by tools/make_chain.py",
    "author": "The customer value workbook authors",
    "year": 2026,
}
COMMON = 'Simulated, with a known truth; the page "The simulated firm" says how.'
QUIRKS = {
    "calls": [
        "wait_seconds is a sum: divide by calls for the mean. A caller who hung up waited until then.",
        "calls = answered + hung_up. Whoever is cut off was answered.",
    ],
    "our_calls": [
        "Only the first call of a contact is timed; repeated ones are counted in attempts.",
        "A contact that ended unresolved is not repeated, even if the customer hung up.",
    ],
    "touchpoint_weeks": ["The answers are a chain's: the scores in firm_contacts are those of a sample."],
}


def main():
    """Write the files, then what describes them."""
    chains.write_chain(datasets.load_firm(), FOLDER / "chain")
    describe()


def describe():
    """Put the resources into datapackage.json, after those of the firm, and renew sizes and README.md."""
    file = FOLDER / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    put(package, GROUP, AFTER, [resource(name, table) for name, table in chains.CHAIN_TABLES.items()])
    file.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    runpy.run_path(str(ROOT / "tools" / "make_datasets.py"))["write_descriptions"]()


def resource(name, table):
    """The description of one table's file."""
    keys = [
        {"fields": [column], "reference": {"resource": f"firm_{target}", "fields": [column]}}
        for column, target in table.points_to.items()
    ]
    return {
        "name": f"chain_{name}",
        "type": "table",
        "path": f"chain/{files.file_name(name)}",
        "title": f"The chain's service: {name.replace('_', ' ')}",
        "description": table.meaning,
        "scheme": "file",
        "format": "csv",
        "compression": "gz",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0 Universal"}],
        "licence_note": LICENCE_NOTE,
        "sources": [SOURCE],
        "quirks": [*QUIRKS[name], COMMON],
        "schema": {
            "fields": [field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


if __name__ == "__main__":
    main()
