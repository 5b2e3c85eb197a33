//! The whole chain of one thing: from a claim to who said it, how each of them
//! knows, through whom it came, to the rows and files it ends at; what decided
//! its standing, and every answer with a chain of its own.
//!
//! Takes a name; gives plain structures, in which every node has its row. The
//! reasons are those of `model`: what an answer does to a claim is computed by
//! [`Bearing`], as standings are. Who is a party is read from the triples, and
//! held against the standing that the edition was written with.

mod answer;
mod claim;
mod party;
mod source;

use crate::answer::graph::Graph;
use crate::answer::name::{Wanted, resolve};
use crate::answer::named::Named;
use crate::answer::row::Place;
use crate::answer::{
    AnswerError, AnswerView, ClaimView, MeetingView, QuestionView, SourceRow, Without,
};
use crate::edition::TermId;
use crate::model::{Bearing, Rule, Standing};

/// Claims that are listed under a source or an answer; all are counted.
const LISTED: usize = 1_000;

/// What `trace` traces.
#[derive(Debug, Clone)]
pub enum Trace {
    Claim(Box<ClaimTrace>),
    Denial(Box<DenialTrace>),
    Source(Box<SourceTrace>),
    Meeting(Box<MeetingTrace>),
    Question(Box<QuestionTrace>),
    /// A link that is not a claim itself: the claims it rests on.
    Link(Named, Vec<ClaimTrace>),
}

impl Trace {
    /// Whether everything is listed.
    pub fn is_complete(&self) -> bool {
        match self {
            Trace::Claim(_) | Trace::Meeting(_) | Trace::Question(_) | Trace::Link(..) => true,
            Trace::Denial(denial) => denial.claims.len() == denial.claims_in_all,
            Trace::Source(source) => source.resting.len() == source.resting_in_all,
        }
    }
}

/// One claim with everything it rests on.
#[derive(Debug, Clone)]
pub struct ClaimTrace {
    pub claim: ClaimView,
    /// The meeting that it is one attendance of.
    pub meeting: Option<Named>,
    /// Each cited source once, by id.
    pub voices: Vec<VoiceTrace>,
    /// What its number of origins counts: its own, or where it sums up others
    /// those of the claims at the end of that.
    pub origins: Vec<OriginTrace>,
    /// Every answer to it, and those to a report it rests on; what decides first.
    pub answers: Vec<AnswerTrace>,
    /// Whether the standing follows from the answers that are here: not always
    /// in a redacted edition, which withholds for whom somebody speaks.
    pub follows: bool,
    /// Every claim that it sums up, also through another summary; by id.
    pub parts: Vec<PartTrace>,
}

/// A cited source: its own row, its passages, and the way to the desk.
#[derive(Debug, Clone)]
pub struct VoiceTrace {
    pub source: SourceRow,
    /// The entity or side of it that is a party to the claim: it speaks of itself.
    pub of_itself: Option<Named>,
    pub passages: Vec<PassageRow>,
    /// What it came through, in order.
    pub via: Vec<SourceRow>,
    /// The answers by which it, or who published it, took it back.
    pub withdrawn_by: Vec<String>,
    pub withdrawn: bool,
}

/// Words of a source and where they stand.
#[derive(Debug, Clone)]
pub struct PassageRow {
    pub quote: Option<String>,
    pub locator: Option<String>,
    pub accessed: Option<String>,
    /// The row of `citations.csv`, or that of the claim.
    pub place: Place,
}

/// An origin, and the sources that are counted for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginTrace {
    /// The word in the column `origin`; `None` where nobody assessed it.
    pub assessed: Option<String>,
    /// By which it is counted where nobody assessed it.
    pub outlet: Option<Named>,
    pub sources: Vec<Named>,
}

/// An answer as it bears on one claim.
#[derive(Debug, Clone)]
pub struct AnswerTrace {
    pub answer: AnswerView,
    pub speaker: SpeakerTrace,
    pub bearing: Bearing,
    /// Whether the claim has its standing by this answer.
    pub decides: bool,
    /// Whom it speaks for among the parties to the claim, and what that one is in it.
    pub party: Option<(Named, Role)>,
    /// The reports that it was given for, where the claim rests on them.
    pub of_reports: Vec<Named>,
    /// Given to the whole meeting.
    pub of_meeting: bool,
    /// Whether it is given to the claim itself, or to its meeting.
    pub direct: bool,
}

/// Who answers, and how that reached the desk.
#[derive(Debug, Clone)]
pub struct SpeakerTrace {
    /// The source that speaks and what it came through; empty where an entity
    /// does, or nobody is given.
    pub chain: Vec<SourceRow>,
    /// The source of the column `via` and what that came through.
    pub via: Vec<SourceRow>,
}

/// What a party is in a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Subject,
    Object,
    Participant,
    Payer,
    Payee,
    Concerned,
}

impl Role {
    /// In words, after `is`.
    pub fn words(self) -> &'static str {
        match self {
            Role::Subject => "its subject",
            Role::Object => "its object",
            Role::Participant => "said to have taken part in the meeting",
            Role::Payer => "the payer",
            Role::Payee => "the payee",
            Role::Concerned => "whom it concerns",
        }
    }
}

/// A claim that another one sums up.
#[derive(Debug, Clone)]
pub struct PartTrace {
    /// Without what it sums up itself: that is listed beside it.
    pub trace: ClaimTrace,
    /// The summaries that name it, by id.
    pub summed_up_by: Vec<String>,
}

/// An answer with the claims that it bears on.
#[derive(Debug, Clone)]
pub struct DenialTrace {
    pub answer: AnswerView,
    pub speaker: SpeakerTrace,
    /// By id; and how many there are, listed or not.
    pub claims: Vec<Bears>,
    pub claims_in_all: usize,
}

/// A claim that an answer bears on, or a summary of such a claim.
#[derive(Debug, Clone)]
pub struct Bears {
    pub claim: ClaimView,
    /// `None` where it is an answer only to what the claim sums up.
    pub answer: Option<AnswerTrace>,
}

/// A source with what rests on it.
#[derive(Debug, Clone)]
pub struct SourceTrace {
    /// Itself and what it came through; never empty.
    pub chain: Vec<SourceRow>,
    pub outlet: Named,
    /// Answers given to the source as a whole.
    pub answers_to: Vec<AnswerView>,
    /// Answers that this source gave.
    pub answers_by: Vec<AnswerView>,
    /// By id; and how many there are, listed or not.
    pub resting: Vec<RestingTrace>,
    pub resting_in_all: usize,
    /// For how many of all it is withdrawn: these rest on it no more.
    pub withdrawn_in_all: usize,
    pub falling_in_all: usize,
    /// Whether it, or who published it, took it back for every claim it is behind.
    pub withdrawn: bool,
}

/// A claim that a source is behind.
#[derive(Debug, Clone)]
pub struct RestingTrace {
    pub claim: ClaimView,
    /// What becomes of the claim without the source.
    pub without: Without,
    /// Whether everything that came from it is withdrawn for this claim.
    pub withdrawn: bool,
}

/// A meeting with each attendance.
#[derive(Debug, Clone)]
pub struct MeetingTrace {
    pub meeting: MeetingView,
    pub claims: Vec<ClaimTrace>,
}

/// A question with the claim that answers it.
#[derive(Debug, Clone)]
pub struct QuestionTrace {
    pub question: QuestionView,
    /// Who raised it, and what that came through.
    pub chain: Vec<SourceRow>,
    pub answered_by: Option<ClaimTrace>,
}

/// Traces the one thing of this name or id that is no entity.
///
/// # Errors
/// See [`resolve`]; also when the edition is damaged.
pub fn trace(graph: &Graph, name: &str) -> Result<Trace, AnswerError> {
    let id = resolve(graph, name, Wanted::Traced)?;
    if graph.is_a(id, "Citation")? {
        let claim = graph.object(id, "passageOf")?;
        let claim = claim.ok_or_else(|| graph.incomplete(id, "the claim it is a passage of"))?;
        return Ok(Trace::Claim(Box::new(graph.claim_trace(claim)?)));
    }
    Ok(if graph.is_a(id, "Claim")? {
        Trace::Claim(Box::new(graph.claim_trace(id)?))
    } else if graph.is_a(id, "Source")? {
        Trace::Source(Box::new(graph.source_trace(id)?))
    } else if graph.is_a(id, "Denial")? {
        Trace::Denial(Box::new(graph.denial_trace(id)?))
    } else if graph.is_a(id, "Question")? {
        Trace::Question(Box::new(graph.question_trace(id)?))
    } else if graph.is_a(id, "Link")? {
        let claims = graph.objects(id, "claim")?;
        Trace::Link(graph.named(id)?, graph.claim_traces(claims)?)
    } else {
        let meeting = graph.meeting_view(id)?;
        let claims = meeting.claims.iter();
        let claims: Vec<TermId> = claims
            .filter_map(|claim| graph.node(&claim.iri).transpose())
            .collect::<Result<_, _>>()?;
        Trace::Meeting(Box::new(MeetingTrace {
            claims: graph.claim_traces(claims)?,
            meeting,
        }))
    })
}

/// What contests a claim the most, and by which rule.
fn strongest<'a>(answers: impl IntoIterator<Item = &'a AnswerTrace>) -> Option<(Standing, Rule)> {
    let contests = answers
        .into_iter()
        .filter_map(|answer| answer.bearing.contests());
    contests.max()
}
