//! The two editions that a case folder may hold side by side.
//!
//! What each is made from is for whoever builds them; here are the names of
//! their files, which never meet: the same content may stand in both.

/// Says which of the two editions of a case is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Everything in the tables, for the desk.
    Full,
    /// Without protected sources, for everybody else.
    Redacted,
}

impl Kind {
    pub(super) const ALL: [Kind; 2] = [Kind::Full, Kind::Redacted];

    /// The other one.
    pub fn other(self) -> Kind {
        match self {
            Kind::Full => Kind::Redacted,
            Kind::Redacted => Kind::Full,
        }
    }

    /// The file whose one line names the current edition.
    pub(super) fn pointer(self) -> &'static str {
        match self {
            Kind::Full => "current",
            Kind::Redacted => "current-redacted",
        }
    }

    /// The file that says from which inputs that was made.
    pub(super) fn inputs(self) -> &'static str {
        match self {
            Kind::Full => "inputs",
            Kind::Redacted => "inputs-redacted",
        }
    }

    /// What follows the content id in the name of an edition.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Kind::Full => ".edition",
            Kind::Redacted => ".redacted.edition",
        }
    }
}
