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
use crate::network::filter::Criterion;
use crate::network::filter::Filter;
use crate::network::graph::Network;
use crate::network::hop::Path;
use crate::network::testing::Dice;
use crate::network::testing::Plain;
use crate::network::testing::PlainClaim;
use crate::network::testing::PlainLink;

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
fn hop(plain: &Plain, (a, b): (u32, u32), passing: &BTreeSet<u32>) -> Option<ToldHop> {
    let mut between: Vec<&PlainLink> = plain
        .links
        .iter()
        .filter(|link| (link.from, link.to) == (a, b) || (link.from, link.to) == (b, a))
        .collect();
    between.sort_by_key(|link| (link.standing, link.link));
    let (passing, excluded): (Vec<&PlainLink>, Vec<&PlainLink>) = between
        .into_iter()
        .partition(|link| passing.contains(&link.link));
    let best = passing.iter().map(|link| link.standing).min()?;
    let outlets: BTreeSet<u32> = passing
        .iter()
        .filter(|link| link.standing == best)
        .flat_map(|link| claims_of(plain, link))
        .flat_map(|claim| claim.outlets.iter().copied())
        .collect();
    let terms = |links: Vec<&PlainLink>| links.iter().map(|link| link.link).collect();
    Some((best, outlets.len(), terms(passing), terms(excluded)))
}

fn claims_of<'p>(plain: &'p Plain, link: &PlainLink) -> Vec<&'p PlainClaim> {
    let claims = plain.claims.iter();
    claims
        .filter(|claim| link.claims.contains(&claim.claim))
        .collect()
}

/// The terms of the links that pass a filter, from the definitions.
fn passing(plain: &Plain, filter: &Filter) -> BTreeSet<u32> {
    let passes = |link: &&PlainLink| {
        let (earliest, latest) = link.days;
        let relations = filter.relations.as_ref();
        filter.has_standing(link.standing)
            && relations.is_none_or(|only| only.contains(&link.relation))
            && !filter.not_relations.contains(&link.relation)
            && filter.on.is_none_or(|day| {
                (earliest, latest) != (None, None)
                    && earliest.is_none_or(|earliest| earliest <= day)
                    && latest.is_none_or(|latest| day <= latest)
            })
            && claims_of(plain, link).into_iter().all(|claim| {
                (claim.named || !filter.named)
                    && (claim.documented || !filter.documented)
                    && claim.origins >= filter.min_origins
                    && keeps(plain, claim, filter)
            })
    };
    plain
        .links
        .iter()
        .filter(passes)
        .map(|link| link.link)
        .collect()
}

/// Whether a claim stands, with as many origins as it needs, when some sources
/// have withdrawn.
fn keeps(plain: &Plain, claim: &PlainClaim, filter: &Filter) -> bool {
    let gone = |chain: &&Vec<u32>| chain.iter().any(|one| filter.without_sources.contains(one));
    if !claim.chains.iter().any(|chain| gone(&chain)) {
        return true;
    }
    let left = claim.chains.iter().filter(|chain| !gone(chain));
    let origins: BTreeSet<(bool, Option<u32>)> = left
        .map(|chain| {
            let assessed = plain.origins.iter().find(|one| one.0 == chain[0]);
            let outlet = chain.iter().find(|one| claim.outlets.contains(one));
            match assessed {
                Some((_, origin)) => (true, Some(*origin)),
                None => (false, outlet.copied()),
            }
        })
        .collect();
    !origins.is_empty() && origins.len() >= filter.min_origins as usize
}

/// Every simple path, in order.
fn all_paths(
    plain: &Plain,
    (from, to): (u32, u32),
    passing: &BTreeSet<u32>,
    avoid: &[u32],
) -> Vec<Told> {
    let mut hops = BTreeMap::new();
    for a in &plain.entities {
        for b in &plain.entities {
            if let Some(hop) = hop(plain, (*a, *b), passing).filter(|_| a != b) {
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
            if hops.contains_key(&(last, *next))
                && !entities.contains(next)
                && !avoid.contains(next)
            {
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

const STANDINGS: &[&[Standing]] = &[
    &[Standing::Uncontested, Standing::Disputed, Standing::Denied],
    &[Standing::Uncontested],
    &[Standing::Uncontested, Standing::Disputed],
    &[Standing::Denied, Standing::Retracted],
    &Standing::ALL,
    &[],
];

/// A filter that asks for a few things at random.
fn any_filter(dice: &mut Dice, network: &Network, ends: (u32, u32)) -> Filter {
    let mut filter = Filter::standings(STANDINGS[dice.below(7).saturating_sub(1) as usize]);
    let nodes = network.node_count() as u32;
    let mut rarely = |odds: u32| dice.below(odds) == 0;
    filter.named = rarely(12);
    filter.documented = rarely(12);
    let (origins, only, not) = (rarely(6), rarely(8), rarely(8));
    let (on, without, avoid) = (rarely(6), rarely(4), rarely(8));
    let mut some = |asked: bool, from: u32, below: u32| -> Vec<u32> {
        let count = if asked { 1 + dice.below(2) } else { 0 };
        (0..count).map(|_| from + dice.below(below)).collect()
    };
    let relations = some(only, 900, 3);
    filter.relations = only.then_some(relations);
    filter.not_relations = some(not, 900, 3);
    filter.without_sources = some(without, 5_000, 5);
    filter.avoid = some(avoid, 0, nodes);
    filter
        .avoid
        .retain(|node| *node != ends.0 && *node != ends.1);
    filter.min_origins = if origins { dice.below(7) } else { 0 };
    filter.on = on.then(|| (20_240_100 + dice.below(16)) as i32);
    filter
}

/// Lower is stronger.
fn strength_of(link: &PlainLink) -> (Standing, u32) {
    (link.standing, 3 - link.origins.min(3))
}

/// One question about one random graph, with all that there is to know.
struct Asked<'p> {
    plain: &'p Plain,
    network: &'p Network<'p>,
    question: Question,
    /// All simple paths that pass the filter and the entities asked for, and
    /// those within the limit.
    paths: Vec<Told>,
    within: Vec<Told>,
}

impl<'p> Asked<'p> {
    fn new(plain: &'p Plain, network: &'p Network<'p>, dice: &mut Dice) -> Asked<'p> {
        let nodes = network.node_count() as u32;
        let (from, to) = (dice.below(nodes), dice.below(nodes));
        let via = match dice.below(4) {
            0 => (0..1 + dice.below(2)).map(|_| dice.below(nodes)).collect(),
            _ => Vec::new(),
        };
        let question = Question {
            filter: any_filter(dice, network, (from, to)),
            max_hops: [None, Some(1), Some(2), Some(3), Some(4)][dice.below(5) as usize],
            strongest: dice.below(4) == 0,
            via,
            ..Question::between(from, to)
        };
        let mut asked = Asked {
            plain,
            network,
            question,
            paths: Vec::new(),
            within: Vec::new(),
        };
        asked.find();
        asked
    }

    fn find(&mut self) {
        let mut links = passing(self.plain, &self.question.filter);
        let through = |asked: &Asked, links: &BTreeSet<u32>| {
            let mut paths = asked.paths_over(links, &asked.question.filter);
            paths.retain(|path| asked.is_through(path));
            paths
        };
        let bound = self.question.max_hops.unwrap_or(u32::MAX) as usize;
        self.paths = through(self, &links);
        if self.question.strongest {
            // Links are let in, the strongest first, until there is a path.
            let strengths: BTreeSet<(Standing, u32)> =
                (self.plain.links.iter()).map(strength_of).collect();
            for strength in strengths {
                let strong = self.plain.links.iter();
                let strong = strong.filter(|link| strength_of(link) <= strength);
                let strong: BTreeSet<u32> = strong.map(|link| link.link).collect();
                let narrowed: BTreeSet<u32> = links.intersection(&strong).copied().collect();
                let paths = through(self, &narrowed);
                if paths.iter().any(|path| path.length <= bound) {
                    links = narrowed;
                    self.paths = through(self, &links);
                    break;
                }
            }
        }
        self.within = self.paths.clone();
        self.within.retain(|path| path.length <= bound);
    }

    fn term(&self, node: u32) -> u32 {
        self.network.term_of(node).expect("a node of the network")
    }

    fn paths_over(&self, links: &BTreeSet<u32>, filter: &Filter) -> Vec<Told> {
        let ends = (self.term(self.question.from), self.term(self.question.to));
        let avoid: Vec<u32> = filter.avoid.iter().map(|node| self.term(*node)).collect();
        all_paths(self.plain, ends, links, &avoid)
    }

    fn is_through(&self, path: &Told) -> bool {
        let mut via = self.question.via.iter();
        via.all(|node| path.entities.contains(&self.term(*node)))
    }

    fn best_with(&self, filter: &Filter) -> Option<Told> {
        let paths = self.paths_over(&passing(self.plain, filter), filter);
        paths.into_iter().next()
    }

    /// Through everyone asked for.
    fn best_through(&self, filter: &Filter) -> Option<Told> {
        let paths = self.paths_over(&passing(self.plain, filter), filter);
        paths.into_iter().find(|path| self.is_through(path))
    }

    fn relaxed(&self) -> Filter {
        let standings = Standing::ALL.into_iter();
        let standings = standings.filter(|one| {
            Filter::default().has_standing(*one) || self.question.filter.has_standing(*one)
        });
        Filter::standings(&standings.collect::<Vec<_>>())
    }

    fn best_without_filter(&self) -> Option<Told> {
        self.best_with(&self.relaxed())
    }

    /// Of least length.
    fn shortest(&self) -> &[Told] {
        let least = self.within.first().map_or(0, |path| path.length);
        &self.within[..self.within.partition_point(|path| path.length == least)]
    }

    /// Whether there is anything to pass but the ends.
    fn passes_others(&self) -> bool {
        let ends = [self.question.from, self.question.to];
        self.question.via.iter().any(|node| !ends.contains(node))
    }

    /// What does not depend on how many paths were wanted.
    fn assert_reasons(&self, found: &Found) {
        let told = |path: &Path| tell(self.network, path);
        let shortest_passing = self.paths.first().map(|path| path.length);
        let without_filter = self.best_without_filter();
        let shorter = without_filter
            .clone()
            .filter(|path| shortest_passing.is_some_and(|length| path.length < length));
        if !self.passes_others() {
            assert_eq!(found.shorter_without_filter.as_ref().map(told), shorter);
        }
        self.assert_retracted(found, shorter);
        let Some(reason) = &found.no_path else {
            assert!(!self.within.is_empty());
            return;
        };
        assert!(self.within.is_empty());
        assert_eq!(found.total, Some(Count::Exactly(0)));
        let filter = &self.question.filter;
        match reason {
            NoPath::BeyondLimit { max_hops, shortest } => {
                assert_eq!(Some(*max_hops), self.question.max_hops);
                assert_eq!(shortest.map(|hops| hops as usize), shortest_passing);
                assert!(shortest_passing.is_some());
            }
            NoPath::NotThrough { best } => {
                assert_eq!(shortest_passing, None);
                assert_eq!(self.best_through(&self.relaxed()), None);
                let passing = self.best_with(filter).or(without_filter);
                assert_eq!(Some(told(best)), passing);
            }
            NoPath::ExcludedByFilter {
                without_filter: ours,
                alone,
            } => {
                assert_eq!(self.best_through(filter), None);
                assert_eq!(Some(told(ours)), self.best_through(&self.relaxed()));
                let helps = |one: &Criterion| self.best_through(&filter.without(*one)).is_some();
                let all = Criterion::ALL.into_iter();
                assert_eq!(*alone, all.filter(helps).collect::<Vec<_>>());
            }
            NoPath::NotConnected { through_retracted } => {
                assert_eq!(without_filter, None);
                assert_eq!(
                    through_retracted.as_ref().map(told),
                    self.best_with(&Filter::everything())
                );
            }
        }
    }

    /// What retracted links hide, where they are kept out.
    fn assert_retracted(&self, found: &Found, shorter: Option<Told>) {
        let excluded = match &found.no_path {
            Some(NoPath::ExcludedByFilter { without_filter, .. }) => Some(without_filter),
            Some(_) | None => None,
        };
        let known = match (excluded, self.passes_others(), &shorter) {
            (Some(path), _, _) => Some(path.hops().len()),
            (None, true, _) => None,
            (None, false, Some(shorter)) => Some(shorter.length),
            (None, false, None) => self.paths.first().map(|path| path.length),
        };
        let kept_out = !self.question.filter.has_standing(Standing::Retracted);
        let hidden = self.best_through(&Filter::everything());
        let hidden = hidden.filter(|path| kept_out && known.is_some_and(|hops| path.length < hops));
        let ours = found.shorter_through_retracted.as_ref();
        assert_eq!(ours.map(|path| tell(self.network, path)), hidden);
    }

    /// Whether the retracted links would give more of the shortest paths.
    fn retracted_give_more(&self) -> bool {
        let least = self.shortest();
        let length = least.first().map_or(0, |path| path.length);
        let filter = self.question.filter.with_retracted();
        let all = self.paths_over(&passing(self.plain, &filter), &filter);
        let as_short = all.iter().filter(|path| path.length <= length);
        !self.passes_others() && !self.question.strongest && as_short.count() > least.len()
    }

    /// The paths without the filter that do not pass it, of the hops that the
    /// answer is about; no more of them than the answer has, unless `all`.
    fn assert_left_out(&self, found: &Found, wants_more: bool) {
        let Some(left_out) = &found.left_out else {
            let relaxed = self.relaxed();
            let is_filter = self.question.strongest || relaxed != self.question.filter;
            let none = self.best_through(&relaxed).is_none();
            let same = self.question.from == self.question.to;
            let unsaid = match &found.no_path {
                Some(NoPath::NotThrough { .. } | NoPath::NotConnected { .. }) => true,
                Some(NoPath::ExcludedByFilter { .. } | NoPath::BeyondLimit { .. }) => false,
                // A limit was hit first.
                None => found.paths.is_empty(),
            };
            assert!(!is_filter || none || same || unsaid);
            return;
        };
        let longest = found.paths.last().map(|path| path.hops().len());
        let best = self.best_through(&self.relaxed());
        let best = best.map_or(0, |path| path.length);
        let max_hops = self.question.max_hops.map(|hops| hops as usize);
        let hops = match (longest, &found.no_path) {
            (Some(longest), _) if wants_more && found.total.is_some() => {
                max_hops.unwrap_or(longest)
            }
            (Some(longest), _) => longest,
            (None, Some(NoPath::BeyondLimit { max_hops, .. })) => *max_hops as usize,
            (None, _) if wants_more => max_hops.unwrap_or_default().max(best),
            (None, _) => best,
        };
        assert_eq!(left_out.hops as usize, hops);
        let relaxed = self.relaxed();
        let pass: BTreeSet<&Vec<u32>> = self.paths.iter().map(|path| &path.entities).collect();
        let mut standings = [0; 4];
        for path in self.paths_over(&passing(self.plain, &relaxed), &relaxed) {
            let worst = path.hops.iter().map(|hop| hop.0).max();
            if path.length <= hops && self.is_through(&path) && !pass.contains(&path.entities) {
                standings[worst.expect("it has hops") as usize] += 1;
            }
        }
        match left_out.all {
            true => assert_eq!(left_out.standings, standings),
            false => {
                let mut counts = left_out.standings.iter().zip(standings);
                assert!(counts.all(|(counted, all)| *counted <= all));
            }
        }
    }

    fn assert_answers(&self, k: usize) -> Outcome {
        let (network, question, budget) = (self.network, &self.question, Budget::default());
        let least = Some(Count::Exactly(self.shortest().len() as u128));

        let found = shortest(network, question, &budget)?;
        self.assert_reasons(&found);
        self.assert_left_out(&found, false);
        assert!(found.left_out.is_none_or(|left_out| left_out.all));
        assert_eq!((found.complete, found.limit), (true, None));
        assert_eq!(
            tell_all(network, &found)[..],
            self.within[..self.within.len().min(1)]
        );
        // Through others they are not counted unless all are listed.
        if !self.passes_others() || self.within.is_empty() {
            assert_eq!(found.total, least);
        }

        let found = all_shortest(network, question, &budget)?;
        self.assert_reasons(&found);
        self.assert_left_out(&found, false);
        assert!(found.left_out.is_none_or(|left_out| left_out.all));
        assert_eq!((found.complete, found.limit), (true, None));
        assert_eq!(tell_all(network, &found), self.shortest());
        assert_eq!(found.total, least);
        let more = !found.paths.is_empty() && self.retracted_give_more();
        assert_eq!(found.more_through_retracted, more);

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
        self.assert_left_out(&found, true);
        assert!(found.left_out.is_none_or(|left_out| left_out.all));
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
        for (found, right, wants_more) in [
            (
                shortest(network, question, &budget)?,
                self.within.get(..1).unwrap_or_default(),
                false,
            ),
            (
                all_shortest(network, question, &budget)?,
                self.shortest(),
                false,
            ),
            (
                k_shortest(network, question, k, &budget)?,
                &self.within[..self.within.len().min(k)],
                true,
            ),
        ] {
            let told = tell_all(network, &found);
            assert_eq!(found.complete, found.limit.is_none());
            if found.complete {
                assert_eq!(told, right);
                self.assert_reasons(&found);
                self.assert_left_out(&found, wants_more);
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
    let (mut found, mut longer, mut reasons) = (0, 0, [0; 4]);
    ask_at_random(1, 6_000, |asked, dice| {
        let k = 1 + dice.below(12) as usize;
        asked.assert_answers(k)?;
        found += u32::from(!asked.within.is_empty());
        longer += u32::from(asked.shortest().len() < asked.within.len().min(k));
        match shortest(asked.network, &asked.question, &Budget::default())?.no_path {
            Some(NoPath::NotConnected { .. }) => reasons[0] += 1,
            Some(NoPath::ExcludedByFilter { .. }) => reasons[1] += 1,
            Some(NoPath::BeyondLimit { .. }) => reasons[2] += 1,
            Some(NoPath::NotThrough { .. }) => reasons[3] += 1,
            None => {}
        }
        Ok(())
    })?;
    // The graphs are such that each kind of answer comes up.
    assert!(found > 8_000 && longer > 800, "{found} {longer}");
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
            left_out: u64::from(1 + dice.below(60)),
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
