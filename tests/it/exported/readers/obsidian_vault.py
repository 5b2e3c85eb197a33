"""The notes of a vault: properties as PyYAML reads them, and links between notes
as Obsidian resolves them, by the name of a note."""

import os
import re

import yaml

LINK = re.compile(r"(?<!\\)\[\[([^\[\]|]+)\|([^\[\]|]*)\]\]")
ITEM = re.compile(r"^- (\[\[.*?\]\]) — .* (?:→|—) (\[\[[^\]]*\]\])$")


def plain(text):
    return re.sub(r"\\(.)", r"\1", text)


def read(folder):
    names = os.listdir(folder)
    assert all(name.endswith(".md") for name in names), names
    notes = {name.removesuffix(".md"): name for name in names}
    keys, texts = {}, {}
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as note:
            texts[name] = note.read()
    nodes, edges, seen = [], {}, {}
    for title, name in notes.items():
        if name == "Index.md":
            continue
        _, front, _ = texts[name].split("---\n", 2)
        attributes = yaml.load(front, yaml.CSafeLoader)
        keys[title] = attributes.pop("id")
        nodes.append([keys[title], attributes])
    for name, text in texts.items():
        lines = text.split("\n")
        for at, line in enumerate(lines):
            for target, _ in LINK.findall(line):
                assert target in keys, f"{name}: {target!r} is no note"
            found = ITEM.match(line)
            if not found or name == "Index.md":
                continue
            ends = [keys[LINK.match(end).group(1)] for end in found.groups()]
            # Everything below the link, up to the next.
            after = next((n for n in range(at + 1, len(lines)) if not lines[n].startswith(" ")), len(lines))
            below = plain("\n".join(lines[at + 1:after]))
            key = re.search(r"^    - link: ([a-z0-9.-]+);", below, re.M).group(1)
            attributes = {"link": [key], "label": plain(line), "below": below}
            edges[key] = [key, *ends, attributes]
            seen.setdefault(key, set()).add(keys[name.removesuffix(".md")])
    for key, source, target, _ in edges.values():
        assert seen[key] == {source, target}, f"{key} is in the notes of {seen[key]}"
    return {"facts": {}, "nodes": nodes, "edges": list(edges.values())}
