//! The line-by-line sheet of a fact-checker: which claims, in what order, and
//! everything that is to be held against each.
//!
//! Takes a case and, where there is one, a draft of the story whose lines are
//! marked with claim ids. With a story the rows follow its lines, and sentences
//! that assert something without a mark have rows of their own; without one they go by
//! the subject's name. There may be a million: only the order is held in memory,
//! and rows are made, several at a time, as they are asked for.

mod assertion;
mod marked;
mod marks;
mod order;
mod story;

pub use story::{Story, StoryLine};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSlice;

use crate::answer::graph::Graph;
use crate::answer::{AnswerError, ClaimView};
use crate::edition::TermId;
use crate::model::{Report, SourceKind};

/// So many rows are made in one go by each thread: enough that waiting for the
/// others costs nothing, few enough to be forgotten in memory.
const TOGETHER: usize = 256;

/// Why there is no sheet.
#[derive(Debug, thiserror::Error)]
pub enum CheckingError {
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// Marks of the story that are no claims, all of them.
    #[error("{} of the story {} no claim of the case", marks(.0), if .0.problems.len() == 1 { "is" } else { "are" })]
    Marks(Report),
}

fn marks(report: &Report) -> String {
    match report.problems.len() {
        1 => "1 mark".to_owned(),
        several => format!("{several} marks"),
    }
}

/// A sheet whose rows have not been made yet.
pub struct Checking<'g> {
    graph: &'g Graph,
    story: Option<Story>,
    entries: Vec<Entry>,
    claims: usize,
    used: usize,
}

/// What one row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    /// Among the lines of the story.
    line: Option<u32>,
    claim: Option<TermId>,
}

/// One row of the sheet.
#[derive(Debug, Clone)]
pub struct CheckingRow {
    /// The line of the story that it stands behind.
    pub line: Option<StoryLine>,
    /// `None` for a sentence of the story that asserts something without a claim.
    pub claim: Option<CheckedClaim>,
}

/// A claim, with what else a fact-checker needs of its sources.
#[derive(Debug, Clone)]
pub struct CheckedClaim {
    pub view: ClaimView,
    // Invariant: as many as `view.sources`, in their order.
    beside: Vec<BesideSource>,
}

impl CheckedClaim {
    /// One for each of the claim's passages, in their order.
    pub fn beside(&self) -> &[BesideSource] {
        &self.beside
    }
}

/// What a source says of itself beside a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BesideSource {
    pub hand: Hand,
    /// A to F; `None` is unknown.
    pub reliability: Option<String>,
}

/// Whether a source knows by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    Primary,
    Second,
    Unknown,
}

impl Hand {
    /// The word for a reader, and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Hand::Primary => "primary",
            Hand::Second => "second-hand",
            Hand::Unknown => "unknown",
        }
    }

    /// A document, a dataset or a ledger is what it is, unless it is said to be
    /// known otherwise.
    fn of(kind: SourceKind, knowledge: Option<&str>) -> Self {
        match (knowledge, kind) {
            (Some("direct" | "document"), _) => Hand::Primary,
            (Some("secondhand"), _) => Hand::Second,
            (None, SourceKind::Document | SourceKind::Dataset | SourceKind::Ledger) => {
                Hand::Primary
            }
            (Some(_) | None, _) => Hand::Unknown,
        }
    }
}

impl<'g> Checking<'g> {
    /// Puts the rows in order: those of the story's lines, or all claims.
    ///
    /// # Errors
    /// When a mark of the story is no claim, or the edition is damaged.
    pub fn new(graph: &'g Graph, story: Option<Story>) -> Result<Self, CheckingError> {
        let claims = graph.all_claims()?;
        let (entries, used) = match &story {
            None => (graph.by_subject(&claims)?, claims.len()),
            Some(story) => {
                let entries = graph.by_line(story, &claims)?;
                let mut used: Vec<TermId> =
                    entries.iter().filter_map(|entry| entry.claim).collect();
                used.sort_unstable();
                used.dedup();
                let used = used.len();
                (entries, used)
            }
        };
        Ok(Self {
            graph,
            story,
            claims: claims.len(),
            entries,
            used,
        })
    }

    /// A sheet of these claims only, by their ids, in this order; `None` where no
    /// claim, or more than one, has the id.
    ///
    /// # Errors
    /// When the edition is damaged.
    pub fn of_claims<'a>(
        graph: &Graph,
        ids: impl Iterator<Item = &'a str>,
    ) -> Result<Vec<Option<CheckedClaim>>, AnswerError> {
        let claim = |id: &str| match graph.claims_called(id)?[..] {
            [claim] => Ok(Some(graph.checked(claim)?)),
            _ => Ok(None),
        };
        ids.map(claim).collect()
    }

    /// The case it is of; the titles of all where there are several.
    pub fn title(&self) -> String {
        let cases = self.graph.cases().iter();
        let titles: Vec<String> = cases.map(|case| self.graph.case_name(case)).collect();
        titles.join("; ")
    }

    /// How many cases the edition holds.
    pub fn cases(&self) -> usize {
        self.graph.cases().len()
    }

    /// The id of the edition that it is made from.
    pub fn edition(&self) -> &str {
        self.graph.edition().content_id()
    }

    /// Whether protected sources are withheld from that.
    pub fn withholds(&self) -> bool {
        self.graph.withholds()
    }

    /// The draft that it follows.
    pub fn story(&self) -> Option<&Story> {
        self.story.as_ref()
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.entries.len()
    }

    /// How many claims the case has.
    pub fn claims(&self) -> usize {
        self.claims
    }

    /// How many claims of the case no line of the story is marked with.
    pub fn unused(&self) -> usize {
        self.claims - self.used
    }

    /// How many sentences of the story assert something without a claim.
    pub fn unsourced(&self) -> usize {
        self.entries
            .iter()
            .filter(|entry| entry.claim.is_none())
            .count()
    }

    /// Makes something of the rows, a few hundred at a time on every core, and
    /// hands it over in their order.
    ///
    /// # Errors
    /// When the edition is damaged; what `make` and `take` say. What was handed
    /// over before then is no whole sheet.
    pub fn each<T: Send, E: From<AnswerError> + Send>(
        &self,
        make: &(dyn Fn(Vec<CheckingRow>) -> Result<T, E> + Sync),
        take: &mut dyn FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        // One for each thread, or they would wait for each other at what it keeps.
        let threads = rayon::current_num_threads();
        let graphs: Vec<Graph> = (0..threads).map(|_| self.graph.apart()).collect();
        let made = |entries: &[Entry]| -> Vec<Result<T, E>> {
            let some = entries.par_chunks(TOGETHER).zip(graphs.par_iter());
            some.map(|(entries, graph)| {
                let rows = entries.iter().map(|entry| self.row(graph, *entry));
                make(rows.collect::<Result<_, AnswerError>>()?)
            })
            .collect()
        };
        let mut lots = self.entries.chunks(TOGETHER * threads);
        let mut ready = lots.next().map(&made);
        while let Some(lot) = ready.take() {
            // The next lot is made while this one is written.
            rayon::in_place_scope(|scope| {
                if let Some(entries) = lots.next() {
                    scope.spawn(|_| ready = Some(made(entries)));
                }
                lot.into_iter().try_for_each(|rows| take(rows?))
            })?;
        }
        Ok(())
    }

    fn row(&self, graph: &Graph, entry: Entry) -> Result<CheckingRow, AnswerError> {
        let Entry { line, claim } = entry;
        let lines = self.story.as_ref().map_or(&[][..], |story| &story.lines);
        Ok(CheckingRow {
            line: line.and_then(|line| lines.get(line as usize)).cloned(),
            claim: claim.map(|claim| graph.checked(claim)).transpose()?,
        })
    }
}

impl Graph {
    /// What the column `case` of a sheet may call the only case: its title, or its
    /// base where it has none or another of the same edition has the same. The
    /// first is the one to show. Empty for an edition of several.
    pub fn only_case_names(&self) -> Vec<String> {
        match self.cases() {
            [case] => vec![self.case_name(case), case.iris.case().to_owned()],
            _ => Vec::new(),
        }
    }

    /// A claim with what a fact-checker needs of its sources.
    fn checked(&self, claim: TermId) -> Result<CheckedClaim, AnswerError> {
        let view = self.claim(claim)?;
        let beside = view.sources.iter().map(|cited| {
            let source = self.node(&cited.named.iri)?;
            let source = source.ok_or_else(|| self.incomplete(claim, "a source that it cites"))?;
            Ok(BesideSource {
                hand: Hand::of(cited.kind, cited.knowledge.as_deref()),
                reliability: self.text(source, "reliability")?,
            })
        });
        let beside = beside.collect::<Result<_, AnswerError>>()?;
        Ok(CheckedClaim { view, beside })
    }
}
