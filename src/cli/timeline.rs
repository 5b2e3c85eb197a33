//! `nutgraf timeline`: dated claims and answers in their order.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::answer::{Graph, Timeline, TimelineQuestion, find_timeline};
use crate::cli::console::Console;
use crate::cli::draw::{FEWER_DATES, say_of};
use crate::cli::failure::{Exit, Failure};
use crate::cli::into::IntoFile;
use crate::cli::known_on::{KnownOnDay, day};
use crate::cli::leave::Leaving;
use crate::model::Day;
use crate::render::sheet;
use crate::render::timeline::{TellError, Telling};
use crate::render::words::ROWS_WITHHELD;

/// Put dated claims, and dated answers, in the order of their dates
///
/// Of the whole case, or of the claims in which any of the names takes part. By the first day a date
/// can mean, then the last, then id; what is uncertain, approximate or open is shown as that. Claims
/// without a date are counted. As SVG: a picture with everything it needs to be printed; as HTML: the
/// picture with every claim in full. Both leave the desk: protected sources are withheld. At most 400
/// claims and answers are drawn (exit code 5 when there are more). Exit code 1 when nothing is dated.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    dated: TimelineArgs,
    /// Form of the answer
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    output: Form,
    #[command(flatten)]
    into: IntoFile,
    #[command(flatten)]
    leaving: Leaving,
}

/// What is put in order: the same for every command that takes it.
#[derive(Debug, clap::Args)]
pub(super) struct TimelineArgs {
    /// Case folder or edition file
    pub case: PathBuf,
    /// People, organisations or assets
    names: Vec<String>,
    /// Only what may fall on this day or later
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Option<Day>,
    /// Only what may fall on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = day)]
    to: Option<Day>,
    /// List the claims without a date too, at the end (not in a picture)
    #[arg(long)]
    undated: bool,
    #[command(flatten)]
    pub known: KnownOnDay,
}

impl TimelineArgs {
    /// Finds it.
    ///
    /// # Errors
    /// For days between which there is none, and names as elsewhere.
    pub fn find(&self, graph: &Graph, console: &mut Console) -> Result<Timeline, Failure> {
        let question = TimelineQuestion {
            names: self.names.clone(),
            from: self.from,
            to: self.to,
        };
        find_timeline(graph, &question)
            .map_err(|error| self.known.failure(error, &self.case, console))
    }

    /// What is told of it.
    ///
    /// # Errors
    /// When the edition is damaged.
    pub fn telling<'a>(
        &self,
        graph: &'a Graph,
        found: &'a Timeline,
    ) -> Result<Telling<'a>, Failure> {
        Ok(Telling::new(graph, found, self.undated)?)
    }

    /// Refuses days between which there is none.
    ///
    /// # Errors
    /// When the first is later than the last.
    pub fn check(&self) -> Result<(), Failure> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from > to => Err(Failure::usage(format!(
                "`--from {from}` is later than `--to {to}`: no day is in between"
            ))),
            _ => Ok(()),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text for a person
    Table,
    /// A page with the picture and every claim in full
    Html,
    /// The picture
    Svg,
    Json,
    /// One JSON object per line
    Jsonl,
    /// An apostrophe goes before a cell that a spreadsheet would run as a formula
    Csv,
    /// Likewise
    Tsv,
    /// Markdown
    Md,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let form = args.output;
    args.into.spare(&args.dated.case, &[])?;
    args.dated.check()?;
    // What is put into a file is made to be handed on, whatever its form.
    let leaves = args.into.path().is_some();
    let graph = match form {
        Form::Html | Form::Svg => {
            args.leaving
                .open_known(&args.dated.case, args.dated.known, console)?
        }
        _ if leaves => args
            .leaving
            .open_known(&args.dated.case, args.dated.known, console)?,
        Form::Table => {
            let known = args.dated.known;
            known.open_for_page(&args.dated.case, console)?
        }
        Form::Json | Form::Jsonl | Form::Csv | Form::Tsv | Form::Md => {
            args.dated.known.open(&args.dated.case, console)?
        }
    };
    let graph = match form {
        Form::Json | Form::Jsonl => graph.without_labels(),
        Form::Html | Form::Svg | Form::Table | Form::Csv | Form::Tsv | Form::Md => graph,
    };
    let found = args.dated.find(&graph, console)?;
    let telling = args.dated.telling(&graph, &found)?;
    match form {
        Form::Table if args.into.path().is_none() => {
            for page in telling.pages() {
                console.page(&page?)?;
            }
            console.flush()?;
        }
        Form::Table => args.into.write(console, |out| {
            for page in telling.pages() {
                page?.write(out, false, None)?;
            }
            Ok::<_, Failure>(())
        })?,
        Form::Json => args.into.write(console, |out| telling.value(out))?,
        Form::Jsonl => args.into.write(console, |out| telling.lines(out))?,
        Form::Csv => args
            .into
            .write(console, |out| telling.rows(sheet::Form::Csv, out))?,
        Form::Tsv => args
            .into
            .write(console, |out| telling.rows(sheet::Form::Tsv, out))?,
        Form::Md => args
            .into
            .write(console, |out| telling.rows(sheet::Form::Markdown, out))?,
        Form::Html => args.into.write(console, |out| telling.html(out))?,
        Form::Svg => {
            say_of(&telling.drawing()?, FEWER_DATES, console);
            args.into.write(console, |out| telling.svg(out))?;
        }
    }
    match form {
        Form::Jsonl | Form::Csv | Form::Tsv | Form::Md => {
            console.say(&telling.facts.summary);
        }
        Form::Table | Form::Html | Form::Svg | Form::Json => {}
    }
    if graph.withholds() && !matches!(form, Form::Table | Form::Html | Form::Svg) {
        console.say(&format!("note: {ROWS_WITHHELD}"));
    }
    if let (Form::Html | Form::Svg, Some(words)) = (form, telling.limit()) {
        console.say(&words);
        return Ok(Exit::Limit);
    }
    Ok(match found.is_empty() {
        true => Exit::No,
        false => Exit::Answered,
    })
}

impl From<TellError> for Failure {
    fn from(error: TellError) -> Self {
        match error {
            TellError::Answer(inner) => inner.into(),
            TellError::Write(inner) => inner.into(),
        }
    }
}
