//! Which form of an answer fits best what somebody accepts (RFC 9110, 12.5.1).
//!
//! Takes the text of an `Accept` header and the forms that there are, the usual one
//! first; gives one of them. A page is for whoever names it: a program that accepts
//! anything gets data.

/// Chooses among forms, each a media type without parameters. `None`: nothing fits.
pub fn best<T: Copy>(accept: Option<&str>, offered: &[(&str, T)]) -> Option<T> {
    let ranges = ranges(accept.unwrap_or_default());
    if ranges.is_empty() {
        return offered.first().map(|(_, form)| *form);
    }
    let mut chosen: Option<((u16, u8), T)> = None;
    for (media, form) in offered {
        let Some(weight) = weight(&ranges, media) else {
            continue;
        };
        // Among equals the first: the usual form.
        if weight.0 > 0 && chosen.is_none_or(|(best, _)| weight > best) {
            chosen = Some((weight, *form));
        }
    }
    chosen.map(|(_, form)| form)
}

/// Whether a page is what is wanted most.
pub fn prefers_page(accept: Option<&str>, data: &[&str]) -> bool {
    let mut offered: Vec<(&str, bool)> = data.iter().map(|media| (*media, false)).collect();
    offered.push((PAGE, true));
    accept.is_some() && best(accept, &offered) == Some(true)
}

/// The media type of a page, which no wildcard stands for.
pub const PAGE: &str = "text/html";

struct Range<'a> {
    media: &'a str,
    /// In thousandths.
    quality: u16,
}

fn ranges(accept: &str) -> Vec<Range<'_>> {
    accept
        .split(',')
        .filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let media = parts.next().filter(|media| media.contains('/'))?;
            let quality = parts.find_map(|part| {
                let (name, value) = part.split_once('=')?;
                name.trim().eq_ignore_ascii_case("q").then_some(value)
            });
            Some(Range {
                media,
                quality: quality.map_or(1000, thousandths),
            })
        })
        .collect()
}

/// What cannot be read is not wanted.
fn thousandths(text: &str) -> u16 {
    let quality: f32 = text.trim().parse().unwrap_or(0.0);
    // Between 0 and 1000, which fits.
    (quality.clamp(0.0, 1.0) * 1000.0).round() as u16
}

/// How much a form is wanted, and how closely it was named; `None` where it is not
/// accepted. The range that names it most closely counts.
fn weight(ranges: &[Range<'_>], media: &str) -> Option<(u16, u8)> {
    let kind = media.split('/').next().unwrap_or_default();
    let closeness = |range: &Range<'_>| -> Option<u8> {
        if range.media.eq_ignore_ascii_case(media) {
            return Some(3);
        }
        let (range_kind, rest) = range.media.split_once('/')?;
        match rest == "*" && media != PAGE {
            true if range_kind.eq_ignore_ascii_case(kind) => Some(2),
            true if range_kind == "*" => Some(1),
            _ => None,
        }
    };
    let mut found: Option<(u16, u8)> = None;
    for range in ranges {
        if let Some(close) = closeness(range)
            && found.is_none_or(|(_, best)| close > best)
        {
            found = Some((range.quality, close));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERED: [(&str, &str); 4] = [
        ("application/sparql-results+json", "json"),
        ("application/sparql-results+xml", "xml"),
        ("text/csv", "csv"),
        ("text/html", "page"),
    ];

    #[test]
    fn what_is_wanted_most_is_given() {
        for (accept, form) in [
            (None, Some("json")),
            (Some(""), Some("json")),
            (Some("*/*"), Some("json")),
            (Some("text/csv"), Some("csv")),
            (Some("TEXT/CSV; charset=utf-8"), Some("csv")),
            (Some("text/*"), Some("csv")),
            (Some("text/csv, */*"), Some("csv")),
            (Some("*/*, text/csv;q=0.5"), Some("json")),
            (
                Some("application/sparql-results+xml;q=0.9, text/csv;q=0.8"),
                Some("xml"),
            ),
            (
                Some("application/sparql-results+json;q=0, */*"),
                Some("xml"),
            ),
            (Some("image/png"), None),
            (Some("text/csv;q=0"), None),
            (Some("text/csv;q=x, application/*;q=0.1"), Some("json")),
            // What browsers send when somebody follows a link.
            (
                Some(
                    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
                ),
                Some("page"),
            ),
            (Some("text/html;q=0.2, text/csv;q=0.4"), Some("csv")),
        ] {
            assert_eq!(best(accept, &OFFERED), form, "{accept:?}");
        }
    }

    #[test]
    fn a_page_is_only_for_whoever_names_it() {
        for (accept, page) in [
            (None, false),
            (Some("*/*"), false),
            (Some("text/*"), false),
            (Some("text/html"), true),
            (Some("text/turtle, text/html"), false),
            (Some("text/turtle;q=0.5, text/html"), true),
        ] {
            assert_eq!(prefers_page(accept, &["text/turtle"]), page, "{accept:?}");
        }
    }
}
