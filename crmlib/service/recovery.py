"""Recovery: what waiting and complaints put at risk, and what keeping those customers may cost."""

from crmlib._guard.checks import formula, nonnegative, share


@formula(
    contacts_per_hour=nonnegative,
    mean_wait_minutes=nonnegative,
    customer_value=nonnegative,
    retention_loss_per_minute=share,
)
def waiting_cost(contacts_per_hour, mean_wait_minutes, customer_value, retention_loss_per_minute):
    """What waiting costs an hour in customers who leave because of it.

    Parameters
    ----------
    contacts_per_hour : float, array, Series or expression
        Customers who get in touch (per hour).
    mean_wait_minutes : float, array, Series or expression
        Their mean wait (minutes).
    customer_value : float, array, Series or expression
        What a customer is worth if she stays (money).
    retention_loss_per_minute : float, array, Series or expression
        By how much a minute's wait lowers the probability that she stays (a share per minute): 0.0005 if ten
        minutes cost half a point. It is assumed to grow in step with the wait.

    Returns
    -------
    float, array or expression
        Money per hour.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: \\lambda \\, W \\, \\delta \\, V

    with :math:`\\lambda` the contacts an hour, :math:`W` the mean wait in minutes, :math:`\\delta` the
    retention lost a minute and :math:`V` the value of a customer.

    Examples
    --------
    18 complaints an hour, a customer worth ¥267, half a point of retention per ten minutes. The third agent
    shortens the wait from 25.6 to 1.8 minutes, and is worth ¥57 an hour:

    >>> round(waiting_cost(18, 25.6, 267, 0.0005) - waiting_cost(18, 1.8, 267, 0.0005))
    57
    """
    return contacts_per_hour * mean_wait_minutes * retention_loss_per_minute * customer_value


@formula(unhappy_customers=nonnegative, leaving_rate=share, customer_value=nonnegative)
def value_at_risk(unhappy_customers, leaving_rate, customer_value):
    """What is expected to be lost with unhappy customers if nothing is done.

    Parameters
    ----------
    unhappy_customers : float, array, Series or expression
        Customers with a problem, those who do not complain included.
    leaving_rate : float, array, Series or expression
        The share of them who leave *because of it*: more than would have left anyway.
    customer_value : float, array, Series or expression
        What a customer is worth if she stays (money).

    Returns
    -------
    float, array or expression
        Money.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: N \\, \\ell \\, V

    with :math:`N` the customers, :math:`\\ell` the leaving rate and :math:`V` the value of one.

    References
    ----------
    Fornell, C. and Wernerfelt, B. (1987). Defensive marketing strategy by customer complaint management: a
    theoretical analysis. Journal of Marketing Research 24(4).

    Examples
    --------
    >>> value_at_risk(200, 0.25, 400)
    20000.0
    """
    return unhappy_customers * leaving_rate * customer_value


@formula(customer_value=nonnegative, stay_if_recovered=share, stay_if_not=share)
def most_for_recovery(customer_value, stay_if_recovered, stay_if_not):
    """The most that the recovery of one complaint may cost.

    Parameters
    ----------
    customer_value : float, array, Series or expression
        What the customer is worth if she stays (money).
    stay_if_recovered, stay_if_not : float, array, Series or expression
        The probability that she stays after a good recovery, and without one.

    Returns
    -------
    float, array or expression
        Money per complaint; below 0 if recovery drives customers away.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: V (r_1 - r_0)

    with :math:`V` the value, :math:`r_1` and :math:`r_0` the probabilities of staying with recovery and
    without. It may exceed the price of the product: what is defended is the relationship.

    References
    ----------
    Fornell, C. and Wernerfelt, B. (1987). Defensive marketing strategy by customer complaint management: a
    theoretical analysis. Journal of Marketing Research 24(4).

    Examples
    --------
    >>> most_for_recovery(400, stay_if_recovered=0.75, stay_if_not=0.5)
    100.0
    """
    return customer_value * (stay_if_recovered - stay_if_not)


@formula(
    complaints=nonnegative,
    customer_value=nonnegative,
    stay_if_recovered=share,
    stay_if_not=share,
    cost_per_complaint=nonnegative,
)
def recovery_profit(complaints, customer_value, stay_if_recovered, stay_if_not, cost_per_complaint):
    """What the recovery of complaints earns: the value it keeps, less what it costs.

    Parameters
    ----------
    complaints : float, array, Series or expression
        Complaints that are recovered.
    customer_value : float, array, Series or expression
        What a customer is worth if she stays (money).
    stay_if_recovered, stay_if_not : float, array, Series or expression
        The probability that she stays after a good recovery, and without one.
    cost_per_complaint : float, array, Series or expression
        Time, compensation and replacement (money per complaint).

    Returns
    -------
    float, array or expression
        Money.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: N \\left( V (r_1 - r_0) - c \\right)

    with :math:`N` the complaints, :math:`V` the value, :math:`r_1` and :math:`r_0` the probabilities of
    staying with recovery and without, and :math:`c` the cost. Observed, :math:`r_1 - r_0` is an association:
    who gets recovery is rarely drawn at random.

    References
    ----------
    Fornell, C. and Wernerfelt, B. (1987). Defensive marketing strategy by customer complaint management: a
    theoretical analysis. Journal of Marketing Research 24(4).

    Examples
    --------
    >>> recovery_profit(50, 400, stay_if_recovered=0.75, stay_if_not=0.5, cost_per_complaint=60)
    2000.0
    """
    return complaints * (customer_value * (stay_if_recovered - stay_if_not) - cost_per_complaint)
