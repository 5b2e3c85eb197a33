"""GEXF, as networkx reads it; it has no interest in the description."""

import networkx
import xml.etree.ElementTree as xml


def read(path):
    graph = networkx.read_gexf(path)
    assert graph.is_directed()
    edges = []
    for source, target, attributes in graph.edges(data=True):
        # An interval for each edge, with the bounds that are known.
        assert attributes.get("start") == attributes.get("earliest"), attributes
        assert attributes.get("end") == attributes.get("latest"), attributes
        assert attributes["weight"] == 1
        attributes["weight"] = 1
        edges.append((attributes.pop("id"), source, target, attributes))
    return {"facts": facts(path), "nodes": list(graph.nodes(data=True)), "edges": edges}


def facts(path):
    description = xml.parse(path).getroot().find(".//{http://gexf.net/1.3}description")
    return dict(line.split(": ", 1) for line in description.text.split("\n"))
