"""Answers compared, times held to the bars.

Every answer of ours is compared with every peer's that has the function:
lengths, how many, which, the lengths of the first ten. Ratios are of medians
over pairs, random pairs apart from those with hubs at an end.
"""

import dataclasses
import fractions
import statistics

from side_by_side import report
from side_by_side.paths import graphs
from side_by_side.paths.asking import Measured

# Ours to theirs, at most.
BARS = {
    ("shortest", "networkit"): 1,
    ("shortest", "networkx"): 1 / 20,
    ("all-shortest", "networkx"): 1 / 500,
    ("all-shortest", "networkit"): 1 / 500,
    ("all-shortest", "igraph"): 1 / 500,
    ("all-shortest", "rustworkx"): 1 / 500,
    ("k10", "networkx"): 1 / 50,
    ("connected", "oxigraph"): 1 / 1000,
}
# To the same pairs without a filter, at most.
FILTERED = 2
# These count no path from an entity to itself; we do, with no hop.
SAME_IS_NONE = [
    ("all-shortest", "networkit"), ("shortest", "rustworkx"), ("all-shortest", "rustworkx"),
    ("shortest", "kuzu"), ("all-shortest", "kuzu"), ("connected", "oxigraph"),
]
# Limits that leave something open which is compared.
OPEN = {"shortest": ["Slots"], "all-shortest": ["Slots"], "k10": ["Slots", "Steps"], "connected": []}
WORDS = {
    "shortest": "one shortest path", "all-shortest": "all shortest paths", "k10": "the ten shortest simple paths",
    "connected": "whether there is a path",
}


@dataclasses.dataclass
class Compared:
    """Answers of ours held against those of others."""

    counted: int = 0
    wrong: list = dataclasses.field(default_factory=list)

    def add(self, what, ours, theirs):
        self.counted += 1
        if ours != theirs:
            self.wrong.append({"what": what, "ours": ours, "theirs": theirs})


def compare(measured: Measured, compared: Compared):
    """Compares what both sides said of each pair."""
    question = measured.question
    for pair, ours, theirs in zip(measured.pairs, measured.our_answers, measured.their_answers):
        same = pair.kind == graphs.SAME and (question, measured.peer) in SAME_IS_NONE
        if theirs is None or same or ours["limit"] in OPEN[question]:
            continue
        what = f"{measured.peer} {question} {pair.a} {pair.b}: "
        if question == "connected":
            compared.add(what + "connected", ours["length"] is not None, theirs["connected"])
            continue
        compared.add(what + "length", ours["length"], theirs["length"])
        if question == "k10":
            compared.add(what + "lengths", ours["lengths"], theirs["lengths"])
        if question == "all-shortest" and theirs["whole"] and ours["count"] is not None:
            count = int(ours["count"])
            compared.add(what + "count", count, theirs["count"])
            if theirs["paths"] is not None and len(ours["paths"]) == count:
                compared.add(what + "paths", sorted(ours["paths"]), sorted(theirs["paths"]))


def hold(results, graph, found, compared):
    """Adds the bars and the table of everything one graph's peers were asked."""
    for measured in found:
        limit = BARS.get((measured.question, measured.peer))
        for kinds, shown in ((graphs.RANDOM, "random pairs"), (graphs.LARGE_ENDS, "hubs")):
            if limit is None:
                continue
            ratio = measured.ratio(kinds)
            _, _, slow = measured.of(kinds)
            if ratio is not None and ratio > limit and slow:
                # What the peer would have taken is not known, so that nothing is.
                ratio = None
            name = f"{graph.name}: {WORDS[measured.question]}, to {measured.peer}, {shown}"
            results.at_most(name, limit, ratio, limit_shown=str(fractions.Fraction(limit).limit_denominator(10_000)))
    results.none_of(f"{graph.name}: answers", compared.counted, len(compared.wrong))
    results.table(
        f"{graph.name}: warm, ms, median over pairs",
        ["", "pairs", "ours", "95th", "theirs", "95th", "times as fast"],
        [row for measured in found for row in rows(measured)],
    )
    kept = results.raw.setdefault("asked", {})
    kept[graph.name] = [as_json(measured) for measured in found]
    results.raw.setdefault("differences", []).extend(compared.wrong)


def rows(measured):
    for kind in dict.fromkeys(pair.kind for pair in measured.pairs):
        ours, theirs, slow = measured.of([kind])
        more = ">" if slow else ""
        yield [
            f"{measured.peer}: {measured.question}, {kind}",
            str(len(ours)),
            report.milliseconds(statistics.median(ours)),
            report.milliseconds(report.percentile(ours, 95)),
            more + report.milliseconds(statistics.median(theirs)),
            more + report.milliseconds(report.percentile(theirs, 95)),
            f"{more}{statistics.median(theirs) / statistics.median(ours):.3g}",
        ]


def as_json(measured):
    """Times and what decides them; not the paths, which would be most of the file."""

    def brief(answer):
        kept = ("length", "count", "connected", "limit", "slots", "steps")
        return answer and {key: answer[key] for key in kept if key in answer}

    return {
        "question": measured.question,
        "peer": measured.peer,
        "rounds": measured.rounds,
        "pairs": [[pair.kind, pair.a, pair.b] for pair in measured.pairs],
        "ours_ns": measured.ours,
        "theirs_ns": measured.theirs,
        "ours": [brief(answer) for answer in measured.our_answers],
        "theirs": [brief(answer) for answer in measured.their_answers],
    }
