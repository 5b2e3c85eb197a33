//! Answers: who denies, declines, stays silent, confirms or withdraws.
//!
//! Takes a claim that was just written and what is to become of it; gives the
//! rows of denials.csv that make it so.

use std::io;
use std::path::Path;

use nutgraf::model::{Scope, Stance, Table};

use super::draw::Draw;
use super::entities::{Entities, Entity, Kind};
use super::sheet::Sheet;
use super::sources::Sources;
use super::words;

/// What is to become of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nobody denies it.
    Uncontested,
    /// A party denies the whole.
    Denied,
    /// A party denies a part, or how it is put.
    DeniedInPart,
    /// Somebody denies it who is no party.
    DeniedByStranger,
    /// A party denies what one of its sources says.
    SourceDenied,
    /// It sums up a contested claim.
    SumsUpContested,
    /// Its one source, or the outlet of that, withdraws it.
    Retracted,
}

/// A claim, or a meeting with all its attendances, to which answers are given.
pub struct Answerable {
    pub id: String,
    /// Whose denial counts as that of a party.
    pub parties: Vec<Entity>,
    /// At least one; exactly one where it is to be retracted.
    pub sources: Vec<u64>,
    /// Each party's attendance has an id of its own.
    pub is_meeting: bool,
}

/// Stances that change no standing, each with how often it is drawn.
const OTHER_STANCES: [(u64, Stance); 5] = [
    (30, Stance::Declined),
    (30, Stance::NoResponse),
    (25, Stance::Commented),
    (9, Stance::Confirmed),
    (6, Stance::Pending),
];

const DENIALS: [&str; 5] = [
    "That is not true.",
    "This never happened.",
    "I have no such ties, and never had.",
    "We reject this account, and have said so before.",
    "The figures are wrong.",
];

/// Who speaks.
#[derive(Clone, Copy)]
enum By {
    Entity(Entity),
    Source(u64),
    /// A source, or nobody known, in the name of an entity.
    For(Option<u64>, Entity),
}

/// The table of answers, open for writing.
pub struct Answers<'a> {
    sheet: Sheet,
    entities: &'a Entities,
    sources: &'a Sources,
    written: u64,
}

impl<'a> Answers<'a> {
    /// Opens denials.csv.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(folder: &Path, entities: &'a Entities, sources: &'a Sources) -> io::Result<Self> {
        Ok(Self {
            sheet: Sheet::create(folder, Table::Denials)?,
            entities,
            sources,
            written: 0,
        })
    }

    /// How many answers there are.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Writes what is still in memory.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<()> {
        self.sheet.finish()
    }

    /// Writes the answers that make a claim what it is to become.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn decide(&mut self, claim: &Answerable, fate: Fate, draw: &mut Draw) -> io::Result<()> {
        let party = draw.pick(&claim.parties);
        match fate {
            Fate::Uncontested | Fate::SumsUpContested => Ok(()),
            Fate::Denied if claim.is_meeting && draw.in_thousand(500) => {
                for &party in &claim.parties {
                    let of = format!("{}.{}", claim.id, self.entities.id(party));
                    let by = self.speaker(claim, party, draw);
                    self.write(&of, Stance::Denied, Some(Scope::Whole), by, draw)?;
                }
                Ok(())
            }
            Fate::Denied => {
                let scope = draw.by_share(&[(3, Scope::Whole), (1, Scope::General)]);
                let by = self.speaker(claim, party, draw);
                self.write(&claim.id, Stance::Denied, Some(scope), by, draw)
            }
            Fate::DeniedInPart => {
                let scope = draw.pick(&[Scope::Part, Scope::Characterisation]);
                let by = self.speaker(claim, party, draw);
                self.write(&claim.id, Stance::Denied, Some(scope), by, draw)
            }
            Fate::DeniedByStranger => {
                let kind = draw.by_share(&[(3, Kind::Person), (1, Kind::Company)]);
                let stranger = self.entities.draw_other(kind, &claim.parties, draw);
                let by = By::Entity(stranger);
                self.write(&claim.id, Stance::Denied, Some(Scope::Whole), by, draw)
            }
            Fate::SourceDenied => {
                let source = self.sources.id(self.entities, claim.sources[0]);
                self.write(
                    &source,
                    Stance::Denied,
                    Some(Scope::General),
                    By::Entity(party),
                    draw,
                )
            }
            Fate::Retracted => {
                let outlet = self.sources.outlet(self.entities, claim.sources[0]);
                let publisher = self.sources.source(self.entities, outlet).entity;
                let by = match publisher {
                    Some(publisher) if draw.in_thousand(300) => By::Entity(publisher),
                    Some(_) | None => By::Source(outlet),
                };
                self.write(&claim.id, Stance::Retracted, None, by, draw)
            }
        }
    }

    /// Writes an answer that changes no standing; `beside` is a claim that it
    /// may answer as well.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn remark(
        &mut self,
        claim: &Answerable,
        beside: Option<&str>,
        draw: &mut Draw,
    ) -> io::Result<()> {
        let stance = draw.by_share(&OTHER_STANCES);
        let party = draw.pick(&claim.parties);
        let by = self.speaker(claim, party, draw);
        let scope = draw.by_share(&[(3, Scope::Whole), (1, Scope::Part)]);
        let scope = (stance == Stance::Confirmed).then_some(scope);
        let of = match beside {
            Some(beside) if scope.is_none() && draw.in_thousand(100) => {
                format!("{};{beside}", claim.id)
            }
            Some(_) | None if scope.is_none() && draw.in_thousand(20) => {
                self.sources.id(self.entities, claim.sources[0])
            }
            Some(_) | None => claim.id.clone(),
        };
        self.write(&of, stance, scope, by, draw)
    }

    /// Writes what somebody who was asked a question made of it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn asked(&mut self, question: &str, who: Entity, draw: &mut Draw) -> io::Result<()> {
        let stance = draw.pick(&[Stance::Pending, Stance::NoResponse, Stance::Declined]);
        self.write(question, stance, None, By::Entity(who), draw)
    }

    /// In which way a party speaks.
    fn speaker(&self, claim: &Answerable, party: Entity, draw: &mut Draw) -> By {
        for &number in &claim.sources {
            let source = self.sources.source(self.entities, number);
            if (source.entity == Some(party) || source.side == Some(party)) && draw.in_thousand(500)
            {
                return By::Source(number);
            }
        }
        match draw.below(10) {
            0..=5 => By::Entity(party),
            6..=7 => By::For(Some(draw.below(self.sources.count())), party),
            _ => By::For(None, party),
        }
    }

    fn write(
        &mut self,
        of: &str,
        stance: Stance,
        scope: Option<Scope>,
        by: By,
        draw: &mut Draw,
    ) -> io::Result<()> {
        self.written += 1;
        let sheet = &mut self.sheet;
        sheet.put("id", format!("d{}", self.written));
        sheet.put("of", of);
        sheet.put("stance", stance.as_str());
        sheet.put_if("scope", scope.map(Scope::as_str));
        match by {
            By::Entity(entity) => sheet.put("by", self.entities.id(entity)),
            By::Source(source) => sheet.put("by", self.sources.id(self.entities, source)),
            By::For(source, entity) => {
                let source = source.map(|source| self.sources.id(self.entities, source));
                sheet.put_if("by", source);
                sheet.put("on_behalf_of", self.entities.id(entity));
            }
        }
        let via = draw
            .in_thousand(250)
            .then(|| self.sources.draw_publication(draw));
        let via = via.map(|via| self.sources.id(self.entities, via));
        let sheet = &mut self.sheet;
        sheet.put_if("via", via);
        let month = format!("{}-{:02}", 2015 + draw.below(10), 1 + draw.below(12));
        let was_asked = match stance {
            Stance::Declined | Stance::NoResponse | Stance::Commented | Stance::Pending => 600,
            Stance::Denied | Stance::Confirmed => 200,
            Stance::Retracted => 0,
        };
        if draw.in_thousand(was_asked) {
            sheet.put("asked", format!("{month}-{:02}", 1 + draw.below(9)));
            let deadline = format!("{month}-{}", 10 + draw.below(6));
            sheet.put_if("deadline", draw.in_thousand(600).then_some(deadline));
        }
        match stance {
            Stance::Denied => {
                sheet.put("when", format!("{month}-{}", 16 + draw.below(12)));
                sheet.put_if("quote", draw.in_thousand(300).then(|| draw.pick(&DENIALS)));
                sheet.put_if(
                    "text",
                    draw.in_thousand(300).then_some("Denies the report."),
                );
            }
            Stance::Declined => {
                sheet.put_if("when", draw.in_thousand(600).then_some(&month));
                sheet.put_if(
                    "text",
                    draw.in_thousand(300).then_some("Declined to comment."),
                );
            }
            Stance::Commented => {
                sheet.put("when", format!("{month}-{}", 16 + draw.below(12)));
                sheet.put("text", "Says that the matter is with the lawyers.");
            }
            Stance::Confirmed | Stance::Retracted => sheet.put("when", &month),
            Stance::NoResponse | Stance::Pending => {}
        }
        sheet.put_if(
            "recorded",
            draw.in_thousand(800).then(|| words::recorded(draw)),
        );
        sheet.end_row()
    }
}
