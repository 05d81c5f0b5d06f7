"""The text of a file: by a mark at its start, by its form, or by its pairs of high bytes."""

import codecs
import re


def decode(name, content, encoding):
    """The text and its encoding, by a mark at its start, by its form, or by its pairs of high bytes."""
    said, encoding = encoding, encoding or _encoding(name, content)
    if not said and encoding.startswith("utf-16-") and not _decodes(content, encoding):
        raise ValueError(f"path: {name} is not text and no kind of table that is known here")
    try:
        text = content.decode(encoding)
    except (UnicodeError, ValueError) as problem:
        place = f" (byte {problem.start + 1:,})" if isinstance(problem, UnicodeDecodeError) else ""
        raise ValueError(f"encoding: {name} is not {encoding}{place}; say another, or leave it out") from None
    if not text.strip("\ufeff\0 \t\r\n").strip():
        raise ValueError(f"path: {name} is empty")
    return text.removeprefix("\ufeff"), encoding.lower()


def _encoding(name, content):
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return encoding
    if (zeros := content[:4000].count(0)) > len(content[:4000]) / 5:
        return "utf-16-le" if content[1:4000:2].count(0) > zeros / 2 else "utf-16-be"
    if zeros or len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", content[:4000])) > 5:
        raise ValueError(f"path: {name} is not text and no kind of table that is known here")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as problem:
        return _older_encoding(name, content, problem)
    return "utf-8"


def _older_encoding(name, content, problem):
    """GB18030 if high bytes come in pairs or fours, Windows-1252 if they stand alone; else refused."""
    start = content[:2_000_000]
    runs = re.findall(rb"[\x80-\xff]+", start)
    _refuse_broken_utf8(name, content, problem, runs)
    fours = len(re.findall(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]", start))
    paired = sum(len(run) for run in runs if len(run) % 2 == 0 and run[0] >= 0xA1) + 2 * fours
    share = paired / sum(map(len, runs))
    if share >= 0.9 and _decodes(content, "gb18030"):
        return "gb18030"
    older = share <= 0.2 and _is_older_still(start, runs)
    if share <= 0.2 and not older and _decodes(content, "cp1252"):
        return "cp1252"
    likely = _of_a_machine(start) if older else _likely_encoding(content)
    raise ValueError(
        f"encoding: that of {name} is not clear; say it, e.g. encoding={likely!r}, "
        'encoding="gb18030" or encoding="cp1252"'
    )


def _is_older_still(start, runs):
    """Bytes that Windows-1252 hardly has within a word, and the Macintosh and DOS have as ä, ö and é."""
    within = re.findall(rb"(?<=[A-Za-z])[\x80-\x91\x93-\x95\x98-\x9b\x9d-\x9f](?=[A-Za-z])", start)
    return 2 * len(within) >= sum(map(len, runs))


def _of_a_machine(start):
    """Which of the two: as ä, ö, ü and é the Macintosh wrote other bytes than DOS; a proposal only."""
    macintosh, dos = (
        len(re.findall(letters, start)) for letters in (rb"[\x8a\x8e\x9a\x9f]", rb"[\x81-\x84\x94]")
    )
    return "mac_roman" if macintosh > dos else "cp850"


def _refuse_broken_utf8(name, content, problem, runs):
    """Text of which nearly all is UTF-8 has been cut, or glued together from two encodings."""
    kept = content[:2_000_000].decode("utf-8", errors="ignore")
    good = sum(len(letter.encode()) for letter in re.findall(r"[^\x00-\x7f]+", kept))
    if good >= 0.8 * sum(map(len, runs)):
        line = content[: problem.start].count(b"\n") + 1
        raise ValueError(
            f"encoding: {name} is UTF-8 except for what stands in line {line:,}; mend that line, "
            "or say encoding if it is another"
        )


def _decodes(content, encoding):
    try:
        content.decode(encoding)
    except UnicodeError:
        return False
    return True


def _likely_encoding(content):
    """What letters and their neighbours speak for, as a proposal only."""
    import charset_normalizer

    candidates = ["big5", "shift_jis", "euc_kr", "cp1250", "cp1251"]
    best = charset_normalizer.from_bytes(content[:200_000], cp_isolation=candidates).best()
    return best.encoding if best else "big5"
