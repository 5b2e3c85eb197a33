//! The last steps of a `SELECT`: sorting, leaving out repetitions, cutting.
//!
//! The engine sorts by writing out both terms at each comparison. Here rows are
//! numbers until they are in order: within an edition, names and texts are
//! numbered as they sort. The order is the engine's own (unbound, names,
//! literals by value); a column of mixed or unusual literals is left to it.

use std::cmp::Ordering;
use std::collections::HashSet;

use oxigraph::model::Term;
use oxigraph::model::Variable;
use oxigraph::model::vocab::xsd;
use oxsdatatypes::Date;
use oxsdatatypes::Decimal;
use spareval::ExpressionTerm;
use spargebra::Query;
use spargebra::algebra::Expression;
use spargebra::algebra::GraphPattern;
use spargebra::algebra::OrderExpression;

use crate::edition::Edition;
use crate::edition::Value;
use crate::query::dataset::Dataset;
use crate::query::dataset::DatasetError;
use crate::query::dataset::Node;

/// What is left to do once the rows are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LastSteps {
    /// The columns to sort by, each with whether it descends.
    by: Vec<(usize, bool)>,
    /// The columns of the answer; those behind are only sorted by.
    columns: usize,
    distinct: bool,
    start: usize,
    length: Option<usize>,
    /// The variables sorted by, as written.
    words: String,
}

/// A row while it is put in order.
pub(super) type Row = Vec<Option<Node>>;

/// Takes the last steps off a query that sorts by variables; any other stays as it is.
pub(super) fn take_off(mut query: Query) -> (Query, Option<LastSteps>) {
    let Query::Select { pattern, .. } = &mut query else {
        return (query, None);
    };
    let (unsorted, steps) = unsorted(std::mem::take(pattern));
    *pattern = unsorted;
    (query, steps)
}

fn unsorted(pattern: GraphPattern) -> (GraphPattern, Option<LastSteps>) {
    if !sorts_by_variables(&pattern) {
        return (pattern, None);
    }
    let mut steps = LastSteps {
        by: Vec::new(),
        columns: 0,
        distinct: false,
        start: 0,
        length: None,
        words: String::new(),
    };
    let mut pattern = pattern;
    if let GraphPattern::Slice {
        inner,
        start,
        length,
    } = pattern
    {
        (steps.start, steps.length) = (start, length);
        pattern = *inner;
    }
    let mut distinct = false;
    if let GraphPattern::Distinct { inner } = pattern {
        distinct = true;
        pattern = *inner;
    }
    // As `sorts_by_variables` has seen.
    if let GraphPattern::Project { inner, variables } = pattern {
        steps.columns = variables.len();
        let mut all = variables;
        let mut words = Vec::new();
        pattern = match *inner {
            GraphPattern::OrderBy { inner, expression } => {
                for order in expression {
                    let (by, descends) = match order {
                        OrderExpression::Asc(by) => (by, false),
                        OrderExpression::Desc(by) => (by, true),
                    };
                    if let Expression::Variable(variable) = by {
                        words.push(match descends {
                            true => format!("DESC({variable})"),
                            false => variable.to_string(),
                        });
                        steps.by.push((column(&mut all, &variable), descends));
                    }
                }
                *inner
            }
            other => other,
        };
        steps.words = words.join(" ");
        steps.distinct = distinct && all.len() > steps.columns;
        pattern = GraphPattern::Project {
            inner: Box::new(pattern),
            variables: all,
        };
    }
    if distinct && !steps.distinct {
        pattern = GraphPattern::Distinct {
            inner: Box::new(pattern),
        };
    }
    (pattern, Some(steps))
}

fn sorts_by_variables(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Slice { inner, .. } => match &**inner {
            GraphPattern::Slice { .. } => false,
            inner => sorts_by_variables(inner),
        },
        GraphPattern::Distinct { inner } => match &**inner {
            GraphPattern::Project { .. } => sorts_by_variables(inner),
            _ => false,
        },
        GraphPattern::Project { inner, .. } => match &**inner {
            GraphPattern::OrderBy { expression, .. } => {
                expression.iter().all(|order| match order {
                    OrderExpression::Asc(by) | OrderExpression::Desc(by) => {
                        matches!(by, Expression::Variable(_))
                    }
                })
            }
            _ => false,
        },
        _ => false,
    }
}

fn column(all: &mut Vec<Variable>, variable: &Variable) -> usize {
    if let Some(at) = all.iter().position(|other| other == variable) {
        return at;
    }
    all.push(variable.clone());
    all.len() - 1
}

impl LastSteps {
    /// What is done, in a few words.
    pub(super) fn words(&self) -> String {
        let mut words = format!("ORDER BY {}", self.words);
        if self.distinct {
            words.push_str(", DISTINCT");
        }
        if let Some(length) = self.length {
            words.push_str(&format!(", LIMIT {length}"));
        }
        if self.start > 0 {
            words.push_str(&format!(", OFFSET {}", self.start));
        }
        words
    }

    /// How many columns the answer has.
    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// Sorts, leaves out and cuts; or gives nothing when the engine has to.
    ///
    /// # Errors
    /// When the edition is damaged where a term is looked at.
    pub(super) fn take(
        &self,
        rows: Vec<Row>,
        edition: &Edition,
        dataset: &Dataset,
    ) -> Result<Option<Vec<Row>>, DatasetError> {
        let mut columns = Vec::with_capacity(self.by.len());
        for (column, descends) in &self.by {
            let cells = rows.iter().map(|row| row[*column]);
            let Some(keys) = Keys::of(cells, edition, dataset)? else {
                return Ok(None);
            };
            columns.push((keys, *descends));
        }
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|a, b| {
            for (keys, descends) in &columns {
                let found = keys.compare(*a, *b);
                let found = if *descends { found.reverse() } else { found };
                if found.is_ne() {
                    return found;
                }
            }
            Ordering::Equal
        });
        if self.distinct {
            let mut seen = HashSet::with_capacity(order.len());
            order.retain(|at| seen.insert(&rows[*at][..self.columns]));
        }
        let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
        let sorted = order.into_iter().filter_map(|at| rows[at].take());
        let shown = sorted.map(|mut row| {
            row.truncate(self.columns);
            row
        });
        let length = self.length.unwrap_or(usize::MAX);
        Ok(Some(shown.skip(self.start).take(length).collect()))
    }
}

/// What the rows are sorted by in one column.
enum Keys {
    /// Numbers that are in order themselves.
    Numbered(Vec<Option<Node>>),
    Read(Vec<Key>),
}

impl Keys {
    fn of(
        cells: impl Iterator<Item = Option<Node>> + Clone,
        edition: &Edition,
        dataset: &Dataset,
    ) -> Result<Option<Keys>, DatasetError> {
        if are_numbered(cells.clone(), edition, dataset)? {
            return Ok(Some(Keys::Numbered(cells.collect())));
        }
        let mut keys = Vec::new();
        let mut literals = None;
        for cell in cells {
            let Some(key) = Key::of(cell, dataset)? else {
                return Ok(None);
            };
            if let Some(family) = key.family()
                && *literals.get_or_insert(family) != family
            {
                return Ok(None);
            }
            keys.push(key);
        }
        Ok(Some(Keys::Read(keys)))
    }

    fn compare(&self, a: usize, b: usize) -> Ordering {
        match self {
            Keys::Numbered(nodes) => nodes[a].cmp(&nodes[b]),
            Keys::Read(keys) => keys[a].compare(&keys[b]),
        }
    }
}

/// Whether terms sort as their numbers do: all of the edition's content, whose
/// terms are sorted by kind and value, and literals of one kind only.
fn are_numbered(
    cells: impl Iterator<Item = Option<Node>>,
    edition: &Edition,
    dataset: &Dataset,
) -> Result<bool, DatasetError> {
    let mut literals = None;
    // Rows repeat terms; one after another is looked at once.
    let mut before = None;
    for node in cells.flatten() {
        if before.replace(node) == Some(node) {
            continue;
        }
        let Some(id) = dataset.id(node) else {
            return Ok(false);
        };
        if id >= edition.content_term_count() {
            return Ok(false);
        }
        let family = match edition.value(id)? {
            Value::NamedNode => continue,
            Value::String => Family::Text,
            Value::Boolean(_) => Family::Truth,
            Value::Integer(_) => Family::Number,
            Value::Date(day) if day.timezone_offset().is_none() => Family::Day,
            // Numbered apart from whole numbers, with which they sort.
            Value::Decimal(_) => return Ok(false),
            Value::Date(_) | Value::LangString | Value::Other => return Ok(false),
        };
        if *literals.get_or_insert(family) != family {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Literals that compare with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Text,
    Truth,
    Number,
    Day,
}

/// A term as it sorts.
#[derive(Debug, Clone, PartialEq)]
enum Key {
    Unbound,
    Name(String),
    Text(String),
    Truth(bool),
    Number(Decimal),
    Day(Date),
}

impl Key {
    fn of(cell: Option<Node>, dataset: &Dataset) -> Result<Option<Key>, DatasetError> {
        let Some(node) = cell else {
            return Ok(Some(Key::Unbound));
        };
        let term = dataset.term(node)?;
        Ok(match term {
            Term::NamedNode(name) => Some(Key::Name(name.into_string())),
            Term::BlankNode(_) => None,
            Term::Literal(literal) if literal.datatype() == xsd::STRING => {
                Some(Key::Text(literal.destruct().0))
            }
            Term::Literal(literal) => match ExpressionTerm::from(Term::Literal(literal)) {
                ExpressionTerm::BooleanLiteral(value) => Some(Key::Truth(value.into())),
                ExpressionTerm::IntegerLiteral(value) => Some(Key::Number(value.into())),
                ExpressionTerm::DecimalLiteral(value) => Some(Key::Number(value)),
                ExpressionTerm::DateLiteral(day) if day.timezone_offset().is_none() => {
                    Some(Key::Day(day))
                }
                _ => None,
            },
        })
    }

    fn family(&self) -> Option<Family> {
        match self {
            Key::Unbound | Key::Name(_) => None,
            Key::Text(_) => Some(Family::Text),
            Key::Truth(_) => Some(Family::Truth),
            Key::Number(_) => Some(Family::Number),
            Key::Day(_) => Some(Family::Day),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Key::Unbound => 0,
            Key::Name(_) => 1,
            Key::Text(_) | Key::Truth(_) | Key::Number(_) | Key::Day(_) => 2,
        }
    }

    fn compare(&self, other: &Key) -> Ordering {
        match (self, other) {
            (Key::Name(a), Key::Name(b)) | (Key::Text(a), Key::Text(b)) => a.cmp(b),
            (Key::Truth(a), Key::Truth(b)) => a.cmp(b),
            (Key::Number(a), Key::Number(b)) => a.cmp(b),
            // Days without a zone always compare.
            (Key::Day(a), Key::Day(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }
}
