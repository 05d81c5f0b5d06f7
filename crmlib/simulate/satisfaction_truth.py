"""What satisfaction does to leaving, by integrals over the population."""

import numpy as np

from crmlib.simulate.population import Propensity, bent, normal_halves

NODES = 24
PLACES = np.linspace(-8, 8, 1601)


def satisfaction_slopes(pull, left):
    """The least-squares slopes of leaving on satisfaction: adjusted for price sensitivity, and not.

    Parameters
    ----------
    pull : Satisfaction
        Its parameters.
    left : callable
        The chance to have left, by the score of the propensity.
    """
    content, weight = normal_halves()
    node, chance = _nodes()
    tie = pull.price_on_satisfaction
    content, other, rest = (grid.ravel() for grid in np.meshgrid(content, node, node, indexing="ij"))
    weight = np.einsum("i,j,k->ijk", weight, chance, chance).ravel()
    # Of the two, price sensitivity is drawn given satisfaction; they are correlated by -tie.
    price = -tie * content + np.sqrt(1 - tie**2) * other
    raw = -pull.effect * bent(pull, content) + pull.price_effect * price
    outcome = _interpolated(pull, left)(raw + np.sqrt(1 - pull.explained) * rest) * weight
    with_content, with_price = outcome @ content, outcome @ price
    return float((with_content + tie * with_price) / (1 - tie**2)), float(with_content)


def left_by_satisfaction(pull, left, levels):
    """The mean chance to have left if everyone's satisfaction were set to a level."""
    node, chance = _nodes()
    spread = np.sqrt(pull.price_effect**2 + 1 - pull.explained)
    raw = -pull.effect * bent(pull, levels)[:, None] + spread * node
    return _interpolated(pull, left)(raw) @ chance


def _interpolated(pull, left):
    """The chance to have left by raw propensity, as a table."""
    ranked, chances = Propensity(pull), left(PLACES)
    return lambda raw: np.interp(ranked.score(raw), PLACES, chances)


def _nodes():
    node, weight = np.polynomial.hermite_e.hermegauss(NODES)
    return node, weight / weight.sum()
