//! From what an edition was made, kept in it as JSON text.
//!
//! Holds what the maker says: inputs with their hashes, cases, counts, rule
//! set, options. No clock, machine, user or path: the same inputs give the same
//! text anywhere, and an edition may be handed on.

use std::collections::BTreeMap;
use std::path::Component;
use std::path::Path;

use serde::Deserialize;
use serde::Serialize;

use crate::edition::error::EditionError;

/// Says from what an edition was made and by which rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Set when the edition is built.
    pub format_version: u32,
    pub tool_version: String,
    pub rule_set: String,
    /// What the maker writes for the same inputs, as it counts that; 0 where an
    /// older one did not say.
    #[serde(default)]
    pub content_version: u32,
    pub inputs: Vec<Input>,
    pub cases: Vec<Case>,
    pub tables: Vec<Table>,
    pub options: BTreeMap<String, String>,
    /// Set when rows entered after a day were left out; in the text only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_on: Option<KnownOn>,
}

/// Says that an edition is another one as it was known on a day, and what was
/// left out of that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownOn {
    /// Written `YYYY-MM-DD`.
    pub day: String,
    /// The content id of the edition with everything in it.
    pub whole: String,
    /// Claims recorded later.
    pub claims: u64,
    /// Answers recorded later.
    pub answers: u64,
    /// Answers to nothing but claims that were left out.
    pub answers_to_them: u64,
    /// Decisions on identity recorded later.
    #[serde(default)]
    pub decisions: u64,
    /// Rows that stayed since no day is recorded with them.
    pub undated: u64,
}

/// Names one file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The base of the case it belongs to; none for a file that only lends background.
    pub case: Option<String>,
    /// Relative to what the user named; an absolute path is refused.
    pub name: String,
    pub bytes: u64,
    /// In lower-case hexadecimal.
    pub sha256: String,
}

/// Names one case by the beginning of its IRIs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub base: String,
    pub title: Option<String>,
}

/// Counts the rows of one table of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The base of the case.
    pub case: String,
    pub name: String,
    pub rows_read: u64,
    pub rows_accepted: u64,
}

/// The option that says what an edition is without.
const REDACTED: (&str, &str) = ("redacted", "yes");

impl Provenance {
    /// Marks the edition as redacted, and leaves out whatever was counted or
    /// hashed over more than it holds.
    ///
    /// A hash of a table is a fingerprint of its withheld cells too: where all
    /// the others can be read in the edition, names can be tried until the hash
    /// is met. So can the size of a file, and counts tell of rows.
    pub fn redact(&mut self) {
        self.inputs.clear();
        self.tables.clear();
        let (option, yes) = REDACTED;
        self.options.insert(option.to_owned(), yes.to_owned());
    }

    /// Whether protected sources were withheld when it was made.
    pub fn is_redacted(&self) -> bool {
        let (option, yes) = REDACTED;
        self.options.get(option).is_some_and(|said| said == yes)
    }

    /// Gives the text to store.
    ///
    /// # Errors
    /// When an input is named by more than its place below what the user named.
    pub(super) fn to_text(&self) -> Result<String, EditionError> {
        for input in &self.inputs {
            let drive = matches!(
                input.name.as_bytes(),
                [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic()
            );
            let below = Path::new(&input.name)
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
            if drive || !below || input.name.is_empty() {
                return Err(EditionError::Refused {
                    what: format!(
                        "the input name `{}`, which holds a path of this machine,",
                        input.name
                    ),
                });
            }
        }
        serde_json::to_string_pretty(self).map_err(|error| EditionError::Refused {
            what: format!("a provenance without JSON text ({error})"),
        })
    }

    pub(super) fn from_text(text: &[u8]) -> Result<Provenance, EditionError> {
        serde_json::from_slice(text)
            .map_err(|error| EditionError::damaged("provenance", error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_this_machine_is_refused() {
        for (name, kept) in [
            ("people.csv", true),
            ("first/people.csv", true),
            ("/home/ann/people.csv", false),
            ("../people.csv", false),
            ("C:\\cases\\people.csv", false),
            ("", false),
        ] {
            let provenance = Provenance {
                inputs: vec![Input {
                    case: None,
                    name: name.to_owned(),
                    bytes: 1,
                    sha256: String::new(),
                }],
                ..Provenance::default()
            };
            assert_eq!(provenance.to_text().is_ok(), kept, "{name}");
        }
    }
}
