//! The traces that spreadsheets leave: errors of formulas, numbers cut to a
//! few digits, dates turned to serial days, columns too narrow to show.
//!
//! Such a cell no longer holds what was typed, so nothing is guessed from it.

use crate::model::Code;
use crate::model::Problem;
use crate::read::Cell;

use super::problems::problem;

/// What formulas leave in a cell instead of a value.
const FORMULA_ERRORS: &[&str] = &[
    "#BLOCKED!",
    "#BUSY!",
    "#CALC!",
    "#CONNECT!",
    "#DIV/0!",
    "#FIELD!",
    "#GETTING_DATA",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#SPILL!",
    "#UNKNOWN!",
    "#VALUE!",
];

/// Whether a cell shows an error or a column too narrow, and nothing of what
/// it held. Cheap for all other cells.
pub(super) fn is_error(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'#') => {
            FORMULA_ERRORS.contains(&text) || (text.len() > 1 && text.bytes().all(|b| b == b'#'))
        }
        // LibreOffice: `Err:502`.
        Some(b'E') => text
            .strip_prefix("Err:")
            .is_some_and(|number| number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit())),
        _ => false,
    }
}

/// The problem of a cell that shows an error.
pub(super) fn of_an_error(cell: Cell<'_>) -> Option<Problem> {
    let text = cell.text();
    let message = if !is_error(text) {
        return None;
    } else if text.bytes().all(|b| b == b'#') {
        "the column was too narrow, so that the spreadsheet wrote `#` instead of the value"
            .to_owned()
    } else {
        format!("`{text}` is the error of a formula, not a value")
    };
    Some(problem(
        Code::SpreadsheetTrace,
        cell.place(),
        message,
        "the value itself, or an empty cell",
    ))
}

/// The problem of an identifier that was turned into a number of few digits.
pub(super) fn of_a_number(cell: Cell<'_>) -> Option<Problem> {
    is_scientific(cell.text()).then(|| {
        problem(
            Code::SpreadsheetTrace,
            cell.place(),
            format!("`{}` was cut to a few digits by a spreadsheet", cell.text()),
            "all characters, typed into a column formatted as text",
        )
    })
}

/// What is wrong with a number that a spreadsheet has changed.
pub(super) fn in_number(text: &str) -> Option<String> {
    if is_scientific(text) {
        return Some(format!("`{text}` was cut to a few digits by a spreadsheet"));
    }
    is_month_and_number(text).then(|| format!("`{text}` was turned into a date by a spreadsheet"))
}

/// What is wrong with a date that a spreadsheet has changed.
pub(super) fn in_date(text: &str) -> Option<String> {
    if text.len() == 5
        && text
            .parse::<u32>()
            .is_ok_and(|serial| (20_000..80_000).contains(&serial))
    {
        return Some(format!(
            "`{text}` is the serial day of a spreadsheet, not a date"
        ));
    }
    if text == "1900-01-00" || text == "00/01/1900" || text == "1/0/1900" || text == "0" {
        return Some(format!(
            "`{text}` is what a spreadsheet shows for an empty date"
        ));
    }
    if is_month_and_number(text) {
        return Some(format!(
            "`{text}` is how a spreadsheet shortened a date or a text"
        ));
    }
    is_scientific(text).then(|| format!("`{text}` was cut to a few digits by a spreadsheet"))
}

/// `1E+05`, `5.49300E+19`, `1,2E+11`.
pub(super) fn is_scientific(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let power = power.strip_prefix('+').unwrap_or("no sign, no trace");
    let number = digits.strip_prefix('-').unwrap_or(digits);
    let is_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    is_digits(power) && is_digits(whole) && is_digits(fraction)
}

/// `Jan-14`, `14-Jan`.
fn is_month_and_number(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let lower = text.to_lowercase();
    let Some((a, b)) = lower.split_once('-') else {
        return false;
    };
    let is_number = |t: &str| (1..=2).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    (MONTHS.contains(&a) && is_number(b)) || (is_number(a) && MONTHS.contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_are_told_from_what_only_looks_like_them() {
        for trace in ["####", "##", "#REF!", "#N/A", "Err:502"] {
            assert!(is_error(trace), "{trace}");
        }
        for text in ["#1", "#", "# of shares", "Err:5", "Error", ""] {
            assert!(!is_error(text), "{text}");
        }
        for trace in ["1E+05", "5.493E+19", "-1,2E+11", "1e+5"] {
            assert!(is_scientific(trace), "{trace}");
        }
        for text in ["1E5", "E+5", "1E+", "2024e", "7e-bridge", "1.E+5"] {
            assert!(!is_scientific(text), "{text}");
        }
        for trace in ["45608", "1900-01-00", "Jan-14", "14-Mar"] {
            assert!(in_date(trace).is_some(), "{trace}");
        }
        for text in ["2024", "12/11/2024", "Januar-14", "20240512", "jan-2014"] {
            assert!(in_date(text).is_none(), "{text}");
        }
    }
}
