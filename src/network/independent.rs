//! The independently sourced path: every hop can be given a source of its own,
//! so that no single source carries two steps of the story.
//!
//! That is a system of distinct representatives between the hops of a path and
//! their labels (see [`By`]), kept up while the path grows (`matching.rs`): a
//! beginning that has none is the beginning of no such path. Paths are tried
//! by length, the shortest first, within the corridor where paths of that
//! length run. In general the question is hard (it contains the rainbow path),
//! so it has a budget, and says how far it got.

use std::collections::HashMap;
use std::rc::Rc;

use crate::network::answers::Question;
use crate::network::budget::Budget;
use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::corridor::Corridor;
use crate::network::error::NetworkError;
use crate::network::filter::Filtered;
use crate::network::graph::Network;
use crate::network::hop::Path;
use crate::network::label::By;
use crate::network::matching::Matching;
use crate::network::meet::Detour;
use crate::network::meet::Met;
use crate::network::meet::NodeSet;
use crate::network::meet::meet;
use crate::network::visit::Neighbors;

/// A path on which no two hops need the same source, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Independent {
    /// No independently sourced path is shorter, and none of the same length
    /// has lower nodes from the start.
    Found {
        path: Path,
        /// One for each hop, no label twice.
        representatives: Vec<Representative>,
    },
    /// Every path within so many hops has two hops that need the same source.
    NoneWithin {
        /// `None` is without limit: there is no such path at all.
        hops: Option<u32>,
        tried: Tried,
    },
    /// Not even an ordinary path is there, or none so short; see `shortest`
    /// for the reason.
    NoPath,
    /// The search read all it may. There is no such path within `hops` hops.
    Limit { hops: u32, tried: Tried },
}

/// What a hop rests on that no other hop of the path has to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Representative {
    pub label: u32,
    /// A link of the hop, and the claim of this link that has the label; both
    /// are the first that have it.
    pub link: u32,
    pub claim: u32,
}

/// How many beginnings of paths were tried, whole paths among them. One that
/// failed stands for all that begin like it; each counts once for each length.
pub type Tried = u64;

/// Finds the shortest independently sourced path.
///
/// The sources that a hop can be given are those behind any claim of any link
/// that passes the filter, by [`By`]: the source cited, its outlet, its
/// origin, or the claim itself. A link one of whose claims has no citation
/// left gives none. Without hops, and always found, from a node to itself.
///
/// # Errors
/// When an end is no node of the network, or the network is damaged.
pub fn independent(
    network: &Network,
    question: &Question,
    by: By,
    budget: &Budget,
) -> Result<Independent, NetworkError> {
    let (from, to, max_hops) = (question.from, question.to, question.max_hops);
    for node in [from, to] {
        if network.term_of(node).is_none() {
            return Err(NetworkError::NoSuchNode { node });
        }
    }
    let view = Filtered::new(network, &question.filter);
    let mut search = Search {
        view: &view,
        by,
        from,
        to,
        work: Work::new(budget),
        done: 0,
        tried: 0,
    };
    let found = search.within(max_hops.unwrap_or(u32::MAX), max_hops.is_some());
    network.sound()?;
    match found {
        Ok(found) => Ok(found),
        Err(Stop::Limit(_)) => Ok(Independent::Limit {
            hops: search.done,
            tried: search.tried,
        }),
        Err(Stop::Damaged) => Err(NetworkError::Damaged),
    }
}

struct Search<'s> {
    view: &'s Filtered<'s>,
    by: By<'s>,
    from: u32,
    to: u32,
    work: Work,
    /// The length up to which there is none.
    done: u32,
    tried: Tried,
}

/// What is left to be found after all paths of some length.
enum Stage {
    Found(Independent),
    /// Longer paths may be left.
    Longer,
    /// Every path has been tried.
    Exhausted,
}

impl<'s> Search<'s> {
    fn within(&mut self, most: u32, limited: bool) -> Result<Independent, Stop> {
        if self.from == self.to {
            return Ok(Independent::Found {
                path: self.view.path(vec![self.from])?,
                representatives: Vec::new(),
            });
        }
        let everywhere = Detour::default();
        let met = meet(
            self.view,
            self.from,
            self.to,
            most,
            &everywhere,
            &mut self.work,
        )?;
        let shortest = match met {
            Met::Paths(dag) => dag.length,
            Met::NotWithin | Met::Never => return Ok(Independent::NoPath),
        };
        self.done = shortest - 1;
        for length in shortest..=most {
            match self.of_length(length)? {
                Stage::Found(found) => return Ok(found),
                Stage::Longer => self.done = length,
                Stage::Exhausted => {
                    return Ok(Independent::NoneWithin {
                        hops: None,
                        tried: self.tried,
                    });
                }
            }
        }
        Ok(Independent::NoneWithin {
            hops: limited.then_some(most),
            tried: self.tried,
        })
    }

    /// Walks along all paths of this length, in the order of their nodes.
    fn of_length(&mut self, length: u32) -> Result<Stage, Stop> {
        let corridor = Corridor::new(self.view, self.from, self.to, length, &mut self.work)?;
        let mut labels = Labels {
            view: self.view,
            by: self.by,
            most: length as usize,
            known: HashMap::new(),
        };
        let mut matching = Matching::default();
        let mut on_path = NodeSet::from_iter([self.from]);
        let mut path = vec![self.enter(self.from)?];
        let mut longer = false;
        while let Some(here) = path.last_mut() {
            let Some(there) = here.ahead.next() else {
                let left = here.node;
                on_path.remove(&left);
                path.pop();
                if !path.is_empty() {
                    matching.pop();
                }
                continue;
            };
            // Parallel links are one hop.
            if here.last == Some(there) || on_path.contains(&there) {
                continue;
            }
            here.last = Some(there);
            let node = here.node;
            let hops = path.len() as u32;
            // A shorter path was tried before.
            if there == self.to && hops < length {
                continue;
            }
            if !corridor.ends_within(there, length - hops) {
                longer = true;
                continue;
            }
            self.tried += 1;
            let of_hop = labels.of(node, there, &mut self.work)?;
            if !matching.push(of_hop, &mut self.work)? {
                continue;
            }
            if there == self.to {
                let nodes = path.iter().map(|step| step.node).chain([there]);
                return Ok(Stage::Found(self.found(nodes.collect(), matching.own())?));
            }
            on_path.insert(there);
            path.push(self.enter(there)?);
        }
        Ok(match longer {
            true => Stage::Longer,
            false => Stage::Exhausted,
        })
    }

    fn enter(&mut self, node: u32) -> Result<Step<'s>, Stop> {
        let ahead = self.view.neighbors_of(node);
        self.work
            .read_slots(ahead.size_hint().1.unwrap_or_default())?;
        Ok(Step {
            node,
            ahead,
            last: None,
        })
    }

    fn found(&mut self, nodes: Vec<u32>, own: &[u32]) -> Result<Independent, Stop> {
        let mut representatives = Vec::with_capacity(own.len());
        for (pair, label) in nodes.windows(2).zip(own) {
            let behind = behind(self.view, self.by, pair, own.len(), &mut self.work)?;
            let of_label = behind.into_iter().find(|one| one.label == *label);
            representatives.push(of_label.ok_or(Stop::Damaged)?);
        }
        Ok(Independent::Found {
            path: self.view.path(nodes)?,
            representatives,
        })
    }
}

/// A node of the path that is tried.
struct Step<'s> {
    node: u32,
    ahead: Neighbors<'s>,
    last: Option<u32>,
}

/// The labels of the hops that paths of one length have led over.
struct Labels<'s> {
    view: &'s Filtered<'s>,
    by: By<'s>,
    /// Labels that are enough for a hop.
    most: usize,
    // Looked up, never walked.
    known: HashMap<(u32, u32), Rc<[u32]>>,
}

impl Labels<'_> {
    fn of(&mut self, a: u32, b: u32, work: &mut Work) -> Result<Rc<[u32]>, Stop> {
        let pair = [a.min(b), a.max(b)];
        if let Some(known) = self.known.get(&pair.into()) {
            return Ok(known.clone());
        }
        let behind = behind(self.view, self.by, &pair, self.most, work)?;
        let labels: Rc<[u32]> = behind.iter().map(|one| one.label).collect();
        self.known.insert(pair.into(), labels.clone());
        Ok(labels)
    }
}

/// The labels that the hop between two nodes can be given, each with the first
/// claim that has it. No more than `most`, which is the length of the path:
/// whatever the other hops take, one of so many is left.
fn behind(
    view: &Filtered,
    by: By,
    pair: &[u32],
    most: usize,
    work: &mut Work,
) -> Result<Vec<Representative>, Stop> {
    let network = view.network;
    let (mut found, mut seen) = (Vec::new(), NodeSet::default());
    for link in view.links_between(pair[0].min(pair[1]), pair[0].max(pair[1]))? {
        let mut of_link = Vec::new();
        let mut alive = true;
        for number in network.claims_of(link)?.numbers() {
            let claim = network.claim(number)?;
            let before = of_link.len();
            let mut chains = 0;
            for chain in claim.sources.chains() {
                chains += 1;
                of_link.extend(by.of_its_own(&claim, chain).map(|label| Representative {
                    label,
                    link,
                    claim: number,
                }));
            }
            work.read_slots(1 + of_link.len() - before)?;
            alive &= chains > 0;
        }
        if alive {
            of_link.retain(|one| seen.insert(one.label));
            found.extend(of_link);
        }
        if found.len() >= most {
            found.truncate(most);
            break;
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::collections::BTreeSet;

    use super::*;
    use crate::network::sourced::Kind;
    use crate::network::sourced::Told;
    use crate::network::testing::Dice;

    type LabelsOfHops = BTreeMap<(u32, u32), BTreeSet<u32>>;

    fn labels_of_hops(told: &Told, kind: Kind, links: &[usize]) -> LabelsOfHops {
        let mut labels = LabelsOfHops::new();
        for place in links {
            for hop in told.hops(&[*place]) {
                let of_hop = labels.entry(hop).or_default();
                for term in &told.plain.links[*place].claims {
                    let claim = told.plain.claims.iter().find(|one| one.claim == *term);
                    let chains = claim.into_iter().flat_map(|claim| &claim.chains);
                    of_hop.extend(chains.map(|chain| told.labels_of(*term, chain, kind).1));
                }
            }
        }
        labels
    }

    fn all_paths(hops: &LabelsOfHops, path: &mut Vec<u32>, to: u32, all: &mut Vec<Vec<u32>>) {
        let here = path[path.len() - 1];
        if here == to {
            all.push(path.clone());
            return;
        }
        let touching = hops.keys().filter(|(a, b)| *a == here || *b == here);
        for there in touching.map(|(a, b)| a + b - here) {
            if !path.contains(&there) {
                path.push(there);
                all_paths(hops, path, to, all);
                path.pop();
            }
        }
    }

    fn assignable(hops: &[&BTreeSet<u32>], taken: &BTreeSet<u32>) -> bool {
        let Some((first, rest)) = hops.split_first() else {
            return true;
        };
        (*first - taken).into_iter().any(|label| {
            let taken = taken.iter().copied().chain([label]).collect();
            assignable(rest, &taken)
        })
    }

    #[test]
    fn the_path_found_is_the_first_that_trying_all_paths_and_assignments_finds()
    -> Result<(), NetworkError> {
        let mut dice = Dice(71);
        let (mut longer, mut none, mut limits, mut found) = (0, [0; 2], 0, [0; 4]);
        for round in 0..6_000 {
            let told = match round % 8 {
                0..4 => Told::ring(&mut dice),
                _ => Told::random(&mut dice, 9, 22),
            };
            let sections = told.plain.laid_out_in_order()?;
            let network = sections.network()?;
            let nodes = network.node_count() as u32;
            let kind = told.kind(round);
            let question = Question {
                filter: told.filter(&mut dice),
                max_hops: (dice.below(2) == 0).then(|| dice.below(6)),
                ..Question::between(dice.below(nodes), dice.below(nodes))
            };
            let links = told.links(kind, &question.filter, &BTreeSet::new());
            let hops = labels_of_hops(&told, kind, &links);
            let mut paths = Vec::new();
            all_paths(&hops, &mut vec![question.from], question.to, &mut paths);
            paths.sort_by_key(|path| (path.len(), path.clone()));
            let labels = |path: &[u32]| {
                let pairs = path
                    .windows(2)
                    .map(|pair| (pair[0].min(pair[1]), pair[0].max(pair[1])));
                pairs.map(|pair| &hops[&pair]).collect::<Vec<_>>()
            };
            let mut fit = paths
                .iter()
                .filter(|path| assignable(&labels(path), &BTreeSet::new()));
            let first = fit.next();
            let hops_of = |path: Option<&Vec<u32>>| path.map(|path| path.len() as u32 - 1);
            let within = |path: Option<&Vec<u32>>| {
                hops_of(path).is_some_and(|hops| hops <= question.max_hops.unwrap_or(u32::MAX))
            };

            let origin = |source| told.origin_of(source);
            let by = kind.by(&origin);
            let budget = Budget {
                slots: match dice.below(3) {
                    0 => u64::from(dice.below(200)),
                    _ => 1_000_000,
                },
                ..Budget::default()
            };
            match independent(&network, &question, by, &budget)? {
                Independent::Found {
                    path,
                    representatives,
                } => {
                    assert!(within(first));
                    assert_eq!(Some(path.nodes()), first.map(|path| &path[..]));
                    let own: BTreeSet<u32> = representatives.iter().map(|one| one.label).collect();
                    assert_eq!(own.len(), path.hops().len());
                    for (hop, (one, labels)) in path
                        .hops()
                        .iter()
                        .zip(representatives.iter().zip(labels(path.nodes())))
                    {
                        assert!(hop.links.contains(&one.link) && labels.contains(&one.label));
                        let mut claims = network.link(one.link)?.claims.numbers();
                        assert!(claims.any(|claim| claim == one.claim));
                        let claim = network.claim(one.claim)?;
                        let mut chains = claim.sources.chains();
                        let own = |chain: &[u32]| told.labels_of(claim.claim, chain, kind).1;
                        assert!(chains.any(|chain| own(chain) == one.label));
                    }
                    found[kind as usize] += usize::from(!representatives.is_empty());
                    longer += usize::from(path.nodes().len() > paths[0].len());
                }
                Independent::NoneWithin { hops, .. } => {
                    assert!(match hops {
                        None => first.is_none(),
                        Some(_) => hops == question.max_hops && !within(first),
                    });
                    none[usize::from(hops.is_some())] += 1;
                }
                // Filters that let claims without a citation through see paths
                // that are none here; not the other way round.
                Independent::NoPath => assert!(!within(paths.first())),
                Independent::Limit { hops, .. } => {
                    assert!(hops_of(first).is_none_or(|first| first > hops));
                    limits += 1;
                }
            }
        }
        assert!(longer > 30 && limits > 100, "{longer} {limits}");
        assert!(none.iter().all(|count| *count > 50), "{none:?}");
        assert!(found.iter().all(|count| *count > 200), "{found:?}");
        Ok(())
    }
}
