//! Rows of `sources.csv` as they stand, and what each is on a chain.

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::answer::named::Named;
use crate::answer::row::Place;
use crate::edition::TermId;
use crate::model::SourceKind;

/// A row of `sources.csv`, as it stands.
#[derive(Debug, Clone)]
pub struct SourceRow {
    pub named: Named,
    pub kind: SourceKind,
    pub part: Part,
    pub entity: Option<Named>,
    pub side: Option<Named>,
    pub voices: Option<u32>,
    pub knowledge: Option<String>,
    pub terms: Option<String>,
    pub origin: Option<String>,
    pub url: Option<String>,
    pub archived: Option<String>,
    pub published: Option<String>,
    pub accessed: Option<String>,
    pub sha256: Option<String>,
    pub reliability: Option<String>,
    /// Whether most of that is withheld, so that what is not here may be recorded
    /// all the same: the source is protected, and the edition redacted.
    pub withheld: bool,
    pub place: Place,
}

/// What a source is on a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Before the outlet.
    Voice,
    /// The first publication; without one, the last source.
    Outlet,
    /// A publication after the outlet: listed, never counted.
    Relay,
    /// Anything else after the outlet.
    Between,
}

impl Part {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Voice => "voice",
            Part::Outlet => "outlet",
            Part::Relay => "relay",
            Part::Between => "between",
        }
    }
}

impl Graph {
    /// A source, its `via`, that one's `via`, …, and the place of the outlet.
    pub(super) fn chain_terms(&self, source: TermId) -> Result<(Vec<TermId>, usize), AnswerError> {
        let outlet = self.object(source, "outlet")?;
        let chain = self.chain_ids(source)?;
        let place = chain.iter().position(|source| Some(*source) == outlet);
        let place = place.ok_or_else(|| self.incomplete(source, "its outlet"))?;
        Ok((chain, place))
    }

    /// A source and what it came through, each as its row says.
    pub(super) fn chain_rows(&self, source: TermId) -> Result<Vec<SourceRow>, AnswerError> {
        let (chain, outlet) = self.chain_terms(source)?;
        let mut rows = Vec::with_capacity(chain.len());
        for (at, source) in chain.into_iter().enumerate() {
            let kind = self.source_kind(source)?;
            let part = match at.cmp(&outlet) {
                std::cmp::Ordering::Less => Part::Voice,
                std::cmp::Ordering::Equal => Part::Outlet,
                std::cmp::Ordering::Greater if kind == SourceKind::Publication => Part::Relay,
                std::cmp::Ordering::Greater => Part::Between,
            };
            rows.push(self.source_row(source, kind, part)?);
        }
        Ok(rows)
    }

    fn source_row(
        &self,
        id: TermId,
        kind: SourceKind,
        part: Part,
    ) -> Result<SourceRow, AnswerError> {
        let named = self.named(id)?;
        Ok(SourceRow {
            withheld: named.protected && self.is_redacted(),
            named,
            kind,
            part,
            entity: self.named_one(id, "entity")?,
            side: self.named_one(id, "side")?,
            voices: self.number(id, "voices")?,
            knowledge: self.text(id, "knowledge")?,
            terms: self.text(id, "terms")?,
            origin: self.text(id, "origin")?,
            url: self.text(id, "url")?,
            archived: self.text(id, "archived")?,
            published: self.text(id, "published")?,
            accessed: self.text(id, "accessed")?,
            sha256: self.text(id, "sha256")?,
            reliability: self.text(id, "reliability")?,
            place: self.place(id)?,
        })
    }
}
