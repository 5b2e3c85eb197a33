//! How a command ends: an exit code, and what is said when it failed.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use spareval::QueryEvaluationError;

use crate::answer::{AnswerError, Candidate, Count};
use crate::cli::unwritten;
use crate::edition::EditionError;
use crate::model::Report;
use crate::pipeline::LoadError;
use crate::query::QueryError;
use crate::read::ReadError;
use crate::render::escape::shell;
use crate::render::export::ExportError;

/// The ways a command can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Answered; also a query with no row.
    Answered,
    /// Searched completely, and the answer is no.
    No,
    /// Usage, unknown or ambiguous name, bad SPARQL.
    Usage,
    /// The data has errors.
    Data,
    /// A file cannot be read or written, or is damaged.
    File,
    /// A limit was hit.
    Limit,
}

impl Exit {
    /// The process's exit code.
    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Exit::Answered => 0,
            Exit::No => 1,
            Exit::Usage => 2,
            Exit::Data => 3,
            Exit::File => 4,
            Exit::Limit => 5,
        })
    }
}

/// Why a command failed, with what may help.
#[derive(Debug)]
pub struct Failure {
    pub exit: Exit,
    pub error: anyhow::Error,
    pub hints: Vec<String>,
    /// Names that may have been meant.
    pub candidates: Vec<Candidate>,
    /// Whether each of them has exactly the name that was given.
    pub choice: bool,
    /// Problems in the data, to be shown in full.
    pub report: Option<Report>,
    /// What else is wrong, told after it.
    pub also: Vec<Failure>,
    /// Standard output was closed: nothing to say, and no failure.
    pub closed: bool,
}

impl Failure {
    /// A failure of one kind with nothing to add.
    pub fn new(exit: Exit, error: impl Into<anyhow::Error>) -> Self {
        Self {
            exit,
            error: error.into(),
            hints: Vec::new(),
            candidates: Vec::new(),
            choice: false,
            report: None,
            also: Vec::new(),
            closed: false,
        }
    }

    /// A mistake in what was asked.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, anyhow::Error::msg(message.into()))
    }

    /// Adds a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let closed = error.kind() == io::ErrorKind::BrokenPipe;
        Self {
            closed,
            ..Self::new(
                Exit::File,
                anyhow::Error::new(error).context("cannot write the answer"),
            )
        }
    }
}

impl From<EditionError> for Failure {
    fn from(error: EditionError) -> Self {
        let hint = match &error {
            EditionError::NotAnEdition { path, .. } => Some(case_hint(path)),
            EditionError::NotOurs { .. } => {
                Some("name a file that is not there yet, or an edition to be replaced".to_owned())
            }
            EditionError::Io {
                action: "write",
                path,
                source,
            } => unwritten::hint(path, source),
            _ => None,
        };
        Self {
            hints: hint.into_iter().collect(),
            ..Self::new(Exit::File, error)
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        let hint = match &error {
            ReadError::NotAFolder { path } => Some(case_hint(path)),
            ReadError::AboveCases { path, cases } => cases.first().map(|first| {
                let case = path.join(first).display().to_string();
                format!("name a case: `{}`", shell(&case))
            }),
            ReadError::NoFolder { .. }
            | ReadError::Io { .. }
            | ReadError::Write { .. }
            | ReadError::Changed { .. } => None,
        };
        Self {
            hints: hint.into_iter().collect(),
            ..Self::new(Exit::File, error)
        }
    }
}

/// What to give instead of a file that is neither a case nor an edition.
fn case_hint(file: &Path) -> String {
    let kind = file.extension().and_then(|kind| kind.to_str());
    match kind.map(str::to_ascii_lowercase).as_deref() {
        Some("csv") => {
            let folder = file.parent().filter(|folder| *folder != Path::new(""));
            let folder = folder.unwrap_or(Path::new(".")).display().to_string();
            format!("a case is a folder of tables; this one's is `{}`", shell(&folder))
        }
        Some("xlsx" | "xls" | "ods" | "numbers") => {
            "a case is a folder of CSV files: save each sheet as one (in Excel \"CSV UTF-8\"), named after its table, such as people.csv".to_owned()
        }
        _ => "a case is a folder of tables; `nutgraf load FOLDER --edition FILE` makes one file of it".to_owned(),
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Problems(report) => {
                let message = LoadError::Problems(report.clone()).to_string();
                Self {
                    report: Some(report),
                    ..Self::new(Exit::Data, anyhow::Error::msg(message))
                }
            }
            LoadError::SameBase { .. }
            | LoadError::BackgroundOfAnother { .. }
            | LoadError::NestedBase { .. }
            | LoadError::RelationDiffers { .. } => Self::new(Exit::Data, error),
            LoadError::Read(inner) => inner.into(),
            LoadError::Edition(inner) => inner.into(),
            LoadError::Network(_) => Self::new(Exit::File, error),
        }
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::Edition(inner) => inner.into(),
            QueryError::Write(inner) => inner.into(),
            QueryError::Evaluation(ref inner) => {
                let exit = match inner {
                    QueryEvaluationError::Dataset(_)
                    | QueryEvaluationError::Unexpected(_)
                    | QueryEvaluationError::UnexpectedDefaultGraph => Exit::File,
                    QueryEvaluationError::Cancelled => Exit::Limit,
                    // An unknown function, or one given too few values.
                    _ => Exit::Usage,
                };
                Self::new(exit, error)
            }
            QueryError::Thread(_) => Self::new(Exit::File, error),
            QueryError::PathLimit { .. } => Self::new(Exit::Limit, error),
            QueryError::Paths(inner) => match inner.downcast::<AnswerError>() {
                Ok(answer) => (*answer).into(),
                Err(inner) => Self::new(Exit::File, QueryError::Paths(inner)),
            },
            QueryError::NotInXml { .. } => Self::new(Exit::Usage, error)
                .hint("every other format carries it: `-o nt`, `-o ttl`, `-o jsonld`"),
            QueryError::Syntax(_)
            | QueryError::Refused { .. }
            | QueryError::TooComplex { .. }
            | QueryError::Header { .. }
            | QueryError::NoPlaceholder { .. }
            | QueryError::UnknownParameter { .. }
            | QueryError::WrongValue { .. }
            | QueryError::MissingParameters { .. }
            | QueryError::NotAsText
            | QueryError::PathsNotLookedFor
            | QueryError::WrongFormat { .. } => Self::new(Exit::Usage, error),
        }
    }
}

/// What tells things of one name apart.
fn choice_hint(candidates: &[Candidate]) -> &'static str {
    let mut ids: Vec<&str> = candidates.iter().map(|c| c.named.id.as_str()).collect();
    ids.sort_unstable();
    match ids.windows(2).any(|pair| pair[0] == pair[1]) {
        false => "give the id instead of the name",
        true if candidates.iter().any(|candidate| candidate.case.is_some()) => {
            "some ids are equal: an IRI, as printed above, can be given instead"
        }
        true => "some ids are equal: write `entity:ID`, `source:ID`, `claim:ID`, …",
    }
}

/// What to do where a part of a name was given.
fn part_hints(name: &str, listed: &[Candidate], containing: Option<Count>) -> Vec<String> {
    let (in_all, all) = match containing {
        None => return Vec::new(),
        Some(Count::Exactly(all)) => (all.to_string(), all),
        Some(Count::MoreThan(all)) => (format!("more than {all}"), all),
    };
    let mut hints = vec![choice_hint(listed).to_owned()];
    if all > listed.len() as u128 {
        let (first, name) = (listed.len(), shell(name));
        hints.push(format!(
            "these are {first} of {in_all} that have it in a name or id; `nutgraf find CASE {name}` lists all"
        ));
    }
    hints
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Answer(inner) => inner.into(),
            ExportError::Write(inner) if inner.kind() == io::ErrorKind::Unsupported => {
                Self::new(Exit::Usage, inner)
            }
            ExportError::Write(inner) => inner.into(),
            ExportError::TooLarge { .. } => Self::new(Exit::Limit, error).hint(
                "nothing was written; choose a part with `export path`, `export ties` or `export between`, or another format",
            ),
        }
    }
}

impl From<AnswerError> for Failure {
    fn from(error: AnswerError) -> Self {
        let words = error.to_string();
        match error {
            AnswerError::Edition(inner) => inner.into(),
            AnswerError::Network(_) | AnswerError::Incomplete { .. } => {
                Self::new(Exit::File, error)
            }
            AnswerError::NoPathGraph
            | AnswerError::AvoidedEnd { .. }
            | AnswerError::NamesBetween { .. }
            | AnswerError::NotTogether { .. }
            | AnswerError::RelationBothWays { .. }
            | AnswerError::ViaAlready { .. }
            | AnswerError::TooManyVia { .. } => Self::new(Exit::Usage, error),
            AnswerError::UnknownRelation { nearest, used, .. } if nearest.is_empty() => {
                let used = format!("the relations in use: {}", used.join(", "));
                Self::new(Exit::Usage, anyhow::Error::msg(words)).hint(used)
            }
            AnswerError::UnknownRelation { nearest, .. } => {
                let nearest = format!("did you mean `{}`?", nearest.join("`, `"));
                Self::new(Exit::Usage, anyhow::Error::msg(words)).hint(nearest)
            }
            AnswerError::OtherKind {
                name,
                is,
                wanted,
                nearest,
            } => {
                let empty = AnswerError::OtherKind {
                    name,
                    is,
                    wanted,
                    nearest: Vec::new(),
                };
                Self {
                    candidates: nearest,
                    ..Self::new(Exit::Usage, empty)
                }
            }
            AnswerError::Several { first, others } => Self {
                also: others.into_iter().map(Self::from).collect(),
                ..Self::from(*first)
            },
            AnswerError::Unknown {
                name,
                nearest,
                containing,
            } => {
                let mut hints = part_hints(&name, &nearest, containing);
                if nearest.is_empty() {
                    let name = shell(&name);
                    hints.push(format!(
                        "`nutgraf find CASE {name}` looks into texts and descriptions too"
                    ));
                }
                let empty = AnswerError::Unknown {
                    name,
                    nearest: Vec::new(),
                    containing,
                };
                Self {
                    hints,
                    candidates: nearest,
                    ..Self::new(Exit::Usage, empty)
                }
            }
            AnswerError::Ambiguous { name, candidates } => {
                let listed = candidates.clone();
                Self {
                    hints: vec![choice_hint(&listed).to_owned()],
                    candidates: listed,
                    choice: true,
                    ..Self::new(Exit::Usage, AnswerError::Ambiguous { name, candidates })
                }
            }
        }
    }
}
