"""Print how nbval compares: every output where digits are promised, else only that the cells run."""

import sys

STRICT = sys.platform == "linux" and sys.version_info[:2] == (3, 11)

if __name__ == "__main__":
    print("--nbval" if STRICT else "--nbval-lax")
