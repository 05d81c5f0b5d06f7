"""The keys of questions answered by choosing every option that fits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from crmlib._guard.checks import describe
from crmlib.workbook.marking.choice import by_key, by_words, quoted
from crmlib.workbook.marking.key import Key, Verdict


@dataclass(frozen=True, kw_only=True, repr=False)
class SeveralKey(Key):
    """The key of a question with several right options.

    Parameters
    ----------
    answer : set of str
        The keys of all right options.
    whys : mapping
        Key of each option to why it belongs, or why it does not.
    overlooked : mapping
        Key of a right option to what to think of again when it alone is missing; it does not name the option.
    """

    answer: frozenset
    whys: Mapping[str, str]
    overlooked: Mapping[str, str] = field(default_factory=dict)

    def solution(self, numbers):
        """The keys of the right options, in the order of the definition."""
        return [key for key in self.whys if key in self.answer]

    def foreseen(self, numbers):
        """The right options and a wrong one; the right ones without one whose absence was foreseen."""
        right = self.solution(numbers)
        wrong = [key for key in self.whys if key not in self.answer]
        extra = [(key, [*right, key], self.whys[key]) for key in wrong]
        missing = [
            (f"without {key}", [other for other in right if other != key], message)
            for key, message in self.overlooked.items()
        ]
        return [*extra, *missing]

    def _mark(self, given, numbers, before):
        chosen = self._read(given, numbers)
        if isinstance(chosen, Verdict):
            return chosen
        right = frozenset(self.answer)
        if chosen == right:
            return self._right(numbers)
        extra = [key for key in self.whys if key in chosen - right]
        missing = len(right - chosen)
        if extra:
            return self._too_many(extra, missing, numbers)
        return self._too_few(right - chosen)

    def _too_few(self, absent):
        """Counts what is missing, and says what to think of again."""
        said = f"All that you chose fit; {_count(len(absent))} missing."
        first = next((key for key in self.whys if key in absent and key in self.overlooked), None)
        if first is None:
            return Verdict("wrong", said)
        if len(absent) > 1:
            return Verdict("wrong", f"{said} For one of them: {self.overlooked[first]}")
        return Verdict("slip", f"{said} {self.overlooked[first]}", _without(first))

    def _too_many(self, extra, missing, numbers):
        """Names one option that does not fit, and why; counts the rest."""
        first = extra[0]
        text = self.question.fill(by_key(self.question.options)[first].text, numbers)
        others = f" {_others(len(extra) - 1)}" if len(extra) > 1 else ""
        absent = f" {_count(missing).capitalize()} missing besides." if missing else ""
        return Verdict("slip", f"“{text}” does not fit. {self.whys[first]}{others}{absent}", first)

    def _read(self, given, numbers):
        """The set of keys that was given, or a verdict that says what cannot be read."""
        items = _items(given)
        if items is None:
            return Verdict("unreadable", f"A list of options is asked; got {describe(given)}.")
        if not items:
            return Verdict("unreadable", "Your list is empty; at least one option fits.")
        found = [by_words(item, self.question.options, self.question.fill_with(numbers)) for item in items]
        if None in found:
            unknown = items[found.index(None)]
            return Verdict(
                "unreadable", f"Choose among {quoted(self.question.shuffled())}; got {describe(unknown)}."
            )
        return frozenset(by_key(found))


def _items(given):
    """What was given, one by one; text is parted at commas, semicolons, arrows and ends of line."""
    if isinstance(given, str):
        return [part.strip() for part in re.split(r"->|[,;，；、→>\n]", given)]
    if isinstance(given, bytes | type) or hasattr(type(given), "columns"):
        return None
    if isinstance(given, Mapping):
        return None
    try:
        return list(given)
    except Exception:  # no sequence, or one that cannot be gone through
        return None


def _without(key):
    return f"without {key}"


def _others(number):
    return "Another does not fit either." if number == 1 else f"{number} others do not fit either."


def _count(number):
    return f"{'one is' if number == 1 else f'{number} are'}"
