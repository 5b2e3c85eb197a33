//! Ctrl-C, and a polite request to end, in the middle of an answer, a load or a file.
//!
//! What is being written is removed, it is said what holds, and the process ends
//! with the code shells expect (130, 143). When all was in its place already, the
//! first signal lets the command say the rest and end as it would have. A signal that whoever started the
//! program wants ignored stays ignored. Elsewhere than on Unix the process just
//! ends, and the next load sweeps.

/// What is said where nothing was begun.
#[cfg(unix)]
const NO_FILE: &str = "stopped before the end; no file was written";
#[cfg(unix)]
const NO_LOAD: &str = "stopped; nothing was loaded, and what was there before is unchanged";

/// Listens from now on, in a thread of its own. Whatever is begun afterwards is
/// cleared away.
#[cfg(unix)]
pub fn listen() {
    listen_saying(NO_FILE);
}

/// Likewise, where tables are loaded: unless there is a listener already.
#[cfg(unix)]
pub fn listen_to_load() {
    listen_saying(NO_LOAD);
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

    use crate::cli::console::Console;
    use crate::read::is_all_put;

    // Registered in the thread: where there is none to be had, or it cannot
    // hear, the signals keep their usual meaning and still end the process.
    let (registered, wait) = std::sync::mpsc::channel::<()>();
    let _ = std::thread::Builder::new()
        .name("stop".to_owned())
        .spawn(move || {
            let ignored = ignored();
            let heard = [SIGINT, SIGTERM]
                .into_iter()
                .filter(|signal| ignored >> (signal - 1) & 1 == 0);
            let signals = Signals::new(heard);
            drop(registered);
            let Ok(mut signals) = signals else { return };
            let mut is_first = true;
            for signal in signals.forever() {
                if is_first && is_all_put() {
                    Console::new().say("asked to stop when all was in its place; ending as usual");
                } else {
                    stop(signal, nothing);
                }
                is_first = false;
            }
        });
    // Nothing is sent: it ends when the thread hears, or there is none.
    let _ = wait.recv();
}

#[cfg(not(unix))]
pub fn listen() {}

#[cfg(not(unix))]
pub fn listen_to_load() {}

#[cfg(unix)]
fn stop(signal: i32, nothing: &str) -> ! {
    use std::io::{self, IsTerminal, Write};

    use crate::cli::console::Console;
    use crate::edition::folder;
    use crate::read::{Abandoned, abandon};

    let switched = folder::abandon();
    let file = abandon();
    if io::stderr().is_terminal() {
        // A progress bar may stand there.
        let _ = write!(io::stderr(), "\r\u{1b}[K");
    }
    Console::new().say(match (file, switched) {
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
    std::process::exit(128 + signal)
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
