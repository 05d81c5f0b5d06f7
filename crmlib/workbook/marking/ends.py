"""Reading the two ends of an interval as people write them."""

import re
import unicodedata

from crmlib.workbook.marking.reading import read_number

_NUMBER = r"[-−+]?[¥$€£]?\.?\d"
_BRACKETS = re.compile(r"[\[(\]【]([^()\[\]【】]*)[\])\[】]\s*(\D{0,20})")
_AROUND = re.compile(r"^(?:between|from|zwischen|von|entre|de|从|在|介于)\s*|\s*之间$", re.IGNORECASE)
_PLUS_MINUS = re.compile(r"\s*(?:±|\+\s*/\s*[-−–]|\+-|plus\s+or\s+minus|plus/minus)\s*", re.IGNORECASE)
_BETWEEN = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\s*[<≤]=?\s*\w{0,20}\s*[<≤]=?\s*",
        r"\s+(?:to|and|bis|und|à|a|et|y|until|up to)\s+",
        r"\s*[到至和与]\s*",
        r"\s*;\s*",
        r"\s*(?:\.{2,3}|[~∼〜])\s*",
        rf"(?<=[\d%‰元万人])\s*[-−–—]\s*(?={_NUMBER})",
        rf"(?<=%)\s*,?\s*(?={_NUMBER})",
        r",\s+",
        "|".join(rf"(?<=\.\d{{{decimals}}}),(?=-?\d*\.)" for decimals in range(1, 7)),
        r"(?<=\d),(?=-?0,\d)",
    )
]


def ends_of(text, unit=""):
    """The low and the high end in a text, as texts or numbers; None if it does not say two.

    Parameters
    ----------
    text : str
        Such as ``"[0.4, 0.6]"``, ``"40–60 %"``, ``"0.4到0.6"`` or ``"0.5 ± 0.1"``.
    unit : str
        The unit asked for.

    Raises
    ------
    Unreadable
        If what stands on a side of ± is no number.

    Examples
    --------
    >>> ends_of("[0.4, 0.6]"), ends_of("40–60 %"), ends_of("3 ± 1"), ends_of("0,5")
    (['0.4', '0.6'], ['40 %', '60 %'], [2.0, 4.0], None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("。")
    if found := _BRACKETS.fullmatch(plain):
        plain = found[1].strip() + found[2]
    if len(parts := _PLUS_MINUS.split(plain)) == 2:
        middle, half = (read_number(one, unit)[0] for one in _in_one_unit(*parts))
        return [middle - half, middle + half]
    splits = (pattern.split(_AROUND.sub("", plain)) for pattern in _BETWEEN)
    ends = next((parts for parts in splits if len(parts) == 2 and all(parts)), None)
    return ends and list(_in_one_unit(*ends))


def _in_one_unit(low, high):
    """What stands behind the high end alone belongs to both, as in "22 to 33 %"."""
    if low.strip()[-1:].isdigit():
        low += re.sub(r"^\D*[\d., ]*\d(?:e[-+]?\d+)?(?=\D*$)", "", high.strip(), flags=re.IGNORECASE)
    return low, high
