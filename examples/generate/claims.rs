//! Claims: relationships, meetings, transactions, attributes; with their
//! passages, and the answers to them in the same walk.
//!
//! Rows are written as they are drawn. Only what later rows refer to is kept:
//! the last few relationships and the last few ids of either standing.

use std::collections::VecDeque;
use std::io;
use std::path::Path;

use nutgraf::model::{Mode, Qualifier, Table};

use super::answers::{Answerable, Answers, Fate};
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

/// How many sources a claim has, each with how often.
const CITED: [(u64, usize); 3] = [(55, 1), (32, 2), (13, 3)];

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

/// So many answers come to a hundred claims.
const ANSWERS: u64 = 28;

/// So many rows are remembered; summaries and repetitions go no further back.
const REMEMBERED: usize = 64;

/// How many claims of each hundred end up contested.
#[derive(Debug, Clone, Copy)]
pub struct Shares {
    pub denied: u64,
    pub disputed: u64,
}

/// The tables of claims being written, and what they refer to.
pub struct Claims<'a> {
    seed: u64,
    shares: Shares,
    entities: &'a Entities,
    sources: &'a Sources,
    pub answers: Answers<'a>,
    citations: Sheet,
    written: u64,
    relationships: VecDeque<(Relation, Entity, Entity)>,
    contested: VecDeque<String>,
    uncontested: VecDeque<String>,
}

/// What a row of any table of claims says.
struct Said {
    /// The claim as a sentence without its mode and its full stop.
    sentence: String,
    mode: Mode,
    fate: Fate,
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
            shares,
            entities,
            sources,
            answers: Answers::create(folder, entities, sources)?,
            citations: Sheet::create(folder, Table::Citations)?,
            written: 0,
            relationships: VecDeque::new(),
            contested: VecDeque::new(),
            uncontested: VecDeque::new(),
        })
    }

    /// Writes what is still in memory; gives the number of answers.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<u64> {
        let answers = self.answers.written();
        self.citations.finish()?;
        self.answers.finish()?;
        Ok(answers)
    }

    /// Writes relationships.csv with ids `r1`, `r2`, …
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn relationships(&mut self, folder: &Path, claims: u64) -> io::Result<()> {
        let mut sheet = Sheet::create(folder, Table::Relationships)?;
        for number in 1..=claims {
            let draw = &mut Draw::new(self.seed, Topic::Relationship, number);
            let (fate, sources) = self.fate_and_sources(draw);
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
            self.row(&mut sheet, claim, said, draw)?;
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
            let (fate, sources) = self.fate_and_sources(draw);
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
            self.row(&mut sheet, claim, said, draw)?;
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
            let (fate, sources) = self.fate_and_sources(draw);
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
                None => "somebody".to_owned(),
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
            self.row(&mut sheet, claim, said, draw)?;
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
            let (fate, sources) = self.fate_and_sources(draw);
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
            self.row(&mut sheet, claim, said, draw)?;
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

    /// What is to become of a claim, and whom it cites.
    fn fate_and_sources(&self, draw: &mut Draw) -> (Fate, Vec<u64>) {
        let Shares { denied, disputed } = self.shares;
        let at = draw.below(100);
        let fate = if at < denied {
            Fate::Denied
        } else if at < denied + disputed {
            draw.by_share(&[
                (4, Fate::DeniedInPart),
                (2, Fate::DeniedByStranger),
                (1, Fate::SourceDenied),
                (1, Fate::SumsUpContested),
            ])
        } else if at < denied + disputed + 1 {
            Fate::Retracted
        } else {
            Fate::Uncontested
        };
        let several = match fate {
            // Otherwise another source would be left.
            Fate::Retracted => 1,
            Fate::Uncontested
            | Fate::Denied
            | Fate::DeniedInPart
            | Fate::DeniedByStranger
            | Fate::SourceDenied
            | Fate::SumsUpContested => draw.by_share(&CITED),
        };
        let mut sources: Vec<u64> = Vec::new();
        while sources.len() < several {
            let source = self.sources.draw(draw);
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        (fate, sources)
    }

    /// Fills the columns that all claims share, ends the row, and writes what
    /// stands about it in other tables.
    fn row(
        &mut self,
        sheet: &mut Sheet,
        mut claim: Answerable,
        said: Said,
        draw: &mut Draw,
    ) -> io::Result<()> {
        let Said {
            sentence,
            mode,
            mut fate,
        } = said;
        for &source in &claim.sources {
            sheet.put("sources", self.sources.id(self.entities, source));
        }
        let text = match mode {
            Mode::Asserted => format!("{sentence}."),
            Mode::Hearsay => format!("By hearsay, {sentence}."),
            Mode::Projected => format!("It is expected that {sentence}."),
            Mode::Sought => format!("An attempt was made to this end: {sentence}."),
            Mode::Ended => format!("In earlier years, {sentence}."),
        };
        sheet.put("text", text);
        if draw.in_thousand(880) {
            sheet.put("when", words::date(draw));
            sheet.put_if(
                "when_text",
                draw.in_thousand(80).then_some("around that time"),
            );
        }
        let is_said = mode != Mode::Asserted || draw.in_thousand(600);
        sheet.put_if("mode", is_said.then_some(mode.as_str()));
        if draw.in_thousand(40) {
            let kind = draw.by_share(&[(1, Kind::Person), (2, Kind::Company)]);
            let entity = self.entities.draw_other(kind, &claim.parties, draw);
            sheet.put("concerns", self.entities.id(entity));
            // A meeting's parties have attendances, whom it concerns has none.
            if !claim.is_meeting {
                claim.parties.push(entity);
            }
        }
        fate = self.summarise(sheet, fate, draw);
        if claim.sources.len() == 1 {
            sheet.put_if("quote", draw.in_thousand(80).then(|| quote(&sentence)));
            sheet.put_if("locator", draw.in_thousand(250).then(|| locator(draw)));
        }
        sheet.put_if(
            "credibility",
            draw.in_thousand(80).then(|| 1 + draw.below(6)),
        );
        sheet.put_if(
            "recorded",
            draw.in_thousand(900).then(|| words::recorded(draw)),
        );
        match draw.below(20) {
            0..=7 => sheet.put("check", "unchecked"),
            8..=10 => {
                sheet.put("check", "accurate");
                sheet.put("checked_by", "desk");
            }
            11 => {
                sheet.put("check", "needs-attention");
                sheet.put_if(
                    "concern",
                    draw.in_thousand(300).then_some("One voice only."),
                );
            }
            _ => {}
        }
        sheet.end_row()?;
        self.passages(&claim, &sentence, draw)?;
        self.answers.decide(&claim, fate, draw)?;
        self.written += match claim.is_meeting {
            true => claim.parties.len() as u64,
            false => 1,
        };
        // Half of the time, so that which claims have remarks is left to chance.
        let missing = self.answers.written() < self.written * ANSWERS / 100;
        if missing && draw.in_thousand(500) {
            let beside = self.uncontested.back().map(String::as_str);
            self.answers.remark(&claim, beside, draw)?;
        }
        match fate {
            Fate::Uncontested => remember(&mut self.uncontested, claim.id),
            Fate::Denied | Fate::DeniedInPart | Fate::DeniedByStranger => {
                remember(&mut self.contested, claim.id);
            }
            Fate::SourceDenied | Fate::SumsUpContested | Fate::Retracted => {}
        }
        Ok(())
    }

    /// Fills `summarises`; gives what becomes of the claim, which is another
    /// thing where nothing contested is there yet to be summed up.
    fn summarise(&self, sheet: &mut Sheet, fate: Fate, draw: &mut Draw) -> Fate {
        let of = match fate {
            Fate::SumsUpContested => &self.contested,
            Fate::Uncontested if draw.in_thousand(10) => &self.uncontested,
            Fate::Uncontested
            | Fate::Denied
            | Fate::DeniedInPart
            | Fate::DeniedByStranger
            | Fate::SourceDenied
            | Fate::Retracted => return fate,
        };
        if of.is_empty() {
            return match fate {
                Fate::SumsUpContested => Fate::DeniedInPart,
                other => other,
            };
        }
        let first = draw.below(of.len() as u64) as usize;
        for id in of.iter().skip(first).take(1 + draw.below(3) as usize) {
            sheet.put("summarises", id);
        }
        fate
    }

    /// Writes passages of some claims with several sources.
    fn passages(&mut self, claim: &Answerable, sentence: &str, draw: &mut Draw) -> io::Result<()> {
        if claim.sources.len() < 2 || !draw.in_thousand(80) {
            return Ok(());
        }
        let id = match claim.is_meeting && draw.in_thousand(500) {
            true => format!("{}.{}", claim.id, self.entities.id(claim.parties[0])),
            false => claim.id.clone(),
        };
        for &source in &claim.sources {
            let sheet = &mut self.citations;
            sheet.put("claim", &id);
            sheet.put("source", self.sources.id(self.entities, source));
            sheet.put_if("quote", draw.in_thousand(500).then(|| quote(sentence)));
            sheet.put("locator", locator(draw));
            sheet.put_if(
                "accessed",
                draw.in_thousand(500).then(|| words::recorded(draw)),
            );
            sheet.end_row()?;
        }
        Ok(())
    }
}

fn quote(sentence: &str) -> String {
    format!("\"We have seen that {sentence},\" it reads")
}

fn locator(draw: &mut Draw) -> String {
    format!("page {}", 1 + draw.below(400))
}

fn remember<T>(of: &mut VecDeque<T>, value: T) {
    if of.len() == REMEMBERED {
        of.pop_front();
    }
    of.push_back(value);
}
