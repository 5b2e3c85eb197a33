//! `nutgraf.toml`: the case's title, its base IRI, its background RDF.
//!
//! Takes the file's bytes; gives what is valid in it, and a problem with its
//! place for every other key and value. Whether a background file exists is
//! looked up here, so that its absence has a place too.

use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use oxigraph::model::NamedNode;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::decode::decode;
use super::place::{LineStart, Sheet};
use crate::model::Code;
use crate::model::Place;
use crate::model::Problem;
use crate::model::Report;
use crate::model::iri::DEFAULT_BASE;
use crate::model::mistyped;

const KEYS: [&str; 4] = ["title", "base", "background", "printable"];

/// All that is nutgraf's own, of which a case may use the default base only.
pub(super) const OWN: &str = "https://w3id.org/nutgraf/";

/// What `nutgraf.toml` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    pub title: Option<String>,
    /// Ends in `/` or `#`.
    pub base: Option<String>,
    /// Files that exist, relative to the case folder and inside it; each once.
    pub background: Vec<PathBuf>,
    /// Words that may be printed although a protected source is called so.
    pub printable: Vec<String>,
}

/// Reads the file; what is not valid is left out and reported.
pub(super) fn read(file: &str, bytes: Vec<u8>, folder: &Path, report: &mut Report) -> Config {
    let mut config = Config::default();
    let text = match decode(file, bytes) {
        Ok(text) => text,
        Err(problem) => {
            report.push(*problem);
            return config;
        }
    };
    let sheet = Sheet { file, text: &text };
    let table = match DeTable::parse(&text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            report.push(Problem {
                code: Code::BadConfig,
                place: Some(place(sheet, span.start, span.end)),
                message: error.message().replace('\n', ", "),
                expected: "valid TOML".to_owned(),
                hints: Vec::new(),
            });
            return config;
        }
    };
    for (key, value) in &table {
        let at = key.span();
        match key.get_ref().as_ref() {
            "title" => config.title = string(sheet, value, "a text", report),
            "base" => config.base = base(sheet, value, report),
            "background" => config.background = background(sheet, value, folder, report),
            "printable" => config.printable = printable(sheet, value, report),
            other => report.push(Problem {
                code: Code::UnknownKey,
                place: Some(place(sheet, at.start, at.end)),
                message: format!("unknown key `{other}`"),
                expected: format!("one of {}", KEYS.join(", ")),
                hints: match mistyped(other, KEYS.into_iter()) {
                    Some(near) => vec![format!("did you mean `{near}`?")],
                    None => Vec::new(),
                },
            }),
        }
    }
    config
}

fn place(sheet: Sheet<'_>, start: usize, end: usize) -> Place {
    let text = sheet.text.get(start..end).unwrap_or_default();
    sheet.place(LineStart::FIRST, start, text, None)
}

fn bad(
    sheet: Sheet<'_>,
    value: &Spanned<DeValue<'_>>,
    code: Code,
    message: &str,
    expected: &str,
) -> Problem {
    let span = value.span();
    Problem {
        code,
        place: Some(place(sheet, span.start, span.end)),
        message: message.to_owned(),
        expected: expected.to_owned(),
        hints: Vec::new(),
    }
}

fn string(
    sheet: Sheet<'_>,
    value: &Spanned<DeValue<'_>>,
    expected: &str,
    report: &mut Report,
) -> Option<String> {
    match value.get_ref().as_str() {
        Some(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        None => {
            let message = "this value is not a text";
            report.push(bad(sheet, value, Code::BadConfig, message, expected));
            None
        }
    }
}

fn base(sheet: Sheet<'_>, value: &Spanned<DeValue<'_>>, report: &mut Report) -> Option<String> {
    let expected = "an IRI that ends in `/` or `#`, such as \"https://example.org/case/\"";
    let base = string(sheet, value, expected, report)?;
    let message = if NamedNode::new(base.as_str()).is_err() {
        "not an absolute IRI"
    } else if !base.ends_with(['/', '#']) {
        "the base ends in neither `/` nor `#`"
    } else if base.starts_with(OWN) && !base.starts_with(DEFAULT_BASE) {
        "this namespace is nutgraf's own"
    } else {
        return Some(base);
    };
    report.push(bad(sheet, value, Code::BadConfig, message, expected));
    None
}

fn printable(sheet: Sheet<'_>, value: &Spanned<DeValue<'_>>, report: &mut Report) -> Vec<String> {
    let expected = "a list of words or names, such as [\"the harbour office\"]";
    let Some(list) = value.get_ref().as_array() else {
        let message = "this value is not a list";
        report.push(bad(sheet, value, Code::BadConfig, message, expected));
        return Vec::new();
    };
    let words = list.iter();
    words
        .filter_map(|word| string(sheet, word, expected, report))
        .collect()
}

fn background(
    sheet: Sheet<'_>,
    value: &Spanned<DeValue<'_>>,
    folder: &Path,
    report: &mut Report,
) -> Vec<PathBuf> {
    let expected = "a list of files inside the case folder, such as [\"background.ttl\"]";
    let mut files = Vec::new();
    let Some(list) = value.get_ref().as_array() else {
        let message = "this value is not a list";
        report.push(bad(sheet, value, Code::BadConfig, message, expected));
        return files;
    };
    for item in list.iter() {
        let Some(name) = string(sheet, item, expected, report) else {
            continue;
        };
        let path = PathBuf::from(&name);
        let inside = path
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !inside {
            let message = "the path leaves the case folder";
            report.push(bad(sheet, item, Code::BadConfig, message, expected));
        } else if !folder.join(&path).is_file() {
            let message = format!("no file `{name}` in the case folder");
            report.push(bad(
                sheet,
                item,
                Code::MissingBackground,
                &message,
                expected,
            ));
        } else {
            // Without `./`, so that the same file has one name.
            let path: PathBuf = path
                .components()
                .filter(|part| matches!(part, Component::Normal(_)))
                .collect();
            if !files.contains(&path) {
                files.push(path);
            }
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Config, read};
    use crate::model::Code;
    use crate::model::Report;

    fn config(text: &str) -> (Config, Report) {
        let mut report = Report::default();
        let bytes = text.as_bytes().to_vec();
        let config = read("nutgraf.toml", bytes, Path::new("/nowhere"), &mut report);
        (config, report)
    }

    fn assert_problem(text: &str, code: Code, line: u32, column: u32, shown: &str) {
        let (_, report) = config(text);
        let problem = report.problems.first().expect("must have a problem");
        assert_eq!(report.problems.len(), 1, "{:?}", report.problems);
        let place = problem.place.as_ref().expect("has a place");
        assert_eq!(problem.code, code);
        assert_eq!(
            (place.line, place.column, place.text.as_str()),
            (line, column, shown)
        );
    }

    #[test]
    fn title_and_base_are_read() {
        let (config, report) = config("title = 'Ž'\nbase = \"https://example.org/c/\"\n");
        assert_eq!(report.problems, []);
        assert_eq!(config.title.as_deref(), Some("Ž"));
        assert_eq!(config.base.as_deref(), Some("https://example.org/c/"));
    }

    #[test]
    fn every_mistake_has_its_place() {
        assert_problem("title = 'T'\ntitel = 'x'", Code::UnknownKey, 2, 1, "titel");
        assert_problem("[paths]\na = 1", Code::UnknownKey, 1, 2, "paths");
        assert_problem("title = 3", Code::BadConfig, 1, 9, "3");
        assert_problem("base = 'x'", Code::BadConfig, 1, 8, "'x'");
        assert_problem("base = 'http://a.b'", Code::BadConfig, 1, 8, "'http://a.b'");
        let own = "base = 'https://w3id.org/nutgraf/ns#'";
        assert_problem(own, Code::BadConfig, 1, 8, "'https://w3id.org/nutgraf/ns#'");
        assert_problem("background = 'a.ttl'", Code::BadConfig, 1, 14, "'a.ttl'");
        let gone = "background = [\n  'a.ttl',\n]";
        assert_problem(gone, Code::MissingBackground, 2, 3, "'a.ttl'");
        assert_problem(
            "background = ['../a.ttl']",
            Code::BadConfig,
            1,
            15,
            "'../a.ttl'",
        );
        assert_problem("title = 'a\n", Code::BadConfig, 1, 11, "");
    }
}
