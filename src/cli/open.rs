//! Opening what the user calls CASE: an edition file, or a folder of tables
//! that is loaded first when something in it changed.

use std::path::Path;

use oxigraph::model::NamedNode;

use crate::answer::Graph;
use crate::cli::console::{Bar, Console};
use crate::cli::failure::{Exit, Failure};
use crate::edition::{Edition, EditionError, Kind};
use crate::model::{Code, RULE_SET, Report, Severity, iri};
use crate::pipeline::{Opened, open_case};
use crate::render::escape::shell;
use crate::render::words::NO_ANSWERS;

/// The edition behind a path; what a load noticed is said on standard error.
///
/// # Errors
/// When there is no such file or folder, the tables have errors, or the
/// edition cannot be read.
pub fn open(case: &Path, console: &mut Console) -> Result<Graph, Failure> {
    open_kind(case, Kind::Full, console)
}

/// Likewise, of a folder the edition of this kind; a file is opened whatever it is.
///
/// # Errors
/// See [`open`].
pub(super) fn open_kind(case: &Path, kind: Kind, console: &mut Console) -> Result<Graph, Failure> {
    if !case.exists() {
        return Err(Failure::new(
            Exit::File,
            anyhow::Error::msg(format!(
                "there is no case folder or edition at `{}`",
                case.display()
            )),
        )
        .hint("`nutgraf init FOLDER` makes a small working case"));
    }
    if !case.is_dir() {
        let edition = Edition::open(case).map_err(|error| not_a_case(case, error))?;
        let graph = looked_at(edition, console)?;
        let rules = graph.rule_set();
        if rules != RULE_SET {
            console.say(&format!(
                "note: the standings in this edition follow rule set {rules}; this program has {RULE_SET}"
            ));
        }
        return Ok(graph);
    }
    let mut bar = Bar::new();
    let opened = open_case(
        case,
        kind,
        &mut |progress| bar.show(progress),
        &mut said_waiting,
    )?;
    drop(bar);
    let Opened {
        edition,
        loaded,
        temporary,
    } = opened;
    if loaded.is_some() {
        say_where(case, temporary.as_deref(), console);
    }
    let typed = case.display().to_string();
    let typed = match kind {
        Kind::Full => shell(&typed).into_owned(),
        Kind::Redacted => format!("{} --redacted", shell(&typed)),
    };
    let telling = loaded.as_ref().map_or(0, may_tell);
    if telling > 0 {
        let cells = match telling {
            1 => "1 cell may tell".to_owned(),
            several => format!("{several} cells may tell"),
        };
        console.say(&format!(
            "WARNING: {cells} who a protected source is: before this leaves the desk, look with `nutgraf check {typed}`"
        ));
    }
    match loaded.map(|report| report.count(Severity::Warning) - telling) {
        None | Some(0) => {}
        Some(1) => console.say(&format!(
            "note: 1 warning; see it with `nutgraf check {typed}`"
        )),
        Some(several) => console.say(&format!(
            "note: {several} warnings; see them with `nutgraf check {typed}`"
        )),
    }
    looked_at(edition, console)
}

/// How many cells of a redacted edition may tell what is withheld from it, and are
/// printed all the same: whether they do is for a person to say.
fn may_tell(report: &Report) -> usize {
    let problems = report.problems.iter();
    let tells = |code| matches!(code, Code::MayNameProtected | Code::ProtectedParty);
    problems.filter(|problem| tells(problem.code)).count()
}

/// What is to be said of an edition before any question, from a few places of it:
/// much is read only when the question needs it.
fn looked_at(edition: Edition, console: &mut Console) -> Result<Graph, Failure> {
    edition.expect_few_places(&[]);
    say_unanswered(&edition, console)?;
    let graph = Graph::new(edition)?;
    graph.edition().expect_much();
    Ok(graph)
}

/// How many rows of a class of the vocabulary an edition has.
pub(super) fn count_of(edition: &Edition, class: &str) -> Result<u64, EditionError> {
    let term = |iri: String| edition.term_id(&NamedNode::new_unchecked(iri).into());
    match (term(format!("{}type", iri::RDF))?, term(iri::ng(class))?) {
        (Some(is_a), Some(class)) => edition.count(None, Some(is_a), Some(class)),
        _ => Ok(0),
    }
}

/// Says that nobody's answer is on record. A table that was lost or misnamed
/// would otherwise read as if nobody had denied anything.
pub(super) fn say_unanswered(edition: &Edition, console: &mut Console) -> Result<(), Failure> {
    if count_of(edition, "Claim")? > 0 && count_of(edition, "Denial")? == 0 {
        console.say(&format!("note: {NO_ANSWERS}"));
    }
    Ok(())
}

/// Says where an edition was put that does not lie in its case folder.
pub(super) fn say_where(case: &Path, temporary: Option<&Path>, console: &mut Console) {
    if let Some(folder) = temporary {
        console.say(&format!(
            "note: `{}` cannot be written; the edition is kept in `{}`, which only you can read",
            case.display(),
            folder.display()
        ));
    }
}

/// Says that another process is loading the same case.
pub(super) fn said_waiting(pid: Option<u32>) {
    Console::new().say(&match pid {
        Some(pid) => format!("note: waiting for process {pid}, which is loading this case"),
        None => "note: waiting for another process, which is loading this case".to_owned(),
    });
}

/// A table named instead of its folder is the mistake to expect.
pub(super) fn not_a_case(path: &Path, error: EditionError) -> Failure {
    let is_table = path
        .extension()
        .is_some_and(|end| end == "csv" || end == "xlsx");
    let failure = Failure::from(error);
    match path.parent() {
        Some(folder) if is_table => {
            let folder = if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            };
            failure.hint(format!(
                "name the folder that the tables are in: `{}`",
                folder.display()
            ))
        }
        Some(_) | None => failure,
    }
}
