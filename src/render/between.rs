//! What connects several names, as text, JSON and rows.

use serde_json::{Value, json};

use crate::answer::{BetweenAnswer, BetweenPair, Connector, Count, NoPath, Spent};
use crate::render::hops::{self, Numbers, USED, hop_rows};
use crate::render::page::Page;
use crate::render::paths::{counts, limit_code, limit_words};
use crate::render::sheet::Sheet;
use crate::render::words::{count, labels};
use crate::render::{json as object, selection};

/// Text for a person.
pub fn page(answer: &BetweenAnswer) -> Page {
    let mut page = Page::new();
    let mut numbers = Numbers::default();
    page.title(format!("Between {}", labels(&answer.names)));
    let mut phrases = selection::phrases(&answer.selected);
    if let Some(hops) = answer.max_hops {
        phrases.push(format!("at most {}", count(hops as usize, "hop")));
    }
    if !phrases.is_empty() {
        page.add(format!("  ({})", phrases.join("; ")));
    }
    for pair in &answer.pairs {
        page.line(format!("{} – {}: ", pair.from.label, pair.to.label));
        match &pair.no_path {
            None => page.add(pair_words(pair)),
            Some(reason) => page.alarm(no_path_words(reason)),
        };
        if let Some(shorter) = &pair.shorter_without_filter {
            let hops = count(shorter.hops.len(), "hop");
            page.add("; ")
                .alarm(format!("left out: a shorter path of {hops}"));
        }
        if let Some(limit) = pair.limit {
            page.add(". ")
                .alarm(format!("NOT COMPLETE: {}", limit_words(limit)));
        }
    }
    if !answer.entities.is_empty() {
        page.gap().title("In between");
    }
    for Connector { named, pairs } in &answer.entities {
        page.line(format!("    {}", named.label));
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
    numbers.lines(&mut page);
    page
}

fn pair_words(pair: &BetweenPair) -> String {
    let hops = count(pair.length.unwrap_or_default(), "hop");
    let paths = match pair.total {
        Some(Count::Exactly(1)) => "1 shortest path".to_owned(),
        Some(Count::Exactly(total)) => format!("{total} shortest paths"),
        Some(Count::MoreThan(total)) => format!("more than {total} shortest paths"),
        None => "shortest paths, not counted".to_owned(),
    };
    format!("{hops}, {paths}")
}

/// Why two of the names have no path; `path` between the two says more.
fn no_path_words(reason: &NoPath) -> String {
    match reason {
        NoPath::NotConnected {
            through_retracted: None,
        } => "no path: nothing on record connects them".to_owned(),
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
    let entities = entities.iter().map(|Connector { named, pairs }| {
        let mut value = object::named(named);
        value["pairs"] = json!(pairs);
        value
    });
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

fn pair(pair: &BetweenPair) -> Value {
    let BetweenPair {
        from,
        to,
        length,
        total,
        listed,
        no_path,
        shorter_without_filter,
        limit,
    } = pair;
    let (total, more_than) = counts(*total);
    json!({
        "from": from.id,
        "to": to.id,
        "length": length,
        "total": total,
        "more_than": more_than,
        "listed": listed,
        "no_path": no_path.as_ref().map(|reason| json!({
            "reason": reason.as_str(),
            "without_filter": reason.instead().map(hops::path),
        })),
        "shorter_without_filter": shorter_without_filter.as_ref().map(hops::path),
        "limit": limit.map(limit_code),
    })
}

/// One object for each hop.
pub fn lines(answer: &BetweenAnswer) -> Value {
    answer.hops.iter().map(hops::hop).collect()
}

/// One row per claim of each hop.
pub fn sheet(answer: &BetweenAnswer) -> Sheet {
    let mut sheet = hops::sheet();
    for (at, hop) in answer.hops.iter().enumerate() {
        hop_rows(&mut sheet, ("", at + 1), hop, USED);
    }
    sheet
}

/// What rows of hops cannot say: which two names nothing connects.
pub fn beside_rows(answer: &BetweenAnswer) -> Option<String> {
    let without = answer.pairs.iter().filter_map(|pair| {
        let words = match (&pair.no_path, &pair.shorter_without_filter) {
            (Some(reason), _) => no_path_words(reason),
            (None, Some(shorter)) => format!(
                "left out: a shorter path of {}",
                count(shorter.hops.len(), "hop")
            ),
            (None, None) => return None,
        };
        Some(format!("{} – {}: {words}", pair.from.label, pair.to.label))
    });
    let without: Vec<String> = without.collect();
    (!without.is_empty()).then(|| without.join("\n"))
}
