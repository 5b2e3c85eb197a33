//! The columns that all tables of claims share, and the claims made of them.

use crate::model::Case;
use crate::model::CheckStatus;
use crate::model::Citation;
use crate::model::Claim;
use crate::model::Code;
use crate::model::Day;
use crate::model::Edtf;
use crate::model::Entity;
use crate::model::Few;
use crate::model::Ix;
use crate::model::Mode;
use crate::model::Notes;
use crate::model::Passage;
use crate::model::RowPlace;
use crate::model::Rows;
use crate::model::Statement;

use super::Checking;
use super::citations::Passages;
use super::cycles::References;
use super::ids::Ids;
use super::problems::problem;
use super::references::CLAIMS;
use super::row_check::RowCheck;
use super::statements;

/// What every table of claims is checked with.
pub(super) struct ClaimTables<'c, 'a> {
    pub(super) case: &'c Case,
    pub(super) passages: Passages<'a>,
}

/// Fills the case's claims and meetings; needs its entities, relations and sources.
pub(super) fn check<'a>(checking: &mut Checking<'a>, case: &mut Case, passages: Passages<'a>) {
    let tables = ClaimTables { case, passages };
    let (meetings, mut claims) = statements::meetings(checking, &tables);
    statements::relationships(checking, &tables, &mut claims);
    statements::transactions(checking, &tables, &mut claims);
    statements::attributes(checking, &tables, &mut claims);
    let summaries = checking.circles(
        Code::SummaryCycle,
        "claims that are not themselves summed up by what they sum up",
    );
    case.meetings = meetings;
    case.claims = Rows::new(claims);
    let ids = &mut checking.ids;
    ids.point_to(&case.claims, |id, claim| id.claim = Some(claim));
    link_summaries(ids, &mut case.claims, &summaries);
}

/// Resolves what claims sum up; a meeting stands for all of its attendances.
fn link_summaries(ids: &Ids<'_>, claims: &mut Rows<Claim>, summaries: &References<'_>) {
    let named = |claims: &Rows<Claim>, id: &str| -> Vec<Ix<Claim>> {
        match ids.participants(id) {
            Some(there) => there
                .iter()
                .filter_map(|who| claims.find(&format!("{id}.{who}")))
                .collect(),
            None => match ids.find(id) {
                Some(at) => at.claim.into_iter().collect(),
                // One attendance.
                None => claims.find(id).into_iter().collect(),
            },
        }
    };
    for of_row in summaries.cells.chunk_by(|a, b| a.place == b.place) {
        let parts = of_row.iter().map(|part| named(claims, part.cell.text()));
        let mut parts: Vec<Ix<Claim>> = parts.flatten().collect();
        parts.sort();
        parts.dedup();
        let parts = Few::from(parts.into_boxed_slice());
        for claim in named(claims, of_row[0].from) {
            // Of two rows with one id the first is kept.
            if claims[claim].place == of_row[0].place {
                claims.row_mut(claim).summarises = parts.clone();
            }
        }
    }
}

/// The shared columns of one row.
#[derive(Clone)]
pub(super) struct ClaimCells {
    text: Option<Box<str>>,
    mode: Mode,
    when: Option<Edtf>,
    concerns: Few<Ix<Entity>>,
    /// What the row's own cells cite.
    own: Vec<Citation>,
    credibility: Option<u8>,
    recorded: Option<Day>,
    check: Option<CheckStatus>,
    notes: Notes,
}

impl ClaimCells {
    /// Reads and checks them. `ids` are all ids under which the row's claims
    /// may be cited.
    pub(super) fn check<'a>(
        row: &mut RowCheck<'_, 'a>,
        tables: &ClaimTables<'_, 'a>,
        ids: &[&str],
    ) -> Self {
        let own = own_citations(row, tables, ids);
        let mode = row.word("mode", &Mode::ALL, Mode::as_str);
        let when = row.date("when");
        let concerns = row.entities("concerns").into();
        note_summaries(row);
        let credibility = row.word("credibility", &[1_u8, 2, 3, 4, 5, 6], |grade| match grade {
            1 => "1",
            2 => "2",
            3 => "3",
            4 => "4",
            5 => "5",
            _ => "6",
        });
        let recorded = row.day("recorded");
        let check = row.word("check", CheckStatus::ALL, CheckStatus::as_str);
        Self {
            text: row.text("text"),
            mode: mode.unwrap_or(Mode::Asserted),
            when,
            concerns,
            own,
            credibility,
            recorded,
            check,
            notes: Notes {
                when_text: row.text("when_text"),
                checked_by: row.text("checked_by"),
                concern: row.text("concern"),
            },
        }
    }

    /// The claim that they and a statement make; `None` without text or citation.
    /// `ids` are those whose passages are its own.
    pub(super) fn claim(
        self,
        statement: Statement,
        passages: &Passages<'_>,
        ids: &[&str],
        place: RowPlace,
    ) -> Option<Claim> {
        let id = (*ids.first()?).into();
        let mut claim = Claim::uncited(id, statement, self.text?, place);
        claim.mode = self.mode;
        claim.when = self.when;
        claim.concerns = self.concerns;
        claim.credibility = self.credibility;
        claim.recorded = self.recorded;
        claim.check = self.check;
        claim
            .noted(self.notes)
            .cite(passages.citations(self.own, ids))
    }

    /// The claim's text, for a meeting.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
}

/// The citations of the row's own cells.
fn own_citations<'a>(
    row: &mut RowCheck<'_, 'a>,
    tables: &ClaimTables<'_, 'a>,
    ids: &[&str],
) -> Vec<Citation> {
    let mut own: Vec<Citation> = row
        .sources("sources")
        .into_iter()
        .map(Citation::bare)
        .collect();
    let listed = row.items("sources").len();
    if listed > 1 {
        for column in ["quote", "locator"] {
            if let Some(cell) = row.cell(column) {
                row.push(problem(
                    Code::QuoteWithSeveralSources,
                    cell.place(),
                    format!("of which of the {listed} sources is this `{column}`?"),
                    "one row of citations.csv for each source that has it",
                ));
            }
        }
    } else if let [only] = &mut own[..] {
        let passage = Passage {
            quote: row.text("quote"),
            locator: row.text("locator"),
            ..Passage::default()
        };
        *only = Citation::new(only.source, passage);
    }
    // Without any source of its own the row has been reported already.
    if row.draft().cell("sources").is_some() {
        tables.passages.warn_of_added_sources(row, ids);
    }
    own
}

/// What the claim sums up is resolved when all claims are there.
fn note_summaries(row: &mut RowCheck<'_, '_>) {
    for part in row.references("summarises", &CLAIMS) {
        if let Some(id) = row.id() {
            // All attendances of a meeting sum up the same, so the meeting
            // stands for each of them.
            let to = part.id().split('.').next().unwrap_or(part.id());
            row.note_reference(id, to, part.cell);
        }
    }
}
