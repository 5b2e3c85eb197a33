//! The sheet as a page for a screen and for paper.
//!
//! Takes rows and gives the template just the fields that `sheet-rows.html` shows,
//! under the names that they have in JSON. A million rows are made here: building
//! the whole JSON of each took longer than everything else together.

use std::io;

use serde::Serialize;
use serde_json::json as value;

use crate::answer::{
    self, AnswerView, BesideSource, CheckedClaim, Checking, CheckingRow, CitedSource, ClaimView,
    Named, Place, SummedUp, When,
};
use crate::render::html::{Part, Template, around_rows};
use crate::render::line_by_line::{WriteError, json};

const PAGE: Template = Template {
    name: "sheet.html",
    source: include_str!("../html/sheet.html"),
};

const ROWS: Template = Template {
    name: "sheet-rows.html",
    source: include_str!("../html/sheet-rows.html"),
};

/// Writes the sheet as a page for a screen and for paper.
///
/// # Errors
/// Those of the writer; when the edition is damaged.
pub fn write_html(checking: &Checking<'_>, out: &mut dyn io::Write) -> Result<(), WriteError> {
    let mut head = json::head(checking);
    let among_cases = checking.cases() > 1;
    head["among_cases"] = value!(among_cases);
    head["withholds"] = value!(checking.withholds());
    let (before, after) = around_rows(PAGE, &head)?;
    let part = Part::new(ROWS)?;
    let story = checking.story().is_some();
    out.write_all(before.as_bytes())?;
    checking.each(
        &|rows| {
            let rows = rows.iter().map(row).collect();
            Ok(part.make(&Shown {
                rows,
                story,
                among_cases,
            })?)
        },
        &mut |some| Ok::<_, WriteError>(out.write_all(some.as_bytes())?),
    )?;
    Ok(out.write_all(after.as_bytes())?)
}

/// What the template is given.
#[derive(Serialize)]
struct Shown<'a> {
    rows: Vec<Row<'a>>,
    story: bool,
    among_cases: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    line: Option<u32>,
    last_line: Option<u32>,
    story_text: Option<&'a str>,
    claim: Option<Claim<'a>>,
}

#[derive(Serialize)]
struct Claim<'a> {
    id: &'a str,
    text: &'a str,
    subject: Name<'a>,
    verb: Option<&'a str>,
    mode: &'static str,
    when: Option<Date<'a>>,
    standing: &'static str,
    sources: Vec<Source<'a>>,
    answers: Vec<Answer<'a>>,
    acknowledged_by: &'a [String],
    summarises: Vec<Beside<'a>>,
    same_meeting: Vec<Beside<'a>>,
    credibility: Option<u32>,
    check: Option<&'a str>,
    checked_by: Option<&'a str>,
    concern: Option<&'a str>,
    case: &'a str,
    table: &'a str,
    row: Option<u32>,
}

#[derive(Serialize)]
struct Source<'a> {
    id: &'a str,
    name: &'a str,
    protected: bool,
    kind: &'static str,
    hand: &'static str,
    knowledge: Option<&'a str>,
    terms: Option<&'static str>,
    voices: Option<u32>,
    withdrawn: bool,
    quote: Option<&'a str>,
    locator: Option<&'a str>,
    // `None` where the source is its own outlet.
    outlet: Option<Name<'a>>,
    reliability: Option<&'a str>,
    url: Option<&'a str>,
    table: &'a str,
    row: Option<u32>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a str,
    stance: &'static str,
    scope: Option<&'static str>,
    by: Option<Name<'a>>,
    on_behalf_of: Option<Name<'a>>,
    of: Vec<Target<'a>>,
    via: Option<Name<'a>>,
    when: Option<Date<'a>>,
    quote: Option<&'a str>,
    text: Option<&'a str>,
    asked: Option<&'a str>,
    deadline: Option<&'a str>,
    table: &'a str,
    row: Option<u32>,
}

#[derive(Serialize)]
struct Target<'a> {
    kind: &'static str,
    id: &'a str,
    name: &'a str,
    protected: bool,
}

#[derive(Serialize)]
struct Beside<'a> {
    id: &'a str,
    text: &'a str,
    subject: Name<'a>,
    verb: Option<&'a str>,
    standing: &'static str,
    answers: Vec<Answer<'a>>,
}

#[derive(Serialize)]
struct Name<'a> {
    id: &'a str,
    name: &'a str,
    protected: bool,
}

#[derive(Serialize)]
struct Date<'a> {
    edtf: Option<&'a str>,
    text: Option<&'a str>,
}

fn row(row: &CheckingRow) -> Row<'_> {
    let CheckingRow { line, claim: shown } = row;
    Row {
        line: line.as_ref().map(|line| line.number),
        last_line: line.as_ref().map(|line| line.last),
        story_text: line.as_ref().map(|line| line.text.as_str()),
        claim: shown.as_ref().map(claim),
    }
}

fn claim(checked: &CheckedClaim) -> Claim<'_> {
    let ClaimView {
        iri: _,
        id,
        case,
        among_cases: _,
        text,
        subject,
        relation: _,
        verb,
        object: _,
        detail: _,
        attribute: _,
        mode,
        when,
        amount: _,
        figure: _,
        purpose: _,
        standing,
        rule: _,
        support: _,
        origins: _,
        outlets: _,
        relays: _,
        voices: _,
        sources,
        answers,
        acknowledged_by,
        concerns: _,
        summarises,
        same_meeting,
        credibility,
        recorded: _,
        check,
        checked_by,
        concern,
        place: Place { table, row },
    } = &checked.view;
    let cited = sources.iter().zip(checked.beside());
    Claim {
        id,
        text,
        subject: name(subject),
        verb: verb.as_deref(),
        mode: mode.as_str(),
        when: date(when),
        standing: standing.as_str(),
        sources: cited.map(source).collect(),
        answers: answers.iter().map(answer).collect(),
        acknowledged_by,
        summarises: summarises.iter().map(beside).collect(),
        same_meeting: same_meeting.iter().map(beside).collect(),
        credibility: *credibility,
        check: check.as_deref(),
        checked_by: checked_by.as_deref(),
        concern: concern.as_deref(),
        case,
        table,
        row: *row,
    }
}

fn source<'a>((cited, own): (&'a CitedSource, &'a BesideSource)) -> Source<'a> {
    let CitedSource {
        named,
        kind,
        knowledge,
        terms,
        voices,
        quote,
        locator,
        url,
        chain: _,
        outlet,
        withdrawn,
        place: Place { table, row },
    } = cited;
    let BesideSource { hand, reliability } = own;
    let Name {
        id,
        name: its_name,
        protected,
    } = name(named);
    Source {
        id,
        name: its_name,
        protected,
        kind: kind.as_str(),
        hand: hand.as_str(),
        knowledge: knowledge.as_deref(),
        terms: terms.map(|terms| terms.as_str()),
        voices: *voices,
        withdrawn: *withdrawn,
        quote: quote.as_deref(),
        locator: locator.as_deref(),
        outlet: (outlet.iri != named.iri).then(|| name(outlet)),
        reliability: reliability.as_deref(),
        url: url.as_deref(),
        table,
        row: *row,
    }
}

fn answer(given: &AnswerView) -> Answer<'_> {
    let AnswerView {
        iri: _,
        id,
        stance,
        scope,
        by,
        on_behalf_of,
        of,
        when,
        via,
        asked,
        deadline,
        quote,
        text,
        recorded: _,
        place: Place { table, row },
    } = given;
    let of = of.iter().map(|target| {
        let answer::Target { kind, named } = target;
        let Name {
            id,
            name,
            protected,
        } = name(named);
        Target {
            kind: kind.as_str(),
            id,
            name,
            protected,
        }
    });
    Answer {
        id,
        stance: stance.as_str(),
        scope: scope.map(|scope| scope.as_str()),
        by: by.as_ref().map(name),
        on_behalf_of: on_behalf_of.as_ref().map(name),
        of: of.collect(),
        via: via.as_ref().map(name),
        when: date(when),
        quote: quote.as_deref(),
        text: text.as_deref(),
        asked: asked.as_deref(),
        deadline: deadline.as_deref(),
        table,
        row: *row,
    }
}

fn beside(part: &SummedUp) -> Beside<'_> {
    let SummedUp {
        named,
        subject,
        verb,
        standing,
        answers,
    } = part;
    Beside {
        id: &named.id,
        text: &named.name,
        subject: name(subject),
        verb: verb.as_deref(),
        standing: standing.as_str(),
        answers: answers.iter().map(answer).collect(),
    }
}

fn name(named: &Named) -> Name<'_> {
    let answer::Name {
        iri: _,
        id,
        name,
        label: _,
        protected,
    } = &**named;
    Name {
        id,
        name,
        protected: *protected,
    }
}

fn date(when: &When) -> Option<Date<'_>> {
    let When {
        written,
        printed,
        earliest: _,
        latest: _,
    } = when;
    (written.is_some() || printed.is_some()).then_some(Date {
        edtf: written.as_deref(),
        text: printed.as_deref(),
    })
}
