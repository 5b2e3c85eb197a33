"""Tests of what `benches/paths` itself decides; no peer is needed.

Run by `tests/it/benches.rs`, or by hand: python3 benches/side_by_side/paths/tests.py
"""

import array
import json
import os
import pathlib
import sys
import tempfile
import types
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))

from side_by_side import report, warm  # noqa: E402
from side_by_side.paths import asking, cold, debian, graphs, held, plain  # noqa: E402

ARGS = types.SimpleNamespace(rounds=3, timeout=10, budget=60)


def ours(**more):
    """An answer of ours: one path of two hops, and whatever a test changes."""
    path = [1, 5, 2]
    return {"ns": [1000], "length": 2, "lengths": [2], "count": "1", "limit": None, "paths": [path], **more}


def theirs(**more):
    path = [1, 5, 2]
    return {"ns": [9000], "length": 2, "lengths": [2], "count": 1, "whole": True, "paths": [path], **more}


def compared(question, mine, other, kind="random", peer="networkx"):
    """How many things were compared, and how many differed."""
    measured = asking.Measured(question, peer, [graphs.Pair(kind, 1, 2)])
    measured.our_answers, measured.their_answers = [mine], [other]
    found = held.Compared()
    held.compare(measured, found)
    return found.counted, len(found.wrong)


class Comparing(unittest.TestCase):
    def test_what_agrees_does_not_differ(self):
        self.assertEqual(compared("shortest", ours(), theirs()), (1, 0))
        self.assertEqual(compared("all-shortest", ours(), theirs()), (3, 0))
        self.assertEqual(compared("k10", ours(), theirs()), (2, 0))
        self.assertEqual(compared("connected", ours(), {"ns": [1], "connected": True}), (1, 0))

    def test_each_thing_that_differs_is_seen(self):
        self.assertEqual(compared("shortest", ours(), theirs(length=3)), (1, 1))
        self.assertEqual(compared("shortest", ours(length=None), theirs()), (1, 1))
        self.assertEqual(compared("all-shortest", ours(count="2"), theirs()), (2, 1))
        self.assertEqual(compared("all-shortest", ours(), theirs(paths=[[1, 6, 2]])), (3, 1))
        self.assertEqual(compared("k10", ours(), theirs(lengths=[2, 3])), (2, 1))
        self.assertEqual(compared("connected", ours(length=None), {"ns": [1], "connected": True}), (1, 1))

    def test_what_is_open_is_not_compared(self):
        # The peer took too long, our search hit a limit, the peer listed a part.
        self.assertEqual(compared("shortest", ours(), None), (0, 0))
        self.assertEqual(compared("k10", ours(limit="Steps"), theirs(lengths=[2, 3])), (0, 0))
        self.assertEqual(compared("all-shortest", ours(count="7"), theirs(whole=False)), (1, 0))
        # But a list that was cut says all the same how long its paths are and how many there are.
        self.assertEqual(compared("all-shortest", ours(limit="Listed", count="7"), theirs(count=8, length=3)), (2, 2))

    def test_a_peer_without_the_empty_path_is_not_asked_about_it(self):
        mine, other = ours(length=0), theirs(length=None)
        self.assertEqual(compared("shortest", mine, other, "same", "kuzu"), (0, 0))
        self.assertEqual(compared("shortest", mine, other, "same", "igraph"), (1, 1))


class Echo:
    """Stands in for a side: answers one thing, or is too slow for some pairs."""

    name, timeout = "networkit", 10

    def __init__(self, ns, slow=()):
        self.ns, self.slow, self.asked = ns, slow, 0

    def answers(self, _question, pairs, **_):
        self.asked += len(pairs)
        if any(pair.a in self.slow for pair in pairs):
            raise warm.TooSlow
        return [{**ours(), "ns": [self.ns]} for _ in pairs]


def measured(mine, other, count=6):
    kinds = ["random", "hubs"]
    pairs = [graphs.Pair(kinds[number % 2], number, number + 1) for number in range(count)]
    return asking.side_by_side(mine, other, "shortest", pairs, ARGS)


class Measuring(unittest.TestCase):
    def bars(self, found):
        results = report.Results(5_000_000)
        graph = types.SimpleNamespace(name="g")
        held.hold(results, graph, [found], held.Compared())
        return {bar.name.rsplit(", ", 1)[1]: bar.verdict(5_000_000) for bar in results.bars if "networkit" in bar.name}

    def test_ratios_are_of_medians_and_bars_by_kind(self):
        found = measured(Echo(1000), Echo(4000))
        self.assertEqual(found.ratio(["random"]), 0.25)
        self.assertIsNone(found.ratio(["same"]))
        self.assertEqual(self.bars(found), {"random pairs": "met", "hubs": "met"})
        self.assertEqual(self.bars(measured(Echo(5000), Echo(4000))), {"random pairs": "MISSED", "hubs": "MISSED"})

    def test_a_peer_that_is_too_slow_is_asked_no_further(self):
        other = Echo(4000, slow=(1, 2))
        found = measured(Echo(1000), other)
        self.assertEqual(len(found.pairs), 3)
        self.assertEqual(found.their_answers[1:], [None, None])
        # Ended after ten seconds: it would have taken at least so long.
        self.assertEqual(found.theirs[1:], [10e9, 10e9])
        self.assertIn(">1e+07", [cell for row in held.rows(found) for cell in row])

    def test_a_lower_bound_can_meet_a_bar_and_never_miss_it(self):
        slow = measured(Echo(11e9), Echo(4000, slow=(1, 2)))
        self.assertEqual(self.bars(slow)["hubs"], "not measured")
        self.assertEqual(self.bars(measured(Echo(1000), Echo(4000, slow=(1, 2))))["hubs"], "met")


class Plain(unittest.TestCase):
    def test_ways_are_counted_by_pairs_of_entities(self):
        # 0 = 1 - 3, 0 - 2 - 3, 3 - 4; the double line is one way, and 5 is alone.
        ends = [0, 1, 1, 0, 1, 3, 0, 2, 2, 3, 3, 4, 2, 2]
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "edges").write_bytes(array.array("I", ends).tobytes())
            near = plain.neighbours(pathlib.Path(folder), 6)
        self.assertEqual(plain.length_and_count(near, 0, 4), (3, 2))
        self.assertEqual(plain.length_and_count(near, 0, 1), (1, 1))
        self.assertEqual(plain.length_and_count(near, 2, 2), (0, 1))
        self.assertEqual(plain.length_and_count(near, 0, 5), (None, 0))


LISTS = """Package: Beta
Source: made (1.0)
Maintainer: A, B and Others <team@example.org>
Depends: alpha (>= 2), gamma:any | delta, ${none}
Suggests: alpha
Description: not Depends: omega

Package: alpha
Maintainer: Somebody <one@example.org>
"""


class Debian(unittest.TestCase):
    def test_dependencies_are_read_with_who_says_so(self):
        team, both = ("team@example.org",), ("team@example.org", "src:made")
        self.assertEqual(debian.dependencies(LISTS), [
            ("Beta", "alpha", team), ("Beta", "alpha", both), ("Beta", "delta", both), ("Beta", "gamma", both),
        ])

    def test_numbers_are_places_among_the_names_in_byte_order(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            debian.write_numbers(folder, debian.dependencies(LISTS))
            # Beta, alpha, delta, gamma: capitals come first.
            self.assertEqual(list(graphs.numbers(folder / "edges")), [0, 1, 0, 1, 0, 2, 0, 3])
            facts = graphs.numbers(folder / "facts")
            # Four entities and four lines come before the sources.
            self.assertEqual(list(facts[2::4]), [9, debian.SEVERAL, debian.SEVERAL, debian.SEVERAL])


class Memory(unittest.TestCase):
    def test_what_was_just_written_is_in_memory(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "file"
            path.write_bytes(os.urandom(1_000_000))
            self.assertGreaterEqual(cold.in_memory(path), 1_000_000)


class Written(unittest.TestCase):
    def test_the_numbers_say_which_script_wrote_them(self):
        results = report.Results(5_000_000, schema="nutgraf/paths/1")
        self.assertEqual(json.loads(json.dumps(results.as_json()))["schema"], "nutgraf/paths/1")

    def test_bars_decide_from_the_size_on_that_they_are_set_for(self):
        for claims, verdict in ((1_000_000, "missed at this size"), (5_000_000, "MISSED")):
            results = report.Results(claims, set_for=5_000_000)
            results.about = {
                "claims": claims, "seed": 1, "nutgraf": "n", "commit": "c", "peers": [], "cores": 2,
                "processor": "a chip", "memory_mb": 1000, "system": "Linux",
            }
            results.at_most("a bar", 1, 2)
            shown = results.text(False)
            self.assertIn(verdict, shown)
            self.assertEqual(report.of_json(json.loads(json.dumps(results.as_json()))).text(False), shown)


if __name__ == "__main__":
    unittest.main()
