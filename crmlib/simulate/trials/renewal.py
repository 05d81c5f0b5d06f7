"""The renewal trial: members of a club get a letter, a discount or nothing, and stay or leave."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from crmlib._guard.checks import (
    check,
    describe,
    nonnegative,
    number,
    one,
    positive,
    positive_count,
    require,
    share,
)
from crmlib.simulate import draws
from crmlib.simulate.parameters import Parameters
from crmlib.simulate.tables import Column, Table
from crmlib.simulate.trials.shared import (
    KNOWING,
    at_random,
    by_customer,
    check_arm,
    check_numbers,
    chosen,
    of,
)

ARMS = ("control", "letter", "discount")
USAGE = ("idle", "some", "active")
USAGE_FROM = np.array([2, 5])
INDIFFERENT, KEPT, WOKEN = range(3)
LONGEST = 120
SCORE_MEAN, SCORE_SPREAD = 50, 15
GRID, NODES = 200, 41


@dataclass(frozen=True)
class RenewalTrial(Parameters):
    """Members, what they pay, and what a letter and a discount do to their renewals.

    A member does not renew a month with her own probability p. In the trial it is 1 - (1 - p)^m with a
    factor m that is 1 for the control group and for whoever is indifferent. A third kind are sleeping dogs:
    the offer reminds them that they pay for what they do not use.

    Parameters
    ----------
    alpha, beta : float
        Probability not to renew a month ~ beta among new members; that of the firm's club, mean 0.08.
    most_tenure : int
        Members have paid 1 month to this many before the trial; as many joined in each month, and those
        who left since are not there.
    months : int
        Length of the trial in months; a year, as short effects fade.
    price_pull : float
        Correlation of price sensitivity and the propensity to leave, -1 to 1; who watches prices leaves more.
    visits, visits_fall : float
        Visits in the month before the trial ~ Poisson; their mean for a member of average propensity to
        leave, and the fall of its logarithm with one standard deviation of it; who will leave comes less.
    fee, cost_share : float
        Price of a month in ¥, and the share of it that its services cost; a dearer club than the firm's, so
        that an offer can pay.
    letter_cost, discount_cost : float
        ¥ for the contact in each arm.
    discount : float
        ¥ off the fee of each month while the discount lasts.
    offer_months : int
        Months in which a letter or a discount keeps members; half a year.
    letter_idle, letter_some, letter_active : tuple
        For members with 0 to 1, 2 to 4, or more visits: the shares that a letter keeps and that it wakes.
    discount_idle, discount_some, discount_active : tuple
        The same for the discount, at average price sensitivity.
    discount_pull : float
        Rise of the log odds of being kept by the discount with one standard deviation of price sensitivity.
    letter_factor, discount_factor : float
        The m of those kept, while the offer lasts; a discount holds more firmly than a letter.
    after_factor : float
        The m of those whom a discount kept, in the months after it; some go when the old price is back.
    after_months : int
        How many months after a discount that lasts.
    woken_factor : float
        The m of sleeping dogs; three times the hazard.
    woken_months : int
        How many months that lasts.
    """

    alpha: float = of(positive, 0.8, "staying down")
    beta: float = of(positive, 9.2, "staying up")
    most_tenure: int = of(positive_count, 24, "staying up")
    months: int = of(positive_count, 12, "staying down")
    price_pull: float = of(number, 0.4, "effect of the discount up")
    visits: float = of(positive, 2.5, "effect of the letter up")
    visits_fall: float = of(number, 0.6, "effect of the letter down")
    fee: float = of(nonnegative, 25.0, "profit of the discount up")
    cost_share: float = of(share, 0.4, "profit of the discount down")
    letter_cost: float = of(nonnegative, 1.0, "profit of the letter down")
    discount_cost: float = of(nonnegative, 0.5, "profit of the discount down")
    discount: float = of(nonnegative, 4.0, "profit of the discount down")
    offer_months: int = of(positive_count, 6, "effect of the discount up")
    letter_idle: tuple = of(None, (0.05, 0.3), "effect of the letter down")
    letter_some: tuple = of(None, (0.3, 0.06), "effect of the letter up")
    letter_active: tuple = of(None, (0.2, 0.0), "effect of the letter up")
    discount_idle: tuple = of(None, (0.45, 0.12), "effect of the discount up")
    discount_some: tuple = of(None, (0.75, 0.03), "effect of the discount up")
    discount_active: tuple = of(None, (0.65, 0.0), "effect of the discount up")
    discount_pull: float = of(number, 0.6, "effect of the discount down")
    letter_factor: float = of(share, 0.5, "effect of the letter down")
    discount_factor: float = of(share, 0.1, "effect of the discount down")
    after_factor: float = of(positive, 1.3, "effect of the discount down")
    after_months: int = of(positive_count, 3, "effect of the discount down")
    woken_factor: float = of(positive, 3.0, "effect of the letter down")
    woken_months: int = of(positive_count, 3, "effect of the letter down")

    def _check_together(self):
        require(
            abs(self.price_pull) < 1, "RenewalTrial.price_pull must be between -1 and 1", pull=self.price_pull
        )
        require(
            max(self.months, self.most_tenure) <= LONGEST,
            f"RenewalTrial.months and RenewalTrial.most_tenure must be at most {LONGEST}",
            months=self.months,
            most_tenure=self.most_tenure,
        )
        for arm in ARMS[1:]:
            for usage in USAGE:
                name, values = f"RenewalTrial.{arm}_{usage}", getattr(self, f"{arm}_{usage}")
                check_numbers(name, values, one(share), 2)
                require(
                    values[0] > 0 and sum(values) < 1, f"{name} must keep some and not all", shares=values
                )

    def arms(self):
        """The arms, what they are, and what they cost."""
        return pd.DataFrame(
            {
                "arm": ARMS,
                "what": (
                    "nothing",
                    "a letter on what the club offers",
                    f"{self.offer_months} months at ¥{self.discount:g} less",
                ),
                "contact_cost": (0.0, self.letter_cost, self.discount_cost),
                "discount": (0.0, 0.0, self.discount),
                "discount_months": (0, 0, self.offer_months),
            }
        )

    def kinds(self, arm, usage, price):
        """The shares of indifferent, kept and woken members in an arm, a row for each member."""
        if arm == ARMS[0]:
            return np.stack([np.ones(np.shape(price)), *np.zeros((2, *np.shape(price)))], axis=-1)
        shares = np.array([getattr(self, f"{arm}_{name}") for name in USAGE])[usage]
        kept, woken = shares[..., 0], shares[..., 1]
        pull = self.discount_pull if arm == "discount" else 0.0
        # Whom an offer keeps depends on prices among those whom it does not wake.
        odds = kept / (1 - woken - kept) * np.exp(pull * price)
        kept = (1 - woken) * odds / (1 + odds)
        return np.stack([1 - kept - woken, kept, woken], axis=-1)

    def exponents(self, arm, months):
        """For each kind (row) the sum of the factors m up to each month (column), from month 1."""
        factor = np.ones((3, months))
        if arm != ARMS[0]:
            offer, after = self.offer_months, self.offer_months + self.after_months
            factor[KEPT, :offer] = self.letter_factor if arm == "letter" else self.discount_factor
            factor[KEPT, offer:after] = 1.0 if arm == "letter" else self.after_factor
            factor[WOKEN, : self.woken_months] = self.woken_factor
        return factor.cumsum(axis=1)

    def margins(self, arm, months):
        """What a renewal leaves in each month, in ¥."""
        off = self.discount if arm == "discount" else 0.0
        return self.fee * (1 - self.cost_share) - off * (np.arange(months) < self.offer_months)


PARAMETERS = RenewalTrial
TABLE = Table(
    "One row a member of a club in the renewal trial, with the arm drawn at random.",
    ("customer_id",),
    (
        Column("customer_id", "integer", "number of the member"),
        Column("tenure", "integer", "months paid before the trial", "months"),
        Column(
            "price_sensitivity", "integer", "score of the sign-up questionnaire; 50 is average", "0 to 100"
        ),
        Column("visits", "integer", "visits in the month before the trial"),
        Column("arm", "string", "what the member got, at random", words=ARMS),
        Column("months", "integer", "renewals asked for until she left or the trial ended", "months"),
        Column("left", "boolean", "did not renew at the last of them; else still a member"),
    ),
    {},
)


@dataclass(frozen=True)
class Members:
    """The members: what is seen of them, and the probability not to renew, which is not."""

    tenure: np.ndarray
    score: np.ndarray
    visits: np.ndarray
    leaving: np.ndarray
    arm: np.ndarray
    luck: np.ndarray

    @property
    def price(self):
        """The score in standard deviations."""
        return (self.score - SCORE_MEAN) / SCORE_SPREAD

    @property
    def usage(self):
        """Which class of usage the visits are in."""
        return np.searchsorted(USAGE_FROM, self.visits, side="right")


def drawn(seed, customers, parameters):
    """The members of a seed, drawn given that they are still there."""
    p = parameters
    uniform = draws.stream(seed, "renewal trial").random((4, customers))
    tenure = 1 + draws.choice(uniform[0], still_there(p))
    leaving = draws.beta(uniform[1], p.alpha, p.beta + tenure)
    propensity = _propensity(leaving, p)
    price = p.price_pull * propensity + np.sqrt(1 - p.price_pull**2) * draws.normal(uniform[2])
    return Members(
        tenure=tenure,
        score=draws.whole(SCORE_MEAN + SCORE_SPREAD * price, 0, 100).astype(int),
        visits=draws.poisson(uniform[3], mean_visits(propensity, p)),
        leaving=leaving,
        arm=at_random(seed, "renewal trial arms", np.zeros(customers), len(ARMS)),
        luck=draws.stream(seed, "renewal trial luck").random((2, customers)),
    )


def still_there(parameters):
    """For each tenure the share of those who joined so many months ago that is still there."""
    from scipy.special import betaln

    tenure, alpha, beta = np.arange(1, parameters.most_tenure + 1), parameters.alpha, parameters.beta
    return np.exp(betaln(alpha, beta + tenure) - betaln(alpha, beta))


def mean_visits(propensity, parameters):
    """The mean of the visits by the propensity to leave."""
    return parameters.visits * np.exp(-parameters.visits_fall * propensity)


def _propensity(leaving, parameters):
    from scipy.special import betainc

    return draws.normal(betainc(parameters.alpha, parameters.beta, leaving))


def table(members, parameters):
    """The columns of the trial's table."""
    months, left = np.empty(len(members.arm), dtype=int), np.empty(len(members.arm), dtype=bool)
    for position, arm in enumerate(ARMS):
        rows = np.flatnonzero(members.arm == position)
        kinds = parameters.kinds(arm, members.usage[rows], members.price[rows])
        kind = draws.choice(members.luck[0, rows], kinds)
        stays = (1 - members.leaving[rows, None]) ** parameters.exponents(arm, parameters.months)[kind]
        renewals = (stays > members.luck[1, rows, None]).sum(axis=1)
        left[rows] = renewals < parameters.months
        months[rows] = renewals + left[rows]
    return dict(
        customer_id=np.arange(1, len(members.arm) + 1),
        tenure=members.tenure,
        price_sensitivity=members.score,
        visits=members.visits,
        arm=np.array(ARMS, dtype=object)[members.arm],
        months=months,
        left=left,
    )


_MONTHS = one(positive_count)


class RenewalTruth:
    """What is true of the renewal trial: staying and profit in each arm, for each member and on average.

    Parameters
    ----------
    members : Members
        The members with their own probabilities.
    parameters : RenewalTrial
        The parameters.

    Notes
    -----
    `knowing="state"`: her own probability not to renew is known. `knowing="firm"`: averaged over it, given
    tenure, price sensitivity and visits; no estimate from the columns can be better on average. The kind of a
    member (kept, woken, indifferent) is known to nobody.

    Examples
    --------
    Of a hundred, a discount keeps about five more for a year:

    >>> from crmlib import simulate
    >>> truth = simulate.trial("renewal", seed=1, customers=30).truth
    >>> truth.effects()[["arm", "staying", "effect"]].round(3).values.tolist()
    [['control', 0.666, 0.0], ['letter', 0.668, 0.002], ['discount', 0.719, 0.053]]
    """

    def __init__(self, members, parameters):
        self.members, self.parameters = members, parameters

    def effects(self, months=None):
        """Staying, its effect and the profit by arm: expected of the population, by quadrature.

        Parameters
        ----------
        months : int, optional
            Months from the first renewal on, at most 120; without it those of the trial.

        Returns
        -------
        pandas.DataFrame
            A row an arm: `arm`, `staying` (share still a member), `effect` (its difference to the control
            group), `profit` and `profit_effect` (¥ a member in these months).
        """
        months = self._months(months)
        weights, leaving = self._population()
        rows = []
        for arm in ARMS:
            stays = self._stays(arm, months, leaving, weights)
            rows.append((arm, stays[-1], self._profit(arm, stays)))
        made = pd.DataFrame(rows, columns=["arm", "staying", "profit"])
        made.insert(2, "effect", made["staying"] - made["staying"][0])
        return made.assign(profit_effect=made["profit"] - made["profit"][0])

    def survival(self, arm):
        """The share of the population that is still a member after each month of the trial, in an arm.

        Parameters
        ----------
        arm : str
            "control", "letter" or "discount".

        Returns
        -------
        pandas.Series
            Shares by month, from 0.
        """
        check_arm(arm, ARMS)
        weights, leaving = self._population()
        stays = self._stays(arm, self.parameters.months, leaving, weights)
        return pd.Series(np.append(1.0, stays), index=pd.RangeIndex(len(stays) + 1, name="month"), name=arm)

    def staying(self, arm, months=None, knowing="firm"):
        """The probability that each member is still there, in an arm.

        Parameters
        ----------
        arm : str
            "control", "letter" or "discount".
        months : int, optional
            Months from the first renewal on, at most 120; without it those of the trial.
        knowing : {"firm", "state"}
            What is known of a member.

        Returns
        -------
        pandas.Series
            Probabilities by customer_id.
        """
        return by_customer(self._curves(arm, months, knowing)[:, -1], "staying")

    def uplift(self, arm, months=None, knowing="firm"):
        """What an arm changes in the probability that each member stays; below 0 for those it drives off.

        Parameters
        ----------
        arm : str
            "letter" or "discount".
        months, knowing : optional
            As for `staying`.

        Returns
        -------
        pandas.Series
            Differences of probabilities by customer_id.
        """
        return (self.staying(arm, months, knowing) - self.staying(ARMS[0], months, knowing)).rename("uplift")

    def expected_profits(self, arm, months=None, knowing="firm"):
        """What an arm earns on top of the control group's profit, for each member.

        Parameters
        ----------
        arm : str
            "letter" or "discount".
        months, knowing : optional
            As for `staying`. A longer time counts what those kept pay after the trial.

        Returns
        -------
        pandas.Series
            ¥ by customer_id.
        """
        with_arm, without = (self._curves(name, months, knowing).T for name in (arm, ARMS[0]))
        return by_customer(self._profit(arm, with_arm) - self._profit(ARMS[0], without), "profit")

    def expected_profit(self, arm, customers=None, months=None, knowing="firm"):
        """What an arm for chosen members earns on top of doing nothing.

        Parameters
        ----------
        arm : str
            "letter" or "discount".
        customers : list, array or Series, optional
            Whom to write to, by customer_id; without it all.
        months, knowing : optional
            As for `staying`.

        Returns
        -------
        float
            ¥.

        Raises
        ------
        TypeError, ValueError
            If there is no such arm, or a customer is unknown or named twice.
        """
        rows = chosen(customers, len(self.members.leaving))
        return float(self.expected_profits(arm, months, knowing).to_numpy()[rows].sum())

    def _profit(self, arm, stays):
        """Expected profit from the shares that renew in each month (first axis)."""
        margins = self.parameters.margins(arm, len(stays))
        return margins @ stays - getattr(self.parameters, f"{arm}_cost", 0.0)

    def _months(self, months):
        if months is None:
            return self.parameters.months
        check("months", months, _MONTHS)
        if months > LONGEST:
            raise ValueError(f"months must be at most {LONGEST}; got {describe(months)}")
        return int(months)

    def _curves(self, arm, months, knowing):
        """Probabilities to be still a member: a row each, a column a month."""
        check_arm(arm, ARMS)
        check("knowing", knowing, KNOWING)
        months, members = self._months(months), self.members
        kinds = self.parameters.kinds(arm, members.usage, members.price)
        exponents = self.parameters.exponents(arm, months)
        if knowing == "state":
            log = np.log1p(-members.leaving)[:, None]
            return sum(kinds[:, [k]] * np.exp(log * exponents[k]) for k in range(3))
        log, _ = self._grid()
        powers = [np.exp(log[:, None] * exponents[k]) for k in range(3)]
        return sum(kinds[:, [k]] * (self._posterior @ powers[k]) for k in range(3))

    def _grid(self):
        """Probabilities not to renew at equal ranks among new members: log(1 - p), and the propensity."""
        rank = (np.arange(GRID) + 0.5) / GRID
        leaving = draws.beta(rank, self.parameters.alpha, self.parameters.beta)
        return np.log1p(-leaving), draws.normal(rank)

    @cached_property
    def _posterior(self):
        """How likely each point of the grid is, given what is seen of each member (row)."""
        p, members = self.parameters, self.members
        log, propensity = self._grid()
        mean = mean_visits(propensity, p)
        off = (members.price[:, None] - p.price_pull * propensity) ** 2 / (2 * (1 - p.price_pull**2))
        weight = np.outer(members.tenure, log) - off + np.outer(members.visits, np.log(mean)) - mean
        weight = np.exp(weight - weight.max(axis=1, keepdims=True))
        return weight / weight.sum(axis=1, keepdims=True)

    def _population(self):
        """Weights by probability not to renew, class of usage and price sensitivity; and log(1 - p)."""
        from scipy.stats import poisson

        p = self.parameters
        log, propensity = self._grid()
        there = np.exp(np.outer(log, np.arange(1, p.most_tenure + 1))).sum(axis=1)
        below = poisson.cdf(USAGE_FROM - 1, mean_visits(propensity, p)[:, None])
        usage = np.diff(below, prepend=0.0, append=1.0, axis=1)
        nodes, density = np.polynomial.hermite_e.hermegauss(NODES)
        price = p.price_pull * propensity[:, None] + np.sqrt(1 - p.price_pull**2) * nodes
        return (there / there.sum(), usage, price, density / density.sum()), log

    def _stays(self, arm, months, log, weights):
        """The share of the population that stays, by month."""
        there, usage, price, density = weights
        exponents = self.parameters.exponents(arm, months)
        stays = np.zeros(months)
        for use in range(len(USAGE)):
            shares = self.parameters.kinds(arm, np.full(price.shape, use), price)
            kinds = np.einsum("gnk,n->gk", shares, density)
            for kind in range(3):
                weight = there * usage[:, use] * kinds[:, kind]
                stays += weight @ np.exp(np.outer(log, exponents[kind]))
        return stays


TRUTH = RenewalTruth
