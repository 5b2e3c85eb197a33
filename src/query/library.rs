//! The questions that come with nutgraf: the files of `queries/`, built in.
//!
//! One question per file, with its words, parameters and columns in the
//! opening comments. Each is plain SPARQL 1.1 that any engine runs, but those
//! with a `SERVICE ng:path`. Reading and running them is for `prepare`, as with
//! anybody's query.

use crate::query::params::Header;

/// A question of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The file's name without its ending.
    pub name: &'static str,
    pub header: Header,
    /// The whole file.
    pub text: &'static str,
}

/// The questions that are built in.
#[derive(Debug, Clone, Copy)]
pub struct Library;

macro_rules! files {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../queries/", $name, ".rq")))),*]
    };
}

// In the order of their names; a test holds the list against the folder.
const FILES: [(&str, &str); 24] = files! {
    "anonymous-only"
    "answers-to"
    "by-relation"
    "claims-about"
    "contested"
    "denials"
    "entered-since"
    "figures-that-disagree"
    "hearsay-and-plans"
    "meetings"
    "money"
    "most-connected"
    "one-origin"
    "open-questions"
    "own-inferences"
    "parties-not-asked"
    "paths-between"
    "rests-on"
    "said-by"
    "shared-companies"
    "silences"
    "timeline"
    "two-steps"
    "voices"
};

impl Library {
    /// Gives every question, by name.
    pub fn all() -> Vec<Question> {
        FILES.iter().filter_map(|file| question(*file)).collect()
    }

    /// Gives the question of this name.
    pub fn find(name: &str) -> Option<Question> {
        let at = FILES
            .binary_search_by(|(other, _)| (*other).cmp(name))
            .ok()?;
        question(FILES[at])
    }
}

fn question((name, text): (&'static str, &'static str)) -> Option<Question> {
    // A test reads every header, so that none is missing here.
    let header = Header::read(text).ok()?;
    Some(Question { name, header, text })
}
