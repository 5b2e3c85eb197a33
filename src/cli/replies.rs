//! `nutgraf replies`: who was asked, and what came back.

use std::path::PathBuf;

use crate::answer::{GroupView, RepliesAnswer, RepliesQuestion, replies};
use crate::cli::as_of::AsOf;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::form::Form;
use crate::cli::known_on::KnownOnDay;
use crate::pipeline::recall;
use crate::render::replies as render;
use crate::render::sheet;
use crate::render::{json, known_on};

/// Claims that a line of JSON has in full; the ids of all are there.
const IN_A_LINE: usize = 50;

/// List who was asked and what came back: answers, refusals, silences, requests that are out
///
/// By person and organisation, each answer with who it was that spoke (itself, its press office,
/// somebody for it) and the claims it is of. Requests whose deadline has passed are OVERDUE. A party
/// to a claim that calls for an answer (contested, a matter of law, or nobody behind it by name), with
/// nothing on record, is listed as never asked, as far as is recorded. Of a source: the answers that
/// it gave, those to all that it says, and those that came through it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// Only this person, organisation or source: its name or id
    name: Option<String>,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    known: KnownOnDay,
    /// Form of the answer
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    output: Form,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let question = RepliesQuestion {
        name: args.name,
        as_of: args.as_of.day()?,
    };
    let graph = match args.output {
        Form::Table => args.known.open_for_page(&args.case, console)?,
        Form::Csv | Form::Tsv | Form::Json | Form::Jsonl | Form::Md => {
            args.known.open(&args.case, console)?
        }
    };
    let known = graph.known_on();
    let cases = recall(graph.edition())?;
    let whole = cases.iter();
    let whole = whole.map(|recalled| (&recalled.case, &recalled.assessment));
    let answer = replies(&graph, whole, &question)
        .map_err(|error| args.known.failure(error, &args.case, console))?;
    match args.output {
        Form::Table => {
            console.page(&known_on::page(known, render::head(&answer)))?;
            for group in answer.groups() {
                console.page(&render::page(&group))?;
            }
        }
        Form::Json => {
            let edition = graph.edition().content_id();
            render::write(edition, known, &answer, console.out())?;
        }
        Form::Jsonl => {
            for group in answer.groups() {
                let line = known_on::value(known, line(&answer, &group));
                json::write_line(&line, console.out())?;
            }
        }
        Form::Csv | Form::Tsv | Form::Md => {
            let form = args.output.sheet().unwrap_or(sheet::Form::Csv);
            render::write_rows(known, form, &answer, console.out())?;
        }
    }
    if args.output != Form::Table {
        console.flush()?;
        if let Some(words) = render::later_words(&answer) {
            console.say(&words);
        }
    }
    Ok(Exit::Answered)
}

fn line(answer: &RepliesAnswer<'_>, group: &GroupView<'_>) -> serde_json::Value {
    let claims = group.claims();
    let shown = answer.in_full(&claims[..claims.len().min(IN_A_LINE)]);
    let shown = shown.iter().map(json::claim).collect();
    render::line(group, answer.as_of, shown, claims.len())
}
