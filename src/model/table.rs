//! The tables a case may have, and where in one a row stands.

use std::fmt;

/// One of the tables that a case folder may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    People,
    Companies,
    Assets,
    Relationships,
    Meetings,
    Transactions,
    Attributes,
    Sources,
    Citations,
    Denials,
    Questions,
    Identities,
    Relations,
}

impl Table {
    /// Every table, in the order of the documentation.
    pub const ALL: [Table; 13] = [
        Table::People,
        Table::Companies,
        Table::Assets,
        Table::Relationships,
        Table::Meetings,
        Table::Transactions,
        Table::Attributes,
        Table::Sources,
        Table::Citations,
        Table::Denials,
        Table::Questions,
        Table::Identities,
        Table::Relations,
    ];

    /// The name of its file in a case folder.
    pub fn file(self) -> &'static str {
        match self {
            Table::People => "people.csv",
            Table::Companies => "companies.csv",
            Table::Assets => "assets.csv",
            Table::Relationships => "relationships.csv",
            Table::Meetings => "meetings.csv",
            Table::Transactions => "transactions.csv",
            Table::Attributes => "attributes.csv",
            Table::Sources => "sources.csv",
            Table::Citations => "citations.csv",
            Table::Denials => "denials.csv",
            Table::Questions => "questions.csv",
            Table::Identities => "identities.csv",
            Table::Relations => "relations.csv",
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file())
    }
}

/// Where a row stands: its table and its row as a spreadsheet counts (header 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowPlace {
    pub table: Table,
    /// `None` where it is withheld, in a redacted case: a gap in the rows of a
    /// table would say where among the others a protected one stands.
    pub row: Option<u32>,
}

impl fmt::Display for RowPlace {
    /// `sources.csv, row 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, row } = self;
        match row {
            Some(row) => write!(f, "{table}, row {row}"),
            None => write!(f, "{table}"),
        }
    }
}
