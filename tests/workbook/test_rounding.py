"""Which roundings of the right number are right: three digits, a per cent to one decimal, cents."""

import dataclasses

import pytest
import toy
from hypothesis import given
from hypothesis import strategies as st

from crmlib.workbook.marking.rounding import is_rounded


@pytest.mark.parametrize(
    ("value", "right", "unit", "rounded"),
    [
        (21.1, 21.142857, "weeks", True),
        (21, 21.142857, "weeks", False),
        (0.0123, 0.012345, "", True),
        (0.012, 0.012345, "", False),
        (0.012, 0.012345, "share", True),
        (0.01, 0.012345, "share", False),
        (0.01, 0.012345, "¥", True),
        (0.01, 0.012345, "US dollars", True),
        (0.467, 0.46652, "share", True),
        (0.466, 0.46652, "share", False),
        (0.097, 0.09650000000000003, "share", True),
        (0.096, 0.09650000000000003, "share", True),
        (-0.7, -0.704348, "¥", True),
        (0.7, -0.704348, "¥", False),
        (12_300, 12_345.6, "customers", True),
        (12_000, 12_345.6, "customers", False),
        (12_345.5, 12_345.6, "customers", False),
        (1000, 999.6, "", True),
        (0, 0.0004, "share", False),
        (0.0, 0.0, "share", False),
    ],
)
def test_roundings(value, right, unit, rounded):
    assert is_rounded(value, right, unit) is rounded


@given(st.floats(1e-6, 1e9), st.sampled_from(["", "share", "¥", "days"]))
def test_three_digits_are_always_a_rounding_and_lie_off_by_half_a_per_cent_at_most(right, unit):
    value = float(f"{right:.2e}")
    assert is_rounded(value, right, unit)
    assert abs(value - right) <= 0.00501 * right


@given(st.floats(1e-3, 1))
def test_a_share_to_three_decimals_is_a_rounding(right):
    assert is_rounded(float(f"{right:.3f}"), right, "share")


def question(right, slip, **changes):
    foreseen = dataclasses.replace(toy.number.slips[0], wrong=lambda **_: slip)
    changes = dict(unit="share", low=0, high=1) | changes
    return toy.number.changed(answer=lambda **_: right, slips=[foreseen], early_rounding=None, **changes)


def mark(given, asked):
    return asked.mark(given, toy.NUMBERS)


@pytest.mark.parametrize("given", ["0.062", "6.2 %", 0.062, 0.0615, "0.0615385"])
def test_a_rounded_answer_is_right(given):
    assert mark(given, question(0.0615385, 0.5)).right


def test_a_slip_that_lies_nearer_is_named_all_the_same():
    near = question(0.0615385, 0.0619)
    assert mark(0.0619, near).slip == 0 and not mark(0.062, near).right
    assert mark(0.0615, near).right


def test_a_narrow_tolerance_takes_three_digits_as_well():
    weeks = question(21.142857, 3.0, unit="weeks", high=99, tolerance=0.001)
    assert mark(21.1, weeks).right and not mark(21.05, weeks).right
    assert mark(21, weeks).message.endswith("give at least three digits.")


def test_a_count_is_never_rounded():
    count = toy.count.changed(answer=lambda: 1_234, slips=[], high=1e5)
    assert count.mark(1_234, {}).right and not count.mark(1_230, {}).right


def test_the_ends_of_an_interval_may_be_rounded():
    asked = toy.interval.changed(answer=lambda n: (1_234.0, 1_256.0), unit="¥", slips=[])
    assert asked.mark((1_230, 1_260), dict(n=100)).right
    assert not asked.mark((1_230, 1_250), dict(n=100)).right
    foreseen = dataclasses.replace(toy.interval.slips[0], wrong=lambda n: (1_231.0, 1_259.0))
    assert not asked.changed(slips=[foreseen]).mark((1_230, 1_260), dict(n=100)).right
