//! `nutgraf explain`: what a diagnostic or a finding of an audit means, or the
//! rules in force.

use crate::answer::FindingCode;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::model::{Code, Severity, explain_rules};
use crate::render::audit::explained;
use crate::render::page::Page;

/// Say what a diagnostic or an audit's finding means and what mends it, or print the rules of standing
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A code such as `bad-date` or `no-reply`, or `standing`; without it, all codes
    code: Option<String>,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let mut page = Page::new();
    match args.code.as_deref() {
        None => {
            page.line("standing  the rules by which a claim's standing is decided");
            for code in Code::ALL {
                let first = code
                    .explanation()
                    .split_inclusive(". ")
                    .next()
                    .unwrap_or_default();
                page.line(format!(
                    "{}  ({}) {}",
                    code.as_str(),
                    severity(*code),
                    first.trim_end()
                ));
            }
            for code in FindingCode::ALL {
                page.line(format!("{}  (audit) {}.", code.as_str(), code.meaning()));
            }
        }
        Some("standing") => {
            for line in explain_rules().lines() {
                page.line(line);
            }
        }
        Some(wanted) => match Code::ALL.iter().find(|code| code.as_str() == wanted) {
            Some(code) => {
                page.title(code.as_str())
                    .add(format!("  ({})", severity(*code)));
                for line in code.explanation().lines() {
                    page.line(line);
                }
            }
            None => match FindingCode::ALL.iter().find(|code| code.as_str() == wanted) {
                Some(code) => page = explained(*code),
                None => return Err(unknown(wanted)),
            },
        },
    }
    console.page(&page)?;
    Ok(Exit::Answered)
}

fn severity(code: Code) -> &'static str {
    match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn unknown(wanted: &str) -> Failure {
    let failure = Failure::usage(format!("there is no diagnostic or finding `{wanted}`"));
    let codes = Code::ALL.iter().map(|code| code.as_str());
    let codes = codes.chain(FindingCode::ALL.iter().map(|code| code.as_str()));
    let part: Vec<String> = codes
        .clone()
        .filter(|code| wanted.len() > 2 && code.contains(wanted))
        .map(|code| format!("`{code}`"))
        .collect();
    if !part.is_empty() {
        return failure.hint(format!("did you mean {}?", part.join(" or ")));
    }
    let nearest = codes
        .map(|code| (strsim::jaro_winkler(code, wanted), code))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((_, name)) => failure.hint(format!("did you mean `{name}`?")),
        None => failure.hint("`nutgraf explain` lists them all"),
    }
}
