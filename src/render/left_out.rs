//! What a choice of links leaves out beside what is shown: other paths, and other
//! links of the same two; in the same words wherever it is said.

use std::iter;

use serde_json::{Value, json};

use crate::answer::{
    Ask, BetweenPair, Budget, Count, LeftOut, LeftOutBetween, NoPath, Path, PathAnswer,
    ShownLeftOut, TOO_LONG, left_out_words, more_left_out,
};
use crate::model::Standing;
use crate::render::selection::Given;
use crate::render::words::{count, standing_counts};

/// Links that carry no hop between two that another one joins:
/// `3 more links between these left out by the choice of links: 1 DENIED, 2 disputed`.
/// What was withdrawn is no matter of that choice, where nobody asked for it.
pub(super) fn more_links_words(left_out: &LeftOutBetween) -> Option<String> {
    let LeftOutBetween { chosen, withdrawn } = left_out;
    let links: usize = chosen.iter().sum();
    let by_choice = (links > 0).then(|| {
        format!(
            "{} between these left out by the choice of links: {}",
            count(links, "more link"),
            standing_counts(chosen)
        )
    });
    let withdrawn = match withdrawn {
        0 => None,
        1 => Some("1 more link between these was withdrawn and carries no hop".to_owned()),
        links => Some(format!(
            "{links} more links between these were withdrawn and carry no hop"
        )),
    };
    let words: Vec<String> = by_choice.into_iter().chain(withdrawn).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// By what paths are left out, where there is a filter.
pub(super) const BY_FILTER: &str = "by the filter";

/// Likewise of an answer, which `--strongest` may have narrowed.
pub(super) fn by(answer: &PathAnswer) -> &'static str {
    match (answer.strongest, answer.selected.options().is_empty()) {
        (false, _) => BY_FILTER,
        (true, false) => "by the filter or for weaker links",
        (true, true) => "for weaker links",
    }
}

/// How many paths are left out that are no longer, but for those that are shown;
/// `None` where there is none.
pub(super) fn of_paths(answer: &PathAnswer) -> Option<String> {
    let not_all = match answer.independent {
        Some(_) => "those longer than the shortest path were not counted",
        None => TOO_LONG,
    };
    left_out_words(
        answer.left_out.as_ref()?,
        shown(answer),
        by(answer),
        not_all,
    )
}

/// Likewise with how to see them: ``; `--within 3` without `--uncontested` shows them``.
pub(super) fn of_paths_with_advice(answer: &PathAnswer, given: Given) -> Option<String> {
    let words = of_paths(answer)?;
    let left_out = answer.left_out.as_ref()?;
    Some(format!("{words}; {}", advice(answer, left_out, given)))
}

/// Likewise between two of several names.
pub(super) fn of_pair(pair: &BetweenPair) -> Option<String> {
    let instead = pair.no_path.as_ref().and_then(without_filter);
    let shown = instead.into_iter().chain(&pair.shorter_without_filter);
    let shown = shown.map(as_shown);
    left_out_words(pair.left_out.as_ref()?, shown, BY_FILTER, TOO_LONG)
}

/// The paths without the filter that are shown.
fn shown(answer: &PathAnswer) -> impl Iterator<Item = ShownLeftOut> + Clone {
    let instead = answer.no_path.as_ref().and_then(without_filter);
    let shown = instead.into_iter().chain(&answer.shorter_without_filter);
    shown.map(as_shown)
}

fn as_shown(path: &Path) -> ShownLeftOut {
    (path.hops.len(), path.standing)
}

/// The path that a filter hides, among those that there would be otherwise.
fn without_filter(no_path: &NoPath) -> Option<&Path> {
    match no_path {
        NoPath::ExcludedByFilter { without_filter, .. } => Some(without_filter),
        NoPath::NotConnected { .. }
        | NoPath::NotThrough { .. }
        | NoPath::NoneIndependent { .. }
        | NoPath::BeyondLimit { .. }
        | NoPath::Unfinished => None,
    }
}

/// Whether `--within` lists all that there are without the filter, as far as that is
/// known.
fn are_listed(answer: &PathAnswer, left_out: &LeftOut) -> bool {
    let passing = match answer.total {
        Some(Count::Exactly(paths)) => paths,
        Some(Count::MoreThan(_)) | None => return false,
    };
    let all = left_out.counted().saturating_add(passing);
    left_out.all && all <= Budget::default().listed as u128
}

const STANDING: &str = "--standing";

fn advice(answer: &PathAnswer, left_out: &LeftOut, given: Given) -> String {
    // What cannot be given with `--within` goes as well.
    let (is_within, instead_of) = match answer.ask {
        Ask::Within(within) => (within == left_out.hops, None),
        Ask::Shortest => (false, None),
        Ask::AllShortest => (false, Some("--all-shortest")),
        Ask::First(_) => (false, Some("-k")),
        Ask::Independent(_) => (false, Some("--independent")),
    };
    let max_hops = match answer.ask {
        Ask::Shortest | Ask::AllShortest | Ask::First(_) => answer.max_hops.map(|_| "--max-hops"),
        // It comes of these themselves.
        Ask::Within(_) | Ask::Independent(_) => None,
    };
    let options = instead_of.into_iter().chain(max_hops);
    let options = options.chain(answer.strongest.then_some("--strongest"));
    let mut options: Vec<&str> = options.chain(answer.selected.options()).collect();
    // Retracted links, which were asked for, are on the way as well.
    let standings = answer.selected.standings.iter().flatten();
    let every = match standings.copied().max() {
        Some(Standing::Retracted) if options.contains(&STANDING) => {
            options.retain(|option| *option != STANDING);
            format!("with every word in {}", given.name(STANDING))
        }
        Some(_) | None => String::new(),
    };
    let options: Vec<String> = options.iter().map(|one| given.name(one)).collect();
    let without = match &options[..] {
        [] => String::new(),
        [one] => format!("without {one}"),
        [all @ .., last] => format!("without {} and {last}", all.join(", ")),
    };
    let how = [every, without].into_iter().filter(|one| !one.is_empty());
    let how = how.collect::<Vec<_>>().join(" and ");
    let within = given.with("--within", left_out.hops);
    if !are_listed(answer, left_out) {
        return match is_within {
            true => format!("{how} all paths are listed, {AT_MOST}"),
            false => format!("{within} {how} lists all paths, {AT_MOST}"),
        };
    }
    let is_one = more_left_out(left_out, shown(answer)).counted() == 1;
    match (is_within, is_one) {
        (true, true) => format!("{how} it is shown"),
        (true, false) => format!("{how} they are shown"),
        (false, true) => format!("{within} {how} shows it"),
        (false, false) => format!("{within} {how} shows them"),
    }
}

/// More than `Budget::listed` are never listed.
const AT_MOST: &str = "but no more than the first 1,000";

/// With a capital letter, as a sentence begins.
pub(super) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// As JSON; `null` where nothing is left out, or there is no path without the filter.
pub(super) fn value(left_out: Option<&LeftOut>) -> Value {
    let Some(left_out) = left_out else {
        return Value::Null;
    };
    let LeftOut {
        hops,
        standings,
        all,
    } = left_out;
    let counts = iter::zip(Standing::ALL, standings);
    let counts = counts.map(|(one, count)| (one.as_str().to_owned(), number(*count)));
    json!({
        "max_hops": hops,
        "paths": number(left_out.counted()),
        "all_counted": all,
        "by_standing": counts.collect::<serde_json::Map<_, _>>(),
    })
}

/// A count; beyond what JSON readers hold exactly it is a string of digits.
pub(super) fn number(count: u128) -> Value {
    match u64::try_from(count) {
        Ok(count) if count < 1 << 53 => json!(count),
        _ => json!(count.to_string()),
    }
}
