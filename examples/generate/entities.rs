//! People, companies and assets: whom claims are about.
//!
//! An entity is its kind and its rank, small ranks being named most often;
//! its name and id follow from these two, so none is kept in memory.

use std::io;

use nutgraf::model::Table;

use super::draw::{Draw, Ranks, Shuffle, Topic};
use super::names;
use super::sheet::Sheet;
use super::words::{JURISDICTIONS, ROLES};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Person,
    Company,
    Asset,
}

/// One row of the tables of entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entity {
    pub kind: Kind,
    pub rank: u64,
}

/// The first ranks always have names: nobody writes most about the nameless.
const ALWAYS_NAMED: u64 = 50;

/// All of one kind.
struct Population {
    count: u64,
    ranks: Ranks,
    names: Shuffle,
}

impl Population {
    fn new(seed: u64, topic: Topic, count: u64, names: u64, first_in: u64) -> Self {
        Self {
            count,
            ranks: Ranks::new(count, first_in),
            names: Shuffle::new(seed, topic, names),
        }
    }
}

/// The entities of a case.
pub struct Entities {
    seed: u64,
    people: Population,
    companies: Population,
    assets: Population,
}

impl Entities {
    /// Entities in all, three of five of them people, one in ten an asset.
    pub fn new(seed: u64, count: u64) -> Self {
        let (people, assets) = (count * 6 / 10, count / 10);
        let companies = count - people - assets;
        let company_names = names::WORDS * names::COMPANIES.len() as u64;
        let asset_names = names::WORDS * names::ASSETS.len() as u64;
        // So often must the first of each be drawn to be in five to seven of a
        // thousand claims, seeing how many ends of claims are of its kind.
        Self {
            seed,
            people: Population::new(seed, Topic::Person, people, names::PEOPLE, 240),
            companies: Population::new(seed, Topic::Company, companies, company_names, 150),
            assets: Population::new(seed, Topic::Asset, assets, asset_names, 120),
        }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.people.count + self.companies.count + self.assets.count
    }

    fn of(&self, kind: Kind) -> &Population {
        match kind {
            Kind::Person => &self.people,
            Kind::Company => &self.companies,
            Kind::Asset => &self.assets,
        }
    }

    /// Some entity of a kind; one of small rank more often.
    pub fn draw(&self, kind: Kind, draw: &mut Draw) -> Entity {
        let rank = self.of(kind).ranks.draw(draw);
        Entity { kind, rank }
    }

    /// Some entity of a kind that is none of `others`, of which there are
    /// fewer than entities of the kind.
    pub fn draw_other(&self, kind: Kind, others: &[Entity], draw: &mut Draw) -> Entity {
        loop {
            let entity = self.draw(kind, draw);
            if !others.contains(&entity) {
                return entity;
            }
        }
    }

    /// Each of a kind as often.
    pub fn draw_any(&self, kind: Kind, draw: &mut Draw) -> Entity {
        let rank = draw.below(self.of(kind).count);
        Entity { kind, rank }
    }

    fn names(&self, entity: Entity) -> Names {
        let number = self.of(entity.kind).names.of(entity.rank);
        let (word, (end, short, kind)) = match entity.kind {
            Kind::Person => {
                let (given, surname) = names::person(number);
                return Names {
                    alias: format!("{surname}, {given}"),
                    name: format!("{given} {surname}"),
                    kind: "person",
                };
            }
            Kind::Company => {
                let ends = names::COMPANIES.len() as u64;
                let end = names::COMPANIES[(number % ends) as usize];
                (names::word(number / ends), end)
            }
            Kind::Asset => {
                let ends = names::ASSETS.len() as u64;
                let end = names::ASSETS[(number % ends) as usize];
                (names::word(number / ends), end)
            }
        };
        Names {
            name: format!("{word} {end}"),
            alias: format!("{word} {short}"),
            kind,
        }
    }

    /// The entity's id.
    pub fn id(&self, entity: Entity) -> String {
        names::id(&self.names(entity).name)
    }

    /// The entity's name, for sentences.
    pub fn name(&self, entity: Entity) -> String {
        match self.placeholder(entity) {
            Some(words) => words,
            None => self.names(entity).name,
        }
    }

    /// The report's words for one of about eighty people, who has no name.
    fn placeholder(&self, entity: Entity) -> Option<String> {
        if entity.kind != Kind::Person || entity.rank < ALWAYS_NAMED {
            return None;
        }
        let mut draw = Draw::new(self.seed, Topic::Person, entity.rank);
        draw.in_thousand(12).then(|| {
            let role = draw.pick(&ROLES);
            let company = self.draw_any(Kind::Company, &mut draw);
            format!("a {role} at {}", self.names(company).name)
        })
    }

    /// Writes people.csv, companies.csv and assets.csv.
    ///
    /// # Errors
    /// When a table cannot be written.
    pub fn write(&self, folder: &std::path::Path) -> io::Result<()> {
        let mut sheet = Sheet::create(folder, Table::People)?;
        for rank in 0..self.people.count {
            self.write_person(&mut sheet, rank)?;
        }
        sheet.finish()?;
        let mut sheet = Sheet::create(folder, Table::Companies)?;
        for rank in 0..self.companies.count {
            self.write_company(&mut sheet, rank)?;
        }
        sheet.finish()?;
        let mut sheet = Sheet::create(folder, Table::Assets)?;
        for rank in 0..self.assets.count {
            self.write_asset(&mut sheet, rank)?;
        }
        sheet.finish()
    }

    fn write_person(&self, sheet: &mut Sheet, rank: u64) -> io::Result<()> {
        let person = Entity {
            kind: Kind::Person,
            rank,
        };
        let draw = &mut Draw::new(self.seed, Topic::Person, rank ^ u64::MAX);
        let Names { name, alias, kind } = self.names(person);
        sheet.put("id", names::id(&name));
        if let Some(words) = self.placeholder(person) {
            sheet.put("name", words);
            sheet.put("named", "no");
            return sheet.end_row();
        }
        sheet.put("name", &name);
        sheet.put_if("named", draw.in_thousand(500).then_some("yes"));
        let kind = if draw.in_thousand(5) { "group" } else { kind };
        sheet.put_if("kind", draw.in_thousand(800).then_some(kind));
        sheet.put_if("aliases", draw.in_thousand(150).then_some(alias));
        if draw.in_thousand(80) {
            let role = draw.pick(&ROLES);
            let company = self.name(self.draw_any(Kind::Company, draw));
            sheet.put(
                "description",
                format!("A {role} who was seen at {company}."),
            );
        }
        let item = draw.in_thousand(30).then(|| 1 + draw.below(100_000_000));
        sheet.put_if("wikidata", item.map(|item| format!("Q{item}")));
        sheet.end_row()
    }

    fn write_company(&self, sheet: &mut Sheet, rank: u64) -> io::Result<()> {
        let company = Entity {
            kind: Kind::Company,
            rank,
        };
        let draw = &mut Draw::new(self.seed, Topic::Company, rank);
        let Names { name, alias, kind } = self.names(company);
        sheet.put("id", names::id(&name));
        sheet.put("name", &name);
        sheet.put_if("named", draw.in_thousand(500).then_some("yes"));
        sheet.put("kind", kind);
        let place = draw.in_thousand(400).then(|| draw.pick(&JURISDICTIONS));
        sheet.put_if("jurisdiction", place);
        sheet.put_if("aliases", draw.in_thousand(200).then_some(alias));
        if draw.in_thousand(80) {
            let person = self.name(self.draw_any(Kind::Person, draw));
            sheet.put(
                "description",
                format!("Named beside {person} in several reports."),
            );
        }
        let item = draw.in_thousand(30).then(|| 1 + draw.below(100_000_000));
        sheet.put_if("wikidata", item.map(|item| format!("Q{item}")));
        sheet.put_if("lei", draw.in_thousand(50).then(|| lei(draw)));
        sheet.end_row()
    }

    fn write_asset(&self, sheet: &mut Sheet, rank: u64) -> io::Result<()> {
        let asset = Entity {
            kind: Kind::Asset,
            rank,
        };
        let draw = &mut Draw::new(self.seed, Topic::Asset, rank);
        let Names { name, alias, kind } = self.names(asset);
        sheet.put("id", names::id(&name));
        sheet.put("name", &name);
        sheet.put("kind", kind);
        sheet.put_if("aliases", draw.in_thousand(150).then_some(alias));
        if draw.in_thousand(50) {
            let company = self.name(self.draw_any(Kind::Company, draw));
            sheet.put("description", format!("Said to be kept by {company}."));
        }
        sheet.end_row()
    }
}

/// What follows from kind and rank.
struct Names {
    name: String,
    alias: String,
    /// The word in the column `kind`.
    kind: &'static str,
}

/// A Legal Entity Identifier with its check digits.
fn lei(draw: &mut Draw) -> String {
    let body = format!("{:018}", draw.below(1_000_000_000_000_000_000));
    // ISO 17442: with its two check digits the number is 1 modulo 97.
    let rest = body.parse::<u128>().unwrap_or_default() * 100 % 97;
    format!("{body}{:02}", 98 - rest)
}
