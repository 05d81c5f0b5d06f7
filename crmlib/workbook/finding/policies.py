"""The reference policy with one number or one column changed, and the list that it then makes."""

from crmlib.workbook.finding.agreement import is_numeric
from crmlib.workbook.finding.columns import id_column

LEAST = 5  # a shorter list many changes make
MOST_NAMED = 2


def named(chosen, best, policy, numbers, index):
    """The sentence for a list that a changed policy makes exactly; None if no change does.

    Parameters
    ----------
    chosen, best : set
        Who was chosen, and whom the policy chooses.
    policy : callable
        The drawn numbers to the list.
    numbers : dict
        The student's numbers.
    index : Index
        What can be chosen.
    """
    if chosen == best or len(chosen) < LEAST:
        return None
    tried = changes(policy, best, numbers, index)
    found = [words for words, changed in tried if made(policy, changed) == chosen]
    if len(found) > MOST_NAMED:
        return None
    beginning = "This is the list you get" if len(found) == 1 else "This could be the list you get"
    return f"{beginning} {', or '.join(found)}." if found else None


def made(policy, numbers):
    """The list that a policy makes of these numbers; None where it cannot be asked."""
    try:
        return set(policy(**numbers))
    except Exception:  # a policy need not know what to do with nothing, or with another column
        return None


def changes(policy, best, numbers, index):
    """Numbers with one of them changed, or with one column: in words, and all of them.

    What plays no part in the policy is left alone.
    """
    for group in [*_of_plain(numbers), *_of_tables(numbers, index)]:
        first, *others = group
        yield first
        if others and made(policy, first[1]) not in (None, best):
            yield from others


def _of_plain(numbers):
    """Of each number: without it, then what else may stand there."""
    plain = {name: one for name, one in numbers.items() if isinstance(one, int | float)}
    for name, own in plain.items():
        yield [(words, {**numbers, name: other}) for words, other in _others(name, own, plain)]


def _others(name, own, plain):
    """What may stand for a number: nothing, another one, the whole of a share or its rest."""
    yield f"if `{name}` is 0", 0
    if 0 < own < 1:
        yield f"if `{name}` is 100 %", 1
        yield f"with 1 − `{name}` in place of `{name}`", 1 - own
    for other, value in plain.items():
        if other != name and value != own:
            yield f"with `{other}` in place of `{name}`", value


def _of_tables(numbers, index):
    """Of each column of what is chosen among: without its differences, then another in its place."""
    for name, table in numbers.items():
        if not hasattr(table, "columns") or (key := id_column(table, index)) is None:
            continue
        measures = [column for column in table.columns.drop(key) if is_numeric(table[column])]
        for column in measures:
            yield [
                (words, {**numbers, name: table.assign(**{column: values})})
                for words, values in _columns(table, column, measures)
            ]


def _columns(table, own, measures):
    yield f"if `{own}` is the same for all", table[own].astype(float).mean()
    for other in measures:
        if other != own:
            yield f"with `{other}` in place of `{own}`", table[other]
