//! From terms and triples in any order to the sections of an edition.
//!
//! Takes a [`Draft`], which interns terms as they arrive, and gives a
//! [`Built`]: terms numbered after sorting, triples in three orders, indexes,
//! provenance, content id. What is computed from ids (the path graph) is added
//! to it as a section. Putting the file in its place on disk is for `folder`.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::io;
use std::io::Write;
use std::path::Path;

use oxigraph::model::NamedNode;
use oxigraph::model::NamedOrBlankNode;
use oxigraph::model::Term;
use oxigraph::model::Triple;
use sha2::Digest;
use sha2::Sha256;

use crate::edition::TermId;
use crate::edition::error::EditionError;
use crate::edition::folder;
use crate::edition::index;
use crate::edition::interner::Interner;
use crate::edition::layout;
use crate::edition::layout::FORMAT_VERSION;
use crate::edition::layout::ID_BYTES;
use crate::edition::order::Arrays;
use crate::edition::order::ORDERS;
use crate::edition::order::Order;
use crate::edition::provenance::Provenance;
use crate::edition::reader::hex;
use crate::edition::term;
use crate::edition::term::KINDS;
use crate::edition::terms;
use crate::edition::terms::Ends;
use crate::edition::terms::Terms;

pub(super) const CONTENT: &str = "content";
pub(super) const PLACES: &str = "places";
pub(super) const PROVENANCE: &str = "provenance";

/// Names a section that was added by name in the file.
pub(super) fn extra(name: &str) -> String {
    format!("section.{name}")
}

/// Collects what an edition is to hold, in any order and with repetitions.
///
/// The first thing that cannot be part of an edition is reported by [`build`].
pub struct Draft {
    terms: Interner,
    // By arrival number, like everything below.
    content: Vec<[u32; 3]>,
    places: Vec<[u32; 3]>,
    indexes: BTreeMap<String, BTreeMap<String, Vec<u32>>>,
    provenance: Provenance,
    fault: Option<EditionError>,
}

impl Draft {
    pub fn new(provenance: Provenance) -> Draft {
        Draft {
            terms: Interner::new(),
            content: Vec::new(),
            places: Vec::new(),
            indexes: BTreeMap::new(),
            provenance,
            fault: None,
        }
    }

    /// Adds statements that are the same for the same rows in any order.
    pub fn add_content<T: Borrow<Triple>>(&mut self, triples: impl IntoIterator<Item = T>) {
        for triple in triples {
            match self.arrivals(triple.borrow()) {
                Ok(ids) => self.content.push(ids),
                Err(error) => self.keep(error),
            }
        }
    }

    /// Adds statements about where something stands, which differ once rows are moved.
    pub fn add_places<T: Borrow<Triple>>(&mut self, triples: impl IntoIterator<Item = T>) {
        for triple in triples {
            match self.arrivals(triple.borrow()) {
                Ok(ids) => self.places.push(ids),
                Err(error) => self.keep(error),
            }
        }
    }

    /// Adds keys to an index, which exists from then on, also without keys.
    ///
    /// A node that no statement names becomes a content term.
    pub fn add_index<K: AsRef<str>>(
        &mut self,
        name: &str,
        entries: impl IntoIterator<Item = (K, NamedNode)>,
    ) {
        let mut index = self.indexes.remove(name).unwrap_or_default();
        for (key, node) in entries {
            let key = key.as_ref();
            match self.terms.node(&node) {
                // Text is copied for new keys only: words come in millions.
                Ok(id) => match index.get_mut(key) {
                    Some(ids) => ids.push(id),
                    None => {
                        index.insert(key.to_owned(), vec![id]);
                    }
                },
                Err(error) => self.keep(error),
            }
        }
        self.indexes.insert(name.to_owned(), index);
    }

    fn arrivals(&mut self, triple: &Triple) -> Result<[u32; 3], EditionError> {
        let subject = match &triple.subject {
            NamedOrBlankNode::NamedNode(node) => self.terms.node(node)?,
            NamedOrBlankNode::BlankNode(node) => self.terms.term(&node.clone().into())?,
        };
        Ok([
            subject,
            self.terms.node(&triple.predicate)?,
            self.terms.term(&triple.object)?,
        ])
    }

    fn keep(&mut self, error: EditionError) {
        self.fault.get_or_insert(error);
    }
}

/// Holds the sections of an edition that is not on disk yet.
pub struct Built {
    sections: BTreeMap<String, Data>,
    // Content, then places.
    layers: [(&'static str, TermId, Ends); 2],
    content_hash: [u8; ID_BYTES],
    content_id: String,
}

/// Bytes of a section, as what they were made from, so that nothing is copied.
enum Data {
    Bytes(Vec<u8>),
    Ids(Vec<u32>),
    Numbers(Vec<u64>),
    Pairs(Vec<[u32; 2]>),
}

impl Data {
    fn as_bytes(&self) -> &[u8] {
        match self {
            Data::Bytes(bytes) => bytes,
            Data::Ids(ids) => bytemuck::cast_slice(ids),
            Data::Numbers(numbers) => bytemuck::cast_slice(numbers),
            Data::Pairs(pairs) => bytemuck::cast_slice(pairs),
        }
    }
}

/// Numbers the terms, sorts the triples and gives the edition to be written.
///
/// The same statements, indexes and provenance give the same bytes, however
/// they were ordered. A place that is also content is kept as content only.
///
/// ```
/// # use nutgraf::edition::{Draft, Edition, Provenance, build};
/// # use oxigraph::model::{NamedNode, Triple};
/// let node = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
/// // ann --met--> bo
/// let mut draft = Draft::new(Provenance::default());
/// draft.add_content([Triple::new(node("ann"), node("met"), node("bo"))]);
/// draft.add_index("names", [("bo", node("bo"))]);
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
pub fn build(draft: Draft) -> Result<Built, EditionError> {
    let Draft {
        terms,
        mut content,
        mut places,
        indexes,
        mut provenance,
        fault,
    } = draft;
    if let Some(error) = fault {
        return Err(error);
    }
    let (by_id, content_terms) = sort_terms(&terms, &content, &indexes);
    let (content_arrivals, place_arrivals) = by_id.split_at(content_terms);
    let mut ids = vec![0; by_id.len()];
    for (id, arrival) in (0..).zip(&by_id) {
        ids[*arrival as usize] = id;
    }
    for triples in [&mut content, &mut places] {
        for triple in triples.iter_mut() {
            *triple = triple.map(|arrival| ids[arrival as usize]);
        }
        triples.sort_unstable();
        triples.dedup();
    }
    places.retain(|triple| content.binary_search(triple).is_err());

    let mut sections = BTreeMap::new();
    // Arrival numbers have 32 bits, so their count does.
    let first_place = content_terms as TermId;
    let content_ends = add_terms(&mut sections, CONTENT, 0, &terms, content_arrivals);
    let place_ends = add_terms(&mut sections, PLACES, first_place, &terms, place_arrivals);
    add_orders(&mut sections, CONTENT, content);
    add_orders(&mut sections, PLACES, places);
    for (name, keys) in indexes {
        add_index(&mut sections, &name, keys, &ids)?;
    }
    provenance.format_version = FORMAT_VERSION;
    let text = provenance.to_text()?;
    sections.insert(PROVENANCE.to_owned(), Data::Bytes(text.into_bytes()));

    let content_hash = content_hash(|name| sections.get(name).map(Data::as_bytes));
    Ok(Built {
        sections,
        layers: [
            (CONTENT, 0, content_ends),
            (PLACES, first_place, place_ends),
        ],
        content_hash,
        content_id: hex(&content_hash),
    })
}

/// Gives arrival numbers in the order of ids, and how many are of content.
fn sort_terms(
    terms: &Interner,
    content: &[[u32; 3]],
    indexes: &BTreeMap<String, BTreeMap<String, Vec<u32>>>,
) -> (Vec<u32>, usize) {
    let mut is_content = vec![false; terms.len()];
    let of_indexes = indexes.values().flat_map(|index| index.values().flatten());
    for arrival in content.iter().flatten().chain(of_indexes) {
        is_content[*arrival as usize] = true;
    }
    let (mut by_id, mut rest): (Vec<u32>, Vec<u32>) =
        (0..terms.len() as u32).partition(|arrival| is_content[*arrival as usize]);
    let content_terms = by_id.len();
    by_id.sort_unstable_by(|a, b| terms.get(*a).cmp(&terms.get(*b)));
    rest.sort_unstable_by(|a, b| terms.get(*a).cmp(&terms.get(*b)));
    by_id.append(&mut rest);
    (by_id, content_terms)
}

fn add_terms(
    sections: &mut BTreeMap<String, Data>,
    layer: &str,
    first: TermId,
    terms: &Interner,
    arrivals: &[u32],
) -> Ends {
    let mut keys = Vec::new();
    let mut starts = Vec::with_capacity(arrivals.len() + 1);
    let mut hashes = Vec::with_capacity(arrivals.len());
    let mut ends = [0; KINDS.len()];
    for arrival in arrivals {
        let (kind, key) = terms.get(*arrival);
        starts.push(keys.len() as u64);
        keys.extend_from_slice(key);
        hashes.push(terms.hash(*arrival));
        for end in &mut ends[kind as usize..] {
            *end += 1;
        }
    }
    starts.push(keys.len() as u64);
    let mut add = |part: &str, data| sections.insert(format!("{layer}.{part}"), data);
    add("kinds", Data::Ids(ends.to_vec()));
    add("starts", Data::Numbers(starts));
    add("keys", Data::Bytes(keys));
    add("slots", Data::Ids(terms::slots(first, &hashes)));
    ends
}

/// Takes triples sorted as subject, predicate, object.
fn add_orders(sections: &mut BTreeMap<String, Data>, layer: &str, mut triples: Vec<[u32; 3]>) {
    let mut current = Order::Spo;
    for order in ORDERS {
        if order != current {
            for triple in &mut triples {
                *triple = order.arrange(current.restore(*triple));
            }
            triples.sort_unstable();
            current = order;
        }
        let Arrays {
            heads,
            starts,
            pairs,
        } = Arrays::new(&triples);
        let mut add =
            |part: &str, data| sections.insert(format!("{layer}.{}.{part}", order.name()), data);
        add("heads", Data::Ids(heads));
        add("starts", Data::Numbers(starts));
        add("pairs", Data::Pairs(pairs));
    }
}

fn add_index(
    sections: &mut BTreeMap<String, Data>,
    name: &str,
    entries: BTreeMap<String, Vec<u32>>,
    ids: &[TermId],
) -> Result<(), EditionError> {
    let mut key_starts = Vec::with_capacity(entries.len() + 1);
    let mut id_starts = Vec::with_capacity(entries.len() + 1);
    let mut keys = Vec::new();
    let mut found = Vec::new();
    for (key, arrivals) in entries {
        key_starts.push(keys.len() as u64);
        id_starts.push(found.len() as u64);
        keys.extend_from_slice(key.as_bytes());
        let mut of_key: Vec<TermId> = arrivals.iter().map(|at| ids[*at as usize]).collect();
        of_key.sort_unstable();
        of_key.dedup();
        found.append(&mut of_key);
    }
    key_starts.push(keys.len() as u64);
    id_starts.push(found.len() as u64);
    for (part, data) in [
        ("key-starts", Data::Numbers(key_starts)),
        ("id-starts", Data::Numbers(id_starts)),
        ("keys", Data::Bytes(keys)),
        ("ids", Data::Ids(found)),
    ] {
        let section = index::section(name, part);
        if !layout::is_name(&section) {
            return Err(EditionError::Refused {
                what: format!("an index named `{name}`"),
            });
        }
        sections.insert(section, data);
    }
    Ok(())
}

/// Hashes terms and triples of the content layer; a missing section counts as empty.
pub(super) fn content_hash<'a>(find: impl Fn(&str) -> Option<&'a [u8]>) -> [u8; ID_BYTES] {
    let mut hash = Sha256::new();
    for part in [
        "kinds",
        "starts",
        "keys",
        "spo.heads",
        "spo.starts",
        "spo.pairs",
    ] {
        let bytes = find(&format!("{CONTENT}.{part}")).unwrap_or_default();
        // The length too, so that nothing can move from one part to the next.
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    let mut first = [0; ID_BYTES];
    for (to, from) in first.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    first
}

impl Built {
    /// Finds the id a term has in the edition; a blank node has none.
    pub fn term_id(&self, term: &Term) -> Option<TermId> {
        let mut key = Vec::new();
        let kind = term::encode(term, &mut key)?;
        self.layers.iter().find_map(|(layer, first, ends)| {
            let terms = Terms {
                layer,
                first: *first,
                ends: *ends,
                starts: bytemuck::try_cast_slice(self.part(layer, "starts")).unwrap_or_default(),
                keys: self.part(layer, "keys"),
                slots: bytemuck::try_cast_slice(self.part(layer, "slots")).unwrap_or_default(),
            };
            // Just built, so what an error would report cannot be.
            terms.find(kind, &key).ok().flatten()
        })
    }

    fn part(&self, layer: &str, part: &str) -> &[u8] {
        self.sections
            .get(&format!("{layer}.{part}"))
            .map(Data::as_bytes)
            .unwrap_or_default()
    }

    /// Gives the name under which two editions with the same statements agree.
    pub fn content_id(&self) -> &str {
        &self.content_id
    }

    /// Counts the terms: every id is below this.
    pub fn term_count(&self) -> u32 {
        self.layers
            .iter()
            .map(|(_, _, ends)| ends[KINDS.len() - 1])
            .sum()
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
        if name.is_empty() || !layout::is_name(&section) || self.sections.contains_key(&section) {
            return Err(EditionError::Refused {
                what: format!("a section named `{name}`"),
            });
        }
        self.sections.insert(section, Data::Bytes(bytes));
        Ok(())
    }

    /// Writes the file aside, syncs it and renames it to this path.
    ///
    /// # Errors
    /// When it cannot be written, or something that is no edition is there.
    pub fn write(&self, path: &Path) -> Result<(), EditionError> {
        folder::write_file(path, self)
    }

    /// Gives the whole file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut file = Vec::new();
        // Writing to memory does not fail.
        let _ = self.write_to(&mut file);
        file
    }

    pub(super) fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        let sections: Vec<(&str, &[u8])> = self
            .sections
            .iter()
            .map(|(name, data)| (name.as_str(), data.as_bytes()))
            .collect();
        let head = layout::encode(self.content_hash, &sections);
        out.write_all(&head)?;
        let mut written = head.len();
        for (_, bytes) in sections {
            let padding = layout::padding(written);
            out.write_all(&[0; 64][..padding])?;
            out.write_all(bytes)?;
            written += padding + bytes.len();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::model::BlankNode;

    use super::*;
    use crate::edition::fixture;
    use crate::edition::fixture::Numbers;
    use crate::edition::reader::Edition;

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
        let before = fixture::read(&fixture::built(&content, &fixture::places(1, 30))?)?;
        let after = fixture::read(&fixture::built(&content, &fixture::places(2, 10))?)?;
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
        let fewer = fixture::read(&fixture::built(&content[1..], &[])?)?;
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
        draft.add_index("no such/name", [("ann", fixture::node(1))]);
        assert!(reason(draft).is_err());
        let mut built = fixture::small()?;
        for name in ["", "graph", "with space", &"long".repeat(9)] {
            assert!(built.add_section(name, Vec::new()).is_err(), "{name}");
        }
        Ok(())
    }

    #[test]
    fn an_index_may_be_empty_and_filled_in_turns() -> Result<(), EditionError> {
        let mut draft = Draft::new(Provenance::default());
        draft.add_index("words", [("b", fixture::node(1))]);
        draft.add_index("words", [("a".to_owned(), fixture::node(1))]);
        draft.add_index::<&str>("empty", []);
        let edition = fixture::read(&build(draft)?)?;
        let keys = |edition: &Edition, name| -> Result<Option<usize>, EditionError> {
            Ok(edition.index(name)?.map(|index| index.len()))
        };
        assert_eq!(keys(&edition, "words")?, Some(2));
        assert_eq!(keys(&edition, "empty")?, Some(0));
        assert!(edition.verify().is_empty());
        Ok(())
    }
}
