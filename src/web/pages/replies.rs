//! `/replies`: who was asked and what came back, as `nutgraf replies` tells it.
//!
//! Where the case cannot be looked at whole, the page lists the answers on record
//! and says what it does not tell: who was never asked, and what is overdue.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::answer::{
    Calls, GivenQuestion, GroupView, RepliesAnswer, RepliesClaim, RepliesQuestion, ReplyKind,
    find_given, replies,
};
use crate::model::{Day, Stance};
use crate::render::replies as render;
use crate::render::{json as forms, known_on, sheet};
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::pages::paging::{PER_PAGE, Part, facet, twins};
use crate::web::reply::{CSV, JSON, Reply};
use crate::web::respond::{Forms, nothing_beside};
use crate::web::session::Session;
use crate::web::whole::{NotWhole, as_of};

const COMMAND: &str = "replies";
const NOT_ASKED: &str = "not-asked";

/// What takes the whole case to tell.
const WHAT: &str = "Who was never asked, and which answer is overdue,";

/// The page of answers.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let graph = session.as_known(asked, COMMAND)?;
    let cases = match session.cases(&graph)? {
        Ok(cases) => cases,
        Err(why) => return on_record(session, asked, &why),
    };
    let question = RepliesQuestion {
        name: asked.one("name")?.map(str::to_owned),
        as_of: as_of(asked)?,
    };
    let (edition, known) = (graph.edition().content_id(), graph.known_on());
    let answered = || {
        let cases = cases.iter().map(|(case, assessment)| (case, assessment));
        replies(&graph, cases, &question)
    };
    match asked.twin {
        Twin::Json => {
            asked.nothing_else()?;
            let mut body = Vec::new();
            render::write(edition, known, &answered()?, &mut body)?;
            session.whole(JSON, body)
        }
        Twin::Csv => {
            asked.nothing_else()?;
            let mut body = Vec::new();
            render::write_rows(known, sheet::Form::Csv, &answered()?, &mut body)?;
            session.whole(CSV, body)
        }
        Twin::Html => {
            let only = asked.read("reply", "one of the words that the page lists", |word| {
                Only::ALL.into_iter().find(|only| only.as_str() == word)
            })?;
            let part = Part::new(asked)?;
            let answer = answered()?;
            let mut data = json!({
                "as_of": question.as_of.to_string(),
                "of": answer.of.as_ref().map(forms::named),
                "bearing": render::value(edition, &answer)["bearing"],
                "later": render::later_words(&answer),
                "known_words": known.map(known_on::sentence),
                "not_told": null,
                "facets": facets(session, asked, &answer, only),
            });
            let listed = answer.groups().map(|group| count(&group, only)).sum();
            add_part(&mut data, &answer, only, part.from());
            data["part"] = part.of(listed, session, asked)?;
            made(session, asked, data, Some(question.as_of))
        }
    }
}

/// Answers of one kind, or the claims that nobody was asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Only {
    Kind(ReplyKind),
    NotAsked,
}

impl Only {
    const ALL: [Only; ReplyKind::ALL.len() + 1] = [
        Only::Kind(ReplyKind::Answered),
        Only::Kind(ReplyKind::Declined),
        Only::Kind(ReplyKind::Silent),
        Only::Kind(ReplyKind::Waiting),
        Only::Kind(ReplyKind::Overdue),
        Only::Kind(ReplyKind::NotYetAsked),
        Only::NotAsked,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Only::Kind(kind) => kind.as_str(),
            Only::NotAsked => NOT_ASKED,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Only::Kind(kind) => render::words(kind),
            Only::NotAsked => "never asked, as far as is recorded",
        }
    }
}

fn facets(
    session: &Session,
    asked: &Asked<'_>,
    answer: &RepliesAnswer<'_>,
    only: Option<Only>,
) -> Value {
    let of_all = Only::ALL.into_iter().map(|one| {
        let count = match one {
            Only::Kind(kind) => {
                let counts = answer.counts.iter();
                counts
                    .filter(|(other, _)| *other == kind)
                    .map(|(_, n)| n)
                    .sum()
            }
            Only::NotAsked => answer.not_asked,
        };
        facet(
            session,
            asked,
            ("reply", one.as_str()),
            one.words(),
            Some(count),
            only == Some(one),
        )
    });
    of_all.collect()
}

/// How many answers and claims of a group are listed.
fn count(group: &GroupView<'_>, only: Option<Only>) -> usize {
    match only {
        None => group.replies().len() + group.claims_not_asked().len(),
        Some(Only::NotAsked) => group.claims_not_asked().len(),
        Some(Only::Kind(kind)) => group.replies().filter(|reply| reply.kind == kind).count(),
    }
}

/// The claims that are listed, each once, by the number that leads to it.
#[derive(Default)]
struct Numbered {
    claims: Vec<RepliesClaim>,
    numbers: BTreeMap<RepliesClaim, usize>,
}

impl Numbered {
    fn of(&mut self, claim: RepliesClaim) -> usize {
        *self.numbers.entry(claim).or_insert_with(|| {
            self.claims.push(claim);
            self.claims.len()
        })
    }
}

/// Adds the groups of a part, and the claims they lead to.
fn add_part(data: &mut Value, answer: &RepliesAnswer<'_>, only: Option<Only>, mut skip: usize) {
    let mut left = PER_PAGE;
    let mut numbered = Numbered::default();
    let mut groups = Vec::new();
    for group in answer.groups() {
        let listed = count(&group, only);
        if skip >= listed {
            skip -= listed;
            continue;
        }
        if left == 0 {
            break;
        }
        let items = items(&group, only, skip, left, &mut numbered);
        left -= items.len();
        let mut value = render::group_head(&group);
        value["continued"] = json!(skip > 0);
        value["items"] = json!(items);
        groups.push(value);
        skip = 0;
    }
    let full = answer.in_full(&numbered.claims);
    let claims = full.iter().enumerate();
    data["groups"] = json!(groups);
    data["claims"] = claims
        .map(|(at, claim)| json!({"number": at + 1, "claim": forms::claim(claim)}))
        .collect();
}

fn items(
    group: &GroupView<'_>,
    only: Option<Only>,
    skip: usize,
    most: usize,
    numbered: &mut Numbered,
) -> Vec<Value> {
    let replies = group.replies().filter(|reply| match only {
        None => true,
        Some(Only::Kind(kind)) => reply.kind == kind,
        Some(Only::NotAsked) => false,
    });
    let mut items = Vec::new();
    let mut passed = 0;
    for reply in replies {
        passed += 1;
        if passed <= skip || items.len() == most {
            continue;
        }
        let mut value = render::on_page(&reply);
        let claims = group.claims_of(&reply).take(render::SHOWN);
        value["claims"] = claims.map(|claim| numbered.of(claim)).collect();
        items.push(value);
    }
    if matches!(only, Some(Only::Kind(_))) {
        return items;
    }
    let first = skip.saturating_sub(passed);
    let claims = group.claims_not_asked().zip(group.not_asked_because());
    for (claim, because) in claims.skip(first).take(most - items.len()) {
        items.push(not_asked(numbered.of(claim), because));
    }
    items
}

fn not_asked(number: usize, because: Calls) -> Value {
    json!({
        "answer": null,
        "overdue": false,
        "words": Only::NotAsked.words(),
        "way": null,
        "settled": false,
        "calls": render::because(because),
        "claims": [number],
        "more": 0,
        "more_contested": null,
    })
}

/// The answers on record, where the case is not looked at whole.
fn on_record(
    session: &Session,
    asked: &Asked<'_>,
    why: &NotWhole,
) -> Result<Reply<'static>, WebError> {
    match asked.twin {
        Twin::Json | Twin::Csv => return Err(why.error(WHAT, COMMAND)),
        Twin::Html => {}
    }
    let name = asked.one("name")?.map(str::to_owned);
    let stance = asked.read("stance", "one of the words that the page lists", |word| {
        Stance::ALL.iter().copied().find(|one| one.as_str() == word)
    })?;
    let part = Part::new(asked)?;
    let question = GivenQuestion {
        name,
        stance,
        skip: part.from(),
        count: PER_PAGE,
        claims: render::SHOWN,
    };
    let found = find_given(&session.graph, &question)?;
    let shown = part.of(found.total, session, asked)?;
    let facets = found.counts.iter().map(|(one, count)| {
        let words = one.as_str().replace('-', " ");
        let word = ("stance", one.as_str());
        facet(
            session,
            asked,
            word,
            &words,
            Some(*count),
            stance == Some(*one),
        )
    });
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut claims = Vec::new();
    let mut items = Vec::new();
    for given in &found.shown {
        let listed = given.claims.iter().map(|claim| {
            *numbers.entry(claim.iri.clone()).or_insert_with(|| {
                let number = claims.len() + 1;
                claims.push(json!({"number": number, "claim": forms::claim(claim)}));
                number
            })
        });
        items.push(json!({
            "claims": listed.collect::<Vec<_>>(),
            "answer": forms::answer(&given.answer),
            "overdue": false,
            "words": null,
            "way": null,
            "settled": false,
            "calls": null,
            "more": given.more,
            "more_contested": null,
        }));
    }
    let data = json!({
        "as_of": null,
        "of": found.of.as_ref().map(forms::named),
        "bearing": null,
        "later": null,
        "known_words": null,
        "not_told": why.sentence(WHAT, COMMAND),
        "facets": facets.collect::<Vec<_>>(),
        "groups": [{"who": null, "continued": false, "items": items}],
        "claims": claims,
        "part": shown,
    });
    made(session, asked, data, None)
}

fn made(
    session: &Session,
    asked: &Asked<'_>,
    mut data: Value,
    as_of: Option<Day>,
) -> Result<Reply<'static>, WebError> {
    let only_here = ["reply", "stance", "page"];
    let unfiltered = only_here.map(|name| (name, None));
    data["everything"] = json!(session.here(asked, Twin::Html, &unfiltered));
    let mut given = asked.given().iter();
    data["filtered"] = json!(given.any(|(name, _)| only_here[..2].contains(&name.as_str())));
    data["twins"] = twins(session, asked, &only_here);
    data["asked"] = json!({
        "name": asked.one("name")?,
        "as_of": as_of.map(|day| day.to_string()),
        "known_on": asked.one("known-on")?,
    });
    session.page(
        asked,
        &Forms {
            template: "replies.html",
            title: "Denials and replies".to_owned(),
            value: &|| data.clone(),
            beside: &nothing_beside,
            sheet: None,
            incomplete: None,
        },
    )
}
