//! `nutgraf query`: SPARQL on an edition, or a question of the library.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;
use oxigraph::model::{Term, Triple};

use crate::answer::{Graph, Wanted, path_rows_knowing, resolve};
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::leave::are;
use crate::cli::open::open;
use crate::cli::selection::known_relations;
use crate::query::{
    Answer, Contested, Format, Kind, Library, Note, Prepared, contested, prepare,
    protected_sources, write,
};

/// Pairs without a path that are told one by one.
const MOST_NO_PATHS: usize = 5;

/// Ask a question of the library, or any SPARQL 1.1 query
///
/// The prefixes of nutgraf and of the case are declared already. How many contested claims an
/// answer names is said on standard error. Exit code 1 for ASK when the answer is no.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    asked: QueryArgs,
    /// Form of the answer; table for rows, ttl for a graph
    #[arg(short, long, value_enum)]
    output: Option<Form>,
    /// Print the query with its parameters as standard SPARQL instead of running it
    #[arg(long)]
    print: bool,
    /// Show how the query is answered, step by step with the rows each step gives, instead of the
    /// answer; `-o json` for programs
    #[arg(long, conflicts_with = "print")]
    explain: bool,
}

/// Which query of which case: the same for every command that takes one.
#[derive(Debug, clap::Args)]
pub(super) struct QueryArgs {
    /// Case folder or edition file
    case: PathBuf,
    /// A question of the library (see `nutgraf queries`) or a file with a query
    #[arg(required_unless_present = "expression")]
    query: Option<String>,
    /// The query itself
    #[arg(short, long, value_name = "SPARQL", conflicts_with = "query")]
    expression: Option<String>,
    /// A value for a parameter of the query: a name or id, a date, a number or a text
    #[arg(short, long = "param", value_name = "NAME=VALUE")]
    param: Vec<String>,
}

impl QueryArgs {
    pub fn case(&self) -> &Path {
        &self.case
    }

    /// The query's text with its parameters bound.
    fn prepared(&self, text: &str, graph: &Graph) -> Result<Prepared, Failure> {
        let mut prepared = prepare(graph.edition(), text)?;
        let mut bound = BTreeSet::new();
        for given in &self.param {
            let name = bind(graph, &mut prepared, given)?;
            if !bound.insert(name) {
                return Err(Failure::usage(format!(
                    "the parameter `{name}` was given twice; it takes one value"
                )));
            }
        }
        Ok(prepared)
    }
}

/// The graph that a query gives, and what is to be said of the paths in it, a
/// line each.
///
/// # Errors
/// For a query that gives rows or a yes or no; see also [`run`].
pub(super) fn graph_of(
    asked: &QueryArgs,
    graph: &Graph,
) -> Result<(Vec<Triple>, Vec<String>), Failure> {
    let mut prepared = asked.prepared(&text(asked)?, graph)?;
    let known = known_relations();
    prepared.find_paths(&|request| path_rows_knowing(graph, &known, request))?;
    match prepared.run(graph.edition())? {
        Answer::Graph(triples) => Ok((triples, said_of_paths(&prepared))),
        Answer::Rows(_) | Answer::Boolean(_) => Err(Failure::usage(
            "this query gives no graph".to_owned(),
        )
        .hint("a query that begins with CONSTRUCT or DESCRIBE does: `CONSTRUCT { ?a reported:owns ?b } WHERE …`")),
    }
}

/// Which ends have no path between them, and what lies beside the paths there are.
fn said_of_paths(prepared: &Prepared) -> Vec<String> {
    let mut said = Vec::new();
    let mut add = |words: &[String], more_of_them: &str| {
        said.extend(words.iter().take(MOST_NO_PATHS).cloned());
        if let Some(more @ 1..) = words.len().checked_sub(MOST_NO_PATHS) {
            said.push(format!("{more} more {more_of_them}"));
        }
    };
    add(
        prepared.no_paths(),
        "pairs of ends have no path between them",
    );
    add(prepared.path_notes(), "notes like these on paths");
    said
}

/// The forms in which rows and graphs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// Aligned columns
    Table,
    /// W3C SPARQL 1.1 results
    Csv,
    /// W3C SPARQL 1.1 results
    Tsv,
    /// W3C SPARQL 1.1 results
    Json,
    /// W3C SPARQL 1.1 results
    Xml,
    /// Markdown
    Md,
    /// Turtle, for CONSTRUCT and DESCRIBE
    Ttl,
    /// N-Triples, for CONSTRUCT and DESCRIBE
    Nt,
    /// JSON-LD, for CONSTRUCT and DESCRIBE
    Jsonld,
}

impl Form {
    fn format(self) -> Format {
        match self {
            Form::Table => Format::Table,
            Form::Csv => Format::Csv,
            Form::Tsv => Format::Tsv,
            Form::Json => Format::Json,
            Form::Xml => Format::Xml,
            Form::Md => Format::Markdown,
            Form::Ttl => Format::Turtle,
            Form::Nt => Format::NTriples,
            Form::Jsonld => Format::JsonLd,
        }
    }
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let Args {
        asked,
        output,
        print,
        explain,
    } = args;
    // A query that cannot be read is no reason to load a case.
    let text = text(&asked)?;
    let graph = open(&asked.case, console)?;
    let mut prepared = asked.prepared(&text, &graph)?;
    if print {
        let sparql = prepared.sparql()?;
        console.out().write_all(sparql.as_bytes())?;
        console.out().write_all(b"\n")?;
        return Ok(Exit::Answered);
    }
    let known = known_relations();
    prepared.find_paths(&|request| path_rows_knowing(&graph, &known, request))?;
    if explain {
        let explanation = prepared.explain(graph.edition())?;
        let text = match output {
            None | Some(Form::Table) => explanation.text(),
            Some(Form::Json) => explanation.json(),
            Some(_) => {
                return Err(Failure::usage(
                    "a plan is shown as `table` or `json`".to_owned(),
                ));
            }
        };
        console.out().write_all(text.as_bytes())?;
        return Ok(Exit::Answered);
    }
    let answer = prepared.run(graph.edition())?;
    let format = output.map_or_else(|| Format::usual(&answer), Form::format);
    let written = write(&answer, format, prepared.prefixes(), console.out())?;
    console.flush()?;
    if written.escaped > 0 {
        console.say(&format!(
            "note: {} characters that {} cannot hold are written as \\u{{…}}",
            written.escaped,
            format.as_str()
        ));
    }
    if asked.expression.is_some()
        || Library::find(asked.query.as_deref().unwrap_or_default()).is_none()
    {
        for pattern in prepared.unmatched(graph.edition())? {
            console.say(&format!(
                "note: nothing in this edition matches `{pattern}`"
            ));
        }
    }
    for words in said_of_paths(&prepared) {
        console.say(&format!("note: {words}"));
    }
    let mut notes = prepared.notes().to_vec();
    notes.extend(Note::of_answer(&answer).filter(|note| !notes.contains(note)));
    for note in notes {
        console.say(&format!("note: {}", note.words()));
    }
    if let Some(warning) = contested_words(&contested(graph.edition(), &answer)?) {
        console.say(&warning);
    }
    let protected = protected_sources(graph.edition(), &answer)?;
    if protected > 0 {
        console.say(&format!(
            "warning: {} marked protected and named in this answer: it must not leave the desk",
            are(protected)
        ));
    }
    Ok(match answer {
        Answer::Boolean(false) => Exit::No,
        Answer::Boolean(true) | Answer::Rows(_) | Answer::Graph(_) => Exit::Answered,
    })
}

/// `note: 5 claims are named in this answer: 2 DENIED, 1 disputed`
fn contested_words(counts: &Contested) -> Option<String> {
    let Contested {
        claims,
        denied,
        disputed,
        retracted,
    } = counts;
    let parts: Vec<String> = [
        (denied, "DENIED"),
        (disputed, "disputed"),
        (retracted, "RETRACTED"),
    ]
    .into_iter()
    .filter(|(count, _)| **count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    let named = if *claims == 1 {
        "1 claim is".to_owned()
    } else {
        format!("{claims} claims are")
    };
    (!parts.is_empty()).then(|| format!("note: {named} named in this answer: {}", parts.join(", ")))
}

/// The query's text: of the library, from a file, or typed.
fn text(args: &QueryArgs) -> Result<String, Failure> {
    if let Some(expression) = &args.expression {
        return Ok(expression.clone());
    }
    let name = args.query.as_deref().unwrap_or_default();
    if let Some(question) = Library::find(name) {
        return Ok(question.text.to_owned());
    }
    let path = PathBuf::from(name);
    if !path.exists() && path.extension().is_none() {
        return Err(unknown_question(name));
    }
    let text = fs::read_to_string(&path)
        .with_context(|| format!("cannot read the query `{name}`"))
        .map_err(|error| Failure::new(Exit::File, error))?;
    // Windows editors begin a file with a mark that is no part of the query.
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// No such question, and the nearest one.
pub(super) fn unknown_question(name: &str) -> Failure {
    let all = Library::all();
    let nearest = all
        .iter()
        .map(|question| (strsim::jaro_winkler(question.name, name), question.name))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let failure = Failure::usage(format!(
        "there is no question `{name}` in the library, and no such file"
    ));
    match nearest {
        Some((_, near)) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint(
            "`nutgraf queries` lists the library; a query of your own goes in a file or after -e",
        ),
    }
}

/// Binds one `name=value`; gives the name.
fn bind<'g>(graph: &Graph, prepared: &mut Prepared, given: &'g str) -> Result<&'g str, Failure> {
    let Some((name, value)) = given.split_once('=') else {
        return Err(Failure::usage(format!("`{given}` is no parameter"))
            .hint("write `--param name=value`, in quotes where the value has spaces"));
    };
    let kind = prepared.parameter(name)?.kind;
    let wanted = match kind {
        Kind::Entity => Wanted::Entity,
        Kind::Claim => Wanted::Claim,
        Kind::Source => Wanted::Source,
        Kind::Denial => Wanted::Denial,
        Kind::Question => Wanted::Question,
        Kind::Relation | Kind::Date | Kind::Integer | Kind::Decimal | Kind::Text => {
            Wanted::Anything
        }
    };
    let term = match kind.read(name, value)? {
        Some(term) => {
            if kind == Kind::Relation && graph.edition().term_id(&term)?.is_none() {
                return Err(unused_relation(graph, value)?);
            }
            term
        }
        None => {
            let id = resolve(graph, value, wanted)?;
            match graph.edition().term(id)? {
                Term::NamedNode(node) => Term::NamedNode(node),
                other => {
                    return Err(Failure::usage(format!(
                        "`{value}` is {other}, which is no thing of the case"
                    )));
                }
            }
        }
    };
    prepared.bind(name, term)?;
    Ok(name)
}

/// No claim uses the relation: an empty answer would read as "nobody".
fn unused_relation(graph: &Graph, value: &str) -> Result<Failure, Failure> {
    let ask = "SELECT ?relation { ?relation a ng:Relation } ORDER BY ?relation";
    let prepared = prepare(graph.edition(), ask)?;
    let used: Vec<String> = match prepared.run(graph.edition())? {
        Answer::Rows(rows) => rows
            .rows
            .iter()
            .flatten()
            .flatten()
            .map(|term| {
                prepared
                    .prefixes()
                    .show(term)
                    .trim_start_matches("rel:")
                    .to_owned()
            })
            .collect(),
        Answer::Boolean(_) | Answer::Graph(_) => Vec::new(),
    };
    Ok(Failure::usage(format!(
        "no claim in this edition uses the relation `{value}`"
    ))
    .hint(format!("in use are {}", used.join(", "))))
}
