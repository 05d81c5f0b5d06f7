"""The formula index: the public functions and models of crmlib, from their docstrings and their tests.

The first page lists them by topic; each topic has a page with its formulas in full.
"""

import ast
import functools
import importlib
import inspect
import re
import textwrap

import topics
from numpydoc.docscrape import FunctionDoc

from book_pages import proofs

# Text in backticks: a role such as :math:`x` or code already, to be left alone; or else a name.
NAME = re.compile(r":\w+:`[^`]*`|``.*?``|`(?P<name>[^`]+)`(?!_)", re.DOTALL)


def overview():
    """The first page: what there is, by topic."""
    return "\n".join(contents(topic) for topic in topics.pages())


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
        parts.append(f"## {title(module)}\n\n`{import_line(module)}`\n")
        parts += [entry(module, member) for member in members]
    return "\n".join(parts)


@functools.cache
def formulas(topic=None):
    """The members that the index shows, by module name, of a topic or of all."""
    pages = topics.pages()
    wanted = pages[topic] if topic else [module for modules in pages.values() for module in modules]
    found = {module: public_members(module) for module in wanted}
    return {module: members for module, members in found.items() if members}


def public_members(module):
    """The functions and models that a module defines for its users, in the order of their lines.

    What stands there for other modules has no worked example, and is left out.
    """
    own = [
        value
        for value in topics.own(module).values()
        if (inspect.isfunction(value) or hasattr(value, "fit"))
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


def import_line(module):
    """How a user imports a module."""
    package, _, name = f"crmlib.{module}".rpartition(".")
    return f"from {package} import {name}"


def title(module):
    """What a module is about: the first words of its docstring."""
    text = inspect.getdoc(importlib.import_module(f"crmlib.{module}")) or module
    return text.splitlines()[0].split(":")[0].rstrip(".")


def short_name(module, member):
    """A member as a user calls it: "clv.average_clv"."""
    return f"{module.rpartition('.')[2]}.{member.__qualname__}"


def label(module, member):
    """The label of a member's entry, to be linked to."""
    return "formula-" + re.sub(r"[^a-z0-9]+", "-", f"{module}.{member.__qualname__}".lower())


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
    called = [function.__globals__.get(name) for name in names(function) if name.startswith("_")]
    return [
        value for value in called if inspect.isfunction(value) and value.__module__ == function.__module__
    ]


def names(function):
    """The names in the body of a function, each once, in their order.

    Read from its source: what is compiled differs from one version of Python to another.
    """
    body = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0].body
    found = [node for part in body for node in ast.walk(part) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(one.id for one in sorted(found, key=lambda one: (one.lineno, one.col_offset))))


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
