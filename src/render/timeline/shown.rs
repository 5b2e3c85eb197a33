//! The picture of a timeline, as SVG and in a page.

use std::io;

use serde_json::json;

use crate::answer::{AnswerView, CitedSource, ClaimView, Dated, SummedUp, TimelineEntry};
use crate::model::{Mode, Stance, Standing};
use crate::render::html::{self, Template};
use crate::render::rows::{answer, source};
use crate::render::svg::{self, Drawing};
use crate::render::timeline::picture::{Frame, Lane, Paragraph, layout};
use crate::render::timeline::{Facts, date_words, is_contested, json as object};
use crate::render::words::{labels, row};

/// Claims and answers that are drawn: more make no picture that can be read,
/// and a file that no program opens.
pub const MOST_DRAWN: usize = 400;

const PAGE: Template = Template {
    name: "timeline.html",
    source: include_str!("../html/timeline.html"),
};

/// Writes the picture alone, with the list of what its numbers mean.
///
/// # Errors
/// Those of the writer.
pub fn svg(
    facts: &Facts,
    notes: &[String],
    entries: &[TimelineEntry],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    drawn(facts, notes, entries, true, out)
}

/// The picture alone, for what is not written as SVG.
pub fn drawing(facts: &Facts, notes: &[String], entries: &[TimelineEntry]) -> Drawing {
    let lanes: Vec<Lane> = entries.iter().filter_map(lane).collect();
    layout(&frame(facts, notes, true), &lanes)
}

/// Writes a page: the picture, and below it every claim in full.
///
/// # Errors
/// Those of the writer.
pub fn html(
    facts: &Facts,
    notes: &[String],
    entries: &[TimelineEntry],
    undated: &[TimelineEntry],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut picture = Vec::new();
    if !entries.is_empty() {
        drawn(facts, &[], entries, false, &mut picture)?;
    }
    let picture = String::from_utf8(picture).map_err(io::Error::other)?;
    let values = |list: &[TimelineEntry]| list.iter().map(object::entry).collect::<Vec<_>>();
    let data = json!({
        "title": facts.title,
        "summary": facts.summary,
        "notes": notes,
        "picture": picture,
        "entries": values(entries),
        "undated": values(undated),
    });
    html::write(PAGE, &data, out)
}

fn drawn(
    facts: &Facts,
    notes: &[String],
    entries: &[TimelineEntry],
    with_list: bool,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let lanes: Vec<Lane> = entries.iter().filter_map(lane).collect();
    let mut description = format!("{}.", facts.summary);
    for (at, lane) in lanes.iter().enumerate() {
        let lines: Vec<&str> = lane.lines.iter().map(|line| line.text.as_str()).collect();
        description.push_str(&format!("\n{}. {}", at + 1, lines.join(" — ")));
    }
    let frame = frame(facts, notes, with_list);
    svg::write(&layout(&frame, &lanes), &facts.title, &description, out)
}

fn frame(facts: &Facts, notes: &[String], with_list: bool) -> Frame {
    let summary = Paragraph {
        text: facts.summary.clone(),
        alarm: false,
    };
    let notes = notes.iter().map(|note| Paragraph {
        text: note.clone(),
        alarm: note.contains("NOT COMPLETE") || note.contains("as known on"),
    });
    // In a page both stand above the picture.
    match with_list {
        true => Frame {
            title: facts.title.clone(),
            notes: [summary].into_iter().chain(notes).collect(),
            with_list,
        },
        false => Frame {
            title: String::new(),
            notes: Vec::new(),
            with_list,
        },
    }
}

fn lane(entry: &TimelineEntry) -> Option<Lane> {
    let shape = entry.shape.clone()?;
    let date = date_words(entry);
    Some(match &entry.what {
        Dated::Claim(claim) => {
            let contested = is_contested(claim.standing);
            Lane {
                shape,
                word: contested.then(|| claim.standing.words().to_owned()),
                contested,
                lines: claim_lines(&date, claim),
            }
        }
        Dated::Answer {
            answer: given,
            claims: _,
        } => Lane {
            shape,
            word: Some(stance_word(given).to_owned()),
            contested: false,
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
        },
    })
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

fn claim_lines(date: &str, claim: &ClaimView) -> Vec<Paragraph> {
    let quiet = |text: String| Paragraph { text, alarm: false };
    let mode = match claim.mode {
        Mode::Asserted => String::new(),
        Mode::Hearsay | Mode::Projected | Mode::Sought | Mode::Ended => {
            format!(" ({})", claim.mode.as_str())
        }
    };
    let mut lines = vec![
        quiet(format!("{date}: {}{mode}", claim.sentence())),
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
