"""Reads RDF files with rdflib, for comparison with what we wrote or read.

Takes pairs of a path and a format as arguments; writes for each file, in one
JSON list, its triples as sorted lines of N-Triples.
"""

import json
import sys

import rdflib

# The text of a literal is kept as it is written.
rdflib.NORMALIZE_LITERALS = False


def lines(path, form):
    graph = rdflib.Dataset(default_union=True)
    graph.parse(path, format=form)
    quads = set(graph.quads((None, None, None, None)))
    named = {str(quad[3]) for quad in quads} - {"urn:x-rdflib:default", "None"}
    # A graph that somebody else has named must be seen in the comparison.
    named = {name for name in named if not name.startswith("file:")}
    triples = {" ".join(term.n3() for term in quad[:3]) + " ." for quad in quads}
    return sorted(triples | {f"graph {name}" for name in named})


pairs = zip(sys.argv[1::2], sys.argv[2::2])
json.dump([lines(path, form) for path, form in pairs], sys.stdout)
