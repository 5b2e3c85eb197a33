//! A claim in short: its text, its standing, its row, and every answer to it.

use crate::answer::{AnswerBrief, ClaimBrief};
use crate::model::{Mode, Stance, Standing};
use crate::render::page::Page;
use crate::render::words::row;

/// The claim with every answer, each on a line of its own.
pub(super) fn claim_lines(page: &mut Page, indent: &str, claim: &ClaimBrief) {
    let ClaimBrief {
        iri: _,
        id,
        text,
        mode,
        standing,
        answers,
        place,
    } = claim;
    page.line(format!("{indent}{text}"));
    page.line(format!("{indent}    ")).standing(*standing);
    page.add(format!("  {id}, {}", row(place)));
    match mode {
        Mode::Asserted => {}
        Mode::Hearsay | Mode::Projected | Mode::Sought | Mode::Ended => {
            page.add(format!(", {}", mode.as_str()));
        }
    }
    for answer in answers {
        page.line(format!("{indent}    answer: "));
        answer_words(page, answer);
    }
}

/// An answer on the last line: `DENIED (whole) by Acme — “No.”  id, denials.csv row 3`.
pub(super) fn answer_words(page: &mut Page, answer: &AnswerBrief) {
    match answer.stance {
        Stance::Denied | Stance::Retracted => page.alarm(answer.stance.as_str().to_uppercase()),
        Stance::Declined
        | Stance::NoResponse
        | Stance::Commented
        | Stance::Confirmed
        | Stance::Pending => page.add(answer.stance.as_str()),
    };
    page.add(after_stance(answer));
    page.add(format!("  {}, {}", answer.id, row(&answer.place)));
}

/// Likewise in one cell.
pub(super) fn answer_cell(answer: &AnswerBrief) -> String {
    format!(
        "{}{} [{}, {}]",
        answer.stance.as_str(),
        after_stance(answer),
        answer.id,
        row(&answer.place)
    )
}

fn after_stance(answer: &AnswerBrief) -> String {
    let AnswerBrief {
        id: _,
        stance: _,
        scope,
        by,
        on_behalf_of,
        of_report,
        of_part,
        when,
        via,
        asked,
        deadline,
        quote,
        text,
        place: _,
    } = answer;
    let mut words = String::new();
    let speaker = match by {
        Some(by) => by.clone(),
        None => "somebody not named".to_owned(),
    };
    let part = of_part
        .as_ref()
        .map(|part| format!("{part}, which it sums up"));
    for (before, value, after) in [
        (" (", scope.map(|scope| scope.as_str().to_owned()), ")"),
        (" by ", Some(speaker), ""),
        (" for ", on_behalf_of.clone(), ""),
        (", of ", of_report.clone(), ""),
        (", to ", part, ""),
        (", ", when.clone(), ""),
        (", via ", via.clone(), ""),
        (", asked ", asked.clone(), ""),
        (", deadline ", deadline.clone(), ""),
        (" — “", quote.clone(), "”"),
        (" — ", text.clone(), ""),
    ] {
        if let Some(value) = value {
            words.extend([before, &value, after]);
        }
    }
    words
}

/// How many of some claims are contested or withdrawn: `1 DENIED, 2 disputed`;
/// nothing where no denial is recorded of any.
pub(super) fn contested(standings: impl Iterator<Item = Standing>) -> String {
    let mut counts = [0_usize; Standing::ALL.len()];
    for standing in standings {
        counts[standing as usize] += 1;
    }
    let words = Standing::ALL.into_iter().rev().filter_map(|standing| {
        let count = counts[standing as usize];
        let is_told = count > 0 && standing != Standing::Uncontested;
        is_told.then(|| format!("{count} {}", standing.words()))
    });
    words.collect::<Vec<_>>().join(", ")
}
