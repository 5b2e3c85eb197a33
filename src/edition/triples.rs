//! Triples of an edition that match a pattern, and how many.
//!
//! Takes a subject, predicate and object, each given or left open, chooses the
//! order in which the given ones lead, and walks one range per layer, content
//! first. Ids come out as they are in the file, each checked; what they mean
//! is in the terms.

use std::cmp::Ordering;
use std::ops::Range;

use crate::edition::TermId;
use crate::edition::error::EditionError;
use crate::edition::order::Order;
use crate::edition::order::Sorted;
use crate::edition::order::run;
use crate::edition::reader::Edition;
use crate::edition::reader::LAYERS;

/// Triples with one object that are looked at one by one: that many take no longer
/// than a search among all of a predicate.
const FEW: usize = 32;

/// Iterates over the triples that match a pattern, as subject, predicate, object.
///
/// Within a layer they ascend in the order that serves the pattern; no triple
/// comes twice. It owns its edition and ends after the first error.
pub struct Matching {
    edition: Edition,
    order: Order,
    // In the order that serves the pattern.
    pattern: [Option<TermId>; 3],
    layer: usize,
    // The head whose pairs are being read, how many heads have been entered where
    // all are, and where to look for the next; none behind the last.
    head: TermId,
    entered: usize,
    next_head: Option<TermId>,
    pairs: Range<usize>,
    last: Option<[u32; 3]>,
    fault: Option<EditionError>,
}

impl Edition {
    /// Gives the triples of both layers that match; an id the edition lacks matches nothing.
    ///
    /// Finding the first costs a binary search, each further one a step.
    pub fn matching(
        &self,
        subject: Option<TermId>,
        predicate: Option<TermId>,
        object: Option<TermId>,
    ) -> Matching {
        let pattern = [subject, predicate, object];
        let order = Order::serving(pattern);
        let mut matching = Matching {
            edition: self.clone(),
            order,
            pattern: order.arrange(pattern),
            layer: 0,
            head: 0,
            entered: 0,
            next_head: Some(0),
            pairs: 0..0,
            last: None,
            fault: None,
        };
        if let Err(error) = matching.enter(0) {
            matching.fault = Some(error);
        }
        matching
    }

    /// Counts what [`Edition::matching`] would give, without walking it.
    ///
    /// # Errors
    /// When the arrays of the order contradict each other.
    pub fn count(
        &self,
        subject: Option<TermId>,
        predicate: Option<TermId>,
        object: Option<TermId>,
    ) -> Result<u64, EditionError> {
        let pattern = [subject, predicate, object];
        let order = Order::serving(pattern);
        let [head, second, third] = order.arrange(pattern);
        let mut count = 0;
        for layer in 0..LAYERS {
            if !self.has_predicate(layer, predicate)? {
                continue;
            }
            let sorted = self.sorted(layer, order)?;
            count += match head {
                Some(head) => sorted.range(head, second, third)?.len(),
                None => sorted.pairs.len(),
            };
        }
        Ok(count as u64)
    }
}

/// What is said of subjects, as it lies in one layer: for whoever looks at some
/// properties of very many.
pub struct Facts<'a> {
    sorted: Sorted<'a>,
    terms: u32,
}

impl<'a> Facts<'a> {
    /// Gives predicate and object of each triple of a subject, ascending; none for
    /// an id that is no subject. A look at two places of the file.
    ///
    /// # Errors
    /// When the file is damaged there.
    pub fn of(&self, subject: TermId) -> Result<&'a [[TermId; 2]], EditionError> {
        self.checked(self.pairs_of(subject)?)
    }

    fn pairs_of(&self, subject: TermId) -> Result<&'a [[TermId; 2]], EditionError> {
        match self.sorted.heads.rank(subject) {
            Some(rank) => Ok(&self.sorted.pairs[self.sorted.pairs_of(rank)?]),
            None => Ok(&[]),
        }
    }

    fn checked(&self, pairs: &'a [[TermId; 2]]) -> Result<&'a [[TermId; 2]], EditionError> {
        let known = |pair: &[TermId; 2]| pair.iter().all(|id| *id < self.terms);
        match pairs.iter().all(known) && pairs.is_sorted_by(|one, next| one < next) {
            true => Ok(pairs),
            false => Err(self.sorted.damaged("pairs", "they are out of order")),
        }
    }
}

impl Edition {
    /// Gives the facts of the content layer, by subject.
    ///
    /// # Errors
    /// When its sections do not fit each other.
    pub fn facts(&self) -> Result<Facts<'_>, EditionError> {
        self.facts_in(0)
    }

    fn facts_in(&self, layer: usize) -> Result<Facts<'_>, EditionError> {
        Ok(Facts {
            sorted: self.sorted(layer, Order::Spo)?,
            terms: self.term_count(),
        })
    }

    /// Gives predicate and object of each triple of a subject: those of content,
    /// then those of places, each ascending. `None` where there are more than `most`,
    /// which costs no more than to count them.
    ///
    /// # Errors
    /// When the file is damaged there.
    pub fn few_facts(
        &self,
        subject: TermId,
        most: usize,
    ) -> Result<Option<[&[[TermId; 2]]; LAYERS]>, EditionError> {
        let mut few: [&[[TermId; 2]]; LAYERS] = [&[]; LAYERS];
        let mut left = most;
        for (layer, few) in few.iter_mut().enumerate() {
            let facts = self.facts_in(layer)?;
            let pairs = facts.pairs_of(subject)?;
            match left.checked_sub(pairs.len()) {
                Some(rest) => left = rest,
                None => return Ok(None),
            }
            *few = facts.checked(pairs)?;
        }
        Ok(Some(few))
    }

    /// Gives the different objects of a predicate, ascending. Costs a search for
    /// each of them, however many triples share one.
    ///
    /// # Errors
    /// When the file is damaged where the search leads.
    pub fn objects_of(&self, predicate: TermId) -> Result<Vec<TermId>, EditionError> {
        let mut objects = Vec::new();
        for layer in 0..LAYERS {
            let sorted = self.sorted(layer, Order::Pos)?;
            let Some(rank) = sorted.heads.rank(predicate) else {
                continue;
            };
            let mut left = &sorted.pairs[sorted.pairs_of(rank)?];
            while let Some([object, _]) = left.first() {
                if *object >= self.term_count() {
                    return Err(sorted.damaged("pairs", "one names no term"));
                }
                objects.push(*object);
                // One is passed at least, so that a damaged order ends too.
                left = &left[run(left, |pair| pair[0] <= *object).max(1)..];
            }
        }
        objects.sort_unstable();
        objects.dedup();
        Ok(objects)
    }

    /// Gives the subjects that have both of two values, each a predicate and an
    /// object, ascending; in the content layer. It goes from the one list of
    /// subjects to the other by searches, so that a long one costs little where a
    /// short one, or one of subjects elsewhere, is beside it.
    ///
    /// # Errors
    /// When the file is damaged where the search leads.
    pub fn subjects_of_both(
        &self,
        one: [TermId; 2],
        other: [TermId; 2],
    ) -> Result<Vec<TermId>, EditionError> {
        // Most values have few subjects, and those are found without a search.
        let by_object = self.sorted(0, Order::Osp)?;
        let of_object = by_object.range(one[1], None, None)?;
        if of_object.len() <= FEW {
            let of_object = by_object.pairs.get(of_object).unwrap_or_default();
            if !of_object.is_sorted_by(|one, next| one < next) {
                return Err(by_object.damaged("pairs", "they are out of order"));
            }
            let mut shared = Vec::new();
            for [subject, predicate] in of_object {
                if *predicate == one[0] && self.has(*subject, other)? {
                    shared.push(*subject);
                }
            }
            return Ok(shared);
        }
        let sorted = self.sorted(0, Order::Pos)?;
        let having = |[predicate, object]: [TermId; 2]| {
            let range = sorted.range(predicate, Some(object), None)?;
            Ok::<_, EditionError>(sorted.pairs.get(range).unwrap_or_default())
        };
        let mut shared: Vec<TermId> = Vec::new();
        let mut one = having(one)?;
        let mut other = match one.is_empty() {
            true => one,
            false => having(other)?,
        };
        let ascending = |list: &[[TermId; 2]], further: &[[TermId; 2]]| {
            let (before, after) = (list.first(), further.first());
            match after.is_none_or(|after| before < Some(after)) {
                true => Ok(()),
                false => Err(sorted.damaged("pairs", "they are out of order")),
            }
        };
        while let (Some([_, here]), Some([_, there])) = (one.first(), other.first()) {
            match here.cmp(there) {
                Ordering::Less => {
                    let further = from(one, *there);
                    ascending(one, further)?;
                    one = further;
                }
                Ordering::Greater => {
                    let further = from(other, *here);
                    ascending(other, further)?;
                    other = further;
                }
                Ordering::Equal => {
                    let is_next = shared.last().is_none_or(|last| last < here);
                    if !is_next || *here >= self.term_count() {
                        return Err(sorted.damaged("pairs", "they are out of order"));
                    }
                    shared.push(*here);
                    (one, other) = (&one[1..], &other[1..]);
                }
            }
        }
        Ok(shared)
    }

    /// Whether the content layer has this triple of a subject that it has.
    fn has(&self, subject: TermId, [predicate, object]: [TermId; 2]) -> Result<bool, EditionError> {
        let sorted = self.sorted(0, Order::Spo)?;
        let range = sorted.range(subject, Some(predicate), Some(object))?;
        match subject < self.term_count() && range.len() <= 1 {
            true => Ok(!range.is_empty()),
            false => Err(sorted.damaged("pairs", "they are out of order")),
        }
    }

    /// Whether a layer has triples with this predicate; with any, for none given.
    ///
    /// Hardly a predicate is in both layers, and this costs next to nothing
    /// beside finding out that a subject has none of it.
    fn has_predicate(&self, layer: usize, predicate: Option<TermId>) -> Result<bool, EditionError> {
        Ok(match predicate {
            None => true,
            Some(predicate) => {
                let heads = self.sorted(layer, Order::Pos)?.heads;
                heads.rank(predicate).is_some()
            }
        })
    }
}

/// What of an ascending list of subjects is not below this one, of which the first is.
fn from(list: &[[TermId; 2]], subject: TermId) -> &[[TermId; 2]] {
    // One is passed at least, so that a damaged order ends too.
    &list[run(list, |[_, one]| *one < subject).max(1)..]
}

impl Matching {
    /// Goes to a layer, or to the next one that can have what is asked.
    fn enter(&mut self, layer: usize) -> Result<(), EditionError> {
        self.layer = layer;
        self.last = None;
        self.entered = 0;
        self.next_head = Some(0);
        self.pairs = 0..0;
        let [_, predicate, _] = self.order.restore(self.pattern);
        while self.layer < LAYERS && !self.edition.has_predicate(self.layer, predicate)? {
            self.layer += 1;
        }
        let layer = self.layer;
        if layer >= LAYERS {
            return Ok(());
        }
        let [head, second, third] = self.pattern;
        if let Some(head) = head {
            let sorted = self.edition.sorted(layer, self.order)?;
            self.pairs = sorted.range(head, second, third)?;
            self.head = head;
        }
        Ok(())
    }

    fn step(&mut self) -> Result<Option<[TermId; 3]>, EditionError> {
        while self.layer < LAYERS {
            if let Some(at) = self.pairs.next() {
                return match self.read(at) {
                    Ok(triple) => {
                        self.last = Some(triple);
                        Ok(Some(self.order.restore(triple)))
                    }
                    Err(what) => {
                        let sorted = self.edition.sorted(self.layer, self.order)?;
                        Err(sorted.damaged("pairs", format!("pair {at} {what}")))
                    }
                };
            }
            let sorted = self.edition.sorted(self.layer, self.order)?;
            let next = self.next_head.filter(|_| self.pattern[0].is_none());
            match next.and_then(|next| sorted.heads.at_or_after(next)) {
                Some(head) => {
                    // Not by the head's own count of those before it: a damaged one
                    // would lead to pairs that have been given already.
                    self.pairs = sorted.pairs_of(self.entered)?;
                    self.entered += 1;
                    self.head = head;
                    self.next_head = head.checked_add(1);
                }
                None => self.enter(self.layer + 1)?,
            }
        }
        Ok(None)
    }

    /// Reads one pair, and refuses what an intact order cannot hold.
    ///
    /// Opening a file does not read it through, so a damaged one can send a
    /// search astray. These comparisons cost next to nothing beside the read
    /// and keep a stray pair out of an answer.
    fn read(&self, at: usize) -> Result<[u32; 3], &'static str> {
        let pair = self.edition.pair(self.layer, self.order, at);
        let [second, third] = pair.ok_or("does not exist")?;
        let triple = [self.head, second, third];
        let terms = self.edition.term_count();
        if triple.iter().any(|id| *id >= terms) {
            return Err("names no term");
        }
        if self.last.is_some_and(|last| last >= triple) {
            return Err("is out of order");
        }
        let fits = self
            .pattern
            .iter()
            .zip(triple)
            .all(|(wanted, id)| wanted.is_none_or(|wanted| wanted == id));
        if fits {
            Ok(triple)
        } else {
            Err("is not where it should be")
        }
    }
}

impl Iterator for Matching {
    type Item = Result<[TermId; 3], EditionError>;

    fn next(&mut self) -> Option<Self::Item> {
        let step = match self.fault.take() {
            Some(error) => Err(error),
            None => self.step(),
        };
        if step.is_err() {
            self.layer = LAYERS;
        }
        step.transpose()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::edition::fixture;
    use crate::edition::fixture::Numbers;

    /// Compares every shape of pattern with a plain filter over a set.
    fn assert_like_a_set(content: usize, places: usize) -> Result<(), EditionError> {
        let content = fixture::triples(content as u64, content);
        let places = fixture::places(places as u64, places);
        let edition = fixture::read(fixture::built(&content, &places)?)?;
        let id = |term: oxigraph::model::Term| edition.term_id(&term).map(|id| id.expect("is in"));
        let mut model = BTreeSet::new();
        for triple in content.iter().chain(&places) {
            model.insert([
                id(triple.subject.clone().into())?,
                id(triple.predicate.clone().into())?,
                id(triple.object.clone())?,
            ]);
        }
        assert_eq!(edition.triple_count(), model.len() as u64);

        let known: Vec<[u32; 3]> = model.iter().copied().collect();
        let mut numbers = Numbers(5);
        for turn in 0..800 {
            let shape = turn % 8;
            // Half of the ids come from one triple, half from anywhere.
            let near = known.get(numbers.below(known.len().max(1)));
            let pattern = [0, 1, 2].map(|place| {
                let any = numbers.below(edition.term_count() as usize + 2) as u32;
                let id = near.filter(|_| turn % 16 < 8).map_or(any, |t| t[place]);
                (shape >> place & 1 == 1).then_some(id)
            });
            let [s, p, o] = pattern;
            let found: Vec<[u32; 3]> = edition.matching(s, p, o).collect::<Result<_, _>>()?;
            let set: BTreeSet<[u32; 3]> = found.iter().copied().collect();
            let expected: BTreeSet<[u32; 3]> = model
                .iter()
                .filter(|t| {
                    (0..3).all(|place| pattern[place].is_none_or(|wanted| wanted == t[place]))
                })
                .copied()
                .collect();
            assert_eq!(set, expected, "{pattern:?}");
            assert_eq!(found.len(), set.len(), "{pattern:?}");
            assert_eq!(edition.count(s, p, o)?, set.len() as u64, "{pattern:?}");
        }
        let facts = edition.facts()?;
        let mut inside: Vec<[u32; 3]> = Vec::new();
        for id in 0..edition.term_count() + 1 {
            let of_it = model.iter().filter(|[_, predicate, _]| *predicate == id);
            let objects: BTreeSet<u32> = of_it.map(|triple| triple[2]).collect();
            assert!(edition.objects_of(id)?.into_iter().eq(objects), "{id}");
            let all = facts.of(id)?.iter().map(|[p, o]| [id, *p, *o]);
            let all: BTreeSet<[u32; 3]> = all.collect();
            let about = model.range([id, 0, 0]..=[id, u32::MAX, u32::MAX]);
            let places = about.filter(|triple| !all.contains(*triple)).count();
            let counted = edition.count(Some(id), None, None)?;
            assert!(all.is_subset(&model), "{id}");
            assert_eq!(all.len() as u64, counted - places as u64, "{id}");
            inside.extend(all);
        }
        let having = |[_, p, o]: [u32; 3]| -> BTreeSet<u32> {
            let with = inside.iter().filter(|[_, q, r]| [p, o] == [*q, *r]);
            with.map(|triple| triple[0]).collect()
        };
        for _ in 0..inside.len().min(200) {
            let [one, other] = [0, 1].map(|_| inside[numbers.below(inside.len())]);
            let expected = having(one).intersection(&having(other)).copied().collect();
            let found: Vec<u32> =
                edition.subjects_of_both([one[1], one[2]], [other[1], other[2]])?;
            assert_eq!(
                found,
                Vec::<u32>::from_iter::<BTreeSet<u32>>(expected),
                "{one:?} {other:?}"
            );
        }
        Ok(())
    }

    #[test]
    fn all_patterns_are_answered_like_a_set() -> Result<(), EditionError> {
        for (content, places) in [(0, 0), (0, 5), (1, 0), (30, 0), (300, 25), (3000, 100)] {
            assert_like_a_set(content, places)?;
        }
        Ok(())
    }

    #[test]
    fn a_place_that_is_also_content_comes_once() -> Result<(), EditionError> {
        let content = fixture::triples(3, 20);
        let edition = fixture::read(fixture::built(&content, &content[..5])?)?;
        let different: BTreeSet<String> = content.iter().map(ToString::to_string).collect();
        assert_eq!(edition.triple_count(), different.len() as u64);
        assert_eq!(fixture::all(&edition)?.len(), different.len());
        assert!(edition.verify().is_empty());
        Ok(())
    }

    #[test]
    fn a_match_outlives_the_edition_it_came_from() -> Result<(), EditionError> {
        let edition = fixture::read(fixture::small()?)?;
        let count = edition.triple_count();
        let matching = edition.matching(None, None, None);
        drop(edition);
        assert_eq!(matching.count() as u64, count);
        Ok(())
    }
}
