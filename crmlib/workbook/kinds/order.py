"""Questions answered by a sequence: the steps of a process, or lines of code to be put in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from crmlib.workbook.kinds.draws import BOOK, generator
from crmlib.workbook.kinds.questions import Question


@dataclass(frozen=True)
class Step:
    """One step of a sequence.

    Parameters
    ----------
    key : str
        What code gives for it.
    text : str
        What the student reads; a line of code keeps its indentation.
    """

    key: str
    text: str


@dataclass(frozen=True, kw_only=True, repr=False)
class Order(Question):
    """A question whose answer is a sequence.

    Parameters
    ----------
    steps : sequence of Step
        As the book shows them: neither in a right order nor in one that begins at another step.
    code : bool
        Whether the steps are lines of code.
    """

    steps: Sequence[Step]
    code: bool = False

    def shuffled(self, student=None):
        """The steps in a student's own order: the book's, begun at another step."""
        if student is None and self.id == self.base_id:
            return list(self.steps)
        first = generator("options", student or BOOK, self.id).randrange(len(self.steps))
        return [*self.steps[first:], *self.steps[:first]]

    def attributes(self, student=None):
        """The keys of the steps, as they are shown."""
        return {"steps": [step.key for step in self.shuffled(student)]}

    def statement(self, student=None):
        """The prompt and the steps, as Markdown."""
        fill = self.fill_with(self.numbers(student))
        steps = [f"- `{step.key}`: {self._shown(step, fill)}" for step in self.shuffled(student)]
        return "\n".join([super().statement(student), "", *steps])

    def _shown(self, step, fill):
        return f"`{step.text}`" if self.code else fill(step.text)

    def fill(self, text, numbers):
        """A text with numbers in its places; a line of code as it is."""
        return (
            text if self.code and text in {step.text for step in self.steps} else super().fill(text, numbers)
        )
