//! From a plain case to the program's own.
//!
//! Takes a plain case whose references all resolve, gives the `Case` that the
//! same tables would give. Columns that no rule looks at stay empty.

use nutgraf::model::AttributeValue;
use nutgraf::model::Case;
use nutgraf::model::Citation;
use nutgraf::model::Claim;
use nutgraf::model::Denial;
use nutgraf::model::Entity;
use nutgraf::model::EntityKind;
use nutgraf::model::Identified;
use nutgraf::model::Ix;
use nutgraf::model::Meeting;
use nutgraf::model::Passage;
use nutgraf::model::Question;
use nutgraf::model::RelationType;
use nutgraf::model::RowPlace;
use nutgraf::model::Rows;
use nutgraf::model::Source;
use nutgraf::model::SourceKind;
use nutgraf::model::Speaker;
use nutgraf::model::Statement;
use nutgraf::model::Subject;
use nutgraf::model::Table;
use nutgraf::model::Target;
use nutgraf::model::Verb;

use super::plain::PlainAnswer;
use super::plain::PlainCase;
use super::plain::PlainClaim;
use super::plain::PlainSource;
use super::plain::Says;

/// The relations that a relationship can have here.
pub const RELATIONS: [&str; 3] = ["owns", "advises", "sibling-of"];

/// Those that meetings and transactions imply.
const IMPLIED: [&str; 6] = ["attended", "met", "paid", "paid-in", "received", "bought"];

/// Builds the case. Panics on a reference to nothing.
pub fn build(plain: &PlainCase) -> Case {
    // Rows name each other by place in id order; bare rows settle the places.
    let bare = Case {
        base: "https://example.org/".to_owned(),
        entities: Rows::new(plain.entities.iter().map(|id| entity(id)).collect()),
        relations: Rows::new(RELATIONS.iter().chain(&IMPLIED).map(relation).collect()),
        sources: rows(plain.sources.keys(), |id| bare_source(id)),
        meetings: rows(plain.meetings.keys(), |id| bare_meeting(id)),
        questions: rows(plain.questions.keys(), |id| bare_question(id)),
        ..Case::default()
    };
    // A statement names no claim, so that claims can be bare in all but that.
    let bare = Case {
        claims: rows(plain.claims.iter(), |(id, claim)| {
            bare_claim(&bare, id, claim)
        }),
        ..bare
    };
    Case {
        sources: rows(plain.sources.iter(), |(id, row)| source(&bare, id, row)),
        meetings: rows(plain.meetings.iter(), |(id, participants)| Meeting {
            participants: participants
                .iter()
                .map(|id| at(&bare.entities, id))
                .collect(),
            ..bare_meeting(id)
        }),
        claims: rows(plain.claims.iter(), |(id, row)| claim(&bare, id, row)),
        questions: rows(plain.questions.iter(), |(id, about)| Question {
            about: about
                .iter()
                .map(|id| Subject::Claim(at(&bare.claims, id)))
                .collect(),
            ..bare_question(id)
        }),
        denials: rows(plain.answers.iter(), |(id, row)| answer(&bare, id, row)),
        ..bare
    }
}

fn rows<R, T: Identified>(given: impl Iterator<Item = R>, row: impl Fn(R) -> T) -> Rows<T> {
    Rows::new(given.map(row).collect())
}

fn at<T: Identified>(rows: &Rows<T>, id: &str) -> Ix<T> {
    rows.find(id).unwrap_or_else(|| panic!("no row {id}"))
}

fn maybe_at<T: Identified>(rows: &Rows<T>, id: &Option<String>) -> Option<Ix<T>> {
    id.as_ref().map(|id| at(rows, id))
}

fn place(table: Table) -> RowPlace {
    RowPlace {
        table,
        row: Some(2),
    }
}

fn entity(id: &str) -> Entity {
    Entity {
        id: id.into(),
        name: id.into(),
        kind: EntityKind::Person,
        named: true,
        aliases: Box::default(),
        description: None,
        jurisdiction: None,
        wikidata: None,
        lei: None,
        place: place(Table::People),
    }
}

fn relation(id: &&str) -> RelationType {
    RelationType {
        id: id.to_string(),
        asserted: Verb {
            forward: id.to_string(),
            inverse: format!("is object of {id}"),
        },
        hearsay: None,
        projected: None,
        sought: None,
        ended: None,
        symmetric: matches!(*id, "sibling-of" | "met"),
        category: "other".to_owned(),
        ftm: None,
        place: None,
    }
}

fn bare_source(id: &str) -> Source {
    Source {
        id: id.into(),
        kind: SourceKind::Person,
        name: id.into(),
        entity: None,
        side: None,
        voices: None,
        knowledge: None,
        terms: None,
        origin: None,
        via: None,
        url: None,
        archived: None,
        published: None,
        accessed: None,
        sha256: None,
        reliability: None,
        protected: false,
        place: place(Table::Sources),
    }
}

fn source(bare: &Case, id: &str, row: &PlainSource) -> Source {
    let PlainSource {
        kind,
        entity,
        side,
        voices,
        origin,
        via,
    } = row;
    Source {
        kind: *kind,
        entity: maybe_at(&bare.entities, entity),
        side: maybe_at(&bare.entities, side),
        voices: *voices,
        origin: origin.as_deref().map(Box::from),
        via: maybe_at(&bare.sources, via),
        ..bare_source(id)
    }
}

fn bare_meeting(id: &str) -> Meeting {
    Meeting {
        id: id.into(),
        participants: Box::default(),
        occasion: None,
        venue: None,
        text: id.into(),
        place: place(Table::Meetings),
    }
}

fn bare_question(id: &str) -> Question {
    Question {
        id: id.into(),
        text: id.into(),
        about: Box::default(),
        who_could_answer: Box::default(),
        answered_by: None,
        source: None,
        place: place(Table::Questions),
    }
}

/// A claim that says what it says, and sums up nothing yet.
fn bare_claim(bare: &Case, id: &str, row: &PlainClaim) -> Claim {
    let PlainClaim {
        says,
        mode,
        concerns,
        sums_up: _,
        cites,
    } = row;
    let entity = |id: &String| at(&bare.entities, id);
    let maybe_entity = |id: &Option<String>| maybe_at(&bare.entities, id);
    let (statement, table) = match says {
        Says::Relationship {
            subject,
            relation,
            object,
        } => {
            let statement = Statement::Relationship {
                subject: entity(subject),
                relation: at(&bare.relations, relation),
                object: entity(object),
                detail: None,
            };
            (statement, Table::Relationships)
        }
        Says::Attendance {
            participant,
            meeting,
        } => {
            let statement = Statement::Attendance {
                meeting: at(&bare.meetings, meeting),
                participant: entity(participant),
            };
            (statement, Table::Meetings)
        }
        Says::Transaction {
            payer,
            payee,
            paid_in,
            for_asset,
        } => {
            let statement = Statement::Transaction {
                payer: maybe_entity(payer),
                payee: maybe_entity(payee),
                amount: None,
                paid_in: maybe_entity(paid_in),
                for_asset: maybe_entity(for_asset),
                purpose: None,
            };
            (statement, Table::Transactions)
        }
        Says::Attribute { subject } => {
            let value = AttributeValue {
                written: "red".into(),
                number: None,
                max: None,
                qualifier: None,
                unit: None,
            };
            let statement = Statement::Attribute {
                subject: entity(subject),
                attribute: "colour".into(),
                value: Box::new(value),
            };
            (statement, Table::Attributes)
        }
    };
    let mut claim = Claim::uncited(id.into(), statement, id.into(), place(table));
    claim.mode = *mode;
    claim.concerns = concerns.iter().map(entity).collect();
    let citations = cites.iter().enumerate().map(|(number, cited)| {
        let passage = Passage {
            locator: Some(format!("p. {number}").into()),
            ..Passage::default()
        };
        Citation::new(at(&bare.sources, cited), passage)
    });
    claim
        .cite(citations.collect())
        .expect("a claim cites a source")
}

fn claim(bare: &Case, id: &str, row: &PlainClaim) -> Claim {
    let mut claim = bare_claim(bare, id, row);
    claim.summarises = row.sums_up.iter().map(|id| at(&bare.claims, id)).collect();
    claim
}

fn answer(bare: &Case, id: &str, row: &PlainAnswer) -> Denial {
    let PlainAnswer {
        stance,
        scope,
        of,
        by,
        on_behalf_of,
        via,
    } = row;
    let mut targets: Vec<Target> = of.iter().map(|id| target(bare, id)).collect();
    targets.sort();
    Denial {
        id: id.into(),
        of: targets.into(),
        stance: *stance,
        scope: *scope,
        by: by.as_ref().map(|id| match bare.sources.find(id) {
            Some(source) => Speaker::Source(source),
            None => Speaker::Entity(at(&bare.entities, id)),
        }),
        on_behalf_of: maybe_at(&bare.entities, on_behalf_of),
        via: maybe_at(&bare.sources, via),
        asked: None,
        deadline: None,
        when: None,
        quote: None,
        text: None,
        recorded: None,
        place: place(Table::Denials),
    }
}

fn target(bare: &Case, id: &str) -> Target {
    if let Some(claim) = bare.claims.find(id) {
        Target::Claim(claim)
    } else if let Some(meeting) = bare.meetings.find(id) {
        Target::Meeting(meeting)
    } else if let Some(question) = bare.questions.find(id) {
        Target::Question(question)
    } else {
        Target::Source(at(&bare.sources, id))
    }
}
