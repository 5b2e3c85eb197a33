//! Where a case may lie, and who else may be at it.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::program::{Case, command, nutgraf};

fn copy_into(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir("data/example")? {
        let entry = entry?;
        if entry.path().is_file() {
            fs::copy(entry.path(), folder.join(entry.file_name()))?;
        }
    }
    Ok(())
}

#[test]
fn a_case_may_have_spaces_quotes_and_letters_in_its_path() -> Result<(), Box<dyn Error>> {
    let root = tempfile::tempdir()?;
    for name in ["my case", "it's $5; ok", "Žofie", "-o", "a\nb"] {
        let folder = root.path().join(name);
        copy_into(&folder)?;
        let folder = folder.to_str().ok_or("text")?;
        nutgraf(&["check", folder]).ends(0);
        let run = nutgraf(&["path", folder, "orrin-vale", "tamsin-quill"]).ends(0);
        assert!(run.err.contains("1 warning"), "{}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
        nutgraf(&["show", folder, "orrin-vale"]).ends(0);
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_link_to_a_case_is_that_case() -> Result<(), Box<dyn Error>> {
    let case = Case::copy("example");
    let root = tempfile::tempdir()?;
    let link = root.path().join("link");
    std::os::unix::fs::symlink(case.path(), &link)?;
    let link = link.to_str().ok_or("text")?;
    let by_link = nutgraf(&["show", link, "orrin-vale"]).ends(0);
    assert!(
        by_link.err.contains("1 warning"),
        "it was loaded: {}",
        by_link.err
    );
    let by_folder = case.run("show", &["orrin-vale"]).ends(0);
    assert_eq!(by_folder.err, "", "it was loaded already");
    assert_eq!(by_link.out, by_folder.out);
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_whose_name_is_no_text_is_no_obstacle() -> Result<(), Box<dyn Error>> {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let case = Case::copy("example");
    fs::write(
        Path::new(case.path()).join(OsStr::from_bytes(b"notes-\xff.csv")),
        "a,b\n",
    )?;
    let run = case.run("check", &[]).ends(0);
    assert!(run.out.contains("stray-file"), "{}", run.out);
    case.run("show", &["orrin-vale"]).ends(0);
    // As the case itself, and as a name that is typed.
    let folder = Path::new(case.path()).join(OsStr::from_bytes(b"case-\xff"));
    copy_into(&folder)?;
    let output = command(&["show"]).arg(&folder).arg("orrin-vale").output()?;
    assert_eq!(output.status.code(), Some(0));
    let output = command(&["show"])
        .arg(&folder)
        .arg(OsStr::from_bytes(b"\xff"))
        .output()?;
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    Ok(())
}

#[test]
fn several_commands_at_once_on_a_new_case_all_answer() -> Result<(), Box<dyn Error>> {
    let case = Case::copy("example");
    let running: Vec<_> = (0..4)
        .map(|_| {
            command(&["path", case.path(), "orrin-vale", "tamsin-quill"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
        })
        .collect::<Result<_, _>>()?;
    let mut answers = Vec::new();
    for child in running {
        let output = child.wait_with_output()?;
        let said = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(
            said.lines().all(|line| line.starts_with("note: ")),
            "{said}"
        );
        answers.push(output.stdout);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_case_that_cannot_be_written_gets_a_private_edition_and_says_so_once()
-> Result<(), Box<dyn Error>> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    let root = tempfile::tempdir()?;
    let at = |name: &str| root.path().join(name);
    let (case, temporary, program) = (at("shared"), at("tmp"), at("nutgraf"));
    copy_into(&case)?;
    fs::create_dir(&temporary)?;
    fs::set_permissions(&case, fs::Permissions::from_mode(0o555))?;
    // Rights do not bind root, who runs it as somebody else, from where that one may.
    const NOBODY: u32 = 65534;
    let is_root = fs::metadata(&case)?.uid() == 0;
    if is_root {
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755))?;
        chown(&temporary, Some(NOBODY), Some(NOBODY))?;
    }
    // By `cp`: written by ourselves it could still be open in a test that starts a process.
    let copied = Command::new("cp")
        .arg(env!("CARGO_BIN_EXE_nutgraf"))
        .arg(&program)
        .status()?;
    assert!(copied.success());
    let ask = |verb: &str, more: &[&str]| -> Result<Output, Box<dyn Error>> {
        let mut asked = Command::new(&program);
        asked
            .arg(verb)
            .arg(&case)
            .args(more)
            .env("TMPDIR", &temporary);
        if is_root {
            asked.uid(NOBODY).gid(NOBODY);
        }
        Ok(asked.output()?)
    };
    let first = ask("show", &["orrin-vale"])?;
    let said = String::from_utf8(first.stderr)?;
    assert_eq!(first.status.code(), Some(0), "{said}");
    assert_eq!(said.matches("cannot be written").count(), 1, "{said}");
    assert!(!case.join(".nutgraf").exists());
    let kept: Vec<_> = fs::read_dir(&temporary)?.collect::<Result<_, _>>()?;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].metadata()?.mode() & 0o777, 0o700, "it is private");
    let again = ask("show", &["orrin-vale"])?;
    assert_eq!(String::from_utf8(again.stderr)?, "");
    assert_eq!(first.stdout, again.stdout);
    fs::remove_dir_all(kept[0].path())?;
    let loaded = ask("load", &[])?;
    let said = String::from_utf8(loaded.stderr)?;
    assert!(said.contains("cannot be written"), "{said}");
    fs::set_permissions(&case, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

#[test]
fn rdf_alone_is_asked_and_exported_but_has_no_names_and_no_paths() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = |name: &str| folder.path().join(name).display().to_string();
    fs::write(
        file("a.nt"),
        "<http://a/x> <http://a/p> _:b .\n_:b <http://a/p> \"hi\" .\n",
    )?;
    let edition = file("rdf.edition");
    nutgraf(&["load", "--rdf", &file("a.nt")]).ends(2);
    nutgraf(&["load", "--rdf", &file("a.nt"), "--edition", &edition]).ends(0);
    nutgraf(&["check", &edition]).ends(0);
    nutgraf(&["find", &edition, "hi"]).ends(1);
    nutgraf(&["path", &edition, "a", "b"]).ends(2);
    nutgraf(&["query", &edition, "denials"]).ends(0);
    let exported = nutgraf(&["export", &edition, "--format", "nt"]).ends(0).out;
    assert_eq!(exported.lines().count(), 2);
    assert!(
        !exported.contains("_:"),
        "blank nodes have become IRIs: {exported}"
    );
    Ok(())
}
