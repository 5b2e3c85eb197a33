//! A claim in short: its text, its standing, its row, and every answer to it.

use crate::answer::{AnswerBrief, ClaimBrief};
use crate::model::{Mode, Stance, Standing};
use crate::render::page::Page;
use crate::render::words::{row, row_cell};

/// Claims that a cell has the texts of; it has the ids, standings and answers of all.
const IN_A_CELL: usize = 50;

/// The claim with every answer, each on a line of its own; before them what is
/// to be said of it, if something is.
pub(super) fn claim_lines(page: &mut Page, first: &str, claim: &ClaimBrief, said: Option<&str>) {
    let indent = " ".repeat(first.len() + 4);
    let ClaimBrief {
        iri: _,
        id,
        text: _,
        sentence,
        mode,
        standing,
        answers,
        place,
    } = claim;
    page.line(format!("{first}{sentence}"));
    if let Some(said) = said {
        page.line(format!("{indent}{said}"));
    }
    page.line(indent.clone()).standing(*standing);
    page.add(format!("  {id}, {}", row(place)));
    match mode {
        Mode::Asserted => {}
        Mode::Hearsay | Mode::Projected | Mode::Sought | Mode::Ended => {
            page.add(format!(", {}", mode.as_str()));
        }
    }
    for answer in answers {
        page.line(format!("{indent}answer: "));
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
        of_others,
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
    let others = of_others.join(" and ");
    let others = (!others.is_empty()).then_some(others);
    for (before, value, after) in [
        (" (", scope.map(|scope| scope.as_str().to_owned()), ")"),
        (" by ", Some(speaker), ""),
        (" for ", on_behalf_of.clone(), ""),
        (", of ", of_report.clone(), ""),
        (", to ", others, ""),
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

/// Ids, texts, standings, answers, tables and rows of claims, a cell each.
pub(super) fn claim_cells(claims: impl IntoIterator<Item = ClaimBrief>) -> [String; 6] {
    let mut lists: [Vec<String>; 6] = Default::default();
    let [ids, texts, standings, answers, tables, rows] = &mut lists;
    for claim in claims {
        let ClaimBrief {
            iri: _,
            id,
            text,
            sentence: _,
            mode: _,
            standing,
            answers: given,
            place,
        } = claim;
        if ids.len() < IN_A_CELL {
            texts.push(text);
        }
        // A denial goes with the id of its claim, whichever texts are there.
        answers.extend(
            given
                .iter()
                .map(|given| format!("{id}: {}", answer_cell(given))),
        );
        standings.push(Standing::as_str(standing).to_owned());
        rows.push(row_cell(&place));
        tables.push(place.table.to_owned());
        ids.push(id);
    }
    if let more @ 1.. = ids.len().saturating_sub(IN_A_CELL) {
        texts.push(format!("+ {more} more"));
    }
    lists.map(|list| list.join("; "))
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
