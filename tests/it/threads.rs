//! Whatever the number of threads, a case and what is wrong with it are the same.

use std::error::Error;
use std::fmt::Write;
use std::fs;

use nutgraf::check::check_case;
use nutgraf::model::{Code, assess, links};
use nutgraf::read::read_case;

/// More than one core checks in one go, with mistakes of several kinds all over:
/// more of one kind than are listed, circles, doubled ids, passages of sources
/// that a claim elsewhere does not name.
fn tables() -> [(&'static str, String); 4] {
    let mut people = "id,name\n".to_owned();
    let mut sources = "id,kind,name,via\n".to_owned();
    for n in 0..300 {
        let _ = writeln!(people, "person-{n},Person {}", n % 290);
        let _ = writeln!(sources, "s{n},person,Source {n},s{}", (n + 1) % 300);
    }
    let mut relationships = "id,subject,relation,object,sources,text,when,summarises\n".to_owned();
    for n in 0..9_000_u32 {
        let id = if n % 1_000 == 999 { n / 2 } else { n };
        let subject = match n % 113 {
            0 => format!("persom-{}", n % 300),
            _ => format!("person-{}", n % 300),
        };
        let when = if n % 7 == 0 { "12/11/2024" } else { "2024" };
        let summarises = match n % 1_000 {
            7 => format!("r{}", (n + 4_000) % 9_000),
            _ => String::new(),
        };
        let _ = writeln!(
            relationships,
            "r{id},{subject},knows,person-{},s{},Text {n}.,{when},{summarises}",
            (n + 1) % 300,
            n % 301,
        );
    }
    let mut citations = "claim,source,locator\n".to_owned();
    for n in 0..4_500 {
        let _ = writeln!(citations, "r{},s{},page {}", n * 2, n % 299, n % 7);
    }
    [
        ("people.csv", people),
        ("sources.csv", sources),
        ("relationships.csv", relationships),
        ("citations.csv", citations),
    ]
}

#[test]
fn any_number_of_threads_finds_the_same() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    for (name, text) in tables() {
        fs::write(folder.path().join(name), text)?;
    }
    let found = |threads: usize| -> Result<_, Box<dyn Error>> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()?;
        pool.install(|| {
            let (draft, read) = read_case(folder.path(), &mut |_| {}).ok()?;
            let (case, counts, checked) = check_case(&draft);
            let assessed = assess(&case);
            let said = format!("{case:?} {assessed:?} {:?}", links(&case, &assessed));
            Some((read.problems, checked.problems, counts, said))
        })
        .ok_or_else(|| "the folder cannot be read".into())
    };
    let alone = found(1)?;
    for code in [
        Code::MoreOfTheSame,
        Code::DuplicateId,
        Code::SourceCycle,
        Code::SummaryCycle,
        Code::PassageAddsSource,
        Code::AmbiguousName,
    ] {
        assert!(alone.1.iter().any(|p| p.code == code), "{}", code.as_str());
    }
    for threads in [2, 7] {
        let together = found(threads)?;
        assert!(alone == together, "{threads} threads find something else");
    }
    Ok(())
}
