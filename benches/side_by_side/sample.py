"""Draws what is asked about: entities from hubs to tails, pairs, claims, sources.

Takes a worker on the edition and a seed; gives IRIs, the same for the same
case and seed. What is drawn must have something to say: an entity that never
attended anything tells nothing about the speed of `meetings`.
"""

import random

PREFIXES = """PREFIX ng: <https://w3id.org/nutgraf/ns#>
PREFIX rel: <https://w3id.org/nutgraf/rel#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""
# Hubs, middle, tail.
PARTS = 3
# Ends of paths that are hubs are drawn from so many.
LARGEST = 20


class Sampler:
    def __init__(self, worker, folder, seed):
        self.worker = worker
        self.path = folder / "sample.tsv"
        self.seed = seed

    def select(self, sparql):
        """The rows of a query, without types: IRIs and plain values as text."""
        rows = self.worker.rows(PREFIXES + sparql, self.path)
        return [[plain(cell) for cell in row.decode().split("\t")] for row in rows]

    def by_degree(self, pattern, count, salt):
        """Draws among what `?it` stands for in a pattern, by how often it does, in a random order.

        A third each of hubs, middle and tail, whose ranks are cut at equal
        ratios: of 300,000 the first 67, the next 4,400, the rest. Drawn evenly
        there would be no hub among a hundred, and half would have one link.
        """
        ranked = self.ranked(pattern)
        draw = random.Random(f"{self.seed} {salt}")
        cuts = [round(len(ranked) ** (part / PARTS)) for part in range(1, PARTS + 1)]
        drawn = []
        for part, (start, end) in enumerate(zip([0, *cuts], cuts), 1):
            # What a small part cannot give is drawn from the next.
            wanted = count * part // PARTS - len(drawn)
            drawn += draw.sample(ranked[start:end], min(wanted, end - start))
        draw.shuffle(drawn)
        return drawn

    def ranked(self, pattern):
        counted = self.select(f"SELECT ?it (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?it")
        return [it for it, _ in sorted(counted, key=lambda row: (-int(row[1]), row[0]))]

    def any_of(self, pattern, count, salt):
        """Draws evenly among what `?it` stands for in a pattern."""
        found = [it for (it,) in self.select(f"SELECT DISTINCT ?it {{ {pattern} }}")]
        return random.Random(f"{self.seed} {salt}").sample(found, min(count, len(found)))

    def pairs_over(self, pattern, count, salt):
        """Draws pairs that have a neighbour in common, from hubs' neighbours to tails'."""
        draw = random.Random(f"{self.seed} {salt} pairs")
        pairs = []
        # Twice as many as wanted, since some have a single neighbour.
        for middle in self.by_degree(f"{pattern} ?it ng:reportedLink ?other", 2 * count, salt):
            near = [it for (it,) in self.select(f"SELECT DISTINCT ?it {{ <{middle}> ng:reportedLink ?it }}")]
            if len(near) > 1:
                pairs.append(tuple(draw.sample(near, 2)))
        return pairs[:count]

    def path_pairs(self, count):
        """Draws pairs for paths: a fifth of hubs, a fifth with an end that nothing links, the rest of any size."""
        draw = random.Random(f"{self.seed} paths")
        linked = self.by_degree("?it ng:reportedLink ?other", 4 * count, "paths")
        hubs = self.ranked("?it ng:reportedLink ?other")[:LARGEST]
        alone = self.any_of("?it a ng:Person FILTER NOT EXISTS { ?it ng:reportedLink ?other }", count, "alone")
        fifth = count // 5
        pairs = [tuple(draw.sample(hubs, 2)) for _ in range(fifth)]
        pairs += [(draw.choice(hubs), end) for end in alone[:fifth]]
        while len(pairs) < count:
            pairs.append(tuple(draw.sample(linked, 2)))
        return pairs


def plain(cell):
    """Of a TSV cell: an IRI without its brackets, a literal without quotes and type."""
    if cell.startswith("<"):
        return cell[1:-1]
    if cell.startswith('"'):
        return cell[1 : cell.rindex('"')]
    return cell
