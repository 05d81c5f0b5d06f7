"""What all tests share: how hard hypothesis looks, where the book is, and when a skip is a failure."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

# Notebooks are tested with the book's own numbers.
os.environ.pop("CRMLIB_STUDENT", None)

settings.register_profile("default", max_examples=100, deadline=None)
settings.register_profile("bench", max_examples=1_000, deadline=None)
settings.load_profile("default")


def pytest_collection_modifyitems(items):
    """The files that take minutes begin, so that two workers end at about the same time."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """With CI=true a test of a browser or an engine that skips has failed: the machine was to have it."""
    report = (yield).get_result()
    marked = [name for name in ("browser", "engines") if item.get_closest_marker(name)]
    if report.skipped and marked and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"A test marked {marked[0]} was skipped with CI=true: {report.longrepr[-1]}"


@pytest.fixture(scope="session")
def built_book():
    """The folder of the built book; the test skips if there is none (`make book` builds it)."""
    html = ROOT / "_build" / "html"
    if not (html / "index.html").exists():
        pytest.skip("the book is not built: run `make book`")
    return html


@pytest.fixture(scope="session")
def book_url(built_book):
    """The address of the built book, served on this machine only; it ends in a slash."""
    from compressing_server import serving

    with serving(built_book) as server:
        yield f"http://127.0.0.1:{server.server_port}/"
