//! Sorted keys, each with the ids it leads to: names, words.
//!
//! A view of four sections of an edition: where each key starts, the keys one
//! after another in byte order, where the ids of each key start, the ids. It
//! looks up, by whole key, by beginning or by part; what a key is made of
//! (folding, splitting) is decided by whoever filled the draft.

use std::ops::Range;
use std::str;

use crate::edition::TermId;
use crate::edition::error::EditionError;

/// Looks up terms by key in one index of an edition.
///
/// Keys ascend by their bytes, ids ascend within a key. Every look-up returns
/// an error when what the file holds there is damaged.
#[derive(Clone, Copy)]
pub struct Index<'a> {
    pub(super) name: &'a str,
    // Each one more than keys.
    pub(super) key_starts: &'a [u64],
    pub(super) id_starts: &'a [u64],
    pub(super) keys: &'a [u8],
    pub(super) ids: &'a [TermId],
    // Ids are below this.
    pub(super) terms: u32,
}

/// A key with the ids it leads to.
type Entry<'a> = (&'a str, &'a [TermId]);

/// The sections of an index, in the order in which they are written.
pub(super) const PARTS: [&str; 4] = ["key-starts", "id-starts", "keys", "ids"];

/// Names the sections of an index.
pub(super) fn section(index: &str, part: &str) -> String {
    format!("index.{index}.{part}")
}

impl<'a> Index<'a> {
    /// Counts the keys.
    pub fn len(&self) -> usize {
        self.key_starts.len().saturating_sub(1)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Gives the ids of exactly this key; none when the index lacks it.
    pub fn exact(&self, key: &str) -> Result<&'a [TermId], EditionError> {
        let at = self.lower_bound(key)?;
        if at < self.len() && self.key(at)? == key {
            self.ids(at)
        } else {
            Ok(&[])
        }
    }

    /// Gives the keys that begin so, ascending; all keys for an empty beginning.
    pub fn prefix(
        &self,
        beginning: &str,
    ) -> impl Iterator<Item = Result<Entry<'a>, EditionError>> + use<'a> {
        let index = *self;
        let beginning = beginning.to_owned();
        let (fault, from) = match index.lower_bound(&beginning) {
            Ok(at) => (None, at),
            Err(error) => (Some(Err(error)), index.len()),
        };
        fault.into_iter().chain(
            (from..index.len())
                .map(move |at| index.entry(at))
                .take_while(move |entry| match entry {
                    Ok((key, _)) => key.starts_with(&beginning),
                    Err(_) => true,
                }),
        )
    }

    /// Gives every key, ascending.
    pub fn all(&self) -> impl Iterator<Item = Result<Entry<'a>, EditionError>> + use<'a> {
        let index = *self;
        (0..index.len()).map(move |at| index.entry(at))
    }

    /// Gives the keys that hold this text anywhere, ascending; reads every key.
    pub fn containing(
        &self,
        part: &str,
    ) -> impl Iterator<Item = Result<Entry<'a>, EditionError>> + use<'a> {
        let index = *self;
        // The keys are one text: what is looked for is found in it as a whole, and
        // whatever reaches from one key into the next is none.
        let finder = memchr::memmem::Finder::new(part).into_owned();
        let mut fault = index.divides_its_parts().err();
        let (mut at, mut from) = (0, 0);
        std::iter::from_fn(move || {
            if let Some(error) = fault.take() {
                at = index.len();
                return Some(Err(error));
            }
            while at < index.len() {
                let begins = from + finder.find(index.keys.get(from..)?)?;
                let ends = begins + finder.needle().len();
                while range(index.key_starts, at).is_some_and(|key| key.end <= begins)
                    && at + 1 < index.len()
                {
                    at += 1;
                }
                let key = range(index.key_starts, at)?;
                if ends <= key.end && begins >= key.start {
                    at += 1;
                    from = key.end;
                    return Some(index.entry(at - 1));
                }
                from = begins + 1;
            }
            None
        })
    }

    pub(super) fn damaged(&self, part: &str, what: impl Into<String>) -> EditionError {
        EditionError::damaged(&section(self.name, part), what)
    }

    /// Checks that the starts leave no byte and no id out.
    pub(super) fn divides_its_parts(&self) -> Result<(), EditionError> {
        for (part, starts, len) in [
            ("key-starts", self.key_starts, self.keys.len()),
            ("id-starts", self.id_starts, self.ids.len()),
        ] {
            if starts.first() != Some(&0)
                || starts.last() != Some(&(len as u64))
                || !starts.is_sorted()
            {
                return Err(self.damaged(part, "it does not divide what it should"));
            }
        }
        Ok(())
    }

    fn entry(&self, at: usize) -> Result<Entry<'a>, EditionError> {
        Ok((self.key(at)?, self.ids(at)?))
    }

    fn key(&self, at: usize) -> Result<&'a str, EditionError> {
        range(self.key_starts, at)
            .and_then(|range| self.keys.get(range))
            .and_then(|key| str::from_utf8(key).ok())
            .ok_or_else(|| self.damaged("keys", format!("key {at} cannot be read")))
    }

    fn ids(&self, at: usize) -> Result<&'a [TermId], EditionError> {
        range(self.id_starts, at)
            .and_then(|range| self.ids.get(range))
            .filter(|ids| ids.iter().all(|id| *id < self.terms))
            .ok_or_else(|| self.damaged("ids", format!("the ids of key {at} cannot be read")))
    }

    /// Gives the place of the first key that is not below this one.
    fn lower_bound(&self, key: &str) -> Result<usize, EditionError> {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from + (to - from) / 2;
            if self.key(middle)? < key {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        Ok(from)
    }
}

fn range(starts: &[u64], at: usize) -> Option<Range<usize>> {
    let start = usize::try_from(*starts.get(at)?).ok()?;
    let end = usize::try_from(*starts.get(at.checked_add(1)?)?).ok()?;
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &str = "annannexbobélise";

    fn index() -> Index<'static> {
        Index {
            name: "names",
            key_starts: &[0, 3, 8, 10, 17],
            id_starts: &[0, 1, 3, 4, 6],
            keys: KEYS.as_bytes(),
            ids: &[4, 0, 7, 2, 1, 3],
            terms: 8,
        }
    }

    fn keys<'a>(found: impl Iterator<Item = Result<Entry<'a>, EditionError>>) -> String {
        let keys: Vec<_> = found
            .map(|entry| entry.map_or("damaged", |(key, _)| key))
            .collect();
        keys.join(" ")
    }

    #[test]
    fn keys_are_found_whole_by_beginning_and_by_part() -> Result<(), EditionError> {
        let index = index();
        assert_eq!(index.exact("annex")?, [0, 7]);
        assert_eq!(index.exact("bo")?, [2]);
        for absent in ["", "an", "annexe", "z"] {
            assert!(index.exact(absent)?.is_empty(), "{absent}");
        }
        assert_eq!(keys(index.prefix("ann")), "ann annex");
        assert_eq!(keys(index.prefix("b")), "bo bélise");
        assert_eq!(keys(index.prefix("c")), "");
        assert_eq!(keys(index.all()), "ann annex bo bélise");
        assert_eq!(keys(index.containing("e")), "annex bélise");
        assert_eq!(keys(index.containing("n")), "ann annex");
        assert_eq!(keys(index.containing("nna")), "", "of two keys");
        assert_eq!(keys(index.containing("annex")), "annex");
        Ok(())
    }

    #[test]
    fn damage_is_an_error_in_every_look_up() {
        let beyond = Index {
            key_starts: &[0, 3, 99, 10, 17],
            ..index()
        };
        assert!(beyond.exact("annex").is_err());
        assert_eq!(keys(beyond.all()), "ann damaged damaged bélise");
        let strange = Index {
            terms: 2,
            ..index()
        };
        assert!(strange.exact("ann").is_err());
        let split = Index {
            key_starts: &[0, 3, 8, 12, 17],
            ..index()
        };
        assert!(split.exact("bo").is_err());
        let empty = Index {
            key_starts: &[],
            ..index()
        };
        assert_eq!(keys(empty.prefix("")), "");
    }
}
