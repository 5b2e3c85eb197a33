//! Rule set v1 a second time: slowly, from its sentences, on plain strings.
//!
//! Takes a plain case, gives the verdict on one claim. Every function is one
//! sentence of the rules, quoted above it, and looks at every row each time it
//! is asked. It shares no code with the program's own rules; only the words
//! (standing, rule, support, stance, scope, kind) are the program's.

use std::collections::{BTreeMap, BTreeSet};

use nutgraf::model::Rule;
use nutgraf::model::Scope;
use nutgraf::model::SourceKind;
use nutgraf::model::Stance;
use nutgraf::model::Standing;
use nutgraf::model::Support;

use super::plain::PlainAnswer;
use super::plain::PlainCase;
use super::plain::Says;

/// What the rules say of one claim, in ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub standing: Standing,
    pub rule: Rule,
    pub support: BTreeSet<Support>,
    pub outlets: BTreeSet<String>,
    pub origins: usize,
    pub voices: Option<u32>,
    pub acknowledged_by: Vec<String>,
    pub answers: Vec<String>,
    pub relays: BTreeSet<String>,
}

/// Everything that the rules say of one claim.
pub fn verdict(case: &PlainCase, claim: &str) -> Verdict {
    let (standing, rule) = standing(case, claim);
    Verdict {
        standing,
        rule,
        support: support(case, claim),
        outlets: citations_left(case, claim)
            .iter()
            .map(|cited| outlet(case, cited))
            .collect(),
        origins: origins(case, claim).len(),
        voices: voices(case, claim),
        acknowledged_by: ids_of(case, |answer| acknowledges(case, answer, claim)),
        answers: ids_of(case, |answer| is_shown_with(case, answer, claim)),
        relays: citations_left(case, claim)
            .iter()
            .flat_map(|cited| relays(case, cited))
            .collect(),
    }
}

/// "The first that holds decides."
pub fn standing(case: &PlainCase, claim: &str) -> (Standing, Rule) {
    if citations_left(case, claim).is_empty() {
        (Standing::Retracted, Rule::NoCitationLeft)
    } else if is_denied_by_a_party(case, claim) {
        (Standing::Denied, Rule::DeniedByParty)
    } else if is_denied_in_any_way(case, claim) {
        (Standing::Disputed, Rule::DeniedOtherwise)
    } else if sums_up_a_contested_one(case, claim) {
        (Standing::Disputed, Rule::SummarisesContested)
    } else {
        (Standing::Uncontested, Rule::NoDenialRecorded)
    }
}

/// "Chain: a source, its `via`, that one's `via`, and so on."
fn chain(case: &PlainCase, source: &str) -> Vec<String> {
    let mut chain = vec![source.to_owned()];
    if let Some(via) = &case.sources[source].via {
        chain.extend(self::chain(case, via));
    }
    chain
}

/// "The outlet is the first publication on the chain. Without a publication
/// the last source stands for itself."
fn outlet(case: &PlainCase, source: &str) -> String {
    let chain = chain(case, source);
    let publication = chain.iter().find(|link| is_publication(case, link));
    let last = chain.last();
    publication.or(last).expect("a chain has a source").clone()
}

/// The chain "up to and including the outlet".
fn up_to_the_outlet(case: &PlainCase, source: &str) -> Vec<String> {
    let outlet = outlet(case, source);
    let mut reached = Vec::new();
    for link in chain(case, source) {
        let is_the_outlet = link == outlet;
        reached.push(link);
        if is_the_outlet {
            break;
        }
    }
    reached
}

/// "Later ones are relays": the publications after the outlet.
fn relays(case: &PlainCase, source: &str) -> Vec<String> {
    let reached = up_to_the_outlet(case, source).len();
    let mut later = chain(case, source).split_off(reached);
    later.retain(|one| is_publication(case, one));
    later
}

fn is_publication(case: &PlainCase, source: &str) -> bool {
    case.sources[source].kind == SourceKind::Publication
}

/// "A claim rests on a source when a cited chain contains it."
fn rests_on(case: &PlainCase, claim: &str, source: &str) -> bool {
    case.claims[claim]
        .cites
        .iter()
        .any(|cited| chain(case, cited).iter().any(|link| link == source))
}

/// "Party: the claim's subject, object, participant, payer or payee, and
/// whoever it `concerns`."
fn parties(case: &PlainCase, claim: &str) -> BTreeSet<String> {
    let claim = &case.claims[claim];
    let mut parties = claim.concerns.clone();
    match &claim.says {
        Says::Relationship {
            subject,
            relation: _,
            object,
        } => parties.extend([subject.clone(), object.clone()]),
        Says::Attendance {
            participant,
            meeting: _,
        } => parties.extend([participant.clone()]),
        Says::Transaction {
            payer,
            payee,
            paid_in: _,
            for_asset: _,
        } => {
            parties.extend(payer.clone());
            parties.extend(payee.clone());
        }
        Says::Attribute { subject } => parties.extend([subject.clone()]),
    }
    parties
}

/// The meeting that an attendance is of.
fn meeting_of<'a>(case: &'a PlainCase, claim: &str) -> Option<&'a String> {
    match &case.claims[claim].says {
        Says::Attendance {
            participant: _,
            meeting,
        } => Some(meeting),
        Says::Relationship { .. } | Says::Transaction { .. } | Says::Attribute { .. } => None,
    }
}

/// Whether an answer names "this claim or its meeting".
fn names(case: &PlainCase, answer: &PlainAnswer, claim: &str) -> bool {
    answer.of.contains(claim) || names_its_meeting(case, answer, claim)
}

fn names_its_meeting(case: &PlainCase, answer: &PlainAnswer, claim: &str) -> bool {
    meeting_of(case, claim).is_some_and(|meeting| answer.of.contains(meeting))
}

/// Whether an answer is given for a report that the claim rests on.
fn is_of_its_report(case: &PlainCase, answer: &PlainAnswer, claim: &str) -> bool {
    answer
        .of
        .iter()
        .any(|target| case.sources.contains_key(target) && rests_on(case, claim, target))
}

/// "An answer is a party's when its `on_behalf_of`, or the entity or side of
/// its `by`, is a party: that exact entity."
fn is_a_partys(case: &PlainCase, answer: &PlainAnswer, claim: &str) -> bool {
    let mut parties = parties(case, claim);
    // "For a denial of a meeting, all of its participants."
    if let Some(meeting) = meeting_of(case, claim)
        && answer.of.contains(meeting)
    {
        parties.extend(case.meetings[meeting].clone());
    }
    speaks_for(case, answer)
        .iter()
        .any(|entity| parties.contains(entity))
}

/// "Its `on_behalf_of`, or the entity or side of its `by`."
fn speaks_for(case: &PlainCase, answer: &PlainAnswer) -> BTreeSet<String> {
    let mut entities = BTreeSet::new();
    entities.extend(answer.on_behalf_of.clone());
    if let Some(by) = &answer.by {
        match case.sources.get(by) {
            Some(source) => {
                entities.extend(source.entity.clone());
                entities.extend(source.side.clone());
            }
            None => {
                entities.insert(by.clone());
            }
        }
    }
    entities
}

/// "Over the citations that are left."
fn citations_left(case: &PlainCase, claim: &str) -> Vec<String> {
    let cites = &case.claims[claim].cites;
    cites
        .iter()
        .filter(|cited| {
            !case
                .answers
                .values()
                .any(|answer| withdraws(case, answer, claim, cited))
        })
        .cloned()
        .collect()
}

/// "A citation is gone when a source on its chain, up to and including the
/// outlet, withdrew it (stance `retracted`). A relay's withdrawal removes
/// nothing. When a report is withdrawn, what reached the desk through that
/// report goes with it."
///
/// A source withdraws also when the entity that it is does so in person. It may
/// withdraw what a relay made of its report; that goes by the relay's chain.
fn withdraws(case: &PlainCase, answer: &PlainAnswer, claim: &str, cited: &str) -> bool {
    let speaker_can_withdraw = up_to_the_outlet(case, cited).iter().any(|link| {
        answer.by.is_some()
            && (answer.by.as_ref() == Some(link) || answer.by == case.sources[link].entity)
    });
    let report_is_on_the_chain = chain(case, cited)
        .iter()
        .any(|link| answer.of.contains(link));
    answer.stance == Stance::Retracted
        && speaker_can_withdraw
        && (names(case, answer, claim) || report_is_on_the_chain)
}

/// "An answer `denied` of scope `whole` or `general`, naming this claim or its
/// meeting, from a party to it."
fn is_denied_by_a_party(case: &PlainCase, claim: &str) -> bool {
    case.answers.values().any(|answer| {
        answer.stance == Stance::Denied
            && matches!(answer.scope, Some(Scope::Whole | Scope::General))
            && names(case, answer, claim)
            && is_a_partys(case, answer, claim)
    })
}

/// "Any other `denied`: of a part, of how it is put, by somebody who is no
/// party, or of a source the claim rests on (counted only where the speaker is
/// a party to the claim)."
fn is_denied_in_any_way(case: &PlainCase, claim: &str) -> bool {
    case.answers.values().any(|answer| {
        answer.stance == Stance::Denied
            && (names(case, answer, claim)
                || is_of_its_report(case, answer, claim) && is_a_partys(case, answer, claim))
    })
}

/// "Also a claim that sums up a denied or disputed one, be it through another
/// summary, withdrawn or not."
fn sums_up_a_contested_one(case: &PlainCase, claim: &str) -> bool {
    case.claims[claim]
        .sums_up
        .iter()
        .any(|part| match standing(case, part).0 {
            Standing::Denied | Standing::Disputed => true,
            Standing::Retracted => sums_up_a_contested_one(case, part),
            Standing::Uncontested => false,
        })
}

/// "`declined`, `no-response`, `commented` and `pending` change nothing and
/// are always shown: given for a report, on each claim to which the speaker is
/// a party." So are a denial of a report, which counts only there, and a
/// confirmation of one. The withdrawal of a report concerns all it carried.
fn is_shown_with(case: &PlainCase, answer: &PlainAnswer, claim: &str) -> bool {
    let concerns_its_report = match answer.stance {
        Stance::Denied
        | Stance::Confirmed
        | Stance::Declined
        | Stance::NoResponse
        | Stance::Commented
        | Stance::Pending => is_a_partys(case, answer, claim),
        Stance::Retracted => true,
    };
    names(case, answer, claim) || is_of_its_report(case, answer, claim) && concerns_its_report
}

/// "`confirmed` of the whole."
fn confirms(case: &PlainCase, answer: &PlainAnswer, claim: &str) -> bool {
    answer.stance == Stance::Confirmed
        && answer.scope == Some(Scope::Whole)
        && is_shown_with(case, answer, claim)
}

/// "By a party it adds the mark `acknowledged`."
fn acknowledges(case: &PlainCase, answer: &PlainAnswer, claim: &str) -> bool {
    confirms(case, answer, claim) && is_a_partys(case, answer, claim)
}

/// "Support is a set, over the citations that are left." Each gives one kind.
fn support(case: &PlainCase, claim: &str) -> BTreeSet<Support> {
    citations_left(case, claim)
        .iter()
        .map(|cited| kind_of_support(case, claim, cited))
        .collect()
}

fn kind_of_support(case: &PlainCase, claim: &str, cited: &str) -> Support {
    let source = &case.sources[cited];
    let parties = parties(case, claim);
    // "Speaking of itself or its side."
    let speaks_of_itself = [&source.entity, &source.side]
        .into_iter()
        .flatten()
        .any(|entity| parties.contains(entity));
    match source.kind {
        SourceKind::Document | SourceKind::Dataset | SourceKind::Ledger => Support::Document,
        SourceKind::Person | SourceKind::Organization | SourceKind::Statement => {
            if speaks_of_itself {
                Support::OwnAccount
            } else {
                Support::Named
            }
        }
        SourceKind::Spokesperson => {
            if speaks_of_itself {
                Support::OwnAccount
            } else {
                Support::Spokesperson
            }
        }
        SourceKind::Publication => Support::Outlet,
        SourceKind::Anonymous => Support::Anonymous,
        SourceKind::Editor => Support::Editor,
    }
}

/// A word in the column `origin` is one thing, an outlet another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Word(String),
    Outlet(String),
}

/// "A voice's origin is its `origin` cell, else its outlet. A claim that sums
/// up others has their origins, not more."
fn origins(case: &PlainCase, claim: &str) -> BTreeSet<Origin> {
    let sums_up = &case.claims[claim].sums_up;
    if !sums_up.is_empty() {
        return sums_up
            .iter()
            .flat_map(|part| origins(case, part))
            .collect();
    }
    citations_left(case, claim)
        .iter()
        .map(|cited| match &case.sources[cited].origin {
            Some(word) => Origin::Word(word.clone()),
            None => Origin::Outlet(outlet(case, cited)),
        })
        .collect()
}

/// "How many people speak": those of each source that is left, however many of
/// its passages are cited, and of whoever confirms the whole. "An entity that
/// speaks several times is counted once, by the largest of its numbers."
/// Unknown when it is so for one of them.
fn voices(case: &PlainCase, claim: &str) -> Option<u32> {
    let mut speakers: BTreeSet<String> = citations_left(case, claim).into_iter().collect();
    speakers.extend(confirming(case, claim));
    let mut people: BTreeMap<String, u32> = BTreeMap::new();
    for speaker in speakers {
        let (who, number) = match case.sources.get(&speaker) {
            Some(source) => (
                source.entity.clone().unwrap_or(speaker.clone()),
                voices_of(case, &speaker)?,
            ),
            None => (speaker, 1),
        };
        let largest = people.entry(who).or_default();
        *largest = number.max(*largest);
    }
    Some(people.values().sum())
}

/// "`confirmed` of the whole adds a voice": its `by`, else its `on_behalf_of`.
fn confirming(case: &PlainCase, claim: &str) -> Vec<String> {
    case.answers
        .values()
        .filter(|answer| confirms(case, answer, claim))
        .filter_map(|answer| answer.by.clone().or(answer.on_behalf_of.clone()))
        .collect()
}

/// "Where the table does not say: one for a person, spokesperson, organisation
/// or statement, none for a document or an outlet, unknown for anonymous ones."
/// Nobody speaks where the desk infers.
fn voices_of(case: &PlainCase, source: &str) -> Option<u32> {
    let source = &case.sources[source];
    if source.voices.is_some() {
        return source.voices;
    }
    match source.kind {
        SourceKind::Person
        | SourceKind::Spokesperson
        | SourceKind::Organization
        | SourceKind::Statement => Some(1),
        SourceKind::Document
        | SourceKind::Dataset
        | SourceKind::Ledger
        | SourceKind::Publication
        | SourceKind::Editor => Some(0),
        SourceKind::Anonymous => None,
    }
}

fn ids_of(case: &PlainCase, wanted: impl Fn(&PlainAnswer) -> bool) -> Vec<String> {
    case.answers
        .iter()
        .filter(|(_, answer)| wanted(answer))
        .map(|(id, _)| id.clone())
        .collect()
}
