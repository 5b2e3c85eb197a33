//! Reads an edition through and lists everything that is wrong with it.
//!
//! Takes an open edition and gives faults: checksums, padding, terms, hash
//! look-up, the three orders against each other, places against content,
//! indexes, provenance, content id. This is what a person asks for when a disk
//! is in doubt; look-ups check only what they touch.

use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_64;

use crate::edition::TermId;
use crate::edition::blocks;
use crate::edition::blocks::BLOCK;
use crate::edition::blocks::Blocks;
use crate::edition::build::CONTENT;
use crate::edition::build::PLACES;
use crate::edition::build::PROVENANCE;
use crate::edition::build::extra;
use crate::edition::content_id::ContentHash;
use crate::edition::error::EditionError;
use crate::edition::index::Index;
use crate::edition::layout::ID_BYTES;
use crate::edition::order::ORDERS;
use crate::edition::order::Order;
use crate::edition::order::Sorted;
use crate::edition::reader::Edition;
use crate::edition::reader::LAYERS;
use crate::edition::reader::hex;
use crate::edition::term;
use crate::edition::term::Kind;
use crate::edition::terms::FREE;

impl Edition {
    /// Lists every fault of the whole file; empty when it is as it was written.
    ///
    /// Reads all of it. Each section is reported once by checksum, and once
    /// more for the first thing in it that contradicts another section.
    pub fn verify(&self) -> Vec<EditionError> {
        let mut faults = Vec::new();
        self.verify_checksums(&mut faults);
        self.verify_names(&mut faults);
        let mut add = |result: Result<(), EditionError>| faults.extend(result.err());
        for layer in 0..LAYERS {
            add(self.verify_terms(layer));
            add(self.verify_slots(layer));
            for order in ORDERS {
                add(self.verify_order(layer, order));
            }
            for pair in ORDERS.windows(2) {
                add(self.verify_agreement(layer, pair[0], pair[1]));
            }
        }
        add(self.verify_layers_apart());
        add(self.provenance().map(|_| ()));
        add(self.content_hash().and_then(|hash| {
            if hex(&hash) == self.content_id() {
                return Ok(());
            }
            let what = "the content id is not that of the content";
            Err(EditionError::damaged("header", what))
        }));
        faults
    }

    /// Compares every section with its checksum, and every gap with nothing.
    pub(super) fn verify_checksums(&self, faults: &mut Vec<EditionError>) {
        let mut end = None;
        for section in self.header().sections() {
            match self.bytes(section) {
                Ok(bytes) if xxh3_64(bytes) == section.checksum => {}
                Ok(_) => faults.push(EditionError::damaged(
                    &section.name,
                    "its checksum does not hold",
                )),
                Err(error) => faults.push(error),
            }
            let gap = end
                .and_then(|end| self.file().get(end..section.offset))
                .unwrap_or_default();
            if gap.iter().any(|byte| *byte != 0) {
                faults.push(EditionError::damaged(
                    &section.name,
                    "the gap before it is not empty",
                ));
            }
            end = Some(section.offset + section.len);
        }
    }

    /// Checks that every section has a meaning, and every index its parts.
    fn verify_names(&self, faults: &mut Vec<EditionError>) {
        let mut indexes = BTreeSet::new();
        for section in self.header().sections() {
            let name = section.name.as_str();
            if let Some((index, _)) = name
                .strip_prefix("index.")
                .and_then(|rest| rest.rsplit_once('.'))
            {
                indexes.insert(index);
            } else if name != PROVENANCE
                && ![CONTENT, PLACES, &extra("")]
                    .iter()
                    .any(|kind| name.starts_with(kind))
            {
                faults.push(EditionError::damaged(name, "no such section is known"));
            }
        }
        for name in indexes {
            let checked = match self.index(name) {
                Ok(Some(index)) => verify_index(&index),
                Ok(None) => Err(EditionError::damaged(name, "the index has no keys")),
                Err(error) => Err(error),
            };
            faults.extend(checked.err());
        }
    }

    fn verify_terms(&self, layer: usize) -> Result<(), EditionError> {
        let terms = self.terms(layer)?;
        let Blocks { len, starts, bytes } = terms.keys;
        if starts.first() != Some(&0)
            || starts.last() != Some(&(bytes.len() as u64))
            || !starts.is_sorted()
        {
            return Err(terms.damaged("starts", "it does not divide the keys"));
        }
        let mut form = Vec::new();
        let mut last: Option<(Kind, Vec<u8>)> = None;
        for (block, first) in (0..len).step_by(BLOCK).enumerate() {
            let mut keys = Vec::with_capacity(BLOCK);
            for index in first..len.min(first + BLOCK) {
                let (kind, key) = terms.get(index as u32)?;
                let key = key.to_vec();
                let fault = |what: &str| terms.damaged("keys", format!("term {index} {what}"));
                let term = term::decode(kind, key.clone());
                let term = term.ok_or_else(|| fault("cannot be read"))?;
                if term::encode(term.as_ref(), &mut form) != Some(kind) || form != key {
                    return Err(fault("is not in the form it is stored in"));
                }
                let here = (kind, key);
                if keys
                    .last()
                    .or(last.as_ref())
                    .is_some_and(|last| *last >= here)
                {
                    return Err(fault("is out of order"));
                }
                keys.push(here);
            }
            form.clear();
            let written: Vec<&[u8]> = keys.iter().map(|(_, key)| key.as_slice()).collect();
            blocks::encode(&written, &mut form);
            if terms.keys.block(block) != Some(&form) {
                return Err(terms.damaged("keys", format!("block {block} is not in its form")));
            }
            last = keys.pop();
        }
        Ok(())
    }

    fn verify_slots(&self, layer: usize) -> Result<(), EditionError> {
        let terms = self.terms(layer)?;
        for index in 0..terms.len() {
            let (kind, key) = terms.get(index)?;
            if terms.find(kind, &key.to_vec())? != Some(terms.first + index) {
                return Err(terms.damaged("slots", format!("term {index} is not found")));
            }
        }
        let taken = terms.slots.iter().filter(|id| **id != FREE).count();
        if taken != terms.len() as usize {
            return Err(terms.damaged("slots", "it does not hold each term once"));
        }
        Ok(())
    }

    fn verify_order(&self, layer: usize, order: Order) -> Result<(), EditionError> {
        let sorted = self.sorted(layer, order)?;
        // Content must make sense without the places.
        let terms = match layer {
            0 => self.content_term_count(),
            _ => self.term_count(),
        };
        if !sorted.heads.are_counted() || sorted.heads.at_or_after(terms).is_some() {
            return Err(sorted.damaged("heads", "it does not count the terms that lead"));
        }
        if sorted.starts.first() != Some(&0)
            || sorted.starts.last() != Some(&(sorted.pairs.len() as u64))
            || !sorted.starts.is_sorted_by(|a, b| a < b)
        {
            return Err(sorted.damaged("starts", "it does not divide the pairs"));
        }
        for (at, _) in sorted.heads.iter().enumerate() {
            let pairs = pairs(&sorted, at)?;
            if !pairs.is_sorted_by(|a, b| a < b) || pairs.iter().flatten().any(|id| *id >= terms) {
                return Err(sorted.damaged("pairs", format!("those of head {at} do not ascend")));
            }
        }
        Ok(())
    }

    /// Checks that an order holds the triples of another, whose last id leads
    /// in it.
    ///
    /// What leads in one order comes last in the other, and both ascend: the
    /// next triple there of each head must be the one that is next here. As
    /// both have equally many, each is met once.
    fn verify_agreement(&self, layer: usize, of: Order, order: Order) -> Result<(), EditionError> {
        let (one, other) = (self.sorted(layer, of)?, self.sorted(layer, order)?);
        let mut next: Vec<u64> = other.starts.to_vec();
        for (at, head) in one.heads.iter().enumerate() {
            for [second, third] in pairs(&one, at)? {
                let found = other.heads.rank(*third).and_then(|rank| {
                    let next = next.get_mut(rank)?;
                    let [_, end] = other.starts.get(rank..)?.first_chunk()?;
                    let pair = other.pairs.get(usize::try_from(*next).ok()?)?;
                    let met = *next < *end && *pair == [head, *second];
                    *next += 1;
                    Some(met)
                });
                if found != Some(true) {
                    let [s, p, o] = of.restore([head, *second, *third]);
                    return Err(
                        other.damaged("pairs", format!("the triple {s} {p} {o} is missing"))
                    );
                }
            }
        }
        Ok(())
    }

    /// Says what the content is called, by what the file holds.
    fn content_hash(&self) -> Result<[u8; ID_BYTES], EditionError> {
        let mut hash = ContentHash::new();
        let terms = self.terms(0)?;
        let keys = (0..terms.keys.len).map(|number| terms.keys.get(number));
        hash.terms(&terms.ends, keys);
        let sorted = self.sorted(0, Order::Spo)?;
        let subjects: Vec<TermId> = sorted.heads.iter().collect();
        hash.triples(&subjects, sorted.starts, sorted.pairs);
        Ok(hash.finish())
    }

    /// Checks that no term and no triple is in both layers.
    fn verify_layers_apart(&self) -> Result<(), EditionError> {
        let (content, places) = (self.terms(0)?, self.terms(1)?);
        for index in 0..places.len() {
            let (kind, key) = places.get(index)?;
            if content.find(kind, &key.to_vec())?.is_some() {
                return Err(places.damaged("keys", format!("term {index} is also content")));
            }
        }
        let (content, places) = (self.sorted(0, Order::Spo)?, self.sorted(1, Order::Spo)?);
        for (at, subject) in places.heads.iter().enumerate() {
            for [predicate, object] in pairs(&places, at)? {
                let both = content.range(subject, Some(*predicate), Some(*object))?;
                if !both.is_empty() {
                    return Err(places.damaged(
                        "pairs",
                        format!("the triple {subject} {predicate} {object} is also content"),
                    ));
                }
            }
        }
        Ok(())
    }
}

fn pairs<'a>(sorted: &Sorted<'a>, head: usize) -> Result<&'a [[u32; 2]], EditionError> {
    let range = sorted.pairs_of(head)?;
    Ok(sorted.pairs.get(range).unwrap_or_default())
}

fn verify_index(index: &Index<'_>) -> Result<(), EditionError> {
    index.divides_its_parts()?;
    let mut last = None;
    for entry in index.all() {
        let (key, ids) = entry?;
        if last.is_some_and(|last| last >= key) || !ids.is_sorted_by(|a, b| a < b) {
            return Err(index.damaged("keys", format!("`{key}` is out of order")));
        }
        last = Some(key);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::edition::fixture;
    use crate::edition::fixture::Numbers;
    use crate::edition::layout;
    use crate::edition::layout::Section;

    fn open(file: &[u8]) -> Result<Edition, EditionError> {
        Edition::from_bytes(file, Path::new("test.edition"))
    }

    /// Asks everything an edition can be asked; only that it ends matters.
    fn ask_everything(edition: &Edition) {
        let terms = edition.term_count();
        for id in (0..terms.min(200)).chain([u32::MAX]) {
            let _ = edition.value(id);
            if let Ok(term) = edition.term(id) {
                let _ = edition.term_id(&term);
            }
            for [s, p, o] in [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]] {
                let bind = |bound| (bound == 1).then_some(id);
                let matching = edition.matching(bind(s), bind(p), bind(o));
                assert!(matching.count() as u64 <= edition.triple_count() + 1);
                let _ = edition.count(bind(s), bind(p), bind(o));
            }
        }
        let all = edition.matching(None, None, None).count() as u64;
        assert!(all <= edition.triple_count() + 1, "{all} triples");
        if let Ok(Some(index)) = edition.index("names") {
            let _ = index.exact("ann");
            let _ = index.all().count() + index.prefix("a").count() + index.containing("n").count();
        }
        let _ = edition.section("graph");
        let _ = edition.provenance();
    }

    #[test]
    fn an_edition_as_written_has_no_fault() -> Result<(), EditionError> {
        for built in [
            fixture::small()?,
            fixture::built(&fixture::triples(4, 2000), &fixture::places(5, 90))?,
        ] {
            let faults = fixture::read(built)?.verify();
            assert!(faults.is_empty(), "{faults:?}");
        }
        Ok(())
    }

    #[test]
    fn the_content_id_outlives_a_format() -> Result<(), EditionError> {
        // As format 2 had it, which packed terms and triples otherwise.
        let edition = fixture::read(fixture::small()?)?;
        assert_eq!(edition.content_id(), "6b32ff09ae3aa6326fb9e39bb6ae2d24");
        Ok(())
    }

    #[test]
    fn every_flipped_byte_is_found_and_none_makes_a_panic() -> Result<(), EditionError> {
        let whole = fixture::small()?.bytes();
        let mut numbers = Numbers(9);
        for at in 0..whole.len() {
            let mut file = whole.clone();
            file[at] ^= 1 << numbers.below(8);
            if let Ok(edition) = open(&file) {
                assert!(!edition.verify().is_empty(), "byte {at} is not missed");
                ask_everything(&edition);
            }
        }
        Ok(())
    }

    #[test]
    fn every_truncation_is_refused_when_opening() -> Result<(), EditionError> {
        let whole = fixture::small()?.bytes();
        for len in 0..whole.len() {
            assert!(open(&whole[..len]).is_err(), "cut at {len}");
        }
        Ok(())
    }

    /// Makes checksums hold again after a change, as a forger or a bug would.
    fn resealed(built: &[u8], change: impl FnOnce(&mut Vec<u8>, &[Section])) -> Vec<u8> {
        let mut file = built.to_vec();
        let header = layout::decode(&file, Path::new("x")).expect("it was just built");
        change(&mut file, header.sections());
        let sections: Vec<Section> = header
            .sections()
            .iter()
            .map(|section| Section {
                checksum: xxh3_64(&file[section.offset..section.offset + section.len]),
                ..section.clone()
            })
            .collect();
        let mut head = layout::encode(header.content_id(), &sections);
        head.extend_from_slice(&file[head.len()..]);
        head
    }

    #[test]
    fn changed_numbers_under_good_checksums_are_found_too() -> Result<(), EditionError> {
        let built = fixture::small()?.bytes();
        let mut numbers = Numbers(21);
        let mut kept = 0;
        for _ in 0..2000 {
            let mut at_section = String::new();
            let file = resealed(&built, |file, sections| {
                let section = &sections[numbers.below(sections.len())];
                at_section = section.name.clone();
                if section.len > 0 {
                    let at = section.offset + numbers.below(section.len);
                    let bits = [1 << numbers.below(8), 0xFF][numbers.below(2)];
                    file[at] ^= bits;
                }
            });
            if file == built {
                continue;
            }
            let Ok(edition) = open(&file) else { continue };
            ask_everything(&edition);
            // Nothing but the checksum guards text that means something else:
            // a key, an id or a word of provenance may be another valid one.
            let free = ["section.", "index.", PROVENANCE, "places."];
            if free.iter().any(|name| at_section.starts_with(name)) {
                kept += 1;
                continue;
            }
            assert!(!edition.verify().is_empty(), "a change in {at_section}");
        }
        assert!(kept > 100);
        Ok(())
    }

    #[test]
    fn orders_that_disagree_are_found() -> Result<(), EditionError> {
        let file = resealed(&fixture::small()?.bytes(), |file, sections| {
            for section in sections {
                if section.name == "content.pos.pairs" {
                    // The last subject becomes the next term: the order holds
                    // in itself and has a triple that the others lack.
                    let end = section.offset + section.len;
                    let id = &mut file[end - 4..end];
                    id[0] = id[0].wrapping_add(1);
                }
            }
        });
        let faults = open(&file)?.verify();
        assert!(
            faults
                .iter()
                .any(|fault| fault.to_string().contains("is missing")),
            "{faults:?}"
        );
        Ok(())
    }
}
