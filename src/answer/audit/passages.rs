//! What a checker would look for and not find: words, places, a settled check.

use crate::answer::audit::FindingCode;
use crate::answer::audit::facts::Facts;
use crate::answer::audit::finding::Finding;
use crate::model::{CheckStatus, Citation, Claim, Ix, Mode, Source, SourceKind};

/// Findings of each claim by itself.
pub(super) fn of_claims(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    for (claim, row, _) in facts.live() {
        let mut add = |code| found.push(Finding::of_claim(code, claim));
        if without_quote(facts, claim).next().is_some() {
            add(FindingCode::PassageMissing);
        }
        if without_locator(facts, claim).next().is_some() {
            add(FindingCode::LocatorMissing);
        }
        if needs_attention(row) {
            add(FindingCode::NeedsAttention);
        }
        if is_passed(facts, row) {
            add(FindingCode::DatePassed);
        }
    }
}

/// The sources of which a claim has no words, and should.
pub(super) fn without_quote<'f>(
    facts: &'f Facts<'_>,
    claim: Ix<Claim>,
) -> impl Iterator<Item = Ix<Source>> + 'f {
    let asked = |source: Ix<Source>| match facts.case.sources[source].kind {
        SourceKind::Ledger | SourceKind::Dataset | SourceKind::Editor => false,
        SourceKind::Person
        | SourceKind::Spokesperson
        | SourceKind::Anonymous
        | SourceKind::Organization
        | SourceKind::Statement
        | SourceKind::Document
        | SourceKind::Publication => true,
    };
    let quoted = |of_source: &[Citation]| of_source.iter().any(|c| c.passage().quote.is_some());
    let left = facts.left(claim);
    left.filter(move |(source, of_source)| asked(*source) && !quoted(of_source))
        .map(|(source, _)| source)
}

/// The sources in which a claim has no place, and should.
pub(super) fn without_locator<'f>(
    facts: &'f Facts<'_>,
    claim: Ix<Claim>,
) -> impl Iterator<Item = Ix<Source>> + 'f {
    let asked = |source: Ix<Source>| {
        let source = &facts.case.sources[source];
        match source.kind {
            SourceKind::Editor => false,
            // Who spoke to the desk itself has no pages.
            SourceKind::Person
            | SourceKind::Spokesperson
            | SourceKind::Anonymous
            | SourceKind::Organization => source.via.is_some(),
            SourceKind::Statement
            | SourceKind::Document
            | SourceKind::Publication
            | SourceKind::Dataset
            | SourceKind::Ledger => true,
        }
    };
    let placed = |of_source: &[Citation]| of_source.iter().any(|c| c.passage().locator.is_some());
    let left = facts.left(claim);
    left.filter(move |(source, of_source)| asked(*source) && !placed(of_source))
        .map(|(source, _)| source)
}

fn needs_attention(claim: &Claim) -> bool {
    match claim.check {
        Some(CheckStatus::NeedsAttention) => true,
        Some(CheckStatus::Accurate) => false,
        Some(CheckStatus::Unchecked) | None => claim.notes().concern.is_some(),
    }
}

/// Whether what a claim expects was due before the day of the audit.
fn is_passed(facts: &Facts<'_>, claim: &Claim) -> bool {
    let open = match claim.mode {
        Mode::Projected | Mode::Sought => true,
        Mode::Asserted | Mode::Hearsay | Mode::Ended => false,
    };
    let last = claim.when.as_ref().and_then(|when| when.latest());
    open && last.is_some_and(|last| last < facts.as_of)
}
