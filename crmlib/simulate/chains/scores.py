"""The chain's weekly scores at the touchpoints, with what went wrong in some weeks."""

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.tables import TOUCHPOINTS

SCALE = np.arange(1, 6)


def mondays(calendar, weeks):
    """The Mondays of the last full weeks of the firm."""
    last = calendar.end - (calendar.end.astype(int) + 4) % 7 - 6
    first = calendar.start + (4 - calendar.start.astype(int)) % 7
    count = min(weeks, ((last - first).astype(int)) // 7 + 1)
    return last - 7 * np.arange(count)[::-1]


def score_chances(means, spread):
    """The chances of the scores 1 to 5 (last axis), for latent means."""
    edges = np.array([1.5, 2.5, 3.5, 4.5])
    below = draws.rank((edges - np.asarray(means, dtype=float)[..., None]) / spread)
    return np.diff(below, prepend=0.0, append=1.0, axis=-1)


def week_chances(weeks, incidents, parameters):
    """The chances of the scores by week, touchpoint and score; an incident may fill part of a week."""
    chances = score_chances(np.array(parameters.score_means), parameters.score_spread)
    chances = np.repeat(chances[None], len(weeks), axis=0)
    for touchpoint, first, last, change in incidents:
        which = TOUCHPOINTS.index(touchpoint)
        hit = days_hit(weeks, first, last)[:, None] / 7
        changed = score_chances(parameters.score_means[which] + change, parameters.score_spread)
        chances[:, which] = (1 - hit) * chances[:, which] + hit * changed
    return chances


def days_hit(weeks, first, last):
    """How many days of each week lie in an incident."""
    begin = np.maximum(weeks, np.datetime64(first))
    end = np.minimum(weeks + 6, np.datetime64(last))
    return np.maximum((end - begin).astype(int) + 1, 0)


def touchpoint_weeks(seed, weeks, incidents, parameters):
    """The columns of the table of the weeks: each answer is drawn by itself."""
    from scipy.stats import poisson

    shape = len(weeks), len(TOUCHPOINTS)
    uniform = draws.stream(seed, "chain answers").random(shape)
    answers = poisson.ppf(uniform, parameters.answers).astype(int).ravel()
    cell = np.repeat(np.arange(answers.size), answers)
    chances = week_chances(weeks, incidents, parameters).reshape(answers.size, len(SCALE))
    luck = draws.stream(seed, "chain scores").random(len(cell))
    score = 1 + draws.choice(luck, chances[cell])
    return dict(
        week=np.repeat(weeks, len(TOUCHPOINTS)),
        touchpoint=np.tile(np.array(TOUCHPOINTS, dtype=object), len(weeks)),
        answers=answers,
        satisfied=np.bincount(cell[score >= 4], minlength=answers.size),
        points=np.bincount(cell, score, minlength=answers.size).astype(int),
    )
