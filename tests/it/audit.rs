//! What an audit finds: all that is planted in a case and nothing else, the
//! same as a second computation in Python, and in seeded mutations exactly what
//! each of them predicts to come and go. What its forms carry is for `said`,
//! the answers by person for `replies`.

mod mutations;
mod replies;
mod said;
mod tables;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use nutgraf::answer::{AuditQuestion, Graph, audit};
use nutgraf::check::check_case;
use nutgraf::edition::Edition;
use nutgraf::model::assess;
use nutgraf::pipeline::{Request, load};
use nutgraf::read::read_case;

use crate::generated::case::{Plan, write_case};

type Outcome = Result<(), Box<dyn Error>>;

/// The day on which the harbour's findings are written down.
const DAY: &str = "2026-11-01";

/// A code, what it is about, and the claims it concerns.
type Finding = (String, Vec<String>, Vec<String>);

/// `code,about,claims` with ids joined by `;`.
fn read_findings(text: &str) -> Result<Vec<Finding>, Box<dyn Error>> {
    let ids = |cell: &str| -> Vec<String> {
        let ids = cell.split(';').filter(|id| !id.is_empty());
        ids.map(|id| id.trim().to_owned()).collect()
    };
    csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(|row| {
            let row = row?;
            Ok((row[0].to_owned(), ids(&row[1]), ids(&row[2])))
        })
        .collect()
}

fn graph(folder: &Path) -> Result<Graph, Box<dyn Error>> {
    let request = Request {
        cases: vec![folder.to_owned()],
        ..Request::default()
    };
    let loaded = load(&request, &mut |_| {})?;
    let edition = loaded.built.into_edition(Path::new("test.edition"))?;
    Ok(Graph::new(Edition::clone(&edition))?)
}

/// What is found in the tables of a folder; the graph only lends the case a name.
fn findings(graph: &Graph, folder: &Path) -> Result<Vec<Finding>, Box<dyn Error>> {
    let (draft, mut report) = read_case(folder, &mut |_| {})?;
    let (case, _, found) = check_case(&draft);
    report.extend(found);
    if report.has_errors() {
        return Err(format!("{}: {:#?}", folder.display(), report.problems).into());
    }
    let assessment = assess(&case);
    let question = AuditQuestion {
        only: Vec::new(),
        as_of: DAY.parse()?,
    };
    let answer = audit(graph, [(&case, &assessment)], &question);
    assert_eq!(answer.not_compared, 0, "Python compares every name");
    let mut all = Vec::new();
    for (code, count) in &answer.counts {
        let before = all.len();
        all.extend(answer.of(*code).map(|finding| {
            let about = finding.about().into_iter().map(|about| about.id.clone());
            let claims = finding.claim_ids().map(str::to_owned);
            (code.as_str().to_owned(), about.collect(), claims.collect())
        }));
        assert_eq!(all.len() - before, *count, "{}", code.as_str());
    }
    Ok(all)
}

/// What the second computation finds in each of some folders.
fn second_opinion(folders: &[PathBuf]) -> Result<Vec<Vec<Finding>>, Box<dyn Error>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/audit_check.py");
    let output = Command::new("python3")
        .arg(script)
        .args(["--as-of", DAY])
        .args(folders)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let text = String::from_utf8(output.stdout)?;
    if folders.len() == 1 {
        return Ok(vec![read_findings(&text)?]);
    }
    let parts = text.split("== ").skip(1);
    let parts = parts.map(|part| part.split_once('\n').map_or("", |(_, rows)| rows));
    parts.map(read_findings).collect()
}

/// Fails with what only one of two lists has.
fn assert_same(ours: &[Finding], others: &[Finding], what: &str) {
    let sets = [ours, others].map(|list| list.iter().collect::<BTreeSet<_>>());
    let only: Vec<_> = sets[0].symmetric_difference(&sets[1]).collect();
    assert!(only.is_empty(), "{what}: {only:#?}");
    assert_eq!(ours, others, "{what}: the order");
}

#[test]
fn in_the_harbour_everything_planted_is_found_and_nothing_else() -> Outcome {
    let harbour = Path::new("data/harbour");
    let planted = read_findings(&fs::read_to_string("tests/it/audit/harbour.csv")?)?;
    let found = findings(&graph(harbour)?, harbour)?;
    assert_same(&found, &planted, "the harbour");
    let codes: BTreeSet<&str> = planted.iter().map(|(code, _, _)| code.as_str()).collect();
    assert_eq!(codes.len(), nutgraf::answer::FindingCode::ALL.len());
    Ok(())
}

#[test]
fn a_second_computation_finds_the_same() -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut folders: Vec<PathBuf> = ["binance-usd1", "example", "harbour"]
        .map(|name| Path::new("data").join(name))
        .to_vec();
    for (seed, claims) in [(1, 120), (2, 300), (3, 500)] {
        let generated = folder.path().join(format!("generated-{seed}"));
        fs::create_dir(&generated)?;
        let plan = Plan {
            claims,
            seed,
            denied: 8,
            disputed: 8,
        };
        write_case(&generated, &plan)?;
        folders.push(generated);
    }
    let mut codes = BTreeSet::new();
    for (folder, theirs) in folders.iter().zip(second_opinion(&folders)?) {
        let ours = findings(&graph(folder)?, folder)?;
        assert_same(&ours, &theirs, &folder.display().to_string());
        codes.extend(ours.into_iter().map(|(code, _, _)| code));
    }
    assert!(codes.len() >= 20, "{codes:?}");
    Ok(())
}

#[test]
fn a_mutation_brings_and_takes_exactly_what_it_predicts() -> Outcome {
    let harbour = Path::new("data/harbour");
    let graph = graph(harbour)?;
    let before = findings(&graph, harbour)?;
    let folder = tempfile::tempdir()?;
    let mutations = mutations::mutations(harbour, &before)?;
    let (mut folders, mut ours) = (Vec::new(), Vec::new());
    let mut kinds = BTreeSet::new();
    for (number, mutation) in mutations.iter().enumerate() {
        let mutated = folder.path().join(format!("{number:03}-{}", mutation.kind));
        mutation.tables.write(&mutated)?;
        let found = findings(&graph, &mutated)?;
        let set = |list: &[Finding]| list.iter().cloned().collect::<BTreeSet<Finding>>();
        let expected: BTreeSet<Finding> = set(&before)
            .difference(&set(&mutation.gone))
            .chain(&set(&mutation.come))
            .cloned()
            .collect();
        let only: Vec<_> = expected
            .symmetric_difference(&set(&found))
            .cloned()
            .collect();
        assert!(
            only.is_empty(),
            "{}: {}: {only:#?}",
            mutation.kind,
            mutation.what
        );
        kinds.insert(mutation.kind);
        folders.push(mutated);
        ours.push(found);
    }
    assert_eq!(kinds.len(), mutations::KINDS, "{kinds:?}");
    assert_eq!(mutations.len(), mutations::MUTATIONS);
    for (at, theirs) in second_opinion(&folders)?.iter().enumerate() {
        assert_same(&ours[at], theirs, &mutations[at].what);
    }
    Ok(())
}
