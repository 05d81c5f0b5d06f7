"""What a heading says about its amounts: a currency, and thousands, ten thousands or hundredths.

Only words that are known count, and only if all words in the brackets are. "(incl. tax)" says nothing here.
"""

import functools
import re
import unicodedata
from typing import NamedTuple

from crmlib._guard.written_numbers import ENDING, agreed, currencies_named

_MULTIPLES = {
    1_000.0: "k thousand thousands ths tsd tsd. tausend milliers 000 000s '000 '000s 千",
    10_000.0: "万",
    1_000_000.0: "million millions mn mio mio. 百万",
    100_000_000.0: "亿",
    0.1: "角",
    0.01: "cent cents ct pence centimes 分",
}
_FACTOR_OF = {word: factor for factor, words in _MULTIPLES.items() for word in words.split()}
_FACTOR_OF_LETTER = {"k": 1_000.0, "t": 1_000.0, "m": 1_000_000.0, "mn": 1_000_000.0}
_FILLERS = {"in", "of", "en", "unit", "units", "单位"}
_CHINESE = re.compile(r"(人民币)?(百万|亿|万|千|角|分)?(\w*元|\w+币)?(人民币)?")
_LAST_CODE = re.compile(rf"(?:{ENDING})$")


class HeadingUnits(NamedTuple):
    """The factor of the amounts, the words that say it, and what the currency may be (None: none said)."""

    factor: float
    words: str
    currency: tuple | None


def heading_units(heading):
    """What a heading says about the amounts below it.

    Parameters
    ----------
    heading : str
        A heading, such as "金额（万元）".

    Returns
    -------
    HeadingUnits
        `factor`, `words`, `currency`; 1, "" and None where it says nothing.

    Examples
    --------
    >>> heading_units("金额（万人民币）")
    HeadingUnits(factor=10000.0, words='万人民币', currency=('yuan',))
    >>> heading_units("Revenue (USD thousands)")
    HeadingUnits(factor=1000.0, words='usd thousands', currency=('US dollar',))
    >>> heading_units("amount (incl. tax)")
    HeadingUnits(factor=1.0, words='', currency=None)
    """
    text = unicodedata.normalize("NFKC", str(heading)).lower().strip()
    said = " ".join(re.findall(r"[(\[]([^)\]]*)[)\]]", text)) or "".join(_LAST_CODE.findall(text))
    words = [word for word in re.split(r"[\s/:,]+", said) if word and word not in _FILLERS]
    meanings = [_meaning(word) for word in words]
    factors = {factor for factor, _ in filter(None, meanings) if factor != 1}
    currency = functools.reduce(agreed, (named for _, named in filter(None, meanings)), None)
    if None in meanings or len(factors) > 1 or currency == ():
        return HeadingUnits(1.0, "", None)
    return HeadingUnits(next(iter(factors), 1.0), " ".join(words) if factors else "", currency)


def _meaning(word):
    """The factor and the currency of a word; None if it is not known."""
    if word in _FACTOR_OF:
        return _FACTOR_OF[word], None
    if currency := currencies_named(word):
        return 1.0, currency
    if match := _CHINESE.fullmatch(word):
        said = [currencies_named(part) for part in match.group(1, 3, 4) if part]
        if None not in said:
            return _FACTOR_OF.get(match[2], 1.0), functools.reduce(agreed, said, None)
    for letter, factor in _FACTOR_OF_LETTER.items():
        for rest in (word.removeprefix(letter), word.removesuffix(letter)):
            if rest != word and (currency := currencies_named(rest)):
                return factor, currency
    return None
