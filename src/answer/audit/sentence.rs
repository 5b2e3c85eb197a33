//! A finding in a sentence: which sources, which figures, which days, whom.

use crate::answer::audit::FindingCode;
use crate::answer::audit::facts::Facts;
use crate::answer::audit::finding::{About, Finding};
use crate::answer::audit::identities::{Alike, reason};
use crate::answer::audit::passages::{without_locator, without_quote};
use crate::answer::audit::record::{Calls, Record, calls};
use crate::answer::audit::sources::left;
use crate::model::{
    CheckStatus, Claim, Denial, Entity, Identified, Ix, Mode, Source, SourceKind, Speaker,
    Standing, Statement,
};

/// So many things are listed in a sentence; the others are counted.
const LISTED: usize = 5;

/// The sentence of one finding, with a full stop.
pub(super) fn sentence(facts: &Facts<'_>, record: &Record, finding: &Finding) -> String {
    let Finding {
        code,
        about,
        claims,
    } = finding;
    match &about[..] {
        [About::Claim(claim)] => of_claim(facts, *code, *claim),
        [About::Source(source)] => of_source(facts, *code, *source, claims.len()),
        [About::Denial(denial)] => {
            let denial = &facts.case.denials[*denial];
            format!(
                "Denied by {}, without a source of the denial and without the outlet it came through.",
                speaker(facts, denial)
            )
        }
        [About::Question(question)] => {
            let who = &facts.case.questions[*question].who_could_answer;
            let who = who.iter().map(|entity| entity_name(facts, *entity));
            match list(who.collect()) {
                None => "No claim answers it; who could is not noted.".to_owned(),
                Some(who) => format!("No claim answers it; {who} could."),
            }
        }
        [About::Entity(entity)] => of_party(facts, record, *code, *entity, claims),
        [About::Entity(one), About::Entity(other)] => maybe_same(facts, [*one, *other]),
        several => {
            let names = several.iter().map(|about| match about {
                About::Source(source) => source_name(facts, *source),
                About::Claim(_) | About::Denial(_) | About::Entity(_) | About::Question(_) => {
                    String::new()
                }
            });
            let names = list(names.collect()).unwrap_or_default();
            format!("{names} have it from one another; where it began is not recorded.")
        }
    }
}

fn of_claim(facts: &Facts<'_>, code: FindingCode, ix: Ix<Claim>) -> String {
    let claim = &facts.case.claims[ix];
    let assessed = facts.assessed(ix);
    let sources = |sources: Vec<Ix<Source>>| {
        let names = sources.iter().map(|source| source_name(facts, *source));
        list(names.collect()).unwrap_or_else(|| "nobody".to_owned())
    };
    match code {
        FindingCode::Retracted => {
            let by = sources(assessed.withdrawn.to_vec());
            format!("Withdrawn: no source is left of {by}.")
        }
        FindingCode::SingleOrigin if !claim.summarises.is_empty() => {
            "What it sums up goes back to one origin, and no document is cited for it itself."
                .to_owned()
        }
        FindingCode::SingleOrigin => format!("One origin, {}, and no document.", origin(facts, ix)),
        FindingCode::SingleOutlet => format!(
            "At least {} origins, all of them through {}.",
            assessed.origins,
            sources(assessed.outlets.to_vec())
        ),
        FindingCode::UnnamedOnly => {
            format!("Only voices without a name: {}.", sources(left(facts, ix)))
        }
        FindingCode::OneEnding => {
            let cited = left(facts, ix);
            let how_many = cited.len();
            format!(
                "{how_many} sources ({}), and one origin ({}).",
                sources(cited),
                origin(facts, ix)
            )
        }
        FindingCode::RelayCited => format!(
            "Cited through {}, which passes on what {} published.",
            sources(assessed.relays.to_vec()),
            sources(relayed(facts, ix))
        ),
        FindingCode::DatePassed => {
            let when = claim.when.as_ref();
            let last = when.and_then(|when| when.latest());
            match (when, last) {
                (Some(when), Some(last)) => format!(
                    "{} for {when}: {last} was {} before {}.",
                    match claim.mode {
                        Mode::Sought => "Sought",
                        Mode::Projected | Mode::Asserted | Mode::Hearsay | Mode::Ended =>
                            "Expected",
                    },
                    days(last.days_until(facts.as_of)),
                    facts.as_of
                ),
                (_, _) => String::new(),
            }
        }
        FindingCode::StrongerThanSupport => format!(
            "Asserted on the word of {} alone, and the sentence does not say so.",
            sources(left(facts, ix))
        ),
        FindingCode::PassageMissing => {
            let missing = without_quote(facts, ix).collect();
            format!("No words on record from {}.", sources(missing))
        }
        FindingCode::LocatorMissing => {
            let missing = without_locator(facts, ix).collect();
            format!("No place on record in {}.", sources(missing))
        }
        FindingCode::NeedsAttention => {
            let check = match claim.check {
                Some(check) => check.as_str(),
                None => "not given",
            };
            let by = match (claim.check, &claim.notes().checked_by) {
                (Some(CheckStatus::Accurate | CheckStatus::NeedsAttention), Some(by)) => {
                    format!(" by {by}")
                }
                _ => String::new(),
            };
            match &claim.notes().concern {
                Some(concern) => format!("Check: {check}{by}. Concern: {concern}"),
                None => format!("Check: {check}{by}. No concern is written down."),
            }
        }
        FindingCode::CircularSourcing
        | FindingCode::AnswerUnsourced
        | FindingCode::NoReply
        | FindingCode::AskedElsewhere
        | FindingCode::FiguresDisagree
        | FindingCode::DatesDisagree
        | FindingCode::UnusedSource
        | FindingCode::CopyMissing
        | FindingCode::HashMissing
        | FindingCode::OpenQuestion
        | FindingCode::MaybeSame => String::new(),
    }
}

/// The outlets whose reports are cited through a relay.
fn relayed(facts: &Facts<'_>, claim: Ix<Claim>) -> Vec<Ix<Source>> {
    let chains = facts.left(claim).map(|(source, _)| facts.chain(source));
    let relayed = chains.filter(|chain| !chain.relays().is_empty());
    let mut outlets: Vec<Ix<Source>> = relayed.map(|chain| chain.outlet()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    outlets
}

/// The one origin of a claim: the editor's word, or the outlet.
fn origin(facts: &Facts<'_>, claim: Ix<Claim>) -> String {
    let first = facts.left(claim).next();
    match first.map(|(source, _)| source) {
        None => "not recorded".to_owned(),
        Some(source) => match &facts.case.sources[source].origin {
            Some(origin) => format!("“{origin}” as assessed"),
            None => {
                let outlet = facts.chain(source).outlet();
                let name = source_name(facts, outlet);
                match facts.case.sources[outlet].kind {
                    SourceKind::Publication => format!("the outlet {name}"),
                    SourceKind::Person
                    | SourceKind::Spokesperson
                    | SourceKind::Anonymous
                    | SourceKind::Organization
                    | SourceKind::Statement
                    | SourceKind::Document
                    | SourceKind::Dataset
                    | SourceKind::Ledger
                    | SourceKind::Editor => name,
                }
            }
        },
    }
}

fn of_source(facts: &Facts<'_>, code: FindingCode, source: Ix<Source>, claims: usize) -> String {
    let source = &facts.case.sources[source];
    let kind = source.kind.as_str();
    let rest = match claims {
        0 => "no claim that stands rests on it".to_owned(),
        1 => "1 claim rests on it".to_owned(),
        several => format!("{several} claims rest on it"),
    };
    match code {
        FindingCode::CopyMissing => match &source.url {
            Some(url) => format!("This {kind} ({url}) is in no archive; {rest}."),
            None => format!("This {kind} is in no archive, and has no URL; {rest}."),
        },
        FindingCode::HashMissing => match &source.archived {
            Some(copy) => format!("The copy of this {kind} ({copy}) has no hash; {rest}."),
            None => format!("This {kind} has neither copy nor hash; {rest}."),
        },
        FindingCode::UnusedSource
        | FindingCode::Retracted
        | FindingCode::SingleOrigin
        | FindingCode::SingleOutlet
        | FindingCode::UnnamedOnly
        | FindingCode::OneEnding
        | FindingCode::CircularSourcing
        | FindingCode::RelayCited
        | FindingCode::AnswerUnsourced
        | FindingCode::NoReply
        | FindingCode::AskedElsewhere
        | FindingCode::FiguresDisagree
        | FindingCode::DatesDisagree
        | FindingCode::DatePassed
        | FindingCode::StrongerThanSupport
        | FindingCode::PassageMissing
        | FindingCode::LocatorMissing
        | FindingCode::NeedsAttention
        | FindingCode::OpenQuestion
        | FindingCode::MaybeSame => {
            format!("No claim, no answer and no question uses this {kind}.")
        }
    }
}

fn of_party(
    facts: &Facts<'_>,
    record: &Record,
    code: FindingCode,
    party: Ix<Entity>,
    claims: &[Ix<Claim>],
) -> String {
    let name = entity_name(facts, party);
    let of_claim = |with: &dyn Fn(Ix<Claim>) -> String| {
        let each = claims.iter().map(|claim| with(*claim));
        list(each.collect()).unwrap_or_default()
    };
    let id = |claim: Ix<Claim>| facts.case.claims[claim].id();
    match code {
        FindingCode::FiguresDisagree => {
            let figures = of_claim(&|claim| format!("{} ({})", figure(facts, claim), id(claim)));
            format!("{name}, {}: {figures}.", what(facts, claims))
        }
        FindingCode::DatesDisagree => {
            let dates = of_claim(&|claim| format!("{} ({})", date(facts, claim), id(claim)));
            format!("{name}, {}: {dates}.", what(facts, claims))
        }
        FindingCode::AskedElsewhere => {
            let refused = record.refused(party).map(|denial| {
                let denial = &facts.case.denials[denial];
                format!("{} ({})", denial.stance.as_str(), denial.id())
            });
            let refused = list(refused.collect()).unwrap_or_default();
            format!(
                "{name} is on record with nothing about this claim, {}; elsewhere: {refused}.",
                because(facts, claims)
            )
        }
        FindingCode::NoReply
        | FindingCode::Retracted
        | FindingCode::SingleOrigin
        | FindingCode::SingleOutlet
        | FindingCode::UnnamedOnly
        | FindingCode::OneEnding
        | FindingCode::CircularSourcing
        | FindingCode::RelayCited
        | FindingCode::AnswerUnsourced
        | FindingCode::DatePassed
        | FindingCode::StrongerThanSupport
        | FindingCode::PassageMissing
        | FindingCode::LocatorMissing
        | FindingCode::NeedsAttention
        | FindingCode::UnusedSource
        | FindingCode::CopyMissing
        | FindingCode::HashMissing
        | FindingCode::OpenQuestion
        | FindingCode::MaybeSame => format!(
            "{name} is on record with nothing about this claim, {}.",
            because(facts, claims)
        ),
    }
}

fn because(facts: &Facts<'_>, claims: &[Ix<Claim>]) -> &'static str {
    let calls = claims.first().and_then(|claim| calls(facts, *claim));
    let standing = claims.first().map(|claim| facts.assessed(*claim).standing);
    match (calls, standing) {
        (Some(Calls::Contested), Some(Standing::Denied)) => "which is denied",
        (Some(Calls::Contested), _) => "which is disputed",
        (Some(Calls::Legal), _) => "which is a matter of law",
        (Some(Calls::Unnamed), _) => "which rests on unnamed voices alone",
        (None, _) => "which calls for an answer",
    }
}

/// What the figures or dates of some claims are of.
fn what(facts: &Facts<'_>, claims: &[Ix<Claim>]) -> String {
    let Some(first) = claims.first() else {
        return String::new();
    };
    match &facts.case.claims[*first].statement {
        Statement::Attribute { attribute, .. } => attribute.to_string(),
        Statement::Transaction { payee, purpose, .. } => {
            let to = payee.map(|payee| format!(" to {}", entity_name(facts, payee)));
            let purpose = purpose.as_ref().map(|purpose| format!(" for {purpose}"));
            let parts = [to, purpose].into_iter().flatten();
            format!("payment{}", parts.collect::<String>())
        }
        Statement::Relationship {
            relation, object, ..
        } => {
            let relation = &facts.case.relations[*relation];
            let verb = relation.verb(facts.case.claims[*first].mode).forward;
            format!("{verb} {}", entity_name(facts, *object))
        }
        Statement::Attendance { .. } => "attended".to_owned(),
    }
}

fn figure(facts: &Facts<'_>, claim: Ix<Claim>) -> String {
    match &facts.case.claims[claim].statement {
        Statement::Attribute { value, .. } => value.to_string(),
        Statement::Transaction { amount, .. } => match amount {
            Some(amount) => amount.to_string(),
            None => "unknown".to_owned(),
        },
        Statement::Relationship { .. } | Statement::Attendance { .. } => "unknown".to_owned(),
    }
}

fn date(facts: &Facts<'_>, claim: Ix<Claim>) -> String {
    let claim = &facts.case.claims[claim];
    match (&claim.statement, &claim.when) {
        (Statement::Attribute { value, .. }, _) => value.written.to_string(),
        (_, Some(when)) => when.to_string(),
        (_, None) => "unknown".to_owned(),
    }
}

fn maybe_same(facts: &Facts<'_>, pair: [Ix<Entity>; 2]) -> String {
    let entities = pair.map(|ix| &facts.case.entities[ix]);
    let why = match reason(facts, pair) {
        Some((Alike::Wikidata, _)) => match &entities[0].wikidata {
            Some(id) => format!("Both have the Wikidata item {id}."),
            None => String::new(),
        },
        Some((Alike::Lei, _)) => match &entities[0].lei {
            Some(id) => format!("Both have the LEI {id}."),
            None => String::new(),
        },
        Some((Alike::Words, [one, other])) if one == other => {
            format!("Both are called “{one}”.")
        }
        Some((Alike::Words, [one, other])) => {
            format!("“{one}” and “{other}” are the same words.")
        }
        Some((Alike::OneLetter, [one, other])) => {
            format!("“{one}” and “{other}” differ by one letter at most.")
        }
        Some((Alike::Initial, [one, other])) => {
            format!("“{one}” and “{other}” have one last name, and one has the other's initial.")
        }
        None => String::new(),
    };
    match facts.decision(pair) {
        Some(decision) => format!(
            "{why} Decided: {} ({}, {}).",
            decision.same.as_str(),
            decision.id(),
            decision.place
        ),
        None => format!("{why} Nobody has decided."),
    }
}

fn speaker(facts: &Facts<'_>, denial: &Denial) -> String {
    match (denial.by, denial.on_behalf_of) {
        (Some(Speaker::Entity(entity)), _) => entity_name(facts, entity),
        (Some(Speaker::Source(source)), _) => source_name(facts, source),
        (None, Some(entity)) => format!("somebody for {}", entity_name(facts, entity)),
        (None, None) => "nobody that is named".to_owned(),
    }
}

fn entity_name(facts: &Facts<'_>, entity: Ix<Entity>) -> String {
    facts.whole.label(entity)
}

fn source_name(facts: &Facts<'_>, source: Ix<Source>) -> String {
    format!("“{}”", facts.whole.source(source).label)
}

fn days(number: i64) -> String {
    match number {
        1 => "1 day".to_owned(),
        several => format!("{several} days"),
    }
}

/// `a, b and c`; `None` of nothing. The first few, and how many more.
fn list(mut names: Vec<String>) -> Option<String> {
    let more = names.len().saturating_sub(LISTED);
    names.truncate(LISTED);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    match &names[..] {
        [] => None,
        [only] => Some(only.clone()),
        [most @ .., last] => Some(format!("{} and {last}", most.join(", "))),
    }
}
