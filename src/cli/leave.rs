//! Opening a case for what leaves the desk: files to send, pages to publish.
//!
//! Takes what the user calls CASE and gives the redacted edition of it, unless
//! the user asks for protected sources by name. Every command that writes such
//! files opens its case here, so that none can forget to.

use std::path::Path;

use crate::answer::{Graph, sources_are};
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::known_on::KnownOnDay;
use crate::cli::open::{count_of, open, open_kind};
use crate::edition::{Edition, EditionError, Kind};
use crate::render::escape::shell;
use crate::render::words::count;

/// What may go into a file that leaves the desk.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Leaving {
    /// Name protected sources too, with everything that rests on them; for the desk only
    #[arg(long)]
    with_protected: bool,
}

impl Leaving {
    /// The option as it was given, for another process.
    pub fn option(self) -> Option<&'static str> {
        self.with_protected.then_some("--with-protected")
    }

    /// Opens the redacted edition of a folder, made anew when a table changed,
    /// or a redacted edition file. Says on standard error what is withheld, or
    /// that nothing is.
    ///
    /// # Errors
    /// See [`open`]; also for a file of a full edition with protected sources,
    /// since nothing can be taken out of that any more.
    pub fn open(self, case: &Path, console: &mut Console) -> Result<Graph, Failure> {
        if self.with_protected {
            let graph = open(case, console)?;
            let protected = protected_sources(graph.edition())?;
            if protected > 0 && !graph.is_redacted() {
                console.say(&warning(protected));
            }
            return Ok(graph);
        }
        let graph = open_kind(case, Kind::Redacted, console)?;
        let protected = protected_sources(graph.edition())?;
        if protected == 0 {
            return Ok(graph);
        }
        if graph.is_redacted() {
            console.say(&format!(
                "note: {} protected and withheld: name, words and address, and all row numbers of tables that lack a row for it; the claims stay",
                sources_are(protected)
            ));
            return Ok(graph);
        }
        let typed = case.display().to_string();
        Err(Failure::new(
            Exit::Usage,
            anyhow::Error::msg(format!(
                "`{}` names {} and cannot be redacted any more: make a redacted edition of the tables with `nutgraf load CASE --redacted --edition FILE`, or add `--with-protected` if this stays at the desk",
                shell(&typed),
                count(
                    usize::try_from(protected).unwrap_or(usize::MAX),
                    "protected source"
                )
            )),
        ))
    }
}

impl Leaving {
    /// Likewise as known on a day, if one is given. What was known is only in the
    /// full edition: without the user's leave it is opened only where no source
    /// is protected.
    ///
    /// # Errors
    /// As for [`Leaving::open`], and when a day is given and a source protected.
    pub fn open_known(
        self,
        case: &Path,
        known: KnownOnDay,
        console: &mut Console,
    ) -> Result<Graph, Failure> {
        if !known.is_given() {
            return self.open(case, console);
        }
        let graph = known.open(case, console)?;
        match protected_sources(graph.edition())? {
            0 => Ok(graph),
            protected if self.with_protected => {
                console.say(&warning(protected));
                Ok(graph)
            }
            protected => Err(Failure::usage(format!(
                "{} protected, and what was known on a day can only be told from everything",
                sources_are(protected)
            ))
            .hint("leave out `--known-on`, or add `--with-protected` if this stays at the desk")),
        }
    }
}

fn warning(protected: u64) -> String {
    format!(
        "warning: {} marked protected and named in what is written: it must not leave the desk",
        sources_are(protected)
    )
}

/// How many sources must not be named.
fn protected_sources(edition: &Edition) -> Result<u64, EditionError> {
    count_of(edition, "ProtectedSource")
}
