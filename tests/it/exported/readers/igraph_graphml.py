"""GraphML, as igraph reads it.

igraph has numbers as floats, and gives empty text for none. Of the ids of edges
it gives those of nodes, so that an edge goes by its attribute `link`.
"""

import igraph
import math


def plain(attributes):
    found = {}
    for name, value in attributes.items():
        if isinstance(value, float):
            value = None if math.isnan(value) else int(value)
        found[name] = value
    return found


def read(path):
    graph = igraph.Graph.Read_GraphML(path)
    assert graph.is_directed()
    ids = graph.vs["id"]
    return {
        "facts": plain({name: graph[name] for name in graph.attributes()}),
        "nodes": [(node["id"], plain(node.attributes())) for node in graph.vs],
        "edges": [
            (edge["link"], ids[edge.source], ids[edge.target], plain(edge.attributes()))
            for edge in graph.es
        ],
    }
