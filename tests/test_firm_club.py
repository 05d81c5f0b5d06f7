"""The members of the firm's club against its tables."""

import pandas as pd
import pytest

from crmlib import datasets, simulate
from crmlib.firm import club as firm_club

FIRM = datasets.load_firm()
MEMBERS = firm_club.first_year(FIRM).set_index("customer_id")


def test_each_member_has_a_whole_year_behind_her():
    assert MEMBERS.index.is_unique
    assert MEMBERS["start"].max() <= pd.Timestamp("2024-12-31")
    joined = FIRM.subscriptions.groupby("customer_id")["start"].min()
    assert (MEMBERS["start"] == joined[MEMBERS.index]).all()


def test_who_left_had_paid_twelve_times_at_most():
    left = MEMBERS["left"] == 1
    assert MEMBERS.loc[left, "periods_paid"].max() == 12
    ended = FIRM.subscriptions.groupby("customer_id")["end"].first()[MEMBERS.index].notna()
    assert ended[left].all() and (MEMBERS.loc[~left & ended, "periods_paid"] > 12).all()


def test_the_score_of_one_member_by_hand():
    answers = FIRM.surveys[FIRM.surveys["answered"]]
    member = answers["customer_id"].value_counts().reindex(MEMBERS.index).idxmax()
    own = answers.loc[answers["customer_id"] == member, "csat"]
    assert len(own) > 1 and MEMBERS.loc[member, "csat"] == pytest.approx(sum(own) / len(own))
    assert MEMBERS["csat"].isna().equals(~MEMBERS.index.to_series().isin(answers["customer_id"]))


def test_the_score_before_the_outcome_of_one_member_by_hand():
    """Of the members with answers both before and after they left, the one with most answers."""
    answers = FIRM.surveys[FIRM.surveys["answered"]]
    ends = FIRM.subscriptions.groupby("customer_id")["end"].first()
    who_left = MEMBERS[MEMBERS["left"] == 1]
    some_late = who_left[who_left["csat_before"].notna() & (who_left["csat_before"] != who_left["csat"])]
    member = answers["customer_id"].value_counts().reindex(some_late.index).idxmax()
    own = answers[answers["customer_id"] == member]
    before = own.loc[own["answered_on"] < ends[member], "csat"]
    assert 0 < len(before) < len(own)
    assert MEMBERS.loc[member, "csat_before"] == pytest.approx(sum(before) / len(before))


def test_no_score_is_from_after_the_outcome():
    """Scores changed after each member's outcome is known change nothing in the score before it."""
    ends = FIRM.subscriptions.groupby("customer_id")["end"].first()
    over = MEMBERS["start"] + pd.DateOffset(years=1)
    outcome = ends[MEMBERS.index].where(MEMBERS["left"] == 1, over)
    surveys = FIRM.surveys.copy()
    late = surveys["answered_on"] >= surveys["customer_id"].map(outcome)
    assert 0.3 < late.sum() / MEMBERS["csat"].size < 1
    surveys.loc[late, "csat"] = 1
    other = simulate.Firm(FIRM.tables | {"surveys": surveys}, FIRM.truth)
    changed = firm_club.first_year(other).set_index("customer_id")
    pd.testing.assert_series_equal(changed["csat_before"], MEMBERS["csat_before"])
    assert not changed["csat"].equals(MEMBERS["csat"])


def test_no_firm_gets_a_sentence():
    with pytest.raises(TypeError, match="firm must be a simulated firm"):
        firm_club.first_year(pd.DataFrame())
