//! The sources behind a claim: each passage with how it reached the desk, and
//! whether the source still stands by it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::answer::named::Named;
use crate::answer::row::Place;
use crate::edition::TermId;
use crate::model::{SourceKind, Terms};

/// A source behind a claim. What it has of its own, whatever cites it, is shared.
#[derive(Debug, Clone)]
pub struct CitedSource {
    pub named: Named,
    pub kind: SourceKind,
    pub knowledge: Option<Arc<str>>,
    /// On what terms it spoke.
    pub terms: Option<Terms>,
    /// `None` is unknown.
    pub voices: Option<u32>,
    pub quote: Option<String>,
    pub locator: Option<String>,
    /// Its own address, else that of the next on its chain that has one.
    pub url: Option<Arc<str>>,
    /// How it reached the desk, this source first.
    pub chain: Arc<[Named]>,
    pub outlet: Named,
    /// It took back what it said, or who published it did: no support any more.
    pub withdrawn: bool,
    /// The row in which the passage stands: its own, or that of the claim; that
    /// of the source where there is none.
    pub place: Place,
}

impl Graph {
    /// Every passage behind a claim, and every source that is cited without one.
    pub(super) fn cited_sources(&self, claim: TermId) -> Result<Vec<CitedSource>, AnswerError> {
        let sources = self.objects(claim, "source")?;
        let mut passages: BTreeMap<TermId, Vec<TermId>> = BTreeMap::new();
        for passage in self.subjects("passageOf", claim)? {
            if let Some(source) = self.object(passage, "source")? {
                passages.entry(source).or_default().push(passage);
            }
        }
        // A quote or locator in the claim's own row belongs to the only source
        // there. One that has passages besides is known for it when it is alone.
        let row_speaks =
            self.text(claim, "quote")?.is_some() || self.text(claim, "locator")?.is_some();
        let alone = sources.len() == 1;
        let mut cited = Vec::new();
        for source in sources {
            let of_source = passages.get(&source).map_or(&[][..], Vec::as_slice);
            if of_source.is_empty() || (row_speaks && alone) {
                cited.push(self.cited_source(claim, source, None)?);
            }
            for passage in of_source {
                cited.push(self.cited_source(claim, source, Some(*passage))?);
            }
        }
        Ok(cited)
    }

    fn cited_source(
        &self,
        claim: TermId,
        source: TermId,
        passage: Option<TermId>,
    ) -> Result<CitedSource, AnswerError> {
        let quoted_in = passage.unwrap_or(claim);
        let quote = self.text(quoted_in, "quote")?;
        let locator = self.text(quoted_in, "locator")?;
        let withdrawn = self.objects(claim, "withdrawnSource")?.contains(&source);
        let place = match (passage, &quote, &locator) {
            (Some(passage), _, _) => Some(self.place(passage)?),
            (None, None, None) => None,
            (None, _, _) => Some(self.place(claim)?),
        };
        let known = self.kept().cited(source);
        let cited = match known {
            Some(cited) => cited,
            None => {
                let cited = self.uncited_source(source)?;
                self.kept().keep_cited(source, &cited);
                cited
            }
        };
        Ok(CitedSource {
            quote,
            locator,
            withdrawn,
            place: place.unwrap_or(cited.place),
            ..cited
        })
    }

    /// A source as it stands in its row, whatever cites it.
    fn uncited_source(&self, source: TermId) -> Result<CitedSource, AnswerError> {
        Ok(CitedSource {
            named: self.named(source)?,
            kind: self.source_kind(source)?,
            knowledge: self.text(source, "knowledge")?.map(Arc::from),
            terms: self.terms(source)?,
            voices: self.number(source, "voices")?,
            quote: None,
            locator: None,
            url: self.address(source)?.map(Arc::from),
            chain: self.chain(source)?.into(),
            outlet: self.outlet(source)?,
            withdrawn: false,
            place: self.place(source)?,
        })
    }

    /// The first publication on a source's chain; without one, the last source.
    pub(super) fn outlet(&self, source: TermId) -> Result<Named, AnswerError> {
        self.named_one(source, "outlet")?
            .ok_or_else(|| self.incomplete(source, "its outlet"))
    }

    /// On what terms a source spoke, where that is told.
    pub(super) fn terms(&self, source: TermId) -> Result<Option<Terms>, AnswerError> {
        let word = self.text(source, "terms")?;
        let mut terms = Terms::ALL.iter().copied();
        Ok(terms.find(|terms| word.as_deref() == Some(terms.as_str())))
    }

    /// What kind of source it is.
    pub(super) fn source_kind(&self, source: TermId) -> Result<SourceKind, AnswerError> {
        let kind = self.word_for(
            (source, "kind"),
            |kept| &mut kept.source_kinds,
            SourceKind::ALL.iter().copied(),
            SourceKind::as_str,
        )?;
        kind.ok_or_else(|| self.incomplete(source, "its kind"))
    }

    /// Its own address, else that of the next on its chain that has one.
    fn address(&self, source: TermId) -> Result<Option<String>, AnswerError> {
        for next in self.chain_ids(source)? {
            let url = self.text(next, "url")?;
            if url.is_some() {
                return Ok(url);
            }
        }
        Ok(None)
    }

    /// A source, its `via`, that one's `via`, ….
    pub(super) fn chain(&self, source: TermId) -> Result<Vec<Named>, AnswerError> {
        let chain = self.chain_ids(source)?.into_iter();
        chain.map(|source| self.named(source)).collect()
    }

    /// Likewise by their numbers.
    pub(super) fn chain_ids(&self, source: TermId) -> Result<Vec<TermId>, AnswerError> {
        let mut chain = Vec::new();
        let mut at = Some(source);
        // `check` refuses cycles; a damaged edition must not hang on one.
        let longest = self.objects(source, "chain")?.len();
        while let Some(source) = at {
            if chain.len() >= longest {
                return Err(self.incomplete(source, "the end of its chain"));
            }
            chain.push(source);
            at = self.object(source, "via")?;
        }
        Ok(chain)
    }
}
