"""What was measured, held against the bars, as text, Markdown and JSON.

Takes numbers and bars from the parts; gives one table of bars, the tables
behind it, and whether the run failed. A bar is a ratio or a limit; seconds
are shown, and decide nothing.
"""

import dataclasses

# The size the bars on speed and size are set for.
SET_FOR = 1_000_000


@dataclasses.dataclass
class Bar:
    """One thing that was wanted. `measured` is None when it could not be."""

    name: str
    wanted: str
    measured: "str | None"
    met: "bool | None"
    # Whether it holds at any size; others decide only from `set_for` on.
    any_size: bool
    # The claims from which it decides.
    set_for: int = SET_FOR

    def verdict(self, claims):
        if self.met is None:
            return "not measured"
        if self.met:
            return "met"
        return "MISSED" if self.counts(claims) else "missed at this size"

    def counts(self, claims):
        return self.any_size or claims >= self.set_for


class Results:
    """Everything a run found."""

    def __init__(self, claims, schema="nutgraf/compare/1", set_for=SET_FOR):
        self.claims = claims
        self.schema = schema
        self.set_for = set_for
        self.about = {}
        self.bars = []
        self.tables = []
        self.raw = {}

    def at_most(self, name, limit, measured, shown="{:.3g}", limit_shown=None, any_size=False):
        """Adds a bar that a number must not exceed."""
        self.bars.append(Bar(
            name,
            f"at most {limit_shown or shown.format(limit)}",
            None if measured is None else shown.format(measured),
            None if measured is None else measured <= limit,
            any_size,
            self.set_for,
        ))

    def at_least(self, name, limit, measured, shown="{:.3g}"):
        """Adds a bar that a number must reach."""
        self.bars.append(Bar(
            name,
            f"at least {shown.format(limit)}",
            None if measured is None else shown.format(measured),
            None if measured is None else measured >= limit,
            False,
            self.set_for,
        ))

    def none_of(self, name, counted, wrong, word="differ"):
        """Adds the bar that of so many comparisons none differs, or is wrong in another word."""
        shown = f"{wrong} of {counted} {word}" if counted else None
        self.bars.append(Bar(name, f"0 {word}", shown, wrong == 0 if counted else None, True, self.set_for))

    def table(self, title, header, rows):
        """Adds a table of numbers that stand behind the bars."""
        self.tables.append((title, header, rows))

    def failed(self):
        return any(bar.met is False and bar.counts(self.claims) for bar in self.bars)

    def text(self, markdown):
        """The tables, then the bars, which is what a reader came for, last."""
        blocks = [f"{self.about_line()}\n"]
        for title, header, rows in self.tables:
            blocks.append(titled(title, header, rows, markdown))
        bars = [[bar.name, bar.wanted, bar.measured or "", bar.verdict(self.claims)] for bar in self.bars]
        blocks.append(titled("Bars", ["", "wanted", "measured", "verdict"], bars, markdown))
        if self.claims < self.set_for:
            blocks.append(
                f"The bars are set for {self.set_for:,} claims. At {self.claims:,} those of speed and size are "
                "shown and decide nothing.\n"
            )
        return "\n".join(blocks)

    def about_line(self):
        about = self.about
        return (
            f"{about['claims']:,} claims, seed {about['seed']}; {about['nutgraf']} ({about['commit']}), "
            f"{', '.join(about['peers']) or 'no peers'}; {about['cores']} cores of {about['processor']}, "
            f"{about['memory_mb'] / 1000:.0f} GB, {about['system']}"
        )

    def as_json(self):
        return {
            "schema": self.schema,
            "about": self.about,
            "bars": [
                {**dataclasses.asdict(bar), "verdict": bar.verdict(self.claims)} for bar in self.bars
            ],
            "tables": self.tables,
            **self.raw,
        }


def of_json(numbers):
    """What an earlier run wrote, to be shown again."""
    set_for = max((bar.get("set_for", SET_FOR) for bar in numbers["bars"]), default=SET_FOR)
    results = Results(numbers["about"]["claims"], numbers["schema"], set_for)
    results.about = numbers["about"]
    fields = [field.name for field in dataclasses.fields(Bar)]
    results.bars = [Bar(**{field: bar[field] for field in fields if field in bar}) for bar in numbers["bars"]]
    results.tables = numbers["tables"]
    return results


def titled(title, header, rows, markdown):
    if markdown:
        lines = [f"**{title}**", "", row(header), row(["---"] + ["---:"] * (len(header) - 1))]
        return "\n".join(lines + [row(cells) for cells in rows]) + "\n"
    widths = [max(len(cells[at]) for cells in [header, *rows]) for at in range(len(header))]
    lines = [title] + [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(cells, widths))
        ).rstrip()
        for cells in [header, *rows]
    ]
    return "\n".join(lines) + "\n"


def row(cells):
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def seconds(value):
    return "" if value is None else f"{value:.2f}"


def milliseconds(value):
    """Of nanoseconds, with as many digits as can be told apart."""
    return "" if value is None else f"{value / 1e6:.3g}" if value < 1e9 else f"{value / 1e6:.0f}"


def megabytes(value):
    return "" if value is None else f"{value / 1e6:.0f}" if value >= 1e8 else f"{value / 1e6:.1f}"


def percentile(values, percent):
    """The smallest of the values that so many of a hundred do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * percent // 100) - 1)]
