//! What the cells of a column may hold: ids, words of closed lists, dates.
//!
//! Says it for whoever must know without a cell at hand, such as the schema
//! that other programs are given. Whether a cell does hold it is for `check`,
//! which takes the lists and targets from here or from the same types.

use crate::model::CheckStatus;
use crate::model::EntityKind;
use crate::model::Knowledge;
use crate::model::Mode;
use crate::model::Qualifier;
use crate::model::Scope;
use crate::model::SourceKind;
use crate::model::Stance;
use crate::model::Table;
use crate::model::Terms;
use crate::model::Verdict;

/// What the cells of a column hold; of a list, each item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Any text; `unknown` is a word like any other.
    Text,
    /// The id of the row.
    Id,
    /// The id of another row.
    Reference(Target),
    /// The id of a relation, shipped with nutgraf or the case's own.
    Relation,
    /// A word of a closed list.
    Word(Words),
    YesNo,
    /// A date of EDTF level 1.
    Date,
    /// Such a date that is one day.
    Day,
    /// A decimal, of money zero or more.
    Money,
    Number,
    /// A whole number, zero or more.
    Count,
    /// Three letters of ISO 4217.
    Currency,
    WebAddress,
    Wikidata,
    Lei,
    Sha256,
    /// One lower-case word of letters a-z.
    Category,
}

/// What a reference may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The tables in whose rows it may end.
    pub tables: &'static [Table],
    /// Whether it may also be one participant's attendance, `<meeting>.<participant>`.
    pub attendance: bool,
}

impl Target {
    pub const ENTITY: Target = Target {
        tables: &[Table::People, Table::Companies, Table::Assets],
        attendance: false,
    };
    pub const ASSET: Target = Target {
        tables: &[Table::Assets],
        attendance: false,
    };
    pub const SOURCE: Target = Target {
        tables: &[Table::Sources],
        attendance: false,
    };
    pub const SPEAKER: Target = Target {
        tables: &[
            Table::Sources,
            Table::People,
            Table::Companies,
            Table::Assets,
        ],
        attendance: false,
    };
    pub const CLAIM: Target = Target {
        tables: &[Table::Relationships, Table::Transactions, Table::Attributes],
        attendance: true,
    };
    pub const CLAIMS: Target = Target {
        tables: &[
            Table::Relationships,
            Table::Meetings,
            Table::Transactions,
            Table::Attributes,
        ],
        attendance: true,
    };
    pub const ANSWERED: Target = Target {
        tables: &[
            Table::Relationships,
            Table::Meetings,
            Table::Transactions,
            Table::Attributes,
            Table::Questions,
            Table::Sources,
        ],
        attendance: true,
    };
    pub const ASKED_ABOUT: Target = Target {
        tables: &[
            Table::Relationships,
            Table::Meetings,
            Table::Transactions,
            Table::Attributes,
            Table::People,
            Table::Companies,
            Table::Assets,
            Table::Sources,
        ],
        attendance: true,
    };
}

/// The closed lists of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    PersonKind,
    CompanyKind,
    AssetKind,
    SourceKind,
    Knowledge,
    Terms,
    Stance,
    Scope,
    Mode,
    CheckStatus,
    Qualifier,
    Verdict,
    /// `A` to `F`.
    Reliability,
    /// `1` to `6`.
    Credibility,
}

impl Words {
    /// The words, in the order of the documentation.
    pub fn list(self) -> Vec<&'static str> {
        let kinds = |table| {
            let of_table = EntityKind::ALL.iter().filter(|kind| kind.table() == table);
            of_table.map(|kind| kind.as_str()).collect()
        };
        match self {
            Words::PersonKind => kinds(Table::People),
            Words::CompanyKind => kinds(Table::Companies),
            Words::AssetKind => kinds(Table::Assets),
            Words::SourceKind => SourceKind::ALL.iter().map(|w| w.as_str()).collect(),
            Words::Knowledge => Knowledge::ALL.iter().map(|w| w.as_str()).collect(),
            Words::Terms => Terms::ALL.iter().map(|w| w.as_str()).collect(),
            Words::Stance => Stance::ALL.iter().map(|w| w.as_str()).collect(),
            Words::Scope => Scope::ALL.iter().map(|w| w.as_str()).collect(),
            Words::Mode => Mode::ALL.iter().map(|w| w.as_str()).collect(),
            Words::CheckStatus => CheckStatus::ALL.iter().map(|w| w.as_str()).collect(),
            Words::Qualifier => Qualifier::ALL.iter().map(|w| w.as_str()).collect(),
            Words::Verdict => Verdict::ALL.iter().map(|w| w.as_str()).collect(),
            Words::Reliability => vec!["A", "B", "C", "D", "E", "F"],
            Words::Credibility => vec!["1", "2", "3", "4", "5", "6"],
        }
    }
}
