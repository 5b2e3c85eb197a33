//! Whether two names came to be connected, or are no more: the shortest path
//! before and now, over every link and over those without a denial.

use crate::answer::{
    AnswerError, Ask, Graph, PathAnswer, PathQuestion, Selection, Wanted, find_paths, resolve,
};
use crate::model::Standing;

/// Two names before and now.
#[derive(Debug, Clone)]
pub struct NamesDiff {
    /// As they were typed.
    pub names: [String; 2],
    pub before: Connected,
    pub after: Connected,
}

/// What connects two names in one edition.
#[derive(Debug, Clone)]
pub enum Connected {
    /// Nothing in it has these names.
    NotInIt(Vec<String>),
    Asked {
        /// The shortest path, or why there is none.
        any: Box<PathAnswer>,
        /// Likewise over links for which no denial is recorded.
        uncontested: Box<PathAnswer>,
    },
}

impl Connected {
    /// Whether a limit was hit before the answer was known.
    pub fn is_unfinished(&self) -> bool {
        match self {
            Connected::NotInIt(_) => false,
            Connected::Asked { any, uncontested } => {
                !(any.is_complete() && uncontested.is_complete())
            }
        }
    }

    /// The hops of the shortest path; `None` where there is none.
    pub fn length(&self) -> Option<usize> {
        match self {
            Connected::NotInIt(_) => None,
            Connected::Asked { any, .. } => any.paths.first().map(|path| path.hops.len()),
        }
    }

    /// Likewise over links for which no denial is recorded.
    pub fn uncontested_length(&self) -> Option<usize> {
        match self {
            Connected::NotInIt(_) => None,
            Connected::Asked { uncontested, .. } => {
                uncontested.paths.first().map(|path| path.hops.len())
            }
        }
    }
}

/// Asks both editions about two names.
///
/// # Errors
/// When a name is in neither edition or can be several things in one of them,
/// and as for [`find_paths`].
pub fn find_names_diff(
    old: &Graph,
    new: &Graph,
    names: [String; 2],
) -> Result<NamesDiff, AnswerError> {
    let before = connected(old, &names)?;
    let after = connected(new, &names)?;
    // A name that only one of them has is an answer; one that neither has, a mistake.
    if let (Connected::NotInIt(before), Connected::NotInIt(after)) = (&before, &after)
        && let Some(name) = before.iter().find(|name| after.contains(name))
    {
        resolve(new, name, Wanted::Entity)?;
    }
    Ok(NamesDiff {
        names,
        before,
        after,
    })
}

fn connected(graph: &Graph, names: &[String; 2]) -> Result<Connected, AnswerError> {
    let mut missing = Vec::new();
    for name in names {
        match resolve(graph, name, Wanted::Entity) {
            Ok(_) => {}
            Err(AnswerError::Unknown { .. }) => missing.push(name.clone()),
            Err(other) => return Err(other),
        }
    }
    if !missing.is_empty() {
        return Ok(Connected::NotInIt(missing));
    }
    let ask = |standings| {
        let question = PathQuestion {
            from: names[0].clone(),
            to: names[1].clone(),
            ask: Ask::Shortest,
            selection: Selection {
                standings,
                ..Selection::default()
            },
            max_hops: None,
            strongest: false,
            via: Vec::new(),
        };
        find_paths(graph, &question).map(Box::new)
    };
    Ok(Connected::Asked {
        any: ask(None)?,
        uncontested: ask(Some(vec![Standing::Uncontested]))?,
    })
}
