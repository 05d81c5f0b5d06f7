"""What is true of the chain's service: arrivals, what more agents change, incidents, false alarms."""

from dataclasses import replace

import numpy as np
import pandas as pd

from crmlib._guard.checks import Kind, checked, number, one, one_of, positive_count
from crmlib.simulate.chains import calls as calls_
from crmlib.simulate.chains import scores
from crmlib.simulate.chains.parameters import MOST_AGENTS
from crmlib.simulate.tables import TOUCHPOINTS

_AGENTS = Kind(f"a whole number from 1 to {MOST_AGENTS}", low=1, high=MOST_AGENTS, whole=True, single=True)
_YEARS = one(positive_count)
_SIGMAS = Kind("a number of standard errors from 0 to 8", low=0, high=8, single=True)
_SIDES = one_of("both", "one")
_CHANGE = one(number)
_WEEKS = Kind("a whole number of weeks from 1 to 520", low=1, high=520, whole=True, single=True)
WEEKS_A_YEAR = 52


class ChainTruth:
    """What is true of the chain's calls and scores.

    Parameters
    ----------
    seed : int
        The seed of the chain; simulated answers have streams of their own.
    opening : Opening
        Rates and agents by day and half-hour.
    weeks : array
        The Mondays of the weeks with scores.
    incidents : tuple
        What went wrong: (touchpoint, first day, last day, change of the latent score).
    parameters : ChainService
        The parameters.
    """

    def __init__(self, seed, opening, weeks, incidents, parameters):
        self.seed, self.opening, self.weeks, self.parameters = seed, opening, weeks, parameters
        self.incidents = tuple(one for one in incidents if scores.days_hit(weeks, *one[1:3]).any())

    def arrivals(self):
        """The expected calls and the agents of each half-hour.

        Returns
        -------
        pandas.DataFrame
            A row a half-hour: `start`, `agents` and `rate`, the calls expected (our customers' repeated calls
            left out). What comes varies around it by more than Poisson: by a factor for the day, one for the
            half-hour, and chance.
        """
        opening = self.opening
        agents = np.repeat(opening.agents, opening.rate.shape[1])
        return pd.DataFrame(
            {
                "start": opening.starts.ravel().astype("datetime64[us]"),
                "agents": agents,
                "rate": opening.rate.ravel(),
            }
        )

    def unevenness(self):
        """Variance over mean of the calls in a half-hour, averaged over the half-hours; 1 is Poisson.

        Returns
        -------
        float
            A ratio: 1 + mean count × the variance of the two factors' product.
        """
        rate, spread = self.opening.rate, self._factor_variance()
        return float(1 + (rate**2).sum() / rate.sum() * spread)

    def _factor_variance(self):
        day, half_hour = 1 / self.parameters.day_shape, 1 / self.parameters.half_hour_shape
        return (1 + day) * (1 + half_hour) - 1

    @checked(agents=_AGENTS, years=_YEARS)
    def staffing(self, agents, years=20):
        """What so many agents at all hours would give, by simulating years with the same rates.

        Parameters
        ----------
        agents : int
            Agents at work all day, also in the weeks of a shortage.
        years : int
            Simulated years (as long as the table of the calls).

        Returns
        -------
        pandas.DataFrame
            One row: `agents`, `calls` a year, `hung_up` and `in_20_seconds` (shares of the calls),
            `wait_seconds` (mean of all calls), `answered` (calls a year) and `busy` (share of the agents'
            time), with the standard errors of `hung_up` and `wait_seconds` over the years.
        """
        made = [self._year(f"chain year {year}", agents) for year in range(int(years))]
        table = pd.DataFrame(made)
        errors = {f"{name}_error": table[name].sem() for name in ("hung_up", "wait_seconds")}
        return pd.DataFrame([{"agents": int(agents), **table.mean().to_dict(), **errors}])

    def _year(self, topic, agents):
        """One simulated year."""
        calls, waited, hung_up = self._line(topic, agents)
        minutes = 30 * self.opening.rate.size * agents
        return {
            "calls": len(waited),
            "hung_up": hung_up.mean(),
            "in_20_seconds": (~hung_up & (waited <= calls_.IN_TIME)).mean(),
            "wait_seconds": 60 * waited.mean(),
            "answered": (~hung_up).sum(),
            "busy": calls.handling[~hung_up].sum() / minutes,
        }

    def _line(self, topic, agents):
        """The calls of a simulated year, their waiting and who hung up."""
        # Our customers' calls are drawn with all the others here.
        everyone = replace(self.opening, own_rate=0.0)
        calls = calls_.others(self.seed, topic, everyone, self.parameters)
        return calls, *calls.waits(np.full(len(self.opening.dates), int(agents)))

    @checked(agents=_AGENTS, years=_YEARS)
    def staffing_by_hour(self, agents, years=20):
        """What `staffing` gives by the hour of the day in which the calls come.

        Parameters
        ----------
        agents, years : int
            As for `staffing`: so many agents at all hours.

        Returns
        -------
        pandas.DataFrame
            A row an hour of the day: `hour`, `calls` and `hung_up` (calls a year). The difference of two
            staffs is nearly what one more agent in this hour alone would change: lines are short, so little
            of one hour's is left for the next.
        """
        opens, closes = self.parameters.opens, self.parameters.closes
        found = np.zeros((2, closes - opens))
        for year in range(int(years)):
            calls, _, hung_up = self._line(f"chain year {year}", agents)
            hour = (calls.minute // 60).astype(int) - opens
            found += [np.bincount(hour, weights, closes - opens) for weights in (None, hung_up)]
        came, lost = found / int(years)
        return pd.DataFrame({"hour": np.arange(opens, closes), "calls": came, "hung_up": lost})

    def usual(self):
        """Scores at each touchpoint when nothing is wrong.

        Returns
        -------
        pandas.DataFrame
            A row a touchpoint: `touchpoint`, `satisfied` (share of 4 and 5), `mean` and
            `standard_deviation` of the scores, and `answers` expected a week.
        """
        chances = scores.score_chances(np.array(self.parameters.score_means), self.parameters.score_spread)
        return pd.DataFrame(
            {"touchpoint": TOUCHPOINTS, **_summary(chances), "answers": self.parameters.answers}
        )

    def incident_sizes(self):
        """The incidents among the weeks with scores, and what they did.

        Returns
        -------
        pandas.DataFrame
            A row an incident: `touchpoint`, `first_week` and `last_week` (Mondays), `usual` and `satisfied`
            (shares of 4 and 5 without and with it) and `change`.
        """
        rows = []
        for touchpoint, first, last, change in self.incidents:
            hit = self.weeks[scores.days_hit(self.weeks, first, last) > 0]
            mean = self.parameters.score_means[TOUCHPOINTS.index(touchpoint)]
            usual, bad = (
                float(scores.score_chances(value, self.parameters.score_spread)[..., 3:].sum())
                for value in (mean, mean + change)
            )
            rows.append((touchpoint, *hit[[0, -1]].astype("datetime64[us]"), usual, bad, bad - usual))
        columns = ["touchpoint", "first_week", "last_week", "usual", "satisfied", "change"]
        return pd.DataFrame(rows, columns=columns)

    @checked(sigmas=_SIGMAS, sides=_SIDES)
    def false_alarms(self, sigmas=3.0, sides="both"):
        """How often a chart of shares rings where nothing is wrong: exact, not by the normal curve.

        Parameters
        ----------
        sigmas : float
            Distance of the limits from the true usual share, in standard errors, 0 to 8.
        sides : {"both", "one"}
            Whether it rings on both sides or on the bad one.

        Returns
        -------
        pandas.DataFrame
            A row a touchpoint: `touchpoint`, `a_week` (probability) and `a_year` (expected in 52 weeks).
        """
        usual = self.usual()["satisfied"].to_numpy()
        chance = [
            self._rings(mean, share, share, sigmas, sides)
            for mean, share in zip(self.parameters.answers, usual, strict=True)
        ]
        return pd.DataFrame(
            {"touchpoint": TOUCHPOINTS, "a_week": chance, "a_year": WEEKS_A_YEAR * np.array(chance)}
        )

    @checked(sigmas=_SIGMAS, sides=_SIDES)
    def alarms(self, sigmas=3.0, sides="both"):
        """How surely and how soon a chart of shares finds each incident: exact.

        Parameters
        ----------
        sigmas, sides : optional
            As for `false_alarms`.

        Returns
        -------
        pandas.DataFrame
            A row an incident: `touchpoint`, `first_week`, `weeks` (how many), `a_week` (probability to ring
            in a whole week of it), `found` (probability to ring before it ends) and `delay` (expected weeks
            until it rings, of those found; 0 is the first week).
        """
        rows = []
        for touchpoint, first, last, _ in self.incidents:
            hit = np.flatnonzero(scores.days_hit(self.weeks, first, last))
            which = TOUCHPOINTS.index(touchpoint)
            usual = self.usual()["satisfied"][which]
            chances = scores.week_chances(self.weeks[hit], self.incidents, self.parameters)
            bad = chances[:, which, 3:].sum(axis=-1)
            rings = np.array(
                [self._rings(self.parameters.answers[which], usual, share, sigmas, sides) for share in bad]
            )
            first_time = rings * np.cumprod(np.append(1.0, 1 - rings[:-1]))
            found = first_time.sum()
            delay = (first_time @ np.arange(len(hit))) / found
            when = self.weeks[hit[0]].astype("datetime64[us]")
            rows.append((touchpoint, when, len(hit), rings.max(), found, delay))
        columns = ["touchpoint", "first_week", "weeks", "a_week", "found", "delay"]
        return pd.DataFrame(rows, columns=columns)

    @checked(change=_CHANGE, weeks=_WEEKS, sigmas=_SIGMAS, sides=_SIDES)
    def watch(self, change=-1.2, weeks=5, sigmas=3.0, sides="one"):
        """What a chart of shares costs and finds at each touchpoint, if the same went wrong at any: exact.

        Parameters
        ----------
        change : float
            Of the latent score, in points; -1.2 is that of the shortage at the hotline.
        weeks : int
            How many weeks it lasts if no alarm ends it.
        sigmas, sides : optional
            As for `false_alarms`.

        Returns
        -------
        pandas.DataFrame
            A row a touchpoint: `touchpoint`, `false_alarms` (expected in 52 weeks without an incident),
            `usual` and `satisfied` (shares of 4 and 5 without and with it), `a_week` (probability to ring in
            a week of it), `found` (before it ends) and `weeks_saved` (expected weeks of it that are left
            after the week of the alarm; 0 where it is not found).
        """
        means, spread = np.array(self.parameters.score_means), self.parameters.score_spread
        table = self.false_alarms(sigmas, sides).rename(columns={"a_year": "false_alarms"})
        usual, bad = (scores.score_chances(at, spread)[:, 3:].sum(axis=1) for at in (means, means + change))
        answers = self.parameters.answers
        rings = np.array([self._rings(*row, sigmas, sides) for row in zip(answers, usual, bad, strict=True)])
        after = np.arange(weeks)
        first = rings[:, None] * (1 - rings[:, None]) ** after
        columns = dict(usual=usual, satisfied=bad, a_week=rings, found=first.sum(axis=1))
        saved = first @ (weeks - 1 - after)
        return table[["touchpoint", "false_alarms"]].assign(**columns, weeks_saved=saved)

    def _rings(self, mean_answers, usual, share, sigmas, sides):
        """The probability of an alarm in a week with Poisson many answers, at least one."""
        from scipy.stats import binom, poisson

        most = int(poisson.isf(1e-12, mean_answers)) + 1
        answers = np.arange(1, most + 1)
        half = sigmas * np.sqrt(usual * (1 - usual) / answers)
        low = np.ceil(answers * (usual - half) - 1e-9) - 1
        rings = binom.cdf(low, answers, share)
        if sides == "both":
            rings = rings + binom.sf(np.floor(answers * (usual + half) + 1e-9), answers, share)
        return float(poisson.pmf(answers, mean_answers) @ rings)


def _summary(chances):
    """Share of 4 and 5, mean and standard deviation of scores."""
    mean = chances @ scores.SCALE
    return {
        "satisfied": chances[..., 3:].sum(axis=-1),
        "mean": mean,
        "standard_deviation": np.sqrt(chances @ scores.SCALE**2 - mean**2),
    }
