//! Problems found in the data: what, where, what was expected, how grave.
//!
//! Bad data is not an error of the program: reading and checking give what
//! they could use *and* a [`Report`]. A report with one problem of severity
//! error means that no edition is written.

pub use super::problem_code::Code;

/// Whether a problem blocks a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
}

/// Where in a file a problem is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's name inside the case folder.
    pub file: String,
    /// From 1; a quoted line break starts a new line.
    pub line: u32,
    /// From 1, in characters, of the first character of `text` in that line.
    pub column: u32,
    /// The spreadsheet's cell (`E3`), where the file is a table.
    pub cell: Option<String>,
    /// The offending text as written, possibly empty.
    pub text: String,
    /// The whole physical line, for showing; empty when it is not text.
    pub line_text: String,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub code: Code,
    pub place: Option<Place>,
    /// What is wrong, in one clause without a final full stop.
    pub message: String,
    /// What was expected there, likewise.
    pub expected: String,
    /// How it may be mended: nearest ids, possible readings.
    pub hints: Vec<String>,
}

impl Problem {
    /// The severity of its code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// All problems found in one go.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub problems: Vec<Problem>,
}

impl Report {
    /// Adds one problem.
    pub fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Adds the problems of another report.
    pub fn extend(&mut self, other: Report) {
        self.problems.extend(other.problems);
    }

    /// Whether one of them blocks a load.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems
            .iter()
            .filter(|p| p.severity() == severity)
            .count()
    }

    /// Sorts by file, line, column, code: the order in which they are shown.
    pub fn sort(&mut self) {
        self.problems
            .sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
        self.problems.dedup();
    }
}
