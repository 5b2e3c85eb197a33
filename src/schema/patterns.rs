//! Regular expressions for cells, in what XML Schema, Python and JavaScript
//! understand alike: no anchors, no look-ahead, groups that capture.
//!
//! A pattern lets through everything that `check` accepts, and little else. An
//! alternative at the top stands in a group, since programs put anchors around
//! the whole.

use crate::read::{Holds, Target};

const ID: &str = "[a-z0-9][a-z0-9-]*";

/// A four-digit year, of which one or two digits may be unknown.
const YEAR: &str = "[0-9]{2}([0-9]{2}|[0-9]X|XX)";

/// What follows `YYYY-` for a month or a season.
const MONTH: &str = "(0[1-9]|1[0-2]|2[1-4]|XX)";

/// What follows `YYYY-` for one day.
const MONTH_AND_DAY: &str = "(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";

const TIME: &str =
    "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-]([01][0-9]|2[0-3])(:[0-5][0-9])?)?";

/// The pattern of a cell, or of a list of them; `None` where anything goes or
/// the type says it all.
pub(super) fn pattern(holds: Holds, list: bool) -> Option<String> {
    let one = match holds {
        Holds::Text | Holds::Word(_) | Holds::YesNo => return None,
        Holds::Money | Holds::Number | Holds::Count => return None,
        Holds::Id | Holds::Relation => ID.to_owned(),
        Holds::Reference(Target {
            tables: _,
            attendance: false,
        }) => ID.to_owned(),
        Holds::Reference(Target {
            tables: _,
            attendance: true,
        }) => format!(r"{ID}(\.{ID})?"),
        Holds::Date => edtf(),
        Holds::Day => day(),
        Holds::Currency => "[A-Z]{3}".to_owned(),
        Holds::WebAddress => {
            let forbidden = r#"\s<>"`\\{}|^"#;
            format!("[Hh][Tt][Tt][Pp][Ss]?://[^{forbidden}/?#][^{forbidden}]*")
        }
        Holds::Wikidata => "Q[1-9][0-9]*".to_owned(),
        Holds::Lei => "[0-9A-Z]{20}".to_owned(),
        Holds::Sha256 => "[0-9A-Fa-f]{64}".to_owned(),
        Holds::Category => "[a-z]+".to_owned(),
    };
    Some(match list {
        true => format!(r"[;\s]*({one}(\s*;[;\s]*{one})*)?[;\s]*"),
        false => one,
    })
}

/// One day, with or without a time or a qualifier.
fn day() -> String {
    format!("-?[0-9]{{4}}-{MONTH_AND_DAY}([?~%]|T{TIME})?")
}

/// EDTF level 1: a date, or an interval of two, one of which may be open.
fn edtf() -> String {
    let inexact = format!("{YEAR}|[0-9]{{4}}-({MONTH}|(0[1-9]|1[0-2]|XX)-XX)");
    let date = format!("(-?({inexact})[?~%]?|{day})", day = day());
    format!(r"({date}(/({date}|\.\.)?)?|(\.\.)?/{date})")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::{edtf, pattern};
    use crate::model::{Day, Edtf, EdtfError};
    use crate::read::{Holds, Target};

    fn whole(pattern: &str) -> Regex {
        Regex::new(&format!("^{pattern}$")).expect("is a regular expression")
    }

    fn of(holds: Holds, list: bool) -> Regex {
        whole(&pattern(holds, list).expect("has a pattern"))
    }

    /// Texts that are dates or nearly so.
    fn nearly_a_date() -> impl Strategy<Value = String> {
        let part = "(-?[0-9]{2}(X{2}|[0-9]X|[0-9]{2})|-?(19|20)[0-9]{2}-([012][0-9]|XX)(-([0-3][0-9]|XX))?)";
        let date = format!(
            "{part}[?~%]?(T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](Z|[+-][0-2][0-9](:[0-6][0-9])?)?)?"
        );
        proptest::string::string_regex(&format!(
            r"({date}|({date}|\.\.)?/({date}|\.\.)?|[0-9X?~%/.TZ:-]{{0,12}})"
        ))
        .expect("is a regular expression")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn what_is_read_as_a_date_fits_the_pattern(text in nearly_a_date()) {
            let fits = whole(&edtf()).is_match(&text);
            let read = text.parse::<Edtf>();
            match read {
                Ok(_) => prop_assert!(fits, "{text}"),
                // The calendar is beyond a pattern.
                Err(EdtfError::NoSuchDay | EdtfError::EndBeforeBegin) => {}
                Err(EdtfError::NotEdtf | EdtfError::NotADay) => {
                    prop_assert!(!fits || text.contains("-0000"), "{text}");
                }
            }
            let is_day = of(Holds::Day, false).is_match(&text);
            match text.parse::<Day>() {
                Ok(_) => prop_assert!(is_day, "{text}"),
                Err(EdtfError::NoSuchDay) => {}
                Err(_) => prop_assert!(!is_day, "{text}"),
            }
        }
    }

    #[test]
    fn lists_are_taken_as_a_cell_is_split() {
        let ids = of(Holds::Reference(Target::ENTITY), true);
        for good in ["a", "a;b", "a ; b-2;c", "a;", ";a;;b ; ", ";"] {
            assert!(ids.is_match(good), "{good}");
        }
        for bad in ["a b", "a,b", "A", "m.ann", "-a;b", "a; b c"] {
            assert!(!ids.is_match(bad), "{bad}");
        }
        assert!(of(Holds::Reference(Target::CLAIMS), true).is_match("m.ann; c1"));
        assert!(!of(Holds::Reference(Target::CLAIMS), true).is_match("m.ann.x"));
    }
}
