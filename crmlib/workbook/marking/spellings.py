"""How people spell a number in an answer: each spelling is rewritten to one that can be taken apart.

The rules are data, so that the script of a page applies the same ones, in the same order. Their patterns are
read alike by Python and JavaScript; ``$1`` stands for the first group.
"""

import re
import unicodedata
from typing import NamedTuple

MONEY = "money"  # in place of a unit: of any currency
RATIOS = ("", "share", "times")
SIGNS_OF_DIGITS = "零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"
POWER_ABOVE = re.compile(r"(?<=[×x*·⋅])\s*10([⁺⁻]?[⁰¹²³⁴-⁹]+)")


class Rule(NamedTuple):
    """What is rewritten to what, for which units; for all, if none is named."""

    pattern: str
    to: str
    units: tuple = ()


AROUND = [
    Rule(r"""^["“”„「『]+|["“”」』]+$""", ""),
    Rule(r"[−‐–]", "-"),
    Rule(r"[。！]$|([%元个])\.$", "$1"),
    Rule(r"^[a-z]\w{0,20}\s*(?=[=≈])", ""),
    Rule(r"^(?:[=≈≃≅~∼]|大约|大概|约等于|约为|约)\s*", ""),
    Rule(r"^(?:about|around|approximately|approx\.?|roughly|circa|ca\.?|etwa|rund|environ)\s+(?=\D?\d)", ""),
    Rule(r"^(?:minus\s+|负\s*|—\s*)(?=\D?[\d一-九])", "-"),
]
NUMERALS = [
    *(Rule(f"[{signs}]", str(digit)) for digit, signs in enumerate(SIGNS_OF_DIGITS)),
    Rule("分之百", "分之100"),
    Rule(r"(\d)百(?=0[1-9]|[1-9]十)", "$1"),
    Rule("([1-9])十([1-9])", "$1$2"),
    Rule("([1-9])十", "$10"),
    Rule("十([1-9])", "1$1"),
    Rule("十", "10"),
    Rule(r"(\d)点(?=\d)", "$1."),
]
DIGITS = [
    Rule(r"(\d)_(?=\d{3})", "$1"),
    Rule(r"(\.\d+)\.{2,}(?=\s*%?$)", "$1"),
    Rule(r"(\d)\s*[×x*·⋅]\s*10\s*(?:\^|\*\*)\s*[({]?\s*([-+]?\d{1,3})\s*[)}]?", "$1e$2"),
    Rule(r"(\d)\s*[/÷∕]\s*(?=\d)", "$1/"),
    Rule(r"^(\d+)\s+(?:out\s+of|in|of|von|sur)\s+(\d+)$", "$1/$2", RATIOS),
]
PARTS = [
    Rule(r"^(\d)\.?(\d)成$|^(\d)成(\d)$", "$1$3$2$4%"),
    Rule(r"^(\d)成半$", "$15%"),
    Rule(r"^(\d+)成$", "$10%"),
    Rule(r"^百分之\s*(.+)$", "$1%"),
    Rule(r"^千分之\s*(.+)$", "$1‰"),
    Rule(r"^(\d+)分之(\d+)$", "$2/$1"),
    Rule(r"^%\s*(-?[\d.,]+)$", "$1%"),
    Rule(r"\\%", "%"),
    Rule(r"(\d)\s*(?:pct|prozent|pour[ -]?cent|por\s+ciento|p\.c\.)$", "$1%"),
    Rule(r"(\d)\s*(?:promille|per\s+mille)$", "$1‰"),
    Rule(
        r"(\d)\s*(?:(?:percentage|percent|%)?[- ]?points?|pts?|p\.?p\.?|ppts?|prozentpunkte?|个?百分点)$",
        "$1%",
        ("share",),
    ),
]
RATIO = [
    Rule(
        r"(\d)\s*(?:x|×|倍|-?\s?fold|mal|fois|times(?:\s+(?:chance|as\s+\w+))?|[:∶比]\s*1(?:\.0+)?|to\s+1)$",
        "$1",
        RATIOS,
    ),
]
AMOUNTS = [
    Rule(r"(\d)\s*M(?:n\.?|io\.?)?(?![a-z])", "$1 million", (MONEY,)),
    Rule(r"(\d)\s*(?:bn|Mrd\.?)(?![a-z])", "$1 billion", (MONEY,)),
    Rule(r"(\d)\s*Tsd\.?(?![a-z])", "$1 thousand", (MONEY,)),
    Rule("元整$", "元", (MONEY,)),
    Rule("块钱$", "块", (MONEY,)),
]
COUNTS = [
    Rule(r"([\d万亿])\s*(?:人|[位名个家](?:人|客户|顾客)?|客户|顾客|people|persons?)$", "$1", ("customers",)),
    Rule(r"([\d万亿])\s*(?:人|[位名个](?:人|会员)?|会员|people|persons?)$", "$1", ("members",)),
    Rule(r"([\d万亿])\s*(?:[次通个](?:电话)?|电话)$", "$1", ("calls",)),
    Rule(r"([\d万亿])\s*[件份个]$", "$1", ("gifts",)),
    Rule(r"([\d万亿])\s*[封份张个人]$", "$1", ("invitations",)),
    Rule(r"(\d)\s*(?:分|个?点|pts?)$", "$1", ("points",)),
    Rule(r"(\d)\s*(?:个?标准误差?|s\.?e\.?)$", "$1", ("standard errors",)),
    Rule(r"(\d)\s*比特$", "$1", ("bits",)),
]
TIMES = [
    Rule(r"(\d)\s*(?:年|yrs?|y|jahre?|années?|an)$", "$1", ("years",)),
    Rule(r"(\d)\s*(?:个?月|monate?|mois)$", "$1", ("months",)),
    Rule(r"(\d)\s*(?:周|个?星期|wks?|wochen?)$", "$1", ("weeks",)),
    Rule(r"(\d)\s*(?:天|日|d|tag(?:en?)?|jours?)$", "$1", ("days",)),
]
RULES = [*AROUND, *NUMERALS, *DIGITS, *PARTS, *RATIO, *AMOUNTS, *COUNTS, *TIMES]
_COMPILED = [
    (re.compile(rule.pattern, re.IGNORECASE | re.ASCII), re.sub(r"\$(\d)", r"\\g<\1>", rule.to), rule.units)
    for rule in RULES
]


def plain(text, unit, is_money):
    """An answer in the spelling that is taken apart.

    Parameters
    ----------
    text : str
        What was written.
    unit : str
        The unit asked for.
    is_money : bool
        Whether it is one of money.

    Examples
    --------
    >>> plain("三成五", "share", False), plain("2.5 × 10^-1", "", False), plain("120 人", "customers", False)
    ('35%', '2.5e-1', '120')
    """
    text = unicodedata.normalize("NFKC", without_raised(text)).strip()
    for pattern, to, units in _COMPILED:
        if not units or unit in units or (is_money and MONEY in units):
            text = pattern.sub(to, text).strip()
    return text


def without_raised(text):
    """A text in which the raised digits of a power of ten stand on the line.

    >>> without_raised("2.5×10⁻¹")
    '2.5×10^−1'
    """
    return POWER_ABOVE.sub(lambda found: "10^" + unicodedata.normalize("NFKC", found[1]), text)


def table():
    """The rules for the script of a page that reads numbers as this module does.

    >>> table()[1]
    ('[−‐–]', '-', ())
    """
    return [tuple(rule) for rule in RULES]
