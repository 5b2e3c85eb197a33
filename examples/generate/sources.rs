//! Sources: publications, voices that reached the desk through them, papers.
//!
//! A source is its number. What it is follows from that number, so that a
//! claim can ask for the chain behind a source without any table in memory.

use std::io;
use std::path::Path;

use nutgraf::model::{Knowledge, SourceKind, Table, Terms};

use super::draw::{Draw, Ranks, Topic};
use super::entities::{Entities, Entity, Kind};
use super::sheet::Sheet;
use super::words::{self, ROLES};

/// What follows from a source's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    pub kind: SourceKind,
    /// The number of the source that it came through; always a smaller one.
    pub via: Option<u64>,
    pub entity: Option<Entity>,
    pub side: Option<Entity>,
}

/// Kinds but publications, each with how often it is drawn.
const KINDS: [(u64, SourceKind); 9] = [
    (24, SourceKind::Document),
    (20, SourceKind::Anonymous),
    (14, SourceKind::Person),
    (10, SourceKind::Spokesperson),
    (10, SourceKind::Statement),
    (7, SourceKind::Dataset),
    (7, SourceKind::Ledger),
    (6, SourceKind::Organization),
    (2, SourceKind::Editor),
];

/// The sources of a case.
pub struct Sources {
    seed: u64,
    count: u64,
    /// Numbers below are publications.
    publications: u64,
    popular: Ranks,
}

impl Sources {
    /// Sources in all, one in five of them a publication; at least five.
    pub fn new(seed: u64, count: u64) -> Self {
        let publications = count / 5;
        Self {
            seed,
            count,
            publications,
            popular: Ranks::new(publications, 60),
        }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// What is behind a number.
    pub fn source(&self, entities: &Entities, number: u64) -> Source {
        let draw = &mut Draw::new(self.seed, Topic::Source, number);
        if number < self.publications {
            // A report that another one passed on.
            let via = (number > 0 && draw.in_thousand(160)).then(|| draw.below(number));
            let publisher = entities.draw_any(Kind::Company, draw);
            return Source {
                kind: SourceKind::Publication,
                via,
                entity: draw.in_thousand(600).then_some(publisher),
                side: None,
            };
        }
        let kind = draw.by_share(&KINDS);
        let through = match kind {
            SourceKind::Anonymous => 850,
            SourceKind::Spokesperson => 550,
            SourceKind::Person | SourceKind::Statement => 350,
            SourceKind::Organization => 200,
            SourceKind::Document | SourceKind::Dataset => 60,
            SourceKind::Ledger | SourceKind::Publication | SourceKind::Editor => 0,
        };
        let via = draw.in_thousand(through).then(|| {
            if draw.in_thousand(850) {
                self.popular.draw(draw)
            } else {
                draw.below(number)
            }
        });
        let speaker = draw.by_share(&[(7, Kind::Person), (3, Kind::Company)]);
        let (entity, side) = match kind {
            SourceKind::Person => (Some(entities.draw(Kind::Person, draw)), None),
            SourceKind::Statement => {
                let entity = entities.draw(speaker, draw);
                (Some(entity), Some(entity))
            }
            SourceKind::Spokesperson => (None, Some(entities.draw(speaker, draw))),
            SourceKind::Organization => (Some(entities.draw(Kind::Company, draw)), None),
            SourceKind::Anonymous => {
                let side = draw.in_thousand(100);
                (None, side.then(|| entities.draw(speaker, draw)))
            }
            SourceKind::Document
            | SourceKind::Publication
            | SourceKind::Dataset
            | SourceKind::Ledger
            | SourceKind::Editor => (None, None),
        };
        Source {
            kind,
            via,
            entity,
            side,
        }
    }

    /// The id, which says what kind of source it is.
    pub fn id(&self, entities: &Entities, number: u64) -> String {
        format!("{}-{number}", self.source(entities, number).kind.as_str())
    }

    /// Some publication; one of small number more often.
    pub fn draw_publication(&self, draw: &mut Draw) -> u64 {
        self.popular.draw(draw)
    }

    /// What a claim cites: mostly any source, at times a well-known report.
    pub fn draw(&self, draw: &mut Draw) -> u64 {
        if draw.in_thousand(200) {
            self.popular.draw(draw)
        } else {
            draw.below(self.count)
        }
    }

    /// The first publication on the chain from a source; without one, its end.
    pub fn outlet(&self, entities: &Entities, number: u64) -> u64 {
        let mut at = number;
        while at >= self.publications
            && let Some(via) = self.source(entities, at).via
        {
            at = via;
        }
        at
    }

    /// Writes sources.csv.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub fn write(&self, folder: &Path, entities: &Entities) -> io::Result<()> {
        let mut sheet = Sheet::create(folder, Table::Sources)?;
        for number in 0..self.count {
            self.write_source(&mut sheet, entities, number)?;
        }
        sheet.finish()
    }

    fn write_source(&self, sheet: &mut Sheet, entities: &Entities, number: u64) -> io::Result<()> {
        let source = self.source(entities, number);
        let draw = &mut Draw::new(self.seed, Topic::Source, number ^ u64::MAX);
        let Source {
            kind,
            via,
            entity,
            side,
        } = source;
        sheet.put("id", self.id(entities, number));
        sheet.put("kind", kind.as_str());
        let of = entity.or(side).map(|entity| entities.name(entity));
        sheet.put("name", name(kind, number, of, draw));
        sheet.put_if("entity", entity.map(|entity| entities.id(entity)));
        sheet.put_if("side", side.map(|entity| entities.id(entity)));
        sheet.put_if("via", via.map(|via| self.id(entities, via)));
        match kind {
            SourceKind::Anonymous => {
                let voices = draw.in_thousand(600).then(|| 1 + draw.below(4));
                sheet.put_if("voices", voices);
                let knowledge = draw.pick(&[Knowledge::Direct, Knowledge::Secondhand]);
                sheet.put_if(
                    "knowledge",
                    draw.in_thousand(700).then_some(knowledge.as_str()),
                );
                let terms = draw.pick(&[Terms::Background, Terms::OffRecord]);
                sheet.put("terms", terms.as_str());
                // Several voices of one room, so that they count as one origin.
                let room = draw.in_thousand(100).then_some(number / 40);
                sheet.put_if("origin", room.map(|room| format!("hearing {room}")));
                sheet.put_if("protected", draw.in_thousand(30).then_some("yes"));
            }
            SourceKind::Person | SourceKind::Spokesperson | SourceKind::Statement => {
                sheet.put_if("voices", draw.in_thousand(100).then_some(1));
                sheet.put_if(
                    "terms",
                    draw.in_thousand(700).then_some(Terms::OnRecord.as_str()),
                );
            }
            SourceKind::Document | SourceKind::Dataset | SourceKind::Ledger => {
                let knowledge = Knowledge::Document.as_str();
                sheet.put_if("knowledge", draw.in_thousand(600).then_some(knowledge));
                sheet.put_if("sha256", draw.in_thousand(200).then(|| hash(draw)));
                sheet.put_if("protected", draw.in_thousand(5).then_some("yes"));
            }
            SourceKind::Publication => {
                sheet.put("url", format!("https://news.example/{number}"));
                let copy = format!("https://archive.example/{number}");
                sheet.put_if("archived", draw.in_thousand(200).then_some(copy));
                sheet.put("published", words::day(draw, 2005, 2024));
                sheet.put_if(
                    "accessed",
                    draw.in_thousand(500).then(|| words::recorded(draw)),
                );
                let grade = draw.pick(&["A", "B", "C", "D", "E", "F"]);
                sheet.put_if("reliability", draw.in_thousand(400).then_some(grade));
            }
            SourceKind::Organization | SourceKind::Editor => {}
        }
        sheet.end_row()
    }
}

fn name(kind: SourceKind, number: u64, of: Option<String>, draw: &mut Draw) -> String {
    let of = of.unwrap_or_else(|| "the press".to_owned());
    match kind {
        SourceKind::Publication => format!("Report {number} in {of}"),
        SourceKind::Anonymous => format!("A {}, voice {number}", draw.pick(&ROLES)),
        SourceKind::Document => format!("Court file {number}"),
        SourceKind::Dataset => format!("Register extract {number}"),
        SourceKind::Ledger => format!("Ledger {number}"),
        SourceKind::Editor => format!("The desk, note {number}"),
        SourceKind::Spokesperson => format!("Spokesperson for {of}, {number}"),
        SourceKind::Statement => format!("Statement {number} by {of}"),
        SourceKind::Person | SourceKind::Organization => format!("{of}, interview {number}"),
    }
}

fn hash(draw: &mut Draw) -> String {
    let parts = [draw.next(), draw.next(), draw.next(), draw.next()];
    parts.map(|part| format!("{part:016x}")).concat()
}
