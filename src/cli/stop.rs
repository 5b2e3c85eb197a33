//! Ctrl-C, and a polite request to end, in the middle of a load or of a file.
//!
//! What is being written is removed, it is said what holds, and the process ends
//! with the code shells expect (130, 143). A signal that whoever started the
//! program wants ignored stays ignored. Elsewhere than on Unix the process just
//! ends, and the next load sweeps.

/// Listens from now on, in a thread of its own. Whatever is begun afterwards is
/// cleared away.
#[cfg(unix)]
pub fn listen() {
    static LISTENING: std::sync::Once = std::sync::Once::new();
    LISTENING.call_once(begin);
}

#[cfg(unix)]
fn begin() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

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
            if let Ok(mut signals) = signals
                && let Some(signal) = signals.forever().next()
            {
                stop(signal);
            }
        });
    // Nothing is sent: it ends when the thread hears, or there is none.
    let _ = wait.recv();
}

#[cfg(not(unix))]
pub fn listen() {}

#[cfg(unix)]
fn stop(signal: i32) -> ! {
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
        (Abandoned::Nothing, false) => {
            "stopped; nothing was loaded, and what was there before is unchanged"
        }
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
