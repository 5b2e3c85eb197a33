//! What became of the connection between two names, in a word and in words.

use crate::answer::{Connected, NamesDiff, NoPath, Path};
use crate::render::diff::hops;

/// The word used in JSON and in rows.
pub(super) fn word(diff: &NamesDiff) -> &'static str {
    let NamesDiff {
        names: _,
        before,
        after,
    } = diff;
    if before.is_unfinished() || after.is_unfinished() {
        return "unknown";
    }
    match (before.length(), after.length()) {
        (None, None) => "not-connected",
        (None, Some(_)) => "opened",
        (Some(_), None) => "closed",
        (Some(before), Some(after)) if after < before => "shorter",
        (Some(before), Some(after)) if after > before => "longer",
        (Some(_), Some(_)) => "same-length",
    }
}

/// In a sentence.
pub(super) fn words(diff: &NamesDiff) -> String {
    let NamesDiff {
        names: _,
        before,
        after,
    } = diff;
    let lengths = format!("{} before, {} now", side(before), side(after));
    match word(diff) {
        "opened" => format!("CONNECTED NOW: {lengths}"),
        "closed" => format!("NO LONGER CONNECTED: {lengths}"),
        "unknown" => format!("NOT COMPLETE, a limit was hit: {lengths}"),
        "same-length" if other_way(before, after) => format!("{lengths}, another way"),
        _ => lengths,
    }
}

fn side(connected: &Connected) -> String {
    match connected {
        Connected::NotInIt(names) => format!("`{}` not in the case", names.join("` and `")),
        Connected::Asked {
            any,
            uncontested: _,
        } => match (&any.no_path, any.paths.first()) {
            (Some(NoPath::Unfinished), _) => "not known".to_owned(),
            (
                Some(NoPath::NotConnected {
                    through_retracted: Some(_),
                }),
                None,
            ) => "no path but through withdrawn claims".to_owned(),
            (_, path) => hops(path.map(|path| path.hops.len())),
        },
    }
}

/// Likewise over links for which no denial is recorded; `None` where that is
/// nothing else.
pub(super) fn uncontested_words(diff: &NamesDiff) -> Option<String> {
    let NamesDiff {
        names: _,
        before,
        after,
    } = diff;
    let any = (before.length(), after.length());
    let (was, is) = (before.uncontested_length(), after.uncontested_length());
    (any != (was, is)).then(|| {
        format!(
            "over links with no denial recorded: {} before, {} now",
            hops(was),
            hops(is)
        )
    })
}

/// The shortest path of one edition.
pub(super) fn path(connected: &Connected) -> Option<&Path> {
    match connected {
        Connected::NotInIt(_) => None,
        Connected::Asked {
            any,
            uncontested: _,
        } => any.paths.first(),
    }
}

/// The shortest one without a denial, where it is another.
pub(super) fn uncontested_path(connected: &Connected) -> Option<&Path> {
    match connected {
        Connected::NotInIt(_) => None,
        Connected::Asked { any, uncontested } => {
            let other = uncontested.paths.first()?;
            let same = any
                .paths
                .first()
                .is_some_and(|path| ids(path) == ids(other));
            (!same).then_some(other)
        }
    }
}

pub(super) fn ids(path: &Path) -> Vec<&str> {
    let entities = path.entities.iter();
    entities.map(|entity| entity.id.as_str()).collect()
}

fn other_way(before: &Connected, after: &Connected) -> bool {
    path(before).map(ids) != path(after).map(ids)
}
