"""Validates Data Packages with frictionless, which is not ours.

Takes paths of datapackage.json files as arguments; writes a list to standard
output, for each package a list of its errors: type, file, row as a spreadsheet
counts (null for the header), field, and note.
"""

import json
import sys

from frictionless import Package


def errors(path):
    try:
        report = Package(path).validate()
    except Exception as error:  # A package that cannot be read is an error as well.
        return [{"type": "package", "note": str(error)}]
    found = [{"type": error.type, "note": error.note} for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            found.append(
                {
                    "type": error.type,
                    "file": task.place,
                    "row": getattr(error, "row_number", None),
                    "field": getattr(error, "field_name", None),
                    "note": error.note,
                }
            )
    return found


if __name__ == "__main__":  # It starts processes, which read this file again.
    json.dump([errors(path) for path in sys.argv[1:]], sys.stdout)
