//! Every `SERVICE ng:path` of a query, from block to rows.
//!
//! A block does not depend on the rest of its query, so it is answered before
//! it: its node of the algebra becomes a `VALUES` of its rows, and what plans
//! and evaluates the query need not know. Checks the blocks when a query is
//! read, and answers them through a function when its parameters are known.
//! Mistakes come with their place in the text.

use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::NamedNodePattern;

use crate::model::iri;
use crate::query::algebra;
use crate::query::error::QueryError;
use crate::query::inspect::Note;
use crate::query::path_block::Block;
use crate::query::path_block::Trouble;
use crate::query::path_block::ng;
use crate::query::path_place::Written;
use crate::query::path_place::place;
use crate::query::path_request::PathFailure;
use crate::query::path_request::PathFinder;
use crate::query::path_request::PathRequest;
use crate::query::path_request::PathsFound;
use crate::query::path_settings::Parameters;
use crate::query::path_terms::PathOutput;
use crate::query::path_values::PathValues;
use crate::query::prefixes::Prefixes;
use crate::query::syntax;

/// What was found for the blocks of a query, in the order of a walk over it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    patterns: Vec<GraphPattern>,
    /// The pairs of ends between which there is no path, each with the reason.
    pub(super) nothing: Vec<String>,
    /// What the rows do not show of the paths there are.
    pub(super) notes: Vec<String>,
}

/// Whether a service is the one that finds paths.
pub(super) fn is_path(name: &NamedNodePattern) -> bool {
    match name {
        NamedNodePattern::NamedNode(name) => {
            name.as_str().strip_prefix(iri::NG) == Some(PathOutput::Path.as_str())
        }
        NamedNodePattern::Variable(_) => false,
    }
}

/// Checks the blocks of a query as far as it can be done without an edition;
/// gives how many there are and what is to be noted of them.
///
/// # Errors
/// When a block is written wrongly, or asks for too much.
pub(super) fn check(
    query: &mut Query,
    parameters: Parameters,
    written: Written,
) -> Result<(usize, Option<Note>), QueryError> {
    let (mut count, mut note) = (0, None);
    each(query, &mut |inner| {
        let block = Block::read(inner, written.prefixes).and_then(|block| {
            block.searches(parameters, written.prefixes)?;
            Ok(block)
        });
        let block = block.map_err(|trouble| trouble.located(count, written))?;
        count += 1;
        if shows_no_standing(&block) {
            note = Some(Note::PathsOverDenied);
        }
        Ok(None)
    })?;
    Ok((count, note))
}

/// Whether a denial could go unseen: nothing that is asked for tells of it.
fn shows_no_standing(block: &Block) -> bool {
    let tells = [
        PathOutput::Claim,
        PathOutput::HopStanding,
        PathOutput::PathStanding,
    ];
    !tells.into_iter().any(|output| block.asks_for(output)) && !block.is_uncontested_only()
}

/// Answers the blocks of a query whose parameters have their values.
///
/// # Errors
/// When one of them is written wrongly, names what is not there, or hits a
/// limit; or when the finder fails.
pub(super) fn answer(
    query: &mut Query,
    parameters: Parameters,
    written: Written,
    find: &PathFinder,
) -> Result<Found, QueryError> {
    let mut found = Found {
        patterns: Vec::new(),
        nothing: Vec::new(),
        notes: Vec::new(),
    };
    each(query, &mut |inner| {
        let count = found.patterns.len();
        let located = |trouble: Trouble| trouble.located(count, written);
        let block = Block::read(inner, written.prefixes).map_err(located)?;
        let searches = block.searches(parameters, written.prefixes);
        let mut values = PathValues::new(&block);
        for (solution, requests) in searches.map_err(located)? {
            for request in requests {
                let paths = find(&request).map_err(|failure| {
                    Failed {
                        failure,
                        request: &request,
                    }
                    .error(count, written)
                })?;
                values.add(&solution, &paths).map_err(located)?;
                if let Some(words) = nothing(&request, &paths, written.prefixes)
                    && !found.nothing.contains(&words)
                {
                    found.nothing.push(words);
                }
                for words in notes(&request, &paths, written.prefixes) {
                    if !found.notes.contains(&words) {
                        found.notes.push(words);
                    }
                }
            }
        }
        found.patterns.push(values.pattern());
        Ok(None)
    })?;
    Ok(found)
}

impl Found {
    /// Puts the rows into the places of the blocks.
    pub(super) fn put_into(&self, query: &mut Query) -> Result<(), QueryError> {
        let mut rows = self.patterns.iter();
        each(query, &mut |_| Ok(rows.next().cloned()))
    }
}

/// Takes the blocks out of a query, for who is to see all of it but them.
pub(super) fn leave_out(query: &mut Query) {
    let nothing = GraphPattern::Values {
        variables: Vec::new(),
        bindings: Vec::new(),
    };
    // Replacing cannot fail.
    let _ = each(query, &mut |_| Ok(Some(nothing.clone())));
}

/// Puts no rows, of the right variables, into the places of the blocks.
#[cfg(test)]
pub(super) fn as_if_nothing_found(query: &mut Query) -> Result<(), QueryError> {
    let prefixes = Prefixes::new(Vec::new());
    each(query, &mut |inner| {
        let block = Block::read(inner, &prefixes).map_err(|_| QueryError::PathsNotLookedFor)?;
        Ok(Some(PathValues::new(&block).pattern()))
    })
}

/// Hands the inside of each block to `visit`, and puts what it gives in the
/// place of the block.
fn each(
    query: &mut Query,
    visit: &mut dyn FnMut(&GraphPattern) -> Result<Option<GraphPattern>, QueryError>,
) -> Result<(), QueryError> {
    let mut outcome = Ok(());
    algebra::walk(algebra::pattern_mut(query), &mut |pattern| {
        let GraphPattern::Service { inner, .. } = pattern else {
            return;
        };
        if outcome.is_ok() {
            match visit(inner) {
                Ok(Some(instead)) => *pattern = instead,
                Ok(None) => {}
                Err(error) => outcome = Err(error),
            }
        }
    });
    outcome
}

fn nothing(request: &PathRequest, found: &PathsFound, prefixes: &Prefixes) -> Option<String> {
    let why = found.no_path.as_ref()?;
    let ends = ends(request, prefixes);
    Some(format!("`SERVICE ng:path` finds no path {ends}: {why}"))
}

fn notes<'f>(
    request: &PathRequest,
    found: &'f PathsFound,
    prefixes: &Prefixes,
) -> impl Iterator<Item = String> + use<'f> {
    let ends = ends(request, prefixes);
    let notes = found.notes.iter();
    notes.map(move |words| format!("`SERVICE ng:path` {ends}: {words}"))
}

fn ends(request: &PathRequest, prefixes: &Prefixes) -> String {
    let show = |end: &NamedNode| prefixes.show(&Term::from(end.clone()));
    format!("from `{}` to `{}`", show(&request.from), show(&request.to))
}

/// A request that the finder did not answer.
struct Failed<'r> {
    failure: PathFailure,
    request: &'r PathRequest,
}

impl Failed<'_> {
    fn error(self, block: usize, written: Written) -> QueryError {
        let show = |name: &NamedNode| written.prefixes.show(&Term::from(name.clone()));
        match self.failure {
            PathFailure::Setting {
                setting,
                value,
                message,
                hints,
            } => {
                let mut marks = vec![ng(setting.as_str())];
                marks.extend(value.as_ref().map(show));
                let subject = format!("`{}`", marks.join(" "));
                let message = format!("{subject} {message}");
                Trouble::Mistake {
                    message,
                    marks,
                    hints,
                }
                .located(block, written)
            }
            PathFailure::Limit { what, instead } => Trouble::Limit {
                what: format!(
                    "from `{}` to `{}` {what}",
                    show(&self.request.from),
                    show(&self.request.to)
                ),
                instead,
            }
            .located(block, written),
            PathFailure::Other(error) => QueryError::Paths(error),
        }
    }
}

impl Trouble {
    /// The error for the block of this number.
    fn located(self, block: usize, written: Written) -> QueryError {
        match self {
            Trouble::Limit { what, instead } => QueryError::PathLimit { what, instead },
            Trouble::Mistake {
                message,
                marks,
                hints,
            } => {
                let (at, width) = place(block, &marks, written);
                let mut error = syntax::at_byte(written.text, at, width, message);
                error.what = "`SERVICE ng:path` cannot be answered";
                error.hints = hints;
                Box::new(error).into()
            }
        }
    }
}
