//! An edition as the SPARQL engine reads it.
//!
//! Implements the engine's dataset trait on an edition: a term is its id where
//! the edition has it, and itself where only the query does. Numbers and dates
//! reach filters as the binary values the edition keeps, so nothing is parsed.
//! There is one graph, the default one. Planning and evaluating are the engine's.

use std::sync::Arc;

use oxigraph::model::Term;
use spareval::ExpressionTerm;
use spareval::InternalQuad;
use spareval::QueryableDataset;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::edition::TermId;
use crate::edition::Value;

/// A term while a query runs.
// Invariant: a term that the edition has is always `Known`, so that equality
// of nodes is equality of terms.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Node {
    Known(TermId),
    Other(Arc<Term>),
}

/// Lets the engine query an edition; a clone is cheap.
#[derive(Debug, Clone)]
pub(super) struct Dataset {
    edition: Edition,
}

impl Dataset {
    pub(super) fn new(edition: &Edition) -> Dataset {
        Dataset {
            edition: edition.clone(),
        }
    }
}

/// What a pattern asks for in one place of a triple.
enum Wanted {
    Anything,
    Id(TermId),
    // A term that the edition does not have.
    Nothing,
}

impl Wanted {
    fn of(node: Option<&Node>) -> Wanted {
        match node {
            None => Wanted::Anything,
            Some(Node::Known(id)) => Wanted::Id(*id),
            Some(Node::Other(_)) => Wanted::Nothing,
        }
    }

    fn id(&self) -> Option<TermId> {
        match self {
            Wanted::Id(id) => Some(*id),
            Wanted::Anything | Wanted::Nothing => None,
        }
    }
}

impl QueryableDataset<'static> for Dataset {
    type InternalTerm = Node;
    type Error = EditionError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Node>,
        predicate: Option<&Node>,
        object: Option<&Node>,
        graph_name: Option<Option<&Node>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Node>, EditionError>> + use<> {
        let wanted = [subject, predicate, object].map(Wanted::of);
        // `None` asks for every named graph and `Some(Some(_))` for one; there are none.
        let impossible = !matches!(graph_name, Some(None))
            || wanted
                .iter()
                .any(|wanted| matches!(wanted, Wanted::Nothing));
        let [subject, predicate, object] = wanted.map(|wanted| wanted.id());
        let found = (!impossible).then(|| self.edition.matching(subject, predicate, object));
        found.into_iter().flatten().map(|triple| {
            let [subject, predicate, object] = triple?.map(Node::Known);
            Ok(InternalQuad {
                subject,
                predicate,
                object,
                graph_name: None,
            })
        })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Node, EditionError>> + use<> {
        std::iter::empty()
    }

    fn contains_internal_graph_name(&self, _graph_name: &Node) -> Result<bool, EditionError> {
        Ok(false)
    }

    fn internalize_term(&self, term: Term) -> Result<Node, EditionError> {
        Ok(match self.edition.term_id(&term)? {
            Some(id) => Node::Known(id),
            None => Node::Other(Arc::new(term)),
        })
    }

    fn externalize_term(&self, node: Node) -> Result<Term, EditionError> {
        match node {
            Node::Known(id) => self.edition.term(id),
            Node::Other(term) => Ok(Arc::unwrap_or_clone(term)),
        }
    }

    fn externalize_expression_term(&self, node: Node) -> Result<ExpressionTerm, EditionError> {
        let id = match node {
            Node::Known(id) => id,
            Node::Other(term) => return Ok(Arc::unwrap_or_clone(term).into()),
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
    fn a_term_is_known_exactly_when_the_edition_has_it() -> Result<(), EditionError> {
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
            assert_eq!(matches!(node, Node::Known(_)), known, "{term}");
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
