//! Which subjects differ between two editions.
//!
//! Every term of the older edition is looked up in the newer one, so that the
//! facts of a subject can be compared as numbers. Places are left out, and so
//! is what follows from claims alone: links, and the shortcuts between
//! entities that they make.

use std::collections::{BTreeMap, HashMap, HashSet};

use fixedbitset::FixedBitSet;
use oxigraph::model::{NamedNode, Term};

use crate::answer::AnswerError;
use crate::answer::diff::DiffKind;
use crate::answer::diff::change::How;
use crate::answer::diff::twins::Twins;
use crate::answer::graph::Graph;
use crate::edition::{Matching, TermId};
use crate::model::iri;

/// No term of the newer edition.
const NONE: TermId = TermId::MAX;

/// One thing by its numbers in either edition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    // Invariant: not both `None`.
    pub old: Option<TermId>,
    pub new: Option<TermId>,
    /// A claim in both, of another standing.
    pub other_standing: bool,
}

impl Pair {
    pub fn how(&self) -> How {
        match (self.old, self.new) {
            (None, _) => How::New,
            (Some(_), None) => How::Gone,
            (Some(_), Some(_)) => How::Changed,
        }
    }
}

type Fact = [TermId; 2];
type Pairs = BTreeMap<DiffKind, Vec<Pair>>;

/// Everything that is new, gone or changed, in the order in which it is told.
pub(super) fn differing(twins: Twins) -> Result<Pairs, AnswerError> {
    let Twins { old, new, .. } = twins;
    let in_new = numbers_in_new(twins)?;
    let number = |id: TermId| in_new.get(id as usize).copied().unwrap_or(NONE);
    let mut found = Differing::new(twins)?;
    let standing = found.standing;
    let standing_of = |facts: &[Fact]| facts.iter().find(|fact| Some(fact[0]) == standing).copied();
    let mut seen = FixedBitSet::with_capacity(new.edition().term_count() as usize);
    let mut facts = Vec::new();
    for subject in Subjects::of(old) {
        let (subject, before) = subject?;
        let twin = number(subject);
        facts.clear();
        if twin != NONE {
            found.new_left_out.facts(new, twin, &mut facts)?;
        }
        if facts.is_empty() {
            found.add(Some(subject), None, false)?;
            continue;
        }
        seen.insert(twin as usize);
        let mut before: Vec<Fact> = before.into_iter().map(|fact| fact.map(number)).collect();
        // Numbers ascend in both as the terms do, but where bases differ.
        before.sort_unstable();
        if before != facts {
            let other_standing = standing_of(&before) != standing_of(&facts);
            found.add(Some(subject), Some(twin), other_standing)?;
        }
    }
    for subject in Subjects::of(new) {
        let (subject, _) = subject?;
        if !seen.contains(subject as usize) {
            found.add(None, Some(subject), false)?;
        }
    }
    found.finish()
}

/// For each term of the older edition its number in the newer one, or [`NONE`].
fn numbers_in_new(twins: Twins) -> Result<Vec<TermId>, AnswerError> {
    let (old, new) = (twins.old.edition(), twins.new.edition());
    let mut numbers = Vec::with_capacity(old.content_term_count() as usize);
    // Most terms follow each other in both.
    let mut next = 0;
    for id in 0..old.content_term_count() {
        let mut term = old.term(id)?;
        if let Term::NamedNode(node) = &term
            && let Some(moved) = twins.newer(node.as_str())
        {
            term = NamedNode::new_unchecked(moved).into();
        }
        let follows = next < new.content_term_count() && new.term(next)? == term;
        let number = match follows {
            true => Some(next),
            false => new.term_id(&term)?,
        };
        next = number.map_or(next, |number| number.saturating_add(1));
        numbers.push(number.unwrap_or(NONE));
    }
    Ok(numbers)
}

/// Whether a predicate says where something stands, or what follows from claims.
struct LeftOut {
    known: HashMap<TermId, bool>,
}

impl LeftOut {
    fn new() -> Self {
        Self {
            known: HashMap::new(),
        }
    }

    fn leaves_out(&mut self, graph: &Graph, predicate: TermId) -> Result<bool, AnswerError> {
        if let Some(known) = self.known.get(&predicate) {
            return Ok(*known);
        }
        let left_out = is_left_out(&graph.iri(predicate)?);
        self.known.insert(predicate, left_out);
        Ok(left_out)
    }

    /// The facts of a subject that count, in ascending order.
    fn facts(
        &mut self,
        graph: &Graph,
        subject: TermId,
        facts: &mut Vec<Fact>,
    ) -> Result<(), AnswerError> {
        for triple in graph.edition().matching(Some(subject), None, None) {
            let [_, predicate, object] = triple?;
            if !self.leaves_out(graph, predicate)? {
                facts.push([predicate, object]);
            }
        }
        Ok(())
    }
}

/// Predicates that are not compared.
pub(super) fn is_left_out(predicate: &str) -> bool {
    let shortcut = [iri::REPORTED, iri::UNCONTESTED];
    if shortcut.iter().any(|space| predicate.starts_with(space)) {
        return true;
    }
    let own = predicate.strip_prefix(iri::NG);
    matches!(
        own,
        Some("table" | "row" | "reportedLink" | "uncontestedLink")
    )
}

/// The subjects of an edition with the facts that count; none without any.
struct Subjects<'g> {
    graph: &'g Graph,
    triples: Matching,
    left_out: LeftOut,
    ahead: Option<[TermId; 3]>,
}

impl<'g> Subjects<'g> {
    fn of(graph: &'g Graph) -> Self {
        Self {
            graph,
            triples: graph.edition().matching(None, None, None),
            left_out: LeftOut::new(),
            ahead: None,
        }
    }

    fn step(&mut self) -> Result<Option<(TermId, Vec<Fact>)>, AnswerError> {
        let mut subject = None;
        let mut facts = Vec::new();
        loop {
            let triple = match self.ahead.take() {
                Some(triple) => Some(triple),
                None => self.triples.next().transpose()?,
            };
            let Some([next, predicate, object]) = triple else {
                break;
            };
            if self.left_out.leaves_out(self.graph, predicate)? {
                continue;
            }
            if subject.is_some_and(|subject| subject != next) {
                self.ahead = triple;
                break;
            }
            subject = Some(next);
            facts.push([predicate, object]);
        }
        Ok(subject.map(|subject| (subject, facts)))
    }
}

impl Iterator for Subjects<'_> {
    type Item = Result<(TermId, Vec<Fact>), AnswerError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}

/// Differing subjects by kind, and what they touch.
struct Differing<'g> {
    twins: Twins<'g>,
    standing: Option<TermId>,
    new_left_out: LeftOut,
    pairs: Pairs,
    passages: Vec<Pair>,
}

impl<'g> Differing<'g> {
    fn new(twins: Twins<'g>) -> Result<Self, AnswerError> {
        Ok(Self {
            twins,
            standing: twins.new.known("standing")?,
            new_left_out: LeftOut::new(),
            pairs: Pairs::new(),
            passages: Vec::new(),
        })
    }

    fn add(
        &mut self,
        old: Option<TermId>,
        new: Option<TermId>,
        other_standing: bool,
    ) -> Result<(), AnswerError> {
        let of = |graph: &Graph, id: Option<TermId>| id.map(|id| kind_of(graph, id)).transpose();
        let (was, is) = (of(self.twins.old, old)?, of(self.twins.new, new)?);
        // Background may speak of a row that is not there, or was not.
        match (was, is) {
            (Some(Found::Told(DiffKind::Background)), Some(Found::Told(is)))
                if is != DiffKind::Background =>
            {
                return self.add(None, new, false);
            }
            (Some(Found::Told(was)), Some(Found::Told(DiffKind::Background)))
                if was != DiffKind::Background =>
            {
                return self.add(old, None, false);
            }
            (Some(was), Some(is)) if was != is => {
                self.add(old, None, false)?;
                return self.add(None, new, false);
            }
            _ => {}
        }
        let pair = Pair {
            old,
            new,
            other_standing: other_standing && is == Some(Found::Told(DiffKind::Claim)),
        };
        match is.or(was) {
            Some(Found::Told(kind)) => self.pairs.entry(kind).or_default().push(pair),
            Some(Found::Passage) => self.passages.push(pair),
            Some(Found::Follows) | None => {}
        }
        Ok(())
    }

    /// Adds what changed by what was said elsewhere: claims by their passages,
    /// sources by a withdrawal.
    fn finish(mut self) -> Result<Pairs, AnswerError> {
        let twins = self.twins;
        let mut claims = Vec::new();
        for pair in &self.passages {
            if let Some(passage) = pair.old
                && let Some(old) = twins.old.object(passage, "passageOf")?
                && let Some(new) = twins.in_new(old)?
                && twins.new.is_a(new, "Claim")?
            {
                claims.push((old, new));
            }
            if let Some(passage) = pair.new
                && let Some(new) = twins.new.object(passage, "passageOf")?
                && let Some(old) = twins.in_old(new)?
                && twins.old.is_a(old, "Claim")?
            {
                claims.push((old, new));
            }
        }
        self.touch(DiffKind::Claim, claims);
        let mut sources = Vec::new();
        for pair in self.pairs.get(&DiffKind::Answer).into_iter().flatten() {
            let (old, new) = (twins.old, twins.new);
            for of in objects(old, pair.old, "of")? {
                if old.is_a(of, "Source")?
                    && let Some(twin) = twins.in_new(of)?
                    && new.is_a(twin, "Source")?
                {
                    sources.push((of, twin));
                }
            }
            for of in objects(new, pair.new, "of")? {
                if new.is_a(of, "Source")?
                    && let Some(twin) = twins.in_old(of)?
                    && old.is_a(twin, "Source")?
                {
                    sources.push((twin, of));
                }
            }
        }
        sources.sort_unstable();
        sources.dedup();
        let mut withdrawn = Vec::new();
        for (old, new) in sources {
            if twins.old.is_withdrawn(old)? != twins.new.is_withdrawn(new)? {
                withdrawn.push((old, new));
            }
        }
        self.touch(DiffKind::Source, withdrawn);
        for pairs in self.pairs.values_mut() {
            let order = |pair: &Pair| match (pair.other_standing, pair.how()) {
                (true, _) => 0,
                (false, How::New) => 1,
                (false, How::Gone) => 2,
                (false, How::Changed) => 3,
            };
            // Numbers ascend as IRIs do.
            pairs.sort_by_key(|pair| (order(pair), pair.new, pair.old));
        }
        self.pairs.retain(|_, pairs| !pairs.is_empty());
        Ok(self.pairs)
    }

    fn touch(&mut self, kind: DiffKind, touched: Vec<(TermId, TermId)>) {
        let pairs = self.pairs.entry(kind).or_default();
        let known: HashSet<TermId> = pairs.iter().filter_map(|pair| pair.new).collect();
        let mut touched: Vec<_> = touched
            .into_iter()
            .filter(|(_, new)| !known.contains(new))
            .collect();
        touched.sort_unstable();
        touched.dedup();
        pairs.extend(touched.into_iter().map(|(old, new)| Pair {
            old: Some(old),
            new: Some(new),
            other_standing: false,
        }));
    }
}

/// What a subject is to whoever tells of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Told(DiffKind),
    /// Told with its claim.
    Passage,
    /// It follows from claims that are told.
    Follows,
}

fn kind_of(graph: &Graph, id: TermId) -> Result<Found, AnswerError> {
    for (class, found) in [
        ("Claim", Found::Told(DiffKind::Claim)),
        ("Link", Found::Follows),
        ("Citation", Found::Passage),
        ("Denial", Found::Told(DiffKind::Answer)),
        ("Source", Found::Told(DiffKind::Source)),
        ("Person", Found::Told(DiffKind::Entity)),
        ("Organization", Found::Told(DiffKind::Entity)),
        ("Asset", Found::Told(DiffKind::Entity)),
        ("Meeting", Found::Told(DiffKind::Meeting)),
        ("Question", Found::Told(DiffKind::Question)),
        ("Identity", Found::Told(DiffKind::Identity)),
        ("Relation", Found::Told(DiffKind::Relation)),
        ("Case", Found::Told(DiffKind::Case)),
    ] {
        if graph.is_a(id, class)? {
            return Ok(found);
        }
    }
    Ok(Found::Told(DiffKind::Background))
}

fn objects(graph: &Graph, id: Option<TermId>, name: &str) -> Result<Vec<TermId>, AnswerError> {
    id.map_or(Ok(Vec::new()), |id| graph.objects(id, name))
}
