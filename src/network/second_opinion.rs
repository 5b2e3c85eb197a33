//! Every question asked twice: of the searches, and of a walk through all
//! simple paths that is written from the definitions and knows nothing of the
//! sections.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Standing;
use crate::network::answers::Count;
use crate::network::answers::Found;
use crate::network::answers::NoPath;
use crate::network::answers::Question;
use crate::network::answers::all_shortest;
use crate::network::answers::k_shortest;
use crate::network::answers::shortest;
use crate::network::budget::Budget;
use crate::network::budget::Limit;
use crate::network::error::NetworkError;
use crate::network::filter::Filter;
use crate::network::graph::Network;
use crate::network::hop::Path;
use crate::network::layout::NewClaim;
use crate::network::layout::NewLink;
use crate::network::testing::Dice;
use crate::network::testing::Plain;

type Outcome = Result<(), NetworkError>;

/// A path in terms, with everything said about it, and with its rank first so
/// that paths sort as they should.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Told {
    length: usize,
    contested: usize,
    fewer_outlets: std::cmp::Reverse<usize>,
    entities: Vec<u32>,
    hops: Vec<ToldHop>,
}

/// Standing, outlets, links that pass, links that do not.
type ToldHop = (Standing, usize, Vec<u32>, Vec<u32>);

/// What is between two entities, from the definitions.
fn hop(
    plain: &Plain,
    claims: &BTreeMap<u32, &NewClaim>,
    (a, b): (u32, u32),
    allowed: &[Standing],
) -> Option<ToldHop> {
    let mut between: Vec<&NewLink> = plain
        .links
        .iter()
        .filter(|link| (link.from, link.to) == (a, b) || (link.from, link.to) == (b, a))
        .collect();
    // Links that are their one claim are numbered first.
    between.sort_by_key(|link| (link.standing, link.claims != [link.link], link.link));
    let (passing, excluded): (Vec<&NewLink>, Vec<&NewLink>) = between
        .into_iter()
        .partition(|link| allowed.contains(&link.standing));
    let best = passing.iter().map(|link| link.standing).min()?;
    let outlets: BTreeSet<u32> = passing
        .iter()
        .filter(|link| link.standing == best)
        .flat_map(|link| &link.claims)
        .flat_map(|claim| claims[claim].outlets.iter().copied())
        .collect();
    let terms = |links: Vec<&NewLink>| links.iter().map(|link| link.link).collect();
    Some((best, outlets.len(), terms(passing), terms(excluded)))
}

/// Every simple path, in order.
fn all_paths(plain: &Plain, from: u32, to: u32, allowed: &[Standing]) -> Vec<Told> {
    let claims = plain.claims.iter().map(|claim| (claim.claim, claim));
    let claims: BTreeMap<u32, &NewClaim> = claims.collect();
    let mut hops = BTreeMap::new();
    for a in &plain.entities {
        for b in &plain.entities {
            if let Some(hop) = hop(plain, &claims, (*a, *b), allowed).filter(|_| a != b) {
                hops.insert((*a, *b), hop);
            }
        }
    }
    let mut found = Vec::new();
    let mut open = vec![vec![from]];
    while let Some(entities) = open.pop() {
        let last = entities[entities.len() - 1];
        if last == to {
            let hops: Vec<ToldHop> = entities
                .windows(2)
                .map(|two| hops[&(two[0], two[1])].clone())
                .collect();
            found.push(Told {
                length: hops.len(),
                contested: hops
                    .iter()
                    .filter(|hop| hop.0 != Standing::Uncontested)
                    .count(),
                fewer_outlets: std::cmp::Reverse(
                    hops.iter().map(|hop| hop.1).min().unwrap_or_default(),
                ),
                entities,
                hops,
            });
            continue;
        }
        for next in &plain.entities {
            if hops.contains_key(&(last, *next)) && !entities.contains(next) {
                let mut longer = entities.clone();
                longer.push(*next);
                open.push(longer);
            }
        }
    }
    found.sort();
    found
}

/// What the searches say, in the same words.
fn tell(network: &Network, path: &Path) -> Told {
    let term = |link: &u32| network.link(*link).expect("a link of the answer").link;
    Told {
        length: path.hops().len(),
        contested: path.contested(),
        fewer_outlets: std::cmp::Reverse(path.outlets().unwrap_or_default() as usize),
        entities: path
            .nodes()
            .iter()
            .map(|node| network.term_of(*node).expect("a node of the answer"))
            .collect(),
        hops: path
            .hops()
            .iter()
            .map(|hop| {
                (
                    hop.standing,
                    hop.outlets as usize,
                    hop.links.iter().map(term).collect(),
                    hop.excluded.iter().map(term).collect(),
                )
            })
            .collect(),
    }
}

fn tell_all(network: &Network, found: &Found) -> Vec<Told> {
    let paths = found.paths.iter();
    paths.map(|path| tell(network, path)).collect()
}

const DEFAULT: &[Standing] = &[Standing::Uncontested, Standing::Disputed, Standing::Denied];

const FILTERS: &[&[Standing]] = &[
    DEFAULT,
    &[Standing::Uncontested],
    &[Standing::Uncontested, Standing::Disputed],
    &[Standing::Denied, Standing::Retracted],
    &Standing::ALL,
    &[],
];

/// One question about one random graph, with all that there is to know.
struct Asked<'p> {
    plain: &'p Plain,
    network: &'p Network<'p>,
    allowed: &'p [Standing],
    question: Question,
    /// All simple paths that pass the filter, and those within the limit.
    paths: Vec<Told>,
    within: Vec<Told>,
}

impl<'p> Asked<'p> {
    fn new(plain: &'p Plain, network: &'p Network<'p>, dice: &mut Dice) -> Asked<'p> {
        let nodes = network.node_count() as u32;
        let allowed = FILTERS[dice.below(7).saturating_sub(1) as usize];
        let question = Question {
            from: dice.below(nodes),
            to: dice.below(nodes),
            filter: Filter::standings(allowed),
            max_hops: [None, Some(1), Some(2), Some(3), Some(4)][dice.below(5) as usize],
        };
        let ends = (question.from as usize, question.to as usize);
        let ends = (plain.entities[ends.0], plain.entities[ends.1]);
        let paths = all_paths(plain, ends.0, ends.1, allowed);
        let bound = question.max_hops.unwrap_or(u32::MAX) as usize;
        Asked {
            plain,
            network,
            allowed,
            question,
            within: paths
                .iter()
                .filter(|path| path.length <= bound)
                .cloned()
                .collect(),
            paths,
        }
    }

    fn best_with(&self, allowed: &[Standing]) -> Option<Told> {
        let term = |node: u32| self.plain.entities[node as usize];
        let (from, to) = (term(self.question.from), term(self.question.to));
        all_paths(self.plain, from, to, allowed).into_iter().next()
    }

    fn best_without_filter(&self) -> Option<Told> {
        let allowed: Vec<Standing> = Standing::ALL
            .into_iter()
            .filter(|one| DEFAULT.contains(one) || self.allowed.contains(one))
            .collect();
        self.best_with(&allowed)
    }

    /// Of least length.
    fn shortest(&self) -> &[Told] {
        let least = self.within.first().map_or(0, |path| path.length);
        &self.within[..self.within.partition_point(|path| path.length == least)]
    }

    /// What does not depend on how many paths were wanted.
    fn assert_reasons(&self, found: &Found) {
        let told = |path: &Path| tell(self.network, path);
        let shortest_passing = self.paths.first().map(|path| path.length);
        let without_filter = self.best_without_filter();
        let shorter = without_filter
            .clone()
            .filter(|path| shortest_passing.is_some_and(|length| path.length < length));
        assert_eq!(found.shorter_without_filter.as_ref().map(told), shorter);
        match &found.no_path {
            None => assert!(!self.within.is_empty()),
            Some(reason) => {
                assert!(self.within.is_empty());
                assert_eq!(found.total, Some(Count::Exactly(0)));
                match reason {
                    NoPath::BeyondLimit { max_hops, shortest } => {
                        assert_eq!(Some(*max_hops), self.question.max_hops);
                        assert_eq!(shortest.map(|hops| hops as usize), shortest_passing);
                        assert!(shortest_passing.is_some());
                    }
                    NoPath::ExcludedByFilter {
                        without_filter: ours,
                    } => {
                        assert_eq!(shortest_passing, None);
                        assert_eq!(Some(told(ours)), without_filter);
                    }
                    NoPath::NotConnected { through_retracted } => {
                        assert_eq!(without_filter, None);
                        assert_eq!(
                            through_retracted.as_ref().map(told),
                            self.best_with(&Standing::ALL)
                        );
                    }
                }
            }
        }
    }

    fn assert_answers(&self, k: usize) -> Outcome {
        let (network, question, budget) = (self.network, &self.question, Budget::default());
        let least = Some(Count::Exactly(self.shortest().len() as u128));

        let found = shortest(network, question, &budget)?;
        self.assert_reasons(&found);
        assert_eq!((found.complete, found.limit), (true, None));
        assert_eq!(
            tell_all(network, &found)[..],
            self.within[..self.within.len().min(1)]
        );
        assert_eq!(found.total, least);

        let found = all_shortest(network, question, &budget)?;
        self.assert_reasons(&found);
        assert_eq!((found.complete, found.limit), (true, None));
        assert_eq!(tell_all(network, &found), self.shortest());
        assert_eq!(found.total, least);

        let cap = Budget {
            listed: k,
            ..budget
        };
        let found = all_shortest(network, question, &cap)?;
        let all = self.shortest().len() <= k;
        assert_eq!(found.complete, all);
        assert_eq!(found.limit, (!all).then_some(Limit::Listed));
        assert_eq!(
            tell_all(network, &found),
            self.shortest()[..self.shortest().len().min(k)]
        );
        assert_eq!(found.total, least);

        let found = k_shortest(network, question, k, &budget)?;
        self.assert_reasons(&found);
        assert_eq!((found.complete, found.limit), (true, None));
        assert_eq!(
            tell_all(network, &found),
            self.within[..self.within.len().min(k)]
        );
        if self.within.len() < k {
            assert_eq!(found.total, Some(Count::Exactly(self.within.len() as u128)));
        } else if self.question.from != self.question.to {
            assert_eq!(found.total, None);
        }
        Ok(())
    }

    /// With hardly any budget an answer is the beginning of the right one, or
    /// says which limit it hit.
    fn assert_bounded(&self, k: usize, budget: Budget) -> Outcome {
        let (network, question) = (self.network, &self.question);
        for (found, right) in [
            (
                shortest(network, question, &budget)?,
                self.within.get(..1).unwrap_or_default(),
            ),
            (all_shortest(network, question, &budget)?, self.shortest()),
            (
                k_shortest(network, question, k, &budget)?,
                &self.within[..self.within.len().min(k)],
            ),
        ] {
            let told = tell_all(network, &found);
            assert_eq!(found.complete, found.limit.is_none());
            if found.complete {
                assert_eq!(told, right);
                self.assert_reasons(&found);
            } else if found.limit == Some(Limit::Steps) && told.len() == 1 {
                // It exists and is as short as any, and that is all.
                assert!(self.shortest().contains(&told[0]));
            } else {
                assert_eq!(told, right[..told.len()]);
                assert!(found.paths.len() < right.len() || found.limit != Some(Limit::Listed));
            }
        }
        Ok(())
    }
}

fn ask_at_random(
    seed: u64,
    graphs: u32,
    mut each: impl FnMut(&Asked, &mut Dice) -> Outcome,
) -> Outcome {
    let mut dice = Dice(seed);
    for _ in 0..graphs {
        let nodes = 2 + dice.below(8);
        let links = dice.below(nodes * 5 / 2 + 1);
        let plain = Plain::random(&mut dice, nodes, links);
        let sections = plain.laid_out()?;
        let network = sections.network()?;
        network.check()?;
        for _ in 0..4 {
            each(&Asked::new(&plain, &network, &mut dice), &mut dice)?;
        }
    }
    Ok(())
}

#[test]
fn every_answer_is_that_of_a_walk_through_all_simple_paths() -> Outcome {
    let (mut found, mut longer, mut reasons) = (0, 0, [0; 3]);
    ask_at_random(1, 3_000, |asked, dice| {
        let k = 1 + dice.below(12) as usize;
        asked.assert_answers(k)?;
        found += u32::from(!asked.within.is_empty());
        longer += u32::from(asked.shortest().len() < asked.within.len().min(k));
        match shortest(asked.network, &asked.question, &Budget::default())?.no_path {
            Some(NoPath::NotConnected { .. }) => reasons[0] += 1,
            Some(NoPath::ExcludedByFilter { .. }) => reasons[1] += 1,
            Some(NoPath::BeyondLimit { .. }) => reasons[2] += 1,
            None => {}
        }
        Ok(())
    })?;
    // The graphs are such that each kind of answer comes up.
    assert!(found > 4_000 && longer > 1_000, "{found} {longer}");
    assert!(reasons.iter().all(|count| *count > 200), "{reasons:?}");
    Ok(())
}

#[test]
fn an_answer_cut_short_says_so_and_is_right_as_far_as_it_goes() -> Outcome {
    let mut limits = BTreeSet::new();
    ask_at_random(2, 1_500, |asked, dice| {
        let budget = Budget {
            slots: u64::from(dice.below(60)),
            steps: u64::from(dice.below(60)),
            listed: 1 + dice.below(6) as usize,
        };
        let k = 1 + dice.below(12) as usize;
        limits.extend(k_shortest(asked.network, &asked.question, k, &budget)?.limit);
        asked.assert_bounded(k, budget)
    })?;
    assert_eq!(
        limits.into_iter().collect::<Vec<_>>(),
        [Limit::Slots, Limit::Steps, Limit::Listed, Limit::Comparison]
    );
    Ok(())
}
