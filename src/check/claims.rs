//! The columns that all tables of claims share, and the claims made of them.

use crate::model::Case;
use crate::model::CheckStatus;
use crate::model::Citation;
use crate::model::Claim;
use crate::model::Code;
use crate::model::Day;
use crate::model::Edtf;
use crate::model::Entity;
use crate::model::Ix;
use crate::model::Mode;
use crate::model::RowPlace;
use crate::model::Rows;
use crate::model::Statement;

use super::Checking;
use super::citations::Passages;
use super::citations::bare;
use super::cycles::References;
use super::problems::problem;
use super::references::CLAIMS;
use super::row_check::RowCheck;
use super::statements;

/// A claim, and the ids of what it sums up, as written.
pub(super) struct ClaimDraft<'a> {
    pub(super) claim: Claim,
    pub(super) summarises: Vec<&'a str>,
}

/// What every table of claims is checked with.
pub(super) struct ClaimTables<'c, 'a> {
    pub(super) case: &'c Case,
    pub(super) passages: Passages<'a>,
    pub(super) summaries: References<'a>,
}

/// Fills the case's claims and meetings; needs its entities, relations and sources.
pub(super) fn check<'a>(checking: &mut Checking<'a>, case: &mut Case, passages: Passages<'a>) {
    let mut tables = ClaimTables {
        case,
        passages,
        summaries: References::default(),
    };
    let (meetings, mut drafts) = statements::meetings(checking, &mut tables);
    drafts.extend(statements::relationships(checking, &mut tables));
    drafts.extend(statements::transactions(checking, &mut tables));
    drafts.extend(statements::attributes(checking, &mut tables));
    tables.summaries.report_cycles(
        Code::SummaryCycle,
        "claims that are not themselves summed up by what they sum up",
        &mut checking.problems,
    );
    case.meetings = meetings;
    case.claims = link_summaries(checking, drafts);
}

/// Resolves what claims sum up; a meeting stands for all of its attendances.
fn link_summaries(checking: &Checking<'_>, drafts: Vec<ClaimDraft<'_>>) -> Rows<Claim> {
    if drafts.iter().all(|draft| draft.summarises.is_empty()) {
        return Rows::new(drafts.into_iter().map(|draft| draft.claim).collect());
    }
    // Indexes follow ids, so those of the claims without summaries hold.
    let bare = Rows::new(drafts.iter().map(|draft| draft.claim.clone()).collect());
    let linked = drafts.into_iter().map(|draft| {
        let mut summarises: Vec<Ix<Claim>> = Vec::new();
        for id in draft.summarises {
            match checking.ids.participants(id) {
                Some(there) => summarises.extend(
                    there
                        .iter()
                        .filter_map(|who| bare.find(&format!("{id}.{who}"))),
                ),
                None => summarises.extend(bare.find(id)),
            }
        }
        summarises.sort();
        summarises.dedup();
        let mut claim = draft.claim;
        claim.summarises = summarises;
        claim
    });
    Rows::new(linked.collect())
}

/// The shared columns of one row.
pub(super) struct ClaimCells<'a> {
    text: Option<String>,
    mode: Mode,
    when: Option<Edtf>,
    when_text: Option<String>,
    concerns: Vec<Ix<Entity>>,
    pub(super) summarises: Vec<&'a str>,
    /// What the row's own cells cite.
    own: Vec<Citation>,
    credibility: Option<u8>,
    recorded: Option<Day>,
    check: Option<CheckStatus>,
    checked_by: Option<String>,
    concern: Option<String>,
}

impl<'a> ClaimCells<'a> {
    /// Reads and checks them. `ids` are all ids under which the row's claims
    /// may be cited.
    pub(super) fn check(
        row: &mut RowCheck<'_, 'a>,
        tables: &mut ClaimTables<'_, 'a>,
        ids: &[&str],
    ) -> Self {
        let own = own_citations(row, tables, ids);
        let mode = row.word("mode", &Mode::ALL, Mode::as_str);
        let when = row.date("when");
        let concerns = row.entities("concerns");
        let summarises = summarises(row, &mut tables.summaries);
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
            when_text: row.text("when_text"),
            concerns,
            summarises,
            own,
            credibility,
            recorded,
            check,
            checked_by: row.text("checked_by"),
            concern: row.text("concern"),
        }
    }

    /// The claim that they and a statement make; `None` without text or citation.
    /// `ids` are those whose passages are its own.
    pub(super) fn claim(
        &self,
        statement: Statement,
        passages: &Passages<'a>,
        ids: &[&str],
        place: RowPlace,
    ) -> Option<ClaimDraft<'a>> {
        let id = (*ids.first()?).to_owned();
        let text = self.text.clone()?;
        let mut claim = Claim::uncited(id, statement, text, place);
        claim.mode = self.mode;
        claim.when = self.when.clone();
        claim.when_text = self.when_text.clone();
        claim.concerns = self.concerns.clone();
        claim.credibility = self.credibility;
        claim.recorded = self.recorded;
        claim.check = self.check;
        claim.checked_by = self.checked_by.clone();
        claim.concern = self.concern.clone();
        Some(ClaimDraft {
            claim: claim.cite(passages.citations(&self.own, ids))?,
            summarises: self.summarises.clone(),
        })
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
    let mut own: Vec<Citation> = row.sources("sources").into_iter().map(bare).collect();
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
        only.quote = row.text("quote");
        only.locator = row.text("locator");
    }
    // Without any source of its own the row has been reported already.
    if row.draft().cell("sources").is_some() {
        tables.passages.warn_of_added_sources(row, ids);
    }
    own
}

fn summarises<'a>(row: &mut RowCheck<'_, 'a>, summaries: &mut References<'a>) -> Vec<&'a str> {
    let found = row.references("summarises", &CLAIMS);
    for item in row.items("summarises") {
        if let Some(id) = row.id()
            && found.contains(&item.text())
        {
            // All attendances of a meeting sum up the same, so the meeting
            // stands for each of them.
            let to = item.text().split('.').next().unwrap_or(item.text());
            summaries.add(id, to, row.place(), item);
        }
    }
    found
}
