//! Manual pages and completions: every command has its own, and the programs
//! that read them do so without complaint.

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::program::nutgraf;

type Outcome = Result<(), Box<dyn Error>>;

/// The commands that `--help` lists.
fn commands() -> Vec<String> {
    listed(&["--help"])
}

/// The commands that a help text lists.
fn listed(help: &[&str]) -> Vec<String> {
    let help = nutgraf(help).ends(0).out;
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let words = lines.take_while(|line| !line.is_empty());
    words
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| Some(line.split_whitespace().next()?.to_owned()))
        .filter(|word| word != "help")
        .collect()
}

#[test]
fn every_command_has_a_page_that_renders_without_a_warning() -> Outcome {
    let folder = tempfile::tempdir()?;
    let man = folder.path().join("man1");
    nutgraf(&["man", man.to_str().ok_or("plain")?]).ends(0);
    let names = commands()
        .into_iter()
        .map(|name| format!("nutgraf-{name}.1"));
    let below = ["draw", "export"].into_iter().flat_map(|command| {
        let listed = listed(&[command, "--help"]).into_iter();
        listed.map(move |name| format!("nutgraf-{command}-{name}.1"))
    });
    let mut pages: Vec<String> = names.chain(below).chain(["nutgraf.1".to_owned()]).collect();
    pages.sort();
    assert!(pages.len() > 10, "{pages:?}");
    let mut written: Vec<String> = fs::read_dir(&man)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_, std::io::Error>>()?;
    written.sort();
    assert_eq!(written, pages);
    for page in pages {
        let output = Command::new("groff")
            .args(["-man", "-ww", "-Tutf8", "-P-cbou", "-rLL=100n"])
            .arg(man.join(&page))
            .output()
            .map_err(|error| format!("groff (Debian: groff-base): {error}"))?;
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "{page}: {said}");
        let text = String::from_utf8(output.stdout)?;
        let name = page.trim_end_matches(".1");
        for part in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", name] {
            assert!(text.contains(part), "{page}: {text}");
        }
    }
    fs::remove_file(man.join("nutgraf.1"))?;
    let again = nutgraf(&["man", man.to_str().ok_or("plain")?]).ends(0).err;
    let before = written.len() - 1;
    assert!(
        again.contains(&format!("{before} of them in place of files")),
        "{again}"
    );
    let first = nutgraf(&["man"]).ends(0).out;
    assert_eq!(first, fs::read_to_string(man.join("nutgraf.1"))?);
    Ok(())
}

#[test]
fn a_script_for_each_shell_names_every_command() -> Outcome {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = nutgraf(&["completions", shell]).ends(0).out;
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
    }
    nutgraf(&["completions", "cmd"]).ends(2);
    Ok(())
}

#[test]
fn bash_completes_commands_and_forms() -> Outcome {
    let script = nutgraf(&["completions", "bash"]).ends(0).out;
    let ask = |words: &str| -> Result<Vec<String>, Box<dyn Error>> {
        let count = words.split(' ').count() - 1;
        let last = words.split(' ').next_back().unwrap_or_default();
        let before = words.split(' ').rev().nth(1).unwrap_or_default();
        let test = format!(
            "{script}\nCOMP_WORDS=({words})\nCOMP_CWORD={count}\n_nutgraf nutgraf '{last}' '{before}'\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
        );
        let mut child = Command::new("bash")
            .args(["--norc", "--noprofile"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        child
            .stdin
            .take()
            .ok_or("bash takes no input")?
            .write_all(test.as_bytes())?;
        let output = child.wait_with_output()?;
        let lines = String::from_utf8(output.stdout)?;
        Ok(lines.lines().map(str::to_owned).collect())
    };
    assert_eq!(ask("nutgraf expo")?, ["export"]);
    assert_eq!(ask("nutgraf export x -o rdf")?, ["rdfxml"]);
    Ok(())
}
