//! The program: hands its arguments to `cli` and ends as that says.

use std::process::ExitCode;

fn main() -> ExitCode {
    nutgraf::cli::run(std::env::args_os())
}
