//! The command line: arguments in, an answer on standard output, everything
//! else on standard error, one exit code.
//!
//! One file per subcommand: its `Args`, whose comments are the help, and its
//! `run`. Only this module reads arguments and the environment, prints, and
//! decides how the process ends.

mod advice;
mod as_of;
mod asked;
mod audit;
mod between;
mod check;
mod completions;
mod console;
mod diff;
mod dossier;
mod draw;
mod evidence;
mod explain;
mod export;
mod failure;
mod falls;
mod find;
mod form;
mod formats;
mod forms;
mod holds;
mod init;
mod into;
mod key;
mod known_on;
mod leave;
mod load;
mod man;
mod open;
mod path;
mod queries;
mod query;
mod replies;
mod schema;
mod selection;
mod serve;
mod sheet;
mod show;
mod stop;
mod ties;
mod timeline;
mod trace;
mod unwritten;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

pub use failure::{Exit, Failure};

use console::Console;

/// Who connects to whom, according to whom.
///
/// CASE is a folder of tables or an edition file. A folder whose tables changed
/// is loaded first. Exit codes: 0 answered; 1 searched completely and the answer
/// is no; 2 usage, unknown or ambiguous name, bad SPARQL; 3 the data has errors;
/// 4 a file cannot be read or written; 5 a limit was hit.
#[derive(Debug, Parser)]
#[command(
    name = "nutgraf",
    version,
    propagate_version = true,
    max_term_width = 100
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Check(check::Args),
    Load(load::Args),
    Find(find::Args),
    Show(show::Args),
    Path(path::Args),
    Holds(holds::Args),
    Falls(falls::Args),
    Between(between::Args),
    Ties(ties::Args),
    Key(key::Args),
    Audit(audit::Args),
    Replies(replies::Args),
    Timeline(timeline::Args),
    Diff(diff::Args),
    Query(query::Args),
    Queries(queries::Args),
    Sheet(sheet::Args),
    Trace(trace::Args),
    Dossier(dossier::Args),
    Draw(draw::Args),
    Export(export::Args),
    Formats(formats::Args),
    Schema(schema::Args),
    Serve(serve::Args),
    #[command(hide = true)]
    ServeWorker(serve::WorkerArgs),
    #[command(hide = true)]
    ServeReload(serve::ReloadArgs),
    Explain(explain::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Command {
    /// Whether it gives one answer and ends. The others listen for a signal to end
    /// in their own ways, or fill a folder file by file, of which nothing could be
    /// said that is true at every moment.
    fn answers(&self) -> bool {
        !matches!(
            self,
            Command::Load(_)
                | Command::Serve(_)
                | Command::ServeWorker(_)
                | Command::ServeReload(_)
                | Command::Init(_)
                | Command::Man(_)
        )
    }
}

/// The arguments as declared, for what is made from them.
fn command() -> clap::Command {
    Arguments::command()
}

/// Runs the program; everything it has to say has been said when it returns.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut console = Console::new();
    let given: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&given) {
        Ok(arguments) => arguments,
        Err(error) => {
            let error = advice::with_tip(error, &command(), &given);
            // Help and version are answers, a mistake in the arguments is not.
            let printed = error.print();
            if error.use_stderr() {
                return Exit::Usage.code();
            }
            return match printed {
                Ok(()) => Exit::Answered.code(),
                Err(error) => console.fail(&error.into()).code(),
            };
        }
    };
    if arguments.command.answers() {
        stop::listen_soon();
    }
    let result = match arguments.command {
        Command::Init(args) => init::run(args, &mut console),
        Command::Check(args) => check::run(args, &mut console),
        Command::Load(args) => load::run(args, &mut console),
        Command::Find(args) => find::run(args, &mut console),
        Command::Show(args) => show::run(args, &mut console),
        Command::Holds(args) => holds::run(args, &mut console),
        Command::Falls(args) => falls::run(args, &mut console),
        Command::Key(args) => key::run(args, &mut console),
        Command::Audit(args) => audit::run(args, &mut console),
        Command::Between(args) => between::run(args, &mut console),
        Command::Ties(args) => ties::run(args, &mut console),
        Command::Path(args) => path::run(args, &mut console),
        Command::Timeline(args) => timeline::run(args, &mut console),
        Command::Diff(args) => diff::run(args, &mut console),
        Command::Query(args) => query::run(args, &mut console),
        Command::Queries(args) => queries::run(args, &mut console),
        Command::Sheet(args) => sheet::run(args, &mut console),
        Command::Replies(args) => replies::run(args, &mut console),
        Command::Trace(args) => trace::run(args, &mut console),
        Command::Dossier(args) => dossier::run(args, &mut console),
        Command::Draw(args) => draw::run(args, &mut console),
        Command::Export(args) => export::run(args, &mut console),
        Command::Formats(args) => formats::run(args, &mut console),
        Command::Schema(args) => schema::run(args, &mut console),
        Command::Serve(args) => serve::run(args, &mut console),
        Command::ServeWorker(args) => serve::run_worker(args, &mut console),
        Command::ServeReload(args) => serve::run_reload(args, &mut console),
        Command::Explain(args) => explain::run(args, &mut console),
        Command::Completions(args) => completions::run(args, &mut console),
        Command::Man(args) => man::run(args, &mut console),
    };
    let result = result.and_then(|exit| {
        console.flush()?;
        Ok(exit)
    });
    match result {
        Ok(exit) => exit.code(),
        Err(failure) => console.fail(&failure).code(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::command;

    /// The commands, and theirs, whose option `-o` lacks one of its two long names.
    fn with_one_name(of: &Command, lacking: &mut Vec<String>) {
        let option = of.get_arguments().find(|arg| arg.get_short() == Some('o'));
        if let Some(option) = option {
            let mut names = option.get_all_aliases().unwrap_or_default();
            names.extend(option.get_long());
            names.sort_unstable();
            if names != ["format", "output"] {
                lacking.push(of.get_name().to_owned());
            }
        }
        for below in of.get_subcommands() {
            with_one_name(below, lacking);
        }
    }

    #[test]
    fn the_form_is_asked_for_by_either_long_name_everywhere() {
        let mut lacking = Vec::new();
        with_one_name(&command(), &mut lacking);
        assert!(lacking.is_empty(), "{lacking:?}");
    }
}
