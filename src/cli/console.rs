//! Standard output and standard error: who may have colour, what goes where.
//!
//! Standard output carries the answer and nothing else. A closed pipe ends the
//! command quietly.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::cli::failure::{Exit, Failure};
use crate::cli::stop;
use crate::pipeline::{Count, Progress, Unit};
use crate::render::escape::terminal;
use crate::render::page::Page;
use crate::render::problems::render_problems;
use crate::render::text::candidate_line;

/// A load that takes longer than this shows a progress bar on a terminal.
const QUICK: Duration = Duration::from_secs(1);

/// How often a progress bar moves.
const TICK: Duration = Duration::from_millis(120);

/// Below so many columns lines are left as they are.
const NARROWEST: usize = 40;

/// The two streams.
pub struct Console {
    out: BufWriter<io::Stdout>,
}

impl Console {
    /// The process's own streams.
    pub fn new() -> Self {
        Self {
            out: BufWriter::with_capacity(1 << 16, io::stdout()),
        }
    }

    /// Where the answer goes.
    pub fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// Whether the answer may be coloured.
    pub fn colour(&self) -> bool {
        AutoStream::choice(&io::stdout()) != ColorChoice::Never
    }

    /// Writes a page as the answer.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn page(&mut self, page: &Page) -> Result<(), Failure> {
        let colour = self.colour();
        Ok(page.write(&mut self.out, colour, terminal_width(&io::stdout()))?)
    }

    /// Says something beside the answer.
    pub fn say(&mut self, message: &str) {
        // Nobody is left to tell when standard error is closed.
        let _ = writeln!(io::stderr(), "{}", terminal(message));
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// Says why a command failed; gives the code to end with.
    pub fn fail(&mut self, failure: &Failure) -> Exit {
        let Failure {
            exit,
            error,
            hints,
            candidates,
            choice: _,
            report,
            also,
            closed,
        } = failure;
        if *closed {
            return Exit::Answered;
        }
        // An answer that was begun is still an answer as far as it goes.
        let _ = self.out.flush();
        let colour = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
        let mut err = io::stderr().lock();
        if let Some(report) = report {
            let _ = render_problems(report, &mut err, colour);
        }
        // A message may have lines of its own: the query with a caret under it.
        for (at, line) in format!("{error:#}").lines().enumerate() {
            let before = if at == 0 { "error: " } else { "" };
            let _ = writeln!(err, "{before}{}", terminal(line));
        }
        let mut page = Page::new();
        if !candidates.is_empty() {
            page.line(match failure.choice {
                true => "choose one of",
                false => "did you mean",
            });
        }
        for candidate in candidates {
            candidate_line(&mut page, candidate);
        }
        for hint in hints {
            page.line(format!("hint: {hint}"));
        }
        let _ = page.write(&mut err, colour, terminal_width(&io::stderr()));
        drop(err);
        for other in also {
            self.fail(other);
        }
        *exit
    }
}

/// How many columns a stream has, where it is a terminal.
fn terminal_width(stream: &impl IsTerminal) -> Option<usize> {
    let width = || Some(usize::from(terminal_size::terminal_size()?.0.0));
    if stream.is_terminal() {
        width().filter(|width| *width >= NARROWEST)
    } else {
        None
    }
}

/// A progress bar that appears only when it is worth it.
pub struct Bar {
    began: Instant,
    bar: Option<ProgressBar>,
    heard: bool,
    // The phase, and when it began; read by the thread that draws.
    phase: Arc<Mutex<Option<(Progress, Instant)>>>,
}

impl Bar {
    /// Not shown yet.
    pub fn new() -> Self {
        Self {
            began: Instant::now(),
            bar: None,
            heard: false,
            phase: Arc::default(),
        }
    }

    /// Shows a phase of a load, its counts and how fast they grow, until the
    /// next one is shown.
    pub fn show(&mut self, progress: Progress) {
        // Before this nothing was begun that could be left unfinished.
        if !self.heard {
            self.heard = true;
            stop::listen_to_load();
        }
        if self.bar.is_none() && self.began.elapsed() > QUICK && io::stderr().is_terminal() {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
                .with_elapsed(self.began.elapsed());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {phase}  {elapsed}") {
                let phase = self.phase.clone();
                bar.set_style(style.with_key(
                    "phase",
                    move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
                        let phase = phase.lock().unwrap_or_else(PoisonError::into_inner);
                        if let Some((progress, began)) = &*phase {
                            let _ = out.write_str(&phase_line(progress, began.elapsed()));
                        }
                    },
                ));
            }
            // Counts go on while nobody calls.
            bar.enable_steady_tick(TICK);
            self.bar = Some(bar);
        }
        let mut phase = self.phase.lock().unwrap_or_else(PoisonError::into_inner);
        let began = match &*phase {
            Some((before, began)) if before.phase == progress.phase => *began,
            Some(_) | None => Instant::now(),
        };
        *phase = Some((progress, began));
    }
}

/// A phase with its counts, each with what was done in a second on average.
fn phase_line(progress: &Progress, took: Duration) -> String {
    let Progress { phase, counts } = progress;
    let mut line = (*phase).to_owned();
    for (at, Count { unit, done }) in counts.iter().enumerate() {
        let done = done.load(Ordering::Relaxed);
        let rate = done as f64 / took.as_secs_f64().max(0.001);
        line += if at == 0 { ": " } else { ", " };
        line += &match unit {
            Unit::Rows => format!("{done} rows ({rate:.0} rows/s)"),
            Unit::Triples => format!("{done} triples ({rate:.0}/s)"),
            Unit::Items => format!("{done} entities and links ({rate:.0}/s)"),
            Unit::TriplesSorted => format!("{done} triples sorted"),
            Unit::BytesRead => megabytes(done, rate),
            Unit::BytesWritten => format!("{} written", megabytes(done, rate)),
        };
    }
    line
}

fn megabytes(done: u64, rate: f64) -> String {
    format!("{:.1} MB ({:.1} MB/s)", done as f64 / 1e6, rate / 1e6)
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_is_shown_with_its_counts_and_rates() {
        let count = |unit, done: u64| Count {
            unit,
            done: Arc::new(done.into()),
        };
        let line = |phase, counts| phase_line(&Progress { phase, counts }, Duration::from_secs(4));
        assert_eq!(line("judging claims", Vec::new()), "judging claims");
        let read = vec![count(Unit::Rows, 8000), count(Unit::BytesRead, 1_000_000)];
        assert_eq!(
            line("reading", read),
            "reading: 8000 rows (2000 rows/s), 1.0 MB (0.2 MB/s)"
        );
        let written = vec![
            count(Unit::TriplesSorted, 4000),
            count(Unit::BytesWritten, 8_000_000),
        ];
        assert_eq!(
            line("sorting and writing", written),
            "sorting and writing: 4000 triples sorted, 8.0 MB (2.0 MB/s) written"
        );
    }
}
