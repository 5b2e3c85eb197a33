//! Ctrl-C, and a polite request to end, in the middle of an answer, a load or a file.
//!
//! What is being written is removed, it is said what holds, and the process dies of
//! the signal, so that a shell's loop ends with it; shells show 130 or 143. When all
//! was in its place already, the first signal lets the command say the rest and end
//! as it would have. Where nobody reads what is said, it ends all the same. A signal
//! that whoever started the program wants ignored stays ignored. Elsewhere than on
//! Unix the process just ends, and the next load sweeps.

#[cfg(unix)]
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(unix)]
use std::sync::{Arc, OnceLock, mpsc};
#[cfg(unix)]
use std::time::Duration;

/// How long the end waits for what it says to be taken: standard error may be a pipe
/// that nobody reads, or another thread may hold it. A busy machine needs some of it;
/// who has no patience sends a second signal.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(1);

/// What is said where no file was begun. Whether standard output is a file, and how
/// much of it was printed, is not known here.
#[cfg(unix)]
const NO_FILE: &str = "stopped before the end: what was printed, if anything, is not whole";
#[cfg(unix)]
const NO_LOAD: &str = "stopped; nothing was loaded, and what was there before is unchanged";

/// Set when signals are heard, or cannot be.
#[cfg(unix)]
static REGISTERED: OnceLock<()> = OnceLock::new();

/// Listens in a thread of its own, soon: nobody waits for it where nothing is begun
/// that would have to be cleared away. Until then a signal just ends the process.
#[cfg(unix)]
pub fn listen_soon() {
    listen_saying(NO_FILE);
}

/// Listens from now on. Whatever is begun afterwards is cleared away.
#[cfg(unix)]
pub fn listen() {
    listen_soon();
    REGISTERED.wait();
}

/// Likewise, where tables are loaded: unless there is a listener already.
#[cfg(unix)]
pub fn listen_to_load() {
    listen_saying(NO_LOAD);
    REGISTERED.wait();
}

#[cfg(unix)]
fn listen_saying(nothing: &'static str) {
    static LISTENING: std::sync::Once = std::sync::Once::new();
    LISTENING.call_once(|| begin(nothing));
}

#[cfg(unix)]
fn begin(nothing: &'static str) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    use crate::read::is_all_put;

    // Registered in the thread: where there is none to be had, or it cannot
    // hear, the signals keep their usual meaning and still end the process.
    let listener = std::thread::Builder::new()
        .name("stop".to_owned())
        .spawn(move || {
            let ignored = ignored();
            let heard: Vec<i32> = [SIGINT, SIGTERM]
                .into_iter()
                .filter(|signal| ignored >> (signal - 1) & 1 == 0)
                .collect();
            // While this is set, a signal ends the process at once: until it can be
            // heard, and again when all is cleared away. It is registered first, so
            // that a signal that is heard has passed it before anybody sets it.
            let ends_at_once = Arc::new(AtomicBool::new(true));
            for signal in &heard {
                let ends_at_once = Arc::clone(&ends_at_once);
                let _ = signal_hook::flag::register_conditional_default(*signal, ends_at_once);
            }
            let signals = Signals::new(heard);
            ends_at_once.store(signals.is_err(), Ordering::SeqCst);
            let _ = REGISTERED.set(());
            let Ok(mut signals) = signals else { return };
            let mut is_first = true;
            for signal in signals.forever() {
                if is_first && is_all_put() {
                    say_briefly("asked to stop when all was in its place; ending as usual");
                } else {
                    stop(signal, nothing, &ends_at_once);
                }
                is_first = false;
            }
        });
    if listener.is_err() {
        let _ = REGISTERED.set(());
    }
}

#[cfg(not(unix))]
pub fn listen_soon() {}

#[cfg(not(unix))]
pub fn listen() {}

#[cfg(not(unix))]
pub fn listen_to_load() {}

#[cfg(unix)]
fn stop(signal: i32, nothing: &'static str, ends_at_once: &AtomicBool) -> ! {
    use crate::edition::folder;
    use crate::read::{Abandoned, abandon};

    let switched = folder::abandon();
    let file = abandon();
    ends_at_once.store(true, Ordering::SeqCst);
    say_briefly(match (file, switched) {
        (Abandoned::Unfinished, false) => {
            "stopped; nothing was written, and what was there before is unchanged"
        }
        (Abandoned::Unfinished, true) => {
            "stopped; nothing was written; the edition of the changed tables is complete and in place"
        }
        (Abandoned::Partly, _) => {
            "stopped; not all was written: each file is the old one or the new one, whole"
        }
        (Abandoned::Put, _) => "stopped; what was to be written is complete and in place",
        (Abandoned::Nothing, true) => "stopped; the new edition is complete and in place",
        (Abandoned::Nothing, false) => nothing,
    });
    // The first process of a container does not die of its own signals.
    if std::process::id() != 1 {
        let _ = signal_hook::low_level::emulate_default_handler(signal);
    }
    std::process::exit(128 + signal)
}

/// Says a line, and goes on after [`PATIENCE`] when nobody has taken it.
#[cfg(unix)]
fn say_briefly(words: &'static str) {
    use std::io::{self, IsTerminal, Write};

    use crate::cli::console::Console;

    let (said, wait) = mpsc::channel::<()>();
    let _ = std::thread::Builder::new()
        .name("say".to_owned())
        .spawn(move || {
            if io::stderr().is_terminal() {
                // A progress bar may stand there.
                let _ = write!(io::stderr(), "\r\u{1b}[K");
            }
            Console::new().say(words);
            drop(said);
        });
    // Nothing is sent: it is told by its end, and so is that there is no thread.
    let _ = wait.recv_timeout(PATIENCE);
}

/// The signals that whoever started this process has it ignore, one bit each.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.unwrap_or_default()
}
