"""Node-link JSON, as networkx reads it; JSON of Cytoscape.js likewise."""

import json
import networkx


def read(path):
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    if "elements" in data:
        graph = networkx.cytoscape_graph(data)
    else:
        graph = networkx.node_link_graph(data, edges="links")
    assert graph.is_directed() and graph.is_multigraph()
    return {
        "facts": graph.graph,
        "nodes": list(graph.nodes(data=True)),
        "edges": [
            (key, source, target, attributes)
            for source, target, key, attributes in graph.edges(keys=True, data=True)
        ],
    }
