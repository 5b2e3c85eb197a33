//! What holds a connection up, as text, JSON and rows.
//!
//! A set is shown with what proves it: that nothing smaller does it is either
//! seen on paths with nothing in common, or was tried.

use serde_json::{Value, json};

use crate::answer::{
    Because, Hidden, HoldsAnswer, HoldsLimit, HoldsOutcome, Label, LabelOf, NoPath, Strand,
    StrandHop,
};
use crate::model::Standing;
use crate::render::hops::{self, LEFT_OUT, Numbers, link_json, marks, path_lines, weakness};
use crate::render::no_path::{
    Ends, claims_on_record, hidden_lines, no_path_words, on_record_lines, put_on_record,
};
use crate::render::page::Page;
use crate::render::selection::Given;
use crate::render::words::count;
use crate::render::{json as object, selection};

/// Paths that a person is shown as a proof.
const SHOWN: usize = 10;

/// Text for a person.
pub fn page(answer: &HoldsAnswer) -> Page {
    let mut page = Page::new();
    let mut numbers = Numbers::default();
    let by = answer.by.as_str();
    page.title(format!(
        "What connects {} and {} by {by}",
        answer.from.label, answer.to.label
    ));
    let phrases = selection::said(&answer.selected);
    if !phrases.is_empty() {
        page.add(format!("  ({})", phrases.join("; ")));
    }
    match &answer.outcome {
        HoldsOutcome::SameEntity => {
            page.line(verdict_words(answer));
        }
        HoldsOutcome::NotConnected => {
            page.line(verdict_words(answer));
            if let Some(path) = answer.hidden.no_path.as_ref().and_then(NoPath::instead) {
                path_lines(&mut page, &mut numbers, "   ", path);
            }
            on_record_lines(&mut page, &mut numbers, &answer.hidden.on_record);
        }
        HoldsOutcome::OnNothing { strand } => {
            page.line(verdict_words(answer)).add(":");
            strand_lines(&mut page, &mut numbers, strand);
        }
        HoldsOutcome::Exactly {
            set,
            because,
            only: _,
        } => {
            page.line(verdict_words(answer));
            label_lines(&mut page, &mut numbers, set);
            because_lines(&mut page, &mut numbers, because, by);
        }
        HoldsOutcome::Between {
            because, at_most, ..
        } => {
            page.line("").alarm(verdict_words(answer));
            if let Some(set) = at_most {
                page.line(format!(
                    "Without these {} they are not connected:",
                    set.len()
                ));
                label_lines(&mut page, &mut numbers, set);
            }
            because_lines(&mut page, &mut numbers, because, by);
        }
    }
    hidden_lines(&mut page, &mut numbers, &answer.hidden);
    numbers.lines(&mut page);
    page
}

/// How large the smallest set is, or why there is none, in a sentence or two.
pub(super) fn verdict_words(answer: &HoldsAnswer) -> String {
    let by = answer.by.as_str();
    match &answer.outcome {
        HoldsOutcome::SameEntity => "Both are the same: nothing has to hold.".to_owned(),
        HoldsOutcome::NotConnected => not_connected_words(answer),
        HoldsOutcome::OnNothing { strand } => on_nothing_words(answer, strand).to_owned(),
        HoldsOutcome::Exactly {
            set,
            because: _,
            only,
        } => {
            let (hold, them) = match set.len() {
                1 => ("holds it up", "it"),
                _ => ("hold it up", "them"),
            };
            format!(
                "{} {hold}: without {them} no path over such links is left, and no smaller set does that. {}",
                count(set.len(), by),
                only_words(*only)
            )
        }
        HoldsOutcome::Between {
            at_least,
            because: _,
            at_most,
            limit,
        } => {
            let most = match at_most {
                Some(set) => format!("between {at_least} and {}", set.len()),
                None => format!("at least {at_least}"),
            };
            match at_least {
                0 => format!(
                    "NOT KNOWN whether they are connected. {}",
                    limit_words(*limit)
                ),
                _ => format!(
                    "NOT EXACT: the smallest set has {most} {by}s. {}",
                    limit_words(*limit)
                ),
            }
        }
    }
}

pub(super) fn not_connected_words(answer: &HoldsAnswer) -> String {
    let ends = Ends {
        from: &answer.from,
        to: &answer.to,
        selected: &answer.selected,
        via: &[],
        own: "",
        given: Given::Options,
    };
    match &answer.hidden.no_path {
        Some(no_path) => no_path_words(&ends, no_path),
        None => "No path over such links that rests on anything.".to_owned(),
    }
}

/// Nothing is behind the path, or what is withdrawn counts all the same.
pub(super) fn on_nothing_words(answer: &HoldsAnswer, strand: &Strand) -> &'static str {
    let standings = answer.selected.standings.as_deref().unwrap_or_default();
    let mut hops = strand.hops.iter();
    let retracted = hops.all(|hop| hop.link.standing == Standing::Retracted);
    match standings.contains(&Standing::Retracted) && !retracted {
        true => "Retracted links count here: this path stays, whatever is withdrawn",
        false => "This path rests on nothing that could be withdrawn",
    }
}

/// Whether the set is the only one.
pub(super) fn only_words(only: bool) -> &'static str {
    match only {
        true => "It is the only such set.",
        false => "This is one smallest set; there may be others.",
    }
}

/// Which limit kept the smallest set from being found.
pub fn limit_words(limit: HoldsLimit) -> &'static str {
    match limit {
        HoldsLimit::Size => "Sets of more than 8 are not tried.",
        HoldsLimit::Work => "The search read as much as it may.",
    }
}

fn label_lines<'a>(page: &mut Page, numbers: &mut Numbers<'a>, set: &'a [Label]) {
    for (at, label) in set.iter().enumerate() {
        let Label {
            what,
            claims,
            only_relays,
        } = label;
        page.line(format!("  {}. {}", at + 1, words(what, numbers)));
        if !matches!(what, LabelOf::Claim(_)) {
            page.add(format!("  (behind {})", claims_of_case(*claims)));
        }
        if *only_relays {
            page.add("  only relays: its own withdrawal removes nothing");
        }
    }
}

/// Attributes are not among them.
pub(super) fn claims_of_case(claims: usize) -> String {
    match claims {
        1 => "1 claim of the case between entities".to_owned(),
        several => format!("{several} claims of the case between entities"),
    }
}

fn words<'a>(what: &'a LabelOf, numbers: &mut Numbers<'a>) -> String {
    match what {
        LabelOf::Source(_) | LabelOf::Inference(_) | LabelOf::Origin(_) => label_words(what),
        LabelOf::Claim(claim) => numbers.told(claim),
    }
}

/// What something is that can be withdrawn, in words.
pub(super) fn label_words(what: &LabelOf) -> String {
    match what {
        LabelOf::Source(named) => format!("{} ({})", named.label, named.id),
        LabelOf::Inference(named) => format!(
            "{} ({}; our own inference, which may rest on the same reports)",
            named.label, named.id
        ),
        LabelOf::Origin(origin) => format!("the origin “{origin}”"),
        LabelOf::Claim(claim) => claim.sentence().into_owned(),
    }
}

/// Why no smaller set does it, in a sentence; none where there is nothing to say.
pub(super) fn because_words(because: &Because, by: &str) -> Option<String> {
    match because {
        Because::Disjoint(strands) if strands.is_empty() => None,
        Because::Disjoint(strands) if strands.len() == 1 => {
            Some("A path that there is:".to_owned())
        }
        Because::Disjoint(strands) => Some(format!(
            "No fewer: these {} paths have no {by} in common.",
            strands.len()
        )),
        Because::Tried(size) => Some(format!(
            "No fewer: every set of up to {} was tried and left a path.",
            count(*size as usize, by)
        )),
    }
}

fn because_lines<'a>(page: &mut Page, numbers: &mut Numbers<'a>, because: &'a Because, by: &str) {
    page.gap();
    if let Some(words) = because_words(because, by) {
        page.line(words);
    }
    match because {
        Because::Disjoint(strands) => {
            for strand in strands.iter().take(SHOWN) {
                page.gap();
                strand_lines(page, numbers, strand);
            }
            if let Some(more @ 1..) = strands.len().checked_sub(SHOWN) {
                page.gap().line(format!(
                    "… and {}; `-o json` has them all",
                    count(more, "more path")
                ));
            }
        }
        Because::Tried(_) => {}
    }
}

fn strand_lines<'a>(page: &mut Page, numbers: &mut Numbers<'a>, strand: &'a Strand) {
    let Strand { entities, hops } = strand;
    let mut entities = entities.iter();
    if let Some(first) = entities.next() {
        page.line(first.label.clone());
    }
    for (StrandHop { link, rests_on }, to) in hops.iter().zip(entities) {
        page.line(format!("  │ {}", link.verb))
            .add(marks(numbers, link));
        if link.standing != Standing::Uncontested {
            page.add("  ").standing(link.standing);
        }
        page.add(weakness(link));
        let rests_on: Vec<String> = rests_on.iter().map(|one| words(one, numbers)).collect();
        if !rests_on.is_empty() {
            page.line(format!("  │   according to {}", rests_on.join(" and ")));
        }
        page.line(to.label.clone());
    }
}

/// JSON; schema `nutgraf/holds/1`.
pub fn value(edition: &str, answer: &HoldsAnswer) -> Value {
    let HoldsAnswer {
        from,
        to,
        by,
        selected,
        outcome,
        hidden,
    } = answer;
    let Hidden {
        no_path,
        shorter_without_filter,
        shorter_through_retracted,
        on_record,
    } = hidden;
    let (word, set, at_least, because, limit) = match outcome {
        HoldsOutcome::SameEntity => ("same-entity", None, Some(0), None, None),
        HoldsOutcome::NotConnected => ("not-connected", None, Some(0), None, None),
        HoldsOutcome::OnNothing { .. } => ("on-nothing", None, None, None, None),
        HoldsOutcome::Exactly {
            set,
            because,
            only: _,
        } => {
            let size = u32::try_from(set.len()).ok();
            ("exactly", Some(set), size, Some(because), None)
        }
        HoldsOutcome::Between {
            at_least,
            because,
            at_most,
            limit,
        } => {
            let set = at_most.as_ref();
            ("between", set, Some(*at_least), Some(because), Some(limit))
        }
    };
    let only = match outcome {
        HoldsOutcome::Exactly { only, .. } => Some(*only),
        HoldsOutcome::SameEntity
        | HoldsOutcome::NotConnected
        | HoldsOutcome::OnNothing { .. }
        | HoldsOutcome::Between { .. } => None,
    };
    let mut value = json!({
        "schema": "nutgraf/holds/1",
        "edition": edition,
        "from": object::named(from),
        "to": object::named(to),
        "by": by.as_str(),
        "filter": selection::value(selected),
        "answer": word,
        "complete": limit.is_none(),
        "limit": limit.map(|limit| match limit {
            HoldsLimit::Size => "size",
            HoldsLimit::Work => "work",
        }),
        "no_path": no_path.as_ref().map(NoPath::as_str),
        "without_filter": no_path.as_ref().and_then(NoPath::instead).map(hops::path),
        "shorter_without_filter": shorter_without_filter.as_ref().map(hops::path),
        "shorter_through_retracted": shorter_through_retracted.as_ref().map(hops::path),
        "only_smallest": only,
        "at_least": at_least,
        "at_most": set.map(Vec::len),
        "set": set.map(|set| set.iter().map(label).collect::<Vec<_>>()),
        "tried_up_to": match because {
            Some(Because::Tried(size)) => Some(*size),
            Some(Because::Disjoint(_)) | None => None,
        },
        "disjoint_paths": strands(answer).iter().map(strand).collect::<Vec<_>>(),
    });
    put_on_record(&mut value, on_record);
    value
}

fn label(label: &Label) -> Value {
    let Label {
        what,
        claims,
        only_relays,
    } = label;
    let mut value = label_of(what);
    value["claims"] = json!(claims);
    value["only_relays"] = json!(only_relays);
    value
}

/// What something is that can be withdrawn, as JSON.
pub(super) fn label_of(what: &LabelOf) -> Value {
    match what {
        LabelOf::Source(named) => {
            json!({"source": object::named(named), "own_inference": false})
        }
        LabelOf::Inference(named) => {
            json!({"source": object::named(named), "own_inference": true})
        }
        LabelOf::Origin(origin) => json!({"origin": origin}),
        LabelOf::Claim(claim) => json!({"claim": object::claim(claim)}),
    }
}

fn strand(strand: &Strand) -> Value {
    let Strand { entities, hops } = strand;
    let ends = entities.windows(2);
    let hops = hops.iter().zip(ends).map(|(hop, ends)| {
        let StrandHop { link, rests_on } = hop;
        json!({
            "from": ends[0].id,
            "to": ends[1].id,
            "link": link_json((&ends[0], &ends[1]), link),
            "claims": link.claims.iter().map(|claim| object::claim(claim)).collect::<Vec<_>>(),
            "rests_on": rests_on.iter().map(label_of).collect::<Vec<_>>(),
        })
    });
    let hops: Vec<Value> = hops.collect();
    json!({
        "entities": entities.iter().map(object::named).collect::<Vec<_>>(),
        "hops": hops,
    })
}

/// One object for each label of the set, then for each path of the proof; `use`
/// tells them apart.
pub fn lines(answer: &HoldsAnswer) -> Value {
    let with = |mut value: Value, used: &str| {
        value["use"] = json!(used);
        value
    };
    let members = set(answer).iter().map(|one| with(label(one), MEMBER));
    let proof = strands(answer).iter().map(|one| with(strand(one), PROOF));
    let left_out = answer.hidden.paths();
    let left_out = left_out.map(|path| with(hops::path(path), LEFT_OUT));
    let on_record = claims_on_record(&answer.hidden.on_record)
        .map(|(used, claim)| with(json!({"claim": object::claim(claim)}), used));
    let all = members.chain(proof).chain(left_out);
    all.chain(on_record).collect()
}

/// The words in the column or field `use`.
pub(super) const MEMBER: &str = "member";
pub(super) const PROOF: &str = "proof";

/// The paths of the proof.
pub(super) fn strands(answer: &HoldsAnswer) -> &[Strand] {
    let because = match &answer.outcome {
        HoldsOutcome::SameEntity | HoldsOutcome::NotConnected => return &[],
        HoldsOutcome::OnNothing { strand } => return std::slice::from_ref(strand),
        HoldsOutcome::Exactly { because, .. } | HoldsOutcome::Between { because, .. } => because,
    };
    match because {
        Because::Disjoint(strands) => strands,
        Because::Tried(_) => &[],
    }
}

pub(super) fn set(answer: &HoldsAnswer) -> &[Label] {
    match &answer.outcome {
        HoldsOutcome::SameEntity | HoldsOutcome::NotConnected | HoldsOutcome::OnNothing { .. } => {
            &[]
        }
        HoldsOutcome::Exactly { set, .. } => set,
        HoldsOutcome::Between { at_most, .. } => at_most.as_deref().unwrap_or_default(),
    }
}
