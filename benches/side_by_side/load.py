"""Loading: a folder of CSV to an edition, beside N-Triples to an optimized store.

Takes the sizes; makes the cases; loads them in turns, each time into a new
folder. Leaves one edition and one store with the same triples for the parts
that ask them. Exporting the triples as N-Triples is not timed.
"""

import dataclasses
import mmap
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import time

from side_by_side import processes, report
from side_by_side.setting import CannotRun, say

# Seconds before a load, and bytes that are written to so as to see what memory costs.
REST_S = 20
TOUCHED = 1 << 28

# Bytes of memory a load may take, by the number of claims.
MEMORY = [(1_000_000, 2_000_000_000), (5_000_000, 8_000_000_000)]


@dataclasses.dataclass
class Loaded:
    """What the other parts ask."""

    case: pathlib.Path
    edition: pathlib.Path
    store: "pathlib.Path | None"


def kept(folder):
    """What an earlier run of the same size has left."""
    return Loaded(folder / "case", only_edition(folder / "loaded"), folder / "store")


def measure(place, args, results):
    case = make_case(place, place.folder / "case", args.claims, args.seed)
    timed = "load" in args.parts
    tenth = make_case(place, place.folder / "tenth", args.claims // 10, args.seed) if timed else None
    say(f"loading once, and writing {args.claims:,} claims as N-Triples")
    load_case(place, case, place.folder / "loaded")
    edition = only_edition(place.folder / "loaded")
    triples = triples_of(place, edition)
    store = None
    source = None
    if place.peers:
        source = export(place, edition)
        store = place.folder / "store"
    if timed:
        in_turns(place, args, results, case, tenth, source, store)
    elif store:
        load_store(place, source, store)
    if store:
        compare_counts(place, results, edition, store, source, triples)
        source.unlink()
    return Loaded(case, edition, store)


def make_case(place, folder, claims, seed):
    done = subprocess.run(
        [place.generate, "--claims", str(claims), "--seed", str(seed), folder], capture_output=True, text=True
    )
    if done.returncode != 0:
        raise CannotRun(f"no case was made: {done.stderr.strip()}")
    return folder


def load_case(place, case, folder):
    """Loads the tables of a case as `nutgraf load FOLDER` does where none was loaded before."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for table in case.iterdir():
        if table.is_file():
            os.link(table, folder / table.name)
    return in_quiet([place.nutgraf, "load", folder])


def load_store(place, source, store):
    """Loads N-Triples and optimizes, as the peer's documentation advises before querying."""
    shutil.rmtree(store, ignore_errors=True)
    loading = in_quiet([place.oxigraph, "load", "--location", store, "--file", source])
    before = processes.du(store)
    optimizing = in_quiet([place.oxigraph, "optimize", "--location", store])
    return loading, before, optimizing


def in_quiet(command):
    """Runs a load when the disk has nothing left to write of what went before.

    A virtual machine may give memory that was freed back to its host within
    seconds, and then takes twenty times as long to get it again. After a rest
    every load begins with as little of it at hand, whatever ran before.
    """
    os.sync()
    time.sleep(REST_S)
    return processes.run(command, watch=True)


def touch_s():
    """Seconds to be given memory, and to write to each page of it."""
    begun = time.perf_counter()
    with mmap.mmap(-1, TOUCHED) as memory:
        memory.madvise(mmap.MADV_HUGEPAGE)
        for at in range(0, TOUCHED, mmap.PAGESIZE):
            memory[at] = 1
    return time.perf_counter() - begun


def cost_of_memory(results):
    """What memory costs after the rest, and right after it was freed: where the two
    differ, loads that follow each other at once cannot be compared."""
    time.sleep(REST_S)
    rested, again = touch_s(), min(touch_s() for _ in range(5))
    results.raw["memory"] = {"bytes": TOUCHED, "rested_s": rested, "again_s": again}
    results.table(
        f"Memory: the first write to each page of {TOUCHED >> 20} MB, s",
        ["after a rest", "just freed"],
        [[report.seconds(rested), report.seconds(again)]],
    )


def only_edition(folder):
    found = list((folder / ".nutgraf").glob("*.edition"))
    if len(found) != 1:
        raise CannotRun(f"{len(found)} editions in `{folder}` instead of one")
    return found[0]


def triples_of(place, edition):
    said = subprocess.run([place.nutgraf, "check", edition], capture_output=True, text=True)
    found = re.search(r"(\d+) triples", said.stdout)
    if said.returncode != 0 or not found:
        raise CannotRun(f"`nutgraf check {edition}` does not tell the triples: {said.stderr.strip()}")
    return int(found.group(1))


def export(place, edition):
    """Everything in the edition as N-Triples: protected sources too, which a plain export leaves out."""
    help_text = subprocess.run([place.nutgraf, "export", "--help"], capture_output=True, text=True).stdout
    whole = ["--with-protected"] if "--with-protected" in help_text else []
    source = place.folder / "triples.nt"
    processes.run([place.nutgraf, "export", edition, "--format", "nt", *whole], stdout=source)
    return source


def in_turns(place, args, results, case, tenth, source, store):
    """Each round loads the whole case, a tenth of it, and the peer's store."""
    ours, ours_tenth, loads, optimizes = [], [], [], []
    sizes = {}
    cost_of_memory(results)
    for number in range(args.rounds):
        say(f"loading, round {number + 1} of {args.rounds}")
        folder = place.folder / "timed"
        ours.append(load_case(place, case, folder))
        sizes["edition"] = processes.du(folder / ".nutgraf")
        ours_tenth.append(load_case(place, tenth, folder))
        shutil.rmtree(folder)
        if source:
            loading, sizes["store_before"], optimizing = load_store(place, source, store)
            sizes["store"] = processes.du(store)
            loads.append(loading)
            optimizes.append(optimizing)
    hold_to_bars(args, results, ours, ours_tenth, loads, optimizes, sizes)
    sizes["tables"] = processes.du(case)
    if source:
        sizes["ntriples"] = source.stat().st_size
    results.raw["load"] = {
        "bytes": sizes,
        "nutgraf": [run.as_json() for run in ours],
        "nutgraf_tenth": [run.as_json() for run in ours_tenth],
        "oxigraph_load": [run.as_json() for run in loads],
        "oxigraph_optimize": [run.as_json() for run in optimizes],
    }


def hold_to_bars(args, results, ours, ours_tenth, loads, optimizes, sizes):
    tenth_claims = args.claims // 10
    mine, tenth = processes.medians(ours), processes.medians(ours_tenth)
    rows = [
        cells("nutgraf load", mine, args.claims, sizes["edition"]),
        cells(f"nutgraf load, {tenth_claims:,} claims", tenth, tenth_claims, None),
    ]
    if loads:
        rows.append(cells("oxigraph load", processes.medians(loads), args.claims, sizes["store_before"]))
        rows.append(cells("oxigraph optimize", processes.medians(optimizes), args.claims, sizes["store"]))
        # Of each round its own ratio, so that a busy minute counts for both sides.
        ratios = [own.wall_s / (load.wall_s + last.wall_s) for own, load, last in zip(ours, loads, optimizes)]
        results.at_most("load: wall time, nutgraf to oxigraph load + optimize", 1 / 6, statistics.median(ratios),
                        limit_shown="1/6 = 0.167")
        results.at_most("load: size on disk, edition to optimized store", 9 / 20,
                        sizes["edition"] / sizes["store"], limit_shown="9/20 = 0.45")
    limit = next((limit for claims, limit in MEMORY if args.claims <= claims), None)
    if limit and mine["peak"]:
        results.at_most("load: peak memory (MB)", limit / 1e6, mine["peak"] / 1e6, shown="{:,.0f}", any_size=True)
    per_claim = (mine["wall_s"] / args.claims) / (tenth["wall_s"] / tenth_claims)
    results.at_most(f"load: time a claim, to that at {tenth_claims:,} claims", 1.3, per_claim)
    results.table(
        f"Load, medians of {args.rounds}",
        ["", "wall s", "user s", "system s", "us a claim", "peak MB", "of it anonymous", "on disk MB"],
        rows,
    )


def cells(name, medians, claims, size):
    return [
        name,
        report.seconds(medians["wall_s"]),
        report.seconds(medians["user_s"]),
        report.seconds(medians["system_s"]),
        f"{medians['wall_s'] / claims * 1e6:.1f}",
        report.megabytes(medians["peak"]),
        report.megabytes(medians["peak_anonymous"]),
        report.megabytes(size),
    ]


def compare_counts(place, results, edition, store, source, triples):
    """Both sides must hold as many triples as were written: neither may have dropped any."""
    say("counting triples on both sides")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    answers = place.folder / "count.tsv"
    processes.run([place.nutgraf, "query", edition, "-e", count, "-o", "tsv"], stdout=answers)
    mine = number_in(answers)
    command = [place.oxigraph, "query", "--location", store, "--query", count, "--results-format", "tsv"]
    processes.run(command, stdout=answers)
    theirs = number_in(answers)
    with open(source, "rb") as lines:
        written = sum(block.count(b"\n") for block in iter(lambda: lines.read(1 << 20), b""))
    results.raw["triples"] = {"check": triples, "nutgraf": mine, "oxigraph": theirs, "ntriples": written}
    results.none_of("load: triples", 3, sum(other != triples for other in (mine, theirs, written)))


def number_in(path):
    found = re.findall(r"\d+", path.read_text().split("\n", 1)[1])
    if len(found) != 1:
        raise CannotRun(f"a count was asked for and `{path.read_text()}` was answered")
    return int(found[0])
