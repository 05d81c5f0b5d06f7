"""The data dictionary, made from `datasets/datapackage.json`."""

import json
from pathlib import Path

from make_datasets import of_group

from book_pages.questions import money_not_mathematics

DESCRIPTOR = Path(__file__).resolve().parents[2] / "datasets" / "datapackage.json"


def page(package=None):
    """The dictionary as MyST text: a part a group of files, a section a file."""
    package = package or json.loads(DESCRIPTOR.read_text(encoding="utf-8"))
    return money_not_mathematics("\n".join(part(group, package) for group in package["groups"]))


def part(group, package):
    """A group of files that belong together; nothing where there is none."""
    resources = of_group(group, package)
    if not resources:
        return ""
    links = [f"- [{resource['title']}](#data-{resource['name']})" for resource in resources]
    opening = [f"## {group['title']}", group["description"], "\n".join(links) if len(links) > 1 else ""]
    sections = (section(resource, package) for resource in resources)
    return "\n".join([*(f"{text}\n" for text in opening if text), *sections])


def section(resource, package):
    """One file: what it is, its columns and keys, where it is from."""
    heading = resource.get("title", resource["name"])
    parts = [
        f"(data-{resource['name']})=\n### {heading}",
        f"`datasets/{resource['path']}`" + (f", {resource['rows']:,} rows" if "rows" in resource else ""),
        resource.get("description", ""),
        columns(resource["schema"]["fields"]),
        keys(resource["schema"], package),
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


def keys(schema, package):
    """What identifies a row, and in which other files its columns are found."""
    own = named(schema.get("primaryKey", []))
    lines = [
        f"- A row is identified by {own}." if own else "- No column identifies a row: equal rows can occur."
    ]
    for key in schema.get("foreignKeys", []):
        lines.append(f"- {named(key['fields'])} {found_in(key['reference'], package)}.")
    return "*Keys*\n\n" + "\n".join(lines)


def found_in(reference, package):
    """Where the values of a key are found; an empty name is the file itself."""
    title = next(
        (other["title"] for other in package["resources"] if other["name"] == reference["resource"]), ""
    )
    where = (
        f"[{title.partition(':')[2].strip() or title}](#data-{reference['resource']})"
        if title
        else "this file"
    )
    return f"refers to {named(reference['fields'])} of {where}"


def named(fields):
    """Columns as code; a single one may stand without a list."""
    return ", ".join(f"`{name}`" for name in ([fields] if isinstance(fields, str) else fields))


def columns(fields):
    """The table of columns: three, so that a phone can show it."""
    rows = [f"| `{field['name']}` | {kind(field)} | {cell(meaning(field))} |" for field in fields]
    return "\n".join(["| column | type | meaning |", "| --- | --- | --- |", *rows])


def kind(field):
    """The type, and the unit if it has one."""
    return field["type"] + (f", {field['unit']}" if field.get("unit") else "")


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
