//! Dated claims and answers in their order, as text, JSON, rows, and as a
//! picture, alone or in a page with the full claims below.

mod axis;
mod bars;
mod chart;
mod json;
mod legend;
mod page;
mod picture;
mod rows;
mod shown;
mod telling;
mod until;

pub use json::entry as value;
pub use shown::MOST_DRAWN;
pub use telling::{TellError, Telling};

use crate::answer::{Dated, Timeline, TimelineCounts, TimelineEntry, When};
use crate::model::Standing;
use crate::render::words::{count, count_verb, labels};

/// What every form says of the whole.
#[derive(Debug, Clone)]
pub struct Facts {
    pub title: String,
    /// In a sentence or two.
    pub summary: String,
    pub counts: TimelineCounts,
    pub undated: usize,
    pub outside: usize,
    pub outside_unsure: usize,
}

/// What no reader of a page may take for more than it is.
pub const NOT_TRUE: &str =
    "Each line is a claim by a source. “No denial recorded” never means that it is true.";

/// What a check of a claim says.
pub const ACCURATE: &str =
    "Where a check says “accurate”, the source does say so; that is not to say that it is true.";

/// Puts together what is said of the whole.
pub fn facts(timeline: &Timeline, counts: TimelineCounts) -> Facts {
    let mut title = "Timeline".to_owned();
    if !timeline.names.is_empty() {
        title = format!("{title}: {}", labels(&timeline.names));
    }
    let TimelineCounts {
        claims,
        answers,
        contested,
    } = counts;
    let mut summary = count(claims, "dated claim");
    if contested > 0 {
        summary.push_str(&format!(" ({contested} contested)"));
    }
    if answers > 0 {
        summary.push_str(&format!(", {}", count(answers, "dated answer")));
    }
    let days = match (timeline.from, timeline.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(to)) => Some(format!("up to {to}")),
        (Some(from), Some(to)) => Some(format!("from {from} to {to}")),
    };
    if let Some(days) = days {
        summary.push_str(&format!(
            "; that may fall into the days {days}; {} outside",
            timeline.outside
        ));
        match timeline.outside_unsure {
            0 => {}
            1 => summary
                .push_str(", of which 1 uncertain or approximate: it may fall here all the same"),
            unsure => summary.push_str(&format!(
                ", of which {unsure} uncertain or approximate: they may fall here all the same"
            )),
        }
    }
    summary.push_str("; ");
    summary.push_str(&count_verb(
        timeline.undated,
        "claim has no date",
        "claims have no date",
    ));
    Facts {
        title,
        summary,
        counts,
        undated: timeline.undated,
        outside: timeline.outside,
        outside_unsure: timeline.outside_unsure,
    }
}

/// The date of an entry: as written, and in the report's words.
fn when(entry: &TimelineEntry) -> &When {
    match &entry.what {
        Dated::Claim(claim) => &claim.when,
        Dated::Answer { answer, claims: _ } => &answer.when,
    }
}

/// The date in plain words; of an undated one the report's, if any.
fn date_words(entry: &TimelineEntry) -> String {
    match (&entry.shape, &when(entry).printed) {
        (Some(shape), _) => shape.words(),
        (None, Some(printed)) => format!("no date; in the report's words “{printed}”"),
        (None, None) => "no date".to_owned(),
    }
}

fn is_contested(standing: Standing) -> bool {
    match standing {
        Standing::Uncontested => false,
        Standing::Disputed | Standing::Denied | Standing::Retracted => true,
    }
}
