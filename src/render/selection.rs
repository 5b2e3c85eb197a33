//! Which links an answer was made of, in words and as JSON.

use serde_json::{Value, json};

use crate::answer::{Criterion, Named, Selected, WithdrawnClaims};
use crate::render::json as object;
use crate::render::words::count;

/// What a selection asks for, a phrase each; none when it asks for nothing.
pub(super) fn phrases(selected: &Selected) -> Vec<String> {
    let Selected {
        standings,
        by_uncontested: _,
        min_origins,
        named,
        documented,
        relations,
        not_relations,
        unused_relations: _,
        on,
        undated: _,
        avoid,
        without_sources,
        withdrawn: _,
        ..
    } = selected;
    let mut phrases = Vec::new();
    if selected.uncontested() {
        phrases.push("only links with no denial recorded".to_owned());
    } else if let Some(standings) = standings {
        let words = standings.iter().map(|standing| standing.as_str());
        phrases.push(format!("only links that are {}", either(words)));
    }
    if *min_origins > 0 {
        let origins = count(*min_origins as usize, "origin");
        phrases.push(format!("only links of at least {origins}"));
    }
    if *named {
        phrases.push("only links that a named source supports".to_owned());
    }
    if *documented {
        phrases.push("only links that a document supports".to_owned());
    }
    if !relations.is_empty() {
        phrases.push(format!("only {}", either(relations)));
    }
    if !not_relations.is_empty() {
        phrases.push(format!("not {}", either(not_relations)));
    }
    if let Some(day) = on {
        phrases.push(format!("only links whose dates allow {day}"));
    }
    if !avoid.is_empty() {
        phrases.push(format!("avoiding {}", listed(avoid)));
    }
    if !without_sources.is_empty() {
        let sources = listed(without_sources);
        phrases.push(format!("without what falls with {sources}"));
    }
    phrases
}

/// Likewise, with what has to be known of it once: how many links have no date,
/// which relation nothing has, what was only relayed.
pub(super) fn said(selected: &Selected) -> Vec<String> {
    let mut said = phrases(selected);
    match (selected.on, selected.undated) {
        (None, _) | (Some(_), 0) => {}
        (Some(_), 1) => said.push("1 link of the case has no date and is left out".to_owned()),
        (Some(_), links) => said.push(format!(
            "{links} links of the case have no date and are left out"
        )),
    }
    for word in &selected.unused_relations {
        said.push(format!("no link on record has the relation {word}"));
    }
    let WithdrawnClaims {
        claims,
        only_relayed,
    } = selected.withdrawn;
    let (they, their) = match &selected.without_sources[..] {
        [_] => ("it", "its"),
        _ => ("they", "their"),
    };
    said.extend((only_relayed > 0).then(|| {
        let claims = match claims == only_relayed {
            true => format!("the {}", count(claims, "claim")),
            false => format!("{only_relayed} of the {}", count(claims, "claim")),
        };
        format!("{they} only relayed {claims} between entities that fall here: {their} own withdrawal removes nothing of that")
    }));
    said
}

fn listed(named: &[Named]) -> String {
    let labels: Vec<&str> = named.iter().map(|one| one.label.as_str()).collect();
    labels.join(" and ")
}

fn either<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = words
        .into_iter()
        .map(|word| word.as_ref().to_owned())
        .collect();
    words.join(" or ")
}

/// How options are given, and so what they are called in advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// To a command: `--within 3`.
    Options,
    /// In an address: `within=3`.
    Address,
}

impl Given {
    /// The name of an option, which is given as a command has it.
    pub(super) fn name(self, option: &str) -> String {
        match self {
            Given::Options => format!("`{option}`"),
            Given::Address => format!("`{}`", option.trim_start_matches('-')),
        }
    }

    /// Likewise with a value.
    pub(super) fn with(self, option: &str, value: u32) -> String {
        match self {
            Given::Options => format!("`{option} {value}`"),
            Given::Address => format!("`{}={value}`", option.trim_start_matches('-')),
        }
    }
}

/// Which options stand in the way, each alone: `--on` or `--relation`.
pub(super) fn options(selected: &Selected, criteria: &[Criterion], given: Given) -> String {
    let options = criteria.iter().map(|criterion| {
        let options = selected.options_of(*criterion).into_iter();
        let names: Vec<String> = options.map(|option| given.name(option)).collect();
        names.join(" and ")
    });
    either(options)
}

/// As JSON, every field in every answer.
pub(super) fn value(selected: &Selected) -> Value {
    let Selected {
        standings,
        by_uncontested: _,
        min_origins,
        named,
        documented,
        relations,
        not_relations,
        unused_relations,
        on,
        undated,
        avoid,
        without_sources,
        withdrawn,
        ..
    } = selected;
    let WithdrawnClaims {
        claims,
        only_relayed,
    } = withdrawn;
    let named_all = |all: &[Named]| all.iter().map(object::named).collect::<Vec<_>>();
    json!({
        "standings": standings.as_ref().map(|standings| {
            standings.iter().map(|standing| standing.as_str()).collect::<Vec<_>>()
        }),
        "min_origins": min_origins,
        "named": named,
        "documented": documented,
        "relations": relations,
        "not_relations": not_relations,
        "unused_relations": unused_relations,
        "on": on.map(|day| day.to_string()),
        "undated_links": on.map(|_| undated),
        "avoid": named_all(avoid),
        "without_sources": named_all(without_sources),
        "without_claims": {"in_all": claims, "only_relayed": only_relayed},
    })
}
