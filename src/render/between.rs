//! What connects several names, as text, JSON and rows.

use serde_json::{Value, json};

use crate::answer::{
    Beside, BetweenAnswer, BetweenPair, BetweenThem, Connector, Count, NoPath, Path, Spent,
    left_out_between,
};
use crate::model::Standing;
use crate::render::hops::{
    self, COLUMNS, LEFT_OUT, Numbers, USED, hop_rows, path_lines, path_rows,
};
use crate::render::left_out::{self as left_out_words, more_links_words};
use crate::render::no_path::{
    claims_on_record, on_record_lines, on_record_rows, on_record_words, put_on_record,
    shorter_words,
};
use crate::render::page::Page;
use crate::render::path_data::{counts, limit_code};
use crate::render::paths::limit_words;
use crate::render::sheet::Sheet;
use crate::render::words::{count, labels, standing_counts};
use crate::render::{json as object, selection};

/// Text for a person.
pub fn page(answer: &BetweenAnswer) -> Page {
    let mut page = Page::new();
    let mut numbers = Numbers::default();
    page.title(format!("Between {}", labels(&answer.names)));
    let phrases = phrases(answer);
    if !phrases.is_empty() {
        page.add(format!("  ({})", phrases.join("; ")));
    }
    for pair in &answer.pairs {
        pair_line(&mut page, pair);
    }
    if !answer.entities.is_empty() {
        page.gap().title("In between");
    }
    for Connector {
        named,
        pairs,
        is_name,
    } in &answer.entities
    {
        page.line(format!("    {}", named.label));
        if *is_name {
            page.add("  (one of the names)");
        }
        if answer.pairs.len() > 1 {
            page.add(format!(
                "  (between {} of the {} pairs)",
                pairs,
                answer.pairs.len()
            ));
        }
    }
    if !answer.hops.is_empty() {
        page.gap().title("Hops");
    }
    for hop in &answer.hops {
        page.gap().line(hop.from.label.clone());
        hops::hop_lines(&mut page, &mut numbers, "", hop);
    }
    if let Some(more) = more_links_words(&left_out_between(answer.hops.iter(), &answer.selected)) {
        page.gap().line(more);
    }
    let mut left_out = left_out(answer).peekable();
    if left_out.peek().is_some() {
        page.gap().title("Left out");
    }
    for path in left_out {
        page.gap();
        path_lines(&mut page, &mut numbers, "", path);
    }
    for pair in &answer.pairs {
        if !pair.on_record.is_empty() {
            page.gap()
                .title(format!("{} – {}", pair.from.label, pair.to.label));
            on_record_lines(&mut page, &mut numbers, &pair.on_record);
        }
    }
    numbers.lines(&mut page);
    page
}

/// Which paths were asked for, a phrase each.
pub fn phrases(answer: &BetweenAnswer) -> Vec<String> {
    let mut phrases = selection::said(&answer.selected);
    if let Some(hops) = answer.max_hops {
        phrases.push(format!("at most {}", count(hops as usize, "hop")));
    }
    phrases
}

/// What was found of two of the names: how many hops, of which standing, or why
/// there is no path.
pub(super) fn pair_line(page: &mut Page, pair: &BetweenPair) {
    page.line(format!("{} – {}: ", pair.from.label, pair.to.label));
    match &pair.no_path {
        None => {
            page.add(length_words(pair));
            if let Some(standing) = pair.standing {
                page.add(", ").standing(standing);
            }
            let beside = standing_counts(&pair.beside_best.passing);
            if !beside.is_empty() {
                page.add(" by the best link of each hop; others: ")
                    .alarm(beside);
            }
            page.add(format!("; {}", paths_words(pair)))
        }
        Some(reason) => page.alarm(no_path_words(reason, &pair.on_record)),
    };
    for shorter in shorter(pair) {
        page.add("; ").alarm(shorter_words(shorter));
    }
    if let Some(words) = left_out_words::of_pair(pair) {
        page.add("; ").alarm(words);
    }
    if let Some(limit) = pair.limit {
        page.add(". ")
            .alarm(format!("NOT COMPLETE: {}", limit_words(limit)));
    }
}

/// The shorter paths that do not count.
fn shorter(pair: &BetweenPair) -> impl Iterator<Item = &Path> {
    let shorter = pair.shorter_without_filter.iter();
    shorter.chain(&pair.shorter_through_retracted)
}

/// The paths there would be without what was asked for.
pub(super) fn left_out(answer: &BetweenAnswer) -> impl Iterator<Item = &Path> {
    answer.pairs.iter().flat_map(|pair| {
        let instead = pair.no_path.as_ref().and_then(NoPath::instead);
        instead.into_iter().chain(shorter(pair))
    })
}

fn length_words(pair: &BetweenPair) -> String {
    count(pair.length.unwrap_or_default(), "hop")
}

fn paths_words(pair: &BetweenPair) -> String {
    match pair.total {
        Some(Count::Exactly(1)) => "1 shortest path".to_owned(),
        Some(Count::Exactly(total)) => format!("{total} shortest paths"),
        Some(Count::MoreThan(total)) => format!("more than {total} shortest paths"),
        None => "shortest paths, not counted".to_owned(),
    }
}

/// Why two of the names have no path; `path` between the two says more.
pub(super) fn no_path_words(reason: &NoPath, on_record: &BetweenThem) -> String {
    let words = match reason {
        NoPath::NotConnected {
            through_retracted: None,
        } => "no path: no link on record connects them".to_owned(),
        NoPath::NotConnected {
            through_retracted: Some(_),
        } => "no path but through withdrawn claims".to_owned(),
        NoPath::ExcludedByFilter { without_filter, .. } => format!(
            "no path that fits what was asked for; without that there is one of {}",
            count(without_filter.hops.len(), "hop")
        ),
        NoPath::NotThrough { best } | NoPath::NoneIndependent { best, .. } => {
            format!("a path of {}", count(best.hops.len(), "hop"))
        }
        NoPath::BeyondLimit {
            shortest: Some(hops),
            ..
        } => format!("no path so short; the shortest has {hops} hops"),
        NoPath::BeyondLimit { shortest: None, .. } => {
            "no path so short; whether there is a longer one was not found out".to_owned()
        }
        NoPath::Unfinished => "not known: a limit was hit first".to_owned(),
    };
    match on_record_words(on_record) {
        Some(on_record) => format!("{words}; {on_record}"),
        None => words,
    }
}

/// JSON; schema `nutgraf/between/1`.
pub fn value(edition: &str, answer: &BetweenAnswer) -> Value {
    let BetweenAnswer {
        names,
        selected,
        max_hops,
        pairs,
        entities,
        hops,
        limit,
        spent,
    } = answer;
    let Spent { slots, steps } = spent;
    let entities = entities.iter().map(connector);
    json!({
        "schema": "nutgraf/between/1",
        "edition": edition,
        "names": names.iter().map(object::named).collect::<Vec<_>>(),
        "filter": selection::value(selected),
        "max_hops": max_hops,
        "complete": limit.is_none(),
        "limit": limit.map(limit_code),
        "pairs": pairs.iter().map(pair).collect::<Vec<_>>(),
        "entities": entities.collect::<Vec<_>>(),
        "hops": hops.iter().map(hops::hop).collect::<Vec<_>>(),
        "work": {"slots": slots, "steps": steps},
    })
}

/// Who stands between how many of the pairs.
pub fn connector(connector: &Connector) -> Value {
    let Connector {
        named,
        pairs,
        is_name,
    } = connector;
    let mut value = object::named(named);
    value["pairs"] = json!(pairs);
    value["is_name"] = json!(is_name);
    value
}

fn pair(pair: &BetweenPair) -> Value {
    let BetweenPair {
        from,
        to,
        length,
        standing,
        beside_best,
        total,
        listed,
        no_path,
        shorter_without_filter,
        shorter_through_retracted,
        left_out,
        on_record,
        limit,
    } = pair;
    let Beside {
        passing,
        // What the filter leaves out on a hop is told there.
        left_out: _,
        withdrawn: _,
    } = beside_best;
    let (total, more_than) = counts(*total);
    let mut value = json!({
        "from": from.id,
        "to": to.id,
        "length": length,
        "standing": standing.map(|standing| standing.as_str()),
        "worse_links": Standing::ALL.iter().zip(passing).map(|(standing, count)| {
            (standing.as_str().to_owned(), json!(count))
        }).collect::<serde_json::Map<_, _>>(),
        "total": total,
        "more_than": more_than,
        "listed": listed,
        "no_path": no_path.as_ref().map(|reason| json!({
            "reason": reason.as_str(),
            "without_filter": reason.instead().map(hops::path),
        })),
        "shorter_without_filter": shorter_without_filter.as_ref().map(hops::path),
        "shorter_through_retracted": shorter_through_retracted.as_ref().map(hops::path),
        "left_out_by_filter": left_out_words::value(left_out.as_ref()),
        "limit": limit.map(limit_code),
    });
    put_on_record(&mut value, on_record);
    value
}

/// The word in the column or field `use` for two of the names.
const PAIR: &str = "pair";

/// One object for each hop, for each path left out, for each claim that names
/// two and makes no link, and for each pair; `use` tells them apart.
pub fn lines(answer: &BetweenAnswer) -> Value {
    let with = |mut value: Value, used: &str| {
        value["use"] = json!(used);
        value
    };
    let hops = answer.hops.iter().map(|hop| with(hops::hop(hop), USED));
    let others = left_out(answer).map(|path| with(hops::path(path), LEFT_OUT));
    let on_record = answer.pairs.iter().flat_map(|pair| {
        let claims = claims_on_record(&pair.on_record);
        claims.map(|(used, claim)| {
            json!({
                "use": used,
                "from": pair.from.id,
                "to": pair.to.id,
                "claim": object::claim(claim),
            })
        })
    });
    let pairs = answer.pairs.iter().map(|one| with(pair(one), PAIR));
    hops.chain(others).chain(on_record).chain(pairs).collect()
}

/// One row per claim of each hop, then of each path left out, then of each that
/// names two and makes no link; last a row for each pair, with the standing of
/// its best path and how long that is (`hop`), or why there is none (`link_verb`).
pub fn sheet(answer: &BetweenAnswer) -> Sheet {
    let mut sheet = hops::sheet();
    for (at, hop) in answer.hops.iter().enumerate() {
        hop_rows(&mut sheet, ("", at + 1), hop, USED);
    }
    for path in left_out(answer) {
        path_rows(&mut sheet, "", path, LEFT_OUT);
    }
    for pair in &answer.pairs {
        let ends = (pair.from.id.as_str(), pair.to.id.as_str());
        on_record_rows(&mut sheet, ends, &pair.on_record);
    }
    for pair in &answer.pairs {
        sheet.row(COLUMNS.map(|column| match column {
            "hop" => pair.length.map(|hops| hops.to_string()).unwrap_or_default(),
            "from_id" => pair.from.id.clone(),
            "from" => pair.from.label.clone(),
            "link_verb" => match &pair.no_path {
                Some(reason) => no_path_words(reason, &pair.on_record),
                None => String::new(),
            },
            "to_id" => pair.to.id.clone(),
            "to" => pair.to.label.clone(),
            "use" => PAIR.to_owned(),
            "link_standing" => {
                let standing = pair.standing.map(|standing| standing.as_str().to_owned());
                standing.unwrap_or_default()
            }
            _ => String::new(),
        }));
    }
    sheet
}

/// What rows of hops cannot say: which two names nothing connects.
pub fn beside_rows(answer: &BetweenAnswer) -> Option<String> {
    let without = answer.pairs.iter().filter_map(|pair| {
        let no_path = pair.no_path.as_ref();
        let no_path = no_path.map(|reason| no_path_words(reason, &pair.on_record));
        let words = no_path.into_iter().chain(shorter(pair).map(shorter_words));
        let words = words.chain(left_out_words::of_pair(pair));
        let words: Vec<String> = words.collect();
        let ends = format!("{} – {}", pair.from.label, pair.to.label);
        (!words.is_empty()).then(|| format!("{ends}: {}", words.join("; ")))
    });
    let without: Vec<String> = without.collect();
    (!without.is_empty()).then(|| without.join("\n"))
}
