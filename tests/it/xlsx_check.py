"""Reads workbooks with openpyxl: prints, for each, its worksheets as JSON."""

import json
import sys

import openpyxl
from openpyxl.utils.escape import unescape


def text(value):
    # openpyxl gives out `_x005F_`, the underscore of a text such as `_x0041_`, as it stands in the file.
    return "" if value is None else unescape(str(value))


def worksheet(sheet):
    return {
        "title": sheet.title,
        "rows": [[text(cell.value) for cell in row] for row in sheet.iter_rows()],
        "formulas": [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"],
        "frozen": sheet.freeze_panes,
        "filter": sheet.auto_filter.ref,
        "choices": [[str(rule.sqref), rule.formula1] for rule in sheet.data_validations.dataValidation],
        "red": [
            cell.coordinate
            for row in sheet.iter_rows()
            for cell in row
            if cell.font and cell.font.color and cell.font.color.rgb == "FFA80000"
        ],
        "wrapped": all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row if cell.value is not None),
    }


print(json.dumps([[worksheet(sheet) for sheet in openpyxl.load_workbook(path)] for path in sys.argv[1:]]))
