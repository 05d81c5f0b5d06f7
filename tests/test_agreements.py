"""How pairs of records agree, and what other links than those of the database would do."""

import itertools

import pandas as pd
import pytest

from crmlib import database, datasets, quality

NO_LINKS = pd.DataFrame({"first": [], "second": []})
TRUTH = datasets.silo_key().dropna()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("database") / "customers.duckdb"
    database.build(datasets.silo_folder(), path, bytes(range(32)))
    return path


@pytest.fixture(scope="module")
def pairs(path):
    return database.pair_agreements(path)


def read(path, query):
    with database.connect(path) as connection:
        return connection.sql(query).df()


def test_every_pair_stands_once(path, pairs):
    records = read(path, "SELECT record FROM person_record ORDER BY record")["record"].tolist()
    assert len(pairs) == len(records) * (len(records) - 1) // 2
    expected = list(itertools.islice(itertools.combinations(records, 2), 5_000))
    assert list(pairs[["first", "second"]].head(5_000).itertuples(index=False, name=None)) == expected


def test_a_pair_by_hand(path, pairs):
    """Each field of some pairs, against the records themselves."""
    about = read(path, "FROM person_record").set_index("record")
    some = pairs[(pairs["phone"] == 1) | (pairs["email"] == 1)].head(200)
    assert len(some) == 200
    for pair in some.itertuples():
        one, other = about.loc[pair.first], about.loc[pair.second]
        for field in ("phone", "city", "birth_year"):
            found = getattr(pair, field)
            if pd.isna(one[field]) or pd.isna(other[field]):
                assert pd.isna(found)
            else:
                assert found == (one[field] == other[field])


def test_a_missing_part_of_a_name_is_forgiven(path, pairs):
    sounds = read(path, "SELECT record, sound FROM person_record").set_index("record")["sound"]
    same = pairs[pairs["name"] == 1]
    parts = [
        (set(sounds[first].split()), set(sounds[second].split()))
        for first, second in zip(same["first"].head(500), same["second"].head(500), strict=True)
    ]
    assert any(one < other or other < one for one, other in parts)


def test_the_links_of_the_database_give_its_customers_again(path):
    links = read(path, "SELECT first, second FROM pair WHERE because IS NOT NULL")
    found = database.regroup(path, links)
    quality_now = quality.pair_quality(pairs_of(found), pairs_of(truth_of(found)))
    assert quality_now == database.matching_quality(path, TRUTH)


def test_without_links_only_accounts_hold_together(path):
    found = database.regroup(path, NO_LINKS)
    errors = quality.merge_errors(*known(found))
    assert errors["lost"] == 0 and errors["pieces"] - errors["duplicates"] == errors["people"] == 700


def test_links_hold_through_others(path):
    a, b, c = read(path, "SELECT record FROM person_record ORDER BY record LIMIT 3")["record"]
    found = database.regroup(path, pd.DataFrame({"first": [a, b], "second": [b, c]}))
    entries = read(
        path,
        "SELECT DISTINCT coalesce(account, number) AS entry FROM lineage JOIN person_record USING (record) "
        f"WHERE record IN ('{a}', '{b}', '{c}')",
    )["entry"]
    assert len({found[entry] for entry in entries}) == 1


def test_a_link_to_nowhere_is_refused(path):
    nowhere = pd.DataFrame({"first": ["nobody"], "second": ["nobody"]})
    with pytest.raises(ValueError, match="links must name records of the database; got 'nobody'"):
        database.regroup(path, nowhere)
    with pytest.raises(ValueError, match="second"):
        database.regroup(path, pd.DataFrame({"first": ["a"]}))


def truth_of(found):
    person = dict(zip(TRUTH["record"], TRUTH["customer_id"], strict=True))
    return {entry: person[entry] for entry in found if entry in person}


def known(found):
    truth = truth_of(found)
    return {entry: found[entry] for entry in truth}, truth


def pairs_of(groups):
    table = pd.Series(groups).rename_axis("entry").reset_index(name="group")
    table = table[table["entry"].isin(TRUTH["record"])]
    return {
        pair
        for _, part in table.groupby("group")
        for pair in itertools.combinations(sorted(part["entry"]), 2)
    }
