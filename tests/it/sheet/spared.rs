//! `-O` of the sheet, the dossier and the timeline replaces nothing that they read.

use std::fs;
use std::path::Path;

use super::Outcome;
use crate::program::{Case, nutgraf};

#[test]
fn no_file_of_the_case_and_no_draft_is_replaced() -> Outcome {
    let case = Case::copy("example");
    let story = case.file("story.md");
    fs::write(&story, "Vale owns Gannet [vale-owns-gannet].\n")?;
    let (story, folder) = (story.to_str().ok_or("plain")?, case.path());
    let inside = |name: &str| format!("{folder}/{name}");
    // Also one that is not there, and would be read from then on.
    let absent = inside("identities.csv");
    fs::remove_file(&absent)?;
    let files = [
        inside("denials.csv"),
        inside("../example/./denials.csv").replace(
            "../example",
            &format!(
                "../{}",
                Path::new(folder).file_name().ok_or("name")?.display()
            ),
        ),
        inside("nutgraf.toml"),
        absent,
    ];
    let before = fs::read(&files[0])?;
    for file in &files {
        for command in [
            &["sheet", folder, "-o", "csv", "-O", file][..],
            &["dossier", folder, "Orrin Vale", "-O", file],
            &["timeline", folder, "-o", "csv", "-O", file],
        ] {
            let run = nutgraf(command).ends(2);
            assert!(
                run.err
                    .contains("is a file of the case and is not replaced"),
                "{}",
                run.err
            );
        }
    }
    assert_eq!(fs::read(&files[0])?, before);
    assert!(!Path::new(&files[3]).exists());
    let arguments = ["--story", story, "-o", "md", "-O", story];
    let run = case.run("sheet", &arguments).ends(2);
    assert!(run.err.contains("is read to make this"), "{}", run.err);
    let edition = case.file("kept.edition");
    let edition = edition.to_str().ok_or("plain")?;
    nutgraf(&["load", folder, "--redacted", "--edition", edition]).ends(0);
    let run = nutgraf(&["sheet", edition, "-O", edition]).ends(2);
    assert!(run.err.contains("is the case itself"), "{}", run.err);
    let other = inside("sheet.html");
    case.run("sheet", &["-O", &other]).ends(0);
    Ok(())
}
