//! What is expected of how an edition will be read, for the system to read a file
//! that is not in memory accordingly. It changes how long that takes, and no answer.

use std::sync::atomic::Ordering;

use crate::edition::reader::Edition;

impl Edition {
    /// Says that few places of the file will be read, far from each other, but for
    /// some sections that are touched all over. Of a file that is not in memory the
    /// system then reads these places alone, where it else reads up to megabytes
    /// around each. For a process that answers one question and ends; whoever reads
    /// much would wait for each page of it.
    pub fn expect_few_places(&self, but_for: &[&str]) {
        self.inner.bytes.will_be_read_here_and_there();
        for name in but_for {
            if let Ok(Some(part)) = self.section(name) {
                self.inner.bytes.will_be_read_all_over(part);
            }
        }
        self.inner.few_places.store(true, Ordering::Relaxed);
    }

    /// Says that much will be read, after all.
    pub fn expect_much(&self) {
        if self.inner.few_places.swap(false, Ordering::Relaxed) {
            self.inner.bytes.will_be_read_all_over(self.file());
        }
    }

    /// Whether few places are expected.
    pub fn expects_few_places(&self) -> bool {
        self.inner.few_places.load(Ordering::Relaxed)
    }

    /// Has a part of the file read in one go that will be read whole: worth it
    /// where few places are expected and this is more than a few pages.
    pub fn read_ahead(&self, part: &[u8]) {
        self.inner.bytes.will_be_read(part);
    }
}
