//! Which claims the marks of a story mean, and what is wrong with those that
//! mean none.
//!
//! A mark is the exact id of a claim, or of a meeting, which stands for its
//! claims. Nothing is guessed: a wrong one is a problem with its place in the
//! story and the ids that come nearest.

use std::collections::BTreeSet;

use crate::answer::AnswerError;
use crate::answer::checking::marks::Mark;
use crate::answer::checking::{CheckingError, Entry, Story, StoryLine};
use crate::answer::graph::Graph;
use crate::edition::TermId;
use crate::model::{Code, Place, Problem, Report, did_you_mean, iri, nearest};

/// The nearest ids are looked for among all claims for so many wrong marks; with
/// more of them the ids are of another case.
const MOST_LOOKED_FOR: usize = 50;

impl Graph {
    /// A row for every line and claim, and for every sentence without one.
    pub(super) fn by_line(
        &self,
        story: &Story,
        claims: &[TermId],
    ) -> Result<Vec<Entry>, CheckingError> {
        let mut entries = Vec::new();
        let mut wrong = Vec::new();
        for (at, line) in (0..).zip(&story.lines) {
            let mut of_line = BTreeSet::new();
            for mark in &line.marks {
                let meant = self.claims_called(&mark.id)?;
                let several = meant.len() > 1 && !self.is_meeting(&mark.id)?;
                if meant.is_empty() || several {
                    wrong.push((line, mark, meant.len()));
                    continue;
                }
                let new = meant.into_iter().filter(|claim| of_line.insert(*claim));
                entries.extend(new.map(|claim| Entry {
                    line: Some(at),
                    claim: Some(claim),
                }));
            }
            if line.marks.is_empty() {
                entries.push(Entry {
                    line: Some(at),
                    claim: None,
                });
            }
        }
        if wrong.is_empty() {
            return Ok(entries);
        }
        let ids = self.ids(claims)?;
        let mut report = Report::default();
        for (at, (line, mark, meant)) in wrong.into_iter().enumerate() {
            let ids = if at < MOST_LOOKED_FOR { &ids[..] } else { &[] };
            report.push(self.no_claim(&story.name, line, mark, meant, ids)?);
        }
        Err(CheckingError::Marks(report))
    }

    /// The claims with this id, and those of the meetings with it, in any case
    /// of the edition.
    pub(super) fn claims_called(&self, id: &str) -> Result<Vec<TermId>, AnswerError> {
        let mut found = Vec::new();
        for case in self.cases() {
            if let Some(claim) = self.node(&case.iris.claim(id))?
                && self.is_a(claim, "Claim")?
            {
                found.push(claim);
            }
            let Some(meeting) = self.meeting(&case.iris.entity(id))? else {
                continue;
            };
            for claim in self.subjects(iri::RDF_OBJECT, meeting)? {
                if self.is_a(claim, "Claim")? {
                    found.push(claim);
                }
            }
        }
        Ok(found)
    }

    fn meeting(&self, iri: &str) -> Result<Option<TermId>, AnswerError> {
        Ok(match self.node(iri)? {
            Some(event) if self.is_a(event, "Meeting")? => Some(event),
            Some(_) | None => None,
        })
    }

    /// Whether exactly one case has a meeting of this id, and none a claim.
    fn is_meeting(&self, id: &str) -> Result<bool, AnswerError> {
        let mut meetings = 0;
        for case in self.cases() {
            if self.node(&case.iris.claim(id))?.is_some() {
                return Ok(false);
            }
            meetings += usize::from(self.meeting(&case.iris.entity(id))?.is_some());
        }
        Ok(meetings == 1)
    }

    /// The ids of claims and of the meetings that made them.
    fn ids(&self, claims: &[TermId]) -> Result<Vec<String>, AnswerError> {
        let mut ids = Vec::with_capacity(claims.len());
        for claim in claims {
            let id = self.id(*claim)?;
            if let Some((meeting, _)) = id.split_once('.')
                && ids
                    .last()
                    .is_none_or(|last: &String| !last.starts_with(meeting))
            {
                ids.push(meeting.to_owned());
            }
            ids.push(id);
        }
        Ok(ids)
    }

    fn no_claim(
        &self,
        file: &str,
        line: &StoryLine,
        mark: &Mark,
        meant: usize,
        ids: &[String],
    ) -> Result<Problem, AnswerError> {
        let Mark { id, column } = mark;
        let mut hints = Vec::new();
        let (code, message) = match (meant, self.other_kind(id)?) {
            (0, Some(kind)) => {
                let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) {
                    "an"
                } else {
                    "a"
                };
                let message = format!("`{id}` is {article} {kind}, not a claim");
                (Code::WrongKind, message)
            }
            (0, None) => {
                let near = nearest(id, ids.iter().map(String::as_str));
                hints.extend(did_you_mean(&near));
                (
                    Code::DanglingReference,
                    format!("no claim has the id `{id}`"),
                )
            }
            (several, _) => {
                hints.push("make the sheet from one case folder".to_owned());
                (
                    Code::DanglingReference,
                    format!("{several} cases have a claim with the id `{id}`"),
                )
            }
        };
        hints.push(format!("brackets that are no mark are written `\\[{id}]`"));
        Ok(Problem {
            code,
            place: Some(Place {
                file: file.to_owned(),
                line: line.marked,
                column: *column,
                cell: None,
                text: id.clone(),
                line_text: line.whole.clone(),
            }),
            message,
            expected: "the id of a claim or of a meeting".to_owned(),
            hints,
        })
    }

    /// What kind of row has this id, that is no claim and no meeting.
    fn other_kind(&self, id: &str) -> Result<Option<String>, AnswerError> {
        for case in self.cases() {
            for kind in iri::ROW_KINDS {
                if let Some(node) = self.node(&format!("{}{kind}/{id}", case.iris.case()))? {
                    return Ok(Some(self.kind(node)?.words().into_owned()));
                }
            }
        }
        Ok(None)
    }
}
