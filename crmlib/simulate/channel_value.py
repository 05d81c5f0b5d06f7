"""What a customer from each acquisition channel is worth on average: an integral, and no sample."""

from types import SimpleNamespace

import numpy as np

from crmlib.simulate import baskets, draws, serving
from crmlib.simulate.population import channel_scores, propensity_to_leave, satisfaction_of
from crmlib.simulate.service import MOST_ENQUIRIES

NORMAL_NODES = 32
RATE_NODES = 400
LEAVING_NODES = 401


def value_of_channel(settings, weeks, force):
    """The expected value of a registration by channel, in ¥.

    Price sensitivity, quality and the rest of the propensity to leave are independent and normal, so the
    integral over them is a sum over the nodes of Gauss and Hermite. All else is independent of the channel
    and enters by its mean.
    """
    price, quality, leaving, weight = population_nodes(settings)
    orders = 1 + _orders_by_propensity(settings, weeks, force, leaving)
    worth = orders * _contribution(settings, price, quality)
    chance = np.exp(channel_scores(price, leaving))
    chance *= (weight / chance.sum(axis=1))[:, None]
    return (1 - settings.population.prospect_share) * (worth @ chance) / chance.sum(axis=0)


def population_nodes(settings):
    """Price sensitivity, quality and propensity to leave at the nodes, and their weights."""
    node, weight = np.polynomial.hermite_e.hermegauss(NORMAL_NODES)
    weight = weight / weight.sum()
    price, quality, rest = (grid.ravel() for grid in np.meshgrid(node, node, node, indexing="ij"))
    content = satisfaction_of(settings.satisfaction, price, quality)
    leaving = propensity_to_leave(settings.satisfaction, content, price, rest)
    return price, quality, leaving, np.einsum("i,j,k->ijk", weight, weight, weight).ravel()


def _orders_by_propensity(settings, weeks, force, propensity):
    """The expected orders after the first, at their present value, by the propensity to leave."""
    at, weight = np.polynomial.legendre.leggauss(RATE_NODES)
    rate = draws.gamma((at + 1) / 2, settings.purchases.r, settings.purchases.alpha)
    place = np.linspace(-8, 8, LEAVING_NODES)
    leaving = draws.beta(draws.rank(place), settings.purchases.a, settings.purchases.b)
    ending = np.outer(leaving, rate) + force
    with np.errstate(invalid="ignore", divide="ignore"):
        orders = rate * np.where(ending > 0, -np.expm1(-ending * weeks) / ending, weeks)
    return np.interp(propensity, place, orders @ weight / 2)


def _contribution(settings, price, quality):
    """The expected contribution of an order, given price sensitivity and quality."""
    spend, costs, who = settings.spend, settings.costs, settings.population
    back = _mean_of_capped(baskets.RETURN_RATE, who.habit_shape, baskets.MOST_RETURNED)
    gross = baskets.mean_gross(price, spend)
    margin = 1 - baskets.COST_SHARE.mean() * gross
    lost = back.mean() - (back * baskets.COST_SHARE).mean() * gross * baskets.RESALEABLE
    enquiry = _mean_of_capped(np.array([settings.service.enquiry_rate]), who.habit_shape, MOST_ENQUIRIES)
    service = serving.mean_service(SimpleNamespace(quality=quality), settings.service, costs, enquiry[0])
    handling = serving.mean_handling(costs, settings.purchases.store_share)
    mean_order = spend.p * spend.v / (spend.q - 1)
    return (
        mean_order * (margin - lost) - handling - back.mean() * baskets.mean_lines() * costs.return_ - service
    )


def _mean_of_capped(rate, shape, most):
    """The mean of rates times a gamma factor of mean 1, where the product is at most a number."""
    from scipy.special import gammainc

    with np.errstate(divide="ignore"):
        bound = shape * most / rate
    return rate * gammainc(shape + 1, bound) + np.where(rate > 0, most * (1 - gammainc(shape, bound)), 0.0)
