//! Dates as reports give them: Extended Date/Time Format, levels 0 and 1.
//!
//! Source of the format: Library of Congress, EDTF specification (2019),
//! profiles level 0 and level 1. A date keeps the text as written; its bounds
//! are the first and last day it can mean. `? ~ %` never widen the bounds;
//! seasons 21 to 24 are March-May, June-August, September-November and
//! December-February; an open, unknown or absent end has no bound.

use std::fmt;
use std::num::NonZeroU8;
use std::str::FromStr;

/// A calendar day of the proleptic Gregorian calendar; year 0 is 1 BC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    // Invariant: a day that exists; the year is within ±9999. Small, since
    // every claim has several, and most of them may be absent.
    year: i16,
    month: NonZeroU8,
    day: u8,
}

impl Day {
    /// The day, if the calendar has it.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let exists = (-9999..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day);
        exists.then_some(Self {
            year: i16::try_from(year).ok()?,
            month: NonZeroU8::new(month)?,
            day,
        })
    }

    /// Year, month, day.
    pub fn parts(self) -> (i32, u8, u8) {
        (i32::from(self.year), self.month.get(), self.day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(
            f,
            "{sign}{:04}-{:02}-{:02}",
            self.year.abs(),
            self.month,
            self.day
        )
    }
}

impl FromStr for Day {
    type Err = EdtfError;

    /// Reads `YYYY-MM-DD` only.
    fn from_str(text: &str) -> Result<Self, EdtfError> {
        match text.parse::<Edtf>()? {
            Edtf {
                earliest: Some(first),
                latest: Some(last),
                ..
            } if first == last && !text.contains('/') => Ok(first),
            _ => Err(EdtfError::NotADay),
        }
    }
}

/// A date as written, with the days it can mean.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edtf {
    written: Box<str>,
    // Invariant: `earliest <= latest` where both are there.
    earliest: Option<Day>,
    latest: Option<Day>,
}

impl Edtf {
    /// The text as written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The first day it can mean; `None` when it has no such bound.
    pub fn earliest(&self) -> Option<Day> {
        self.earliest
    }

    /// The last day it can mean; `None` when it has no such bound.
    pub fn latest(&self) -> Option<Day> {
        self.latest
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// Why a text is not a date of EDTF level 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EdtfError {
    #[error("not a date of EDTF level 1")]
    NotEdtf,
    #[error("a day that the calendar does not have")]
    NoSuchDay,
    #[error("the end is before the beginning")]
    EndBeforeBegin,
    #[error("not a single day written YYYY-MM-DD")]
    NotADay,
}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        let (earliest, latest) = match text.split_once('/') {
            None => {
                let (first, last) = date(text)?;
                (Some(first), Some(last))
            }
            Some((from, to)) => {
                let from_bound = end(from)?;
                let to_bound = end(to)?;
                if from_bound.is_none() && to_bound.is_none() {
                    return Err(EdtfError::NotEdtf);
                }
                if let (Some((first, _)), Some((_, last))) = (from_bound, to_bound)
                    && last < first
                {
                    return Err(EdtfError::EndBeforeBegin);
                }
                (from_bound.map(|b| b.0), to_bound.map(|b| b.1))
            }
        };
        Ok(Self {
            written: text.into(),
            earliest,
            latest,
        })
    }
}

/// One end of an interval: `..` is open, nothing is unknown; neither bounds.
fn end(text: &str) -> Result<Option<(Day, Day)>, EdtfError> {
    if text.is_empty() || text == ".." {
        return Ok(None);
    }
    date(text).map(Some)
}

/// A single date with or without qualifier; its first and last day.
fn date(text: &str) -> Result<(Day, Day), EdtfError> {
    let (text, qualified) = match text.strip_suffix(['?', '~', '%']) {
        Some(plain) => (plain, true),
        None => (text, false),
    };
    if let Some((day, time)) = text.split_once('T') {
        // Level 0 allows a time of day; the day is all that bounds need.
        if qualified || !is_time(time) || day.contains(['X', '?', '~', '%']) {
            return Err(EdtfError::NotEdtf);
        }
        let bounds = date(day)?;
        return if bounds.0 == bounds.1 {
            Ok(bounds)
        } else {
            Err(EdtfError::NotEdtf)
        };
    }
    if let Some(long) = text.strip_prefix('Y') {
        // Years beyond four digits are level 1, but no xsd:date reaches them here.
        let digits = long.strip_prefix('-').unwrap_or(long);
        return Err(
            if digits.len() > 4 && digits.bytes().all(|b| b.is_ascii_digit()) {
                EdtfError::NoSuchDay
            } else {
                EdtfError::NotEdtf
            },
        );
    }
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let parts: Vec<&str> = rest.split('-').collect();
    let (year_text, month_text, day_text) = match parts[..] {
        [y] => (y, None, None),
        [y, m] => (y, Some(m), None),
        [y, m, d] => (y, Some(m), Some(d)),
        _ => return Err(EdtfError::NotEdtf),
    };
    let (first_year, last_year) = year(year_text, negative)?;
    match (month_text, day_text) {
        (None, None) => span((first_year, 1, 1), (last_year, 12, 31)),
        (Some("XX"), None) if first_year == last_year => {
            span((first_year, 1, 1), (first_year, 12, 31))
        }
        (Some("XX"), Some("XX")) if first_year == last_year => {
            span((first_year, 1, 1), (first_year, 12, 31))
        }
        (Some(month), None) if first_year == last_year => {
            let number = two_digits(month)?;
            let year = first_year;
            match number {
                1..=12 => span((year, number, 1), (year, number, days_in(year, number))),
                21 => span((year, 3, 1), (year, 5, 31)),
                22 => span((year, 6, 1), (year, 8, 31)),
                23 => span((year, 9, 1), (year, 11, 30)),
                // Winter begins in the year named and ends in the next.
                24 => span((year, 12, 1), (year + 1, 2, days_in(year + 1, 2))),
                _ => Err(EdtfError::NoSuchDay),
            }
        }
        (Some(month), Some("XX")) if first_year == last_year => {
            let month = two_digits(month)?;
            if !(1..=12).contains(&month) {
                return Err(EdtfError::NoSuchDay);
            }
            span(
                (first_year, month, 1),
                (first_year, month, days_in(first_year, month)),
            )
        }
        (Some(month), Some(day)) if first_year == last_year => {
            let day = (first_year, two_digits(month)?, two_digits(day)?);
            span(day, day)
        }
        _ => Err(EdtfError::NotEdtf),
    }
}

/// Four characters, the last one or two of which may be `X`.
fn year(text: &str, negative: bool) -> Result<(i32, i32), EdtfError> {
    let known = text.trim_end_matches('X');
    let unknown = text.len() - known.len();
    if text.len() != 4 || unknown > 2 || !known.bytes().all(|b| b.is_ascii_digit()) {
        return Err(EdtfError::NotEdtf);
    }
    if negative && text == "0000" {
        return Err(EdtfError::NotEdtf);
    }
    let scale = 10_i32.pow(u32::try_from(unknown).map_err(|_| EdtfError::NotEdtf)?);
    let base = known.parse::<i32>().map_err(|_| EdtfError::NotEdtf)? * scale;
    let (first, last) = (base, base + scale - 1);
    Ok(if negative {
        (-last, -first)
    } else {
        (first, last)
    })
}

fn two_digits(text: &str) -> Result<u8, EdtfError> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().map_err(|_| EdtfError::NotEdtf)
    } else {
        Err(EdtfError::NotEdtf)
    }
}

fn span(first: (i32, u8, u8), last: (i32, u8, u8)) -> Result<(Day, Day), EdtfError> {
    match (
        Day::new(first.0, first.1, first.2),
        Day::new(last.0, last.1, last.2),
    ) {
        (Some(first), Some(last)) => Ok((first, last)),
        _ => Err(EdtfError::NoSuchDay),
    }
}

fn is_time(text: &str) -> bool {
    let (clock, zone) = match text.find(['Z', '+', '-']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let in_range = |part: &str, below: u8| two_digits(part).is_ok_and(|n| n < below);
    let clock_good = match clock.split(':').collect::<Vec<_>>()[..] {
        [h, m, s] => in_range(h, 24) && in_range(m, 60) && in_range(s, 60),
        _ => false,
    };
    let zone_good = match zone {
        "" | "Z" => true,
        _ if zone.starts_with('Z') => false,
        _ => match zone[1..].split(':').collect::<Vec<_>>()[..] {
            [h] => in_range(h, 24),
            [h, m] => in_range(h, 24) && in_range(m, 60),
            _ => false,
        },
    };
    clock_good && zone_good
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The dates of EDTF that a text which is not EDTF may have meant, in order
/// and without repetition: `12/11/2024` gives 12 November and 11 December.
pub fn readings(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |candidate: Option<Day>| {
        if let Some(day) = candidate {
            let day = day.to_string();
            if !found.contains(&day) {
                found.push(day);
            }
        }
    };
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let numbers: Vec<Option<i32>> = words.iter().map(|word| number(word)).collect();
    let month_at = words.iter().position(|word| month_named(word).is_some());
    match (month_at, &numbers[..]) {
        (None, [Some(a), Some(b), Some(c)]) => {
            // Two digits in front are no year: only ISO begins with one.
            let orders = match a {
                1000.. => vec![(*a, *b, *c)],
                _ => vec![(*c, *b, *a), (*c, *a, *b)],
            };
            for (y, m, d) in orders {
                add(day_of(y, m, d));
            }
        }
        (Some(at), _) => {
            let month = month_named(&words[at]).unwrap_or(0);
            let others: Vec<i32> = numbers.iter().flatten().copied().collect();
            match others[..] {
                [a, b] => {
                    add(day_of(b, month, a));
                    add(day_of(a, month, b));
                }
                // `Jan-14` may also be a day that lost its year; that is no date.
                [a] => return vec![format!("{:04}-{month:02}", full_year(a))],
                _ => {}
            }
        }
        (None, [Some(serial)]) if (20_000..80_000).contains(serial) => {
            // A spreadsheet's serial day: day 1 is 1 January 1900, counted
            // with a 29 February 1900 that never was.
            add(day_from_serial(*serial));
        }
        _ => {}
    }
    found
}

fn number(word: &str) -> Option<i32> {
    word.trim_end_matches(|c: char| c.is_alphabetic())
        .parse()
        .ok()
}

fn month_named(word: &str) -> Option<i32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS.iter().position(|month| {
        word.len() >= 3 && month.starts_with(word) || word == "sept" && *month == "september"
    })?;
    i32::try_from(at + 1).ok()
}

fn full_year(year: i32) -> i32 {
    match year {
        0..=69 => 2000 + year,
        70..=99 => 1900 + year,
        other => other,
    }
}

fn day_of(year: i32, month: i32, day: i32) -> Option<Day> {
    Day::new(
        full_year(year),
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    )
}

fn day_from_serial(serial: i32) -> Option<Day> {
    let (mut year, mut left) = (1900, serial - 1);
    // Serials from 60 on count one day too many.
    if serial > 59 {
        left -= 1;
    }
    loop {
        let length = if days_in(year, 2) == 29 { 366 } else { 365 };
        if left < length {
            break;
        }
        left -= length;
        year += 1;
    }
    for month in 1..=12 {
        let length = i32::from(days_in(year, month));
        if left < length {
            return Day::new(year, month, u8::try_from(left + 1).ok()?);
        }
        left -= length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(text: &str) -> Result<String, EdtfError> {
        let date = text.parse::<Edtf>()?;
        let show = |day: Option<Day>| day.map_or("..".to_owned(), |d| d.to_string());
        Ok(format!("{} {}", show(date.earliest()), show(date.latest())))
    }

    #[test]
    fn a_date_bounds_the_days_it_can_mean() {
        for (text, expected) in [
            ("2024", "2024-01-01 2024-12-31"),
            ("2024-02", "2024-02-01 2024-02-29"),
            ("2024-12?", "2024-12-01 2024-12-31"),
            ("1984~", "1984-01-01 1984-12-31"),
            ("2025-21?", "2025-03-01 2025-05-31"),
            ("2024-22", "2024-06-01 2024-08-31"),
            ("2024-23", "2024-09-01 2024-11-30"),
            ("2023-24", "2023-12-01 2024-02-29"),
            ("201X", "2010-01-01 2019-12-31"),
            ("19XX", "1900-01-01 1999-12-31"),
            ("2004-XX", "2004-01-01 2004-12-31"),
            ("2004-02-XX", "2004-02-01 2004-02-29"),
            ("2004-XX-XX", "2004-01-01 2004-12-31"),
            ("2014-05-12/..", "2014-05-12 .."),
            ("../2014", ".. 2014-12-31"),
            ("2004-06/2006-08%", "2004-06-01 2006-08-31"),
            ("2004/", "2004-01-01 .."),
            ("-0003", "-0003-01-01 -0003-12-31"),
            ("2024-05-12T10:00:00Z", "2024-05-12 2024-05-12"),
        ] {
            assert_eq!(bounds(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "12/11/2024",
            "2024-13-01x",
            "2024-1",
            "24",
            "May 2024",
            "45608",
            "2XXX",
            "201X-05",
            "../..",
            "/",
            "2024-05-XXT10:00:00",
            "2024-05-12T10:00:00Z05",
            "2024-05-12?T10:00:00",
            "",
            "2024-05-12-01",
            "２０２４",
            "2024-5-12",
            "--2024",
            "-0000",
        ] {
            assert_eq!(bounds(text), Err(EdtfError::NotEdtf), "{text}");
        }
        for text in [
            "2024-13",
            "2023-02-29",
            "2024-00",
            "2024-25",
            "2024-04-31",
            "Y17000",
        ] {
            assert_eq!(bounds(text), Err(EdtfError::NoSuchDay), "{text}");
        }
        assert_eq!(bounds("2024-05/2023"), Err(EdtfError::EndBeforeBegin));
    }

    #[test]
    fn a_text_that_is_not_edtf_is_shown_with_its_readings() {
        assert_eq!(readings("12/11/2024"), ["2024-11-12", "2024-12-11"]);
        assert_eq!(readings("31.12.24"), ["2024-12-31"]);
        assert_eq!(readings("5 May 2024"), ["2024-05-05"]);
        assert_eq!(readings("May 5th, 2024"), ["2024-05-05"]);
        assert_eq!(readings("Jan-14"), ["2014-01"]);
        assert_eq!(readings("45608"), ["2024-11-12"]);
        assert_eq!(readings("soon"), Vec::<String>::new());
    }
}
