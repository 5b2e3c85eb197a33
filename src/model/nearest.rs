//! "Did you mean": the known words nearest to an unknown one.
//!
//! Similarity only ever suggests; nothing is matched by it. Whoever wrote an id or
//! a word is offered what it resembles (`nearest`); a column or a file of which
//! something is to be said only if it was meant for another is held against that
//! more strictly (`mistyped`).

/// How many suggestions are shown.
const SHOWN: usize = 3;

/// Below this similarity (1 is equal) a suggestion would only puzzle.
const SIMILAR: f64 = 0.82;

/// So much less similar than the best a suggestion may be.
const AS_GOOD: f64 = 0.06;

/// The nearest words, nearest first, then in order; at most three.
pub fn nearest<'w>(text: &str, words: impl Iterator<Item = &'w str>) -> Vec<&'w str> {
    let text = text.to_lowercase();
    let mut found: Vec<(f64, &str)> = words
        .filter_map(|word| {
            let score = similarity(&text, word);
            (score >= SIMILAR).then_some((score, word))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    found.dedup();
    // A near miss leaves no doubt; farther words would only distract.
    let best = found.first().map_or(0.0, |(score, _)| *score);
    found.retain(|(score, _)| best - score <= AS_GOOD);
    found.truncate(SHOWN);
    found.into_iter().map(|(_, word)| word).collect()
}

fn similarity(text: &str, word: &str) -> f64 {
    // `penhale` for `jory-penhale`: a part between hyphens is a good guess
    // that the distance of letters would miss.
    let is_part =
        |part: &str, whole: &str| part.len() > 2 && whole.split(['-', '.']).any(|p| p == part);
    if is_part(text, word) || is_part(word, text) {
        return 0.95;
    }
    strsim::jaro_winkler(text, word)
}

/// The candidate that a few typing mistakes turn into `word`, if any does.
pub fn mistyped<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    candidates
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// `did you mean `a`, `b` or `c`?`, or nothing.
pub fn did_you_mean(words: &[&str]) -> Option<String> {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match &quoted[..] {
        [] => None,
        [only] => Some(format!("did you mean {only}?")),
        [most @ .., last] => Some(format!("did you mean {} or {last}?", most.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_words_are_suggested() {
        let suggest = |text: &str| {
            let words = ["jory-penhale", "jenna-penhale", "vale", "gannet"];
            did_you_mean(&nearest(text, words.into_iter()))
        };
        assert_eq!(
            suggest("Penhale").as_deref(),
            Some("did you mean `jenna-penhale` or `jory-penhale`?")
        );
        assert_eq!(suggest("ganet").as_deref(), Some("did you mean `gannet`?"));
        assert_eq!(suggest("nobody"), None);
    }
}
