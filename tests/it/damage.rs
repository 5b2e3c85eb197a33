//! Damaged editions: found by `check`, refused or answered without a panic, a
//! hang or a look beyond the end of the file.
//!
//! Bits are flipped and files cut, as disks do it; and numbers are changed
//! under checksums that are made to hold again, as a bug or a forger would.

mod deep;
mod found;
mod versions;
mod watch;
