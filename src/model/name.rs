//! Folding of names, for matching: what differs only in case, marks,
//! compatibility forms, letters that a keyboard lacks or spacing is found under the
//! same key.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The key under which a name is found. Names themselves keep their spelling.
///
/// `fold("  Zoë  MÜLLER ") == "zoe muller"`, `fold("ﬁrm") == "firm"`,
/// `fold("Straße") == "strasse"`, `fold("Søren Łuk") == "soren luk"`.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        return fold_ascii(name);
    }
    fold_any(name)
}

fn fold_any(name: &str) -> String {
    // Upper case first: it spells out what lower case keeps apart (ß, final sigma).
    let flat = name
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(plain_mark)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|c| !is_combining_mark(*c));
    let mut plain = String::with_capacity(name.len());
    for letter in flat {
        match plain_letters(letter) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(letter),
        }
    }
    spaced(&plain)
}

/// The same for a text that has no marks and no compatibility forms to fold:
/// most texts are, and a million of them are folded in a load.
fn fold_ascii(name: &str) -> String {
    let mut folded = spaced(name);
    folded.make_ascii_lowercase();
    folded
}

/// Words with one blank between them.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
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

/// Small letters that Unicode takes for letters of their own, as they are written
/// where a keyboard or a typesetter lacks them: no decomposition has these.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}

/// The folded words of a text: runs of letters and digits, in their order.
pub fn words(text: &str) -> Vec<String> {
    folded_words(&fold(text)).map(str::to_owned).collect()
}

/// Likewise of a text that is folded already.
pub fn folded_words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_any};

    #[test]
    fn plain_text_folds_like_any_other() {
        let every: String = (0..128_u8).map(char::from).collect();
        for text in ["", "  A  b\tC\n", "O'Neill-Fry & Co.", &every] {
            assert_eq!(fold(text), fold_any(text), "{text:?}");
        }
    }

    #[test]
    fn names_match_whatever_their_case_marks_and_spacing() {
        assert_eq!(fold("  Zoë\u{a0} MÜLLER "), "zoe muller");
        assert_eq!(fold("ﬁrm Ａ"), "firm a");
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("GROẞ"), fold("groß"));
        assert_eq!(fold("Søren Ørsted"), "soren orsted");
        assert_eq!(fold("Łukasz Đorđević"), "lukasz dordevic");
        assert_eq!(fold("Ǿ Æsir Þór"), "o aesir thor");
        assert_eq!(fold("Ὀδυσσεύς"), fold("ΟΔΥΣΣΕΥΣ"));
        assert_eq!(fold("O’Neill–Fry"), fold("O'Neill-Fry"));
        assert_ne!(fold("Jon Smith"), fold("John Smith"));
    }
}
