"""Whole processes, from start to exit: one path, beside kuzu's.

Files are in the page cache, or have just been put out of it; the process is
new each time. kuzu's process is Python with its database on disk, opened for
reading; what its query alone took stands beside it.
"""

import ctypes
import json
import mmap
import os
import statistics

from side_by_side import processes, report
from side_by_side.paths import graphs, synthetic
from side_by_side.setting import CannotRun, say

# Pairs, each asked about once by each process.
TIMES = 20
# Ours to kuzu's, at most.
KUZU = 1 / 300
# The same with the file not in memory: only what is touched is read, or much around it.
TOUCHED = "paths one, file not in memory"
AROUND = "paths one, file not in memory, read as the system does by itself"
# The first to the second, at most.
HALVED = 1 / 2


def measure(place, args, results, graph):
    synthetic.make_kuzu(place, graph)
    pairs = some(graph, TIMES)
    say(f"starting {3 * len(pairs)} processes")
    out = place.folder / "one.json"
    walls = {"paths one": [], "kuzu": [], "kuzu, its query alone": [], TOUCHED: [], AROUND: []}
    faults, read, different = {TOUCHED: [], AROUND: []}, {TOUCHED: [], AROUND: []}, 0
    # kuzu's file was written or read just now.
    graph.file.read_bytes()
    for pair in pairs:
        ours, run = one(place, graph, pair, out)
        walls["paths one"].append(run.wall_s)
        out.unlink()
        done = processes.run(place.peer("kuzu-one", graph.folder, str(pair.a), str(pair.b)), stdout=out)
        theirs = json.loads(out.read_text())
        walls["kuzu"].append(done.wall_s)
        walls["kuzu, its query alone"].append(theirs["ns"][0] / 1e9)
        different += ours["length"] != theirs["length"]
    # Afterwards, since what comes in by single pages lies in memory in single pages.
    for pair in pairs:
        for name, more in ((TOUCHED, []), (AROUND, ["--read-around"])):
            put_out_of_memory(graph.file)
            _, run = one(place, graph, pair, out, *more)
            walls[name].append(run.wall_s)
            faults[name].append(run.major_faults)
            read[name].append(in_memory(graph.file))
    results.none_of("cold: lengths", len(pairs), different)
    median = {name: statistics.median(times) for name, times in walls.items()}
    results.at_most("cold: whole process, to kuzu's", KUZU, median["paths one"] / median["kuzu"], limit_shown="1/300")
    results.at_most("cold: file not in memory, to reads as the system does them", HALVED,
                    median[TOUCHED] / median[AROUND], shown="{:.2f}")
    results.table(
        f"Whole processes, {len(pairs)} of each, {graph.about['claims']:,} claims",
        ["", "median ms", "95th ms", "slowest ms", "reads that waited, median", "MB read, median"],
        [[name, *(f"{1e3 * value:.1f}" for value in (median[name], report.percentile(times, 95), max(times))),
          *([f"{statistics.median(faults[name]):.0f}", report.megabytes(statistics.median(read[name]))]
            if name in faults else ["", ""])] for name, times in walls.items()],
    )
    results.raw["cold"] = {"wall_s": walls, "major_faults": faults, "bytes_read": read}


def some(graph, count):
    """Random pairs: ones whose search has something to search."""
    return [pair for pair in graph.pairs if pair.kind in graphs.RANDOM][:count]


def one(place, graph, pair, out, *more):
    """A whole process; gives what it answered and what it took."""
    # A file that was written just now and is cut off is waited for on some disks.
    out.unlink(missing_ok=True)
    run = processes.run([place.paths, "one", graph.file, str(pair.a), str(pair.b), *more], stdout=out)
    return json.loads(out.read_text()), run


def put_out_of_memory(path):
    """Lets the system forget a file; what was not written yet would stay, so it is written first."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    left = in_memory(path)
    # A few pages may be held by somebody else for a moment.
    if left > max(1_000_000, path.stat().st_size // 50):
        raise CannotRun(f"{left:,} bytes of `{path}` stay in memory")


def in_memory(path):
    """How many bytes of a file the system holds in memory (mincore(2))."""
    size = path.stat().st_size
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
    pages = -(-size // mmap.PAGESIZE)
    with open(path, "rb") as file, mmap.mmap(file.fileno(), size, flags=mmap.MAP_PRIVATE,
                                             prot=mmap.PROT_READ | mmap.PROT_WRITE) as mapped:
        seen = ctypes.create_string_buffer(pages)
        first = ctypes.c_char.from_buffer(mapped)
        try:
            if libc.mincore(ctypes.addressof(first), size, seen) != 0:
                raise CannotRun(f"mincore: {os.strerror(ctypes.get_errno())}")
        finally:
            # While it lives the mapping cannot be closed.
            del first
    return sum(page & 1 for page in seen.raw) * mmap.PAGESIZE
