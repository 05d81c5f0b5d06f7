"""Read a data frame of numbers from an R data file (.rda), without R.

The format is that of R's `save()`: serialisation version 2 in network byte order (R Internals, "Serialization
Formats"). Only what a data frame of numbers is made of is known; anything else is refused.
"""

import lzma
import struct

NULL, REFERENCE, SYMBOL, PAIRS, CHARACTERS, INTEGERS, DOUBLES, TEXTS, LIST = 254, 255, 1, 2, 9, 13, 14, 16, 19
MAGIC = b"RDX2\nX\n"
VERSIONS = 12  # bytes: the format's version, and the versions of R that wrote it and that can read it


def read_frame(content, name):
    """The columns of one saved data frame of whole numbers, by their names.

    Raises
    ------
    ValueError
        If the file is not of this format, or holds something else than numbers.
    """
    plain = lzma.decompress(content)
    if not plain.startswith(MAGIC):
        raise ValueError("The file must be saved by R in format 2 and compressed with xz.")
    columns, attributes = _Reader(plain, len(MAGIC) + VERSIONS).item()[name]
    return {
        title: [int(value) for value in column]
        for title, column in zip(attributes["names"], columns, strict=True)
    }


class _Reader:
    """Reads one object after the other; symbols that were read before are referred to by number."""

    def __init__(self, content, place):
        self.content, self.place, self.symbols = content, place, []

    def numbers(self, letter, count=1):
        found = struct.unpack_from(f">{count}{letter}", self.content, self.place)
        self.place += struct.calcsize(f">{count}{letter}")
        return list(found)

    def item(self):
        """The next object; one with attributes as a pair of value and attributes."""
        (flags,) = self.numbers("i")
        kind = flags & 0xFF
        if kind == NULL:
            return None
        if kind == REFERENCE:
            return self.symbols[(flags >> 8) - 1]
        if kind == SYMBOL:
            self.symbols.append(self.item())
            return self.symbols[-1]
        if kind == PAIRS:
            return self.pair() | (self.item() or {})
        if kind not in (CHARACTERS, INTEGERS, DOUBLES, TEXTS, LIST):
            raise ValueError(f"The file holds an object of kind {kind}, not a data frame of numbers.")
        value = self.vector(kind)
        return (value, self.item()) if flags & 0x200 else value

    def pair(self):
        """A name with its value, the beginning of a list of pairs."""
        name = self.item()
        return {name: self.item()}

    def vector(self, kind):
        (count,) = self.numbers("i")
        if kind == CHARACTERS:
            return b"".join(self.numbers("c", count)).decode("ascii")
        if kind in (TEXTS, LIST):
            return [self.item() for _ in range(count)]
        return self.numbers("i" if kind == INTEGERS else "d", count)
