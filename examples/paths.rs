//! Path graphs of any size and the questions asked of them, for `benches/paths`:
//! `cargo run --release --example paths -- --help`.
//!
//! Makes a graph up (`make`) or takes a real one (`from`), and leaves it as an
//! edition that holds the path graph and nothing else; says what is in such a
//! file (`info`), draws pairs of entities (`pairs`), and answers questions in
//! one process (`ask`, `serve`) or in a whole one (`one`). An entity is a
//! number here: its place among all of them.

#[path = "paths/answer.rs"]
mod answer;
#[path = "generate/draw.rs"]
#[expect(dead_code, reason = "some of it is for made-up cases")]
mod draw;
#[path = "paths/file.rs"]
mod file;
#[path = "paths/from.rs"]
mod from;
#[path = "paths/info.rs"]
mod info;
#[path = "paths/make.rs"]
mod make;
#[path = "paths/pairs.rs"]
mod pairs;

use clap::{Parser, Subcommand};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Make path graphs and ask them
#[derive(Debug, Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Make(make::Args),
    From(from::Args),
    Info(info::Args),
    Pairs(pairs::Args),
    Ask(answer::AskArgs),
    Serve(answer::ServeArgs),
    One(answer::OneArgs),
}

fn main() -> Result<(), Failure> {
    match Args::parse().command {
        Command::Make(args) => make::run(&args),
        Command::From(args) => from::run(&args),
        Command::Info(args) => info::run(&args),
        Command::Pairs(args) => pairs::run(&args),
        Command::Ask(args) => answer::ask(&args),
        Command::Serve(args) => answer::serve(&args),
        Command::One(args) => answer::one(&args),
    }
}
