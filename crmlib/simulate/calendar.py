"""The firm's calendar: a clock of the purchases that runs faster on busy days and in busy hours."""

import numpy as np

SPRING_FESTIVALS = np.array(
    [
        *("2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10"),
        *("2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03"),
    ],
    dtype="datetime64[D]",
)
FUTURE_DAYS = 3653
HOURS = np.array([2, 1, 0.5, 0.3, 0.3, 0.6, 1.5, 3, 4, 5, 6, 6, 6, 5, 5, 5, 5, 5, 6, 8, 10, 10, 7, 4])
OPENS, CLOSES = 10, 22


class Calendar:
    """The days of the firm, and its clock in weeks since the first day.

    Parameters
    ----------
    start, end : numpy.datetime64
        The first and the last day.
    seasonality : Seasonality or None
        What makes the clock run unevenly; None for an even clock, also within the day.
    """

    def __init__(self, start, end, seasonality):
        self.start, self.end = np.datetime64(start, "D"), np.datetime64(end, "D")
        self.days = int((self.end - self.start).astype(int)) + 1
        dates = self.start + np.arange(self.days + FUTURE_DAYS)
        self._clock = np.concatenate([[0.0], np.cumsum(_day_weights(dates, seasonality)) / 7])
        hours = np.ones(24) if seasonality is None else HOURS
        self._day = np.concatenate([[0.0], np.cumsum(hours / hours.sum())])

    @property
    def span(self):
        """The weeks of the clock from the first to the end of the last day."""
        return self._clock[self.days]

    def moments(self, weeks):
        """The date and time, to the minute, at which the clock shows the weeks."""
        day = np.clip(np.searchsorted(self._clock, weeks, side="right") - 1, 0, len(self._clock) - 2)
        part = (weeks - self._clock[day]) / (self._clock[day + 1] - self._clock[day])
        minute = np.floor(60 * np.interp(part, self._day, np.arange(25))).clip(0, 1439)
        return (self.start + day).astype("datetime64[m]") + minute.astype("timedelta64[m]")

    def weeks(self, moments):
        """The weeks that the clock shows at dates and times (of a date: at its beginning)."""
        minutes = (np.asarray(moments, dtype="datetime64[m]") - self.start).astype("int64")
        day = np.clip(minutes // 1440, 0, len(self._clock) - 2)
        part = np.interp((minutes - 1440 * day) / 60, np.arange(25), self._day)
        return self._clock[day] + part * (self._clock[day + 1] - self._clock[day])

    def future_weeks(self, days):
        """The weeks that the clock will run in the days after the last day."""
        return float(np.interp(self.days + days, np.arange(len(self._clock)), self._clock) - self.span)


def _day_weights(dates, seasonality):
    """The weight of each day, mean 1 in each calendar year."""
    if seasonality is None:
        return np.ones(len(dates))
    years = dates.astype("datetime64[Y]")
    first = years[0].astype("datetime64[D]")
    last = (years[-1] + 1).astype("datetime64[D]")
    whole = np.arange(first, last)
    weights = _raw_weights(whole, seasonality)
    year = whole.astype("datetime64[Y]").astype(int)
    year -= year[0]
    weights /= (np.bincount(year, weights) / np.bincount(year))[year]
    return weights[(dates - first).astype(int)]


def _raw_weights(dates, seasonality):
    month = dates.astype("datetime64[M]").astype(int) % 12
    weekday = (dates.astype(int) + 3) % 7
    weights = np.array(seasonality.months)[month] * np.array(seasonality.weekdays)[weekday]
    day = (dates - dates.astype("datetime64[M]")).astype(int) + 1
    weights[(month == 10) & (day == 11)] *= seasonality.singles_day
    weights[(month == 5) & (day == 18)] *= seasonality.mid_year
    festival = (dates[:, None] - SPRING_FESTIVALS[None, :]).astype(int)
    weights[((festival >= 0) & (festival < 7)).any(axis=1)] *= seasonality.spring_festival
    return weights


def add_months(days, months):
    """Days moved by whole months; the 31st becomes the last day of a shorter month."""
    first = days.astype("datetime64[M]")
    day = (days - first.astype("datetime64[D]")).astype(int)
    moved = first + months
    length = ((moved + 1).astype("datetime64[D]") - moved.astype("datetime64[D]")).astype(int)
    return moved.astype("datetime64[D]") + np.minimum(day, length - 1)
