//! The other end of the pipe: a process that answers one request after another
//! from one edition, and keeps to a limit of memory.
//!
//! It reads requests and writes replies as `wire` has them. It ends when the pipe
//! does, at once and whatever it is doing, so that none is left behind; and when
//! it holds more memory than it may, with an exit code of its own.

use std::io::{self, BufWriter, Read, Write};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::query::with_deep_stack;
use crate::web::reply::{Body, Reply};
use crate::web::respond::respond;
use crate::web::session::Session;
use crate::web::wire::{Frame, Head, MOST_BYTES, Request, read_request, write_frame};

/// How a worker ends that held more memory than it may.
pub const OVER_MEMORY: i32 = 71;

/// Often enough that not much more than the limit is held when it is seen.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Answers requests until there are no more.
///
/// `memory` is how many bytes of its own this process may hold; `end` ends the
/// process with an exit code.
///
/// # Errors
/// Those of the pipes.
pub fn work(
    session: &Session,
    mut from: impl Read + Send + 'static,
    out: impl Write + Send,
    memory: u64,
    end: fn(i32) -> !,
) -> io::Result<()> {
    watch_memory(memory, end)?;
    let (asked, requests) = mpsc::channel();
    // Whoever asked may be gone while an answer is looked for.
    thread::Builder::new()
        .name("requests".to_owned())
        .spawn(move || {
            while let Ok(Some(request)) = read_request(&mut from) {
                if asked.send(request).is_err() {
                    break;
                }
            }
            end(0)
        })?;
    with_deep_stack(move || {
        let mut out = BufWriter::with_capacity(MOST_BYTES, out);
        for request in requests {
            answer(session, &request, &mut out)?;
        }
        Ok(())
    })
    .map_err(io::Error::other)?
}

/// Writes the reply to one request.
fn answer(session: &Session, request: &Request, out: &mut dyn Write) -> io::Result<()> {
    let Reply {
        status,
        headers,
        body,
    } = respond(session, request);
    let head = Head {
        status,
        headers: headers
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        length: match &body {
            Body::Whole(bytes) => Some(bytes.len() as u64),
            Body::Written(_) => None,
        },
    };
    write_frame(out, Frame::Head, &serde_json::to_vec(&head)?)?;
    match body {
        Body::Whole(bytes) => {
            for piece in bytes.chunks(MOST_BYTES) {
                write_frame(out, Frame::Body, piece)?;
            }
            write_frame(out, Frame::End, &[])?;
        }
        Body::Written(write) => {
            let mut pieces = BufWriter::with_capacity(MOST_BYTES, Pieces(&mut *out));
            let written = write(&mut pieces).and_then(|()| pieces.flush());
            // What was not written is no part of a broken body.
            let _ = pieces.into_parts();
            match written {
                Ok(()) => write_frame(out, Frame::End, &[])?,
                Err(error) => write_frame(out, Frame::Broken, error.to_string().as_bytes())?,
            }
        }
    }
    out.flush()
}

/// A writer of which each call is a frame.
struct Pieces<'a>(&'a mut dyn Write);

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = &bytes[..bytes.len().min(MOST_BYTES)];
        write_frame(self.0, Frame::Body, piece)?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Ends the process when it holds more memory of its own than it may. The pages of
/// the edition, which all workers share, are not counted.
#[cfg(target_os = "linux")]
fn watch_memory(most: u64, end: fn(i32) -> !) -> io::Result<()> {
    use std::fs::File;
    use std::os::unix::fs::FileExt;

    let counts = File::open("/proc/self/statm")?;
    let page = rustix::param::page_size() as u64;
    let mut text = [0; 128];
    let read = counts.read_at(&mut text, 0)?;
    let held = String::from_utf8_lossy(&text[..read]);
    // What the process may write to: the sixth number.
    let data = held.split(' ').nth(5).and_then(|pages| pages.parse().ok());
    // Before that, in one step too large for the watch to see it coming.
    limit_data(data.unwrap_or(1 << 20) * page + most);
    thread::Builder::new()
        .name("memory".to_owned())
        .spawn(move || {
            let mut text = [0; 128];
            loop {
                thread::sleep(LOOK_EVERY);
                let Ok(read) = counts.read_at(&mut text, 0) else {
                    continue;
                };
                let numbers = String::from_utf8_lossy(&text[..read]);
                let mut numbers = numbers.split(' ').skip(1).map(str::parse::<u64>);
                if let (Some(Ok(resident)), Some(Ok(shared))) = (numbers.next(), numbers.next())
                    && resident.saturating_sub(shared) * page > most
                {
                    end(OVER_MEMORY);
                }
            }
        })?;
    Ok(())
}

/// Limits what the process can ask the system for: what it has already, of which an
/// allocator keeps a gibibyte in hand, the same again as it may hold, and the stacks
/// of its threads, of which that for queries is large.
#[cfg(target_os = "linux")]
fn limit_data(most: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};

    const BESIDE: u64 = 512 << 20;
    let limit = Rlimit {
        current: Some(most + BESIDE),
        maximum: Some(most + BESIDE),
    };
    // Where that is not to be had, the watch is left.
    let _ = setrlimit(Resource::Data, limit);
    // Nor does what it holds end up in a file when it falls over.
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
}

#[cfg(not(target_os = "linux"))]
fn watch_memory(_most: u64, _end: fn(i32) -> !) -> io::Result<()> {
    Ok(())
}
