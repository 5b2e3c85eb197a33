//! `/show/NAME`: one thing in full, as `nutgraf show` shows it.
//!
//! Around a person or a source there may be as much as the whole case: the page has
//! the claims in parts and by sorts. Its JSON and CSV are those of the command
//! unless the address asks for a part; then they are that part, and say so.

use serde_json::{Value, json};

use crate::answer::{
    ClaimChoice, ClaimView, Facets, PartList, PartQuestion, Shown, ShownPart, Without, claim_row,
    show, show_part, trace,
};
use crate::model::{Standing, Support};
use crate::render::html::in_path;
use crate::render::{citation, json, part, rows, trace as traced};
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::pages::paging::{self, PER_PAGE, Part};
use crate::web::reply::Reply;
use crate::web::respond::Forms;
use crate::web::session::Session;

/// How many of each list but the claims are on the first page.
const BEGINNINGS: usize = 20;

/// The page of whatever has this id or name.
pub fn page(session: &Session, asked: &Asked<'_>, name: &str) -> Result<Reply<'static>, WebError> {
    let part = Part::new(asked)?;
    let question = question(asked, part)?;
    let is_part = !asked.given().is_empty();
    if asked.twin != Twin::Html && !is_part {
        return whole(session, asked, &show(&session.graph, name)?);
    }
    let (part, question) = match asked.twin {
        Twin::Html | Twin::Json => (part, question),
        Twin::Csv => (Part::FIRST, of_all(question)?),
    };
    let found = show_part(&session.graph, name, &question)?;
    match &found {
        ShownPart::Other(shown) => {
            if is_part {
                asked.nothing_else()?;
                return Err(WebError::bad(
                    "only the claims of a person, an organisation, an asset or a source can be asked for in parts",
                ));
            }
            whole(session, asked, shown)
        }
        ShownPart::Entity(_) | ShownPart::Source(_) => {
            in_parts(session, asked, part, &question, &found)
        }
    }
}

/// The part that an address asks for.
fn question(asked: &Asked<'_>, part: Part) -> Result<PartQuestion, WebError> {
    let or_none = |name, word: Option<&str>| -> Option<Option<String>> {
        let _: &'static str = name;
        word.map(|word| (word != part::NONE).then(|| word.to_owned()))
    };
    let relation = or_none("relation", asked.one("relation")?);
    let standing = asked.read(
        "standing",
        "uncontested, disputed, denied or retracted",
        |word| Standing::ALL.into_iter().find(|one| one.as_str() == word),
    )?;
    let support = asked.read("support", "a kind of support such as `named`", |word| {
        let mut all = Support::ALL.into_iter();
        match word {
            part::NONE => Some(None),
            _ => all.find(|one| one.as_str() == word).map(Some),
        }
    })?;
    let year = asked.read("year", "a year", |word| match word {
        part::NONE => Some(None),
        _ => word.parse().ok().map(Some),
    })?;
    let without = asked.read(
        "without",
        "falls, falls-though-relayed, stands or fallen-already",
        |word| Without::ALL.into_iter().find(|one| one.as_str() == word),
    )?;
    let list = asked.read(
        "list",
        "claims, figures, answers, answers-to, sources or questions",
        |word| PartList::ALL.into_iter().find(|one| one.as_str() == word),
    )?;
    Ok(PartQuestion {
        choice: ClaimChoice {
            relation,
            standing,
            support,
            year,
            without,
        },
        list,
        from: part.from(),
        count: PER_PAGE,
        beginnings: BEGINNINGS,
    })
}

/// As rows all that are chosen are given: rows could not say that they are a part.
fn of_all(question: PartQuestion) -> Result<PartQuestion, WebError> {
    match question.list {
        None | Some(PartList::Claims) => Ok(PartQuestion {
            from: Part::FIRST.from(),
            count: usize::MAX,
            beginnings: 0,
            ..question
        }),
        Some(_) => Err(WebError::NotAcceptable(
            "as CSV there are the claims alone; the other lists have an HTML and a JSON form"
                .to_owned(),
        )),
    }
}

/// Whatever is not shown in parts, and what the command shows.
fn whole(session: &Session, asked: &Asked<'_>, shown: &Shown) -> Result<Reply<'static>, WebError> {
    let template = match shown {
        Shown::Claim(_) => "show-claim.html",
        Shown::Entity(_)
        | Shown::Source(_)
        | Shown::Meeting(_)
        | Shown::Denial(_)
        | Shown::Question(_)
        | Shown::Identity(_)
        | Shown::Link(..) => "show-other.html",
    };
    // Asked for before anything is written, since it may fail.
    let beside = match (asked.twin, shown) {
        (Twin::Json | Twin::Csv, _) => Value::Null,
        (Twin::Html, Shown::Claim(claim)) => beside_claim(session, claim)?,
        (Twin::Html, _) => data_links(session, iri(shown)),
    };
    session.page(
        asked,
        &Forms {
            template,
            title: title(shown),
            value: &|| json::shown(session.edition(), shown),
            beside: &|| beside.clone(),
            sheet: Some(&|| rows::shown(shown)),
            incomplete: None,
        },
    )
}

/// What the page of a claim has besides: the whole chain, its row, words to cite.
fn beside_claim(session: &Session, claim: &ClaimView) -> Result<Value, WebError> {
    let mut beside = data_links(session, &claim.iri);
    beside["trace"] = traced::told(&trace(&session.graph, &claim.iri)?);
    beside["cells"] = json::claim_row(&claim_row(&session.graph, &claim.iri)?);
    beside["citation"] = json!({
        "text": citation::text(session.edition(), claim),
        "markdown": citation::in_markdown(session.edition(), claim),
    });
    Ok(beside)
}

/// The ways to what is known of something as data.
fn data_links(session: &Session, iri: &str) -> Value {
    let query = in_path(&format!("DESCRIBE <{iri}>"));
    json!({
        "iri": iri,
        "describe": format!("{}/sparql?query={query}", session.base),
    })
}

/// Claims of an entity or a source, some at a time.
fn in_parts(
    session: &Session,
    asked: &Asked<'_>,
    part: Part,
    question: &PartQuestion,
    found: &ShownPart,
) -> Result<Reply<'static>, WebError> {
    let list = question.list.unwrap_or(PartList::Claims);
    let (what, facets, in_all, template) = match found {
        ShownPart::Entity(part) => {
            let in_all = match list {
                PartList::Claims => part.claims.in_all,
                PartList::Figures => part.figures.in_all,
                PartList::Answers => part.answers.in_all,
                PartList::Sources => part.sources.in_all,
                PartList::Questions => part.questions.in_all,
                PartList::AnswersTo => {
                    return Err(no_list(list, "a person, an organisation or an asset"));
                }
            };
            (&part.what, &part.facets, in_all, "show-entity.html")
        }
        ShownPart::Source(part) => {
            let in_all = match list {
                PartList::Claims => part.resting.in_all,
                PartList::Answers => part.answers_by.in_all,
                PartList::AnswersTo => part.answers_to.in_all,
                PartList::Figures | PartList::Sources | PartList::Questions => {
                    return Err(no_list(list, "a source"));
                }
            };
            (&part.what, &part.facets, in_all, "show-source.html")
        }
        ShownPart::Other(_) => return Err(WebError::NoPage),
    };
    let shown = part.of(in_all, session, asked)?;
    let sheet = || part::sheet(found);
    // As rows there are the claims alone; `of_all` says so to who asks for others.
    let is_table = matches!(question.list, None | Some(PartList::Claims));
    let beside = || {
        let mut beside = data_links(session, &what.named.iri);
        beside["told"] = json!(session.told(&what.named));
        beside["only"] = json!(question.list.map(PartList::as_str));
        beside["is_chosen"] = json!(question.choice != ClaimChoice::default());
        beside["every_claim"] = json!(link(session, asked, None, true));
        beside["paging"] = shown.clone();
        beside["choices"] = choices(session, asked, facets);
        let lists = PartList::ALL.map(|list| {
            let word = list.as_str();
            (
                word.replace('-', "_"),
                json!(link(session, asked, Some(word), false)),
            )
        });
        beside["lists"] = lists.into_iter().collect();
        beside["start"] = json!(link(session, asked, None, false));
        beside
    };
    session.page(
        asked,
        &Forms {
            template,
            title: what.named.label.clone(),
            value: &|| part::value(session.edition(), question, found),
            beside: &beside,
            sheet: is_table.then_some(&sheet),
            incomplete: None,
        },
    )
}

/// The way to a list, or to the claims; with what was chosen, or all.
fn link(session: &Session, asked: &Asked<'_>, list: Option<&str>, all: bool) -> String {
    let mut changes = vec![("list", list), ("page", None)];
    if all {
        changes.extend(
            ["relation", "standing", "support", "year", "without"].map(|name| (name, None)),
        );
    }
    session.here(asked, Twin::Html, &changes)
}

fn choices(session: &Session, asked: &Asked<'_>, facets: &Facets) -> Value {
    let facets = part::facets(facets);
    let groups = [
        ("standing", "Standing"),
        ("without", "Without this source"),
        ("relation", "Relation"),
        ("support", "Rests on"),
        ("year", "Year of the first day it can mean"),
    ];
    let groups = groups.map(|group| paging::choices(session, asked, group, &facets[group.0]));
    json!(groups)
}

fn no_list(list: PartList, what: &str) -> WebError {
    WebError::bad(format!(
        "`list={}` is not to be had of {what}",
        list.as_str()
    ))
}

fn title(shown: &Shown) -> String {
    match shown {
        Shown::Entity(entity) => entity.what.named.label.clone(),
        // A tab, or the top of a picture of the page, says it too.
        Shown::Claim(claim) => match claim.standing {
            Standing::Uncontested => claim.sentence().into_owned(),
            Standing::Disputed | Standing::Denied | Standing::Retracted => format!(
                "{}: {}",
                claim.standing.as_str().to_uppercase(),
                claim.sentence()
            ),
        },
        Shown::Source(source) => source.what.named.label.clone(),
        Shown::Meeting(meeting) => meeting.text.clone(),
        Shown::Denial(denial) => format!("Answer {}", denial.answer.id),
        Shown::Question(question) => question.text.clone(),
        Shown::Identity(identity) => format!("Decision {}", identity.named.id),
        Shown::Link(named, _) => format!("Link {}", named.id),
    }
}

fn iri(shown: &Shown) -> &str {
    match shown {
        Shown::Entity(entity) => &entity.what.named.iri,
        Shown::Claim(claim) => &claim.iri,
        Shown::Source(source) => &source.what.named.iri,
        Shown::Meeting(meeting) => &meeting.named.iri,
        Shown::Denial(denial) => &denial.answer.iri,
        Shown::Question(question) => &question.named.iri,
        Shown::Identity(identity) => &identity.named.iri,
        Shown::Link(named, _) => &named.iri,
    }
}
