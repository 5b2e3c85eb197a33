//! Which stream carries what: a closed pipe, a full disk, a terminal.

use std::error::Error;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use crate::program::{Case, command, nutgraf};
use crate::rdflib::python;

/// Every command that answers, on a case.
fn answering(case: &str) -> Vec<Vec<String>> {
    let commands: [&[&str]; 52] = [
        &["check", case],
        &["check", case, "-o", "json"],
        &["load", case],
        &["find", case, "a"],
        &["find", case, "a", "-o", "json"],
        &["find", case, "a", "-o", "md"],
        &["show", case, "courier-article"],
        &["show", case, "courier-article", "-o", "csv"],
        &["show", case, "courier-article", "-o", "json"],
        &["path", case, "orrin-vale", "tamsin-quill"],
        &["path", case, "orrin-vale", "tamsin-quill", "-o", "jsonl"],
        &["path", case, "orrin-vale", "tamsin-quill", "-o", "tsv"],
        &["ties", case, "orrin-vale"],
        &["ties", case, "orrin-vale", "--hops", "2", "-o", "jsonl"],
        &["between", case, "orrin-vale", "tamsin-quill"],
        &["holds", case, "orrin-vale", "tamsin-quill", "-o", "csv"],
        &["falls", case, "--source", "courier-article"],
        &["key", case],
        &["audit", case],
        &["audit", case, "-o", "csv"],
        &["audit", case, "-o", "json"],
        &["audit", case, "-o", "jsonl"],
        &["replies", case],
        &["replies", case, "-o", "json"],
        &["query", case, "denials"],
        &["query", case, "-e", "SELECT * { ?s ?p ?o }", "-o", "xml"],
        &["query", case, "-e", "CONSTRUCT WHERE { ?s ?p ?o }"],
        &["queries"],
        &["export", case, "--format", "nt"],
        &["export", case, "--format", "jsonld"],
        &["export", case, "-o", "trig"],
        &["export", case, "-o", "nq"],
        &["export", case, "-o", "rdfxml"],
        &["export", case, "-o", "graphml"],
        &["export", case, "-o", "mermaid"],
        &["export", case, "-o", "ftm"],
        &["export", case, "-o", "html"],
        &["export", "ties", case, "orrin-vale", "-o", "cx2"],
        &["draw", "path", case, "orrin-vale", "tamsin-quill"],
        &["draw", "timeline", case, "-o", "html"],
        &["formats"],
        &["formats", "--attributes", "-o", "csv"],
        &["sheet", case],
        &["timeline", case, "-o", "svg"],
        &["dossier", case, "orrin-vale"],
        &["trace", case, "courier-article"],
        &["schema", case],
        &["completions", "zsh"],
        &["man"],
        &["explain"],
        &["--help"],
        &["path", "--help"],
    ];
    let owned = |command: &[&str]| command.iter().map(|part| (*part).to_owned()).collect();
    commands.iter().map(|command| owned(command)).collect()
}

/// Likewise those whose answer is no text.
fn answering_in_any_way(case: &str) -> Vec<Vec<String>> {
    let picture = ["draw", "ties", case, "orrin-vale", "-o", "png"];
    let mut commands = answering(case);
    commands.push(picture.map(str::to_owned).to_vec());
    commands
}

/// What is read from a pipe can be read only once.
#[cfg(unix)]
#[test]
fn a_query_can_come_through_a_pipe() -> Result<(), Box<dyn Error>> {
    let case = Case::first();
    let query = "CONSTRUCT { ?a reported:met ?b } WHERE { ?a reported:met ?b }";
    for words in [
        &["query", case.path(), "/dev/stdin"][..],
        &["export", "query", case.path(), "/dev/stdin", "-o", "d3"],
    ] {
        let mut child = command(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut stdin = child.stdin.take().ok_or("no input")?;
        stdin.write_all(query.as_bytes())?;
        drop(stdin);
        let output = child.wait_with_output()?;
        let said = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(0), "{words:?}: {said}");
        let answer = String::from_utf8(output.stdout)?;
        assert!(answer.contains("steve-witkoff"), "{words:?}: {answer}");
    }
    Ok(())
}

fn with(arguments: &[String]) -> Command {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    command(&arguments)
}

#[test]
fn a_closed_pipe_is_quiet() -> Result<(), Box<dyn Error>> {
    let case = Case::copy("example");
    case.run("load", &[]).ends(0);
    for arguments in answering_in_any_way(case.path()) {
        for wanted in [0, 1] {
            let mut child = with(&arguments)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()?;
            let mut out = child.stdout.take().ok_or("a pipe")?;
            let mut begun = vec![0; wanted];
            out.read_exact(&mut begun)?;
            drop(out);
            let output = child.wait_with_output()?;
            let said = String::from_utf8(output.stderr)?;
            // An audit that was written before the pipe closed has found something.
            let code = output.status.code();
            let found = arguments[0] == "audit" && code == Some(1);
            assert!(code == Some(0) || found, "{arguments:?}: {said}");
            for complaint in ["error", "panicked", "pipe"] {
                assert!(!said.contains(complaint), "{arguments:?}: {said}");
            }
        }
    }
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_an_error() -> Result<(), Box<dyn Error>> {
    let case = Case::copy("example");
    case.run("load", &[]).ends(0);
    for arguments in answering_in_any_way(case.path()) {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full")?;
        let output = with(&arguments)
            .stdout(full)
            .stderr(Stdio::piped())
            .output()?;
        let said = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(4), "{arguments:?}: {said}");
        assert!(
            said.contains("cannot write the answer"),
            "{arguments:?}: {said}"
        );
    }
    Ok(())
}

#[test]
fn a_pipe_gets_neither_colour_nor_a_progress_bar() -> Result<(), Box<dyn Error>> {
    let case = Case::copy("example");
    for arguments in answering(case.path()) {
        let output = with(&arguments)
            .env_remove("NO_COLOR")
            .env("TERM", "xterm-256color")
            .output()?;
        for stream in [output.stdout, output.stderr] {
            let text = String::from_utf8(stream)?;
            assert!(
                !text.contains('\u{1b}') && !text.contains('\r'),
                "{arguments:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn notes_stand_beside_the_answer_and_never_in_it() {
    let case = Case::copy("example");
    let first = case
        .run("path", &["orrin-vale", "tamsin-quill", "-o", "json"])
        .ends(0);
    assert!(first.err.contains("1 warning"), "{}", first.err);
    let second = case
        .run("path", &["orrin-vale", "tamsin-quill", "-o", "json"])
        .ends(0);
    assert_eq!(second.err, "");
    assert_eq!(first.out, second.out);
    let rows = case.run("query", &["denials", "-o", "csv"]).ends(0);
    assert!(
        rows.err.contains("DENIED") && !rows.out.contains("note:"),
        "{}",
        rows.out
    );
}

/// Runs the program on a terminal of so many columns; what it printed there.
#[cfg(unix)]
fn on_terminal(columns: u16, colour: bool, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    const SCRIPT: &str = "\
import fcntl, os, pty, struct, subprocess, sys, termios
ours, theirs = pty.openpty()
fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack('HHHH', 24, int(sys.argv[1]), 0, 0))
child = subprocess.Popen(sys.argv[2:], stdin=theirs, stdout=theirs, stderr=theirs)
os.close(theirs)
while True:
    try:
        part = os.read(ours, 65536)
    except OSError:
        break
    if not part:
        break
    sys.stdout.buffer.write(part)
child.wait()
";
    let mut run = Command::new(python()?);
    run.args([
        "-c",
        SCRIPT,
        &columns.to_string(),
        env!("CARGO_BIN_EXE_nutgraf"),
    ])
    .args(arguments)
    .env("TERM", "xterm-256color")
    .env_remove("NO_COLOR")
    .env_remove("CLICOLOR");
    if !colour {
        run.env("NO_COLOR", "1");
    }
    Ok(String::from_utf8(run.output()?.stdout)?.replace("\r\n", "\n"))
}

#[cfg(unix)]
#[test]
fn a_terminal_shows_denials_in_red_and_in_words() -> Result<(), Box<dyn Error>> {
    let case = Case::first();
    case.run("load", &[]).ends(0);
    let arguments = ["path", case.path(), "CZ", "steve-witkoff"];
    let coloured = on_terminal(200, true, &arguments)?;
    assert!(
        coloured.contains("\u{1b}[1;31mDENIED\u{1b}[0m"),
        "{coloured:?}"
    );
    let plain = on_terminal(200, false, &arguments)?;
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_terminal_is_told_once_on_which_day_it_was_known() -> Result<(), Box<dyn Error>> {
    let case = Case::first();
    case.run("load", &[]).ends(0);
    for verb in [&["path", "CZ", "steve-witkoff"][..], &["show", "CZ"]] {
        let arguments = [
            &[verb[0], case.path()],
            &verb[1..],
            &["--known-on", "2026-01-01"],
        ]
        .concat();
        let shown = on_terminal(300, false, &arguments)?;
        assert_eq!(shown.matches("as known on").count(), 1, "{shown}");
        let rows = on_terminal(300, false, &[&arguments[..], &["-o", "csv"]].concat())?;
        assert!(rows.starts_with("as known on"), "{rows}");
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_narrow_terminal_wraps_and_cuts_nothing() -> Result<(), Box<dyn Error>> {
    let case = Case::first();
    case.run("load", &[]).ends(0);
    for arguments in [
        &["path", case.path(), "CZ", "usd1", "-k", "3"][..],
        &["show", case.path(), "bloomberg-report"],
        &["find", case.path(), "zhao"],
        &["show", case.path(), "Trump"],
        &["queries"],
        &["explain"],
    ] {
        let run = nutgraf(arguments);
        let piped = format!("{}{}", run.err, run.out);
        let words = |text: &str| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        for columns in [20, 60, 100] {
            let shown = on_terminal(columns, false, arguments)?;
            assert_eq!(
                words(&shown),
                words(&piped),
                "{arguments:?} in {columns} columns"
            );
            if columns == 60 {
                let longest = |line: &str| line.split(' ').map(|word| word.chars().count()).max();
                for line in shown.lines().filter(|line| line.chars().count() > 60) {
                    assert!(longest(line) > Some(40), "not wrapped: {line}");
                }
            }
        }
    }
    Ok(())
}
