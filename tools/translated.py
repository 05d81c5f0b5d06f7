"""Record that the Chinese of a short way says what the English says now: `python tools/translated.py 05-clv`.

The tests compare the record with the English and say which Chinese has fallen behind.
"""

import sys

from book_pages import short_ways
from notebook_files import read, write


def main(names):
    """Write into each Chinese notebook the fingerprint of its English."""
    for name in names:
        path = short_ways.translations()[name]
        notebook = read(path)
        notebook.metadata["translates"] = short_ways.fingerprint(short_ways.short_way(name))
        write(notebook, path)


if __name__ == "__main__":
    main(sys.argv[1:] or short_ways.translations())
