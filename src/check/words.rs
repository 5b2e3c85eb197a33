//! Words of closed lists: a kind, a stance, yes or no.

use crate::model::Code;
use crate::model::Problem;
use crate::model::did_you_mean;
use crate::model::nearest;

use super::problems::problem;
use super::row_check::RowCheck;

impl RowCheck<'_, '_> {
    /// A word of a closed list; `None` when the cell is empty, says `unknown`
    /// (unless the list has that word), or holds something else, which is
    /// reported.
    pub(super) fn word<T: Copy>(
        &mut self,
        column: &str,
        all: &[T],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let cell = self.cell(column)?;
        if let Some(value) = all.iter().copied().find(|v| name(*v) == cell.text()) {
            return Some(value);
        }
        self.known(column)?;
        let words: Vec<&str> = all.iter().map(|value| name(*value)).collect();
        let plain = cell.text().to_lowercase().replace([' ', '_'], "-");
        // The same word in other letters, else one that means the same, else
        // the nearest: `checked` is nearest to `unchecked`.
        let same = words
            .iter()
            .copied()
            .find(|word| word.to_lowercase() == plain);
        let meant = match same.or_else(|| meant_by(&plain).filter(|w| words.contains(w))) {
            Some(word) => vec![word],
            None => nearest(&plain, words.iter().copied()),
        };
        self.push(Problem {
            hints: did_you_mean(&meant).into_iter().collect(),
            ..problem(
                Code::UnknownWord,
                cell.place(),
                format!("`{}` is no value of `{column}`", cell.text()),
                format!("one of: {}", words.join(", ")),
            )
        });
        None
    }

    /// `yes` or `no`.
    pub(super) fn yes_no(&mut self, column: &str) -> Option<bool> {
        self.word(column, &[true, false], |yes| if yes { "yes" } else { "no" })
    }
}

/// Words that people write for those of the tables; in lower case, with hyphens.
fn meant_by(text: &str) -> Option<&'static str> {
    Some(match text {
        "y" | "true" | "1" | "x" => "yes",
        "n" | "false" | "0" => "no",
        "deny" | "denial" | "denies" => "denied",
        "refused" | "no-comment" => "declined",
        "silent" | "silence" | "no-answer" | "unanswered" => "no-response",
        "admitted" | "acknowledged" | "confirms" => "confirmed",
        "withdrawn" | "corrected" => "retracted",
        "full" | "all" | "entire" => "whole",
        "partial" | "partly" => "part",
        "characterization" | "wording" => "characterisation",
        "newspaper" | "article" | "report" | "outlet" | "website" => "publication",
        "unnamed" => "anonymous",
        "rumour" | "rumor" | "rumoured" => "hearsay",
        "planned" | "expected" | "future" => "projected",
        "former" | "past" | "formerly" => "ended",
        "approximately" | "circa" | "ca." | "ca" | "around" | "~" => "about",
        "more-than" | "at-least" | ">" => "over",
        "less-than" | "at-most" | "up-to" | "<" => "under",
        "range" => "between",
        "maybe" | "perhaps" | "unclear" | "?" => "unsure",
        "checked" | "verified" | "ok" => "accurate",
        _ => return None,
    })
}
