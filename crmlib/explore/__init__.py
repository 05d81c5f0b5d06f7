"""Live charts: a closed form with sliders, which JupyterLab and the book's page draw without Python.

A chart is made from a function of `crmlib`, called once with expressions in place of numbers
(`crmlib.explore.expressions`): the function writes down what the browser then computes. So there is no second
copy of a formula, and a stored chart changes when its formula does.

Only functions of operators can move: no loops whose length moves, no `if`. `exp`, `log`, `smaller` and
`larger` work on numbers and on expressions.
"""

from crmlib.explore.expressions import Expression, exp, larger, log, smaller
from crmlib.explore.forms import bars, curve, cutoff, frontier, path, tornado
from crmlib.explore.quantities import Answer, Slider

__all__ = [
    "Answer",
    "Expression",
    "Slider",
    "bars",
    "curve",
    "cutoff",
    "exp",
    "frontier",
    "larger",
    "log",
    "path",
    "smaller",
    "tornado",
]
