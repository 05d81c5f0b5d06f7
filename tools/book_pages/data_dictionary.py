"""The data dictionary, made from `datasets/datapackage.json`."""

import json
from pathlib import Path

from book_pages.questions import money_not_mathematics

DESCRIPTOR = Path(__file__).resolve().parents[2] / "datasets" / "datapackage.json"


def page():
    """The dictionary as MyST text: a section a file."""
    package = json.loads(DESCRIPTOR.read_text(encoding="utf-8"))
    return money_not_mathematics("\n".join(section(resource, package) for resource in package["resources"]))


def section(resource, package):
    """One file: what it is, where it is from, its columns."""
    heading = resource.get("title", resource["name"])
    parts = [
        f"## {heading}",
        f"`datasets/{resource['path']}`" + (f", {resource['rows']:,} rows" if "rows" in resource else ""),
        resource.get("description", ""),
        columns(resource["schema"]["fields"]),
        quirks(resource.get("quirks", [])),
        notes("Licence", resource.get("licenses") or package.get("licenses", [])),
        resource.get("licence_note", ""),
        notes("Source", resource.get("sources") or package.get("sources", [])),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def notes(heading, entries):
    """Licences or sources in a line each."""
    texts = [cited(entry) for entry in entries]
    return f"*{heading}:* " + "; ".join(texts) if texts else ""


def cited(entry):
    """A licence or source: who, what, when; linked if it has an address."""
    name = entry.get("title") or entry.get("name")
    address = entry.get("path", "")
    linked = f"[{name}]({address})" if address.startswith("http") else name
    known = [entry.get("author"), linked, entry.get("version"), entry.get("year")]
    return ", ".join(str(part) for part in known if part)


def quirks(entries):
    """What to know before using the file."""
    entries = [entries] if isinstance(entries, str) else entries
    return "*To know before you use it*\n\n" + "\n".join(f"- {entry}" for entry in entries) if entries else ""


def columns(fields):
    """The table of columns."""
    rows = [
        f"| `{field['name']}` | {field['type']} | {field.get('unit') or ''} | {cell(meaning(field))} |"
        for field in fields
    ]
    return "\n".join(["| column | type | unit | meaning |", "| --- | --- | --- | --- |", *rows])


def meaning(field):
    """The description and what values are allowed."""
    constraints = field.get("constraints", {})
    allowed = [f"{name} {value}" for name, value in constraints.items() if name in {"minimum", "maximum"}]
    if "enum" in constraints:
        allowed.append("one of " + ", ".join(str(value) for value in constraints["enum"]))
    return field.get("description", "") + (f" ({'; '.join(allowed)})" if allowed else "")


def cell(text):
    """Text that may stand in a table cell."""
    return " ".join(text.split()).replace("|", "\\|")
