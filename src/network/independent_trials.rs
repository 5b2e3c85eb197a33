//! The independently sourced path, asked twice: of the search, and by trying
//! all simple paths of small random networks with all assignments of labels.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::network::answers::Question;
use crate::network::budget::Budget;
use crate::network::error::NetworkError;
use crate::network::independent::Independent;
use crate::network::independent::independent;
use crate::network::sourced::Kind;
use crate::network::sourced::Told;
use crate::network::testing::Dice;

type LabelsOfHops = BTreeMap<(u32, u32), BTreeSet<u32>>;

fn labels_of_hops(told: &Told, kind: Kind, links: &[usize], not_own: &[u32]) -> LabelsOfHops {
    let mut labels = LabelsOfHops::new();
    for place in links {
        for hop in told.hops(&[*place]) {
            let of_hop = labels.entry(hop).or_default();
            for term in &told.plain.links[*place].claims {
                let claim = told.plain.claims.iter().find(|one| one.claim == *term);
                let chains = claim.into_iter().flat_map(|claim| &claim.chains);
                let own = chains
                    .filter(|chain| chain.first().is_none_or(|cited| !not_own.contains(cited)));
                let own = own.map(|chain| told.labels_of(*term, chain, kind).1);
                of_hop.extend(own.filter(|label| !not_own.contains(label)));
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
            not_own: (0..dice.below(3)).map(|_| 5_000 + dice.below(6)).collect(),
            ..Question::between(dice.below(nodes), dice.below(nodes))
        };
        let links = told.links(kind, &question.filter, &BTreeSet::new());
        let hops = labels_of_hops(&told, kind, &links, &question.not_own);
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
                    assert!(!question.not_own.contains(&one.label));
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
