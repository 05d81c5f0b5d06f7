"""The workbook engine: questions that say which mistake was made, hints, record and progress.

>>> from crmlib.workbook import ask, check, progress

`banks` holds what is asked, `keys` the answers; `kinds` are the kinds of question, `marking` marks an answer;
`checking` is the door from code; `screen` shows questions, labs and quizzes; `record` keeps what was given.
"""

from crmlib.workbook.banks import question
from crmlib.workbook.checking import NotYet, check, hint
from crmlib.workbook.record.progress import progress
from crmlib.workbook.screen.labs import lab
from crmlib.workbook.screen.quiz import quiz
from crmlib.workbook.screen.review import warm_up
from crmlib.workbook.screen.widgets import ask

__all__ = ["NotYet", "ask", "check", "hint", "lab", "progress", "question", "quiz", "warm_up"]
