//! What a difference has to say, from the tables, and of standings from the
//! rules as `model` applies them: nothing here walks triples.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use nutgraf::edition::Edition;
use nutgraf::model::{Case, Claim, Identified, Ix};
use nutgraf::pipeline::{Recalled, recall};

use super::Told;
use crate::known_on::tables::{CLAIM_TABLES, Row, Tables};

/// A thing by its id, with all that is said of it in one text.
type Things = BTreeMap<String, String>;

pub fn expected(
    (old_tables, old): (&Tables, &Edition),
    (new_tables, new): (&Tables, &Edition),
) -> Result<Told, Box<dyn Error>> {
    let mut told = Told::new();
    let both = |of: &dyn Fn(&Tables) -> Things| (of(old_tables), of(new_tables));
    for (kind, (before, after)) in [
        (
            "entity",
            both(&|tables| rows(tables, &["people", "companies", "assets"])),
        ),
        ("answer", both(&|tables| rows(tables, &["denials"]))),
        ("question", both(&|tables| rows(tables, &["questions"]))),
        ("identity", both(&|tables| rows(tables, &["identities"]))),
        ("source", both(&sources)),
        ("meeting", both(&meetings)),
    ] {
        told.insert(kind, compared(&before, &after, |_| false));
    }
    let (was, is) = (assessed(old)?, assessed(new)?);
    let (before, after) = (claims(old_tables, &was), claims(new_tables, &is));
    let other = |id: &str| was[id].0 != is[id].0;
    told.insert("claim", compared(&before, &after, other));
    Ok(told)
}

fn compared(
    before: &Things,
    after: &Things,
    other_standing: impl Fn(&str) -> bool,
) -> [BTreeSet<String>; 4] {
    let ids = |things: &Things| -> BTreeSet<String> { things.keys().cloned().collect() };
    let (was, is) = (ids(before), ids(after));
    let in_both = was.intersection(&is);
    let changed: BTreeSet<String> = in_both
        .filter(|id| before[*id] != after[*id])
        .cloned()
        .collect();
    [
        is.difference(&was).cloned().collect(),
        was.difference(&is).cloned().collect(),
        changed.clone(),
        changed
            .into_iter()
            .filter(|id| other_standing(id))
            .collect(),
    ]
}

fn rows_of<'t>(tables: &'t Tables, table: &str) -> &'t [Row] {
    tables.rows.get(table).map_or(&[], Vec::as_slice)
}

fn rows(tables: &Tables, names: &[&str]) -> Things {
    let rows = names.iter().flat_map(|name| rows_of(tables, name));
    rows.map(|row| (row["id"].clone(), format!("{row:?}")))
        .collect()
}

/// A source, and whether it withdrew.
fn sources(tables: &Tables) -> Things {
    let mut sources = rows(tables, &["sources"]);
    for denial in rows_of(tables, "denials") {
        if denial["stance"] == "retracted" {
            for of in denial["of"].split(';') {
                if let Some(source) = sources.get_mut(of)
                    && !source.ends_with("withdrawn")
                {
                    source.push_str("withdrawn");
                }
            }
        }
    }
    sources
}

fn meetings(tables: &Tables) -> Things {
    let meetings = rows_of(tables, "meetings").iter();
    let own = |row: &Row| {
        ["participants", "occasion", "place", "text"]
            .map(|column| row.get(column).cloned().unwrap_or_default())
            .join("|")
    };
    meetings.map(|row| (row["id"].clone(), own(row))).collect()
}

/// The claims: their rows, their passages, what the rules say of them.
fn claims(tables: &Tables, assessed: &BTreeMap<String, (String, String)>) -> Things {
    let mut claims = Things::new();
    for table in CLAIM_TABLES {
        for row in rows_of(tables, table) {
            let ids: Vec<String> = match table {
                "meetings" => row["participants"]
                    .split(';')
                    .map(|who| format!("{}.{who}", row["id"]))
                    .collect(),
                _ => vec![row["id"].clone()],
            };
            for id in ids {
                // What the occasion was is said of the meeting.
                let mut own = row.clone();
                for column in ["participants", "occasion", "place"] {
                    if table == "meetings" {
                        own.remove(column);
                    }
                }
                claims.insert(id, format!("{own:?}"));
            }
        }
    }
    let mut passages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows_of(tables, "citations") {
        let of = passages.entry(row["claim"].clone()).or_default();
        of.insert(format!("{row:?}"));
    }
    for (claim, said) in &mut claims {
        // The citation of a meeting is one of each attendance.
        let meeting = claim.split('.').next().unwrap_or_default();
        let own = passages.get(claim).or(passages.get(meeting));
        said.push_str(&format!("{own:?}{:?}", assessed[claim]));
    }
    claims
}

/// Of each claim its standing, and everything else that is computed.
fn assessed(edition: &Edition) -> Result<BTreeMap<String, (String, String)>, Box<dyn Error>> {
    let mut words = BTreeMap::new();
    for Recalled { case, assessment } in recall(edition)? {
        for (index, claim) in case.claims.iter() {
            let computed = assessment.claim(index);
            let ids = |list: Vec<String>| list.into_iter().collect::<BTreeSet<String>>();
            let source = |ix: &Ix<_>| case.sources[*ix].id().to_string();
            let answer = |ix: &Ix<_>| case.denials[*ix].id().to_string();
            let of_parts = parts(&case, index);
            let of_parts = of_parts
                .iter()
                .flat_map(|part| assessment.claim(*part).answers.iter());
            let rest = format!(
                "{:?} {:?} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                computed.rule,
                computed.support,
                computed.origins,
                computed.voices,
                ids(computed.outlets.iter().map(source).collect()),
                ids(computed.relays.iter().map(source).collect()),
                ids(computed.withdrawn.iter().map(source).collect()),
                ids(computed.answers.iter().map(answer).collect()),
                ids(computed.acknowledged_by.iter().map(answer).collect()),
                ids(of_parts.map(answer).collect()),
            );
            words.insert(
                claim.id().to_string(),
                (format!("{:?}", computed.standing), rest),
            );
        }
    }
    Ok(words)
}

/// Every claim that one sums up.
fn parts(case: &Case, summary: Ix<Claim>) -> BTreeSet<Ix<Claim>> {
    let mut parts = BTreeSet::new();
    let mut open = case.claims[summary].summarises.to_vec();
    while let Some(part) = open.pop() {
        if parts.insert(part) {
            open.extend(&case.claims[part].summarises);
        }
    }
    parts
}
