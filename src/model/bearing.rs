//! What one answer does to a claim: the part of the rules that `explain` and
//! `trace` put into words.
//!
//! Takes what an answer says, whether it comes from a party, and what it was
//! given to; gives what follows. `standing` decides by it, so that no reason
//! can be given that did not decide.

use super::answer::{Scope, Stance};
use super::assessed::{Rule, Standing};

/// What an answer does to a claim; the later decides over the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bearing {
    /// Given for a report by nobody who is a party: shown with the report alone.
    OnReportAlone,
    /// Shown with the claim, and changes nothing.
    Shown,
    /// Takes back what its speaker said or published.
    Withdraws,
    /// Confirms the whole: its speaker is one voice more.
    Confirms,
    /// Likewise by a party, beside any denial and never instead of it.
    Acknowledges,
    /// A denial of a part, or of how it is put.
    DisputesPart,
    /// A denial by nobody who is a party.
    DisputesFromOutside,
    /// A denial, by a party, of a report that the claim rests on.
    DisputesReport,
    /// A denial of the claim, by a party, as a whole or in general.
    Denies,
}

impl Bearing {
    /// Every one, in the order in which they decide.
    pub const ALL: [Bearing; 9] = [
        Bearing::OnReportAlone,
        Bearing::Shown,
        Bearing::Withdraws,
        Bearing::Confirms,
        Bearing::Acknowledges,
        Bearing::DisputesPart,
        Bearing::DisputesFromOutside,
        Bearing::DisputesReport,
        Bearing::Denies,
    ];

    /// What follows from an answer to a claim, to its meeting, or, where
    /// `of_report`, to a report that the claim rests on.
    pub fn of(stance: Stance, scope: Option<Scope>, by_party: bool, of_report: bool) -> Self {
        // An answer to a report concerns a claim only where its speaker is a party;
        // the withdrawal of a report concerns every claim it carried.
        if of_report && !by_party && stance != Stance::Retracted {
            return Bearing::OnReportAlone;
        }
        let whole = match scope {
            Some(Scope::Whole | Scope::General) => true,
            Some(Scope::Part | Scope::Characterisation) | None => false,
        };
        match stance {
            Stance::Denied if !whole => Bearing::DisputesPart,
            Stance::Denied if !by_party => Bearing::DisputesFromOutside,
            Stance::Denied if of_report => Bearing::DisputesReport,
            Stance::Denied => Bearing::Denies,
            Stance::Confirmed if scope != Some(Scope::Whole) => Bearing::Shown,
            Stance::Confirmed if by_party => Bearing::Acknowledges,
            Stance::Confirmed => Bearing::Confirms,
            Stance::Retracted => Bearing::Withdraws,
            Stance::Declined | Stance::NoResponse | Stance::Commented | Stance::Pending => {
                Bearing::Shown
            }
        }
    }

    /// The standing and the rule that it makes for; `None` where it contests nothing.
    pub fn contests(self) -> Option<(Standing, Rule)> {
        match self {
            Bearing::Denies => Some((Standing::Denied, Rule::DeniedByParty)),
            Bearing::DisputesPart | Bearing::DisputesFromOutside | Bearing::DisputesReport => {
                Some((Standing::Disputed, Rule::DeniedOtherwise))
            }
            Bearing::OnReportAlone
            | Bearing::Shown
            | Bearing::Withdraws
            | Bearing::Confirms
            | Bearing::Acknowledges => None,
        }
    }

    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Bearing::OnReportAlone => "on-report-alone",
            Bearing::Shown => "shown",
            Bearing::Withdraws => "withdraws",
            Bearing::Confirms => "confirms",
            Bearing::Acknowledges => "acknowledges",
            Bearing::DisputesPart => "disputes-part",
            Bearing::DisputesFromOutside => "disputes-from-outside",
            Bearing::DisputesReport => "disputes-report",
            Bearing::Denies => "denies",
        }
    }
}
