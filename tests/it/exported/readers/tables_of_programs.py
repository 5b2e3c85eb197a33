"""The tables for other programs, with Python's own csv module: the columns that
each program's documentation names, under our names."""

import json
import os

from tables_csv import rows

# By the names of a program's own columns: ours. None is no attribute of ours.
NODES = {
    "gephi": {"Id": "id", "Label": "label"},
    "kumu": {"ID": "id", "Label": "label", "Type": "group", "Description": "description"},
    "flourish": {"Id": "id", "Name": "label", "Group": "group"},
    "linkurious": {"id": "id", "category": "group"},
    "neo4j": {"key:ID": "id", ":LABEL": "group"},
}
EDGES = {
    "gephi": {"Source": "source", "Target": "target", "Type": None, "Id": "id",
              "Label": "label", "Weight": "weight"},
    "kumu": {"ID": "id", "From": "source", "To": "target", "Type": None,
             "Direction": None, "Label": "label"},
    "flourish": {"Source": "source", "Target": "target", "Value": "weight", "id": "id"},
    "linkurious": {"source": "source", "target": "target", "type": None, "id": "id"},
    "neo4j": {":START_ID": "source", ":END_ID": "target", ":TYPE": None, "key": "id"},
}
FILES = {
    "kumu": ("elements.csv", "connections.csv"),
    "flourish": ("points.csv", "links.csv"),
}


def renamed(row, names, program):
    ours = {}
    for name, cell in row.items():
        if name in names:
            name = names[name]
        elif program == "neo4j" and ":" in name:
            name, kind = name.split(":")
            # Shown, since it is what stands between the items of a list.
            if kind == "string[]":
                cell = cell.split("\x1f") if cell else []
                cell = [item.replace("\\u{1f}", "\x1f") for item in cell]
        if program == "neo4j" and isinstance(cell, str):
            cell = cell.replace("\\u{1f}", "\x1f")
        if name:
            ours[name] = cell
    missing = [name for name in names if name not in row]
    assert not missing, missing
    return ours


def read(folder):
    program = folder.rsplit("-", 1)[1]
    nodes_file, edges_file = FILES.get(program, ("nodes.csv", "edges.csv"))
    nodes, edges = [], []
    for row in rows(folder, nodes_file):
        row = renamed(row, NODES[program], program)
        nodes.append([row.pop("id"), row])
    for row in rows(folder, edges_file):
        if program == "gephi":
            assert row["Type"] == "Directed", row["Type"]
        if program == "kumu":
            wanted = "undirected" if row["symmetric"] == "true" else "directed"
            assert row["Direction"] == wanted, row["Direction"]
        row = renamed(row, EDGES[program], program)
        edges.append([row.pop("id"), row.pop("source"), row.pop("target"), row])
    with open(os.path.join(folder, "about.json"), encoding="utf-8") as about:
        facts = json.load(about)
    return {"facts": facts, "nodes": nodes, "edges": edges}
