"""DOT, as graphviz reads it: its own JSON, in the engine that takes least time.

graphviz leaves backslashes as they are written in all but what it draws, and
there resolves the entities of HTML.
"""

import html
import json
import subprocess

OWN = {"_gvid", "name", "tail", "head", "pos", "width", "height", "bb", "lp", "lwidth", "lheight"}


def both(pairs):
    """A thing, also where an attribute is called as a list of graphviz's own."""
    thing = {}
    for name, value in pairs:
        if isinstance(thing.get(name), str):
            thing["text", name] = thing[name]
        thing[name] = value
    return thing


def attributes(thing):
    return {
        name[1] if isinstance(name, tuple) else name: value.replace("\\\\", "\\")
        for name, value in thing.items()
        if name not in OWN and isinstance(value, str)
    }


def read(path):
    made = subprocess.run(
        ["dot", "-Kpatchwork", "-Tjson0", path], capture_output=True, check=True
    )
    graph = json.loads(made.stdout, object_pairs_hook=both)
    counted = subprocess.run(["gc", "-n", "-e", path], capture_output=True, check=True)
    nodes, edges, keys = [], [], {}
    for node in graph["objects"]:
        keys[node["_gvid"]] = node["name"]
        found = attributes(node)
        assert found["id"] == node["name"]
        found["label"] = html.unescape(found["label"])
        found["group"] = found.pop("entity_group")
        nodes.append((node["name"], found))
    for edge in graph.get("edges", []):
        found = attributes(edge)
        found["label"] = html.unescape(found["label"])
        # As it is drawn.
        found["colour"] = found["color"]
        found["dash"] = found["style"]
        found["symmetric"] = found["dir"] == "none"
        # Every claim with its answers is in the tip.
        tip = html.unescape(found["tooltip"])
        for answer in filter(None, found.get("answer_ids", "").split(" | ")):
            assert f"[{answer}, " in tip, (answer, tip)
        edges.append((found["id"], keys[edge["tail"]], keys[edge["head"]], found))
    assert counted.stdout.split()[:2] == [
        str(len(nodes)).encode(),
        str(len(edges)).encode(),
    ], counted.stdout
    return {"facts": attributes(graph), "nodes": nodes, "edges": edges}
