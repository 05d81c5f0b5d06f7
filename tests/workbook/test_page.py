"""A question as plain data for the page; the browser's verdicts are compared in test_browser_quiz.py."""

import json

import pytest
import toy

from crmlib.workbook.screen.page import page_item

KINDS = {
    "toy.number": "number",
    "toy.share": "number",
    "toy.count": "number",
    "toy.reverse": "number",
    "toy.choice": "choice",
    "toy.audit": "choice",
    "toy.definition": "choice",
    "toy.interval": "choice",
    "toy.function": "choice",
    "toy.several": "several",
    "toy.order": "order",
    "toy.lines": "order",
    "toy.match": "match",
    "toy.value": "read",
    "toy.query": "read",
    "toy.decision": "read",
    "toy.memo": "read",
}


@pytest.mark.parametrize("asked", toy.ALL, ids=lambda asked: asked.id)
def test_every_kind_has_a_page_face_in_plain_data(asked):
    item = page_item(asked.question)
    assert item["kind"] == KINDS[asked.id] and len(item["hints"]) == 3
    assert json.loads(json.dumps(item, allow_nan=False)) == item == page_item(asked.question)


def test_the_numbers_that_make_a_claim_true_are_between_two_ends():
    numbers = toy.reverse.numbers()
    low, high = sorted(page_item(toy.reverse.question)["between"])
    assert low < toy.reverse.solution(numbers) < high
    for inside, outside in ((low * 1.0001, low * 0.9999), (high * 0.9999, high * 1.0001)):
        assert toy.reverse.mark(inside, numbers).right and not toy.reverse.mark(outside, numbers).right


def test_a_set_of_options_is_named_by_its_sum():
    item, places = page_item(toy.several.question), {}
    for place, option in enumerate(toy.several.shuffled()):
        places[option.key] = place
    verdict = item["verdicts"][2 ** places["two"] + 2 ** places["four"]]
    assert verdict[0] == "right" and item["words"][verdict[1]] == "Right. Pairs."


def test_a_function_is_asked_for_an_input_on_which_its_rivals_differ():
    item = page_item(toy.function.question)
    assert len(set(item["options"])) == 3 and "What does this function give for margin = " in item["prompt"]
    assert [stage for stage, _ in item["verdicts"]].count("right") == 1
