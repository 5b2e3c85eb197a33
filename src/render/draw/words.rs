//! A picture in sentences, for whoever cannot see it, and for the page beside it.

use std::collections::BTreeSet;

use crate::model::{Stance, Standing};
use crate::render::draw::Picture;
use crate::render::draw::sketch::{Bundle, Sketch, brackets};
use crate::render::words::date;

/// Everything that is drawn, a sentence for each label: `1. Ann paid Bo [1], 2014
/// (DENIED by Bo).`
pub(super) fn description(picture: &Picture) -> String {
    let mut words = format!("{}.", picture.counts);
    for limit in &picture.limits {
        words.push_str(&format!(" NOT COMPLETE: {limit}."));
    }
    for (at, bundle) in picture.sketch.bundles.iter().enumerate() {
        let sentence = sentence(&picture.sketch, bundle);
        words.push_str(&format!("\n{}. {sentence}", at + 1));
    }
    words
}

/// What the links of one label say.
pub(super) fn sentence(sketch: &Sketch, bundle: &Bundle) -> String {
    told(sketch, bundle, true)
}

/// The same without the numbers of the claims, for where no list has them.
pub(super) fn sentence_alone(sketch: &Sketch, bundle: &Bundle) -> String {
    told(sketch, bundle, false)
}

fn told(sketch: &Sketch, bundle: &Bundle, numbered: bool) -> String {
    let Bundle {
        from,
        to,
        verb,
        symmetric: _,
        standing,
        left_out,
        weakness,
        numbers,
        links: _,
    } = bundle;
    let label = |figure: usize| sketch.figures[figure].named.label.as_str();
    let before = if *left_out { "Left out: " } else { "" };
    let mut words = format!("{before}{} {verb} {}", label(*from), label(*to));
    if numbered {
        words.push_str(&format!(" {}", brackets(numbers)));
    }
    let claims = || {
        let claims = sketch.claims();
        numbers.iter().filter_map(|number| claims.get(number - 1))
    };
    let dates: BTreeSet<String> = claims().filter_map(|claim| date(&claim.when)).collect();
    if !dates.is_empty() {
        let dates: Vec<String> = dates.into_iter().collect();
        words.push_str(&format!(", {}", dates.join(", ")));
    }
    let mut by: Vec<&str> = Vec::new();
    for answer in claims().flat_map(|claim| &claim.answers) {
        let speaker = answer.by.as_ref().map(|by| by.label.as_str());
        match (answer.stance, speaker) {
            (Stance::Denied | Stance::Retracted, Some(speaker)) if !by.contains(&speaker) => {
                by.push(speaker);
            }
            (
                Stance::Denied
                | Stance::Retracted
                | Stance::Declined
                | Stance::NoResponse
                | Stance::Commented
                | Stance::Confirmed
                | Stance::Pending,
                _,
            ) => {}
        }
    }
    let by = match (&by[..], standing) {
        ([], _) => String::new(),
        (_, Standing::Uncontested) => format!("; denied or withdrawn in part by {}", by.join(", ")),
        (_, Standing::Disputed | Standing::Denied | Standing::Retracted) => {
            format!(" by {}", by.join(", "))
        }
    };
    words.push_str(&format!(" ({}{by})", standing_word(*standing)));
    if !weakness.is_empty() {
        words.push_str(&format!(" {weakness}"));
    }
    words.push('.');
    words
}

/// The standing as it stands in a picture, where what is contested must stand out.
pub(super) fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Disputed => "DISPUTED",
        Standing::Uncontested | Standing::Denied | Standing::Retracted => standing.words(),
    }
}
