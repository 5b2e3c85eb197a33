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

use crate::answer::audit::{Facts, Record, Who, calls, comes_from, parties};
use crate::answer::graph::Graph;
use crate::answer::name::{Wanted, resolve};
use crate::answer::{AnswerError, ClaimView, Named};
use crate::model::{
    Assessment, Case, Claim, Day, Denial, Edtf, Ix, Source, Speaker, Stance, Target,
};

pub use view::{GroupView, NotAsked, ReplyView};

/// What is asked.
#[derive(Debug, Clone)]
pub struct RepliesQuestion {
    /// A person, an organisation or a source; everybody without it. Of a source
    /// the answers that it gave, those to it, and those that came through it.
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
    /// It is to be asked, or was, after the day of the answer.
    NotYetAsked,
}

impl ReplyKind {
    /// Every kind, in the order of an answer.
    pub const ALL: [ReplyKind; 6] = [
        ReplyKind::Answered,
        ReplyKind::Declined,
        ReplyKind::Silent,
        ReplyKind::Waiting,
        ReplyKind::Overdue,
        ReplyKind::NotYetAsked,
    ];

    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ReplyKind::Answered => "answered",
            ReplyKind::Declined => "declined",
            ReplyKind::Silent => "silent",
            ReplyKind::Waiting => "waiting",
            ReplyKind::Overdue => "overdue",
            ReplyKind::NotYetAsked => "not-yet-asked",
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
    /// Answers that tell of something after the day, or were recorded after it.
    pub later: usize,
    /// Where a source was asked about, how many of the answers are of each kind;
    /// an answer can be of several.
    pub bearing: Option<Bearing>,
    cases: Vec<Replied<'a>>,
}

/// What answers have to do with a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bearing {
    /// It is the speaker.
    pub by: usize,
    /// They are to all that it says.
    pub to: usize,
    /// They came through it.
    pub through: usize,
}

/// One case, and its answers by whom they come from.
struct Replied<'a> {
    facts: Facts<'a>,
    record: Record,
    // Sorted.
    shown: Vec<(Ix<Denial>, Ix<Claim>)>,
    // The source that was asked about.
    source: Option<Ix<Source>>,
    groups: Vec<Group>,
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
    let later = |case: &Replied<'_>| case.each_once().filter(|d| case.is_later(d)).count();
    let later = cases.iter().map(later).sum();
    let mut bearing: Option<Bearing> = None;
    for case in &cases {
        let Some(source) = case.source else { continue };
        let bearing = bearing.get_or_insert_default();
        for denial in case.each_once() {
            bearing.by += usize::from(is_by(denial, source));
            bearing.to += usize::from(is_to(denial, source));
            bearing.through += usize::from(is_through(&case.facts, denial, source));
        }
    }
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
        later,
        bearing,
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

/// Whose it is; an answer, and of what kind; the claim that nobody put to them.
type Entry = (Who, Option<(ReplyKind, Ix<Denial>)>, Option<Ix<Claim>>);

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
        let mut sources = case.sources.indexes();
        let source = of.and_then(|of| sources.find(|ix| facts.whole.source(*ix).iri == of.iri));
        let mut replied = Self {
            facts,
            record,
            shown,
            source,
            groups: Vec::new(),
        };
        replied.groups = replied.grouped(of);
        replied
    }

    /// All groups, or those of one name.
    fn grouped(&self, of: Option<&Named>) -> Vec<Group> {
        let case = self.facts.case;
        let is_of = |iri: &dyn Fn() -> String| of.is_none_or(|of| of.iri == iri());
        let mut all: Vec<Entry> = Vec::new();
        for (ix, denial) in case.denials.iter() {
            let has_to_do = self.source.is_some_and(|source| {
                is_by(denial, source)
                    || is_to(denial, source)
                    || is_through(&self.facts, denial, source)
            });
            for who in comes_from(&self.facts, denial) {
                if has_to_do
                    || is_of(&|| {
                        self.named(who)
                            .map_or_else(String::new, |who| who.iri.clone())
                    })
                {
                    all.push((who, Some((self.kind(who, denial), ix)), None));
                }
            }
        }
        for (claim, _, _) in self.facts.live() {
            if calls(&self.facts, claim).is_none() {
                continue;
            }
            for party in parties(&self.facts, claim) {
                if is_of(&|| self.facts.whole.entity(party).iri.clone())
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

    /// Every answer of its groups, each once, in the order of their ids.
    fn each_once(&self) -> impl Iterator<Item = &'a Denial> + use<'a> {
        let replies = self.groups.iter().flat_map(|group| &group.replies);
        let all: BTreeSet<Ix<Denial>> = replies.map(|(_, denial)| *denial).collect();
        let case = self.facts.case;
        all.into_iter().map(move |denial| &case.denials[denial])
    }

    /// What became of a request to somebody.
    fn kind(&self, who: Who, denial: &Denial) -> ReplyKind {
        match denial.stance {
            Stance::Denied | Stance::Commented | Stance::Confirmed | Stance::Retracted => {
                ReplyKind::Answered
            }
            Stance::Declined => ReplyKind::Declined,
            Stance::NoResponse => ReplyKind::Silent,
            Stance::Pending if self.is_asked_later(denial) => ReplyKind::NotYetAsked,
            Stance::Pending => {
                let requests = &self.record.requests;
                match requests.days_overdue(&self.facts, who, denial) {
                    Some(_) => ReplyKind::Overdue,
                    None => ReplyKind::Waiting,
                }
            }
        }
    }

    /// Whether somebody was asked only after the day of the answer.
    fn is_asked_later(&self, denial: &Denial) -> bool {
        is_after(denial.asked.as_ref(), self.facts.as_of)
    }

    /// Whether a row tells of something after the day of the answer.
    fn is_later(&self, denial: &Denial) -> bool {
        let day = self.facts.as_of;
        denial.recorded.is_some_and(|recorded| recorded > day)
            || is_after(denial.asked.as_ref(), day)
            || is_after(denial.when.as_ref(), day)
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

fn is_by(denial: &Denial, source: Ix<Source>) -> bool {
    denial.by == Some(Speaker::Source(source))
}

fn is_to(denial: &Denial, source: Ix<Source>) -> bool {
    denial.of.contains(&Target::Source(source))
}

/// Whether an answer was passed on by a source: it, or something that goes back
/// to it, is its way or that of its speaker.
fn is_through(facts: &Facts<'_>, denial: &Denial, source: Ix<Source>) -> bool {
    let speaker = match denial.by {
        Some(Speaker::Source(by)) if by != source => Some(by),
        Some(Speaker::Source(_) | Speaker::Entity(_)) | None => None,
    };
    let mut ways = denial.via.into_iter().chain(speaker);
    ways.any(|way| facts.chain(way).sources().contains(&source))
}

/// Whether a date can only mean days after another one.
fn is_after(date: Option<&Edtf>, day: Day) -> bool {
    let first = date.and_then(Edtf::earliest);
    first.is_some_and(|first| first > day)
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
