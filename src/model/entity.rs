//! People, organisations and assets: whatever a claim can be about.

use super::rows::Identified;
use super::table::{RowPlace, Table};

/// One row of `people.csv`, `companies.csv` or `assets.csv`.
#[derive(Debug, Clone)]
pub struct Entity {
    pub id: Box<str>,
    pub name: Box<str>,
    pub kind: EntityKind,
    /// False for a placeholder in the report's words: printed in brackets and
    /// never matched to anything.
    pub named: bool,
    pub aliases: Box<[Box<str>]>,
    pub description: Option<Box<str>>,
    pub jurisdiction: Option<Box<str>>,
    pub wikidata: Option<Box<str>>,
    pub lei: Option<Box<str>>,
    pub place: RowPlace,
}

impl Identified for Entity {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Entity {
    /// The name as it is printed: a placeholder stands in brackets.
    pub fn label(&self) -> String {
        if self.named {
            self.name.to_string()
        } else {
            format!("[{}]", self.name)
        }
    }
}

/// What an entity is, roughly: the table that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntityGroup {
    Person,
    Organization,
    Asset,
}

impl EntityGroup {
    /// `person`, `organisation` or `asset`.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityGroup::Person => "person",
            EntityGroup::Organization => "organisation",
            EntityGroup::Asset => "asset",
        }
    }
}

macro_rules! kinds {
    ($($variant:ident $table:ident $name:literal)*) => {
        /// What an entity is; which kinds there are depends on its table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EntityKind { $($variant),* }

        impl EntityKind {
            /// Every kind, table by table.
            pub const ALL: &'static [EntityKind] = &[$(EntityKind::$variant),*];

            /// The word in the column `kind`.
            pub fn as_str(self) -> &'static str {
                match self { $(EntityKind::$variant => $name),* }
            }

            /// The table whose rows can have it.
            pub fn table(self) -> Table {
                match self { $(EntityKind::$variant => Table::$table),* }
            }
        }
    };
}

kinds! {
    Person People "person"
    PersonGroup People "group"
    Company Companies "company"
    Government Companies "government"
    Family Companies "family"
    Team Companies "team"
    Publication Companies "publication"
    Group Companies "group"
    OtherOrganization Companies "other"
    Stablecoin Assets "stablecoin"
    Token Assets "token"
    Software Assets "software"
    Shares Assets "shares"
    Property Assets "property"
    Account Assets "account"
    Wallet Assets "wallet"
    OtherAsset Assets "other"
}

impl EntityKind {
    /// Reads the column `kind` of one table.
    pub fn read(table: Table, word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.table() == table && kind.as_str() == word)
    }

    /// What it is, roughly.
    pub fn group(self) -> EntityGroup {
        match self.table() {
            Table::People => EntityGroup::Person,
            Table::Companies => EntityGroup::Organization,
            // Entities have no other tables.
            Table::Assets
            | Table::Relationships
            | Table::Meetings
            | Table::Transactions
            | Table::Attributes
            | Table::Sources
            | Table::Citations
            | Table::Denials
            | Table::Questions
            | Table::Identities
            | Table::Relations => EntityGroup::Asset,
        }
    }

    /// What an empty cell means: a person, a company, some other asset.
    pub fn default_of(table: Table) -> Self {
        match table {
            Table::People => Self::Person,
            Table::Companies => Self::Company,
            Table::Assets
            | Table::Relationships
            | Table::Meetings
            | Table::Transactions
            | Table::Attributes
            | Table::Sources
            | Table::Citations
            | Table::Denials
            | Table::Questions
            | Table::Identities
            | Table::Relations => Self::OtherAsset,
        }
    }
}
