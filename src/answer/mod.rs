//! Rows and links to answers: what a person asked for, with every claim's
//! sources and every answer to it.
//!
//! Takes an edition (and, for paths, the path graph in it); gives plain
//! structures that any renderer can write without asking anything further.
//! All of it comes from the edition's triples: nothing here reads a table, and
//! nothing here prints.

mod about_edition;
mod asking;
mod audit;
mod between;
mod brief;
mod checking;
mod claim;
mod claim_row;
mod containing;
mod counts;
mod diff;
mod dossier;
mod evidence;
mod extract;
mod facets;
mod falls;
mod find;
mod given;
mod graph;
mod hidden;
mod holds;
mod hops;
mod identity;
mod kept;
mod key;
mod name;
mod named;
mod naming;
mod overview;
mod part;
mod path;
mod path_notes;
mod path_rows;
mod plans;
mod questions;
mod relations;
mod replies;
mod reply;
mod row;
mod selection;
mod show;
mod source;
mod source_row;
mod ties;
mod timeline;
mod trace;
mod whole;

pub use about_edition::{AboutEdition, about_edition};
pub use asking::{
    AskingError, Remark, Weight, bind_typed, find_paths_of, nearest_question, remark_on_form,
    remarks, said_of_paths, sources_are,
};
pub use audit::{
    AuditAnswer, AuditQuestion, Calls, ClaimRef, FindingCode, FindingView, MOST_ALIKE, audit,
    code_of,
};
pub use between::{BetweenAnswer, BetweenPair, BetweenQuestion, Connector, find_between};
pub use brief::{AnswerBrief, ClaimBrief};
pub use checking::{
    BesideSource, CheckedClaim, Checking, CheckingError, CheckingRow, Hand, Story, StoryLine,
};
pub use claim::{ClaimView, Figure, SummedUp, is_attendance, of_attendance};
pub use claim_row::{RowCell, claim_row};
pub use counts::{ShownLeftOut, TOO_LONG, count, left_out_words, more_left_out, standing_counts};
pub use diff::{
    Change, ComparedEdition, Connected, DiffCounts, DiffKind, Difference, Field, FieldValue, How,
    MatchedBy, NamesDiff, Reason, State, Thing, find_difference, find_names_diff,
};
pub use dossier::{
    CallsForAnswer, Dossier, DossierQuestion, PathsTo, claims_of_dossier, find_dossier,
};
pub use evidence::{
    CopyState, EvidenceAnswer, EvidenceCounts, KeptCopy, SourceCopies, find_evidence,
};
pub use extract::{
    About, Asked, Edge, End, Extract, Node, extract_between, extract_graph, extract_paths,
    extract_ties, extract_whole,
};
pub use facets::{ClaimChoice, Facets};
pub use falls::{
    FallenClaim, FallenLink, FallsAnswer, FallsQuestion, SameOrigin, Speaker, find_falls,
};
pub use find::{FindQuestion, Found, FoundKind, FoundPart, Matched, find, find_part};
pub use given::{GivenAnswer, GivenAnswers, GivenQuestion, find_given};
pub use graph::Graph;
pub use hidden::Hidden;
pub use holds::{
    Because, HoldsAnswer, HoldsOutcome, HoldsQuestion, Label, LabelKind, LabelOf, Strand,
    StrandHop, find_holds, find_holds_within,
};
pub use hops::{Beside, Hop, HopLink, LeftOutBetween, Path, left_out_between};
pub use identity::IdentityView;
pub use key::{KeyAnswer, KeyEntity, KeyHop, KeyQuestion, find_key};
pub use name::{Candidate, Kind, Wanted, day_of_entry, nearest, resolve};
pub use named::{Name, Named};
pub use naming::{BetweenThem, OnRecord, Unlinked};
pub use overview::{Overview, overview};
pub use part::{EntityPart, Listed, PartList, PartQuestion, ShownPart, SourcePart, show_part};
pub use path::{
    Ask, Independence, NoPath, OnInference, OwnOfHop, PathAnswer, PathQuestion, find_paths,
};
pub use path_rows::{path_rows, path_rows_knowing};
pub use questions::{Questions, questions};
pub use relations::KnownRelation;
pub use replies::{
    Bearing, GroupView, NotAsked, RepliesAnswer, RepliesClaim, RepliesQuestion, ReplyKind,
    ReplyView, Way, replies,
};
pub use reply::{AnswerView, Target, TargetKind};
pub use row::{Place, When};
pub use selection::{Selected, Selection, WithdrawnClaims, option_of};
pub use show::{
    DenialView, EntityView, MeetingView, QuestionView, Resting, Shown, SourceView, Without, show,
};
pub use source::CitedSource;
pub use source_row::{Part, SourceRow};
pub use ties::{Tie, TiesAnswer, TiesQuestion, find_ties, find_ties_from};
pub use timeline::{
    Dated, Timeline, TimelineCounts, TimelineEntry, TimelineQuestion, find_timeline,
};
pub use trace::{
    AnswerTrace, Bears, ClaimTrace, DenialTrace, MeetingTrace, OriginTrace, PartTrace, PassageRow,
    QuestionTrace, RestingTrace, Role, SourceTrace, SpeakerTrace, Trace, VoiceTrace, trace,
};

use crate::edition::EditionError;
use crate::network::NetworkError;

// The library of questions, for whoever lists it.
pub use crate::query::{Parameter, Question};
// What an edition says of itself.
pub use crate::edition::Case as ProvenanceCase;
pub use crate::edition::Table as ProvenanceTable;
pub use crate::edition::{Input, KnownOn, Provenance};
// What `path` says of its own limits, for whoever writes it.
pub use crate::network::{Budget, Count, Criterion, HoldsLimit, LeftOut, Limit, Spent, Strength};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    #[error(transparent)]
    Edition(#[from] EditionError),
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// Nothing has this name or id; the nearest ones are candidates, not answers.
    #[error("nothing in the case is called `{name}`")]
    Unknown {
        name: String,
        nearest: Vec<Candidate>,
        /// How many have it in their name or id: the nearest are the first of these.
        /// `None` where the nearest are only spelt alike.
        containing: Option<Count>,
    },
    /// Several of the names that were given are wrong, each in its way.
    #[error("{first}{}", others_words(others))]
    Several {
        first: Box<AnswerError>,
        others: Vec<AnswerError>,
    },
    /// Something has this name, but nothing of the kind that is asked for.
    #[error("`{name}` is {is}; {wanted} is needed here")]
    OtherKind {
        name: String,
        is: String,
        wanted: &'static str,
        nearest: Vec<Candidate>,
    },
    /// Several things have this name; none of them is picked.
    #[error("`{name}` can be {} different things", candidates.len())]
    Ambiguous {
        name: String,
        candidates: Vec<Candidate>,
    },
    #[error("the edition says nothing of `{subject}` that it should: {what}")]
    Incomplete { subject: String, what: &'static str },
    #[error("the edition has no path graph; it was loaded from RDF alone")]
    NoPathGraph,
    /// The words nearest to it are suggestions; all that could be meant follow.
    #[error("`{word}` is no relation that a claim of the case uses, nor a category of them")]
    UnknownRelation {
        word: String,
        nearest: Vec<String>,
        used: Vec<String>,
    },
    #[error("`{name}` is to be avoided, and is one of the names asked about")]
    AvoidedEnd { name: String },
    #[error("{}", names_between(*given, *most))]
    NamesBetween { given: usize, most: usize },
    #[error("`{one}` and `{other}` cannot be asked for together")]
    NotTogether {
        one: &'static str,
        other: &'static str,
    },
    #[error("`{word}` is asked for and left out at once, so that no link is left")]
    RelationBothWays { word: String },
    #[error("`{name}` is to be passed on the way, and is {is}")]
    ViaAlready { name: String, is: &'static str },
    #[error("a path can be asked to pass {most} names at most, not {given}")]
    TooManyVia { given: usize, most: usize },
}

fn others_words(others: &[AnswerError]) -> String {
    let others = others.iter().map(|other| format!("; {other}"));
    others.collect()
}

fn names_between(given: usize, most: usize) -> String {
    match given {
        0 | 1 => "two different names or more are connected; those given are all of one".to_owned(),
        _ => format!("{most} names are connected at most; given were {given} different ones"),
    }
}
