//! What holds a connection up, asked twice: of the search, and by trying every
//! set of labels in small random networks, or by another's flow algorithm in
//! larger ones. With tiny budgets the truth has to lie within the bounds.

use crate::network::answers::Question;
use crate::network::budget::Budget;
use crate::network::error::NetworkError;
use crate::network::filter::Filter;
use crate::network::filter::Filtered;
use crate::network::graph::Network;
use crate::network::holds::AtLeast;
use crate::network::holds::Connection;
use crate::network::holds::Holds;
use crate::network::holds::HoldsBudget;
use crate::network::holds::HoldsLimit;
use crate::network::holds::holds;
use crate::network::independent::independent;
use crate::network::key::key;
use crate::network::label::By;
use crate::network::label_cut::Search;
use crate::network::label_cut::work_of;
use crate::network::sourced::Kind;
use crate::network::sourced::Told;
use crate::network::sourced::hold;
use crate::network::sourced::joined;
use crate::network::strand::Strand;
use crate::network::testing::Dice;
use crate::network::testing::Plain;
use crate::network::withdrawn::Rests;
use crate::network::withdrawn::Withdrawn;
use std::collections::BTreeSet;

type Outcome = Result<(), NetworkError>;

/// One connection, with the answer that trying everything gives.
struct Asked<'a> {
    told: &'a Told,
    network: &'a Network<'a>,
    kind: Kind,
    connection: Connection,
    /// The least number of labels that disconnect; `None` when the ends are
    /// not connected or the same.
    least: Option<usize>,
    /// How many sets of so many labels do.
    smallest: usize,
}

impl<'a> Asked<'a> {
    fn new(told: &'a Told, network: &'a Network<'a>, kind: Kind, dice: &mut Dice) -> Asked<'a> {
        let nodes = told.plain.entities.len() as u32;
        let connection = Connection {
            from: dice.below(nodes),
            to: dice.below(nodes),
            filter: told.filter(dice),
        };
        let mut asked = Asked {
            told,
            network,
            kind,
            connection,
            least: None,
            smallest: 0,
        };
        if let Some((least, smallest)) = asked.try_everything() {
            asked.least = Some(least);
            asked.smallest = smallest;
        }
        asked
    }

    fn connected(&self, gone: &BTreeSet<u32>) -> bool {
        let Connection {
            from,
            to,
            ref filter,
        } = self.connection;
        let links = self.told.links(self.kind, filter, gone);
        joined(&self.told.hops(&links), from, to)
    }

    fn try_everything(&self) -> Option<(usize, usize)> {
        let Connection {
            from,
            to,
            ref filter,
        } = self.connection;
        if from == to || !self.connected(&BTreeSet::new()) {
            return None;
        }
        let labels = self.told.labels(self.kind);
        let bits = |of: &BTreeSet<u32>| {
            let places = labels
                .iter()
                .enumerate()
                .filter(|(_, label)| of.contains(label));
            places.fold(0u32, |bits, (place, _)| bits | 1 << place)
        };
        // Each link as its ends, and its claims as the labels of their chains.
        let links = self.told.links(self.kind, filter, &BTreeSet::new());
        let links = links.iter().map(|place| {
            let ends = self.told.hops(&[*place]);
            let claims = self.told.plain.links[*place].claims.iter().map(|term| {
                let claim = self.told.plain.claims.iter().find(|one| one.claim == *term);
                let chains = claim.into_iter().flat_map(|claim| &claim.chains);
                let labels = chains.map(|chain| self.told.labels_of(*term, chain, self.kind).0);
                labels.map(|labels| bits(&labels)).collect::<Vec<u32>>()
            });
            (ends, claims.collect::<Vec<_>>())
        });
        let links: Vec<_> = links.collect();
        (1..=labels.len()).find_map(|size| {
            let sets = (0..1u32 << labels.len()).filter(|set| set.count_ones() as usize == size);
            let parting = sets.filter(|gone| {
                let stands = |claim: &Vec<u32>| claim.iter().any(|chain| chain & gone == 0);
                let left = links.iter().filter(|(_, claims)| claims.iter().all(stands));
                let hops = left.flat_map(|(ends, _)| ends.iter().copied()).collect();
                !joined(&hops, from, to)
            });
            let count = parting.count();
            (count > 0).then_some((size, count))
        })
    }

    fn ask(&self, budget: &HoldsBudget) -> Result<Holds, NetworkError> {
        let origin = |source| self.told.origin_of(source);
        let rests = Rests::new(self.network, self.kind.by(&origin))?;
        holds(&rests, &self.connection, budget)
    }

    fn assert_cuts(&self, set: &[u32]) {
        assert!(!set.is_empty() && set.windows(2).all(|two| two[0] < two[1]));
        assert!(!self.connected(&set.iter().copied().collect()));
    }

    fn assert_at_least(&self, at_least: u32, because: &AtLeast) -> Outcome {
        assert!(at_least as usize <= self.least.unwrap_or(0));
        match because {
            AtLeast::Tried { size } => assert_eq!(*size + 1, at_least),
            AtLeast::Disjoint { strands } => {
                assert_eq!(strands.len(), at_least as usize);
                let mut labels: Vec<u32> = Vec::new();
                for strand in strands {
                    self.assert_strand(strand)?;
                    labels.extend(strand.labels());
                }
                let distinct: BTreeSet<u32> = labels.iter().copied().collect();
                assert_eq!(distinct.len(), labels.len());
            }
        }
        Ok(())
    }

    /// Holds a strand against the rows.
    fn assert_strand(&self, strand: &Strand) -> Outcome {
        let (told, nodes) = (self.told, strand.nodes());
        let ends = (nodes.first().copied(), nodes.last().copied());
        assert_eq!(ends, (Some(self.connection.from), Some(self.connection.to)));
        assert_eq!(strand.hops().len() + 1, nodes.len());
        assert_eq!(nodes.iter().collect::<BTreeSet<_>>().len(), nodes.len());
        let passing = told.links(self.kind, &self.connection.filter, &BTreeSet::new());
        let mut labels = BTreeSet::new();
        for (pair, hop) in nodes.windows(2).zip(strand.hops()) {
            let term = self.network.link(hop.link)?.link;
            let place = told.plain.links.iter().position(|link| link.link == term);
            let place = place.expect("the network has no other links");
            assert!(passing.contains(&place));
            let pair = (pair[0].min(pair[1]), pair[0].max(pair[1]));
            assert_eq!(told.hops(&[place]), BTreeSet::from([pair]));
            let mut claims = BTreeSet::new();
            for resting in &hop.claims {
                let term = self.network.claim(resting.claim)?.claim;
                claims.insert(term);
                let claim = told.plain.claims.iter().find(|claim| claim.claim == term);
                let mut chains = claim.into_iter().flat_map(|claim| &claim.chains);
                let given: BTreeSet<u32> = resting.labels.iter().copied().collect();
                assert!(chains.any(|chain| told.labels_of(term, chain, self.kind).0 == given));
                labels.extend(given);
            }
            assert_eq!(
                claims,
                told.plain.links[place].claims.iter().copied().collect()
            );
        }
        assert!(labels.iter().eq(strand.labels()));
        Ok(())
    }
}

fn ask_at_random(
    seed: u64,
    graphs: u32,
    mut each: impl FnMut(&Asked, &mut Dice) -> Outcome,
) -> Outcome {
    let mut dice = Dice(seed);
    for round in 0..graphs {
        // Claims are the most numerous labels, and all sets of them are tried.
        let told = Told::random(&mut dice, 8, if round % 4 == 3 { 12 } else { 18 });
        let sections = told.plain.laid_out_in_order()?;
        let network = sections.network()?;
        for _ in 0..3 {
            let asked = Asked::new(&told, &network, told.kind(round), &mut dice);
            each(&asked, &mut dice)?;
        }
    }
    Ok(())
}

#[test]
fn the_smallest_set_is_as_small_as_trying_all_sets_finds() -> Outcome {
    let (mut sizes, mut reasons, mut kinds) = ([0; 20], [0; 4], [0; 4]);
    let mut several = 0;
    ask_at_random(51, 2_400, |asked, _| {
        let found = asked.ask(&HoldsBudget::default())?;
        let Holds::Exactly { set, because, only } = &found else {
            let connection = &asked.connection;
            let same = connection.from == connection.to;
            assert_eq!(found == Holds::SameEntity, same);
            assert_eq!(found == Holds::NotConnected, !same && asked.least.is_none());
            assert_eq!(asked.least, None);
            return Ok(());
        };
        asked.assert_cuts(set);
        assert_eq!(Some(set.len()), asked.least);
        // Larger sets are not tried.
        let tried = set.len() <= HoldsBudget::default().most as usize;
        assert_eq!(*only, tried && asked.smallest == 1, "{set:?}");
        several += usize::from(!only);
        asked.assert_at_least(set.len() as u32, because)?;
        sizes[set.len()] += 1;
        reasons[match because {
            AtLeast::Disjoint { .. } => 0,
            AtLeast::Tried { size } => (*size as usize).min(3),
        }] += 1;
        kinds[asked.kind as usize] += usize::from(set.len() > 1);

        let turned = Connection {
            from: asked.connection.to,
            to: asked.connection.from,
            ..asked.connection.clone()
        };
        let turned = Asked {
            connection: turned,
            ..*asked
        };
        match turned.ask(&HoldsBudget::default())? {
            Holds::Exactly {
                set: same,
                because,
                only: again,
            } => {
                assert_eq!((&same, &again), (set, only));
                turned.assert_at_least(set.len() as u32, &because)
            }
            other => panic!("the other way round: {other:?}"),
        }
    })?;
    assert!(several > 100, "{several}");
    // The networks are such that sets of several labels, and ones that only
    // trying proves, come up for each kind.
    assert!(
        sizes[1] > 500 && sizes[2] > 200 && sizes[3] > 30,
        "{sizes:?}"
    );
    assert!(
        reasons[0] > 500 && reasons[1] > 30 && reasons[2] > 10,
        "{reasons:?}"
    );
    assert!(kinds.iter().all(|kind| *kind > 30), "{kinds:?}");
    Ok(())
}

#[test]
fn trying_alone_without_any_bound_finds_the_same_size() -> Outcome {
    let mut sizes = [0; 20];
    ask_at_random(55, 1_600, |asked, _| {
        let Some(least) = asked.least else {
            return Ok(());
        };
        let origin = |source| asked.told.origin_of(source);
        let rests = Rests::new(asked.network, asked.kind.by(&origin))?;
        let mut search = Search::new(&rests, &asked.connection);
        let mut work = work_of(u64::MAX);
        for size in 0..=least as u32 {
            let found = search.try_sets(size, &mut work);
            assert_eq!(found, Ok(size as usize == least), "{size} of {least}");
        }
        let set = search.set();
        assert_eq!(set.len(), least);
        asked.assert_cuts(&set);
        sizes[least] += 1;
        Ok(())
    })?;
    assert!(sizes[1..5].iter().all(|count| *count > 30), "{sizes:?}");
    Ok(())
}

#[test]
fn where_each_link_is_a_claim_of_its_own_it_is_the_least_flow() -> Outcome {
    use petgraph::algo::ford_fulkerson;
    use petgraph::graph::DiGraph;
    use petgraph::graph::NodeIndex;
    let mut dice = Dice(57);
    let (mut sizes, mut tried) = ([0; 20], 0);
    for round in 0..900 {
        // At random, or on a square grid with holes, where the shortest ways
        // are in the way of the most.
        let (nodes, pairs) = match round % 2 {
            0 => {
                let nodes = 10 + dice.below(40);
                let pairs = (0..nodes * (2 + round % 3)).map(|_| {
                    let from = dice.below(nodes);
                    (from, (from + 1 + dice.below(nodes - 1)) % nodes)
                });
                (nodes, pairs.collect::<Vec<_>>())
            }
            _ => {
                let grid = (0..49).flat_map(|at| [(at, at + 1), (at, at + 7)]);
                let grid = grid.filter(|(a, b)| *b < 49 && (b - a == 7 || b % 7 > 0));
                (49, grid.filter(|_| dice.below(6) > 0).collect())
            }
        };
        let (from, to) = (dice.below(nodes / 2), nodes / 2 + dice.below(nodes / 2));
        let plain = Plain::of_pairs(nodes, pairs.iter().copied());
        let both_ways = pairs
            .iter()
            .flat_map(|(a, b)| [(*a, *b, 1u32), (*b, *a, 1)]);
        let mut flow = DiGraph::<(), u32>::from_edges(both_ways);
        while flow.node_count() < nodes as usize {
            flow.add_node(());
        }
        let ends = [from, to].map(|node| NodeIndex::new(node as usize));
        let (least, _) = ford_fulkerson(&flow, ends[0], ends[1]);
        match hold(&plain, By::Claim, (from, to), 20)? {
            Holds::Exactly { set, because, .. } => {
                assert_eq!(set.len(), least as usize);
                tried += u32::from(matches!(because, AtLeast::Tried { .. }));
            }
            Holds::NotConnected => assert_eq!(least, 0),
            other => panic!("{other:?}"),
        }
        sizes[least as usize] += 1;
    }
    assert!(
        sizes[2..6].iter().all(|count| *count > 20) && tried > 5,
        "{sizes:?} {tried}"
    );
    Ok(())
}

#[test]
fn bounds_found_with_hardly_any_work_contain_the_truth() -> Outcome {
    let (mut exact, mut limits, mut unknown) = (0, BTreeSet::new(), 0);
    ask_at_random(52, 2_400, |asked, dice| {
        let budget = HoldsBudget {
            most: dice.below(4),
            work: u64::from(dice.below(400)),
        };
        match asked.ask(&budget)? {
            Holds::Exactly { set, because, only } => {
                asked.assert_cuts(&set);
                assert!(!only || asked.smallest == 1);
                assert_eq!(Some(set.len()), asked.least);
                asked.assert_at_least(set.len() as u32, &because)?;
                exact += 1;
            }
            Holds::Between {
                at_least,
                because,
                at_most,
                limit,
            } => {
                asked.assert_at_least(at_least, &because)?;
                if limit == HoldsLimit::Size {
                    assert!(at_least > budget.most);
                }
                match at_most {
                    Some(set) => {
                        asked.assert_cuts(&set);
                        assert!(at_least < set.len() as u32);
                    }
                    None => unknown += 1,
                }
                limits.insert(limit);
            }
            Holds::NotConnected => assert_eq!(asked.least, None),
            Holds::SameEntity => assert_eq!(asked.connection.from, asked.connection.to),
            Holds::OnNothing { .. } => panic!("everything rests on something here"),
        }
        Ok(())
    })?;
    assert!(
        exact > 500 && unknown > 100 && limits.len() == 2,
        "{exact} {unknown} {limits:?}"
    );
    Ok(())
}

#[test]
fn the_order_in_which_rows_come_changes_no_answer() -> Outcome {
    let mut dice = Dice(53);
    for round in 0..200 {
        let mut told = Told::random(&mut dice, 8, 18);
        let kind = told.kind(round);
        let ends = (0, told.plain.entities.len() as u32 - 1);
        let mut answers = Vec::new();
        for _ in 0..2 {
            let sections = told.plain.laid_out_in_order()?;
            let network = sections.network()?;
            let connection = Connection {
                from: ends.0,
                to: ends.1,
                filter: Filter::default(),
            };
            let asked = Asked {
                told: &told,
                network: &network,
                kind,
                connection,
                least: None,
                smallest: 0,
            };
            let view = Filtered::new(&network, &Filter::default());
            let question = Question::between(ends.0, ends.1);
            let origin = |source| told.origin_of(source);
            let by = kind.by(&origin);
            answers.push((
                asked.ask(&HoldsBudget::default())?,
                independent(&network, &question, by, &Budget::default())?,
                key(&view)?,
            ));
            told.plain.links.reverse();
            told.plain.claims.reverse();
            for claim in &mut told.plain.claims {
                claim.chains.reverse();
                claim.outlets.reverse();
            }
        }
        assert_eq!(answers[0], answers[1]);
    }
    Ok(())
}

#[test]
fn taking_withdrawals_back_leaves_what_withdrawing_the_rest_alone_leaves() -> Outcome {
    let mut dice = Dice(54);
    let mut most = 0;
    for round in 0..400 {
        let told = Told::random(&mut dice, 8, 18);
        let sections = told.plain.laid_out_in_order()?;
        let network = sections.network()?;
        let kind = told.kind(round);
        let origin = |source| told.origin_of(source);
        let rests = Rests::new(&network, kind.by(&origin))?;
        let mut withdrawn = Withdrawn::new(&rests);
        for _ in 0..30 {
            match dice.below(3) {
                0 => withdrawn.undo(),
                _ if rests.labels().is_empty() => {}
                _ => {
                    let place = dice.below(rests.labels().len() as u32);
                    withdrawn.withdraw(rests.labels()[place as usize])?;
                }
            }
            let gone: BTreeSet<u32> = withdrawn.labels().collect();
            let alive = told.links(kind, &Filter::everything(), &gone);
            let view = Filtered::new(&network, &Filter::everything());
            let view = view.without(withdrawn.fallen_links());
            let mut seen = BTreeSet::new();
            for link in 0..network.link_count() as u32 {
                if !withdrawn.fallen_links().has(link) {
                    seen.insert(network.link(link)?.link);
                }
            }
            let terms = alive.iter().map(|place| told.plain.links[*place].link);
            assert_eq!(seen, terms.collect());
            for claim in 0..network.claim_count() as u32 {
                let stands = told.is_alive(network.claim(claim)?.claim, kind, &gone);
                assert_eq!(withdrawn.has_fallen(claim), !stands);
            }
            // The view's traits leave out what has fallen, from either side.
            let hops = told.hops(&alive);
            assert_eq!(
                petgraph::algo::connected_components(&view),
                told.parts(&hops, None)
            );
            for node in 0..network.node_count() as u32 {
                let mut ends: Vec<u32> = view.neighbors_of(node).collect();
                assert_eq!(ends.len(), view.links_of(node).count());
                ends.dedup();
                let of_node = hops.iter().filter(|(a, b)| *a == node || *b == node);
                let others: BTreeSet<u32> = of_node.map(|(a, b)| a + b - node).collect();
                assert_eq!(ends, Vec::from_iter(others));
            }
            most = most.max(gone.len());
        }
    }
    assert!(most > 5, "{most}");
    Ok(())
}
