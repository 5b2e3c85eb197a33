//! The flow from tables to an edition, on one screen.
//!
//! ```text
//! read_case -> check_counted -> assess, links -> triples -> build -> path graph -> edition
//! ```
//!
//! Takes case folders (and RDF files beside them); gives a built edition with
//! everything that was found wrong, or only the latter. A single problem of
//! severity error means that there is no edition, old or new. `current` keeps
//! the edition of one folder up to date; `recall` reads cases back from one, and
//! `known_on` makes one without what was entered after a day; `path_graph` turns
//! links into numbers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedOrBlankNode, Term, TermRef, Triple};

use crate::check::{BackgroundTells, Counts, check_counted, redact_case};
use crate::edition::{self, Built, Draft, EditionError, Keys, Provenance};
use crate::model::iri;
use crate::model::{Case, RULE_SET, RelationType, Report, Severity, Telltales, assess, links};
use crate::network::NetworkError;
use crate::rdf::{Index, Layer, Numbers, Sink, index_entries, link_triples, triples};
use crate::read::{self, ReadError, read_background, read_case, read_tables};

mod cores;
mod current;
mod known_on;
mod path_graph;
mod progress;
mod recall;

pub use cores::start as start_threads;
pub use current::{Opened, open_case};
pub use known_on::{KnownOnError, known_on};
pub use progress::{Count, Progress, Unit};
pub use recall::{RecallError, Recalled, recall};

/// What is to become one edition.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Case folders; several need different explicit bases.
    pub cases: Vec<PathBuf>,
    /// RDF files that only lend background: they enter no standing, link or path.
    pub rdf: Vec<PathBuf>,
    /// Protected sources are withheld, with whatever tells of them.
    pub redacted: bool,
}

/// A built edition, and what was noticed on the way.
pub struct Loaded {
    pub built: Built,
    /// Warnings only.
    pub report: Report,
    /// Rows read and accepted, by table, of each case.
    pub counts: Vec<(PathBuf, Counts)>,
    /// What was read, sorted by name.
    pub inputs: Vec<edition::Input>,
}

/// Why there is no edition.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    #[error(transparent)]
    Read(#[from] ReadError),
    /// At least one problem is an error; all of them are here.
    #[error("{} in the data: no edition was written", errors(.0))]
    Problems(Report),
    #[error(
        "background RDF of the case `{base}` speaks of `{iri}`, which belongs to another case: move it there"
    )]
    BackgroundOfAnother { base: String, iri: String },
    #[error("two cases define the relation `{id}` differently: give one of them another id")]
    RelationDiffers { id: String },
    #[error(
        "the base `{base}` of one case begins with that of another, `{other}`: choose bases that do not"
    )]
    NestedBase { base: String, other: String },
    #[error("two cases have the same base `{base}`: give each its own `base` in nutgraf.toml")]
    SameBase { base: String },
    #[error(transparent)]
    Network(#[from] NetworkError),
    #[error(transparent)]
    Edition(#[from] EditionError),
}

fn errors(report: &Report) -> String {
    match report.count(Severity::Error) {
        1 => "1 error".to_owned(),
        several => format!("{several} errors"),
    }
}

/// Reads and checks one case folder; the report names files as the user would.
///
/// # Errors
/// When there is nothing to check: no such folder, or it cannot be read.
pub fn read_and_check(
    folder: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<(read::Draft, Case, Counts, Report), ReadError> {
    checked(folder, read_case, progress)
}

type Read =
    fn(&Path, &mut dyn FnMut(read::ReadProgress)) -> Result<(read::Draft, Report), ReadError>;

fn checked(
    folder: &Path,
    read: Read,
    progress: &mut dyn FnMut(Progress),
) -> Result<(read::Draft, Case, Counts, Report), ReadError> {
    cores::start();
    let reading = Progress::new("reading", &[Unit::Rows, Unit::BytesRead]);
    let (draft, mut report) = read(folder, &mut |read| {
        reading.set(0, read.rows);
        reading.set(1, read.bytes);
        progress(reading.clone());
    })?;
    let checking = Progress::new("checking", &[Unit::Rows]);
    progress(checking.clone());
    let (case, counts, found) = check_counted(&draft, &checking.count(0));
    report.extend(found);
    place_under(&mut report, Some(folder));
    report.sort();
    Ok((draft, case, counts, report))
}

/// Redacts one case; the report names files as the user would.
pub fn redact(folder: &Path, draft: &read::Draft, case: &Case) -> (Case, Telltales, Report) {
    let (case, telltales, mut report) = redact_case(draft, case);
    place_under(&mut report, Some(folder));
    report.sort();
    (case, telltales, report)
}

/// Names files as the user would have to open them.
pub(crate) fn place_under(report: &mut Report, folder: Option<&Path>) {
    let Some(folder) = folder else { return };
    for place in report
        .problems
        .iter_mut()
        .filter_map(|problem| problem.place.as_mut())
    {
        place.file = folder.join(&place.file).display().to_string();
    }
}

/// Loads cases and RDF files into one edition, in memory.
///
/// # Errors
/// See [`LoadError`].
pub fn load(request: &Request, progress: &mut dyn FnMut(Progress)) -> Result<Loaded, LoadError> {
    let mut report = Report::default();
    let mut provenance = Provenance {
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        rule_set: RULE_SET.to_owned(),
        content_version: current::CONTENT_VERSION,
        ..Provenance::default()
    };
    let mut cases = Vec::new();
    let mut counts = Vec::new();
    let mut lent = Vec::new();
    let mut telltales = Vec::new();
    for folder in &request.cases {
        let (draft, mut case, counted, found) = checked(folder, read_tables, progress)?;
        report.extend(found);
        if request.redacted {
            let (redacted, words, found) = redact(folder, &draft, &case);
            report.extend(found);
            telltales.push(words);
            case = redacted;
        }
        describe(&mut provenance, &draft, &case, &counted);
        lent.extend(draft.background.into_iter().map(|file| Lent {
            case: Some((folder.clone(), case.base.clone())),
            file,
        }));
        counts.push((folder.clone(), counted));
        cases.push(case);
    }
    // The order of arguments must not be seen in the edition.
    cases.sort_by(|a: &Case, b: &Case| a.base.cmp(&b.base));
    if let Some(pair) = cases.windows(2).find(|pair| pair[0].base == pair[1].base) {
        return Err(LoadError::SameBase {
            base: pair[0].base.clone(),
        });
    }
    if let Some((base, other)) = nested_bases(&cases) {
        return Err(LoadError::NestedBase { base, other });
    }
    if let Some(id) = relation_that_differs(&cases) {
        return Err(LoadError::RelationDiffers { id });
    }
    for path in &request.rdf {
        let file = read::rdf_file(path)?;
        provenance.inputs.push(edition::Input {
            case: None,
            name: file.name.clone(),
            bytes: file.bytes,
            sha256: file.sha256.clone(),
        });
        lent.push(Lent { case: None, file });
    }
    provenance
        .inputs
        .sort_by(|a, b| (&a.case, &a.name, &a.sha256).cmp(&(&b.case, &b.name, &b.sha256)));
    provenance.cases.sort_by(|a, b| a.base.cmp(&b.base));
    provenance
        .tables
        .sort_by(|a, b| (&a.case, &a.name).cmp(&(&b.case, &b.name)));
    let inputs = provenance.inputs.clone();
    if request.redacted {
        provenance.redact();
    }
    let mut draft = Draft::new(provenance);
    let bases: Vec<&str> = cases.iter().map(|case| case.base.as_str()).collect();
    for file in &lent {
        let lending = Progress::new("reading background", &[Unit::Triples]);
        progress(lending.clone());
        report.extend(lend(file, &bases, &telltales, &mut draft, &lending)?);
    }
    if report.has_errors() {
        return Err(LoadError::Problems(report));
    }
    Ok(Loaded {
        built: build(cases, draft, progress)?,
        report,
        counts,
        inputs,
    })
}

/// Judges, links and writes cases; gives the edition of them and of whatever the
/// draft holds already.
fn build(
    cases: Vec<Case>,
    mut draft: Draft,
    progress: &mut dyn FnMut(Progress),
) -> Result<Built, LoadError> {
    let graph = write_cases(cases, &mut draft, progress);
    progress(Progress::new("sorting terms", &[]));
    let mut built = edition::build(draft)?;
    if let Some(graph) = graph {
        progress(Progress::new("laying out the path graph", &[]));
        graph.lay_out(&mut built)?;
    }
    Ok(built)
}

/// A file of background RDF.
struct Lent {
    /// The folder and the base of the case that lists it.
    case: Option<(PathBuf, String)>,
    file: read::InputFile,
}

/// Adds the triples of one file as they are read. With an error in the report
/// the draft is good for nothing.
fn lend(
    lent: &Lent,
    bases: &[&str],
    telltales: &[Telltales],
    draft: &mut Draft,
    lending: &Progress,
) -> Result<Report, LoadError> {
    let given = lending.count(0);
    let Lent { case, file } = lent;
    let (folder, own, others): (_, Vec<&str>, Vec<&str>) = match case {
        Some((folder, base)) => (
            Some(folder.as_path()),
            vec![base],
            bases
                .iter()
                .copied()
                .filter(|other| other != base)
                .collect(),
        ),
        None => (file.path.parent(), bases.to_vec(), Vec::new()),
    };
    let mut of_another = None;
    let mut tells = BackgroundTells::new(telltales);
    let mut report = read_background(file, &own, &mut |triple| {
        if of_another.is_none() {
            of_another = speaks_of(&triple, others.iter().copied());
        }
        tells.look(&triple);
        draft.add_content([triple]);
        given.fetch_add(1, Ordering::Relaxed);
    })?;
    if let (Some((_, base)), Some(iri)) = (case, of_another) {
        let base = base.clone();
        return Err(LoadError::BackgroundOfAnother { base, iri });
    }
    place_under(&mut report, folder);
    report.extend(tells.into_report());
    Ok(report)
}

/// Writes each case into the draft and lets it go; gives what the path graph is
/// made of, where there is a case at all.
fn write_cases(
    cases: Vec<Case>,
    draft: &mut Draft,
    progress: &mut dyn FnMut(Progress),
) -> Option<path_graph::Gathered> {
    let mut graph = (!cases.is_empty()).then(path_graph::Gathered::default);
    let (mut names, mut words) = (Keys::default(), Keys::default());
    for case in cases {
        progress(Progress::new("judging claims", &[]));
        let assessment = assess(&case);
        let links = links(&case, &assessment);
        let writing = Progress::new("writing claims as triples", &[Unit::Triples]);
        progress(writing.clone());
        let filling = &mut Filling::new(draft, writing.count(0));
        let numbers = Numbers::new(&case, &links, filling);
        if let Some(graph) = &mut graph {
            graph.add(&case, &assessment, &links, &numbers, filling);
        }
        link_triples(&case, &links, &numbers, filling);
        // A million links are a lot of memory, and the most is needed below.
        drop(links);
        // Words need only numbers, and take about as long as the triples.
        rayon::join(
            || triples(&case, &assessment, &numbers, filling),
            || {
                index_entries(&case, &numbers, &mut |index, key, resource| match index {
                    Index::Names => names.add(key, resource),
                    Index::Words => words.add(key, resource),
                });
            },
        );
        // Millions of small things, which nobody waits for.
        rayon::spawn(move || drop((case, assessment)));
    }
    if graph.is_some() {
        draft.add_index("names", names);
        draft.add_index("words", words);
    }
    graph
}

/// Takes the triples of a case into a draft. `rdf` has never heard of editions.
struct Filling<'a> {
    draft: &'a mut Draft,
    // Not counted yet where others see it: that would take as long as the rest.
    uncounted: u64,
    given: Arc<AtomicU64>,
}

/// So many triples are counted in one go.
const COUNTED_TOGETHER: u64 = 1 << 12;

impl<'a> Filling<'a> {
    fn new(draft: &'a mut Draft, given: Arc<AtomicU64>) -> Self {
        Self {
            draft,
            uncounted: 0,
            given,
        }
    }
}

impl Drop for Filling<'_> {
    fn drop(&mut self) {
        self.given.fetch_add(self.uncounted, Ordering::Relaxed);
    }
}

impl Sink for Filling<'_> {
    fn number(&mut self, term: TermRef<'_>) -> u32 {
        self.draft.number(term)
    }

    fn triple(&mut self, layer: Layer, triple: [u32; 3]) {
        self.uncounted += 1;
        if self.uncounted == COUNTED_TOGETHER {
            self.given.fetch_add(COUNTED_TOGETHER, Ordering::Relaxed);
            self.uncounted = 0;
        }
        match layer {
            Layer::Content => self.draft.content(triple),
            Layer::Places => self.draft.place(triple),
        }
    }
}

fn describe(provenance: &mut Provenance, draft: &read::Draft, case: &Case, counts: &Counts) {
    provenance.cases.push(edition::Case {
        base: case.base.clone(),
        title: case.title.clone(),
    });
    for input in &draft.inputs {
        provenance.inputs.push(edition::Input {
            case: Some(case.base.clone()),
            name: input.name.clone(),
            bytes: input.bytes,
            sha256: input.sha256.clone(),
        });
    }
    for (table, count) in &counts.tables {
        provenance.tables.push(edition::Table {
            case: case.base.clone(),
            name: table.file().to_owned(),
            rows_read: u64::from(count.read),
            rows_accepted: u64::from(count.accepted),
        });
    }
}

/// Whether an IRI lies where the rows of the case with this base are named.
fn is_row_of(name: &str, base: &str) -> bool {
    let inside = name.strip_prefix(base).unwrap_or_default();
    inside
        .split('/')
        .next()
        .is_some_and(|kind| iri::ROW_KINDS.contains(&kind))
}

/// The subject, property or type of a triple that lies in one of these namespaces.
fn speaks_of<'a>(triple: &Triple, bases: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    let subject = match &triple.subject {
        NamedOrBlankNode::NamedNode(node) => Some(node.as_str()),
        NamedOrBlankNode::BlankNode(_) => None,
    };
    let class = match &triple.object {
        Term::NamedNode(class) if triple.predicate == rdf::TYPE => Some(class.as_str()),
        Term::NamedNode(_) | Term::BlankNode(_) | Term::Literal(_) => None,
    };
    let names = [subject, Some(triple.predicate.as_str()), class];
    names
        .into_iter()
        .flatten()
        .find(|name| bases.clone().any(|base| is_row_of(name, base)))
        .map(str::to_owned)
}

/// A base that could be taken for the rows of another: `x/` and `x/claim/`.
fn nested_bases(cases: &[Case]) -> Option<(String, String)> {
    let bases = || cases.iter().map(|case| case.base.as_str());
    bases().find_map(|base| {
        let other = bases().find(|other| is_row_of(base, other))?;
        Some((base.to_owned(), other.to_owned()))
    })
}

/// Relations have one name in all cases, so they must have one wording too.
fn relation_that_differs(cases: &[Case]) -> Option<String> {
    let mut known: BTreeMap<&str, &RelationType> = BTreeMap::new();
    for (_, relation) in cases.iter().flat_map(|case| case.relations.iter()) {
        let first = known.entry(&relation.id).or_insert(relation);
        if !first.reads_like(relation) {
            return Some(relation.id.clone());
        }
    }
    None
}
