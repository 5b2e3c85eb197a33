//! The generator of made-up cases: what it writes checks without a problem,
//! has the shares that it was asked for, and is the same every time.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use nutgraf::check::check_case;
use nutgraf::model::{Case, Mode, Speaker, Standing, Statement, Table, assess, chain};
use nutgraf::read::{columns, read_case};

#[path = "../../examples/generate/case.rs"]
pub mod case;

use case::{Plan, write_case};

type Outcome = Result<(), Box<dyn Error>>;

const PLAN: Plan = Plan {
    claims: 2_000,
    seed: 7,
    denied: 5,
    disputed: 8,
};

/// Writes a case, reads it back and checks it; any problem at all is a failure.
fn written(plan: &Plan) -> Result<Case, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let totals = write_case(folder.path(), plan)?;
    let (draft, mut report) = read_case(folder.path(), &mut |_| {})?;
    let (case, _, found) = check_case(&draft);
    report.extend(found);
    assert!(report.problems.is_empty(), "{:?}", report.problems.first());
    assert_eq!(totals.claims, plan.claims);
    assert_eq!(totals.claims, case.claims.len() as u64);
    assert_eq!(totals.entities, case.entities.len() as u64);
    assert_eq!(totals.sources, case.sources.len() as u64);
    assert_eq!(totals.answers, case.denials.len() as u64);
    Ok(case)
}

fn in_thousand(part: usize, whole: usize) -> usize {
    part * 1000 / whole
}

/// How many of each thousand claims have each standing.
fn standings(case: &Case) -> BTreeMap<Standing, usize> {
    let assessment = assess(case);
    let mut counts = BTreeMap::new();
    for claim in case.claims.indexes() {
        *counts.entry(assessment.claim(claim).standing).or_default() += 1;
    }
    let share = |(standing, count)| (standing, in_thousand(count, case.claims.len()));
    counts.into_iter().map(share).collect()
}

fn contents(folder: &Path) -> std::io::Result<BTreeMap<String, Vec<u8>>> {
    fs::read_dir(folder)?
        .map(|entry| {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            Ok((name, fs::read(entry.path())?))
        })
        .collect()
}

#[test]
fn a_case_checks_and_has_the_shares_that_were_asked_for() -> Outcome {
    let case = written(&PLAN)?;
    let shares = standings(&case);
    assert!((35..=65).contains(&shares[&Standing::Denied]), "{shares:?}");
    assert!(
        (60..=100).contains(&shares[&Standing::Disputed]),
        "{shares:?}"
    );
    assert!(
        (4..=18).contains(&shares[&Standing::Retracted]),
        "{shares:?}"
    );
    let answers = in_thousand(case.denials.len(), case.claims.len());
    assert!((260..=300).contains(&answers), "{answers}");
    let via = case.sources.iter().filter(|(_, s)| s.via.is_some()).count();
    let via = in_thousand(via, case.sources.len());
    assert!((200..=400).contains(&via), "{via}");
    Ok(())
}

#[test]
fn shares_follow_the_arguments() -> Outcome {
    let plan = Plan {
        denied: 0,
        disputed: 0,
        ..PLAN
    };
    let shares = standings(&written(&plan)?);
    assert_eq!(shares.get(&Standing::Denied), None);
    assert_eq!(shares.get(&Standing::Disputed), None);
    let plan = Plan {
        denied: 30,
        disputed: 40,
        ..PLAN
    };
    let shares = standings(&written(&plan)?);
    assert!(
        (260..=340).contains(&shares[&Standing::Denied]),
        "{shares:?}"
    );
    assert!(
        (340..=460).contains(&shares[&Standing::Disputed]),
        "{shares:?}"
    );
    Ok(())
}

#[test]
fn the_smallest_case_checks_too() -> Outcome {
    for seed in 0..20 {
        written(&Plan {
            claims: *case::SIZES.start(),
            seed,
            ..PLAN
        })?;
    }
    Ok(())
}

#[test]
fn every_kind_of_statement_mode_and_chain_is_there() -> Outcome {
    let case = written(&PLAN)?;
    for mode in Mode::ALL {
        assert!(
            case.claims.iter().any(|(_, claim)| claim.mode == mode),
            "{mode:?}"
        );
    }
    let (mut relationships, mut attendances, mut payments, mut attributes) = (0, 0, 0, 0);
    for (_, claim) in case.claims.iter() {
        match claim.statement {
            Statement::Relationship { .. } => relationships += 1,
            Statement::Attendance { .. } => attendances += 1,
            Statement::Transaction { .. } => payments += 1,
            Statement::Attribute { .. } => attributes += 1,
        }
    }
    assert!(relationships > attendances + payments + attributes);
    assert!(attendances > 0 && payments > 0 && attributes > 0);
    let mut relays = 0;
    for source in case.sources.indexes() {
        relays += chain(&case.sources, source).relays().len();
    }
    assert!(relays > 0);
    let sources = || case.sources.iter().map(|(_, source)| source);
    assert!(sources().any(|source| source.protected));
    assert!(sources().any(|source| source.side.is_some()));
    assert!(
        case.claims
            .iter()
            .any(|(_, claim)| !claim.summarises.is_empty())
    );
    assert!(
        case.claims
            .iter()
            .any(|(_, claim)| claim.citations().len() > 1)
    );
    let by = |is: fn(&Speaker) -> bool| {
        case.denials
            .iter()
            .any(|(_, d)| d.by.as_ref().is_some_and(is))
    };
    assert!(by(|speaker| matches!(speaker, Speaker::Source(_))));
    assert!(by(|speaker| matches!(speaker, Speaker::Entity(_))));
    Ok(())
}

#[test]
fn every_table_has_rows_and_every_column_a_cell() -> Outcome {
    let folder = tempfile::tempdir()?;
    write_case(
        folder.path(),
        &Plan {
            claims: 10_000,
            ..PLAN
        },
    )?;
    for table in Table::ALL {
        let mut rows = csv::Reader::from_path(folder.path().join(table.file()))?;
        let mut filled = vec![false; columns(table).len()];
        for row in rows.records() {
            for (filled, cell) in filled.iter_mut().zip(&row?) {
                *filled |= !cell.is_empty();
            }
        }
        let empty: Vec<&str> = columns(table)
            .iter()
            .zip(filled)
            .filter_map(|(column, filled)| (!filled).then_some(column.name))
            .collect();
        assert!(empty.is_empty(), "{table}: {empty:?}");
    }
    Ok(())
}

#[test]
fn a_few_have_much_said_of_them() -> Outcome {
    let case = written(&Plan {
        claims: 10_000,
        ..PLAN
    })?;
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, claim) in case.claims.iter() {
        let (subject, _, object) = claim.triple(&case);
        for end in [Some(subject), object].into_iter().flatten() {
            *named.entry(end).or_default() += 1;
        }
    }
    let most = named.values().max().copied().unwrap_or_default();
    let most = in_thousand(most, case.claims.len());
    assert!((3..=9).contains(&most), "{most}");
    Ok(())
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_others() -> Outcome {
    let folders = [
        tempfile::tempdir()?,
        tempfile::tempdir()?,
        tempfile::tempdir()?,
    ];
    for (folder, seed) in folders.iter().zip([7, 7, 8]) {
        write_case(folder.path(), &Plan { seed, ..PLAN })?;
    }
    let [first, again, other] = &folders;
    assert!(contents(first.path())? == contents(again.path())?);
    assert!(contents(first.path())? != contents(other.path())?);
    Ok(())
}

/// The bytes must not depend on the machine, so they are held against a hash
/// that was taken once. A deliberate change of the generator changes it.
#[test]
fn the_bytes_are_those_of_every_machine() -> Outcome {
    let folder = tempfile::tempdir()?;
    write_case(folder.path(), &PLAN)?;
    let (draft, _) = read_case(folder.path(), &mut |_| {})?;
    let found: Vec<String> = draft
        .inputs
        .iter()
        .filter(|input| input.name == "relationships.csv" || input.name == "denials.csv")
        .map(|input| format!("{} {}", input.name, &input.sha256[..16]))
        .collect();
    assert_eq!(
        found,
        [
            "denials.csv 5fe2bec64123b85c",
            "relationships.csv 4f1caef4f167e497"
        ]
    );
    Ok(())
}
