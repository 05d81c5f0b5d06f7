"""The workbook engine: questions that say which mistake was made, hints, record and progress.

>>> from crmlib.workbook import ask, check, progress
"""

from crmlib.workbook.banks import question
from crmlib.workbook.checking import NotYet, check, hint
from crmlib.workbook.labs import lab
from crmlib.workbook.progress import progress
from crmlib.workbook.quiz import quiz
from crmlib.workbook.review import warm_up
from crmlib.workbook.start import start
from crmlib.workbook.widgets import ask

__all__ = ["NotYet", "ask", "check", "hint", "lab", "progress", "question", "quiz", "start", "warm_up"]
