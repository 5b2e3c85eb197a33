//! A made-up case of any size, as the tables of a case folder.
//!
//! Takes a [`Plan`] and writes every table; gives how much of everything there
//! is. The same plan gives the same bytes on any machine, and memory does not
//! grow with the number of claims. Nobody in it exists.

mod answers;
mod claim_rows;
mod claims;
mod draw;
mod entities;
mod names;
mod sheet;
mod sources;
mod words;

use std::fs;
use std::io;
use std::path::Path;

use nutgraf::model::Table;

use answers::Answers;
use claim_rows::Shares;
use claims::Claims;
use draw::{Draw, Topic};
use entities::{Entities, Entity, Kind};
use sheet::Sheet;
use sources::Sources;

/// Below, tables are too small for the shares to mean anything; above, ids
/// and names run out. In claims.
pub const SIZES: std::ops::RangeInclusive<u64> = 100..=100_000_000;

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many claims, within [`SIZES`]; each participant of a meeting counts.
    pub claims: u64,
    pub seed: u64,
    /// How many of each hundred claims a party denies.
    pub denied: u64,
    /// How many of each hundred claims are disputed; with `denied` at most 99.
    pub disputed: u64,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    pub entities: u64,
    pub sources: u64,
    pub claims: u64,
    pub answers: u64,
}

/// Writes a case into a folder, which is made; tables in it are replaced.
///
/// # Errors
/// When a file cannot be written.
pub fn write_case(folder: &Path, plan: &Plan) -> io::Result<Totals> {
    let Plan {
        claims,
        seed,
        denied,
        disputed,
    } = *plan;
    fs::create_dir_all(folder)?;
    let settings = format!(
        "title = \"Generated: {claims} claims, seed {seed}\"\n\
         base = \"https://example.org/generated-{seed}/\"\n"
    );
    fs::write(folder.join("nutgraf.toml"), settings)?;
    let entities = Entities::new(seed, claims / 3);
    entities.write(folder)?;
    let sources = Sources::new(seed, claims / 10);
    sources.write(folder, &entities)?;
    write_identities(folder, seed, claims.div_ceil(1_000), &entities)?;
    let mut sheet = Sheet::create(folder, Table::Relations)?;
    for row in words::OWN_RELATIONS {
        for (column, cell) in nutgraf::read::columns(Table::Relations).iter().zip(row) {
            sheet.put(column.name, cell);
        }
        sheet.end_row()?;
    }
    sheet.finish()?;

    // Of ten claims one is an attendance and one a payment.
    let (attendances, payments, attributes) = (claims / 10, claims / 10, claims * 6 / 100);
    let relationships = claims - attendances - payments - attributes;
    let shares = Shares { denied, disputed };
    let mut tables = Claims::create(folder, seed, shares, &entities, &sources)?;
    tables.relationships(folder, relationships)?;
    let meetings = tables.meetings(folder, attendances)?;
    tables.transactions(folder, payments)?;
    tables.attributes(folder, attributes)?;
    let asked = Asked {
        seed,
        count: claims / 200,
        relationships,
        meetings,
    };
    write_questions(folder, &asked, &entities, &sources, tables.answers())?;
    Ok(Totals {
        entities: entities.count(),
        sources: sources.count(),
        claims,
        answers: tables.finish()?,
    })
}

/// Decides on so many pairs of neighbours, which often have a word in common.
fn write_identities(folder: &Path, seed: u64, count: u64, entities: &Entities) -> io::Result<()> {
    let mut sheet = Sheet::create(folder, Table::Identities)?;
    for number in 1..=count {
        let draw = &mut Draw::new(seed, Topic::Identity, number);
        let kind = match number % 4 {
            0 => Kind::Company,
            _ => Kind::Person,
        };
        let pair = [2 * number - 2, 2 * number - 1].map(|rank| Entity { kind, rank });
        sheet.put("id", format!("i{number}"));
        sheet.put("entity", entities.id(pair[0]));
        sheet.put("other", entities.id(pair[1]));
        let same = draw.by_share(&[(6, "no"), (3, "unsure"), (1, "yes")]);
        sheet.put("same", same);
        sheet.put_if("decided_by", draw.in_thousand(800).then_some("the desk"));
        let why = "Compared what the registers have of the two.";
        sheet.put_if("text", draw.in_thousand(800).then_some(why));
        let day = draw.in_thousand(900).then(|| words::recorded(draw));
        sheet.put_if("recorded", day);
        sheet.end_row()?;
    }
    sheet.finish()
}

/// How many questions there are, and what they can be about.
struct Asked {
    seed: u64,
    count: u64,
    relationships: u64,
    meetings: u64,
}

fn write_questions(
    folder: &Path,
    asked: &Asked,
    entities: &Entities,
    sources: &Sources,
    answers: &mut Answers<'_>,
) -> io::Result<()> {
    let mut sheet = Sheet::create(folder, Table::Questions)?;
    for number in 1..=asked.count {
        let draw = &mut Draw::new(asked.seed, Topic::Question, number);
        let id = format!("q{number}");
        let claim = format!("r{}", 1 + draw.below(asked.relationships));
        let person = entities.draw(Kind::Person, draw);
        sheet.put("id", &id);
        let (about, text) = match draw.below(4) {
            0 | 1 => (
                claim.clone(),
                "Who else has seen the papers behind this?".to_owned(),
            ),
            2 => {
                let meeting = format!("m{}", 1 + draw.below(asked.meetings));
                (meeting, "What was agreed there?".to_owned())
            }
            _ => {
                let text = format!("Where was {} in those years?", entities.name(person));
                (entities.id(person), text)
            }
        };
        sheet.put("text", text);
        sheet.put("about", about);
        if draw.in_thousand(200) {
            sheet.put("about", sources.id(entities, draw.below(sources.count())));
        }
        if draw.in_thousand(700) {
            let who = entities.draw(Kind::Company, draw);
            sheet.put("who_could_answer", entities.id(who));
            if draw.in_thousand(400) {
                answers.asked(&id, who, draw)?;
            }
        }
        sheet.put_if("answered_by", draw.in_thousand(200).then_some(claim));
        let source = draw.in_thousand(300).then(|| sources.draw(draw));
        sheet.put_if("source", source.map(|source| sources.id(entities, source)));
        sheet.end_row()?;
    }
    sheet.finish()
}
