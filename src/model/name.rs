//! Folding of names, for matching: what differs only in case, marks,
//! compatibility forms or spacing is found under the same key.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The key under which a name is found. Names themselves keep their spelling.
///
/// `fold("  Zoë  MÜLLER ") == "zoe muller"`, `fold("ﬁrm") == "firm"`,
/// `fold("Straße") == "strasse"`.
pub fn fold(name: &str) -> String {
    // Upper case first: it spells out what lower case keeps apart (ß, final sigma).
    let flat: String = name
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(plain_mark)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .collect();
    let mut folded = String::with_capacity(flat.len());
    for word in flat.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Apostrophes, quotation marks and hyphens as a keyboard has them.
fn plain_mark(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{02bc}' | '\u{2032}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

/// The folded words of a text: runs of letters and digits, in their order.
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn names_match_whatever_their_case_marks_and_spacing() {
        assert_eq!(fold("  Zoë\u{a0} MÜLLER "), "zoe muller");
        assert_eq!(fold("ﬁrm Ａ"), "firm a");
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("Ὀδυσσεύς"), fold("ΟΔΥΣΣΕΥΣ"));
        assert_eq!(fold("O’Neill–Fry"), fold("O'Neill-Fry"));
        assert_ne!(fold("Jon Smith"), fold("John Smith"));
    }
}
