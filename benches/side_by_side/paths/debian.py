"""A real graph: Debian's packages, linked by what they depend on.

Takes the package lists that apt has on this machine; each dependency is a
claim, by the package's maintainer, and one that must be met is by its source
package as well. The peers' numbers are made here from the names, apart from ours.
"""

import array
import hashlib
import json
import pathlib
import re
import statistics
import subprocess

from side_by_side import warm
from side_by_side.paths import asking, graphs, held, synthetic
from side_by_side.setting import CannotRun, say

FIELDS = ["Pre-Depends", "Depends", "Recommends", "Suggests"]
MUST = ["Pre-Depends", "Depends"]
QUESTIONS = {**synthetic.QUESTIONS, "oxigraph": ["connected"]}
SEVERAL = 2**32 - 1
CUT = pathlib.Path(__file__).with_name("cut.py")
# Random connected pairs of which it is asked what holds them.
CUTS = 240
OPEN_FROM, OPEN_TO = 2**31, 2**31 - 1


def measure(place, args, results):
    folder = place.folder / "debian"
    folder.mkdir()
    lines = dependencies(available())
    text = "".join(f"{a} {b} {','.join(sources)}\n" for a, b, sources in lines)
    (folder / "lines").write_text(text)
    # Lists change from day to day; whoever compares two runs must know that they are of one graph.
    results.raw["debian_sha256"] = hashlib.sha256(text.encode()).hexdigest()
    took = graphs.said(place, "from", "--edges", folder / "lines", "-O", folder / "graph.edition")
    write_numbers(folder, lines)
    graph = graphs.described(place, args, "debian", folder, json.loads(took))
    graphs.hold_to_bars(results, graph)
    compared = held.Compared()
    synthetic.peers(place, args, results, graph, compared, QUESTIONS)
    whole(place, args, results, graph)
    cuts(place, args, results, graph)
    # Nobody denies or dates a dependency.
    synthetic.filters(place, args, results, graph, ["without-source"])
    return graph


def available():
    """What apt knows of, as text; `apt-get update` fetches it where there is nothing."""
    try:
        said = subprocess.run(["apt-cache", "dumpavail"], capture_output=True)
    except FileNotFoundError:
        raise CannotRun("there is no apt-cache, so no real graph: run this part on Debian") from None
    text = said.stdout.decode(errors="replace")
    if text.count("\nMaintainer: ") < 1000:
        raise CannotRun("apt knows of hardly any package: `apt-get update` fetches its lists")
    return text


def dependencies(text):
    """Who depends on whom according to whom: sorted, each line once."""
    found = set()
    for stanza in text.split("\n\n"):
        fields = dict(re.findall(r"^([A-Za-z-]+): (.*)$", stanza, re.MULTILINE))
        if "Package" not in fields:
            continue
        package = fields["Package"]
        maintainer = re.search(r"<([^>]*)>", fields.get("Maintainer", ""))
        who = word(maintainer.group(1) if maintainer else "nobody")
        built_from = "src:" + fields.get("Source", package).split()[0]
        for field in FIELDS:
            sources = (who, built_from) if field in MUST else (who,)
            for other in re.split(r"[,|]", fields.get(field, "")):
                # `name:arch (>= version) [arches]`
                name = re.match(r"\s*([a-z0-9][a-z0-9+.-]*)", other)
                if name:
                    found.add((package, name.group(1), sources))
    return sorted(found)


def word(text):
    """Without what separates fields and sources."""
    return re.sub(r"[\s,]+", "_", text)


def write_numbers(folder, lines):
    """Ends and facts for the peers: numbers are places among the names, in byte order."""
    entities = places({name for a, b, _ in lines for name in (a, b)}, 0)
    sources = places({source for _, _, cited in lines for source in cited}, len(entities) + len(lines))
    edges, facts = array.array("I"), array.array("I")
    for a, b, cited in lines:
        edges.extend([entities[a], entities[b]])
        only = sources[cited[0]] if len(cited) == 1 else SEVERAL
        facts.extend([OPEN_FROM, OPEN_TO, only, 0])
    (folder / "edges").write_bytes(edges.tobytes())
    (folder / "facts").write_bytes(facts.tobytes())


def places(names, first):
    ranked = sorted(names, key=str.encode)
    return {name: at for at, name in enumerate(ranked, first)}


def whole(place, args, results, graph):
    """Questions about the whole graph, beside networkx."""
    say("comparing components, and what everything passes through, with networkx")
    counts = {}
    with asking.Peer(place, graph, "networkx", args.timeout) as peer:
        for question in ("components", "key"):
            compared = held.Compared()
            theirs = peer.ask({"question": question}, limit=warm.NO_HURRY_S)
            ours = json.loads(graphs.said(place, "ask", graph.file, "--question", question))
            for name, value in theirs.items():
                compared.add(f"networkx {name}", in_order(name, ours[name]), value)
                counts[name] = len(value) if isinstance(value, list) else value
            results.none_of(f"{graph.name}: {question}, to networkx", compared.counted, len(compared.wrong))
            results.raw.setdefault("differences", []).extend(
                {"what": wrong["what"], "ours": str(wrong["ours"])[:1000], "theirs": str(wrong["theirs"])[:1000]}
                for wrong in compared.wrong
            )
    results.raw["whole"] = counts


def cuts(place, args, results, graph):
    """The fewest sources that connections hang on, beside an exact solver."""
    drawn = graphs.said(place, "pairs", graph.file, "--count", CUTS, "--seed", args.seed + 1)
    pairs = [line.split()[1:] for line in drawn.splitlines() if line.startswith(graphs.RANDOM[0])]
    say(f"comparing what {len(pairs)} connections hang on with CP-SAT")
    asked = graph.folder / "cut-pairs"
    asked.write_text("".join(f"{a} {b}\n" for a, b in pairs))
    ours = [json.loads(line) for line in
            graphs.said(place, "ask", graph.file, "--pairs", asked, "--question", "holds").splitlines()]
    done = subprocess.run([place.peers / "python", CUT, graph.folder / "lines", asked],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotRun(f"the solver failed: {done.stderr.strip()[-400:]}")
    theirs = [json.loads(line) for line in done.stdout.splitlines()]
    compared = held.Compared()
    sizes, exact, times = {}, 0, []
    for mine, other in zip(ours, theirs):
        if mine["answer"] == "exactly" and other["size"] is not None:
            compared.add("CP-SAT size", mine["at_least"], other["size"])
            exact += 1
            sizes[other["size"]] = sizes.get(other["size"], 0) + 1
            times.append(other["s"] * 1e9 / mine["ns"][0])
        elif other["size"] is not None:
            within = mine["at_least"] <= other["size"] <= (mine["at_most"] or other["size"])
            compared.add("CP-SAT within bounds", within, True)
    results.none_of(f"{graph.name}: fewest sources, to CP-SAT", compared.counted, len(compared.wrong))
    results.table(
        f"What a connection hangs on: {graph.name}",
        ["pairs", "exact on both sides", "sizes", "CP-SAT takes times as long, median"],
        [[f"{len(pairs)}", f"{exact}", ", ".join(f"{size}: {sizes[size]}" for size in sorted(sizes)),
          f"{statistics.median(times):,.0f}" if times else ""]],
    )
    results.raw["cuts"] = [{"pair": pair, "ours": mine, "theirs": other}
                           for pair, mine, other in zip(pairs, ours, theirs)]


def in_order(name, value):
    """As the peer gives it: sorted, and of a pair the lower end first."""
    if not isinstance(value, list):
        return value
    return sorted(item if name == "key_entities" else sorted(item) for item in value)
