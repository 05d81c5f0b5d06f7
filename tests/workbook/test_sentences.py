"""All that can be said of the wrong numbers of a bank stands in a file, and a person has read it."""

import pytest
import sentences

from crmlib.workbook import banks


@pytest.mark.parametrize("bank", banks.bank_names())
def test_the_file_of_a_bank_is_what_is_said(bank):
    file = sentences.FOLDER / f"{bank}.txt"
    told = (
        f"What is said of wrong numbers has changed. Run python tools/sentences.py {bank}; read what is new."
    )
    now = sentences.written(bank, sentences.read_before(bank))
    assert file.exists() and file.read_text(encoding="utf-8") == now, told


@pytest.mark.parametrize("bank", [name for name in banks.bank_names() if sentences.read_before(name)])
def test_a_bank_of_which_some_is_read_is_read_whole(bank):
    unread = [pair for pair in sentences.sentences(bank) if pair not in sentences.read_before(bank)]
    assert not unread, (
        f"Read these, and then run python tools/sentences.py --read {bank}, which marks all: {unread}"
    )


def test_a_changed_sentence_is_new_again(tmp_path):
    (tmp_path / "value.txt").write_text(
        "read toy.one: It is so.\nnew  toy.two: It was so.\n", encoding="utf-8"
    )
    assert sentences.read_before("value", tmp_path) == {("toy.one", "It is so.")}
    first, *_ = sentences.sentences("value")
    lines = sentences.written("value", {first}).splitlines()
    assert lines[0].startswith("read ") and all(line.startswith("new  ") for line in lines[1:])
