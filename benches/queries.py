#!/usr/bin/env python3
"""The questions of the library against oxigraph's store, warm, side by side.

    benches/queries.py EDITION STORE [--entities 12] [--turns 5] [QUESTION...]

EDITION is a file of nutgraf, STORE a folder for oxigraph's RocksDB store; it is
filled from the edition (`nutgraf export`) and optimised when it is not there.
Each question is asked of both sides in turn, in the same words, for entities
drawn with a seed from the most to the least connected. Both read the text of
the query, plan, evaluate and write CSV to memory or nowhere, in native code; once per
query the rows of both are compared. Ratios are theirs by ours: 8 is eight
times faster than the store. Needs `pip install pyoxigraph` and a build of
`cargo build --release --bin nutgraf --example ask`.
"""

import argparse
import os
import pathlib
import random
import re
import statistics
import subprocess
import tempfile
import time

import pyoxigraph as ox

BEST = min if os.environ.get("LEAST") else statistics.median
HERE = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target")) / "release"
NG = "https://w3id.org/nutgraf/ns#"


def filled(edition, folder):
    """Opens the store, after making it from the edition if need be."""
    done = pathlib.Path(folder) / "filled"
    if not done.exists():
        store = ox.Store(folder)
        with tempfile.NamedTemporaryFile(suffix=".nt") as triples:
            subprocess.run([TARGET / "nutgraf", "export", edition, "--format", "nt", "--with-protected"],
                           stdout=triples, stderr=subprocess.DEVNULL)
            if os.path.getsize(triples.name) == 0:
                subprocess.run([TARGET / "nutgraf", "export", edition, "--format", "nt"],
                               stdout=triples, check=True)
            store.bulk_load(path=triples.name, format=ox.RdfFormat.N_TRIPLES)
        store.flush()
        store.optimize()
        store.flush()
        del store
        done.touch()
    return ox.Store.read_only(folder)


class Ours:
    def __init__(self, edition):
        self.process = subprocess.Popen([TARGET / "examples" / "ask", edition], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, query, rows=""):
        """Seconds and number of rows."""
        self.process.stdin.write(f"{query}\t{rows}\n")
        self.process.stdin.flush()
        took, count = self.process.stdout.readline().split()
        return int(took) / 1e6, int(count)


def theirs(store, text, rows=None):
    """Seconds; the rows go to memory, or to a file that is looked at afterwards."""
    start = time.perf_counter()
    text = store.query(text).serialize(format=ox.QueryResultsFormat.CSV)
    took = time.perf_counter() - start
    if rows:
        rows.write_bytes(text)
    return took


def seeded(store, count):
    """Entities from the most to the least connected, and one drawn from each stretch."""
    found = store.query(f"""SELECT ?e (COUNT(*) AS ?n) {{ ?e <{NG}reportedLink> ?o }}
        GROUP BY ?e ORDER BY DESC(?n) ?e""")
    entities = [str(row[0].value) for row in found]
    rng = random.Random(7)
    steps = [int(len(entities) ** (at / count)) - 1 for at in range(count + 1)]
    return [entities[rng.randrange(low, max(low + 1, high))] for low, high in zip(steps, steps[1:])]


def drawn(store, kind, count):
    found = store.query(f"SELECT ?x {{ ?x a <{NG}{kind}> }} ORDER BY ?x")
    everything = [str(row[0].value) for row in found]
    rng = random.Random(7)
    return [everything[rng.randrange(len(everything))] for _ in range(count)]


def texts(question, values):
    """The query once per row of values; whole-case questions once."""
    text = (HERE / "queries" / f"{question}.rq").read_text()
    needed = re.findall(r"# Parameter: (\w+) \((\w+)(, optional)?\)", text)

    def put(text, name, term):
        text = text.replace(f"VALUES ?{name} {{ UNDEF }}", f"VALUES ?{name} {{ {term} }}")
        return text.replace(f"# Parameter: {name} ", f"# Given: {name} ")

    kinds = {kind for _, kind, _ in needed}
    if kinds <= {"relation"} or kinds <= {"date"}:
        for relation in ["owns"] if "relation" in kinds else [None]:
            filled = text
            for name, kind, _ in needed:
                term = (f"<https://w3id.org/nutgraf/rel#{relation}>" if kind == "relation"
                        else '"2026-06-01"^^<http://www.w3.org/2001/XMLSchema#date>')
                filled = put(filled, name, term)
            yield "all", filled
        return
    if all(optional for _, _, optional in needed) and question in WHOLE:
        yield "all", text
    count = len(values["entity"])
    for at in range(count):
        filled = text
        shift = 0
        for name, kind, optional in needed:
            if optional and shift:
                continue
            pool = values[kind]
            filled = put(filled, name, f"<{pool[(at + shift) % count]}>")
            shift += 1
        yield str(at), filled


# Also asked without a value.
WHOLE = {"denials", "silences", "open-questions", "contested", "anonymous-only", "own-inferences",
         "figures-that-disagree", "hearsay-and-plans"}


def same_rows(ours, theirs):
    return sorted(ours.read_text().splitlines()) == sorted(theirs.read_text().splitlines())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("edition")
    parser.add_argument("store")
    parser.add_argument("questions", nargs="*")
    parser.add_argument("--entities", type=int, default=12)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--most", type=float, default=20.0, help="seconds to spend on one query of theirs")
    parser.add_argument("--extra", help="a folder with further queries (.rq), each asked as it is")
    args = parser.parse_args()
    store, ours = filled(args.edition, args.store), Ours(args.edition)
    values = {"entity": seeded(store, args.entities), "source": drawn(store, "Source", args.entities),
              "claim": drawn(store, "Claim", args.entities)}
    asked = []
    for question in args.questions or sorted(p.stem for p in (HERE / "queries").glob("*.rq")):
        asked += [(question, which, text) for which, text in texts(question, values)]
    if args.extra:
        asked += [(path.stem, "extra", path.read_text()) for path in sorted(pathlib.Path(args.extra).glob("*.rq"))]
    ratios, slower = {}, []
    with tempfile.TemporaryDirectory() as folder:
        query, ours_rows, theirs_rows = (pathlib.Path(folder) / name for name in ("q.rq", "ours", "theirs"))
        print(f"{'question':24} {'for':>5} {'rows':>8} {'ours ms':>10} {'theirs ms':>10} {'ratio':>8}")
        for question, which, text in asked:
            query.write_text(text)
            _, rows = ours.ask(query, ours_rows)
            spent = theirs(store, text, theirs_rows)
            equal = same_rows(ours_rows, theirs_rows)
            turns = max(1, min(args.turns, int(args.most / max(spent, 1e-6))))
            mine, other = [], []
            for _ in range(turns):
                mine.append(ours.ask(query)[0])
                other.append(theirs(store, text))
            mine, other = BEST(mine), BEST(other)
            ratio = other / mine
            ratios.setdefault(question, []).append(ratio)
            if ratio < 1 / 1.1:
                slower.append((question, which))
            print(f"{question:24} {which:>5} {rows:8} {mine * 1e3:10.3f} {other * 1e3:10.3f} {ratio:8.1f}"
                  + ("" if equal else "   OTHER ROWS"), flush=True)
    every = [ratio for several in ratios.values() for ratio in several]
    medians = {question: statistics.median(several) for question, several in ratios.items()}
    print(f"\n{len(every)} queries: median ratio {statistics.median(every):.1f}, least {min(every):.2f}; "
          f"median of the questions' medians {statistics.median(medians.values()):.1f}")
    for question, median in sorted(medians.items(), key=lambda pair: pair[1]):
        print(f"  {question:24} {median:8.1f}  least {min(ratios[question]):8.2f}")
    for question, which in slower:
        print(f"slower than 1.1: {question} for {which}")


if __name__ == "__main__":
    main()
