"""Pseudonymous keys: an identifier replaced by a keyed code."""

import hashlib
import hmac

import numpy as np

from crmlib._guard.checks import (
    checked,
    describe,
    one_of,
)
from crmlib._guard.columns import is_column
from crmlib.quality.normal_forms import _check_prefixes, normalise_email, normalise_name, normalise_phone

_IDENTIFIERS = one_of("phone", "email", "name", "exact")
# As long as the output of SHA-256: RFC 2104 advises no shorter key.
_SHORTEST_SECRET = 32


@checked(kind=_IDENTIFIERS)
def pseudonym(identifier, secret, kind, country_code="86"):
    """A code in place of an identifier: the same person gets the same code, and only the secret makes it.

    Parameters
    ----------
    identifier : str, list, array or Series
        A phone number, an e-mail address, a name or another text; or a column of them, none missing.
    secret : bytes or str
        The key, at least 32 bytes long. Make it with ``secrets.token_bytes(32)``, and keep it away from the
        data: who has both can make every code again.
    kind : {"phone", "email", "name", "exact"}
        How the identifier is brought to one form first, by `normalise_phone` and so on; "exact" takes it as
        it stands.
    country_code : str
        The country of a national phone number.

    Returns
    -------
    str, list or Series
        The code, 64 hexadecimal digits; a Series for a Series, and a list for another column.

    Raises
    ------
    TypeError, ValueError
        If an identifier is missing or cannot be brought to one form, or the secret is missing or too short.

    Notes
    -----
    .. math:: \\text{code} = \\text{HMAC-SHA256}(\\text{secret}, \\text{normal form})

    A plain hash would not do. The mobile numbers of China have 11 digits and begin with 1: ten thousand
    million, of which a computer that makes a hundred million hashes a second tries every one in 100 seconds.
    Who has a list of plain hashes therefore has the numbers; Hagen et al. (2021) compare three ways to get
    them. Without the secret nothing can be tried.

    A code is still personal data: it singles out one person, follows her from table to table, and whoever
    holds the secret gets back to her. The law calls it pseudonymous, not anonymous (GDPR Art. 4(5) and
    Recital 26; PIPL Art. 73 tells de-identified from anonymous).

    References
    ----------
    Krawczyk, H., Bellare, M. and Canetti, R. (1997). HMAC: keyed-hashing for message authentication. RFC
    2104.

    Hagen, C., Weinert, C., Sendner, C., Dmitrienko, A. and Schneider, T. (2021). All the numbers are US:
    large-scale abuse of contact discovery in mobile messengers. Network and Distributed System Security
    Symposium (NDSS).

    Examples
    --------
    Two ways to write a number give one code:

    >>> secret = bytes(range(32))
    >>> pseudonym("138 0013 8000", secret, kind="phone") == pseudonym("+8613800138000", secret, kind="phone")
    True
    >>> pseudonym("138 0013 8000", secret, kind="phone")[:12]
    'eee9810e7b83'
    """
    key = _secret(secret)
    _check_prefixes(country_code, "0")
    if isinstance(identifier, str):
        return _code(identifier, key, kind, country_code)
    if not is_column(identifier) or np.ndim(identifier) != 1 or not len(identifier):
        raise TypeError(f"identifier must be text, or a column of texts; got {describe(identifier)}")
    codes = [_code(each, key, kind, country_code) for each in identifier]
    return identifier.map(dict(zip(identifier, codes, strict=True))) if _is_series(identifier) else codes


def _is_series(column):
    return hasattr(column, "map") and hasattr(column, "index")


def _secret(secret):
    key = secret.encode("utf-8") if isinstance(secret, str) else secret
    if not isinstance(key, bytes | bytearray):
        raise TypeError(f"secret must be bytes or text; got {describe(type(secret).__name__)}")
    if len(key) < _SHORTEST_SECRET:
        length = f"{_SHORTEST_SECRET} bytes, such as secrets.token_bytes({_SHORTEST_SECRET}) gives"
        raise ValueError(f"secret must have at least {length}; got {len(key)}")
    return bytes(key)


def _code(identifier, key, kind, country_code):
    if not isinstance(identifier, str) or not identifier:
        raise TypeError(f"identifier must be text; got {describe(identifier)}")
    return hmac.new(
        key, _normal_form(identifier, kind, country_code).encode("utf-8"), hashlib.sha256
    ).hexdigest()


def _normal_form(identifier, kind, country_code):
    """The one form of an identifier; the sentence of a refusal names the identifier."""
    forms = {
        "phone": lambda text: normalise_phone(text, country_code),
        "email": normalise_email,
        "name": normalise_name,
        "exact": lambda text: text,
    }
    try:
        return forms[kind](identifier)
    except ValueError as problem:
        raise ValueError(f"identifier as {problem}") from None
