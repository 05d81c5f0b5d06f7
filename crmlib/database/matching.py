"""Candidate pairs and groups of records: who may be one person, and who is linked to whom."""

from crmlib import quality

# A number or address of more records than this is a switchboard or a dummy.
LARGEST_GROUP = 20
# Names less similar than this are not even looked at.
LEAST_SIMILARITY = 90
# Pairs are compared by name where one of these agrees: several passes, as one block may be wrong.
BLOCKS = (["city", "birth_year"], ["phone_end"], ["phone_start"], ["email_start"])


def candidates(records):
    """Pairs of records that share a key or a block and a name: first, second, likeness, similarity."""
    import pandas as pd

    pairs = pd.concat([_by_key(records), _by_name(records)], ignore_index=True)
    # Each pair in one order, whichever way it was found.
    ends = pairs[["first", "second"]].to_numpy(dtype=str)
    ends.sort(axis=1)
    pairs = pairs.assign(first=ends[:, 0], second=ends[:, 1])
    pairs = pairs.groupby(["first", "second"], as_index=False)["similarity"].max()
    sound = dict(zip(records["record"], records["sound"], strict=True))
    return pairs.assign(
        likeness=[_likeness(sound[a], sound[b]) for a, b in zip(pairs["first"], pairs["second"], strict=True)]
    )


def _by_key(records):
    """Records of one account, and those that share a number or an address."""
    accounts = quality.key_duplicates(records, "record", {"account": str}, largest_group=len(records))
    contacts = quality.key_duplicates(records, "record", {"phone": str, "email_plain": str}, LARGEST_GROUP)
    return _stack([accounts, contacts])


def _by_name(records):
    """Names that sound nearly the same, within each kind of block."""
    named = records[records["sound"].notna()]
    if named.empty:
        return _no_pairs()
    return _stack(
        [quality.fuzzy_duplicates(named, "record", "sound", LEAST_SIMILARITY, block) for block in BLOCKS]
    )


def _stack(tables):
    import pandas as pd

    columns = ["first", "second", "similarity"]
    return pd.concat([table.reindex(columns=columns) for table in tables], ignore_index=True).astype(
        {"similarity": "float64"}
    )


def _no_pairs():
    import pandas as pd

    return pd.DataFrame({"first": [], "second": [], "similarity": []})


def _likeness(one, other):
    """How far two names agree where one may lack a part; None where one is missing."""
    from rapidfuzz import fuzz

    known = isinstance(one, str) and isinstance(other, str)
    return fuzz.token_set_ratio(one, other) if known else None


def groups(records, links):
    """For each record its customer: the records that are linked, directly or through others, are one.

    A customer is named by the record that was seen first.
    """
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    place = {record: row for row, record in enumerate(records["record"])}
    ends = [[place[record] for record in links[column]] for column in ("first", "second")]
    size = (len(place), len(place))
    graph = coo_array((np.ones(len(ends[0])), ends), shape=size) if len(links) else coo_array(size)
    _, group = connected_components(graph, directed=False)
    order = records.assign(group=group).sort_values(["first_seen", "record"])
    names = order.groupby("group")["record"].first()
    return records[["record"]].assign(customer_id=names.loc[group].to_numpy())
