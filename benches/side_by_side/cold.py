"""Whole processes: the smallest query and a path, from start to exit.

Each is run many times, in turns with `oxigraph query` of the same query and
with `nutgraf --version`, which does nothing. Files are in the page cache, as
they are for whoever asks twice; the process is new each time.
"""

import statistics

from side_by_side import processes, report, sample, warm
from side_by_side.setting import CannotRun, say

# Runs of each, and pairs of entities that paths are asked between.
TIMES = 50
# Bytes that one process may hold besides what it maps from files.
ANONYMOUS = 32_000_000


def measure(place, args, loaded, results):
    with warm.ours(place, loaded.edition, args.timeout) as worker:
        sampler = sample.Sampler(worker, place.folder, args.seed)
        claims = sampler.any_of("?it a ng:Claim", TIMES, "cold")
        pairs = sampler.path_pairs(TIMES)
    smallest = [f"SELECT ?text {{ <{claim}> <https://w3id.org/nutgraf/ns#text> ?text }}" for claim in claims]
    say(f"starting {4 * TIMES} processes")
    walls = {"nutgraf --version": [], "nutgraf query": [], "nutgraf path": [], "oxigraph query": []}
    anonymous = {"nutgraf query": [], "nutgraf path": []}
    answers = place.folder / "answer.tsv"
    different = 0
    codes = []
    for query, (start, end) in zip(smallest, pairs):
        walls["nutgraf --version"].append(processes.run([place.nutgraf, "--version"]).wall_s)
        ask = [place.nutgraf, "query", loaded.edition, "-e", query, "-o", "tsv"]
        walls["nutgraf query"].append(processes.run(ask, stdout=answers).wall_s)
        mine = answers.read_bytes()
        other = [place.oxigraph, "query", "--location", loaded.store, "--query", query, "--results-format", "tsv"]
        walls["oxigraph query"].append(processes.run(other, stdout=answers).wall_s)
        different += mine != answers.read_bytes()
        path = [place.nutgraf, "path", loaded.edition, start, end, "-o", "json"]
        found = processes.run(path, stdout=answers, may_fail=True)
        if found.code not in (0, 1):
            raise CannotRun(f"`{' '.join(map(str, path))}` ended with exit code {found.code}")
        walls["nutgraf path"].append(found.wall_s)
        codes.append(found.code)
    for query, (start, end) in zip(smallest, pairs):
        anonymous["nutgraf query"].append(
            processes.peak_anonymous([place.nutgraf, "query", loaded.edition, "-e", query, "-o", "tsv"]))
        anonymous["nutgraf path"].append(
            processes.peak_anonymous([place.nutgraf, "path", loaded.edition, start, end, "-o", "json"]))
    results.none_of("cold: answers of the smallest query", len(claims), different)
    reached(place, args, loaded, results, pairs, codes)
    hold_to_bars(results, walls, anonymous)


def reached(place, args, loaded, results, pairs, codes):
    """Whether there is a path at all is asked of the peer too, as a property path."""
    say("asking oxigraph which pairs are connected")
    compared = different = 0
    with warm.theirs(place, loaded.store, args.timeout) as peer:
        for (start, end), code in zip(pairs, codes):
            sparql = f"ASK {{ <{start}> <https://w3id.org/nutgraf/ns#reportedLink>+ <{end}> }}"
            try:
                answer = peer.ask({"sparql": sparql, "ask": True})["boolean"]
            except warm.TooSlow:
                continue
            compared += 1
            different += answer != (code == 0)
    results.none_of("cold: pairs that are connected", compared, different)
    results.raw["connected"] = {"compared": compared, "different": different, "unconnected": codes.count(1)}


def hold_to_bars(results, walls, anonymous):
    median = {name: statistics.median(times) for name, times in walls.items()}
    for name in ("nutgraf query", "nutgraf path"):
        results.at_most(f"cold: {name}, to oxigraph query", 0.5, median[name] / median["oxigraph query"], shown="{:.2f}")
        results.at_most(f"cold: {name}, to nutgraf --version", 3, median[name] / median["nutgraf --version"], shown="{:.2f}")
        results.at_most(f"cold: {name}, anonymous memory, highest of {TIMES} (MB)", ANONYMOUS / 1e6,
                        max(anonymous[name]) / 1e6, shown="{:.1f}")
    results.table(
        f"Whole processes, {TIMES} of each",
        ["", "median ms", "95th ms", "slowest ms", "anonymous MB, highest"],
        [
            [name, *(f"{1e3 * value:.1f}" for value in (median[name], report.percentile(times, 95), max(times))),
             report.megabytes(max(anonymous[name])) if name in anonymous else ""]
            for name, times in walls.items()
        ],
    )
    results.raw["cold"] = {"wall_s": walls, "anonymous": anonymous}
