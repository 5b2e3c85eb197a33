//! The worker processes: who is asked next, how long it may take, and what is said
//! when it has no answer.
//!
//! There are three lanes, each for so many requests at once and a queue of so many
//! more, so that no query keeps a page waiting: pages; whatever a user wrote (queries,
//! files of a whole case); and what looks at all claims together. In the first two a
//! worker that takes long gives way to others by its priority, and is not used again;
//! in the last it is, for what it has read once it need not read again. One that takes
//! too long is killed. How many work at once follows from the processors, and from the
//! memory of the machine.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::body::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::{Instant, sleep_until, timeout};

use crate::web::wire::{Frame, Head, Request, read_head, request_bytes};
use crate::web::worker::OVER_MEMORY;

/// How the workers are run.
#[derive(Debug, Clone)]
pub struct Workers {
    pub program: PathBuf,
    /// Before the edition, which is the last argument.
    pub arguments: Vec<OsString>,
    /// How long a reply may take to begin, and each piece of it to follow.
    pub timeout: Duration,
    /// What a worker may hold, in bytes; it sees to that itself.
    pub memory: u64,
    /// What the machine has, in bytes, where that is known.
    pub machine: Option<u64>,
}

impl Workers {
    /// How many may work at once in a lane: `most` at most, two at least, and no more
    /// than fit into one of `share` parts of the machine's memory.
    fn at_once(&self, most: usize, share: u64) -> usize {
        let fits = self.machine.map(|bytes| bytes / share / self.memory.max(1));
        let fits = fits.and_then(|fits| usize::try_from(fits).ok());
        fits.map_or(most, |fits| fits.clamp(2, most))
    }
}

/// All pages together may hold a half of the machine's memory, and all queries too:
/// hardly ever does more than one worker hold what it may.
const PARTS_FOR_PAGES: u64 = 2;
const PARTS_FOR_QUERIES: u64 = 2;
/// These stay, and what they have read with them.
const WHOLE_AT_ONCE: usize = 2;
/// From here on a request gives way to others.
const LONG: Duration = Duration::from_millis(200);
/// A nice value that leaves nearly everything to whoever wants something.
const GIVING_WAY: i32 = 19;
/// How long a request waits for its turn before whoever asks is told to come again.
const MOST_WAITING: Duration = Duration::from_secs(10);
/// A reply that is not read this long is broken off.
const UNREAD: Duration = Duration::from_secs(60);
/// Pieces of a body ahead of whoever reads it.
const AHEAD: usize = 8;

/// Which requests a request waits with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    Pages,
    Queries,
    /// What looks at all claims together.
    Whole,
}

/// Why there is no reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoReply {
    /// Too many ask at once.
    Busy,
    /// It took longer than this.
    Time(Duration),
    /// It needed more than so many bytes.
    Memory(u64),
    /// The worker fell over, or could not be started.
    Failed(String),
}

/// A reply whose body follows.
#[derive(Debug)]
pub struct Answered {
    pub head: Head,
    /// After the last piece comes [`Piece::End`]; without that the rest is missing.
    pub body: mpsc::Receiver<Piece>,
}

/// What comes of a body.
#[derive(Debug)]
pub enum Piece {
    Bytes(Bytes),
    /// Nothing is missing.
    End,
    /// The rest is missing.
    Broken(NoReply),
}

/// All workers of one server.
pub struct Pool {
    workers: Workers,
    pages: Queue,
    queries: Queue,
    whole: Queue,
    state: Mutex<State>,
}

struct Queue {
    at_once: Semaphore,
    waiting: AtomicUsize,
    most_waiting: usize,
}

impl Queue {
    fn new(at_once: usize, most_waiting: usize) -> Self {
        Self {
            at_once: Semaphore::new(at_once),
            waiting: AtomicUsize::new(0),
            most_waiting,
        }
    }
}

struct State {
    edition: Arc<Shown>,
    /// Which edition that is; those before are not opened any more.
    generation: u32,
    idle: Vec<Worker>,
    /// Those that have looked at all claims together.
    idle_whole: Vec<Worker>,
}

impl State {
    fn idle(&mut self, lane: Lane) -> &mut Vec<Worker> {
        match lane {
            Lane::Pages | Lane::Queries => &mut self.idle,
            Lane::Whole => &mut self.idle_whole,
        }
    }
}

/// An edition that is shown for as long as this is there.
struct Shown {
    path: PathBuf,
    /// Keeps it to be had after another load has swept it away.
    _file: File,
}

impl Shown {
    fn open(path: PathBuf) -> io::Result<Self> {
        let file = File::open(&path)?;
        #[cfg(target_os = "linux")]
        let path = {
            use std::os::fd::AsRawFd;
            let kept = format!("/proc/{}/fd/{}", std::process::id(), file.as_raw_fd());
            let kept = PathBuf::from(kept);
            if kept.exists() { kept } else { path }
        };
        Ok(Self { path, _file: file })
    }
}

struct Worker {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    /// Kept until it has opened that, which is not at once.
    _shown: Arc<Shown>,
    generation: u32,
    /// Where it has given way, it does so for good.
    is_slow: bool,
}

impl Pool {
    /// A pool for an edition; no worker runs yet.
    ///
    /// # Errors
    /// When the edition cannot be opened.
    pub fn new(workers: Workers, edition: PathBuf) -> io::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let (pages, queries) = (cores.max(2) * 2, cores.max(2) * 4);
        Ok(Self {
            pages: Queue::new(workers.at_once(pages, PARTS_FOR_PAGES), 256),
            queries: Queue::new(workers.at_once(queries, PARTS_FOR_QUERIES), 64),
            whole: Queue::new(WHOLE_AT_ONCE, 64),
            workers,
            state: Mutex::new(State {
                edition: Arc::new(Shown::open(edition)?),
                generation: 0,
                idle: Vec::new(),
                idle_whole: Vec::new(),
            }),
        })
    }

    /// From now on requests are answered from another edition; those under way are
    /// not disturbed.
    ///
    /// # Errors
    /// When the edition cannot be opened; the one before is shown then.
    pub fn switch(&self, edition: PathBuf) -> io::Result<()> {
        let shown = Arc::new(Shown::open(edition)?);
        let mut state = self.state();
        state.edition = shown;
        state.generation += 1;
        state.idle.clear();
        state.idle_whole.clear();
        Ok(())
    }

    /// Where the edition is to be had that requests are answered from.
    pub fn edition(&self) -> PathBuf {
        self.state().edition.path.clone()
    }

    /// Has a worker ready before anybody asks.
    ///
    /// # Errors
    /// When none can be started.
    pub fn warm(&self) -> io::Result<()> {
        let worker = self.start()?;
        self.give_back(worker, Lane::Pages);
        Ok(())
    }

    /// Asks a worker. When nobody waits for the reply any more, it is not finished.
    ///
    /// # Errors
    /// See [`NoReply`].
    pub async fn ask(self: &Arc<Self>, request: &Request, lane: Lane) -> Result<Answered, NoReply> {
        let message = request_bytes(request).map_err(failed)?;
        let (told, reply) = oneshot::channel();
        let pool = Arc::clone(self);
        tokio::spawn(async move { pool.serve(message, lane, told).await });
        match reply.await {
            Ok(reply) => reply,
            Err(_) => Err(NoReply::Failed("the request was given up".to_owned())),
        }
    }

    async fn serve(
        &self,
        message: Vec<u8>,
        lane: Lane,
        mut told: oneshot::Sender<Result<Answered, NoReply>>,
    ) {
        let queue = match lane {
            Lane::Pages => &self.pages,
            Lane::Queries => &self.queries,
            Lane::Whole => &self.whole,
        };
        let permit = match queue.at_once.try_acquire() {
            Ok(permit) => permit,
            Err(_) => {
                if queue.waiting.fetch_add(1, Ordering::Relaxed) >= queue.most_waiting {
                    queue.waiting.fetch_sub(1, Ordering::Relaxed);
                    let _ = told.send(Err(NoReply::Busy));
                    return;
                }
                let turn = tokio::select! {
                    turn = timeout(MOST_WAITING, queue.at_once.acquire()) => turn,
                    () = told.closed() => {
                        queue.waiting.fetch_sub(1, Ordering::Relaxed);
                        return;
                    }
                };
                queue.waiting.fetch_sub(1, Ordering::Relaxed);
                match turn {
                    Ok(Ok(permit)) => permit,
                    Ok(Err(_)) | Err(_) => {
                        let _ = told.send(Err(NoReply::Busy));
                        return;
                    }
                }
            }
        };
        match self.take(lane) {
            Err(error) => {
                let _ = told.send(Err(failed(error)));
            }
            Ok(mut worker) => {
                let is_done = self.converse(&mut worker, &message, lane, told).await;
                if is_done && !worker.is_slow {
                    self.give_back(worker, lane);
                } else {
                    // Whatever it was doing, nobody waits for it.
                    let _ = worker.child.start_kill();
                    let _ = worker.child.wait().await;
                }
            }
        }
        drop(permit);
    }

    /// Sends a request and passes the reply on; whether the worker is done with it.
    async fn converse(
        &self,
        worker: &mut Worker,
        message: &[u8],
        lane: Lane,
        mut told: oneshot::Sender<Result<Answered, NoReply>>,
    ) -> bool {
        let began = Instant::now();
        let head = {
            let asked = async {
                worker.stdin.write_all(message).await?;
                worker.stdin.flush().await?;
                next(&mut worker.stdout).await
            };
            tokio::pin!(asked);
            let mut long = began + LONG;
            loop {
                tokio::select! {
                    head = &mut asked => break Some(head),
                    () = told.closed() => return false,
                    () = sleep_until(began + self.workers.timeout) => break None,
                    () = sleep_until(long) => {
                        took_long(&mut worker.is_slow, &worker.child, lane);
                        long = began + self.workers.timeout * 2;
                    }
                }
            }
        };
        let head = match head {
            None => {
                let _ = told.send(Err(NoReply::Time(self.workers.timeout)));
                return false;
            }
            Some(Ok((Frame::Head, bytes))) => serde_json::from_slice::<Head>(&bytes),
            Some(_) => {
                let _ = told.send(Err(self.why_ended(worker).await));
                return false;
            }
        };
        let Ok(head) = head else {
            let _ = told.send(Err(NoReply::Failed("the reply has no head".to_owned())));
            return false;
        };
        // Bytes of a known length that are still to come.
        let mut left = head.length;
        let (pieces, body) = mpsc::channel(AHEAD);
        if told.send(Ok(Answered { head, body })).is_err() {
            return false;
        }
        loop {
            let frame = tokio::select! {
                biased;
                frame = timeout(self.workers.timeout, next(&mut worker.stdout)) => frame,
                // Whoever has all of a known length goes before the end is said.
                () = pieces.closed(), if left != Some(0) => return false,
            };
            let piece = match frame {
                Ok(Ok((Frame::End, _))) => {
                    let _ = timeout(UNREAD, pieces.send(Piece::End)).await;
                    return true;
                }
                Ok(Ok((Frame::Body, bytes))) => {
                    left = left.map(|left| left.saturating_sub(bytes.len() as u64));
                    Piece::Bytes(Bytes::from(bytes))
                }
                Ok(Ok((Frame::Broken, why))) => {
                    Piece::Broken(NoReply::Failed(String::from_utf8_lossy(&why).into_owned()))
                }
                Ok(Ok((Frame::Head | Frame::Request, _)) | Err(_)) => {
                    Piece::Broken(self.why_ended(worker).await)
                }
                Err(_) => Piece::Broken(NoReply::Time(self.workers.timeout)),
            };
            if began.elapsed() > LONG {
                took_long(&mut worker.is_slow, &worker.child, lane);
            }
            let is_broken = matches!(piece, Piece::Broken(_));
            match timeout(UNREAD, pieces.send(piece)).await {
                Ok(Ok(())) if !is_broken => {}
                Ok(_) | Err(_) => return false,
            }
        }
    }

    /// Why a worker ended without a reply.
    async fn why_ended(&self, worker: &mut Worker) -> NoReply {
        let _ = worker.child.start_kill();
        match worker.child.wait().await {
            Ok(status) if is_over_memory(status) => NoReply::Memory(self.workers.memory),
            Ok(status) => NoReply::Failed(format!("its process ended with {status}")),
            Err(error) => failed(error),
        }
    }

    fn take(&self, lane: Lane) -> io::Result<Worker> {
        // One may have ended while nobody looked.
        loop {
            let idle = self.state().idle(lane).pop();
            match idle {
                Some(mut worker) => {
                    if let Ok(None) = worker.child.try_wait() {
                        return Ok(worker);
                    }
                }
                None => return self.start(),
            }
        }
    }

    fn give_back(&self, worker: Worker, lane: Lane) {
        let mut state = self.state();
        if worker.generation == state.generation {
            state.idle(lane).push(worker);
        }
    }

    fn start(&self) -> io::Result<Worker> {
        let (edition, generation) = {
            let state = self.state();
            (Arc::clone(&state.edition), state.generation)
        };
        let mut command = Command::new(&self.workers.program);
        command
            .args(&self.workers.arguments)
            .arg(&edition.path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        // Ctrl-C is for the server, which ends its workers.
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(stdin), Some(stdout)) => Ok(Worker {
                child,
                stdin,
                stdout: BufReader::new(stdout),
                _shown: edition,
                generation,
                is_slow: false,
            }),
            _ => Err(io::Error::other("a worker has no pipes")),
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // Nothing is left half done in there.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads one frame.
async fn next(from: &mut BufReader<ChildStdout>) -> io::Result<(Frame, Vec<u8>)> {
    let mut head = [0; 5];
    from.read_exact(&mut head).await?;
    let (frame, length) = read_head(head)?;
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).await?;
    Ok((frame, bytes))
}

/// Makes a worker that takes long give way, and be used no more; not one that has
/// looked at all claims, of which there are few, and which has read what the next
/// request needs.
fn took_long(is_slow: &mut bool, child: &Child, lane: Lane) {
    if !*is_slow && lane != Lane::Whole {
        *is_slow = true;
        give_way(child);
    }
}

/// Leaves the processor to whoever else wants it. A worker is a group of its own,
/// so that all its threads do.
#[cfg(unix)]
fn give_way(child: &Child) {
    let group = child
        .id()
        .and_then(|id| i32::try_from(id).ok())
        .and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        // One that has just ended cannot, and need not.
        let _ = rustix::process::setpriority_pgrp(Some(group), GIVING_WAY);
    }
}

#[cfg(not(unix))]
fn give_way(_child: &Child) {}

/// Whether a worker ended for want of memory: by its own watch, or because the
/// system gave it no more.
fn is_over_memory(status: ExitStatus) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        const ABORTED: i32 = 6;
        if status.signal() == Some(ABORTED) {
            return true;
        }
    }
    status.code() == Some(OVER_MEMORY)
}

fn failed(error: io::Error) -> NoReply {
    NoReply::Failed(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_work_at_once_as_fit_into_the_memory_and_two_at_least() {
        let of = |machine: Option<u64>, memory| {
            let workers = Workers {
                program: PathBuf::new(),
                arguments: Vec::new(),
                timeout: LONG,
                memory,
                machine,
            };
            workers.at_once(8, 2)
        };
        const GIB: u64 = 1 << 30;
        assert_eq!(of(None, GIB), 8);
        assert_eq!(of(Some(64 * GIB), GIB), 8);
        assert_eq!(of(Some(12 * GIB), GIB), 6);
        assert_eq!(of(Some(GIB), GIB), 2);
        assert_eq!(of(Some(GIB), 100 * GIB), 2);
        assert_eq!(of(Some(GIB), 0), 8);
    }
}
