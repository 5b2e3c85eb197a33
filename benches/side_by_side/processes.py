"""One process run and measured: time, memory, and memory that is not a file.

Takes a command; gives what the kernel says of it when it has ended. Processes
are spawned, not forked, so that the size of this script is not paid by them.
"""

import ctypes
import dataclasses
import os
import pathlib
import re
import statistics
import threading
import time

from side_by_side.setting import CannotRun

# How often the memory of a long run is looked at. Peaks of a load last longer.
LOOK_EVERY_S = 0.02


@dataclasses.dataclass
class Run:
    """What one process took. Memory in bytes; None where nothing was seen."""

    code: int
    wall_s: float
    user_s: float
    system_s: float
    # Pages that had to be read from disk.
    major_faults: int = 0
    peak: "int | None" = None
    peak_anonymous: "int | None" = None

    def as_json(self):
        return dataclasses.asdict(self)


def run(command, stdout=None, may_fail=False, watch=False):
    """Runs a command to its end; with `watch`, follows its memory meanwhile.

    Standard error goes nowhere: progress is not drawn where nobody looks.
    """
    command = [os.fspath(part) for part in command]
    out = os.fspath(stdout) if stdout else os.devnull
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    begun = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=files)
    watcher = Watcher(pid) if watch else None
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - begun
    done = Run(os.waitstatus_to_exitcode(status), wall, used.ru_utime, used.ru_stime, used.ru_majflt)
    if watcher:
        done.peak, done.peak_anonymous = watcher.seen()
    if done.code != 0 and not may_fail:
        raise CannotRun(f"`{' '.join(command)}` ended with exit code {done.code}")
    return done


class Watcher:
    """Reads the memory of a running process now and then, until it ends.

    The kernel keeps the highest of all memory itself, so that only its last
    20 ms can be missed. Of anonymous memory the highest that was seen counts.
    """

    def __init__(self, pid):
        self.path = f"/proc/{pid}/status"
        self.peak = None
        self.peak_anonymous = None
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        while not self.ended.wait(LOOK_EVERY_S):
            try:
                status = pathlib.Path(self.path).read_bytes()
            except OSError:
                return
            self.peak = most(self.peak, memory(status, b"VmHWM"))
            self.peak_anonymous = most(self.peak_anonymous, memory(status, b"RssAnon"))

    def seen(self):
        self.ended.set()
        self.thread.join()
        return self.peak, self.peak_anonymous


def memory(status, field):
    found = re.search(field + rb":\s*(\d+) kB", status)
    return int(found.group(1)) * 1024 if found else None


def most(one, other):
    return max((value for value in (one, other) if value is not None), default=None)


def medians(runs):
    """The median of each measure over several runs."""

    def median(values):
        values = [value for value in values if value is not None]
        return statistics.median(values) if values else None

    fields = ("wall_s", "user_s", "system_s", "peak", "peak_anonymous")
    return {field: median([getattr(run, field) for run in runs]) for field in fields}


# ptrace(2): requests and options, as in <sys/ptrace.h>.
TRACEME, SYSCALL, SETOPTIONS = 0, 24, 0x4200
TRACE_SYSCALLS, FOLLOW_THREADS, END_WITH_US = 1, 8, 0x100000
SYSCALL_STOP = 0x80


def peak_anonymous(command):
    """Gives the highest anonymous memory of a short process, in bytes, exactly.

    Polling would miss what a process of a few milliseconds holds for one. But
    anonymous memory only shrinks by a system call (or by swapping), so it is
    highest at the entry of one: the process is stopped at each and looked at.
    """
    command = [os.fspath(part) for part in command]
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long
    first = os.fork()
    if first == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        libc.ptrace(TRACEME, 0, None, None)
        try:
            os.execv(command[0], command)
        finally:
            os._exit(127)
    os.waitpid(first, 0)
    options = TRACE_SYSCALLS | FOLLOW_THREADS | END_WITH_US
    if libc.ptrace(SETOPTIONS, first, None, options) != 0:
        raise CannotRun(f"`{command[0]}` cannot be traced: {os.strerror(ctypes.get_errno())}")
    highest = 0
    libc.ptrace(SYSCALL, first, None, None)
    while True:
        thread, status = os.waitpid(-1, 0x40000000)  # __WALL: threads too
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            if thread == first:
                return highest
            continue
        stopped_by = os.WSTOPSIG(status)
        # Signals of tracing itself are not passed on.
        traced = stopped_by & SYSCALL_STOP or status >> 16 or stopped_by in (5, 19)
        try:
            seen = pathlib.Path(f"/proc/{first}/status").read_bytes()
            highest = max(highest, memory(seen, b"RssAnon") or 0)
        except OSError:
            pass  # It ended just now, and its entry into that was seen.
        libc.ptrace(SYSCALL, thread, None, None if traced else stopped_by)


def du(path):
    """What a file or a folder takes on disk, in bytes: blocks, not lengths."""
    path = pathlib.Path(path)
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_blocks * 512 for file in files)
