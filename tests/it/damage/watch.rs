//! Ends the tests when one question takes far longer than any machine needs.

use std::io::{self, Write};
use std::process;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Questions take milliseconds; this is a hang on any machine.
const HANGS: Duration = Duration::from_secs(300);

/// Knows what is being done and since when.
pub struct Watch {
    now: Arc<Mutex<(String, Instant)>>,
}

impl Watch {
    pub fn new() -> Watch {
        let now = Arc::new(Mutex::new((String::new(), Instant::now())));
        let seen = Arc::downgrade(&now);
        thread::spawn(move || {
            while let Some(now) = seen.upgrade() {
                if let Ok(now) = now.lock()
                    && now.1.elapsed() > HANGS
                {
                    let _ = writeln!(io::stderr(), "this does not end: {}", now.0);
                    process::abort();
                }
                drop(now);
                thread::sleep(Duration::from_secs(1));
            }
        });
        Watch { now }
    }

    /// Says what comes next.
    pub fn next(&self, what: String) {
        if let Ok(mut now) = self.now.lock() {
            *now = (what, Instant::now());
        }
    }
}
