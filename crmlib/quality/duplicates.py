"""Who stands twice: pairs of records that may be one person, judged against a truth."""

import itertools
import warnings
from collections import defaultdict
from collections.abc import Callable, Mapping

import numpy as np

from crmlib._guard.checks import (
    Kind,
    checked,
    describe,
    one,
    positive_count,
)
from crmlib._guard.columns import is_missing
from crmlib._guard.tables import (
    DataWarning,
    as_frame,
    refuse_missing_column,
    result_table,
    table_of_rows,
)
from crmlib.quality.normal_forms import _is_chinese, normalise_name
from crmlib.quality.ratios import _is_nothing, _read

_POINTS = Kind("a similarity from 0 to 100", low=0, high=100, single=True)
_MOST_PAIRS = 5_000_000


@checked(largest_group=one(positive_count))
def key_duplicates(table, record, keys, largest_group=20):
    """Pairs of records that share a key after normalisation: candidates for being one person.

    Parameters
    ----------
    table : DataFrame
        Any table that narwhals knows.
    record : str
        The column that names each record, no name twice.
    keys : dict
        For each column of keys the function that brings a value to one form, such as
        ``{"email": normalise_email, "phone": normalise_phone}``.
    largest_group : int
        The most records that may share a key. A key of more records is a switchboard or a dummy, and is left
        out.

    Returns
    -------
    pandas.DataFrame
        A row per pair: `first` and `second` (records, in the order of the table), `keys` (the columns that
        agree, such as "email, phone").

    Raises
    ------
    TypeError, ValueError
        If `table` is no table or has no rows, a column is not there, a record has no name or one that stands
        twice, or no value of a column can be normalised.

    Warns
    -----
    DataWarning
        When values cannot be normalised, or a key is shared by too many: they are left out, with the number.

    Notes
    -----
    A missing key agrees with nothing. A family shares a telephone and a firm an address: a shared key is
    evidence, not proof.

    References
    ----------
    Christen, P. (2012). Data Matching: Concepts and Techniques for Record Linkage, Entity Resolution, and
    Duplicate Detection. Springer.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({
    ...     "id": [1, 2, 3],
    ...     "email": ["ann@x.com", "Ann@X.com", "bob@x.com"],
    ...     "phone": ["13800138000", "13900139000", "+86 138 0013 8000"],
    ... })
    >>> from crmlib.quality import normalise_email, normalise_phone
    >>> key_duplicates(people, "id", {"email": normalise_email, "phone": normalise_phone})
       first  second   keys
    0      1       2  email
    1      1       3  phone
    """
    frame = _read(table)
    names = _record_names(frame, record)
    agreeing = defaultdict(list)
    for column, normalise in _normalisers(frame, keys).items():
        groups = _groups(column, _normalised(column, frame[column].to_list(), normalise), largest_group)
        for pair in sorted(_pairs_within(groups)):
            agreeing[pair].append(column)
    pairs = sorted(agreeing)
    return result_table(
        {
            "first": [names[first] for first, _ in pairs],
            "second": [names[second] for _, second in pairs],
            "keys": [", ".join(agreeing[pair]) for pair in pairs],
        }
    )


def _record_names(frame, record):
    """The name of each record, none missing and none twice."""
    if not isinstance(record, str):
        raise TypeError(f"record must be the name of a column; got {describe(record)}")
    refuse_missing_column(frame, record, "record: table")
    names = frame[record].to_list()
    if any(map(is_missing, names)):
        raise ValueError(f"record: column {record!r} must name each record; got a missing value")
    if len(set(names)) < len(names):
        raise ValueError(f"record: column {record!r} must name each record once; a name stands twice")
    return names


def _normalisers(frame, keys):
    if not isinstance(keys, Mapping) or not keys:
        raise TypeError(f"keys must be a dictionary from column to function; got {describe(keys)}")
    for column, normalise in keys.items():
        refuse_missing_column(frame, column, "keys: table")
        if not isinstance(normalise, Callable):
            raise TypeError(f"keys must give a function for {column!r}; got {describe(normalise)}")
    return keys


def _normalised(column, values, normalise):
    """The normal form of each value; None where there is none."""
    forms, problems = [], []
    for value in values:
        try:
            forms.append(None if _is_nothing(value, {""}) else normalise(value))
        except (TypeError, ValueError) as problem:
            forms.append(None)
            problems.append(str(problem))
    if problems and not any(forms):
        raise ValueError(f"no value of column {column!r} can be brought to one form: {problems[0]}")
    if problems:
        what = "1 value" if len(problems) == 1 else f"{len(problems)} values"
        sentence = f"left out: {what} of column {column!r} that cannot be brought to one form"
        warnings.warn(sentence, DataWarning, stacklevel=4)
    return forms


def _groups(column, forms, largest_group):
    """The rows that share a form, by form."""
    rows = defaultdict(list)
    for row, form in enumerate(forms):
        if form is not None:
            rows[form].append(row)
    if large := sum(len(group) > largest_group for group in rows.values()):
        what = "1 key" if large == 1 else f"{large} keys"
        sentence = f"left out: {what} of column {column!r} shared by more than {largest_group} records"
        warnings.warn(sentence, DataWarning, stacklevel=4)
    return [group for group in rows.values() if len(group) <= largest_group]


def _pairs_within(groups):
    """Each pair of rows that are together in a group, once."""
    return {pair for group in groups for pair in itertools.combinations(group, 2)}


@checked(threshold=_POINTS)
def fuzzy_duplicates(table, record, name, threshold=90, block=None):
    """Pairs of records whose names are nearly the same: candidates for being one person.

    Parameters
    ----------
    table : DataFrame
        Any table that narwhals knows.
    record : str
        The column that names each record, no name twice.
    name : str
        The column of persons' names.
    threshold : float
        The least similarity of a pair, 0 to 100.
    block : str or list of str, optional
        Columns that both records of a pair must agree in, such as the city: only these pairs are compared.
        Without it, pairs are compared that share the first two letters of a part of the name, or the first or
        the last character of a Chinese name.

    Returns
    -------
    pandas.DataFrame
        A row per pair, the most similar first: `first` and `second` (records, in the order of the table),
        `first_name` and `second_name` (as they stand), `similarity` (0 to 100).

    Raises
    ------
    TypeError, ValueError
        If `table` is no table or has no rows, a column is not there, a record has no name or one that stands
        twice, or more than five million pairs would have to be compared.

    Warns
    -----
    DataWarning
        When names cannot be normalised: they are left out, with the number.

    Notes
    -----
    Names are compared after `normalise_name`, by the similarity of rapidfuzz (`fuzz.ratio`):

    .. math:: 100 \\, \\frac{2 M}{a + b}

    with :math:`a` and :math:`b` the lengths of the names and :math:`M` the length of their longest common
    subsequence. One wrong letter in a name of 12 leaves 92. One wrong character in a Chinese name of three
    leaves 67, and so does another person of that family name who shares one more character: lower the
    threshold only where `block` holds something that tells persons apart, such as the date of birth.

    Of n records, n (n − 1) / 2 pairs are possible. Blocks make that bearable, and lose the pairs that do not
    agree in any block.

    References
    ----------
    Christen, P. (2012). Data Matching: Concepts and Techniques for Record Linkage, Entity Resolution, and
    Duplicate Detection. Springer.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"id": [1, 2, 3], "name": ["Anna Miller", "Miller, Ana", "Bob Stone"]})
    >>> fuzzy_duplicates(people, "id", "name")[["first", "second", "similarity"]].round(1)
       first  second  similarity
    0      1       2        95.2
    """
    frame = _read(table)
    records = _record_names(frame, record)
    names = _name_column(frame, name)
    forms = _normalised(name, names, normalise_name)
    near = _near_pairs(forms, _block_rows(frame, forms, block), float(threshold))
    lines = [
        (records[first], records[second], names[first], names[second], similarity)
        for (first, second), similarity in sorted(near.items(), key=lambda line: (-line[1], line[0]))
    ]
    return table_of_rows(lines, ("first", "second", "first_name", "second_name", "similarity"))


def _near_pairs(forms, blocks, threshold):
    """The similarity of each pair of rows that share a block and are similar enough."""
    from rapidfuzz import fuzz, process

    _refuse_crowds(blocks)
    near = {}
    for rows in blocks:
        block = [forms[row] for row in rows]
        table = process.cdist(block, block, scorer=fuzz.ratio, score_cutoff=threshold, dtype=np.float64)
        for first, second in np.argwhere(np.triu(table >= threshold, k=1)):
            near[rows[first], rows[second]] = float(table[first, second])
    return near


def _refuse_crowds(blocks):
    pairs = sum(len(block) * (len(block) - 1) // 2 for block in blocks)
    if pairs > _MOST_PAIRS:
        raise ValueError(
            f"block leaves {pairs:,} pairs to compare, above {_MOST_PAIRS:,}: add a column to it"
        )


def _name_column(frame, name):
    if not isinstance(name, str):
        raise TypeError(f"name must be the name of a column; got {describe(name)}")
    refuse_missing_column(frame, name, "name: table")
    return frame[name].to_list()


def _block_rows(frame, forms, block):
    """The rows of each block."""
    blocks = defaultdict(list)
    if block is None:
        for row, form in enumerate(forms):
            for key in _name_blocks(form) if form else ():
                blocks[key].append(row)
        return list(blocks.values())
    columns = [block] if isinstance(block, str) else block
    if not isinstance(columns, list | tuple) or not columns:
        raise TypeError(f"block must be a column or a list of columns; got {describe(block)}")
    for column in columns:
        refuse_missing_column(frame, column, "block: table")
    keys = zip(*(frame[column].to_list() for column in columns), strict=True)
    for row, (form, key) in enumerate(zip(forms, keys, strict=True)):
        if form and not any(map(is_missing, key)):
            blocks[key].append(row)
    return list(blocks.values())


def _name_blocks(form):
    """The blocks of a normal name: near names share at least one, unless each part of them is wrong."""
    if _is_chinese(form):
        return {("first", form[0]), ("last", form[-1])}
    return {word[:2] for word in form.split()}


def pair_quality(found, truth):
    """How good proposed duplicates are, judged by who is really one person.

    Parameters
    ----------
    found : DataFrame or list
        The proposed pairs: a table with the columns `first` and `second`, or a list of pairs.
    truth : list or dict
        The true pairs, as a list or such a table; or a dictionary from record to person, of which all pairs
        of records of one person are true.

    Returns
    -------
    dict
        `found`, `true` and `right` (numbers of pairs), `precision` (the share of found pairs that are true;
        None if none was found), `recall` (the share of true pairs that were found) and `f1`.

    Raises
    ------
    TypeError, ValueError
        If a pair is no pair, or the truth holds none.

    Notes
    -----
    .. math::

        P = \\frac{\\text{right}}{\\text{found}}, \\quad R = \\frac{\\text{right}}{\\text{true}}, \\quad
        F_1 = \\frac{2 \\cdot \\text{right}}{\\text{found} + \\text{true}} = \\frac{2 P R}{P + R}

    A pair counts once, whichever record comes first. Pairs that are rightly left alone do not count at all:
    there are so many that every method would look good. Records of two files need names of their own, such as
    ("shop", 1) and ("club", 1): two records that share a number would be one.

    References
    ----------
    Christen, P. (2012). Data Matching: Concepts and Techniques for Record Linkage, Entity Resolution, and
    Duplicate Detection. Springer.

    Examples
    --------
    Records 1, 2 and 3 are one person, so three pairs are true. Two were found, and one of them is right:

    >>> quality = pair_quality([(1, 2), (3, 4)], {1: "Ann", 2: "Ann", 3: "Ann", 4: "Bob"})
    >>> quality["precision"], round(quality["recall"], 3), quality["f1"]
    (0.5, 0.333, 0.4)
    """
    proposed = _pair_set("found", found)
    true = _true_pairs(truth) if isinstance(truth, Mapping) else _pair_set("truth", truth)
    if not true:
        raise ValueError("truth must hold at least one pair of records of one person")
    right = len(proposed & true)
    return {
        "found": len(proposed),
        "true": len(true),
        "right": right,
        "precision": right / len(proposed) if proposed else None,
        "recall": right / len(true),
        "f1": 2 * right / (len(proposed) + len(true)),
    }


def _pair_set(argument, pairs):
    """Pairs without order, each once."""
    if not isinstance(pairs, list | tuple | set):
        frame = as_frame(pairs, argument).lazy().collect()
        for column in ("first", "second"):
            refuse_missing_column(frame, column, argument)
        pairs = list(zip(frame["first"].to_list(), frame["second"].to_list(), strict=True))
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != 2 or any(map(is_missing, pair)):
            raise TypeError(f"each of {argument} must be a pair of records; got {describe(pair)}")
    try:
        both = {frozenset(pair) for pair in pairs}
    except TypeError:
        raise TypeError(f"each of {argument} must be a pair of names or numbers") from None
    if any(len(pair) == 1 for pair in both):
        raise ValueError(
            f"each of {argument} must be a pair of two records; got a record with itself "
            "(of two files, give the records names of their own)"
        )
    return both


def _true_pairs(persons):
    """All pairs of records of one person."""
    records = defaultdict(list)
    for record, person in persons.items():
        if is_missing(person):
            raise ValueError(f"truth must name a person for each record; got none for {record!r}")
        records[person].append(record)
    return {frozenset(pair) for group in records.values() for pair in itertools.combinations(group, 2)}
