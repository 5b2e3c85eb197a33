//! One timeline in whatever form it is wanted: what is said of the whole, and then
//! its entries, each read when its turn comes.

use std::io::{self, Write};

use crate::answer::{AnswerError, Graph, Timeline, TimelineEntry};
use crate::render::long::LongObject;
use crate::render::page::Page;
use crate::render::sheet;
use crate::render::svg::Drawing;
use crate::render::timeline::shown::Beside;
use crate::render::timeline::until::until;
use crate::render::timeline::{ACCURATE, Facts, MOST_DRAWN, NOT_TRUE, facts};
use crate::render::timeline::{json as object, page, rows, shown};
use crate::render::words::{ROWS_WITHHELD, with_rows_withheld};
use crate::render::{json, known_on};

/// Why a timeline is not written to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TellError {
    #[error(transparent)]
    Answer(#[from] AnswerError),
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// What is written, in whatever form.
pub struct Telling<'a> {
    pub facts: Facts,
    graph: &'a Graph,
    found: &'a Timeline,
    undated: bool,
}

type Read = Result<TimelineEntry, AnswerError>;

impl<'a> Telling<'a> {
    /// Puts together what is said of the whole; `undated` is whether claims without
    /// a date are listed too.
    ///
    /// # Errors
    /// When the edition is damaged.
    pub fn new(graph: &'a Graph, found: &'a Timeline, undated: bool) -> Result<Self, AnswerError> {
        Ok(Telling {
            facts: facts(found, found.counts()?),
            graph,
            found,
            undated,
        })
    }

    /// All entries, then those without a date where they are asked for.
    fn entries(&self) -> impl Iterator<Item = Read> {
        let without = self.undated.then(|| self.found.without_date());
        self.found.entries().chain(without.into_iter().flatten())
    }

    /// What is not drawn in a picture.
    pub fn limit(&self) -> Option<String> {
        (self.found.len() > MOST_DRAWN).then(|| {
            format!(
                "NOT COMPLETE: the first {MOST_DRAWN} of {} are drawn; ask for fewer with names, `--from` and `--to`",
                self.found.len()
            )
        })
    }

    /// Text for a person: what is said of the whole, then each entry.
    pub fn pages(&self) -> impl Iterator<Item = Result<Page, AnswerError>> {
        let head = known_on::page(self.graph.known_on(), page::head(&self.facts));
        let entry = |entry: Read| Ok(page::entry(&entry?));
        let undated = self.undated.then(|| {
            let without = self.found.without_date().map(entry);
            [Ok(page::undated_head())].into_iter().chain(without)
        });
        let entries = self.found.entries().map(entry);
        let entries = entries.chain(undated.into_iter().flatten());
        let foot = self
            .graph
            .withholds()
            .then(|| Ok(with_rows_withheld(true, Page::new())));
        [Ok(head)].into_iter().chain(entries).chain(foot)
    }

    /// One JSON object; schema `nutgraf/timeline/1`.
    ///
    /// # Errors
    /// Those of the writer; when the edition is damaged.
    pub fn value(&self, out: &mut dyn Write) -> Result<(), TellError> {
        let mut long = LongObject::begin(&self.head(), out)?;
        long.list("entries")?;
        for entry in self.entries() {
            long.item(&object::entry(&entry?))?;
        }
        Ok(long.end()?)
    }

    /// Everything of that object but its entries.
    pub fn head(&self) -> serde_json::Value {
        let edition = self.graph.edition().content_id();
        object::head(edition, self.found, &self.facts, self.graph.known_on())
    }

    /// A JSON object a line.
    ///
    /// # Errors
    /// As for [`Telling::value`].
    pub fn lines(&self, out: &mut dyn Write) -> Result<(), TellError> {
        for entry in self.entries() {
            let value = known_on::value(self.graph.known_on(), object::entry(&entry?));
            json::write_line(&value, out)?;
        }
        Ok(())
    }

    /// As rows.
    ///
    /// # Errors
    /// As for [`Telling::value`].
    pub fn rows(&self, form: sheet::Form, out: &mut dyn Write) -> Result<(), TellError> {
        let known = self.graph.known_on();
        let mut sheet = known_on::streamed(known, form, &rows::columns(), out)?;
        for entry in self.entries() {
            sheet.row(rows::entry(&entry?))?;
        }
        Ok(sheet.finish()?)
    }

    fn drawn_entries(&self) -> Result<Vec<TimelineEntry>, AnswerError> {
        self.found.part(0, MOST_DRAWN, false).collect()
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(self.limit());
        notes.extend(self.graph.known_on().map(known_on::sentence));
        notes.push(NOT_TRUE.to_owned());
        let cases = self.graph.case_names();
        let word = if cases.len() == 1 { "case" } else { "cases" };
        notes.push(format!("{word}: {}", cases.join("; ")));
        notes.push(format!("edition {}", self.graph.edition().content_id()));
        notes
    }

    /// What is said with a picture of these.
    fn beside(&self, entries: &[TimelineEntry]) -> Beside {
        let known_on = self.graph.known_on();
        let known_on = known_on.and_then(|known| known.day.parse().ok());
        Beside {
            notes: self.notes(),
            of_list: self.graph.withholds().then_some(ROWS_WITHHELD),
            until: until(entries, known_on, self.found.to, self.graph.withholds()),
        }
    }

    /// The page that stands alone.
    ///
    /// # Errors
    /// As for [`Telling::value`].
    pub fn html(&self, out: &mut dyn Write) -> Result<(), TellError> {
        let undated = match self.undated {
            true => self.found.without_date().collect::<Result<_, _>>()?,
            false => Vec::new(),
        };
        let entries = self.drawn_entries()?;
        let mut beside = self.beside(&entries);
        beside.notes.push(ACCURATE.to_owned());
        Ok(shown::html(&self.facts, &beside, &entries, &undated, out)?)
    }

    /// The picture.
    ///
    /// # Errors
    /// As for [`Telling::value`].
    pub fn svg(&self, out: &mut dyn Write) -> Result<(), TellError> {
        let entries = self.drawn_entries()?;
        let beside = self.beside(&entries);
        Ok(shown::svg(&self.facts, &beside, &entries, out)?)
    }

    /// The picture, for what is not SVG.
    ///
    /// # Errors
    /// When the edition is damaged.
    pub fn drawing(&self) -> Result<Drawing, AnswerError> {
        let entries = self.drawn_entries()?;
        Ok(shown::drawing(
            &self.facts,
            &self.beside(&entries),
            &entries,
        ))
    }
}
