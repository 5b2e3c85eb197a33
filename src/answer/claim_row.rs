//! The row of a table that a claim stands in, column by column.

use crate::answer::graph::Graph;
use crate::answer::name::{Wanted, resolve};
use crate::answer::{AnswerError, FieldValue};
use crate::edition::TermId;
use crate::model::{Table, iri};

/// One column of a row, and what stands in it; nothing where the cell is empty.
#[derive(Debug, Clone)]
pub struct RowCell {
    pub column: &'static str,
    pub values: Vec<FieldValue>,
}

/// Columns that every table of claims has, with the property each becomes.
const OF_CLAIMS: [(&str, &str); 14] = [
    ("sources", "source"),
    ("text", "text"),
    ("when", "when"),
    ("when_text", "whenText"),
    ("mode", "mode"),
    ("concerns", "concerns"),
    ("summarises", "summarises"),
    ("quote", "quote"),
    ("locator", "locator"),
    ("credibility", "credibility"),
    ("recorded", "recorded"),
    ("check", "check"),
    ("checked_by", "checkedBy"),
    ("concern", "concern"),
];

/// The row of a claim, or of the meeting that it is one attendance of: the columns
/// of its table in the order of the documentation, as the edition has them. None
/// for a claim that stands in no table of claims.
///
/// # Errors
/// See [`resolve`]; also when the edition is damaged.
pub fn claim_row(graph: &Graph, claim: &str) -> Result<Vec<RowCell>, AnswerError> {
    let id = resolve(graph, claim, Wanted::Claim)?;
    let file = graph.place(id)?.table;
    let table = Table::ALL.into_iter().find(|table| table.file() == file);
    let own: &[(&'static str, &str)] = match table {
        Some(Table::Relationships) => &[
            ("subject", iri::RDF_SUBJECT),
            ("relation", iri::RDF_PREDICATE),
            ("object", iri::RDF_OBJECT),
            ("detail", "detail"),
        ],
        Some(Table::Transactions) => &[
            ("payer", "payer"),
            ("payee", "payee"),
            ("amount", "amount"),
            ("amount_max", "amountMax"),
            ("amount_qualifier", "amountQualifier"),
            ("currency", "currency"),
            ("paid_in", "paidIn"),
            ("for_asset", "forAsset"),
            ("purpose", "purpose"),
        ],
        Some(Table::Attributes) => &[
            ("subject", iri::RDF_SUBJECT),
            ("attribute", "attribute"),
            ("value", "valueText"),
            ("value_max", "valueMax"),
            ("qualifier", "qualifier"),
            ("unit", "unit"),
        ],
        Some(Table::Meetings) => &[],
        Some(
            Table::People
            | Table::Companies
            | Table::Assets
            | Table::Sources
            | Table::Citations
            | Table::Denials
            | Table::Questions
            | Table::Identities
            | Table::Relations,
        )
        | None => return Ok(Vec::new()),
    };
    let meeting = graph.object(id, iri::RDF_OBJECT)?;
    let meeting = meeting.filter(|_| table == Some(Table::Meetings));
    let mut cells = vec![RowCell {
        column: "id",
        values: vec![FieldValue::Text(graph.id(meeting.unwrap_or(id))?)],
    }];
    if let Some(meeting) = meeting {
        let mut participants = graph.named_all(meeting, "participant")?;
        if participants.is_empty() {
            for attendance in graph.subjects(iri::RDF_OBJECT, meeting)? {
                participants.extend(graph.named_one(attendance, iri::RDF_SUBJECT)?);
            }
        }
        participants.sort();
        participants.dedup();
        cells.push(RowCell {
            column: "participants",
            values: participants.into_iter().map(FieldValue::Thing).collect(),
        });
        cells.push(graph.cell(meeting, ("occasion", "occasion"))?);
        cells.push(graph.cell(meeting, ("place", "venue"))?);
    }
    for column in own.iter().chain(&OF_CLAIMS) {
        cells.push(graph.cell(id, *column)?);
    }
    Ok(cells)
}

impl Graph {
    fn cell(
        &self,
        of: TermId,
        (column, property): (&'static str, &str),
    ) -> Result<RowCell, AnswerError> {
        let values = self.objects(of, property)?.into_iter().map(|id| {
            Ok(match self.literal_text(id)? {
                Some(text) => FieldValue::Text(text),
                // A relation is named by the word that stands in the cell.
                None if property == iri::RDF_PREDICATE => FieldValue::Text(self.relation_id(id)?),
                None => FieldValue::Thing(self.named(id)?),
            })
        });
        Ok(RowCell {
            column,
            values: values.collect::<Result<_, AnswerError>>()?,
        })
    }
}
