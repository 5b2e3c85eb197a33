//! `nutgraf sheet`: the line-by-line sheet of a fact-checker, out and back in.

mod import;

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;

use crate::answer::{Checking, CheckingError, Story};
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::into::IntoFile;
use crate::cli::leave::Leaving;
use crate::pipeline::start_threads;
use crate::render::line_by_line::{
    WriteError, beside, write_csv, write_html, write_json, write_md, write_xlsx,
};

/// Write the line-by-line sheet of a fact-checker, one row per claim, and take its checks back
///
/// With --story the rows follow the lines of a draft that are marked with claim ids, `[claim-id]` or
/// `[id1; id2]`, and sentences that assert something without a mark are listed too; without it all claims,
/// by whom they are about. Protected sources are withheld, as in every file that leaves the desk.
/// With --import the columns check, checked_by and concern of an edited sheet (CSV) go back into the
/// tables: shown at first, written with --write. Nothing else in the tables is touched.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// Draft whose lines are marked with claim ids, Markdown or plain text
    #[arg(long, value_name = "FILE")]
    story: Option<PathBuf>,
    /// Form of the sheet
    #[arg(short, long, alias = "format", value_enum, default_value = "html")]
    output: Form,
    #[command(flatten)]
    into: IntoFile,
    #[command(flatten)]
    leaving: Leaving,
    /// Show what an edited sheet changes in the tables
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["story", "output", "into", "with_protected"]
    )]
    import: Option<PathBuf>,
    /// Write these changes into the tables
    #[arg(long, requires = "import")]
    write: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A page for a screen and for paper
    Html,
    /// The form that --import takes; an apostrophe goes before a cell that a spreadsheet would run
    Csv,
    /// A workbook
    Xlsx,
    /// Markdown
    Md,
    Json,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    if let Some(sheet) = &args.import {
        return import::run(&args.case, sheet, args.write, console);
    }
    if args.output == Form::Xlsx && args.into.path().is_none() && io::stdout().is_terminal() {
        return Err(Failure::usage("a workbook is nothing for a terminal")
            .hint("write it to a file: `-O sheet.xlsx`"));
    }
    let read: Vec<&Path> = args.story.as_deref().into_iter().collect();
    args.into.spare(&args.case, &read)?;
    // A draft that cannot be read is said before a load that may take a minute.
    let story = args.story.as_deref().map(read_story).transpose()?;
    let graph = args.leaving.open(&args.case, console)?;
    start_threads();
    let checking = Checking::new(&graph, story)?;
    args.into
        .write(console, |out| write(args.output, &checking, out))?;
    if let Some(words) = beside(&checking) {
        console.say(&words);
    }
    Ok(Exit::Answered)
}

fn write(
    form: Form,
    checking: &Checking<'_>,
    mut out: &mut (dyn Write + Send),
) -> Result<(), WriteError> {
    match form {
        Form::Html => write_html(checking, &mut out),
        Form::Csv => write_csv(checking, &mut out),
        Form::Xlsx => write_xlsx(checking, out),
        Form::Md => write_md(checking, &mut out),
        Form::Json => write_json(checking, &mut out),
    }
}

fn read_story(path: &Path) -> Result<Story, Failure> {
    let file = |error: anyhow::Error| Failure::new(Exit::File, error);
    let bytes = fs::read(path)
        .with_context(|| format!("cannot read `{}`", path.display()))
        .map_err(file)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Failure::new(
            Exit::Data,
            anyhow::Error::msg(format!(
                "`{}` is not UTF-8 text (line {line})",
                path.display()
            )),
        )
        .hint("save it as plain text in UTF-8")
    })?;
    Ok(Story::read(&path.display().to_string(), &text))
}

impl From<CheckingError> for Failure {
    fn from(error: CheckingError) -> Self {
        let words = error.to_string();
        match error {
            CheckingError::Answer(inner) => inner.into(),
            CheckingError::Marks(report) => Self {
                report: Some(report),
                ..Self::new(Exit::Data, anyhow::Error::msg(words))
            },
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Write(inner) => inner.into(),
            WriteError::Answer(inner) => inner.into(),
            WriteError::LongCell { .. } => Self::new(Exit::Limit, error)
                .hint("nothing was written; `-o csv` and `-o html` hold it"),
            WriteError::Workbook(_) => Self::new(Exit::File, error),
        }
    }
}
