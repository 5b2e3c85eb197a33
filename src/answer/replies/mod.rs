//! Who was asked and what came back, person by person, and who was never asked.
//!
//! Takes whole cases with what the rules say of them; gives for each person or
//! organisation the answers that come from it, by whichever way, and the claims
//! that call for an answer from it while none is on record. Whether it is itself
//! that speaks, its press office, or somebody for it, is told of each answer. By
//! the same rules as an audit's `no-reply`. Claims come out one at a time.

mod view;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::answer::audit::{Facts, Record, calls, parties, speakers};
use crate::answer::graph::Graph;
use crate::answer::name::{Wanted, resolve};
use crate::answer::{AnswerError, ClaimView, Named};
use crate::model::{
    Assessment, Case, Claim, Day, Denial, Edtf, Entity, Ix, Source, Speaker, Stance, Target,
};

pub use view::{GroupView, NotAsked, ReplyView};

/// What is asked.
#[derive(Debug, Clone)]
pub struct RepliesQuestion {
    /// A person, an organisation or a source; everybody without it.
    pub name: Option<String>,
    /// The day on which a deadline has passed or not.
    pub as_of: Day,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReplyKind {
    /// Denied, commented, confirmed or retracted.
    Answered,
    Declined,
    /// Asked, and no response came.
    Silent,
    /// Asked, and the answer is still out.
    Waiting,
    /// Likewise, and the deadline has passed.
    Overdue,
}

impl ReplyKind {
    /// Every kind, in the order of an answer.
    pub const ALL: [ReplyKind; 5] = [
        ReplyKind::Answered,
        ReplyKind::Declined,
        ReplyKind::Silent,
        ReplyKind::Waiting,
        ReplyKind::Overdue,
    ];

    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ReplyKind::Answered => "answered",
            ReplyKind::Declined => "declined",
            ReplyKind::Silent => "silent",
            ReplyKind::Waiting => "waiting",
            ReplyKind::Overdue => "overdue",
        }
    }
}

/// How an answer comes from somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The entity itself is named as the speaker.
    Itself,
    /// A source that is this entity.
    AsSource,
    /// A source on its side: a press office, a lawyer.
    OnItsSide,
    /// Another speaks on its behalf.
    OnItsBehalf,
    /// A source that is no entity, and on nobody's side, stands for itself.
    SourceAlone,
    /// No speaker is given.
    Unknown,
}

impl Way {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Way::Itself => "itself",
            Way::AsSource => "as-source",
            Way::OnItsSide => "on-its-side",
            Way::OnItsBehalf => "on-its-behalf",
            Way::SourceAlone => "source-alone",
            Way::Unknown => "unknown",
        }
    }
}

/// Who answered, and who was never asked.
pub struct RepliesAnswer<'a> {
    pub as_of: Day,
    /// Who was asked about, where somebody was.
    pub of: Option<Named>,
    /// Answers of each kind, each counted once.
    pub counts: [(ReplyKind, usize); ReplyKind::ALL.len()],
    /// Parties with a claim that calls for an answer, and none on record: each
    /// party and claim counted once.
    pub not_asked: usize,
    cases: Vec<Replied<'a>>,
}

/// One case, and its answers by whom they come from.
struct Replied<'a> {
    facts: Facts<'a>,
    record: Record,
    // Sorted.
    shown: Vec<(Ix<Denial>, Ix<Claim>)>,
    // What was answered by whom, so that a request is no longer out; sorted.
    settled: Vec<(Who, Target)>,
    groups: Vec<Group>,
}

/// Whom an answer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Entity(Ix<Entity>),
    Source(Ix<Source>),
    Nobody,
}

struct Group {
    who: Who,
    // By kind, then by id.
    replies: Vec<(ReplyKind, Ix<Denial>)>,
    // Sorted.
    not_asked: Vec<Ix<Claim>>,
}

/// Gives the answers on record of the cases of an edition, by whom they come
/// from: people and organisations by id, then sources that stand for
/// themselves, then answers without a speaker. n log n.
///
/// # Errors
/// For a name that nothing or more than one thing has, or that is no person,
/// organisation or source; or when the edition is damaged.
pub fn replies<'a>(
    graph: &Graph,
    cases: impl IntoIterator<Item = (&'a Case, &'a Assessment)>,
    question: &RepliesQuestion,
) -> Result<RepliesAnswer<'a>, AnswerError> {
    let RepliesQuestion { name, as_of } = question;
    let of = name.as_deref().map(|name| one(graph, name)).transpose()?;
    let cases: Vec<Replied<'a>> = cases
        .into_iter()
        .map(|(case, assessment)| Replied::new(graph, case, assessment, *as_of, of.as_ref()))
        .collect();
    let groups = || cases.iter().flat_map(|case| &case.groups);
    let count = |kind: ReplyKind| {
        let of_case = |case: &Replied<'_>| {
            let replies = case.groups.iter().flat_map(|group| &group.replies);
            let of_kind = replies.filter(|(other, _)| *other == kind);
            of_kind
                .map(|(_, denial)| *denial)
                .collect::<BTreeSet<_>>()
                .len()
        };
        (kind, cases.iter().map(of_case).sum())
    };
    Ok(RepliesAnswer {
        as_of: *as_of,
        of,
        counts: ReplyKind::ALL.map(count),
        not_asked: groups().map(|group| group.not_asked.len()).sum(),
        cases,
    })
}

/// The entity or source that a name means.
fn one(graph: &Graph, name: &str) -> Result<Named, AnswerError> {
    let id = resolve(graph, name, Wanted::Anything)?;
    let named = graph.named(id)?;
    if graph.is_wanted(id, Wanted::Entity)? || graph.is_wanted(id, Wanted::Source)? {
        return Ok(named);
    }
    Err(AnswerError::OtherKind {
        name: name.to_owned(),
        is: graph.kind(id)?.words().into_owned(),
        wanted: "a person, an organisation or a source",
        nearest: Vec::new(),
    })
}

impl<'a> Replied<'a> {
    fn new(
        graph: &Graph,
        case: &'a Case,
        assessment: &'a Assessment,
        as_of: Day,
        of: Option<&Named>,
    ) -> Self {
        let facts = Facts::new(graph, case, assessment, as_of);
        let record = Record::new(&facts);
        let mut shown: Vec<(Ix<Denial>, Ix<Claim>)> = Vec::new();
        for claim in case.claims.indexes() {
            let answers = assessment.claim(claim).answers.iter();
            shown.extend(answers.map(|answer| (*answer, claim)));
        }
        shown.sort_unstable();
        let mut settled: Vec<(Who, Target)> = Vec::new();
        for (_, denial) in case.denials.iter() {
            if denial.stance != Stance::Pending {
                for who in comes_from(&facts, denial) {
                    settled.extend(denial.of.iter().map(|target| (who, *target)));
                }
            }
        }
        settled.sort_unstable();
        let mut replied = Self {
            facts,
            record,
            shown,
            settled,
            groups: Vec::new(),
        };
        replied.groups = replied.grouped(of);
        replied
    }

    /// All groups, or those of one name.
    fn grouped(&self, of: Option<&Named>) -> Vec<Group> {
        let case = self.facts.case;
        let is_of = |iri: &dyn Fn() -> String| of.is_none_or(|of| of.iri == iri());
        let mut all: Vec<(Who, Option<(ReplyKind, Ix<Denial>)>, Option<Ix<Claim>>)> = Vec::new();
        for (ix, denial) in case.denials.iter() {
            let by_source = match denial.by {
                Some(Speaker::Source(source)) => Some(source),
                Some(Speaker::Entity(_)) | None => None,
            };
            let by_it = by_source
                .is_some_and(|s| of.is_some() && is_of(&|| self.facts.whole.source(s).iri));
            for who in comes_from(&self.facts, denial) {
                if by_it || is_of(&|| self.named(who).map_or_else(String::new, |who| who.iri)) {
                    all.push((who, Some((self.kind(who, denial), ix)), None));
                }
            }
        }
        for (claim, _, _) in self.facts.live() {
            if calls(&self.facts, claim).is_none() {
                continue;
            }
            for party in parties(&self.facts, claim) {
                if is_of(&|| self.facts.whole.entity(party).iri)
                    && !self.record.is_on_record(&self.facts, claim, party)
                {
                    all.push((Who::Entity(party), None, Some(claim)));
                }
            }
        }
        all.sort_unstable();
        all.dedup();
        all.chunk_by(|one, other| one.0 == other.0)
            .map(|of_one| Group {
                who: of_one[0].0,
                replies: of_one.iter().filter_map(|(_, reply, _)| *reply).collect(),
                not_asked: of_one.iter().filter_map(|(_, _, claim)| *claim).collect(),
            })
            .collect()
    }

    /// What became of a request to somebody.
    fn kind(&self, who: Who, denial: &Denial) -> ReplyKind {
        match denial.stance {
            Stance::Denied | Stance::Commented | Stance::Confirmed | Stance::Retracted => {
                ReplyKind::Answered
            }
            Stance::Declined => ReplyKind::Declined,
            Stance::NoResponse => ReplyKind::Silent,
            Stance::Pending if self.is_settled(who, denial) => ReplyKind::Waiting,
            Stance::Pending => match self.days_overdue(denial) {
                Some(_) => ReplyKind::Overdue,
                None => ReplyKind::Waiting,
            },
        }
    }

    /// Whether all that a request was about has an answer from whom it went to.
    fn is_settled(&self, who: Who, denial: &Denial) -> bool {
        let mut asked = denial.of.iter();
        asked.all(|target| self.settled.binary_search(&(who, *target)).is_ok())
    }

    /// How long ago the last day of a deadline passed.
    fn days_overdue(&self, denial: &Denial) -> Option<i64> {
        let last = denial.deadline.as_ref().and_then(Edtf::latest)?;
        Some(last.days_until(self.facts.as_of)).filter(|days| *days > 0)
    }

    fn named(&self, who: Who) -> Option<Named> {
        match who {
            Who::Entity(entity) => Some(self.facts.whole.entity(entity)),
            Who::Source(source) => Some(self.facts.whole.source(source)),
            Who::Nobody => None,
        }
    }

    fn shown_with(&self, denial: Ix<Denial>) -> impl ExactSizeIterator<Item = Ix<Claim>> + '_ {
        let from = self.shown.partition_point(|(other, _)| *other < denial);
        let to = self.shown.partition_point(|(other, _)| *other <= denial);
        self.shown[from..to].iter().map(|(_, claim)| *claim)
    }

    fn way(&self, who: Who, denial: &Denial) -> Way {
        let Who::Entity(entity) = who else {
            return match who {
                Who::Source(_) | Who::Entity(_) => Way::SourceAlone,
                Who::Nobody => Way::Unknown,
            };
        };
        match denial.by {
            Some(Speaker::Entity(by)) if by == entity => Way::Itself,
            Some(Speaker::Source(by)) if self.facts.case.sources[by].entity == Some(entity) => {
                Way::AsSource
            }
            Some(Speaker::Source(by)) if self.facts.case.sources[by].side == Some(entity) => {
                Way::OnItsSide
            }
            Some(Speaker::Entity(_) | Speaker::Source(_)) | None => Way::OnItsBehalf,
        }
    }
}

/// Whom an answer comes from; never empty.
fn comes_from(facts: &Facts<'_>, denial: &Denial) -> Vec<Who> {
    let entities = speakers(facts, denial);
    if !entities.is_empty() {
        return entities.into_iter().map(Who::Entity).collect();
    }
    match denial.by {
        Some(Speaker::Source(source)) => vec![Who::Source(source)],
        Some(Speaker::Entity(entity)) => vec![Who::Entity(entity)],
        None => vec![Who::Nobody],
    }
}

/// A claim of an answer about replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RepliesClaim {
    case: usize,
    claim: Ix<Claim>,
}

impl RepliesAnswer<'_> {
    /// Everybody, case by case.
    pub fn groups(&self) -> impl Iterator<Item = GroupView<'_>> {
        self.cases.iter().enumerate().flat_map(|(case, of)| {
            let groups = of.groups.iter();
            groups.map(move |group| GroupView { group, of, case })
        })
    }

    /// The claims of all groups, each once.
    pub fn claims(&self) -> Vec<RepliesClaim> {
        let claims: BTreeSet<_> = self.groups().flat_map(|group| group.claims()).collect();
        claims.into_iter().collect()
    }

    /// Some of them in full, in the order given, on all cores.
    pub fn in_full(&self, claims: &[RepliesClaim]) -> Vec<ClaimView> {
        let claims = claims.par_iter();
        claims
            .map(|RepliesClaim { case, claim }| self.cases[*case].facts.whole.claim(*claim))
            .collect()
    }
}
