//! One finding: a code, what it is about, and the claims it concerns. Only
//! numbers of rows, since a large case has millions; words are made when it is
//! shown.

use crate::answer::audit::FindingCode;
use crate::model::{Claim, Denial, Entity, Ix, Question, Source};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::answer) enum About {
    Claim(Ix<Claim>),
    Source(Ix<Source>),
    Denial(Ix<Denial>),
    Entity(Ix<Entity>),
    Question(Ix<Question>),
}

/// The order of findings of one case is that of an answer: indexes are in the
/// order of ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::answer) struct Finding {
    pub code: FindingCode,
    // Never empty, sorted, all of one kind.
    pub about: Box<[About]>,
    // Sorted, each once.
    pub claims: Box<[Ix<Claim>]>,
}

impl Finding {
    /// About a claim, which is the only one concerned.
    pub fn of_claim(code: FindingCode, claim: Ix<Claim>) -> Self {
        Self::new(code, [About::Claim(claim)], vec![claim])
    }

    /// About something, with the claims it concerns in any order.
    pub fn new(
        code: FindingCode,
        about: impl IntoIterator<Item = About>,
        mut claims: Vec<Ix<Claim>>,
    ) -> Self {
        claims.sort_unstable();
        claims.dedup();
        Self {
            code,
            about: about.into_iter().collect(),
            claims: claims.into(),
        }
    }
}
