//! Makes text from data harmless for the place where it is shown.
//!
//! Names and quotes may hold anything. On a terminal a control character can
//! clear the screen or hide what follows, and a direction character can turn
//! `denied` round; both are shown as what they are. Backslashes stay single:
//! the result is for reading, not for reading back.

use std::borrow::Cow;
use std::fmt::Write;

/// Gives text for a terminal, on one line: control, direction and invisible
/// characters as `\n`, `\t` or `\u{202e}`.
///
/// Joiners stay: Persian and Indian names and many pictograms need them.
pub fn terminal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        push_visible(&mut shown, character);
    }
    Cow::Owned(shown)
}

/// Gives text for a page, where line ends and tabs do no harm: what else would
/// hide, or turn text round, is shown as [`terminal`] shows it.
pub fn visible(text: &str) -> Cow<'_, str> {
    let harmless = |c: char| !is_unsafe(c) || matches!(c, '\n' | '\t');
    if text.chars().all(harmless) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match harmless(character) {
            true => shown.push(character),
            false => push_visible(&mut shown, character),
        }
    }
    Cow::Owned(shown)
}

/// Gives text for a line of Markdown: on one line, nothing in it is markup or
/// hides, and it begins no list.
pub fn markdown(text: &str) -> String {
    let text = text
        .replace("\r\n", " ⏎ ")
        .replace(['\n', '\r'], " ⏎ ")
        .replace('\t', " ");
    let text = terminal(&text);
    let mut shown = String::with_capacity(text.len() + 8);
    let number = text.chars().take_while(char::is_ascii_digit).count();
    for (at, character) in text.chars().enumerate() {
        let begins_a_list = match character {
            '-' | '+' | '=' => at == 0,
            '.' | ')' => number > 0 && at == number,
            _ => false,
        };
        if begins_a_list || "\\`*_[]<>#|~&$".contains(character) {
            shown.push('\\');
        }
        shown.push(character);
    }
    shown
}

/// Gives a word of a command that can be typed as it is printed: in quotes
/// where a shell would take it apart.
pub fn shell(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || "_-./:@%+,=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        Cow::Borrowed(word)
    } else if word.contains(['"', '$', '`', '\\', '!']) {
        Cow::Owned(format!("'{}'", word.replace('\'', "'\\''")))
    } else {
        Cow::Owned(format!("\"{word}\""))
    }
}

/// Gives a cell that a spreadsheet shows instead of running it as a formula: an
/// apostrophe goes before a leading `= + - @`, also in full width, tab or line
/// end. A plain number such as `-3.5` stays as it is.
pub fn spreadsheet(cell: &str) -> Cow<'_, str> {
    match would_run(cell) {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

/// Likewise, such that [`unguarded`] gives the cell back: an apostrophe also goes
/// before one that stands before what a spreadsheet would run.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    match would_run(cell.trim_start_matches('\'')) {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

/// Takes off what [`guarded`] put before a cell, and nothing else.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if would_run(rest.trim_start_matches('\'')) => rest,
        Some(_) | None => cell,
    }
}

/// Gives text for a cell of a workbook, which is XML and no formula: what would
/// hide, turn text round or cannot stand in XML is shown as [`terminal`] shows
/// it, but for line ends and tabs.
pub fn workbook(text: &str) -> Cow<'_, str> {
    let lines = match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n")),
        false => Cow::Borrowed(text),
    };
    // No XML has these two, which are no characters.
    let shown = visible(&lines);
    match shown.contains(['\u{fffe}', '\u{ffff}']) {
        true => Cow::Owned(
            shown
                .replace('\u{fffe}', "\\u{fffe}")
                .replace('\u{ffff}', "\\u{ffff}"),
        ),
        false => Cow::Owned(shown.into_owned()),
    }
}

/// Whether a spreadsheet would take a cell for a formula.
fn would_run(cell: &str) -> bool {
    let is_run = cell.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
    ]);
    is_run && !is_plain_number(cell)
}

/// A sign, digits, and at most one point between digits.
fn is_plain_number(cell: &str) -> bool {
    let figure = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match figure.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(figure),
    }
}

/// Appends one character as [`terminal`] shows it.
pub(super) fn push_visible(shown: &mut String, character: char) {
    match character {
        '\n' => shown.push_str("\\n"),
        '\r' => shown.push_str("\\r"),
        '\t' => shown.push_str("\\t"),
        other if is_unsafe(other) => {
            write!(shown, "\\u{{{:x}}}", u32::from(other)).expect("a string takes any text");
        }
        other => shown.push(other),
    }
}

fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{00AD}' // soft hyphen
            | '\u{061C}' // Arabic letter mark
            | '\u{180E}'
            | '\u{200B}' // zero width space
            | '\u{200E}' | '\u{200F}' // direction marks
            | '\u{2028}'..='\u{202E}' // line ends, embeddings, overrides
            | '\u{2060}'..='\u{206F}' // invisible operators, isolates
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' // annotations
            | '\u{E0000}'..='\u{E007F}' // tags
        )
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{guarded, markdown, shell, spreadsheet, terminal, unguarded, workbook};

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        let shown = terminal("\u{1b}[2Ja\u{202e}b\r\n\t\u{9b}\u{7f}");
        assert_eq!(shown, "\\u{1b}[2Ja\\u{202e}b\\r\\n\\t\\u{9b}\\u{7f}");
    }

    #[test]
    fn markdown_of_names_is_text() {
        for (name, shown) in [
            ("a\n# b", "a ⏎ \\# b"),
            (
                "<b>*x*</b> & [y](z)",
                "\\<b\\>\\*x\\*\\</b\\> \\& \\[y\\](z)",
            ),
            ("12. x-y", "12\\. x-y"),
            ("- x", "\\- x"),
            ("\u{202e}x", "\\\\u{202e}x"),
        ] {
            assert_eq!(markdown(name), shown);
        }
    }

    #[test]
    fn a_printed_command_can_be_typed() {
        assert_eq!(shell("data/žižek-1"), "data/žižek-1");
        assert_eq!(shell("a case"), "\"a case\"");
        assert_eq!(shell("it's $5"), "'it'\\''s $5'");
        assert_eq!(shell(""), "\"\"");
    }

    #[test]
    fn a_spreadsheet_runs_no_cell() {
        for cell in [
            "=1+1",
            "+cmd",
            "-2+3",
            "-",
            "--1",
            "-1.",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "\u{FF1D}1",
            "\u{FF0B}1",
            "\u{FF0D}1",
            "\u{FF20}a",
        ] {
            assert_eq!(spreadsheet(cell), format!("'{cell}"));
        }
        for cell in ["", "-3.5", "+12", "7", "a=b", "2017/..", "'=1", " x"] {
            assert_eq!(spreadsheet(cell), cell);
        }
    }

    #[test]
    fn a_guard_is_taken_off_again_and_nothing_else() {
        for cell in [
            "=1+1", "'=1", "''@x", "'quoted'", "'", "", "-3.5", "\tx", "'-3", "plain",
        ] {
            let guard = guarded(cell);
            assert_eq!(unguarded(&guard), cell);
            assert_eq!(spreadsheet(&guard), guard, "{cell} is run");
        }
        // Typed in a spreadsheet, where nothing was guarded.
        assert_eq!(unguarded("=1+1"), "=1+1");
        assert_eq!(unguarded("'tis so"), "'tis so");
    }

    #[test]
    fn a_workbook_has_no_character_that_xml_cannot_hold() {
        let shown = workbook("a\r\nb\u{1b}\u{202e}\u{ffff}\r\tc");
        assert_eq!(shown, "a\nb\\u{1b}\\u{202e}\\u{ffff}\\r\tc");
    }

    #[test]
    fn other_text_is_not_copied() {
        for text in [
            "",
            "Žižek \\ 薄 \u{1F469}\u{200D}\u{1F680}",
            "می\u{200C}خواهم",
        ] {
            assert!(matches!(terminal(text), Cow::Borrowed(same) if same == text));
        }
    }
}
