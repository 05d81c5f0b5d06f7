"""Valid calls of crmlib.datasets.own_file.workbooks, which only other modules call."""

CALLS = {}

INTERNAL = {"read_workbook"}
