//! Sections to a file, one after another, and the table of them at the end of it all.
//!
//! Takes bytes as they are made, so that no section need be held in memory
//! after it was written; remembers place, length and checksum of each, and
//! writes header and table into the room it left before them.

use std::io;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use xxhash_rust::xxh3::Xxh3;

use crate::edition::layout;
use crate::edition::layout::ID_BYTES;
use crate::edition::layout::Section;

/// How many bytes are written at once.
const AT_ONCE: usize = 1 << 22;

/// Writes the sections of one file.
// Invariant: `at` is how much was written, sections lie as `layout` wants them.
pub(super) struct SectionWriter<'w, W> {
    out: &'w mut W,
    room_for: usize,
    at: usize,
    sections: Vec<Section>,
    checksum: Xxh3,
    // The same as `at`, for whoever looks on.
    written: Arc<AtomicU64>,
}

impl<'w, W: Write + Seek> SectionWriter<'w, W> {
    /// Leaves room for a table of so many sections.
    pub(super) fn new(out: &'w mut W, room_for: usize) -> io::Result<SectionWriter<'w, W>> {
        let mut writer = SectionWriter {
            out,
            room_for,
            at: 0,
            sections: Vec::with_capacity(room_for),
            checksum: Xxh3::new(),
            written: Arc::default(),
        };
        writer.zeros(layout::head_length(room_for))?;
        Ok(writer)
    }

    /// Counts the bytes written where somebody may look.
    pub(super) fn counted_in(mut self, written: Arc<AtomicU64>) -> Self {
        self.written = written;
        self
    }

    /// Writes a whole section.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.begin(name)?;
        self.extend(bytes)
    }

    /// Begins a section, to be extended until the next one begins.
    pub(super) fn begin(&mut self, name: &str) -> io::Result<()> {
        self.end();
        self.zeros(layout::padding(self.at))?;
        self.sections.push(Section {
            name: name.to_owned(),
            offset: self.at,
            len: 0,
            checksum: 0,
        });
        Ok(())
    }

    /// Adds bytes to the section that was begun.
    pub(super) fn extend(&mut self, bytes: &[u8]) -> io::Result<()> {
        // A section may take seconds, and somebody may look on.
        for some in bytes.chunks(AT_ONCE) {
            self.out.write_all(some)?;
            self.checksum.update(some);
            self.at += some.len();
            self.written.store(self.at as u64, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Writes header and table where room was left for them.
    ///
    /// # Errors
    /// When there were more or fewer sections than there is room for.
    pub(super) fn finish(mut self, content_id: [u8; ID_BYTES]) -> io::Result<()> {
        self.end();
        if self.sections.len() != self.room_for {
            return Err(io::Error::other(format!(
                "{} sections were to be written and {} were",
                self.room_for,
                self.sections.len()
            )));
        }
        let head = layout::encode(content_id, &self.sections);
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&head)?;
        self.out.flush()
    }

    fn end(&mut self) {
        if let Some(last) = self.sections.last_mut() {
            last.len = self.at - last.offset;
            last.checksum = self.checksum.digest();
        }
        self.checksum.reset();
    }

    fn zeros(&mut self, count: usize) -> io::Result<()> {
        self.out.write_all(&vec![0; count])?;
        self.at += count;
        Ok(())
    }
}
