//! What `nutgraf export` writes, read back by programs that are not ours.
//!
//! What is expected comes from the edition, asked with `nutgraf query`
//! (`expected`); what is in a file, from a reader in `exported/readers`: a file
//! there for each, named for what reads, in Python or in JavaScript, all run in
//! one process each (`readers`). `compare` goes through entities, edges and
//! attributes, once against the edition and once against the plain tables.
//! `naughty` is a case in which everything is as hard on a format as it can be.

mod beside;
mod collapsed;
pub mod compare;
mod databases;
mod described;
pub mod expected;
mod graphs;
mod listed;
pub mod naughty;
mod notes;
mod page;
mod rdf_options;
pub mod readers;
mod stopped;
pub mod tables;

use std::error::Error;
use std::path::{Path, PathBuf};

use crate::exported::compare::nothing_wrong;
use crate::exported::expected::Expected;
use crate::generated::case::{Plan, write_case};
use crate::program::{Case, Run};

pub type Outcome = Result<(), Box<dyn Error>>;

/// A case, and what its edition says; loaded once for all formats.
pub struct Told {
    pub name: &'static str,
    pub case: Case,
    pub expected: Expected,
}

impl Told {
    fn of(name: &'static str, case: Case) -> Result<Told, Box<dyn Error>> {
        let expected = Expected::of(&case)?;
        Ok(Told {
            name,
            case,
            expected,
        })
    }

    /// Writes the whole case, with protected sources as the expected side has
    /// them. The file or folder has the name of the case.
    pub fn export(&self, folder: &Path, options: &[&str]) -> Result<(PathBuf, Run), String> {
        let path = folder.join(format!("{}-{}", self.name, options.join("-")));
        let into = path.to_str().ok_or("a plain name")?;
        let mut words = vec!["--with-protected", "-O", into];
        words.extend(options);
        let run = self.case.run("export", &words);
        match run.code {
            0 => Ok((path, run)),
            code => Err(format!("{}: {code}: {}", self.name, run.err)),
        }
    }
}

/// A made-up case: small, but with more edges than the program reads in a piece.
const GENERATED: Plan = Plan {
    claims: 400,
    seed: 11,
    denied: 8,
    disputed: 8,
};

/// The three cases that ship with the project, the naughty and a made-up one.
pub fn cases() -> Result<Vec<Told>, Box<dyn Error>> {
    let generated = Case::of(&[]);
    write_case(Path::new(generated.path()), &GENERATED)?;
    Ok(vec![
        Told::of("binance-usd1", Case::first())?,
        Told::of("example", Case::copy("example"))?,
        Told::of("harbour", Case::copy("harbour"))?,
        Told::of("naughty", naughty::case()?)?,
        Told::of("generated", generated)?,
    ])
}

/// In one test, since making and asking the cases takes longer than reading files.
#[test]
fn every_file_says_what_the_edition_says() -> Outcome {
    let cases = cases()?;
    let tables = tables::tables(&cases)?;
    let mut wrong = tables::wrong(&cases, &tables);
    wrong.extend(graphs::wrong(&cases, &tables)?);
    wrong.extend(databases::wrong(&cases, &tables)?);
    wrong.extend(notes::wrong(&cases)?);
    nothing_wrong("exports", &wrong);
    rdf_options::check(&cases)?;
    collapsed::check(&cases)
}
