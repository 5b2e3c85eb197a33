//! What connects several names.

use serde_json::{Value, json};

use crate::answer::BetweenAnswer;
use crate::render::page::{Emphasis, Page};
use crate::render::told::Told;
use crate::render::{between, json as object};

/// Every two of the names in a sentence, who stands in between, the hops from
/// `from` on, as many as are to be shown; what is left out, and the claims.
pub fn between(answer: &BetweenAnswer, from: usize, most: usize) -> Value {
    let mut told = Told::default();
    let hops = answer.hops.iter().skip(from).take(most);
    let hops: Vec<Value> = hops.map(|hop| told.hop(hop)).collect();
    let left_out = between::left_out(answer);
    let left_out: Vec<Value> = left_out.map(|path| told.path(path)).collect();
    let pairs = answer.pairs.iter().map(|pair| {
        let mut line = Page::new();
        between::pair_line(&mut line, pair);
        json!({
            "from": object::named(&pair.from),
            "to": object::named(&pair.to),
            "words": pieces(&line),
            "on_record": told.on_record(&pair.on_record),
        })
    });
    let pairs: Vec<Value> = pairs.collect();
    let entities = answer.entities.iter().map(between::connector);
    json!({
        "asked": between::phrases(answer).join("; "),
        "pairs": pairs,
        "in_between": entities.collect::<Vec<_>>(),
        "hops": hops,
        "left_out": left_out,
        "claims": told.claims(),
    })
}

/// The pieces of a page's one line after the first, which names the two.
fn pieces(page: &Page) -> Vec<Value> {
    let lines = page.pieces();
    let pieces = lines.flat_map(|line| line.into_iter().skip(1));
    pieces
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, emphasis)| {
            let alarm = match emphasis {
                Emphasis::Alarm => true,
                Emphasis::None | Emphasis::Bold => false,
            };
            json!({"text": text, "alarm": alarm})
        })
        .collect()
}
