//! A load that is killed, fails or is crowded leaves the old edition or the
//! new one: whole, readable, and after the next start with nothing beside it.
//!
//! Everything goes through the shipped binary, on a made-up case whose old and
//! new tables are both known: content id, answer and `check` tell which edition
//! is there. `NUTGRAF_NEVER_HALF=whole` (see `benches/never-half.sh`) does
//! every operation with every fault; the tests by themselves a good part.

mod faults;
mod full_disk;
mod kills;
mod moments;
mod signals;
mod stage;
mod together;
