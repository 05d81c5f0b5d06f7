"""Which numbers a question is asked with: those that its key accepts, beside a twin with another answer."""

import pytest
import toy
from both import Both

from crmlib.workbook.kinds.draws import Sample, money, rate
from crmlib.workbook.kinds.variants import Solved, Variants, farthest
from crmlib.workbook.marking.acceptance import Refused, find
from crmlib.workbook.marking.key import Slip

SMALL = toy.number.changed(
    draws=dict(margin=money(1_000, 1_900, 100), kept=rate(0.6, 0.8, 0.05)), early_rounding=None
)


def numbers_of(asked, found):
    return [asked.variant(place) for place in found.places]


def test_a_small_grid_is_gone_through_and_each_of_its_numbers_comes_once():
    found = find(SMALL.key)
    drawn = [tuple(one.values()) for one in numbers_of(SMALL, found)]
    own = [tuple(SMALL.variant(twin.place).values()) for twin in found.twins[1:]]
    assert len(set(drawn + own)) == len(drawn + own) and tuple(SMALL.numbers().values()) not in drawn + own
    assert 50 - 4 - 8 <= len(drawn) + len(own) <= 50


def test_the_twin_that_falls_to_a_variant_has_another_answer():
    found = find(SMALL.key)
    twins = [SMALL.variant(twin.place) for twin in found.twins]
    for position, numbers in enumerate(numbers_of(SMALL, found)):
        place = farthest(found.twins, SMALL.question.shown(numbers), position)
        if place:  # the first has a stream of its own
            assert SMALL.key.is_other(numbers, twins[place])
        text = found.twins[place].text
        assert not text.endswith(f" {SMALL.solution(numbers):.0f}.")


def test_the_twin_of_nearly_everyone_has_no_number_in_common_with_hers():
    found = find(SMALL.key)
    students = [SMALL.question.shown(numbers) for numbers in numbers_of(SMALL, found)]
    twins = [found.twins[farthest(found.twins, own, at)].shown for at, own in enumerate(students)]
    shared = [sum(own[name] == twin[name] for name in own) for own, twin in zip(students, twins, strict=True)]
    assert len(found.twins) > 2 and sum(map(bool, shared)) <= len(shared) / 50
    assert not set(SMALL.question.shown(SMALL.numbers()).items()) & set(found.twins[0].shown.items())


def test_where_every_draw_will_do_there_are_twins_with_other_single_numbers():
    listed = toy.value.changed(
        draws=dict(rows=Sample(lambda rng: [rng.random()], "rows"), cost=money(1, 4)),
        twin=lambda rows, cost: f"{rows[0]:.3f} {cost}",
        answer=lambda rows, cost: rows,
        hints=["Think."],
    )
    found = find(listed.key)
    costs = [twin.shown["cost"] for twin in found.twins]
    assert found.places is None and len(costs) == len(set(costs)) == 3
    assert costs[farthest(found.twins, {"cost": costs[0]}, 0)] != costs[0]


def test_answer_and_slips_lie_apart_without_being_asked_to():
    near = toy.number.changed(slips=[Slip(lambda margin, kept: margin * 0.7, "This is the …", "a mean")])
    found = find(near.key)
    assert all(abs(one["kept"] - 0.7) > 0.02 * 0.7 for one in numbers_of(near, found))


def test_a_count_and_its_slips_differ_by_one_at_least():
    slip = Slip(lambda margin, kept: margin + (margin > 1_500), "This is the …", "one more")
    count = SMALL.changed(answer=lambda margin, kept: margin, slips=[slip], tolerance=0)
    assert all(one["margin"] > 1_500 for one in numbers_of(count, find(count.key)))


def test_a_turned_sign_is_told_from_a_slip_of_that_size():
    slip = Slip(lambda margin, kept: -1_500 * kept, "This is the …", "a sign")
    turned = SMALL.changed(slips=[slip], turned="This is the loss.", low=-10_000)
    assert all(one["margin"] != 1_500 for one in numbers_of(turned, find(turned.key)))
    plain = turned.changed(turned="")
    assert any(one["margin"] == 1_500 for one in numbers_of(plain, find(plain.key)))


def test_answers_out_of_range_are_not_drawn():
    low = toy.number.changed(high=2_000)
    assert all(low.solution(one) <= 2_000 for one in numbers_of(low, find(low.key)))


def test_a_table_of_which_nothing_is_asked_is_simply_drawn():
    listed = toy.value.changed(
        draws=dict(rows=Sample(lambda rng: [rng.random()], "rows")),
        twin=lambda rows: f"{rows[0]:.3f}",
        answer=lambda rows: rows,
        hints=["Think."],
    )
    found = find(listed.key)
    assert found.places is None and len(found.twins) == 1
    assert find(listed.changed(where=lambda rows: rows[0] > 0.5).key).places is not None


def test_what_still_will_do_keeps_its_place():
    found = find(SMALL.key)
    assert "¥1,600" not in {twin.shown["margin"] for twin in found.twins}  # else other twins fall to others
    stricter = SMALL.changed(where=lambda margin, kept: margin != 1_600)
    kept = find(stricter.key, found)
    replaced = [place for place, numbers in zip(found.places, numbers_of(SMALL, found), strict=True)
                if numbers["margin"] == 1_600]  # fmt: skip
    assert replaced and not set(replaced) & set(kept.places)
    same = [new == old for new, old in zip(kept.places, found.places, strict=False)]
    assert sum(same) >= len(kept.places) - len(replaced)
    assert find(SMALL.key, found) == found


def test_a_changed_text_of_a_twin_changes_no_number():
    found = find(SMALL.key)
    reworded = find(SMALL.changed(twin=lambda margin, kept: f"{margin}, {kept}!").key, found)
    assert reworded.places == found.places and reworded.book == found.book
    assert [twin.place for twin in reworded.twins] == [twin.place for twin in found.twins]
    assert all(twin.text.endswith("!") for twin in reworded.twins)


def test_draws_that_are_all_refused_are_said_in_a_sentence():
    with pytest.raises(Refused, match=r"^toy\.number: `where`, the range or the foreseen errors refuse all"):
        find(toy.number.changed(where=lambda margin, kept: False).key)


def test_a_question_without_numbers_has_a_twin_at_most():
    assert find(toy.choice.key) == Variants(twins=[])
    written = Both(toy.choice.question, toy.choice.changed(twin=lambda: "So.").key)
    assert find(written.key) == Variants(twins=[Solved(0, "So.")])
