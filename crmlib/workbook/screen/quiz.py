"""A quiz: some questions in a chapter, as widgets in JupyterLab and as a form on the page."""

from crmlib.workbook.banks import question as find
from crmlib.workbook.record.student import student_id
from crmlib.workbook.record.told import whose
from crmlib.workbook.screen.page import page_item
from crmlib.workbook.screen.widgets import Asked, Together

QUIZ = "application/vnd.crmlib.quiz+json"


class Quiz(Together):
    """Some questions; the stored output holds them for the page, with the book's own numbers."""

    def _repr_mimebundle_(self, include=None, exclude=None):
        items = [page_item(find(one._question.id)) for one in self.asked]
        return super()._repr_mimebundle_(include, exclude) | {QUIZ: {"items": items}}


def quiz(*ids):
    """Show questions in a chapter.

    Parameters
    ----------
    *ids : str
        Such as ``"rfm.recency"``. With ``"rfm.recency@quiz"`` it has other numbers than in the exercise, for
        the book and for every student.

    Returns
    -------
    Quiz
        In JupyterLab the questions' widgets; on the page a form that needs no kernel.
    """
    student = student_id()
    return Quiz([Asked(find(id), student) for id in ids], above=whose(student))
