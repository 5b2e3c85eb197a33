//! From the text of a query to one that can be run.
//!
//! Takes the text and an edition (for its prefixes); gives a [`Prepared`] that
//! has been read, refused what an edition does not offer, and waits for the
//! values of its parameters. Running it gives an [`Answer`], whole and in
//! memory; how it is written is for `results`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use oxigraph::model::Triple;
use spargebra::Query;
use spargebra::SparqlParser;

use crate::edition::Edition;
use crate::query::algebra;
use crate::query::bind;
use crate::query::describe;
use crate::query::error::QueryError;
use crate::query::explain::Explanation;
use crate::query::inspect;
use crate::query::inspect::Note;
use crate::query::limits;
use crate::query::named::NamedTerms;
use crate::query::params::Header;
use crate::query::params::Parameter;
use crate::query::path_place::Written;
use crate::query::path_request::PathFinder;
use crate::query::path_service;
use crate::query::path_settings::Parameters;
use crate::query::prefixes::Prefixes;
use crate::query::run;
use crate::query::run::{Found, Watched};
use crate::query::syntax;
use crate::query::unmatched;

/// What a query found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Of `SELECT`.
    Rows(Rows),
    /// Of `ASK`.
    Boolean(bool),
    /// Of `CONSTRUCT` and `DESCRIBE`: sorted, no triple twice.
    Graph(Vec<Triple>),
}

/// The rows of a `SELECT`, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// Without question marks, in the order of the query.
    pub variables: Vec<String>,
    /// Each as long as `variables`; `None` is unbound.
    pub rows: Vec<Vec<Option<Term>>>,
}

/// What a query gives, which is known before it is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    Rows,
    Boolean,
    Graph,
}

/// A query that has been read and whose parameters can be given.
#[derive(Debug, Clone)]
pub struct Prepared {
    text: String,
    query: Query,
    header: Header,
    prefixes: Prefixes,
    notes: Vec<Note>,
    bound: BTreeMap<String, Term>,
    /// How many blocks of `SERVICE ng:path` it has.
    blocks: usize,
    // Invariant: of these values in `bound` and no others.
    paths: Option<path_service::Found>,
}

/// Reads a query against the prefixes of an edition.
///
/// ```
/// # use nutgraf::query::{Prefixes, prepare_with};
/// let prefixes = Prefixes::new(vec!["https://example.org/case/".to_owned()]);
/// let error = prepare_with(&prefixes, "SELECT ?claim WHERE { ?claim a ng:Claim ").unwrap_err();
/// assert!(error.to_string().starts_with("the query cannot be read at line 1, column 4"));
/// ```
///
/// # Errors
/// When the text is no SPARQL query, is an update, asks for what an edition
/// does not offer, nests too deeply, or declares its parameters wrongly; or
/// when the edition's provenance cannot be read.
pub fn prepare(edition: &Edition, text: &str) -> Result<Prepared, QueryError> {
    prepare_with(&Prefixes::of(edition)?, text)
}

/// Reads a query against these prefixes, as [`prepare`] does.
///
/// # Errors
/// As for [`prepare`].
pub fn prepare_with(prefixes: &Prefixes, text: &str) -> Result<Prepared, QueryError> {
    let mut used = BTreeSet::new();
    limits::check(text, &mut |token| {
        if let Some((name, _)) = token.split_once(':') {
            used.insert(name);
        }
    })?;
    let mut query = match read_plainly(prefixes, &used, text) {
        Some(query) => query,
        None => read(prefixes, text)?,
    };
    let mut notes = inspect::inspect(&mut query)?;
    let header = Header::read(text)?;
    for parameter in &header.parameters {
        if bind::places(&mut query, &parameter.name) == 0 {
            return Err(QueryError::NoPlaceholder {
                name: parameter.name.clone(),
            });
        }
    }
    let bound = BTreeMap::new();
    let parameters = Parameters {
        declared: &declared(&header),
        bound: &bound,
        are_final: false,
    };
    let (blocks, note) = path_service::check(&mut query, parameters, Written { text, prefixes })?;
    notes.extend(note);
    Ok(Prepared {
        text: text.to_owned(),
        query,
        header,
        prefixes: prefixes.clone(),
        notes,
        bound,
        blocks,
        paths: None,
    })
}

fn declared(header: &Header) -> BTreeSet<String> {
    let parameters = header.parameters.iter();
    parameters.map(|parameter| parameter.name.clone()).collect()
}

/// Reads a query with the prefixes that its text seems to use, and without the
/// comments before it, which the parser goes over letter by letter and again.
///
/// Gives nothing where that fails, for whatever reason.
fn read_plainly(prefixes: &Prefixes, used: &BTreeSet<&str>, text: &str) -> Option<Query> {
    let mut parser = SparqlParser::new();
    for (name, namespace) in prefixes.iter() {
        if used.contains(name) {
            parser = parser.with_prefix(name, namespace).ok()?;
        }
    }
    parser.parse_query(after_comments(text)).ok()
}

/// Gives what comes after the comments that open a text.
fn after_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix('#') {
        let (comment, after) = comment.split_once('\n').unwrap_or((comment, ""));
        // An escape may stand for the end of the line; so may a return.
        if comment.trim_end_matches('\r').contains(['\\', '\r']) {
            return text;
        }
        rest = after.trim_start();
    }
    rest
}

fn read(prefixes: &Prefixes, text: &str) -> Result<Query, QueryError> {
    let mut parser = SparqlParser::new();
    for (name, namespace) in prefixes.iter() {
        // A namespace that is no IRI could not have been written into an edition.
        if let Ok(with) = parser.clone().with_prefix(name, namespace) {
            parser = with;
        }
    }
    parser.clone().parse_query(text).map_err(|error| {
        if let Some(operation) = syntax::update(parser, text) {
            return QueryError::Refused {
                what: format!("`{operation}`"),
                why: "an edition is never changed by a query; change the tables and load them",
            };
        }
        Box::new(syntax::explain(&error, text, prefixes)).into()
    })
}

impl Prepared {
    /// Gives the patterns of the query that nothing in the edition matches: a
    /// term is misspelt, or what is asked for is not on record at all.
    ///
    /// # Errors
    /// When the edition is damaged where it is asked.
    pub fn unmatched(&self, edition: &Edition) -> Result<Vec<String>, QueryError> {
        Ok(unmatched::unmatched(&self.query, edition, &self.prefixes)?)
    }

    /// Says what the query gives.
    pub fn gives(&self) -> Gives {
        match self.query {
            Query::Select { .. } => Gives::Rows,
            Query::Ask { .. } => Gives::Boolean,
            Query::Construct { .. } | Query::Describe { .. } => Gives::Graph,
        }
    }

    /// Gives the question, parameters and columns declared in the opening comments.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Gives what is to be said beside the answer, in a fixed order.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Gives the prefixes that hold without being declared.
    pub fn prefixes(&self) -> &Prefixes {
        &self.prefixes
    }

    /// Gives a value to a parameter; the last of several values counts.
    ///
    /// # Errors
    /// When the query declares no such parameter, or the term is not of its kind.
    pub fn bind(&mut self, name: &str, term: impl Into<Term>) -> Result<(), QueryError> {
        let term = term.into();
        let parameter = self.parameter(name)?;
        if !parameter.kind.admits(&term) {
            return Err(parameter.kind.wrong(name, &self.prefixes.show(&term)));
        }
        self.bound.insert(name.to_owned(), term);
        self.paths = None;
        Ok(())
    }

    /// Answers every `SERVICE ng:path` of the query, as it now is; to be done
    /// before a query that has one is run or explained, and anew after a value
    /// is given. A query without one asks the finder nothing.
    ///
    /// # Errors
    /// When a required parameter has no value, a block names what the edition
    /// does not have or contradicts itself, a limit is hit, or the finder fails.
    pub fn find_paths(&mut self, find: &PathFinder) -> Result<(), QueryError> {
        if self.blocks == 0 {
            return Ok(());
        }
        let mut query = self.with_values()?;
        let parameters = Parameters {
            declared: &declared(&self.header),
            bound: &self.bound,
            are_final: true,
        };
        let written = Written {
            text: &self.text,
            prefixes: &self.prefixes,
        };
        let found = limits::with_deep_stack(|| {
            path_service::answer(&mut query, parameters, written, find)
        })??;
        self.paths = Some(found);
        Ok(())
    }

    /// Gives the pairs of ends between which no path was found, each with the
    /// reason; empty before they were looked for.
    pub fn no_paths(&self) -> &[String] {
        self.paths.as_ref().map_or(&[], |found| &found.nothing)
    }

    /// Gives what the rows of the paths that were found do not show, a sentence
    /// each; empty before they were looked for.
    pub fn path_notes(&self) -> &[String] {
        self.paths.as_ref().map_or(&[], |found| &found.notes)
    }

    /// Gives a declared parameter.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn parameter(&self, name: &str) -> Result<&Parameter, QueryError> {
        let parameters = &self.header.parameters;
        parameters
            .iter()
            .find(|parameter| parameter.name == name)
            .ok_or_else(|| QueryError::UnknownParameter {
                name: name.to_owned(),
                known: parameters.iter().map(Parameter::in_words).collect(),
            })
    }

    /// Gives the query with its values as text for any SPARQL 1.1 engine.
    ///
    /// It is the text as written, with values in their places and with the
    /// prefixes that had been left out. Reading it gives the same algebra.
    ///
    /// # Errors
    /// When a required parameter has no value, or the text cannot hold one.
    pub fn sparql(&self) -> Result<String, QueryError> {
        let bound = self.with_values()?;
        let mut text = String::new();
        for (name, namespace) in self.prefixes.iter() {
            if self.leaves_out(name) {
                text.push_str(&format!("PREFIX {name}: <{namespace}>\n"));
            }
        }
        text.push_str(&bind::fill(&self.text, &self.bound));
        let again = SparqlParser::new()
            .parse_query(&text)
            .map_err(|_| QueryError::NotAsText)?;
        if bind::canonical(&again) == bind::canonical(&bound) {
            Ok(text)
        } else {
            Err(QueryError::NotAsText)
        }
    }

    /// Whether a prefix is used by the query but not declared in it.
    fn leaves_out(&self, name: &str) -> bool {
        let own = format!("{name}:");
        let mut declared = false;
        let mut used = false;
        let mut before = "";
        for token in limits::Tokens(&self.text) {
            if token.starts_with(&own) {
                let here = before.eq_ignore_ascii_case("prefix") && token == own;
                declared |= here;
                used |= !here;
            }
            before = token;
        }
        used && !declared
    }

    /// Evaluates the query.
    ///
    /// # Errors
    /// When a required parameter has no value, the engine fails, or the
    /// edition is damaged where the query leads.
    pub fn run(&self, edition: &Edition) -> Result<Answer, QueryError> {
        Ok(limits::with_deep_stack(|| self.evaluate(edition))??.answer)
    }

    /// The same with the terms that the answer names, for [`contested`] and the like.
    ///
    /// # Errors
    /// As for [`Prepared::run`].
    ///
    /// [`contested`]: crate::query::contested
    pub fn run_named(&self, edition: &Edition) -> Result<(Answer, NamedTerms), QueryError> {
        let Found { answer, named } = limits::with_deep_stack(|| self.evaluate(edition))??;
        let named = match named {
            Some(named) => named,
            None => NamedTerms::new(edition, &answer)?,
        };
        Ok((answer, named))
    }

    fn evaluate(&self, edition: &Edition) -> Result<Found, QueryError> {
        let found = run::run(&|| self.to_select(), edition, None)?;
        match (&self.query, found.answer) {
            (Query::Describe { .. }, Answer::Rows(rows)) => {
                let named = rows.rows.into_iter().flatten().flatten().filter_map(named);
                Ok(Answer::Graph(describe::describe(edition, named)?).into())
            }
            (_, answer) => Ok(Found { answer, ..found }),
        }
    }

    /// The query with its values and its paths; a `DESCRIBE` as the `SELECT` of what it names.
    fn to_select(&self) -> Result<Query, QueryError> {
        let mut query = self.with_values()?;
        match &self.paths {
            Some(found) => found.put_into(&mut query)?,
            None if self.blocks > 0 => return Err(QueryError::PathsNotLookedFor),
            None => {}
        }
        Ok(match query {
            Query::Describe { .. } => named_by(query),
            Query::Select { .. } | Query::Construct { .. } | Query::Ask { .. } => query,
        })
    }

    /// Evaluates the query and tells how: the steps, and the rows each gave.
    ///
    /// The engine runs the plan that [`Prepared::run`] walks, which takes several
    /// times as long; the rows are the same.
    ///
    /// # Errors
    /// As for [`Prepared::run`].
    pub fn explain(&self, edition: &Edition) -> Result<Explanation, QueryError> {
        limits::with_deep_stack(|| {
            let mut watched = Watched::default();
            let rows = match run::run(&|| self.to_select(), edition, Some(&mut watched))?.answer {
                Answer::Rows(rows) => rows.rows.len() as u64,
                Answer::Boolean(_) => 1,
                Answer::Graph(triples) => triples.len() as u64,
            };
            let explained = Explanation::new(&watched, rows, edition.content_id(), &self.prefixes);
            explained.map_err(|error| QueryError::Write(error.into()))
        })?
    }

    fn with_values(&self) -> Result<Query, QueryError> {
        let missing: Vec<String> = self
            .header
            .parameters
            .iter()
            .filter(|p| !p.optional && !self.bound.contains_key(&p.name))
            .map(Parameter::in_words)
            .collect();
        if !missing.is_empty() {
            return Err(QueryError::MissingParameters { missing });
        }
        let mut query = self.query.clone();
        for (name, term) in &self.bound {
            bind::bind(&mut query, name, term);
        }
        Ok(query)
    }
}

/// Turns a `DESCRIBE` into the `SELECT` of what it names.
fn named_by(mut query: Query) -> Query {
    let pattern = std::mem::take(algebra::pattern_mut(&mut query));
    Query::Select {
        dataset: None,
        pattern,
        base_iri: query.base_iri().cloned(),
    }
}

fn named(term: Term) -> Option<NamedNode> {
    match term {
        Term::NamedNode(node) => Some(node),
        Term::BlankNode(_) | Term::Literal(_) => None,
    }
}
