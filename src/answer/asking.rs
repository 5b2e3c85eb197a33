//! A query with all that comes with it, the same for the command line and for the
//! endpoint: what is typed for its parameters, its paths, and what has to be said
//! beside its answer.
//!
//! Takes a [`Prepared`] query and an edition; gives its [`Answer`] and remarks, of
//! which a denial that the rows do not show is the first. How they are shown is
//! for others.

use oxigraph::model::Term;

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::answer::name::{Wanted, resolve};
use crate::answer::path_rows::path_rows_knowing;
use crate::answer::relations::KnownRelation;
use crate::edition::EditionError;
use crate::query::{
    Answer, Contested, Format, Kind, Library, NamedTerms, Note, Prepared, QueryError, Written,
    contested, prepare, protected_sources,
};

/// Pairs without a path that are told one by one.
const MOST_NO_PATHS: usize = 5;
/// Below this similarity (Jaro-Winkler, 0 to 1) a question is no suggestion.
const LEAST_SIMILARITY: f64 = 0.75;

/// Why a value cannot stand for a parameter.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AskingError {
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// An empty answer would read as "nobody".
    #[error("no claim in this edition uses the relation `{relation}`")]
    UnusedRelation {
        relation: String,
        /// Those that some claim uses, by name.
        used: Vec<String>,
    },
    #[error("`{value}` is {term}, which is no thing of the case")]
    NoThing { value: String, term: String },
}

impl From<EditionError> for AskingError {
    fn from(error: EditionError) -> Self {
        AskingError::Query(error.into())
    }
}

/// Gives a parameter of a query its value, as it was typed: a name or an id where
/// the parameter takes a thing of the case.
///
/// # Errors
/// When the query has no such parameter, the value is none of its kind, or the
/// name is unknown or ambiguous.
pub fn bind_typed(
    graph: &Graph,
    prepared: &mut Prepared,
    name: &str,
    value: &str,
) -> Result<(), AskingError> {
    let kind = prepared.parameter(name)?.kind;
    let wanted = match kind {
        Kind::Entity => Wanted::Entity,
        Kind::EntityOrMeeting => Wanted::EntityOrMeeting,
        Kind::Claim => Wanted::Claim,
        Kind::Source => Wanted::Source,
        Kind::Denial => Wanted::Denial,
        Kind::Question => Wanted::Question,
        Kind::Relation | Kind::Date | Kind::Integer | Kind::Decimal | Kind::Text => {
            Wanted::Anything
        }
    };
    let term = match kind.read(name, value)? {
        Some(term) => {
            if kind == Kind::Relation && graph.edition().term_id(&term)?.is_none() {
                return Err(AskingError::UnusedRelation {
                    relation: value.to_owned(),
                    used: used_relations(graph)?,
                });
            }
            term
        }
        None => match graph.edition().term(resolve(graph, value, wanted)?)? {
            Term::NamedNode(node) => Term::NamedNode(node),
            other => {
                return Err(AskingError::NoThing {
                    value: value.to_owned(),
                    term: other.to_string(),
                });
            }
        },
    };
    prepared.bind(name, term)?;
    Ok(())
}

fn used_relations(graph: &Graph) -> Result<Vec<String>, QueryError> {
    let ask = "SELECT ?relation { ?relation a ng:Relation } ORDER BY ?relation";
    let prepared = prepare(graph.edition(), ask)?;
    let shown = |term| prepared.prefixes().show(term);
    Ok(match prepared.run(graph.edition())? {
        Answer::Rows(rows) => rows
            .rows
            .iter()
            .flatten()
            .flatten()
            .map(|term| shown(term).trim_start_matches("rel:").to_owned())
            .collect(),
        Answer::Boolean(_) | Answer::Graph(_) => Vec::new(),
    })
}

/// Looks for the paths that a query asks for. Relations that are known may be
/// asked for though no claim uses them.
///
/// # Errors
/// As for [`Prepared::find_paths`].
pub fn find_paths_of(
    graph: &Graph,
    known: &[KnownRelation],
    prepared: &mut Prepared,
) -> Result<(), QueryError> {
    prepared.find_paths(&|request| path_rows_knowing(graph, known, request))
}

/// How much a remark matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Something is named that must not leave the desk.
    Protected,
    /// Claims are named that somebody denies.
    Contested,
    Note,
}

/// A thing to be said beside the answer to a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub weight: Weight,
    /// One clause or sentence, without a full stop.
    pub words: String,
}

impl Remark {
    /// The remark with what it is before it.
    pub fn line(&self) -> String {
        let Remark { weight, words } = self;
        match weight {
            Weight::Protected => format!("warning: {words}"),
            Weight::Contested | Weight::Note => format!("note: {words}"),
        }
    }
}

/// What is to be said beside an answer, notes first. Patterns that match nothing
/// are told of queries that somebody wrote, not of the library's.
///
/// # Errors
/// When the edition is damaged where it is asked.
pub fn remarks(
    graph: &Graph,
    prepared: &Prepared,
    (answer, named): (&Answer, &NamedTerms),
    is_of_library: bool,
) -> Result<Vec<Remark>, QueryError> {
    let edition = graph.edition();
    let mut said = Vec::new();
    if !is_of_library {
        let unmatched = prepared.unmatched(edition)?.into_iter();
        said.extend(
            unmatched.map(|pattern| format!("nothing in this edition matches `{pattern}`")),
        );
    }
    said.extend(said_of_paths(prepared));
    let mut notes = prepared.notes().to_vec();
    notes.extend(Note::of_answer(answer).filter(|note| !notes.contains(note)));
    said.extend(notes.iter().map(|note| note.words().to_owned()));
    let mut remarks: Vec<Remark> = said
        .into_iter()
        .map(|words| Remark {
            weight: Weight::Note,
            words,
        })
        .collect();
    let contested = contested_words(&contested(edition, named)?);
    remarks.extend(contested.map(|words| Remark {
        weight: Weight::Contested,
        words,
    }));
    let protected = protected_sources(edition, named)?;
    if protected > 0 {
        remarks.push(Remark {
            weight: Weight::Protected,
            words: format!(
                "{} marked protected and named in this answer: it must not leave the desk",
                sources_are(protected)
            ),
        });
    }
    Ok(remarks)
}

/// What is to be said of an answer as it was written.
pub fn remark_on_form(written: Written, format: Format) -> Option<Remark> {
    let Written { escaped } = written;
    (escaped > 0).then(|| Remark {
        weight: Weight::Note,
        words: format!(
            "{escaped} characters that {} cannot hold are written as \\u{{…}}",
            format.as_str()
        ),
    })
}

/// Which ends have no path between them, and what lies beside the paths there are.
pub fn said_of_paths(prepared: &Prepared) -> Vec<String> {
    let mut said = Vec::new();
    let mut add = |words: &[String], more_of_them: &str| {
        said.extend(words.iter().take(MOST_NO_PATHS).cloned());
        if let Some(more @ 1..) = words.len().checked_sub(MOST_NO_PATHS) {
            said.push(format!("{more} more {more_of_them}"));
        }
    };
    add(
        prepared.no_paths(),
        "pairs of ends have no path between them",
    );
    add(prepared.path_notes(), "notes like these on paths");
    said
}

/// `5 claims are named in this answer: 2 DENIED, 1 disputed`
fn contested_words(counts: &Contested) -> Option<String> {
    let Contested {
        claims,
        denied,
        disputed,
        retracted,
    } = counts;
    let parts: Vec<String> = [
        (denied, "DENIED"),
        (disputed, "disputed"),
        (retracted, "RETRACTED"),
    ]
    .into_iter()
    .filter(|(count, _)| **count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    let named = if *claims == 1 {
        "1 claim is".to_owned()
    } else {
        format!("{claims} claims are")
    };
    (!parts.is_empty()).then(|| format!("{named} named in this answer: {}", parts.join(", ")))
}

/// `1 source is`, `2 sources are`
pub fn sources_are(sources: u64) -> String {
    match sources {
        1 => "1 source is".to_owned(),
        several => format!("{several} sources are"),
    }
}

/// The question of the library whose name comes nearest to one that has none.
pub fn nearest_question(name: &str) -> Option<&'static str> {
    let all = Library::all().into_iter();
    all.map(|question| (strsim::jaro_winkler(question.name, name), question.name))
        .filter(|(score, _)| *score > LEAST_SIMILARITY)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, near)| near)
}
