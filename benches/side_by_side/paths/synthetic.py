"""A made-up graph, warm: every peer that has the function beside us; filters.

Takes the number of claims; gives the graph to the parts that come after.
"""

import statistics

from side_by_side import report, warm
from side_by_side.paths import asking, graphs, held, plain
from side_by_side.setting import CannotRun, say

# What each peer has a function for. kuzu's figures have no bar here; its bar
# is on whole processes.
QUESTIONS = {
    "networkit": ["shortest", "all-shortest"],
    "igraph": ["shortest", "all-shortest", "k10"],
    "rustworkx": ["shortest", "all-shortest"],
    "networkx": ["shortest", "all-shortest", "k10"],
    "kuzu": ["shortest", "all-shortest"],
}
FILTERS = ["uncontested", "on", "without-source"]
DAY = 20150615
# Graphs that the peer is given with some links left out, one for each source
# that is taken away: few where each takes seconds to make.
WITHOUT, WITHOUT_SMALL = 5, 40


def measure(place, args, results):
    graph = graphs.make(place, args, "synthetic", args.claims)
    graphs.hold_to_bars(results, graph)
    compared = held.Compared()
    if place.peers:
        peers(place, args, results, graph, compared, QUESTIONS)
    else:
        without_peers(place, graph, compared)
        results.none_of(f"{graph.name}: answers, to a plain search", compared.counted, len(compared.wrong))
        results.raw["differences"] = compared.wrong
    filters(place, args, results, graph, FILTERS)
    return graph


def peers(place, args, results, graph, compared, questions):
    """Asks one peer after the other, so that no more than one graph is in memory beside ours."""
    found, loads = [], []
    with asking.Ours(place, graph) as ours:
        for name, asked in questions.items():
            try:
                if name == "kuzu":
                    make_kuzu(place, graph)
                say(f"loading {graph.name} into {name}")
                with asking.Peer(place, graph, name, args.timeout) as peer:
                    for question in asked:
                        measured = asking.side_by_side(
                            ours, peer, question, graph.pairs, args,
                            our_question="shortest" if question == "connected" else None,
                        )
                        held.compare(measured, compared)
                        asking.note(measured)
                        found.append(measured)
                    if name == "networkit":
                        hops_are_links(ours, peer, graph, compared)
                    loads.append([name, report.seconds(peer.load_s), report.megabytes(peer.peak)])
                    results.raw.setdefault("loads", []).append([graph.name, name, peer.load_s, peer.peak])
            except CannotRun as error:
                # The other peers are not lost by it.
                say(f"error: {name}: {error}")
                results.raw.setdefault("could_not_run", []).append([graph.name, name, str(error)])
    held.hold(results, graph, found, compared)
    results.table(f"{graph.name}: loaded by each peer", ["", "s", "peak MB"], loads)


def make_kuzu(place, graph):
    if not (graph.folder / "kuzu").exists():
        say(f"loading {graph.name} into kuzu's database")
        graphs.run(place.peer("kuzu-make", graph.folder))


def hops_are_links(ours, peer, graph, compared):
    """Every hop of every path that we list is a link in the peer's graph too."""
    paths = []
    for question in ("shortest", "all-shortest", "k10"):
        for answer in ours.answers(question, graph.pairs):
            paths += answer["paths"]
    found = peer.ask({"question": "hops-that-are-none", "paths": paths}, limit=warm.NO_HURRY_S)
    compared.counted += found["hops"]
    compared.wrong += [{"what": "hops that are no link", "ours": 0, "theirs": found["none"]}] * found["none"]


def without_peers(place, graph, compared):
    if graph.about["links"] > plain.MOST:
        say("note: the graph is too large for a plain search, and there is no peer to compare with")
        return
    near = plain.neighbours(graph.folder, graph.about["entities"])
    with asking.Ours(place, graph) as ours:
        for pair, answer in zip(graph.pairs, ours.answers("all-shortest", graph.pairs)):
            length, count = plain.length_and_count(near, pair.a, pair.b)
            what = f"plain search {pair.a} {pair.b}"
            compared.add(what, [answer["length"], int(answer["count"])], [length, count])


def filters(place, args, results, graph, names):
    """Filtered searches beside unfiltered ones for the same pairs, which stay connected."""
    pairs = [pair for pair in graph.pairs if pair.kind in graphs.RANDOM + graphs.LARGE_ENDS]
    rows, kept = [], {}
    with asking.Ours(place, graph) as ours:
        for name in names:
            medians, answers = asking.in_turns(ours, ["shortest", name], pairs, args.rounds, on=DAY)
            left = [at for at, answer in enumerate(answers[name]) if answer["length"] is not None]
            for kinds, shown in ((graphs.RANDOM, "random pairs"), (graphs.LARGE_ENDS, "hubs")):
                chosen = [at for at in left if pairs[at].kind in kinds]
                if not chosen:
                    continue
                filtered = statistics.median(medians[name][at] for at in chosen)
                plainly = statistics.median(medians["shortest"][at] for at in chosen)
                results.at_most(f"{graph.name}: {name}, to no filter, {shown}", held.FILTERED, filtered / plainly,
                                shown="{:.2f}")
                rows.append([f"{name}, {shown}", str(len(chosen)), report.milliseconds(filtered),
                             report.milliseconds(plainly), f"{filtered / plainly:.2f}"])
            cut = [at for at in range(len(pairs)) if at not in left]
            if cut:
                # No path is left, and the reason is looked for as well.
                rows.append([f"{name}, no path left", str(len(cut)),
                             report.milliseconds(statistics.median(medians[name][at] for at in cut)),
                             report.milliseconds(statistics.median(medians["shortest"][at] for at in cut)), ""])
            kept[name] = {"ns": medians[name], "unfiltered_ns": medians["shortest"], "pairs": [
                [pair.kind, pair.a, pair.b, answer["length"]] for pair, answer in zip(pairs, answers[name])
            ]}
            if place.peers:
                compare_filtered(place, args, results, graph, name, pairs, answers[name])
    results.table(f"{graph.name}: filtered, warm, ms, median over pairs",
                  ["", "pairs", "filtered", "no filter", "ratio"], rows)
    results.raw.setdefault("filters", {})[graph.name] = kept


def compare_filtered(place, args, results, graph, name, pairs, answers):
    """networkit on a graph of the links that pass, picked out by another reader."""
    say(f"comparing {name} with networkit")
    compared = held.Compared()
    by_filter = {}
    for pair, answer in zip(pairs, answers):
        by_filter.setdefault(answer.get("without"), []).append((pair, answer))
    with asking.Peer(place, graph, "networkit", args.timeout) as peer:
        most = WITHOUT_SMALL if graph.about["links"] <= plain.MOST else WITHOUT
        for without, asked in list(by_filter.items())[:most]:
            request = {"question": "lengths-filtered", "filter": name, "on": DAY, "without": without,
                       "pairs": [pair.ends for pair, _ in asked]}
            lengths = peer.ask(request, limit=warm.NO_HURRY_S)["lengths"]
            for (pair, answer), length in zip(asked, lengths):
                compared.add(f"networkit {name} {pair.a} {pair.b}", answer["length"], length)
    results.none_of(f"{graph.name}: lengths, {name}", compared.counted, len(compared.wrong))
    results.raw.setdefault("differences", []).extend(compared.wrong)
