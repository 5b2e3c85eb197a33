"""A real graph: Debian's packages, linked by what they depend on.

Takes the package lists that apt has on this machine; each dependency is a
claim, by the package's maintainer, and one that must be met is by its source
package as well. The peers' numbers are made here from the names, apart from ours.
"""

import array
import hashlib
import json
import re
import subprocess

from side_by_side import warm
from side_by_side.paths import asking, graphs, held, synthetic
from side_by_side.setting import CannotRun, say

FIELDS = ["Pre-Depends", "Depends", "Recommends", "Suggests"]
MUST = ["Pre-Depends", "Depends"]
QUESTIONS = {**synthetic.QUESTIONS, "oxigraph": ["connected"]}
SEVERAL = 2**32 - 1
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


def in_order(name, value):
    """As the peer gives it: sorted, and of a pair the lower end first."""
    if not isinstance(value, list):
        return value
    return sorted(item if name == "key_entities" else sorted(item) for item in value)
