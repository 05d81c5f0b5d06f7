"""Make the trials of the book: the files of datasets/trials/, their descriptions, the tables of their page.

    python tools/make_trials.py    write the files, renew datapackage.json, README.md and the reference page

Types, units and meanings come from the modules in crmlib/simulate/trials/, parameters, defaults and reasons
from their docstrings. Two runs give the same bytes.
"""

import json
import re
import runpy

from make_firm import FOLDER, LICENCE_NOTE, ROOT, field, group_of, parameter_table, table_list

from crmlib import simulate
from crmlib.simulate import chains, digital, files, trials

PAGE = ROOT / "reference" / "around-the-firm.md"
PARAMETERS = (
    *(simulate.RenewalTrial, simulate.TiersTrial, simulate.NextProductTrial),
    *(simulate.ChainService, simulate.DigitalChannels),
)
TABLES = {"Chain tables": chains.CHAIN_TABLES, "Digital tables": digital.DIGITAL_TABLES}
GROUP = {
    "name": "trial",
    "title": "The trials",
    "description": "Simulated firms of their own, in each of which one thing was tried at random on 30,000 "
    "customers, so that the effect of each arm is known. Money is in yuan (¥).",
}
AFTER = "firm"
SOURCE = {
    "title": f"Simulated: crmlib.simulate.trial, seed {trials.TRIAL_SEED}, written by tools/make_trials.py",
    "author": "The customer value workbook authors",
    "year": 2026,
}
COMMON = 'Simulated, with a known truth; the page "The simulated firm" says how.'
QUIRKS = {
    "renewal": [
        "months counts the renewal that was refused: whoever left at the first has months 1 and left true.",
        "Members who left before the trial are not there, so those with a long tenure are the faithful ones.",
    ],
    "tiers": [
        "All ordered in the year before; many have none in the year of the trial, by chance.",
        "The tier is that of last year's spend: status says who was moved across the cut.",
    ],
    "next product": [
        "best_seller and next_product are given for all customers: what each would be offered in that arm.",
        "A customer in the arm next product without such a category got no offer.",
    ],
}


def main():
    """Write the files, then what describes them."""
    trials.write_trials(FOLDER / "trials")
    describe()
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def describe():
    """Put the resources into datapackage.json, after those of the firm, and renew sizes and README.md."""
    file = FOLDER / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    put(package, GROUP, AFTER, [resource(name, kind.TABLE) for name, kind in trials.KINDS.items()])
    file.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    runpy.run_path(str(ROOT / "tools" / "make_datasets.py"))["write_descriptions"]()


def page(text):
    """The reference page with its tables renewed, each between its marks."""
    made = {group.__name__: parameter_table(group) for group in PARAMETERS}
    made |= {name: table_list(tables) for name, tables in TABLES.items()}
    for name, table in made.items():
        marks = f"<!-- {name} -->", f"<!-- end of {name} -->"
        pattern = re.escape(marks[0]) + ".*?" + re.escape(marks[1])
        if not re.search(pattern, text, flags=re.DOTALL):
            raise SystemExit(f"{PAGE.name} has no marks for {name}")
        block = f"{marks[0]}\n{table}{marks[1]}"
        text = re.sub(pattern, lambda _, block=block: block, text, flags=re.DOTALL)
    return text


def put(package, group, after, resources):
    """Put a group and its resources into the data package, after another group."""
    groups = [one for one in package["groups"] if one["name"] != group["name"]]
    groups.insert([one["name"] for one in groups].index(after) + 1, group)
    names = [one["name"] for one in groups]
    others = [one for one in package["resources"] if group_of(one) != group["name"]]
    package["groups"] = groups
    package["resources"] = sorted(others + resources, key=lambda one: names.index(group_of(one)))


def resource(name, table):
    """The description of one trial's file."""
    return {
        "name": resource_name(name),
        "type": "table",
        "path": f"trials/{files.file_name(name)}",
        "title": f"The {name.replace(' ', '-')} trial",
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
        },
    }


def resource_name(name):
    """The name of a trial's resource."""
    return f"trial_{name.replace(' ', '_')}"


if __name__ == "__main__":
    main()
