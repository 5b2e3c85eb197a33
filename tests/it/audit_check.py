"""What would not stand in a case: the audit, computed a second time.

    audit_check.py --as-of DATE FOLDER...
    audit_check.py --standing FOLDER...

Reads the tables of a case by itself and shares nothing with nutgraf. Prints
`code,about,claims` in the order of the audit, or `claim,standing,support,
origins,outlets` with --standing, for comparison with what nutgraf computes.
"""

import argparse
import calendar
import csv
import functools
import io
import re
import sys
import unicodedata
from decimal import Decimal
from itertools import combinations
from pathlib import Path

CODES = """retracted single-origin single-outlet unnamed-only one-ending circular-sourcing
relay-cited answer-unsourced no-reply asked-elsewhere reply-overdue figures-disagree
dates-disagree date-passed stronger-than-support passage-missing locator-missing needs-attention unused-source copy-missing
hash-missing open-question maybe-same""".split()

ATTRIBUTING = set(
    """said says say saying told tells according reported reportedly report reports alleged alleges
    allegedly claimed claims claim apparently purportedly supposedly suspected rumoured rumored
    believed thought may might could would appears seems source sources people""".split()
)
LEGAL_FORMS = set(
    "ltd limited inc incorporated llc corp corporation co company gmbh plc ag sa".split()
)
RECORDS = {"document", "dataset", "ledger"}
SHIPPED = Path(__file__).parents[2] / "data"
# In these columns the word "unknown" is a text like any other.
TEXTS = set(
    """attribute category concern detail id label locator name purpose quote text unit value
    when_text description occasion place checked_by""".split()
)
MARKS = {c: "'" for c in "\u2018\u2019\u201b\u02bc\u2032"}
MARKS |= {c: '"' for c in "\u201c\u201d\u201e"}
MARKS |= {chr(c): "-" for c in [*range(0x2010, 0x2016), 0x2212]}


# Tables


def table(folder, name):
    """The rows of a table, as dictionaries in which nothing is None."""
    path = Path(folder, name + ".csv")
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8-sig")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = []
    for row in csv.DictReader(io.StringIO(text), delimiter=delimiter):
        cells = {column.strip(): (cell or "").strip() for column, cell in row.items()}
        for column, cell in cells.items():
            if cell.lower() == "unknown" and column not in TEXTS:
                cells[column] = ""
        if any(cells.values()):
            rows.append(Row(cells))
    return rows


class Row(dict):
    """A row; a column that the table leaves out is empty."""

    def __missing__(self, column):
        return ""

    def items_of(self, column):
        return [item.strip() for item in self[column].split(";") if item.strip()]


def unmarked(text):
    flat = unicodedata.normalize("NFKD", text)
    return "".join(c for c in flat if not unicodedata.category(c).startswith("M"))


# No decomposition has these.
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)


# Mutations of one case have nearly all their texts in common.
@functools.cache
def fold(text):
    plain = "".join(MARKS.get(c, c) for c in unmarked(text))
    flat = unmarked(plain.upper().lower()).translate(LETTERS)
    return " ".join(flat.split())


def words(text):
    return re.findall(r"[^\W_]+", fold(text))


# Dates and figures


def bounds(edtf):
    """First and last day that a date can mean, None where it has no such bound.

    None instead of both when the text is no date.
    """
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        ends = [(None, None) if end in ("", "..") else day_bounds(end) for end in (first, last)]
        if None in ends or ends == [(None, None)] * 2:
            return None
        start, end = ends[0][0], ends[1][1]
        return None if start and end and end < start else (start, end)
    return day_bounds(edtf)


def day_bounds(text):
    text = re.sub(r"(?<=\d\d\d\d-\d\d-\d\d)T[\d:Z+-]+$", "", text)
    form = r"(-?)(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?[?~%]?"
    match = re.fullmatch(form, text)
    if not match:
        return None
    sign, year, month, day = match.groups()
    years = sorted(int(sign + year.replace("X", digit)) for digit in "09")
    if "X" in year and month:
        return None
    if month in (None, "XX"):
        return None if day not in (None, "XX") else ((years[0], 1, 1), (years[1], 12, 31))
    year, month = years[0], int(month)
    if month in (21, 22, 23, 24) and day is None:
        start = month * 3 - 60
        last_year, end = (year + 1, 2) if month == 24 else (year, start + 2)
        return (year, start, 1), (last_year, end, days_in(last_year, end))
    if not 1 <= month <= 12:
        return None
    if day in (None, "XX"):
        return (year, month, 1), (year, month, days_in(year, month))
    if not 1 <= int(day) <= days_in(year, month):
        return None
    return ((year, month, int(day)),) * 2


def days_in(year, month):
    return (31, 28 + calendar.isleap(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def apart(one, other):
    """Whether two ranges have nothing in common; a missing bound is open."""
    (a, b), (c, d) = one, other
    return (b is not None and c is not None and b < c) or (
        d is not None and a is not None and d < a
    )


def number(text):
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def figures(value, greater, qualifier):
    """The range of figures that a value and its qualifier mean; None without a number."""
    value = number(value)
    if value is None:
        return None
    if qualifier == "about":
        return tuple(sorted((value * Decimal("0.9"), value * Decimal("1.1"))))
    if qualifier == "over":
        return value, None
    if qualifier == "under":
        return None, value
    if qualifier == "between":
        return value, number(greater)
    return value, value


# The case


class Claim:
    def __init__(self, kind, row, claim_id, parties, cites):
        self.kind = kind
        self.row = row
        self.id = claim_id
        self.own_parties = [p for p in parties if p]
        self.parties = set(self.own_parties) | set(row.items_of("concerns"))
        self.mode = row["mode"] or "asserted"
        self.when = bounds(row["when"]) if row["when"] else None
        self.cites = cites
        self.meeting = row["id"] if kind == "meeting" else None
        self.sums_up = []
        # (the row of denials.csv, the id it is of), and the rows shown with the claim
        self.answers = []
        self.shown = []


class Case:
    def __init__(self, folder):
        self.people = table(folder, "people")
        self.companies = table(folder, "companies")
        self.assets = table(folder, "assets")
        self.sources = {row["id"]: row for row in table(folder, "sources")}
        self.denials = table(folder, "denials")
        self.questions = table(folder, "questions")
        self.identities = table(folder, "identities")
        relations = table(SHIPPED, "relations") + table(folder, "relations")
        self.symmetric = {row["id"] for row in relations if row["symmetric"] == "yes"}
        self.legal = {row["id"] for row in relations if row["category"] == "legal"}
        self.chains = {source: self.chain(source) for source in self.sources}
        self.participants = {}
        self.passages = {}
        for row in table(folder, "citations"):
            self.passages.setdefault(row["claim"], []).append(row)
        self.claims = {}
        for kind, ends in (
            ("relationship", ("subject", "object")),
            ("transaction", ("payer", "payee")),
            ("attribute", ("subject",)),
        ):
            for row in table(folder, kind + "s"):
                self.add_claim(kind, row, row["id"], [row[end] for end in ends])
        for row in table(folder, "meetings"):
            self.participants[row["id"]] = row.items_of("participants")
            for person in self.participants[row["id"]]:
                self.add_claim("meeting", row, f"{row['id']}.{person}", [person])
        for claim in self.claims.values():
            parts = claim.row.items_of("summarises")
            claim.sums_up = [c for part in parts for c in self.claims_named(part)]
        self.assess()

    def add_claim(self, kind, row, claim_id, parties):
        ids = {row["id"], claim_id}
        passages = [passage for of in sorted(ids) for passage in self.passages.get(of, [])]
        cites = {source: [] for source in row.items_of("sources")}
        if len(cites) == 1:
            cites[next(iter(cites))].append((row["quote"], row["locator"]))
        for passage in passages:
            cites.setdefault(passage["source"], []).append((passage["quote"], passage["locator"]))
        self.claims[claim_id] = Claim(kind, row, claim_id, parties, cites)

    def claims_named(self, named):
        """The claim with this id, or the attendances of the meeting with it."""
        if named in self.participants:
            return [self.claims[f"{named}.{person}"] for person in self.participants[named]]
        return [self.claims[named]] if named in self.claims else []

    def chain(self, source):
        chain = []
        while source and source not in chain:
            chain.append(source)
            source = self.sources[source]["via"]
        return chain

    def outlet_at(self, source):
        """Where on the chain of a source its outlet stands."""
        chain = self.chains[source]
        publications = [i for i, s in enumerate(chain) if self.sources[s]["kind"] == "publication"]
        return publications[0] if publications else len(chain) - 1

    def outlet(self, source):
        return self.chains[source][self.outlet_at(source)]

    def relays(self, source):
        later = self.chains[source][self.outlet_at(source) + 1 :]
        return [s for s in later if self.sources[s]["kind"] == "publication"]

    def speakers(self, denial):
        """The entities that an answer comes from."""
        by = denial["by"]
        source = self.sources.get(by)
        found = [source["entity"], source["side"]] if source else [by]
        return {entity for entity in [denial["on_behalf_of"], *found] if entity}

    # Standing and support

    def assess(self):
        for denial in self.denials:
            for of in denial.items_of("of"):
                if of in self.sources:
                    of_source = (c for c in self.claims.values() if of in self.reached_by(c.cites))
                    for claim in of_source:
                        claim.answers.append((denial, of))
                for claim in self.claims_named(of):
                    claim.answers.append((denial, of))
        for claim in self.claims.values():
            claim.left = [
                source
                for source in claim.cites
                if not any(self.withdraws(denial, of, source) for denial, of in claim.answers)
            ]
            claim.rests_on = self.reached_by(claim.left)
            claim.outlets = {self.outlet(source) for source in claim.left}
            claim.support = {self.support(claim, source) for source in claim.left}
            claim.standing = self.standing(claim)
        self.pass_on_to_summaries()
        for claim in self.claims.values():
            ends = self.summed_up(claim) if claim.sums_up else [claim]
            claim.origins = {
                ("origin", self.sources[source]["origin"])
                if self.sources[source]["origin"]
                else ("outlet", self.outlet(source))
                for end in ends
                for source in end.left
            }
        self.live = [c for c in self.claims.values() if c.standing != "retracted"]

    def reached_by(self, sources):
        return {on_chain for source in sources for on_chain in self.chains[source]}

    def withdraws(self, denial, of, source):
        if denial["stance"] != "retracted":
            return False
        # The withdrawal of a report takes only what came through that report.
        if of in self.sources and of not in self.chains[source]:
            return False
        answerable = self.chains[source][: self.outlet_at(source) + 1]
        by = denial["by"]
        return any(by == s or by == (self.sources[s]["entity"] or None) for s in answerable)

    def standing(self, claim):
        found = "uncontested"
        for denial, of in claim.answers:
            party = self.speakers(denial) & (claim.parties | set(self.participants.get(of, [])))
            of_source = of in self.sources
            if of_source and not party and denial["stance"] != "retracted":
                continue
            claim.shown.append(denial["id"])
            if denial["stance"] == "denied":
                whole = denial["scope"] in ("whole", "general")
                if whole and party and not of_source:
                    found = "denied"
                elif found == "uncontested":
                    found = "disputed"
        return found if claim.left else "retracted"

    def support(self, claim, source):
        row = self.sources[source]
        kind = row["kind"]
        if kind in RECORDS:
            return "document"
        if kind == "publication":
            return "outlet"
        if kind in ("editor", "anonymous"):
            return kind
        if claim.parties & {row["entity"], row["side"]}:
            return "own-account"
        return "spokesperson" if kind == "spokesperson" else "named"

    def pass_on_to_summaries(self):
        contested = {c.id for c in self.claims.values() if c.standing in ("denied", "disputed")}
        changed = True
        while changed:
            changed = False
            for claim in self.claims.values():
                if claim.id not in contested and any(c.id in contested for c in claim.sums_up):
                    contested.add(claim.id)
                    changed = True
                    if claim.standing == "uncontested":
                        claim.standing = "disputed"

    def summed_up(self, claim):
        """The claims at the end of what a claim sums up."""
        if not claim.sums_up:
            return [claim]
        return [end for part in claim.sums_up for end in self.summed_up(part)]


# The audit


class Audit:
    def __init__(self, case, as_of):
        self.case = case
        self.as_of = as_of
        self.found = []
        self.claim_by_claim()
        self.circles()
        self.answers()
        self.replies()
        self.overdue()
        self.disagreements()
        self.sources()
        self.questions()
        self.maybe_same()
        # Of one code, what is about sources comes first.
        order = lambda f: (CODES.index(f[0]), f[1][0] not in case.sources, f[1], f[2])
        self.found.sort(key=order)

    def add(self, code, about, claims=()):
        self.found.append((code, sorted(about), sorted(set(claims))))

    def claim_by_claim(self):
        case = self.case
        for claim in case.claims.values():
            if claim.standing == "retracted":
                self.add("retracted", [claim.id], [claim.id])
        for claim in case.live:
            for code in self.faults(claim):
                self.add(code, [claim.id], [claim.id])

    def faults(self, claim):
        """The codes that fire on one live claim alone."""
        case, row = self.case, claim.row
        sources = {source: case.sources[source] for source in claim.left}
        if len(claim.origins) == 1 and "document" not in claim.support:
            yield "single-origin"
        if len(claim.origins) >= 2 and len(claim.outlets) == 1:
            if case.sources[next(iter(claim.outlets))]["kind"] == "publication":
                yield "single-outlet"
        if self.unnamed_only(claim):
            yield "unnamed-only"
        if not claim.sums_up and len(claim.left) >= 2 and len(claim.origins) == 1:
            yield "one-ending"
        if any(case.relays(source) for source in claim.left):
            yield "relay-cited"
        if claim.mode in ("projected", "sought") and claim.when:
            if claim.when[1] and claim.when[1] < self.as_of:
                yield "date-passed"
        if claim.mode == "asserted" and claim.support == {"anonymous"} and len(claim.origins) == 1:
            if not ATTRIBUTING & set(words(row["text"])):
                yield "stronger-than-support"
        unquoted = [s for s, passages in claim.cites.items() if not any(q for q, _ in passages)]
        if any(
            s in unquoted and r["kind"] not in ("ledger", "dataset", "editor")
            for s, r in sources.items()
        ):
            yield "passage-missing"
        unplaced = [s for s, passages in claim.cites.items() if not any(at for _, at in passages)]
        spoken = ("person", "spokesperson", "anonymous", "organization")
        if any(
            s in unplaced and r["kind"] != "editor" and (r["via"] or r["kind"] not in spoken)
            for s, r in sources.items()
        ):
            yield "locator-missing"
        if row["check"] == "needs-attention" or (row["concern"] and row["check"] != "accurate"):
            yield "needs-attention"

    def unnamed_only(self, claim):
        return bool(claim.support) and claim.support <= {"anonymous", "spokesperson"}

    def circles(self):
        """Sources that have what they say from one another.

        A source has it from its `origin`, and its `via` has it from the source.
        """
        sources = self.case.sources
        named = {}
        for source, row in sources.items():
            for name in (source, fold(row["name"])):
                named.setdefault(name, set()).add(source)
        has_it_from = {source: set() for source in sources}
        for source, row in sources.items():
            has_it_from[source] |= named.get(fold(row["origin"]), set()) - {source}
            if row["via"]:
                has_it_from[row["via"]].add(source)
        reach = {source: reachable(has_it_from, source) for source in sources}
        circles = {
            frozenset(t for t in reach[s] if s in reach[t]) for s in sources if s in reach[s]
        }
        for circle in circles:
            if len(circle) > 1:
                self.add("circular-sourcing", circle, self.resting_on(circle))

    def resting_on(self, sources):
        return [claim.id for claim in self.case.live if claim.rests_on & set(sources)]

    def answers(self):
        for denial in self.case.denials:
            by_source = denial["by"] in self.case.sources
            if denial["stance"] == "denied" and not by_source and not denial["via"]:
                shown = [claim.id for claim in self.case.live if denial["id"] in claim.shown]
                self.add("answer-unsourced", [denial["id"]], shown)

    def replies(self):
        case = self.case
        can_be_asked = {r["id"] for r in case.people + case.companies if r["named"] != "no"}
        silent = set()
        for denial in case.denials:
            if denial["stance"] in ("declined", "no-response"):
                silent |= case.speakers(denial)
        for claim in case.live:
            calls = (
                claim.standing in ("denied", "disputed")
                or (claim.kind == "relationship" and claim.row["relation"] in case.legal)
                or self.unnamed_only(claim)
            )
            if not calls:
                continue
            about = {claim.id, claim.meeting} | claim.rests_on
            on_record = set()
            for denial in case.denials:
                if about & set(denial.items_of("of")):
                    on_record |= case.speakers(denial)
            for source in claim.left:
                on_record |= {case.sources[source]["entity"], case.sources[source]["side"]}
            for party in (claim.parties & can_be_asked) - on_record:
                code = "asked-elsewhere" if party in silent else "no-reply"
                self.add(code, [party], [claim.id])

    def overdue(self):
        case = self.case
        came, late = set(), {}
        for denial in case.denials:
            if denial["stance"] != "pending":
                came |= {(who, of) for who in self.asked(denial) for of in denial.items_of("of")}
        for denial in case.denials:
            last = bounds(denial["deadline"])[1] if denial["deadline"] else None
            if denial["stance"] != "pending" or last is None or last >= self.as_of:
                continue
            for who in self.asked(denial):
                if not all((who, of) in came for of in denial.items_of("of")):
                    late.setdefault(who, []).append(denial["id"])
        for who, requests in late.items():
            claims = [c.id for c in case.live if set(requests) & set(c.shown)]
            self.add("reply-overdue", [who], claims)

    def asked(self, denial):
        """Whom a request went to, or an answer comes from."""
        return self.case.speakers(denial) or {denial["by"]}

    def disagreements(self):
        of_figures, of_dates = {}, {}
        for claim in self.case.live:
            row = claim.row
            dates = claim.when or (None, None)
            if claim.kind == "attribute":
                key = (claim.mode, row["subject"], fold(row["attribute"]), fold(row["unit"]))
                figure = figures(row["value"], row["value_max"], row["qualifier"])
                if figure:
                    of_figures.setdefault(key, []).append((claim.id, figure, dates))
                elif bounds(row["value"]):
                    of_dates.setdefault(key, []).append((claim.id, bounds(row["value"])))
            elif claim.kind == "transaction" and row["payer"] and row["payee"]:
                key = (claim.mode, row["payer"], row["payee"], row["currency"])
                key += (row["paid_in"], row["for_asset"], fold(row["purpose"]))
                figure = figures(row["amount"], row["amount_max"], row["amount_qualifier"])
                if figure:
                    of_figures.setdefault(key, []).append((claim.id, figure, dates))
                key += (number(row["amount"]), number(row["amount_max"]), row["amount_qualifier"])
                if claim.when:
                    of_dates.setdefault(key, []).append((claim.id, claim.when))
            elif claim.kind == "relationship" and claim.when:
                ends = [row["subject"], row["object"]]
                if row["relation"] in self.case.symmetric:
                    ends.sort()
                key = (claim.mode, ends[0], row["relation"], ends[1], fold(row["detail"]))
                of_dates.setdefault(key, []).append((claim.id, claim.when))
        for key, claims in of_figures.items():
            pairs = combinations(claims, 2)
            self.add_disagreeing(
                "figures-disagree",
                key,
                [(a, b) for a, b in pairs if apart(a[1], b[1]) and not apart(a[2], b[2])],
            )
        for key, claims in of_dates.items():
            pairs = combinations(claims, 2)
            self.add_disagreeing(
                "dates-disagree", key, [(a, b) for a, b in pairs if apart(a[1], b[1])]
            )

    def add_disagreeing(self, code, key, pairs):
        if pairs:
            self.add(code, [key[1]], [claim[0] for pair in pairs for claim in pair])

    def sources(self):
        case = self.case
        begin = {source for claim in case.claims.values() for source in claim.cites}
        for denial in case.denials:
            begin |= {denial["by"], denial["via"]}
        begin |= {question["source"] for question in case.questions}
        used = case.reached_by(begin & set(case.sources))
        for source, row in case.sources.items():
            if source not in used:
                self.add("unused-source", [source])
                continue
            kept = row["kind"] == "publication" or row["kind"] in RECORDS
            if not row["archived"] and (kept or (row["kind"] == "statement" and row["url"])):
                self.add("copy-missing", [source], self.resting_on([source]))
            if not row["sha256"] and kept:
                self.add("hash-missing", [source], self.resting_on([source]))

    def questions(self):
        live = {claim.id for claim in self.case.live}
        for question in self.case.questions:
            if not question["answered_by"]:
                about = [
                    c.id for of in question.items_of("about") for c in self.case.claims_named(of)
                ]
                self.add("open-question", [question["id"]], [c for c in about if c in live])

    def maybe_same(self):
        decided = {
            frozenset((row["entity"], row["other"]))
            for row in self.case.identities
            if row["same"] in ("yes", "no")
        }
        for rows in (self.case.people, self.case.companies, self.case.assets):
            named = [row for row in rows if row["named"] != "no"]
            names = {row["id"]: list(name_words(row)) for row in named}
            for one, other in combinations(named, 2):
                if frozenset((one["id"], other["id"])) in decided:
                    continue
                same_number = any(one[c] and one[c] == other[c] for c in ("wikidata", "lei"))
                if same_number or any(
                    alike(a, b, rows is self.case.people)
                    for a in names[one["id"]]
                    for b in names[other["id"]]
                ):
                    self.add("maybe-same", [one["id"], other["id"]])


def reachable(arrows, start):
    found, open_ones = set(), [start]
    while open_ones:
        for following in arrows[open_ones.pop()] - found:
            found.add(following)
            open_ones.append(following)
    return found


def name_words(row):
    """Name and aliases as lists of words, without punctuation and legal forms."""
    for name in [row["name"], *row.items_of("aliases")]:
        plain = "".join(c for c in fold(name) if c.isalnum() or c == " ")
        kept = [word for word in plain.split() if word not in LEGAL_FORMS]
        if kept:
            yield kept


def alike(one, other, people):
    if sorted(one) == sorted(other):
        return True
    a, b = "".join(one), "".join(other)
    if min(sum(c.isalpha() for c in name) for name in (a, b)) >= 8 and one_letter_apart(a, b):
        return True
    if people and min(len(one), len(other)) >= 2 and one[-1] == other[-1]:
        short, long = sorted((one[0], other[0]), key=len)
        return len(short) == 1 and len(long) > 1 and long.startswith(short)
    return False


def one_letter_apart(a, b):
    """Whether at most one letter is put in, left out, changed or swapped with its neighbour."""
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if any(c.isdigit() for c in a + b):
        return False
    return len(a) <= 1 and len(b) <= 1 or len(a) == 2 and a == b[::-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--as-of", metavar="DATE")
    what.add_argument("--standing", action="store_true")
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    arguments = parser.parse_args()
    write = csv.writer(sys.stdout, lineterminator="\n").writerow
    for folder in arguments.folders:
        if len(arguments.folders) > 1:
            print(f"== {folder}")
        case = Case(folder)
        if arguments.standing:
            write(["claim", "standing", "support", "origins", "outlets"])
            for name, claim in sorted(case.claims.items()):
                support = ";".join(sorted(claim.support))
                write([name, claim.standing, support, len(claim.origins), len(claim.outlets)])
            continue
        write(["code", "about", "claims"])
        for code, about, claims in Audit(case, bounds(arguments.as_of)[1]).found:
            write([code, ";".join(about), ";".join(claims)])


if __name__ == "__main__":
    main()
