"""A Chinese retailer's digital channels around a firm: links, groups, storefronts and consents."""

from functools import cached_property

import numpy as np
import pandas as pd

from crmlib._guard.checks import check, count, describe, one, refuse_no_firm
from crmlib.simulate import companions, draws
from crmlib.simulate.digital.parameters import ASKED, GROUP, LINKED, SHOPS, TMALL, DigitalChannels
from crmlib.simulate.digital.tables import DIGITAL_TABLES, STOREFRONTS
from crmlib.simulate.names import FAMILY_NAMES, MEN, WOMEN
from crmlib.simulate.tables import typed

DIGITAL_SEED = 2026
# Years until most links begin after registration, and how the channels ask for consent.
LINK_YEARS = 0.5
LINK_HOW = ("follow page", "account settings", "QR code", "platform terms", "telephone prompt")
NEVER = np.datetime64("NaT", "D")
TILL, IN_APP, IN_TMALL = (STOREFRONTS.index(name) for name in ("till", "app", "Tmall store"))


class Digital(companions.Companion):
    """The digital channels around a firm, each table also an attribute.

    Parameters
    ----------
    tables : dict of pandas.DataFrame
        "links", "groups", "storefronts" and "consents".
    """

    def in_force(self, day):
        """The consents that hold on a day: whom the firm may write to, by channel and purpose.

        Parameters
        ----------
        day : str or date
            The day, such as "2025-12-31".

        Returns
        -------
        pandas.DataFrame
            The rows of `consents` given by then and not withdrawn by then.

        Raises
        ------
        ValueError
            If it is no day.
        """
        try:
            when = pd.Timestamp(day)
        except (TypeError, ValueError):
            when = pd.NaT
        if isinstance(day, bool | int | float) or when is pd.NaT:
            raise ValueError(f"day must be a day such as '2025-12-31'; got {describe(day)}")
        table = self.tables["consents"]
        holds = (table["given"] <= when) & ~(table["withdrawn"] <= when)
        return table[holds].reset_index(drop=True)


def digital_channels(firm, seed=DIGITAL_SEED, *, parameters=None):
    """WeChat, the Tmall store and the app beside a simulated firm's shops, with consents by channel.

    Parameters
    ----------
    firm : Firm
        A firm with the tables `customers`, `orders` and `contacts`; they stay as they are.
    seed : int
        The same seed gives the same channels around a firm.
    parameters : DigitalChannels, optional
        Parameters other than the defaults.

    Returns
    -------
    Digital
        `links` (official account, mini-programme, WeCom group, Tmall store, app push), `groups`,
        `storefronts` (of each completed order) and `consents`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of its kind; the sentence names it.

    Notes
    -----
    The consents to e-mail, SMS and calls that hold on the last day are those of the columns in `customers`.
    Nothing here changes what is bought.

    Examples
    --------
    >>> from crmlib import simulate
    >>> small = digital_channels(simulate.firm(seed=1, customers=200), seed=1)
    >>> sorted(small.storefronts["storefront"].unique())
    ['Tmall store', 'app', 'mini-programme', 'own web shop', 'till']
    """
    refuse_no_firm(firm, "customers", "orders", "contacts", "truth")
    check("seed", seed, one(count))
    parameters = DigitalChannels() if parameters is None else parameters
    if not isinstance(parameters, DigitalChannels):
        raise TypeError(f"parameters must be DigitalChannels(...); got {describe(parameters)}")
    making = _Making(int(seed), firm, parameters)
    columns = {name: getattr(making, name) for name in DIGITAL_TABLES}
    return Digital({name: typed(DIGITAL_TABLES[name], columns[name]) for name in DIGITAL_TABLES})


def read_digital_channels(folder):
    """The digital channels around the book's own firm from their files."""
    return Digital(companions.read(DIGITAL_TABLES, folder))


class _Making:
    """The channels in the making. Rows of the firm's customers and orders stand for them."""

    def __init__(self, seed, firm, parameters):
        self.seed, self.parameters = seed, parameters
        self.end = np.datetime64(firm.truth.parameters.end, "D")
        self.customers = firm.customers
        self.joined = firm.customers["joined"].to_numpy().astype("datetime64[D]")
        self.completed = firm.orders[firm.orders["status"] == "completed"]
        self.buyer = self.completed["customer_id"].to_numpy() - 1
        self.day = self.completed["date"].to_numpy().astype("datetime64[D]")
        in_app = firm.contacts.loc[firm.contacts["touchpoint"] == "app", "order_id"]
        self.in_app = self.completed["order_id"].isin(in_app).to_numpy()

    def _uniform(self, topic, rows, count):
        return draws.stream(self.seed, f"digital {topic}").random((rows, count))

    @cached_property
    def use(self):
        """The days of each customer's first and last order in the shops that belong to channels."""
        first = np.full((len(LINKED), len(self.joined)), NEVER)
        last = np.full((len(LINKED), len(self.joined)), np.datetime64("1900-01-01", "D"))
        for channel, name in SHOPS.items():
            rows = np.flatnonzero(self.storefront == STOREFRONTS.index(name))
            last[channel, self.buyer[rows]] = self.day[rows]
            first[channel, self.buyer[rows[::-1]]] = self.day[rows[::-1]]
        return first, last

    @cached_property
    def wish(self):
        """Whether each customer (column) links herself with each channel (row) at some time."""
        p, customers = self.parameters, self.customers
        share = np.array(p.linked_share)[:, None]
        orders = np.log1p(np.bincount(self.buyer, minlength=len(customers)))
        pull = p.order_pull * (orders - orders.mean())
        pull = pull - p.age_pull * (customers["age"].to_numpy() - 40) / 10
        chance = draws.logistic(np.log(share / (1 - share)) + pull)
        return self._uniform("links", len(LINKED), len(customers)) < chance

    @cached_property
    def storefront(self):
        """In which shop each completed order was placed, as a position in STOREFRONTS."""
        p = self.parameters
        uniform = self._uniform("storefronts", 1, len(self.buyer))[0]
        came = (self.customers["acquisition_channel"] == "marketplace").to_numpy()[self.buyer]
        linked = self.wish[:, self.buyer]
        weights = np.tile(np.array(p.storefront_weights, dtype=float), (len(self.buyer), 1))
        weights[:, 1] *= linked[LINKED.index("mini-programme")]
        weights[:, 2] *= linked[TMALL] & ~came
        # Whoever came by the marketplace placed her first order there.
        others = weights[:, :2] / weights[:, :2].sum(axis=1, keepdims=True)
        first = ~pd.Series(self.buyer).duplicated().to_numpy()
        tmall = np.where(first, 1.0, p.marketplace_share)
        weights[came] = np.column_stack([others * (1 - tmall)[:, None], tmall])[came]
        place = STOREFRONTS.index("own web shop") + draws.choice(uniform, weights)
        in_shop = (self.completed["channel"] == "store").to_numpy()
        return np.select([in_shop, self.in_app], [TILL, IN_APP], place)

    @cached_property
    def spells(self):
        """The links: customer, channel, first day, and day on which it ended (NaT while it lasts)."""
        first, last = self.use
        used = ~np.isnat(first)
        uniform = self._uniform("link days", 2 * len(LINKED), len(self.joined))
        years = LINK_YEARS * draws.exponential(uniform[: len(LINKED)])
        since = self.joined + np.floor(365.25 * years).astype("timedelta64[D]")
        since = np.where(used & (first < since), first, since)
        rate = -np.log1p(-np.array(self.parameters.unlink_rate))[:, None]
        with np.errstate(divide="ignore"):
            lasts = draws.exponential(uniform[len(LINKED) :]) / rate
        until = since + np.ceil(365.25 * np.minimum(lasts, 100)).astype("timedelta64[D]")
        # A shop in which she orders later is still linked then.
        until = np.where(used & (until <= last), NEVER, until)
        channel, customer = np.nonzero((self.wish | used) & (since <= self.end))
        since, until = since[channel, customer], until[channel, customer]
        until = np.where(until <= self.end, until, NEVER)
        order = np.lexsort((channel, customer))
        return customer[order], channel[order], since[order], until[order]

    @property
    def links(self):
        """The columns of the links."""
        customer, channel, since, until = self.spells
        group = np.full(len(customer), np.nan)
        group[self.in_groups[0]] = self.in_groups[1] + 1.0
        return dict(
            customer_id=customer + 1,
            channel=np.array(LINKED, dtype=object)[channel],
            since=since,
            until=until,
            group_id=group,
        )

    @cached_property
    def in_groups(self):
        """The rows of the links with a group, in the order of joining, and the group of each."""
        customer, channel, since, _ = self.spells
        rows = np.flatnonzero(channel == GROUP)
        rows = rows[np.lexsort((customer[rows], since[rows]))]
        city = self.customers["city"].cat.codes.to_numpy()[customer[rows]]
        place = pd.Series(city).groupby(city).cumcount().to_numpy() // self.parameters.group_size
        # A group is new where its city and place come for the first time.
        return rows, pd.factorize(pd.Series(list(zip(city, place, strict=True)), dtype=object))[0]

    @property
    def groups(self):
        """The columns of the groups."""
        customer, _, since, until = self.spells
        rows, group = self.in_groups
        number = int(group.max(initial=-1)) + 1
        first = np.unique(group, return_index=True)[1]
        uniform = self._uniform("advisers", 2, number)
        families, given = ([name for name, _ in names] for names in (FAMILY_NAMES, (*WOMEN, *MEN)))
        names = draws.pick(uniform[0], families) + draws.pick(uniform[1], given)
        return dict(
            group_id=np.arange(1, number + 1),
            city=self.customers["city"].astype(str).to_numpy()[customer[rows[first]]],
            opened=since[rows[first]],
            adviser=names,
            joined=np.bincount(group, minlength=number),
            members=np.bincount(group[np.isnat(until[rows])], minlength=number),
        )

    @property
    def storefronts(self):
        """The columns of the storefronts."""
        amount = self.completed["amount"].to_numpy() * (self.storefront == IN_TMALL)
        return dict(
            order_id=self.completed["order_id"].to_numpy(),
            storefront=np.array(STOREFRONTS, dtype=object)[self.storefront],
            commission=draws.cents(amount * self.parameters.tmall_commission),
        )

    @property
    def consents(self):
        """The columns of the consents."""
        parts = [*self._asked(), *self._linked()]
        columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        keep = np.flatnonzero((columns["given"] <= self.end) & ~(columns["withdrawn"] <= columns["given"]))
        order = np.lexsort((columns["channel"][keep], columns["customer_id"][keep], columns["given"][keep]))
        keep = keep[order]
        columns = {name: column[keep] for name, column in columns.items()}
        return dict(consent_id=np.arange(1, len(keep) + 1)) | columns

    def _part(self, customer, channel, purpose, given, how, withdrawn, ended_by):
        rows = len(customer)
        ended = np.where(np.isnat(withdrawn), None, np.broadcast_to(np.asarray(ended_by, dtype=object), rows))
        return dict(
            customer_id=customer + 1,
            channel=np.full(rows, channel, dtype=object),
            purpose=np.full(rows, purpose, dtype=object),
            given=given,
            how=np.full(rows, how, dtype=object),
            withdrawn=withdrawn,
            ended_by=ended,
        )

    def _asked(self):
        """E-mail, SMS and telephone: what holds on the last day is what the customers' columns say."""
        p, days = self.parameters, (self.end - self.joined).astype(int)
        for channel, column in zip(ASKED, ("consent_email", "consent_sms", "consent_phone"), strict=True):
            now = self.customers[column].to_numpy()
            uniform = self._uniform(f"consent {channel}", 3, len(now))
            # Withdrawn after part of the time since, agreed again after part of the rest.
            left = self.joined + 1 + np.floor(uniform[1] * np.maximum(days - 1, 0)).astype("timedelta64[D]")
            back = (
                left
                + 1
                + np.floor(uniform[2] * np.maximum((self.end - left).astype(int), 0)).astype("timedelta64[D]")
            )
            twice = now & (uniform[0] < p.again_share) & (back <= self.end)
            former = ~now & (uniform[0] < p.former_share) & (left <= self.end)
            parts = (
                (now & ~twice, self.joined, "registration form", NEVER),
                (twice | former, self.joined, "registration form", left),
                (twice, back, "account settings", NEVER),
            )
            for chosen, given, how, withdrawn in parts:
                who = np.flatnonzero(chosen)
                ends = np.broadcast_to(withdrawn, len(now))[who]
                yield self._part(who, channel, "messages", given[who], how, ends, "withdrawn")

    def _linked(self):
        """Channels of links: agreed when the link began, and over when it ends or is withdrawn before."""
        p = self.parameters
        customer, channel, since, until = self.spells
        uniform = self._uniform("link consents", 4, len(customer))
        rate = -np.log1p(-p.withdrawal_rate)
        with np.errstate(divide="ignore"):
            years = draws.exponential(uniform[1:3]) / rate
        stop = since + np.ceil(365.25 * np.minimum(years, 100)).astype("timedelta64[D]")
        for number, name in enumerate(LINKED):
            agrees = (channel == number) & (uniform[0] < p.consent_share[number])
            asked = [(agrees, "messages", 0)]
            if name in ("mini-programme", "app push"):
                asked.append((agrees & (uniform[3] < p.recommend_share), "personal recommendations", 1))
            for chosen, purpose, clock in asked:
                rows = np.flatnonzero(chosen)
                ends, own = until[rows], stop[clock, rows]
                first = np.isnat(ends) | (own < ends)
                ends = np.where(first, own, ends)
                ends = np.where(ends <= self.end, ends, NEVER)
                why = np.where(first, "withdrawn", "link ended")
                yield self._part(customer[rows], name, purpose, since[rows], LINK_HOW[number], ends, why)
