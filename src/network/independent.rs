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
/// left gives none, nor does a citation of a source that is no hop's own. Without hops, and always found, from a node to itself.
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
        not_own: &question.not_own,
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
    not_own: &'s [u32],
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
            not_own: self.not_own,
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
            let given = Given {
                view: self.view,
                by: self.by,
                not_own: self.not_own,
            };
            let behind = given.behind(pair, own.len(), &mut self.work)?;
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
    not_own: &'s [u32],
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
        let given = Given {
            view: self.view,
            by: self.by,
            not_own: self.not_own,
        };
        let behind = given.behind(&pair, self.most, work)?;
        let labels: Rc<[u32]> = behind.iter().map(|one| one.label).collect();
        self.known.insert(pair.into(), labels.clone());
        Ok(labels)
    }
}

/// What hops can be given.
struct Given<'s> {
    view: &'s Filtered<'s>,
    by: By<'s>,
    not_own: &'s [u32],
}

impl Given<'_> {
    /// The labels that the hop between two nodes can be given, each with the first
    /// claim that has it. No more than `most`, which is the length of the path:
    /// whatever the other hops take, one of so many is left.
    fn behind(
        &self,
        pair: &[u32],
        most: usize,
        work: &mut Work,
    ) -> Result<Vec<Representative>, Stop> {
        let Given { view, by, not_own } = *self;
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
                    if view.has_withdrawn(chain) {
                        continue;
                    }
                    chains += 1;
                    let cited = chain.first().filter(|cited| !not_own.contains(cited));
                    let own = cited.and_then(|_| by.of_its_own(&claim, chain));
                    let own = own.filter(|label| !not_own.contains(label));
                    of_link.extend(own.map(|label| Representative {
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
}
