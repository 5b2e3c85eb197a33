//! `nutgraf query`: SPARQL on an edition, or a question of the library.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;
use oxigraph::model::Triple;

use crate::answer::{
    AskingError, Graph, bind_typed, find_paths_of, nearest_question, remark_on_form, remarks,
    said_of_paths,
};
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::open;
use crate::cli::selection::known_relations;
use crate::query::{Answer, Format, Library, Prepared, prepare, write};

/// Ask a question of the library, or any SPARQL 1.1 query
///
/// The prefixes of nutgraf and of the case are declared already. How many contested claims an
/// answer names is said on standard error. Exit code 1 for ASK when the answer is no.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    asked: QueryArgs,
    /// Form of the answer; table for rows, ttl for a graph
    #[arg(short, long, alias = "format", value_enum)]
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
    find_paths_of(graph, &known_relations(), &mut prepared)?;
    match prepared.run(graph.edition())? {
        Answer::Graph(triples) => Ok((triples, said_of_paths(&prepared))),
        Answer::Rows(_) | Answer::Boolean(_) => Err(Failure::usage(
            "this query gives no graph".to_owned(),
        )
        .hint("a query that begins with CONSTRUCT or DESCRIBE does: `CONSTRUCT { ?a reported:owns ?b } WHERE …`")),
    }
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
    /// RDF/XML, for CONSTRUCT and DESCRIBE
    Rdf,
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
            Form::Rdf => Format::RdfXml,
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
    find_paths_of(&graph, &known_relations(), &mut prepared)?;
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
    let (answer, named) = prepared.run_named(graph.edition())?;
    let format = output.map_or_else(|| Format::usual(&answer), Form::format);
    let written = write(&answer, format, prepared.prefixes(), console.out())?;
    console.flush()?;
    let is_of_library = asked.expression.is_none()
        && Library::find(asked.query.as_deref().unwrap_or_default()).is_some();
    if let Some(remark) = remark_on_form(written, format) {
        console.say(&remark.line());
    }
    for remark in remarks(&graph, &prepared, (&answer, &named), is_of_library)? {
        console.say(&remark.line());
    }
    Ok(match answer {
        Answer::Boolean(false) => Exit::No,
        Answer::Boolean(true) | Answer::Rows(_) | Answer::Graph(_) => Exit::Answered,
    })
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
    let failure = Failure::usage(format!(
        "there is no question `{name}` in the library, and no such file"
    ));
    match nearest_question(name) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
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
    bind_typed(graph, prepared, name, value)?;
    Ok(name)
}

impl From<AskingError> for Failure {
    fn from(error: AskingError) -> Self {
        match error {
            AskingError::Query(inner) => inner.into(),
            AskingError::Answer(inner) => inner.into(),
            AskingError::UnusedRelation { ref used, .. } => {
                let used = format!("in use are {}", used.join(", "));
                Failure::new(Exit::Usage, error).hint(used)
            }
            AskingError::NoThing { .. } => Failure::new(Exit::Usage, error),
        }
    }
}
