//! Where something stands in the tables, and when it is said to have been.
//!
//! Takes a number of the edition; gives table and row, or a date in all its forms.

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::edition::TermId;
use crate::model::Table;

/// The table and row a thing stands in, as a spreadsheet counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name of its file.
    pub table: &'static str,
    /// `None` where a redacted edition withholds it.
    pub row: Option<u32>,
}

/// A date as written and in the report's words, with its bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    pub written: Option<String>,
    pub printed: Option<String>,
    pub earliest: Option<String>,
    pub latest: Option<String>,
}

impl Graph {
    /// Table and row.
    pub(super) fn place(&self, subject: TermId) -> Result<Place, AnswerError> {
        let table = self.word_for(
            (subject, "table"),
            |kept| &mut kept.tables,
            Table::ALL,
            Table::file,
        )?;
        let table = table.ok_or_else(|| self.incomplete(subject, "its table"))?;
        Ok(Place {
            table: table.file(),
            row: self.number(subject, "row")?,
        })
    }

    pub(super) fn when(&self, subject: TermId) -> Result<When, AnswerError> {
        Ok(When {
            written: self.text(subject, "when")?,
            printed: self.text(subject, "whenText")?,
            earliest: self.day(subject, "earliest")?,
            latest: self.day(subject, "latest")?,
        })
    }

    /// A day as text.
    pub(super) fn day(
        &self,
        subject: TermId,
        predicate: &str,
    ) -> Result<Option<String>, AnswerError> {
        match self.object(subject, predicate)? {
            Some(id) => Ok(Some(self.kept().day(self.edition(), id)?)),
            None => Ok(None),
        }
    }
}
