//! Cells with a form of their own: Wikidata items, LEIs, jurisdictions,
//! addresses, hashes, counts.

use crate::model::Code;
use crate::model::Problem;
use crate::read::Cell;

use super::problems::problem;
use super::row_check::RowCheck;
use super::traces;

impl RowCheck<'_, '_> {
    /// A Wikidata item.
    pub(super) fn wikidata(&mut self) -> Option<Box<str>> {
        let cell = self.known("wikidata")?;
        if is_item(cell.text()) {
            return Some(cell.text().into());
        }
        let item = cell.text().rsplit(['/', ':', '#']).next();
        let item = item.map(str::to_uppercase).filter(|item| is_item(item));
        self.push(Problem {
            hints: item
                .map(|item| format!("did you mean `{item}`?"))
                .into_iter()
                .collect(),
            ..problem(
                Code::BadWikidata,
                cell.place(),
                format!("`{}` is no item of Wikidata", cell.text()),
                "the letter Q and a number: `Q42`",
            )
        });
        None
    }

    /// A Legal Entity Identifier with its check digits.
    pub(super) fn lei(&mut self) -> Option<Box<str>> {
        let cell = self.known("lei")?;
        let text = cell.text();
        let message = match lei_fault(text) {
            None => return Some(text.into()),
            Some(message) => message,
        };
        let is_cut = traces::is_scientific(text)
            || (text.len() < 20 && text.bytes().all(|b| b.is_ascii_digit()));
        let code = if is_cut {
            Code::SpreadsheetTrace
        } else {
            Code::BadLei
        };
        let message = if is_cut {
            format!("`{text}` is an LEI that a spreadsheet took for a number")
        } else {
            message
        };
        self.push(problem(
            code,
            cell.place(),
            message,
            "20 capital letters and digits, the last two of them check digits (ISO 17442)",
        ));
        None
    }

    /// A country or a part of one. Anything else is kept, with a warning.
    pub(super) fn jurisdiction(&mut self) -> Option<Box<str>> {
        let cell = self.known("jurisdiction")?;
        if !is_jurisdiction(cell.text()) {
            self.push(problem(
                Code::BadJurisdiction,
                cell.place(),
                format!("`{}` is no code of a jurisdiction", cell.text()),
                "a code of ISO 3166: `AE`, `US-DE`",
            ));
        }
        Some(cell.text().into())
    }

    /// An address on the web.
    pub(super) fn url(&mut self, column: &str) -> Option<Box<str>> {
        let cell = self.known(column)?;
        if is_web_address(cell.text()) {
            return Some(cell.text().into());
        }
        let guess = format!("https://{}", cell.text());
        let guess = (cell.text().contains('.') && !cell.text().contains(':')).then_some(guess);
        self.push(Problem {
            hints: guess
                .filter(|guess| is_web_address(guess))
                .map(|guess| format!("did you mean `{guess}`?"))
                .into_iter()
                .collect(),
            ..problem(
                Code::BadUrl,
                cell.place(),
                format!("`{}` is no address on the web", cell.text()),
                "an address that begins with `https://` or `http://` and has no spaces",
            )
        });
        None
    }

    /// The SHA-256 hash of a file, in lower case.
    pub(super) fn sha256(&mut self) -> Option<Box<str>> {
        let cell = self.known("sha256")?;
        let text = cell.text();
        if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Some(text.to_ascii_lowercase().into());
        }
        let found = match traces::of_a_number(cell) {
            Some(found) => found,
            None => problem(
                Code::BadSha256,
                cell.place(),
                format!(
                    "`{text}` is no SHA-256 hash: it has {} characters",
                    text.chars().count()
                ),
                "64 digits and letters a to f, as `sha256sum` prints them",
            ),
        };
        self.push(found);
        None
    }

    /// A whole number of people.
    pub(super) fn count(&mut self, column: &str) -> Option<u32> {
        let cell = self.known(column)?;
        let text = cell.text();
        if text.bytes().all(|b| b.is_ascii_digit())
            && let Ok(number) = text.parse()
        {
            return Some(number);
        }
        let found = match traces::in_number(text) {
            Some(message) => problem(Code::SpreadsheetTrace, cell.place(), message, COUNT),
            None => Problem {
                hints: in_words(cell).into_iter().collect(),
                ..problem(
                    Code::BadCount,
                    cell.place(),
                    format!("`{text}` is no whole number"),
                    COUNT,
                )
            },
        };
        self.push(found);
        None
    }
}

const COUNT: &str = "a whole number in digits, or an empty cell when nobody knows";

fn in_words(cell: Cell<'_>) -> Option<String> {
    const WORDS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let word = cell.text().to_lowercase();
    let at = WORDS.iter().position(|other| *other == word)?;
    Some(format!("did you mean `{}`?", at + 1))
}

fn is_item(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(|number| {
        !number.is_empty() && !number.starts_with('0') && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// What is wrong with an LEI. ISO 17442: letters count as 10 to 35, and the
/// number that results is 1 modulo 97.
fn lei_fault(text: &str) -> Option<String> {
    if text.len() != 20 || !text.is_ascii() {
        let length = text.chars().count();
        return Some(format!("`{text}` has {length} characters, an LEI has 20"));
    }
    let mut rest = 0_u32;
    for b in text.bytes() {
        rest = match b {
            b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
            b'A'..=b'Z' => (rest * 100 + u32::from(b - b'A') + 10) % 97,
            _ => return Some(format!("`{text}` has other characters than A-Z and 0-9")),
        };
    }
    (rest != 1).then(|| format!("the check digits of `{text}` do not fit the rest"))
}

/// `AE`, `US-DE`, and the same in lower case or with `_`, as OpenCorporates writes it.
fn is_jurisdiction(text: &str) -> bool {
    let (country, part) = match text.split_once(['-', '_']) {
        Some((country, part)) => (country, Some(part)),
        None => (text, None),
    };
    country.len() == 2
        && country.bytes().all(|b| b.is_ascii_alphabetic())
        && part.is_none_or(|part| {
            (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

fn is_web_address(text: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then(|| &text[scheme.len()..])
    });
    let is_forbidden = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '`' | '\\' | '{' | '}' | '|' | '^')
    };
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        !host.is_empty() && !rest.contains(is_forbidden)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_lei_is_checked_by_its_digits() {
        // Apple's and Bloomberg's, from the public register.
        assert_eq!(lei_fault("HWUPKR0MPOU8FGXBT394"), None);
        assert_eq!(lei_fault("5493001KJTIIGC8Y1R12"), None);
        assert!(lei_fault("5493001KJTIIGC8Y1R13").is_some());
        assert!(lei_fault("5493001kjtiigc8y1r12").is_some());
        assert!(lei_fault("5493").is_some());
        assert!(lei_fault("ÄÄÄÄÄÄÄÄÄÄ").is_some());
    }

    #[test]
    fn only_addresses_on_the_web_are_links() {
        for good in [
            "https://a.example/x?y#z",
            "http://localhost:8000",
            "HTTPS://a.example",
        ] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https:// a",
            "a.example",
            "https://a.example/\"onclick",
            "ä",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    #[test]
    fn jurisdictions_have_the_form_of_iso_3166() {
        for good in ["AE", "US-DE", "us_de", "gb"] {
            assert!(is_jurisdiction(good), "{good}");
        }
        for bad in ["United Arab Emirates", "UAE", "U", "US-", "ÄE"] {
            assert!(!is_jurisdiction(bad), "{bad}");
        }
    }
}
