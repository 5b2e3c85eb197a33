//! Changes as a note to an editor.

use crate::answer::{
    AnswerView, Change, ClaimView, DiffKind, Difference, Field, FieldValue, How, NamesDiff, Reason,
    State, Thing,
};
use crate::render::claims::{answer_lines, claim_details};
use crate::render::diff::{
    Group, group, named, notes, nouns, paths, standing_or_not, summary, values,
};
use crate::render::hops::{Numbers, path_lines};
use crate::render::page::Page;
use crate::render::words::{labels, row};

/// What was compared, as it was typed, and how many of what changed.
pub fn head(typed: [&str; 2], difference: &Difference) -> Page {
    let mut page = Page::new();
    page.title(format!("{} → {}", typed[0], typed[1]));
    for note in notes(difference) {
        page.line("").alarm(note);
    }
    let summary = summary(difference);
    let mut letters = summary.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    page.line(first.unwrap_or_default()).add(letters.as_str());
    page
}

/// One change, under a heading where its group begins.
pub fn change(change: &Change, told: Option<Group>) -> Page {
    let mut page = Page::new();
    let own = group(change);
    if told != Some(own) {
        page.gap().title(heading(own));
    }
    let Change {
        kind: _,
        how,
        before,
        after,
        fields,
        because,
    } = change;
    let state = match (before, after) {
        (_, Some(after)) => after,
        (Some(before), None) => before,
        (None, None) => return page,
    };
    // Of what is new or gone the thing itself says everything.
    let fields = match how {
        How::New | How::Gone => &[][..],
        How::Changed => &fields[..],
    };
    page.gap();
    match state {
        State::Claim(claim) => {
            page.line(claim.sentence());
            if let Some((was, is)) = change.standing_changed() {
                page.line("    ").standing(was).add(" → ").standing(is);
            }
            for reason in because {
                reason_lines(&mut page, reason, &claim.iri);
            }
            let told = told_otherwise(change);
            field_lines(&mut page, fields, &told);
            if let Some(State::Claim(before)) = before
                && *how == How::Changed
            {
                no_longer_answered(&mut page, change, before, claim);
                page.line("    now:");
            }
            claim_details(&mut page, "    ", claim);
        }
        State::Answer(answer) => {
            answer_lines(&mut page, "", answer, None);
            field_lines(&mut page, fields, &[]);
        }
        State::Thing(thing) => thing_lines(&mut page, thing, fields),
    }
    page
}

fn heading(group: Group) -> String {
    let Group {
        kind,
        how,
        other_standing,
    } = group;
    let (_, many) = nouns(kind);
    let mut many = many.to_owned();
    let new = format!("New {many}");
    if let Some(first) = many.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    match (how, other_standing) {
        (_, true) => format!("{many} of another standing"),
        (How::New, false) => new,
        (How::Gone, false) => format!("{many} that are gone"),
        (How::Changed, false) if kind == DiffKind::Claim => {
            format!("{many} that changed, of the same standing")
        }
        (How::Changed, false) => format!("{many} that changed"),
    }
}

/// Fields that the lines of a claim tell without being named.
fn told_otherwise(change: &Change) -> Vec<&'static str> {
    if change.standing_changed().is_none() {
        return Vec::new();
    }
    let by_answer = change.because.iter().any(|reason| match reason {
        Reason::AnswerNew(_) | Reason::AnswerGone(_) => true,
        Reason::AnswerChanged { .. }
        | Reason::Withdrawn(_)
        | Reason::NotWithdrawn(_)
        | Reason::Cites(_)
        | Reason::CitesNoMore(_)
        | Reason::Part { .. }
        | Reason::Source(_)
        | Reason::Rules
        | Reason::Parties => false,
    });
    match by_answer {
        true => vec!["standing", "rule", "answers"],
        false => vec!["standing", "rule"],
    }
}

fn field_lines(page: &mut Page, fields: &[Field], told: &[&str]) {
    for Field {
        name,
        before,
        after,
    } in fields
    {
        if told.contains(&name.as_str()) {
            continue;
        }
        page.line(format!("    {}: ", name.replace('_', " ")));
        // Of lists only what came and went.
        page.add(match (&before[..], &after[..]) {
            ([] | [_], [] | [_]) => {
                let shown = |list: &[_]| match list.is_empty() {
                    true => "(not given)".to_owned(),
                    false => values(list),
                };
                format!("{} → {}", shown(before), shown(after))
            }
            (before, after) => {
                let without = |list: &[FieldValue], other: &[FieldValue]| {
                    let left = list.iter().filter(|value| !other.contains(value));
                    left.cloned().collect::<Vec<_>>()
                };
                let (gone, new) = (without(before, after), without(after, before));
                let parts = [("gone", gone), ("new", new)];
                let parts = parts.iter().filter(|(_, list)| !list.is_empty());
                let parts: Vec<String> = parts
                    .map(|(word, list)| format!("{word}: {}", values(list)))
                    .collect();
                parts.join("; ")
            }
        });
    }
}

/// Answers that the claim is shown with no more, and that no reason named.
fn no_longer_answered(page: &mut Page, change: &Change, before: &ClaimView, after: &ClaimView) {
    for answer in &before.answers {
        let named = change
            .because
            .iter()
            .any(|reason| matches!(reason, Reason::AnswerGone(gone) if gone.id == answer.id));
        if !named && after.answers.iter().all(|other| other.id != answer.id) {
            page.line("    no longer shown with it:");
            answer_lines(page, "        ", answer, Some(&before.iri));
        }
    }
}

fn reason_lines(page: &mut Page, reason: &Reason, claim: &str) {
    let mut answer = |words: &str, answer: &AnswerView| {
        page.line(format!("    because {words}:"));
        answer_lines(page, "        ", answer, Some(claim));
    };
    match reason {
        Reason::AnswerNew(new) => answer("of a new answer", new),
        Reason::AnswerGone(gone) => answer("an answer is gone", gone),
        Reason::AnswerChanged { before: _, after } => answer("an answer changed", after),
        Reason::Part {
            claim: part,
            before,
            after,
            answers,
        } => {
            page.line(format!(
                "    because it sums up {}: {} → {}",
                named(part),
                standing_or_not(*before),
                standing_or_not(*after)
            ));
            for answer in answers {
                answer_lines(page, "        ", answer, Some(&part.iri));
            }
        }
        Reason::Withdrawn(_)
        | Reason::NotWithdrawn(_)
        | Reason::Cites(_)
        | Reason::CitesNoMore(_)
        | Reason::Source(_)
        | Reason::Rules
        | Reason::Parties => {
            page.line(format!("    because {}", reason_words(reason)));
        }
    }
}

/// A reason in few words.
pub(super) fn reason_words(reason: &Reason) -> String {
    let answer = |answer: &AnswerView| {
        let by = answer.by.as_ref();
        let by = by.map_or("speaker not given".to_owned(), |by| by.label.clone());
        let stance = answer.stance.as_str();
        format!("{stance} by {by} [{}, {}]", answer.id, row(&answer.place))
    };
    match reason {
        Reason::AnswerNew(new) => format!("of a new answer: {}", answer(new)),
        Reason::AnswerGone(gone) => format!("an answer is gone: {}", answer(gone)),
        Reason::AnswerChanged { before, after } => format!(
            "an answer changed: {}, before {}",
            answer(after),
            before.stance.as_str()
        ),
        Reason::Withdrawn(source) => format!("{} withdrew", named(source)),
        Reason::NotWithdrawn(source) => format!("{} no longer counts as withdrawn", named(source)),
        Reason::Cites(source) => format!("it cites {} now", named(source)),
        Reason::CitesNoMore(source) => format!("it no longer cites {}", named(source)),
        Reason::Part {
            claim,
            before,
            after,
            answers,
        } => {
            let answers: Vec<String> = answers.iter().map(answer).collect();
            let answers = match answers.is_empty() {
                true => String::new(),
                false => format!(" ({})", answers.join("; ")),
            };
            format!(
                "it sums up {}: {} → {}{answers}",
                named(claim),
                standing_or_not(*before),
                standing_or_not(*after)
            )
        }
        Reason::Source(source) => format!("the row of {} changed", named(source)),
        Reason::Rules => "the rules are others".to_owned(),
        Reason::Parties => "other entities are a party to it, or speak for one".to_owned(),
    }
}

fn thing_lines(page: &mut Page, thing: &Thing, fields: &[Field]) {
    let Thing {
        named,
        what,
        place,
        claims,
        answers,
    } = thing;
    page.line(named.label.clone());
    if let Some(what) = what {
        page.add(format!("  {what}"));
    }
    if named.id != named.label {
        page.add(format!("  {}", named.id));
    }
    if let Some(place) = place {
        page.add(format!(", {}", row(place)));
    }
    field_lines(page, fields, &[]);
    for answer in answers {
        answer_lines(page, "    ", answer, Some(&named.iri));
    }
    for claim in claims {
        page.line(format!("    {}  ", claim.sentence()));
        claim_details(page, "        ", claim);
    }
}

/// Two names before and now, with the path as it is now, and as it was where
/// that is another.
pub fn names(diff: &NamesDiff) -> Page {
    let mut page = Page::new();
    let mut numbers = Numbers::default();
    let NamesDiff {
        names,
        before,
        after,
    } = diff;
    page.gap().title(format!("{} – {}", names[0], names[1]));
    page.line("");
    match paths::word(diff) {
        "opened" | "closed" | "unknown" => page.alarm(paths::words(diff)),
        _ => page.add(paths::words(diff)),
    };
    if let Some(words) = paths::uncontested_words(diff) {
        page.line(words);
    }
    let (was, is) = (paths::path(before), paths::path(after));
    let other = was.filter(|was| is.is_none_or(|is| paths::ids(is) != paths::ids(was)));
    for (label, path) in [
        ("now", is),
        (
            "now, with no denial recorded",
            paths::uncontested_path(after),
        ),
        ("before", other),
    ] {
        if let Some(path) = path {
            page.gap().line(format!("{label}:"));
            path_lines(&mut page, &mut numbers, "    ", path);
        }
    }
    numbers.lines(&mut page);
    page
}

/// The names of what stands with a thing, for rows.
pub(super) fn standing_claims(thing: &Thing) -> Vec<String> {
    let claims = thing.claims.iter();
    claims
        .map(|claim| {
            let outlets = labels(&claim.outlets);
            let standing = claim.standing.words();
            format!("{} ({standing}; {outlets})", claim.id)
        })
        .collect()
}
