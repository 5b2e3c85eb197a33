//! What an open edition holds beside terms and triples: sections and indexes by
//! name, and from what it was made.

use crate::edition::build::PROVENANCE;
use crate::edition::build::extra;
use crate::edition::error::EditionError;
use crate::edition::index;
use crate::edition::index::Index;
use crate::edition::provenance::Case;
use crate::edition::provenance::Provenance;
use crate::edition::reader::Edition;
use crate::edition::reader::require;

impl Edition {
    /// Gives a section that was added by name, on a multiple of 8 bytes.
    ///
    /// # Errors
    /// None today; a section that is there can be read.
    pub fn section(&self, name: &str) -> Result<Option<&[u8]>, EditionError> {
        match self.header().find(&extra(name)) {
            Some(section) => Ok(Some(self.bytes(section)?)),
            None => Ok(None),
        }
    }

    /// Gives an index by name.
    ///
    /// # Errors
    /// When its sections are not all there or do not fit each other.
    pub fn index(&self, name: &str) -> Result<Option<Index<'_>>, EditionError> {
        let find = |part| self.header().find(&index::section(name, part));
        let Some(keys) = find("keys") else {
            return Ok(None);
        };
        let missing = || EditionError::damaged(&index::section(name, "keys"), "a part is missing");
        let key_starts = self.cast(find("key-starts").ok_or_else(missing)?)?;
        let id_starts: &[u64] = self.cast(find("id-starts").ok_or_else(missing)?)?;
        if key_starts.len() != id_starts.len() {
            return Err(EditionError::damaged(
                &index::section(name, "id-starts"),
                "it does not fit the keys",
            ));
        }
        Ok(Some(Index {
            // The name as the file holds it lives as long as the edition.
            name: keys
                .name
                .strip_prefix("index.")
                .and_then(|rest| rest.strip_suffix(".keys"))
                .unwrap_or(&keys.name),
            key_starts,
            id_starts,
            keys: self.bytes(keys)?,
            ids: self.cast(find("ids").ok_or_else(missing)?)?,
            terms: self.term_count(),
        }))
    }

    /// Says from what the edition was made.
    ///
    /// # Errors
    /// When the section is missing or its text is damaged.
    pub fn provenance(&self) -> Result<Provenance, EditionError> {
        let section = require(self.header(), PROVENANCE)?;
        Provenance::from_text(self.bytes(section)?)
    }

    /// Gives the cases it was made from; the provenance is read for the first asker only.
    ///
    /// # Errors
    /// As for [`Edition::provenance`].
    pub fn cases(&self) -> Result<&[Case], EditionError> {
        if let Some(cases) = self.inner.cases.get() {
            return Ok(cases);
        }
        let cases = self.provenance()?.cases;
        Ok(self.inner.cases.get_or_init(|| cases))
    }

    /// Lists every section of the file with its bytes, by name.
    pub fn sections(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.header()
            .sections()
            .iter()
            .filter_map(|section| Some((section.name.as_str(), self.bytes(section).ok()?)))
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::fs;

    use super::*;
    use crate::edition::fixture;
    use crate::edition::layout;

    #[test]
    fn sections_indexes_and_provenance_are_read_from_a_file() -> Result<(), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("x.edition");
        let content_id = fixture::small()?.write(&path)?;
        assert_eq!(fs::read(&path)?, fixture::small()?.bytes());
        let edition = Edition::open(&path)?;
        fs::remove_file(&path)?;

        assert_eq!(edition.content_id(), content_id);
        assert_eq!(edition.content_id().len(), 32);
        let section = edition.section("graph")?.ok_or("no section")?;
        assert_eq!(section, [1, 2, 3, 4, 5]);
        assert_eq!(section.as_ptr() as usize % 64, 0);
        let names = edition.index("names")?.ok_or("no index")?;
        let ids = [
            edition.term_id(&fixture::node(0).into())?.ok_or("no 0")?,
            edition.term_id(&fixture::node(1).into())?.ok_or("no 1")?,
        ];
        assert_eq!(names.exact("ann")?, ids);
        assert_eq!(names.len(), 3);
        let provenance = edition.provenance()?;
        assert_eq!(provenance.format_version, layout::FORMAT_VERSION);
        assert_eq!(provenance.inputs, fixture::provenance().inputs);
        Ok(())
    }
}
