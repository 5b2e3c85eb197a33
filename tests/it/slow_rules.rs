//! Standing and links asked twice: the program's rules against a second, slow
//! reading of the same sentences, on random small cases and on facts written
//! out by hand.
//!
//! `slow_rules::rules` is the second reading. A case on which the two differ is
//! made as small as it gets and printed in the notation of `slow_rules::plain`.

pub mod build;
mod facts;
pub mod plain;
mod plain_links;
pub mod random;
mod rules;
mod shrink;

use std::collections::BTreeMap;

use nutgraf::model::Assessment;
use nutgraf::model::Case;
use nutgraf::model::Denial;
use nutgraf::model::Identified;
use nutgraf::model::Ix;
use nutgraf::model::Rows;
use nutgraf::model::Rule;
use nutgraf::model::Stance;
use nutgraf::model::Standing;
use nutgraf::model::Support;
use nutgraf::model::assess;
use nutgraf::model::links;

use plain::PlainCase;
use plain_links::PlainLink;
use rules::Verdict;

/// How many cases are asked: ten thousands of claims, in about a second.
const CASES: u64 = 4_000;

/// Any number would do; this one never changes, so that a failure comes back.
const SEED: u64 = 20_240_501;

/// How often each standing, rule, kind of support and stance must come up for
/// the agreement to mean something.
const AT_LEAST: usize = 100;

#[test]
fn the_rules_read_twice_agree_on_every_claim_and_link() {
    for number in 0..CASES {
        let case = random::random_case(SEED + number);
        if differences(&case).is_empty() {
            continue;
        }
        let smallest = shrink::smallest(case, |case| !differences(case).is_empty());
        let differences = differences(&smallest).join("\n");
        panic!("the two readings differ (case {number}) on\n\n{smallest}\n{differences}\n");
    }
}

#[test]
fn the_random_cases_decide_by_every_rule() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..CASES {
        let plain = random::random_case(SEED + number);
        let case = build::build(&plain);
        let assessed = assess(&case);
        for claim in case.claims.indexes() {
            let claim = assessed.claim(claim);
            let mut see = |what: String| *seen.entry(what).or_default() += 1;
            see(format!("{:?}", claim.standing));
            see(format!("{:?}", claim.rule));
            for support in claim.support.iter() {
                see(format!("{support:?}"));
            }
            for answer in &claim.answers {
                see(format!("{:?}", case.denials[*answer].stance));
            }
            if claim.anonymous_only() {
                see("anonymous only".to_owned());
            }
            if claim.voices.is_none() {
                see("unknown voices".to_owned());
            }
            if !claim.relays.is_empty() {
                see("a relay".to_owned());
            }
            if !claim.acknowledged_by.is_empty() {
                see("acknowledged".to_owned());
                if claim.standing == Standing::Denied {
                    see("acknowledged beside a denial".to_owned());
                }
            }
        }
    }
    let expected = Standing::ALL
        .iter()
        .map(|standing| format!("{standing:?}"))
        .chain(Rule::ALL.iter().map(|rule| format!("{rule:?}")))
        .chain(Support::ALL.iter().map(|support| format!("{support:?}")))
        .chain(Stance::ALL.iter().map(|stance| format!("{stance:?}")))
        .chain(
            [
                "anonymous only",
                "unknown voices",
                "a relay",
                "acknowledged",
            ]
            .map(str::to_owned),
        )
        .chain(["acknowledged beside a denial".to_owned()]);
    for what in expected {
        let times = seen.get(&what).copied().unwrap_or_default();
        assert!(
            times >= AT_LEAST,
            "{what} comes up {times} times: {seen:#?}"
        );
    }
}

#[test]
fn a_case_is_read_back_as_it_is_printed() {
    for number in 0..CASES {
        let case = random::random_case(SEED + number);
        assert_eq!(plain::read(&case.to_string()), case);
    }
}

/// What the program and the second reading say differently, a line for each.
fn differences(plain: &PlainCase) -> Vec<String> {
    let case = build::build(plain);
    let assessed = assess(&case);
    let mut differences = Vec::new();
    for (claim, row) in case.claims.iter() {
        let program = program_verdict(&case, &assessed, claim);
        let slow = rules::verdict(plain, &row.id);
        if program != slow {
            differences.push(format!("{}: {}", row.id, fields_apart(program, slow)));
        }
    }
    let program = program_links(&case, &assessed);
    let slow = plain_links::links(plain);
    if program != slow {
        differences.push(format!(
            "links: the program has\n{program:#?}\nthe second reading\n{slow:#?}"
        ));
    }
    differences
}

/// The program's verdict, in ids.
fn program_verdict(
    case: &Case,
    assessed: &Assessment,
    claim: Ix<nutgraf::model::Claim>,
) -> Verdict {
    let answers =
        |answers: &[Ix<Denial>]| answers.iter().map(|ix| id(&case.denials, *ix)).collect();
    let claim = assessed.claim(claim);
    Verdict {
        standing: claim.standing,
        rule: claim.rule,
        support: claim.support.iter().collect(),
        outlets: claim
            .outlets
            .iter()
            .map(|ix| id(&case.sources, *ix))
            .collect(),
        origins: claim.origins as usize,
        voices: claim.voices,
        acknowledged_by: answers(&claim.acknowledged_by),
        answers: answers(&claim.answers),
        relays: claim
            .relays
            .iter()
            .map(|ix| id(&case.sources, *ix))
            .collect(),
    }
}

/// The program's links, in ids and in the order in which it gives them.
fn program_links(case: &Case, assessed: &Assessment) -> Vec<PlainLink> {
    links(case, assessed)
        .into_iter()
        .map(|link| PlainLink {
            id: link.id.into(),
            from: id(&case.entities, link.from),
            relation: id(&case.relations, link.relation),
            to: id(&case.entities, link.to),
            claims: link.claims.iter().map(|ix| id(&case.claims, *ix)).collect(),
            standing: link.standing,
            mode: link.mode,
        })
        .collect()
}

fn id<T: Identified>(rows: &Rows<T>, ix: Ix<T>) -> String {
    rows[ix].id().to_owned()
}

/// The fields in which two verdicts differ.
fn fields_apart(program: Verdict, slow: Verdict) -> String {
    let program = fields(program);
    let slow = fields(slow);
    program
        .iter()
        .zip(&slow)
        .filter(|(program, slow)| program != slow)
        .map(|((name, program), (_, slow))| {
            format!("{name} is {program} to the program, {slow} to the second reading")
        })
        .collect::<Vec<_>>()
        .join("; ")
}

fn fields(verdict: Verdict) -> [(&'static str, String); 8] {
    let Verdict {
        standing,
        rule,
        support,
        outlets,
        origins,
        voices,
        acknowledged_by,
        answers,
        relays,
    } = verdict;
    [
        ("standing", format!("{standing:?} ({rule:?})")),
        ("support", format!("{support:?}")),
        ("outlets", format!("{outlets:?}")),
        ("origins", origins.to_string()),
        ("voices", format!("{voices:?}")),
        ("acknowledged by", format!("{acknowledged_by:?}")),
        ("answers", format!("{answers:?}")),
        ("relays", format!("{relays:?}")),
    ]
}
