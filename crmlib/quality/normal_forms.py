"""One form for one thing: e-mail addresses, telephone numbers and names as they can be compared."""

import re
import unicodedata

from crmlib._guard.checks import (
    describe,
)

_COUNTRY_CODE = re.compile(r"[1-9][0-9]{0,2}")
# The longest number that E.164 allows, country code included; fewer than 8 digits are no subscriber.
_PHONE_DIGITS = range(8, 16)
# The zero of "+44 (0)20 …" is dialled within the country alone. Italy keeps the zeros of its numbers.
_ZERO_IN_BRACKETS = re.compile(r"^(\(?(?:\+|00)\(?(?!39)[1-9][0-9]{0,2}\)?)\(0\)")
# A Chinese mobile number, or an area code with its zero, behind the country code: too long to be national.
_CHINESE_ABROAD = re.compile(r"86(1[3-9][0-9]{9}|0[1-9][0-9]{9,10})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def normalise_email(email):
    """An e-mail address in one form, so that two ways to write it are equal.

    Parameters
    ----------
    email : str
        An address.

    Returns
    -------
    str
        The address with wide characters made narrow (Unicode NFKC), without spaces around it, in lower case.

    Raises
    ------
    TypeError, ValueError
        If it is no text, or has no form such as name@host.domain.

    Notes
    -----
    Upper and lower case could differ before the @ by the standard (RFC 5321); in practice they do not. Dots
    and "+shop" before the @ are kept: whether they count depends on the host.

    Examples
    --------
    >>> normalise_email(" Ann.Lee@Example.COM ")
    'ann.lee@example.com'
    """
    form = _narrow("email", email).lower()
    if not _EMAIL.fullmatch(form):
        raise ValueError(f"email must have the form name@host.domain; got {describe(email)}")
    return form


def normalise_phone(phone, country_code="86", trunk_prefix="0"):
    """A phone number in one form: plus, country code, digits.

    Parameters
    ----------
    phone : str
        A number. One that begins with + or 00 is international already; any other is taken as national.
    country_code : str
        The country of a national number: "86" is China, "1" North America, "44" Britain.
    trunk_prefix : str
        What is dialled before a national number within the country, and dropped from abroad: "0" in most
        countries, "1" in North America, "" in Italy.

    Returns
    -------
    str
        The number as "+8613800138000".

    Raises
    ------
    TypeError, ValueError
        If it is no text, holds letters (an extension goes elsewhere), or does not have the 8 to 15 digits of
        an international number.

    Notes
    -----
    The form is that of the recommendation E.164 of the International Telecommunication Union: at most 15
    digits. Spaces, dots, dashes, slashes, brackets and signs that are not seen are dropped, wide digits made
    narrow. So is the zero of "+44 (0)20 …", which is not dialled from abroad (Italy keeps its zeros), and the
    zero of the country itself in "+86 010 …". A country code without + or 00 before it is read where the
    digits can tell: 86 before a Chinese mobile number, or before an area code with its zero. Elsewhere it is
    taken for a part of the number. Whether the number exists is not checked.

    Examples
    --------
    >>> [normalise_phone(phone) for phone in ["138 0013-8000", "+86 13800138000", "(010) 6552 9988"]]
    ['+8613800138000', '+8613800138000', '+861065529988']
    >>> [normalise_phone(phone) for phone in ["+86 (0)10 6552 9988", "86 138 0013 8000"]]
    ['+861065529988', '+8613800138000']
    """
    _check_prefixes(country_code, trunk_prefix)
    signs = re.sub(r"[\s.\-‐-―−/]", "", _narrow("phone", phone))
    digits = re.sub("[()]", "", _ZERO_IN_BRACKETS.sub(r"\1", signs))
    if not re.fullmatch(r"\+?[0-9]+", digits):
        raise ValueError(f"phone must be made of digits, and a + before them at most; got {describe(phone)}")
    if digits.startswith("+"):
        number_abroad = digits[1:]
    elif digits.startswith("00"):
        number_abroad = digits[2:]
    elif country_code == "86" and _CHINESE_ABROAD.fullmatch(digits):
        number_abroad = digits
    else:
        number_abroad = country_code + digits.removeprefix(trunk_prefix)
    # Behind its own country code the zero of a national number was left standing.
    if trunk_prefix == "0" and number_abroad.startswith(f"{country_code}0"):
        number_abroad = country_code + number_abroad.removeprefix(f"{country_code}0")
    if len(number_abroad) not in _PHONE_DIGITS:
        found = f"{describe(phone)}, {len(number_abroad)} digits"
        raise ValueError(f"phone must have 8 to 15 digits with its country code; got {found}")
    return f"+{number_abroad}"


def _check_prefixes(country_code, trunk_prefix):
    if not isinstance(country_code, str) or not _COUNTRY_CODE.fullmatch(country_code):
        raise ValueError(f"country_code must be text of 1 to 3 digits; got {describe(country_code)}")
    if not isinstance(trunk_prefix, str) or not re.fullmatch("[0-9]{0,2}", trunk_prefix):
        raise ValueError(f"trunk_prefix must be text of at most 2 digits; got {describe(trunk_prefix)}")


def normalise_name(name):
    """A person's name in one form, so that two ways to write it are equal.

    Parameters
    ----------
    name : str
        A name in any script.

    Returns
    -------
    str
        Western names in lower case without accents and punctuation, their parts sorted by the alphabet;
        Chinese names without spaces.

    Raises
    ------
    TypeError, ValueError
        If it is no text, or holds no letter.

    Notes
    -----
    Parts are sorted because "Lee, Ann" and "Ann Lee" are one name. What is not done: traditional and
    simplified characters are kept apart, and so are a Chinese name and its pinyin.

    Examples
    --------
    >>> normalise_name("Müller, Anna-Lena"), normalise_name("王 小明")
    ('anna lena muller', '王小明')
    """
    plain = unicodedata.normalize("NFKD", _narrow("name", name).casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", letters).replace("'", "").replace("’", ""))
    if not words:
        raise ValueError(f"name must hold at least one letter; got {describe(name)}")
    return "".join(words) if all(map(_is_chinese, words)) else " ".join(sorted(words))


def _narrow(name, value):
    """A text without spaces around it and signs that are not seen, its wide characters made narrow."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text; got {describe(value)}")
    seen = "".join(sign for sign in value if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFKC", seen).strip()


def _is_chinese(word):
    """Whether a word is made of Chinese characters."""
    return all("\u3400" <= letter <= "\u9fff" for letter in word)
