//! `nutgraf man`: manual pages, made from the same words as `--help`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Command;
use clap_mangen::Man;

use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::unwritten::{cannot_make, cannot_write};

/// Write manual pages into a folder: one for nutgraf and one for each command
///
/// Without a folder the first of them is printed: `nutgraf man | man -l -`. In a folder such as
/// `~/.local/share/man/man1`, `man nutgraf-path` then finds them.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder, which is made if need be
    folder: Option<PathBuf>,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let pages = pages().context("cannot make the pages").map_err(file)?;
    let Some(folder) = &args.folder else {
        if let Some((_, page)) = pages.first() {
            console.out().write_all(page)?;
        }
        return Ok(Exit::Answered);
    };
    fs::create_dir_all(folder).map_err(|error| cannot_make(folder, error))?;
    let mut before = 0;
    for (name, page) in &pages {
        let path = folder.join(name);
        before += usize::from(path.exists());
        write(&path, page)?;
    }
    let instead = match before {
        0 => String::new(),
        some => format!(", {some} of them in place of files that were there"),
    };
    console.say(&format!(
        "wrote {} pages into `{}`{instead}",
        pages.len(),
        folder.display()
    ));
    Ok(Exit::Answered)
}

/// Every page under its file name, that of the program first.
fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut program = crate::cli::command().disable_help_subcommand(true);
    program.build();
    let mut pages = Vec::new();
    add(&program, &mut pages)?;
    Ok(pages)
}

/// Adds the page of a command, then those of its own.
fn add(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    pages.push(page(command.clone())?);
    // Those that the program calls itself are nothing to read about.
    let shown = |below: &&Command| !below.is_hide_set();
    for below in command.get_subcommands().filter(shown) {
        add(below, pages)?;
    }
    Ok(())
}

fn page(command: Command) -> io::Result<(String, Vec<u8>)> {
    let man = Man::new(command);
    let mut page = Vec::new();
    man.render(&mut page)?;
    Ok((man.get_filename(), page))
}

fn write(path: &Path, page: &[u8]) -> Result<(), Failure> {
    fs::write(path, page).map_err(|error| cannot_write(path, error))
}

fn file(error: anyhow::Error) -> Failure {
    Failure::new(Exit::File, error)
}
