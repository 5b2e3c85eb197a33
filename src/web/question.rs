//! From an address to a question about connections, and back to the fields of a
//! form: the same options as the commands have, for every page, picture and file
//! that is made of such an answer.

use serde_json::{Value, json};

use crate::answer::{
    Ask, BetweenQuestion, FallsQuestion, Graph, HoldsQuestion, KeyQuestion, LabelKind,
    PathQuestion, Selection, TiesQuestion,
};
use crate::model::Standing;
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::reply::Reply;
use crate::web::respond::{Forms, nothing_beside};
use crate::web::session::Session;

/// The options that choose which links count, and as known on which day.
pub const FILTERS: [&str; 11] = [
    "uncontested",
    "standing",
    "min-origins",
    "named",
    "documented",
    "relation",
    "not-relation",
    "on",
    "known-on",
    "avoid",
    "without-source",
];

/// The edition that is asked, and which of its links count.
pub struct Links {
    pub graph: Graph,
    pub selection: Selection,
}

impl Links {
    /// Reads the options in [`FILTERS`].
    ///
    /// # Errors
    /// For a value that is not understood, and a day of which the edition does not
    /// say what was known.
    pub fn new(session: &Session, asked: &Asked<'_>) -> Result<Self, WebError> {
        let selection = asked.selection(&session.known_relations)?;
        // Each of these pages mirrors the command of its name.
        let command = asked.parts.first().map_or("path", String::as_str);
        Ok(Self {
            graph: session.as_known(asked, command)?,
            selection,
        })
    }
}

/// What is withdrawn as one; sources where nothing else is said.
fn label_kind(asked: &Asked<'_>, name: &'static str) -> Result<Option<LabelKind>, WebError> {
    asked.read(name, "source, origin, outlet or claim", |text| match text {
        "source" => Some(LabelKind::Source),
        "origin" => Some(LabelKind::Origin),
        "outlet" => Some(LabelKind::Outlet),
        "claim" => Some(LabelKind::Claim),
        _ => None,
    })
}

/// Two names; neither, or one alone, is not yet a question.
fn ends(asked: &Asked<'_>) -> Result<Option<(String, String)>, WebError> {
    let (from, to) = (asked.one("from")?, asked.one("to")?);
    Ok(from.zip(to).map(|(from, to)| {
        let name = |text: &str| text.trim().to_owned();
        (name(from), name(to))
    }))
}

/// The question of `path`; `None` without both names.
///
/// # Errors
/// For options that are not understood, or that cannot be given together.
pub fn path(asked: &Asked<'_>, selection: Selection) -> Result<Option<PathQuestion>, WebError> {
    let k = asked.number("k")?;
    let all_shortest = asked.flag("all-shortest")?;
    let within = asked.number("within")?;
    let independent = label_kind(asked, "independent")?;
    let strongest = asked.flag("strongest")?;
    let max_hops = asked.number("max-hops")?;
    let via = asked.names("via");
    let given = [
        ("k", k.is_some()),
        ("all-shortest", all_shortest),
        ("within", within.is_some()),
        ("independent", independent.is_some()),
        ("max-hops", max_hops.is_some()),
        ("strongest", strongest),
        ("via", !via.is_empty()),
    ];
    for (one, others) in [
        ("k", &["all-shortest", "within", "independent"][..]),
        ("all-shortest", &["within", "independent"]),
        ("within", &["independent", "max-hops"]),
        ("independent", &["strongest", "via"]),
    ] {
        let is_given = |name: &str| given.contains(&(name, true));
        if is_given(one)
            && let Some(other) = others.iter().find(|other| is_given(other))
        {
            return Err(WebError::bad(format!(
                "`{one}` and `{other}` cannot be given together"
            )));
        }
    }
    let listed = match (k, all_shortest, within) {
        (Some(k), _, _) => Ask::First(k as usize),
        (None, _, Some(hops)) => Ask::Within(hops),
        (None, true, None) => Ask::AllShortest,
        (None, false, None) => Ask::Shortest,
    };
    Ok(ends(asked)?.map(|(from, to)| PathQuestion {
        from,
        to,
        ask: independent.map_or(listed, Ask::Independent),
        selection,
        max_hops,
        strongest,
        via,
    }))
}

/// The question of `holds`; `None` without both names.
///
/// # Errors
/// For options that are not understood.
pub fn holds(asked: &Asked<'_>, selection: Selection) -> Result<Option<HoldsQuestion>, WebError> {
    let by = label_kind(asked, "by")?.unwrap_or(LabelKind::Source);
    Ok(ends(asked)?.map(|(from, to)| HoldsQuestion {
        from,
        to,
        by,
        selection,
    }))
}

/// The question of `key`: of the whole case without names.
///
/// # Errors
/// For one name alone.
pub fn key(asked: &Asked<'_>, selection: Selection) -> Result<KeyQuestion, WebError> {
    let between = ends(asked)?;
    if between.is_none() && (asked.one("from")?.is_some() || asked.one("to")?.is_some()) {
        return Err(WebError::bad(
            "`from` and `to` are given together, or neither of them",
        ));
    }
    Ok(KeyQuestion { between, selection })
}

/// The question of `falls`; `None` without a source.
pub fn falls(asked: &Asked<'_>, selection: Selection) -> Option<FallsQuestion> {
    let sources = asked.names("source");
    (!sources.is_empty()).then_some(FallsQuestion { sources, selection })
}

/// The question of `between`; `None` without any name.
///
/// # Errors
/// For options that are not understood.
pub fn between(
    asked: &Asked<'_>,
    selection: Selection,
) -> Result<Option<BetweenQuestion>, WebError> {
    let names = asked.names("name");
    let max_hops = asked.number("max-hops")?;
    Ok((!names.is_empty()).then_some(BetweenQuestion {
        names,
        selection,
        max_hops,
    }))
}

/// The question of `ties`; `None` without a name.
///
/// # Errors
/// For options that are not understood.
pub fn ties(asked: &Asked<'_>, selection: Selection) -> Result<Option<TiesQuestion>, WebError> {
    let name = asked.one("name")?.map(|name| name.trim().to_owned());
    let hops = asked.number("hops")?.unwrap_or(1);
    Ok(name.map(|of| TiesQuestion {
        of,
        hops,
        selection,
    }))
}

/// What was given, for the fields of a form: all of an option's values, a line
/// each, and empty where it was not given.
pub fn form(session: &Session, asked: &Asked<'_>, options: &'static [&'static str]) -> Value {
    let mut form = json!({});
    for name in options.iter().chain(&FILTERS) {
        let given = match *name {
            "relation" | "not-relation" => asked.list(name).join(", "),
            _ => asked.all(name).join("\n"),
        };
        form[name.replace('-', "_")] = json!(given);
    }
    let standings = asked.list("standing");
    let words = |standing: Standing| match standing {
        Standing::Uncontested => "no denial recorded",
        Standing::Disputed | Standing::Denied | Standing::Retracted => standing.as_str(),
    };
    let choices = Standing::ALL.into_iter().map(|standing| {
        json!({
            "value": standing.as_str(),
            "words": words(standing),
            "chosen": standings.iter().any(|one| one == standing.as_str()),
        })
    });
    form["standings"] = choices.collect();
    let mut relations: Vec<&str> = Vec::new();
    for relation in &session.known_relations {
        relations.extend([relation.category.as_str(), relation.id.as_str()]);
    }
    relations.sort_unstable();
    relations.dedup();
    form["relations"] = json!(relations);
    form["filtered"] = json!(FILTERS.iter().any(|name| !asked.all(name).is_empty()));
    form
}

/// A header of a sheet is no longer than this.
const LONGEST_NOTE: usize = 4_000;

/// Says beside rows what those cannot say: a header for each line, in ASCII.
pub fn noted(
    reply: Reply<'static>,
    asked: &Asked<'_>,
    beside: impl FnOnce() -> Option<String>,
) -> Reply<'static> {
    let words = match asked.twin {
        Twin::Csv => beside(),
        Twin::Html | Twin::Json => None,
    };
    let words = words.unwrap_or_default();
    words.lines().fold(reply, |reply, line| {
        let mut note = String::new();
        for character in line.chars() {
            match character {
                ' '..='~' => note.push(character),
                other => note.push_str(&format!("\\u{{{:x}}}", u32::from(other))),
            }
        }
        if note.len() > LONGEST_NOTE {
            note = "rows do not say everything here; the JSON of this page does".to_owned();
        }
        reply.with("nutgraf-note", note)
    })
}

/// The page without a question: the form for it. No other form of a page can be
/// made without `options`.
///
/// # Errors
/// For any other form.
pub fn form_alone(
    session: &Session,
    asked: &Asked<'_>,
    options: &str,
    (template, title): (&'static str, &str),
    form: &Value,
) -> Result<Reply<'static>, WebError> {
    match asked.twin {
        Twin::Html => {}
        Twin::Json | Twin::Csv => return Err(missing(options)),
    }
    session.page(
        asked,
        &Forms {
            template,
            title: title.to_owned(),
            value: &|| json!({"form": form, "told": null}),
            beside: &nothing_beside,
            sheet: None,
            incomplete: None,
        },
    )
}

/// That an answer cannot do without some options.
pub fn missing(options: &str) -> WebError {
    WebError::bad(format!("{options} must be given"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::wire::{Method, News, Request};

    fn request(query: &str) -> Request {
        Request {
            method: Method::Get,
            path: "/path".to_owned(),
            query: query.to_owned(),
            accept: None,
            content_type: None,
            news: News::default(),
            body: Vec::new(),
        }
    }

    fn ask(query: &str) -> Option<Result<Ask, String>> {
        let request = request(query);
        let asked = Asked::new(&request);
        match path(&asked, Selection::default()) {
            Ok(question) => question.map(|question| Ok(question.ask)),
            Err(error) => Some(Err(error.problem().detail)),
        }
    }

    #[test]
    fn options_mean_what_they_mean_on_the_command_line() {
        assert_eq!(ask("from=a&to=b"), Some(Ok(Ask::Shortest)));
        assert_eq!(ask("from=a&to=b&k=3&within="), Some(Ok(Ask::First(3))));
        assert_eq!(ask("from=a&to=b&within=3"), Some(Ok(Ask::Within(3))));
        assert_eq!(
            ask("from=a&to=b&independent=origin"),
            Some(Ok(Ask::Independent(LabelKind::Origin)))
        );
        assert_eq!(ask("from=a"), None);
    }

    #[test]
    fn options_that_exclude_each_other_are_refused_by_name() {
        for (query, both) in [
            ("k=1&all-shortest=yes", ["k", "all-shortest"]),
            ("k=1&within=2", ["k", "within"]),
            ("all-shortest=yes&within=2", ["all-shortest", "within"]),
            ("within=2&max-hops=2", ["within", "max-hops"]),
            (
                "independent=claim&strongest=yes",
                ["independent", "strongest"],
            ),
            ("independent=claim&via=x", ["independent", "via"]),
            ("k=1&independent=claim", ["k", "independent"]),
        ] {
            let said = ask(&format!("from=a&to=b&{query}"));
            let words = format!("`{}` and `{}` cannot be given together", both[0], both[1]);
            assert_eq!(said, Some(Err(words)), "{query}");
        }
    }

    #[test]
    fn a_name_is_replaced_where_it_was_given_and_nowhere_else() {
        let request = request("name=bo%0AAnn&name=Anna&k=2");
        let asked = Asked::new(&request);
        let instead = asked.instead("Ann", "ann-2");
        assert_eq!(
            instead.as_deref(),
            Some("/path?name=bo%0Aann-2&name=Anna&k=2")
        );
        assert_eq!(asked.instead("An", "x"), None);
    }
}
