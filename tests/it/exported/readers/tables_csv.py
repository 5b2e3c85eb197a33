"""The plain tables, as Python's own csv module reads them."""

import csv
import json
import os

csv.field_size_limit(1 << 24)


def rows(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, strict=True))


def read(folder):
    nodes = [[row.pop("id"), row] for row in rows(folder, "nodes.csv")]
    edges = []
    for row in rows(folder, "edges.csv"):
        edges.append([row.pop("id"), row.pop("source"), row.pop("target"), row])
    with open(os.path.join(folder, "about.json"), encoding="utf-8") as about:
        facts = json.load(about)
    return {"facts": facts, "nodes": nodes, "edges": edges}
