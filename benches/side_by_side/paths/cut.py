"""The fewest sources without which two are not connected, by an exact solver.

    cut.py LINES PAIRS

A second opinion that shares nothing with nutgraf: a hitting set in OR-tools'
CP-SAT, whose constraints are added as they are needed. While the sources chosen
leave a path, that path is a constraint more: on one of its hops all sources
must go. Takes lines of `from to source[,source]` and pairs of numbers (places
among the names in byte order); prints a line in JSON for each pair. A pair that
takes longer than `LONGEST_S` has no size.
"""

import collections
import json
import sys
import time

from ortools.sat.python import cp_model

LONGEST_S = 60


def read(path):
    names, links = set(), []
    with open(path) as lines:
        for line in lines:
            a, b, sources = line.split()
            names.update((a, b))
            if a != b:
                links.append((a, b, sources.split(",")))
    number = {name: at for at, name in enumerate(sorted(names, key=str.encode))}
    # Of each pair every source of every link: the hop is there while one of them is.
    hops = collections.defaultdict(lambda: collections.defaultdict(set))
    for a, b, sources in links:
        hops[number[a]][number[b]].update(sources)
        hops[number[b]][number[a]].update(sources)
    return hops


def path(hops, a, b, gone):
    """The hops of a shortest path over what is left, each as its sources."""
    before = {a: a}
    layer = [a]
    while layer and b not in before:
        further = []
        for here in layer:
            for there, sources in hops[here].items():
                if there not in before and not sources <= gone:
                    before[there] = here
                    further.append(there)
        layer = further
    if b not in before:
        return None
    found = []
    while b != a:
        found.append(hops[before[b]][b])
        b = before[b]
    return found


def smallest(hops, a, b):
    begun = time.perf_counter()
    model = cp_model.CpModel()
    taken, broken = {}, {}

    def take(source):
        if source not in taken:
            taken[source] = model.NewBoolVar(source)
            model.Minimize(sum(taken.values()))
        return taken[source]

    def breaks(sources):
        key = frozenset(sources)
        if key not in broken:
            broken[key] = model.NewBoolVar(str(len(broken)))
            for source in key:
                model.AddImplication(broken[key], take(source))
        return broken[key]

    gone = set()
    while True:
        left = path(hops, a, b, gone)
        if left is None:
            return len(gone)
        model.AddBoolOr([breaks(sources) for sources in left])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = max(0.1, LONGEST_S - (time.perf_counter() - begun))
        if solver.Solve(model) != cp_model.OPTIMAL or time.perf_counter() - begun > LONGEST_S:
            return None
        gone = {source for source, var in taken.items() if solver.Value(var)}


def main():
    hops = read(sys.argv[1])
    with open(sys.argv[2]) as pairs:
        for line in pairs:
            a, b = map(int, line.split())
            begun = time.perf_counter()
            size = smallest(hops, a, b)
            print(json.dumps({"size": size, "s": time.perf_counter() - begun}), flush=True)


if __name__ == "__main__":
    main()
