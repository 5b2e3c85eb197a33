"""One long-lived process of either side that answers queries, and its limit.

Takes the command of a worker that reads a line of JSON and answers with one;
gives the answers. A worker that is too slow is ended and started anew.
"""

import dataclasses
import hashlib
import json
import os
import pathlib
import select
import subprocess

from side_by_side.setting import CannotRun


# For queries that nothing is measured by.
NO_HURRY_S = 1800


class TooSlow(Exception):
    """A query took longer than it may."""


@dataclasses.dataclass
class Multiset:
    """An answer as it is compared: its columns, how many rows, and which, in any order."""

    header: bytes
    count: int
    # The hashes of the rows, added up: a row that comes twice counts twice.
    total: int

    @staticmethod
    def of(header, rows):
        count = total = 0
        for row in rows:
            count += 1
            total += int.from_bytes(hashlib.blake2b(row, digest_size=16).digest(), "little")
        return Multiset(header, count, total % (1 << 128))


class Worker:
    def __init__(self, command, timeout):
        self.command = [os.fspath(part) for part in command]
        self.timeout = timeout
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process = None

    def ask(self, request, limit=None):
        """Sends one request; each run of its query may take `timeout`, or all of it `limit`."""
        if not self.process:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
            )
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        limit = limit or self.timeout * request.get("times", 1)
        answer = bytearray()
        while not answer.endswith(b"\n"):
            if not select.select([self.process.stdout], [], [], limit)[0]:
                self.end()
                raise TooSlow
            piece = os.read(self.process.stdout.fileno(), 1 << 16)
            if not piece:
                raise CannotRun(f"`{self.command[0]}` ended on {request}")
            answer += piece
        return json.loads(answer)

    def time(self, sparql, times=1):
        """Nanoseconds of each of so many runs."""
        return self.ask({"sparql": sparql, "times": times})["ns"]

    def rows(self, sparql, path):
        """Yields the rows of an answer as TSV, for whoever draws from them; no hurry."""
        self.ask({"sparql": sparql, "to": os.fspath(path)}, limit=NO_HURRY_S)
        with open(path, "rb") as lines:
            next(lines)
            yield from (line.rstrip(b"\n") for line in lines)
        pathlib.Path(path).unlink()

    def compared(self, sparql, path):
        """What an answer holds, and the nanoseconds of getting it, as TSV into a file."""
        ns = self.ask({"sparql": sparql, "to": os.fspath(path)})["ns"]
        with open(path, "rb") as lines:
            answer = Multiset.of(next(lines), lines)
        pathlib.Path(path).unlink()
        return answer, ns


def ours(place, edition, timeout):
    return Worker([place.warm, edition], timeout)


def theirs(place, store, timeout):
    return Worker([place.python, pathlib.Path(__file__).with_name("peer.py"), store], timeout)
