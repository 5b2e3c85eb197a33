//! Up to which day what has no end is drawn.
//!
//! "Since 2019" says nothing of tomorrow: such a bar ends, and is open, on the last
//! day of which the picture knows anything. No clock is asked.

use crate::answer::{AnswerView, ClaimView, Dated, TimelineEntry};
use crate::model::{DateShape, Day, Mode, SpanEnd, Time};

/// A day, and why this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Until {
    pub day: Day,
    pub why: &'static str,
}

/// The day for these claims and answers, of a case as known on a day and up to a
/// day, from which something may be withheld; `None` where each of them has an end
/// that is given.
pub(super) fn until(
    entries: &[TimelineEntry],
    known_on: Option<Day>,
    to: Option<Day>,
    withholds: bool,
) -> Option<Until> {
    let shapes = entries.iter().filter_map(|entry| entry.shape.as_ref());
    if !shapes.clone().any(is_open) {
        return None;
    }
    let of_case = known_on.map(|day| Until {
        day,
        why: "as known on that day",
    });
    let recorded = entries.iter().filter_map(last_recorded).max();
    let recorded = recorded.map(|day| Until {
        day,
        why: match withholds {
            true => {
                "the last day on which anything drawn here was recorded, as far as that is not withheld"
            }
            false => "the last day on which anything drawn here was recorded",
        },
    });
    let named = || {
        let happened = entries.iter().filter(|entry| !is_to_come(entry));
        let days = happened.filter_map(|entry| entry.shape.as_ref());
        let day = days.flat_map(times).map(|time| time.first).max()?;
        Some(Until {
            day,
            why: "the last date that anything drawn here has",
        })
    };
    let last = of_case.or(recorded).or_else(named);
    match (last, to) {
        (Some(last), Some(to)) if last.day <= to => Some(last),
        (_, Some(day)) => Some(Until {
            day,
            why: "the last day that was asked for",
        }),
        (last, None) => last,
    }
}

fn is_open(shape: &DateShape) -> bool {
    match shape {
        DateShape::Within(_) => false,
        DateShape::FromTo(_, to) => match to {
            SpanEnd::At(_) => false,
            SpanEnd::Open | SpanEnd::Unknown => true,
        },
    }
}

fn times(shape: &DateShape) -> impl Iterator<Item = &Time> {
    let times = match shape {
        DateShape::Within(time) => [Some(time), None],
        DateShape::FromTo(from, to) => [from.time(), to.time()],
    };
    times.into_iter().flatten()
}

/// Whether it has not happened yet as far as is claimed.
fn is_to_come(entry: &TimelineEntry) -> bool {
    match &entry.what {
        Dated::Claim(claim) => match claim.mode {
            Mode::Projected | Mode::Sought => true,
            Mode::Asserted | Mode::Hearsay | Mode::Ended => false,
        },
        Dated::Answer { .. } => false,
    }
}

/// When the last of what is shown of it was recorded.
fn last_recorded(entry: &TimelineEntry) -> Option<Day> {
    match &entry.what {
        Dated::Claim(claim) => {
            let ClaimView {
                recorded, answers, ..
            } = &**claim;
            let answers = answers.iter().filter_map(of_answer);
            answers.chain(day(recorded.as_deref())).max()
        }
        Dated::Answer { answer, claims: _ } => of_answer(answer),
    }
}

fn of_answer(answer: &AnswerView) -> Option<Day> {
    day(answer.recorded.as_deref())
}

fn day(text: Option<&str>) -> Option<Day> {
    text.and_then(|text| text.parse().ok())
}
