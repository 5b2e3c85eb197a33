//! Standard output and standard error: who may have colour, what goes where.
//!
//! Standard output carries the answer and nothing else. A closed pipe ends the
//! command quietly.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::failure::{Exit, Failure};
use crate::cli::stop;
use crate::pipeline::Progress;
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
}

impl Bar {
    /// Not shown yet.
    pub fn new() -> Self {
        Self {
            began: Instant::now(),
            bar: None,
            heard: false,
        }
    }

    /// Shows how far a load has come: phase, rows, bytes.
    pub fn show(&mut self, progress: Progress) {
        let Progress { phase, rows, bytes } = progress;
        // Before this nothing was begun that could be left unfinished.
        if !self.heard {
            self.heard = true;
            stop::listen();
        }
        if self.bar.is_none() && self.began.elapsed() > QUICK && io::stderr().is_terminal() {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
                .with_elapsed(self.began.elapsed());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}  {elapsed}") {
                bar.set_style(style);
            }
            // Sorting reports nothing for a long time, and must not look dead.
            bar.enable_steady_tick(TICK);
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_message(match rows {
                0 => phase.to_owned(),
                rows => format!("{phase}: {rows} rows, {:.1} MB", bytes as f64 / 1e6),
            });
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
