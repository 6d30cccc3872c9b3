"""Sheets carried by Excel, CSV and JSON: written for people to fill in, read back with every fault in its place."""

from ntm.assessments.workbook.csv_and_json import csv_of, json_of, rows_of_csv, rows_of_json
from ntm.assessments.workbook.excel import workbook_of
from ntm.assessments.workbook.excel_reading import rows_of_excel
from ntm.assessments.workbook.rows import FileRefused, Row, rows_of

__all__ = [
    "FileRefused",
    "Row",
    "csv_of",
    "json_of",
    "rows_of",
    "rows_of_csv",
    "rows_of_excel",
    "rows_of_json",
    "workbook_of",
]
