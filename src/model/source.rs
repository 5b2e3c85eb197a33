//! Sources: voices, documents, publications, and how each reached the desk.

use super::date::Edtf;
use super::entity::Entity;
use super::rows::{Identified, Ix};
use super::table::RowPlace;

/// One row of `sources.csv`.
#[derive(Debug, Clone)]
pub struct Source {
    pub id: Box<str>,
    pub kind: SourceKind,
    pub name: Box<str>,
    /// Who this source is, where it is an entity of the case.
    pub entity: Option<Ix<Entity>>,
    /// Whose side the speaker is on; says nothing about authority.
    pub side: Option<Ix<Entity>>,
    /// How many people speak; `None` is unknown.
    pub voices: Option<u32>,
    pub knowledge: Option<Knowledge>,
    pub terms: Option<Terms>,
    /// Voices with the same word here are held to be one origin.
    pub origin: Option<Box<str>>,
    /// The next link of the chain towards the desk.
    pub via: Option<Ix<Source>>,
    pub url: Option<Box<str>>,
    pub archived: Option<Box<str>>,
    pub published: Option<Edtf>,
    pub accessed: Option<Edtf>,
    pub sha256: Option<Box<str>>,
    /// A to F.
    pub reliability: Option<char>,
    /// Never leaves the desk.
    pub protected: bool,
    pub place: RowPlace,
}

impl Identified for Source {
    fn id(&self) -> &str {
        &self.id
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $type:ident { $($variant:ident $name:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($variant),* }

        impl $type {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [$type] = &[$($type::$variant),*];

            /// The word in the table.
            pub fn as_str(self) -> &'static str {
                match self { $($type::$variant => $name),* }
            }
        }
    };
}
pub(super) use words;

words! {
    /// What kind of source it is.
    SourceKind {
        Person "person",
        Spokesperson "spokesperson",
        Anonymous "anonymous",
        Organization "organization",
        Statement "statement",
        Document "document",
        Publication "publication",
        Dataset "dataset",
        Ledger "ledger",
        Editor "editor",
    }
}

words! {
    /// How a source knows.
    Knowledge {
        Direct "direct",
        Secondhand "secondhand",
        Document "document",
        Unknown "unknown",
    }
}

words! {
    /// On what terms a source spoke.
    Terms {
        OnRecord "on-record",
        Background "background",
        OffRecord "off-record",
    }
}
