"""A Cypher script, run by Ladybug in memory. That engine wants tables with
typed columns where Neo4j takes constraints: they are declared from the literals of
the script; every other statement is run as it is. A short script is run twice, which must
change nothing."""

import datetime
import re

import real_ladybug

STRING = re.compile(r"'(?:\\.|[^'\\])*'", re.S)
SET = re.compile(r"\b([nr])\.`(\w+)` = (\[|''|date\(|true|false|null|-?\d)")
NODE = re.compile(r"^MERGE \(n:(\w+) ")
EDGE = re.compile(r"^MATCH \(a:(\w+) .*?, \(b:(\w+) .*? MERGE \(a\)-\[r:`([^`]+)` ")
# Statements of a script that is run twice: more would take too long.
SHORT = 150
TYPES = {"[": "STRING[]", "''": "STRING", "date(": "DATE", "true": "BOOL", "false": "BOOL"}


def tables(statements):
    columns = {"n": {}, "r": {}}
    about, labels, relations = {}, [], {}
    for statement in statements:
        bare = STRING.sub("''", statement)
        if bare.startswith("CREATE CONSTRAINT"):
            labels.append(re.search(r"\(n:(\w+)\)", bare).group(1))
            continue
        found = EDGE.match(bare)
        if found:
            relations.setdefault(found.group(3), set()).add(found.groups()[:2])
        label = NODE.match(bare)
        for which, name, literal in SET.findall(bare):
            into = about if label and label.group(1) == "NutgrafAbout" else columns[which]
            if literal != "null":
                into[name] = TYPES.get(literal, "INT64")
            else:
                into.setdefault(name, "STRING")
    typed = lambda columns: "".join(f", `{name}` {kind}" for name, kind in columns.items())
    for label in labels:
        own = about if label == "NutgrafAbout" else columns["n"]
        yield f"CREATE NODE TABLE {label}(key STRING{typed(own)}, PRIMARY KEY(key))"
    for relation, ends in relations.items():
        pairs = ", ".join(f"FROM {a} TO {b}" for a, b in sorted(ends))
        yield f"CREATE REL TABLE `{relation}`({pairs}, key STRING{typed(columns['r'])})"


def plain(properties):
    attributes = {}
    for name, value in properties.items():
        if name.startswith("_") or name == "key" or value is None:
            continue
        attributes[name] = value.isoformat() if isinstance(value, datetime.date) else value
    return attributes


def answer(connection, query):
    result = connection.execute(query)
    while result.has_next():
        yield result.get_next()


def read(path):
    with open(path, encoding="utf-8", newline="") as script:
        lines = script.read().split("\n")
    statements = [line for line in lines if line and not line.startswith("//")]
    connection = real_ladybug.Connection(real_ladybug.Database(":memory:", max_num_threads=1))
    for statement in tables(statements):
        connection.execute(statement)
    for _ in range(2 if len(statements) < SHORT else 1):
        for statement in statements:
            if not statement.startswith("CREATE CONSTRAINT"):
                connection.execute(statement)
    # By label: over several the engine makes text of what has different types.
    (about,) = answer(connection, "MATCH (n:NutgrafAbout) RETURN n")
    facts, nodes = plain(about[0]), []
    for label in ("Person", "Organisation", "Asset", "Entity"):
        for (node,) in answer(connection, f"MATCH (n:{label}) RETURN n"):
            attributes = plain(node)
            assert label.lower() == attributes["group"], label
            nodes.append([node["key"], attributes])
    edges = []
    for source, target, edge in answer(connection, "MATCH (a)-[r]->(b) RETURN a.key, b.key, r"):
        assert [edge["_LABEL"]] == edge["relation"], edge["_LABEL"]
        edges.append([edge["key"], source, target, plain(edge)])
    return {"facts": facts, "nodes": nodes, "edges": edges}
