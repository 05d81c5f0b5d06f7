"""A quiz in a chapter: text for the comparison of outputs, data for the page, widgets for JupyterLab."""

import json

import pytest
from book_pages import mathematics, quizzes

from crmlib.workbook import quiz
from crmlib.workbook.screen.quiz import QUIZ

IDS = "rfm.recency", "rfm.which-frequency"


def notebook(bundle):
    cell = {"cell_type": "code", "source": "quiz(...)", "outputs": [{"data": bundle}]}
    return json.dumps({"cells": [cell]})


def test_the_output_is_the_same_every_time_but_for_the_widget(outside):
    one, two = (quiz(*IDS)._repr_mimebundle_() for _ in range(2))
    for kind in ("text/plain", "text/markdown", QUIZ):
        assert one[kind] == two[kind]
    assert [item["id"] for item in one[QUIZ]["items"]] == list(IDS)
    assert any(kind.endswith("widget-view+json") for kind in one)


def test_an_unknown_question_is_told_so(outside):
    with pytest.raises(KeyError, match="did you mean"):
        quiz("rfm.recencie")


def test_a_stored_quiz_becomes_a_form_with_its_script_once_a_page(outside):
    bundle = quiz(*IDS)._repr_mimebundle_()
    page = quizzes.with_quizzes(notebook(bundle), "chapters/04-rfm")
    data = json.loads(page)["cells"][0]["outputs"][0]["data"]
    assert set(data) == {"text/html"}
    assert data["text/html"].count("<form") == 2
    assert data["text/html"].count('src="../_static/vendor/quizzes/quizzes.js"') == 1


def test_the_pdf_keeps_the_statements(outside):
    bundle = quiz(*IDS)._repr_mimebundle_()
    data = json.loads(quizzes.with_quizzes(notebook(bundle), "chapters/04-rfm", "latex"))
    kept = data["cells"][0]["outputs"][0]["data"]
    assert QUIZ not in kept and "text/markdown" in kept


def test_mathematics_and_chinese_render_inside():
    formula = mathematics.drawn("p^2")
    assert "<msup><mi>p</mi><mn>2</mn></msup>" in formula
    text = quizzes.inline("$p^2$ of 客户 <b>")
    assert text == f'<span class="math inline">{formula}</span> of 客户 &lt;b&gt;'
