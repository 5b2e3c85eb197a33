"""Both sides' processes, asked the same questions in turns.

Takes a graph, a peer and a question; gives nanoseconds for each pair on both
sides and what they answered. Our side answers all pairs in one go, round by
round. A peer is asked pair by pair with a limit of time, until the time for the
question is up; one that is fast also answers all pairs in one go.
"""

import dataclasses
import statistics
import time

from side_by_side import warm
from side_by_side.processes import memory
from side_by_side.setting import say

# A peer that answers within so many seconds is asked for all pairs in one go,
# so that waiting for a pipe is not what cools its caches.
FAST_S = 0.002
# After so many answers that took too long a question is asked no further.
MOST_TOO_SLOW = 2


class Ours(warm.Worker):
    """nutgraf with one graph open."""

    def __init__(self, place, graph):
        super().__init__([place.paths, "serve", graph.file], warm.NO_HURRY_S)

    def answers(self, question, pairs, **more):
        return self.ask({"question": question, "pairs": [pair.ends for pair in pairs], **more})["answers"]


class Peer(warm.Worker):
    """A peer with one graph loaded; loaded anew where it had to be ended."""

    def __init__(self, place, graph, name, timeout):
        super().__init__(place.peer(name, graph.folder), timeout)
        self.name = name
        self.load_s = None
        self.peak = None

    def ask(self, request, limit=None):
        if not self.process:
            begun = time.perf_counter()
            super().ask({"question": "hello"}, limit=warm.NO_HURRY_S)
            self.load_s = self.load_s or time.perf_counter() - begun
        answer = super().ask(request, limit)
        with open(f"/proc/{self.process.pid}/status", "rb") as status:
            self.peak = memory(status.read(), b"VmHWM")
        return answer

    def answers(self, question, pairs):
        request = {"question": question, "pairs": [pair.ends for pair in pairs]}
        return self.ask(request, limit=self.timeout * len(pairs))["answers"]


@dataclasses.dataclass
class Measured:
    """One question, put to both sides for the same pairs."""

    question: str
    peer: str
    pairs: list = dataclasses.field(default_factory=list)
    # Median nanoseconds for each pair.
    ours: list = dataclasses.field(default_factory=list)
    theirs: list = dataclasses.field(default_factory=list)
    # What was answered; None where it took too long.
    our_answers: list = dataclasses.field(default_factory=list)
    their_answers: list = dataclasses.field(default_factory=list)
    rounds: int = 1

    def of(self, kinds):
        """Both sides' nanoseconds for pairs of these kinds, and how many of the peer's are lower bounds."""
        chosen = [at for at, pair in enumerate(self.pairs) if pair.kind in kinds]
        slow = sum(self.their_answers[at] is None for at in chosen)
        return [self.ours[at] for at in chosen], [self.theirs[at] for at in chosen], slow

    def ratio(self, kinds):
        """Ours to theirs, of medians over pairs; None where no pair was asked about."""
        ours, theirs, _ = self.of(kinds)
        return statistics.median(ours) / statistics.median(theirs) if ours else None


def side_by_side(ours, peer, question, pairs, args, our_question=None):
    """Asks both sides, first for the answers, then round by round for the time."""
    our_question = our_question or question
    measured = Measured(question, peer.name)
    begun = time.monotonic()
    first, too_slow = [], 0
    for pair in pairs:
        try:
            [answer] = peer.answers(question, [pair])
            first.append(answer["ns"][0])
        except warm.TooSlow:
            answer = None
            first.append(peer.timeout * 1e9)
            too_slow += 1
        measured.pairs.append(pair)
        measured.their_answers.append(answer)
        if too_slow >= MOST_TOO_SLOW or time.monotonic() - begun > args.budget:
            break
    measured.our_answers = ours.answers(our_question, measured.pairs)
    one_round = sum(first) / 1e9
    quick = [at for at, answer in enumerate(measured.their_answers) if answer is not None]
    fast = too_slow == 0 and one_round < FAST_S * len(first)
    mine, other = [], []
    while len(mine) < args.rounds:
        mine.append([answer["ns"][0] for answer in ours.answers(our_question, measured.pairs)])
        if (len(mine) + 1) * one_round < args.budget and quick:
            other.append(one_more(peer, question, [measured.pairs[at] for at in quick], fast))
    measured.rounds = len(other) or 1
    measured.ours = [statistics.median(times) for times in zip(*mine)]
    measured.theirs = list(first)
    for place, times in zip(quick, zip(*other)):
        # The first answer warmed the peer up, and counts where there was no time for another.
        measured.theirs[place] = statistics.median(times)
    return measured


def one_more(peer, question, pairs, fast):
    if fast:
        return [answer["ns"][0] for answer in peer.answers(question, pairs)]
    times = []
    for pair in pairs:
        try:
            times.append(peer.answers(question, [pair])[0]["ns"][0])
        except warm.TooSlow:
            times.append(peer.timeout * 1e9)
    return times


def in_turns(ours, questions, pairs, rounds, **more):
    """Our own questions beside each other: median nanoseconds by question and pair, and the answers."""
    answers = {question: ours.answers(question, pairs, **more) for question in questions}
    times = {question: [] for question in questions}
    for _ in range(rounds):
        for question in questions:
            asked = ours.answers(question, pairs, **more)
            times[question].append([answer["ns"][0] for answer in asked])
    medians = {question: [statistics.median(of) for of in zip(*taken)] for question, taken in times.items()}
    return medians, answers


def note(measured):
    slow = sum(answer is None for answer in measured.their_answers)
    ended = f", {slow} ended as too slow" if slow else ""
    say(f"{measured.peer}: {measured.question} for {len(measured.pairs)} pairs, {measured.rounds} rounds{ended}")
