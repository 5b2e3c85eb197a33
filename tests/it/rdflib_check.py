"""Answers SPARQL queries with rdflib, for comparison with an edition.

Reads `{"triples": <N-Triples>, "queries": [<text>, ...]}` from standard input
and writes a list to standard output, for each query either
`{"rows": [[cell, ...], ...]}` or `{"error": <text>}`. A cell is null or a text
in the form that `tests/it/rdflib.rs` gives to our own terms: numbers by value,
since engines may write the same number differently.
"""

import json
import sys
from decimal import Decimal

import rdflib
from rdflib.namespace import XSD

NUMBERS = {XSD.integer, XSD.decimal, XSD.double, XSD.float}


def cell(term):
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return f"<{term}>"
    if isinstance(term, rdflib.BNode):
        return "_:"
    if term.language:
        return f"{json.dumps(str(term))}@{term.language}"
    if term.datatype in NUMBERS:
        try:
            value = Decimal(str(term)).normalize()
            return f"number {value:f}"
        except ArithmeticError:
            pass
    datatype = "" if term.datatype in (None, XSD.string) else f"^^<{term.datatype}>"
    return json.dumps(str(term), ensure_ascii=False) + datatype


def answer(graph, query):
    result = graph.query(query)
    if result.type == "ASK":
        return {"rows": [["true" if result.askAnswer else "false"]]}
    names = [str(name) for name in result.vars]
    return {"rows": [[cell(row.get(name)) for name in names] for row in result]}


def main():
    request = json.load(sys.stdin)
    # The text of a literal is kept as it is written.
    rdflib.NORMALIZE_LITERALS = False
    graph = rdflib.Graph()
    graph.parse(data=request["triples"], format="nt")
    answers = []
    for query in request["queries"]:
        try:
            answers.append(answer(graph, query))
        except Exception as error:  # Any failure is a result to be compared.
            answers.append({"error": f"{type(error).__name__}: {error}"})
    json.dump(answers, sys.stdout)


main()
