//! What a choice of links hides between two entities, for answers that are no
//! paths themselves: why they are not connected, or which shorter path there is.
//!
//! Asks the search of `path` once, with the same filter.

use crate::answer::AnswerError;
use crate::answer::hops::{Path, Reader};
use crate::answer::naming::BetweenThem;
use crate::answer::path::{NoPath, reason};
use crate::network::{self, Budget, Filter, Question};

/// What filter and withdrawals hide between two, for an answer that is no path.
#[derive(Debug, Clone, Default)]
pub struct Hidden {
    pub no_path: Option<NoPath>,
    pub shorter_without_filter: Option<Path>,
    pub shorter_through_retracted: Option<Path>,
    /// Where there is no path: what makes no link and is on record all the same.
    pub on_record: BetweenThem,
}

impl Hidden {
    /// The paths of it.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let instead = self.no_path.as_ref().and_then(NoPath::instead);
        let shorter = self.shorter_without_filter.iter();
        let shorter = shorter.chain(&self.shorter_through_retracted);
        instead.into_iter().chain(shorter)
    }
}

/// Compares the paths between two nodes with those that a filter hides; gives
/// the best that passes it as well.
pub(super) fn compare(
    reader: &mut Reader,
    ends: (u32, u32),
    filter: &Filter,
) -> Result<(Hidden, Option<Path>), AnswerError> {
    let asked = Question {
        filter: filter.clone(),
        ..Question::between(ends.0, ends.1)
    };
    let budget = Budget {
        left_out: 0,
        ..Budget::default()
    };
    let found = network::shortest(reader.network(), &asked, &budget)?;
    let mut read = |path: Option<&network::Path>| path.map(|path| reader.path(path)).transpose();
    let best = read(found.paths.first())?;
    let shorter_without_filter = read(found.shorter_without_filter.as_ref())?;
    let shorter_through_retracted = read(found.shorter_through_retracted.as_ref())?;
    let no_path = match (&found.no_path, &best) {
        (Some(why), _) => Some(reason(reader, why)?),
        (None, None) => Some(NoPath::Unfinished),
        (None, Some(_)) => None,
    };
    let network = reader.network();
    let on_record = match (&no_path, network.term_of(ends.0), network.term_of(ends.1)) {
        (Some(_), Some(from), Some(to)) => reader.graph().between_them(network, from, to)?,
        (_, _, _) => BetweenThem::default(),
    };
    let hidden = Hidden {
        on_record,
        no_path,
        shorter_without_filter,
        shorter_through_retracted,
    };
    Ok((hidden, best))
}
