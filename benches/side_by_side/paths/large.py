"""Ten times the graph: whole processes warm and cold, memory, and lengths.

Takes the graph a tenth of the size, which it is measured beside in turns.
"""

import pathlib
import statistics

from side_by_side import processes, report
from side_by_side.paths import asking, cold, graphs, held
from side_by_side.setting import say

# Times the claims of the other graph.
TIMES_AS_LARGE = 10
# Whole processes for each graph.
TIMES = 30
# To those at a tenth, at most.
SLOWER = 3
# Only what a search touches is read, to much around it, at most.
HALVED = 1 / 2
# Bytes of memory that no file backs are enough for any question about a pair.
ANONYMOUS = 100_000_000
QUESTIONS = ["shortest", "all-shortest", "k10", "uncontested", "on", "without-source"]
# Pairs of each kind whose memory is looked at.
LOOKED_AT = 2
SHELL = "ulimit -d {}; exec \"$0\" \"$@\""


def measure(place, args, results, tenth):
    graph = graphs.make(place, args, "large", args.claims * TIMES_AS_LARGE)
    graphs.hold_to_bars(results, graph)
    whole_processes(place, results, graph, tenth)
    reading(place, args, results, graph)
    memory(place, results, graph)
    if place.peers:
        compared = held.Compared()
        with asking.Ours(place, graph) as ours, asking.Peer(place, graph, "networkit", args.timeout) as peer:
            say("loading large into networkit")
            measured = asking.side_by_side(ours, peer, "shortest", graph.pairs, args)
        held.compare(measured, compared)
        asking.note(measured)
        held.hold(results, graph, [measured], compared)
    return graph


def whole_processes(place, results, graph, tenth):
    out = place.folder / "one.json"
    walls = {"tenth": [], "large": [], "large, file not in memory": []}
    faults, read = [], []
    pairs = list(zip(cold.some(graph, TIMES), cold.some(tenth, TIMES)))
    say(f"starting {3 * len(pairs)} processes")
    for mine, other in pairs:
        # The first of each brings the pages in.
        cold.one(place, tenth, other, out)
        walls["tenth"].append(cold.one(place, tenth, other, out)[1].wall_s)
        cold.one(place, graph, mine, out)
        walls["large"].append(cold.one(place, graph, mine, out)[1].wall_s)
    for mine, _ in pairs:
        cold.put_out_of_memory(graph.file)
        _, run = cold.one(place, graph, mine, out)
        walls["large, file not in memory"].append(run.wall_s)
        faults.append(run.major_faults)
        read.append(cold.in_memory(graph.file))
    median = {name: statistics.median(times) for name, times in walls.items()}
    results.at_most("large: whole process warm, to that at a tenth", SLOWER, median["large"] / median["tenth"],
                    shown="{:.2f}")
    results.table(
        f"Whole processes, {len(pairs)} of each: {graph.about['claims']:,} claims and {tenth.about['claims']:,}",
        ["", "median ms", "95th ms", "slowest ms", "reads that waited, median", "MB read, median"],
        [[name, *(f"{1e3 * value:.1f}" for value in (median[name], report.percentile(times, 95), max(times))),
          *([f"{statistics.median(faults):.0f}", report.megabytes(statistics.median(read))]
            if "not in memory" in name else ["", ""])] for name, times in walls.items()],
    )
    results.raw["large"] = {"wall_s": walls, "major_faults": faults, "bytes_read": read}


def reading(place, args, results, graph):
    """What is read of a file that is not in memory: the places a search touches, or much around each;
    and whether it is worth anything that entities with many links come first. The same pairs each time."""
    other = graphs.Graph("in order", place.folder / "in-order", graph.about, graph.pairs)
    other.folder.mkdir()
    say("making the same graph up in the order of numbers")
    graphs.said(place, "make", "--entities", graph.about["entities"], "--claims", graph.about["claims"],
                "--seed", args.seed, "--in-order", "-O", other.file)
    out = place.folder / "one.json"
    ways = {"what it touches": (graph, []), "as the system does by itself": (graph, ["--read-around"]),
            "what it touches, entities by number": (other, [])}
    walls, faults, read = ({name: [] for name in ways} for _ in range(3))
    different = 0
    for pair in cold.some(graph, TIMES):
        lengths = set()
        for name, (one, more) in ways.items():
            cold.put_out_of_memory(one.file)
            answer, run = cold.one(place, one, pair, out, *more)
            walls[name].append(run.wall_s)
            faults[name].append(run.major_faults)
            read[name].append(cold.in_memory(one.file))
            lengths.add(answer["length"])
        different += len(lengths) != 1
    other.file.unlink()
    results.none_of("large: lengths in any order and way of reading", len(walls["what it touches"]), different)
    median = {name: statistics.median(times) for name, times in walls.items()}
    results.at_most("large: file not in memory, to reads as the system does them", HALVED,
                    median["what it touches"] / median["as the system does by itself"], shown="{:.2f}")
    results.table(
        "large: whole processes, file not in memory, by what is read; entities with the most links first but in the last",
        ["", "median ms", "95th ms", "reads that waited, median", "MB read, median"],
        [[name, f"{1e3 * median[name]:.1f}", f"{1e3 * report.percentile(walls[name], 95):.1f}",
          f"{statistics.median(faults[name]):.0f}", report.megabytes(statistics.median(read[name]))] for name in ways],
    )
    results.raw["reading"] = {"wall_s": walls, "major_faults": faults, "bytes_read": read}


def memory(place, results, graph):
    """Each question in a process that may not have more, and how much it had."""
    say("looking at memory")
    taken = {}
    for kind in dict.fromkeys(pair.kind for pair in graph.pairs):
        taken[kind] = [pair for pair in graph.pairs if pair.kind == kind][:LOOKED_AT]
    counted = failed = 0
    peaks = []
    for question in QUESTIONS:
        highest = 0
        for pair in (pair for pairs in taken.values() for pair in pairs):
            command = [place.paths, "one", graph.file, str(pair.a), str(pair.b), "--question", question]
            shell = pathlib.Path("/bin/sh")
            limited = [shell, "-c", SHELL.format(ANONYMOUS // 1024), *command]
            failed += processes.run(limited, may_fail=True).code != 0
            counted += 1
            highest = max(highest, processes.peak_anonymous(command))
        peaks.append([question, report.megabytes(highest)])
    results.none_of(f"large: questions within {ANONYMOUS // 1_000_000} MB of memory that no file backs",
                    counted, failed, "fail")
    results.table("large: memory that no file backs, highest of all pairs", ["", "MB"], peaks)
    results.raw["anonymous"] = peaks
