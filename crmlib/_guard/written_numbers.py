"""Numbers as people write them, and the one table of currencies: for answers to a question and for own files.

A text is taken apart into digits, a factor and a currency. What the digits are under a decimal mark is a
step of
its own: a column of a file decides the mark by all its values, and a lone answer may have two readings.
"""

import functools
import math
import re
import unicodedata
from typing import NamedTuple

# Each currency by its name, with the words and signs that mean it and no other.
_CURRENCIES = {
    "yuan": "CNY, RMB, CN¥, yuan, renminbi, 人民币, 人民币元, 块",
    "US dollar": "USD, US$, US, US dollars, 美元, 美金",
    "euro": "EUR, €, euros, 欧元",
    "pound": "GBP, pound sterling, 英镑",
    "yen": "JPY, JP¥, 円, 日元, 日圓",
    "Hong Kong dollar": "HKD, HK$, 港元, 港币, 港幣",
    "Taiwan dollar": "TWD, NT$, NTD, 新台币, 新台幣, 台币",
    "Macao pataca": "MOP, MOP$, 澳门元",
    "Swiss franc": "CHF, SFr, SFr.",
    "won": "KRW, ₩, 원, 韩元",
    "Indian rupee": "INR, ₹",
    "Australian dollar": "AUD, A$, AU$, 澳元",
    "Canadian dollar": "CAD, C$, CA$, 加元",
    "New Zealand dollar": "NZD, NZ$",
    "Singapore dollar": "SGD, S$, 新加坡元, 新元",
    "Mexican peso": "MXN, MX$, Mex$",
    "real": "BRL, R$, reais",
    "rouble": "RUB, ₽, 卢布",
    "baht": "THB, ฿, 泰铢",
    "ringgit": "MYR, RM",
    "rupiah": "IDR, Rp, Rp.",
    "dong": "VND, ₫",
    "Philippine peso": "PHP, ₱",
    "Swedish krona": "SEK",
    "Danish krone": "DKK",
    "Norwegian krone": "NOK",
    "złoty": "PLN, zł",
    "Czech koruna": "CZK, Kč",
    "forint": "HUF, Ft",
    "Turkish lira": "TRY, ₺, TL",
    "shekel": "ILS, ₪",
    "hryvnia": "UAH, ₴",
    "rand": "ZAR, R",
    "naira": "NGN, ₦",
    "dirham": "AED, DH, Dhs",
    "riyal": "SAR, ﷼",
}

# Signs and words that several currencies share; the first is meant where nothing else says which.
_SHARED = {
    "¥": ("yuan", "yen"),
    "元, 圆, 圓": ("yuan", "Taiwan dollar", "Hong Kong dollar", "Macao pataca"),
    "$, dollar, dollars": (
        "US dollar", "Australian dollar", "Canadian dollar", "New Zealand dollar", "Singapore dollar",
        "Hong Kong dollar", "Taiwan dollar", "Mexican peso", "ARS", "CLP", "COP", "UYU", "BSD", "BBD", "BMD",
        "BND", "BZD", "DOP", "FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD", "TTD", "XCD",
    ),
    "£, pounds": ("pound", "EGP", "LBP", "SYP", "SDG", "GIP", "FKP", "SHP"),
    "kr, kr.": ("Swedish krona", "Danish krone", "Norwegian krone", "ISK"),
    "Rs, Rs., rupee, rupees": ("Indian rupee", "PKR", "LKR", "NPR", "MUR", "SCR"),
    "Fr, Fr., franc, francs": ("Swiss franc", "XOF", "XAF", "XPF"),
    "CFA, FCFA, F CFA": ("XOF", "XAF"),
    "peso, pesos": ("Mexican peso", "Philippine peso", "ARS", "CLP", "COP", "UYU", "DOP", "CUP"),
}  # fmt: skip

# The other codes of ISO 4217, which are their own names.
_CODES = """
    AFN ALL AMD AOA ARS AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BSD BTN BWP BYN BZD CDF CLP COP CRC CUP
    CVE
    DJF DOP DZD EGP ERN ETB FJD FKP GEL GHS GIP GMD GNF GTQ GYD HNL HTG IQD IRR ISK JMD JOD KES KGS KHR KMF
    KPW
    KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MRU MUR MVR MWK MZN NAD NIO NPR OMR PAB PEN
    PGK
    PKR PYG QAR RON RSD RWF SBD SCR SDG SHP SLE SOS SRD SSP STN SYP SZL TJS TMT TND TOP TTD TZS UGX UYU UZS
    VES
    VUV WST XAF XCD XOF XPF YER ZMW ZWG
"""
# Codes and signs that may end a heading, as in "Amount EUR", for a regular expression.
ENDING = "|".join(
    re.escape(word.lower()) if re.search(r"[^\w ]", word) else rf"\b{word.lower()}"
    for word in [*", ".join(_CURRENCIES.values()).split(", "), "¥", "$", "£"]
    if re.fullmatch(r"[A-Z]{3}|\w*[^\w .]", word)
)
# Words that are currencies in capital letters only: "all" and "top" are none.
_AS_WRITTEN = {code: (code,) for code in _CODES.split()} | {"R": ("rand",), "TRY": ("Turkish lira",)}


def _words(text):
    return [word.strip() for word in text.split(",")]


_MEANT = {word.lower(): (name,) for name, words in _CURRENCIES.items() for word in [name, *_words(words)]}
_MEANT |= {word.lower(): names for words, names in _SHARED.items() for word in _words(words)}
_MEANT = {word: names for word, names in _MEANT.items() if word.upper() not in _AS_WRITTEN}
_MULTIPLES = {
    "k": 1e3, "thousand": 1e3, "thousands": 1e3, "million": 1e6, "millions": 1e6, "mio": 1e6, "billion": 1e9,
    "十": 10, "百": 100, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8,
}  # fmt: skip
_RATIOS = {"%": 0.01, "‰": 0.001, "per cent": 0.01, "percent": 0.01}
_LONGEST = max(map(len, (*_MEANT, *_MULTIPLES, *_RATIOS)))

_PLAIN_SIGNS = {0x2212: "-", 0x2010: "-", 0x2013: "-", 0x2019: "'", 0xFEFF: None, 0x200B: None}
_AS_FORMULA = re.compile(r'^="(.*)"$')
_NO_CENTS = re.compile(r"(?<=\d)([.,])(?:-{1,2}|—)(?=\D*$)")
_SIGN_BEFORE_BRACKET = re.compile(r"([^\d\s().,+-][^\d().,+-]*)\((.+)\)")
_SIGN_BEHIND_BRACKET = re.compile(r"\((.+)\)([^\d().,+-]+)")
_SEPARATORS = re.compile(r"\D")
_SIGNS = re.compile(r"[-+]")
_SHAPE = re.compile(
    r"(?P<open>\()?(?P<front>(?:[^\d.,()/]|(?<=[^\W\d_])\.)*?)"
    r"(?P<digits>(?:\d|[.,](?=\d))[\d.,'/ ]*?(?:[eE][-+]?\d+)?)"
    r"(?P<back>(?:[^\d.,()/']|(?<=[^\W\d_])\.)*)(?(open)\))"
)
_FORMS = {
    mark: re.compile(
        rf"(?P<whole>\d+|[1-9]\d{{0,2}}(?:{other}\d{{3}})+|[1-9]\d?(?:{other}\d\d)+{other}\d{{3}}"
        rf"|\d{{1,3}}(?:[' ]\d{{3}})+)?(?:{re.escape(mark)}(?P<part>\d*))?(?P<power>[eE][-+]?\d+)?"
    )
    for mark, other in ((".", ","), (",", r"\."))
}


class Written(NamedTuple):
    """A written number: its digits, what they are multiplied by, its currency, and the words that say these.

    The currency is the tuple of all that it may be, the likeliest first; None where none is said, and empty
    where two signs contradict each other.
    """

    digits: str
    factor: float
    currency: tuple | None
    signs: tuple
    multiples: tuple


def currencies_named(word):
    """The currencies that a sign, a code or a name may stand for, the likeliest first; None if it is not
    known.

    >>> currencies_named("CHF"), currencies_named("¥"), currencies_named("NZD"), currencies_named("apples")
    (('Swiss franc',), ('yuan', 'yen'), ('New Zealand dollar',), None)
    """
    text = unicodedata.normalize("NFKC", str(word)).strip()
    lone_sign = (text,) if len(text) == 1 and unicodedata.category(text) == "Sc" else None
    return _MEANT.get(text.lower()) or _AS_WRITTEN.get(text) or lone_sign


def leading_sign(unit):
    """The sign of a currency with which a unit begins, or nothing.

    >>> leading_sign("¥ per year"), leading_sign("US$"), leading_sign("customers")
    ('¥', 'US$', '')
    """
    found = re.match(r"[A-Z]{0,3}[^\w\s%‰]", unit)
    return found[0] if found and currencies_named(found[0]) else ""


def agreed(one, other):
    """What two signs may both stand for; an empty tuple where they contradict each other.

    >>> agreed(("yuan", "yen"), ("yen",)), agreed(("euro",), ("yen",)), agreed(None, ("yen",))
    (('yen',), (), ('yen',))
    """
    if one is None or other is None:
        return one or other
    return tuple(name for name in one if name in other)


def tidy(text):
    """A text with full-width digits and signs made plain, and no space around it."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_PLAIN_SIGNS)
    plain = plain.strip()
    return (_AS_FORMULA.sub(r"\1", plain) if plain.startswith("=") else plain).strip(" \t\r\n'")


def take_apart(text, ratios=False):
    """A number as its digits, its factor and its currency.

    Parameters
    ----------
    text : str
        A number as people write it: ``"(50)"``, ``"50-"``, ``"5 CHF"``, ``"1200円"``, ``"2亿"``, ``"5k"``.
    ratios : bool
        Whether per cent and fractions are numbers too, as in an answer; an amount of money is none.

    Returns
    -------
    Written or None
        None if it is no number. The digits keep their separators.

    Examples
    --------
    >>> take_apart("(5k €)")
    Written(digits='5', factor=-1000.0, currency=('euro',), signs=('€',), multiples=('k',))
    >>> take_apart("26.7 %") is None, take_apart("26.7 %", ratios=True).factor
    (True, 0.01)
    """
    if not text.isascii() and any(unicodedata.category(character) == "No" for character in text):
        return None
    plain = _with_signs_inside(tidy(text))
    match = _SHAPE.fullmatch(plain)
    if not match or ("/" in match["digits"] and not ratios):
        return None
    front, back = match["front"].strip(), match["back"].strip()
    minus = [sign for sign in front if sign in "+-"] + ["-"] * (back.endswith("-") + bool(match["open"]))
    words = _known_words(_SIGNS.sub("", front), ratios), _known_words(back.removesuffix("-"), ratios)
    if None in words or len(minus) > 1 or any(word.lower() in _FACTORS for word in words[0]):
        return None
    words = [*words[0], *words[1]]
    factors = [_FACTORS[word.lower()] for word in words if word.lower() in _FACTORS]
    signs = tuple(word for word in words if word.lower() not in _FACTORS)
    return Written(
        digits=match["digits"].strip(),
        factor=math.prod(factors, start=-1 if minus == ["-"] else 1),
        currency=functools.reduce(agreed, map(currencies_named, signs), None),
        signs=signs,
        multiples=tuple(word for word in words if word.lower() in _FACTORS),
    )


def _with_signs_inside(text):
    """A text with the sign of a currency inside its brackets, and with 0 cents for a dash in their place."""
    if "-" in text or "—" in text:
        text = _NO_CENTS.sub(r"\g<1>00", text)
    if "(" not in text:
        return text
    return _SIGN_BEHIND_BRACKET.sub(r"(\1\2)", _SIGN_BEFORE_BRACKET.sub(r"(\1\2)", text))


def number_with(digits, mark):
    """Digits as a number, if they are one with this decimal mark; it may be infinite.

    >>> number_with("1,234.5", "."), number_with("1,234.5", ","), number_with("1 234,5", ",")
    (1234.5, None, 1234.5)
    """
    match = _FORMS[mark].fullmatch(digits)
    if not match or not (match["whole"] or match["part"]):
        return None
    whole = _SEPARATORS.sub("", match["whole"] or "0")
    return float(f"{whole}.{match['part'] or '0'}{match['power'] or ''}")


_FACTORS = _MULTIPLES | _RATIOS


@functools.lru_cache(10_000)
def _known_words(text, ratios):
    """The known words of which a text is made, one after the other; None if a part of it is not known."""
    text = text.strip()
    for size in range(min(len(text), _LONGEST), 0, -1):
        word = text[:size]
        known = word.lower() in (_FACTORS if ratios else _MULTIPLES) or currencies_named(word)
        if known and word == word.strip() and (rest := _known_words(text[size:], ratios)) is not None:
            return (word, *rest)
    return None if text else ()


def table():
    """The words and what they mean, for the script of a page that reads numbers as this module does.

    >>> table()["meant"]["€"], table()["factors"]["万"]
    (('euro',), 10000.0)
    """
    return {"meant": _MEANT, "asWritten": _AS_WRITTEN, "factors": _FACTORS, "longest": _LONGEST}
