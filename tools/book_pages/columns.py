"""Many values of one shape in little room: what they have in common stands there once.

`packed` makes a node of a list of values; the script's `picked` (`exercise-pages.js`) takes one of them out.
"""

import re

SAME, NAMED, LISTED, FEW, FILLED, PARTED, PLAIN = range(7)
DIGITS = re.compile(r"(\d+(?:[.,]\d+)*)")
SIGN = "|"


def packed(values):
    """A node that holds some values of JSON.

    >>> packed([1, 1]), packed(["3 of 4", "5 of 4", "7 of 4", "9 of 4"])
    ([0, 1], [4, ['', ' of 4'], ['3|5|7|9']])
    """
    first = values[0]
    if all(type(value) is type(first) and value == first for value in values):
        return [SAME, first]
    if all(type(value) is dict and value.keys() == first.keys() for value in values):
        return [NAMED, {name: packed([value[name] for value in values]) for name in first}]
    if all(type(value) is list and len(value) == len(first) for value in values):
        return [LISTED, [packed(list(column)) for column in zip(*values, strict=True)]]
    return _texts(values) if all(type(value) is str for value in values) else _parted(values)


def _texts(values):
    """Texts: a few of them, or one that differs in its numbers."""
    distinct = list(dict.fromkeys(values))
    if len(distinct) * 3 <= len(values):
        return [FEW, distinct, [distinct.index(value) for value in values]]
    parts = [DIGITS.split(value) for value in values]
    return _filled(parts) if len({tuple(one[::2]) for one in parts}) == 1 else _parted(values)


def _filled(parts):
    """A text in whose gaps numbers stand; what is the same in all belongs to the text."""
    said, columns = [parts[0][0]], []
    for place in range(1, len(parts[0]), 2):
        column, after = [one[place] for one in parts], parts[0][place + 1]
        if len(set(column)) == 1:
            said[-1] += column[0] + after
        else:
            said.append(after)
            columns.append(SIGN.join(column))
    return [FILLED, said, columns]


def _parted(values):
    """Values of several shapes, each shape by itself."""
    groups = {}
    for value in values:
        groups.setdefault(_shape(value), []).append(value)
    if len(groups) == 1 or len(groups) * 3 > len(values):
        return [PLAIN, values]
    which = list(groups)
    return [
        PARTED,
        [packed(group) for group in groups.values()],
        [which.index(_shape(value)) for value in values],
    ]


def _shape(value):
    """What values have in common that can be packed together."""
    if isinstance(value, str):
        return ("text", *DIGITS.split(value)[::2])
    return (
        type(value).__name__,
        *(value if isinstance(value, dict) else (len(value),) if isinstance(value, list) else ()),
    )
