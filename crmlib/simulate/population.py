"""The customers: who they are, how they came, and what they are like underneath."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.names import FAMILY_NAMES, MEN, WOMEN
from crmlib.simulate.tables import CATEGORIES, CHANNELS, CITIES

# Weights of the channels, and how they change with price sensitivity and with the propensity to leave:
# marketplaces bring bargain hunters, referrals bring those who stay.
CHANNEL_WEIGHTS = np.log([0.3, 0.22, 0.2, 0.14, 0.14])
CHANNEL_PRICE = np.array([0.0, 0.0, -0.2, 0.0, 0.5])
CHANNEL_LEAVING = np.array([0.0, 0.1, 0.0, -0.4, 0.1])
CHANNEL_COST = np.array([62.0, 48.0, 25.0, 40.0, 35.0])
REFERRAL = CHANNELS.index("referral")
EDUCATION = ("school", "college", "university", "graduate")


@dataclass(frozen=True)
class People:
    """The customers as arrays, in order of registration; what they are like is in standard normal values."""

    joined: np.ndarray
    prospect: np.ndarray
    age: np.ndarray
    female: np.ndarray
    education: np.ndarray
    income: np.ndarray
    price_sensitivity: np.ndarray
    quality: np.ndarray
    satisfaction: np.ndarray
    leaving: np.ndarray
    rate: np.ndarray
    leaving_probability: np.ndarray
    order_scale: np.ndarray
    favourite: np.ndarray
    return_factor: np.ndarray
    enquiry_factor: np.ndarray
    channel: np.ndarray
    referred_by: np.ndarray
    expected_referrals: np.ndarray

    def __len__(self):
        return len(self.joined)


def population(seed, customers, calendar, who, purchases, spend, satisfaction):
    """Draw the customers; each leaving probability keeps its rank in the beta population."""
    uniform = draws.stream(seed, "population").random((16, customers))
    joined = np.sort(uniform[0]) * calendar.span
    prospect = uniform[1] < who.prospect_share
    price, quality = draws.normal(uniform[2]), draws.normal(uniform[3])
    content = satisfaction_of(satisfaction, price, quality)
    leaving = propensity_to_leave(satisfaction, content, price, draws.normal(uniform[4]))
    education = np.searchsorted([0.35, 0.6, 0.9], uniform[5])
    income = _mix(0.4, (education - 1.2) / 0.95, draws.normal(uniform[6]))
    channel = _channels(uniform[7], price, leaving)
    referred_by, expected_referrals = _referrals(uniform[8], channel, content, prospect, who)
    order = _mix(-spend.income_effect, income, draws.normal(uniform[9]))
    return People(
        joined=joined,
        prospect=prospect,
        age=np.clip(np.round(who.mean_age + who.age_spread * draws.normal(uniform[10])), 18, 85),
        female=uniform[11] < who.female_share,
        education=education,
        income=who.median_income * np.exp(who.income_spread * income),
        price_sensitivity=price,
        quality=quality,
        satisfaction=content,
        leaving=leaving,
        rate=draws.gamma(uniform[12], purchases.r, purchases.alpha),
        leaving_probability=draws.beta(draws.rank(leaving), purchases.a, purchases.b),
        order_scale=draws.gamma(draws.rank(order), spend.q, spend.v),
        favourite=draws.choice(uniform[13], np.ones(len(CATEGORIES))),
        return_factor=draws.gamma(uniform[14], who.habit_shape, who.habit_shape),
        enquiry_factor=draws.gamma(uniform[15], who.habit_shape, who.habit_shape),
        channel=np.where(referred_by < 0, np.where(channel == REFERRAL, 0, channel), channel),
        referred_by=referred_by,
        expected_referrals=expected_referrals,
    )


def satisfaction_of(satisfaction, price, quality):
    """Standard normal satisfaction, from price sensitivity and the quality that a customer meets."""
    return _mix(-satisfaction.price_on_satisfaction, price, quality)


def propensity_to_leave(satisfaction, content, price, rest):
    """A standard normal propensity, from satisfaction, price sensitivity and a rest."""
    known = -satisfaction.effect * bent(satisfaction, content) + satisfaction.price_effect * price
    return Propensity(satisfaction).score(known + np.sqrt(1 - satisfaction.explained) * rest)


def bent(satisfaction, content):
    """Satisfaction as it weighs: more below the average than above it, if there is a bend."""
    if satisfaction.bend == 0:
        return content
    return content * np.where(content < 0, 1 + satisfaction.bend, 1 - satisfaction.bend)


class Propensity:
    """The propensity to leave, ranked in its own distribution, so that with a bend it is normal too.

    Given satisfaction s the raw propensity is normal, as price sensitivity is; so its distribution is the
    mean of normal ones over s:

    .. math::

        F(z) = E \\Phi \\left( \\frac{z + k f(s) + g \\rho s}{\\sigma} \\right), \\quad
        \\sigma^2 = g^2 (1 - \\rho^2) + h^2
    """

    def __init__(self, satisfaction):
        self.straight = satisfaction.bend == 0
        if not self.straight:
            self._raw, self._scores = _scores(satisfaction)

    def score(self, raw):
        """The standard normal score of a raw propensity."""
        return raw if self.straight else np.interp(raw, self._raw, self._scores)

    def raw(self, score):
        """The raw propensity of a standard normal score."""
        return score if self.straight else np.interp(score, self._scores, self._raw)


@lru_cache(maxsize=8)
def _scores(satisfaction):
    """A table of raw propensities and their scores."""
    content, weight = normal_halves()
    pull, price, tie = satisfaction.effect, satisfaction.price_effect, satisfaction.price_on_satisfaction
    spread = np.sqrt(price**2 * (1 - tie**2) + 1 - satisfaction.explained)
    shift = pull * bent(satisfaction, content) + price * tie * content
    raw = np.linspace(-7, 7, 1401)
    return raw, draws.normal(draws.rank((raw[:, None] + shift) / spread) @ weight)


def scores_given_price(satisfaction, price, node):
    """The score of the propensity at each standard normal node, given price sensitivity: a row a customer.

    Without a bend the raw propensity given price sensitivity is normal. With one it is ranked in its own
    distribution again, here by a table over price sensitivity.
    """
    ranked = Propensity(satisfaction)
    pull, cost, tie = satisfaction.effect, satisfaction.price_effect, satisfaction.price_on_satisfaction
    rest = np.sqrt(1 - satisfaction.explained)
    if ranked.straight:
        spread = np.sqrt(pull**2 * (1 - tie**2) + rest**2)
        return (cost + pull * tie) * price[:, None] + spread * node
    grid, (quality, weight) = np.linspace(-5, 5, 41), normal_halves()
    raw, table = np.linspace(-7, 7, 701), np.empty((len(grid), len(node)))
    for row, given in enumerate(grid):
        mean = cost * given - pull * bent(satisfaction, -tie * given + np.sqrt(1 - tie**2) * quality)
        scores = draws.normal(draws.rank((raw[:, None] - mean) / rest) @ weight)
        table[row] = ranked.score(np.interp(node, scores, raw))
    place = np.clip((price + 5) / 10 * (len(grid) - 1), 0, len(grid) - 1)
    below = np.minimum(place.astype(int), len(grid) - 2)
    part = (place - below)[:, None]
    return (1 - part) * table[below] + part * table[below + 1]


def normal_halves(nodes=64, most=9.0):
    """Standard normal values and weights for integrals of functions with a corner at 0."""
    at, weight = np.polynomial.legendre.leggauss(nodes)
    half = (at + 1) / 2 * most
    values = np.concatenate([-half[::-1], half])
    weights = np.concatenate([weight[::-1], weight]) * np.exp(-(values**2) / 2)
    return values, weights / weights.sum()


def _mix(correlation, known, rest):
    """A standard normal value with the given correlation to a known one."""
    return correlation * known + np.sqrt(1 - correlation**2) * rest


def channel_scores(price, leaving):
    """The logarithm of each channel's weight, a row for each customer."""
    return CHANNEL_WEIGHTS + np.outer(price, CHANNEL_PRICE) + np.outer(leaving, CHANNEL_LEAVING)


def _channels(uniform, price, leaving):
    return draws.choice(uniform, np.exp(channel_scores(price, leaving)))


def _referrals(uniform, channel, content, prospect, who):
    """Who referred the referred (-1 for nobody), and how many each customer refers on average."""
    weight = np.where(prospect, 0.0, np.exp(who.referral_pull * content))
    before = np.cumsum(weight) - weight
    referred = (channel == REFERRAL) & (before > 0)
    position = np.searchsorted(np.cumsum(weight), uniform * before, side="right")
    share = np.divide(referred.mean(), before, out=np.zeros(len(before)), where=before > 0)
    after = np.cumsum(share[::-1])[::-1] - share
    return np.where(referred, position, -1), weight * after


def customers_table(seed, people, calendar, who, club_member, category_spend):
    """The table of the customers."""
    count = len(people)
    uniform = draws.stream(seed, "customers").random((14, count))
    chinese, latin = _names(uniform[0], uniform[1], people.female)
    number = np.arange(1, count + 1)
    moment = calendar.moments(people.joined).astype("datetime64[D]")
    cost = CHANNEL_COST[people.channel] * np.exp(0.25 * draws.normal(uniform[2]))
    missing = [None] * count
    return dict(
        customer_id=number,
        name=chinese,
        latin_name=latin,
        email=np.where(uniform[3] < who.no_email_share, missing, _emails(uniform[4], latin, number)),
        phone=_phones(uniform[5], number),
        sex=np.where(uniform[6] < 0.03, None, np.where(people.female, "female", "male")),
        age=people.age,
        city=draws.pick(uniform[7], CITIES, np.linspace(3, 0.6, len(CITIES))),
        income=np.where(uniform[8] < who.no_income_share, np.nan, np.round(people.income, -3)),
        education=np.array(EDUCATION, dtype=object)[people.education],
        price_sensitivity=np.round(np.clip(50 + 15 * people.price_sensitivity, 0, 100), 1),
        joined=moment,
        first_purchase=np.where(people.prospect, np.datetime64("NaT"), moment),
        acquisition_channel=np.array(CHANNELS, dtype=object)[people.channel],
        acquisition_cost=np.where(people.channel == REFERRAL, CHANNEL_COST[REFERRAL], draws.cents(cost)),
        referred_by=np.where(people.referred_by < 0, np.nan, people.referred_by + 1.0),
        consent_email=uniform[9] < who.email_consent,
        consent_sms=uniform[10] < who.sms_consent,
        consent_phone=uniform[11] < who.phone_consent,
        club_member=club_member,
        category_spend=np.where(uniform[12] < who.panel_share, draws.cents(category_spend), np.nan),
    )


def _names(first, second, female):
    """Chinese and Latin names; common family names come first in the list, and more often."""
    family = draws.choice(first, np.linspace(5, 0.5, len(FAMILY_NAMES)))
    given = draws.choice(second, np.ones(len(WOMEN)))
    families, women, men = (np.array(names, dtype=object) for names in (FAMILY_NAMES, WOMEN, MEN))
    names = np.where(female[:, None], women[given], men[given % len(MEN)])
    return families[family, 0] + names[:, 0], names[:, 1] + " " + families[family, 1]


def _emails(uniform, latin, number):
    """Addresses at domains that are reserved for examples (RFC 2606)."""
    domains = np.array(["example.com", "example.net", "example.org"], dtype=object)[(uniform * 3).astype(int)]
    plain = [name.lower().replace("ü", "u").replace("'", "").split() for name in latin]
    users = [f"{given}.{family}{k}" for (given, family), k in zip(plain, number, strict=True)]
    return np.array(users, dtype=object) + "@" + domains


def _phones(uniform, number):
    """Numbers of eleven digits, each once; their prefixes are not given to people's telephones."""
    prefix = np.array(["140", "141", "144"], dtype=object)[(uniform * 3).astype(int)]
    return prefix + np.array([f"{k * 48271633 % 10**8:08d}" for k in number.tolist()], dtype=object)
