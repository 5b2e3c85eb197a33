//! An edition as the SPARQL engine reads it.
//!
//! Implements the engine's dataset trait on an edition: a term is its id where
//! the edition has it, and a number beyond those where only the query does.
//! Numbers and dates reach filters as the binary values the edition keeps, so
//! nothing is parsed. There is one graph, the default one. Planning and
//! evaluating are for others.

use std::cell::RefCell;
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::rc::Rc;

use oxigraph::model::BlankNode;
use oxigraph::model::Term;
use spareval::ExpressionTerm;
use spareval::InternalQuad;
use spareval::QueryableDataset;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::edition::TermId;
use crate::edition::Value;

/// A term while a query runs; the engine copies and compares millions of them.
// Invariant: one more than an id of the edition, or than the number of a term
// of the query's own behind those. A term that the edition has is always the
// former, so that equality of nodes is equality of terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Node(NonZeroU32);

impl Node {
    pub(super) fn numbered(number: TermId) -> Result<Node, DatasetError> {
        let next = number.checked_add(1).and_then(NonZeroU32::new);
        next.map(Node).ok_or(DatasetError::TooManyTerms)
    }
}

/// Says why the engine cannot read on.
#[derive(Debug, thiserror::Error)]
pub(super) enum DatasetError {
    #[error(transparent)]
    Edition(#[from] EditionError),
    #[error("the query calculates more different terms than can be numbered")]
    TooManyTerms,
}

/// Terms that the edition does not have: written in the query or calculated.
#[derive(Debug, Default)]
struct Others {
    terms: Vec<Term>,
    numbers: HashMap<Term, u32>,
}

/// Lets the engine query an edition; a clone is cheap and knows the same terms.
#[derive(Debug, Clone)]
pub(super) struct Dataset {
    edition: Edition,
    others: Rc<RefCell<Others>>,
    handles: bool,
}

impl Dataset {
    pub(super) fn new(edition: &Edition) -> Dataset {
        Dataset {
            edition: edition.clone(),
            others: Rc::default(),
            handles: false,
        }
    }

    /// The same, with solutions given as handles, for [`Dataset::node`].
    ///
    /// The engine can give only terms, and writing out the text of each would
    /// cost more than finding it. Only for `SELECT`, whose terms it hands out
    /// without a look at them.
    pub(super) fn with_handles(edition: &Edition) -> Dataset {
        Dataset {
            handles: true,
            ..Dataset::new(edition)
        }
    }

    /// The node behind a handle.
    pub(super) fn node(handle: &Term) -> Option<Node> {
        match handle {
            Term::BlankNode(handle) => {
                let number = u32::try_from(handle.as_ref().unique_id()?).ok()?;
                NonZeroU32::new(number).map(Node)
            }
            Term::NamedNode(_) | Term::Literal(_) => None,
        }
    }

    /// The id of a node, where the edition has it.
    pub(super) fn id(&self, Node(number): Node) -> Option<TermId> {
        let id = number.get() - 1;
        (id < self.edition.term_count()).then_some(id)
    }

    /// Gives the node of a term, a new one where nobody has had it yet.
    ///
    /// # Errors
    /// When the edition is damaged where it is looked up, or there are too many.
    pub(super) fn node_of(&self, term: Term) -> Result<Node, DatasetError> {
        self.internalize_term(term)
    }

    /// Gives a term by its value.
    ///
    /// # Errors
    /// When the edition is damaged there.
    pub(super) fn value_of(&self, node: Node) -> Result<ExpressionTerm, DatasetError> {
        self.externalize_expression_term(node)
    }

    /// Writes out a term.
    ///
    /// # Errors
    /// When the edition is damaged there.
    pub(super) fn term(&self, node: Node) -> Result<Term, DatasetError> {
        match self.id(node) {
            Some(id) => Ok(self.edition.term(id)?),
            None => self.other(node),
        }
    }

    fn other(&self, Node(number): Node) -> Result<Term, DatasetError> {
        let at = (number.get() - 1).saturating_sub(self.edition.term_count());
        let others = self.others.borrow();
        let other = others.terms.get(at as usize).cloned();
        other.ok_or(DatasetError::TooManyTerms)
    }
}

impl QueryableDataset<'static> for Dataset {
    type InternalTerm = Node;
    type Error = DatasetError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Node>,
        predicate: Option<&Node>,
        object: Option<&Node>,
        graph_name: Option<Option<&Node>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Node>, DatasetError>> + use<> {
        let wanted = [subject, predicate, object].map(|node| node.map(|node| self.id(*node)));
        // `None` asks for every named graph and `Some(Some(_))` for one; there are none.
        // A term that the edition does not have is in no triple.
        let impossible = !matches!(graph_name, Some(None)) || wanted.contains(&Some(None));
        let [subject, predicate, object] = wanted.map(Option::flatten);
        let found = (!impossible).then(|| self.edition.matching(subject, predicate, object));
        found.into_iter().flatten().map(|triple| {
            let [subject, predicate, object] = triple?;
            Ok(InternalQuad {
                subject: Node::numbered(subject)?,
                predicate: Node::numbered(predicate)?,
                object: Node::numbered(object)?,
                graph_name: None,
            })
        })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Node, DatasetError>> + use<> {
        std::iter::empty()
    }

    fn contains_internal_graph_name(&self, _graph_name: &Node) -> Result<bool, DatasetError> {
        Ok(false)
    }

    fn internalize_term(&self, term: Term) -> Result<Node, DatasetError> {
        if let Some(id) = self.edition.term_id(&term)? {
            return Node::numbered(id);
        }
        let mut others = self.others.borrow_mut();
        let number = match others.numbers.get(&term) {
            Some(number) => *number,
            None => {
                let number =
                    u32::try_from(others.terms.len()).map_err(|_| DatasetError::TooManyTerms)?;
                others.terms.push(term.clone());
                others.numbers.insert(term, number);
                number
            }
        };
        let beyond = self.edition.term_count().checked_add(number);
        Node::numbered(beyond.ok_or(DatasetError::TooManyTerms)?)
    }

    fn externalize_term(&self, node: Node) -> Result<Term, DatasetError> {
        if self.handles {
            let Node(number) = node;
            return Ok(BlankNode::new_from_unique_id(number.get().into()).into());
        }
        self.term(node)
    }

    fn externalize_expression_term(&self, node: Node) -> Result<ExpressionTerm, DatasetError> {
        let Some(id) = self.id(node) else {
            return Ok(self.other(node)?.into());
        };
        Ok(match self.edition.value(id)? {
            Value::Boolean(value) => ExpressionTerm::BooleanLiteral(value.into()),
            Value::Integer(value) => ExpressionTerm::IntegerLiteral(value.into()),
            Value::Decimal(value) => ExpressionTerm::DecimalLiteral(value),
            Value::Date(value) => ExpressionTerm::DateLiteral(value),
            Value::NamedNode | Value::String | Value::LangString | Value::Other => {
                self.edition.term(id)?.into()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use oxigraph::model::Literal;
    use oxigraph::model::NamedNode;
    use oxigraph::model::Triple;
    use oxigraph::model::vocab::xsd;
    use spareval::QueryEvaluator;
    use spareval::QueryResults;
    use spargebra::SparqlParser;

    use super::*;
    use crate::edition::Draft;
    use crate::edition::Provenance;
    use crate::edition::build;

    fn dataset() -> Result<Dataset, EditionError> {
        let node = |name: &str| NamedNode::new_unchecked(format!("a:{name}"));
        let typed = |text, datatype| Literal::new_typed_literal(text, datatype);
        let mut draft = Draft::new(Provenance::default());
        draft.add_content([
            Triple::new(node("s"), node("p"), node("o")),
            Triple::new(node("s"), node("n"), typed("1.5", xsd::DECIMAL)),
            Triple::new(node("s"), node("n"), typed("01", xsd::INTEGER)),
            Triple::new(node("s"), node("d"), typed("2025-01-31", xsd::DATE)),
        ]);
        draft.add_places([Triple::new(node("s"), node("row"), Literal::from(2))]);
        let edition = Edition::from_bytes(&build(draft)?.bytes(), Path::new("test.edition"))?;
        Ok(Dataset::new(&edition))
    }

    /// Counts the rows of a query that has not been inspected.
    fn rows(text: &str) -> Result<usize, Box<dyn std::error::Error>> {
        let query = SparqlParser::new().parse_query(text)?;
        let evaluator = QueryEvaluator::new();
        match evaluator.prepare(&query).execute(dataset()?)? {
            QueryResults::Solutions(solutions) => {
                Ok(solutions.collect::<Result<Vec<_>, _>>()?.len())
            }
            QueryResults::Boolean(found) => Ok(usize::from(found)),
            QueryResults::Graph(triples) => Ok(triples.collect::<Result<Vec<_>, _>>()?.len()),
        }
    }

    #[test]
    fn there_is_one_graph_and_it_has_no_name() -> Result<(), Box<dyn std::error::Error>> {
        for (text, expected) in [
            ("SELECT * { ?s ?p ?o }", 5),
            ("SELECT * { GRAPH ?g { ?s ?p ?o } }", 0),
            ("SELECT * { GRAPH ?g {} }", 0),
            ("SELECT * { GRAPH <a:s> { ?s ?p ?o } }", 0),
            ("SELECT * { GRAPH <a:unknown> {} }", 0),
            ("SELECT * FROM <a:s> { ?s ?p ?o }", 0),
            ("SELECT * FROM NAMED <a:s> { ?s ?p ?o }", 0),
            ("SELECT * FROM NAMED <a:s> { GRAPH ?g { ?s ?p ?o } }", 0),
        ] {
            assert_eq!(rows(text)?, expected, "{text}");
        }
        Ok(())
    }

    #[test]
    fn a_term_is_known_exactly_when_the_edition_has_it() -> Result<(), DatasetError> {
        let dataset = dataset()?;
        for (term, known) in [
            (Term::from(NamedNode::new_unchecked("a:s")), true),
            (Literal::from(2).into(), true),
            (Literal::new_typed_literal("01", xsd::INTEGER).into(), true),
            (Literal::from(1).into(), false),
            (Literal::from("2").into(), false),
            (oxigraph::model::BlankNode::default().into(), false),
        ] {
            let node = dataset.internalize_term(term.clone())?;
            assert_eq!(dataset.id(node).is_some(), known, "{term}");
            let through_value = dataset.internalize_expression_term(term.clone().into())?;
            // `01` is a term of its own, though its value is that of `1`.
            assert!(
                through_value == node || term.to_string().starts_with("\"01\""),
                "{term}"
            );
            assert_eq!(dataset.externalize_term(node)?, term);
        }
        Ok(())
    }

    #[test]
    fn values_compare_and_calculate_whatever_they_are_kept_as()
    -> Result<(), Box<dyn std::error::Error>> {
        for (text, expected) in [
            ("SELECT * { ?s <a:n> ?n FILTER(?n > 0.5) }", 2),
            ("SELECT * { ?s <a:n> ?n FILTER(?n + 1 = 2) }", 1),
            ("SELECT * { ?s <a:n> ?n FILTER(sameTerm(?n, 1)) }", 0),
            (
                "SELECT * { ?s <a:d> ?d FILTER(?d < \"2025-02-01\"^^<http://www.w3.org/2001/XMLSchema#date>) }",
                1,
            ),
            ("SELECT * { ?s <a:d> ?d FILTER(YEAR(?d) = 2025) }", 1),
            ("SELECT * { ?s <a:row> ?n . VALUES ?n { 2 } }", 1),
            (
                "SELECT * { ?s <a:row> ?n . BIND(1 + 1 AS ?n2) FILTER(sameTerm(?n, ?n2)) }",
                1,
            ),
            (
                "SELECT DISTINCT ?x { { BIND(2 AS ?x) } UNION { ?s <a:row> ?x } UNION { BIND(\"new\" AS ?x) } UNION { BIND(\"new\" AS ?x) } }",
                2,
            ),
            ("SELECT * { ?s <a:p> ?o . ?o ?q ?r }", 0),
            ("SELECT * { ?s <a:p> \"unknown\" }", 0),
        ] {
            assert_eq!(rows(text)?, expected, "{text}");
        }
        Ok(())
    }
}
