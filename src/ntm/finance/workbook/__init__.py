"""The ledger carried by Excel: a template to fill in, its rows read back, and tables as an office prints them."""

from ntm.finance.workbook.office import Column, Sheet, office_workbook
from ntm.finance.workbook.reading import read_workbook
from ntm.finance.workbook.rows import MOVES, ReadFile, Row
from ntm.finance.workbook.template import template_workbook

__all__ = ["MOVES", "Column", "ReadFile", "Row", "Sheet", "office_workbook", "read_workbook", "template_workbook"]
