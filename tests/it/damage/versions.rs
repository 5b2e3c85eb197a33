//! Editions of another format: refused by every command, in one sentence.

use std::fs;

use nutgraf::edition::FORMAT_VERSION;

use crate::fuzzed::sealed::reseal;
use crate::program::{Case, nutgraf};

/// Commands that take no edition.
const WITHOUT: [&str; 6] = ["init", "queries", "explain", "help", "completions", "man"];

/// The commands the program lists.
fn commands() -> Vec<String> {
    let help = nutgraf(&["--help"]).ends(0).out;
    let list = help.split("Commands:").nth(1).unwrap_or_default();
    let list = list.split("Options:").next().unwrap_or_default();
    list.lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .filter(|word| word.chars().all(|c| c.is_ascii_lowercase()))
        .map(str::to_owned)
        .collect()
}

#[test]
fn another_format_is_refused_in_one_sentence_by_every_command() {
    let case = Case::copy("example");
    case.run("load", &[]).ends(0);
    let bytes = fs::read(case.edition()).expect("it was loaded");
    let path = case.file("other.edition");
    let name = path.to_str().expect("a plain name");
    let commands = commands();
    assert!(commands.len() >= 8, "{commands:?}");
    for version in [0, FORMAT_VERSION - 1, FORMAT_VERSION + 1, 99, u32::MAX] {
        let mut file = bytes.clone();
        file[8..12].copy_from_slice(&version.to_le_bytes());
        // A file that such a version really wrote has checksums that hold.
        reseal(&mut file);
        fs::write(&path, &file).expect("written");
        let expected = format!(
            "error: {name} is an edition of format {version}, but this program reads format {FORMAT_VERSION}: load the tables again\n"
        );
        for command in &commands {
            let more: &[&str] = match command.as_str() {
                known if WITHOUT.contains(&known) => continue,
                "check" => &[],
                "export" => &["--format", "nt"],
                "find" | "show" => &["a"],
                "path" => &["a", "b"],
                "query" => &["denials"],
                // What is to be loaded is a folder, and this is none.
                _ => {
                    let run = nutgraf(&[command, name]);
                    assert!(![0, 101].contains(&run.code), "{command}: {}", run.err);
                    continue;
                }
            };
            let arguments = [&[command.as_str(), name], more].concat();
            let run = nutgraf(&arguments).ends(4);
            assert_eq!(run.err, expected, "{arguments:?}");
            assert!(run.out.is_empty(), "{arguments:?}: {}", run.out);
        }
        // Where the tables are at hand, they are loaded again without a word.
        let right = case.run("query", &["denials"]).ends(0).out;
        fs::write(case.edition(), &file).expect("written");
        assert_eq!(case.run("query", &["denials"]).ends(0).out, right);
        assert_eq!(fs::read(case.edition()).expect("made again"), bytes);
    }
}
