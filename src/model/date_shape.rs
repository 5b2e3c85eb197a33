//! What a date as written says, for whoever has to draw it or put it in words:
//! one time or from one to another, open or unknown ends, uncertain,
//! approximate. Never wider and never narrower than it was written.

use crate::model::date::{Day, Edtf};

/// A time that a date names, such as a day, a month or a decade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    pub first: Day,
    pub last: Day,
    /// Marked `?`, or `%`.
    pub uncertain: bool,
    /// Marked `~`, or `%`.
    pub approximate: bool,
    // In words, without the marks.
    words: String,
}

/// Where a span of time begins or ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpanEnd {
    At(Time),
    /// Written `..`: it goes on, or has no beginning.
    Open,
    /// Left empty: there is one, and it is not known.
    Unknown,
}

/// What a date says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateShape {
    /// At some point within this time.
    Within(Time),
    FromTo(SpanEnd, SpanEnd),
}

impl Time {
    /// Whether it is a single day.
    pub fn is_day(&self) -> bool {
        self.first == self.last
    }

    fn read(text: &str) -> Option<Time> {
        let edtf: Edtf = text.parse().ok()?;
        let plain = text.trim_end_matches(['?', '~', '%']);
        Some(Time {
            first: edtf.earliest()?,
            last: edtf.latest()?,
            uncertain: text.ends_with(['?', '%']),
            approximate: text.ends_with(['~', '%']),
            words: words(plain),
        })
    }

    fn in_words(&self) -> String {
        let mark = match (self.uncertain, self.approximate) {
            (true, true) => ", uncertain and approximate",
            (true, false) => ", uncertain",
            (false, true) => ", approximate",
            (false, false) => "",
        };
        format!("{}{mark}", self.words)
    }
}

impl DateShape {
    /// Reads what a date says.
    pub fn of(date: &Edtf) -> Option<DateShape> {
        let written = date.written();
        let Some((from, to)) = written.split_once('/') else {
            return Time::read(written).map(DateShape::Within);
        };
        let end = |text: &str| match text {
            ".." => Some(SpanEnd::Open),
            "" => Some(SpanEnd::Unknown),
            text => Time::read(text).map(SpanEnd::At),
        };
        Some(DateShape::FromTo(end(from)?, end(to)?))
    }

    /// In words: `December 2024, uncertain`; `from 2015 to 2018, approximate`.
    pub fn words(&self) -> String {
        let (from, to) = match self {
            DateShape::Within(time) => return time.in_words(),
            DateShape::FromTo(from, to) => (from, to),
        };
        let from = match from {
            SpanEnd::At(time) => format!("from {}", time.in_words()),
            SpanEnd::Open => "no beginning given".to_owned(),
            SpanEnd::Unknown => "beginning not known".to_owned(),
        };
        let to = match to {
            SpanEnd::At(time) => format!("to {}", time.in_words()),
            SpanEnd::Open => "no end given".to_owned(),
            SpanEnd::Unknown => "end not known".to_owned(),
        };
        match from.starts_with("from") && to.starts_with("to") {
            true => format!("{from} {to}"),
            false => format!("{from}, {to}"),
        }
    }

    /// Whether any part of it is marked as uncertain.
    pub fn is_uncertain(&self) -> bool {
        self.times().any(|time| time.uncertain)
    }

    /// Whether any part of it is marked as approximate.
    pub fn is_approximate(&self) -> bool {
        self.times().any(|time| time.approximate)
    }

    fn times(&self) -> impl Iterator<Item = &Time> {
        let times = match self {
            DateShape::Within(time) => [Some(time), None],
            DateShape::FromTo(from, to) => [from.time(), to.time()],
        };
        times.into_iter().flatten()
    }
}

impl SpanEnd {
    /// The time that is given for it.
    pub fn time(&self) -> Option<&Time> {
        match self {
            SpanEnd::At(time) => Some(time),
            SpanEnd::Open | SpanEnd::Unknown => None,
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The months of a season are said, since a season is elsewhere another one.
const SEASONS: [&str; 4] = [
    "spring (March to May)",
    "summer (June to August)",
    "autumn (September to November)",
    "winter (December to February)",
];

/// A month by its number, from 1.
pub fn month_name(month: u8) -> &'static str {
    let at = usize::from(month).checked_sub(1);
    at.and_then(|at| MONTHS.get(at)).copied().unwrap_or("?")
}

/// A date without marks; one that is not understood stays as written.
fn words(plain: &str) -> String {
    let (date, time) = plain.split_once('T').unwrap_or((plain, ""));
    let (negative, rest) = match date.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, date),
    };
    let parts: Vec<&str> = rest.split('-').collect();
    let year = year_words(parts[0], negative);
    let in_words = match parts[1..] {
        [] => year,
        ["XX"] => format!("some month of {year}"),
        ["XX", "XX"] => format!("some day of {year}"),
        [month] => match month.parse::<u8>() {
            Ok(season @ 21..=24) => format!("{} {year}", SEASONS[usize::from(season) - 21]),
            Ok(month) => format!("{} {year}", month_name(month)),
            Err(_) => return plain.to_owned(),
        },
        [month, day] => match (month.parse::<u8>(), day.parse::<u8>()) {
            (Ok(month), Ok(day)) => format!("{day} {} {year}", month_name(month)),
            (Ok(month), Err(_)) => format!("some day of {} {year}", month_name(month)),
            (Err(_), _) => return plain.to_owned(),
        },
        _ => return plain.to_owned(),
    };
    match time {
        "" => in_words,
        time => format!("{in_words}, {time}"),
    }
}

fn year_words(text: &str, negative: bool) -> String {
    let known = text.trim_end_matches('X');
    let before = |text: String| match negative {
        // A year of 1 BC is written 0000.
        true => format!("{text} (counted from the year 0 backwards)"),
        false => text,
    };
    match (text.len() - known.len(), known.parse::<i32>()) {
        (0, Ok(year)) if negative => format!("{} BC", year + 1),
        (0, Ok(0)) => "1 BC".to_owned(),
        (0, Ok(year)) => year.to_string(),
        (1, Ok(_)) => before(format!("the {known}0s")),
        (2, Ok(_)) => before(format!("the years {known}00 to {known}99")),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_put_into_words_with_whatever_is_uncertain_of_it() {
        for (written, words) in [
            ("2024-12?", "December 2024, uncertain"),
            ("2024-12-03", "3 December 2024"),
            ("1984~", "1984, approximate"),
            ("1984%", "1984, uncertain and approximate"),
            ("2019-21", "spring (March to May) 2019"),
            ("2023-24", "winter (December to February) 2023"),
            ("201X", "the 2010s"),
            ("19XX?", "the years 1900 to 1999, uncertain"),
            ("2004-XX", "some month of 2004"),
            ("2004-02-XX", "some day of February 2004"),
            ("2004-XX-XX", "some day of 2004"),
            ("2017/..", "from 2017, no end given"),
            ("2017/", "from 2017, end not known"),
            ("../2014", "no beginning given, to 2014"),
            (
                "/2024-02~",
                "beginning not known, to February 2024, approximate",
            ),
            ("2015/2018~", "from 2015 to 2018, approximate"),
            ("-0003", "4 BC"),
            ("0000", "1 BC"),
            ("-0044-03-15", "15 March 45 BC"),
            ("2024-05-12T10:00:00Z", "12 May 2024, 10:00:00Z"),
        ] {
            let date: Edtf = written.parse().expect("a date");
            let shape = DateShape::of(&date).expect("a shape");
            assert_eq!(shape.words(), words, "{written}");
            assert_eq!(shape.is_uncertain(), written.contains(['?', '%']));
            assert_eq!(shape.is_approximate(), written.contains(['~', '%']));
        }
    }

    #[test]
    fn the_times_of_a_date_have_its_bounds() {
        for written in [
            "2015/2018~",
            "2019-21",
            "2023-24?",
            "201X",
            "/2024-02~",
            "2017/..",
        ] {
            let date: Edtf = written.parse().expect("a date");
            let (first, last) = match DateShape::of(&date).expect("a shape") {
                DateShape::Within(time) => (Some(time.first), Some(time.last)),
                DateShape::FromTo(from, to) => {
                    (from.time().map(|t| t.first), to.time().map(|t| t.last))
                }
            };
            assert_eq!((first, last), (date.earliest(), date.latest()), "{written}");
        }
    }
}
