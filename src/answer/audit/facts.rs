//! What every rule of an audit asks of a case: which claims stand, which of
//! their citations are left, what they rest on, where it began.

use std::collections::BTreeMap;

use crate::answer::graph::Graph;
use crate::answer::whole::Whole;
use crate::model::{
    Assessed, Assessment, Case, Chain, Citation, Claim, Day, Entity, Identity, Ix, Source,
    Standing, Support, chain,
};

/// A case with what the rules of standing say of it, and the day of the audit.
pub(in crate::answer) struct Facts<'a> {
    pub whole: Whole<'a>,
    pub case: &'a Case,
    pub assessment: &'a Assessment,
    pub as_of: Day,
    /// One per source, in their order.
    chains: Vec<Chain>,
    // By the two entities, in order.
    decisions: BTreeMap<[Ix<Entity>; 2], &'a Identity>,
    // Each decision by either of its two; sorted.
    decided: Vec<(Ix<Entity>, Ix<Identity>)>,
}

impl<'a> Facts<'a> {
    /// Linear, but for the names of entities and the length of chains.
    pub fn new(graph: &Graph, case: &'a Case, assessment: &'a Assessment, as_of: Day) -> Self {
        let sources = case.sources.indexes();
        let decisions = case.identities.iter().map(|(_, decision)| {
            let mut pair = [decision.entity, decision.other];
            pair.sort_unstable();
            (pair, decision)
        });
        let decided = case.identities.iter().flat_map(|(ix, decision)| {
            let two = [decision.entity, decision.other];
            two.map(|entity| (entity, ix))
        });
        let mut decided: Vec<_> = decided.collect();
        decided.sort_unstable();
        Self {
            whole: Whole::new(graph, case, assessment),
            case,
            assessment,
            as_of,
            chains: sources.map(|s| chain(&case.sources, s)).collect(),
            decisions: decisions.collect(),
            decided,
        }
    }

    /// The chain that begins at a source.
    pub fn chain(&self, source: Ix<Source>) -> &Chain {
        &self.chains[source.number() as usize]
    }

    /// What was decided on two entities, given in order.
    pub fn decision(&self, pair: [Ix<Entity>; 2]) -> Option<&'a Identity> {
        self.decisions.get(&pair).copied()
    }

    /// What was decided on an entity and others, in the order of the ids.
    pub fn decided(&self, entity: Ix<Entity>) -> impl Iterator<Item = &'a Identity> {
        let from = self.decided.partition_point(|(other, _)| *other < entity);
        let of_it = self.decided[from..].iter();
        let of_it = of_it.take_while(move |(other, _)| *other == entity);
        of_it.map(|(_, ix)| &self.case.identities[*ix])
    }

    /// What the rules say of a claim.
    pub fn assessed(&self, claim: Ix<Claim>) -> &'a Assessed {
        self.assessment.claim(claim)
    }

    /// Whether a claim is not withdrawn.
    pub fn is_live(&self, claim: Ix<Claim>) -> bool {
        self.assessed(claim).standing != Standing::Retracted
    }

    /// The claims that are not withdrawn, in the order of their ids.
    pub fn live(&self) -> impl Iterator<Item = (Ix<Claim>, &'a Claim, &'a Assessed)> {
        let claims = self.case.claims.iter();
        claims
            .map(|(ix, claim)| (ix, claim, self.assessed(ix)))
            .filter(|(_, _, assessed)| assessed.standing != Standing::Retracted)
    }

    /// Each cited source that did not withdraw, with its passages; sorted.
    pub fn left(&self, claim: Ix<Claim>) -> impl Iterator<Item = (Ix<Source>, &'a [Citation])> {
        let withdrawn = &self.assessed(claim).withdrawn;
        let citations = self.case.claims[claim].citations();
        citations
            .chunk_by(|a, b| a.source == b.source)
            .map(|of_source| (of_source[0].source, of_source))
            .filter(|(source, _)| withdrawn.binary_search(source).is_err())
    }

    /// Every source on a chain of a citation that is left; sorted, each once.
    pub fn rests_on(&self, claim: Ix<Claim>) -> Vec<Ix<Source>> {
        let left = self.left(claim);
        let on_chains = left.flat_map(|(source, _)| self.chain(source).sources());
        let mut sources: Vec<Ix<Source>> = on_chains.copied().collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// Whether all support is voices without a name, and there is some.
    pub fn unnamed_only(assessed: &Assessed) -> bool {
        let mut support = assessed.support.iter().peekable();
        support.peek().is_some()
            && support.all(|kind| match kind {
                Support::Anonymous | Support::Spokesperson => true,
                Support::Document
                | Support::Named
                | Support::OwnAccount
                | Support::Outlet
                | Support::Editor => false,
            })
    }
}
