//! The picture of a timeline, as SVG and in a page.

use std::collections::BTreeMap;
use std::io;

use serde_json::json;

use crate::answer::{
    AnswerView, CitedSource, ClaimView, Dated, SummedUp, TargetKind, TimelineEntry,
};
use crate::model::{Mode, Stance, Standing};
use crate::render::html::{self, Template};
use crate::render::rows::{answer, source};
use crate::render::svg::{self, Drawing};
use crate::render::timeline::picture::{Frame, Lane, Paragraph, layout};
use crate::render::timeline::until::Until;
use crate::render::timeline::{Facts, date_words, is_contested, json as object};
use crate::render::words::{count, labels, row};

/// Claims and answers that are drawn: more make no picture that can be read,
/// and a file that no program opens.
pub const MOST_DRAWN: usize = 400;

/// Claims of one answer that are named beside its shape where they have no number;
/// all stand in the list.
const MOST_NAMED: usize = 2;

const PAGE: Template = Template {
    name: "timeline.html",
    source: include_str!("../html/timeline.html"),
};

/// What is said with a picture besides its facts.
#[derive(Debug, Clone, Default)]
pub(super) struct Beside {
    /// Above it, a line each.
    pub notes: Vec<String>,
    /// Above the list of claims.
    pub of_list: Option<&'static str>,
    pub until: Option<Until>,
}

/// Writes the picture alone, with the list of what its numbers mean.
///
/// # Errors
/// Those of the writer.
pub(super) fn svg(
    facts: &Facts,
    beside: &Beside,
    entries: &[TimelineEntry],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    drawn(facts, beside, entries, true, out)
}

/// The picture alone, for what is not written as SVG.
pub(super) fn drawing(facts: &Facts, beside: &Beside, entries: &[TimelineEntry]) -> Drawing {
    layout(&frame(facts, beside, true), &lanes(entries))
}

/// Writes a page: the picture, and below it every claim in full.
///
/// # Errors
/// Those of the writer.
pub(super) fn html(
    facts: &Facts,
    beside: &Beside,
    entries: &[TimelineEntry],
    undated: &[TimelineEntry],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut picture = Vec::new();
    if !entries.is_empty() {
        drawn(facts, beside, entries, false, &mut picture)?;
    }
    let picture = String::from_utf8(picture).map_err(io::Error::other)?;
    let values = |list: &[TimelineEntry]| list.iter().map(object::entry).collect::<Vec<_>>();
    let data = json!({
        "title": facts.title,
        "summary": facts.summary,
        "notes": beside.notes,
        "of_list": beside.of_list,
        "picture": picture,
        "entries": values(entries),
        "undated": values(undated),
    });
    html::write(PAGE, &data, out)
}

fn drawn(
    facts: &Facts,
    beside: &Beside,
    entries: &[TimelineEntry],
    with_list: bool,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let lanes = lanes(entries);
    let mut description = format!("{}.", facts.summary);
    for (at, lane) in lanes.iter().enumerate() {
        let lines: Vec<&str> = lane.lines.iter().map(|line| line.text.as_str()).collect();
        description.push_str(&format!("\n{}. {}", at + 1, lines.join(" — ")));
    }
    let frame = frame(facts, beside, with_list);
    svg::write(&layout(&frame, &lanes), &facts.title, &description, out)
}

fn frame(facts: &Facts, beside: &Beside, with_list: bool) -> Frame {
    let Beside {
        notes,
        of_list,
        until,
    } = beside;
    let summary = Paragraph {
        text: facts.summary.clone(),
        alarm: false,
    };
    let notes = notes.iter().map(|note| Paragraph {
        text: note.clone(),
        alarm: note.contains("NOT COMPLETE") || note.contains("as known on"),
    });
    // In a page both stand above the picture.
    let (title, notes) = match with_list {
        true => (
            facts.title.clone(),
            [summary].into_iter().chain(notes).collect(),
        ),
        false => (String::new(), Vec::new()),
    };
    Frame {
        title,
        notes,
        with_list,
        until: until.clone(),
        of_list: *of_list,
    }
}

fn lanes(entries: &[TimelineEntry]) -> Vec<Lane> {
    let drawn = entries.iter().filter(|entry| entry.shape.is_some());
    // By which number a claim is called, for the answers to it.
    let numbers: BTreeMap<&str, usize> = drawn
        .enumerate()
        .filter_map(|(at, entry)| match &entry.what {
            Dated::Claim(claim) => Some((claim.iri.as_str(), at + 1)),
            Dated::Answer { .. } => None,
        })
        .collect();
    let lanes = entries.iter().filter_map(|entry| lane(entry, &numbers));
    lanes.collect()
}

fn lane(entry: &TimelineEntry, numbers: &BTreeMap<&str, usize>) -> Option<Lane> {
    let shape = entry.shape.clone()?;
    let date = date_words(entry);
    Some(match &entry.what {
        Dated::Claim(claim) => {
            let contested = is_contested(claim.standing);
            Lane {
                shape,
                word: contested.then(|| claim.standing.words().to_owned()),
                contested,
                caption: sentence(claim),
                lines: claim_lines(&date, claim),
                date,
            }
        }
        Dated::Answer {
            answer: given,
            claims,
        } => Lane {
            shape,
            word: Some(stance_word(given).to_owned()),
            contested: false,
            caption: answer_caption(given, claims, numbers),
            lines: vec![
                Paragraph {
                    text: format!("{date}: answer"),
                    alarm: false,
                },
                Paragraph {
                    text: answer(given, None),
                    alarm: is_denial(given),
                },
            ],
            date,
        },
    })
}

/// Who says what to which claims, these by their numbers in the picture:
/// `denied (whole) by Acme, to [3], [4]`. What has no number is told with its standing.
fn answer_caption(
    given: &AnswerView,
    claims: &[ClaimView],
    numbers: &BTreeMap<&str, usize>,
) -> String {
    let mut words = given.stance.as_str().to_owned();
    if let Some(scope) = given.scope {
        words.push_str(&format!(" ({})", scope.as_str()));
    }
    if let Some(by) = &given.by {
        words.push_str(&format!(" by {}", by.label));
    }
    if let Some(principal) = &given.on_behalf_of {
        words.push_str(&format!(" for {}", principal.label));
    }
    let mut to = Vec::new();
    for target in &given.of {
        if let Some(number) = numbers.get(target.named.iri.as_str()) {
            to.push(format!("[{number}]"));
        }
    }
    let mut unnumbered = 0;
    for target in &given.of {
        if numbers.contains_key(target.named.iri.as_str()) {
            continue;
        }
        let standing = claims.iter().find(|claim| claim.iri == target.named.iri);
        match (target.kind, standing) {
            (TargetKind::Claim, Some(claim)) if unnumbered < MOST_NAMED => {
                unnumbered += 1;
                to.push(format!(
                    "“{}” ({})",
                    claim.sentence(),
                    claim.standing.words()
                ));
            }
            (TargetKind::Claim, _) => unnumbered += 1,
            (TargetKind::Source | TargetKind::Question, _) => to.push(target.named.label.clone()),
        }
    }
    if unnumbered > MOST_NAMED {
        to.push(count(unnumbered - MOST_NAMED, "other claim"));
    }
    words.push_str(&format!(", to {}", to.join(", ")));
    words
}

fn stance_word(given: &AnswerView) -> &'static str {
    match given.stance {
        Stance::Denied => "denial",
        Stance::Retracted => "withdrawal",
        Stance::Declined
        | Stance::NoResponse
        | Stance::Commented
        | Stance::Confirmed
        | Stance::Pending => "answer",
    }
}

/// The sentence of a claim with its mode, where it is not plainly asserted.
fn sentence(claim: &ClaimView) -> String {
    match claim.mode {
        Mode::Asserted => claim.sentence().into_owned(),
        Mode::Hearsay | Mode::Projected | Mode::Sought | Mode::Ended => {
            format!("{} ({})", claim.sentence(), claim.mode.as_str())
        }
    }
}

fn claim_lines(date: &str, claim: &ClaimView) -> Vec<Paragraph> {
    let quiet = |text: String| Paragraph { text, alarm: false };
    let mut lines = vec![
        quiet(format!("{date}: {}", sentence(claim))),
        Paragraph {
            text: match claim.standing {
                Standing::Disputed => claim.standing.words().to_uppercase(),
                Standing::Uncontested | Standing::Denied | Standing::Retracted => {
                    claim.standing.words().to_owned()
                }
            },
            alarm: is_contested(claim.standing),
        },
    ];
    answer_lines(&claim.answers, &claim.iri, "", &mut lines);
    for (parts, how) in [
        (&claim.summarises, "which it sums up"),
        (&claim.same_meeting, "of the same meeting"),
    ] {
        for part in parts {
            let SummedUp {
                named,
                subject: _,
                verb: _,
                standing,
                answers,
            } = part;
            let other = format!(" to {}, {how} ({})", named.id, standing.words());
            let left: Vec<AnswerView> = answers
                .iter()
                .filter(|given| claim.answers.iter().all(|own| own.iri != given.iri))
                .cloned()
                .collect();
            answer_lines(&left, &named.iri, &other, &mut lines);
        }
    }
    if lines.len() == 2 {
        lines.push(quiet("no answer on record".to_owned()));
    }
    let sources: Vec<String> = claim.sources.iter().map(with_way).collect();
    lines.push(quiet(format!(
        "source: {} [{}, {}]",
        sources.join("; "),
        claim.id,
        row(&claim.place)
    )));
    if let Some(concern) = &claim.concern {
        lines.push(quiet(format!("concern: {concern}")));
    }
    lines
}

/// A source and what it came through.
fn with_way(cited: &CitedSource) -> String {
    match cited.chain.get(1..) {
        None | Some([]) => source(cited),
        Some(via) => format!("{}, via {}", source(cited), labels(via)),
    }
}

fn answer_lines(answers: &[AnswerView], shown_with: &str, more: &str, lines: &mut Vec<Paragraph>) {
    lines.extend(answers.iter().map(|given| Paragraph {
        text: format!("answer: {}{more}", answer(given, Some(shown_with))),
        alarm: is_denial(given),
    }));
}

fn is_denial(given: &AnswerView) -> bool {
    match given.stance {
        Stance::Denied | Stance::Retracted => true,
        Stance::Declined
        | Stance::NoResponse
        | Stance::Commented
        | Stance::Confirmed
        | Stance::Pending => false,
    }
}
