"""GraphML, as networkx reads it."""

import networkx


def read(path):
    graph = networkx.read_graphml(path, force_multigraph=True)
    assert graph.is_directed()
    return {
        "facts": {
            name: value
            for name, value in graph.graph.items()
            if not name.endswith("_default")
        },
        "nodes": list(graph.nodes(data=True)),
        "edges": [
            (key, source, target, attributes)
            for source, target, key, attributes in graph.edges(keys=True, data=True)
        ],
    }
