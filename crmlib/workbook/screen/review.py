"""Questions of earlier chapters, asked again with fresh numbers at the opening of an exercise."""

from crmlib._guard.checks import check, positive_count
from crmlib.workbook.banks import all_exercise_questions, chapter_of
from crmlib.workbook.banks import question as find
from crmlib.workbook.kinds.choice import Audit, Choice, Definition, Match, Several
from crmlib.workbook.kinds.draws import BOOK, generator
from crmlib.workbook.kinds.number import Interval, Number, Reverse
from crmlib.workbook.kinds.order import Order
from crmlib.workbook.record.progress import require_exercise
from crmlib.workbook.record.told import greeting
from crmlib.workbook.screen.widgets import Asked, Together

SHORT = (Number, Reverse, Interval, Choice, Definition, Audit, Several, Match, Order)


def warm_up(exercise, questions=2):
    """Ask questions of earlier chapters again, with fresh numbers.

    Parameters
    ----------
    exercise : str
        The exercise that they open, such as ``"05-clv"``.
    questions : int
        How many.

    Returns
    -------
    Together
        The questions, the same for one student and exercise at every call; answers are recorded under
        ids such as ``"rfm.recency@05-clv"``.
    """
    check("questions", questions, positive_count)
    require_exercise(exercise)
    student, above = greeting("warm-up")
    asked = [Asked(find(id), student) for id in warm_up_ids(exercise, student, questions)]
    return Together(asked, "No chapter before this one has questions yet.", above)


def warm_up_ids(exercise, student=None, questions=2):
    """The ids of the questions that a student meets again.

    A question's place in the draw is its own, so a new question in a bank leaves most draws as they were.
    """
    earlier = [
        question
        for question in all_exercise_questions()
        if chapter_of(question) < exercise and question.core and type(question) in SHORT
    ]
    earlier.sort(key=lambda question: generator("warm-up", student or BOOK, exercise, question.id).random())
    return [f"{question.id}@{exercise}" for question in earlier[:questions]]
