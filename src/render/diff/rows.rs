//! Changes as rows: one for each field of what changed, one for each thing that
//! is new or gone.

use std::collections::BTreeSet;

use crate::answer::{Change, Field, NamesDiff, Path, State, Thing};
use crate::render::diff::page::{reason_words, standing_claims};
use crate::render::diff::{hops, paths, values};
use crate::render::rows::{answer, claim_answers};
use crate::render::words::row_cell;

/// How many columns there are.
const CELLS: usize = 13;

/// The columns of [`change`] and [`names`].
pub fn columns() -> [&'static str; CELLS] {
    [
        "kind", "id", "text", "change", "field", "before", "after", "standing", "because",
        "answers", "case", "table", "row",
    ]
}

/// The rows of one change.
pub fn change(change: &Change) -> Vec<[String; CELLS]> {
    let Some(state) = change.latest() else {
        return Vec::new();
    };
    let (text, standing, answers, case) = match state {
        State::Claim(claim) => (
            claim.text.clone(),
            claim.standing.as_str().to_owned(),
            claim_answers(claim),
            claim.case.clone(),
        ),
        State::Answer(given) => (
            given
                .text
                .clone()
                .or(given.quote.clone())
                .unwrap_or_default(),
            String::new(),
            answer(given, None),
            String::new(),
        ),
        State::Thing(thing) => (
            thing.named.label.clone(),
            standing_claims(thing).join("; "),
            thing_answers(thing),
            String::new(),
        ),
    };
    let because: Vec<String> = change.because.iter().map(reason_words).collect();
    let place = state.place();
    let row = |field: &str, before: String, after: String| {
        [
            change.kind.as_str().to_owned(),
            state.id().to_owned(),
            text.clone(),
            change.how.as_str().to_owned(),
            field.to_owned(),
            before,
            after,
            standing.clone(),
            because.join("; "),
            answers.clone(),
            case.clone(),
            place
                .map(|place| place.table.to_owned())
                .unwrap_or_default(),
            place.map(row_cell).unwrap_or_default(),
        ]
    };
    match (&change.before, &change.after) {
        (Some(_), Some(_)) => {
            let fields = change.fields.iter();
            fields
                .map(|field| {
                    let Field {
                        name,
                        before,
                        after,
                    } = field;
                    row(name, values(before), values(after))
                })
                .collect()
        }
        (None, _) => vec![row("", String::new(), text.clone())],
        (Some(_), None) => vec![row("", text.clone(), String::new())],
    }
}

fn thing_answers(thing: &Thing) -> String {
    let own = thing.answers.iter();
    let own = own.map(|given| answer(given, Some(&thing.named.iri)));
    let of_claims = thing.claims.iter().map(claim_answers);
    let all: Vec<String> = own
        .chain(of_claims)
        .filter(|cell| !cell.is_empty())
        .collect();
    all.join("; ")
}

/// The rows of two names: the hops before and now, over any link and over
/// those with no denial recorded.
pub fn names(diff: &NamesDiff) -> Vec<[String; CELLS]> {
    let NamesDiff {
        names,
        before,
        after,
    } = diff;
    let shown = [
        paths::path(after),
        paths::uncontested_path(after),
        paths::path(before),
    ];
    let standing = shown[0].or(shown[2]).and_then(|path| path.standing);
    let answers: BTreeSet<String> = shown.into_iter().flatten().flat_map(path_answers).collect();
    let answers: Vec<String> = answers.into_iter().collect();
    let row = |field: &str, before: String, after: String| {
        [
            "path".to_owned(),
            names.join(" – "),
            paths::words(diff),
            paths::word(diff).to_owned(),
            field.to_owned(),
            before,
            after,
            standing.map(|s| s.as_str().to_owned()).unwrap_or_default(),
            String::new(),
            answers.join("; "),
            String::new(),
            String::new(),
            String::new(),
        ]
    };
    let mut rows = vec![row("length", hops(before.length()), hops(after.length()))];
    rows.push(row(
        "uncontested_length",
        hops(before.uncontested_length()),
        hops(after.uncontested_length()),
    ));
    let path_before = path_words(paths::path(before));
    rows.push(row("path", path_before, path_words(shown[0])));
    rows
}

fn path_words(path: Option<&Path>) -> String {
    let Some(path) = path else {
        return String::new();
    };
    let mut words = path
        .entities
        .first()
        .map_or(String::new(), |e| e.label.clone());
    for hop in &path.hops {
        let links = hop.links.iter().chain(&hop.excluded).map(|link| {
            let claims: Vec<String> = link
                .claims
                .iter()
                .map(|claim| {
                    let place = crate::render::words::row(&claim.place);
                    format!("{}, {}, {place}", claim.id, claim.standing.words())
                })
                .collect();
            format!("{} [{}]", link.verb, claims.join("; "))
        });
        let links: Vec<String> = links.collect();
        words.push_str(&format!(" — {} → {}", links.join(" / "), hop.to.label));
    }
    words
}

fn path_answers(path: &Path) -> Vec<String> {
    let links = path
        .hops
        .iter()
        .flat_map(|hop| hop.links.iter().chain(&hop.excluded));
    let claims = links.flat_map(|link| &link.claims);
    claims
        .map(|claim| claim_answers(claim))
        .filter(|cell| !cell.is_empty())
        .collect()
}
