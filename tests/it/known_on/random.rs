//! Random tables from a fixed seed, with every column in use.
//!
//! Takes a seed, gives tables that have no error; the same seed gives the same
//! tables on any machine.

use super::tables::{CLAIM_TABLES, Tables, row};

/// A stream of numbers (SplitMix64) that depends on the seed alone.
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    fn pick<T: ToString>(&mut self, from: &[T]) -> String {
        from[self.below(from.len())].to_string()
    }

    /// One of these, or often nothing.
    fn maybe<T: ToString>(&mut self, chance: usize, from: &[T]) -> String {
        if self.percent(chance) && !from.is_empty() {
            self.pick(from)
        } else {
            String::new()
        }
    }

    /// Up to so many different ones.
    fn some(&mut self, least: usize, most: usize, from: &[String]) -> Vec<String> {
        let mut left = from.to_vec();
        let mut picked = Vec::new();
        let wanted = least + self.below(most - least + 1);
        while picked.len() < wanted && !left.is_empty() {
            let at = self.below(left.len());
            picked.push(left.swap_remove(at));
        }
        picked
    }
}

const STANCES: [&str; 9] = [
    "denied",
    "denied",
    "denied",
    "retracted",
    "confirmed",
    "declined",
    "no-response",
    "commented",
    "pending",
];
const DATES: [&str; 8] = [
    "2024",
    "2024-05?",
    "2024-05-12",
    "2024-22",
    "2023/2024",
    "2024-05-12/..",
    "/2024-02~",
    "-0044-03-15",
];

/// The tables of this seed.
pub fn random_tables(seed: u64) -> Tables {
    let mut dice = Dice(seed);
    let mut tables = Tables::default();
    entities(&mut dice, &mut tables);
    sources(&mut dice, &mut tables);
    let owns = [
        ("id", "shadows".to_owned()),
        ("label", "shadows".to_owned()),
        ("inverse_label", "is shadowed by".to_owned()),
        ("symmetric", dice.pick(&["yes", "no"])),
        ("category", "business".to_owned()),
        ("ended", "used to shadow".to_owned()),
        ("inverse_ended", "used to be shadowed by".to_owned()),
    ];
    tables.add("relations", row(owns));
    for number in 0..4 + dice.below(9) {
        claim(&mut dice, &mut tables, number);
    }
    citations(&mut dice, &mut tables);
    for number in 0..dice.below(3) {
        question(&mut dice, &mut tables, number);
    }
    for number in 0..dice.below(8) {
        denial(&mut dice, &mut tables, number);
    }
    identities(&mut dice, &mut tables);
    tables
}

fn entities(dice: &mut Dice, tables: &mut Tables) {
    for number in 0..3 + dice.below(3) {
        let person = [
            ("id", format!("p{number}")),
            ("name", format!("Person «{number}»")),
            ("named", dice.pick(&["", "yes", "no"])),
            ("kind", dice.pick(&["", "person", "group"])),
            (
                "aliases",
                dice.maybe(40, &[format!("Alias {number};Ali {number}")]),
            ),
            (
                "description",
                dice.maybe(30, &["a \"quiet\" one,\nin two lines"]),
            ),
            ("wikidata", dice.maybe(30, &[format!("Q{}", number + 7)])),
        ];
        tables.add("people", row(person));
    }
    for number in 0..1 + dice.below(3) {
        let company = [
            ("id", format!("f{number}")),
            ("name", format!("[Firm] {number}")),
            (
                "kind",
                dice.pick(&["", "company", "group", "other", "family"]),
            ),
            ("jurisdiction", dice.maybe(50, &["AE"])),
            ("aliases", dice.maybe(40, &[format!("F{number} Ltd")])),
        ];
        tables.add("companies", row(company));
    }
    for number in 0..1 + dice.below(2) {
        let asset = [
            ("id", format!("a{number}")),
            ("name", format!("Token {number}")),
            ("kind", dice.pick(&["", "token", "shares", "other"])),
            ("description", dice.maybe(30, &["worth nothing"])),
        ];
        tables.add("assets", row(asset));
    }
}

const ENTITIES: [&str; 3] = ["people", "companies", "assets"];

fn sources(dice: &mut Dice, tables: &mut Tables) {
    let entities = tables.ids(&ENTITIES);
    for number in 0..2 + dice.below(5) {
        // A source comes `via` one that is there already: no circle.
        let given = tables.ids(&["sources"]);
        let kinds = [
            "person",
            "spokesperson",
            "anonymous",
            "organization",
            "statement",
            "document",
            "publication",
            "publication",
            "dataset",
            "ledger",
            "editor",
        ];
        let source = [
            ("id", format!("s{}", (number * 5 + 3) % 7)),
            ("kind", dice.pick(&kinds)),
            ("name", format!("Source {number}")),
            ("entity", dice.maybe(30, &entities)),
            ("side", dice.maybe(30, &entities)),
            ("voices", dice.maybe(40, &[0, 1, 3, 40])),
            (
                "knowledge",
                dice.maybe(30, &["direct", "secondhand", "unknown"]),
            ),
            ("terms", dice.maybe(30, &["on-record", "off-record"])),
            ("origin", dice.maybe(30, &["leak", "memo"])),
            ("via", dice.maybe(60, &given)),
            ("url", dice.maybe(30, &["https://example.org/a?b=c"])),
            ("published", dice.maybe(40, &["2024-05-12", "2024?"])),
            ("accessed", dice.maybe(20, &["2025-01-02"])),
            ("sha256", dice.maybe(10, &["0123456789abcdef".repeat(4)])),
            ("reliability", dice.maybe(30, &["A", "F"])),
            ("protected", dice.maybe(10, &["yes"])),
        ];
        tables.add("sources", row(source));
    }
}

/// A day of January, or none.
fn recorded(dice: &mut Dice) -> String {
    let day = 1 + dice.below(28);
    dice.maybe(75, &[format!("2026-01-{day:02}")])
}

fn claim(dice: &mut Dice, tables: &mut Tables, number: usize) {
    let entities = tables.ids(&ENTITIES);
    let assets = tables.ids(&["assets"]);
    let listed = dice.some(1, 2, &tables.ids(&["sources"]));
    let one = listed.len() == 1;
    // What is summed up is there already: no circle. A meeting or one attendance.
    let mut earlier = tables.ids(&CLAIM_TABLES);
    earlier.extend(tables.claim_ids());
    let parts = if dice.percent(30) {
        dice.some(1, 2, &earlier)
    } else {
        Vec::new()
    };
    let modes = [
        "",
        "",
        "",
        "asserted",
        "hearsay",
        "projected",
        "sought",
        "ended",
    ];
    let words = if one { 40 } else { 0 };
    let mut cells = row([
        ("sources", listed.join(";")),
        ("text", format!("Sentence {number}, \"so\" they say.")),
        ("when", dice.maybe(50, &DATES)),
        ("when_text", dice.maybe(20, &["last spring"])),
        ("mode", dice.pick(&modes)),
        ("concerns", dice.some(0, 2, &entities).join(";")),
        ("summarises", parts.join(";")),
        ("quote", dice.maybe(words, &["they did"])),
        ("locator", dice.maybe(words, &["p. 4"])),
        ("credibility", dice.maybe(30, &[1, 6])),
        ("recorded", recorded(dice)),
        (
            "check",
            dice.maybe(30, &["unchecked", "accurate", "needs-attention"]),
        ),
        ("checked_by", dice.maybe(20, &["Bo"])),
        ("concern", dice.maybe(20, &["who was it?"])),
    ]);
    let two = dice.some(2, 2, &entities);
    match dice.below(5) {
        0 | 1 => {
            cells.extend(row([
                ("id", format!("c{number}")),
                ("subject", two[0].clone()),
                (
                    "relation",
                    dice.pick(&["owns", "shadows", "sibling-of", "manages"]),
                ),
                ("object", two[1].clone()),
                ("detail", dice.maybe(30, &["a third"])),
            ]));
            tables.add("relationships", cells);
        }
        2 => {
            cells.extend(row([
                ("id", format!("m{number}")),
                ("participants", dice.some(2, 4, &entities).join(";")),
                ("occasion", dice.maybe(50, &["a dinner"])),
                ("place", dice.maybe(50, &["Abu Dhabi"])),
            ]));
            tables.add("meetings", cells);
        }
        3 => {
            let amount = dice.maybe(60, &["1250.50", "4000000000", "7"]);
            let between = !amount.is_empty() && dice.percent(30);
            let qualifier = match (amount.is_empty(), between) {
                (true, _) => String::new(),
                (false, true) => "between".to_owned(),
                (false, false) => dice.maybe(50, &["exact", "about", "over", "under"]),
            };
            let max = if between { "9000000000" } else { "" };
            let currency = if amount.is_empty() { "" } else { "USD" };
            let (payer, payee) = match dice.below(3) {
                0 => (two[0].clone(), String::new()),
                1 => (String::new(), two[1].clone()),
                _ => (two[0].clone(), two[1].clone()),
            };
            cells.extend(row([
                ("id", format!("t{number}")),
                ("payer", payer),
                ("payee", payee),
                ("amount", amount),
                ("amount_max", max.to_owned()),
                ("amount_qualifier", qualifier),
                ("currency", currency.to_owned()),
                ("paid_in", dice.maybe(40, &assets)),
                ("for_asset", dice.maybe(40, &assets)),
                ("purpose", dice.maybe(40, &["a stake"])),
            ]));
            tables.add("transactions", cells);
        }
        _ => {
            let figure = dice.percent(50);
            cells.extend(row([
                ("id", format!("v{number}")),
                ("subject", two[0].clone()),
                ("attribute", dice.pick(&["age", "net worth"])),
                (
                    "value",
                    dice.pick(if figure {
                        &["90", "12.50"]
                    } else {
                        &["red", "co-founder"]
                    }),
                ),
                (
                    "qualifier",
                    dice.maybe(if figure { 50 } else { 0 }, &["about", "over"]),
                ),
                (
                    "unit",
                    dice.maybe(if figure { 50 } else { 0 }, &["percent"]),
                ),
            ]));
            tables.add("attributes", cells);
        }
    }
}

fn citations(dice: &mut Dice, tables: &mut Tables) {
    let mut cited = tables.ids(&CLAIM_TABLES);
    cited.extend(tables.claim_ids());
    let sources = tables.ids(&["sources"]);
    for number in 0..dice.below(8) {
        let passage = [
            ("claim", dice.pick(&cited)),
            ("source", dice.pick(&sources)),
            ("quote", dice.maybe(60, &[format!("words {number}")])),
            // Out of the order of their rows.
            ("locator", format!("p. {}", 90 - number * 7)),
            ("accessed", dice.maybe(40, &["2025-02-03", "2025"])),
        ];
        tables.add("citations", row(passage));
    }
}

fn question(dice: &mut Dice, tables: &mut Tables, number: usize) {
    let mut about = tables.ids(&["meetings", "sources"]);
    about.extend(tables.ids(&ENTITIES));
    about.extend(tables.claim_ids());
    let question = [
        ("id", format!("q{number}")),
        ("text", "Who paid?".to_owned()),
        ("about", dice.some(0, 4, &about).join(";")),
        (
            "who_could_answer",
            dice.some(0, 2, &tables.ids(&ENTITIES)).join(";"),
        ),
        ("answered_by", dice.maybe(40, &tables.claim_ids())),
        ("source", dice.maybe(40, &tables.ids(&["sources"]))),
    ];
    tables.add("questions", row(question));
}

/// Each two of a class once, in either order.
fn identities(dice: &mut Dice, tables: &mut Tables) {
    for table in ENTITIES {
        let ids = tables.ids(&[table]);
        for (at, one) in ids.iter().enumerate() {
            for other in &ids[at + 1..] {
                if !dice.percent(20) {
                    continue;
                }
                let (one, other) = match dice.percent(50) {
                    true => (one, other),
                    false => (other, one),
                };
                let decision = [
                    ("id", format!("i-{one}-{other}")),
                    ("entity", one.clone()),
                    ("other", other.clone()),
                    ("same", dice.pick(&["yes", "no", "unsure"])),
                    ("decided_by", dice.maybe(50, &["the desk", "Bo"])),
                    ("text", dice.maybe(50, &["Two birthdays, \"as one\"."])),
                    ("recorded", recorded(dice)),
                ];
                tables.add("identities", row(decision));
            }
        }
    }
}

fn denial(dice: &mut Dice, tables: &mut Tables, number: usize) {
    let claims = tables.claim_ids();
    let meetings = tables.ids(&["meetings"]);
    let others = tables.ids(&["questions", "sources"]);
    let sources = tables.ids(&["sources"]);
    let entities = tables.ids(&ENTITIES);
    let stance = dice.pick(&STANCES);
    let retracts = dice.pick(&sources);
    let (of, by) = if stance == "retracted" {
        // Only who stands behind it can withdraw something.
        (vec![retracts.clone()], retracts)
    } else {
        let mut of = dice.some(0, 3, &claims);
        if dice.percent(40) {
            of.extend(dice.some(0, 1, &meetings));
        }
        if of.is_empty() || dice.percent(30) {
            of.extend(dice.some(1, 1, &others));
        }
        let speakers = if dice.percent(50) {
            &sources
        } else {
            &entities
        };
        (of, dice.pick(speakers))
    };
    let scoped = stance == "denied" || stance == "confirmed";
    let scopes = ["whole", "whole", "general", "part", "characterisation"];
    let answer = [
        ("id", format!("d{number}")),
        ("of", of.join(";")),
        ("stance", stance),
        ("scope", dice.maybe(if scoped { 100 } else { 0 }, &scopes)),
        ("by", by),
        ("on_behalf_of", dice.maybe(30, &entities)),
        ("via", dice.maybe(30, &sources)),
        ("asked", dice.maybe(20, &["2025-01-01"])),
        ("deadline", dice.maybe(20, &["2025-01-08"])),
        ("when", dice.maybe(40, &DATES)),
        ("quote", dice.maybe(30, &["never"])),
        ("text", dice.maybe(30, &["Called it nonsense."])),
        ("recorded", recorded(dice)),
    ];
    tables.add("denials", row(answer));
}
