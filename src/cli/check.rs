//! `nutgraf check`: all problems of a case, the soundness of an edition, or (in
//! `evidence`) of the copies that were kept.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::console::{Bar, Console};
use crate::cli::evidence;
use crate::cli::failure::{Exit, Failure};
use crate::edition::{self, Edition};
use crate::model::Severity;
use crate::network::Network;
use crate::pipeline::{read_and_check, redact};
use crate::render::json;
use crate::render::page::Page;
use crate::render::problems::{problems_json, render_problems};
use crate::render::words::NO_ANSWERS;
use crate::render::words::count;

/// List every problem of a case at once, or test an edition file for damage
///
/// Exit code 3 when a problem is an error: then no edition is written, and an older one is not
/// used. For an edition, every checksum, order and bound is tested; exit code 4 when it is damaged.
/// With --evidence: exit code 1 when a copy of a source differs or is missing, 4 when a file cannot
/// be read.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// Form of the answer
    #[arg(short, long, alias = "format", value_enum, default_value = "text")]
    output: Form,
    /// List too what would tell of a protected source in a redacted edition
    #[arg(long)]
    redacted: bool,
    /// Verify the files below DIR, the kept copies, against the `sha256` of the sources
    ///
    /// A copy is known by its hash, whatever its name. A source whose address ends in the name of a
    /// file that has another hash DIFFERS. Links that lead out of DIR are not followed.
    #[arg(long, value_name = "DIR", conflicts_with = "redacted")]
    evidence: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For a person
    Text,
    /// For an editor
    Json,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    if let Some(folder) = &args.evidence {
        let as_json = match args.output {
            Form::Json => true,
            Form::Text => false,
        };
        return evidence::run(&args.case, folder, as_json, console);
    }
    if args.case.is_file() {
        return check_edition(&args, console);
    }
    let mut bar = Bar::new();
    let (draft, case, counts, mut report) =
        read_and_check(&args.case, &mut |progress| bar.show(progress))?;
    if args.redacted {
        let (_, _, found) = redact(&args.case, &draft, &case);
        report.extend(found);
        report.sort();
    }
    drop(bar);
    if case.denials.is_empty() && !case.claims.is_empty() {
        console.say(&format!("note: {NO_ANSWERS}"));
    }
    let (errors, warnings) = (
        report.count(Severity::Error),
        report.count(Severity::Warning),
    );
    match args.output {
        Form::Json => {
            let mut value = problems_json(&report);
            value["tables"] = counts
                .tables
                .iter()
                .map(|(table, count)| {
                    serde_json::json!({"table": table.file(), "read": count.read, "accepted": count.accepted, "refused": count.refused})
                })
                .collect();
            json::write(&value, console.out())?;
        }
        Form::Text => {
            let colour = console.colour();
            render_problems(&report, console.out(), colour)?;
            let mut page = Page::new();
            for (table, count) in &counts.tables {
                page.line(format!(
                    "{:<18} {} = {} accepted + {} refused",
                    table.file(),
                    crate::render::words::count(count.read as usize, "row"),
                    count.accepted,
                    count.refused
                ));
            }
            page.line(format!(
                "{}, {}",
                count(errors, "error"),
                count(warnings, "warning")
            ));
            console.page(&page)?;
        }
    }
    Ok(if errors > 0 {
        Exit::Data
    } else {
        Exit::Answered
    })
}

fn check_edition(args: &Args, console: &mut Console) -> Result<Exit, Failure> {
    let edition = Edition::open_unread(&args.case)
        .map_err(|error| super::open::not_a_case(&args.case, error))?;
    let mut faults: Vec<String> = edition.verify().iter().map(ToString::to_string).collect();
    let (inputs, redacted) = match edition.provenance() {
        Ok(provenance) => (provenance.inputs.clone(), provenance.is_redacted()),
        // Said among the faults.
        Err(_) => (Vec::new(), false),
    };
    // The path graph's numbers mean something only where the rest is sound, and
    // an edition of RDF files alone has none.
    if faults.is_empty() && !edition.provenance()?.cases.is_empty() {
        let network = Network::new(|name| edition.section(name).ok().flatten());
        let sound = network.and_then(|network| network.check());
        faults.extend(sound.err().map(|error| error.to_string()));
    }
    match args.output {
        Form::Json => {
            let value = serde_json::json!({
                "schema": "nutgraf/edition-check/1",
                "edition": edition.content_id(),
                "sound": faults.is_empty(),
                "faults": faults,
                "inputs": inputs,
                "redacted": redacted,
            });
            json::write(&value, console.out())?;
        }
        Form::Text => {
            for edition::Input {
                case,
                name,
                bytes,
                sha256,
            } in &inputs
            {
                let case = case.as_deref().unwrap_or("background");
                let line = format!("made from {name} ({case}), {bytes} bytes, sha256 {sha256}");
                writeln!(console.out(), "{}", crate::render::escape::terminal(&line))?;
            }
            if redacted {
                writeln!(
                    console.out(),
                    "redacted: protected sources are withheld, and from what it was made is not said"
                )?;
            }
            for fault in &faults {
                writeln!(console.out(), "{}", crate::render::escape::terminal(fault))?;
            }
            let verdict = if faults.is_empty() {
                "sound"
            } else {
                "DAMAGED: load the tables again"
            };
            writeln!(
                console.out(),
                "edition {}: {} terms, {} triples, {verdict}",
                edition.content_id(),
                edition.term_count(),
                edition.triple_count()
            )?;
        }
    }
    Ok(if faults.is_empty() {
        Exit::Answered
    } else {
        Exit::File
    })
}
