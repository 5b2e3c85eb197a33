//! What an edition says of itself, as JSON.

use serde_json::{Value, json};

use crate::answer::{AboutEdition, Input, Provenance, ProvenanceCase, ProvenanceTable};
use crate::model::{Mode, Rule, Stance, Standing, Support};

/// JSON; schema `nutgraf/about/1`. What a redacted edition does not tell is `null`.
pub fn value(about: &AboutEdition) -> Value {
    let AboutEdition {
        edition,
        provenance,
        redacted,
        protected,
        rules,
    } = about;
    let Provenance {
        format_version,
        tool_version,
        rule_set,
        content_version,
        inputs,
        cases,
        tables,
        options,
        known_on: _,
    } = provenance;
    let inputs = inputs.iter().map(
        |Input {
             case,
             name,
             bytes,
             sha256,
         }| json!({"case": case, "name": name, "bytes": bytes, "sha256": sha256}),
    );
    let cases = cases
        .iter()
        .map(|ProvenanceCase { base, title }| json!({"base": base, "title": title}));
    let tables = tables.iter().map(
        |ProvenanceTable {
             case,
             name,
             rows_read,
             rows_accepted,
         }| json!({"case": case, "name": name, "rows_read": rows_read, "rows_accepted": rows_accepted}),
    );
    // Counts and hashes over withheld cells would tell of these.
    let unless_redacted = |list: Vec<Value>| match redacted {
        true => Value::Null,
        false => json!(list),
    };
    json!({
        "schema": "nutgraf/about/1",
        "edition": edition,
        "format": format_version,
        "content_version": content_version,
        "made_by": tool_version,
        "program": env!("CARGO_PKG_VERSION"),
        "rule_set": rule_set,
        "rules": rules,
        "cases": cases.collect::<Vec<_>>(),
        "inputs": unless_redacted(inputs.collect()),
        "tables": unless_redacted(tables.collect()),
        "options": options,
        "redacted": redacted,
        "protected_sources": protected,
    })
}

/// The words of pages, with what each means.
pub fn words() -> Value {
    let standings = Standing::ALL.map(|standing| {
        let meaning = match standing {
            Standing::Uncontested => {
                "no denial is recorded. This never means that it is true. Pages say “no denial recorded”"
            }
            Standing::Disputed => {
                "it is denied in part, in how it is put, by somebody who is no party to it, or through a denial of its source by a party; or it sums up a claim that is denied or disputed"
            }
            Standing::Denied => Rule::DeniedByParty.sentence(),
            Standing::Retracted => Rule::NoCitationLeft.sentence(),
        };
        json!({"word": standing.as_str(), "meaning": meaning})
    });
    let stances = Stance::ALL.iter().map(|stance| {
        let meaning = match stance {
            Stance::Denied => {
                "said that it is not so, as a whole, in general, in part, or in how it is put"
            }
            Stance::Declined => "was asked and would not say anything",
            Stance::NoResponse => "was asked and did not respond",
            Stance::Commented => "said something that neither denies nor confirms it",
            Stance::Confirmed => "said that it is so",
            Stance::Retracted => "took back what it had said or published",
            Stance::Pending => "was asked; the answer is not in yet",
        };
        json!({"word": stance.as_str().replace('-', " "), "meaning": meaning})
    });
    let modes = Mode::ALL.map(|mode| {
        let meaning = match mode {
            Mode::Asserted => "the source says that it is or was so",
            Mode::Hearsay => "the source says that others say so",
            Mode::Projected => "it is expected or planned; no path goes over it",
            Mode::Sought => "somebody wanted it or asked for it",
            Mode::Ended => "it was so and is no longer",
        };
        json!({"word": mode.as_str(), "meaning": meaning})
    });
    let supports = Support::ALL.map(|support| {
        let meaning = match support {
            Support::Document => "a document, a dataset or a ledger",
            Support::Named => "a person, an organisation or a statement, by name",
            Support::OwnAccount => {
                "one of these, or a spokesperson, speaking of itself or its side"
            }
            Support::Spokesperson => "on record, the name not given",
            Support::Outlet => "the outlet's word; no voice is given",
            Support::Anonymous => "a voice without a name",
            Support::Editor => "the desk's own inference",
        };
        json!({"word": support.as_str().replace('-', " "), "meaning": meaning})
    });
    json!({
        "standings": standings,
        "answers": stances.collect::<Vec<_>>(),
        "modes": modes,
        "supports": supports,
    })
}
