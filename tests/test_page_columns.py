"""Values packed in columns come out as they went in."""

import pytest
from book_pages import columns
from hypothesis import given
from hypothesis import strategies as st

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-99, 99)
    | st.sampled_from(["3 of 4", "1,200.5", "12 of 4", "a|b", ""])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
)


def picked(node, at):
    """One value out of a node, as the page's script takes it."""
    shape, what, *more = node
    if shape == columns.SAME:
        return what
    if shape == columns.NAMED:
        return {name: picked(one, at) for name, one in what.items()}
    if shape == columns.LISTED:
        return [picked(one, at) for one in what]
    if shape == columns.FEW:
        return what[more[0][at]]
    if shape == columns.FILLED:
        gaps = ["", *(column.split(columns.SIGN)[at] for column in more[0])]
        return "".join(gap + part for gap, part in zip(gaps, what, strict=True))
    if shape == columns.PARTED:
        which = more[0]
        return picked(what[which[at]], which[:at].count(which[at]))
    return what[at]


@given(st.lists(VALUES, min_size=1, max_size=12))
def test_each_value_comes_out_as_it_went_in(values):
    node = columns.packed(values)
    assert [picked(node, at) for at in range(len(values))] == values


@pytest.mark.parametrize("many", [2, 40])
def test_what_is_common_stands_there_once(many):
    node = columns.packed([{"text": f"A customer pays ¥{n}.", "unit": "¥"} for n in range(many)])
    assert str(node).count("A customer pays") == 1 and str(node).count("'¥'") == 1
