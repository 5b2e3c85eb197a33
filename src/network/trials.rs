//! The path graph in places where a walk through all simple paths is no help:
//! petgraph's answers on larger graphs, odd shapes, and damaged sections.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use petgraph::visit::EdgeCount;
use petgraph::visit::EdgeRef;
use petgraph::visit::IntoEdgeReferences;
use petgraph::visit::IntoEdges;
use petgraph::visit::IntoEdgesDirected;
use petgraph::visit::IntoNeighbors;
use petgraph::visit::IntoNodeReferences;

use crate::model::Standing;
use crate::network::answers::Count;
use crate::network::answers::Question;
use crate::network::answers::all_shortest;
use crate::network::answers::k_shortest;
use crate::network::answers::shortest;
use crate::network::budget::Budget;
use crate::network::budget::Limit;
use crate::network::error::NetworkError;
use crate::network::filter::Filter;
use crate::network::filter::Filtered;
use crate::network::format::Days;
use crate::network::graph::Network;
use crate::network::hop::Path;
use crate::network::testing::Dice;
use crate::network::testing::Plain;
use crate::network::testing::Sections;

type Outcome = Result<(), NetworkError>;

#[test]
fn lengths_and_counts_are_those_of_petgraph_on_larger_graphs() -> Outcome {
    use petgraph::algo::astar;
    use petgraph::algo::dijkstra;
    let mut dice = Dice(3);
    for round in 0..12 {
        let nodes = 200 + 150 * round;
        let plain = Plain::random(&mut dice, nodes, nodes * (1 + round % 4));
        let sections = plain.laid_out()?;
        let network = sections.network()?;
        let (everything, filter) = (Filter::everything(), Filter::uncontested());
        let filter = if round % 2 == 0 { filter } else { everything };
        let view = Filtered::new(&network, &filter);
        for _ in 0..40 {
            let (from, to) = (dice.below(nodes), dice.below(nodes));
            let question = Question {
                filter: filter.clone(),
                ..ends(from, to)
            };
            let costs = dijkstra(&view, from, None, |_| 1usize);
            let ours = all_shortest(&network, &question, &Budget::default())?;
            let length = ours.paths.first().map(|path| path.hops().len());
            assert_eq!(length, costs.get(&to).copied());
            let cost = astar(&view, from, |node| node == to, |_| 1usize, |_| 0);
            assert_eq!(length, cost.map(|(cost, _)| cost));
            // Ways to a node: the sum over the distinct nodes one hop nearer.
            let mut ways = BTreeMap::from([(from, 1u128)]);
            let mut order: Vec<(usize, u32)> = costs.iter().map(|(n, c)| (*c, *n)).collect();
            order.sort_unstable();
            for (cost, node) in order.into_iter().skip(1) {
                let nearer: BTreeSet<u32> = (&view)
                    .neighbors(node)
                    .filter(|other| costs[other] + 1 == cost)
                    .collect();
                ways.insert(node, nearer.iter().map(|other| ways[other]).sum());
            }
            let count = ways.get(&to).copied().unwrap_or_default();
            assert_eq!(ours.total, Some(Count::Exactly(count)));
        }
    }
    Ok(())
}

#[test]
fn petgraph_sees_the_graph_through_its_traits() -> Outcome {
    let mut dice = Dice(4);
    for _ in 0..200 {
        let nodes = 2 + dice.below(20);
        let links = dice.below(30);
        let plain = Plain::random(&mut dice, nodes, links);
        let sections = plain.laid_out()?;
        let network = sections.network()?;
        let view = Filtered::new(&network, &Filter::uncontested());
        let mut copy = petgraph::graph::UnGraph::<u32, ()>::new_undirected();
        let places: BTreeMap<u32, _> = (&network)
            .node_references()
            .map(|(_, term)| (*term, copy.add_node(*term)))
            .collect();
        for link in plain
            .links
            .iter()
            .filter(|link| link.standing == Standing::Uncontested)
        {
            copy.add_edge(places[&link.from], places[&link.to], ());
        }
        assert_eq!((&view).edge_references().count(), copy.edge_count());
        assert_eq!(view.edge_count(), copy.edge_count());
        assert_eq!((&network).edge_references().count(), plain.links.len());
        assert_eq!(
            petgraph::algo::connected_components(&view),
            petgraph::algo::connected_components(&copy)
        );
        assert_eq!(
            petgraph::algo::tarjan_scc(&view).len(),
            petgraph::algo::tarjan_scc(&copy).len()
        );
        for node in 0..nodes {
            let out = (&view).edges(node);
            let into = (&view).edges_directed(node, petgraph::Direction::Incoming);
            for (edge, back) in out.zip(into) {
                assert_eq!(
                    (edge.source(), edge.target()),
                    (back.target(), back.source())
                );
                assert_eq!((edge.source(), edge.id()), (node, back.id()));
                assert_eq!(edge.weight().standing(), Standing::Uncontested);
            }
        }
    }
    Ok(())
}

fn ends(from: u32, to: u32) -> Question {
    Question::between(from, to)
}

/// The node of an entity's term.
fn node(network: &Network, term: u32) -> u32 {
    network.node_of(term).expect("an entity of the network")
}

/// A path in the order in which entities are given, which here are terms.
fn places(network: &Network, path: &Path) -> Vec<u32> {
    let nodes = path.nodes().iter();
    nodes.map(|node| network.place(*node)).collect()
}

/// Between two entities by their terms.
fn terms(network: &Network, from: u32, to: u32) -> Question {
    ends(node(network, from), node(network, to))
}

#[test]
fn a_chain_of_ten_thousand_is_one_path_and_no_other() -> Outcome {
    let plain = Plain::of_pairs(10_001, (0..10_000).map(|at| (at, at + 1)));
    let sections = plain.laid_out()?;
    let network = sections.network()?;
    let found = k_shortest(&network, &terms(&network, 0, 10_000), 3, &Budget::default())?;
    assert_eq!(found.paths.len(), 1);
    assert_eq!(found.paths[0].hops().len(), 10_000);
    assert_eq!(
        (found.complete, found.total),
        (true, Some(Count::Exactly(1)))
    );
    Ok(())
}

#[test]
fn a_chain_of_diamonds_is_counted_and_listed_in_order() -> Outcome {
    // 0 -- 1,2 -- 3 -- 4,5 -- 6 …: two ways at each of 100.
    let pairs = (0..100).flat_map(|at| {
        let start = at * 3;
        [1, 2]
            .into_iter()
            .flat_map(move |between| [(start, start + between), (start + between, start + 3)])
    });
    let sections = Plain::of_pairs(301, pairs).laid_out()?;
    let network = sections.network()?;
    let found = all_shortest(&network, &terms(&network, 0, 300), &Budget::default())?;
    assert_eq!(found.total, Some(Count::Exactly(1 << 100)));
    assert_eq!(
        (found.paths.len(), found.limit),
        (1_000, Some(Limit::Listed))
    );
    assert!(
        found
            .paths
            .windows(2)
            .all(|two| places(&network, &two[0]) < places(&network, &two[1]))
    );
    Ok(())
}

#[test]
fn a_star_has_one_path_between_any_two_of_its_points() -> Outcome {
    let sections = Plain::of_pairs(100_001, (1..100_001).map(|point| (0, point))).laid_out()?;
    let network = sections.network()?;
    let found = k_shortest(
        &network,
        &terms(&network, 17, 99_999),
        5,
        &Budget::default(),
    )?;
    assert_eq!(found.paths.len(), 1);
    assert_eq!(places(&network, &found.paths[0]), [17, 0, 99_999]);
    assert_eq!(found.total, Some(Count::Exactly(1)));
    Ok(())
}

#[test]
fn the_side_with_fewer_slots_is_searched() -> Outcome {
    // 0 -- 1 -- 2 -- 3 -- hub, and the hub's hundred thousand others.
    let chain = (0..4).map(|at| (at, at + 1));
    let spokes = (5..100_005).map(|point| (4, point));
    let sections = Plain::of_pairs(100_005, chain.chain(spokes)).laid_out()?;
    let network = sections.network()?;
    let budget = Budget {
        slots: 10,
        ..Budget::default()
    };
    for (from, to) in [(0, 4), (4, 0)] {
        let found = shortest(&network, &terms(&network, from, to), &budget)?;
        assert_eq!((found.paths[0].hops().len(), found.complete), (4, true));
    }
    Ok(())
}

#[test]
fn a_hundred_thousand_links_between_two_are_one_hop() -> Outcome {
    let many = (0..100_000).map(|at| if at % 2 == 0 { (0, 1) } else { (1, 0) });
    let sections = Plain::of_pairs(3, many.chain([(1, 2)])).laid_out()?;
    let network = sections.network()?;
    let found = all_shortest(&network, &terms(&network, 0, 2), &Budget::default())?;
    assert_eq!(found.total, Some(Count::Exactly(1)));
    assert_eq!(found.paths[0].hops()[0].links.len(), 100_000);
    let (one, other) = (node(&network, 1), node(&network, 0));
    assert_eq!(network.links_between(one, other)?.len(), 100_000);
    Ok(())
}

#[test]
fn an_entity_reaches_itself_without_a_hop_whatever_the_limits() -> Outcome {
    let sections = Plain::of_pairs(2, [(0, 1)]).laid_out()?;
    let network = sections.network()?;
    let question = Question {
        filter: Filter::standings(&[]),
        max_hops: Some(0),
        ..ends(1, 1)
    };
    let found = shortest(&network, &question, &Budget::default())?;
    assert_eq!(found.paths[0].nodes(), [1]);
    assert_eq!((found.paths[0].standing(), found.complete), (None, true));
    assert_eq!(
        shortest(&network, &ends(0, 2), &Budget::default()),
        Err(NetworkError::NoSuchNode { node: 2 })
    );
    Ok(())
}

#[test]
fn links_and_claims_are_read_back_as_they_were_given() -> Outcome {
    let mut dice = Dice(5);
    for _ in 0..200 {
        let nodes = 2 + dice.below(9);
        let links = dice.below(20);
        let plain = Plain::random(&mut dice, nodes, links);
        let sections = plain.laid_out()?;
        let network = sections.network()?;
        assert_eq!(network.link_count(), plain.links.len());
        assert_eq!(network.claim_count(), plain.claims.len());
        let set = |terms: &[u32]| terms.iter().copied().collect::<BTreeSet<u32>>();
        let given: BTreeMap<u32, _> = plain.claims.iter().map(|one| (one.claim, one)).collect();
        let mut read_terms = BTreeSet::new();
        for number in 0..network.claim_count() as u32 {
            let read = network.claim(number)?;
            let given = given[&read.claim];
            read_terms.insert(read.claim);
            assert_eq!(
                (read.standing, read.origins),
                (given.standing, given.origins)
            );
            for source in given.chains.iter().flatten() {
                assert!(network.claims_citing(*source)?.contains(&number));
            }
            assert_eq!(set(read.sources.outlets()), set(&given.outlets));
            let chains: BTreeSet<&[u32]> = read.sources.chains().collect();
            let given_chains = given.chains.iter().map(|chain| &chain[..]);
            assert_eq!(chains, given_chains.collect());
        }
        assert_eq!(read_terms, given.into_keys().collect());

        let given: BTreeMap<u32, _> = plain.links.iter().map(|one| (one.link, one)).collect();
        let mut read_terms = BTreeSet::new();
        for number in 0..network.link_count() as u32 {
            let read = network.link(number)?;
            let given = given[&read.link];
            read_terms.insert(read.link);
            assert_eq!((read.relation, read.mode), (given.relation, given.mode));
            assert_eq!(network.term_of(read.from), Some(given.from));
            assert_eq!(network.node_of(given.to), Some(read.to));
            assert_eq!(read.byte.standing(), given.standing);
            assert_eq!(read.byte.category(), given.category);
            assert_eq!(u32::from(read.byte.origins()), given.origins.min(3));
            let mut claims = BTreeSet::new();
            for claim in read.claims.numbers() {
                claims.insert(network.claim(claim)?.claim);
                assert!(network.links_of(claim)?.contains(&number));
            }
            let (earliest, latest) = given.days;
            assert_eq!(network.days_of(number), Some(Days::new(earliest, latest)));
            assert_eq!(claims, set(&given.claims));
            let between = network.links_between(read.to, read.from)?;
            assert!(between.contains(&number));
        }
        assert_eq!(read_terms, given.into_keys().collect());
    }
    Ok(())
}

/// Asks everything of sections that may be damaged: an error or an answer.
fn interrogate(sections: &Sections) -> Outcome {
    let network = sections.network()?;
    for from in 0..network.node_count() as u32 {
        for to in 0..network.node_count() as u32 {
            let question = Question {
                filter: Filter::uncontested(),
                ..ends(from, to)
            };
            // A narrow filter has the graph searched without it as well.
            all_shortest(&network, &question, &Budget::default())?;
            k_shortest(&network, &ends(from, to), 9, &Budget::default())?;
        }
    }
    for number in 0..network.link_count() as u32 {
        for claim in network.link(number)?.claims.numbers() {
            network.claim(claim)?.sources.chains().count();
        }
    }
    network.check()
}

fn small() -> Result<Sections, NetworkError> {
    Plain::random(&mut Dice(6), 5, 8).laid_out()
}

#[test]
fn a_flipped_bit_is_an_error_or_a_different_graph_and_never_a_panic() -> Outcome {
    let whole = small()?;
    interrogate(&whole)?;
    let (mut flips, mut noticed) = (0, 0);
    for section in 0..whole.0.len() {
        for byte in 0..whole.0[section].1.len() {
            for bit in 0..8 {
                let mut flipped = whole.clone();
                flipped.0[section].1[byte] ^= 1 << bit;
                flips += 1;
                noticed += u32::from(interrogate(&flipped).is_err());
            }
        }
    }
    // What is left are terms: one entity, claim or source for another.
    assert!(noticed * 2 > flips, "{noticed} of {flips}");
    Ok(())
}

#[test]
fn the_check_finds_every_flipped_bit_of_the_adjacency() -> Outcome {
    let whole = small()?;
    let adjacency = [
        "net-head",
        "net-nodes",
        "net-places",
        "net-components",
        "net-offsets",
        "net-targets",
        "net-bytes",
        "net-ahead",
        "net-ahead-counts",
        "net-backs",
        "net-plain",
        "net-plain-counts",
        "net-cited-at",
        "net-citing",
        "net-uses",
    ];
    for section in 0..whole.0.len() {
        if !adjacency.contains(&whole.0[section].0) {
            continue;
        }
        for byte in 0..whole.0[section].1.len() {
            for bit in 0..8 {
                let mut flipped = whole.clone();
                flipped.0[section].1[byte] ^= 1 << bit;
                let checked = flipped.network().and_then(|network| network.check());
                assert!(checked.is_err(), "{} at {byte}", flipped.0[section].0);
            }
        }
    }
    Ok(())
}

#[test]
fn a_section_cut_short_is_an_error_at_every_length() -> Outcome {
    let whole = small()?;
    for section in 0..whole.0.len() {
        for length in 0..whole.0[section].1.len() {
            let mut cut = whole.clone();
            cut.0[section].1.truncate(length);
            assert!(
                interrogate(&cut).is_err(),
                "{} at {length}",
                cut.0[section].0
            );
        }
        let mut gone = whole.clone();
        let (name, _) = gone.0.remove(section);
        assert_eq!(
            gone.network().err(),
            Some(NetworkError::Missing { section: name })
        );
    }
    Ok(())
}

#[test]
fn sides_that_meet_over_a_slot_that_leads_one_way_find_no_path() -> Outcome {
    // Between 0 and 3 are 1 and 2; 3 and 4 have so many others that the side of 0
    // is two layers far, and at 3, before that of 4 begins.
    let between = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4)];
    let pairs = between.into_iter();
    let pairs = pairs.chain((5..25).map(|other| (4, other)));
    let pairs = pairs.chain((25..56).map(|other| (3, other)));
    // 4 leads to 1 now, and 1 not to 4: in the slot behind the one that leads to 3,
    // which has the most links.
    let sections = turned(Plain::of_pairs(56, pairs).laid_out()?, 4, 1, 1)?;
    assert_damaged_between(&sections.network()?, 0, 4);
    Ok(())
}

/// The same graph with a slot of one entity, counted in its own, leading to another.
fn turned(mut sections: Sections, of: u32, slot: usize, to: u32) -> Result<Sections, NetworkError> {
    let (slot, to) = {
        let network = sections.network()?;
        let node = |term| network.node_of(term).ok_or(NetworkError::Damaged);
        (network.slots(node(of)?).start + slot, node(to)?)
    };
    for section in &mut sections.0 {
        if section.0 == "net-targets" {
            section.1[slot * 4..slot * 4 + 4].copy_from_slice(&to.to_le_bytes());
        }
    }
    Ok(sections)
}

/// Every search, from either end, notices that.
fn assert_damaged_between(network: &Network, one: u32, other: u32) {
    for (from, to) in [(one, other), (other, one)] {
        for search in [shortest, all_shortest] {
            let found = search(network, &terms(network, from, to), &Budget::default());
            assert_eq!(found, Err(NetworkError::Damaged), "{from} to {to}");
        }
    }
}

#[test]
fn a_hop_that_lies_twice_among_other_hops_is_no_second_path() -> Outcome {
    // 0 leads to 1, 2 and, in the place of 3, to 1 again.
    let pairs = [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4)];
    let sections = turned(Plain::of_pairs(5, pairs).laid_out()?, 0, 2, 1)?;
    assert_damaged_between(&sections.network()?, 0, 4);
    Ok(())
}

#[test]
fn a_slot_that_leads_back_alone_is_no_second_path() -> Outcome {
    // From 0 by 1 to 3 and on to 4; 3 leads, in the place of 5, to 2, which 0 leads
    // to as well, and 2 not to 3. 1, 2 and 4 have so many others that the hops
    // between 1, 2 and 3 are read from 3.
    let pairs = [(0, 1), (0, 2), (1, 3), (3, 4), (3, 5)].into_iter();
    let pairs = pairs.chain((10..30).flat_map(|other| [(1, other), (2, 100 + other)]));
    let pairs = pairs.chain((30..90).map(|other| (4, other)));
    let sections = turned(Plain::of_pairs(130, pairs).laid_out()?, 3, 2, 2)?;
    assert_damaged_between(&sections.network()?, 0, 4);
    Ok(())
}

#[test]
fn a_target_out_of_bounds_ends_every_search_in_an_error() -> Outcome {
    let mut sections = Plain::of_pairs(4, [(0, 1), (1, 2), (2, 3)]).laid_out()?;
    for section in &mut sections.0 {
        if section.0 == "net-targets" {
            // Entities 1 and 2 have two slots each and come first.
            section.1[0..4].copy_from_slice(&77u32.to_le_bytes());
        }
    }
    let network = sections.network()?;
    let found = shortest(&network, &terms(&network, 0, 3), &Budget::default());
    assert_eq!(found, Err(NetworkError::Damaged));
    assert!(network.check().is_err());
    Ok(())
}
