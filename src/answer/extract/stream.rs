//! Entities and edges of a file, some at a time and in order, read on all cores.
//!
//! Each thread reads every n-th piece and makes of it what the caller wants;
//! the caller's thread takes these in order. A thread is never more than a few
//! pieces ahead, so that memory does not grow with the case.

use std::ops::Range;
use std::sync::mpsc::sync_channel;
use std::thread;

use crate::answer::AnswerError;
use crate::answer::extract::Extract;
use crate::answer::extract::read::{Edge, Node, ReadOn};

/// Entities or edges in a piece: enough that handing it over costs nothing
/// beside reading it.
const PIECE: usize = 256;

/// Pieces that a thread may be ahead.
const AHEAD: usize = 2;

/// Threads beyond which the one that writes would be waited for.
const MOST_THREADS: usize = 16;

impl Extract<'_> {
    /// Makes something of every entity, some at a time, and takes it in order.
    /// `make` is given the place of the first.
    ///
    /// # Errors
    /// What `take` says, or when the edition is damaged.
    pub fn nodes<T: Send, E: From<AnswerError>>(
        &self,
        make: impl Fn(usize, Vec<Node>) -> T + Sync,
        take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let read = |on: &ReadOn, range: Range<usize>| on.nodes(range);
        self.each(self.about.nodes, read, make, take)
    }

    /// Likewise of every edge.
    ///
    /// # Errors
    /// What `take` says, or when the edition is damaged.
    pub fn edges<T: Send, E: From<AnswerError>>(
        &self,
        make: impl Fn(usize, Vec<Edge>) -> T + Sync,
        take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let read = |on: &ReadOn, range: Range<usize>| on.edges(range);
        self.each(self.about.edges, read, make, take)
    }

    fn each<I, T: Send, E: From<AnswerError>>(
        &self,
        count: usize,
        read: impl Fn(&ReadOn, Range<usize>) -> Result<Vec<I>, AnswerError> + Sync,
        make: impl Fn(usize, Vec<I>) -> T + Sync,
        mut take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let pieces = count.div_ceil(PIECE);
        let piece = |at: usize| at * PIECE..((at + 1) * PIECE).min(count);
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = cores.min(pieces).min(MOST_THREADS);
        thread::scope(|scope| {
            let (read, make) = (&read, &make);
            let mut made = Vec::with_capacity(threads);
            for first in 0..threads {
                let (send, receive) = sync_channel(AHEAD);
                made.push(receive);
                let graph = self.graph.apart();
                scope.spawn(move || {
                    let network = match graph.network() {
                        Ok(network) => network,
                        // Nobody listens any more when another one failed first.
                        Err(error) => return drop(send.send(Err(error))),
                    };
                    let on = ReadOn::new(self, &graph, &network);
                    for at in (first..pieces).step_by(threads) {
                        let items = read(&on, piece(at));
                        let failed = items.is_err();
                        let items = items.map(|items| make(piece(at).start, items));
                        if send.send(items).is_err() || failed {
                            return;
                        }
                    }
                });
            }
            for at in 0..pieces {
                // A thread that is gone has panicked, which the scope passes on.
                let Ok(items) = made[at % threads].recv() else {
                    break;
                };
                take(items?)?;
            }
            Ok(())
        })
    }
}
