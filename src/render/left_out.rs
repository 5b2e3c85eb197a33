//! What a choice of links leaves out beside what is shown: other paths, and other
//! links of the same two; in the same words wherever it is said.

use std::iter;

use serde_json::{Value, json};

use crate::answer::{Ask, BetweenPair, LeftOut, LeftOutBetween, NoPath, Path, PathAnswer};
use crate::model::Standing;
use crate::render::words::{count, number_of, standing_counts};

/// Links that carry no hop between two that another one joins:
/// `3 more links between these left out by the choice of links: 1 DENIED, 2 disputed`.
/// What was withdrawn is no matter of that choice, where nobody asked for it.
pub(super) fn more_links_words(left_out: &LeftOutBetween) -> Option<String> {
    let LeftOutBetween { chosen, withdrawn } = left_out;
    let links = chosen.iter().sum();
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

/// How many paths the filter leaves out that are no longer, but for those that
/// are shown; `None` where there is none.
pub(super) fn of_paths(answer: &PathAnswer) -> Option<String> {
    more_paths_words(answer.left_out.as_ref()?, shown(answer))
}

/// Likewise with how to see them: ``; `--within 3` without `--uncontested` shows them``.
pub(super) fn of_paths_with_advice(answer: &PathAnswer) -> Option<String> {
    let left_out = answer.left_out.as_ref()?;
    let words = more_paths_words(left_out, shown(answer))?;
    let is_one = more_paths(left_out, shown(answer)).iter().sum::<u128>() == 1 && left_out.all;
    Some(format!(
        "{words}; {}",
        advice(answer, left_out.hops, is_one)
    ))
}

/// Likewise between two of several names.
pub(super) fn of_pair(pair: &BetweenPair) -> Option<String> {
    let instead = pair.no_path.as_ref().and_then(without_filter);
    let shown = instead.into_iter().chain(&pair.shorter_without_filter);
    more_paths_words(pair.left_out.as_ref()?, shown)
}

/// The paths without the filter that are shown.
fn shown(answer: &PathAnswer) -> impl Iterator<Item = &Path> {
    let instead = answer.no_path.as_ref().and_then(without_filter);
    instead.into_iter().chain(&answer.shorter_without_filter)
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

fn more_paths_words<'a>(
    left_out: &LeftOut,
    shown: impl Iterator<Item = &'a Path>,
) -> Option<String> {
    let mut shown = shown
        .filter(|path| path.hops.len() <= left_out.hops as usize)
        .peekable();
    let path = match shown.peek() {
        Some(_) => "more path",
        None => "path",
    };
    let standings = more_paths(left_out, shown);
    let more = standings.iter().copied().fold(0, u128::saturating_add);
    let within = format!("of at most {}", count(left_out.hops as usize, "hop"));
    Some(match (more, left_out.all) {
        (0, true) => return None,
        (0, false) => format!(
            "whether the filter leaves out {path}s {within} was not found out, since counting them takes too long"
        ),
        (_, true) => format!(
            "left out by the filter: {} {within} ({})",
            number_of(more, path),
            standing_counts(&standings)
        ),
        (_, false) => format!(
            "left out by the filter: at least {} {within} ({} of those counted; to count them all takes too long)",
            number_of(more, path),
            standing_counts(&standings)
        ),
    })
}

/// Those that were counted, by standing, without some that are shown.
fn more_paths<'a>(left_out: &LeftOut, shown: impl Iterator<Item = &'a Path>) -> [u128; 4] {
    let mut standings = left_out.standings;
    let shown = shown.filter(|path| path.hops.len() <= left_out.hops as usize);
    for standing in shown.filter_map(|path| path.standing) {
        // Counting may have stopped before it.
        let counted = &mut standings[standing as usize];
        *counted = counted.saturating_sub(1);
    }
    standings
}

const STANDING: &str = "--standing";

fn advice(answer: &PathAnswer, hops: u32, is_one: bool) -> String {
    // What cannot be given with `--within` goes as well.
    let (is_within, instead_of) = match answer.ask {
        Ask::Within(within) => (within == hops, None),
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
            "with every word in `--standing`"
        }
        Some(_) | None => "",
    };
    let options: Vec<String> = options.iter().map(|one| format!("`{one}`")).collect();
    let without = match &options[..] {
        [] => String::new(),
        [one] => format!("without {one}"),
        [all @ .., last] => format!("without {} and {last}", all.join(", ")),
    };
    let how = [every, &without].into_iter().filter(|one| !one.is_empty());
    let how = how.collect::<Vec<_>>().join(" and ");
    match (is_within, is_one) {
        (true, true) => format!("{how} it is shown"),
        (true, false) => format!("{how} they are shown"),
        (false, true) => format!("`--within {hops}` {how} shows it"),
        (false, false) => format!("`--within {hops}` {how} shows them"),
    }
}

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
