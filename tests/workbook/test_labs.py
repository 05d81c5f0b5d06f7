"""Labs: the prediction is recorded before the controls unlock, right or wrong."""

import ipywidgets as ipw
import pytest

from crmlib import explore, rfm
from crmlib.explore.chart import VEGALITE
from crmlib.workbook import lab, question
from crmlib.workbook.marking import key
from crmlib.workbook.record import store
from crmlib.workbook.record.store import RECORD_FILE

ID = "rfm.lab-weights"


class Lab:
    """A lab and someone in front of it."""

    def __init__(self):
        self.drawn = []
        self.weight = ipw.IntSlider(value=1, min=1, max=5, description="weight")
        self.view = lab(ID, {"weight": self.weight}, lambda weight: self.drawn.append(weight))
        self.sure, self.radio = (
            next(part for part in self.view.children if isinstance(part, kind))
            for kind in (ipw.ToggleButtons, ipw.RadioButtons)
        )
        self.button = next(part for part in self.view.children if isinstance(part, ipw.Button))

    @property
    def told(self):
        texts = [part.value for part in self.view.children if isinstance(part, ipw.HTML)]
        return next(text for text in texts if 'role="status"' in text)


@pytest.fixture
def weights(own):
    return Lab()


def test_the_picture_is_drawn_and_the_controls_are_locked(weights):
    assert weights.drawn == [1] and weights.weight.disabled
    assert question(ID).prompt.partition(":")[0] in weights.view.children[0].value


@pytest.mark.parametrize(("sure", "prediction"), [(None, None), ("sure", None), (None, "recent")])
def test_half_a_prediction_unlocks_nothing(weights, own, sure, prediction):
    weights.sure.value, weights.radio.value = sure, prediction
    weights.button.click()
    assert weights.weight.disabled and "Choose a prediction" in weights.told
    assert store.read(own / RECORD_FILE) == []


@pytest.mark.parametrize(("prediction", "stage"), [("recent", "right"), ("nobody", "slip")])
def test_any_prediction_is_recorded_and_unlocks_without_a_verdict(weights, own, prediction, stage):
    weights.sure.value, weights.radio.value = "unsure", prediction
    weights.button.click()
    assert not weights.weight.disabled
    assert "Recorded. Now move the controls" in weights.told
    assert not any(why in weights.told for why in key(ID).whys.values())
    (entry,) = store.read(own / RECORD_FILE)
    assert (entry["given"], entry["stage"], entry["confidence"]) == (prediction, stage, "unsure")


def test_moving_a_control_draws_again(weights):
    weights.weight.value = 4
    assert weights.drawn == [1, 4]


def test_outside_the_students_own_work_it_works_unrecorded(outside):
    weights = Lab()
    weights.sure.value, weights.radio.value = "guess", "recent"
    weights.button.click()
    assert not weights.weight.disabled
    assert list(outside.iterdir()) == []


def test_outside_work_the_lab_does_not_claim_a_record(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    outside = Lab()
    outside.sure.value, outside.radio.value = "sure", "recent"
    outside.button.click()
    assert not outside.weight.disabled and "Recorded." not in outside.told
    assert "a record is kept only in your own copy" in outside.told
    assert list(tmp_path.iterdir()) == []


# A lab around a live chart

CHART = explore.curve(
    rfm.break_even_response_rate,
    over="margin_per_response",
    sliders={
        "cost_per_contact": explore.Slider(2, 1, 4, 0.1),
        "margin_per_response": explore.Slider(12, 4, 40, 1),
    },
    answer="break-even response rate",
    unit="%",
)
LIVE = "rfm.lab-break-even"


def test_a_live_lab_stores_its_chart_and_its_question_for_the_page(own):
    live = lab(LIVE, CHART)
    bundle = live._repr_mimebundle_()
    assert set(bundle) == {VEGALITE, "text/plain", "application/vnd.jupyter.widget-view+json"}
    asked = bundle[VEGALITE]["usermeta"]["explore"]["predict"]
    assert asked["prompt"] == question(LIVE).prompt
    assert set(asked["options"]) == {option.text for option in question(LIVE).options}
    assert bundle["text/plain"] == repr(CHART) == repr(live)
    assert "predict" not in CHART.about


def test_the_page_of_a_live_lab_is_the_same_for_every_student(own, monkeypatch):
    pages = []
    for student in ("20260017", "20260018"):
        monkeypatch.setenv("CRMLIB_STUDENT", student)
        pages.append(lab(LIVE, CHART)._repr_mimebundle_()[VEGALITE])
    assert pages[0] == pages[1]


def test_a_live_lab_shows_its_chart_after_the_prediction_and_once(own):
    view = lab(LIVE, CHART).view()
    sure, radio, button, picture = (
        next(part for part in view.children if isinstance(part, kind))
        for kind in (ipw.ToggleButtons, ipw.RadioButtons, ipw.Button, ipw.Output)
    )
    shown = []
    picture.append_display_data = shown.append
    button.click()
    assert shown == []
    sure.value, radio.value = "guess", "doubles"
    button.click()
    button.click()
    assert [VEGALITE in one._repr_mimebundle_() for one in shown] == [True]
    assert store.read(own / RECORD_FILE)[0]["given"] == "doubles"


def test_a_lab_never_says_recorded_when_it_is_not_so(weights, own):
    (own / "record.jsonl").mkdir()
    weights.sure.value, weights.radio.value = "unsure", "recent"
    weights.button.click()
    assert not weights.weight.disabled and "Recorded." not in weights.told
    assert "not recorded" in weights.told and "cannot be written" in weights.told


@pytest.mark.parametrize(
    ("id", "controls", "draw", "sentence"),
    [
        (
            "clv.npv",
            {},
            print,
            "id must name a choice, .*; 'clv.npv' is another kind",
        ),
        (
            ID,
            "x",
            print,
            "controls must be a live chart, or a dictionary from argument to",
        ),
        (ID, {"weight": 3}, print, "controls must be a live chart, or a dictionary"),
        (ID, {}, None, "draw must be a function of the controls' values; got None"),
    ],
)
def test_what_makes_no_lab_gets_a_sentence(id, controls, draw, sentence):
    with pytest.raises(TypeError, match=sentence):
        lab(id, controls, draw)


@pytest.mark.parametrize(
    ("prediction", "told"), [("recent", "and so it is."), ("nobody", "It is: “")], ids=["right", "wrong"]
)
def test_after_a_look_the_lab_says_what_was_predicted_and_what_it_is(weights, prediction, told):
    look = next(part for part in weights.view.children if getattr(part, "description", "") == "Was I right?")
    assert look.layout.display == "none"
    weights.sure.value, weights.radio.value = "unsure", prediction
    weights.button.click()
    assert look.layout.display == "" and "You said" not in weights.told
    look.click()
    assert "You said: “" in weights.told and told in weights.told and key(ID).after in weights.told


def test_the_page_says_of_each_option_what_it_is(own):
    asked = lab(LIVE, CHART).chart.about["predict"]
    right = key(LIVE).solution({})
    texts = {option.key: option.text for option in question(LIVE).options}
    said = dict(zip(asked["options"], asked["then"], strict=True))
    assert sum("and so it is" in then for then in said.values()) == 1 and "so it is" in said[texts[right]]
