//! `nutgraf trace`: the whole chain of one thing.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::answer::{self, AnswerError};
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::known_on::KnownOnDay;
use crate::render::escape::{markdown, shell};
use crate::render::words::{ROWS_WITHHELD, with_rows_withheld};
use crate::render::{json, known_on, trace};

/// Trace a claim, an answer, a source, a meeting or a question back to rows and files
///
/// For a claim: each voice with how it knows, its passages, what it came through, the outlet and
/// the relays, down to the hash of the file where one is recorded; how its origins are counted; which
/// rule decided its standing, by which answers and why; every answer with a chain of its own; what it
/// sums up. For an answer: what it does to each claim, and why no more. For a source: what rests on
/// it and what falls with it. Exit code 5 when there are more claims than are listed (1,000); all are
/// counted.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// An id, or a name or text as it stands in its row
    what: String,
    #[command(flatten)]
    known: KnownOnDay,
    /// Form of the answer
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    output: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A tree for a person
    Table,
    /// Nested objects
    Json,
    /// A nested list in Markdown
    Md,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let graph = match args.output {
        Form::Table | Form::Md => args.known.open_for_page(&args.case, console)?,
        Form::Json => args.known.open(&args.case, console)?,
    };
    graph.expect_few_places();
    let graph = match args.output {
        Form::Json => graph.without_labels(),
        Form::Table | Form::Md => graph,
    };
    let traced = answer::trace(&graph, &args.what).map_err(|error| {
        let is_entity = matches!(error, AnswerError::OtherKind { .. });
        let failure = args.known.failure(error, &args.case, console);
        if !is_entity {
            return failure;
        }
        let case = args.case.display().to_string();
        let typed = format!("{} {}", shell(&case), shell(&args.what));
        failure
            .hint(format!(
                "`nutgraf show {typed}` lists every claim about it with its id"
            ))
            .hint(format!("`nutgraf dossier {typed}` writes them on a page"))
    })?;
    let known = graph.known_on();
    match args.output {
        Form::Table => {
            let page = with_rows_withheld(graph.withholds(), trace::page(&traced));
            console.page(&known_on::page(known, page))?;
        }
        Form::Json => {
            let value = trace::value(graph.edition().content_id(), &traced);
            json::write(&known_on::value(known, value), console.out())?;
        }
        Form::Md => {
            if let Some(known) = known {
                let sentence = markdown(&known_on::sentence(known));
                writeln!(console.out(), "**{sentence}**\n")?;
            }
            trace::write_markdown(&traced, console.out())?;
            if graph.withholds() {
                writeln!(console.out(), "\n{ROWS_WITHHELD}")?;
            }
        }
    }
    console.flush()?;
    if graph.withholds() && args.output == Form::Json {
        console.say(&format!("note: {ROWS_WITHHELD}"));
    }
    if graph.is_redacted() {
        console
            .say("note: this edition is redacted: what is said not to be recorded may be withheld");
    }
    Ok(match trace::left_out(&traced) {
        Some(words) => {
            console.say(&format!("NOT COMPLETE: {words}"));
            Exit::Limit
        }
        None => Exit::Answered,
    })
}
