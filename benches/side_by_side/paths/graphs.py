"""Graphs on disk: made up or taken from lines, described, with pairs to ask about.

A graph is a folder: the edition of nutgraf's side, the ends and facts of its
links as flat numbers for the peers, kuzu's database once somebody wants it.
"""

import array
import dataclasses
import json
import pathlib
import subprocess

from side_by_side import report
from side_by_side.setting import CannotRun, say

# Entities of a made-up graph: one for so many claims.
CLAIMS_AN_ENTITY = 5
# Bytes a claim: the whole file, and what a search over all links may read of it.
FILE, SEARCHED = 50, 20
# Between these a search has something to search.
RANDOM, LARGE_ENDS = ["random"], ["hubs", "largest"]
SAME = "same"


@dataclasses.dataclass(frozen=True)
class Pair:
    kind: str
    a: int
    b: int

    @property
    def ends(self):
        return [self.a, self.b]


@dataclasses.dataclass
class Graph:
    name: str
    folder: pathlib.Path
    about: dict
    pairs: list

    @property
    def file(self):
        return self.folder / "graph.edition"


def make(place, args, name, claims, samples=None):
    """Makes up a graph of so many claims; the same seed gives the same one."""
    folder = place.folder / name
    folder.mkdir()
    say(f"making up {claims:,} claims between {claims // CLAIMS_AN_ENTITY:,} entities")
    took = said(place, "make", "--entities", claims // CLAIMS_AN_ENTITY, "--claims", claims, "--seed", args.seed,
                "-O", folder / "graph.edition", "--edges", folder / "edges", "--facts", folder / "facts")
    return described(place, args, name, folder, json.loads(took), samples)


def described(place, args, name, folder, took, samples=None):
    """What is in a graph whose files are there, and pairs drawn from it."""
    # Numbers out of place and bytes that changed are found here, before anything is measured on them.
    about = {**json.loads(said(place, "info", "--whole", folder / "graph.edition")), "made": took}
    (folder / "about.json").write_text(json.dumps(about))
    drawn = said(place, "pairs", folder / "graph.edition", "--count", samples or args.samples, "--seed", args.seed)
    pairs = [Pair(kind, int(a), int(b)) for kind, a, b in map(str.split, drawn.splitlines())]
    return Graph(name, folder, about, pairs)


def said(place, *words):
    done = subprocess.run([place.paths, *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotRun(f"`paths {' '.join(map(str, words))}` failed: {done.stderr.strip()}")
    return done.stdout


def hold_to_bars(results, graph):
    """The size of the file."""
    about = graph.about
    results.at_most(f"{graph.name}: bytes a claim, whole file", FILE, about["a_claim"], shown="{:.1f}")
    results.at_most(f"{graph.name}: bytes a claim that a search over all links reads", SEARCHED,
                    about["searched_a_claim"], shown="{:.1f}")
    results.table(
        f"Graph: {graph.name}",
        ["", "entities", "claims", "components", "links of the largest", "MB", "bytes a claim", "of them searched"],
        [[graph.file.name, f"{about['entities']:,}", f"{about['claims']:,}", f"{about['components']:,}",
          f"{about['largest']:,}", report.megabytes(about["bytes"]), f"{about['a_claim']:.1f}",
          f"{about['searched_a_claim']:.1f}"]],
    )
    results.raw.setdefault("graphs", {})[graph.name] = {**about, "pairs": [[p.kind, p.a, p.b] for p in graph.pairs]}


def numbers(path):
    """32-bit numbers in a file."""
    found = array.array("I")
    with open(path, "rb") as file:
        found.frombytes(file.read())
    return found


def run(command):
    """Runs a peer's command to its end."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotRun(f"`{' '.join(map(str, command))}` failed: {done.stderr.strip()[-400:]}")
