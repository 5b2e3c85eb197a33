//! `nutgraf load`: tables to an edition.

use std::path::{Path, PathBuf};

use crate::cli::console::{Bar, Console};
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::say_unanswered;
use crate::edition::{Kind, folder};
use crate::model::{Severity, Table};
use crate::pipeline::{Progress, Request, load, open_case};
use crate::render::page::Page;
use crate::render::words::NO_ANSWERS;
use crate::render::words::count;

/// Load tables into an edition: all of it or nothing
///
/// One case folder without --edition goes to its own `.nutgraf/`, where every command finds it.
/// Several case folders go into one file (--edition) and need different bases in `nutgraf.toml`.
/// RDF files (N-Triples, Turtle; plain or gzip) only lend background: nothing in them enters a
/// standing, a link or a path. With --redacted an edition is made that may leave the desk: the same
/// claims, standings and counts, without a protected source's name, words, addresses or rows. It
/// lies beside the full one. A text that names such a source stops it (exit code 3).
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folders
    #[arg(required_unless_present = "rdf")]
    cases: Vec<PathBuf>,
    /// RDF files to add as background
    #[arg(long, num_args = 1.., value_name = "FILE")]
    rdf: Vec<PathBuf>,
    /// Where to write the edition
    #[arg(long, value_name = "FILE")]
    edition: Option<PathBuf>,
    /// Withhold protected sources, with whatever tells of them
    #[arg(long)]
    redacted: bool,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    match (&args.edition, args.cases.as_slice(), args.rdf.is_empty()) {
        (None, [case], true) => load_in_place(case, args.redacted, console),
        (None, _, _) => Err(
            Failure::usage("several cases, or RDF files, need a file to go to")
                .hint("name it with `--edition FILE`"),
        ),
        (Some(path), _, _) => load_to_file(&args, path, console),
    }
}

fn load_in_place(case: &Path, redacted: bool, console: &mut Console) -> Result<Exit, Failure> {
    let mut bar = Bar::new();
    let kind = match redacted {
        true => Kind::Redacted,
        false => Kind::Full,
    };
    let opened = open_case(
        case,
        kind,
        &mut |progress| bar.show(progress),
        &mut super::open::said_waiting,
    )?;
    drop(bar);
    if opened.loaded.is_some() {
        super::open::say_where(case, opened.temporary.as_deref(), console);
    }
    say_unanswered(&opened.edition, console)?;
    let mut page = Page::new();
    page.line(format!(
        "{}edition {}: {} triples, {}",
        if redacted { "redacted " } else { "" },
        opened.edition.content_id(),
        opened.edition.triple_count(),
        opened.edition.path().display()
    ));
    match opened.loaded {
        None => page.add("; nothing had changed"),
        Some(report) => page.add(format!(
            "; {}",
            count(report.count(Severity::Warning), "warning")
        )),
    };
    console.page(&page)?;
    Ok(Exit::Answered)
}

fn load_to_file(args: &Args, path: &Path, console: &mut Console) -> Result<Exit, Failure> {
    let mut bar = Bar::new();
    let request = Request {
        cases: args.cases.clone(),
        rdf: args.rdf.clone(),
        redacted: args.redacted,
    };
    let loaded = load(&request, &mut |progress| bar.show(progress))?;
    bar.show(Progress::writing(&loaded.built));
    let content_id = folder::write_file(path, loaded.built)?;
    drop(bar);
    let unanswered = loaded.counts.iter().all(|(_, counts)| {
        let denials = counts.tables.get(&Table::Denials);
        denials.is_none_or(|rows| rows.accepted == 0)
    });
    if unanswered && !loaded.counts.is_empty() {
        console.say(&format!("note: {NO_ANSWERS}"));
    }
    let mut page = Page::new();
    for (folder, counts) in &loaded.counts {
        let rows: u64 = counts
            .tables
            .values()
            .map(|table| u64::from(table.read))
            .sum();
        page.line(format!(
            "{}: {rows} rows read and accepted",
            folder.display()
        ));
    }
    page.line(format!(
        "{}edition {content_id}: {}; {}",
        if args.redacted { "redacted " } else { "" },
        path.display(),
        count(loaded.report.count(Severity::Warning), "warning")
    ));
    console.page(&page)?;
    Ok(Exit::Answered)
}
