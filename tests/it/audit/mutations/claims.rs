//! Changes to claims and their sources: words taken away, figures and dates that
//! agree or no longer do, a source left out, a circle broken.

use super::{Mutation, World, finding, of_claim};
use crate::audit::tables::{Row, Tables, cell, list};

impl World<'_> {
    /// A plan that is put off; or a quiet one whose day was long ago.
    pub(super) fn date_moved(&self) -> Vec<Mutation> {
        let put_off = self.found("date-passed").filter_map(|finding| {
            let (table, row) = self.row_of_claim(&finding.1[0])?;
            Some(Mutation {
                kind: "date moved",
                what: finding.1[0].clone(),
                tables: self.tables.with(table, cell(row, "id"), "when", "2039-12"),
                come: Vec::new(),
                gone: vec![finding.clone()],
            })
        });
        let planned =
            self.tables.rows("relationships").iter().filter(|row| {
                ["projected", "sought"].contains(&cell(row, "mode")) && self.quiet(row)
            });
        let passed = planned.map(|row| {
            let id = cell(row, "id");
            Mutation {
                kind: "date moved",
                what: id.to_owned(),
                tables: self
                    .tables
                    .with("relationships", id, "when", "2026-09/2026-10-31"),
                come: vec![of_claim("date-passed", id)],
                gone: Vec::new(),
            }
        });
        put_off.chain(passed).collect()
    }

    /// The only words or place of a source for a claim, emptied.
    pub(super) fn passage_emptied(
        &self,
        column: &str,
        code: &'static str,
        kind: &'static str,
    ) -> Vec<Mutation> {
        let mut mutations = Vec::new();
        for (table, row) in self.tables.claim_rows() {
            let id = cell(row, "id");
            let claims = self.tables.claims_of(row);
            if self.withdrawn(&claims) || claims.iter().any(|id| self.is_found(code, id)) {
                continue;
            }
            let alone = list(row, "sources").len() == 1 && !cell(row, column).is_empty();
            for source in self.tables.cited(row) {
                let via = self.tables.chain(&source).len() > 1;
                let asked = match (self.kind_of(&source), column) {
                    ("editor", _) | ("ledger" | "dataset", "quote") => false,
                    ("person" | "spokesperson" | "anonymous" | "organization", "locator") => via,
                    _ => true,
                };
                let of_source: Vec<&Row> = self
                    .tables
                    .rows("citations")
                    .iter()
                    .filter(|p| cell(p, "claim") == id && cell(p, "source") == source)
                    .filter(|p| !cell(p, column).is_empty())
                    .collect();
                let of_row = alone && list(row, "sources") == [source.clone()];
                let emptied = match (of_row, of_source.len()) {
                    (true, 0) => self.tables.with(table, id, column, ""),
                    (false, 1) => self.tables.changed(
                        "citations",
                        |p| cell(p, "claim") == id && cell(p, "source") == source,
                        column,
                        "",
                    ),
                    _ => continue,
                };
                let come = claims
                    .iter()
                    .filter(|_| asked)
                    .map(|claim| of_claim(code, claim));
                mutations.push(Mutation {
                    kind,
                    what: format!("{id}, {source}"),
                    tables: emptied,
                    come: come.collect(),
                    gone: Vec::new(),
                });
            }
        }
        mutations
    }

    /// One of two figures takes the other's value.
    pub(super) fn figure_agreed(&self) -> Vec<Mutation> {
        let mut mutations = Vec::new();
        for finding in self.found("figures-disagree").filter(|f| f.2.len() == 2) {
            for (one, other) in [(0, 1), (1, 0)] {
                let rows = (
                    self.row_of_claim(&finding.2[one]),
                    self.row_of_claim(&finding.2[other]),
                );
                let (Some((table, row)), Some((_, other))) = rows else {
                    continue;
                };
                let columns = match table {
                    "transactions" => ["amount", "amount_max", "amount_qualifier"],
                    _ => ["value", "value_max", "qualifier"],
                };
                let mut tables = self.tables.clone();
                for column in columns {
                    tables = tables.with(table, cell(row, "id"), column, cell(other, column));
                }
                mutations.push(Mutation {
                    kind: "figure agreed",
                    what: cell(row, "id").to_owned(),
                    tables,
                    come: Vec::new(),
                    gone: vec![finding.clone()],
                });
            }
        }
        mutations
    }

    /// A claim of which nothing is found, once more with another value in some
    /// columns; with the same sources and passages.
    fn repeated(&self, table: &'static str, row: &Row, changes: &[(&str, &str)]) -> Tables {
        let id = cell(row, "id");
        let again = format!("{id}-again");
        let mut copy = row.clone();
        copy.insert("id".to_owned(), again.clone());
        for (column, value) in changes {
            copy.insert((*column).to_owned(), (*value).to_owned());
        }
        let passages = self.tables.rows("citations").iter();
        let passages = passages.filter(|passage| cell(passage, "claim") == id);
        let passages: Vec<Row> = passages
            .map(|passage| {
                let mut passage = passage.clone();
                passage.insert("claim".to_owned(), again.clone());
                passage
            })
            .collect();
        self.tables.and(table, [copy]).and("citations", passages)
    }

    /// Whether no finding of a source would list a copy of the claim.
    fn sources_are_quiet(&self, row: &Row) -> bool {
        let cited = self.tables.cited(row).into_iter();
        let mut on_chains = cited.flat_map(|source| self.tables.chain(&source));
        on_chains.all(|source| {
            let codes = ["copy-missing", "hash-missing", "circular-sourcing"];
            codes
                .iter()
                .all(|code| self.found(code).all(|f| !f.1.contains(&source)))
        })
    }

    pub(super) fn figure_repeated(&self) -> Vec<Mutation> {
        let same_key = |one: &Row, other: &Row| {
            let columns = ["subject", "attribute", "unit", "mode"];
            columns
                .iter()
                .all(|c| cell(one, c).to_lowercase() == cell(other, c).to_lowercase())
        };
        let attributes = self.tables.rows("attributes");
        let alone = |row: &Row| {
            attributes
                .iter()
                .filter(|other| same_key(row, other))
                .count()
                == 1
        };
        let mut mutations = Vec::new();
        for row in attributes.iter().filter(|row| alone(row)) {
            let plain = ["", "exact", "about"].contains(&cell(row, "qualifier"));
            let Ok(value) = cell(row, "value").parse::<f64>() else {
                continue;
            };
            if !plain || !self.quiet(row) || !self.sources_are_quiet(row) {
                continue;
            }
            let id = cell(row, "id");
            let both = vec![id.to_owned(), format!("{id}-again")];
            // Beyond a tenth to either side, and within it.
            for (value, qualifier, disagrees) in [
                (value * 3.0 + 7.0, "exact", true),
                (value * 1.05, "about", false),
                (value, "", false),
            ] {
                let value = format!("{value:.3}");
                let changes = [("value", value.as_str()), ("qualifier", qualifier)];
                let come = finding("figures-disagree", &[cell(row, "subject")], both.clone());
                mutations.push(Mutation {
                    kind: "figure repeated",
                    what: format!("{id}, {qualifier} {value}"),
                    tables: self.repeated("attributes", row, &changes),
                    come: if disagrees { vec![come] } else { Vec::new() },
                    gone: Vec::new(),
                });
            }
        }
        mutations
    }

    pub(super) fn date_repeated(&self) -> Vec<Mutation> {
        let relationships = self.tables.rows("relationships");
        let key = |row: &Row| {
            let mut ends = [cell(row, "subject"), cell(row, "object")];
            ends.sort_unstable();
            format!("{ends:?} {}", cell(row, "relation"))
        };
        let certain = relationships.iter().filter(|row| {
            let alone = relationships
                .iter()
                .filter(|other| key(other) == key(row))
                .count()
                == 1;
            let day = cell(row, "when");
            alone
                && cell(row, "mode") == "asserted"
                && day.len() == 10
                && self.quiet(row)
                && self.sources_are_quiet(row)
        });
        certain
            .flat_map(|row| {
                let id = cell(row, "id");
                let both = vec![id.to_owned(), format!("{id}-again")];
                let day = cell(row, "when");
                [("1961-05", true), ("1961/..", false), (&day[..7], false)].map(|(when, apart)| {
                    // Of a relation without a direction it is the first of both.
                    let first = cell(row, "subject").min(cell(row, "object"));
                    let symmetric = self.symmetric.contains(cell(row, "relation"));
                    let about = if symmetric {
                        first
                    } else {
                        cell(row, "subject")
                    };
                    let come = finding("dates-disagree", &[about], both.clone());
                    Mutation {
                        kind: "date repeated",
                        what: format!("{id}, {when}"),
                        tables: self.repeated("relationships", row, &[("when", when)]),
                        come: if apart { vec![come] } else { Vec::new() },
                        gone: Vec::new(),
                    }
                })
            })
            .collect()
    }

    /// Of two sources of a quiet claim one is left: an origin alone, unless it
    /// is a document.
    pub(super) fn source_dropped(&self) -> Vec<Mutation> {
        let mut mutations = Vec::new();
        for (table, row) in self.tables.claim_rows() {
            let sources: Vec<String> = self.tables.cited(row).into_iter().collect();
            if sources.len() != 2 || !self.quiet(row) {
                continue;
            }
            let id = cell(row, "id");
            for (left, dropped) in [(0, 1), (1, 0)] {
                let (left, dropped) = (&sources[left], &sources[dropped]);
                let document = ["document", "dataset", "ledger"].contains(&self.kind_of(left));
                let lonely =
                    self.tables.resting_on(dropped).len() <= self.tables.claims_of(row).len();
                let relayed = self.tables.chain(left).len() > 1;
                if !(document || self.kind_of(left) == "publication") || lonely || relayed {
                    continue;
                }
                let of = |p: &Row| {
                    let of_it =
                        cell(p, "claim") == id || cell(p, "claim").starts_with(&format!("{id}."));
                    of_it && cell(p, "source") == *dropped
                };
                let tables = self
                    .tables
                    .with(table, id, "sources", left)
                    .without("citations", of);
                let claims = self.tables.claims_of(row);
                let come = claims.iter().map(|claim| of_claim("single-origin", claim));
                mutations.push(Mutation {
                    kind: "source dropped",
                    what: format!("{id} without {dropped}"),
                    tables,
                    come: come.filter(|_| !document).collect(),
                    gone: Vec::new(),
                });
            }
        }
        mutations
    }

    /// One of them says nothing any more of where it has it from.
    pub(super) fn circle_broken(&self) -> Vec<Mutation> {
        let found = self.found("circular-sourcing");
        found
            .flat_map(|finding| {
                finding.1.iter().map(move |source| Mutation {
                    kind: "circle broken",
                    what: source.clone(),
                    tables: self.tables.with("sources", source, "origin", ""),
                    come: Vec::new(),
                    gone: vec![finding.clone()],
                })
            })
            .collect()
    }
}
