"""Labs: the prediction is recorded before the controls unlock, right or wrong."""

import ipywidgets as ipw
import pytest

from crmlib.workbook import lab, question, record
from crmlib.workbook.record import RECORD_FILE

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
    assert record.read(own / RECORD_FILE) == []


@pytest.mark.parametrize(("prediction", "stage"), [("recent", "right"), ("nobody", "slip")])
def test_any_prediction_is_recorded_and_unlocks_without_a_verdict(weights, own, prediction, stage):
    weights.sure.value, weights.radio.value = "unsure", prediction
    weights.button.click()
    assert not weights.weight.disabled
    assert "Recorded. Now move the controls" in weights.told
    assert not any(option.why in weights.told for option in question(ID).options)
    (entry,) = record.read(own / RECORD_FILE)
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
    assert not outside.weight.disabled and "a record is kept below work/ only" in outside.told
    assert list(tmp_path.iterdir()) == []
