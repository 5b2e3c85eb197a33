//! What holds a connection up, as rows, and what rows cannot say.

use crate::answer::{HoldsAnswer, HoldsOutcome, Label, LabelKind, LabelOf};
use crate::render::holds::{
    MEMBER, PROOF, limit_words, not_connected_words, on_nothing_words, only_words, set, strands,
};
use crate::render::hops::LEFT_OUT;
use crate::render::no_path::{claims_on_record, on_record_words, shorter_words};
use crate::render::rows;
use crate::render::sheet::Sheet;
use crate::render::words::count;

/// One row for each label of the set, then one per claim of each path of the
/// proof, which `path` numbers. A claim comes with its standing and answers.
pub fn sheet(answer: &HoldsAnswer) -> Sheet {
    let own = ["use", "path", "kind", "id", "name", "claims", "only_relays"];
    let mut sheet = Sheet::new(own.into_iter().chain(rows::claim_columns()));
    for Label {
        what,
        claims,
        only_relays,
    } in set(answer)
    {
        let (kind, id, name, claim) = match what {
            LabelOf::Source(named) | LabelOf::Inference(named) => (
                kind_of(answer.by),
                named.id.clone(),
                named.label.clone(),
                None,
            ),
            LabelOf::Origin(origin) => ("origin", String::new(), origin.clone(), None),
            LabelOf::Claim(claim) => ("claim", claim.id.clone(), claim.text.clone(), Some(claim)),
        };
        let relays = if *only_relays { "yes" } else { "" };
        let claims = claims.to_string();
        let own = [MEMBER, "", kind, &id, &name, &claims, relays].map(str::to_owned);
        let cells = claim.into_iter().flat_map(|claim| rows::claim_cells(claim));
        sheet.row(own.into_iter().chain(cells));
    }
    for (at, strand) in strands(answer).iter().enumerate() {
        for claim in strand.hops.iter().flat_map(|hop| &hop.link.claims) {
            let number = (at + 1).to_string();
            let own = [PROOF, &number, "claim", &claim.id, &claim.text, "", ""];
            let own = own.map(str::to_owned);
            sheet.row(own.into_iter().chain(rows::claim_cells(claim)));
        }
    }
    let hops = answer.hidden.paths().flat_map(|path| &path.hops);
    let links = hops.flat_map(|hop| &hop.links);
    let left_out = links.flat_map(|link| &link.claims);
    let left_out = left_out.map(|claim| (LEFT_OUT, &**claim));
    for (used, claim) in left_out.chain(claims_on_record(&answer.hidden.on_record)) {
        let own = [used, "", "claim", &claim.id, &claim.text, "", ""];
        let own = own.map(str::to_owned);
        sheet.row(own.into_iter().chain(rows::claim_cells(claim)));
    }
    sheet
}

/// An origin that nobody assessed is the outlet.
fn kind_of(by: LabelKind) -> &'static str {
    match by {
        LabelKind::Source | LabelKind::Claim => "source",
        LabelKind::Origin | LabelKind::Outlet => "outlet",
    }
}

/// What the rows of a set cannot say: whether it is the smallest, and the only
/// one, or why there is none.
pub fn beside_rows(answer: &HoldsAnswer) -> Option<String> {
    let by = answer.by.as_str();
    let shorter = answer.hidden.shorter_without_filter.iter();
    let shorter = shorter.chain(&answer.hidden.shorter_through_retracted);
    let outcome = match &answer.outcome {
        HoldsOutcome::SameEntity => Some("both are the same: nothing has to hold".to_owned()),
        HoldsOutcome::NotConnected => {
            let words = not_connected_words(answer);
            Some(match words.strip_suffix(':') {
                Some(words) => format!("{words}, given as left out"),
                None => words,
            })
        }
        HoldsOutcome::OnNothing { strand } => Some(on_nothing_words(answer, strand).to_owned()),
        HoldsOutcome::Exactly { set, only, .. } if !only => Some(only_words(*only).to_owned()),
        HoldsOutcome::Exactly { .. } => None,
        HoldsOutcome::Between {
            at_least, limit, ..
        } => Some(format!(
            "NOT EXACT: at least {} are needed; the rows are a set that is enough, perhaps not the smallest. {}",
            count(*at_least as usize, by),
            limit_words(*limit)
        )),
    };
    let words = outcome.into_iter().chain(shorter.map(shorter_words));
    let words = words.chain(on_record_words(&answer.hidden.on_record));
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join("\n"))
}
