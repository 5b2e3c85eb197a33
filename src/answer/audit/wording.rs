//! Sentences that say more than their support does.

use crate::model::{Claim, Mode, words};

/// Words by which a sentence says that somebody says so. Folded, whole words.
const ATTRIBUTING: [&str; 34] = [
    "said",
    "says",
    "say",
    "saying",
    "told",
    "tells",
    "according",
    "reported",
    "reportedly",
    "report",
    "reports",
    "alleged",
    "alleges",
    "allegedly",
    "claimed",
    "claims",
    "claim",
    "apparently",
    "purportedly",
    "supposedly",
    "suspected",
    "rumoured",
    "rumored",
    "believed",
    "thought",
    "may",
    "might",
    "could",
    "would",
    "appears",
    "seems",
    "source",
    "sources",
    "people",
];

/// Whether a claim is asserted in a sentence that attributes it to nobody.
pub(super) fn says_a_fact(claim: &Claim) -> bool {
    claim.mode == Mode::Asserted
        && !words(&claim.text)
            .iter()
            .any(|word| ATTRIBUTING.contains(&word.as_str()))
}
