"""Questions that ask which of rival definitions fits a use; each definition gives its number."""

from collections.abc import Callable
from dataclasses import dataclass

from crmlib.workbook.kinds.choice import Choice, Option
from crmlib.workbook.kinds.questions import spaced


@dataclass(frozen=True)
class Rival(Option):
    """One of rival definitions.

    Parameters
    ----------
    value : callable
        The drawn numbers to the number that this definition gives.
    """

    value: Callable


@dataclass(frozen=True, kw_only=True)
class Definition(Choice):
    """Which definition fits the stated use?

    Parameters
    ----------
    options : sequence of Rival
        The rival definitions; ``why`` says for which use each is good, or why not for this one.
    says : str
        The number in words; ``{}`` stands for it: ``"{:.0f} days"``.
    """

    says: str

    def why(self, option, numbers):
        """The number that the definition gives, then its why."""
        return f"It gives {spaced(self.says.format(option.value(**numbers)))}. {option.why}"
