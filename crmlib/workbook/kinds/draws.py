"""What differs from student to student: pleasant numbers, and samples of real customers."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

BOOK = "book"  # in place of a student: the numbers with which the book is written
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def generator(*seeds):
    """A random generator that gives the same draws for the same seeds on every machine.

    >>> generator("20260017", "rfm.recency").randint(1, 100)
    36
    """
    text = "|".join(str(seed) for seed in seeds)
    return random.Random(hashlib.sha256(text.encode("utf-8")).digest())


@dataclass(frozen=True)
class Grid:
    """A number from low to high in equal steps, shown with its unit.

    Parameters
    ----------
    low, high, step : float
        The grid.
    show : callable
        A value to the text that stands in the prompt.
    says : str
        What the number is, to stand behind it after a comma: "the cost of capital".
    """

    low: float
    high: float
    step: float
    show: Callable[[float], str]
    says: str = ""

    def draw(self, rng):
        """One point of the grid."""
        steps = round((self.high - self.low) / self.step)
        value = self.low + rng.randint(0, steps) * self.step
        return round(value) if float(self.step).is_integer() else round(value, 6)


@dataclass(frozen=True)
class OneOf:
    """One of a few numbers or words.

    Parameters
    ----------
    options : tuple
        The numbers or words.
    says : str
        What it is, to stand behind it after a comma.
    """

    options: tuple
    says: str = ""

    def draw(self, rng):
        """One of the options."""
        return rng.choice(self.options)

    def show(self, value):
        """The number or word as it is."""
        return value if isinstance(value, str) else f"{value:,}"


@dataclass(frozen=True)
class DayBefore:
    """A date, some days before a given one.

    Parameters
    ----------
    day : datetime.date
        The day to count back from.
    fewest, most : int
        How many days before.
    says : str
        What happens on it, to stand behind it after a comma.
    """

    day: date
    fewest: int
    most: int
    says: str = ""

    def draw(self, rng):
        """The date."""
        return self.day - timedelta(days=rng.randint(self.fewest, self.most))

    def show(self, value):
        """The date in words, such as "4 September 1997"."""
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


@dataclass(frozen=True)
class Sample:
    """A table drawn for one student.

    Parameters
    ----------
    make : callable
        A random generator to the table.
    words : str
        What stands in the prompt for it.
    """

    make: Callable
    words: str

    def draw(self, rng):
        """The table."""
        return self.make(rng)

    def show(self, value):
        """The words that stand in the prompt."""
        return self.words.format(rows=len(value))


def money(low, high, step=1, unit="¥", says=""):
    """An amount of money; a one-letter unit stands before the number, a longer one after it.

    >>> money(80, 400, step=10).show(1240), money(0.5, 2, step=0.05, unit="US dollars").show(0.65)
    ('¥1,240', '0.65 US dollars')
    """
    digits = 0 if float(step).is_integer() else 2
    pattern = f"{unit}{{:,.{digits}f}}" if len(unit) == 1 else f"{{:,.{digits}f}} {unit}"
    return Grid(low, high, step, pattern.format, says)


def rate(low, high, step=0.01, says=""):
    """A share, shown in per cent.

    >>> rate(0.6, 0.9).show(0.85), rate(0.01, 0.05, step=0.005).show(0.025)
    ('85 %', '2.5 %')
    """
    return Grid(low, high, step, lambda value: f"{value * 100:.6g} %", says)


def whole(low, high, step=1, says=""):
    """A whole number.

    >>> whole(1_000, 9_000, step=500).show(2_500)
    '2,500'
    """
    return Grid(low, high, step, "{:,}".format, says)


def apart(*values):
    """Whether any two of some numbers differ by more than 2 %.

    >>> apart(100, 103), apart(100, 101)
    (True, False)
    """
    ordered = sorted(values)
    return all(high - low > 0.02 * max(abs(high), abs(low)) for low, high in pairwise(ordered))
