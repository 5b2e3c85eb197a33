"""One peer with a graph loaded once, answering requests: `peer.py NAME FOLDER`.

Run by the Python of the peers' environment. Takes and gives lines of JSON as
`paths serve` does, and a few questions more that only check: whether hops are
links, what falls when links are left out, what everything passes through. The
graph has each linked pair once, which is to the peers' advantage; a peer that
keeps a graph on disk opens what `peer.py kuzu-make` left there.
"""

import itertools
import json
import os
import resource
import sys
import time
import warnings

# Paths that are listed to be compared, and those that a peer is let list.
COMPARED = 200
LISTED = 100_000
FIRST = 10
# kuzu's own limit on the hops of a pattern.
KUZU_HOPS = 30
NO_SOURCE = 2**32 - 1
FACTS = [("first", "i4"), ("last", "i4"), ("only", "u4"), ("standing", "u4")]


class Edges:
    """The graph's files: ends of every link, and what else it says."""

    def __init__(self, folder):
        import numpy

        self.numpy = numpy
        self.count = json.loads(open(os.path.join(folder, "about.json")).read())["entities"]
        self.all = numpy.fromfile(os.path.join(folder, "edges"), dtype="<u4").reshape(-1, 2)
        self.facts_file = os.path.join(folder, "facts")

    def pairs(self, mask=None):
        """Each linked pair once, the lower end first."""
        numpy = self.numpy
        links = self.all if mask is None else self.all[mask]
        keys = links.min(axis=1).astype("u8") << 32 | links.max(axis=1)
        keys = numpy.unique(keys[links[:, 0] != links[:, 1]])
        return numpy.stack([(keys >> 32).astype("i8"), (keys & 0xFFFFFFFF).astype("i8")], axis=1)

    def passing(self, request):
        """Which links pass a filter."""
        numpy = self.numpy
        facts = numpy.memmap(self.facts_file, dtype=FACTS, mode="r")
        question = request["filter"]
        if question == "uncontested":
            return facts["standing"] == 0
        if question == "on":
            # A link without any bound is on no day, since nobody said on which.
            dated = (facts["first"] != -(2**31)) | (facts["last"] != 2**31 - 1)
            return dated & (facts["first"] <= request["on"]) & (request["on"] <= facts["last"])
        return facts["only"] != request["without"]


class Peer:
    """Answers what it has a function for; `None` is no path."""

    def __init__(self, folder):
        self.folder = folder
        self.graph = self.load(Edges(folder))


class Networkx(Peer):
    def load(self, edges):
        import networkx

        self.nx = networkx
        self.edges = edges
        graph = networkx.Graph()
        graph.add_nodes_from(range(edges.count))
        pairs = edges.pairs()
        # In pieces: all of them as Python's numbers would be gigabytes.
        for piece in range(0, len(pairs), 1_000_000):
            graph.add_edges_from(pairs[piece : piece + 1_000_000].tolist())
        return graph

    def shortest(self, a, b):
        try:
            return [self.nx.bidirectional_shortest_path(self.graph, a, b)]
        except self.nx.NetworkXNoPath:
            return []

    def all_shortest(self, a, b):
        try:
            return list(itertools.islice(self.nx.all_shortest_paths(self.graph, a, b), LISTED))
        except self.nx.NetworkXNoPath:
            return []

    def k10(self, a, b):
        try:
            return list(itertools.islice(self.nx.shortest_simple_paths(self.graph, a, b), FIRST))
        except self.nx.NetworkXNoPath:
            return []

    def components(self):
        return {"components": self.nx.number_connected_components(self.graph)}

    def key(self):
        """What everything passes through: entities with the parts they hold together, hops, links."""
        cut = set(self.nx.articulation_points(self.graph))
        parts = dict.fromkeys(cut, 0)
        for block in self.nx.biconnected_components(self.graph):
            for entity in block & cut:
                parts[entity] += 1
        # Here parallel links count: of two, neither is a bridge.
        links = self.nx.MultiGraph(self.edges.all.tolist())
        links.remove_edges_from(list(self.nx.selfloop_edges(links, keys=True)))
        return {
            "key_entities": sorted(map(list, parts.items())),
            "key_hops": sorted(sorted(pair) for pair in self.nx.bridges(self.graph)),
            "of_one_link": sorted(sorted(pair) for pair in self.nx.bridges(links)),
        }


class Networkit(Peer):
    def load(self, edges):
        import networkit

        self.nk = networkit
        # A search for one pair uses one core in any case.
        networkit.setNumberOfThreads(1)
        self.edges = edges
        return self.of(edges.pairs())

    def of(self, pairs):
        graph = self.nk.Graph(self.edges.count)
        graph.addEdges((pairs[:, 0].astype("u8"), pairs[:, 1].astype("u8")))
        return graph

    def shortest(self, a, b, graph=None):
        search = self.nk.distance.BidirectionalBFS(graph or self.graph, a, b)
        search.run()
        if search.getDistance() > self.edges.count:
            return []
        # The path it gives is what lies between.
        return [[a, *search.getPath(), b] if a != b else [a]]

    def all_shortest(self, a, b):
        search = self.nk.distance.BFS(self.graph, a, True, False, b)
        search.run()
        if search.distance(b) > self.edges.count:
            return []
        count = int(search.numberOfPaths(b))
        # Listing is left out where there are more than the other side lists.
        return list(search.getPaths(b)) if count <= 1000 else Counted(count, search.getPath(b))

    def lengths_filtered(self, request):
        graph = self.of(self.edges.pairs(self.edges.passing(request)))
        found = [self.shortest(a, b, graph) for a, b in request["pairs"]]
        return {"lengths": [len(paths[0]) - 1 if paths else None for paths in found]}

    def hops_that_are_none(self, request):
        """How many hops of these paths are no link."""
        hops = [hop for path in request["paths"] for hop in zip(path, path[1:])]
        return {"hops": len(hops), "none": sum(not self.graph.hasEdge(*hop) for hop in hops)}


class Counted(list):
    """Paths that were counted and not listed, but for one."""

    def __init__(self, count, one):
        super().__init__([one])
        self.count = count


class Igraph(Peer):
    def load(self, edges):
        import igraph

        # That there is no path is an answer.
        warnings.filterwarnings("ignore", category=RuntimeWarning)
        return igraph.Graph(n=edges.count, edges=edges.pairs())

    def shortest(self, a, b):
        path = self.graph.get_shortest_path(a, b)
        return [path] if path else []

    def all_shortest(self, a, b):
        return self.graph.get_all_shortest_paths(a, b)

    def k10(self, a, b):
        return [path for path in self.graph.get_k_shortest_paths(a, b, k=FIRST) if path]


class Rustworkx(Peer):
    def load(self, edges):
        import rustworkx

        self.rx = rustworkx
        graph = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from([None] * edges.count)
        pairs = edges.pairs()
        for piece in range(0, len(pairs), 1_000_000):
            graph.add_edges_from_no_data(list(map(tuple, pairs[piece : piece + 1_000_000].tolist())))
        return graph

    def shortest(self, a, b):
        found = self.rx.dijkstra_shortest_paths(self.graph, a, b, default_weight=1)
        return [list(found[b])] if b in found else []

    def all_shortest(self, a, b):
        return [list(path) for path in self.rx.all_shortest_paths(self.graph, a, b)]


class Kuzu(Peer):
    """On disk, asked in Cypher."""

    def __init__(self, folder):
        import kuzu

        database = kuzu.Database(os.path.join(folder, "kuzu"), read_only=True)
        self.graph = kuzu.Connection(database)

    def paths(self, how, a, b):
        found = self.graph.execute(
            f"MATCH p = (a:N {{id: $a}})-[:E* {how} 1..{KUZU_HOPS}]-(b:N {{id: $b}}) "
            "RETURN properties(nodes(p), 'id')",
            {"a": a, "b": b},
        )
        paths = []
        while found.has_next() and len(paths) < LISTED:
            paths.append(found.get_next()[0])
        return paths

    def shortest(self, a, b):
        return self.paths("SHORTEST", a, b)

    def all_shortest(self, a, b):
        return self.paths("ALL SHORTEST", a, b)


class Oxigraph(Peer):
    """In memory, asked for a property path: it says whether there is a path, not which."""

    def load(self, edges):
        from pyoxigraph import RdfFormat, Store

        store = Store()
        lines = (f"<urn:n:{a}> <urn:p> <urn:n:{b}> .\n" for a, b in edges.pairs().tolist())
        store.bulk_load("".join(lines).encode(), format=RdfFormat.N_TRIPLES)
        return store

    def connected(self, a, b):
        return bool(self.graph.query(f"ASK {{ <urn:n:{a}> (<urn:p>|^<urn:p>)+ <urn:n:{b}> }}"))


PEERS = {
    "networkx": Networkx,
    "networkit": Networkit,
    "igraph": Igraph,
    "rustworkx": Rustworkx,
    "kuzu": Kuzu,
    "oxigraph": Oxigraph,
}


def answer(peer, request):
    question = request["question"].replace("-", "_")
    if question == "hello":
        return {"hello": True}
    if "pairs" not in request or question == "lengths_filtered":
        method = getattr(peer, question)
        return method(request) if "paths" in request or "pairs" in request else method()
    return {"answers": [about_pair(peer, question, *pair) for pair in request["pairs"]]}


def about_pair(peer, question, a, b):
    begun = time.perf_counter_ns()
    found = getattr(peer, question)(a, b)
    ns = time.perf_counter_ns() - begun
    if question == "connected":
        return {"ns": [ns], "connected": found}
    lengths = [len(path) - 1 for path in found]
    listed = len(found) <= COMPARED and not isinstance(found, Counted)
    return {
        "ns": [ns],
        "length": lengths[0] if lengths else None,
        "lengths": lengths[:FIRST],
        "count": getattr(found, "count", None) if isinstance(found, Counted) else len(found),
        "whole": len(found) < LISTED,
        "paths": [[int(node) for node in path] for path in found] if listed else None,
    }


def leave_some_memory():
    """A graph that is too large for this machine ends this process and no other."""
    with open("/proc/meminfo") as lines:
        available = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable"))
    # Address space that is only reserved counts too, and some peers reserve a lot.
    limit = max(available * 1024 * 85 // 100, 1 << 30)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def serve(name, folder):
    if name != "kuzu":
        leave_some_memory()
    peer = PEERS[name](folder)
    for line in sys.stdin:
        print(json.dumps(answer(peer, json.loads(line))), flush=True)


def make_kuzu(folder):
    """Leaves the graph in a database of kuzu's."""
    import kuzu
    import numpy

    edges = Edges(folder)
    nodes, links = os.path.join(folder, "nodes.csv"), os.path.join(folder, "links.csv")
    numpy.savetxt(nodes, numpy.arange(edges.count), fmt="%d")
    numpy.savetxt(links, edges.pairs(), fmt="%d", delimiter=",")
    database = kuzu.Database(os.path.join(folder, "kuzu"))
    graph = kuzu.Connection(database)
    graph.execute("CREATE NODE TABLE N(id INT64, PRIMARY KEY(id))")
    graph.execute("CREATE REL TABLE E(FROM N TO N)")
    graph.execute(f"COPY N FROM '{nodes}' (header=false)")
    graph.execute(f"COPY E FROM '{links}' (header=false)")
    graph.close()
    database.close()
    os.remove(nodes)
    os.remove(links)


def one_of_kuzu(folder, a, b):
    """A whole process for one question, as `paths one` is."""
    print(json.dumps(about_pair(Kuzu(folder), "shortest", int(a), int(b))))


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command == "kuzu-make":
        make_kuzu(*rest)
    elif command == "kuzu-one":
        one_of_kuzu(*rest)
    else:
        serve(command, *rest)
