"""What the record keeps of an answer: enough to mark it again, as JSON, or a cut that says so."""

import hashlib
import json
import math
from typing import NamedTuple

from crmlib.workbook.kinds.patience import in_spite_of

MOST_CHARACTERS = 1_000_000  # of one answer
MOST_VALUES = 200_000  # of one table or list
MOST_SHOWN = 500  # characters of what can only be shown
DEEPEST = 8  # lists in lists
LONGEST_NUMBER = 10_000  # bits of a whole number; Python reads no much longer one from text
KIND = "crmlib"  # the key that says what a dictionary of the record stands for


class Kept(NamedTuple):
    """A value as the record keeps it.

    Parameters
    ----------
    value : object
        What JSON can hold.
    cut : str
        What is lost, as a sentence for the student; empty if the value can be marked again.
    """

    value: object
    cut: str = ""


def kept(value):
    """A value as the record keeps it.

    Parameters
    ----------
    value : object
        Whatever a student gave; nothing that it does makes this raise.

    Returns
    -------
    Kept
        Tables, Series, arrays and dictionaries are kept as their values, so that `restored` gives them back.
    """
    keeper = _Keeper()
    plain = in_spite_of(lambda: keeper.plain(value), None)
    if plain is None and value is not None:
        return Kept(_text(value), _ONLY_SHOWN.format(type_name(value)))
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False)
    if len(text) <= MOST_CHARACTERS:
        return Kept(plain, next(iter(keeper.cuts), ""))
    digest = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
    start = {KIND: "cut", "type": type_name(value), "sha256": digest, "start": text[:MOST_SHOWN]}
    return Kept(start, f"it is too long to be recorded whole ({len(text):,} characters); its beginning is.")


def restored(value):
    """What `kept` was given, from the record; tables as pandas has them.

    Parameters
    ----------
    value : object
        The field `given` of an entry.
    """
    if isinstance(value, list):
        return [restored(each) for each in value]
    if not isinstance(value, dict):
        return value
    make = {"DataFrame": _table, "Series": _series, "dict": _dictionary, "array": _array}.get(value.get(KIND))
    return make(value) if make else {name: restored(each) for name, each in value.items()}


def shown(value):
    """`kept`, without the word on what is lost."""
    return kept(value).value


def type_name(value):
    """The name of a value's type, whatever the value says of it."""
    return type.__dict__["__name__"].__get__(type(value))


_ONLY_SHOWN = "only a short text is recorded, for a {} cannot be kept whole."
_TOO_LONG = "it is too long to be recorded whole (more than {:,} values); a short text of it is."
_LIBRARIES = {"numpy", "pandas", "polars", "pyarrow", "decimal", "fractions", "datetime"}
_LISTS = {list: list.__iter__, tuple: tuple.__iter__, set: set.__iter__, frozenset: frozenset.__iter__}


class _Keeper:
    """Puts a value into the types of JSON. What a type is counts, not what a value says of its type."""

    def __init__(self):
        self.cuts, self.left = [], MOST_VALUES

    def plain(self, value, depth=DEEPEST):
        """A value in the types of JSON; what they cannot hold as short text, with a word in `cuts`."""
        kind = type(value)
        if value is None or kind is bool:
            return value
        if issubclass(kind, str):
            return str.__str__(value)
        if issubclass(kind, float):
            number = float.__float__(value)
            return number if math.isfinite(number) else str(number)
        if issubclass(kind, int) and int.bit_length(value) <= LONGEST_NUMBER:
            return int.__int__(value)
        if depth and issubclass(kind, tuple(_LISTS)):
            return self._listed(value, depth - 1)
        if depth and issubclass(kind, dict):
            return self._dictionary(value, depth - 1)
        if depth and any(base.__module__.partition(".")[0] in _LIBRARIES for base in kind.__mro__):
            return self._of_library(value, depth - 1)
        return self._short(value, _ONLY_SHOWN.format(type_name(value)))

    def _short(self, value, why):
        self.cuts.append(why)
        return _text(value)

    def _may_hold(self, count):
        self.left -= count
        return self.left >= 0

    def _listed(self, value, depth):
        iterate = next(iterate for base, iterate in _LISTS.items() if issubclass(type(value), base))
        values = list(iterate(value))
        if not self._may_hold(len(values)):
            return self._short(values[:MOST_SHOWN], _TOO_LONG.format(MOST_VALUES))
        return [self.plain(each, depth) for each in values]

    def _dictionary(self, value, depth):
        names, values = list(dict.keys(value)), list(dict.values(value))
        if not self._may_hold(len(names)):
            return self._short(names[:MOST_SHOWN], _TOO_LONG.format(MOST_VALUES))
        held = [self.plain(each, depth) for each in values]
        if all(type(name) is str for name in names) and KIND not in names:
            return dict(zip(names, held, strict=True))
        return {KIND: "dict", "keys": [self.plain(name, depth) for name in names], "values": held}

    def _of_library(self, value, depth):
        """Tables and arrays of other libraries as pandas and NumPy have them."""
        import numpy as np
        import pandas as pd

        value = value.collect() if hasattr(value, "collect") and hasattr(value, "lazy") else value
        value = value.to_pandas() if hasattr(value, "to_pandas") else value
        if getattr(value, "shape", ()) and not self._may_hold(int(np.prod(value.shape))):
            return self._short(value, _TOO_LONG.format(MOST_VALUES))
        if isinstance(value, pd.DataFrame):
            columns = [self._column(value.iloc[:, place], depth) for place in range(value.shape[1])]
            return {KIND: "DataFrame", "index": self._index(value.index, depth), "columns": columns}
        if isinstance(value, pd.Series):
            return {KIND: "Series", "index": self._index(value.index, depth), **self._column(value, depth)}
        if getattr(value, "shape", ()):
            values = np.asarray(value)
            return {KIND: "array", "dtype": str(values.dtype), "values": self._cells(values.tolist(), depth)}
        if hasattr(value, "item"):
            return self.plain(value.item(), depth)
        return str(value)

    def _index(self, index, depth):
        levels = [index.get_level_values(level) for level in range(index.nlevels)]
        return [self._column(level.to_series(), depth) for level in levels]

    def _column(self, series, depth):
        name, values = self.plain(series.name, depth), self._cells(series.tolist(), depth)
        return {"name": name, "dtype": str(series.dtype), "values": values}

    def _cells(self, values, depth):
        """The values of a table; a date or a decimal as its text, a missing one as null."""
        import pandas as pd

        return [None if pd.isna(value) is True else self.plain(value, depth + 1) for value in values]


def _table(value):
    import pandas as pd

    columns = {place: _values(column) for place, column in enumerate(value["columns"])}
    table = pd.DataFrame(columns, index=_restored_index(value["index"]))
    table.columns = [_name(column["name"]) for column in value["columns"]]
    if columns and all(type(name) is tuple for name in table.columns):
        table.columns = pd.MultiIndex.from_tuples(table.columns)
    return table


def _series(value):
    import pandas as pd

    return pd.Series(_values(value), index=_restored_index(value["index"]), name=_name(value["name"]))


def _restored_index(levels):
    import pandas as pd

    if len(levels) == 1:
        return pd.Index(_values(levels[0]), name=_name(levels[0]["name"]))
    return pd.MultiIndex.from_arrays(
        [_values(level) for level in levels], names=[_name(level["name"]) for level in levels]
    )


def _values(column):
    """The values of a column in the type that they had, where pandas knows it by its name."""
    import pandas as pd

    values = pd.array([restored(value) for value in column["values"]], dtype=object)
    try:
        return pd.Series(values, dtype=object).astype(column["dtype"]).array
    except (TypeError, ValueError):
        return values


def _array(value):
    import numpy as np

    return np.array(restored(value["values"]), dtype=None if value["dtype"] == "object" else value["dtype"])


def _dictionary(value):
    return dict(zip(map(_name, value["keys"]), map(restored, value["values"]), strict=True))


def _name(value):
    """A name or a key: what was a tuple is one again."""
    return tuple(map(_name, value)) if isinstance(value, list) else value


def _text(value):
    """Short text of any object, also of one whose text cannot be made."""
    unknown = f"a {type_name(value)} that cannot be shown"
    return in_spite_of(
        lambda: str.__str__(value if type(value) is str else repr(value))[:MOST_SHOWN], unknown
    )
