//! What can go wrong with the path graph: while it is laid out, opened,
//! checked and searched.
//!
//! No path is an answer and not among these.

/// Why there is no path graph, or no answer from it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    #[error("the path graph has more than {limit} {what}")]
    TooMany { what: &'static str, limit: u64 },
    #[error("the {what} are not sorted, or one is there twice: {term}")]
    Unsorted { what: &'static str, term: u32 },
    #[error("two {what} have the same term {term}")]
    Duplicate { what: &'static str, term: u32 },
    #[error("the link {link} names {term}, which is none of the {what}")]
    Unknown {
        link: u32,
        what: &'static str,
        term: u32,
    },
    #[error("the link {link} rests on no claim")]
    NoClaim { link: u32 },
    #[error("the link {link} has the category {category}, and there are only 16")]
    Category { link: u32, category: u8 },

    #[error("the path graph has the format version {found}, and this program reads {expected}")]
    Version { found: u32, expected: u32 },
    #[error("the path graph lacks its section `{section}`")]
    Missing { section: &'static str },
    #[error("the section `{section}` of the path graph has a length that does not fit")]
    Length { section: &'static str },
    #[error("the section `{section}` of the path graph is damaged at entry {entry}: {what}")]
    Entry {
        section: &'static str,
        entry: usize,
        what: &'static str,
    },
    /// A search or look-up met a number that is out of bounds. `check` says where.
    #[error("the path graph is damaged")]
    Damaged,

    #[error("the path graph has no node {node}")]
    NoSuchNode { node: u32 },
}
