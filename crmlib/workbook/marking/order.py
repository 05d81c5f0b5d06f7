"""The keys of questions answered by a sequence: which orders are right, and what is said of others."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crmlib._guard.checks import describe
from crmlib.workbook.marking.choice import by_words, quoted
from crmlib.workbook.marking.key import Key, Slip, Verdict
from crmlib.workbook.marking.several import _items


def swap(one, other):
    """The wrong order in which two steps have changed places.

    >>> swap("a", "c")(["a", "b", "c"])
    ['c', 'b', 'a']
    """
    places = {one: other, other: one}
    return lambda right: [places.get(key, key) for key in right]


def rotate(places):
    """The wrong order that begins some places later.

    >>> rotate(1)(["a", "b", "c"])
    ['b', 'c', 'a']
    """
    return lambda right: [*right[places:], *right[:places]]


def sequence(*keys):
    """A wrong order by its keys.

    >>> sequence("b", "a", "c")(["a", "b", "c"])
    ['b', 'a', 'c']
    """
    return lambda right: list(keys)


@dataclass(frozen=True, kw_only=True, repr=False)
class OrderKey(Key):
    """The key of a question whose answer is a sequence.

    Parameters
    ----------
    answer : sequence of str
        The keys of the steps in the right order.
    slips : sequence of Slip
        ``wrong`` is `swap`, `rotate` or `sequence`, which makes a wrong order of the right one.
    also : sequence of sequence of str
        Other orders, by their keys, that are right as well.
    """

    answer: Sequence[str]
    slips: Sequence[Slip] = ()
    also: Sequence[Sequence[str]] = ()

    def solution(self, numbers):
        """The keys in the right order."""
        return list(self.answer)

    def foreseen(self, numbers):
        """The wrong order of each slip, with its message."""
        right = self.solution(numbers)
        return [(index, slip.wrong(right), slip.message) for index, slip in enumerate(self.slips)]

    def right_orders(self):
        """Every order that is right, the first of them the key's own."""
        return [list(self.answer), *(list(order) for order in self.also)]

    def _mark(self, given, numbers, before):
        keys = self._read(given, numbers)
        if isinstance(keys, Verdict):
            return keys
        if keys in self.right_orders():
            return self._right(numbers)
        for name, wrong, message in self.foreseen(numbers):
            if keys == wrong:
                return Verdict("slip", message, name)
        return self.general(keys)

    def general(self, keys):
        """What can be said of any wrong order without giving a place away."""
        right = self.solution({})
        if keys == right[::-1]:
            return Verdict(
                "wrong", "This is the sequence from its end to its beginning. Where does it start?"
            )
        if any(keys == rotate(places)(right) for places in range(1, len(right))):
            return Verdict(
                "wrong", "Each step follows the right one, but the sequence starts at another step."
            )
        return Verdict("wrong", in_place(sum(map(str.__eq__, keys, right)), len(right)))

    def _read(self, given, numbers):
        """The keys in the order given, or a verdict that says what cannot be read."""
        items = None if isinstance(given, set | frozenset) else _items(given)
        if items is None:
            return Verdict("unreadable", f"A list of steps in order is asked; got {describe(given)}.")
        found = [by_words(item, self.question.steps, self.question.fill_with(numbers)) for item in items]
        if None in found:
            unknown = items[found.index(None)]
            return Verdict(
                "unreadable", f"The steps are {quoted(self.question.shuffled())}; got {describe(unknown)}."
            )
        keys = [step.key for step in found]
        repeated = next((key for key, count in Counter(keys).items() if count > 1), None)
        if repeated is not None:
            return Verdict(
                "unreadable", f"Each step stands there once; “{repeated}” stands there twice or more."
            )
        if len(keys) < len(self.answer):
            return Verdict("unreadable", f"{len(self.answer)} steps are asked; got {len(keys)}.")
        return keys


def in_place(right, steps):
    """How many steps are in place, without saying which.

    >>> in_place(2, 6), in_place(4, 6), in_place(0, 3)
    ('2 of 6 are in place.', '4 of 6 are in place: two have changed places.', 'None of the 3 is in place.')
    """
    if not right:
        return f"None of the {steps} is in place."
    swapped = ": two have changed places" if steps - right == 2 else ""
    return f"{right} of {steps} {'is' if right == 1 else 'are'} in place{swapped}."
