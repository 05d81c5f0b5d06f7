"""What a chart keeps of its start: grey, with its name, once a slider has left it."""

GREY = "#767676"
MOVED = "moved"
_SEEN = {"expr": f"{MOVED} ? 1 : 0"}
_LOOKS = {
    "line": {"strokeWidth": 1.5, "strokeDash": [3, 3]},
    "rule": {"size": 1.5, "strokeDash": [3, 3]},
    "point": {"filled": False, "size": 110, "strokeWidth": 1.5},
    "bar": {"filled": False, "strokeWidth": 1.5, "strokeDash": [3, 3]},
    "text": {"fontSize": 12, "text": "start"},
}


def moved(sliders):
    """The parameter that tells whether a slider has left its start.

    Parameters
    ----------
    sliders : list of dict
        As the page knows them, with ``signal`` and ``value``.
    """
    return {
        "name": MOVED,
        "expr": " || ".join(f"{one['signal']} != {one['value']!r}" for one in sliders),
    }


def ghost(kind, points, encoding, **look):
    """A layer of the start.

    Parameters
    ----------
    kind : str
        The mark: ``"line"``, ``"rule"``, ``"point"``, ``"bar"``, or ``"text"``, the word beside it.
    points : list of dict
        What is drawn; None where the layer has the data of its chart.
    encoding : dict
        As in Vega-Lite.
    **look
        More of the mark.
    """
    mark = {"type": kind, "color": GREY, "opacity": _SEEN} | _LOOKS[kind] | look
    return with_data(points) | {"mark": mark, "encoding": encoding}


def with_data(points):
    """The data of a layer; none of its own for None."""
    return {} if points is None else {"data": {"values": points}}
