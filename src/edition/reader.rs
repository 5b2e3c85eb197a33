//! An edition opened for reading.
//!
//! Takes a file (or its bytes) and gives terms by id, ids by term and values;
//! triples are in `triples`, sections, indexes and provenance in `sections`. Opening
//! checks header, section table, length and that the sections fit each other, and
//! reads small files through. Whatever is read later is checked where it is read.

use std::fmt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use bytemuck::Pod;
use oxigraph::model::Term;

use crate::edition::TermId;
use crate::edition::blocks::Blocks;
use crate::edition::blocks::Key;
use crate::edition::build::CONTENT;
use crate::edition::build::PLACES;
use crate::edition::error::EditionError;
use crate::edition::heads::Heads;
use crate::edition::layout;
use crate::edition::layout::Header;
use crate::edition::layout::Section;
use crate::edition::map::Bytes;
use crate::edition::order::ORDERS;
use crate::edition::order::Order;
use crate::edition::order::Sorted;
use crate::edition::provenance::Case;
use crate::edition::term;
use crate::edition::term::KINDS;
use crate::edition::term::Kind;
use crate::edition::term::Value;
use crate::edition::terms::Ends;
use crate::edition::terms::Terms;

/// Editions up to this many bytes are read through when they are opened: it
/// costs about a millisecond, and no answer comes from a damaged file. Larger
/// ones are as they are until `check` is asked.
const READ_THROUGH: usize = 16 << 20;

/// Content, then places.
pub(super) const LAYERS: usize = 2;

/// Answers look-ups from one edition.
///
/// A clone is cheap and reads the same file, which stays readable for as long
/// as a clone lives, also after a newer edition has replaced it.
#[derive(Clone)]
pub struct Edition {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) bytes: Bytes,
    header: Header,
    content_id: String,
    layers: [Layer; LAYERS],
    path: PathBuf,
    // Read for the first asker.
    pub(super) cases: OnceLock<Vec<Case>>,
    // What was said of how it will be read.
    pub(super) few_places: AtomicBool,
}

/// Where one layer is in the file.
// Invariant: the sections have the lengths that fit each other, in whole
// numbers; what the numbers say is not checked.
struct Layer {
    name: &'static str,
    first: TermId,
    ends: Ends,
    keys: Section,
    starts: Section,
    slots: Section,
    orders: [[Section; 3]; ORDERS.len()],
}

impl fmt::Debug for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edition")
            .field("path", &self.inner.path)
            .field("content_id", &self.inner.content_id)
            .finish_non_exhaustive()
    }
}

impl Edition {
    /// Maps an edition; one of up to 16 MB is read through, and beyond that any
    /// size costs the same.
    ///
    /// # Errors
    /// When the file cannot be read, is no edition, is of another format, has
    /// not the length that was written, is damaged in header or table, or is
    /// damaged anywhere and small.
    pub fn open(path: &Path) -> Result<Edition, EditionError> {
        Edition::open_unread(path)?.read_through()
    }

    /// Maps an edition of any size without reading it through, for whoever is
    /// about to [`verify`](Edition::verify) it.
    ///
    /// # Errors
    /// As for [`Edition::open`], but for damage behind header and table.
    pub fn open_unread(path: &Path) -> Result<Edition, EditionError> {
        let bytes = Bytes::map(path)?;
        // Header and table are a few pages.
        bytes.will_be_read_here_and_there();
        let edition = Edition::new(bytes, path)?;
        edition.inner.bytes.will_be_read_all_over(edition.file());
        Ok(edition)
    }

    /// Reads an edition from a copy of these bytes, without reading them
    /// through; the name is for messages.
    ///
    /// # Errors
    /// As for [`Edition::open_unread`].
    pub fn from_bytes(bytes: &[u8], name: &Path) -> Result<Edition, EditionError> {
        Edition::new(Bytes::copy(bytes), name)
    }

    fn read_through(self) -> Result<Edition, EditionError> {
        let mut faults = Vec::new();
        if self.file().len() <= READ_THROUGH {
            self.verify_checksums(&mut faults);
        }
        match faults.into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(self),
        }
    }

    pub(super) fn new(bytes: Bytes, path: &Path) -> Result<Edition, EditionError> {
        let file = bytes.as_slice();
        let header = layout::decode(file, path)?;
        let content = Layer::locate(file, &header, CONTENT, 0)?;
        let places = Layer::locate(file, &header, PLACES, content.len())?;
        if places.first.checked_add(places.len()).is_none() {
            return Err(EditionError::damaged(PLACES, "it counts too many terms"));
        }
        Ok(Edition {
            inner: Arc::new(Inner {
                content_id: hex(&header.content_id()),
                layers: [content, places],
                path: path.to_owned(),
                cases: OnceLock::new(),
                few_places: AtomicBool::new(false),
                bytes,
                header,
            }),
        })
    }

    /// Gives the name under which two editions with the same statements agree.
    ///
    /// 32 hexadecimal digits of a hash over terms and triples of the content
    /// layer: neither places nor provenance, indexes or sections count.
    pub fn content_id(&self) -> &str {
        &self.inner.content_id
    }

    /// Gives the path it was opened by.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Counts the terms of both layers: every id is below this.
    pub fn term_count(&self) -> u32 {
        // Cannot overflow: checked when opening.
        let [content, places] = &self.inner.layers;
        content.len() + places.len()
    }

    /// Counts the terms of the content layer: ids from here on are place terms.
    pub fn content_term_count(&self) -> u32 {
        self.inner.layers[0].len()
    }

    /// Counts the triples of both layers.
    pub fn triple_count(&self) -> u64 {
        let pairs = |layer: &Layer| layer.orders[0][2].len / size_of::<[u32; 2]>();
        self.inner.layers.iter().map(pairs).sum::<usize>() as u64
    }

    /// Rebuilds a term; canonical numbers and dates get their text from their value.
    ///
    /// # Errors
    /// When there is no such id, or the file is damaged there.
    pub fn term(&self, id: TermId) -> Result<Term, EditionError> {
        let (terms, kind, key) = self.key(id)?;
        term::decode(kind, key.to_vec()).ok_or_else(|| cannot_be(&terms, id, kind))
    }

    /// Gives the text of a literal as [`Edition::term`] would, or an IRI.
    ///
    /// # Errors
    /// As for [`Edition::term`].
    pub fn text(&self, id: TermId) -> Result<String, EditionError> {
        let (terms, kind, key) = self.key(id)?;
        term::text(kind, key.to_vec()).ok_or_else(|| cannot_be(&terms, id, kind))
    }

    /// Gives the value of a term without parsing text.
    ///
    /// # Errors
    /// As for [`Edition::term`].
    pub fn value(&self, id: TermId) -> Result<Value, EditionError> {
        let (terms, kind, key) = self.key(id)?;
        let mut buffer = [0; term::LONGEST_VALUE];
        // Of the kinds without a value no key is looked at.
        let key = key.within(&mut buffer).unwrap_or_default();
        term::value(kind, key).ok_or_else(|| cannot_be(&terms, id, kind))
    }

    /// Finds a term by a hash; a blank node is never there.
    ///
    /// # Errors
    /// When the file is damaged where the search leads.
    pub fn term_id(&self, term: &Term) -> Result<Option<TermId>, EditionError> {
        let mut key = Vec::new();
        let Some(kind) = term::encode(term.as_ref(), &mut key) else {
            return Ok(None);
        };
        for layer in 0..LAYERS {
            if let Some(id) = self.terms(layer)?.find(kind, &key)? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    pub(super) fn header(&self) -> &Header {
        &self.inner.header
    }

    pub(super) fn file(&self) -> &[u8] {
        self.inner.bytes.as_slice()
    }

    pub(super) fn bytes(&self, section: &Section) -> Result<&[u8], EditionError> {
        bytes(self.file(), section)
    }

    pub(super) fn cast<T: Pod>(&self, section: &Section) -> Result<&[T], EditionError> {
        cast(self.file(), section)
    }

    fn layer(&self, layer: usize) -> Result<&Layer, EditionError> {
        self.inner
            .layers
            .get(layer)
            .ok_or_else(|| EditionError::damaged("section table", format!("no layer {layer}")))
    }

    pub(super) fn terms(&self, layer: usize) -> Result<Terms<'_>, EditionError> {
        let layer = self.layer(layer)?;
        Ok(Terms {
            layer: layer.name,
            first: layer.first,
            ends: layer.ends,
            keys: Blocks {
                len: layer.len() as usize,
                starts: self.cast(&layer.starts)?,
                bytes: self.bytes(&layer.keys)?,
            },
            slots: self.cast(&layer.slots)?,
        })
    }

    pub(super) fn sorted(&self, layer: usize, order: Order) -> Result<Sorted<'_>, EditionError> {
        let layer = self.layer(layer)?;
        let [heads, starts, pairs] = &layer.orders[order as usize];
        Ok(Sorted {
            layer: layer.name,
            order,
            heads: Heads(self.cast(heads)?),
            starts: self.cast(starts)?,
            pairs: self.cast(pairs)?,
        })
    }

    /// Reads one pair of an order; none when the order has no such pair.
    pub(super) fn pair(&self, layer: usize, order: Order, at: usize) -> Option<[u32; 2]> {
        // Walking a range asks for this once per triple: no slices are made.
        let [_, _, pairs] = &self.inner.layers.get(layer)?.orders[order as usize];
        let within = at.checked_mul(size_of::<[u32; 2]>())?;
        let pair = self
            .file()
            .get(pairs.offset + within..pairs.offset + pairs.len)?;
        Some([word(pair, 0)?, word(pair, 1)?])
    }

    fn key(&self, id: TermId) -> Result<(Terms<'_>, Kind, Key<'_>), EditionError> {
        let places = self.content_term_count();
        let terms = self.terms(usize::from(id >= places))?;
        let (kind, key) = terms.get(id - terms.first)?;
        Ok((terms, kind, key))
    }
}

fn cannot_be(terms: &Terms<'_>, id: TermId, kind: Kind) -> EditionError {
    terms.damaged("keys", format!("the bytes of term {id} are no {kind:?}"))
}

impl Layer {
    fn len(&self) -> u32 {
        self.ends[KINDS.len() - 1]
    }

    fn locate(
        file: &[u8],
        header: &Header,
        name: &'static str,
        first: TermId,
    ) -> Result<Layer, EditionError> {
        let find = |part: &str| require(header, &format!("{name}.{part}"));
        let damaged = |section: &Section, what: &str| EditionError::damaged(&section.name, what);

        let kinds = find("kinds")?;
        let ends = <Ends>::try_from(cast::<u32>(file, kinds)?)
            .ok()
            .filter(|ends| ends.is_sorted())
            .ok_or_else(|| damaged(kinds, "the kinds do not follow each other"))?;
        let starts = find("starts")?;
        let blocks = Blocks::starts_of(ends[KINDS.len() - 1] as usize);
        if cast::<u64>(file, starts)?.len() != blocks {
            return Err(damaged(starts, "it does not fit the number of terms"));
        }
        let slots = find("slots")?;
        cast::<u32>(file, slots)?;

        let mut orders = Vec::with_capacity(ORDERS.len());
        let mut triples = None;
        for order in ORDERS {
            let find = |part: &str| find(&format!("{}.{part}", order.name()));
            let parts = [find("heads")?, find("starts")?, find("pairs")?];
            let heads = Heads(cast(file, parts[0])?).len();
            // A predicate that is lost here is lost to all its triples, in every order.
            if order == Order::Pos && !Heads(cast(file, parts[0])?).are_counted() {
                return Err(damaged(parts[0], "it does not count the terms that lead"));
            }
            if cast::<u64>(file, parts[1])?.len() as u64 != heads.saturating_add(1) {
                return Err(damaged(parts[1], "it does not fit the heads"));
            }
            let pairs = cast::<[u32; 2]>(file, parts[2])?.len();
            if triples.replace(pairs).is_some_and(|before| before != pairs) {
                return Err(damaged(parts[2], "another order has not as many triples"));
            }
            orders.push(parts.map(Section::clone));
        }
        let orders = <[_; ORDERS.len()]>::try_from(orders)
            .map_err(|_| EditionError::damaged(name, "an order is missing"))?;
        Ok(Layer {
            name,
            first,
            ends,
            keys: find("keys")?.clone(),
            starts: starts.clone(),
            slots: slots.clone(),
            orders,
        })
    }
}

pub(super) fn require<'a>(header: &'a Header, name: &str) -> Result<&'a Section, EditionError> {
    header
        .find(name)
        .ok_or_else(|| EditionError::damaged(name, "the section is missing"))
}

fn bytes<'a>(file: &'a [u8], section: &Section) -> Result<&'a [u8], EditionError> {
    file.get(section.offset..)
        .and_then(|rest| rest.get(..section.len))
        .ok_or_else(|| EditionError::damaged(&section.name, "it reaches beyond the file"))
}

fn cast<'a, T: Pod>(file: &'a [u8], section: &Section) -> Result<&'a [T], EditionError> {
    bytemuck::try_cast_slice(bytes(file, section)?)
        .map_err(|_| EditionError::damaged(&section.name, "its length is not a whole number"))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let (words, _) = bytes.as_chunks::<4>();
    words.get(at).copied().map(u32::from_le_bytes)
}

/// Writes bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::fs;

    use oxigraph::model::BlankNode;
    use oxigraph::model::Literal;
    use oxigraph::model::vocab::xsd;

    use super::*;
    use crate::edition::Provenance;
    use crate::edition::fixture;

    #[test]
    fn every_term_is_found_by_id_and_by_term() -> Result<(), EditionError> {
        let content = fixture::triples(7, 400);
        let built = fixture::built(&content, &fixture::places(8, 20))?;
        let terms = built.term_count();
        let edition = fixture::read(built)?;
        assert_eq!(edition.term_count(), terms);
        for id in 0..edition.term_count() {
            let term = edition.term(id)?;
            assert_eq!(edition.term_id(&term)?, Some(id), "{term}");
        }
        for literal in fixture::literals() {
            assert!(edition.term_id(&literal.into())?.is_some());
        }
        Ok(())
    }

    #[test]
    fn what_is_not_there_is_not_found() -> Result<(), EditionError> {
        let edition = fixture::read(fixture::small()?)?;
        for term in [
            Term::from(fixture::node("nobody")),
            Literal::new_simple_literal("https://example.org/1").into(),
            Literal::from(123_456).into(),
            BlankNode::default().into(),
        ] {
            assert_eq!(edition.term_id(&term)?, None, "{term}");
        }
        let beyond = edition.term_count();
        for id in [beyond, u32::MAX] {
            assert!(matches!(
                edition.term(id),
                Err(EditionError::NoSuchTerm { .. })
            ));
        }
        assert!(edition.section("nothing")?.is_none());
        assert!(edition.index("nothing")?.is_none());
        Ok(())
    }

    #[test]
    fn terms_that_only_places_have_come_after_content() -> Result<(), EditionError> {
        let edition = fixture::read(fixture::small()?)?;
        let row = edition.term_id(&fixture::node("row").into())?;
        assert!(row.is_some_and(|id| id >= edition.content_term_count()));
        let table = Literal::new_simple_literal("people.csv");
        let table = edition.term_id(&table.into())?;
        assert!(table.is_some_and(|id| id < edition.content_term_count()));
        Ok(())
    }

    #[test]
    fn values_are_those_of_the_terms() -> Result<(), EditionError> {
        let edition = fixture::read(fixture::built(&fixture::triples(7, 400), &[])?)?;
        let value = |text: &str, datatype| -> Result<Option<Value>, EditionError> {
            let literal = Literal::new_typed_literal(text, datatype);
            let id = edition.term_id(&literal.into())?;
            id.map(|id| edition.value(id)).transpose()
        };
        assert_eq!(value("-2", xsd::INTEGER)?, Some(Value::Integer(-2)));
        assert_eq!(value("02", xsd::INTEGER)?, Some(Value::Other));
        assert_eq!(value("true", xsd::BOOLEAN)?, Some(Value::Boolean(true)));
        assert_eq!(value("people.csv", xsd::STRING)?, Some(Value::String));
        assert_eq!(
            value("2", xsd::DECIMAL)?,
            Some(Value::Decimal(2.into())),
            "a decimal is not the integer of its text"
        );
        Ok(())
    }

    #[test]
    fn a_small_file_is_read_through_when_opened_and_not_for_verifying() -> Result<(), Box<dyn Error>>
    {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("x.edition");
        let mut bytes = fixture::small()?.bytes();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(&path, &bytes)?;
        assert!(matches!(
            Edition::open(&path),
            Err(EditionError::Damaged { .. })
        ));
        assert!(!Edition::open_unread(&path)?.verify().is_empty());
        Ok(())
    }

    #[test]
    fn an_empty_edition_opens_and_answers_nothing() -> Result<(), EditionError> {
        let edition = fixture::read(crate::edition::build(crate::edition::Draft::new(
            Provenance::default(),
        ))?)?;
        assert_eq!((edition.term_count(), edition.triple_count()), (0, 0));
        assert!(edition.matching(None, None, None).next().is_none());
        assert_eq!(edition.term_id(&fixture::node(1).into())?, None);
        assert!(edition.verify().is_empty());
        Ok(())
    }

    #[test]
    fn an_edition_can_be_handed_to_threads() {
        fn assert_shared<T: Clone + Send + Sync + 'static>() {}
        assert_shared::<Edition>();
    }
}
