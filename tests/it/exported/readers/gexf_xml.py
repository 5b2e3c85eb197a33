"""GEXF 1.3: what Gephi draws, by XML, and that nothing is there which its
grammar does not know.

The official grammar (RELAX NG) is in no registry. The tables here are its
elements and attributes, as far as a graph without hierarchy has them.
"""

import xml.etree.ElementTree as xml

G = "{http://gexf.net/1.3}"
V = "{http://gexf.net/1.3/viz}"
# Of each element: what may stand in it, its attributes, and those it must have.
KNOWN = {
    G + "gexf": ([G + "meta", G + "graph"], "version", "version"),
    G + "meta": ([G + "creator", G + "description", G + "keywords"], "lastmodifieddate", ""),
    G + "creator": ([], "", ""),
    G + "description": ([], "", ""),
    G + "graph": (
        [G + "attributes", G + "nodes", G + "edges"],
        "defaultedgetype idtype mode timeformat timerepresentation timezone start end timestamp",
        "",
    ),
    G + "attributes": ([G + "attribute"], "class start end", "class"),
    G + "attribute": ([G + "default", G + "options"], "id title type", "id title type"),
    G + "nodes": ([G + "node"], "count", ""),
    G + "edges": ([G + "edge"], "count", ""),
    G + "node": ([G + "attvalues", V + "color"], "id label pid start end", "id"),
    G + "edge": (
        [G + "attvalues", G + "spells", V + "color", V + "thickness", V + "shape"],
        "id source target label kind type weight start end timestamp",
        "source target",
    ),
    G + "attvalues": ([G + "attvalue"], "", ""),
    G + "attvalue": ([], "for value start end timestamp", "for value"),
    V + "color": ([], "hex r g b a start end", ""),
    V + "shape": ([], "value uri start end", "value"),
}
TYPES = "integer long float double boolean string anyURI".split()
SHAPES = "solid dotted dashed double".split()


def valid(element):
    inside, may, must = KNOWN[element.tag]
    assert set(must.split()) <= set(element.keys()) <= set(may.split()), element.attrib
    for child in element:
        assert child.tag in inside, (element.tag, child.tag)
        valid(child)


def read(path):
    root = xml.parse(path).getroot()
    assert root.get("version") == "1.3"
    valid(root)
    graph = root.find(G + "graph")
    assert graph.get("defaultedgetype") == "directed"
    assert (graph.get("timeformat"), graph.get("mode")) == ("date", "dynamic")
    types = {}
    for attributes in graph.findall(G + "attributes"):
        for attribute in attributes:
            assert attribute.get("type") in TYPES
            types[attributes.get("class"), attribute.get("id")] = attribute.get("title")

    def attributes(thing, of):
        values = thing.findall(f"{G}attvalues/{G}attvalue")
        found = {types[of, value.get("for")]: value.get("value") for value in values}
        assert len(found) == len(values)
        found["label"] = thing.get("label")
        return found

    nodes = [
        (node.get("id"), attributes(node, "node")) for node in graph.iter(G + "node")
    ]
    edges = []
    for edge in graph.iter(G + "edge"):
        found = attributes(edge, "edge")
        found["weight"] = edge.get("weight")
        # The days stand there twice, and the kind keeps parallel edges apart.
        for name, column in [
            ("start", "earliest"),
            ("end", "latest"),
            ("kind", "relation"),
        ]:
            assert edge.get(name) == found.get(column), (edge.attrib, found)
        colour = edge.find(V + "color")
        found["colour"] = "#" + "".join(f"{int(colour.get(part)):02x}" for part in "rgb")
        found["dash"] = edge.find(V + "shape").get("value")
        assert found["dash"] in SHAPES
        edges.append((edge.get("id"), edge.get("source"), edge.get("target"), found))
    text = root.find(f"{G}meta/{G}description").text
    facts = dict(line.split(": ", 1) for line in text.split("\n"))
    return {"facts": facts, "nodes": nodes, "edges": edges}
