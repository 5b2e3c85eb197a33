//! Small changes to a case, each with the findings that have to come and to go.
//!
//! Each kind has a rule for what follows from it, and picks its targets so that
//! nothing else can: the rules of an audit are not asked.

mod claims;

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use super::Finding;
use super::tables::{Row, Tables, cell, list, row_of};

/// How many are made, and of how many kinds.
pub const MUTATIONS: usize = 200;
pub const KINDS: usize = 25;

/// Any number would do; it never changes, so that a failure comes back.
const SEED: u64 = 20_261_101;

/// A changed case, and what is to be found in it beside what was found before.
pub struct Mutation {
    pub kind: &'static str,
    pub what: String,
    pub tables: Tables,
    pub come: Vec<Finding>,
    pub gone: Vec<Finding>,
}

/// Two hundred of them, of every kind.
pub fn mutations(folder: &Path, before: &[Finding]) -> Result<Vec<Mutation>, Box<dyn Error>> {
    let tables = Tables::read(folder)?;
    let shipped = csv::Reader::from_path("data/relations.csv")?
        .deserialize()
        .collect::<Result<Vec<Row>, _>>()?;
    let relations = shipped.iter().chain(tables.rows("relations"));
    let symmetric = relations.filter(|row| cell(row, "symmetric") == "yes");
    let world = World {
        symmetric: symmetric.map(|row| cell(row, "id").to_owned()).collect(),
        tables,
        before,
    };
    let mut all: Vec<Vec<Mutation>> = world.kinds();
    let mut dice = SEED;
    for kind in &mut all {
        shuffle(kind, &mut dice);
    }
    // In turns, so that a kind with many targets does not crowd out the others.
    let mut mutations = Vec::new();
    while mutations.len() < MUTATIONS && all.iter().any(|kind| !kind.is_empty()) {
        for kind in &mut all {
            mutations.extend(kind.pop());
        }
    }
    mutations.truncate(MUTATIONS);
    Ok(mutations)
}

fn shuffle<T>(items: &mut [T], dice: &mut u64) {
    for at in (1..items.len()).rev() {
        *dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        items.swap(at, (*dice >> 33) as usize % (at + 1));
    }
}

struct World<'b> {
    // Relations that are the same from either end.
    symmetric: BTreeSet<String>,
    tables: Tables,
    before: &'b [Finding],
}

fn finding(code: &str, about: &[&str], claims: Vec<String>) -> Finding {
    let about = about.iter().map(|id| (*id).to_owned()).collect();
    (code.to_owned(), about, claims)
}

fn of_claim(code: &str, claim: &str) -> Finding {
    finding(code, &[claim], vec![claim.to_owned()])
}

impl World<'_> {
    /// What was found of a code.
    fn found(&self, code: &'static str) -> impl Iterator<Item = &Finding> {
        self.before.iter().filter(move |finding| finding.0 == code)
    }

    fn is_found(&self, code: &'static str, about: &str) -> bool {
        self.found(code).any(|finding| finding.1 == [about])
    }

    /// Claims of which nothing is found, that nothing answers, that sum up
    /// nothing and are summed up nowhere: what follows from them is certain.
    fn quiet(&self, row: &Row) -> bool {
        let claims = self.tables.claims_of(row);
        let told: BTreeSet<&String> = self
            .before
            .iter()
            .flat_map(|f| f.1.iter().chain(&f.2))
            .collect();
        let answered = self.tables.answered("");
        let summed_up = self.tables.summed_up();
        let touched = |id: &str| answered.contains(id) || summed_up.contains(id);
        let on_chains = self
            .tables
            .cited(row)
            .into_iter()
            .flat_map(|s| self.tables.chain(&s));
        claims.iter().all(|id| !told.contains(id) && !touched(id))
            && !touched(cell(row, "id"))
            && cell(row, "summarises").is_empty()
            && on_chains
                .collect::<Vec<_>>()
                .iter()
                .all(|source| !answered.contains(source))
    }

    /// Whether a withdrawal touches any of some claims.
    fn withdrawn(&self, claims: &[String]) -> bool {
        let withdrawn = self.tables.answered("retracted");
        claims.iter().any(|claim| {
            let row = claim.split('.').next().unwrap_or_default();
            withdrawn.contains(claim) || withdrawn.contains(row)
        })
    }

    fn kind_of(&self, source: &str) -> &str {
        self.tables
            .row("sources", source)
            .map_or("", |row| cell(row, "kind"))
    }

    fn kinds(&self) -> Vec<Vec<Mutation>> {
        vec![
            self.kept("archived", "copy-missing", "archive emptied"),
            self.kept("sha256", "hash-missing", "hash emptied"),
            self.filled("archived", "copy-missing", "archive filled"),
            self.filled("sha256", "hash-missing", "hash filled"),
            self.question_answered(),
            self.question_opened(),
            self.identity_decided(),
            self.identity_undone(),
            self.identity_unsure(),
            self.check_settled(),
            self.check_doubted(),
            self.concern_noted(),
            self.date_moved(),
            self.passage_emptied("quote", "passage-missing", "quote emptied"),
            self.passage_emptied("locator", "locator-missing", "locator emptied"),
            self.party_answered(),
            self.party_asked_in_vain(),
            self.party_declined_elsewhere(),
            self.denial_added(true),
            self.denial_added(false),
            self.figure_agreed(),
            self.figure_repeated(),
            self.date_repeated(),
            self.source_dropped(),
            self.circle_broken(),
        ]
    }

    /// A cell of a used source that is kept as evidence, emptied.
    fn kept(&self, column: &str, code: &'static str, kind: &'static str) -> Vec<Mutation> {
        let kept = ["publication", "document", "dataset", "ledger"];
        let sources = self.tables.rows("sources").iter().filter(|row| {
            kept.contains(&cell(row, "kind"))
                && !cell(row, column).is_empty()
                && !self.is_found("unused-source", cell(row, "id"))
        });
        sources
            .filter_map(|row| {
                let id = cell(row, "id");
                let resting = self.tables.resting_on(id);
                (!self.withdrawn(&resting)).then(|| Mutation {
                    kind,
                    what: id.to_owned(),
                    tables: self.tables.with("sources", id, column, ""),
                    come: vec![finding(code, &[id], resting)],
                    gone: Vec::new(),
                })
            })
            .collect()
    }

    fn filled(&self, column: &str, code: &'static str, kind: &'static str) -> Vec<Mutation> {
        let value = match column {
            "sha256" => "0".repeat(64),
            _ => "https://archive.example/kept-here".to_owned(),
        };
        let found = self.found(code);
        found
            .map(|finding| Mutation {
                kind,
                what: finding.1[0].clone(),
                tables: self.tables.with("sources", &finding.1[0], column, &value),
                come: Vec::new(),
                gone: vec![finding.clone()],
            })
            .collect()
    }

    fn question_answered(&self) -> Vec<Mutation> {
        let claims = ["contract-price", "morvane-dredges", "bank-loan"];
        let found = self.found("open-question");
        found
            .flat_map(|finding| {
                claims.map(|claim| Mutation {
                    kind: "question answered",
                    what: format!("{} by {claim}", finding.1[0]),
                    tables: self
                        .tables
                        .with("questions", &finding.1[0], "answered_by", claim),
                    come: Vec::new(),
                    gone: vec![finding.clone()],
                })
            })
            .collect()
    }

    fn question_opened(&self) -> Vec<Mutation> {
        let answered = self.tables.rows("questions").iter();
        let answered = answered.filter(|row| !cell(row, "answered_by").is_empty());
        answered
            .filter_map(|row| {
                let about = list(row, "about");
                let claims: BTreeSet<String> = self
                    .tables
                    .claim_rows()
                    .flat_map(|(_, claim)| {
                        let whole = about.contains(&cell(claim, "id").to_owned());
                        let claims = self.tables.claims_of(claim).into_iter();
                        claims
                            .filter(|id| whole || about.contains(id))
                            .collect::<Vec<_>>()
                    })
                    .collect();
                let claims: Vec<String> = claims.into_iter().collect();
                let id = cell(row, "id");
                (!self.withdrawn(&claims)).then(|| Mutation {
                    kind: "question opened",
                    what: id.to_owned(),
                    tables: self.tables.with("questions", id, "answered_by", ""),
                    come: vec![finding("open-question", &[id], claims)],
                    gone: Vec::new(),
                })
            })
            .collect()
    }

    /// The row that decides on a pair, if there is one.
    fn decision(&self, pair: &[String]) -> Option<&Row> {
        let rows = self.tables.rows("identities").iter();
        let mut rows = rows.filter(|row| {
            let mut both = [cell(row, "entity"), cell(row, "other")];
            both.sort_unstable();
            both == [pair[0].as_str(), pair[1].as_str()]
        });
        rows.next()
    }

    fn decided(&self, pair: &[String], same: &str) -> Tables {
        if let Some(row) = self.decision(pair) {
            return self
                .tables
                .with("identities", cell(row, "id"), "same", same);
        }
        let row = row_of(&[
            ("id", "decided-here"),
            ("entity", &pair[1]),
            ("other", &pair[0]),
            ("same", same),
        ]);
        self.tables.and("identities", [row])
    }

    fn identity_decided(&self) -> Vec<Mutation> {
        let found = self.found("maybe-same");
        found
            .flat_map(|finding| {
                ["yes", "no"].map(|same| Mutation {
                    kind: "identity decided",
                    what: format!("{:?} {same}", finding.1),
                    tables: self.decided(&finding.1, same),
                    come: Vec::new(),
                    gone: vec![finding.clone()],
                })
            })
            .collect()
    }

    /// Nobody has decided any more, or only that it is open.
    fn identity_undone(&self) -> Vec<Mutation> {
        let decided = self.tables.rows("identities").iter();
        let decided = decided.filter(|row| cell(row, "same") != "unsure");
        decided
            .flat_map(|row| {
                let id = cell(row, "id").to_owned();
                let mut pair = [cell(row, "entity"), cell(row, "other")];
                pair.sort_unstable();
                let without = self
                    .tables
                    .without("identities", |row| cell(row, "id") == id);
                let unsure = self.tables.with("identities", &id, "same", "unsure");
                [without, unsure].map(|tables| Mutation {
                    kind: "identity undone",
                    what: id.clone(),
                    tables,
                    come: vec![finding("maybe-same", &pair, Vec::new())],
                    gone: Vec::new(),
                })
            })
            .collect()
    }

    fn identity_unsure(&self) -> Vec<Mutation> {
        let found = self.found("maybe-same");
        found
            .map(|finding| Mutation {
                kind: "identity unsure",
                what: format!("{:?}", finding.1),
                tables: self.decided(&finding.1, "unsure"),
                come: Vec::new(),
                gone: Vec::new(),
            })
            .collect()
    }

    /// The table of the row that makes a claim, and its id.
    fn row_of_claim(&self, claim: &str) -> Option<(&'static str, &Row)> {
        let mut rows = self.tables.claim_rows();
        rows.find(|(_, row)| self.tables.claims_of(row).iter().any(|id| id == claim))
    }

    fn check_settled(&self) -> Vec<Mutation> {
        let found = self.found("needs-attention");
        let rows = found.filter_map(|finding| Some((finding, self.row_of_claim(&finding.1[0])?)));
        rows.map(|(finding, (table, row))| Mutation {
            kind: "check settled",
            what: finding.1[0].clone(),
            tables: self
                .tables
                .with(table, cell(row, "id"), "check", "accurate"),
            come: Vec::new(),
            gone: vec![finding.clone()],
        })
        .collect()
    }

    fn doubted(
        &self,
        kind: &'static str,
        which: impl Fn(&Row) -> bool,
        column: &str,
        value: &str,
    ) -> Vec<Mutation> {
        let rows = self.tables.claim_rows();
        let rows = rows.filter(|(_, row)| which(row));
        rows.filter(|(_, row)| {
            let claims = self.tables.claims_of(row);
            !self.withdrawn(&claims)
                && claims
                    .iter()
                    .all(|id| !self.is_found("needs-attention", id))
        })
        .map(|(table, row)| {
            let claims = self.tables.claims_of(row);
            let come = claims
                .iter()
                .map(|claim| of_claim("needs-attention", claim));
            Mutation {
                kind,
                what: cell(row, "id").to_owned(),
                tables: self.tables.with(table, cell(row, "id"), column, value),
                come: come.collect(),
                gone: Vec::new(),
            }
        })
        .collect()
    }

    fn check_doubted(&self) -> Vec<Mutation> {
        self.doubted("check doubted", |_| true, "check", "needs-attention")
    }

    fn concern_noted(&self) -> Vec<Mutation> {
        let open = |row: &Row| cell(row, "check") != "accurate";
        self.doubted("concern noted", open, "concern", "Who told them?")
    }

    /// Whoever was never asked comments.
    fn party_answered(&self) -> Vec<Mutation> {
        let found = self.found("no-reply").chain(self.found("asked-elsewhere"));
        found
            .map(|finding| {
                let row = row_of(&[
                    ("id", "answered-here"),
                    ("of", &finding.2[0]),
                    ("stance", "commented"),
                    ("by", &finding.1[0]),
                ]);
                Mutation {
                    kind: "party answered",
                    what: format!("{:?}", finding.1),
                    tables: self.tables.and("denials", [row]),
                    come: Vec::new(),
                    gone: vec![finding.clone()],
                }
            })
            .collect()
    }

    /// Whoever was never asked is asked, and its time is up the day before.
    fn party_asked_in_vain(&self) -> Vec<Mutation> {
        let found = self.found("no-reply");
        found
            .map(|finding| {
                let (_, party, claims) = finding;
                let row = row_of(&[
                    ("id", "asked-here"),
                    ("of", &claims[0]),
                    ("stance", "pending"),
                    ("by", &party[0]),
                    ("deadline", "2026-10-31"),
                ]);
                let late = ("reply-overdue".to_owned(), party.clone(), claims.clone());
                Mutation {
                    kind: "party asked in vain",
                    what: format!("{party:?}"),
                    tables: self.tables.and("denials", [row]),
                    come: vec![late],
                    gone: vec![finding.clone()],
                }
            })
            .collect()
    }

    /// Whoever was never asked declines to answer a question of the desk.
    fn party_declined_elsewhere(&self) -> Vec<Mutation> {
        let parties: BTreeSet<&String> = self.found("no-reply").map(|f| &f.1[0]).collect();
        let questions = self
            .tables
            .rows("questions")
            .iter()
            .map(|row| cell(row, "id"));
        let questions: Vec<&str> = questions.take(3).collect();
        parties
            .into_iter()
            .flat_map(|party| questions.iter().map(move |question| (party, *question)))
            .flat_map(|(party, question)| {
                ["declined", "no-response"].map(|stance| {
                    let row = row_of(&[
                        ("id", "declined-here"),
                        ("of", question),
                        ("stance", stance),
                        ("by", party),
                    ]);
                    let gone = self.found("no-reply").filter(|f| f.1[0] == *party);
                    let gone: Vec<Finding> = gone.cloned().collect();
                    let come = gone.iter().map(|(_, about, claims)| {
                        ("asked-elsewhere".to_owned(), about.clone(), claims.clone())
                    });
                    Mutation {
                        kind: "party declined elsewhere",
                        what: format!("{party}, {question}, {stance}"),
                        tables: self.tables.and("denials", [row]),
                        come: come.collect(),
                        gone,
                    }
                })
            })
            .collect()
    }

    /// The only party to a quiet claim denies it: it calls for an answer then,
    /// and this is one. Without a source or an outlet that is a finding.
    fn denial_added(&self, sourced: bool) -> Vec<Mutation> {
        let attributes = self.tables.rows("attributes").iter();
        let attributes = attributes.filter(|row| {
            let subject = cell(row, "subject");
            let person = self.tables.row("people", subject);
            let party = person.or_else(|| self.tables.row("companies", subject));
            party.is_some() && cell(row, "concerns").is_empty() && self.quiet(row)
        });
        attributes
            .map(|row| {
                let id = cell(row, "id");
                let via = if sourced { "tern-dinner" } else { "" };
                let denial = row_of(&[
                    ("id", "denied-here"),
                    ("of", id),
                    ("stance", "denied"),
                    ("scope", "whole"),
                    ("by", cell(row, "subject")),
                    ("via", via),
                ]);
                let come = finding("answer-unsourced", &["denied-here"], vec![id.to_owned()]);
                Mutation {
                    kind: if sourced {
                        "denial with outlet"
                    } else {
                        "denial without source"
                    },
                    what: id.to_owned(),
                    tables: self.tables.and("denials", [denial]),
                    come: if sourced { Vec::new() } else { vec![come] },
                    gone: Vec::new(),
                }
            })
            .collect()
    }
}
