"""The tables, validated by frictionless from the Data Package of the case.

Takes the case that was made; has nutgraf describe its tables and lets a
program that knows nothing of nutgraf read them by that description: all of
them are valid, and each of ten faults that are planted is found where it is.
"""

import csv
import json
import shutil
import subprocess

from side_by_side import processes, report
from side_by_side.load import make_case
from side_by_side.setting import CannotRun, say

# Frictionless reads ten thousand rows a second, and nothing is learnt from more.
MOST_CLAIMS = 100_000
FAULTY_CLAIMS = 1_000
# Table, column, and what is written into its first row instead; with `ABOVE`
# the row takes over what stands in the one before it.
ABOVE = object()
FAULTS = [
    ("people.csv", "id", ABOVE),
    ("people.csv", "name", ""),
    ("people.csv", "named", "perhaps"),
    ("companies.csv", "id", "Not an id"),
    ("relationships.csv", "subject", ""),
    ("transactions.csv", "amount", "a lot"),
    ("transactions.csv", "currency", "euros"),
    ("sources.csv", "kind", "rumour"),
    ("sources.csv", "reliability", "G"),
    ("denials.csv", "stance", "refuted"),
]


def measure(place, args, loaded, results):
    say("validating the tables")
    claims = min(args.claims, MOST_CLAIMS)
    whole = loaded.case if claims == args.claims else make_case(place, place.folder / "described", claims, args.seed)
    described(place, whole)
    found, took = validated(place, whole)
    tables, errors = found["stats"]["tasks"], found["stats"]["errors"]
    invalid = sum(not task["valid"] for task in found["tasks"])
    missed = [" ".join(map(str, fault[:2])) for fault in FAULTS if not planted(place, args, fault)]
    results.none_of(f"tables: valid for frictionless, {claims:,} claims", tables, invalid, "invalid")
    results.none_of("tables: planted faults that frictionless finds", len(FAULTS), len(missed), "missed")
    results.raw["tables"] = {
        "claims": claims, "tables": tables, "errors": errors, "missed_faults": missed, "frictionless": took.as_json()
    }
    results.table(
        "Tables, validated by frictionless",
        ["", "tables", "errors", "wall s"],
        [[f"{claims:,} claims", str(tables), str(errors), report.seconds(took.wall_s)]],
    )


def described(place, folder):
    said = subprocess.run([place.nutgraf, "schema", folder], capture_output=True, text=True)
    if said.returncode != 0:
        raise CannotRun(f"`nutgraf schema` does not describe the tables: {said.stderr.strip()}")
    (folder / "datapackage.json").write_text(said.stdout)


def validated(place, folder):
    verdict = place.folder / "verdict.json"
    command = [place.peers / "frictionless", "validate", "--json", folder / "datapackage.json"]
    took = processes.run(command, stdout=verdict, may_fail=True)
    return json.loads(verdict.read_text()), took


def planted(place, args, fault):
    """Whether a fault is found, in its table and its row."""
    folder = make_case(place, place.folder / "faulty", FAULTY_CLAIMS, args.seed)
    # Described before, so that the description cannot have learnt of it.
    described(place, folder)
    table, column, text = fault
    row = spoil(folder / table, column, text)
    found, _ = validated(place, folder)
    shutil.rmtree(folder)
    errors = [error for task in found["tasks"] if task["place"] == table for error in task["errors"]]
    return any(error.get("rowNumber") == row for error in errors)


def spoil(table, column, text):
    """Writes a fault into a table; gives the row, as a spreadsheet counts."""
    with open(table, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    at = header.index(column)
    row = 1 if text is ABOVE else 0
    rows[row][at] = rows[0][at] if text is ABOVE else text
    with open(table, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return row + 2
