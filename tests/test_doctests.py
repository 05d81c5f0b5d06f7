"""Every example in a docstring of crmlib gives what it says."""

import doctest
import importlib
import pkgutil

import pytest

import crmlib

MODULES = [
    info.name
    for info in pkgutil.walk_packages(crmlib.__path__, "crmlib.")
    if not info.name.rpartition(".")[2].startswith("_")
]


@pytest.mark.parametrize("name", ["crmlib", *MODULES])
def test_examples_in_docstrings(name):
    module = importlib.import_module(name)
    outcome = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert outcome.failed == 0


def test_the_library_has_examples():
    finder = doctest.DocTestFinder()
    modules = map(importlib.import_module, MODULES)
    examples = [test for module in modules for test in finder.find(module) if test.examples]
    assert len(examples) > 10
