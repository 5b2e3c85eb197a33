//! Claims and their passages, read back as `rdf::claims` writes them.

use std::collections::HashMap;

use super::facts::{Facts, Member, Reader};
use super::{Known, Property, Read, Statements};
use crate::model::{
    Amount, AttributeValue, CheckStatus, Citation, Claim, Decimal, Mode, Notes, Passage, Qualifier,
    RowPlace, Statement, Table,
};

/// The rows of `citations.csv`, by the number of the claim they are for.
pub(super) fn passages<S: Statements>(
    reader: &Reader<'_, S>,
    known: &Known,
    members: &[Member],
) -> Read<HashMap<u32, Vec<Citation>>, S> {
    let mut by_claim: HashMap<u32, Vec<Citation>> = HashMap::new();
    for member in members {
        let facts = reader.facts(member.number)?;
        let claim = facts.one(Property::PassageOf);
        let source = facts.reference(Property::Source, &known.sources)?;
        let passage = Passage {
            quote: facts.text(Property::Quote)?,
            locator: facts.text(Property::Locator)?,
            accessed: facts.date(Property::Accessed)?,
            place: Some(facts.place()?),
        };
        let claim = facts.needed(Property::PassageOf, claim)?;
        let source = facts.needed(Property::Source, source)?;
        let of_claim = by_claim.entry(claim).or_default();
        of_claim.push(Citation::new(source, passage));
    }
    Ok(by_claim)
}

/// A claim with these passages. What it sums up may come after it, so that the
/// claim is only noted among the summaries.
pub(super) fn claim<S: Statements>(
    reader: &Reader<'_, S>,
    known: &Known,
    member: &Member,
    mut citations: Vec<Citation>,
    summaries: &mut Vec<u32>,
) -> Read<Claim, S> {
    let facts = reader.facts(member.number)?;
    let place = facts.place()?;
    let statement = statement(&facts, known, place)?;
    let text = facts.needed_text(Property::Text)?;
    let mut claim = Claim::uncited(member.id.clone(), statement, text, place);
    let mode = facts.word(Property::Mode, &Mode::ALL, Mode::as_str)?;
    claim.mode = facts.needed(Property::Mode, mode)?;
    claim.when = facts.date(Property::When)?;
    let concerns = facts.references(Property::Concerns, &known.entities)?;
    claim.concerns = concerns.into_iter().collect();
    summaries.extend(facts.one(Property::Summarises).map(|_| member.number));
    claim.credibility = facts.parsed(Property::Credibility)?;
    claim.recorded = facts.parsed(Property::Recorded)?;
    claim.check = facts.word(Property::Check, CheckStatus::ALL, CheckStatus::as_str)?;
    let notes = Notes {
        when_text: facts.text(Property::WhenText)?,
        checked_by: facts.text(Property::CheckedBy)?,
        concern: facts.text(Property::Concern)?,
    };
    cite(&facts, known, &mut citations)?;
    let cited = claim.noted(notes).cite(citations);
    facts.needed(Property::Source, cited)
}

/// Adds what the claim's own row cites.
fn cite<S: Statements>(
    facts: &Facts<'_, S>,
    known: &Known,
    citations: &mut Vec<Citation>,
) -> Read<(), S> {
    let sources = facts.references(Property::Source, &known.sources)?;
    let mut own = sources.clone();
    own.retain(|source| !citations.iter().any(|passage| passage.source == *source));
    let words = Passage {
        quote: facts.text(Property::Quote)?,
        locator: facts.text(Property::Locator)?,
        ..Passage::default()
    };
    if words == Passage::default() {
        citations.extend(own.into_iter().map(Citation::bare));
        return Ok(());
    }
    // A row has words only where it names one source. That one may have passages
    // besides; where all have, any will do, since no triple says which it was.
    let of = match own[..] {
        [only] => Some(only),
        [] => sources.first().copied(),
        [..] => {
            let what = "its words are those of one source, and it has several";
            return Err(facts.wrong(what.to_owned()));
        }
    };
    citations.push(Citation::new(facts.needed(Property::Source, of)?, words));
    Ok(())
}

/// What the claim says; its table says in which shape.
fn statement<S: Statements>(
    facts: &Facts<'_, S>,
    known: &Known,
    place: RowPlace,
) -> Read<Statement, S> {
    let entity = |property| facts.reference(property, &known.entities);
    let needed = |property| facts.needed(property, entity(property)?);
    match place.table {
        Table::Relationships => {
            let relation = facts.reference(Property::Predicate, &known.relations)?;
            Ok(Statement::Relationship {
                subject: needed(Property::Subject)?,
                relation: facts.needed(Property::Predicate, relation)?,
                object: needed(Property::Object)?,
                detail: facts.text(Property::Detail)?,
            })
        }
        Table::Meetings => {
            let meeting = facts.reference(Property::Object, &known.meetings)?;
            Ok(Statement::Attendance {
                meeting: facts.needed(Property::Object, meeting)?,
                participant: needed(Property::Subject)?,
            })
        }
        Table::Transactions => Ok(Statement::Transaction {
            payer: entity(Property::Payer)?,
            payee: entity(Property::Payee)?,
            amount: amount(facts)?.map(Box::new),
            paid_in: entity(Property::PaidIn)?,
            for_asset: entity(Property::ForAsset)?,
            purpose: facts.text(Property::Purpose)?,
        }),
        Table::Attributes => Ok(Statement::Attribute {
            subject: needed(Property::Subject)?,
            attribute: facts.needed_text(Property::Attribute)?,
            value: Box::new(AttributeValue {
                written: facts.needed_text(Property::Value)?,
                number: facts.parsed(Property::Number)?,
                max: facts.parsed(Property::ValueMax)?,
                qualifier: facts.word(Property::Qualifier, &Qualifier::ALL, Qualifier::as_str)?,
                unit: facts.text(Property::Unit)?,
            }),
        }),
        Table::People
        | Table::Companies
        | Table::Assets
        | Table::Sources
        | Table::Citations
        | Table::Denials
        | Table::Questions
        | Table::Identities
        | Table::Relations => Err(facts.wrong(format!("{} holds no claims", place.table))),
    }
}

fn amount<S: Statements>(facts: &Facts<'_, S>) -> Read<Option<Amount>, S> {
    let Some(value) = facts.parsed::<Decimal>(Property::Amount)? else {
        return Ok(None);
    };
    Ok(Some(Amount {
        value,
        max: facts.parsed(Property::AmountMax)?,
        qualifier: facts.word(
            Property::AmountQualifier,
            &Qualifier::ALL,
            Qualifier::as_str,
        )?,
        currency: facts.text(Property::Currency)?.map(String::from),
        // Its spelling in the cell is in no triple, and nothing is made of it.
        written: value.to_string(),
    }))
}
