//! What is wrong with the sources behind claims: too few, all one, in a circle,
//! second hand, without a copy.

use std::collections::BTreeMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::answer::audit::FindingCode;
use crate::answer::audit::facts::Facts;
use crate::answer::audit::finding::{About, Finding};
use crate::model::{
    Claim, Identified, Ix, Source, SourceKind, Speaker, Standing, Support, Supports, fold,
};

/// What can be told of each claim by itself.
pub(super) fn of_claims(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    for (claim, row) in facts.case.claims.iter() {
        let assessed = facts.assessed(claim);
        let mut add = |code| found.push(Finding::of_claim(code, claim));
        if assessed.standing == Standing::Retracted {
            add(FindingCode::Retracted);
            continue;
        }
        if assessed.origins == 1 && !assessed.support.contains(Support::Document) {
            add(FindingCode::SingleOrigin);
        }
        if assessed.origins >= 2
            && let [outlet] = assessed.outlets[..]
            && facts.case.sources[outlet].kind == SourceKind::Publication
        {
            add(FindingCode::SingleOutlet);
        }
        if Facts::unnamed_only(assessed) {
            add(FindingCode::UnnamedOnly);
        }
        if assessed.origins == 1 && row.summarises.is_empty() && facts.left(claim).nth(1).is_some()
        {
            add(FindingCode::OneEnding);
        }
        // Its own citation of such a publication changes nothing: the relay is
        // on the chain of the other one.
        if !assessed.relays.is_empty() {
            add(FindingCode::RelayCited);
        }
        if is_only(assessed.support, Support::Anonymous)
            && assessed.origins == 1
            && super::wording::says_a_fact(row)
        {
            add(FindingCode::StrongerThanSupport);
        }
    }
}

fn is_only(support: Supports, kind: Support) -> bool {
    support.iter().eq([kind])
}

/// What can be told of each source, and of sources that lead back to one another.
pub(super) fn of_sources(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let resting = Resting::new(facts);
    for circle in circles(facts) {
        let claims = circle.iter().flat_map(|source| resting.on(*source));
        let claims = claims.map(|(_, claim)| *claim).collect();
        let about = circle.into_iter().map(About::Source);
        found.push(Finding::new(FindingCode::CircularSourcing, about, claims));
    }
    let used = used(facts);
    for (source, row) in facts.case.sources.iter() {
        if !used[source.number() as usize] {
            found.push(Finding::new(
                FindingCode::UnusedSource,
                [About::Source(source)],
                Vec::new(),
            ));
            continue;
        }
        let (copy, hash) = match row.kind {
            SourceKind::Publication
            | SourceKind::Document
            | SourceKind::Dataset
            | SourceKind::Ledger => (true, true),
            SourceKind::Statement => (row.url.is_some(), false),
            SourceKind::Person
            | SourceKind::Spokesperson
            | SourceKind::Anonymous
            | SourceKind::Organization
            | SourceKind::Editor => (false, false),
        };
        for (code, missing) in [
            (FindingCode::CopyMissing, copy && row.archived.is_none()),
            (FindingCode::HashMissing, hash && row.sha256.is_none()),
        ] {
            if missing {
                let claims = resting.on(source).iter().map(|(_, claim)| *claim);
                found.push(Finding::new(
                    code,
                    [About::Source(source)],
                    claims.collect(),
                ));
            }
        }
    }
}

/// The live claims that rest on each source.
struct Resting(Vec<(Ix<Source>, Ix<Claim>)>);

impl Resting {
    fn new(facts: &Facts<'_>) -> Self {
        let mut pairs = Vec::new();
        for (claim, _, _) in facts.live() {
            let sources = facts.rests_on(claim).into_iter();
            pairs.extend(sources.map(|source| (source, claim)));
        }
        pairs.sort_unstable();
        Self(pairs)
    }

    fn on(&self, source: Ix<Source>) -> &[(Ix<Source>, Ix<Claim>)] {
        let from = self.0.partition_point(|(other, _)| *other < source);
        let to = self.0.partition_point(|(other, _)| *other <= source);
        &self.0[from..to]
    }
}

/// Whether each source is on a chain that begins at a cited source, at one that
/// answers or through which an answer came, or at the source of a question.
fn used(facts: &Facts<'_>) -> Vec<bool> {
    let case = facts.case;
    let mut begins = vec![false; case.sources.len()];
    let cited = case.claims.iter().flat_map(|(_, claim)| claim.citations());
    let cited = cited.map(|citation| citation.source);
    let of_answers = case.denials.iter().flat_map(|(_, denial)| {
        let by = match denial.by {
            Some(Speaker::Source(source)) => Some(source),
            Some(Speaker::Entity(_)) | None => None,
        };
        by.into_iter().chain(denial.via)
    });
    let of_questions = case.questions.iter().filter_map(|(_, q)| q.source);
    for source in cited.chain(of_answers).chain(of_questions) {
        begins[source.number() as usize] = true;
    }
    let mut used = begins.clone();
    for source in case.sources.indexes() {
        if begins[source.number() as usize] {
            for on_chain in facts.chain(source).sources() {
                used[on_chain.number() as usize] = true;
            }
        }
    }
    used
}

/// Sources that have it from one another: each circle sorted, the circles by
/// their first. A source has it from those whose `via` it is, and from those
/// that its `origin` names.
fn circles(facts: &Facts<'_>) -> Vec<Vec<Ix<Source>>> {
    let sources = &facts.case.sources;
    let mut graph: DiGraph<Option<Ix<Source>>, ()> = DiGraph::new();
    let nodes: Vec<NodeIndex> = sources
        .indexes()
        .map(|source| graph.add_node(Some(source)))
        .collect();
    let node = |source: Ix<Source>| nodes[source.number() as usize];
    // What an origin may name stands between, so that many sources of one name
    // are no square of arrows.
    let mut called: BTreeMap<String, NodeIndex> = BTreeMap::new();
    for (_, source) in sources.iter() {
        if let Some(origin) = &source.origin {
            let key = called.entry(fold(origin));
            key.or_insert_with(|| graph.add_node(None));
        }
    }
    for (ix, source) in sources.iter() {
        if let Some(via) = source.via {
            graph.add_edge(node(via), node(ix), ());
        }
        if let Some(origin) = &source.origin
            && let Some(key) = called.get(&fold(origin))
        {
            graph.add_edge(node(ix), *key, ());
        }
        let name = fold(&source.name);
        let keys = [source.id(), name.as_str()].map(|key| called.get(key));
        for key in keys.into_iter().flatten() {
            graph.add_edge(*key, node(ix), ());
        }
    }
    let mut circles: Vec<Vec<Ix<Source>>> = kosaraju_scc(&graph)
        .into_iter()
        .map(|part| {
            let mut part: Vec<_> = part.into_iter().filter_map(|node| graph[node]).collect();
            part.sort_unstable();
            part
        })
        .filter(|part| part.len() >= 2)
        .collect();
    circles.sort_unstable();
    circles
}

/// The sources of a claim that are left, for a sentence.
pub(super) fn left(facts: &Facts<'_>, claim: Ix<Claim>) -> Vec<Ix<Source>> {
    facts.left(claim).map(|(source, _)| source).collect()
}
