"""Two Parquet tables, as Arrow reads them."""

import datetime
import json
import os

import pyarrow.parquet


def rows(folder, name):
    table = pyarrow.parquet.read_table(os.path.join(folder, name))
    facts = json.loads(table.schema.metadata[b"nutgraf"])
    kinds = {str(field.type) for field in table.schema}
    assert "list<element: string not null>" in kinds, kinds
    assert name != "edges.parquet" or "date32[day]" in kinds, kinds
    plain = []
    for row in table.to_pylist():
        row = {name: value for name, value in row.items() if value is not None}
        for name, value in row.items():
            if isinstance(value, datetime.date):
                row[name] = value.isoformat()
        plain.append(row)
    return facts, plain


def read(folder):
    facts, nodes = rows(folder, "nodes.parquet")
    same, edges = rows(folder, "edges.parquet")
    assert facts == same
    return {
        "facts": facts,
        "nodes": [[row.pop("id"), row] for row in nodes],
        "edges": [[row.pop("id"), row.pop("source"), row.pop("target"), row] for row in edges],
    }
