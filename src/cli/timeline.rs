//! `nutgraf timeline`: dated claims and answers in their order.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::answer::{Graph, Timeline, TimelineEntry, TimelineQuestion, find_timeline};
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::into::IntoFile;
use crate::cli::known_on::{KnownOnDay, day};
use crate::cli::leave::Leaving;
use crate::model::Day;
use crate::render::long::LongObject;
use crate::render::page::Page;
use crate::render::sheet;
use crate::render::svg::Drawing;
use crate::render::{json, known_on, timeline};

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
    #[arg(short, long, value_enum, default_value = "table")]
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
    pub fn find(&self, graph: &Graph) -> Result<Timeline, Failure> {
        Ok(find_timeline(
            graph,
            &TimelineQuestion {
                names: self.names.clone(),
                from: self.from,
                to: self.to,
            },
        )?)
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
        Form::Table | Form::Json | Form::Jsonl | Form::Csv | Form::Tsv | Form::Md => {
            args.dated.known.open(&args.dated.case, console)?
        }
    };
    let graph = match form {
        Form::Json | Form::Jsonl => graph.without_labels(),
        Form::Html | Form::Svg | Form::Table | Form::Csv | Form::Tsv | Form::Md => graph,
    };
    let found = args.dated.find(&graph)?;
    let telling = Telling::new(&graph, &found, &args.dated)?;
    match form {
        Form::Table if args.into.path().is_none() => {
            telling.pages(&mut |page| console.page(page))?;
            console.flush()?;
        }
        Form::Table => args.into.write(|out| {
            telling.pages(&mut |page| Ok::<_, Failure>(page.write(out, false, None)?))
        })?,
        Form::Json => args.into.write(|out| telling.value(out))?,
        Form::Jsonl => args.into.write(|out| telling.lines(out))?,
        Form::Csv => args.into.write(|out| telling.rows(sheet::Form::Csv, out))?,
        Form::Tsv => args.into.write(|out| telling.rows(sheet::Form::Tsv, out))?,
        Form::Md => args
            .into
            .write(|out| telling.rows(sheet::Form::Markdown, out))?,
        Form::Html => args.into.write(|out| telling.html(out))?,
        Form::Svg => args.into.write(|out| telling.svg(out))?,
    }
    match form {
        Form::Jsonl | Form::Csv | Form::Tsv | Form::Md => console.say(&telling.facts.summary),
        Form::Table | Form::Html | Form::Svg | Form::Json => {}
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

/// What is written, in whatever form.
pub(super) struct Telling<'a> {
    facts: timeline::Facts,
    graph: &'a Graph,
    found: &'a Timeline,
    undated: bool,
}

type Read = Result<TimelineEntry, crate::answer::AnswerError>;

impl<'a> Telling<'a> {
    /// Puts together what is said of the whole.
    ///
    /// # Errors
    /// When the edition is damaged.
    pub fn new(
        graph: &'a Graph,
        found: &'a Timeline,
        dated: &TimelineArgs,
    ) -> Result<Self, Failure> {
        Ok(Telling {
            facts: timeline::facts(found, found.counts()?),
            graph,
            found,
            undated: dated.undated,
        })
    }

    /// All entries, then those without a date where they are asked for.
    fn entries(&self) -> impl Iterator<Item = Read> {
        let without = self.undated.then(|| self.found.without_date());
        self.found.entries().chain(without.into_iter().flatten())
    }

    /// What is not drawn in a picture.
    pub fn limit(&self) -> Option<String> {
        (self.found.len() > timeline::MOST_DRAWN).then(|| {
            format!(
                "NOT COMPLETE: the first {} of {} are drawn; ask for fewer with names, `--from` and `--to`",
                timeline::MOST_DRAWN,
                self.found.len()
            )
        })
    }

    fn pages(&self, write: &mut dyn FnMut(&Page) -> Result<(), Failure>) -> Result<(), Failure> {
        let head = timeline::head(&self.facts);
        write(&known_on::page(self.graph.known_on(), head))?;
        for entry in self.found.entries() {
            write(&timeline::page(&entry?))?;
        }
        if self.undated {
            write(&timeline::undated_head())?;
            for entry in self.found.without_date() {
                write(&timeline::page(&entry?))?;
            }
        }
        Ok(())
    }

    fn value(&self, out: &mut dyn Write) -> Result<(), Failure> {
        let known = self.graph.known_on();
        let edition = self.graph.edition().content_id();
        let head = timeline::json_head(edition, self.found, &self.facts, known);
        let mut object = LongObject::begin(&head, out)?;
        object.list("entries")?;
        for entry in self.entries() {
            object.item(&timeline::value(&entry?))?;
        }
        Ok(object.end()?)
    }

    fn lines(&self, out: &mut dyn Write) -> Result<(), Failure> {
        for entry in self.entries() {
            let value = known_on::value(self.graph.known_on(), timeline::value(&entry?));
            json::write_line(&value, out)?;
        }
        Ok(())
    }

    fn rows(&self, form: sheet::Form, out: &mut dyn Write) -> Result<(), Failure> {
        let known = self.graph.known_on();
        let mut sheet = known_on::streamed(known, form, &timeline::columns(), out)?;
        for entry in self.entries() {
            sheet.row(timeline::row_cells(&entry?))?;
        }
        Ok(sheet.finish()?)
    }

    fn drawn_entries(&self) -> Result<Vec<TimelineEntry>, Failure> {
        let entries = self.found.entries().take(timeline::MOST_DRAWN);
        Ok(entries.collect::<Result<_, _>>()?)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(self.limit());
        notes.extend(self.graph.known_on().map(known_on::sentence));
        notes.push(timeline::NOT_TRUE.to_owned());
        let cases = self.graph.case_names();
        let word = if cases.len() == 1 { "case" } else { "cases" };
        notes.push(format!("{word}: {}", cases.join("; ")));
        notes.push(format!("edition {}", self.graph.edition().content_id()));
        notes
    }

    /// The page.
    pub fn html(&self, out: &mut dyn Write) -> Result<(), Failure> {
        let mut notes = self.notes();
        notes.push(timeline::ACCURATE.to_owned());
        let undated = match self.undated {
            true => self.found.without_date().collect::<Result<_, _>>()?,
            false => Vec::new(),
        };
        let entries = self.drawn_entries()?;
        Ok(timeline::html(
            &self.facts,
            &notes,
            &entries,
            &undated,
            out,
        )?)
    }

    /// The picture.
    pub fn svg(&self, out: &mut dyn Write) -> Result<(), Failure> {
        let entries = self.drawn_entries()?;
        Ok(timeline::svg(&self.facts, &self.notes(), &entries, out)?)
    }

    /// The picture, for what is not SVG.
    pub fn drawing(&self) -> Result<Drawing, Failure> {
        let entries = self.drawn_entries()?;
        Ok(timeline::drawing(&self.facts, &self.notes(), &entries))
    }
}
