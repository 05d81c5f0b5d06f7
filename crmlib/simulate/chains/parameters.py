"""The parameters of the chain's service data."""

from dataclasses import dataclass

from crmlib._guard.checks import (
    count,
    number,
    open_share,
    positive,
    positive_count,
    require,
    share,
)
from crmlib.simulate.parameters import Parameters
from crmlib.simulate.tables import TOUCHPOINTS
from crmlib.simulate.trials.shared import check_numbers, of

MOST_AGENTS = 60
HOURS = (0.7, 1.1, 1.4, 1.2, 0.9, 0.9, 1.0, 1.0, 0.9, 0.8, 0.9, 1.1, 1.2, 0.9)


@dataclass(frozen=True)
class ChainService(Parameters):
    """Calls, agents, patience, and the answers at the touchpoints of the whole chain.

    Parameters
    ----------
    days : int
        The last days of the firm, for which calls are known; a year.
    opens, closes : int
        Hours of the day between which the hotline is open; the hours of the firm's contacts.
    calls_per_hour : float
        Mean calls an hour while it is open; the firm's customers call about once a day, so they are about
        one in 240 of the chain's.
    hours : tuple
        Weight of each open hour; a peak at ten and another at eight in the evening.
    weekdays : tuple
        Weight of each weekday, Monday first, on top of the orders of the days before; Mondays call.
    day_shape, half_hour_shape : float
        The rate of a day, and within it of each half-hour, varies by a factor ~ gamma with this shape and
        mean 1; so counts are more uneven than Poisson, as those of real call centres are.
    handling_minutes : float
        Mean minutes of a call for an agent ~ exponential.
    patience_minutes : float
        Mean minutes after which a caller hangs up ~ exponential; few wait for ten.
    agents : int
        Agents at work; too few, so that a third can be asked for.
    short_agents : int
        Agents at work in the weeks of an incident at the hotline; a shortage of staff.
    solved_share : float
        Share of the answered calls that solve the matter at once; that of the firm's contacts.
    cut_off_share : float
        Share of the answered calls that the line cuts off.
    weeks : int
        The last full weeks of the firm, for which scores are known; two years.
    answers : tuple
        Mean answers a week, by touchpoint in the order website, app, store visit, checkout, delivery,
        hotline, online chat, returns desk; some ask everyone, some hardly anyone.
    score_means : tuple
        Mean of the latent score on the scale 1 to 5, by touchpoint; near those of the firm's contacts.
    score_spread : float
        Standard deviation of the latent score; that of the firm's contacts.
    """

    days: int = of(positive_count, 365, "half-hours up")
    opens: int = of(count, 8, "half-hours down")
    closes: int = of(positive_count, 22, "half-hours up")
    calls_per_hour: float = of(positive, 18.0, "callers who hang up, up")
    hours: tuple = of(
        None, (0.7, 1.1, 1.4, 1.2, 0.9, 0.9, 1.0, 1.0, 0.9, 0.8, 0.9, 1.1, 1.2, 0.9), "calls in that hour up"
    )
    weekdays: tuple = of(None, (1.25, 1.1, 1.0, 1.0, 0.95, 0.85, 0.85), "calls on that day up")
    day_shape: float = of(positive, 40.0, "unevenness down")
    half_hour_shape: float = of(positive, 12.0, "unevenness down")
    handling_minutes: float = of(positive, 6.0, "callers who hang up, up")
    patience_minutes: float = of(positive, 3.0, "callers who hang up, down")
    agents: int = of(positive_count, 2, "callers who hang up, down")
    short_agents: int = of(positive_count, 1, "callers who hang up in the shortage, down")
    solved_share: float = of(share, 0.5, "calls solved up")
    cut_off_share: float = of(open_share, 0.02, "calls cut off up")
    weeks: int = of(positive_count, 104, "weeks up")
    answers: tuple = of(None, (900, 30, 250, 500, 400, 12, 60, 20), "answers up")
    score_means: tuple = of(None, (3.9, 3.8, 4.3, 4.0, 4.1, 3.5, 3.6, 3.4), "satisfied up")
    score_spread: float = of(positive, 1.03, "satisfied store visits down")

    def _check_together(self):
        require(
            self.opens < self.closes <= 24,
            "ChainService.opens must lie before ChainService.closes, and both in the day",
            opens=self.opens,
            closes=self.closes,
        )
        check_numbers("ChainService.hours", self.hours, positive, self.closes - self.opens)
        check_numbers("ChainService.weekdays", self.weekdays, positive, 7)
        check_numbers("ChainService.answers", self.answers, positive, len(TOUCHPOINTS))
        check_numbers("ChainService.score_means", self.score_means, number, len(TOUCHPOINTS))
        require(
            max(self.agents, self.short_agents) <= MOST_AGENTS,
            f"ChainService.agents and ChainService.short_agents must be at most {MOST_AGENTS}",
            agents=self.agents,
            short_agents=self.short_agents,
        )

    @property
    def half_hours(self):
        """The half-hours of an open day."""
        return 2 * (self.closes - self.opens)
