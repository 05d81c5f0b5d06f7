"""The two ends of an interval, as people write them."""

import pytest

from crmlib.workbook.marking.ends import ends_of
from crmlib.workbook.marking.reading import Unreadable, read_number

SPELLED = [
    "[0.466, 0.596]", "(0.466, 0.596)", "]0.466, 0.596[", "［0.466，0.596］", "（0.466，0.596）",
    "[46.6, 59.6] %", "[46.6 %; 59.6 %]", "0.531 ± 0.065", "0.531 +/- 0.065", "0.531+-0.065",
    "53.1 ± 6.5 %", "53.1 % ± 6.5 %", "0.466–0.596", "0.466-0.596", "0.466 - 0.596", "0.466 — 0.596",
    "0.466 ~ 0.596", "0.466～0.596", "46.6%-59.6%", "46.6–59.6 %", "46,6 % – 59,6 %", "46.6% 59.6%",
    "0.466 to 0.596", "46.6 to 59.6 %", "46.6 to 59.6 points", "from 46.6 to 59.6 %", "0.466 and 0.596",
    "between 0.466 and 0.596", "zwischen 0,466 und 0,596", "von 0,466 bis 0,596", "de 0,466 à 0,596",
    "0.466到0.596", "0.466至0.596", "从0.466到0.596", "在0.466和0.596之间", "46.6%到59.6%",
    "百分之46.6到百分之59.6", "0.466 < p < 0.596", "0.466 ≤ p ≤ 0.596", "0,466; 0,596", "0,466–0,596",
    "0,466,0,596", "0.466,0.596", "0.466, 0.596", "4.66e-1 to 5.96e-1", "4.66e-1 - 5.96e-1",
    "0.466...0.596", "0.466 … 0.596", "low = 0.466, high = 0.596", "０．４６６～０．５９６", ".466 - .596",
]  # fmt: skip


def read(text, unit="share"):
    ends = ends_of(text, unit)
    return ends and [read_number(end, unit)[0] for end in ends]


@pytest.mark.parametrize("text", SPELLED)
def test_two_ends(text):
    assert read(text) == pytest.approx([0.466, 0.596])


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("-0.05 to 0.12", [-0.05, 0.12]),
        ("-0.05–0.12", [-0.05, 0.12]),
        ("-0.05 - -0.01", [-0.05, -0.01]),
        ("−5−−1", [-5, -1]),
    ],
)
def test_ends_below_zero(text, ends):
    assert read(text) == ends


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("¥1,200 to ¥1,400", [1200, 1400]),
        ("1,200-1,400元", [1200, 1400]),
        ("0.12万到0.14万", [1200, 1400]),
        ("1.2–1.4k", [1200, 1400]),
        ("¥1,300 ± 100", [1200, 1400]),
    ],
)
def test_ends_in_money(text, ends):
    assert read(text, "¥") == pytest.approx(ends)


@pytest.mark.parametrize("text", ["12,34", "0.4", "1,234.5", "1,234,5,678", "2024-01-02", "1e-5", "half", ""])
def test_one_number_or_a_riddle_is_no_interval(text):
    assert ends_of(text) is None


@pytest.mark.parametrize("text", ["0.5 ± x", "±3", "0.5 ±"])
def test_without_a_number_on_a_side_it_cannot_be_read(text):
    with pytest.raises(Unreadable):
        ends_of(text)
