"""The chain's service: calls, our customers among them, and scores, with their truth."""

from functools import cached_property

import numpy as np
import pandas as pd

from crmlib._guard.checks import check, count, describe, one, refuse_no_firm
from crmlib.simulate import companions
from crmlib.simulate.chains import calls as calls_
from crmlib.simulate.chains import scores
from crmlib.simulate.chains.parameters import ChainService
from crmlib.simulate.chains.truth import ChainTruth
from crmlib.simulate.settings import END, GROUPS, START, settings
from crmlib.simulate.tables import TOUCHPOINTS, Column, Table, typed

CHAIN_SEED = 2026
CHAIN_TABLES = {
    "calls": Table(
        "One row a half-hour in which the chain's hotline was open.",
        ("start",),
        (
            Column("start", "datetime", "its beginning, China time"),
            Column("agents", "integer", "agents at work"),
            Column("calls", "integer", "calls that came", "calls"),
            Column("answered", "integer", "of these answered by an agent", "calls"),
            Column("hung_up", "integer", "of these ended by the caller while she waited", "calls"),
            Column("cut_off", "integer", "of the answered, cut off by the line", "calls"),
            Column("solved", "integer", "of the answered, solved at once", "calls"),
            Column("in_20_seconds", "integer", "of the answered, after at most 20 seconds", "calls"),
            Column("wait_seconds", "integer", "waiting of all calls together", "seconds"),
        ),
        {},
    ),
    "our_calls": Table(
        "One row a contact of the firm's customers with the hotline: how they fared in the chain's line.",
        ("contact_id",),
        (
            Column("contact_id", "integer", "the contact"),
            Column("customer_id", "integer", "the customer"),
            Column("called", "datetime", "when she called first, China time, to the minute"),
            Column("attempts", "integer", "calls until an agent could help her or she gave up", "calls"),
            Column("wait_seconds", "integer", "waiting in her first call", "seconds"),
            Column("hung_up", "boolean", "hung up in her first call while she waited"),
            Column("cut_off", "boolean", "was cut off by the line in her first call"),
            Column("reached", "boolean", "was answered by an agent in the end"),
            Column("solved_first", "boolean", "the first call solved the matter"),
        ),
        dict(contact_id="contacts", customer_id="customers"),
    ),
    "touchpoint_weeks": Table(
        "One row a week of a touchpoint: the chain's answers to the question how satisfied the customer was.",
        ("week", "touchpoint"),
        (
            Column("week", "date", "the Monday on which the week begins"),
            Column("touchpoint", "string", "one of the eight touchpoints", words=TOUCHPOINTS),
            Column("answers", "integer", "answers on the scale 1 to 5", "answers"),
            Column("satisfied", "integer", "of these 4 or 5", "answers"),
            Column("points", "integer", "their sum", "points"),
        ),
        {},
    ),
}


class Chain(companions.Companion):
    """The service of the chain of whose customers the firm's are a sample.

    Parameters
    ----------
    tables : dict of pandas.DataFrame
        "calls", "our_calls" and "touchpoint_weeks", each also an attribute.
    truth : ChainTruth
        What is true of arrivals, waiting and scores.
    """

    def __init__(self, tables, truth):
        super().__init__(tables)
        self.truth = truth


def chain(firm, seed=CHAIN_SEED, *, parameters=None):
    """The chain's calls and scores around a simulated firm, with their truth.

    Parameters
    ----------
    firm : Firm
        A firm with the table `contacts`. Its customers are a sample of the chain's: their calls to the
        hotline are among the chain's, and the incidents are the same.
    seed : int
        The same seed gives the same chain around a firm.
    parameters : ChainService, optional
        Parameters other than the defaults.

    Returns
    -------
    Chain
        The tables as attributes, such as `chain.calls`, and `chain.truth`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of its kind; the sentence names it.

    Notes
    -----
    Each call waits in a line of real agents, first come, first served. A customer of the firm whose contact
    is known to have been settled calls again if she hung up or was cut off.

    Examples
    --------
    >>> from crmlib import simulate
    >>> small = simulate.firm(seed=1, customers=100)
    >>> quarter = chain(small, seed=1, parameters=simulate.ChainService(days=90, weeks=13))
    >>> len(quarter.calls), len(quarter.touchpoint_weeks)
    (2520, 104)
    """
    refuse_no_firm(firm, "contacts", "truth")
    check("seed", seed, one(count))
    parameters = ChainService() if parameters is None else parameters
    if not isinstance(parameters, ChainService):
        raise TypeError(f"parameters must be ChainService(...); got {describe(parameters)}")
    making = _Making(int(seed), firm.truth.parameters, _hotline(firm.contacts), parameters)
    tables = {name: typed(CHAIN_TABLES[name], making.columns[name]) for name in CHAIN_TABLES}
    return Chain(tables, making.truth)


def read_chain(folder):
    """The chain around the book's own firm from its files."""
    tables = companions.read(CHAIN_TABLES, folder)
    usual = settings(dict(start=START, end=END) | GROUPS)
    return Chain(tables, _truth(CHAIN_SEED, usual, len(tables["our_calls"]), ChainService()))


def _hotline(contacts):
    """The firm's contacts with the hotline."""
    return contacts[contacts["touchpoint"] == "hotline"]


def _truth(seed, given, own_calls, parameters):
    calendar, incidents = given.calendar(), given.service.incidents
    opening = calls_.opening(calendar, incidents, own_calls, parameters)
    return ChainTruth(seed, opening, scores.mondays(calendar, parameters.weeks), incidents, parameters)


class _Making:
    """The chain in the making."""

    def __init__(self, seed, given, contacts, parameters):
        calendar = given.calendar()
        since = pd.Timestamp(calendar.end - min(parameters.days, calendar.days) + 1)
        contacts = contacts[contacts["date"] >= since]
        self.seed, self.contacts, self.parameters = seed, contacts, parameters
        self.truth = _truth(seed, given, len(contacts), parameters)
        self.moment = contacts["date"].to_numpy().astype("datetime64[m]")

    @cached_property
    def columns(self):
        """The columns of all tables."""
        truth, opening, p = self.truth, self.truth.opening, self.parameters
        day = self.moment.astype("datetime64[D]")
        minute = (self.moment - day).astype(int)
        outcome = self.contacts["outcome"].astype(str).to_numpy()
        contacts = (day - opening.dates[0]).astype(int), minute, outcome
        everyone = calls_.others(self.seed, "chain calls", opening, p)
        calls, contact, attempt = calls_.with_ours(self.seed, opening, everyone, contacts, p)
        waited, hung_up = calls_.waits(
            calls.day, calls.minute, calls.handling, calls.patience, opening.agents
        )
        return dict(
            calls=calls_.half_hours(opening, calls, waited, hung_up),
            our_calls=self._our_calls(calls, waited, hung_up, contact, attempt),
            touchpoint_weeks=scores.touchpoint_weeks(self.seed, truth.weeks, truth.incidents, p),
        )

    def _our_calls(self, calls, waited, hung_up, contact, attempt):
        failed = hung_up | calls.cut_off
        ours = np.flatnonzero(contact >= 0)
        first = ours[attempt[ours] == 0]
        attempts = np.bincount(contact[ours], minlength=len(self.moment))
        last = ours[attempt[ours] == attempts[contact[ours]] - 1]
        last = last[np.argsort(contact[last])]
        return dict(
            contact_id=self.contacts["contact_id"].to_numpy(),
            customer_id=self.contacts["customer_id"].to_numpy(),
            called=self.moment,
            attempts=attempts,
            wait_seconds=np.round(60 * waited[first]).astype(int),
            hung_up=hung_up[first],
            cut_off=(calls.cut_off & ~hung_up)[first],
            reached=~failed[last],
            solved_first=(~failed & calls.solved)[first],
        )
