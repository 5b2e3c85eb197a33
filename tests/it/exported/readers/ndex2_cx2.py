"""CX2, as NDEx's own library reads it; how lines look is worked out from the
mappings, as its programs do it."""

from ndex2.cx2 import RawCX2NetworkFactory


def drawn(mappings, visual, name, attributes):
    definition = mappings[visual]["definition"]
    value = attributes[definition["attribute"]]
    for choice in definition["map"]:
        if choice["v"] == value:
            return choice["vp"]
    raise KeyError((visual, value))


def read(path):
    network = RawCX2NetworkFactory().get_cx2network(path)
    keys = {}
    nodes = []
    for number, node in network.get_nodes().items():
        attributes = node["v"]
        keys[number] = attributes.pop("key")
        assert attributes["name"] == attributes["label"]
        nodes.append((keys[number], attributes))
    mappings = network.get_visual_properties()["edgeMapping"]
    edges = []
    for edge in network.get_edges().values():
        found = edge["v"]
        found["colour"] = drawn(mappings, "EDGE_LINE_COLOR", "colour", found)
        found["dash"] = drawn(mappings, "EDGE_LINE_STYLE", "dash", found)
        arrow = drawn(mappings, "EDGE_TARGET_ARROW_SHAPE", "symmetric", found)
        found["symmetric"] = arrow == "none"
        edges.append((found.pop("key"), keys[edge["s"]], keys[edge["t"]], found))
    return {"facts": network.get_network_attributes(), "nodes": nodes, "edges": edges}
