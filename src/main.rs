//! The program: hands its arguments to `cli` and ends as that says.

use std::process::ExitCode;

// A load makes and drops tens of millions of small things; this allocator gives
// their memory back to the system, where that of the C library keeps it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    nutgraf::cli::run(std::env::args_os())
}
