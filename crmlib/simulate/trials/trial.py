"""A trial: a firm of its own in which one thing was tried at random, with the true effect of each arm."""

from functools import cached_property

from crmlib._guard.checks import check, count, describe, one, one_of, positive_count
from crmlib.simulate import companions
from crmlib.simulate.tables import typed
from crmlib.simulate.trials import next_product, renewal, tiers

TRIAL_SEED = 2026
CUSTOMERS = 30_000
KINDS = {"renewal": renewal, "tiers": tiers, "next product": next_product}
NAMES = one_of(*KINDS)


class Trial:
    """A randomised trial: its customers, its arms and its truth.

    Parameters
    ----------
    name : str
        "renewal", "tiers" or "next product".
    customers : pandas.DataFrame
        A row a customer: what was known before, the arm drawn at random, and what came of it.
    seed : int
        The seed from which the customers were made.
    parameters : RenewalTrial, TiersTrial or NextProductTrial
        The parameters with which they were made.

    Examples
    --------
    >>> from crmlib import simulate
    >>> small = simulate.trial("renewal", seed=1, customers=600)
    >>> small.customers["arm"].value_counts().sort_index().to_dict()
    {'control': 200, 'letter': 200, 'discount': 200}
    """

    def __init__(self, name, customers, seed, parameters):
        self.name, self.customers, self.seed, self.parameters = name, customers, seed, parameters

    @cached_property
    def arms(self):
        """What each arm is, and what it costs: a table made from the parameters."""
        return self.parameters.arms()

    @cached_property
    def truth(self):
        """What is true of the arms and of each customer, and nobody in the firm knows."""
        people = KINDS[self.name].drawn(self.seed, len(self.customers), self.parameters)
        return KINDS[self.name].TRUTH(people, self.parameters)

    def __repr__(self):
        return f"Trial {self.name!r} with {len(self.customers)} customers in {len(self.arms)} arms"


def trial(name, seed=TRIAL_SEED, customers=CUSTOMERS, *, parameters=None):
    """A randomised trial in a firm of its own, simulated with a known truth.

    Parameters
    ----------
    name : str
        "renewal" (an offer before the next renewal), "tiers" (benefits and status by tier) or "next product"
        (offers of a category that the customer has not bought).
    seed : int
        The same seed gives the same trial on every platform.
    customers : int
        How many customers take part.
    parameters : RenewalTrial, TiersTrial or NextProductTrial, optional
        Parameters other than the defaults.

    Returns
    -------
    Trial
        `trial.customers`, `trial.arms` and `trial.truth`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of its kind; the sentence names it.

    Notes
    -----
    What is simulated and how stands on the page "The simulated firm".

    Examples
    --------
    >>> small = trial("tiers", seed=1, customers=400)
    >>> small.customers.groupby("benefit").size().to_dict()
    {0: 100, 15: 100, 60: 100, 240: 100}
    """
    check("name", name, NAMES)
    check("seed", seed, one(count))
    check("customers", customers, one(positive_count))
    kind = KINDS[name]
    parameters = kind.PARAMETERS() if parameters is None else parameters
    if not isinstance(parameters, kind.PARAMETERS):
        raise TypeError(f"parameters must be {kind.PARAMETERS.__name__}(...); got {describe(parameters)}")
    people = kind.drawn(int(seed), int(customers), parameters)
    return Trial(name, typed(kind.TABLE, kind.table(people, parameters)), int(seed), parameters)


def write_trials(folder):
    """Write the customers of the book's trials; two runs give the same bytes."""
    companions.write(
        {name: trial(name).customers for name in KINDS},
        {name: kind.TABLE for name, kind in KINDS.items()},
        folder,
    )


def read_trial(folder, name):
    """A trial of the book from its file, with the truth of its seed."""
    kind = KINDS[name]
    customers = companions.read({name: kind.TABLE}, folder)[name]
    return Trial(name, customers, TRIAL_SEED, kind.PARAMETERS())
