//! The four tables of claims: relationships, meetings, transactions, attributes.
//!
//! Rows are written as they are drawn; the columns that all four share, and
//! what other tables say of a row, are left to [`ClaimRows`].

use std::collections::VecDeque;
use std::io;
use std::path::Path;

use nutgraf::model::{Mode, Qualifier, Table};

use super::answers::{Answerable, Answers, Fate};
use super::claim_rows::{ClaimRows, Said, Shares, remember};
use super::draw::{Draw, Topic};
use super::entities::{Entities, Entity, Kind};
use super::sheet::Sheet;
use super::sources::Sources;
use super::words::{self, Relation};

/// Modes, each with how often it is drawn.
const MODES: [(u64, Mode); 5] = [
    (82, Mode::Asserted),
    (7, Mode::Hearsay),
    (4, Mode::Ended),
    (4, Mode::Sought),
    (3, Mode::Projected),
];

/// How many meet, each with how often.
const MEETING_SIZES: [(u64, u64); 7] =
    [(40, 2), (25, 3), (15, 4), (10, 5), (6, 6), (3, 8), (1, 12)];

/// Ends of payments, each with how often.
const PAYMENTS: [(u64, (Kind, Kind)); 4] = [
    (5, (Kind::Company, Kind::Company)),
    (3, (Kind::Person, Kind::Company)),
    (2, (Kind::Company, Kind::Person)),
    (2, (Kind::Person, Kind::Person)),
];

/// The tables of claims being written.
pub struct Claims<'a> {
    seed: u64,
    entities: &'a Entities,
    sources: &'a Sources,
    rows: ClaimRows<'a>,
    relationships: VecDeque<(Relation, Entity, Entity)>,
}

impl<'a> Claims<'a> {
    /// Opens the tables that go with claims.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn create(
        folder: &Path,
        seed: u64,
        shares: Shares,
        entities: &'a Entities,
        sources: &'a Sources,
    ) -> io::Result<Self> {
        Ok(Self {
            seed,
            entities,
            sources,
            rows: ClaimRows::create(folder, shares, entities, sources)?,
            relationships: VecDeque::new(),
        })
    }

    /// The answers, for more of them.
    pub fn answers(&mut self) -> &mut Answers<'a> {
        &mut self.rows.answers
    }

    /// Writes what is still in memory; gives the number of answers.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<u64> {
        self.rows.finish()
    }

    /// Writes relationships.csv with ids `r1`, `r2`, …
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn relationships(&mut self, folder: &Path, claims: u64) -> io::Result<()> {
        let mut sheet = Sheet::create(folder, Table::Relationships)?;
        for number in 1..=claims {
            let draw = &mut Draw::new(self.seed, Topic::Relationship, number);
            let (fate, sources) = self.rows.fate_and_sources(draw);
            let (relation, subject, object) = self.relationship(&sources, draw);
            let id = format!("r{number}");
            sheet.put("id", &id);
            sheet.put("subject", self.entities.id(subject));
            sheet.put("relation", relation.0);
            sheet.put("object", self.entities.id(object));
            let share = draw.in_thousand(60).then(|| 5 * (1 + draw.below(19)));
            sheet.put_if("detail", share.map(|share| format!("{share} per cent")));
            let (subject_name, object_name) =
                (self.entities.name(subject), self.entities.name(object));
            let said = Said {
                sentence: format!("{subject_name} {} {object_name}", relation.3),
                mode: draw.by_share(&MODES),
                fate,
            };
            let claim = Answerable {
                id,
                parties: vec![subject, object],
                sources,
                is_meeting: false,
            };
            self.rows.write(&mut sheet, claim, said, draw)?;
        }
        sheet.finish()
    }

    /// A relation and its ends: one in twenty says again what was said before,
    /// and some sources speak of themselves.
    fn relationship(&mut self, sources: &[u64], draw: &mut Draw) -> (Relation, Entity, Entity) {
        let known = self.relationships.len() as u64;
        if known > 0 && draw.in_thousand(50) {
            return self.relationships[draw.below(known) as usize];
        }
        let relation = draw.by_share(&words::RELATIONS);
        let source = self.sources.source(self.entities, sources[0]);
        let subject = match source.entity.or(source.side) {
            Some(speaker) if speaker.kind == relation.1 && draw.in_thousand(400) => speaker,
            Some(_) | None => self.entities.draw(relation.1, draw),
        };
        let object = self.entities.draw_other(relation.2, &[subject], draw);
        remember(&mut self.relationships, (relation, subject, object));
        (relation, subject, object)
    }

    /// Writes meetings.csv with ids `m1`, `m2`, … until there are so many
    /// attendances; gives the number of meetings.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn meetings(&mut self, folder: &Path, claims: u64) -> io::Result<u64> {
        let mut sheet = Sheet::create(folder, Table::Meetings)?;
        let (mut left, mut number) = (claims, 0);
        while left > 0 {
            number += 1;
            let draw = &mut Draw::new(self.seed, Topic::Meeting, number);
            let (fate, sources) = self.rows.fate_and_sources(draw);
            let mut size = draw.by_share(&MEETING_SIZES).min(left);
            // Nobody is left over to meet alone.
            if left - size == 1 {
                size += 1;
            }
            left -= size;
            let mut present: Vec<Entity> = Vec::new();
            for _ in 0..size {
                present.push(self.entities.draw_other(Kind::Person, &present, draw));
            }
            let id = format!("m{number}");
            sheet.put("id", &id);
            for &person in &present {
                sheet.put("participants", self.entities.id(person));
            }
            let occasion = draw.pick(&words::OCCASIONS);
            sheet.put_if("occasion", draw.in_thousand(700).then_some(occasion));
            let host = self.entities.draw_any(Kind::Asset, draw);
            let place = format!("{}, near the harbour", self.entities.name(host));
            sheet.put_if("place", draw.in_thousand(400).then_some(place));
            let names: Vec<String> = present.iter().map(|who| self.entities.name(*who)).collect();
            let (last, others) = names.split_last().expect("a meeting has participants");
            let said = Said {
                sentence: format!("{} and {last} met at {occasion}", others.join(", ")),
                // A meeting that is only expected would link nobody.
                mode: draw.by_share(&[(9, Mode::Asserted), (1, Mode::Hearsay)]),
                // Whoever denies a source is a party to one attendance only.
                fate: match fate {
                    Fate::SourceDenied => Fate::DeniedInPart,
                    Fate::Uncontested
                    | Fate::Denied
                    | Fate::DeniedInPart
                    | Fate::DeniedByStranger
                    | Fate::SumsUpContested
                    | Fate::Retracted => fate,
                },
            };
            let claim = Answerable {
                id,
                parties: present,
                sources,
                is_meeting: true,
            };
            self.rows.write(&mut sheet, claim, said, draw)?;
        }
        sheet.finish()?;
        Ok(number)
    }

    /// Writes transactions.csv with ids `t1`, `t2`, …
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn transactions(&mut self, folder: &Path, claims: u64) -> io::Result<()> {
        let mut sheet = Sheet::create(folder, Table::Transactions)?;
        for number in 1..=claims {
            let draw = &mut Draw::new(self.seed, Topic::Transaction, number);
            let (fate, sources) = self.rows.fate_and_sources(draw);
            let (from, to) = draw.by_share(&PAYMENTS);
            let payer = self.entities.draw(from, draw);
            let payee = self.entities.draw_other(to, &[payer], draw);
            let (payer, payee) = match draw.below(20) {
                0 => (None, Some(payee)),
                1 => (Some(payer), None),
                _ => (Some(payer), Some(payee)),
            };
            let id = format!("t{number}");
            sheet.put("id", &id);
            sheet.put_if("payer", payer.map(|who| self.entities.id(who)));
            sheet.put_if("payee", payee.map(|who| self.entities.id(who)));
            let amount = self.amount(&mut sheet, draw);
            let bought = draw.in_thousand(120);
            let bought = bought.then(|| self.entities.draw(Kind::Asset, draw));
            sheet.put_if("for_asset", bought.map(|asset| self.entities.id(asset)));
            sheet.put_if(
                "purpose",
                draw.in_thousand(500).then(|| draw.pick(&words::PURPOSES)),
            );
            let name = |who: Option<Entity>| match who {
                Some(who) => self.entities.name(who),
                None => "somebody not named".to_owned(),
            };
            let said = Said {
                sentence: format!("{} paid {} {amount}", name(payer), name(payee)),
                mode: draw.by_share(&MODES),
                fate,
            };
            let claim = Answerable {
                id,
                parties: payer.into_iter().chain(payee).collect(),
                sources,
                is_meeting: false,
            };
            self.rows.write(&mut sheet, claim, said, draw)?;
        }
        sheet.finish()
    }

    /// Fills the cells of an amount, and gives it in words.
    fn amount(&self, sheet: &mut Sheet, draw: &mut Draw) -> String {
        if draw.in_thousand(80) {
            return "an amount that is not known".to_owned();
        }
        let (amount, above) = words::amounts(draw);
        sheet.put("amount", &amount);
        let qualifier = draw.in_thousand(400).then(|| draw.pick(&Qualifier::ALL));
        sheet.put_if("amount_qualifier", qualifier.map(Qualifier::as_str));
        let is_range = qualifier == Some(Qualifier::Between);
        sheet.put_if("amount_max", is_range.then_some(above));
        if draw.in_thousand(80) {
            let token = self.entities.draw(Kind::Asset, draw);
            sheet.put("paid_in", self.entities.id(token));
            return format!("{amount} in {}", self.entities.name(token));
        }
        let currency = draw.by_share(&words::CURRENCIES);
        sheet.put("currency", currency);
        format!("{amount} {currency}")
    }

    /// Writes attributes.csv with ids `a1`, `a2`, …
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn attributes(&mut self, folder: &Path, claims: u64) -> io::Result<()> {
        let mut sheet = Sheet::create(folder, Table::Attributes)?;
        for number in 1..=claims {
            let draw = &mut Draw::new(self.seed, Topic::Attribute, number);
            let (fate, sources) = self.rows.fate_and_sources(draw);
            let kind = draw.by_share(&[(6, Kind::Person), (3, Kind::Company), (1, Kind::Asset)]);
            let subject = self.entities.draw(kind, draw);
            let id = format!("a{number}");
            sheet.put("id", &id);
            sheet.put("subject", self.entities.id(subject));
            let (attribute, value) = match (kind, draw.below(3)) {
                (Kind::Person, 0) => ("citizenship", draw.pick(&words::JURISDICTIONS).to_owned()),
                (Kind::Person, 1) => ("year of birth", (1930 + draw.below(75)).to_string()),
                (Kind::Person, _) | (Kind::Company, 0) => ("address", self.address(draw)),
                (Kind::Company, 1) => ("founded in", (1950 + draw.below(70)).to_string()),
                (Kind::Company, _) => {
                    sheet.put("qualifier", Qualifier::About.as_str());
                    ("employees", (1 + draw.below(20_000)).to_string())
                }
                (Kind::Asset, 0) => ("market value", self.value(&mut sheet, draw)),
                (Kind::Asset, _) => ("place", self.address(draw)),
            };
            sheet.put("attribute", attribute);
            sheet.put("value", &value);
            let said = Said {
                sentence: format!(
                    "{} is on record with {attribute} {value}",
                    self.entities.name(subject)
                ),
                mode: draw.by_share(&MODES),
                fate,
            };
            let claim = Answerable {
                id,
                parties: vec![subject],
                sources,
                is_meeting: false,
            };
            self.rows.write(&mut sheet, claim, said, draw)?;
        }
        sheet.finish()
    }

    fn address(&self, draw: &mut Draw) -> String {
        let street = self
            .entities
            .name(self.entities.draw_any(Kind::Asset, draw));
        format!("{street}, quay {}", 1 + draw.below(90))
    }

    /// Fills the other cells of a value between two figures, and gives the lower one.
    fn value(&self, sheet: &mut Sheet, draw: &mut Draw) -> String {
        let (value, above) = words::amounts(draw);
        sheet.put("value_max", above);
        sheet.put("qualifier", Qualifier::Between.as_str());
        sheet.put("unit", draw.by_share(&words::CURRENCIES));
        value
    }
}
