"""Reads what RDF 1.1 cannot say with programs that are not ours: reifiers with
pyoxigraph, nanopublications with rdflib. Takes lists of paths on standard input and
gives what is in them as JSON."""

import json
import sys

import pyoxigraph
import rdflib

NP = rdflib.Namespace("http://www.nanopub.org/nschema#")


def reifiers(path, format):
    """Triples that are stated, and each triple that something reifies."""
    stated, reified = 0, []
    for triple in pyoxigraph.parse(path=path, format=format):
        if triple.predicate.value.endswith("#reifies"):
            about = triple.object
            assert isinstance(about, pyoxigraph.Triple), about
            reified.append([triple.subject.value, about.subject.value, about.predicate.value, about.object.value])
        else:
            stated += 1
    return {"stated": stated, "reified": reified}


def nanopubs(path):
    """What each asserts, after its structure was checked by the rules of nanopub.net."""
    data = rdflib.Dataset()
    data.parse(path, format="trig")
    assert len(data.graph(rdflib.graph.DATASET_DEFAULT_GRAPH_ID)) == 0
    graphs = {graph.identifier: graph for graph in data.graphs() if len(graph)}
    found, used = [], set()
    for head in list(graphs.values()):
        for nanopub in head.subjects(rdflib.RDF.type, NP.Nanopublication):
            parts = [list(head.objects(nanopub, part)) for part in
                     (NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo)]
            assert all(len(part) == 1 for part in parts), nanopub
            assertion, provenance, info = (part[0] for part in parts)
            names = {head.identifier, assertion, provenance, info}
            assert len(names) == 4 and names <= graphs.keys(), nanopub
            assert not names & used, nanopub
            used |= names
            assert len(head) == 4, nanopub
            assert any(assertion in (s, o) for s, _, o in graphs[provenance]), nanopub
            assert any(nanopub in (s, o) for s, _, o in graphs[info]), nanopub
            found.append({
                "assertion": [[str(term) for term in triple] for triple in graphs[assertion]],
                "provenance": [[str(term) for term in triple] for triple in graphs[provenance]],
            })
    assert used == graphs.keys()
    return found


asked = json.load(sys.stdin)
json.dump({
    "nt": [reifiers(path, pyoxigraph.RdfFormat.N_TRIPLES) for path in asked["nt"]],
    "ttl": [reifiers(path, pyoxigraph.RdfFormat.TURTLE) for path in asked["ttl"]],
    "trig": [nanopubs(path) for path in asked["trig"]],
}, sys.stdout)
