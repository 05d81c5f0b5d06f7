"""All parameters of a firm together, checked."""

from dataclasses import dataclass

import numpy as np

from crmlib._guard.checks import check, describe, one, positive_count, require
from crmlib.simulate.calendar import Calendar
from crmlib.simulate.parameters import (
    OF_EDITION,
    Accounts,
    Activity,
    Campaign,
    Club,
    Costs,
    Experience,
    Points,
    Population,
    Purchases,
    Satisfaction,
    Seasonality,
    Service,
    Signals,
    Spend,
    Surveys,
)
from crmlib.simulate.tables import EDITION, EDITIONS

START, END = "2023-01-01", "2025-12-31"
FIRST_START, LAST_END, LEAST_DAYS, MOST_DAYS = "2018-01-01", "2029-12-31", 90, 3653


@dataclass(frozen=True)
class Settings:
    """All parameters of a firm, as its truth keeps them."""

    edition: int
    start: str
    end: str
    population: Population
    purchases: Purchases
    spend: Spend
    seasonality: Seasonality | None
    satisfaction: Satisfaction
    club: Club
    service: Service
    surveys: Surveys
    campaigns: tuple
    points: Points
    costs: Costs
    accounts: Accounts
    activity: Activity
    experience: Experience | None
    signals: Signals | None

    def calendar(self):
        """The firm's calendar."""
        return Calendar(self.start, self.end, self.seasonality)


GROUPS = {
    "population": Population(),
    "purchases": Purchases(),
    "spend": Spend(),
    "seasonality": Seasonality(),
    "satisfaction": None,
    "club": Club(),
    "service": Service(),
    "surveys": Surveys(),
    "points": Points(),
    "costs": Costs(),
    "accounts": Accounts(),
    "activity": Activity(),
    "experience": None,
    "signals": None,
}
# Groups whose default follows the edition.
KINDS = {name: type(group) for name, group in GROUPS.items() if group is not None} | {
    "satisfaction": Satisfaction,
    "experience": Experience,
    "signals": Signals,
}


def settings(given, campaigns=None, edition=EDITION):
    """The parameters, each group checked for its kind; what is not given is that of the edition."""
    check("edition", edition, one(positive_count))
    require(edition in EDITIONS, f"edition must be {' or '.join(map(str, EDITIONS))}", edition=edition)
    usual = OF_EDITION[edition]
    campaigns = usual["campaigns"] if campaigns is None else campaigns
    given = {name: usual.get(name) if value is None else value for name, value in given.items()}
    for name, allowed in KINDS.items():
        if given[name] is None and name in ("seasonality", "experience", "signals"):
            continue
        if not isinstance(given[name], allowed):
            none = " or None" if name == "seasonality" else ""
            raise TypeError(f"{name} must be {allowed.__name__}(...){none}; got {describe(given[name])}")
    for name in ("experience", "signals"):
        if edition == 1 and given[name] is not None:
            raise ValueError(f"{name} needs edition=2; the first edition has none")
    start, end = _day("start", given["start"]), _day("end", given["end"])
    if not LEAST_DAYS <= (end - start).astype(int) + 1 <= MOST_DAYS:
        raise ValueError(
            f"end must be {LEAST_DAYS} to {MOST_DAYS} days after start; got start {start}, end {end}"
        )
    return Settings(
        **(
            given
            | dict(start=str(start), end=str(end), edition=int(edition))
            | dict(campaigns=_campaigns(campaigns, start, end))
        )
    )


def _day(name, value):
    """A day within the years for which the holidays are known."""
    sentence = (
        f"{name} must be a day from {FIRST_START} to {LAST_END}, such as '2025-12-31'; got {describe(value)}"
    )
    try:
        day = np.datetime64(value, "D")
    except (TypeError, ValueError, OverflowError):
        raise ValueError(sentence) from None
    if isinstance(value, bool) or not np.datetime64(FIRST_START) <= day <= np.datetime64(LAST_END):
        raise ValueError(sentence)
    return day


def _campaigns(campaigns, start, end):
    """The campaigns whose days fall into the years."""
    if not isinstance(campaigns, tuple | list) or not all(isinstance(one, Campaign) for one in campaigns):
        raise TypeError(f"campaigns must be a tuple of Campaign(...); got {describe(campaigns)}")
    codes = [campaign.campaign_id for campaign in campaigns]
    if len(set(codes)) < len(codes):
        raise ValueError(f"campaigns must differ in campaign_id; got {', '.join(map(str, codes))}")
    first = [np.datetime64(campaign.start, "D") for campaign in campaigns]
    return tuple(
        campaign
        for campaign, day in zip(campaigns, first, strict=True)
        if start < day and day + campaign.days - 1 <= end
    )
