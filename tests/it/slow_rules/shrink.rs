//! From a failing case to a smallest one that still fails.
//!
//! Takes a case and a test of it; drops rows and empties cells one at a time,
//! as long as the test still holds of what is left. What it gives can be made
//! no smaller by one more such step.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use nutgraf::model::Mode;

use super::plain::PlainCase;
use super::plain::PlainClaim;
use super::plain::Says;

/// The smallest case found of which `fails` holds.
pub fn smallest(case: PlainCase, fails: impl Fn(&PlainCase) -> bool) -> PlainCase {
    let mut smallest = case;
    while let Some(smaller) = steps(&smallest).into_iter().find(|case| fails(case)) {
        smallest = smaller;
    }
    smallest
}

/// Every case that is one step smaller and still whole.
fn steps(case: &PlainCase) -> Vec<PlainCase> {
    let mut steps = Vec::new();
    let mut try_one = |change: &dyn Fn(&mut PlainCase)| {
        let mut smaller = case.clone();
        change(&mut smaller);
        drop_what_dangles(&mut smaller);
        if smaller != *case {
            steps.push(smaller);
        }
    };
    for id in case.answers.keys() {
        try_one(&|case| drop(case.answers.remove(id)));
    }
    for id in case.meetings.keys() {
        try_one(&|case| drop(case.meetings.remove(id)));
    }
    for (id, participants) in &case.meetings {
        for participant in participants {
            try_one(&|case| row(&mut case.meetings, id).retain(|other| other != participant));
        }
    }
    for (id, claim) in &case.claims {
        if !matches!(claim.says, Says::Attendance { .. }) {
            try_one(&|case| drop(case.claims.remove(id)));
        }
    }
    for id in case.questions.keys() {
        try_one(&|case| drop(case.questions.remove(id)));
    }
    for (id, claim) in &case.claims {
        if claim.cites.len() > 1 {
            for at in 0..claim.cites.len() {
                try_one(&|case| drop(row(&mut case.claims, id).cites.remove(at)));
            }
        }
        try_one(&|case| row(&mut case.claims, id).sums_up.clear());
        try_one(&|case| row(&mut case.claims, id).concerns.clear());
        try_one(&|case| row(&mut case.claims, id).mode = Mode::Asserted);
        try_one(&|case| keep_the_payer(row(&mut case.claims, id)));
    }
    for id in case.sources.keys() {
        try_one(&|case| row(&mut case.sources, id).via = None);
        try_one(&|case| row(&mut case.sources, id).entity = None);
        try_one(&|case| row(&mut case.sources, id).side = None);
        try_one(&|case| row(&mut case.sources, id).origin = None);
        try_one(&|case| row(&mut case.sources, id).voices = None);
    }
    for (id, answer) in &case.answers {
        for target in &answer.of {
            try_one(&|case| {
                row(&mut case.answers, id)
                    .of
                    .retain(|other| other != target)
            });
        }
        try_one(&|case| row(&mut case.answers, id).via = None);
        try_one(&|case| row(&mut case.answers, id).on_behalf_of = None);
        try_one(&|case| row(&mut case.answers, id).by = None);
    }
    steps
}

fn row<'a, T>(rows: &'a mut BTreeMap<String, T>, id: &str) -> &'a mut T {
    rows.get_mut(id)
        .expect("a step changes a row that is there")
}

fn keep_the_payer(claim: &mut PlainClaim) {
    if let Says::Transaction {
        payer: Some(_),
        payee,
        paid_in,
        for_asset,
    } = &mut claim.says
    {
        (*payee, *paid_in, *for_asset) = (None, None, None);
    }
}

/// Drops what refers to a row that is gone, and sources and entities to which
/// nothing refers any more.
fn drop_what_dangles(case: &mut PlainCase) {
    case.meetings
        .retain(|_, participants| participants.len() > 1);
    let meetings = &case.meetings;
    case.claims.retain(|_, claim| match &claim.says {
        Says::Attendance {
            participant,
            meeting,
        } => meetings
            .get(meeting)
            .is_some_and(|all| all.contains(participant)),
        Says::Relationship { .. } | Says::Transaction { .. } | Says::Attribute { .. } => true,
    });
    let claims: BTreeSet<String> = case.claims.keys().cloned().collect();
    for claim in case.claims.values_mut() {
        claim.sums_up.retain(|id| claims.contains(id));
    }
    for about in case.questions.values_mut() {
        about.retain(|id| claims.contains(id));
    }
    for answer in case.answers.values_mut() {
        answer.of.retain(|id| {
            claims.contains(id)
                || case.meetings.contains_key(id)
                || case.questions.contains_key(id)
                || case.sources.contains_key(id)
        });
    }
    case.answers.retain(|_, answer| !answer.of.is_empty());
    let mut used = BTreeSet::new();
    for claim in case.claims.values() {
        used.extend(claim.cites.clone());
    }
    for answer in case.answers.values() {
        used.extend(answer.of.clone());
        used.extend(answer.by.clone());
        used.extend(answer.via.clone());
    }
    // Once for each source, since one can be used by another alone.
    for _ in 0..case.sources.len() {
        let via: BTreeSet<String> = case
            .sources
            .values()
            .filter_map(|s| s.via.clone())
            .collect();
        case.sources
            .retain(|id, _| used.contains(id) || via.contains(id));
    }
    let text = {
        let mut without = case.clone();
        without.entities.clear();
        without.to_string()
    };
    let words: BTreeSet<&str> = text.split([' ', '\n', ',', '=', '.']).collect();
    case.entities.retain(|id| words.contains(id.as_str()));
}
