//! One query on one edition, from algebra to answer.
//!
//! Takes a query whose values are in place, has its patterns put in order
//! (`plan`), lets the engine match them and does the last steps itself
//! (`order`). Where a plan or an order is beyond those two, the engine does
//! the whole.

use spareval::PreparedQuery;
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
use crate::query::order;
use crate::query::order::LastSteps;
use crate::query::order::Row;
use crate::query::plan;
use crate::query::prepare::Answer;
use crate::query::prepare::Rows;

/// Evaluates a query that is no `DESCRIBE`.
///
/// # Errors
/// When the engine fails, or the edition is damaged where the query leads.
pub(super) fn run(query: &Query, edition: &Edition) -> Result<Answer, QueryError> {
    if let Some((unsorted, steps)) = order::take_off(query)
        && let Some(rows) = solutions(&unsorted, Some(&steps), edition)?
    {
        return Ok(Answer::Rows(rows));
    }
    if matches!(query, Query::Select { .. })
        && let Some(rows) = solutions(query, None, edition)?
    {
        return Ok(Answer::Rows(rows));
    }
    let (evaluator, planned) = planned(query, edition)?;
    let evaluated = evaluator
        .prepare(planned.as_ref().unwrap_or(query))
        .execute(Dataset::new(edition))?;
    match evaluated {
        QueryResults::Boolean(answer) => Ok(Answer::Boolean(answer)),
        QueryResults::Graph(triples) => {
            let triples = triples.collect::<Result<Vec<_>, _>>()?;
            Ok(Answer::Graph(describe::in_order(triples)))
        }
        // Taken care of above.
        QueryResults::Solutions(_) => Ok(Answer::Rows(Rows::default())),
    }
}

/// Gives a query in the order in which it is to be run, and who runs it so.
fn planned(query: &Query, edition: &Edition) -> Result<(QueryEvaluator, Option<Query>), QueryError> {
    Ok(match plan::plan(query, edition)? {
        Some(plan) => (
            QueryEvaluator::new().without_optimizations(),
            Some(plan.query),
        ),
        None => (QueryEvaluator::new(), None),
    })
}

/// The rows of a `SELECT`; nothing when the last steps are not for us.
fn solutions(
    query: &Query,
    steps: Option<&LastSteps>,
    edition: &Edition,
) -> Result<Option<Rows>, QueryError> {
    let (evaluator, planned) = planned(query, edition)?;
    let dataset = Dataset::with_handles(edition);
    let prepared: PreparedQuery<'_> = evaluator.prepare(planned.as_ref().unwrap_or(query));
    let QueryResults::Solutions(solutions) = prepared.execute(dataset.clone())? else {
        return Ok(None);
    };
    let variables = solutions.variables().to_vec();
    let mut rows: Vec<Row> = Vec::new();
    for solution in solutions {
        let solution = solution?;
        let handles = solution.values().iter();
        rows.push(
            handles
                .map(|term| term.as_ref().and_then(Dataset::node))
                .collect(),
        );
    }
    let mut columns = variables.len();
    if let Some(steps) = steps {
        let Some(sorted) = steps.take(rows, edition, &dataset).map_err(failed)? else {
            return Ok(None);
        };
        rows = sorted;
        columns = steps.columns();
    }
    let term = |node: Option<Node>| node.map(|node| dataset.term(node)).transpose();
    let written = rows
        .into_iter()
        .map(|row| row.into_iter().map(term).collect())
        .collect::<Result<Vec<_>, DatasetError>>()
        .map_err(failed)?;
    let variables = variables.into_iter().map(|v| v.into_string());
    Ok(Some(Rows {
        variables: variables.take(columns).collect(),
        rows: written,
    }))
}

fn failed(error: DatasetError) -> QueryError {
    QueryEvaluationError::Dataset(Box::new(error)).into()
}
