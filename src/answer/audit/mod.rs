//! What would not stand: the weak places of a case, each with what would mend it.
//!
//! Takes whole cases with what the rules say of them; gives findings in a fixed
//! order: by code, then by the ids of what they are about, then by claims. All
//! rules are functions of the case, the assessment and a day; none is worse
//! than n log n. A finding holds numbers of rows only; names, sentences and
//! claims come out of it one at a time, so that a million are never in memory
//! as text.

mod answers;
mod code;
mod facts;
mod figures;
mod finding;
mod identities;
mod passages;
mod record;
mod requests;
mod sentence;
mod sources;
mod span;
mod wording;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::answer::brief::claim_brief;
use crate::answer::whole::place;
use crate::answer::{ClaimBrief, ClaimView, Graph, Named, Place};
use crate::model::{Assessment, Case, Claim, Day, Identified, Ix, Standing};

pub use code::{FindingCode, code_of};
pub use identities::MOST_ALIKE;
pub use record::Calls;

pub(in crate::answer) use facts::Facts;
pub(in crate::answer) use record::{Record, calls, parties};
pub(in crate::answer) use requests::{Who, comes_from};

use finding::{About, Finding};

/// What is asked.
#[derive(Debug, Clone)]
pub struct AuditQuestion {
    /// Empty asks for every code.
    pub only: Vec<FindingCode>,
    /// The day of the audit: what was expected earlier has passed.
    pub as_of: Day,
}

/// What was found in some cases.
pub struct AuditAnswer<'a> {
    /// The codes that were asked for, in their order, with how often each was found.
    pub counts: Vec<(FindingCode, usize)>,
    pub as_of: Day,
    /// Names each alike to more than [`MOST_ALIKE`] others, which were not
    /// compared with them for `maybe-same`.
    pub not_compared: usize,
    cases: Vec<Audited<'a>>,
}

/// One case, and what was found in it.
struct Audited<'a> {
    facts: Facts<'a>,
    record: Record,
    // In the order of an answer.
    findings: Vec<Finding>,
}

/// One claim of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimRef {
    case: usize,
    claim: Ix<Claim>,
}

/// Audits the cases of an edition, each by itself.
pub fn audit<'a>(
    graph: &Graph,
    cases: impl IntoIterator<Item = (&'a Case, &'a Assessment)>,
    question: &AuditQuestion,
) -> AuditAnswer<'a> {
    let AuditQuestion { only, as_of } = question;
    let wanted = |code: FindingCode| only.is_empty() || only.contains(&code);
    let mut answer = AuditAnswer {
        counts: Vec::new(),
        as_of: *as_of,
        not_compared: 0,
        cases: Vec::new(),
    };
    for (case, assessment) in cases {
        let facts = Facts::new(graph, case, assessment, *as_of);
        let record = Record::new(&facts);
        let (mut findings, not_compared) = findings(&facts, &record, &wanted);
        findings.sort_unstable();
        answer.not_compared += not_compared;
        answer.cases.push(Audited {
            facts,
            record,
            findings,
        });
    }
    let codes = FindingCode::ALL
        .iter()
        .copied()
        .filter(|code| wanted(*code));
    answer.counts = codes
        .map(|code| {
            (
                code,
                answer.cases.iter().map(|case| case.of(code).len()).sum(),
            )
        })
        .collect();
    answer
}

/// All findings that are wanted, in any order, and the names not compared.
fn findings(
    facts: &Facts<'_>,
    record: &Record,
    wanted: &impl Fn(FindingCode) -> bool,
) -> (Vec<Finding>, usize) {
    let mut found = Vec::new();
    let mut not_compared = 0;
    for family in [
        &sources::of_claims as &dyn Fn(&Facts<'_>, &mut Vec<Finding>),
        &sources::of_sources,
        &|facts, found| answers::of_answers(facts, record, found),
        &figures::of_figures,
        &passages::of_claims,
    ] {
        let mut of_family = Vec::new();
        family(facts, &mut of_family);
        found.extend(of_family.into_iter().filter(|finding| wanted(finding.code)));
    }
    if wanted(FindingCode::MaybeSame) {
        not_compared = identities::of_identities(facts, &mut found);
    }
    (found, not_compared)
}

impl Audited<'_> {
    /// The findings of one code.
    fn of(&self, code: FindingCode) -> &[Finding] {
        let from = self.findings.partition_point(|finding| finding.code < code);
        let to = self
            .findings
            .partition_point(|finding| finding.code <= code);
        &self.findings[from..to]
    }
}

impl AuditAnswer<'_> {
    /// How much was found in all.
    pub fn total(&self) -> usize {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// What was found of one code, case by case.
    pub fn of(&self, code: FindingCode) -> impl Iterator<Item = FindingView<'_>> {
        self.cases.iter().enumerate().flat_map(move |(case, of)| {
            let findings = of.of(code).iter();
            findings.map(move |finding| FindingView { finding, of, case })
        })
    }

    /// The claims that findings are about or concern, each once, in the order
    /// of their ids, case by case.
    pub fn claims(&self) -> Vec<ClaimRef> {
        let cases = self.cases.iter().enumerate();
        let named = cases.flat_map(|(case, of)| {
            let claims = of.findings.iter().flat_map(|finding| &finding.claims);
            let named: BTreeSet<Ix<Claim>> = claims.copied().collect();
            named.into_iter().map(move |claim| ClaimRef { case, claim })
        });
        named.collect()
    }

    /// Some of them in full, in the order given, on all cores. Whoever has more
    /// than thousands asks for them in parts.
    pub fn in_full(&self, claims: &[ClaimRef]) -> Vec<ClaimView> {
        let claims = claims.par_iter();
        claims
            .map(|ClaimRef { case, claim }| self.cases[*case].facts.whole.claim(*claim))
            .collect()
    }
}

/// One finding, of which names and words are made when they are asked for.
#[derive(Clone, Copy)]
pub struct FindingView<'a> {
    finding: &'a Finding,
    of: &'a Audited<'a>,
    // The place of its case.
    case: usize,
}

impl<'a> FindingView<'a> {
    pub fn code(&self) -> FindingCode {
        self.finding.code
    }

    /// The case, where there are several.
    pub fn case(&self) -> &'a str {
        self.of.facts.whole.name()
    }

    /// Whether the edition holds other cases too.
    pub fn among_cases(&self) -> bool {
        self.of.facts.whole.among_cases()
    }

    /// What it is about: one thing, or the sources of a circle, or two entities.
    pub fn about(&self) -> Vec<Named> {
        self.finding
            .about
            .iter()
            .map(|about| self.named(*about))
            .collect()
    }

    /// Whether it is about the one claim that it concerns.
    pub fn is_of_claim(&self) -> bool {
        matches!(self.finding.about[..], [About::Claim(_)])
    }

    /// In a sentence.
    pub fn sentence(&self) -> String {
        sentence::sentence(&self.of.facts, &self.of.record, self.finding)
    }

    /// The ids of the claims it concerns, in order.
    pub fn claim_ids(&self) -> impl ExactSizeIterator<Item = &'a str> {
        let claims = &self.of.facts.case.claims;
        self.finding.claims.iter().map(|claim| claims[*claim].id())
    }

    /// The claims themselves, to be had in full.
    pub fn claim_refs(&self) -> impl ExactSizeIterator<Item = ClaimRef> {
        let case = self.case;
        let claims = self.finding.claims.iter();
        claims.map(move |claim| ClaimRef {
            case,
            claim: *claim,
        })
    }

    /// Their standings.
    pub fn standings(&self) -> impl Iterator<Item = Standing> {
        let claims = self.finding.claims.iter();
        claims.map(|claim| self.of.facts.assessed(*claim).standing)
    }

    /// The claims in short, in order.
    pub fn claims(&self) -> impl ExactSizeIterator<Item = ClaimBrief> {
        let whole = &self.of.facts.whole;
        let claims = self.finding.claims.iter();
        claims.map(move |claim| claim_brief(whole, *claim))
    }

    /// The row of what it is about; of several, of the first.
    pub fn place(&self) -> Option<Place> {
        let case = self.of.facts.case;
        let row = match self.finding.about.first()? {
            About::Claim(claim) => case.claims[*claim].place,
            About::Source(source) => case.sources[*source].place,
            About::Denial(denial) => case.denials[*denial].place,
            About::Entity(entity) => case.entities[*entity].place,
            About::Question(question) => case.questions[*question].place,
        };
        Some(place(row))
    }

    fn named(&self, about: About) -> Named {
        let whole = &self.of.facts.whole;
        match about {
            About::Claim(claim) => whole.named_claim(claim),
            About::Source(source) => whole.source(source),
            About::Denial(denial) => whole.named_answer(denial),
            About::Entity(entity) => whole.entity(entity),
            About::Question(question) => whole.question(question),
        }
    }
}
