"""Answers queries on one oxigraph store, opened once: the peer's side of `warm`.

Run by the Python of the peers' environment. Takes and gives the same lines of
JSON as `examples/warm.rs`, but for `question`. The store evaluates and writes
W3C JSON in native code; Python is called once for each 8 KB of it, to drop it.
"""

import json
import os
import sys
import time

from pyoxigraph import QueryResultsFormat, Store


def main(folder):
    store = Store.read_only(folder)
    nowhere = open(os.devnull, "wb", buffering=0)
    for line in sys.stdin:
        request = json.loads(line)
        sparql = request["sparql"]
        if "to" in request:
            begun = time.perf_counter_ns()
            # A path would be synced to disk before it is done, which the other side does not do.
            with open(request["to"], "wb", buffering=0) as file:
                store.query(sparql).serialize(file, format=QueryResultsFormat.TSV)
            answer = {"ns": [time.perf_counter_ns() - begun]}
        elif "ask" in request:
            answer = {"boolean": bool(store.query(sparql))}
        else:
            taken = []
            for _ in range(request["times"]):
                begun = time.perf_counter_ns()
                store.query(sparql).serialize(nowhere, format=QueryResultsFormat.JSON)
                taken.append(time.perf_counter_ns() - begun)
            answer = {"ns": taken}
        print(json.dumps(answer), flush=True)


main(sys.argv[1])
