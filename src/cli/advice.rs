//! Tips for arguments that are not understood, where the parser has none of its
//! own: which command writes a format, and why options exclude each other.

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::Command;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

/// The commands that write for other programs, and the option for the format.
const WRITERS: [(&str, &str); 2] = [("draw", "output"), ("export", "format")];

/// Formats that many commands write, each of its own answer: whoever asks for one of
/// these is not after a file for another program.
const COMMON: [&str; 4] = ["csv", "json", "html", "md"];

/// The options that say which paths are listed.
const LISTS: [&str; 3] = ["-k", "--all-shortest", "--within"];

/// An error of the parser with a tip, where there is one; `arguments` are all that
/// were given, the program first.
pub fn with_tip(mut error: Error, program: &Command, arguments: &[OsString]) -> Error {
    let tip = match error.kind() {
        ErrorKind::InvalidValue => writer_of(&error, program, arguments),
        ErrorKind::ArgumentConflict => one_list(&error),
        _ => None,
    };
    if let Some(tip) = tip {
        let tip = ContextValue::StyledStrs(vec![StyledStr::from(tip)]);
        error.insert(ContextKind::Suggested, tip);
    }
    error
}

/// What writes a format that the command does not: `nutgraf export path … -o graphml`.
fn writer_of(error: &Error, program: &Command, arguments: &[OsString]) -> Option<String> {
    let option = context(error, ContextKind::InvalidArg).next()?;
    if !option.starts_with("--output") && !option.starts_with("--format") {
        return None;
    }
    let value = context(error, ContextKind::InvalidValue).next()?;
    if COMMON
        .iter()
        .any(|common| value.eq_ignore_ascii_case(common))
    {
        return None;
    }
    let mut words = arguments.iter().skip(1).filter_map(|word| word.to_str());
    let command = words.next()?;
    let part = match WRITERS.iter().any(|(writer, _)| *writer == command) {
        true => words.next()?,
        false => command,
    };
    let mut found = Vec::new();
    for (name, option) in WRITERS {
        let Some(writer) = program.find_subcommand(name).filter(|_| name != command) else {
            continue;
        };
        let of_part = writer.find_subcommand(part);
        // A writer without parts takes a whole case.
        if let Some(value) = taken(of_part.unwrap_or(writer), option, value) {
            let part = of_part.map_or(String::new(), |part| format!(" {}", part.get_name()));
            found.push(format!("`nutgraf {name}{part} … -o {value}`"));
        } else if of_part.is_none()
            && let Some(value) = writer
                .get_subcommands()
                .find_map(|part| taken(part, option, value))
        {
            found.push(format!("`nutgraf {name} path … -o {value}`"));
        }
    }
    (!found.is_empty()).then(|| format!("what writes that is {}", found.join(" and ")))
}

/// The value of a command's option as that spells it, where it has one like it.
fn taken(command: &Command, option: &str, value: &str) -> Option<String> {
    let mut options = command.get_arguments();
    let option = options.find(|arg| arg.get_id().as_str() == option);
    let values = option?.get_possible_values();
    let mut values = values.iter();
    let found = values.find(|possible| possible.matches(value, true))?;
    Some(found.get_name().to_owned())
}

/// Why two ways of listing paths exclude each other.
fn one_list(error: &Error) -> Option<String> {
    let given = context(error, ContextKind::InvalidArg);
    let given = given.chain(context(error, ContextKind::PriorArg));
    let given: BTreeSet<&str> = given
        .map(|arg| arg.split(' ').next().unwrap_or(arg))
        .collect();
    // One of them given twice is another mistake.
    let are_lists = given.len() > 1 && given.iter().all(|arg| LISTS.contains(arg));
    are_lists.then(|| {
        "each says which paths are listed, so give one: `-k N` the first N, longer ones too; `--all-shortest` all of the fewest hops; `--within N` those of at most N hops".to_owned()
    })
}

fn context(error: &Error, kind: ContextKind) -> impl Iterator<Item = &str> {
    let value = error.get(kind);
    let texts: Vec<&str> = match value {
        Some(ContextValue::String(text)) => vec![text],
        Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    texts.into_iter()
}
