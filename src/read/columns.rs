//! Which columns each table has, which of them a row cannot do without, and
//! which hold lists.
//!
//! One table for reading, checking and the documentation. The order is that
//! of the documentation and of the files that `init` writes.

use crate::model::Table;

/// One column of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    /// The header must have it, and every row must fill it.
    pub required: bool,
    /// Its cells hold items between `;`.
    pub list: bool,
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

const fn must(name: &'static str) -> Column {
    Column {
        name,
        required: true,
        list: false,
    }
}

const fn may(name: &'static str) -> Column {
    Column {
        name,
        required: false,
        list: false,
    }
}

const fn must_list(name: &'static str) -> Column {
    Column {
        name,
        required: true,
        list: true,
    }
}

const fn list(name: &'static str) -> Column {
    Column {
        name,
        required: false,
        list: true,
    }
}

/// A table of claims: its own columns, then those that every claim has.
macro_rules! claims {
    ($($own:expr),* $(,)?) => {
        &[
            $($own,)*
            must_list("sources"),
            must("text"),
            may("when"),
            may("when_text"),
            may("mode"),
            list("concerns"),
            list("summarises"),
            may("quote"),
            may("locator"),
            may("credibility"),
            may("recorded"),
            may("check"),
            may("checked_by"),
            may("concern"),
        ]
    };
}

const PEOPLE: &[Column] = &[
    must("id"),
    must("name"),
    may("named"),
    may("kind"),
    list("aliases"),
    may("description"),
    may("wikidata"),
];

const COMPANIES: &[Column] = &[
    must("id"),
    must("name"),
    may("named"),
    may("kind"),
    may("jurisdiction"),
    list("aliases"),
    may("description"),
    may("wikidata"),
    may("lei"),
];

const ASSETS: &[Column] = &[
    must("id"),
    must("name"),
    may("kind"),
    list("aliases"),
    may("description"),
];

const RELATIONSHIPS: &[Column] = claims![
    must("id"),
    must("subject"),
    must("relation"),
    must("object"),
    may("detail"),
];

const MEETINGS: &[Column] = claims![
    must("id"),
    must_list("participants"),
    may("occasion"),
    may("place"),
];

const TRANSACTIONS: &[Column] = claims![
    must("id"),
    may("payer"),
    may("payee"),
    may("amount"),
    may("amount_max"),
    may("amount_qualifier"),
    may("currency"),
    may("paid_in"),
    may("for_asset"),
    may("purpose"),
];

const ATTRIBUTES: &[Column] = claims![
    must("id"),
    must("subject"),
    must("attribute"),
    must("value"),
    may("value_max"),
    may("qualifier"),
    may("unit"),
];

const SOURCES: &[Column] = &[
    must("id"),
    must("kind"),
    must("name"),
    may("entity"),
    may("side"),
    may("voices"),
    may("knowledge"),
    may("terms"),
    may("origin"),
    may("via"),
    may("url"),
    may("archived"),
    may("published"),
    may("accessed"),
    may("sha256"),
    may("reliability"),
    may("protected"),
];

const CITATIONS: &[Column] = &[
    must("claim"),
    must("source"),
    may("quote"),
    may("locator"),
    may("accessed"),
];

const DENIALS: &[Column] = &[
    must("id"),
    must_list("of"),
    must("stance"),
    may("scope"),
    may("by"),
    may("on_behalf_of"),
    may("via"),
    may("asked"),
    may("deadline"),
    may("when"),
    may("quote"),
    may("text"),
    may("recorded"),
];

const QUESTIONS: &[Column] = &[
    must("id"),
    must("text"),
    list("about"),
    list("who_could_answer"),
    may("answered_by"),
    may("source"),
];

const RELATIONS: &[Column] = &[
    must("id"),
    must("label"),
    may("inverse_label"),
    may("symmetric"),
    may("category"),
    may("ftm"),
    may("hearsay"),
    may("inverse_hearsay"),
    may("projected"),
    may("inverse_projected"),
    may("sought"),
    may("inverse_sought"),
    may("ended"),
    may("inverse_ended"),
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
