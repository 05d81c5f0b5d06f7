"""The formula index: every public function of crmlib whose docstring states an equation."""

import ast
import importlib
import inspect
import pkgutil
import re
import textwrap

from numpydoc.docscrape import FunctionDoc

import crmlib


def page():
    """The index as MyST text: a section a module, a subsection a formula."""
    parts = []
    for module, functions in formulas().items():
        parts.append(f"## {title(module)}\n\n`crmlib.{module}`\n")
        parts += [entry(module, function) for function in functions]
    return "\n".join(parts)


def formulas():
    """The functions with an equation, by module name; both in order."""
    found = {}
    for info in pkgutil.iter_modules(crmlib.__path__):
        if info.ispkg or info.name.startswith("_"):
            continue
        module = importlib.import_module(f"crmlib.{info.name}")
        functions = [function for function in public_functions(module) if states_equation(function)]
        if functions:
            found[info.name] = functions
    return found


def public_functions(module):
    """The functions that a module defines for its users, in the order of their lines."""
    own = [
        value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    ]
    return sorted(own, key=lambda function: inspect.unwrap(function).__code__.co_firstlineno)


def states_equation(function):
    """Whether the docstring has a displayed equation."""
    return ".. math::" in (function.__doc__ or "")


def title(module):
    """What a module is about: the first words of its docstring."""
    text = inspect.getdoc(importlib.import_module(f"crmlib.{module}")) or module
    return text.splitlines()[0].split(":")[0].rstrip(".")


def entry(module, function):
    """One formula: what it is, equation, symbols, code, worked number, source, proof."""
    doc = FunctionDoc(inspect.unwrap(function))
    blocks = [
        lines(doc["Summary"]),
        lines(doc["Notes"]),
        definitions("Symbols", doc["Parameters"]),
        definitions("Result", doc["Returns"]),
        code("Worked number", doc["Examples"]),
        folded_source(function),
        references(doc["References"]),
        f"*Proved by* ``tests/test_{module}.py``",
    ]
    body = "\n\n".join(block for block in blocks if block)
    return f"### `{module}.{function.__name__}`\n\n````{{eval-rst}}\n{body}\n````\n"


def lines(text):
    """Docstring lines as reStructuredText, without marks of footnotes (they stand below as sources)."""
    return re.sub(r"\s?\[\d+\]_", "", "\n".join(text)).strip()


def definitions(heading, parameters):
    """Names with type and meaning, as a definition list."""
    items = [
        f"{' : '.join(part for part in (f'``{item.name}``' if item.name else '', item.type) if part)}\n"
        f"{textwrap.indent(lines(item.desc) or 'See above.', '    ')}"
        for item in parameters
    ]
    return f"*{heading}*\n\n" + "\n\n".join(items) if items else ""


def code(heading, example):
    """A doctest, as it is run by the tests."""
    text = "\n".join(example).strip()
    return f"*{heading}*\n\n.. code-block:: pycon\n\n{textwrap.indent(text, '    ')}" if text else ""


def folded_source(function):
    """The function's own code, folded, without its docstring (which is this entry)."""
    body = textwrap.indent(source_without_docstring(function), "        ")
    return f".. dropdown:: Code\n\n    .. code-block:: python\n\n{body}"


def source_without_docstring(function):
    """The source lines of a function, its docstring cut out."""
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
    docstring = ast.parse(source).body[0].body[0]
    kept = source.splitlines()
    del kept[docstring.lineno - 1 : docstring.end_lineno]
    return "\n".join(kept)


def references(text):
    """The sources, one a line."""
    joined = re.sub(r"\s*\.\. \[\d+\]\s*", "\n\n", "\n".join(text)).strip()
    paragraphs = [" ".join(part.split()) for part in joined.split("\n\n") if part.strip()]
    return "\n\n".join(f"*Source:* {part}" for part in paragraphs)
