//! What a case holds, in numbers, and where to begin: what was denied.
//!
//! Every number is that of the edition's triples, counted without walking them.

use oxigraph::model::Literal;

use crate::answer::graph::Graph;
use crate::answer::{AnswerError, ClaimView};
use crate::edition::TermId;
use crate::model::{Rule, Stance, Standing, iri};

/// Denied and disputed claims that are shown to begin with.
const CONTESTED: usize = 20;

/// What a case holds.
#[derive(Debug, Clone)]
pub struct Overview {
    pub people: u64,
    pub organizations: u64,
    pub assets: u64,
    pub meetings: u64,
    pub sources: u64,
    /// Sources that are a first publication, or that stand for themselves.
    pub outlets: usize,
    /// In the order of `Standing::ALL`.
    pub standings: [u64; Standing::ALL.len()],
    /// In the order of `Stance::ALL`.
    pub stances: Vec<(Stance, u64)>,
    pub questions: u64,
    /// Those that no claim answers.
    pub open_questions: u64,
    pub identities: u64,
    /// The first denied claims, then the first disputed ones, by id.
    pub contested: Vec<ClaimView>,
}

impl Overview {
    /// All claims.
    pub fn claims(&self) -> u64 {
        self.standings.iter().sum()
    }

    /// How many claims are denied or disputed.
    pub fn contested_in_all(&self) -> u64 {
        self.standings[Standing::Denied as usize] + self.standings[Standing::Disputed as usize]
    }
}

/// Finds what the case holds.
///
/// # Errors
/// When the edition is damaged.
pub fn overview(graph: &Graph) -> Result<Overview, AnswerError> {
    let mut standings = [0; Standing::ALL.len()];
    for rule in Rule::ALL {
        // Links have a standing too; a rule is told of claims alone.
        standings[rule_standing(rule) as usize] += graph.count_with("rule", rule.as_str())?;
    }
    let mut contested = Vec::new();
    for standing in [Standing::Denied, Standing::Disputed] {
        let left = CONTESTED - contested.len();
        contested.extend(graph.first_of_standing(standing, left)?);
    }
    let questions = graph.count_class("Question")?;
    let outlets = match graph.known("outlet")? {
        Some(outlet) => graph.edition().objects_of(outlet)?.len(),
        None => 0,
    };
    Ok(Overview {
        people: graph.count_class("Person")?,
        organizations: graph.count_class("Organization")?,
        assets: graph.count_class("Asset")?,
        meetings: graph.count_class("Meeting")?,
        sources: graph.count_class("Source")?,
        outlets,
        standings,
        stances: graph.count_stances()?,
        questions,
        open_questions: questions.saturating_sub(graph.count("answeredBy", None)?),
        identities: graph.count_class("Identity")?,
        contested,
    })
}

/// The standing that a rule makes for.
fn rule_standing(rule: Rule) -> Standing {
    match rule {
        Rule::NoCitationLeft => Standing::Retracted,
        Rule::DeniedByParty => Standing::Denied,
        Rule::DeniedOtherwise | Rule::SummarisesContested => Standing::Disputed,
        Rule::NoDenialRecorded => Standing::Uncontested,
    }
}

impl Graph {
    /// How many resources have this class.
    pub(super) fn count_class(&self, class: &str) -> Result<u64, AnswerError> {
        match self.known(class)? {
            Some(class) => self.count(iri::RDF_TYPE, Some(class)),
            None => Ok(0),
        }
    }

    /// How many answers are of each stance.
    pub(super) fn count_stances(&self) -> Result<Vec<(Stance, u64)>, AnswerError> {
        let mut counts = Vec::with_capacity(Stance::ALL.len());
        for stance in Stance::ALL.iter().copied() {
            let count = match self.node(&iri::stance(stance))? {
                Some(id) => self.count("stance", Some(id))?,
                None => 0,
            };
            counts.push((stance, count));
        }
        Ok(counts)
    }

    /// How many triples a predicate has, with this object or any.
    fn count(&self, predicate: &str, object: Option<TermId>) -> Result<u64, AnswerError> {
        match self.known(predicate)? {
            Some(predicate) => Ok(self.edition().count(None, Some(predicate), object)?),
            None => Ok(0),
        }
    }

    /// Likewise with this text.
    fn count_with(&self, predicate: &str, text: &str) -> Result<u64, AnswerError> {
        match self.text_id(text)? {
            Some(text) => self.count(predicate, Some(text)),
            None => Ok(0),
        }
    }

    fn text_id(&self, text: &str) -> Result<Option<TermId>, AnswerError> {
        let text = Literal::new_simple_literal(text);
        Ok(self.edition().term_id(&text.into())?)
    }

    /// The first so many claims of a standing, by id.
    fn first_of_standing(
        &self,
        standing: Standing,
        most: usize,
    ) -> Result<Vec<ClaimView>, AnswerError> {
        let rules = Rule::ALL
            .into_iter()
            .filter(|rule| rule_standing(*rule) == standing);
        let mut first: Vec<TermId> = Vec::new();
        for rule in rules {
            let (Some(rule), Some(text)) = (self.known("rule")?, self.text_id(rule.as_str())?)
            else {
                continue;
            };
            let of_rule = self.edition().matching(None, Some(rule), Some(text));
            for triple in of_rule.take(most) {
                first.push(triple?[0]);
            }
        }
        // In the order of their IRIs, as terms are numbered.
        first.sort_unstable();
        first.truncate(most);
        first.into_iter().map(|claim| self.claim(claim)).collect()
    }
}
