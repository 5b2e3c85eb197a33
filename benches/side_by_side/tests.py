"""Tests of what the script itself decides and measures; no peer is needed.

Run by `tests/it/benches.rs`, or by hand: python3 benches/side_by_side/tests.py
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from side_by_side import processes, queries, report, sample, warm  # noqa: E402

# Holds so many bytes for a moment, touches them, gives them back, ends.
HOLD = "import mmap; m = mmap.mmap(-1, {0}, flags=mmap.MAP_PRIVATE); m.write(b'x' * {0}); m.close()"
FORTY_MB = 40_000_000


def python(code):
    return [sys.executable, "-I", "-S", "-c", code]


class Memory(unittest.TestCase):
    def test_what_is_held_for_a_moment_is_seen(self):
        idle = processes.peak_anonymous(python("pass"))
        busy = processes.peak_anonymous(python(HOLD.format(FORTY_MB)))
        # The text that is written into the mapping is as large again.
        self.assertGreater(busy - idle, 1.9 * FORTY_MB)
        self.assertLess(busy - idle, 2.2 * FORTY_MB)

    def test_what_is_read_from_files_is_not_anonymous(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(bytes(FORTY_MB))
            file.flush()
            read = (
                "import mmap; f = open({!r}, 'rb'); m = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ); "
                "sum(m[at] for at in range(0, len(m), 4096))"
            ).format(file.name)
            idle = processes.peak_anonymous(python("import mmap"))
            self.assertLess(processes.peak_anonymous(python(read)) - idle, FORTY_MB / 10)

    def test_threads_are_followed_to_their_end(self):
        hold = HOLD.format(FORTY_MB)
        code = f"import threading; t = threading.Thread(target=lambda: exec({hold!r})); t.start(); t.join()"
        self.assertGreater(processes.peak_anonymous(python(code)), 1.9 * FORTY_MB)

    def test_a_watched_run_tells_its_peak_and_its_exit_code(self):
        code = HOLD.format(FORTY_MB) + "; import time, sys; time.sleep(0.5); sys.exit(3)"
        run = processes.run(python(code), may_fail=True, watch=True)
        self.assertEqual(run.code, 3)
        self.assertGreater(run.wall_s, 0.5)
        self.assertGreater(run.peak, 1.9 * FORTY_MB)

    def test_disk_use_is_what_du_says(self):
        with tempfile.TemporaryDirectory() as folder:
            inside = pathlib.Path(folder) / "a" / "b"
            inside.mkdir(parents=True)
            (inside / "file").write_bytes(b"x" * 100_000)
            du = subprocess.run(["du", "-sk", inside / "file"], capture_output=True, text=True, check=True)
            self.assertEqual(processes.du(folder), int(du.stdout.split()[0]) * 1024)


class Bars(unittest.TestCase):
    def verdict(self, claims, measured, any_size=False):
        results = report.Results(claims)
        results.at_most("a bar", 1.1, measured, any_size=any_size)
        return results.bars[0].verdict(claims), results.failed()

    def test_a_bar_that_is_missed_fails_the_run_at_the_size_it_is_set_for(self):
        self.assertEqual(self.verdict(1_000_000, 1.1), ("met", False))
        self.assertEqual(self.verdict(1_000_000, 1.11), ("MISSED", True))
        self.assertEqual(self.verdict(10_000, 1.11), ("missed at this size", False))
        self.assertEqual(self.verdict(10_000, 1.11, any_size=True), ("MISSED", True))
        self.assertEqual(self.verdict(1_000_000, None), ("not measured", False))

    def test_one_answer_that_differs_fails_the_run_at_any_size(self):
        results = report.Results(10_000)
        results.none_of("answers", 7, 0)
        self.assertFalse(results.failed())
        results.none_of("answers", 7, 1)
        self.assertTrue(results.failed())

    def test_percentiles_are_values_that_were_measured(self):
        self.assertEqual(report.percentile(range(1, 101), 95), 95)
        self.assertEqual(report.percentile([3, 1, 2], 95), 3)
        self.assertEqual(report.percentile([7], 50), 7)

    def test_what_was_written_is_shown_again_as_it_was(self):
        results = report.Results(1_000_000)
        results.about = {
            "claims": 1_000_000, "seed": 1, "nutgraf": "nutgraf 0", "commit": "c", "peers": ["p"],
            "cores": 2, "processor": "a chip", "memory_mb": 1000, "system": "Linux",
        }
        results.at_most("a bar", 1.1, 1.2)
        results.table("a table", ["", "ms"], [["a row", "3"]])
        for markdown in (False, True):
            shown = results.text(markdown)
            self.assertIn("MISSED", shown)
            again = report.of_json(json.loads(json.dumps(results.as_json())))
            self.assertEqual(again.text(markdown), shown)

    def test_a_cell_cannot_break_a_table(self):
        self.assertEqual(report.row(["a|b", "c"]), "| a\\|b | c |")


class Echo:
    """Stands in for a worker: answers rows and times that were laid down."""

    def __init__(self, rows, ns):
        self.answer = rows
        self.ns = ns

    def rows(self, _sparql, _path):
        return self.answer

    def compared(self, _sparql, _path):
        if self.answer is None:
            raise warm.TooSlow
        return warm.Multiset.of(b"?a", self.answer), [self.ns]

    def time(self, _sparql):
        return [self.ns]


class Comparing(unittest.TestCase):
    def measured(self, ours, theirs):
        ask = queries.Ask("a question", [()], ["SELECT"])
        return queries.side_by_side(ask, ours, theirs, None, 120, 60)

    def test_a_row_more_or_a_row_twice_is_a_difference(self):
        one, twice = Echo([b"x"], 10), Echo([b"x", b"x"], 40)
        self.assertEqual(self.measured(one, one).different, 0)
        order, other = Echo([b"x", b"y"], 10), Echo([b"y", b"x"], 10)
        self.assertEqual(self.measured(order, other).different, 0)
        self.assertEqual(self.measured(order, twice).different, 1)
        found = self.measured(one, twice)
        self.assertEqual((found.compared, found.different, found.ratio()), (1, 1, 0.25))

    def test_a_side_that_is_ended_counts_as_the_longest_it_may_take(self):
        found = self.measured(Echo([b"x"], 60e9), Echo(None, 0))
        self.assertEqual((found.compared, found.theirs_too_slow, found.ratio()), (0, 1, 0.5))
        self.assertIn(">2.0", queries.cells(found))

    def test_a_worker_that_is_too_slow_is_ended_and_another_one_answers(self):
        code = "import sys, time\nfor line in sys.stdin:\n  time.sleep(9 if 'slow' in line else 0)\n  print('{\"ns\": [1]}', flush=True)"
        with warm.Worker(python(code), 1) as worker:
            with self.assertRaises(warm.TooSlow):
                worker.time("slow")
            self.assertEqual(worker.time("quick"), [1])


class Sampling(unittest.TestCase):
    def sampler(self, seed):
        rows = [f"<https://example.org/{n}>\t{n}".encode() for n in range(1, 8001)]
        with tempfile.TemporaryDirectory() as folder:
            return sample.Sampler(Echo(rows, 0), pathlib.Path(folder), seed)

    def test_hubs_middle_and_tail_are_drawn_and_a_seed_draws_the_same(self):
        drawn = self.sampler(1).by_degree("…", 100, "salt")
        ranks = [8001 - int(iri.rsplit("/", 1)[1]) for iri in drawn]
        self.assertEqual(len(set(drawn)), 100)
        # Of 8,000 the hubs are 20, and all of them are drawn; 380 are the middle.
        self.assertEqual(sum(rank <= 20 for rank in ranks), 20)
        self.assertEqual(sum(20 < rank <= 400 for rank in ranks), 46)
        self.assertEqual(drawn, self.sampler(1).by_degree("…", 100, "salt"))
        self.assertNotEqual(drawn, self.sampler(2).by_degree("…", 100, "salt"))

    def test_cells_lose_their_brackets_and_types(self):
        self.assertEqual(sample.plain("<https://example.org/a>"), "https://example.org/a")
        self.assertEqual(sample.plain('"2025-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'), "2025-01-01")
        self.assertEqual(sample.plain("12"), "12")


if __name__ == "__main__":
    unittest.main()
