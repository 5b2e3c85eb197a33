//! Figures as people write them: `$5m`, `1.250.000,50`, `1'000`.
//!
//! Gives the numbers that such a figure may mean, for a hint; which of them
//! the source means, only a person can look up.

use crate::model::Decimal;

use super::currencies;

/// The numbers that a figure written for people may mean: `$5m` 5000000,
/// `1,500` both 1500 and 1.500. Empty when it is no figure.
pub(super) fn meant_by(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let is_figure = |c: char| {
        c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}')
    };
    let (Some(first), Some(last)) = (
        lower.find(|c: char| c.is_ascii_digit()),
        lower.rfind(|c: char| c.is_ascii_digit()),
    ) else {
        return Vec::new();
    };
    let (before, figure, after) = (
        lower[..first].trim(),
        &lower[first..=last],
        lower[last + 1..].trim(),
    );
    let Some(power) = power_of(after) else {
        return Vec::new();
    };
    if !figure.chars().all(is_figure) || !is_money_sign(before.trim_end_matches('-').trim()) {
        return Vec::new();
    }
    let minus = if before.ends_with('-') { "-" } else { "" };
    // Blanks and apostrophes part thousands, wherever in the world they stand.
    let plain = |c: char| {
        if matches!(c, '.' | ',') || c.is_ascii_digit() {
            c
        } else {
            '\''
        }
    };
    let figure: String = figure.chars().map(plain).collect();
    readings(&figure)
        .into_iter()
        .filter_map(|number| scaled(&number, power))
        .map(|number| format!("{minus}{number}"))
        .filter(|number| number != text && number.parse::<Decimal>().is_ok())
        .collect()
}

/// Digits with points, commas and apostrophes, read with point and comma each
/// as the mark of decimals.
fn readings(figure: &str) -> Vec<String> {
    let mut found: Vec<String> = ['.', ',']
        .into_iter()
        .filter_map(|decimals| {
            let (whole, fraction) = figure.split_once(decimals).unwrap_or((figure, ""));
            let is_plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
            if !is_plain(fraction) {
                return None;
            }
            let digits = ungrouped(whole)?;
            Some(if fraction.is_empty() {
                digits
            } else {
                format!("{digits}.{fraction}")
            })
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Digits in one piece, or in groups of three with one mark between them.
fn ungrouped(whole: &str) -> Option<String> {
    let Some(mark) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return Some(whole.to_owned());
    };
    let mut groups = whole.split(mark);
    let first = groups.next().is_some_and(|g| (1..=3).contains(&g.len()));
    let rest = groups.all(|g| g.len() == 3);
    let digits = whole.replace(mark, "");
    (first && rest && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// Moves the point to the right; trailing zeros of the fraction are dropped.
fn scaled(number: &str, power: usize) -> Option<String> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if power == 0 {
        return Some(number.to_owned());
    }
    if fraction.len() > power {
        return None;
    }
    let digits = format!("{whole}{fraction}{}", "0".repeat(power - fraction.len()));
    let digits = digits.trim_start_matches('0');
    Some(if digits.is_empty() { "0" } else { digits }.to_owned())
}

/// The power of ten of a word after a figure; currencies have none.
fn power_of(word: &str) -> Option<usize> {
    let word = word.trim_end_matches(|c: char| is_money_sign(&c.to_string()));
    let (scale, rest) = word.split_once(' ').unwrap_or((word, ""));
    let scale = match scale.trim_end_matches('.') {
        "k" | "thousand" | "tsd" => 3,
        "m" | "mn" | "mln" | "mio" | "million" | "millions" => 6,
        "bn" | "b" | "mrd" | "billion" | "billions" => 9,
        "trn" | "tn" | "trillion" => 12,
        _ => return is_money_sign(word).then_some(0),
    };
    is_money_sign(rest).then_some(scale)
}

/// Nothing, a currency sign, or a word for a currency.
fn is_money_sign(word: &str) -> bool {
    word.is_empty() || currencies::meant_by(word).is_some() || word == "%"
}

#[cfg(test)]
mod tests {
    use super::meant_by;

    #[test]
    fn a_figure_written_for_people_is_shown_as_a_number() {
        for (text, expected) in [
            ("1,000,000", vec!["1000000"]),
            ("1.000.000", vec!["1000000"]),
            ("1 250 000", vec!["1250000"]),
            ("1'250'000", vec!["1250000"]),
            ("1.250.000,50", vec!["1250000.50"]),
            ("1,250,000.50", vec!["1250000.50"]),
            ("12,5", vec!["12.5"]),
            ("1,500", vec!["1.500", "1500"]),
            ("$5m", vec!["5000000"]),
            ("2.5 billion", vec!["2500000000"]),
            ("€ 400", vec!["400"]),
            ("400 EUR", vec!["400"]),
            ("-1,000,000", vec!["-1000000"]),
            ("tens of millions", vec![]),
            ("about 5", vec![]),
            ("5 to 7", vec![]),
            ("Building 7", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(meant_by(text), expected, "{text}");
        }
    }
}
