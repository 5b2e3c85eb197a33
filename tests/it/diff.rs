//! `diff`, against the tables: what was taken out, put in, or changed by hand
//! is what it tells, in either direction, in every form, and nothing else.

mod expected;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use nutgraf::answer::{DiffKind, Graph, How, State, find_difference};
use nutgraf::edition::Edition;
use nutgraf::pipeline::{Request, load};

use crate::known_on::random::{Dice, random_tables};
use crate::known_on::tables::Tables;
use expected::expected;

type Outcome = Result<(), Box<dyn Error>>;

/// How many pairs of random cases are compared.
const PAIRS: u64 = 40;

const SEED: u64 = 20_260_301;

/// For each kind the ids that are new, gone, changed, and of another standing.
pub type Told = BTreeMap<&'static str, [BTreeSet<String>; 4]>;

fn loaded(tables: &Tables) -> Result<Edition, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    tables.write(folder.path())?;
    let request = Request {
        cases: vec![folder.path().to_path_buf()],
        rdf: Vec::new(),
        redacted: false,
    };
    let loaded = load(&request, &mut |_| {}).map_err(|error| format!("{error:?}"))?;
    Ok(loaded.built.into_edition(Path::new("made.edition"))?)
}

/// What the difference says, by id.
fn told(old: &Edition, new: &Edition) -> Result<Told, Box<dyn Error>> {
    let graph = |edition: &Edition| Graph::new(edition.clone());
    let difference = find_difference(&graph(old)?, &graph(new)?)?;
    let mut told = Told::new();
    for change in difference.changes() {
        let change = change?;
        let id = change
            .latest()
            .map(State::id)
            .ok_or("of nothing")?
            .to_owned();
        assert!(
            change.how != How::Changed || !change.fields.is_empty(),
            "{id}: nothing differs"
        );
        assert_eq!(
            change.standing_changed().is_some(),
            !change.because.is_empty(),
            "{id}: {change:?}"
        );
        let of_kind = told.entry(change.kind.as_str()).or_default();
        if change.standing_changed().is_some() {
            of_kind[3].insert(id.clone());
        }
        assert!(of_kind[change.how as usize].insert(id));
    }
    for kind in DiffKind::ALL {
        let counts = difference.counts(kind);
        let told = told
            .get(kind.as_str())
            .map(|sets| sets.each_ref().map(BTreeSet::len));
        assert_eq!(
            [
                counts.new,
                counts.gone,
                counts.changed,
                counts.standing_changed
            ],
            told.unwrap_or_default(),
            "{kind:?}"
        );
    }
    assert_eq!(difference.is_empty(), told.is_empty());
    Ok(told)
}

/// Other words in some rows, so that nothing but these rows changes.
fn reworded(tables: &Tables, dice: &mut Dice) -> Tables {
    let mut tables = tables.clone();
    for rows in tables.rows.values_mut() {
        for row in rows {
            for column in ["name", "text"] {
                if let Some(cell) = row.get_mut(column)
                    && !cell.is_empty()
                    && dice.below(6) == 0
                {
                    cell.push_str(" (corrected)");
                }
            }
        }
    }
    tables
}

fn shuffled(tables: &Tables, dice: &mut Dice) -> Tables {
    let mut tables = tables.clone();
    for rows in tables.rows.values_mut() {
        for at in (1..rows.len()).rev() {
            rows.swap(at, dice.below(at + 1));
        }
    }
    tables
}

#[test]
fn random_edits_are_told_and_nothing_else() -> Outcome {
    let mut differing = 0;
    for seed in SEED..SEED + PAIRS {
        let dice = &mut Dice(seed);
        let whole = random_tables(seed);
        // Rows are taken out as by `--known-on`, and others are changed.
        let (earlier, _) = whole.known_on("2025-06-30");
        let earlier = match dice.below(3) {
            0 => earlier,
            1 => reworded(&earlier, dice),
            _ => reworded(&whole, dice),
        };
        let later = shuffled(&whole, dice);
        let (old, new) = (loaded(&earlier)?, loaded(&later)?);
        let forward = told(&old, &new)?;
        let expected = expected((&earlier, &old), (&later, &new))?;
        for kind in [
            "claim", "answer", "source", "entity", "meeting", "question", "identity",
        ] {
            assert_eq!(
                forward.get(kind).cloned().unwrap_or_default(),
                expected.get(kind).cloned().unwrap_or_default(),
                "seed {seed}, {kind}: new, gone, changed, of another standing"
            );
        }
        differing += usize::from(!forward.is_empty());
        let mut back = told(&new, &old)?;
        back.values_mut().for_each(|sets| sets.swap(0, 1));
        assert_eq!(forward, back, "seed {seed}: the other way round");
    }
    assert!(differing > 20, "{differing}");
    Ok(())
}

#[test]
fn rows_in_another_order_are_no_difference() -> Outcome {
    for seed in SEED..SEED + 30 {
        let tables = random_tables(seed);
        let moved = shuffled(&tables, &mut Dice(seed));
        assert_eq!(
            told(&loaded(&tables)?, &loaded(&moved)?)?,
            Told::new(),
            "{seed}"
        );
    }
    Ok(())
}
