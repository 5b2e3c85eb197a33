//! What can go wrong with a query: its text, its parameters, its evaluation.
//!
//! Every message is for the person who wrote the query and names the thing as
//! it stands in the text. A syntax error carries its place and its line; how
//! that is coloured is left to the command line.

use std::error::Error;
use std::fmt;
use std::io;

use spareval::QueryEvaluationError;

use crate::edition::EditionError;

/// Says why a query gives no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    #[error(transparent)]
    Syntax(#[from] Box<SyntaxError>),
    #[error("{what} is refused: {why}")]
    Refused { what: String, why: &'static str },
    #[error("the query is too {what}: at most {limit} {unit} are read")]
    TooComplex {
        what: &'static str,
        limit: usize,
        unit: &'static str,
    },
    #[error("line {line} of the query: {what}")]
    Header { line: usize, what: String },
    #[error(
        "the query declares the parameter `{name}`, but has no `VALUES ?{name} {{ UNDEF }}` to hold it"
    )]
    NoPlaceholder { name: String },
    #[error("the query has no parameter `{name}`; {}", declared(.known))]
    UnknownParameter { name: String, known: Vec<String> },
    #[error("the parameter `{name}` takes {expected}, not `{found}`")]
    WrongValue {
        name: String,
        expected: String,
        found: String,
    },
    /// Each as its name, its kind and its words.
    #[error("the query needs {}", .missing.join("; and "))]
    MissingParameters { missing: Vec<String> },
    #[error("the query with its parameters cannot be written as text that reads the same")]
    NotAsText,
    #[error("{answer} cannot be written as {format}; ask for {instead}")]
    WrongFormat {
        answer: &'static str,
        format: &'static str,
        instead: &'static str,
    },
    /// The triple in the form of N-Triples.
    #[error("RDF/XML has no way to write {why}; nothing was written. The triple is {triple}")]
    NotInXml { why: String, triple: String },
    /// The query was run before [`find_paths`](crate::query::Prepared::find_paths).
    #[error("the paths of `SERVICE ng:path` have not been looked for")]
    PathsNotLookedFor,
    #[error("`SERVICE ng:path` {what}, so it is not answered; {instead}")]
    PathLimit { what: String, instead: String },
    #[error("no path could be looked for")]
    Paths(#[source] Box<dyn Error + Send + Sync>),
    #[error("no thread for the query")]
    Thread(#[source] io::Error),
    #[error("the query could not be evaluated")]
    Evaluation(#[source] QueryEvaluationError),
    #[error(transparent)]
    Edition(#[from] EditionError),
    #[error("the answer could not be written")]
    Write(#[from] io::Error),
}

fn declared(known: &[String]) -> String {
    if known.is_empty() {
        "it takes none (one is declared by a comment such as `# Parameter: entity (entity) whom it is about`)".to_owned()
    } else {
        format!("it takes {}", known.join(", "))
    }
}

impl From<QueryEvaluationError> for QueryError {
    fn from(error: QueryEvaluationError) -> Self {
        QueryError::Evaluation(error)
    }
}

/// A place in a query where reading stopped, or where a block of it is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What failed, before the place: "the query cannot be read".
    pub what: &'static str,
    /// From 1.
    pub line: usize,
    /// From 1, in characters; one past the end of the line when it ends too soon.
    pub column: usize,
    /// How many characters are wrong, at least 1.
    pub width: usize,
    /// The whole line, without its line break.
    pub line_text: String,
    /// What is wrong, in one clause.
    pub message: String,
    pub hints: Vec<String>,
}

impl fmt::Display for SyntaxError {
    /// Writes message, line and caret, without a final line break.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SyntaxError {
            what,
            line,
            column,
            width,
            line_text,
            message,
            hints,
        } = self;
        let number = line.to_string();
        // A tab is as wide as the terminal likes, so it is repeated, not counted.
        let before: String = line_text
            .chars()
            .chain(std::iter::repeat(' '))
            .take(column - 1)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        writeln!(f, "{what} at line {line}, column {column}: {message}")?;
        writeln!(f, "{number} | {line_text}")?;
        write!(
            f,
            "{:>w$} | {before}{}",
            "",
            "^".repeat(*width),
            w = number.len()
        )?;
        for hint in hints {
            write!(f, "\n{:>w$} = hint: {hint}", "", w = number.len())?;
        }
        Ok(())
    }
}

impl Error for SyntaxError {}
