//! Cases read back whole from the edition, for the pages that have to see all claims
//! together: who was never asked, what would not stand.
//!
//! Takes how that is done from the command line, as `web` has never heard of tables
//! or of how an edition is made. Is kept for as long as the edition is shown. A case
//! that is too large for a page, or of which something is withheld, is not read.

use std::sync::{Arc, OnceLock};

use crate::answer::Graph;
use crate::model::{Assessment, Case, Day};
use crate::web::asked::Asked;
use crate::web::error::WebError;
use crate::web::session::Session;

/// Claims of an edition that a page reads whole: about a second the first time, and
/// some hundred megabytes. The command line has no such limit.
pub const MOST_CLAIMS: u64 = 20_000;

/// Cases with what the rules say of their claims.
pub type Cases = Vec<(Case, Assessment)>;

/// Reads the cases of an edition back.
pub type Recall = Box<dyn Fn(&Graph) -> Result<Cases, String> + Send + Sync>;

/// How cases are read back, and those that were.
#[derive(Default)]
pub struct Whole {
    pub(super) recall: Option<Recall>,
    read: OnceLock<Result<Arc<Cases>, String>>,
}

/// Why a case is not read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotWhole {
    /// Protected sources are withheld from the edition.
    Withheld,
    /// It has so many claims.
    Large(u64),
    /// It cannot be read back.
    Failed(String),
}

impl NotWhole {
    /// In a sentence: why `what` is not told here, and where it is.
    pub fn sentence(&self, what: &str, command: &str) -> String {
        match self {
            NotWhole::Withheld => format!(
                "{what} is not told here: protected sources are withheld from what is shown, and without them the answer would be wrong. At the desk, `nutgraf {command} CASE` tells it, and so does this page of a server with `--with-protected`"
            ),
            NotWhole::Large(claims) => format!(
                "{what} is not told here: it takes a look at all {claims} claims together, and a page does that for {MOST_CLAIMS} at most. `nutgraf {command} CASE` has no such limit"
            ),
            NotWhole::Failed(words) => format!("{what} is not told here: {words}"),
        }
    }

    /// As the reply to who asked for the whole answer.
    pub fn error(&self, what: &str, command: &str) -> WebError {
        let words = self.sentence(what, command);
        match self {
            NotWhole::Withheld | NotWhole::Failed(_) => WebError::NotAcceptable(words),
            NotWhole::Large(_) => WebError::TooLarge(words),
        }
    }
}

impl Session {
    /// The same with a way to read cases back whole, which it has not by itself.
    pub fn recalling(mut self, recall: Recall) -> Self {
        self.whole.recall = Some(recall);
        self
    }

    /// Why the edition is not read whole, where that is known before it is tried.
    ///
    /// # Errors
    /// When the edition is damaged.
    pub(super) fn not_whole(&self) -> Result<Option<NotWhole>, WebError> {
        if self.withholds {
            return Ok(Some(NotWhole::Withheld));
        }
        let claims = self.graph.count_of("Claim")?;
        Ok((claims > MOST_CLAIMS).then_some(NotWhole::Large(claims)))
    }

    /// The cases of an edition: the one that is shown, or that as known on a day.
    ///
    /// # Errors
    /// When the edition is damaged; the inner one when it is not read whole.
    pub(super) fn cases(&self, graph: &Graph) -> Result<Result<Arc<Cases>, NotWhole>, WebError> {
        if let Some(why) = self.not_whole()? {
            return Ok(Err(why));
        }
        let read = |graph: &Graph| match &self.whole.recall {
            Some(recall) => recall(graph).map(Arc::new),
            None => Err("this server cannot read a case back".to_owned()),
        };
        let cases = match graph.known_on() {
            Some(_) => read(graph),
            None => self.whole.read.get_or_init(|| read(graph)).clone(),
        };
        Ok(cases.map_err(NotWhole::Failed))
    }

    /// The edition that a page is of: the one that is shown, or, with `known-on`, what
    /// was known on a day; `command` is what has the same option.
    ///
    /// # Errors
    /// For a word that is no day; where that cannot be told.
    pub(super) fn as_known(&self, asked: &Asked<'_>, command: &str) -> Result<Graph, WebError> {
        let Some(day) = asked.day("known-on")? else {
            return Ok(self.graph.clone());
        };
        if let Some(why) = self.not_whole()? {
            let command = format!("{command} --known-on DATE");
            return Err(why.error("What was known on a day", &command));
        }
        self.graph_of(Some(day))
    }
}

/// The day that a page is of: `as-of`, else today as the listener has it.
///
/// # Errors
/// For a word that is no day, or where nobody knows which day it is.
pub fn as_of(asked: &Asked<'_>) -> Result<Day, WebError> {
    let today = || asked.news().today.as_deref()?.parse().ok();
    asked.day("as-of")?.or_else(today).ok_or_else(|| {
        WebError::bad("`as-of` is needed: the day on which dates and deadlines have passed or not")
    })
}
