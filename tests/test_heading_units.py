"""What a heading says about its amounts."""

import pytest

from crmlib.datasets.own_file.units import heading_units


@pytest.mark.parametrize(
    ("heading", "factor", "currency"),
    [
        ("金额（万元）", 10_000, "yuan"), ("金额(千元)", 1_000, "yuan"), ("金额（元）", 1, "yuan"),
        ("金额(单位：百万元)", 1_000_000, "yuan"), ("销售额(亿元)", 1e8, "yuan"), ("金额(分)", 0.01, None),
        ("金额(万美元)", 10_000, "US dollar"), ("Amount (cents)", 0.01, None),
        ("Amount [USD]", 1, "US dollar"),
        ("Revenue (in thousands of US$)", 1_000, "US dollar"), ("Umsatz (T€)", 1_000, "euro"),
        ("Umsatz (Mio. EUR)", 1_000_000, "euro"), ("Sales ($m)", 1_000_000, "US dollar"),
        ("Amount CHF", 1, "Swiss franc"), ("Sales (₹ million)", 1e6, "Indian rupee"),
        ("金额(万港元)", 10_000, "Hong Kong dollar"), ("Total (NZD)", 1, "New Zealand dollar"),
        ("Betrag EUR", 1, "euro"), ("Sales ('000)", 1_000, None), ("Amount", 1, None),
    ],
)  # fmt: skip
def test_a_heading_says_a_multiple_and_a_currency(heading, factor, currency):
    said = heading_units(heading)
    assert (said.factor, said.currency and said.currency[0]) == (factor, currency)


@pytest.mark.parametrize(
    "heading",
    [
        "amount (incl. tax)",
        "Total (m)",
        "Total (USD/EUR)",
        "金额(含税)",
        "amount (thousands, estimated)",
        "Total (all)",
    ],
)
def test_what_is_not_all_known_says_nothing(heading):
    assert heading_units(heading) == (1.0, "", None)
