"""The members of the firm's campaigns against its tables."""

import pandas as pd
import pytest

from crmlib import datasets
from crmlib.firm import campaigns as firm_campaigns

FIRM = datasets.load_firm()
TABLE = firm_campaigns.campaign_table(FIRM, "C3")


def test_a_row_for_each_member_who_had_bought():
    members = FIRM.campaign_members[FIRM.campaign_members["campaign_id"] == "C3"]
    assert TABLE["customer_id"].tolist() == members["customer_id"].tolist()
    assert TABLE[["treated", "responded"]].sum().tolist() == members[["treated", "responded"]].sum().tolist()
    assert TABLE.notna().all().all() and (TABLE["orders"] >= 1).all()


def test_segments_are_bands_of_silence():
    bands = TABLE.groupby("segment")["silence"].agg(["min", "median", "max"])
    assert bands.loc["recent", "max"] <= 90 < bands.loc["cooling", "min"]
    # An order that answered a campaign ends a silence, and leaves the segment as it was.
    assert bands.loc["cooling", "max"] <= 270 < bands.loc["lapsed", "median"]


def test_the_history_of_one_member_by_hand():
    start = pd.Timestamp("2025-02-24")
    one = TABLE[TABLE["orders"] == 3].iloc[0]
    orders = FIRM.orders[FIRM.orders["customer_id"] == one["customer_id"]]
    before = orders[(orders["date"] < start) & (orders["status"] == "completed")]
    margin = FIRM.order_lines[FIRM.order_lines["order_id"].isin(before["order_id"])]["margin"].sum()
    assert one["margin"] == pytest.approx(margin / 3)
    assert one["silence"] == (start - before["date"].max().normalize()).days


@pytest.mark.parametrize("campaign", ["C9", "c3", 3, None])
def test_an_unknown_campaign_gets_a_sentence(campaign):
    with pytest.raises(ValueError, match="campaign must be one of C1, C2"):
        firm_campaigns.campaign_table(FIRM, campaign)


def test_no_firm_gets_a_sentence():
    with pytest.raises(TypeError, match="firm must be a simulated firm"):
        firm_campaigns.campaign_table(pd.DataFrame(), "C3")
