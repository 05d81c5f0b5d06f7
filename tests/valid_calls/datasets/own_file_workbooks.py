"""Valid calls of crmlib.datasets.own_file.workbooks, which only other modules call."""

INTERNAL = {"read_workbook"}
