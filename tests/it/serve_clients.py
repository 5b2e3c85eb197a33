"""Asks an endpoint with clients that others wrote: SPARQLWrapper, rdflib.

Takes a file with `{"endpoint", "queries": [{"name", "text", "rows"}], "construct",
"graph"}`, where `rows` are the W3C results JSON that was printed and `graph` is
N-Triples. Every client has to give the same rows in every form; prints how many
were compared. Fails at the first that differs.
"""

import csv
import io
import json
import sys
import urllib.parse
import urllib.request
import warnings

import rdflib
import rdflib.compare
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result
from SPARQLWrapper import CSV, JSON, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

warnings.simplefilter("ignore")
rdflib.NORMALIZE_LITERALS = False
# Nothing here is to go anywhere else.
urllib.request.install_opener(urllib.request.build_opener(urllib.request.ProxyHandler({})))

FORMS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}


def term(cell):
    """A cell of the results JSON as a term of rdflib."""
    if cell is None:
        return None
    if cell["type"] == "uri":
        return rdflib.URIRef(cell["value"])
    assert cell["type"] == "literal", cell
    datatype = cell.get("datatype")
    return rdflib.Literal(
        cell["value"],
        lang=cell.get("xml:lang"),
        datatype=datatype and rdflib.URIRef(datatype),
    )


def exact(value):
    """What makes two terms the same, of the same kind and letter by letter."""
    if value is None:
        return None
    if isinstance(value, rdflib.URIRef):
        return ("uri", str(value))
    datatype = value.datatype
    if datatype == rdflib.XSD.string:
        datatype = None
    return ("literal", str(value), value.language, datatype and str(datatype))


def text(value):
    """All that CSV has of a term: an empty cell is one without a value."""
    return "" if value is None else str(value)


def rows_of(result, names):
    return [[row.get(rdflib.Variable(name)) for name in names] for row in result.bindings]


def same(what, found, expected):
    if found != expected:
        for one, other in zip(found, expected):
            if one != other:
                sys.exit(f"{what}:\n{one}\nis not\n{other}")
        sys.exit(f"{what}: {len(found)} rows, not {len(expected)}")


def fetched(endpoint, query, accept):
    address = endpoint + "?" + urllib.parse.urlencode({"query": query})
    request = urllib.request.Request(address, headers={"Accept": accept})
    with urllib.request.urlopen(request) as reply:
        kind = reply.headers.get_content_type()
        assert kind == accept, (kind, accept)
        return reply.read()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        asked = json.load(file)
    endpoint = asked["endpoint"]
    store = rdflib.Graph(SPARQLStore(endpoint, returnFormat="json"))
    forms = 0
    for query in asked["queries"]:
        name, sparql = query["name"], query["text"]
        names = query["rows"]["head"]["vars"]
        terms = [
            [term(row.get(name)) for name in names]
            for row in query["rows"]["results"]["bindings"]
        ]
        expected = [[exact(value) for value in row] for row in terms]
        for form, accept in FORMS.items():
            bytes_of = fetched(endpoint, sparql, accept)
            result = Result.parse(io.BytesIO(bytes_of), format=form)
            assert [str(v) for v in result.vars] == names, (name, form)
            found = rows_of(result, names)
            if form == "csv":
                # Kinds are lost in it; rdflib guesses them.
                plain = list(csv.reader(io.StringIO(bytes_of.decode(), newline="")))
                same(f"{name} {form}", plain[1:], [[text(v) for v in row] for row in terms])
            else:
                same(f"{name} {form}", [[exact(v) for v in row] for row in found], expected)
            forms += 1
        for form, post in [(JSON, False), (XML, True), (CSV, False), (TSV, True)]:
            wrapper = SPARQLWrapper(endpoint)
            wrapper.setQuery(sparql)
            wrapper.setReturnFormat(form)
            if post:
                wrapper.setMethod(POST)
            given = wrapper.query().convert()
            if form == JSON:
                assert given == query["rows"], (name, form)
            elif form == XML:
                result = Result.parse(io.BytesIO(given.toxml().encode()), format="xml")
                found = [[exact(v) for v in row] for row in rows_of(result, names)]
                same(f"{name} wrapped xml", found, expected)
            else:
                plain = "csv" if form == CSV else "tsv"
                same(f"{name} wrapped {plain}", given, fetched(endpoint, sparql, FORMS[plain]))
            forms += 1
        found = [[exact(v) for v in row] for row in rows_of(store.query(sparql), names)]
        same(f"{name} through a store", found, expected)
        forms += 1
    expected = rdflib.Graph().parse(data=asked["graph"], format="nt")
    assert len(expected) > 10
    graphs = 0
    for accept, form in [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ]:
        found = rdflib.Graph().parse(
            data=fetched(endpoint, asked["construct"], accept), format=form
        )
        assert rdflib.compare.isomorphic(found, expected), accept
        graphs += 1
    for form in (TURTLE, RDFXML):
        wrapper = SPARQLWrapper(endpoint)
        wrapper.setQuery(asked["construct"])
        wrapper.setReturnFormat(form)
        given = wrapper.query().convert()
        if not isinstance(given, rdflib.Graph):
            given = rdflib.Graph().parse(data=given, format="turtle")
        assert rdflib.compare.isomorphic(given, expected), form
        graphs += 1
    print(json.dumps({"queries": len(asked["queries"]), "forms": forms, "graphs": graphs}))


if __name__ == "__main__":
    main()
