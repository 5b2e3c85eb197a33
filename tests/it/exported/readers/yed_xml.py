"""GraphML for yEd: what it draws, taken from its own elements.

yEd itself is no library; this is its documented vocabulary, by XML.
"""

import xml.etree.ElementTree as xml

G = "{http://graphml.graphdrawing.org/xmlns}"
Y = "{http://www.yworks.com/xml/graphml}"
DASH = {"line": "solid", "dashed": "dashed", "dotted": "dotted"}


def read(path):
    root = xml.parse(path).getroot()
    names = {key.get("id"): key.get("attr.name") for key in root.iter(G + "key")}
    drawn = {
        key.get("id"): key.get("yfiles.type")
        for key in root.iter(G + "key")
        if key.get("yfiles.type")
    }
    assert sorted(drawn.values()) == ["edgegraphics", "nodegraphics"], drawn

    def attributes(thing):
        return {
            names[data.get("key")]: data.text or ""
            for data in thing.findall(G + "data")
            if data.get("key") not in drawn
        }

    graph = root.find(G + "graph")
    nodes, edges = [], []
    for node in graph.findall(G + "node"):
        found = attributes(node)
        found["label"] = node.find(f".//{Y}NodeLabel").text
        nodes.append((node.get("id"), found))
    for edge in graph.findall(G + "edge"):
        found = attributes(edge)
        line = edge.find(f".//{Y}LineStyle")
        arrows = edge.find(f".//{Y}Arrows")
        found["label"] = edge.find(f".//{Y}EdgeLabel").text
        found["colour"] = line.get("color")
        found["dash"] = DASH[line.get("type")]
        assert arrows.get("source") == "none"
        found["symmetric"] = arrows.get("target") == "none"
        edges.append((edge.get("id"), edge.get("source"), edge.get("target"), found))
    return {"facts": attributes(graph), "nodes": nodes, "edges": edges}
