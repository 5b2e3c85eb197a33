//! `nutgraf completions`: what a shell needs to complete commands and options.

use clap_complete::Shell;

use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};

/// Print a script that lets your shell complete commands, options and files
///
/// For bash: `nutgraf completions bash > ~/.local/share/bash-completion/completions/nutgraf`; for
/// fish: `nutgraf completions fish > ~/.config/fish/completions/nutgraf.fish`; for zsh into a file
/// named `_nutgraf` in a folder of `$fpath`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    // Made in memory first: the generator panics where a pipe is closed.
    let mut script = Vec::new();
    let mut command = crate::cli::command();
    clap_complete::generate(args.shell, &mut command, "nutgraf", &mut script);
    console.out().write_all(&script)?;
    Ok(Exit::Answered)
}
