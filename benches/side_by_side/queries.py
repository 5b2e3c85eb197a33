"""The library's questions, warm, on an edition and on an optimized store.

Both sides get the same SPARQL, evaluate it and write W3C JSON to nowhere, in
one process each, in turns. Before it is timed, each answer is compared: the
same rows, as often, on both sides. A question that takes values is asked for
many of them; one that can do without is also asked of the whole case.
"""

import dataclasses
import json
import math
import statistics
import subprocess
import time

from side_by_side import report, sample, warm
from side_by_side.setting import CannotRun, say

# Entities are drawn among those that a question has something to say about, as
# far as a short pattern tells; a claim's ends are `ENDS`.
ENDS = "?claim rdf:subject|rdf:object ?it"
LINKED = "?it ng:reportedLink ?other"
ABOUT = {
    "anonymous-only": f"?claim ng:support ng:anonymous . {ENDS}",
    "contested": f"VALUES ?standing {{ ng:denied ng:disputed }} ?claim ng:standing ?standing . {ENDS}",
    "denials": "?answer ng:stance ng:stanceDenied ; ng:by|ng:onBehalfOf ?it",
    "figures-that-disagree": "?claim ng:attribute|ng:payee ?what ; rdf:subject ?it",
    "hearsay-and-plans": f"?claim ng:mode 'hearsay' . {ENDS}",
    "meetings": "?claim rdf:predicate rel:attended ; rdf:subject ?it",
    "money": "?claim ng:payer|ng:payee ?it",
    "one-origin": f"?claim ng:origins 1 . {ENDS}",
    "open-questions": "?question a ng:Question ; ng:about ?it",
    "own-inferences": f"?claim ng:support ng:editor . {ENDS}",
    "said-by": "?source ng:entity|ng:side ?it",
    "silences": "?answer ng:stance ng:stanceNoResponse ; ng:by|ng:onBehalfOf ?it",
}
# Timed runs of each side for one value, and of a question asked of the whole case;
# fewer where one takes both sides together so many seconds, of which repeating
# it changes little: a hundred values of a question tell more than five runs of one.
TIMES = [(0.3, 5), (2, 3), (math.inf, 1)]
ALONE = [(2, 9), (math.inf, 3)]
# A question about a whole relation or day is nearly one about the whole case.
FEW = 5
# These ask the path graph, which oxigraph has not.
OURS_ALONE = {"paths-between"}
# A run that takes longer is not repeated: the one whose rows are compared counts.
LONG_S = 20


@dataclasses.dataclass
class Ask:
    """One question as it is measured: its name, the values it is asked for, their SPARQL."""

    name: str
    values: list
    texts: list


@dataclasses.dataclass
class Measured:
    """Nanoseconds of one question, a median for each value."""

    name: str
    # What it was asked for, in the order of the lists below.
    values: list = dataclasses.field(default_factory=list)
    ours: list = dataclasses.field(default_factory=list)
    theirs: list = dataclasses.field(default_factory=list)
    rows: list = dataclasses.field(default_factory=list)
    compared: int = 0
    different: int = 0
    # Values for which a side was ended; what it took is at least the timeout.
    ours_too_slow: int = 0
    theirs_too_slow: int = 0

    def ratio(self):
        """Ours to theirs, of medians over values; an upper bound where they were ended."""
        return statistics.median(self.ours) / statistics.median(self.theirs)


def measure(place, args, loaded, results):
    path = place.folder / "rows.tsv"
    found = []
    try:
        with warm.ours(place, loaded.edition, args.timeout) as mine, \
                warm.theirs(place, loaded.store, args.timeout) as other:
            say("drawing what is asked about")
            sampler = sample.Sampler(mine, place.folder, args.seed)
            for ask in asks(place, mine, sampler, args.samples):
                measured = side_by_side(ask, mine, other, path, args.timeout, args.budget)
                say(progress(measured))
                found.append(measured)
    finally:
        if found:
            hold_to_bars(results, found)


def asks(place, worker, sampler, count):
    """Gives every question of the library that both can answer and this case has values for."""
    listed = subprocess.run([place.nutgraf, "queries", "-o", "json"], capture_output=True)
    if listed.returncode != 0:
        raise CannotRun("`nutgraf queries` does not list the library")
    drawn = {}
    for question in json.loads(listed.stdout)["queries"]:
        name = question["name"]
        if name in OURS_ALONE:
            continue
        required = [parameter for parameter in question["parameters"] if not parameter["optional"]]
        if not required:
            yield Ask(name, [()], [text(worker, name, {})])
        taken = required or question["parameters"][:1]
        if not taken:
            continue
        kinds = tuple(parameter["kind"] for parameter in taken)
        key = kinds + (ABOUT.get(name),) if kinds != ("entity", "entity") else (name,)
        if key not in drawn:
            drawn[key] = values(sampler, name, kinds, count)
        if not drawn[key]:
            say(f"note: nothing in this case to ask `{name}` about")
            continue
        names = [parameter["name"] for parameter in taken]
        texts = [text(worker, name, dict(zip(names, value))) for value in drawn[key]]
        yield Ask(f"{name} of {' and '.join(kinds)}", drawn[key], texts)


def values(sampler, name, kinds, count):
    """Draws values for parameters of these kinds, a tuple for each run."""
    if kinds == ("entity", "entity"):
        between = "?it a ng:Organization ." if name == "shared-companies" else ""
        return sampler.pairs_over(between, count, name)
    if kinds == ("entity",):
        about = ABOUT.get(name, LINKED)
        return one_each(sampler.by_degree(about, count, about))
    if kinds == ("source",):
        return one_each(sampler.by_degree("?cited ng:chain ?it", count, "sources"))
    if kinds == ("claim",):
        return one_each(sampler.any_of("?it a ng:Claim", count, "claims"))
    if kinds == ("relation",):
        return one_each(sampler.any_of("?it a ng:Relation", min(FEW, count), "relations"))
    if kinds == ("date",):
        days = sorted(sampler.any_of("?claim ng:recorded ?it", 1_000_000, "days"))
        return one_each(days[-FEW:])
    raise CannotRun(f"the script does not know what to ask `{name}` about: {', '.join(kinds)}")


def one_each(found):
    return [(value,) for value in found]


def text(worker, name, given):
    return worker.ask({"question": name, "values": given})["sparql"]


def side_by_side(ask, mine, other, path, timeout, budget):
    """Compares and times one question for its values, until the time for it is up."""
    measured = Measured(ask.name)
    begun = time.monotonic()
    for value, sparql in zip(ask.values, ask.texts):
        measured.values.append(value)
        one_value(measured, sparql, mine, other, path, timeout, ALONE if len(ask.values) == 1 else TIMES)
        if time.monotonic() - begun > budget:
            break
    return measured


def one_value(measured, sparql, mine, other, path, timeout, times):
    began = time.monotonic()
    left, ours = asked(mine.compared, sparql, path) or (None, [])
    right, theirs = asked(other.compared, sparql, path) or (None, [])
    took = time.monotonic() - began
    if left and right:
        measured.compared += 1
        measured.different += left != right
    if left:
        measured.rows.append(left.count)
    if left and right and took < LONG_S:
        # That run warmed both sides up.
        ours, theirs = [], []
        for _ in range(next(most for seconds, most in times if took < seconds)):
            ours += asked(mine.time, sparql) or []
            theirs += asked(other.time, sparql) or []
    measured.ours_too_slow += not ours
    measured.theirs_too_slow += not theirs
    measured.ours.append(statistics.median(ours) if ours else timeout * 1e9)
    measured.theirs.append(statistics.median(theirs) if theirs else timeout * 1e9)


def asked(ask, *request):
    """What a side answers, or None when it took too long."""
    try:
        return ask(*request)
    except warm.TooSlow:
        return None


def hold_to_bars(results, found):
    both = [measured for measured in found if not (measured.ours_too_slow and measured.theirs_too_slow)]
    ratios = {measured.name: measured.ratio() for measured in both}
    slowest = max(ratios, key=ratios.get)
    results.none_of("queries: answers", sum(m.compared for m in found), sum(m.different for m in found))
    asked_of = {measured.name.split(" of ")[0] for measured in found}
    results.at_least("queries: how many of the library", 12, len(asked_of), shown="{:.0f}")
    results.at_most(f"queries: slowest against oxigraph ({slowest})", 1.1, ratios[slowest], shown="{:.2f}")
    results.at_least("queries: times as fast, median of all", 8, 1 / statistics.median(ratios.values()), shown="{:.1f}")
    results.table(
        "Queries, warm, ms: median and 95th of the values asked about",
        ["", "values", "rows", "nutgraf", "95th", "oxigraph", "95th", "times as fast"],
        [cells(measured) for measured in found],
    )
    results.raw["queries"] = [
        {**dataclasses.asdict(measured), "nutgraf_to_oxigraph": ratios.get(measured.name)} for measured in found
    ]


def cells(measured):
    at_least = ">" if measured.theirs_too_slow else ""
    return [
        measured.name,
        str(len(measured.ours)),
        f"{statistics.median(measured.rows):.0f}" if measured.rows else "",
        report.milliseconds(statistics.median(measured.ours)),
        report.milliseconds(report.percentile(measured.ours, 95)),
        at_least + report.milliseconds(statistics.median(measured.theirs)),
        at_least + report.milliseconds(report.percentile(measured.theirs, 95)),
        f"{at_least}{1 / measured.ratio():.1f}",
    ]


def progress(measured):
    differ = f", {measured.different} DIFFER" if measured.different else ""
    return "  ".join(cells(measured)) + differ
