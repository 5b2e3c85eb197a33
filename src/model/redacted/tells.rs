//! Cells of a redacted case that would give a protected source away.
//!
//! Takes the case as it would be printed and the words that tell; gives every
//! cell that has one. Claims are the reporting, and their sentences are kept
//! as they were typed: so somebody must see it when they name the source.
//! What is to follow from it is for `check`.

use std::collections::BTreeSet;

use super::cover::Cover;
use super::entities::of_claim;
use super::telltales::{Bearer, Telltale, Telltales};
use crate::model::answer::{Denial, Speaker, Stance, Subject, Target};
use crate::model::assessed::{Assessment, Support};
use crate::model::case::Case;
use crate::model::claim::{Claim, Meeting, Notes, Statement};
use crate::model::entity::Entity;
use crate::model::identity::Identity;
use crate::model::rows::{Identified, Ix};
use crate::model::source::{Source, SourceKind};
use crate::model::standing::is_party;
use crate::model::table::RowPlace;

/// A cell that tells of a protected source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tell {
    /// `None` for the settings of the case.
    pub place: Option<RowPlace>,
    pub column: &'static str,
    pub kind: TellKind,
    /// The name or id that stands there.
    pub word: String,
    /// The id of the protected row.
    pub of: String,
}

/// How much a cell tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TellKind {
    /// It has a name, an id or an address of what is withheld.
    Names,
    /// It has a part of one, or a name that a visible row has too.
    MayName,
    /// The support or standing, which is told, shows that the source is a party.
    Party,
}

/// Every cell of the case to be printed that tells something, in order.
pub(super) fn in_cells(told: &Case, telltales: &Telltales) -> BTreeSet<Tell> {
    let mut scan = Scan {
        told,
        telltales,
        tells: BTreeSet::new(),
    };
    let case = Row::Case;
    scan.cell(case, "base", Some(&told.base));
    scan.cell(case, "title", told.title.as_deref());
    scan.entities();
    scan.sources();
    scan.claims();
    scan.answers();
    scan.tells
}

/// One row that is looked through.
#[derive(Clone, Copy)]
enum Row<'a> {
    Case,
    Entity(Ix<Entity>, &'a Entity),
    Relation(RowPlace),
    Source(Ix<Source>, &'a Source),
    Claim(&'a Claim),
    Passage(&'a Claim, RowPlace),
    Meeting(&'a Meeting),
    Denial(&'a Denial),
    Question(&'a crate::model::answer::Question),
    Identity(&'a Identity),
}

struct Scan<'a> {
    told: &'a Case,
    telltales: &'a Telltales,
    tells: BTreeSet<Tell>,
}

impl<'a> Scan<'a> {
    fn cell(&mut self, row: Row<'_>, column: &'static str, text: Option<&str>) {
        let Some(text) = text else { return };
        let all = self.telltales.in_text(text);
        for found in &all {
            // A part of a name that stands there whole says no more.
            let whole = |other: &&Telltale| other.certain && other.of == found.of;
            if !found.certain && all.iter().any(whole) {
                continue;
            }
            let kind = match (found.certain, found.bearers.is_empty()) {
                (true, true) => TellKind::Names,
                (false, true) => TellKind::MayName,
                // About that other bearer of the name there is nothing to hide.
                (_, false) if self.speaks_of(row, &found.bearers) => continue,
                (_, false) => TellKind::MayName,
            };
            self.tells.insert(Tell {
                place: place(row),
                column,
                kind,
                word: found.word.clone(),
                of: found.of.clone(),
            });
        }
    }

    fn entities(&mut self) {
        for (ix, entity) in self.told.entities.iter() {
            let row = Row::Entity(ix, entity);
            self.cell(row, "id", Some(&entity.id));
            self.cell(row, "name", Some(&entity.name));
            for alias in &entity.aliases {
                self.cell(row, "aliases", Some(alias));
            }
            self.cell(row, "description", entity.description.as_deref());
            self.cell(row, "jurisdiction", entity.jurisdiction.as_deref());
            self.cell(row, "wikidata", entity.wikidata.as_deref());
            self.cell(row, "lei", entity.lei.as_deref());
        }
        for (_, relation) in self.told.relations.iter() {
            let Some(place) = relation.place else {
                continue;
            };
            let row = Row::Relation(place);
            self.cell(row, "id", Some(&relation.id));
            self.cell(row, "category", Some(&relation.category));
            for (forward, inverse, verb) in [
                ("label", "inverse_label", Some(&relation.asserted)),
                ("hearsay", "inverse_hearsay", relation.hearsay.as_ref()),
                (
                    "projected",
                    "inverse_projected",
                    relation.projected.as_ref(),
                ),
                ("sought", "inverse_sought", relation.sought.as_ref()),
                ("ended", "inverse_ended", relation.ended.as_ref()),
            ] {
                self.cell(row, forward, verb.map(|verb| verb.forward.as_str()));
                self.cell(row, inverse, verb.map(|verb| verb.inverse.as_str()));
            }
        }
    }

    fn sources(&mut self) {
        for (ix, source) in self.told.sources.iter() {
            if source.protected {
                continue;
            }
            let row = Row::Source(ix, source);
            self.cell(row, "id", Some(&source.id));
            self.cell(row, "name", Some(&source.name));
            self.cell(row, "origin", source.origin.as_deref());
            self.cell(row, "url", source.url.as_deref());
            self.cell(row, "archived", source.archived.as_deref());
            self.cell(row, "sha256", source.sha256.as_deref());
        }
    }

    fn claims(&mut self) {
        for (_, claim) in self.told.claims.iter() {
            let row = Row::Claim(claim);
            self.cell(row, "id", Some(&claim.id));
            self.cell(row, "text", Some(&claim.text));
            let Notes {
                when_text,
                checked_by,
                concern,
            } = claim.notes();
            self.cell(row, "when_text", when_text.as_deref());
            self.cell(row, "checked_by", checked_by.as_deref());
            self.cell(row, "concern", concern.as_deref());
            match &claim.statement {
                Statement::Relationship { detail, .. } => {
                    self.cell(row, "detail", detail.as_deref());
                }
                Statement::Attendance { .. } => {}
                Statement::Transaction { purpose, .. } => {
                    self.cell(row, "purpose", purpose.as_deref());
                }
                Statement::Attribute {
                    attribute, value, ..
                } => {
                    self.cell(row, "attribute", Some(attribute));
                    self.cell(row, "value", Some(&value.written));
                    self.cell(row, "unit", value.unit.as_deref());
                }
            }
            for citation in claim.citations() {
                let passage = citation.passage();
                let row = match passage.place {
                    Some(place) => Row::Passage(claim, place),
                    None => row,
                };
                self.cell(row, "quote", passage.quote.as_deref());
                self.cell(row, "locator", passage.locator.as_deref());
            }
        }
        for (_, meeting) in self.told.meetings.iter() {
            let row = Row::Meeting(meeting);
            self.cell(row, "id", Some(&meeting.id));
            self.cell(row, "occasion", meeting.occasion.as_deref());
            self.cell(row, "place", meeting.venue.as_deref());
            self.cell(row, "text", Some(&meeting.text));
        }
    }

    fn answers(&mut self) {
        for (_, denial) in self.told.denials.iter() {
            let row = Row::Denial(denial);
            self.cell(row, "id", Some(&denial.id));
            self.cell(row, "quote", denial.quote.as_deref());
            self.cell(row, "text", denial.text.as_deref());
        }
        for (_, question) in self.told.questions.iter() {
            let row = Row::Question(question);
            self.cell(row, "id", Some(&question.id));
            self.cell(row, "text", Some(&question.text));
        }
        for (_, identity) in self.told.identities.iter() {
            let row = Row::Identity(identity);
            self.cell(row, "id", Some(&identity.id));
            self.cell(row, "decided_by", identity.decided_by.as_deref());
            self.cell(row, "text", identity.text.as_deref());
        }
    }

    /// Whether a row is about one of these, or cites one, in so many words.
    fn speaks_of(&self, row: Row<'_>, bearers: &[Bearer]) -> bool {
        let mut of = BTreeSet::new();
        match row {
            Row::Case | Row::Relation(_) => {}
            Row::Entity(ix, _) => {
                of.insert(Bearer::Entity(ix));
            }
            Row::Source(ix, source) => {
                of.insert(Bearer::Source(ix));
                let named = source.entity.into_iter().chain(source.side);
                of.extend(named.map(Bearer::Entity));
            }
            Row::Claim(claim) | Row::Passage(claim, _) => self.add_claim(claim, &mut of),
            Row::Meeting(meeting) => {
                of.extend(meeting.participants.iter().copied().map(Bearer::Entity));
                let claims = meeting.participants.iter().filter_map(|who| {
                    let who = &self.told.entities[*who].id;
                    self.told.claims.find(&format!("{}.{who}", meeting.id))
                });
                claims.for_each(|claim| self.add_claim(&self.told.claims[claim], &mut of));
            }
            Row::Denial(denial) => {
                of.extend(denial.on_behalf_of.map(Bearer::Entity));
                of.extend(denial.via.map(Bearer::Source));
                match denial.by {
                    Some(Speaker::Entity(entity)) => of.extend([Bearer::Entity(entity)]),
                    Some(Speaker::Source(source)) => {
                        of.extend([Bearer::Source(source)]);
                        let source = &self.told.sources[source];
                        let named = source.entity.into_iter().chain(source.side);
                        of.extend(named.map(Bearer::Entity));
                    }
                    None => {}
                }
                for target in &denial.of {
                    match target {
                        Target::Claim(claim) => {
                            self.add_claim(&self.told.claims[*claim], &mut of);
                        }
                        Target::Meeting(meeting) => {
                            let there = &self.told.meetings[*meeting].participants;
                            of.extend(there.iter().copied().map(Bearer::Entity));
                        }
                        Target::Source(source) => of.extend([Bearer::Source(*source)]),
                        Target::Question(_) => {}
                    }
                }
            }
            Row::Identity(identity) => {
                of.extend([identity.entity, identity.other].map(Bearer::Entity));
            }
            Row::Question(question) => {
                let who = question.who_could_answer.iter().copied();
                of.extend(who.map(Bearer::Entity));
                of.extend(question.source.map(Bearer::Source));
                for subject in &question.about {
                    match subject {
                        Subject::Claim(claim) => {
                            self.add_claim(&self.told.claims[*claim], &mut of);
                        }
                        Subject::Meeting(meeting) => {
                            let there = &self.told.meetings[*meeting].participants;
                            of.extend(there.iter().copied().map(Bearer::Entity));
                        }
                        Subject::Entity(entity) => of.extend([Bearer::Entity(*entity)]),
                        Subject::Source(source) => of.extend([Bearer::Source(*source)]),
                    }
                }
            }
        }
        bearers.iter().any(|bearer| of.contains(bearer))
    }

    fn add_claim(&self, claim: &Claim, of: &mut BTreeSet<Bearer>) {
        of.extend(of_claim(claim).into_iter().map(Bearer::Entity));
        let cited = claim.citations().iter();
        of.extend(cited.map(|citation| Bearer::Source(citation.source)));
        if let Statement::Attendance { meeting, .. } = claim.statement {
            let there = &self.told.meetings[meeting].participants;
            of.extend(there.iter().copied().map(Bearer::Entity));
        }
    }
}

fn place(row: Row<'_>) -> Option<RowPlace> {
    match row {
        Row::Case => None,
        Row::Entity(_, entity) => Some(entity.place),
        Row::Relation(place) | Row::Passage(_, place) => Some(place),
        Row::Source(_, source) => Some(source.place),
        Row::Claim(claim) => Some(claim.place),
        Row::Meeting(meeting) => Some(meeting.place),
        Row::Denial(denial) => Some(denial.place),
        Row::Question(question) => Some(question.place),
        Row::Identity(identity) => Some(identity.place),
    }
}

/// Where standing or support shows that a protected source is a party, which
/// leaves few who it can be.
pub(super) fn as_parties(full: &Case, assessed: &Assessment, cover: &Cover) -> BTreeSet<Tell> {
    let mut tells = BTreeSet::new();
    let mut add = |place: RowPlace, column: &'static str, source: Ix<Source>| {
        tells.insert(Tell {
            place: Some(place),
            column,
            kind: TellKind::Party,
            word: String::new(),
            of: full.sources[source].id().to_owned(),
        });
    };
    let speaks_for = |source: Ix<Source>| {
        let source = &full.sources[source];
        source.entity.into_iter().chain(source.side)
    };
    for (ix, claim) in full.claims.iter() {
        let assessed = assessed.claim(ix);
        for source in claim.citations().iter().map(|citation| citation.source) {
            let own = assessed.support.contains(Support::OwnAccount)
                && !assessed.withdrawn.contains(&source)
                && can_be_own_account(full.sources[source].kind)
                && speaks_for(source).any(|who| is_party(claim, who));
            if own && cover.is_protected(source) {
                add(claim.place, "sources", source);
            }
        }
        for denial in &assessed.answers {
            let denial = &full.denials[*denial];
            let Some(Speaker::Source(by)) = denial.by else {
                continue;
            };
            let tells = match denial.stance {
                Stance::Denied | Stance::Confirmed => true,
                Stance::Declined
                | Stance::NoResponse
                | Stance::Commented
                | Stance::Retracted
                | Stance::Pending => false,
            };
            let mut who = speaks_for(by).chain(denial.on_behalf_of);
            if tells && cover.is_protected(by) && who.any(|who| is_party(claim, who)) {
                add(denial.place, "by", by);
            }
        }
    }
    tells
}

/// Whether the support shows that a source of this kind speaks of itself.
fn can_be_own_account(kind: SourceKind) -> bool {
    match kind {
        SourceKind::Person
        | SourceKind::Organization
        | SourceKind::Statement
        | SourceKind::Spokesperson => true,
        SourceKind::Anonymous
        | SourceKind::Document
        | SourceKind::Publication
        | SourceKind::Dataset
        | SourceKind::Ledger
        | SourceKind::Editor => false,
    }
}
