//! A case as it was known on a day: an edition read back into a case and
//! written again, the same against tables from which the later rows were taken
//! out by hand, and what the program says of it.

mod memory;
pub mod random;
mod said;
pub mod tables;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use nutgraf::edition::{Draft, Edition, Provenance, build};
use nutgraf::model::{Standing, assess};
use nutgraf::pipeline::{KnownOnError, RecallError, Request, known_on, load};
use nutgraf::rdf::cases;

use crate::generated::case::{Plan, write_case};
use random::{Dice, random_tables};
use tables::TakenOut;

type Outcome = Result<(), Box<dyn Error>>;

/// How many random cases are written and loaded, each of them twice.
const CASES: u64 = 300;

/// Any number would do; it never changes, so that a failure comes back.
const SEED: u64 = 20_260_114;

/// Later than whatever is recorded: nothing is left out.
const END: &str = "9999-12-31";

fn loaded(cases: &[&Path], redacted: bool) -> Result<Edition, Box<dyn Error>> {
    let request = Request {
        cases: cases.iter().map(|case| case.to_path_buf()).collect(),
        rdf: Vec::new(),
        redacted,
    };
    let loaded = load(&request, &mut |_| {}).map_err(|error| match error {
        nutgraf::pipeline::LoadError::Problems(report) => format!("{:#?}", report.problems),
        other => other.to_string(),
    })?;
    Ok(loaded.built.into_edition(Path::new("whole.edition"))?)
}

/// Every section but provenance.
fn sections(edition: &Edition) -> BTreeMap<String, Vec<u8>> {
    let sections = edition.sections();
    let sections = sections.filter(|(name, _)| *name != "provenance");
    sections
        .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
        .collect()
}

/// The names of the sections in which two editions differ.
fn apart(one: &Edition, other: &Edition) -> Vec<String> {
    let (one, other) = (sections(one), sections(other));
    let names: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differ = names.into_iter().filter(|n| one.get(*n) != other.get(*n));
    differ.cloned().collect()
}

/// Reads an edition back into cases and writes them again.
fn assert_comes_back(edition: &Edition, what: &str) -> Outcome {
    let (again, said) = known_on(edition, END.parse()?, &mut |_| {})?;
    assert_eq!(apart(edition, &again), Vec::<String>::new(), "{what}");
    assert_eq!(again.content_id(), edition.content_id(), "{what}");
    assert!(again.verify().is_empty(), "{what}");
    assert_eq!((said.claims, said.answers, said.answers_to_them), (0, 0, 0));
    let provenance = again.provenance()?;
    assert_eq!(provenance.inputs, edition.provenance()?.inputs);
    assert_eq!(provenance.known_on, Some(said));
    Ok(())
}

#[test]
fn what_ships_comes_back_from_its_edition_byte_for_byte() -> Outcome {
    for name in ["binance-usd1", "example"] {
        let edition = loaded(&[&Path::new("data").join(name)], false)?;
        assert_comes_back(&edition, name)?;
    }
    Ok(())
}

/// The cases of the other tests that have no error.
fn folders(under: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(under)? {
        let path = entry?.path();
        if path.is_dir() {
            if path.join("sources.csv").is_file() {
                found.push(path.clone());
            }
            folders(&path, found)?;
        }
    }
    found.sort();
    Ok(())
}

#[test]
fn the_cases_of_other_tests_come_back_from_their_editions() -> Outcome {
    let mut found = Vec::new();
    folders(Path::new("tests/it"), &mut found)?;
    let mut good = 0;
    for folder in found {
        // Most of them are there for an error.
        if let Ok(edition) = loaded(&[&folder], false) {
            assert_comes_back(&edition, &folder.display().to_string())?;
            good += 1;
        }
    }
    assert!(good >= 10, "{good}");
    Ok(())
}

#[test]
fn generated_cases_come_back_from_their_editions() -> Outcome {
    for seed in [7, 8] {
        let folder = tempfile::tempdir()?;
        let plan = Plan {
            claims: 2_000,
            seed,
            denied: 5,
            disputed: 8,
        };
        write_case(folder.path(), &plan)?;
        let edition = loaded(&[folder.path()], false)?;
        assert_comes_back(&edition, &format!("seed {seed}"))?;
    }
    Ok(())
}

#[test]
fn two_cases_with_one_relation_and_background_of_each_other_come_back() -> Outcome {
    let folder = tempfile::tempdir()?;
    let people = "id,name\nann,Ann\nbo,Bo\n";
    let sources = "id,kind,name\ns,document,S\n";
    let links = "id,subject,relation,object,sources,text\nc,ann,trails,bo,s,So.\n";
    let relation = "trails,trails,is trailed by,,business\n";
    let own = "id,label,inverse_label,symmetric,category\n";
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    for (case, base, before) in [
        (&one, "https://e.x/", ""),
        (
            &other,
            "https://e.x/other/",
            "spare,spares,is spared by,,business\n",
        ),
    ] {
        fs::create_dir(case)?;
        fs::write(case.join("people.csv"), people)?;
        fs::write(case.join("sources.csv"), sources)?;
        fs::write(case.join("relationships.csv"), links)?;
        fs::write(
            case.join("relations.csv"),
            format!("{own}{before}{relation}"),
        )?;
        let toml = format!("base = \"{base}\"\ntitle = \"T\"\nbackground = [\"b.nt\"]\n");
        fs::write(case.join("nutgraf.toml"), toml)?;
        let label = "http://www.w3.org/2000/01/rdf-schema#label";
        let title = "http://purl.org/dc/terms/title";
        let mut lines = format!("<http://o/x> <{title}> \"T\" .\n");
        if !before.is_empty() {
            // Of the other case, by properties that tables use as well.
            let about = "https://e.x/";
            lines += &format!("<{about}> <{label}> \"L\" .\n<{about}> <{title}> \"other\" .\n");
        }
        fs::write(case.join("b.nt"), lines)?;
    }
    let edition = loaded(&[&one, &other], false)?;
    assert_comes_back(&edition, "two cases")
}

#[test]
fn random_tables_are_known_as_if_the_later_rows_had_been_taken_out_by_hand() -> Outcome {
    let mut standings: BTreeMap<Standing, usize> = BTreeMap::new();
    let mut all = TakenOut::default();
    let mut changed = 0;
    for seed in SEED..SEED + CASES {
        let whole = random_tables(seed);
        let day = format!("2026-01-{:02}", 1 + Dice(seed ^ 1).below(28));
        let (known, out) = whole.known_on(&day);
        let folder = tempfile::tempdir()?;
        let (of_whole, of_known) = (folder.path().join("whole"), folder.path().join("known"));
        whole.write(&of_whole)?;
        known.write(&of_known)?;
        let edition = loaded(&[&of_whole], false).map_err(|e| format!("seed {seed}: {e}"))?;
        let wanted = loaded(&[&of_known], false).map_err(|e| format!("seed {seed}: {e}"))?;
        assert_comes_back(&edition, &format!("seed {seed}"))?;

        let (found, said) = known_on(&edition, day.parse()?, &mut |_| {})?;
        let counted = TakenOut {
            claims: said.claims,
            answers: said.answers,
            answers_to_them: said.answers_to_them,
            decisions: said.decisions,
            undated: said.undated,
        };
        assert_eq!(counted, out, "seed {seed}");
        assert_eq!(
            (said.day, said.whole),
            (day, edition.content_id().to_owned())
        );
        assert_eq!(found.content_id(), wanted.content_id(), "seed {seed}");
        // Rows that follow a row that was taken out have moved up.
        let mut differ = apart(&found, &wanted);
        differ.retain(|name| !name.starts_with("places"));
        assert_eq!(differ, Vec::<String>::new(), "seed {seed}");
        assert!(found.verify().is_empty(), "seed {seed}");

        let described = [("https://e.x/case/".to_owned(), None)];
        let before = cases(&edition, &described)?.remove(0);
        let after = cases(&found, &described)?.remove(0);
        let (then, now) = (assess(&after), assess(&before));
        for (claim, row) in after.claims.iter() {
            let standing = then.claim(claim).standing;
            *standings.entry(standing).or_default() += 1;
            let still = before.claims.find(&row.id).ok_or("a claim from nowhere")?;
            changed += usize::from(now.claim(still).standing != standing);
        }
        all.claims += counted.claims;
        all.answers += counted.answers;
        all.answers_to_them += counted.answers_to_them;
        all.decisions += counted.decisions;
        all.undated += counted.undated;
    }
    // Else the agreement would mean little.
    for standing in Standing::ALL {
        let times = standings.get(&standing).copied().unwrap_or_default();
        assert!(times >= 30, "{standing:?}: {standings:?}");
    }
    assert!(changed >= 50, "{changed}");
    let least = [
        all.claims,
        all.answers,
        all.answers_to_them,
        all.decisions,
        all.undated,
    ];
    assert!(least.iter().all(|count| *count >= 30), "{all:?}");
    Ok(())
}

#[test]
fn what_cannot_be_computed_anew_is_refused() -> Outcome {
    let redacted = loaded(&[Path::new("data/example")], true)?;
    let day = "2026-03-01".parse()?;
    let refused = known_on(&redacted, day, &mut |_| {});
    assert!(matches!(
        refused,
        Err(KnownOnError::Recall(RecallError::Redacted))
    ));
    // Where no source is protected, nothing is withheld.
    let open = loaded(&[Path::new("data/binance-usd1")], true)?;
    known_on(&open, day, &mut |_| {})?;
    let whole = loaded(&[Path::new("data/example")], false)?;
    let (known, _) = known_on(&whole, day, &mut |_| {})?;
    let refused = known_on(&known, day, &mut |_| {});
    assert!(matches!(refused, Err(KnownOnError::KnownOn(_))));
    // As one of an older version, which does not say by which it was made.
    let built = build(Draft::new(Provenance::default()))?;
    let old = built.into_edition(Path::new("old.edition"))?;
    let refused = known_on(&old, day, &mut |_| {});
    assert!(matches!(
        refused,
        Err(KnownOnError::Recall(RecallError::OlderVersion))
    ));
    Ok(())
}
