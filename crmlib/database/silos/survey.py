"""The survey's export: a spreadsheet kept by hand, with a title, merged headings and a row of totals."""

import io
import re
import zipfile

from crmlib.database.silos import dirt
from crmlib.database.silos.people import dirty_identity, firm_table, last_year, soiled, whole

#: Each column with its heading in the sheet.
SURVEY_COLUMNS = {
    "response_no": "序号",
    "name": "姓名",
    "email": "邮箱",
    "phone": "手机",
    "age": "年龄",
    "city": "城市",
    "answered_on": "填写日期",
    "satisfaction": "总体满意度",
    "recommend": "推荐意愿",
    "effort": "省力程度",
    "comment": "意见",
}
#: The sheet of the answers.
SHEET = "答卷"
_SURVEY_GROUPS = {"受访者": 6, "答卷": 5}
_COMMENTS = (
    "",
    "",
    "",
    "很好",
    "物流太慢",
    "Good & cheap",
    "包装可以再好一点",
    "客服不错",
    "没有意见",
    "价格 > 别家",
)


def write_survey(firm, people, soil, files):
    """Write the answers of the last year as a spreadsheet; whose each response is."""
    answers = _answers(firm, people)
    answers = dirty_identity(soil, answers, "responses")
    answers = soiled(soil, answers, "responses", age_impossible=dirt.impossible_age)
    answers = soiled(soil, answers, "responses", column="answered_on", date_format=dirt.other_date)
    answers = soiled(soil, answers, "responses", column="city", value_missing=dirt.gone)
    files["survey.xlsx"] = _survey_file(answers, last_year(firm))
    return dict(zip(answers["record"], answers["customer_id"], strict=True))


def _answers(firm, people):
    surveys = firm_table(firm, "surveys")
    surveys = surveys[surveys["answered"] & (surveys["answered_on"].dt.year == last_year(firm))]
    answers = surveys.merge(people.drop(columns="record"), on="customer_id").sort_values(
        ["answered_on", "survey_id"]
    )
    answers = answers.reset_index(drop=True)
    return answers.assign(
        record=[f"R{number:05d}" for number in range(1, len(answers) + 1)],
        answered_on=answers["answered_on"].dt.strftime("%Y-%m-%d"),
        satisfaction=answers["csat"], recommend=answers["nps"], effort=answers["ces"],
        comment=[_COMMENTS[survey * 7 % len(_COMMENTS)] for survey in answers["survey_id"]],
    )  # fmt: skip


def _survey_file(answers, year):
    from openpyxl import Workbook

    book = Workbook()
    notes, sheet = book.active, book.create_sheet(SHEET)
    notes.title = "说明"
    notes.append(["本表由市场部手工汇总，请勿修改"])
    _write_headings(sheet, year)
    answers = answers.assign(response_no=answers["record"])
    for line in answers[list(SURVEY_COLUMNS)].itertuples(index=False, name=None):
        sheet.append([_cell(value) for value in line])
    scores = [answers[name].mean() for name in ("satisfaction", "recommend", "effort")]
    means = [round(float(score), 2) if score == score else None for score in scores]
    sheet.append(["合计", f"{len(answers)} 份", None, None, None, None, None, *means, None])
    content = io.BytesIO()
    book.save(content)
    return _without_times(content.getvalue())


def _write_headings(sheet, year):
    """A title over all columns, group headings over some, then the columns' own."""
    sheet.append([f"{year}年客户满意度调查"])
    sheet.append([])
    sheet.append(list(SURVEY_COLUMNS.values()))
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(SURVEY_COLUMNS))
    column = 1
    for group, width in _SURVEY_GROUPS.items():
        sheet.cell(row=2, column=column, value=group)
        sheet.merge_cells(start_row=2, start_column=column, end_row=2, end_column=column + width - 1)
        column += width


def _cell(value):
    """Whole numbers as numbers, as a spreadsheet keeps them; a telephone number stays text."""
    if isinstance(value, str):
        return int(value) if re.fullmatch(r"-?[0-9]{1,5}", value) else value or None
    return whole(value)


def _without_times(content):
    """The same workbook without the times of its making, so that two runs give the same bytes."""
    old, made = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = re.sub(
                rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>2026-01-05T09:00:00Z", old.read(name)
            )
            new.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 9, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()
