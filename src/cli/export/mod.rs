//! `nutgraf export`: a case, or any answer that has links, as a file for
//! another program.

mod form;
mod put;

use std::path::{Path, PathBuf};

use crate::answer::{
    Extract, Graph, extract_between, extract_graph, extract_paths, extract_ties, extract_whole,
    find_between, find_paths, find_ties,
};
use crate::cli::asked::LinkArgs;
use crate::cli::between::BetweenArgs;
use crate::cli::console::Console;
use crate::cli::export::form::{Flavour, Form, Written, of_name, warning, written};
use crate::cli::export::put::{put, write_file};
use crate::cli::failure::{Exit, Failure};
use crate::cli::into::IntoFile;
use crate::cli::known_on::KnownOnDay;
use crate::cli::leave::Leaving;
use crate::cli::path::PathArgs;
use crate::cli::query::{QueryArgs, graph_of};
use crate::cli::ties::TiesArgs;
use crate::edition::Edition;
use crate::query::{GraphFormat, write_edition, write_nanopubs, write_reifiers};
use crate::render::export::{PARQUET, summary};
use crate::render::words::count as count_words;
use crate::render::{between, paths, ties};

/// Write a case, or what an answer shows, as a file for another program
///
/// Every entity and every link with everything known of it: claims, standing, dates, amounts, sources,
/// and every answer in full. One link is one edge. Without a choice of links everything is written, also
/// what was retracted, and claims that make no link stand with their subject. `nutgraf formats` says
/// what reads which. Protected sources are withheld, with whatever tells of them: what is written is
/// the redacted edition, which is made from the tables when need be. Exit code 1 when no link is
/// written or some two of the names have no path, 5 when a limit was hit.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    #[command(subcommand)]
    part: Option<Part>,
    /// Case folder or edition file (`./path` for one that is called like a command)
    #[arg(required = true)]
    case: Option<PathBuf>,
    #[command(flatten)]
    links: LinkArgs,
    #[command(flatten)]
    file: FileArgs,
}

/// The file to be written.
#[derive(Debug, clap::Args)]
struct FileArgs {
    /// Format of what is written; without it as the file is named (`a.graphml`). `nutgraf formats`
    /// says what each is for
    #[arg(short = 'o', long, alias = "output", value_enum)]
    format: Option<Form>,
    /// The format as this program reads it
    #[arg(long, value_enum, value_name = "PROGRAM")]
    flavour: Option<Flavour>,
    /// After the triples, for each link the triple it is about, as RDF 1.2 writes that (nt, ttl)
    #[arg(long)]
    reifiers: bool,
    /// A nanopublication for each claim instead: four named graphs (trig)
    #[arg(long, conflicts_with = "reifiers")]
    nanopubs: bool,
    /// One edge for all links between two entities, with counts by standing
    #[arg(long)]
    collapse: bool,
    #[command(flatten)]
    into: IntoFile,
    #[command(flatten)]
    leaving: Leaving,
}

#[derive(Debug, clap::Subcommand)]
enum Part {
    /// The links of the paths between two (as `nutgraf path`)
    Path(PathPart),
    /// The links that connect several names (as `nutgraf between`)
    Between(BetweenPart),
    /// The links of a neighbourhood (as `nutgraf ties`)
    Ties(TiesPart),
    /// The links, claims and entities that the graph of a query names (CONSTRUCT or DESCRIBE, as
    /// `nutgraf query`)
    Query(QueryPart),
}

#[derive(Debug, clap::Args)]
struct PathPart {
    #[command(flatten)]
    paths: PathArgs,
    #[command(flatten)]
    file: FileArgs,
}

#[derive(Debug, clap::Args)]
struct BetweenPart {
    #[command(flatten)]
    between: BetweenArgs,
    #[command(flatten)]
    file: FileArgs,
}

#[derive(Debug, clap::Args)]
struct TiesPart {
    #[command(flatten)]
    ties: TiesArgs,
    #[command(flatten)]
    file: FileArgs,
}

#[derive(Debug, clap::Args)]
struct QueryPart {
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    file: FileArgs,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    match args.part {
        None => whole(args.case, args.links, &args.file, console),
        Some(Part::Path(part)) => of_paths(part, console),
        Some(Part::Between(part)) => of_between(part, console),
        Some(Part::Ties(part)) => of_ties(part, console),
        Some(Part::Query(part)) => of_query(part, console),
    }
}

fn whole(
    case: Option<PathBuf>,
    links: LinkArgs,
    file: &FileArgs,
    console: &mut Console,
) -> Result<Exit, Failure> {
    let case = case.unwrap_or_default();
    let form = file.written(&case)?;
    let LinkArgs { known, selection } = links;
    let selection = selection.given();
    if matches!(form, Written::Rdf(_)) && (selection.is_some() || file.collapse) {
        return Err(
            Failure::usage("as RDF a case is written whole, without a choice of links")
                .hint("`nutgraf query CASE -e 'CONSTRUCT …'` gives a part of it"),
        );
    }
    let graph = file.leaving.open_known(&case, known, console)?;
    match form {
        Written::Rdf(format) => file.put_rdf(graph.edition(), format, console),
        Written::Graph(_) | Written::Vault | Written::Page | Written::Parquet => {
            let extract = extract_whole(&graph, selection.as_ref(), file.collapse)?;
            file.put(&extract, form, console)
        }
    }
}

fn of_paths(part: PathPart, console: &mut Console) -> Result<Exit, Failure> {
    let PathPart { paths: asked, file } = part;
    let (form, graph) = file.open_part(&asked.case, asked.links.known, console)?;
    let answer = find_paths(&graph, &asked.question())?;
    let extract = extract_paths(&graph, &answer, file.collapse)?;
    let extract = extract.asked_for(paths::phrases(&answer));
    let extract = extract.saying(paths::beside_links(&answer));
    let exit = file.put(&extract, form, console)?;
    Ok(limited(answer.limit.map(paths::limit_words), exit, console))
}

fn of_between(part: BetweenPart, console: &mut Console) -> Result<Exit, Failure> {
    let BetweenPart {
        between: asked,
        file,
    } = part;
    let (form, graph) = file.open_part(&asked.case, asked.links.known, console)?;
    let answer = find_between(&graph, &asked.question())?;
    let extract = extract_between(&graph, &answer, file.collapse)?;
    let extract = extract.asked_for(between::phrases(&answer));
    let extract = extract.saying(between::beside_rows(&answer));
    let apart = answer.pairs.iter().any(|pair| pair.no_path.is_some());
    let exit = match (file.put(&extract, form, console)?, apart) {
        (_, true) => Exit::No,
        (exit, false) => exit,
    };
    Ok(limited(answer.limit.map(paths::limit_words), exit, console))
}

fn of_ties(part: TiesPart, console: &mut Console) -> Result<Exit, Failure> {
    let TiesPart { ties: asked, file } = part;
    let (form, graph) = file.open_part(&asked.case, asked.links.known, console)?;
    let answer = find_ties(&graph, &asked.question())?;
    let extract = extract_ties(&graph, &answer, file.collapse)?;
    let extract = extract.saying(ties::beside_rows(&answer));
    let exit = file.put(&extract, form, console)?;
    let limit = answer.limit.map(ties::limit_words_of_hops);
    Ok(limited(limit, exit, console))
}

fn of_query(part: QueryPart, console: &mut Console) -> Result<Exit, Failure> {
    let QueryPart { query, file } = part;
    let (form, graph) = file.open_part(query.case(), KnownOnDay::default(), console)?;
    let (triples, said) = graph_of(&query, &graph)?;
    let extract = extract_graph(&graph, &triples, file.collapse)?;
    let extract = extract.saying(Some(said.join("\n")));
    file.put(&extract, form, console)
}

fn limited(limit: Option<&str>, exit: Exit, console: &mut Console) -> Exit {
    match limit {
        None => exit,
        Some(words) => {
            console.say(&format!("NOT COMPLETE: {words}"));
            Exit::Limit
        }
    }
}

impl FileArgs {
    /// The format that is asked for, or that the name of the file tells.
    fn format(&self) -> Option<Form> {
        self.format.or_else(|| of_name(self.into.path()?))
    }

    /// The format and flavour; refuses a target that is read.
    fn written(&self, case: &Path) -> Result<Written, Failure> {
        let Some(format) = self.format() else {
            return Err(Failure::usage(
                "no format is named, with `-o` or by the end of a file's name",
            )
            .hint("`nutgraf formats` lists them: `-o graphml`, or `-O a.graphml`"));
        };
        let form = written(format, self.flavour)?;
        let takes = |formats: &[GraphFormat]| matches!(form, Written::Rdf(format) if formats.contains(&format));
        for (is_asked, option, formats, words) in [
            (
                self.reifiers,
                "--reifiers",
                &[GraphFormat::NTriples, GraphFormat::Turtle][..],
                "`nt` and `ttl`",
            ),
            (self.nanopubs, "--nanopubs", &[GraphFormat::TriG], "`trig`"),
        ] {
            if is_asked && !takes(formats) {
                return Err(Failure::usage(format!("`{option}` is for {words}")));
            }
        }
        let names: &[&str] = match form {
            Written::Graph(graph) => match graph.files() {
                Some([nodes, edges, about]) => &[nodes, edges, about],
                None => &[],
            },
            Written::Parquet => &PARQUET,
            Written::Vault => {
                put::vault(&self.into)?;
                &[]
            }
            Written::Page | Written::Rdf(_) => &[],
        };
        match names {
            [] => self.into.spare(case, &[])?,
            names => {
                let folder = put::folder(&self.into, names)?;
                for name in names {
                    IntoFile::at(folder.join(name)).spare(case, &[])?;
                }
            }
        }
        Ok(form)
    }

    /// The same for a part of a case, with its edition.
    fn open_part(
        &self,
        case: &Path,
        known: KnownOnDay,
        console: &mut Console,
    ) -> Result<(Written, Graph), Failure> {
        let form = self.written(case)?;
        if matches!(form, Written::Rdf(_)) {
            return Err(Failure::usage(
                "an answer is written as RDF by `nutgraf query` with CONSTRUCT or DESCRIBE",
            )
            .hint("choose another format; `nutgraf formats` lists them"));
        }
        Ok((form, self.leaving.open_known(case, known, console)?))
    }

    fn put_rdf(
        &self,
        edition: &Edition,
        format: GraphFormat,
        console: &mut Console,
    ) -> Result<Exit, Failure> {
        let mut nanopubs = None;
        write_file(&self.into, console, |out| {
            if self.nanopubs {
                nanopubs = Some(write_nanopubs(edition, out)?);
                return Ok(());
            }
            write_edition(edition, format, out)?;
            match self.reifiers {
                true => write_reifiers(edition, out),
                false => Ok(()),
            }
        })?;
        if let Some(count) = nanopubs {
            console.say(&format!(
                "{}; entities are there by name alone, and questions, decisions on identity and answers to no claim not at all",
                count_words(count, "nanopublication")
            ));
        }
        Ok(Exit::Answered)
    }

    fn put(
        &self,
        extract: &Extract,
        form: Written,
        console: &mut Console,
    ) -> Result<Exit, Failure> {
        put(extract, form, &self.into, console)?;
        let about = extract.about();
        console.say(&summary(about));
        for words in &about.beside {
            console.say(&format!("note: {words}"));
        }
        if let Some(format) = self.format()
            && let Some(lacks) = warning(format, self.flavour)
        {
            console.say(&format!("WARNING: {lacks}"));
        }
        Ok(match about.links {
            0 => Exit::No,
            _ => Exit::Answered,
        })
    }
}
