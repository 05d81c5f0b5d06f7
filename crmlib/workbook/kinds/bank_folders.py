"""Where banks of questions lie, and how their files are loaded: the course's own, and private ones.

A bank is two files: ``banks/NAME.py`` with the statements, and ``keys/NAME.py`` with the answers, which
may be kept elsewhere or nowhere. ``CRMLIB_BANKS`` names folders that hold more of them.
"""

import importlib
import importlib.util
import os
import sys
from pathlib import Path

BANKS_VARIABLE = "CRMLIB_BANKS"
COURSE = Path(__file__).parents[1]
PACKAGE = "crmlib.workbook"


class BankError(ValueError):
    """A private bank cannot be used; it shows as one plain sentence, without a traceback."""

    def _render_traceback_(self):
        return [str(self)]


def bank_folders():
    """The course's own folder first, then the private ones.

    Raises
    ------
    BankError
        If the variable names a folder that is not there or holds no banks.
    """
    named = os.environ.get(BANKS_VARIABLE, "").split(os.pathsep)
    private = [Path(part.strip()).expanduser().resolve() for part in named if part.strip()]
    for folder in private:
        if not (folder / "banks").is_dir():
            raise BankError(
                f"{BANKS_VARIABLE} names {folder}, which holds no folder `banks` with a file for each bank."
            )
    return list(dict.fromkeys([COURSE, *private]))


def files_of(part):
    """Name to file, of all banks or of all their keys.

    Parameters
    ----------
    part : str
        ``"banks"`` or ``"keys"``.

    Raises
    ------
    BankError
        If a private bank has the name of another one.
    """
    found = {}
    for folder in bank_folders():
        for file in sorted((folder / part).glob("[!_]*.py")):
            if file.stem in found:
                raise BankError(
                    f"{file} has the name of another file, {found[file.stem]}: their ids would collide. "
                    "Give the private bank a name of its own, with which its ids begin."
                )
            found[file.stem] = file
    return found


def load(part, name):
    """The module of a bank or of its keys; None if there is no such file.

    Raises
    ------
    BankError
        If a private file cannot be loaded.
    """
    file, dotted = files_of(part).get(name), f"{PACKAGE}.{part}.{name}"
    if file is None:
        return None
    if file.is_relative_to(COURSE):
        return importlib.import_module(dotted)
    known = sys.modules.get(dotted)
    return known if known is not None and Path(known.__file__) == file else _load_private(file, part, dotted)


def _load_private(file, part, dotted):
    """A private file as a module of the package, so that its keys can import its statements."""
    spec = importlib.util.spec_from_file_location(dotted, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[dotted] = module
    try:
        spec.loader.exec_module(module)
    except Exception as problem:
        del sys.modules[dotted]
        raise BankError(f"{file} cannot be loaded: {type(problem).__name__}: {problem}") from problem
    setattr(importlib.import_module(f"{PACKAGE}.{part}"), file.stem, module)
    return module
