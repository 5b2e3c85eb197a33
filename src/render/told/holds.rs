//! What holds a connection up, with its proof.

use serde_json::{Value, json};

use crate::answer::{Because, HoldsAnswer, HoldsOutcome, Label, LabelOf, NoPath, Strand};
use crate::render::told::{Told, all_named, of_links};
use crate::render::{holds, json as object, selection};

/// Paths of a proof that a page shows.
const SHOWN: usize = 10;

/// The set, why there is no smaller one, and the claims.
pub fn holds(answer: &HoldsAnswer) -> Value {
    let mut told = Told::default();
    let mut value = verdict(&mut told, answer);
    let strands = holds::strands(answer);
    let shown: Vec<Value> = strands
        .iter()
        .take(SHOWN)
        .map(|strand| told.strand(strand))
        .collect();
    let instead = answer.hidden.no_path.as_ref().and_then(NoPath::instead);
    value["asked"] = json!(selection::said(&answer.selected).join("; "));
    value["because"] =
        json!(because(answer).and_then(|one| holds::because_words(one, answer.by.as_str())));
    value["more"] = json!(strands.len().saturating_sub(shown.len()));
    value["strands"] = json!(shown);
    value["instead"] = json!(instead.map(|path| told.path(path)));
    value["shorter"] = json!(told.hidden(&answer.hidden));
    value["on_record"] = json!(match answer.outcome {
        HoldsOutcome::NotConnected => told.on_record(&answer.hidden.on_record),
        HoldsOutcome::SameEntity
        | HoldsOutcome::OnNothing { .. }
        | HoldsOutcome::Exactly { .. }
        | HoldsOutcome::Between { .. } => Vec::new(),
    });
    value["claims"] = json!(told.claims());
    value
}

/// The set alone, for a page about something else: of a set of claims their
/// sentences, without numbers.
pub fn holds_briefly(answer: &HoldsAnswer) -> Value {
    verdict(&mut Told::default(), answer)
}

fn verdict<'a>(told: &mut Told<'a>, answer: &'a HoldsAnswer) -> Value {
    let exact = match answer.outcome {
        HoldsOutcome::Between { .. } => false,
        HoldsOutcome::SameEntity
        | HoldsOutcome::NotConnected
        | HoldsOutcome::OnNothing { .. }
        | HoldsOutcome::Exactly { .. } => true,
    };
    let set: Vec<Value> = holds::set(answer)
        .iter()
        .map(|one| told.member(one))
        .collect();
    json!({
        "verdict": holds::verdict_words(answer),
        "exact": exact,
        "set": set,
    })
}

fn because(answer: &HoldsAnswer) -> Option<&Because> {
    match &answer.outcome {
        HoldsOutcome::SameEntity | HoldsOutcome::NotConnected | HoldsOutcome::OnNothing { .. } => {
            None
        }
        HoldsOutcome::Exactly { because, .. } | HoldsOutcome::Between { because, .. } => {
            Some(because)
        }
    }
}

impl<'a> Told<'a> {
    /// Something that can be withdrawn.
    fn member(&mut self, label: &'a Label) -> Value {
        let Label {
            what,
            claims,
            only_relays,
        } = label;
        let mut value = self.label(what);
        value["behind"] = match what {
            LabelOf::Claim(_) => Value::Null,
            LabelOf::Source(_) | LabelOf::Inference(_) | LabelOf::Origin(_) => {
                json!(holds::claims_of_case(*claims))
            }
        };
        value["only_relays"] = json!(only_relays);
        value
    }

    fn label(&mut self, what: &'a LabelOf) -> Value {
        let (source, words, number) = match what {
            LabelOf::Source(named) => (Some(named), String::new(), None),
            LabelOf::Inference(named) => {
                let words = "our own inference, which may rest on the same reports";
                (Some(named), words.to_owned(), None)
            }
            LabelOf::Origin(_) => (None, holds::label_words(what), None),
            LabelOf::Claim(claim) => {
                let words = claim.sentence().into_owned();
                (None, words, Some(self.numbers.of(claim)))
            }
        };
        json!({
            "source": source.map(object::named),
            "words": words,
            "number": number,
        })
    }

    /// A path of a proof, with what each hop rests on in it.
    fn strand(&mut self, strand: &'a Strand) -> Value {
        let Strand { entities, hops } = strand;
        let ends = entities.windows(2);
        let hops = hops.iter().zip(ends).map(|(hop, ends)| {
            let rests_on = hop.rests_on.iter().map(|one| self.label(one));
            let rests_on: Vec<Value> = rests_on.collect();
            let links = vec![self.link(&hop.link, false)];
            let mut told = of_links(&ends[0], &ends[1], hop.link.standing, links);
            told["rests_on"] = json!(rests_on);
            told
        });
        let hops: Vec<Value> = hops.collect();
        json!({"entities": all_named(entities), "hops": hops})
    }
}
