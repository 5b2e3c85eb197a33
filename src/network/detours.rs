//! The next paths after the shortest ones: longer, and no node twice.
//!
//! The paths already listed are kept as a tree of their beginnings. Each
//! place in the tree stands for the paths that begin like it and then leave
//! it; the best of those is found by a search that goes round the beginning.
//! A place is searched no deeper than its turn requires, so that a region
//! without an answer is left alone while there are shorter answers elsewhere
//! (E. L. Lawler, 1972, with lengthening bounds). Unlike a walk through all
//! simple paths this takes a bounded number of searches per path.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::filter::Filtered;
use crate::network::meet::Detour;
use crate::network::meet::Met;
use crate::network::meet::NodeSet;
use crate::network::meet::meet;
use crate::network::ranking::Ranked;
use crate::network::ranking::Ranking;
use crate::network::visit::Adjacency;

/// Appends to `listed`, which holds all shortest paths in order, the paths that
/// follow, until there are `count` of them or none is left within `bound`
/// hops; none passes a blocked node. When the work runs out, what has been
/// appended is still right.
pub(super) fn continue_listing(
    view: &Filtered,
    blocked: &NodeSet,
    count: usize,
    bound: u32,
    work: &mut Work,
    listed: &mut Vec<Ranked>,
) -> Result<(), Stop> {
    let mut tree = Tree::default();
    let mut queue = BinaryHeap::new();
    let mut end = 0;
    for path in listed.iter() {
        let Some(last) = path.nodes.last() else {
            continue;
        };
        end = *last;
        let shortest = path.nodes.len() as u32 - 1;
        for place in tree.insert(view, path, work)? {
            queue.push(Reverse(Turn::search(place, shortest + 1, 0)));
        }
    }
    let mut round = Round::default();
    round.detour.blocked = blocked.clone();
    while listed.len() < count {
        let Some(Reverse(turn)) = queue.pop() else {
            break;
        };
        if turn.length > bound {
            break;
        }
        if turn.found {
            let place = turn.place;
            let path = Ranked {
                contested: turn.contested,
                outlets: turn.outlets.0,
                nodes: turn.nodes,
            };
            for fresh in tree.insert(view, &path, work)? {
                queue.push(Reverse(Turn::search(fresh, turn.length, 0)));
            }
            queue.push(Reverse(Turn::search(place, turn.length, 0)));
            listed.push(path);
            continue;
        }
        if !tree.may_leave(view, turn.place, work)? {
            continue;
        }
        round.go_to(&tree, turn.place, work)?;
        let place = &tree.places[turn.place as usize];
        let deepest = turn.length.saturating_add(turn.slack).min(bound);
        let within = deepest - place.depth;
        match meet(view, place.node, end, within, &round.detour, work)? {
            Met::Paths(dag) => {
                let mut best = Vec::new();
                let mut ranking = Ranking::new(view, &dag, work)?;
                ranking.list(1, place.outlets, work, &mut best)?;
                for rest in best {
                    let mut nodes = tree.nodes_before(turn.place);
                    nodes.extend(rest.nodes);
                    queue.push(Reverse(Turn {
                        length: nodes.len() as u32 - 1,
                        found: true,
                        order: nodes.iter().map(|node| view.place(*node)).collect(),
                        contested: tree.places[turn.place as usize].contested + rest.contested,
                        outlets: Reverse(rest.outlets),
                        nodes,
                        place: turn.place,
                        slack: 0,
                    }));
                }
            }
            // Twice as far beyond each time: the searches of one place cost
            // together no more than a constant times the last.
            Met::NotWithin => queue.push(Reverse(Turn::search(
                turn.place,
                deepest.saturating_add(1),
                (turn.slack * 2).max(1),
            ))),
            Met::Never => {}
        }
    }
    Ok(())
}

/// What is to be done next, in the order of its fields: a place whose paths
/// have at least `length` hops, before the paths found with so many.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    length: u32,
    found: bool,
    contested: u32,
    outlets: Reverse<u32>,
    /// The places of `nodes` among all entities.
    order: Vec<u32>,
    nodes: Vec<u32>,
    place: u32,
    /// How much further than `length` to look.
    slack: u32,
}

impl Turn {
    fn search(place: u32, length: u32, slack: u32) -> Turn {
        Turn {
            length,
            found: false,
            contested: 0,
            outlets: Reverse(0),
            order: Vec::new(),
            nodes: Vec::new(),
            place,
            slack,
        }
    }
}

/// The beginnings of the paths listed. The ends of paths are not in it:
/// nothing leaves them.
#[derive(Debug, Default)]
struct Tree {
    places: Vec<Place>,
}

/// A beginning of paths: the nodes from the root to this place.
#[derive(Debug)]
struct Place {
    node: u32,
    /// Itself for the root.
    before: u32,
    depth: u32,
    /// On the hops so far; the outlets are `u32::MAX` where there is none.
    contested: u32,
    outlets: u32,
    /// The next nodes of the paths listed, ascending, each with its place;
    /// the end of a path has none.
    next: Vec<(u32, Option<u32>)>,
}

impl Tree {
    /// Adds a path that is not in the tree; gives the places that are new.
    fn insert(
        &mut self,
        view: &Filtered,
        path: &Ranked,
        work: &mut Work,
    ) -> Result<std::ops::Range<u32>, Stop> {
        let fresh = self.places.len() as u32;
        if self.places.is_empty() {
            self.places.push(Place {
                node: path.nodes[0],
                before: 0,
                depth: 0,
                contested: 0,
                outlets: u32::MAX,
                next: Vec::new(),
            });
        }
        let mut at = 0;
        for (step, pair) in path.nodes.windows(2).enumerate() {
            let known = self.places[at as usize]
                .next
                .binary_search_by_key(&pair[1], |next| next.0);
            let slot = match known {
                Ok(known) => match self.places[at as usize].next[known].1 {
                    Some(place) => {
                        at = place;
                        continue;
                    }
                    // The path was in the tree.
                    None => break,
                },
                Err(slot) => slot,
            };
            let is_end = step + 2 == path.nodes.len();
            let place = (!is_end).then_some(self.places.len() as u32);
            self.places[at as usize].next.insert(slot, (pair[1], place));
            let Some(place) = place else {
                break;
            };
            let slots = view.pair(pair[0], pair[1])?;
            let contested = view.contested(slots.clone(), work)?;
            let outlets = view.outlets(slots, work)?;
            let before = &self.places[at as usize];
            self.places.push(Place {
                node: pair[1],
                before: at,
                depth: before.depth + 1,
                contested: before.contested + u32::from(contested),
                outlets: before.outlets.min(outlets),
                next: Vec::new(),
            });
            at = place;
        }
        Ok(fresh..self.places.len() as u32)
    }

    /// Whether any hop from the place is neither back nor already taken: in a
    /// chain there is none, and no search is needed to see it.
    fn may_leave<G: Adjacency>(&self, graph: G, place: u32, work: &mut Work) -> Result<bool, Stop> {
        let place = &self.places[place as usize];
        let back = self.places[place.before as usize].node;
        for there in graph.neighbors(place.node) {
            work.read_slots(1)?;
            let taken = place.next.binary_search_by_key(&there, |next| next.0);
            if there != back && taken.is_err() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The nodes before a place, from the root.
    fn nodes_before(&self, place: u32) -> Vec<u32> {
        let mut nodes = Vec::new();
        let mut at = place;
        while self.places[at as usize].depth > 0 {
            at = self.places[at as usize].before;
            nodes.push(self.places[at as usize].node);
        }
        nodes.reverse();
        nodes
    }
}

/// The detour round a place, changed from place to place rather than built
/// anew: those searched one after the other are mostly neighbours.
#[derive(Default)]
struct Round {
    at: u32,
    detour: Detour,
}

impl Round {
    fn go_to(&mut self, tree: &Tree, place: u32, work: &mut Work) -> Result<(), Stop> {
        let (mut old, mut new) = (self.at, place);
        while old != new {
            work.read_slots(1)?;
            let (here, there) = (&tree.places[old as usize], &tree.places[new as usize]);
            // The nodes before the old place are blocked, and are freed or
            // kept; those before the new one are to be blocked.
            if here.depth >= there.depth {
                old = here.before;
                self.detour.blocked.remove(&tree.places[old as usize].node);
            } else {
                new = there.before;
            }
        }
        let shared = new;
        new = place;
        while new != shared {
            new = tree.places[new as usize].before;
            self.detour.blocked.insert(tree.places[new as usize].node);
        }
        let place_there = &tree.places[place as usize];
        self.at = place;
        self.detour.start = place_there.node;
        self.detour.taken = place_there.next.iter().map(|next| next.0).collect();
        Ok(())
    }
}
