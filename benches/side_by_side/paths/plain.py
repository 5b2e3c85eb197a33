"""Shortest paths by the plainest search there is, where no peer is installed.

Breadth first from one end over every link, counting ways; for small graphs.
"""

from side_by_side.paths import graphs

# Links beyond which this takes longer than anybody waits.
MOST = 1_000_000


def neighbours(folder, entities):
    """Who is linked to whom, each pair once."""
    ends = graphs.numbers(folder / "edges")
    found = [set() for _ in range(entities)]
    for a, b in zip(ends[::2], ends[1::2]):
        if a != b:
            found[a].add(b)
            found[b].add(a)
    return found


def length_and_count(near, start, end):
    """Hops of the shortest path and how many of those there are; None and 0 without any."""
    ways = {start: 1}
    layer, length = {start: 1}, 0
    while layer:
        if end in layer:
            return length, layer[end]
        following = {}
        for node, count in layer.items():
            for other in near[node]:
                if other not in ways:
                    following[other] = following.get(other, 0) + count
        ways.update(following)
        layer, length = following, length + 1
    return None, 0
