//! `nutgraf holds`: what a connection hangs on.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::answer::{HoldsOutcome, HoldsQuestion, LabelKind, find_holds};
use crate::cli::asked::Asked;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::forms::Forms;
use crate::render::{holds, holds_rows};

/// Find the smallest set of sources without which two are no longer connected
///
/// Or of origins, outlets or claims. A claim is gone when every one of its citations is; a link needs
/// all of its claims. The answer comes with its proof: that the set is enough, and either paths with
/// nothing in common or that every smaller set was tried. Exact up to 8; beyond that, or when too much
/// would have to be read, it says between what and what, and the exit code is 5. Exit code 1 when the
/// two are not connected.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// One end: a name, an alias or an id
    from: String,
    /// The other
    to: String,
    /// What is withdrawn as one
    #[arg(long, value_enum, default_value = "source")]
    by: By,
    #[command(flatten)]
    asked: Asked,
}

/// What is withdrawn as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum By {
    Source,
    /// The editor's word on where several voices come from; else their outlet
    Origin,
    Outlet,
    Claim,
}

impl From<By> for LabelKind {
    fn from(by: By) -> Self {
        match by {
            By::Source => Self::Source,
            By::Origin => Self::Origin,
            By::Outlet => Self::Outlet,
            By::Claim => Self::Claim,
        }
    }
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let output = args.asked.output;
    let graph = args.asked.open(&args.case, console)?;
    let known = args.asked.known();
    let question = HoldsQuestion {
        from: args.from,
        to: args.to,
        by: args.by.into(),
        selection: args.asked.selection(),
    };
    let answer =
        find_holds(&graph, &question).map_err(|error| known.failure(error, &args.case, console))?;
    Forms {
        page: &|| holds::page(&answer),
        value: &|| holds::value(graph.edition().content_id(), &answer),
        lines: &|| holds::lines(&answer),
        sheet: &|| holds_rows::sheet(&answer),
        beside: &|| holds_rows::beside_rows(&answer),
    }
    .write(output, &graph, console)?;
    Ok(match answer.outcome {
        HoldsOutcome::NotConnected => Exit::No,
        HoldsOutcome::Between { limit, .. } => {
            console.say(&format!("NOT EXACT. {}", holds::limit_words(limit)));
            Exit::Limit
        }
        HoldsOutcome::SameEntity
        | HoldsOutcome::OnNothing { .. }
        | HoldsOutcome::Exactly { .. } => Exit::Answered,
    })
}
