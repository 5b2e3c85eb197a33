//! Rule set v1: what standing and support a claim has, computed from claims
//! and answers by one pure function.
//!
//! Takes a whole [`Case`]; gives an [`Assessment`] with one [`Assessed`] per
//! claim. The rules in words are `rules-v1.txt`; they and the code below are
//! changed together, with the version in `RULE_SET`.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::answer::{Denial, Speaker, Stance, Target};
use super::assessed::{Assessed, Assessment, Rule, Standing, Support};
use super::bearing::Bearing;
use super::case::Case;
use super::chain::{Chain, chain};
use super::claim::{Claim, Statement};
use super::entity::{Entity, EntityKind};
use super::link::attendances;
use super::lists::Lists;
use super::rows::Ix;
use super::source::{Source, SourceKind};

/// Applies rule set v1 to every claim, on all cores. Linear in claims,
/// citations and answers.
///
/// Of a redacted case it gives what was said of the whole one.
pub fn assess(case: &Case) -> Assessment {
    if let Some(assessed) = &case.assessed {
        return assessed.clone();
    }
    let rules = Rules::new(case);
    let claims: Vec<Ix<Claim>> = case.claims.indexes().collect();
    let mut claims: Vec<Assessed> = claims.par_iter().map(|claim| rules.alone(*claim)).collect();
    rules.summaries(&mut claims);
    Assessment::new(claims)
}

/// An origin: what the editor assessed, or else the outlet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Origin<'a> {
    Assessed(&'a str),
    Outlet(Ix<Source>),
}

struct Rules<'a> {
    case: &'a Case,
    /// One chain per source, in the order of `Case::sources`.
    chains: Vec<Chain>,
    /// Answers to a claim, to its meeting, or to a source on one of its chains.
    to_claim: Lists<Claim, Answer>,
}

/// One answer as it bears on one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Answer {
    denial: Ix<Denial>,
    target: Target,
}

impl<'a> Rules<'a> {
    fn new(case: &'a Case) -> Self {
        let chains: Vec<Chain> = case
            .sources
            .indexes()
            .map(|source| chain(&case.sources, source))
            .collect();
        let of_meeting = attendances(case);
        let mut is_answered = vec![false; case.sources.len()];
        for target in case.denials.iter().flat_map(|(_, denial)| &denial.of) {
            match target {
                Target::Source(source) => is_answered[source.number() as usize] = true,
                Target::Claim(_) | Target::Meeting(_) | Target::Question(_) => {}
            }
        }
        let mut resting_on: Vec<(Ix<Source>, Ix<Claim>)> = Vec::new();
        for (claim_ix, claim) in case.claims.iter() {
            for citation in claim.citations() {
                for source in chains[citation.source.number() as usize].sources() {
                    if is_answered[source.number() as usize] {
                        resting_on.push((*source, claim_ix));
                    }
                }
            }
        }
        resting_on.sort_unstable();
        resting_on.dedup();
        let resting_on = Lists::new(case.sources.len(), resting_on);
        let mut to_claim: Vec<(Ix<Claim>, Answer)> = Vec::new();
        for (denial_ix, denial) in case.denials.iter() {
            for &target in &denial.of {
                let answer = Answer {
                    denial: denial_ix,
                    target,
                };
                match target {
                    Target::Claim(claim) => to_claim.push((claim, answer)),
                    Target::Meeting(meeting) => {
                        let attended = of_meeting.of(meeting).iter();
                        to_claim.extend(attended.map(|(_, claim)| (*claim, answer)));
                    }
                    Target::Source(source) => {
                        let resting = resting_on.of(source).iter();
                        to_claim.extend(resting.map(|claim| (*claim, answer)));
                    }
                    Target::Question(_) => {}
                }
            }
        }
        Self {
            case,
            chains,
            to_claim: Lists::new(case.claims.len(), to_claim),
        }
    }

    /// Everything about a claim but what follows from the claims it sums up.
    fn alone(&self, claim_ix: Ix<Claim>) -> Assessed {
        let claim = &self.case.claims[claim_ix];
        let answers = self.to_claim.of(claim_ix);
        let left: Vec<Ix<Source>> = self.sources_left(claim, answers);

        let mut standing = (Standing::Uncontested, Rule::NoDenialRecorded);
        let mut acknowledged_by: BTreeSet<Ix<Denial>> = BTreeSet::new();
        let mut confirming: BTreeSet<Speaker> = BTreeSet::new();
        let mut shown: BTreeSet<Ix<Denial>> = BTreeSet::new();
        for answer in answers {
            let denial = &self.case.denials[answer.denial];
            let by_party = self.is_from_party(claim, denial, answer.target);
            let of_source = matches!(answer.target, Target::Source(_));
            let bearing = Bearing::of(denial.stance, denial.scope, by_party, of_source);
            match bearing {
                Bearing::OnReportAlone => continue,
                Bearing::Shown
                | Bearing::Withdraws
                | Bearing::DisputesPart
                | Bearing::DisputesFromOutside
                | Bearing::DisputesReport
                | Bearing::Denies => {}
                Bearing::Confirms | Bearing::Acknowledges => {
                    acknowledged_by
                        .extend((bearing == Bearing::Acknowledges).then_some(answer.denial));
                    confirming.extend(denial.by);
                    confirming.extend(
                        denial
                            .by
                            .is_none()
                            .then_some(denial.on_behalf_of)
                            .flatten()
                            .map(Speaker::Entity),
                    );
                }
            }
            shown.insert(answer.denial);
            if let Some(found) = bearing.contests() {
                standing = standing.max(found);
            }
        }
        if left.is_empty() {
            standing = (Standing::Retracted, Rule::NoCitationLeft);
        }
        let chains = || {
            left.iter()
                .map(|source| &self.chains[source.number() as usize])
        };
        Assessed {
            standing: standing.0,
            rule: standing.1,
            support: left
                .iter()
                .map(|source| self.support(claim, *source))
                .collect(),
            outlets: sorted(chains().map(Chain::outlet).collect()),
            origins: count(sorted(self.origins_of(&left).collect()).len()),
            voices: self.voices(&left, &confirming),
            acknowledged_by: acknowledged_by.into_iter().collect(),
            withdrawn: cited(claim)
                .filter(|source| left.binary_search(source).is_err())
                .collect(),
            answers: shown.into_iter().collect(),
            relays: sorted(chains().flat_map(Chain::relays).copied().collect()).into(),
        }
    }

    /// The sources whose citation nobody answerable withdrew; sorted, each once.
    fn sources_left(&self, claim: &Claim, answers: &[Answer]) -> Vec<Ix<Source>> {
        cited(claim)
            .filter(|source| {
                let chain = &self.chains[source.number() as usize];
                !answers.iter().any(|answer| self.withdraws(*answer, chain))
            })
            .collect()
    }

    fn withdraws(&self, answer: Answer, chain: &Chain) -> bool {
        let denial = &self.case.denials[answer.denial];
        if denial.stance != Stance::Retracted {
            return false;
        }
        // A report's withdrawal takes only what came through that report.
        if let Target::Source(withdrawn) = answer.target
            && !chain.sources().contains(&withdrawn)
        {
            return false;
        }
        chain.answerable().iter().any(|&source| match denial.by {
            Some(Speaker::Source(by)) => by == source,
            Some(Speaker::Entity(by)) => self.case.sources[source].entity == Some(by),
            None => false,
        })
    }

    /// Whether an answer comes from a party to the claim: that exact entity.
    fn is_from_party(&self, claim: &Claim, denial: &Denial, target: Target) -> bool {
        let mut speakers: Vec<Ix<Entity>> = denial.on_behalf_of.into_iter().collect();
        match denial.by {
            Some(Speaker::Entity(entity)) => speakers.push(entity),
            Some(Speaker::Source(source)) => speakers.extend(self.speaks_for(source)),
            None => {}
        }
        let meeting = match target {
            Target::Meeting(meeting) => &self.case.meetings[meeting].participants[..],
            Target::Claim(_) | Target::Question(_) | Target::Source(_) => &[],
        };
        speakers
            .iter()
            .any(|who| is_party(claim, *who) || meeting.contains(who))
    }

    /// The entity a source is, and the one whose side it is on.
    fn speaks_for(&self, source: Ix<Source>) -> impl Iterator<Item = Ix<Entity>> + use<> {
        let source = &self.case.sources[source];
        source.entity.into_iter().chain(source.side)
    }

    fn support(&self, claim: &Claim, source_ix: Ix<Source>) -> Support {
        let of_itself = || self.speaks_for(source_ix).any(|who| is_party(claim, who));
        match self.case.sources[source_ix].kind {
            SourceKind::Document | SourceKind::Dataset | SourceKind::Ledger => Support::Document,
            SourceKind::Publication => Support::Outlet,
            SourceKind::Editor => Support::Editor,
            // Speaking of oneself does not lift anonymity.
            SourceKind::Anonymous => Support::Anonymous,
            SourceKind::Person | SourceKind::Organization | SourceKind::Statement
                if of_itself() =>
            {
                Support::OwnAccount
            }
            SourceKind::Spokesperson if of_itself() => Support::OwnAccount,
            SourceKind::Person | SourceKind::Organization | SourceKind::Statement => Support::Named,
            SourceKind::Spokesperson => Support::Spokesperson,
        }
    }

    /// The origin of each source; some may be the same.
    fn origins_of(&self, sources: &[Ix<Source>]) -> impl Iterator<Item = Origin<'a>> {
        sources
            .iter()
            .map(|source| match &self.case.sources[*source].origin {
                Some(origin) => Origin::Assessed(origin),
                None => Origin::Outlet(self.chains[source.number() as usize].outlet()),
            })
    }

    /// The voices behind the sources that are left and the confirmations;
    /// unknown as soon as one of them is. An entity that speaks as several
    /// sources, or as itself too, is counted once.
    fn voices(&self, left: &[Ix<Source>], confirming: &BTreeSet<Speaker>) -> Option<u32> {
        let mut people: Vec<(Speaker, u32)> = Vec::new();
        let cited = left.iter().map(|source| Speaker::Source(*source));
        for speaker in cited.chain(confirming.iter().copied()) {
            people.push(match speaker {
                Speaker::Entity(entity) => (speaker, people_of(&self.case.entities[entity])?),
                Speaker::Source(source) => {
                    let entity = self.case.sources[source].entity;
                    (
                        entity.map_or(speaker, Speaker::Entity),
                        self.voices_of(source)?,
                    )
                }
            });
        }
        people.sort_unstable();
        let each = people.chunk_by(|(a, _), (b, _)| a == b);
        // The last of those who are the same has the most voices.
        let voices = each.filter_map(|same| same.last());
        Some(voices.fold(0, |sum, (_, voices)| sum.saturating_add(*voices)))
    }

    /// As the table says; else one for whoever speaks in their own name, none
    /// for what is no voice, and unknown for anonymous ones.
    fn voices_of(&self, source: Ix<Source>) -> Option<u32> {
        let source = &self.case.sources[source];
        source.voices.or(match source.kind {
            SourceKind::Person
            | SourceKind::Spokesperson
            | SourceKind::Organization
            | SourceKind::Statement => Some(1),
            SourceKind::Document
            | SourceKind::Publication
            | SourceKind::Dataset
            | SourceKind::Ledger
            | SourceKind::Editor => Some(0),
            SourceKind::Anonymous => None,
        })
    }

    /// Carries standing and origins from claims to those that sum them up.
    fn summaries(&self, claims: &mut [Assessed]) {
        let parts = self.case.claims.iter().flat_map(|(summary, claim)| {
            let parts = claim.summarises.iter();
            parts.map(move |part| (*part, summary))
        });
        let sums_up = Lists::new(self.case.claims.len(), parts.collect());
        let mut contested: Vec<Ix<Claim>> = self
            .case
            .claims
            .indexes()
            .filter(|claim| is_contested(claims[claim.number() as usize].standing))
            .collect();
        // A summary that was withdrawn still passes on what it summed up.
        let mut reached: BTreeSet<Ix<Claim>> = contested.iter().copied().collect();
        while let Some(part) = contested.pop() {
            for summary in sums_up.of(part) {
                let assessed = &mut claims[summary.number() as usize];
                if assessed.standing == Standing::Uncontested {
                    assessed.standing = Standing::Disputed;
                    assessed.rule = Rule::SummarisesContested;
                }
                if reached.insert(*summary) {
                    contested.push(*summary);
                }
            }
        }
        for (claim_ix, claim) in self.case.claims.iter() {
            if !claim.summarises.is_empty() {
                claims[claim_ix.number() as usize].origins =
                    count(self.origins_summed_up(claim_ix).len());
            }
        }
    }

    /// The origins of the claims that stand at the end of what this one sums up.
    fn origins_summed_up(&self, summary: Ix<Claim>) -> BTreeSet<Origin<'a>> {
        let mut seen = BTreeSet::from([summary]);
        let mut open = vec![summary];
        let mut origins = BTreeSet::new();
        while let Some(claim_ix) = open.pop() {
            let claim = &self.case.claims[claim_ix];
            if claim.summarises.is_empty() {
                let answers = self.to_claim.of(claim_ix);
                origins.extend(self.origins_of(&self.sources_left(claim, answers)));
            }
            open.extend(
                claim
                    .summarises
                    .iter()
                    .copied()
                    .filter(|part| seen.insert(*part)),
            );
        }
        origins
    }
}

/// How many people an entity speaks with: unknown for several.
fn people_of(entity: &Entity) -> Option<u32> {
    match entity.kind {
        EntityKind::PersonGroup | EntityKind::Group | EntityKind::Team | EntityKind::Family => None,
        EntityKind::Person
        | EntityKind::Company
        | EntityKind::Government
        | EntityKind::Publication
        | EntityKind::OtherOrganization
        | EntityKind::Stablecoin
        | EntityKind::Token
        | EntityKind::Software
        | EntityKind::Shares
        | EntityKind::Property
        | EntityKind::Account
        | EntityKind::Wallet
        | EntityKind::OtherAsset => Some(1),
    }
}

/// The sources that a claim cites; sorted, each once.
fn cited(claim: &Claim) -> impl Iterator<Item = Ix<Source>> {
    let passages = claim.citations().chunk_by(|a, b| a.source == b.source);
    passages.map(|of_source| of_source[0].source)
}

/// The same, sorted and each once.
fn sorted<T: Ord>(mut items: Vec<T>) -> Box<[T]> {
    items.sort_unstable();
    items.dedup();
    items.into_boxed_slice()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn is_contested(standing: Standing) -> bool {
    match standing {
        Standing::Denied | Standing::Disputed => true,
        Standing::Uncontested | Standing::Retracted => false,
    }
}

/// Subject, object, participant, payer, payee, or concerned. Assets that are
/// paid in or bought are no parties.
pub(super) fn is_party(claim: &Claim, who: Ix<Entity>) -> bool {
    claim.concerns.contains(&who)
        || match &claim.statement {
            Statement::Relationship {
                subject, object, ..
            } => who == *subject || who == *object,
            Statement::Attendance { participant, .. } => who == *participant,
            Statement::Transaction { payer, payee, .. } => {
                Some(who) == *payer || Some(who) == *payee
            }
            Statement::Attribute { subject, .. } => who == *subject,
        }
}
