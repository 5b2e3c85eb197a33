"""One long-lived process of either side that answers queries, and its limit.

Takes the command of a worker that reads a line of JSON and answers with one;
gives the answers. A worker that is too slow is ended and started anew.
"""

import dataclasses
import json
import os
import pathlib
import select
import subprocess

from side_by_side.setting import CannotRun


class TooSlow(Exception):
    """A query took longer than it may."""


@dataclasses.dataclass
class Rows:
    """An answer as it is compared: the names of its columns, and its rows in order."""

    header: bytes
    rows: list


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

    def ask(self, request):
        """Sends one request; a query may take `timeout`, however often it is run."""
        if not self.process:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
            )
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        limit = self.timeout * request.get("times", 1)
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

    def rows(self, sparql, to):
        """The rows of an answer, sorted, one of TSV each, and the nanoseconds of getting them."""
        ns = self.ask({"sparql": sparql, "to": os.fspath(to)})["ns"]
        header, *rows = pathlib.Path(to).read_bytes().removesuffix(b"\n").split(b"\n")
        pathlib.Path(to).unlink()
        return Rows(header, sorted(rows)), ns


def ours(place, edition, timeout):
    return Worker([place.warm, edition], timeout)


def theirs(place, store, timeout):
    return Worker([place.python, pathlib.Path(__file__).with_name("peer.py"), store], timeout)
