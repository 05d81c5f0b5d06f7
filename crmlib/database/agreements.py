"""How every pair of records agrees, which is evidence to weigh, and what other links would do."""

from crmlib._guard.checks import describe
from crmlib._guard.tables import as_frame, refuse_missing_column
from crmlib.database import matching
from crmlib.database.judgement import _read

#: Names that sound so alike agree; a part that one of them lacks is forgiven (王女士, 王小明).
LEAST_LIKENESS = 90
_FIELDS = """
SELECT record, account, sound AS name, phone,
       -- Dots before the @ do not count.
       replace(split_part(email, '@', 1), '.', '') || '@' || split_part(email, '@', 2) AS email,
       city, birth_year
FROM person_record ORDER BY record
"""


def pair_agreements(path):
    """How every pair of records agrees in name, phone, e-mail, city and year of birth.

    Parameters
    ----------
    path : str or Path
        A database that `build` made.

    Returns
    -------
    pandas.DataFrame
        A row per pair of `person_record`: `first`, `second`, `same_account` (True or False), and `name`,
        `phone`, `email`, `city` and `birth_year`: 1 where the two agree, 0 where they do not, missing where
        one of them lacks the field.

    Raises
    ------
    TypeError, ValueError
        If there is no such database.

    Notes
    -----
    All n (n − 1) / 2 pairs are compared, without blocks: a million for 1,500 records. The mean of a column
    over the pairs of one person is the agreement among matches of `quality.agreement_weight`, and over the
    other pairs the agreement by chance.
    """
    import numpy as np
    import pandas as pd

    records = _read(path, _FIELDS)
    first, second = np.triu_indices(len(records), k=1)
    names = records["record"].to_numpy()
    agreements = {
        field: _equal(records[field], first, second) for field in ("phone", "email", "city", "birth_year")
    }
    return pd.DataFrame(
        {
            "first": names[first],
            "second": names[second],
            "same_account": _equal(records["account"], first, second) == 1,
            "name": _alike(records["name"], first, second),
            **agreements,
        }
    )


def _equal(column, first, second):
    """1 where two values are equal, 0 where they are not, missing where one is missing."""
    import numpy as np

    codes = column.factorize()[0]
    equal = (codes[first] == codes[second]).astype("float32")
    return np.where((codes[first] < 0) | (codes[second] < 0), np.float32("nan"), equal)


def _alike(names, first, second):
    """1 where two names sound alike, a missing part forgiven."""
    import numpy as np
    from rapidfuzz import fuzz, process

    sounds = names.fillna("").tolist()
    likeness = process.cdist(sounds, sounds, scorer=fuzz.token_set_ratio, dtype=np.uint8)[first, second]
    known = names.notna().to_numpy()
    alike = (likeness >= LEAST_LIKENESS).astype("float32")
    return np.where(known[first] & known[second], alike, np.float32("nan"))


# Where an account stands in several records, these are one person whatever else they say.
_SAME_ACCOUNT = """
SELECT min(record) OVER (PARTITION BY account) AS first, record AS second
FROM person_record WHERE account IS NOT NULL QUALIFY first <> second
"""
_ENTRIES = """
SELECT DISTINCT record, coalesce(person_record.account, number) AS entry
FROM lineage JOIN person_record USING (record) ORDER BY entry, record
"""


def regroup(path, links):
    """Whose each account, ticket and answer would be if these pairs of records were linked, and no others.

    Parameters
    ----------
    path : str or Path
        A database that `build` made. It stays as it is.
    links : DataFrame
        The pairs to link, with the columns `first` and `second`, as `pair_agreements` names them; it may be
        empty. The records of one account are linked anyway.

    Returns
    -------
    dict
        From each account, ticket number and response number to a customer, as `quality.merge_errors` takes
        it.

    Raises
    ------
    TypeError, ValueError
        If there is no such database, a column is missing, or a link names a record that is not in it.

    Notes
    -----
    Links hold through others: if A is linked to B and B to C, all three are one customer.
    """
    import pandas as pd

    records = _read(path, "SELECT record, first_seen FROM person_record ORDER BY record")
    links = pd.concat([_links(links, set(records["record"])), _read(path, _SAME_ACCOUNT)])
    members = matching.groups(records, links)
    entries = _read(path, _ENTRIES).merge(members, on="record")
    return dict(zip(entries["entry"], entries["customer_id"], strict=True))


def _links(links, known):
    """The two columns of the links, each a record of the database."""
    frame = as_frame(links, "links").lazy().collect()
    for column in ("first", "second"):
        refuse_missing_column(frame, column, "links")
    table = frame.to_pandas()[["first", "second"]]
    if other := sorted(set(table.to_numpy().ravel()) - known, key=str):
        raise ValueError(f"links must name records of the database; got {describe(other[0])}")
    return table
