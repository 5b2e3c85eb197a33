//! The edition's triples, asked by the names of the vocabulary.
//!
//! A thin reader: one subject, one predicate, the values; and what many resources
//! have: a number, a standing, a mode. Every other file of this module is written in
//! its terms; names are in `named`, rows and dates in `row`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use oxigraph::model::{NamedNode, Term};
use rustc_hash::FxHashMap;

use crate::answer::AnswerError;
use crate::answer::kept::{Kept, RelationWords, Word};
use crate::edition::{Edition, KnownOn, TermId, Value};
use crate::model::iri::{self, CaseIris};
use crate::model::{Mode, Standing};

/// An edition, with its cases' namespaces at hand.
///
/// A clone reads the same edition and shares what was read of it before.
#[derive(Clone)]
pub struct Graph {
    edition: Edition,
    rule_set: String,
    known_on: Option<KnownOn>,
    cases: Vec<CaseNames>,
    is_redacted: bool,
    withholds: bool,
    pub(super) labels_tell_apart: bool,
    // Invariant: of this edition and no other, and with such labels.
    kept: Arc<Mutex<Kept>>,
}

/// One case of an edition.
#[derive(Debug, Clone)]
pub(super) struct CaseNames {
    pub(super) iris: CaseIris,
    pub(super) title: Option<String>,
}

impl Graph {
    /// Reads the names of the cases.
    ///
    /// # Errors
    /// When the edition is damaged.
    pub fn new(edition: Edition) -> Result<Self, AnswerError> {
        let provenance = edition.provenance()?;
        let is_redacted = provenance.is_redacted();
        let cases = provenance
            .cases
            .into_iter()
            .map(|case| CaseNames {
                iris: CaseIris::new(&case.base),
                title: case.title,
            })
            .collect();
        let mut graph = Self {
            edition,
            rule_set: provenance.rule_set,
            known_on: provenance.known_on,
            cases,
            is_redacted,
            withholds: false,
            labels_tell_apart: true,
            kept: Arc::default(),
        };
        // A case without a protected source is redacted to itself.
        graph.withholds = is_redacted && graph.count_of("ProtectedSource")? > 0;
        Ok(graph)
    }

    /// The same for a form that shows no label but an id beside each name: two
    /// of one name are not looked for whenever an entity is named.
    pub fn without_labels(self) -> Self {
        Self {
            labels_tell_apart: false,
            kept: Arc::default(),
            ..self
        }
    }

    /// The same with nothing read yet, for a thread of its own.
    pub(super) fn apart(&self) -> Self {
        Self {
            kept: Arc::default(),
            ..self.clone()
        }
    }

    /// The edition it reads.
    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    /// Whether it is the redacted edition of a case, from which protected sources are
    /// withheld if there are any.
    pub fn is_redacted(&self) -> bool {
        self.is_redacted
    }

    /// Whether protected sources are withheld from it, so that what it lacks may be
    /// recorded all the same; and with them all row numbers of their tables.
    pub fn withholds(&self) -> bool {
        self.withholds
    }

    /// The rules by which its standings were computed.
    pub fn rule_set(&self) -> &str {
        &self.rule_set
    }

    /// The day on which this was known, and what was left out; `None` for an
    /// edition with everything in it.
    pub fn known_on(&self) -> Option<&KnownOn> {
        self.known_on.as_ref()
    }

    /// The titles of the cases in the edition.
    pub fn case_names(&self) -> Vec<String> {
        let cases = self.cases.iter();
        cases.map(|case| self.case_name(case)).collect()
    }

    pub(super) fn cases(&self) -> &[CaseNames] {
        &self.cases
    }

    /// The title of a case, or its base where it has no title of its own.
    pub(super) fn case_name(&self, case: &CaseNames) -> String {
        let alike = |other: &&CaseNames| other.title == case.title;
        match &case.title {
            Some(title) if self.cases.iter().filter(alike).count() == 1 => title.clone(),
            Some(_) | None => case.iris.case().to_owned(),
        }
    }

    /// Likewise of the case with this base; the base of one it does not hold.
    pub(super) fn name_of_case(&self, base: &str) -> String {
        let case = self.cases.iter().find(|case| case.iris.case() == base);
        case.map_or_else(|| base.to_owned(), |case| self.case_name(case))
    }

    /// How many things are of a class of the vocabulary: `Claim`, `Denial`.
    ///
    /// # Errors
    /// When the edition is damaged.
    pub fn count_of(&self, class: &str) -> Result<u64, AnswerError> {
        let is_a = self.known(iri::RDF_TYPE)?;
        match (is_a, self.node(&iri::ng(class))?) {
            (Some(is_a), Some(class)) => Ok(self.edition.count(None, Some(is_a), Some(class))?),
            _ => Ok(0),
        }
    }

    /// The number of an IRI, if the edition has it.
    pub(super) fn node(&self, iri: &str) -> Result<Option<TermId>, AnswerError> {
        Ok(self
            .edition
            .term_id(&Term::NamedNode(NamedNode::new_unchecked(iri)))?)
    }

    /// The number of a predicate, if the edition has it.
    pub(super) fn known(&self, predicate: &str) -> Result<Option<TermId>, AnswerError> {
        let mut kept = self.kept();
        let word = kept.word(predicate);
        kept.term(&self.edition, word)
    }

    /// Whether there are claims, and no answer of anybody to anything: a table that
    /// was lost would otherwise read as if nobody had denied anything.
    ///
    /// # Errors
    /// When the edition is damaged.
    pub fn is_unanswered(&self) -> Result<bool, AnswerError> {
        Ok(self.count_of("Claim")? > 0 && self.count_of("Denial")? == 0)
    }

    /// What was read before. Whoever holds it must not ask for it again.
    pub(super) fn kept(&self) -> MutexGuard<'_, Kept> {
        // Whatever was kept is right, however its reader ended.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The IRI behind a number.
    pub(super) fn iri(&self, id: TermId) -> Result<String, AnswerError> {
        iri_of(&self.edition, id)
    }

    /// The case a resource belongs to, the kind of row it is, and its id.
    /// `None` for anything outside the cases' namespaces.
    pub(super) fn row<'a>(&'a self, iri: &'a str) -> Option<(&'a CaseNames, &'a str, &'a str)> {
        self.cases.iter().find_map(|case| {
            let (kind, id) = iri::row(iri, case.iris.case())?;
            Some((case, kind, id))
        })
    }

    /// The id of a resource in its case; the whole IRI for what is no row of one.
    pub(super) fn id(&self, resource: TermId) -> Result<String, AnswerError> {
        let iri = self.iri(resource)?;
        Ok(self.id_of(&iri).to_owned())
    }

    /// Likewise of its IRI.
    pub(super) fn id_of<'a>(&'a self, iri: &'a str) -> &'a str {
        self.row(iri).map_or(iri, |(_, _, id)| id)
    }

    /// Whether a resource has this class of the vocabulary.
    pub(super) fn is_a(&self, subject: TermId, class: &str) -> Result<bool, AnswerError> {
        let classes = self.objects(subject, iri::RDF_TYPE)?;
        let mut kept = self.kept();
        let class = kept.word(class);
        for id in classes {
            match kept.word_of(&self.edition, id) {
                Ok(word) if word == class => return Ok(true),
                // Background may say that something is a literal.
                Ok(_) | Err(AnswerError::Incomplete { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }

    /// The values of a predicate, in the edition's order. Here as everywhere a
    /// predicate is an IRI, or the name of a term of our vocabulary.
    pub(super) fn objects(
        &self,
        subject: TermId,
        predicate: &str,
    ) -> Result<Vec<TermId>, AnswerError> {
        let mut kept = self.kept();
        let predicate = kept.word(predicate);
        if let Some(facts) = kept.facts(&self.edition, subject)? {
            return Ok(values(facts, predicate).collect());
        }
        let Some(predicate) = kept.term(&self.edition, predicate)? else {
            return Ok(Vec::new());
        };
        self.edition
            .matching(Some(subject), Some(predicate), None)
            .map(|triple| Ok(triple?[2]))
            .collect()
    }

    /// The one value of a predicate, if there is one.
    pub(super) fn object(
        &self,
        subject: TermId,
        predicate: &str,
    ) -> Result<Option<TermId>, AnswerError> {
        let mut kept = self.kept();
        let predicate = kept.word(predicate);
        if let Some(facts) = kept.facts(&self.edition, subject)? {
            return Ok(values(facts, predicate).next());
        }
        let Some(predicate) = kept.term(&self.edition, predicate)? else {
            return Ok(None);
        };
        let mut triples = self.edition.matching(Some(subject), Some(predicate), None);
        Ok(triples.next().transpose()?.map(|triple| triple[2]))
    }

    /// The resources that have this value, in the edition's order.
    pub(super) fn subjects(
        &self,
        predicate: &str,
        object: TermId,
    ) -> Result<Vec<TermId>, AnswerError> {
        let Some(predicate) = self.known(predicate)? else {
            return Ok(Vec::new());
        };
        self.edition
            .matching(None, Some(predicate), Some(object))
            .map(|triple| Ok(triple?[0]))
            .collect()
    }

    /// The IRIs that a predicate leads to.
    pub(super) fn iris(
        &self,
        subject: TermId,
        predicate: &str,
    ) -> Result<Vec<String>, AnswerError> {
        self.objects(subject, predicate)?
            .into_iter()
            .map(|id| self.iri(id))
            .collect()
    }

    /// The text of a predicate's one value (any literal, as written).
    pub(super) fn text(
        &self,
        subject: TermId,
        predicate: &str,
    ) -> Result<Option<String>, AnswerError> {
        match self.object(subject, predicate)? {
            None => Ok(None),
            Some(id) => Ok(Some(self.edition.text(id)?)),
        }
    }

    /// All texts of a predicate.
    pub(super) fn texts(
        &self,
        subject: TermId,
        predicate: &str,
    ) -> Result<Vec<String>, AnswerError> {
        let ids = self.objects(subject, predicate)?;
        ids.into_iter()
            .map(|id| Ok(self.edition.text(id)?))
            .collect()
    }

    /// A whole number; `None` where it is not given.
    pub(super) fn number(&self, subject: TermId, name: &str) -> Result<Option<u32>, AnswerError> {
        let Some(id) = self.object(subject, name)? else {
            return Ok(None);
        };
        let number = match self.edition.value(id)? {
            Value::Integer(number) => u32::try_from(number).ok(),
            Value::NamedNode
            | Value::String
            | Value::LangString
            | Value::Boolean(_)
            | Value::Decimal(_)
            | Value::Date(_)
            | Value::Other => None,
        };
        match number {
            Some(number) => Ok(Some(number)),
            None => Err(self.incomplete(subject, "a count that is no whole number")),
        }
    }

    pub(super) fn incomplete(&self, subject: TermId, what: &'static str) -> AnswerError {
        let subject = self.iri(subject).unwrap_or_else(|_| subject.to_string());
        AnswerError::Incomplete { subject, what }
    }

    /// The standing of a claim or of a link.
    pub(super) fn standing(&self, subject: TermId) -> Result<Standing, AnswerError> {
        let found = self.one_of(
            (subject, "standing"),
            |kept| &mut kept.standings,
            &Standing::ALL,
            iri::standing,
        )?;
        found.ok_or_else(|| self.incomplete(subject, "its standing"))
    }

    /// Which of few resources of the vocabulary a predicate leads to; none where
    /// it leads nowhere.
    ///
    /// # Errors
    /// When it leads to something else, or the edition is damaged.
    pub(super) fn one_of<T: Copy>(
        &self,
        (subject, predicate): (TermId, &'static str),
        of: impl Fn(&mut Kept) -> &mut FxHashMap<TermId, T>,
        all: &[T],
        iri: impl Fn(T) -> String,
    ) -> Result<Option<T>, AnswerError> {
        let Some(id) = self.object(subject, predicate)? else {
            return Ok(None);
        };
        let found = self.remembered(id, of, || {
            let found = self.iri(id)?;
            Ok(all.iter().copied().find(|one| iri(*one) == found))
        })?;
        match found {
            Some(found) => Ok(Some(found)),
            None => Err(self.incomplete(subject, predicate)),
        }
    }

    /// What one of few terms stands for, found out once.
    pub(super) fn remembered<T: Copy>(
        &self,
        id: TermId,
        of: impl Fn(&mut Kept) -> &mut FxHashMap<TermId, T>,
        find: impl FnOnce() -> Result<Option<T>, AnswerError>,
    ) -> Result<Option<T>, AnswerError> {
        if let Some(known) = of(&mut self.kept()).get(&id) {
            return Ok(Some(*known));
        }
        let found = find()?;
        if let Some(found) = found {
            of(&mut self.kept()).insert(id, found);
        }
        Ok(found)
    }

    /// What a literal of few different texts stands for.
    pub(super) fn word_for<T: Copy>(
        &self,
        (subject, predicate): (TermId, &str),
        of: impl Fn(&mut Kept) -> &mut FxHashMap<TermId, T>,
        all: impl IntoIterator<Item = T>,
        word: impl Fn(T) -> &'static str,
    ) -> Result<Option<T>, AnswerError> {
        match self.object(subject, predicate)? {
            None => Ok(None),
            Some(id) => self.remembered(id, of, || {
                let text = self.edition.text(id)?;
                Ok(all.into_iter().find(|value| word(*value) == text))
            }),
        }
    }

    /// The mode of a claim or of a link.
    pub(super) fn mode(&self, subject: TermId) -> Result<Mode, AnswerError> {
        let found = self.word_for(
            (subject, "mode"),
            |kept| &mut kept.modes,
            Mode::ALL,
            Mode::as_str,
        )?;
        found.ok_or_else(|| self.incomplete(subject, "its mode"))
    }

    /// A relation, as it reads in a mode.
    pub(super) fn relation(
        &self,
        relation: TermId,
        mode: Mode,
    ) -> Result<Arc<RelationWords>, AnswerError> {
        if let Some(known) = self.kept().relations.get(&(relation, mode)) {
            return Ok(Arc::clone(known));
        }
        let forward = self.text(relation, &iri::mode_label(mode))?;
        let inverse = self.text(relation, &iri::mode_inverse_label(mode))?;
        let (Some(forward), Some(inverse)) = (forward, inverse) else {
            return Err(self.incomplete(relation, "its wording"));
        };
        let words = Arc::new(RelationWords {
            id: self.relation_id(relation)?.into(),
            forward: forward.into(),
            inverse: inverse.into(),
            symmetric: self.is_a(relation, "SymmetricRelation")?,
            ftm: self.text(relation, "ftm")?,
        });
        let mut kept = self.kept();
        kept.relations.insert((relation, mode), Arc::clone(&words));
        Ok(words)
    }

    /// `owns`, for `rel:owns`.
    pub(super) fn relation_id(&self, relation: TermId) -> Result<String, AnswerError> {
        let iri = self.iri(relation)?;
        Ok(iri.strip_prefix(iri::REL).unwrap_or(&iri).to_owned())
    }

    /// The text of a literal, `None` for an IRI.
    pub(super) fn literal_text(&self, id: TermId) -> Result<Option<String>, AnswerError> {
        Ok(match self.edition.term(id)? {
            Term::Literal(literal) => Some(literal.destruct().0),
            Term::NamedNode(_) | Term::BlankNode(_) => None,
        })
    }
}

/// The objects of one predicate among the facts of a subject.
fn values(facts: &[(Word, TermId)], predicate: Word) -> impl Iterator<Item = TermId> {
    let of_it = facts.iter().filter(move |fact| fact.0 == predicate);
    of_it.map(|fact| fact.1)
}

/// The IRI behind a number.
pub(super) fn iri_of(edition: &Edition, id: TermId) -> Result<String, AnswerError> {
    match edition.term(id)? {
        Term::NamedNode(node) => Ok(node.into_string()),
        Term::BlankNode(_) | Term::Literal(_) => Err(AnswerError::Incomplete {
            subject: id.to_string(),
            what: "an IRI stands where a value was expected, or the other way round",
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::path::Path;

    use oxigraph::model::NamedNodeRef;

    use super::*;
    use crate::edition::{Case, Draft, Provenance, build};

    const BASE: &str = "https://case.example/";

    /// `subject predicate object`, a line each; what has no colon is of our vocabulary.
    fn graph(statements: &str) -> Result<Graph, Box<dyn Error>> {
        let case = Case {
            base: BASE.to_owned(),
            title: None,
        };
        let mut draft = Draft::new(Provenance {
            cases: vec![case],
            ..Provenance::default()
        });
        for statement in statements.lines() {
            let mut triple = [0; 3];
            for (number, word) in triple.iter_mut().zip(statement.split(' ')) {
                *number = draft.number(NamedNodeRef::new_unchecked(&full(word)).into());
            }
            draft.content(triple);
        }
        let bytes = build(draft)?.bytes();
        Ok(Graph::new(Edition::from_bytes(
            &bytes,
            Path::new("made here"),
        )?)?)
    }

    fn full(word: &str) -> String {
        match word.split_once(':') {
            Some(("rdf", name)) => format!("{}{name}", iri::RDF),
            Some((_, id)) => format!("{BASE}entity/{id}"),
            None => iri::ng(word),
        }
    }

    fn assert_values(graph: &Graph, subject: &str, predicate: &str, values: &str) {
        let found = graph.node(&full(subject)).and_then(|subject| {
            let subject = subject.expect("a subject of the edition");
            assert_eq!(
                graph.object(subject, predicate)?,
                graph.objects(subject, predicate)?.first().copied()
            );
            // By its name and by its IRI.
            assert_eq!(
                graph.objects(subject, predicate)?,
                graph.objects(subject, &full(predicate))?
            );
            graph.iris(subject, predicate)
        });
        let expected: Vec<String> = values.split_whitespace().map(full).collect();
        assert_eq!(
            found.expect("a whole edition"),
            expected,
            "{subject} {predicate}"
        );
    }

    #[test]
    fn what_is_kept_is_of_the_edition_asked() -> Result<(), Box<dyn Error>> {
        let one = graph("e:ann standing denied\ne:ann rdf:type Person\ne:ann via e:bo")?;
        // The same names, all with other numbers.
        let other = graph(
            "e:aa answer aaa\ne:ann standing uncontested\ne:ann rdf:type Asset\ne:ann via e:cy",
        )?;
        assert_ne!(one.known("via")?, other.known("via")?);
        // In turns, and again when everything was read before.
        for _ in 0..2 {
            for (graph, standing, via, person) in [
                (&one, Standing::Denied, "e:bo", true),
                (&other, Standing::Uncontested, "e:cy", false),
                (&one.clone(), Standing::Denied, "e:bo", true),
            ] {
                assert_values(graph, "e:ann", "via", via);
                assert_values(graph, "e:ann", "answer", "");
                let ann = graph.node(&full("e:ann"))?.ok_or("no ann")?;
                assert_eq!(graph.standing(ann)?, standing);
                assert_eq!(graph.is_a(ann, "Person")?, person);
                assert_eq!(graph.is_a(ann, "Asset")?, !person);
                assert_eq!(graph.known("via")?, graph.node(&iri::ng("via"))?);
                assert_eq!(graph.known("answer")?, graph.node(&iri::ng("answer"))?);
            }
        }
        Ok(())
    }

    #[test]
    fn a_subject_of_more_facts_than_are_kept_is_asked_for_single_ones() -> Result<(), Box<dyn Error>>
    {
        for count in [63, 64, 65, 300] {
            let others: Vec<String> = (1_000..1_000 + count).map(|at| format!("e:{at}")).collect();
            let links = others.iter().map(|other| format!("e:hub via {other}\n"));
            let graph = graph(&(links.collect::<String>() + "e:hub rdf:type Person"))?;
            assert_values(&graph, "e:hub", "via", &others.join(" "));
            assert_values(&graph, "e:hub", "answer", "");
            let hub = graph.node(&full("e:hub"))?.ok_or("no hub")?;
            assert!(graph.is_a(hub, "Person")?);
            assert!(!graph.is_a(hub, "Asset")?);
        }
        Ok(())
    }
}
