//! What connects several names, as text, JSON and rows.

use serde_json::{Value, json};

use crate::answer::{BetweenAnswer, BetweenPair, Connector, Count, NoPath, Path, Spent};
use crate::render::hops::{self, LEFT_OUT, Numbers, USED, hop_rows, path_lines, path_rows};
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
        if pair.no_path.is_none()
            && let Some(shorter) = &pair.shorter_without_filter
        {
            page.add("; ").alarm(shorter_words(shorter));
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
    let mut left_out = left_out(answer).peekable();
    if left_out.peek().is_some() {
        page.gap().title("Left out");
    }
    for path in left_out {
        page.gap();
        path_lines(&mut page, &mut numbers, "", path);
    }
    numbers.lines(&mut page);
    page
}

/// The paths there would be without what was asked for.
fn left_out(answer: &BetweenAnswer) -> impl Iterator<Item = &Path> {
    answer.pairs.iter().flat_map(|pair| {
        let instead = pair.no_path.as_ref().and_then(NoPath::instead);
        instead.into_iter().chain(&pair.shorter_without_filter)
    })
}

fn shorter_words(shorter: &Path) -> String {
    format!(
        "left out: a shorter path of {}",
        count(shorter.hops.len(), "hop")
    )
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
/// Why there is no path, in short.
pub(super) fn no_path_words(reason: &NoPath) -> String {
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

/// One object for each hop, then for each path left out; `use` tells them apart.
pub fn lines(answer: &BetweenAnswer) -> Value {
    let with = |mut value: Value, used: &str| {
        value["use"] = json!(used);
        value
    };
    let hops = answer.hops.iter().map(|hop| with(hops::hop(hop), USED));
    let others = left_out(answer).map(|path| with(hops::path(path), LEFT_OUT));
    hops.chain(others).collect()
}

/// One row per claim of each hop, then of each path left out.
pub fn sheet(answer: &BetweenAnswer) -> Sheet {
    let mut sheet = hops::sheet();
    for (at, hop) in answer.hops.iter().enumerate() {
        hop_rows(&mut sheet, ("", at + 1), hop, USED);
    }
    for path in left_out(answer) {
        path_rows(&mut sheet, "", path, LEFT_OUT);
    }
    sheet
}

/// What rows of hops cannot say: which two names nothing connects.
pub fn beside_rows(answer: &BetweenAnswer) -> Option<String> {
    let without = answer.pairs.iter().filter_map(|pair| {
        let words = match (&pair.no_path, &pair.shorter_without_filter) {
            (Some(reason), _) => no_path_words(reason),
            (None, Some(shorter)) => shorter_words(shorter),
            (None, None) => return None,
        };
        Some(format!("{} – {}: {words}", pair.from.label, pair.to.label))
    });
    let without: Vec<String> = without.collect();
    (!without.is_empty()).then(|| without.join("\n"))
}
