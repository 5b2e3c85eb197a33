//! `nutgraf audit`: what would not stand.

use std::path::PathBuf;

use crate::answer::{AuditAnswer, AuditQuestion, FindingCode, Graph, audit, code_of};
use crate::cli::as_of::AsOf;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::form::Form;
use crate::cli::known_on::KnownOnDay;
use crate::pipeline::recall;
use crate::render::audit as render;
use crate::render::sheet;
use crate::render::{json, known_on};

/// Claims that are read in full in one go: tens of megabytes.
const TOGETHER: usize = 4_096;

/// Claims of one finding that a line of JSON has in full; the ids of all are there.
const IN_A_LINE: usize = 50;

/// Find what would not stand: single origins, unasked parties, figures that disagree, missing copies
///
/// Each finding says what it is about, which claims it concerns with their standing and answers, and
/// what would mend it. `nutgraf explain CODE` says what exactly a code takes. Exit code 1 when
/// something is found, 0 when nothing is.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// Only these codes: `no-reply,single-origin`
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = code_of)]
    only: Vec<FindingCode>,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    known: KnownOnDay,
    /// Form of the answer
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    output: Form,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let question = AuditQuestion {
        only: args.only,
        as_of: args.as_of.day()?,
    };
    let graph = match args.output {
        Form::Table => args.known.open_for_page(&args.case, console)?,
        Form::Csv | Form::Tsv | Form::Json | Form::Jsonl | Form::Md => {
            args.known.open(&args.case, console)?
        }
    };
    let cases = recall(graph.edition())?;
    let whole = cases
        .iter()
        .map(|recalled| (&recalled.case, &recalled.assessment));
    let answer = audit(&graph, whole, &question);
    match args.output {
        Form::Table => pages(&graph, &answer, console)?,
        Form::Json => object(&graph, &answer, console)?,
        Form::Jsonl => lines(&graph, &answer, console)?,
        Form::Csv => rows(&graph, &answer, sheet::Form::Csv, console)?,
        Form::Tsv => rows(&graph, &answer, sheet::Form::Tsv, console)?,
        Form::Md => rows(&graph, &answer, sheet::Form::Markdown, console)?,
    }
    if args.output != Form::Table {
        console.flush()?;
        if let Some(words) = render::not_compared_words(answer.not_compared) {
            console.say(&words);
        }
    }
    Ok(match answer.total() {
        0 => Exit::Answered,
        _ => Exit::No,
    })
}

fn pages(graph: &Graph, answer: &AuditAnswer<'_>, console: &mut Console) -> Result<(), Failure> {
    console.page(&known_on::page(graph.known_on(), render::head(answer)))?;
    for (code, found) in answer.counts.iter().filter(|(_, found)| *found > 0) {
        console.page(&render::code_head(*code, *found))?;
        for finding in answer.of(*code) {
            console.page(&render::page(&finding))?;
        }
    }
    console.page(&render::foot(answer))
}

fn object(graph: &Graph, answer: &AuditAnswer<'_>, console: &mut Console) -> Result<(), Failure> {
    let (edition, known) = (graph.edition().content_id(), graph.known_on());
    Ok(render::write(edition, known, answer, console.out())?)
}

fn lines(graph: &Graph, answer: &AuditAnswer<'_>, console: &mut Console) -> Result<(), Failure> {
    let codes = answer.counts.iter();
    let mut findings = codes.flat_map(|(code, _)| answer.of(*code)).peekable();
    while findings.peek().is_some() {
        let (mut some, mut claims) = (Vec::new(), Vec::new());
        while claims.len() < TOGETHER
            && some.len() < TOGETHER
            && let Some(finding) = findings.next()
        {
            let before = claims.len();
            claims.extend(finding.claim_refs().take(IN_A_LINE));
            some.push((finding, claims.len() - before));
        }
        let mut full = answer.in_full(&claims).into_iter();
        for (finding, shown) in some {
            let shown = full.by_ref().take(shown);
            let shown = shown.map(|claim| json::claim(&claim)).collect();
            let line = render::line(&finding, answer.as_of, shown);
            let line = known_on::value(graph.known_on(), line);
            json::write_line(&line, console.out())?;
        }
    }
    Ok(())
}

fn rows(
    graph: &Graph,
    answer: &AuditAnswer<'_>,
    form: sheet::Form,
    console: &mut Console,
) -> Result<(), Failure> {
    let known = graph.known_on();
    Ok(render::write_rows(known, form, answer, console.out())?)
}
