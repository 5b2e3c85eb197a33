//! Which columns each table has, which of them a row cannot do without, which
//! hold lists, and what their cells hold.
//!
//! One table for reading, checking, the schema that other programs are given,
//! and the documentation. The order is that of the documentation.

use super::holds::Holds;
use super::holds::Holds::{
    Category, Count, Currency, Date, Day, Id, Lei, Money, Number, Reference, Relation, Sha256,
    Text, WebAddress, Wikidata, Word, YesNo,
};
use super::holds::Target;
use super::holds::Words;
use crate::model::Table;

/// One column of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    /// The header must have it, and every row must fill it.
    pub required: bool,
    /// Its cells hold items between `;`.
    pub list: bool,
    pub holds: Holds,
}

/// The columns of a table, in the order of the documentation.
pub fn columns(table: Table) -> &'static [Column] {
    match table {
        Table::People => PEOPLE,
        Table::Companies => COMPANIES,
        Table::Assets => ASSETS,
        Table::Relationships => RELATIONSHIPS,
        Table::Meetings => MEETINGS,
        Table::Transactions => TRANSACTIONS,
        Table::Attributes => ATTRIBUTES,
        Table::Sources => SOURCES,
        Table::Citations => CITATIONS,
        Table::Denials => DENIALS,
        Table::Questions => QUESTIONS,
        Table::Identities => IDENTITIES,
        Table::Relations => RELATIONS,
    }
}

/// Finds the columns of one table by name. A table of a million rows is asked
/// for its cells by name tens of millions of times, so that comparing one name
/// after the other would take longer than reading the file.
#[derive(Debug)]
pub(super) struct ByName {
    columns: &'static [Column],
    // One more than the column's index, at its slot or one of those after it.
    slots: [u8; SLOTS],
}

/// A power of two, more than any table has columns.
const SLOTS: usize = 64;

impl ByName {
    pub fn new(table: Table) -> Self {
        let columns = columns(table);
        let mut slots = [0; SLOTS];
        for (column, next) in columns.iter().zip(1..) {
            let mut at = slot(column.name);
            while slots[at] != 0 {
                at = (at + 1) % SLOTS;
            }
            slots[at] = next;
        }
        Self { columns, slots }
    }

    /// The index of a column in [`columns`].
    pub fn index(&self, name: &str) -> Option<usize> {
        let mut at = slot(name);
        loop {
            let index = usize::from(self.slots[at]).checked_sub(1)?;
            if self.columns[index].name == name {
                return Some(index);
            }
            at = (at + 1) % SLOTS;
        }
    }
}

/// Where the search for a name begins: its length and three of its letters
/// tell most columns apart.
fn slot(name: &str) -> usize {
    let bytes = name.as_bytes();
    let letter = |at: usize| bytes.get(at).map_or(0, |byte| usize::from(*byte));
    (bytes.len() + 5 * letter(0) + 3 * letter(2) + 7 * letter(bytes.len().wrapping_sub(1))) % SLOTS
}

const fn must(name: &'static str, holds: Holds) -> Column {
    Column {
        name,
        required: true,
        list: false,
        holds,
    }
}

const fn may(name: &'static str, holds: Holds) -> Column {
    Column {
        name,
        required: false,
        list: false,
        holds,
    }
}

const fn must_list(name: &'static str, target: Target) -> Column {
    Column {
        name,
        required: true,
        list: true,
        holds: Reference(target),
    }
}

const fn list(name: &'static str, holds: Holds) -> Column {
    Column {
        name,
        required: false,
        list: true,
        holds,
    }
}

/// A table of claims: its own columns, then those that every claim has.
macro_rules! claims {
    ($($own:expr),* $(,)?) => {
        &[
            $($own,)*
            must_list("sources", Target::SOURCE),
            must("text", Text),
            may("when", Date),
            may("when_text", Text),
            may("mode", Word(Words::Mode)),
            list("concerns", Reference(Target::ENTITY)),
            list("summarises", Reference(Target::CLAIMS)),
            may("quote", Text),
            may("locator", Text),
            may("credibility", Word(Words::Credibility)),
            may("recorded", Day),
            may("check", Word(Words::CheckStatus)),
            may("checked_by", Text),
            may("concern", Text),
        ]
    };
}

const PEOPLE: &[Column] = &[
    must("id", Id),
    must("name", Text),
    may("named", YesNo),
    may("kind", Word(Words::PersonKind)),
    list("aliases", Text),
    may("description", Text),
    may("wikidata", Wikidata),
];

const COMPANIES: &[Column] = &[
    must("id", Id),
    must("name", Text),
    may("named", YesNo),
    may("kind", Word(Words::CompanyKind)),
    may("jurisdiction", Text),
    list("aliases", Text),
    may("description", Text),
    may("wikidata", Wikidata),
    may("lei", Lei),
];

const ASSETS: &[Column] = &[
    must("id", Id),
    must("name", Text),
    may("kind", Word(Words::AssetKind)),
    list("aliases", Text),
    may("description", Text),
];

const RELATIONSHIPS: &[Column] = claims![
    must("id", Id),
    must("subject", Reference(Target::ENTITY)),
    must("relation", Relation),
    must("object", Reference(Target::ENTITY)),
    may("detail", Text),
];

const MEETINGS: &[Column] = claims![
    must("id", Id),
    must_list("participants", Target::ENTITY),
    may("occasion", Text),
    may("place", Text),
];

const TRANSACTIONS: &[Column] = claims![
    must("id", Id),
    may("payer", Reference(Target::ENTITY)),
    may("payee", Reference(Target::ENTITY)),
    may("amount", Money),
    may("amount_max", Money),
    may("amount_qualifier", Word(Words::Qualifier)),
    may("currency", Currency),
    may("paid_in", Reference(Target::ASSET)),
    may("for_asset", Reference(Target::ASSET)),
    may("purpose", Text),
];

const ATTRIBUTES: &[Column] = claims![
    must("id", Id),
    must("subject", Reference(Target::ENTITY)),
    must("attribute", Text),
    must("value", Text),
    may("value_max", Number),
    may("qualifier", Word(Words::Qualifier)),
    may("unit", Text),
];

const SOURCES: &[Column] = &[
    must("id", Id),
    must("kind", Word(Words::SourceKind)),
    must("name", Text),
    may("entity", Reference(Target::ENTITY)),
    may("side", Reference(Target::ENTITY)),
    may("voices", Count),
    may("knowledge", Word(Words::Knowledge)),
    may("terms", Word(Words::Terms)),
    may("origin", Text),
    may("via", Reference(Target::SOURCE)),
    may("url", WebAddress),
    may("archived", WebAddress),
    may("published", Date),
    may("accessed", Date),
    may("sha256", Sha256),
    may("reliability", Word(Words::Reliability)),
    may("protected", YesNo),
];

const CITATIONS: &[Column] = &[
    must("claim", Reference(Target::CLAIMS)),
    must("source", Reference(Target::SOURCE)),
    may("quote", Text),
    may("locator", Text),
    may("accessed", Date),
];

const DENIALS: &[Column] = &[
    must("id", Id),
    must_list("of", Target::ANSWERED),
    must("stance", Word(Words::Stance)),
    may("scope", Word(Words::Scope)),
    may("by", Reference(Target::SPEAKER)),
    may("on_behalf_of", Reference(Target::ENTITY)),
    may("via", Reference(Target::SOURCE)),
    may("asked", Date),
    may("deadline", Date),
    may("when", Date),
    may("quote", Text),
    may("text", Text),
    may("recorded", Day),
];

const QUESTIONS: &[Column] = &[
    must("id", Id),
    must("text", Text),
    list("about", Reference(Target::ASKED_ABOUT)),
    list("who_could_answer", Reference(Target::ENTITY)),
    may("answered_by", Reference(Target::CLAIM)),
    may("source", Reference(Target::SOURCE)),
];

const IDENTITIES: &[Column] = &[
    must("id", Id),
    must("entity", Reference(Target::ENTITY)),
    must("other", Reference(Target::ENTITY)),
    must("same", Word(Words::Verdict)),
    may("decided_by", Text),
    may("text", Text),
    may("recorded", Day),
];

const RELATIONS: &[Column] = &[
    must("id", Id),
    must("label", Text),
    may("inverse_label", Text),
    may("symmetric", YesNo),
    may("category", Category),
    may("ftm", Text),
    may("hearsay", Text),
    may("inverse_hearsay", Text),
    may("projected", Text),
    may("inverse_projected", Text),
    may("sought", Text),
    may("inverse_sought", Text),
    may("ended", Text),
    may("inverse_ended", Text),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ByName, columns};
    use crate::model::Table;

    #[test]
    fn every_column_is_found_by_its_name_and_nothing_else_is() {
        for table in Table::ALL {
            let by_name = ByName::new(table);
            for (at, column) in columns(table).iter().enumerate() {
                assert_eq!(
                    by_name.index(column.name),
                    Some(at),
                    "{table} {}",
                    column.name
                );
                assert_eq!(by_name.index(&format!("{}x", column.name)), None);
            }
            assert_eq!(by_name.index(""), None);
        }
    }

    #[test]
    fn no_table_has_a_column_twice_or_more_than_a_row_can_mark() {
        for table in Table::ALL {
            let names: BTreeSet<&str> = columns(table).iter().map(|c| c.name).collect();
            assert_eq!(names.len(), columns(table).len(), "{table}");
            // `table.rs` marks the filled cells of a row in 32 bits.
            assert!(names.len() <= 32, "{table}");
        }
    }
}
