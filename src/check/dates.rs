//! Date cells: EDTF, or a problem that shows what may have been meant.

use crate::model::Code;
use crate::model::Day;
use crate::model::Edtf;
use crate::model::EdtfError;
use crate::model::Problem;
use crate::model::readings;
use crate::read::Cell;

use super::problems::problem;
use super::row_check::RowCheck;
use super::traces;

const EXPECTED_DATE: &str =
    "a date such as `2024`, `2024-05`, `2024-05-12`, `2024-05?`, `2024-22` (summer) or `2023/2024`";

impl RowCheck<'_, '_> {
    /// A date of EDTF level 1.
    pub(super) fn date(&mut self, column: &str) -> Option<Edtf> {
        let cell = self.known(column)?;
        match cell.text().parse() {
            Ok(date) => Some(date),
            Err(error) => {
                self.push(refused(cell, error, EXPECTED_DATE));
                None
            }
        }
    }

    /// A single day.
    pub(super) fn day(&mut self, column: &str) -> Option<Day> {
        let cell = self.known(column)?;
        match cell.text().parse() {
            Ok(day) => Some(day),
            Err(error) => {
                self.push(refused(cell, error, "one day written `YYYY-MM-DD`"));
                None
            }
        }
    }

    /// Warns when everything `later` can mean lies before all that `earlier` can.
    pub(super) fn warn_if_before(
        &mut self,
        (later, later_date): (&str, Option<&Edtf>),
        (earlier, earlier_date): (&str, Option<&Edtf>),
    ) {
        let (Some(later_date), Some(earlier_date)) = (later_date, earlier_date) else {
            return;
        };
        let (Some(last), Some(first)) = (later_date.latest(), earlier_date.earliest()) else {
            return;
        };
        if last < first {
            let place = match self.cell(later) {
                Some(cell) => cell.place(),
                None => self.draft().place_of(later),
            };
            self.push(problem(
                Code::DatesOutOfOrder,
                place,
                format!("`{later}` is {later_date}, before `{earlier}`, {earlier_date}"),
                format!("`{later}` on or after `{earlier}`"),
            ));
        }
    }
}

fn refused(cell: Cell<'_>, error: EdtfError, expected: &str) -> Problem {
    let text = cell.text();
    let mut hints: Vec<String> = match &readings(text)[..] {
        [] => Vec::new(),
        [one] => vec![format!("this may be `{one}`")],
        several => {
            let quoted: Vec<String> = several.iter().map(|day| format!("`{day}`")).collect();
            vec![format!("this may be {}", quoted.join(" or "))]
        }
    };
    if let Some(trace) = traces::in_date(text) {
        return Problem {
            hints,
            ..problem(Code::SpreadsheetTrace, cell.place(), trace, expected)
        };
    }
    let (code, message) = match error {
        EdtfError::NotEdtf => (Code::BadDate, format!("`{text}` is not a date in EDTF")),
        EdtfError::NoSuchDay => (Code::NoSuchDay, format!("the calendar has no `{text}`")),
        EdtfError::EndBeforeBegin => (
            Code::EndBeforeBegin,
            format!("`{text}` ends before it begins"),
        ),
        EdtfError::NotADay => (Code::NotADay, format!("`{text}` is not a single day")),
    };
    if error == EdtfError::EndBeforeBegin
        && let Some((from, to)) = text.split_once('/')
    {
        hints = vec![format!("this may be `{to}/{from}`")];
    }
    if hints.is_empty()
        && let Some(hint) = rewritten(text)
    {
        hints.push(format!("this may be `{hint}`"));
    }
    Problem {
        hints,
        ..problem(code, cell.place(), message, expected)
    }
}

/// Ways of writing a date that have one meaning, but are not EDTF level 1.
fn rewritten(text: &str) -> Option<String> {
    let is_year = |t: &str| t.len() == 4 && t.bytes().all(|b| b.is_ascii_digit());
    let lower = text.to_lowercase();
    let approximate = ["circa ", "ca. ", "ca ", "c. ", "about ", "around "];
    if let Some(year) = approximate.iter().find_map(|word| lower.strip_prefix(word))
        && is_year(year)
    {
        return Some(format!("{year}~"));
    }
    if let Some(year) = lower.strip_suffix('s')
        && is_year(year)
        && year.ends_with('0')
    {
        return Some(format!("{}X", &year[..3]));
    }
    // 2019-2021, 2019–2021
    let mut years = lower.split(['-', '–', '—']).map(str::trim);
    if let (Some(from), Some(to), None) = (years.next(), years.next(), years.next())
        && is_year(from)
        && is_year(to)
        && from <= to
    {
        return Some(format!("{from}/{to}"));
    }
    // 20240512
    if lower.len() == 8 && lower.bytes().all(|b| b.is_ascii_digit()) {
        let day = format!("{}-{}-{}", &lower[..4], &lower[4..6], &lower[6..]);
        return day.parse::<Day>().ok().map(|day| day.to_string());
    }
    // 05/2024, 2024/5, 2024-5
    let parts: Vec<&str> = lower.split(['/', '.', '-']).collect();
    let (year, month) = match parts[..] {
        [a, b] if is_year(a) => (a, b),
        [a, b] if is_year(b) => (b, a),
        _ => return None,
    };
    let month: u8 = month.parse().ok().filter(|m| (1..=12).contains(m))?;
    Some(format!("{year}-{month:02}"))
}

#[cfg(test)]
mod tests {
    use super::rewritten;

    #[test]
    fn a_date_written_in_another_way_is_shown_as_edtf() {
        for (text, expected) in [
            ("circa 2014", Some("2014~")),
            ("1990s", Some("199X")),
            ("2019-2021", Some("2019/2021")),
            ("2019 – 2021", Some("2019/2021")),
            ("20240512", Some("2024-05-12")),
            ("05/2024", Some("2024-05")),
            ("2024.5", Some("2024-05")),
            ("2024-5", Some("2024-05")),
            ("soon", None),
            ("20241399", None),
            ("ſſſſ", None),
        ] {
            assert_eq!(rewritten(text).as_deref(), expected, "{text}");
        }
    }
}
