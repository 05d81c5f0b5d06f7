"""The members of the firm's club against its tables."""

import pandas as pd
import pytest

from crmlib import datasets
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


def test_no_firm_gets_a_sentence():
    with pytest.raises(TypeError, match="firm must be a simulated firm"):
        firm_club.first_year(pd.DataFrame())
