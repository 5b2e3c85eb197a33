//! What connects several names: all shortest paths between every two of them,
//! put together.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::containing::resolve_all;
use crate::answer::graph::Graph;
use crate::answer::hops::{Beside, Hop, Path, Reader};
use crate::answer::name::Wanted;
use crate::answer::named::Named;
use crate::answer::path::{NoPath, reason};
use crate::answer::{AnswerError, BetweenThem, Selected, Selection};
use crate::edition::TermId;
use crate::model::Standing;
use crate::network::{Budget, Count, LeftOut, Limit, Question, Spent, all_shortest};

/// Names that may be asked about together: every two of them are a search.
pub const MOST_NAMES: usize = 50;

/// Paths of one pair that are put into the picture; more are counted.
const LISTED: usize = 200;

/// What may be read of each pair to count the paths that the selection hides: there
/// are up to a thousand pairs.
const LEFT_OUT: u64 = 20_000;

/// What is asked.
#[derive(Debug, Clone)]
pub struct BetweenQuestion {
    /// At least two.
    pub names: Vec<String>,
    pub selection: Selection,
    pub max_hops: Option<u32>,
}

/// The subgraph that connects the names.
#[derive(Debug, Clone)]
pub struct BetweenAnswer {
    /// Each once, in the order given.
    pub names: Vec<Named>,
    pub selected: Selected,
    pub max_hops: Option<u32>,
    /// Every two of them, in the order given.
    pub pairs: Vec<BetweenPair>,
    /// Who stands on a path between two of them, most pairs first; the names
    /// themselves are among them where they stand between others.
    pub entities: Vec<Connector>,
    /// Every hop of every path listed, once; by the ids of its ends.
    pub hops: Vec<Hop>,
    /// The first limit that was hit for any pair.
    pub limit: Option<Limit>,
    pub spent: Spent,
}

/// Two of the names.
#[derive(Debug, Clone)]
pub struct BetweenPair {
    pub from: Named,
    pub to: Named,
    /// Hops of the shortest paths; `None` when there is none, or none was found.
    pub length: Option<usize>,
    /// That of the best of them; `None` likewise.
    pub standing: Option<Standing>,
    /// What lies beside the best links of that path.
    pub beside_best: Beside,
    /// How many shortest paths there are.
    pub total: Option<Count>,
    /// How many of them are in the subgraph.
    pub listed: usize,
    pub no_path: Option<NoPath>,
    /// A shorter path that the selection hides.
    pub shorter_without_filter: Option<Path>,
    /// A shorter path over withdrawn claims, which do not count.
    pub shorter_through_retracted: Option<Path>,
    /// How many paths the selection hides that are no longer.
    pub left_out: Option<LeftOut>,
    /// Where there is no path: plans and claims that name both.
    pub on_record: BetweenThem,
    pub limit: Option<Limit>,
}

/// Someone between the names.
#[derive(Debug, Clone)]
pub struct Connector {
    pub named: Named,
    /// Between how many of the pairs.
    pub pairs: usize,
    /// It is one of the names, between others of them.
    pub is_name: bool,
}

/// Finds what connects several entities.
///
/// # Errors
/// For fewer than two names or more than [`MOST_NAMES`], a name that nothing
/// or more than one thing has, an edition without a path graph, or a damaged one.
pub fn find_between(
    graph: &Graph,
    question: &BetweenQuestion,
) -> Result<BetweenAnswer, AnswerError> {
    let BetweenQuestion {
        names,
        selection,
        max_hops,
    } = question;
    let mut terms: Vec<TermId> = Vec::new();
    for term in resolve_all(graph, names, Wanted::Entity)? {
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    if terms.len() < 2 || terms.len() > MOST_NAMES {
        return Err(AnswerError::NamesBetween {
            given: terms.len(),
            most: MOST_NAMES,
        });
    }
    let network = graph.network()?;
    let selected = selection.resolve(graph, &network, &terms)?;
    let mut nodes = Vec::with_capacity(terms.len());
    let mut named = Vec::with_capacity(terms.len());
    for term in &terms {
        nodes.push(graph.node_in(&network, *term)?);
        named.push(graph.named(*term)?);
    }
    let mut reader = Reader::new(graph, &network);
    let budget = Budget {
        listed: LISTED,
        left_out: LEFT_OUT,
        ..Budget::default()
    };
    let mut hops: BTreeMap<(String, String), Hop> = BTreeMap::new();
    let mut between: BTreeMap<u32, usize> = BTreeMap::new();
    let mut pairs = Vec::new();
    let (mut limit, mut spent) = (None, Spent::default());
    for (at, from) in nodes.iter().enumerate() {
        for (to_at, to) in nodes.iter().enumerate().skip(at + 1) {
            let asked = Question {
                filter: selected.filter.clone(),
                max_hops: *max_hops,
                ..Question::between(*from, *to)
            };
            let found = all_shortest(&network, &asked, &budget)?;
            let mut on_the_way: BTreeSet<u32> = BTreeSet::new();
            for path in &found.paths {
                let ends = path.nodes().windows(2);
                for (ends, hop) in ends.zip(path.hops()) {
                    let hop = reader.hop(ends[0], ends[1], hop)?;
                    let mut key = (hop.from.id.clone(), hop.to.id.clone());
                    if key.0 > key.1 {
                        key = (key.1, key.0);
                    }
                    hops.entry(key).or_insert(hop);
                }
                on_the_way.extend(
                    path.nodes()
                        .iter()
                        .filter(|node| *node != from && *node != to),
                );
            }
            for node in on_the_way {
                *between.entry(node).or_default() += 1;
            }
            spent.slots += found.spent.slots;
            spent.steps += found.spent.steps;
            limit = limit.or(found.limit);
            let no_path = match (&found.no_path, found.paths.is_empty()) {
                (Some(why), _) => Some(reason(&mut reader, why)?),
                (None, true) => Some(NoPath::Unfinished),
                (None, false) => None,
            };
            pairs.push(BetweenPair {
                from: named[at].clone(),
                to: named[to_at].clone(),
                length: found.paths.first().map(|path| path.hops().len()),
                standing: found.paths.first().and_then(|path| path.standing()),
                beside_best: match found.paths.first() {
                    Some(best) => Beside::of(&network, best, &selected.filter)?,
                    None => Beside::default(),
                },
                on_record: match no_path {
                    Some(_) => graph.between_them(&network, terms[at], terms[to_at])?,
                    None => BetweenThem::default(),
                },
                total: found.total,
                listed: found.paths.len(),
                no_path,
                shorter_without_filter: match &found.shorter_without_filter {
                    Some(path) => Some(reader.path(path)?),
                    None => None,
                },
                shorter_through_retracted: match &found.shorter_through_retracted {
                    Some(path) => Some(reader.path(path)?),
                    None => None,
                },
                left_out: found.left_out,
                limit: found.limit,
            });
        }
    }
    let mut entities = Vec::new();
    for (node, pairs) in between {
        let named = reader.entity(node)?;
        let is_name = nodes.contains(&node);
        entities.push(Connector {
            named,
            pairs,
            is_name,
        });
    }
    entities.sort_by(|one, other| (other.pairs, &one.named).cmp(&(one.pairs, &other.named)));
    Ok(BetweenAnswer {
        names: named,
        selected,
        max_hops: *max_hops,
        pairs,
        entities,
        hops: hops.into_values().collect(),
        limit,
        spent,
    })
}
