//! The threads that a load computes with.
//!
//! A machine at its limit refuses new threads, and a load must then take longer
//! instead of failing: rayon gets only threads that are there already.

use std::num::NonZero;
use std::sync::mpsc;
use std::thread;

use rayon::{ThreadBuilder, ThreadPoolBuilder};

/// Starts as many threads as there are cores, or as many as can be had, for
/// everything in this process that computes in parallel. Without any, and
/// when called again, nothing happens: work is then done by whoever asks.
pub fn start() {
    let wanted = thread::available_parallelism().map_or(1, NonZero::get);
    let mut waiting = Vec::new();
    for _ in 0..wanted {
        let (hand_over, work) = mpsc::channel::<ThreadBuilder>();
        let started = thread::Builder::new().spawn(move || {
            // Ends at once when the threads were started before.
            if let Ok(worker) = work.recv() {
                worker.run();
            }
        });
        match started {
            Ok(_) => waiting.push(hand_over),
            Err(_) => break,
        }
    }
    let pool = match waiting.len() {
        0 => ThreadPoolBuilder::new().num_threads(1).use_current_thread(),
        some => ThreadPoolBuilder::new().num_threads(some),
    };
    // An error says that they were started before.
    let _ = pool
        .spawn_handler(|worker| {
            let thread = waiting.pop();
            let handed_over = thread.and_then(|thread| thread.send(worker).ok());
            handed_over.ok_or_else(|| std::io::ErrorKind::Other.into())
        })
        .build_global();
}
