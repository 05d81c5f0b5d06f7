"""Print how nbval compares: every output where digits are promised, else only that the cells run."""

import sys

STRICT = sys.platform == "linux" and sys.version_info[:2] == (3, 11)


def option():
    """The option of pytest."""
    return "--nbval" if STRICT else "--nbval-lax"


if __name__ == "__main__":
    print(option())
