//! `/audit`: what would not stand, as `nutgraf audit` finds it.
//!
//! Where the case cannot be looked at whole, the page says so, and what is looked
//! for; it never shows an audit of a part.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::answer::{AuditAnswer, AuditQuestion, ClaimRef, FindingCode, audit, code_of};
use crate::render::audit as render;
use crate::render::{json as forms, known_on, sheet};
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::pages::paging::{PER_PAGE, Part, facet, twins};
use crate::web::reply::{CSV, JSON, Reply};
use crate::web::respond::{Forms, nothing_beside};
use crate::web::session::Session;
use crate::web::whole::{NotWhole, as_of};

const COMMAND: &str = "audit";
const WHAT: &str = "What would not stand";

/// The page of findings.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let only = codes(asked)?;
    let graph = session.as_known(asked, COMMAND)?;
    let cases = match session.cases(&graph)? {
        Ok(cases) => cases,
        Err(why) => return not_told(session, asked, &only, &why),
    };
    let question = AuditQuestion {
        only,
        as_of: as_of(asked)?,
    };
    let (edition, known) = (graph.edition().content_id(), graph.known_on());
    let found = || {
        let cases = cases.iter().map(|(case, assessment)| (case, assessment));
        audit(&graph, cases, &question)
    };
    match asked.twin {
        Twin::Json => {
            asked.nothing_else()?;
            let mut body = Vec::new();
            render::write(edition, known, &found(), &mut body)?;
            session.whole(JSON, body)
        }
        Twin::Csv => {
            asked.nothing_else()?;
            let mut body = Vec::new();
            render::write_rows(known, sheet::Form::Csv, &found(), &mut body)?;
            session.whole(CSV, body)
        }
        Twin::Html => {
            let part = Part::new(asked)?;
            asked.nothing_else()?;
            let answer = found();
            let mut data = json!({
                "not_told": null,
                "known_words": known.map(known_on::sentence),
                "not_compared": render::not_compared_words(answer.not_compared),
                "codes": codes_listed(session, asked, &question.only, Some(&answer)),
                "part": part.of(answer.total(), session, asked)?,
                "as_of": question.as_of.to_string(),
            });
            add_part(&mut data, &answer, part.from());
            made(session, asked, data)
        }
    }
}

/// The codes that are asked for; none is every one.
fn codes(asked: &Asked<'_>) -> Result<Vec<FindingCode>, WebError> {
    let words = asked.list("only").into_iter();
    let read = |word: String| {
        code_of(&word)
            .map_err(|why| WebError::bad(format!("`only={word}` is not understood: {why}")))
    };
    words.map(read).collect()
}

/// Every code with what it means, and the address of what was found of it alone.
fn codes_listed(
    session: &Session,
    asked: &Asked<'_>,
    only: &[FindingCode],
    answer: Option<&AuditAnswer<'_>>,
) -> Value {
    let counts: BTreeMap<FindingCode, usize> = answer
        .into_iter()
        .flat_map(|answer| answer.counts.iter().copied())
        .collect();
    let all = FindingCode::ALL.iter().map(|code| {
        let word = code.as_str();
        // Of a code that was not asked for nothing is known.
        let found = counts.get(code).copied();
        let is_it = only == [*code];
        let mut value = facet(session, asked, ("only", word), word, found, is_it);
        value["meaning"] = json!(code.meaning());
        value["fires"] = json!(code.fires());
        value
    });
    all.collect()
}

/// Adds the findings of a part, and the claims they lead to.
fn add_part(data: &mut Value, answer: &AuditAnswer<'_>, skip: usize) {
    let mut claims: Vec<ClaimRef> = Vec::new();
    let mut numbers: BTreeMap<ClaimRef, usize> = BTreeMap::new();
    let all = answer.counts.iter();
    let all = all.flat_map(|(code, _)| answer.of(*code));
    let mut groups: Vec<(FindingCode, Vec<Value>)> = Vec::new();
    for finding in all.skip(skip).take(PER_PAGE) {
        let mut value = render::on_page(&finding);
        let listed = finding.claim_refs().take(render::SHOWN).map(|claim| {
            *numbers.entry(claim).or_insert_with(|| {
                claims.push(claim);
                claims.len()
            })
        });
        value["claims"] = listed.collect();
        let code = finding.code();
        match groups.last_mut() {
            Some((last, findings)) if *last == code => findings.push(value),
            Some(_) | None => groups.push((code, vec![value])),
        }
    }
    let groups = groups.into_iter().map(|(code, findings)| {
        json!({
            "code": code.as_str(),
            "meaning": code.meaning(),
            "mend": code.mend(),
            "why": code.why(),
            "found": answer.of(code).count(),
            "findings": findings,
        })
    });
    data["groups"] = groups.collect();
    let full = answer.in_full(&claims);
    let full = full.iter().enumerate();
    data["claims"] = full
        .map(|(at, claim)| json!({"number": at + 1, "claim": forms::claim(claim)}))
        .collect();
}

/// Why there is no audit, and what it would look for.
fn not_told(
    session: &Session,
    asked: &Asked<'_>,
    only: &[FindingCode],
    why: &NotWhole,
) -> Result<Reply<'static>, WebError> {
    match asked.twin {
        Twin::Json | Twin::Csv => Err(why.error(WHAT, COMMAND)),
        Twin::Html => {
            // A link from elsewhere leads here with the day that it is of.
            asked.day("as-of")?;
            let data = json!({
                "not_told": why.sentence(WHAT, COMMAND),
                "known_words": null,
                "not_compared": null,
                "codes": codes_listed(session, asked, only, None),
                "part": null,
                "groups": [],
                "claims": [],
                "as_of": null,
            });
            made(session, asked, data)
        }
    }
}

fn made(session: &Session, asked: &Asked<'_>, mut data: Value) -> Result<Reply<'static>, WebError> {
    let unfiltered = [("only", None), ("page", None)];
    data["everything"] = json!(session.here(asked, Twin::Html, &unfiltered));
    data["twins"] = twins(session, asked, &["page"]);
    data["known_on"] = json!(asked.one("known-on")?);
    data["only"] = json!(asked.list("only").join(","));
    session.page(
        asked,
        &Forms {
            template: "audit.html",
            title: "Audit: what would not stand".to_owned(),
            value: &|| data.clone(),
            beside: &nothing_beside,
            sheet: None,
            incomplete: None,
        },
    )
}
