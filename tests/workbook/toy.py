"""Small questions of every kind, with their keys: a private bank, in the folder `toy_bank`."""

from pathlib import Path

import pytest
from both import both

from crmlib.workbook.banks import bank
from crmlib.workbook.kinds.bank_folders import BANKS_VARIABLE

EXERCISE = "04-rfm"
FOLDER = Path(__file__).parent / "toy_bank"
NUMBERS = dict(margin=2_000, kept=0.75)

with pytest.MonkeyPatch.context() as patch:
    patch.setenv(BANKS_VARIABLE, str(FOLDER))
    ALL = tuple(both(id) for id in bank("toy"))

number, share, count, choice, match, value, decision, memo, *rest = ALL
several, order, lines, reverse, audit, definition, interval, function, query = rest


def files_below(folder):
    """Every file below a folder with its bytes."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
