"""Dates as people write them: read by the evidence of the whole column, or refused."""

import datetime
import functools
import re

import numpy as np
import pandas as pd

from crmlib._guard.checks import describe
from crmlib._guard.written_numbers import tidy
from crmlib.datasets.own_file.headings import shown
from crmlib.datasets.own_file.values import distinct, spread

FIRST_YEAR, LAST_YEAR = 1900, 2100
DATE_ORDERS = ("year first", "day first", "month first")
_CLOCK = re.compile(
    r"(?P<date>.*?[^\s:T])(?:(?:[T\s]+|(?<=[日号])|(?<=\d{4}-\d\d-\d\d)T)(?P<half>上午|早上|凌晨|下午|傍晚|晚上|AM|PM)?\s*"
    r"(?P<hour>\d{1,2})[:时点](?P<minute>\d{2})分?(?::?(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?秒?)?"
    r"\s*(?P<noon>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|[-+]\d{2}:?\d{2}|[-+]\d{2})?)?"
)
_CHINESE_WEEKDAY = re.compile(r"\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/. ])(\d{1,2})\2(\d{1,2})|年\s*(\d{1,2})月\s*(\d{1,2})[日号]?)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?")
_THREE = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})")
_NAMED = re.compile(
    r"(?:\w{2,9}\.?,? )??(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[-. /]*(?P<month>[^\W\d]+)"
    r"|(?P<month2>[^\W\d]+)\.? ?(?P<day2>\d{1,2})(?:st|nd|rd|th)?)[-., /]*(?P<year>\d{4}|\d{2})"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv jän jänner",
            "feb february februar février févr fév",
            "mar march mär märz mars mrz",
            "apr april avr avril",
            "may mai",
            "jun june juni juin",
            "jul july juli juillet juil",
            "aug august août aoû",
            "sep sept september septembre",
            "oct october okt oktober octobre",
            "nov november novembre",
            "dec december dez dezember décembre déc",
        ),
        start=1,
    )
    for name in names.split()
}
_ORDERS = {"year first": (0, 1, 2), "day first": (2, 1, 0), "month first": (2, 0, 1)}
_DAY_ONE_OF_EXCEL = datetime.datetime(1899, 12, 30)
_EPOCH = datetime.datetime(1970, 1, 1)


def read_dates(values, name, date_order=None, time_zone=None):
    """Dates of a column, missing where there is none.

    Parameters
    ----------
    values : Series
        Dates, numbers or text.
    name : str
        The column's name, for sentences.
    date_order : str, optional
        One of `DATE_ORDERS`, for dates of three numbers whose year is not known by its four digits.
    time_zone : str, optional
        The zone, such as "Asia/Shanghai", to which times that name theirs are brought.

    Returns
    -------
    tuple
        The dates (datetime64[us], local clock time), and what was understood, in words.
    """
    zone = _zone(time_zone)
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        local = values.dt.tz_convert(zone) if zone else values
        return _within(local.dt.tz_localize(None)), [f"clock time in {local.dt.tz}"]
    if pd.api.types.is_datetime64_dtype(values):
        _refuse_zone_unsaid(zone, name)
        if date_order:
            raise ValueError(f"date_order is {date_order!r}, but column {shown(name)} holds dates, not text")
        return _within(values), ["dates of the file's own kind"]
    if parts := _days_and_clocks(values):
        days, words = read_dates(parts[0], name, date_order, time_zone)
        return days + parts[1], words
    codes, found = distinct(values)
    iso = None if zone or date_order else _iso_dates(found)
    if iso is not None:
        return pd.Series(spread(iso, codes, np.datetime64("NaT"))), ["year, month, day"]
    parsed = list(map(_read_date, found))
    kind, words = _one_kind(found, parsed, name, date_order)
    order, order_words = _date_order(found, parsed, name, date_order)
    moments = [_moment(value, kind, order) for value in parsed]
    if zone and kind in _PER_SECOND:
        moments = [moment and (moment[0], datetime.timedelta()) for moment in moments]
    moments, zone_words = _one_clock(found, moments, name, zone)
    days = np.array([*moments, np.datetime64("NaT")], dtype="datetime64[us]")
    return pd.Series(days[codes]), [*words, *order_words, *zone_words]


def _zone(time_zone):
    import zoneinfo

    if time_zone is None:
        return None
    allowed = 'time_zone must be the name of a time zone, such as "Asia/Shanghai"'
    if not isinstance(time_zone, str):
        raise TypeError(f"{allowed}; got {describe(time_zone)}")
    try:
        return zoneinfo.ZoneInfo(time_zone)
    except (ValueError, OSError, KeyError):
        raise ValueError(f"{allowed}; got {describe(time_zone)}") from None


def _within(dates):
    days = dates.astype("datetime64[us]").reset_index(drop=True)
    return days.where(days.dt.year.between(FIRST_YEAR, LAST_YEAR))


def _days_and_clocks(values):
    """Days as text and times of day, where every cell reads "day clock" or is empty; None otherwise."""
    if values.dtype != "str" or not values.str.contains(":", regex=False).any():
        return None
    import pyarrow
    from pyarrow import compute

    clock = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    form = rf"^\s*(?:(?P<day>[^\s:T]+)[T ]+(?P<clock>{clock}))?\s*$"
    parts = compute.extract_regex(pyarrow.array(values.fillna(""), type=pyarrow.string()), form)
    if parts.null_count:
        return None
    days, clocks = (compute.struct_field(parts, part).to_pandas().astype("str") for part in ("day", "clock"))
    codes, clocks = distinct(clocks)
    return days, pd.Series(np.array([*map(_time_of_day, clocks)], dtype="timedelta64[us]")[codes])


def _time_of_day(text):
    """A clock time as the time since midnight; missing if there is no such time."""
    hour, minute, second = ([float(part) for part in text.split(":")] + [0.0] * 3)[:3] if text else (0, 0, 0)
    if hour > 23 or minute > 59 or second >= 60:
        return np.timedelta64("NaT")
    return np.timedelta64(round((hour * 3600 + minute * 60 + second) * 1e6), "us")


def _iso_dates(found):
    """Dates written year-month-day, all of them, read at once; None if they are not all so."""
    text = pd.Series(found)
    form = r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?"
    if text.dtype != "str" or not text.str.fullmatch(form).all():
        return None
    days = pd.to_datetime(text, format="ISO8601", errors="coerce")
    return _within(days).to_numpy(dtype="datetime64[us]")


def _read_date(value):
    """A value as (kind, content, clock, offset in hours); None if it is no date."""
    if isinstance(value, bool | np.bool_):
        return None
    if isinstance(value, datetime.datetime):
        offset = value.utcoffset() if value.tzinfo else None
        return "cell", value.replace(tzinfo=None), None, offset
    if isinstance(value, datetime.date):
        return "cell", datetime.datetime.combine(value, datetime.time()), None, None
    if isinstance(value, int | float | np.number):
        value = str(int(value)) if value == value // 1 else repr(float(value))
    return _read_text(tidy(value)) if isinstance(value, str) else None


def _read_text(text):
    if re.fullmatch(r"\d{5}(\.\d+)?|\d{10}(\.\d+)?|\d{13}|\d{16}", text):
        return _counted(text)
    text = _CHINESE_WEEKDAY.sub(" ", re.sub(r"^(\d{8})\.0$", r"\1", text)).strip()
    match = _CLOCK.fullmatch(text)
    clock, offset = _clock(match) if match and match["hour"] else (None, None)
    content = _calendar(match["date"].rstrip(", ")) if match and clock is not False else None
    if content is None:
        return None
    kind, numbers, *rest = content
    return kind, numbers, rest[0] if rest else clock, offset


def _counted(text):
    """A date as a count of days (spreadsheets) or of seconds or thousandths (computers)."""
    number = float(text)
    for digits, kind in ((10, "seconds"), (13, "thousandths"), (16, "millionths")):
        if len(text.partition(".")[0]) == digits:
            seconds = number / _PER_SECOND[kind]
            return (kind, number, None, None) if 9e8 < seconds < 2.5e9 else None
    return ("days", number, None, None) if 20_000 <= number < 60_000 else None


def _clock(match):
    """The time of day and the offset from UTC; False if there is no such time."""
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    half = (match["half"] or match["noon"] or "").replace(".", "").upper()
    if half == "晚上" and (hour == 12 or hour < 5):
        return False, None
    if half in ("PM", "下午", "傍晚", "晚上") and hour < 12:
        hour += 12
    if half in ("AM", "上午", "凌晨") and hour == 12:
        hour = 0
    fraction = int((match["fraction"] or "0").ljust(6, "0")[:6])
    if hour > 23 or minute > 59 or second > 59:
        return False, None
    return (
        datetime.timedelta(hours=hour, minutes=minute, seconds=second, microseconds=fraction),
        _offset(match["zone"]),
    )


def _offset(zone):
    if not zone:
        return None
    if zone in ("Z", "UTC", "GMT"):
        return datetime.timedelta()
    hours, minutes = int(zone[1:3]), int(zone[3:].lstrip(":") or 0)
    return (-1 if zone[0] == "-" else 1) * datetime.timedelta(hours=hours, minutes=minutes)


@functools.lru_cache(100_000)
def _calendar(text):
    """The numbers of a written day: year first for sure, or three whose order is open."""
    if match := _YEAR_FIRST.fullmatch(text):
        return "calendar", tuple(int(part) for part in match.groups() if part and part.isdigit())
    if match := _COMPACT.fullmatch(text):
        year, month, day, *clock = (int(part) for part in match.groups(default=0))
        if not FIRST_YEAR <= year <= LAST_YEAR or clock[0] > 23 or clock[1] > 59 or clock[2] > 59:
            return None
        hours, minutes, seconds = clock
        return (
            "calendar",
            (year, month, day),
            datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds),
        )
    if match := _THREE.fullmatch(text):
        one, _, two, three = match.groups()
        return ("three" if len(three) == 4 else "short"), (int(one), int(two), int(three))
    return _named_day(text)


def _named_day(text):
    match = _NAMED.fullmatch(text)
    month = _MONTHS.get((match["month"] or match["month2"]).lower()) if match else None
    if month is None:
        return None
    return "calendar", (_full_year(int(match["year"])), month, int(match["day"] or match["day2"]))


def _full_year(year):
    """A year of two digits as POSIX reads it."""
    return year if year > 99 else year + (1900 if year > 68 else 2000)


def _day(year, month, day):
    year = _full_year(year)
    try:
        return datetime.datetime(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


_PER_SECOND = {"seconds": 1, "thousandths": 1_000, "millionths": 1_000_000}
_COUNTED = {
    "days": "numbers read as days since 1899-12-30, as spreadsheets count them",
    "seconds": "numbers read as seconds since 1970-01-01 (UTC)",
    "thousandths": "numbers read as thousandths of a second since 1970-01-01 (UTC)",
    "millionths": "numbers read as millionths of a second since 1970-01-01 (UTC)",
}


def _one_kind(found, parsed, name, date_order):
    """The kind of counting, if the column has one; numbers among dates are refused."""
    first = {}
    for value, date in zip(found, parsed, strict=True):
        if date:
            first.setdefault(date[0], value)
    kinds = [kind for kind in first if kind in _COUNTED]
    if kinds and len(first) > 1:
        one, other = (str(value) for value in list(first.values())[:2])
        raise ValueError(
            f"date: column {shown(name)} mixes {shown(one)} with {shown(other)}; write all its "
            "dates in one form"
        )
    if "cell" in first and first.keys() & {"three", "short"} and date_order is None:
        text = first.get("three", first.get("short"))
        raise ValueError(
            f"date: column {shown(name)} holds dates and texts such as {shown(text)}: a "
            "spreadsheet has turned a part "
            "of the dates, perhaps with day and month swapped; export it again, or say date_order"
        )
    words = [_COUNTED[kinds[0]]] if kinds else []
    return (kinds[0] if kinds else None), words


def _date_order(found, parsed, name, date_order):
    """The order of three numbers that reads every value, if only one does."""
    open_dates = {
        date[1]: (value, date[0])
        for value, date in zip(found, parsed, strict=True)
        if date and date[0] in ("three", "short")
    }
    if not open_dates:
        _refuse_needless_order(found, parsed, name, date_order)
        return None, ["year, month, day"] if any(date and date[0] == "calendar" for date in parsed) else []
    short = any(kind == "short" for _, kind in open_dates.values())
    words = ["years of two digits read as 1969 to 2068"] if short else []
    if date_order:
        return date_order, [f"{date_order}, as asked", *words]
    readings = {order: _readings(open_dates, order) for order in _ORDERS}
    known = set().union(*readings.values())
    right = [order for order, days in readings.items() if len(days) == len(known)]
    if len(right) > 1 and all(readings[right[0]] == readings[order] for order in right):
        right = right[:1]
    if len(right) != 1 and known:
        raise ValueError(_open_sentence(open_dates, readings, right, name))
    return (right[0] if right else None), [
        f"{right[0]}, the only order that reads all",
        *words,
    ] if right else []


def _readings(dates, order):
    """The days that an order gives; a year of four digits stands last."""
    days = {}
    for numbers, (_, kind) in dates.items():
        if order == "year first" and kind == "three":
            continue
        if day := _day(*(numbers[place] for place in _ORDERS[order])):
            days[numbers] = day
    return days


def _open_sentence(dates, readings, right, name):
    if right:
        numbers = next(key for key in dates if len({readings[order].get(key) for order in right}) > 1)
        days = " or ".join(f"{readings[order][numbers]:%Y-%m-%d}" for order in right)
        return (
            f"date_order: column {shown(name)} can be read in two ways: "
            f"{shown(dates[numbers][0])} is {days}, and no "
            f'other value decides; say date_order="{right[0]}" or date_order="{right[1]}"'
        )
    known = set().union(*readings.values())
    wrong = [
        f"{shown(dates[min(known - set(days))][0])} is not {order}"
        for order, days in readings.items()
        if known - set(days) and days
    ]
    return (
        f"date_order: no one order reads all of column {shown(name)}: {', '.join(wrong)}; "
        'say date_order="day first" or "month first", and the others are left out'
    )


def _refuse_needless_order(found, parsed, name, date_order):
    """An order that contradicts dates which begin with a year of four digits."""
    if date_order in (None, "year first"):
        return
    for value, date in zip(found, parsed, strict=True):
        if date:
            raise ValueError(
                f"date_order is {date_order!r}, but the dates of column {shown(name)} need none: "
                f"{shown(value)}"
            )


def _moment(parsed, kind, order):
    """A date and its offset; None if there is no such day."""
    if parsed is None:
        return None
    form, content, clock, offset = parsed
    if form == "cell":
        return content if FIRST_YEAR <= content.year <= LAST_YEAR else None, offset
    if form in _COUNTED:
        return _count(form, content), None
    if form in ("three", "short"):
        fits = order and not (order == "year first" and form == "three")
        content = tuple(content[place] for place in _ORDERS[order]) if fits else None
    day = _day(*content) if content else None
    return (day + clock if day and clock else day), offset


def _count(form, number):
    if form == "days":
        return _DAY_ONE_OF_EXCEL + datetime.timedelta(seconds=round(number * 86_400))
    return _EPOCH + datetime.timedelta(seconds=number / _PER_SECOND[form])


def _one_clock(found, moments, name, zone):
    """Every date on one clock, and what was done for it."""
    offsets = {moment[1]: value for value, moment in zip(found, moments, strict=True) if moment and moment[0]}
    zoned = sorted(offset for offset in offsets if offset is not None)
    if not zoned:
        _refuse_zone_unsaid(zone, name)
        return [moment and moment[0] for moment in moments], []
    if zone:
        return [moment and _in_zone(*moment, zone) for moment in moments], [f"brought to {zone.key}"]
    if None in offsets or zoned[-1] - zoned[0] > datetime.timedelta(hours=1):
        zones = [offsets[key] for key in (None if None in offsets else zoned[0], zoned[-1])]
        raise ValueError(
            f"time_zone: column {shown(name)} mixes time zones: {shown(zones[0])} and {shown(zones[1])}; "
            'say time_zone="Asia/Shanghai" (or another) to bring all to one clock'
        )
    return [moment and moment[0] for moment in moments], ["clock time as written, its zone taken off"]


def _in_zone(moment, offset, zone):
    if moment is None or offset is None:
        return moment
    known = (moment - offset).replace(tzinfo=datetime.UTC)
    return known.astimezone(zone).replace(tzinfo=None)


def _refuse_zone_unsaid(zone, name):
    if zone:
        raise ValueError(f"time_zone is {zone.key!r}, but column {shown(name)} names no time zone")
