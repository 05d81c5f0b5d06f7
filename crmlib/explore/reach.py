"""How far an axis must reach: as far as the sliders take what it shows, if that leaves the start large."""

import itertools

MOST_TIMES = 2.5


def reach(sliders, shown):
    """The ends of an axis that no slider moves.

    An axis that followed the sliders would hide what they do. One that is long enough for all of them could
    make the start too small to see; such an axis begins at the start and grows.

    Parameters
    ----------
    sliders : dict
        The argument's name to its slider.
    shown : callable
        The arguments that differ from the start to the numbers that the axis shows then.

    Returns
    -------
    list of float
        The lowest and the highest number that the sliders' ends give; empty where the axis would be more than
        `MOST_TIMES` as long as the start needs it.

    Examples
    --------
    >>> from crmlib.explore import Slider
    >>> reach({"rate": Slider(0.5, 0, 1, 0.1)}, lambda rate=0.5: [100 * rate])
    [0, 100]
    >>> reach({"rate": Slider(0.1, 0, 1, 0.1)}, lambda rate=0.1: [100 * rate])
    []
    """
    start = [0, *shown()]
    ends = [(one.low, one.high) for one in sliders.values()]
    corners = (dict(zip(sliders, corner, strict=True)) for corner in itertools.product(*ends))
    far = [*start, *itertools.chain.from_iterable(shown(**corner) for corner in corners)]
    needed, longest = max(start) - min(start), max(far) - min(far)
    return [min(far), max(far)] if longest <= MOST_TIMES * needed else []
