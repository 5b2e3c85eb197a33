//! One query on one edition, from algebra to answer.
//!
//! Takes a query whose values are in place, has its patterns put in order
//! (`plan`), walks them step by step (`steps`, `matched`) and does the last
//! steps itself (`order`). Where something is beyond those, the engine does
//! the whole. For `explain` the engine runs the same plan, as it has counters.

use oxigraph::model::Term;
use rustc_hash::FxHashMap;
use spareval::QueryEvaluationError;
use spareval::QueryEvaluator;
use spareval::QueryResults;
use spargebra::Query;

use crate::edition::Edition;
use crate::query::dataset::Dataset;
use crate::query::dataset::DatasetError;
use crate::query::dataset::Node;
use crate::query::describe;
use crate::query::error::QueryError;
use crate::query::matched;
use crate::query::named::NamedTerms;
use crate::query::order;
use crate::query::order::LastSteps;
use crate::query::order::Row;
use crate::query::plan;
use crate::query::plan::Expected;
use crate::query::prepare::Answer;
use crate::query::prepare::Rows;
use crate::query::steps;

/// What was seen of a run.
#[derive(Debug, Default)]
pub(super) struct Watched {
    /// The engine's account of its plan, as JSON.
    pub(super) account: Vec<u8>,
    /// What was expected of each pattern; nothing when the engine chose the order.
    pub(super) expected: Option<Vec<Expected>>,
    pub(super) last_steps: Option<LastSteps>,
}

/// An answer, and which terms of the edition it names where that is known already:
/// of the rows of a `SELECT`.
pub(super) struct Found {
    pub(super) answer: Answer,
    pub(super) named: Option<NamedTerms>,
}

impl From<Answer> for Found {
    fn from(answer: Answer) -> Self {
        Found {
            answer,
            named: None,
        }
    }
}

/// Evaluates a query that is no `DESCRIBE`; `query` makes it, and is asked
/// again where a first attempt leaves it to the engine.
///
/// # Errors
/// When the engine fails, or the edition is damaged where the query leads.
pub(super) fn run(
    query: &dyn Fn() -> Result<Query, QueryError>,
    edition: &Edition,
    mut watched: Option<&mut Watched>,
) -> Result<Found, QueryError> {
    let (first, steps) = order::take_off(query()?);
    if let Some(steps) = steps {
        let made = || Ok(order::take_off(query()?).0);
        let answer = once(first, &made, Some(&steps), edition, watched.as_deref_mut())?;
        if let Some(answer) = answer {
            return Ok(answer);
        }
    }
    let answer = once(query()?, query, None, edition, watched)?;
    // Only last steps can be given back.
    Ok(answer.unwrap_or_else(|| Answer::Rows(Rows::default()).into()))
}

/// Evaluates a query; gives nothing when the last steps are not for us.
fn once(
    query: Query,
    again: &dyn Fn() -> Result<Query, QueryError>,
    steps: Option<&LastSteps>,
    edition: &Edition,
    watched: Option<&mut Watched>,
) -> Result<Option<Found>, QueryError> {
    let mut evaluator = QueryEvaluator::new();
    let (query, expected) = match plan::plan(query, edition, watched.is_some())? {
        Some(plan) => {
            evaluator = evaluator.without_optimizations();
            (plan.query, Some(plan.expected))
        }
        None => (again()?, None),
    };
    if watched.is_none() && expected.is_some() {
        let found = without_engine(&query, steps, edition)?;
        if let Some(answer) = found {
            return Ok(answer);
        }
    }
    let dataset = if matches!(query, Query::Select { .. }) {
        Dataset::with_handles(edition)
    } else {
        Dataset::new(edition)
    };
    let Some(watched) = watched else {
        let results = evaluator.prepare(&query).execute(dataset.clone())?;
        return collected(results, steps, edition, &dataset);
    };
    evaluator = evaluator.compute_statistics();
    let (results, explanation) = evaluator.prepare(&query).explain(dataset.clone());
    let answer = collected(results?, steps, edition, &dataset)?;
    *watched = Watched {
        account: Vec::new(),
        expected,
        last_steps: steps.cloned(),
    };
    explanation.write_in_json(&mut watched.account)?;
    Ok(answer)
}

/// Evaluates a planned query step by step; gives nothing when the engine has
/// to, and no answer when the last steps are not for us.
fn without_engine(
    query: &Query,
    last: Option<&LastSteps>,
    edition: &Edition,
) -> Result<Option<Option<Found>>, QueryError> {
    let dataset = Dataset::new(edition);
    let (Query::Select { pattern, .. } | Query::Ask { pattern, .. }) = query else {
        return Ok(None);
    };
    let Some(steps) = steps::steps(pattern, &dataset).map_err(failed)? else {
        return Ok(None);
    };
    if matches!(query, Query::Ask { .. }) {
        let found = matched::is_any(&steps, edition, &dataset).map_err(failed)?;
        return Ok(found.map(|found| Some(Answer::Boolean(found).into())));
    }
    // What shows no variable by name shows all, in an order of the engine's.
    if steps.variables.is_empty() {
        return Ok(None);
    }
    let Some(rows) = matched::rows(&steps, edition, &dataset).map_err(failed)? else {
        return Ok(None);
    };
    finished(steps.variables, rows, last, edition, &dataset).map(Some)
}

fn collected(
    results: QueryResults<'_>,
    steps: Option<&LastSteps>,
    edition: &Edition,
    dataset: &Dataset,
) -> Result<Option<Found>, QueryError> {
    let solutions = match results {
        QueryResults::Boolean(answer) => return Ok(Some(Answer::Boolean(answer).into())),
        QueryResults::Graph(triples) => {
            let triples = triples.collect::<Result<Vec<_>, _>>()?;
            return Ok(Some(Answer::Graph(describe::in_order(triples)).into()));
        }
        QueryResults::Solutions(solutions) => solutions,
    };
    let variables: Vec<String> = solutions
        .variables()
        .iter()
        .map(|variable| variable.as_str().to_owned())
        .collect();
    let mut rows: Vec<Row> = Vec::new();
    for solution in solutions {
        let solution = solution?;
        let node = |handle: &Option<_>| handle.as_ref().and_then(Dataset::node);
        rows.push(solution.values().iter().map(node).collect());
    }
    finished(variables, rows, steps, edition, dataset)
}

/// Takes the last steps and writes out the terms; gives nothing when the last
/// steps are not for us.
fn finished(
    mut variables: Vec<String>,
    mut rows: Vec<Row>,
    steps: Option<&LastSteps>,
    edition: &Edition,
    dataset: &Dataset,
) -> Result<Option<Found>, QueryError> {
    if let Some(steps) = steps {
        match steps.take(rows, edition, dataset).map_err(failed)? {
            Some(sorted) => rows = sorted,
            None => return Ok(None),
        }
        variables.truncate(steps.columns());
    }
    let (rows, named) = written_out(rows, dataset).map_err(failed)?;
    Ok(Some(Found {
        answer: Answer::Rows(Rows { variables, rows }),
        named: Some(named),
    }))
}

/// What is in each cell of each row.
type Terms = Vec<Vec<Option<Term>>>;

/// The terms of rows. Most stand in several of them, and are read once.
fn written_out(rows: Vec<Row>, dataset: &Dataset) -> Result<(Terms, NamedTerms), DatasetError> {
    let mut named = NamedTerms::default();
    let mut first: FxHashMap<Node, (usize, usize)> = FxHashMap::default();
    let mut all: Terms = Vec::with_capacity(rows.len());
    for row in rows {
        let mut terms: Vec<Option<Term>> = Vec::with_capacity(row.len());
        for node in row {
            let Some(node) = node else {
                terms.push(None);
                continue;
            };
            let here = (all.len(), terms.len());
            let at = *first.entry(node).or_insert(here);
            let known = all.get(at.0).unwrap_or(&terms).get(at.1);
            let term = match known {
                Some(known) => known.clone(),
                None => {
                    let term = dataset.term(node)?;
                    named.add(dataset.id(node), &term);
                    Some(term)
                }
            };
            terms.push(term);
        }
        all.push(terms);
    }
    Ok((all, named))
}

fn failed(error: DatasetError) -> QueryError {
    QueryEvaluationError::Dataset(Box::new(error)).into()
}
