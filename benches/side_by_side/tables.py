"""The tables, validated by frictionless from the `datapackage.json` of the case.

Takes the made-up case; has nutgraf describe its tables and lets a program that
knows nothing of nutgraf read them by that description. That it also finds what
is wrong is held by the tests, with faults planted one by one.
"""

import json
import shutil
import subprocess

from side_by_side import processes, report
from side_by_side.setting import say


def measure(place, loaded, results):
    say("validating the tables")
    folder = place.folder / "described"
    shutil.copytree(loaded.case, folder, ignore=shutil.ignore_patterns(".nutgraf"))
    described = subprocess.run([place.nutgraf, "schema", folder], capture_output=True, text=True)
    package = folder / "datapackage.json"
    if described.returncode == 0 and not package.exists():
        package.write_text(described.stdout)
    verdict = folder / "verdict.json"
    took = processes.run(
        [place.peers / "frictionless", "validate", "--json", package], stdout=verdict, may_fail=True
    )
    found = json.loads(verdict.read_text())
    errors = found["stats"]["errors"]
    tables = found["stats"]["tasks"]
    results.same("tables: valid for frictionless", tables, errors)
    results.raw["tables"] = {"tables": tables, "errors": errors, "frictionless": took.as_json()}
    results.table(
        "Tables, validated",
        ["", "tables", "errors", "wall s"],
        [["frictionless validate", str(tables), str(errors), report.seconds(took.wall_s)]],
    )
