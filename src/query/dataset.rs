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
            || wanted.iter().any(|wanted| matches!(wanted, Wanted::Nothing));
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

    fn internal_named_graphs(
        &self,
    ) -> impl Iterator<Item = Result<Node, EditionError>> + use<> {
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
