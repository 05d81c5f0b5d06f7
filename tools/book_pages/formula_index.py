"""The formula index: the public functions and models of crmlib, from their docstrings and their tests.

The first page lists them by topic; each topic has a page with its formulas in full.
"""

import ast
import functools
import importlib
import inspect
import pkgutil
import re
import textwrap

from numpydoc.docscrape import FunctionDoc

import crmlib
from book_pages import proofs

# The topics in the order of the course. A module that none names belongs to the last.
TOPICS = {
    "customer-value": ("value", "concentration"),
    "customer-data": ("quality", "transactions"),
    "rfm": ("rfm",),
    "lifetime-value": ("clv",),
    "future-purchases": ("summary", "btyd"),
    "segments": (
        "bases",
        "segmentation",
        "wallet",
        "clusters",
        "strategy",
        "portfolio",
        "firm_strategy",
        "firm_targets",
    ),
    "tiers": ("tiers", "migration"),
    "retention": (
        "rates",
        "revenue",
        "retention",
        "alerts",
        "causes",
        "experiments",
        "firm_campaigns",
        "firm_club",
    ),
    "loyalty": ("loyalty",),
    "satisfaction": ("satisfaction", "intervals", "slopes"),
    "service": (
        "touchpoints",
        "complaints",
        "waiting_lines",
        "recovery",
        "contact_frequency",
        "account_managers",
    ),
    "health": ("health",),
}
# Text in backticks: a role such as :math:`x` or code already, to be left alone; or else a name.
NAME = re.compile(r":\w+:`[^`]*`|``.*?``|`(?P<name>[^`]+)`(?!_)", re.DOTALL)
# The guard, the readers, an estimator behind other functions, data and pictures: no formulas.
NO_FORMULAS = {
    "__main__",
    "checks",
    "columns",
    "database",
    "datasets",
    "explore",
    "file_formats",
    "heading_units",
    "headings",
    "online_retail",
    "own_doubts",
    "own_files",
    "plots",
    "silos",
    "style",
    "survival",
    "tables",
    "workbook",
    "written_values",
}


def overview():
    """The first page: what there is, by topic."""
    return "\n".join(contents(topic) for topic in TOPICS)


def contents(topic):
    """A topic's formulas, each linked, with the first line of what it says."""
    items = [
        f"- [`{short_name(module, member)}`](#{label(module, member)}): {summary(member)}"
        for module, members in formulas(topic).items()
        for member in members
    ]
    return "\n".join([f"## [{page_title(topic)}](formulas/{topic}.md)\n", *items, ""])


def page_title(topic):
    """The title of a topic's page."""
    page = proofs.ROOT / "reference" / "formulas" / f"{topic}.md"
    return page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")


def topic_page(topic):
    """A topic's formulas in full: a section a module, a subsection a formula."""
    parts = []
    for module, members in formulas(topic).items():
        parts.append(f"## {title(module)}\n\n`from crmlib import {module}`\n")
        parts += [entry(module, member) for member in members]
    return "\n".join(parts)


@functools.cache
def formulas(topic=None):
    """The members that the index shows, by module name, of a topic or of all."""
    placed = {module for modules in TOPICS.values() for module in modules}
    others = [name for name in modules_with_formulas() if name not in placed]
    modules = {name: [*TOPICS[name], *(others if name == [*TOPICS][-1] else [])] for name in TOPICS}
    wanted = modules[topic] if topic else [module for names in modules.values() for module in names]
    found = {module: public_members(importlib.import_module(f"crmlib.{module}")) for module in wanted}
    return {module: members for module, members in found.items() if members}


def modules_with_formulas():
    """The modules of crmlib that may hold formulas."""
    names = [info.name for info in pkgutil.iter_modules(crmlib.__path__)]
    return [name for name in names if not name.startswith("_") and name not in NO_FORMULAS]


def public_members(module):
    """The functions and models that a module defines for its users, in the order of their lines.

    What stands there for other modules has no worked example, and is left out.
    """
    own = [
        value
        for name, value in vars(module).items()
        if (inspect.isfunction(value) or hasattr(value, "fit"))
        and (value.__module__ + ".").startswith(module.__name__ + ".")
        and not name.startswith("_")
        and "Examples\n" in (inspect.getdoc(value) or "")
    ]
    return sorted((part for member in own for part in parts_of(member)), key=place)


def parts_of(member):
    """A function; or a model with those of its methods that state an equation."""
    if inspect.isfunction(member):
        return [member]
    methods = [value for name, value in vars(member).items() if not name.startswith("_")]
    return [member, *(method for method in methods if inspect.isfunction(method) and states_equation(method))]


def place(member):
    """The file and the line where a member begins."""
    return member.__module__, inspect.getsourcelines(inspect.unwrap(member))[1]


def states_equation(member):
    """Whether the docstring has a displayed equation."""
    return ".. math::" in (member.__doc__ or "")


def title(module):
    """What a module is about: the first words of its docstring."""
    text = inspect.getdoc(importlib.import_module(f"crmlib.{module}")) or module
    return text.splitlines()[0].split(":")[0].rstrip(".")


def short_name(module, member):
    """A member as a user calls it: "clv.average_clv"."""
    return f"{module}.{member.__qualname__}"


def label(module, member):
    """The label of a member's entry, to be linked to."""
    return "formula-" + re.sub(r"[^a-z0-9]+", "-", short_name(module, member).lower())


def summary(member):
    """The first line of a docstring, as MyST text."""
    return lines(FunctionDoc(inspect.unwrap(member))["Summary"]).replace("``", "`").replace("\n", " ")


def entry(module, member):
    """One formula: what it is, equation, symbols, worked number, code, source, proof."""
    doc = FunctionDoc(inspect.unwrap(member))
    blocks = [
        lines(doc["Summary"]),
        lines(doc["Notes"]),
        definitions("Symbols", doc["Parameters"]),
        definitions("Result", doc["Returns"]),
        worked("Worked number", doc["Examples"]),
        folded("Code", code_block(source_without_docstrings(member))),
        proof(module, member),
        references(doc["References"]),
    ]
    body = "\n\n".join(block for block in blocks if block)
    heading = f"({label(module, member)})=\n### `{member.__qualname__}`"
    return f"{heading}\n\n````{{eval-rst}}\n{body}\n````\n"


def lines(text):
    """Docstring lines as reStructuredText, without marks of footnotes; a name in backticks is code."""
    plain = re.sub(r"\s?\[\d+\]_", "", "\n".join(text)).strip()
    return NAME.sub(lambda found: f"``{found['name']}``" if found["name"] else found[0], plain)


def definitions(heading, parameters):
    """Names with type and meaning, as a definition list."""
    items = [
        f"{' : '.join(part for part in (f'``{item.name}``' if item.name else '', item.type) if part)}\n"
        f"{textwrap.indent(lines(item.desc) or 'See above.', '    ')}"
        for item in parameters
    ]
    return f"*{heading}*\n\n" + "\n\n".join(items) if items else ""


def worked(heading, example):
    """A doctest with what is said of it, as it is run by the tests."""
    text = "\n".join(example).strip()
    return f"*{heading}*\n\n{text}" if text else ""


def code_block(source):
    """Python source as a block."""
    return f".. code-block:: python\n\n{textwrap.indent(source, '    ')}"


def folded(heading, content):
    """A block that opens with a click."""
    return f".. dropdown:: {heading}\n\n{textwrap.indent(content, '    ')}"


def source_without_docstrings(member):
    """The source of a member and of the helpers that it calls, without docstrings (this entry has them)."""
    sources = [part_of_source(member), *(part_of_source(helper) for helper in helpers(member))]
    return "\n\n\n".join(sources)


def helpers(member):
    """The functions with an underscore of its own module that a function calls by name."""
    function = inspect.unwrap(member)
    if inspect.isclass(function):
        return []
    called = [function.__globals__.get(name) for name in function.__code__.co_names if name.startswith("_")]
    return [
        value for value in called if inspect.isfunction(value) and value.__module__ == function.__module__
    ]


def part_of_source(member):
    """The source lines of one function or class, its docstring cut out."""
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(member)))
    body = ast.parse(source).body[0].body
    kept = source.splitlines()
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        del kept[body[0].lineno - 1 : body[0].end_lineno]
    return "\n".join(kept)


def proof(module, member):
    """The tests that name a member, folded; a method is proved with its model."""
    file, found = proofs.tests_of(module, member.__name__)
    heading = f"Proof: {len(found)} test{'' if len(found) == 1 else 's'} in ``tests/{file}``"
    tests = [f"- {test.removeprefix('test_').replace('_', ' ')}" for test in found]
    return folded(heading, "\n".join(tests)) if tests else f"*Proof:* in ``tests/{file}``"


def references(text):
    """The sources, one a line."""
    joined = re.sub(r"\s*\.\. \[\d+\]\s*", "\n\n", "\n".join(text)).strip()
    paragraphs = [" ".join(part.split()) for part in joined.split("\n\n") if part.strip()]
    return "\n\n".join(f"*Source:* {part}" for part in paragraphs)
