"""Who of the simulated firm's customers is still one."""

from crmlib._guard.checks import refuse_no_firm


def still_customer(firm):
    """Who is a customer of the simulated firm on its last day, in the first life or in a second.

    Parameters
    ----------
    firm : Firm
        A simulated firm.

    Returns
    -------
    pandas.Series
        True or False by `customer_id`; False for a prospect.

    Raises
    ------
    TypeError
        If no firm is given.

    Examples
    --------
    >>> from crmlib import datasets
    >>> firm = datasets.load_firm()
    >>> int(firm.truth.customers["active"].sum()), int(still_customer(firm).sum())
    (1274, 1281)
    """
    refuse_no_firm(firm, "truth")
    people = firm.truth.customers.set_index("customer_id")
    still = people["active"]
    if "second_active" in people:
        still = still | people["second_active"]
    return still.rename("still_customer")
