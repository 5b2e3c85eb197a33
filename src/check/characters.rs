//! Characters that cannot be seen, and letters that were lost.
//!
//! In a name or an id an invisible character makes two things look like one,
//! so it is an error; in a quotation it may have been in the source, so it is
//! a warning. What spells a name in some script is let through.

use crate::model::Code;
use crate::model::Problem;
use crate::read::Cell;

use super::problems::problem;

/// Columns whose cells are read by people only.
const FREE_TEXT: &[&str] = &[
    "attribute",
    "checked_by",
    "concern",
    "description",
    "detail",
    "inverse_label",
    "label",
    "locator",
    "occasion",
    "place",
    "purpose",
    "quote",
    "text",
    "unit",
    "value",
    "when_text",
];

/// Whether a cell holds invisible characters where none may be. Such a cell is
/// reported by [`in_cell`] and then not read.
pub(super) fn makes_unreadable(column: &str, text: &str) -> bool {
    !is_plain(text) && !is_free_text(column) && first_hidden(text).is_some()
}

/// The problems of the characters in a cell.
pub(super) fn in_cell(column: &str, cell: Cell<'_>) -> Vec<Problem> {
    let text = cell.text();
    if is_plain(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if let Some(c) = first_hidden(text) {
        let code = u32::from(c);
        let message = format!(
            "an invisible character stands here: U+{code:04X}, {}",
            what(c)
        );
        let cleaned: String = text.chars().filter(|c| !is_hidden(*c)).collect();
        found.push(if is_free_text(column) {
            problem(
                Code::HiddenInText,
                cell.place(),
                message,
                "visible characters, unless the source has this one",
            )
        } else {
            Problem {
                hints: vec![format!("without it: `{}`", cleaned.trim())],
                ..problem(
                    Code::HiddenCharacter,
                    cell.place(),
                    message,
                    "visible characters only",
                )
            }
        });
    }
    if text.contains('\u{fffd}') {
        found.push(problem(
            Code::LostLetter,
            cell.place(),
            "a letter was lost: U+FFFD stands in its place",
            "the letter that the source has",
        ));
    }
    found
}

/// The common case: printable ASCII.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| (0x20..0x7f).contains(&b))
}

fn is_free_text(column: &str) -> bool {
    FREE_TEXT.contains(&column)
}

fn first_hidden(text: &str) -> Option<char> {
    let mut before = ' ';
    for c in text.chars() {
        // Joiners shape letters of Arabic and the scripts of India; between
        // Latin, Greek or Cyrillic ones they do nothing but hide.
        let is_joiner = matches!(c, '\u{200c}' | '\u{200d}');
        if is_hidden(c) && !(is_joiner && is_joined(before)) {
            return Some(c);
        }
        before = c;
    }
    None
}

fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a letter is of a script in which joiners shape the next letter;
/// emoji are counted among them.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{10ff}' | '\u{1780}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe70}'..='\u{fefc}' | '\u{11000}'..='\u{11fff}'
        | '\u{1f000}'..='\u{1faff}')
}

fn what(c: char) -> &'static str {
    match c {
        '\u{200b}' => "a space without width",
        '\u{200c}' | '\u{200d}' => "a joiner",
        '\u{ad}' => "a soft hyphen",
        '\u{feff}' => "a byte order mark",
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "which turns the direction of writing"
        }
        c if c.is_control() => "a control character",
        _ => "which leaves no mark",
    }
}

#[cfg(test)]
mod tests {
    use super::first_hidden;

    #[test]
    fn what_hides_is_found_and_what_spells_is_let_through() {
        for (text, hidden) in [
            ("Zoë Müller", None),
            ("Ann\u{200b} Smith", Some('\u{200b}')),
            ("Ann\u{202e}htimS", Some('\u{202e}')),
            ("Ann\u{200d}a", Some('\u{200d}')),
            // Persian with a joiner, a Hindi conjunct, a family of emoji.
            ("علی\u{200c}رضا", None),
            ("क्\u{200d}ष", None),
            ("👨\u{200d}👩", None),
            ("co\u{ad}operate", Some('\u{ad}')),
            ("line\nbreak", None),
            ("bell\u{7}", Some('\u{7}')),
        ] {
            assert_eq!(first_hidden(text), hidden, "{text:?}");
        }
    }
}
