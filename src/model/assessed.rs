//! What the rules say of a claim: its standing, the rule that decided, its
//! support, and the words for each of these.
//!
//! Only plain data: how it is computed is for `standing`.

use std::fmt;

use super::answer::Denial;
use super::claim::Claim;
use super::few::Few;
use super::rows::Ix;
use super::source::Source;

/// The version of the rules, written into every edition.
pub const RULE_SET: &str = "v1";

/// What can be said of a claim's standing; later is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    Uncontested,
    Disputed,
    Denied,
    Retracted,
}

impl Standing {
    /// Every standing, best first.
    pub const ALL: [Standing; 4] = [
        Standing::Uncontested,
        Standing::Disputed,
        Standing::Denied,
        Standing::Retracted,
    ];

    /// The word used in SPARQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Uncontested => "uncontested",
            Standing::Disputed => "disputed",
            Standing::Denied => "denied",
            Standing::Retracted => "retracted",
        }
    }

    /// The words for a reader: never "true".
    pub fn words(self) -> &'static str {
        match self {
            Standing::Uncontested => "no denial recorded",
            Standing::Disputed => "disputed",
            Standing::Denied => "DENIED",
            Standing::Retracted => "RETRACTED",
        }
    }
}

/// The rule that decided a standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    NoCitationLeft,
    DeniedByParty,
    DeniedOtherwise,
    SummarisesContested,
    NoDenialRecorded,
}

impl Rule {
    /// Every rule, in the order in which they are tried.
    pub const ALL: [Rule; 5] = [
        Rule::NoCitationLeft,
        Rule::DeniedByParty,
        Rule::DeniedOtherwise,
        Rule::SummarisesContested,
        Rule::NoDenialRecorded,
    ];

    /// The word used in SPARQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::NoCitationLeft => "no-citation-left",
            Rule::DeniedByParty => "denied-by-party",
            Rule::DeniedOtherwise => "denied-otherwise",
            Rule::SummarisesContested => "summarises-contested",
            Rule::NoDenialRecorded => "no-denial-recorded",
        }
    }

    /// The rule in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Rule::NoCitationLeft => "every source behind the claim has withdrawn it",
            Rule::DeniedByParty => "a party to the claim denied it as a whole or in general",
            Rule::DeniedOtherwise => {
                "it is denied in part, in how it is put, by somebody who is no party to it, or through a denial of its source by a party"
            }
            Rule::SummarisesContested => "it sums up a claim that is denied or disputed",
            Rule::NoDenialRecorded => "no denial is recorded",
        }
    }
}

/// What a claim rests on, in kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Support {
    Document,
    Named,
    OwnAccount,
    Spokesperson,
    Outlet,
    Anonymous,
    Editor,
}

impl Support {
    /// Every kind of support.
    pub const ALL: [Support; 7] = [
        Support::Document,
        Support::Named,
        Support::OwnAccount,
        Support::Spokesperson,
        Support::Outlet,
        Support::Anonymous,
        Support::Editor,
    ];

    /// The word used in JSON; SPARQL has it in camel case.
    pub fn as_str(self) -> &'static str {
        match self {
            Support::Document => "document",
            Support::Named => "named",
            Support::OwnAccount => "own-account",
            Support::Spokesperson => "spokesperson",
            Support::Outlet => "outlet",
            Support::Anonymous => "anonymous",
            Support::Editor => "editor",
        }
    }
}

/// A set of kinds of support.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Supports(u8); // One bit for each of `Support::ALL`.

impl Supports {
    pub fn contains(self, kind: Support) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// The kinds that are in it, in the order of [`Support::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Support> {
        let kinds = Support::ALL.into_iter();
        kinds.filter(move |kind| self.contains(*kind))
    }
}

impl FromIterator<Support> for Supports {
    fn from_iter<I: IntoIterator<Item = Support>>(kinds: I) -> Self {
        let kinds = kinds.into_iter();
        Self(kinds.fold(0, |bits, kind| bits | 1 << kind as u8))
    }
}

impl fmt::Debug for Supports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// What the rules say of one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    pub standing: Standing,
    pub rule: Rule,
    /// Kinds of support of the citations that are left; empty when retracted.
    pub support: Supports,
    /// Outlets of the citations that are left; sorted, each once.
    pub outlets: Box<[Ix<Source>]>,
    /// At least so many independent origins.
    pub origins: u32,
    /// How many people speak; `None` is unknown.
    pub voices: Option<u32>,
    /// Confirmations of the whole by a party; sorted.
    pub acknowledged_by: Few<Ix<Denial>>,
    /// The cited sources whose citation is gone, since they withdrew it;
    /// sorted, each once.
    pub withdrawn: Few<Ix<Source>>,
    /// Every answer to be shown with the claim, whatever it changes; sorted.
    pub answers: Few<Ix<Denial>>,
    /// Relays of the citations that are left: listed, never counted; sorted,
    /// each once.
    pub relays: Few<Ix<Source>>,
}

impl Assessed {
    /// Whether anonymous voices are all there is.
    pub fn anonymous_only(&self) -> bool {
        self.support.iter().eq([Support::Anonymous])
    }
}

/// What the rules say of every claim of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    // Invariant: one entry per claim, in the order of `Case::claims`.
    claims: Vec<Assessed>,
}

impl Assessment {
    /// One entry per claim, in the order of `Case::claims`.
    pub(super) fn new(claims: Vec<Assessed>) -> Self {
        Self { claims }
    }

    /// What the rules say of one claim of the case that was assessed.
    pub fn claim(&self, claim: Ix<Claim>) -> &Assessed {
        &self.claims[claim.number() as usize]
    }
}

/// The rules in words, for `explain standing`.
pub fn explain_rules() -> &'static str {
    include_str!("rules-v1.txt")
}
