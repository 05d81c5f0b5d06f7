"""Quality: ratios counted by hand, duplicates against a known truth, keyed codes, published rules."""

import datetime
import hashlib
import hmac
import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from engines import every_engine
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_score, recall_score

from crmlib import quality
from crmlib._guard.tables import DataWarning
from crmlib.quality import Rule, normalise_email, normalise_name, normalise_phone

PEOPLE = pd.DataFrame(
    {
        "id": [1, 2, 3, 4, 4],
        "email": ["ann@x.com", None, " ", "bob@x", "n/a"],
        "age": [31.0, 230.0, None, 45.5, -1.0],
        "tier": ["A", "b", "C", None, "A"],
        "seen": pd.to_datetime(["2026-03-31", "2026-04-01", "2025-03-31", "2025-03-30", None]),
    }
)
SECRET = bytes(range(32))

cells = st.none() | st.sampled_from(["a", "b", ""])


# Ratios


def test_quality_ratio_by_hand_in_every_form():
    assert quality.quality_ratio(20, 1000) == 0.98
    np.testing.assert_allclose(quality.quality_ratio(np.array([0, 5]), 10), [1, 0.5])
    frame = pl.DataFrame({"failures": [0, 5]}).select(quality.quality_ratio(pl.col("failures"), 10))
    assert frame.to_series().to_list() == [1, 0.5]
    with pytest.raises(ValueError, match="failures must not exceed total; got failures 11, total 10"):
        quality.quality_ratio(11, 10)


@every_engine
def test_the_report_by_hand_in_every_engine(engine):
    rules = [Rule("age", kind="whole number", low=0, high=120), Rule("tier", allowed=("A", "B", "C"))]
    report = quality.quality_report(
        engine(PEOPLE), keys=["id"], rules=rules, date="seen", as_of="2026-03-31", max_age_days=365
    )
    counts = [tuple(line) for line in report[["dimension", "column", "rows", "failures"]].to_numpy()]
    assert counts == [
        ("completeness", "id", 5, 0),
        ("completeness", "email", 5, 2),
        ("completeness", "age", 5, 1),
        ("completeness", "tier", 5, 1),
        ("completeness", "seen", 5, 1),
        ("uniqueness", "id", 5, 1),
        ("validity", "age", 4, 3),
        ("validity", "tier", 4, 1),
        # One is of the next day, one a day too old; 365 days are not too old.
        ("timeliness", "seen", 4, 2),
    ]
    np.testing.assert_allclose(report["ratio"], 1 - report["failures"] / report["rows"])


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=20))
def test_completeness_of_a_table_is_the_mean_of_its_columns_weighted_by_rows(rows):
    report = quality.completeness(pd.DataFrame(rows, columns=list("abc"), dtype=object))
    values = [value for row in rows for value in row]
    whole = sum(value not in (None, "") for value in values) / len(values)
    assert quality.quality_ratio(report["failures"].sum(), report["rows"].sum()) == pytest.approx(whole)
    assert np.average(report["ratio"], weights=report["rows"]) == pytest.approx(whole)


def test_what_stands_for_missing_can_be_said():
    assert quality.completeness(PEOPLE, "email")["failures"].tolist() == [2]
    assert quality.completeness(PEOPLE, "email", also_missing=[])["failures"].tolist() == [1]
    assert quality.completeness(PEOPLE, "email", also_missing=["", "n/a"])["failures"].tolist() == [3]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_uniqueness_is_distinct_keys_over_rows(keys):
    ratio = quality.uniqueness(pd.DataFrame({"id": keys}), "id")["ratio"][0]
    assert ratio == pytest.approx(len(set(keys)) / len(keys))


def test_columns_may_make_a_key_together():
    orders = pd.DataFrame({"order": [1, 1, 2, 2], "line": [1, 2, 1, 1]})
    assert quality.uniqueness(orders, [("order", "line")])["failures"].tolist() == [1]


@pytest.mark.parametrize(
    ("rule", "value", "keeps"),
    [
        (Rule("x", kind="number"), 1.5, True),
        (Rule("x", kind="number"), True, False),
        (Rule("x", kind="number"), math.inf, False),
        (Rule("x", kind="whole number"), 2.0, True),
        (Rule("x", kind="whole number"), 2.5, False),
        (Rule("x", kind="text"), "2", True),
        (Rule("x", kind="text"), 2, False),
        (Rule("x", kind="date"), datetime.date(2026, 1, 1), True),
        (Rule("x", low=0), 0, True),
        (Rule("x", low=0), "0", False),
        (Rule("x", high=pd.Timestamp("2026-01-01")), pd.Timestamp("2026-01-02"), False),
        (Rule("x", pattern="[A-Z]{2}[0-9]+"), "CN12", True),
        (Rule("x", pattern="[A-Z]{2}[0-9]+"), "CN12x", False),
        (Rule("x", pattern="[0-9]+"), 12, False),
        (Rule("x", allowed={"A", "B"}), "B", True),
        (Rule("x", allowed={"A", "B"}), "C", False),
    ],
)
def test_rules_by_hand(rule, value, keeps):
    assert rule.keeps(value) is keeps


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, "a Rule for 'x' must ask for something"),
        ({"kind": "phone"}, "kind must be one of 'number'"),
        ({"pattern": "("}, r"pattern must be a regular expression; got '\('"),
        ({"pattern": 3}, "pattern must be a regular expression; got 3"),
        ({"allowed": "ABC"}, "allowed must be a list of values; got 'ABC'"),
        ({"allowed": []}, "allowed must be a list of values"),
        ({"column": 3, "low": 0}, "column must be the name of a column; got 3"),
    ],
)
def test_bad_rules_get_a_sentence(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        Rule(**({"column": "x"} | arguments))


def test_a_column_without_a_value_is_left_out_with_a_warning():
    table = pd.DataFrame({"a": [1, 2], "b": [None, None]})
    with pytest.warns(DataWarning, match="column 'b' has no value to judge: left out"):
        report = quality.validity(table, [Rule("a", low=0), Rule("b", low=0)])
    assert report["column"].tolist() == ["a"]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: quality.completeness(PEOPLE[:0]), "table has no rows"),
        (lambda: quality.completeness([1, 2]), "table must be a table with columns"),
        (lambda: quality.completeness(PEOPLE, "emial"), "columns: table has no column 'emial'.*'email'"),
        (lambda: quality.uniqueness(PEOPLE, "ids"), "keys: table has no column 'ids'"),
        (lambda: quality.validity(PEOPLE, [Rule("agee", low=0)]), "rules: table has no column 'agee'"),
        (lambda: quality.validity(PEOPLE, ["age"]), "rules must be a Rule or a list of them"),
        (
            lambda: quality.timeliness(PEOPLE, "age", "2026-03-31", 9),
            "column 'age' holds values of type float",
        ),
        (lambda: quality.timeliness(PEOPLE, "seen", None, 9), "as_of must be a date"),
        (lambda: quality.timeliness(PEOPLE, "seen", "31.3.", 9), "as_of must be a date"),
        (lambda: quality.quality_report(PEOPLE, date="seen"), "as_of must be a date"),
        (lambda: quality.quality_report(PEOPLE, as_of="2026-03-31"), "as_of is given without date"),
    ],
)
def test_bad_tables_get_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        call()


# One form for one thing


@pytest.mark.parametrize(
    "phone", ["138 0013 8000", "+86 138-0013-8000", "0086 13800138000", "１３８００１３８０００"]
)
def test_one_chinese_number_in_four_forms(phone):
    assert normalise_phone(phone) == "+8613800138000"


def test_numbers_of_other_countries():
    assert normalise_phone("(415) 555-2671", country_code="1") == "+14155552671"
    assert normalise_phone("1-415-555-2671", country_code="1", trunk_prefix="1") == "+14155552671"
    assert normalise_phone("020 7946 0018", country_code="44") == "+442079460018"
    assert normalise_phone("06 698 1234", country_code="39", trunk_prefix="") == "+39066981234"


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        # The first stands in libphonenumber's own tests. The results are those of the package phonenumbers.
        ("+64(0)64123456", "+6464123456"),
        ("+86 (0)10 6552 9988", "+861065529988"),
        ("+44 (0)20 7031 3000", "+442070313000"),
        ("0044 (0) 20 7031 3000", "+442070313000"),
        ("(+44)-(0)20-7031-3000", "+442070313000"),
        ("+39 (0)6 698 1234", "+39066981234"),
        ("+86 010 6552 9988", "+861065529988"),
        ("86 138 0013 8000", "+8613800138000"),
        ("8602165529988", "+862165529988"),
        ("86 (0)755 2655 9988", "+8675526559988"),
        ("\u202a+86 138 0013 8000\u202c", "+8613800138000"),
        ("138\u200b0013\u00ad8000", "+8613800138000"),
    ],
)
def test_numbers_as_cards_and_exports_write_them(phone, expected):
    assert normalise_phone(phone) == expected


@pytest.mark.parametrize("phone", ["+86 (0)10 6552 9988", "86-010-6552 9988", "\u202a(010) 6552 9988"])
def test_two_forms_of_one_number_are_duplicates(phone):
    contacts = pd.DataFrame({"id": [1, 2], "phone": ["(010) 6552 9988", phone]})
    assert len(quality.key_duplicates(contacts, "id", {"phone": normalise_phone})) == 1
    assert quality.pseudonym(phone, SECRET, "phone") == quality.pseudonym("01065529988", SECRET, "phone")


def test_signs_that_are_not_seen_do_not_part_addresses_and_names():
    assert normalise_email("\ufeffann@example.com\u200b") == "ann@example.com"
    assert normalise_name("An\u00adna Lee") == normalise_name("Anna Lee")


@pytest.mark.parametrize(
    ("phone", "sentence"),
    [
        ("12", "phone must have 8 to 15 digits with its country code; got '12' .text., 4 digits"),
        ("1380013800013800", "phone must have 8 to 15 digits"),
        ("8888 ext 12", "phone must be made of digits"),
        ("", "phone must be made of digits"),
        (13800138000, "phone must be text; got 13800138000"),
        (None, "phone must be text; got None"),
    ],
)
def test_bad_phones_get_a_sentence(phone, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        normalise_phone(phone)


@pytest.mark.parametrize("country_code", ["", "086", "+86", 86, None])
def test_bad_country_codes_get_a_sentence(country_code):
    with pytest.raises(ValueError, match="country_code must be text of 1 to 3 digits"):
        normalise_phone("13800138000", country_code=country_code)


@pytest.mark.parametrize(
    "email", ["ann", "ann@", "@x.com", "a@b@c.com", "ann@x", "ann lee@x.com", "ann@x..com"]
)
def test_bad_emails_get_a_sentence(email):
    with pytest.raises(ValueError, match=r"email must have the form name@host\.domain"):
        normalise_email(email)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Lee, Ann", "ann lee"),
        ("ANN LEE", "ann lee"),
        ("José Müller-Ωmega", "jose muller ωmega"),
        ("O'Neill", "oneill"),
        ("王 小明", "王小明"),
        ("王　小明", "王小明"),
        ("김철수", "김철수"),
        ("Straße", "strasse"),
    ],
)
def test_names_by_hand(name, form):
    assert normalise_name(name) == form


@given(st.text(max_size=30))
def test_a_normal_form_is_its_own_normal_form(text):
    for normalise in (normalise_email, normalise_phone, normalise_name):
        try:
            form = normalise(text)
        except ValueError as problem:
            assert "must" in str(problem) and "\n" not in str(problem)
        else:
            assert normalise(form) == form


# Who stands twice

CONTACTS = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d", "e"],
        "email": ["ann@x.com", "ANN@x.com ", None, "cai@x.com", "no mail"],
        "phone": ["13800138000", "+86 138 0013 8000", "13800138000", "", "13900139000"],
        "city": ["Xi'an", "Xi'an", "Xi'an", "Lyon", "Lyon"],
        "name": ["Anna Miller", "Miller, Ana", "王小明", "王小明", "Bob Stone"],
    }
)


@every_engine
def test_pairs_by_key_in_every_engine(engine):
    keys = {"email": normalise_email, "phone": normalise_phone}
    with pytest.warns(
        DataWarning, match="left out: 1 value of column 'email' that cannot be brought to one form"
    ):
        pairs = quality.key_duplicates(engine(CONTACTS), "id", keys)
    assert pairs.to_numpy().tolist() == [["a", "b", "email, phone"], ["a", "c", "phone"], ["b", "c", "phone"]]


def test_a_key_of_too_many_records_is_left_out_with_a_warning():
    with pytest.warns(DataWarning, match="1 key of column 'phone' shared by more than 2 records"):
        pairs = quality.key_duplicates(CONTACTS, "id", {"phone": normalise_phone}, largest_group=2)
    assert len(pairs) == 0


@every_engine
def test_pairs_by_name_in_every_engine(engine):
    pairs = quality.fuzzy_duplicates(engine(CONTACTS), "id", "name")
    assert pairs[["first", "second"]].to_numpy().tolist() == [["c", "d"], ["a", "b"]]
    # 10 letters in common of 10 and 11 with the space between: 2 · 10 / 21.
    np.testing.assert_allclose(pairs["similarity"], [100, 2000 / 21])


def test_blocks_decide_who_is_compared():
    assert quality.fuzzy_duplicates(CONTACTS, "id", "name", block="city")["first"].tolist() == ["a"]
    everyone = CONTACTS.assign(all="x")
    assert len(quality.fuzzy_duplicates(everyone, "id", "name", threshold=0, block="all")) == 10


def test_one_character_of_three_leaves_67():
    people = pd.DataFrame({"id": [1, 2, 3], "name": ["王小明", "王晓明", "李小明"]})
    pairs = quality.fuzzy_duplicates(people, "id", "name", threshold=60)
    np.testing.assert_allclose(pairs["similarity"], [200 / 3, 200 / 3])
    assert len(quality.fuzzy_duplicates(people, "id", "name")) == 0


def simulated_persons(persons=300, seed=4):
    """Records of persons, a third of whom stand twice: once with a letter left out of the family name."""
    generator = np.random.default_rng(seed)
    syllables = ["an", "bel", "cor", "dan", "el", "fra", "gus", "hol", "ir", "jo", "kim", "lor", "mar", "nor"]
    rows = []
    for person in range(persons):
        given_name, family = ("".join(generator.choice(syllables, 3)).title() for _ in range(2))
        rows.append((person, f"{given_name} {family}"))
        if person % 3 == 0:
            place = generator.integers(1, len(family))
            rows.append((person, f"{family[:place]}{family[place + 1 :]}, {given_name}"))
    table = pd.DataFrame(rows, columns=["person", "name"])
    return table.assign(id=range(len(table)))


def test_slips_in_names_are_found_again():
    records = simulated_persons()
    pairs = quality.fuzzy_duplicates(records, "id", "name", threshold=88)
    result = quality.pair_quality(pairs, dict(zip(records["id"], records["person"], strict=True)))
    assert result["true"] == 100
    assert result["recall"] > 0.95 and result["precision"] > 0.95


def test_a_higher_threshold_finds_a_part_of_the_pairs():
    records = simulated_persons(persons=60)
    sets = [
        set(
            map(
                tuple,
                quality.fuzzy_duplicates(records, "id", "name", threshold)[["first", "second"]].to_numpy(),
            )
        )
        for threshold in (50, 70, 90)
    ]
    assert sets[2] <= sets[1] <= sets[0] and len(sets[2]) < len(sets[0])


def test_too_many_pairs_get_a_sentence():
    crowd = pd.DataFrame({"id": range(3200), "name": "Ann Lee"})
    with pytest.raises(ValueError, match="block leaves 10,236,800 pairs to compare, above 5,000,000"):
        quality.fuzzy_duplicates(crowd, "id", "name")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"record": "city"}, "record: column 'city' must name each record once"),
        ({"record": "email"}, "record: column 'email' must name each record; got a missing value"),
        ({"record": 3}, "record must be the name of a column; got 3"),
        ({"name": "names"}, "name: table has no column 'names'.*did you mean 'name'"),
        ({"block": "town"}, "block: table has no column 'town'"),
        (
            {"name": "number"},
            "no value of column 'number' can be brought to one form: name must be text; got 1",
        ),
        ({"threshold": 0.9j}, "threshold must be a similarity from 0 to 100"),
        ({"threshold": 101}, "threshold must be a similarity from 0 to 100; got 101"),
    ],
)
def test_bad_input_to_fuzzy_duplicates_gets_a_sentence(changed, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        quality.fuzzy_duplicates(
            **({"table": CONTACTS.assign(number=1), "record": "id", "name": "name"} | changed)
        )


def test_pair_quality_by_hand():
    result = quality.pair_quality([(1, 2), (4, 3)], {1: "Ann", 2: "Ann", 3: "Ann", 4: "Bob"})
    assert result == {"found": 2, "true": 3, "right": 1, "precision": 0.5, "recall": 1 / 3, "f1": 0.4}
    table = pd.DataFrame({"first": [2, 3], "second": [1, 4]})
    assert quality.pair_quality(table, [(1, 2), (1, 3), (2, 3)]) == result
    assert quality.pair_quality([], [(1, 2)])["precision"] is None


@given(
    st.lists(st.integers(0, 4), min_size=2, max_size=12),
    st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), min_size=1, max_size=15),
)
def test_pair_quality_agrees_with_scikit_learn_and_keeps_its_bounds(persons, pairs):
    pairs = sorted(
        {(min(pair), max(pair)) for pair in pairs if len(set(pair)) == 2 and max(pair) < len(persons)}
    )
    everyone = [(first, second) for second in range(len(persons)) for first in range(second)]
    true = [persons[first] == persons[second] for first, second in everyone]
    if not any(true) or not pairs:
        return
    found = [pair in pairs for pair in everyone]
    result = quality.pair_quality(pairs, dict(enumerate(persons)))
    assert result["precision"] == pytest.approx(precision_score(true, found))
    assert result["recall"] == pytest.approx(recall_score(true, found))
    assert result["f1"] == pytest.approx(f1_score(true, found))
    assert (
        min(result["precision"], result["recall"])
        <= result["f1"]
        <= max(result["precision"], result["recall"])
    )


@pytest.mark.parametrize(
    ("found", "truth", "sentence"),
    [
        ([(1, 2)], {1: "Ann", 2: "Bob"}, "truth must hold at least one pair"),
        ([(1, 2)], {1: "Ann", 2: None}, "truth must name a person for each record; got none for 2"),
        (
            [(1, 1)],
            [(1, 2)],
            "each of found must be .* a record with itself .of two files",
        ),
        ([(1, 2, 3)], [(1, 2)], "each of found must be a pair of records"),
        (pd.DataFrame({"a": [1]}), [(1, 2)], "found has no column 'first'"),
        ([([1], [2])], [(1, 2)], "each of found must be a pair of names or numbers"),
    ],
)
def test_bad_pairs_get_a_sentence(found, truth, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        quality.pair_quality(found, truth)


# Pseudonymous keys


def test_rfc_4231_test_case_6():
    """A key of 131 bytes: the code is that of the RFC."""
    text = "Test Using Larger Than Block-Size Key - Hash Key First"
    expected = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    assert quality.pseudonym(text, b"\xaa" * 131, kind="exact") == expected


def test_a_code_is_the_hmac_of_the_normal_form():
    expected = hmac.new(SECRET, b"+8613800138000", hashlib.sha256).hexdigest()
    for phone in ("138 0013 8000", "+86-138-0013-8000"):
        assert quality.pseudonym(phone, SECRET, kind="phone") == expected
    assert quality.pseudonym("Ann@X.com", SECRET, "email") == quality.pseudonym("ann@x.com ", SECRET, "email")
    assert quality.pseudonym("Ann Lee", SECRET, "name") == quality.pseudonym("Lee, Ann", SECRET, "name")
    assert quality.pseudonym("Ann", SECRET, "exact") != quality.pseudonym("ann", SECRET, "exact")


def test_another_secret_gives_another_code():
    assert quality.pseudonym("13800138000", SECRET, "phone") != quality.pseudonym(
        "13800138000", SECRET[::-1], "phone"
    )


@pytest.mark.parametrize("kind", [list, np.array, pl.Series, lambda x: pd.Series(x, index=list("xy"))])
def test_codes_of_a_column_are_those_of_its_texts(kind):
    phones = ["13800138000", "13900139000"]
    result = quality.pseudonym(kind(phones), SECRET, "phone")
    assert list(result) == [quality.pseudonym(phone, SECRET, "phone") for phone in phones]
    if isinstance(kind(phones), pd.Series):
        assert list(result.index) == ["x", "y"]


@given(st.lists(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), min_size=1, max_size=20))
def test_codes_agree_exactly_where_numbers_do(phones):
    codes = quality.pseudonym(phones, SECRET, "phone")
    assert len(set(codes)) == len(set(phones))
    assert all(len(code) == 64 for code in codes)


@pytest.mark.parametrize(
    ("identifier", "secret", "kind", "sentence"),
    [
        ("13800138000", b"short", "phone", "secret must have at least 32 bytes.*; got 5"),
        ("13800138000", "", "phone", "secret must have at least 32 bytes.*; got 0"),
        ("13800138000", None, "phone", "secret must be bytes or text"),
        ("12", SECRET, "phone", "identifier as phone must have 8 to 15 digits"),
        ("ann", SECRET, "email", "identifier as email must have the form"),
        (["13800138000", None], SECRET, "phone", "identifier must be text; got None"),
        ("13800138000", SECRET, "mobile", "kind must be one of 'phone', 'email', 'name', 'exact'"),
    ],
)
def test_bad_input_to_a_pseudonym_gets_a_sentence(identifier, secret, kind, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        quality.pseudonym(identifier, secret, kind)


def test_a_sentence_never_shows_the_secret():
    for secret in ("hunter2", ["hunter2"], 1234567):
        with pytest.raises((TypeError, ValueError)) as problem:
            quality.pseudonym("13800138000", secret, "phone")
        assert str(secret) not in str(problem.value)


@pytest.mark.parametrize("name", [pd.NA, pd.NaT, math.nan])
def test_a_missing_name_among_names_gets_a_sentence(name):
    with pytest.raises(ValueError, match="columns: table has no column"):
        quality.completeness(PEOPLE, columns=[name, "age"])
