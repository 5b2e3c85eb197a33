#!/usr/bin/env python3
"""The questions of the library against oxigraph's store, warm, side by side.

    benches/queries.py EDITION STORE [QUESTION...] [--things 12] [--turns 5]

EDITION is a file of nutgraf, STORE a folder for oxigraph's RocksDB store; it is
filled from the edition (`nutgraf export`) and optimised when it is not there.
Each question is asked of both sides in turn, with the same values: entities,
claims and sources drawn with a seed, entities evenly over the ranks from the
most to the least connected. Both plan, evaluate and write CSV to memory or
nowhere, in native code; rows are compared once per query. The store has to read
the text of a query each time, since it takes no values that its planner sees;
nutgraf reads it once per question, or each time with `--text`. Ratios are
theirs by ours: 8 is eight times faster than the store.

Needs `pip install pyoxigraph` and, in CARGO_TARGET_DIR or target,
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

HERE = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target")) / "release"
NG = "https://w3id.org/nutgraf/ns#"
REL = "https://w3id.org/nutgraf/rel#"
SEED = 7
# Also asked about the whole case, without a value.
WHOLE = {"anonymous-only", "contested", "denials", "figures-that-disagree", "hearsay-and-plans",
         "open-questions", "own-inferences", "silences"}


def filled(edition, folder):
    """Opens the store, after making it from the edition if need be."""
    done = pathlib.Path(folder) / "filled"
    if not done.exists():
        store = ox.Store(folder)
        with tempfile.NamedTemporaryFile(suffix=".nt") as triples:
            export = [TARGET / "nutgraf", "export", edition, "--format", "nt"]
            if subprocess.run([*export, "--with-protected"], stdout=triples).returncode:
                subprocess.run(export, stdout=triples, check=True)
            store.bulk_load(path=triples.name, format=ox.RdfFormat.N_TRIPLES)
        store.optimize()
        store.flush()
        del store
        done.touch()
    return ox.Store.read_only(folder)


class Ours:
    def __init__(self, edition, anew):
        self.anew = "text" if anew else ""
        self.process = subprocess.Popen([TARGET / "examples" / "ask", edition], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, question, values, rows=""):
        """Seconds and number of rows."""
        words = " ".join(f"{name}={term}" for name, term in values.items())
        path = HERE / "queries" / f"{question}.rq"
        self.process.stdin.write(f"{path}\t{words}\t{rows}\t{self.anew}\n")
        self.process.stdin.flush()
        took, count = self.process.stdout.readline().split()
        return int(took) / 1e6, int(count)


def theirs(store, question, values, rows=None):
    """Seconds; the rows go to memory, or to a file that is looked at afterwards."""
    text = (HERE / "queries" / f"{question}.rq").read_text()
    for name, term in values.items():
        text = text.replace(f"VALUES ?{name} {{ UNDEF }}", f"VALUES ?{name} {{ {term} }}")
    start = time.perf_counter()
    answer = store.query(text).serialize(format=ox.QueryResultsFormat.CSV)
    took = time.perf_counter() - start
    if rows:
        rows.write_bytes(answer)
    return took


def drawn(store, count):
    """Things to ask about, of each kind."""
    rng = random.Random(SEED)

    def column(pattern):
        return [str(row[0]) for row in store.query(pattern)]

    entities = column(f"""SELECT ?e {{ ?e <{NG}reportedLink> ?o }}
        GROUP BY ?e ORDER BY DESC(COUNT(*)) ?e""")
    things = {"entity": [entities[int((at + rng.random()) * len(entities) / count)] for at in range(count)]}
    # Every fourth is one of the most connected hundredth, about whom people ask.
    hubs = entities[:max(1, len(entities) // 100)]
    things["entity"] = [rng.choice(hubs) if at % 4 == 0 else entity for at, entity in enumerate(things["entity"])]
    for kind in ("Source", "Claim"):
        everything = column(f"SELECT ?x {{ ?x a <{NG}{kind}> }} ORDER BY ?x")
        things[kind.lower()] = [rng.choice(everything) for _ in range(count)]
    things["relation"] = [f"<{REL}owns>"]
    things["date"] = ['"2026-06-01"^^<http://www.w3.org/2001/XMLSchema#date>']
    return things


def both_can_answer():
    """Every question but those about the path graph, which oxigraph has not."""
    questions = {path.stem for path in (HERE / "queries").glob("*.rq")}
    return questions - {"paths-between"}


def asked(question, things):
    """The rows of values with which a question is asked."""
    text = (HERE / "queries" / f"{question}.rq").read_text()
    parameters = re.findall(r"# Parameter: (\w+) \((\w+)(, optional)?\)", text)
    if not parameters or question in WHOLE:
        yield "all", {}
    needed = [(name, kind) for name, kind, optional in parameters if not optional] or parameters[:1]
    if not needed:
        return
    count = min(len(things[kind]) for _, kind, *_ in needed)
    for at in range(count):
        values = {name: things[kind][(at + shift) % count]
                  for shift, (name, kind, *_) in enumerate(needed)}
        yield str(at), values


def same_rows(ours, theirs):
    return sorted(ours.read_text().splitlines()) == sorted(theirs.read_text().splitlines())


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(part * len(values)))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("edition")
    parser.add_argument("store")
    parser.add_argument("questions", nargs="*")
    parser.add_argument("--things", type=int, default=12, help="entities, claims, sources per question")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--most", type=float, default=10.0, help="seconds to spend on one query of theirs")
    parser.add_argument("--text", action="store_true", help="read the text of each query on our side too")
    parser.add_argument("--each", action="store_true", help="show every single query")
    args = parser.parse_args()
    store, ours = filled(args.edition, args.store), Ours(args.edition, args.text)
    things = drawn(store, args.things)
    different, summary = [], []
    print(f"{'question':24} {'queries':>7} {'rows':>9} {'ours ms':>9} {'95th':>9} {'theirs ms':>10} {'95th':>9}"
          f" {'ratio':>7} {'least':>7}")
    with tempfile.TemporaryDirectory() as folder:
        ours_rows, theirs_rows = (pathlib.Path(folder) / name for name in ("ours", "theirs"))
        for question in args.questions or sorted(both_can_answer()):
            taken = {}
            for which, values in asked(question, things):
                _, rows = ours.ask(question, values, ours_rows)
                spent = theirs(store, question, values, theirs_rows)
                if not same_rows(ours_rows, theirs_rows):
                    different.append((question, values))
                mine, other = [], []
                for _ in range(max(1, min(args.turns, int(args.most / max(spent, 1e-6))))):
                    mine.append(ours.ask(question, values)[0])
                    other.append(theirs(store, question, values))
                group = question + " (all)" if which == "all" else question
                taken.setdefault(group, []).append((rows, statistics.median(mine), statistics.median(other)))
            for group, each in taken.items():
                rows, mine, other = zip(*each)
                ratios = [b / a for a, b in zip(mine, other)]
                ratio = statistics.median(ratios)
                summary.append((ratio, min(ratios), group))
                print(f"{group:24} {len(each):7} {sum(rows):9} {statistics.median(mine) * 1e3:9.3f}"
                      f" {percentile(mine, 0.95) * 1e3:9.3f} {statistics.median(other) * 1e3:10.3f}"
                      f" {percentile(other, 0.95) * 1e3:9.3f} {ratio:7.1f} {min(ratios):7.2f}", flush=True)
                if args.each:
                    for rows, mine, other in each:
                        print(f"{'':24} {'':7} {rows:9} {mine * 1e3:9.3f} {'':9} {other * 1e3:10.3f} {'':9} {other / mine:7.1f}")
    print(f"\n{len(summary)} questions: median ratio {statistics.median(ratio for ratio, _, _ in summary):.1f}, "
          f"least median {min(summary)[0]:.2f}, least single query {min(least for _, least, _ in summary):.2f}")
    for question, values in different:
        print(f"OTHER ROWS: {question} {values}")


if __name__ == "__main__":
    main()
