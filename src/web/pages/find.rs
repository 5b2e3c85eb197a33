//! `/find?q=`: whatever has a text in its name, its id or its words.

use serde_json::json;

use crate::answer::{Candidate, FindQuestion, FoundKind, Wanted, find, find_part, nearest};
use crate::model::Standing;
use crate::render::sheet::Form;
use crate::render::{json as forms, rows};
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::pages::paging::{self, PER_PAGE, Part};
use crate::web::reply::{CSV, JSON, Reply};
use crate::web::respond::Forms;
use crate::web::session::Session;

/// The page of what was found. Its JSON and CSV are all of it, as `nutgraf find`
/// has it, unless the address asks for a kind, a standing or a page.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let text = match asked.twin {
        Twin::Html => asked.one("q")?.unwrap_or_default(),
        Twin::Json | Twin::Csv => asked.needed("q")?,
    };
    let kind = asked.read("kind", "a kind such as `person` or `claim`", |word| {
        FoundKind::ALL.into_iter().find(|one| one.as_str() == word)
    })?;
    let standing = asked.read(
        "standing",
        "uncontested, disputed, denied or retracted",
        |word| Standing::ALL.into_iter().find(|one| one.as_str() == word),
    )?;
    let shown = Part::new(asked)?;
    let is_part = asked.given().iter().any(|(name, _)| name != "q");
    if asked.twin != Twin::Html && !is_part {
        asked.nothing_else()?;
        let found = find(&session.graph, text)?;
        let mut body = Vec::new();
        let kind = match asked.twin {
            Twin::Csv => {
                rows::found(&found).write(Form::Csv, &mut body)?;
                CSV
            }
            // As the command, which knows no other day.
            Twin::Html | Twin::Json => {
                let value = forms::found(session.edition(), text, &found);
                forms::write(&value, &mut body)?;
                JSON
            }
        };
        return session.whole(kind, body);
    }
    let shown = match asked.twin {
        Twin::Html | Twin::Json => shown,
        // Rows could not say that they are a part.
        Twin::Csv => Part::FIRST,
    };
    let question = FindQuestion {
        text,
        kind,
        standing,
        from: shown.from(),
        count: match asked.twin {
            Twin::Html | Twin::Json => PER_PAGE,
            Twin::Csv => usize::MAX,
        },
    };
    let part = find_part(&session.graph, &question)?;
    let shown = shown.of(part.in_all, session, asked)?;
    let nothing = part.kinds.iter().all(|count| *count == 0);
    let nearest: Vec<Candidate> = match nothing && !text.is_empty() {
        true => nearest(&session.graph, text, Wanted::Anything)?,
        false => Vec::new(),
    };
    let value = || forms::found_part(session.edition(), &question, &part);
    let beside = || {
        let value = value();
        let groups = [
            ("kind", "Kind", "kinds"),
            ("standing", "Standing", "standings"),
        ];
        let groups = groups.map(|(name, title, field)| {
            paging::choices(session, asked, (name, title), &value[field])
        });
        json!({
            "choices": groups,
            "paging": shown,
            "nothing": nothing,
            "nearest": nearest.iter().map(forms::candidate).collect::<Vec<_>>(),
            "is_chosen": kind.is_some() || standing.is_some(),
            "all": session.here(asked, Twin::Html, &[("kind", None), ("standing", None), ("page", None)]),
        })
    };
    session.page(
        asked,
        &Forms {
            template: "find.html",
            title: match text {
                "" => "Search".to_owned(),
                text => format!("Search for “{text}”"),
            },
            value: &value,
            beside: &beside,
            sheet: Some(&|| rows::found(&part.found)),
            incomplete: None,
        },
    )
}
