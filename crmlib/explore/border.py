"""The line on which a formula of two arguments passes a level, as the browser finds it and as Python does."""

import itertools

from crmlib.explore.expressions import Expression, written

COLUMNS = 60
_HALVINGS = 12
_CHECKED = 12


class Border:
    """Where, in each column of a map, the answer passes the level: found by halving, from below.

    Parameters
    ----------
    model : Model
        The formula's arguments.
    formula : callable
        What is mapped.
    across, up : str
        The arguments on the axes.
    level : float
        The level.

    Raises
    ------
    ValueError
        If the level is passed more than once on the way up, or upwards here and downwards there.
    """

    def __init__(self, model, formula, across, up, level):
        self.model, self.formula, self.across, self.up, self.level = model, formula, across, up, level
        self.x, self.y = model.sliders[across], model.sliders[up]
        self.reached_above = self._way_up()

    def points(self):
        """The border at the start, computed by Python."""
        return [{"x": x, "y": self.at(x)} for x in _evenly(self.x, COLUMNS)]

    def steps(self):
        """The browser's steps from ``datum.x`` to the border there; each gives the next ``datum.y``."""
        wanted = "<" if self.reached_above else ">="
        yield written(self.y.low)
        for step in self._steps():
            tried = f"(datum.y + {written(step)})"
            yield f"{self._text(tried)} {wanted} {written(self.level)} ? {tried} : datum.y"
        yield f"datum.y >= {written(self._last())} ? {written(self.y.high)} : datum.y"

    def at(self, x):
        """The border in a column, computed by Python for the start."""
        y = self.y.low
        for step in self._steps():
            if self._reached(x, y + step) != self.reached_above:
                y += step
        return self.y.high if y >= self._last() else y

    def reached(self):
        """Whether the answer at ``datum.x`` and ``datum.y`` reaches the level, for the browser."""
        return f"{self._text('datum.y')} >= {written(self.level)}"

    def _text(self, y):
        return self.model.text(self.formula, **{self.across: Expression("datum.x"), self.up: Expression(y)})

    def _last(self):
        """Where less than a step is left of the column: the border is its upper end."""
        return self.y.high - 1.5 * self._steps()[-1]

    def _steps(self):
        return [(self.y.high - self.y.low) / 2**power for power in range(1, _HALVINGS + 1)]

    def _reached(self, x, y):
        return self.model.number(self.formula, **{self.across: x, self.up: y}) >= self.level

    def _way_up(self):
        """Whether the level is reached above the border; below it otherwise."""
        ways = set()
        for x in _evenly(self.x, _CHECKED):
            column = [self._reached(x, y) for y in _evenly(self.y, _CHECKED)]
            changes = [after for before, after in itertools.pairwise(column) if before != after]
            if len(changes) > 1:
                raise ValueError(f"the level is passed {len(changes)} times on the way up, at {x:g} across")
            ways.update(changes)
        if len(ways) > 1:
            raise ValueError("the level must be passed upwards everywhere, or downwards everywhere")
        return ways.pop() if ways else True


def _evenly(slider, parts):
    return [slider.low + place / parts * (slider.high - slider.low) for place in range(parts + 1)]
