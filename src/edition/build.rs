//! From a draft to the sections of an edition.
//!
//! Takes a [`Draft`] and gives a [`Built`]: terms numbered after sorting, so
//! that what is computed from ids (the path graph) can be added as a section.
//! Writing it sorts the triples into three orders and the keys of the indexes,
//! and lets go of each section as soon as it is written: an edition is never
//! in memory as a whole. Putting the file in its place on disk is for `folder`.

use std::collections::BTreeMap;
use std::io;
use std::io::Cursor;
use std::io::Seek;
use std::io::Write;
use std::path::Path;

use crate::edition::TermId;
use crate::edition::content_id::ContentHash;
use crate::edition::draft::Draft;
use crate::edition::draft::Keys;
use crate::edition::error::EditionError;
use crate::edition::folder;
use crate::edition::heads;
use crate::edition::index;
use crate::edition::interner::Interner;
use crate::edition::layout;
use crate::edition::layout::FORMAT_VERSION;
use crate::edition::map::Bytes;
use crate::edition::order::Arrays;
use crate::edition::order::ORDERS;
use crate::edition::order::Order;
use crate::edition::packed::PackedIndex;
use crate::edition::packed::PackedTerms;
use crate::edition::reader::Edition;
use crate::edition::reader::hex;
use crate::edition::runs::Runs;
use crate::edition::section_writer::SectionWriter;
use crate::edition::sorting::sort_by_key;
use crate::edition::term::KINDS;
use crate::edition::term::Kind;
use crate::edition::terms;
use crate::edition::terms::FREE;
use crate::edition::work::Work;

pub(super) const CONTENT: &str = "content";
pub(super) const PLACES: &str = "places";
pub(super) const PROVENANCE: &str = "provenance";

/// The sections of the terms of a layer, and those of one order of its triples.
const TERM_PARTS: usize = 4;
const ORDER_PARTS: usize = 3;

/// Names a section that was added by name in the file.
pub(super) fn extra(name: &str) -> String {
    format!("section.{name}")
}

/// Holds an edition whose terms have their ids and which is not written yet.
pub struct Built {
    terms: Interner,
    // Arrival numbers in the order of ids: content terms, then place terms.
    by_id: Vec<u32>,
    content_terms: usize,
    // By arrival number; `FREE` for a term that nothing names.
    ids: Vec<TermId>,
    content: Runs,
    places: Runs,
    indexes: BTreeMap<String, Keys>,
    extras: BTreeMap<String, Vec<u8>>,
    provenance: String,
    work: Work,
}

/// Numbers the terms and gives the edition to be written.
///
/// The same statements, indexes and provenance give the same bytes, however
/// they were ordered. A place that is also content is kept as content only.
///
/// ```
/// # use nutgraf::edition::{Draft, Edition, Keys, Provenance, build};
/// # use oxigraph::model::{NamedNodeRef, TermRef};
/// // ann --met--> bo
/// let mut draft = Draft::new(Provenance::default());
/// let mut node = |iri| draft.number(TermRef::NamedNode(NamedNodeRef::new_unchecked(iri)));
/// let (ann, met, bo) = (node("example:ann"), node("example:met"), node("example:bo"));
/// draft.content([ann, met, bo]);
/// let mut names = Keys::default();
/// names.add("bo", bo);
/// draft.add_index("names", names);
///
/// let edition = Edition::from_bytes(&build(draft)?.bytes(), "example.edition".as_ref())?;
/// let bo = edition.index("names")?.map(|names| names.exact("bo")).transpose()?;
/// let bo = bo.and_then(|ids| ids.first().copied());
/// assert_eq!(edition.count(None, None, bo)?, 1);
/// # Ok::<(), nutgraf::edition::EditionError>(())
/// ```
///
/// # Errors
/// When something in the draft cannot be part of an edition: a blank node, an
/// absolute path in the provenance, an unusable name of an index, or more
/// different terms than ids.
pub fn build(mut draft: Draft) -> Result<Built, EditionError> {
    if let Some(error) = draft.fault {
        return Err(error);
    }
    for name in draft.indexes.keys() {
        // The longest of the names it will have.
        if !layout::is_name(&index::section(name, "key-starts")) {
            return Err(EditionError::Refused {
                what: format!("an index named `{name}`"),
            });
        }
    }
    draft.terms.close();
    let mut provenance = draft.provenance.clone();
    provenance.format_version = FORMAT_VERSION;
    let provenance = provenance.to_text()?;
    let (by_id, content_terms) = sort_terms(&draft);
    let mut ids = vec![FREE; draft.terms.len()];
    for (id, arrival) in (0..).zip(&by_id) {
        ids[*arrival as usize] = id;
    }
    Ok(Built {
        terms: draft.terms,
        by_id,
        content_terms,
        ids,
        content: draft.content,
        places: draft.places,
        indexes: draft.indexes,
        extras: BTreeMap::new(),
        provenance,
        work: draft.work,
    })
}

/// Gives arrival numbers in the order of ids, and how many are of content.
fn sort_terms(draft: &Draft) -> (Vec<u32>, usize) {
    // By layer and kind.
    let mut buckets: [[Vec<u32>; KINDS.len()]; 2] = Default::default();
    for arrival in 0..draft.terms.len() as u32 {
        let layer = if draft.is_content.contains(arrival as usize) {
            0
        } else if draft.is_place.contains(arrival as usize) {
            1
        } else {
            continue;
        };
        buckets[layer][draft.terms.get(arrival).0 as usize].push(arrival);
    }
    let key = |arrival| draft.terms.get(arrival).1;
    // Names of things are half of all terms.
    let [content, places] = &mut buckets;
    let (names, literals) = content.split_at_mut(Kind::NamedNode as usize + 1);
    rayon::join(
        || names.iter_mut().for_each(|bucket| sort_by_key(bucket, key)),
        || {
            for bucket in literals.iter_mut().chain(places) {
                sort_by_key(bucket, key);
            }
        },
    );
    let content_terms = buckets[0].iter().map(Vec::len).sum();
    (buckets.concat().concat(), content_terms)
}

impl Built {
    /// Gives the id of a term by its arrival number in the draft; none when
    /// no statement and no index names it.
    pub fn id(&self, arrival: u32) -> Option<TermId> {
        let id = self.ids.get(arrival as usize).copied();
        id.filter(|id| *id != FREE)
    }

    /// Gives what is counted while it is written.
    pub fn work(&self) -> Work {
        self.work.clone()
    }

    /// Counts the terms: every id is below this.
    pub fn term_count(&self) -> u32 {
        self.by_id.len() as u32
    }

    /// Adds bytes to be read back by name with `Edition::section`.
    ///
    /// They should be the same for the same content: ids may go in, places not.
    ///
    /// # Errors
    /// When the name is empty, too long (over 32 letters, digits, `.`, `_`,
    /// `-`), or taken.
    pub fn add_section(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), EditionError> {
        let section = extra(name);
        if name.is_empty() || !layout::is_name(&section) || self.extras.contains_key(&section) {
            return Err(EditionError::Refused {
                what: format!("a section named `{name}`"),
            });
        }
        self.extras.insert(section, bytes);
        Ok(())
    }

    /// Writes the file aside, syncs it and renames it to this path; gives the
    /// content id.
    ///
    /// # Errors
    /// When it cannot be written, or something that is no edition is there.
    pub fn write(self, path: &Path) -> Result<String, EditionError> {
        folder::write_file(path, self)
    }

    /// Gives the whole file.
    pub fn bytes(self) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        // Writing to memory does not fail.
        let _ = self.write_to(&mut file);
        file.into_inner()
    }

    /// Gives the edition itself, in memory; the name is for messages.
    ///
    /// # Errors
    /// As for `Edition::open_unread`.
    pub fn into_edition(self, name: &Path) -> Result<Edition, EditionError> {
        Edition::new(Bytes::own(self.bytes()), name)
    }

    /// Writes section after section; gives the name under which two editions
    /// with the same statements agree.
    pub(super) fn write_to(self, out: &mut (impl Write + Seek + Send)) -> io::Result<String> {
        let Built {
            terms,
            by_id,
            content_terms,
            ids,
            content,
            places,
            indexes,
            extras,
            provenance,
            work,
        } = self;
        let sections = 2 * (TERM_PARTS + ORDER_PARTS * ORDERS.len())
            + index::PARTS.len() * indexes.len()
            + extras.len()
            + 1;
        let mut out = SectionWriter::new(out, sections)?.counted_in(work.bytes_written);
        let mut hash = ContentHash::new();
        let count = by_id.len();
        let (content_names, place_names) = by_id.split_at(content_terms);
        let ((content_terms, place_terms), (content_triples, place_triples)) = rayon::join(
            || {
                let of = |names| PackedTerms::new(&terms, names);
                (of(content_names), of(place_names))
            },
            || {
                let content_triples = Arrays::new(&content, &ids);
                drop(content);
                let mut place_triples = Arrays::new(&places, &ids);
                drop(places);
                if content_triples.shares_second(&place_triples) {
                    place_triples.retain(|triple| !content_triples.contains(triple));
                }
                (content_triples, place_triples)
            },
        );
        drop(terms);
        let (written, ()) = rayon::join(
            || {
                write_terms(&mut out, CONTENT, 0, &content_terms)?;
                let first = content_names.len() as TermId;
                write_terms(&mut out, PLACES, first, &place_terms)
            },
            || hash.terms(&content_terms.ends, content_terms.keys()),
        );
        written?;
        drop((content_terms, place_terms));
        let indexes = write_orders(
            &mut out,
            LayerTriples {
                layer: CONTENT,
                spo: content_triples,
                terms: count,
            },
            |spo| hash.triples(&spo.heads, &spo.starts, &spo.pairs),
            || {
                let packed = |(name, keys)| (name, PackedIndex::new(keys, &ids));
                indexes.into_iter().map(packed).collect::<Vec<_>>()
            },
        )?;
        let places = LayerTriples {
            layer: PLACES,
            spo: place_triples,
            terms: count,
        };
        write_orders(&mut out, places, |_| (), || ())?;
        for (name, index) in &indexes {
            write_index(&mut out, name, index)?;
        }
        for (name, bytes) in extras {
            out.add(&name, &bytes)?;
        }
        out.add(PROVENANCE, provenance.as_bytes())?;
        let content_hash = hash.finish();
        out.finish(content_hash)?;
        Ok(hex(&content_hash))
    }
}

/// Writes kinds, keys in blocks, starts and the look-up by hash of one layer's terms.
fn write_terms<W: Write + Seek + Send>(
    out: &mut SectionWriter<'_, W>,
    layer: &str,
    first: TermId,
    terms: &PackedTerms,
) -> io::Result<()> {
    let PackedTerms {
        ends,
        hashes,
        starts,
        keys,
    } = terms;
    let slots = terms::slots(first, hashes);
    for (part, bytes) in [
        ("kinds", bytemuck::cast_slice(ends)),
        ("keys", &keys[..]),
        ("starts", bytemuck::cast_slice(starts)),
        ("slots", bytemuck::cast_slice(&slots)),
    ] {
        out.add(&format!("{layer}.{part}"), bytes)?;
    }
    Ok(())
}

/// The triples of one layer.
struct LayerTriples {
    layer: &'static str,
    spo: Arrays,
    /// Every id in them is below this.
    terms: usize,
}

/// Writes the three orders: each is made from the one before while that is written.
/// Beside the first two, something else is done.
fn write_orders<W: Write + Seek + Send, T: Send>(
    out: &mut SectionWriter<'_, W>,
    triples: LayerTriples,
    beside_first: impl FnOnce(&Arrays) + Send,
    beside_second: impl FnOnce() -> T + Send,
) -> io::Result<T> {
    let LayerTriples { layer, spo, terms } = triples;
    let [first, second, third] = ORDERS;
    let (written, ((), osp)) = rayon::join(
        || write_order(out, layer, first, &spo),
        || rayon::join(|| beside_first(&spo), || spo.turned(terms, Vec::new())),
    );
    written?;
    let spare = spo.pairs;
    let ((written, pos), beside) = rayon::join(
        || {
            rayon::join(
                || write_order(out, layer, second, &osp),
                || osp.turned(terms, spare),
            )
        },
        beside_second,
    );
    written?;
    drop(osp);
    write_order(out, layer, third, &pos)?;
    Ok(beside)
}

fn write_order<W: Write + Seek + Send>(
    out: &mut SectionWriter<'_, W>,
    layer: &str,
    order: Order,
    arrays: &Arrays,
) -> io::Result<()> {
    let Arrays {
        heads,
        starts,
        pairs,
    } = arrays;
    let words = heads::words(heads);
    for (part, bytes) in [
        ("heads", bytemuck::cast_slice(&words)),
        ("starts", bytemuck::cast_slice(starts)),
        ("pairs", bytemuck::cast_slice(pairs)),
    ] {
        out.add(&format!("{layer}.{}.{part}", order.name()), bytes)?;
    }
    Ok(())
}

fn write_index<W: Write + Seek + Send>(
    out: &mut SectionWriter<'_, W>,
    name: &str,
    index: &PackedIndex,
) -> io::Result<()> {
    let PackedIndex {
        key_starts,
        id_starts,
        keys,
        ids,
    } = index;
    for (part, bytes) in index::PARTS.into_iter().zip([
        bytemuck::cast_slice(key_starts),
        bytemuck::cast_slice(id_starts),
        &keys[..],
        bytemuck::cast_slice(ids),
    ]) {
        out.add(&index::section(name, part), bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use oxigraph::model::BlankNode;
    use oxigraph::model::Triple;

    use super::*;
    use crate::edition::Provenance;
    use crate::edition::fixture;
    use crate::edition::fixture::Numbers;

    #[test]
    fn shuffled_statements_give_the_same_bytes() -> Result<(), EditionError> {
        let mut content = fixture::triples(11, 300);
        let mut places = fixture::places(12, 30);
        let first = fixture::built(&content, &places)?.bytes();
        for seed in 0..5 {
            Numbers(seed).shuffle(&mut content);
            Numbers(seed).shuffle(&mut places);
            let repeated = content[7].clone();
            content.push(repeated);
            assert!(fixture::built(&content, &places)?.bytes() == first);
        }
        Ok(())
    }

    #[test]
    fn moved_rows_change_places_only() -> Result<(), EditionError> {
        let content = fixture::triples(11, 300);
        let before = fixture::read(fixture::built(&content, &fixture::places(1, 30))?)?;
        let after = fixture::read(fixture::built(&content, &fixture::places(2, 10))?)?;
        assert_eq!(before.content_id(), after.content_id());
        let other: Vec<&str> = before
            .sections()
            .zip(after.sections())
            .filter(|(a, b)| a != b)
            .map(|((name, _), _)| name)
            .collect();
        assert!(!other.is_empty());
        assert!(
            other.iter().all(|name| name.starts_with(PLACES)),
            "{other:?}"
        );
        let fewer = fixture::read(fixture::built(&content[1..], &[])?)?;
        assert_ne!(fewer.content_id(), before.content_id());
        Ok(())
    }

    #[test]
    fn what_cannot_be_kept_is_refused() -> Result<(), EditionError> {
        let reason = |draft| build(draft).map(|_| ()).map_err(|e| e.to_string());
        let mut draft = Draft::new(Provenance::default());
        draft.add_content([Triple::new(
            BlankNode::new_unchecked("b"),
            fixture::node(1),
            fixture::node(2),
        )]);
        assert_eq!(
            reason(draft),
            Err("the blank node _:b cannot be part of an edition".to_owned())
        );
        let mut draft = Draft::new(Provenance::default());
        draft.add_index("no such/name", Keys::default());
        assert!(reason(draft).is_err());
        let mut built = fixture::small()?;
        for name in ["", "graph", "with space", &"long".repeat(9)] {
            assert!(built.add_section(name, Vec::new()).is_err(), "{name}");
        }
        Ok(())
    }

    #[test]
    fn an_index_holds_each_key_and_each_of_its_terms_once() -> Result<(), EditionError> {
        let mut draft = Draft::new(Provenance::default());
        let [one, two, unused] = [1, 2, 3].map(|n| draft.number(fixture::node(n).as_ref().into()));
        let mut words = Keys::default();
        for (key, term) in [("b", two), ("a", two), ("b", one), ("b", two), ("b", two)] {
            words.add(key, term);
        }
        draft.add_index("words", words);
        draft.add_index("empty", Keys::default());
        let built = build(draft)?;
        assert_eq!(built.id(unused), None);
        let edition = fixture::read(built)?;
        let entries = |name| -> Result<Vec<(String, Vec<u32>)>, EditionError> {
            let index = edition.index(name)?.expect("it was added");
            index
                .all()
                .map(|entry| entry.map(|(key, ids)| (key.to_owned(), ids.to_vec())))
                .collect()
        };
        assert_eq!(
            entries("words")?,
            [("a".to_owned(), vec![1]), ("b".to_owned(), vec![0, 1])]
        );
        assert_eq!(entries("empty")?, []);
        assert!(edition.verify().is_empty());
        Ok(())
    }
}
