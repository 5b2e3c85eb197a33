"""DOT, as graphviz reads it: its own JSON, in the engine that takes least time.

graphviz leaves backslashes as they are written in all but what it draws, and
there resolves the entities of HTML.
"""

import html
import json
import subprocess

OWN = {"_gvid", "name", "tail", "head", "pos", "width", "height", "bb", "lp", "lwidth", "lheight"}


def attributes(thing):
    found = {
        name: value.replace("\\\\", "\\")
        for name, value in thing.items()
        if name not in OWN and isinstance(value, str)
    }
    return found


def read(path):
    made = subprocess.run(
        ["dot", "-Kpatchwork", "-Tjson0", path], capture_output=True, check=True
    )
    graph = json.loads(made.stdout)
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
