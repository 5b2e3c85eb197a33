//! A part of what there is to show of an entity or a source, as JSON: the claims
//! that were chosen, from a place on, and how many of each sort there are.

use serde_json::{Value, json};

use crate::answer::{
    ClaimChoice, EntityPart, Facets, Listed, PartList, PartQuestion, Resting, ShownPart,
    SourcePart, Without,
};
use crate::model::{Standing, Support};
use crate::render::identity;
use crate::render::json::{self as object, merge};
use crate::render::rows;
use crate::render::sheet::Sheet;

/// What stands in an address for claims that lack something: no id is like it.
pub const NONE: &str = "-";

/// JSON; schema `nutgraf/show-part/1`, with its kind. Of what is shown whole,
/// `nutgraf/show/1`.
pub fn value(edition: &str, question: &PartQuestion, part: &ShownPart) -> Value {
    let (kind, body) = match part {
        ShownPart::Entity(part) => ("entity", entity(part)),
        ShownPart::Source(part) => ("source", source(part)),
        ShownPart::Other(shown) => return object::shown(edition, shown),
    };
    let PartQuestion {
        choice,
        list,
        from,
        count,
        beginnings: _,
    } = question;
    json!({
        "schema": "nutgraf/show-part/1",
        "edition": edition,
        "kind": kind,
        "chosen": chosen(choice),
        "list": list.unwrap_or(PartList::Claims).as_str(),
        "from": from,
        "count": count,
        kind: body,
    })
}

/// As in an address; what was not chosen is `null`.
fn chosen(choice: &ClaimChoice) -> Value {
    let ClaimChoice {
        relation,
        standing,
        support,
        year,
        without,
    } = choice;
    let or_none = |word: Option<String>| word.unwrap_or_else(|| NONE.to_owned());
    json!({
        "relation": relation.clone().map(or_none),
        "standing": standing.map(Standing::as_str),
        "support": support.map(|one| or_none(one.map(|one| one.as_str().to_owned()))),
        "year": year.map(|one| or_none(one.map(|one| one.to_string()))),
        "without": without.map(Without::as_str),
    })
}

/// How many of each sort: each with the word in an address, words and a number;
/// sorts that nothing is of are left out.
pub fn facets(facets: &Facets) -> Value {
    let Facets {
        relations,
        standings,
        supports,
        years,
        without,
    } = facets;
    let sort = |word: &str, words: &str, claims: usize| json!({"value": word, "words": words, "claims": claims});
    let some = |sorts: Vec<Value>| -> Vec<Value> {
        let mut sorts = sorts;
        sorts.retain(|sort| sort["claims"] != 0);
        sorts
    };
    let relations = relations.iter().map(|(relation, claims)| match relation {
        Some((id, words)) => sort(id, words, *claims),
        None => sort(NONE, "no relation: figures and particulars", *claims),
    });
    // What is contested is not to be overlooked.
    let standings = Standing::ALL.into_iter().zip(standings).rev();
    let standings = standings.map(|(one, claims)| sort(one.as_str(), one.words(), *claims));
    let kinds = Support::ALL.into_iter().map(Some).chain([None]);
    let supports = kinds.zip(supports).map(|(kind, claims)| match kind {
        Some(kind) => sort(kind.as_str(), &kind.as_str().replace('-', " "), *claims),
        None => sort(NONE, "nothing that is left", *claims),
    });
    let years = years.iter().map(|(year, claims)| match year {
        Some(year) => sort(&year.to_string(), &year.to_string(), *claims),
        None => sort(NONE, "no first day known", *claims),
    });
    let without = Without::ALL.into_iter().zip(without);
    let without = without.map(|(one, claims)| {
        let words = match one {
            Without::Falls => "falls with it",
            Without::FallsThoughRelayed => "reached the desk through it alone, which relayed it",
            Without::Stands => "keeps other sources",
            Without::Fallen => "withdrawn already",
        };
        sort(one.as_str(), words, *claims)
    });
    json!({
        "standing": some(standings.collect()),
        "relation": some(relations.collect()),
        "support": some(supports.collect()),
        "year": some(years.collect()),
        "without": some(without.collect()),
    })
}

fn listed<T>(list: &Listed<T>, each: impl Fn(&T) -> Value) -> Value {
    let Listed { listed, in_all } = list;
    json!({"in_all": in_all, "listed": listed.iter().map(each).collect::<Vec<_>>()})
}

fn entity(part: &EntityPart) -> Value {
    let EntityPart {
        what,
        jurisdiction,
        wikidata,
        lei,
        place,
        claims_in_all,
        facets: sorts,
        claims,
        figures,
        answers,
        sources,
        questions,
        identities,
    } = part;
    let mut value = object::candidate(what);
    let more = json!({
        "jurisdiction": jurisdiction,
        "wikidata": wikidata,
        "lei": lei,
        "claims_in_all": claims_in_all,
        "facets": facets(sorts),
        "claims": listed(claims, object::claim),
        "figures": listed(figures, object::claim),
        "answers": listed(answers, object::answer),
        "sources": listed(sources, object::named),
        "questions": listed(questions, object::question),
        "identities": identities.iter().map(|one| {
            let mut value = identity::value(one);
            value["words"] = json!(identity::sentence(one));
            value
        }).collect::<Vec<_>>(),
    });
    merge(&mut value, more, place);
    value
}

fn source(part: &SourcePart) -> Value {
    let SourcePart {
        what,
        chain,
        outlet,
        claims_in_all,
        facets: sorts,
        resting,
        answers_to,
        answers_by,
    } = part;
    let mut value = object::candidate(what);
    let Some(own) = chain.first() else {
        return value;
    };
    let rows = chain.iter().map(|row| {
        let mut value = object::named(&row.named);
        merge(&mut value, object::source_row(row), &row.place);
        value["kind"] = json!(row.kind.as_str());
        value["part"] = json!(row.part.as_str());
        value
    });
    let more = json!({
        "source_kind": own.kind.as_str(),
        "chain": rows.collect::<Vec<_>>(),
        "outlet": object::named(outlet),
        "claims_in_all": claims_in_all,
        "facets": facets(sorts),
        "claims": listed(resting, |Resting { claim, without }| {
            json!({"without": without.as_str(), "claim": object::claim(claim)})
        }),
        "answers_to": listed(answers_to, object::answer),
        "answers": listed(answers_by, object::answer),
    });
    merge(&mut value, more, &own.place);
    value
}

/// The claims that were chosen, a row each; those that rest on a source with what
/// becomes of them without it.
pub fn sheet(part: &ShownPart) -> Sheet {
    match part {
        ShownPart::Entity(part) => {
            let mut sheet = Sheet::new(rows::claim_columns());
            for claim in &part.claims.listed {
                sheet.row(rows::claim_cells(claim));
            }
            sheet
        }
        ShownPart::Source(part) => {
            let columns = rows::claim_columns().into_iter().chain(["without"]);
            let mut sheet = Sheet::new(columns);
            for Resting { claim, without } in &part.resting.listed {
                let cells = rows::claim_cells(claim).into_iter();
                sheet.row(cells.chain([without.as_str().to_owned()]));
            }
            sheet
        }
        ShownPart::Other(shown) => rows::shown(shown),
    }
}
