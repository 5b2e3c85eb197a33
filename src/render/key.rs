//! What everything passes through, as text, JSON and rows.

use serde_json::{Value, json};

use crate::answer::{Hidden, KeyAnswer, KeyEntity, KeyHop, NoPath};
use crate::render::hops::{
    self, LEFT_OUT, Numbers, USED, hop_lines, hop_rows, path_lines, path_rows,
};
use crate::render::no_path::{
    Ends, claims_on_record, hidden_lines, no_path_words, on_record_lines, on_record_rows,
    on_record_words, put_on_record, shorter_words,
};
use crate::render::page::Page;
use crate::render::selection::Given;
use crate::render::sheet::Sheet;
use crate::render::words::count;
use crate::render::{json as object, selection};

/// Text for a person.
pub fn page(answer: &KeyAnswer) -> Page {
    let mut page = Page::new();
    let mut numbers = Numbers::default();
    match &answer.between {
        Some((from, to)) => page.title(format!(
            "What everything between {} and {} passes through",
            from.label, to.label
        )),
        None => page.title("Without which parts of the case are no longer connected"),
    };
    let phrases = selection::said(&answer.selected);
    if !phrases.is_empty() {
        page.add(format!("  ({})", phrases.join("; ")));
    }
    if !answer.connected {
        page.line(not_connected_words(answer));
        for path in answer.hidden.paths() {
            path_lines(&mut page, &mut numbers, "   ", path);
        }
        on_record_lines(&mut page, &mut numbers, &answer.hidden.on_record);
        numbers.lines(&mut page);
        return page;
    }
    page.line(extent(answer));
    if !is_complete(answer) {
        page.line("")
            .alarm("NOT ALL LISTED: the numbers are whole, the lists below are not");
    }
    if !answer.entities.is_empty() {
        page.gap().title("Entities");
    }
    for KeyEntity { named, parts } in &answer.entities {
        page.line(format!("    {}", named.label));
        if let Some(parts) = parts {
            let parts = count(*parts as usize, "part");
            page.add(format!("  (without it: {parts})"));
        }
    }
    if !answer.hops.is_empty() {
        page.gap().title("Hops");
    }
    for key in &answer.hops {
        let hop = &key.hop;
        page.gap().line(hop.from.label.clone());
        let notes = notes(key);
        if !notes.is_empty() {
            page.add(format!("  ({notes})"));
        }
        hop_lines(&mut page, &mut numbers, "", hop);
    }
    hidden_lines(&mut page, &mut numbers, &answer.hidden);
    numbers.lines(&mut page);
    page
}

/// What a hop cuts off, and whether it hangs on one link; empty where neither is.
pub(super) fn notes(key: &KeyHop) -> String {
    let KeyHop {
        hop: _,
        one_link,
        cuts_off,
    } = key;
    let mut notes = Vec::new();
    if let Some(entities) = cuts_off {
        notes.push(match entities {
            1 => "cuts off 1 entity".to_owned(),
            several => format!("cuts off {several} entities"),
        });
    }
    if *one_link {
        notes.push("hangs on one link".to_owned());
    }
    notes.join("; ")
}

/// Why the two are not connected.
pub(super) fn not_connected_words(answer: &KeyAnswer) -> String {
    match (&answer.between, &answer.hidden.no_path) {
        (Some((from, to)), Some(no_path)) => {
            let selected = &answer.selected;
            let ends = Ends {
                from,
                to,
                selected,
                via: &[],
                own: "",
                given: Given::Options,
            };
            no_path_words(&ends, no_path)
        }
        (_, _) => "No path over such links.".to_owned(),
    }
}

/// What rows of hops cannot say: why the two are not connected, and which
/// shorter paths do not count.
pub fn beside_rows(answer: &KeyAnswer) -> Option<String> {
    let words = (!answer.connected).then(|| {
        let words = not_connected_words(answer);
        match words.strip_suffix(':') {
            Some(words) => format!("{words}, given as left out"),
            None => words,
        }
    });
    let shorter = answer.hidden.shorter_without_filter.iter();
    let shorter = shorter.chain(&answer.hidden.shorter_through_retracted);
    let on_record = on_record_words(&answer.hidden.on_record);
    let words = words.into_iter().chain(shorter.map(shorter_words));
    let words: Vec<String> = words.chain(on_record).collect();
    (!words.is_empty()).then(|| words.join("\n"))
}

fn is_complete(answer: &KeyAnswer) -> bool {
    answer.entities.len() == answer.entities_in_all && answer.hops.len() == answer.hops_in_all
}

pub(super) fn extent(answer: &KeyAnswer) -> String {
    let entities = match answer.entities_in_all {
        0 => "no entity".to_owned(),
        1 => "1 entity".to_owned(),
        several => format!("{several} entities"),
    };
    let hops = match answer.hops_in_all {
        0 => "no hop".to_owned(),
        several => count(several, "hop"),
    };
    match &answer.between {
        Some((from, to)) if from == to => format!("Both are {}: nothing is between.", from.label),
        Some(_) => format!("{entities} and {hops} that every path over such links passes"),
        None => format!("{entities} and {hops} that hold parts together"),
    }
}

/// JSON; schema `nutgraf/key/1`.
pub fn value(edition: &str, answer: &KeyAnswer) -> Value {
    let KeyAnswer {
        between,
        selected,
        connected,
        hidden,
        entities,
        entities_in_all,
        hops,
        hops_in_all,
    } = answer;
    let Hidden {
        no_path,
        shorter_without_filter,
        shorter_through_retracted,
        on_record,
    } = hidden;
    let ends = between.as_ref();
    let mut value = json!({
        "schema": "nutgraf/key/1",
        "edition": edition,
        "from": ends.map(|(from, _)| object::named(from)),
        "to": ends.map(|(_, to)| object::named(to)),
        "filter": selection::value(selected),
        "connected": connected,
        "no_path": no_path.as_ref().map(NoPath::as_str),
        "without_filter": no_path.as_ref().and_then(NoPath::instead).map(hops::path),
        "shorter_without_filter": shorter_without_filter.as_ref().map(hops::path),
        "shorter_through_retracted": shorter_through_retracted.as_ref().map(hops::path),
        "complete": is_complete(answer),
        "entities_in_all": entities_in_all,
        "hops_in_all": hops_in_all,
        "entities": entities.iter().map(entity).collect::<Vec<_>>(),
        "hops": hops.iter().map(key_hop).collect::<Vec<_>>(),
    });
    put_on_record(&mut value, on_record);
    value
}

fn entity(entity: &KeyEntity) -> Value {
    let KeyEntity { named, parts } = entity;
    let mut value = object::named(named);
    value["parts"] = json!(parts);
    value
}

fn key_hop(key: &KeyHop) -> Value {
    let KeyHop {
        hop,
        one_link,
        cuts_off,
    } = key;
    let mut value = hops::hop(hop);
    value["one_link"] = json!(one_link);
    value["cuts_off"] = json!(cuts_off);
    value
}

/// One object for each entity, for each hop, for each path left out, and for
/// each claim that makes no link.
pub fn lines(answer: &KeyAnswer) -> Value {
    let entities = answer.entities.iter().map(entity);
    let hops = answer.hops.iter().map(key_hop);
    let left_out = answer.hidden.paths().map(|path| {
        let mut value = hops::path(path);
        value["use"] = json!(LEFT_OUT);
        value
    });
    let on_record = claims_on_record(&answer.hidden.on_record)
        .map(|(used, claim)| json!({"use": used, "claim": object::claim(claim)}));
    let all = entities.chain(hops).chain(left_out);
    all.chain(on_record).collect()
}

/// One row per claim of each hop and of each path left out, and one for each
/// entity, as both its ends.
pub fn sheet(answer: &KeyAnswer) -> Sheet {
    let mut sheet = hops::sheet();
    for (at, KeyEntity { named, .. }) in answer.entities.iter().enumerate() {
        let cells = hops::COLUMNS.map(|column| match column {
            "from_id" | "to_id" => named.id.clone(),
            "from" | "to" => named.label.clone(),
            "use" => "entity".to_owned(),
            "hop" => (at + 1).to_string(),
            _ => String::new(),
        });
        sheet.row(cells);
    }
    for (at, KeyHop { hop, .. }) in answer.hops.iter().enumerate() {
        hop_rows(&mut sheet, ("", at + 1), hop, USED);
    }
    for path in answer.hidden.paths() {
        path_rows(&mut sheet, "", path, LEFT_OUT);
    }
    on_record_rows(&mut sheet, ("", ""), &answer.hidden.on_record);
    sheet
}
