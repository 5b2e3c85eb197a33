//! The option `--known-on`: a case as it was known on a day.
//!
//! One place for every command that has it: reads the day, makes the edition of
//! it from the one that is opened, and says on standard error what is left out,
//! unless the answer begins with it.
//! That it is in the answer as well is for `render::known_on`.

use std::path::Path;

use crate::answer::{AnswerError, Graph, day_of_entry};
use crate::cli::console::{Bar, Console};
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::open;
use crate::model::{Day, Edtf, readings};
use crate::pipeline::{KnownOnError, RecallError, known_on};
use crate::render::known_on::sentence;

/// The option, for a command's arguments.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct KnownOnDay {
    /// As if every claim and answer recorded after this day were absent, with standings computed
    /// anew; rows without a `recorded` day stay and are counted
    #[arg(long, value_name = "DATE", value_parser = day)]
    known_on: Option<Day>,
}

impl KnownOnDay {
    /// Whether a day is given.
    pub fn is_given(self) -> bool {
        self.known_on.is_some()
    }

    /// The edition behind a path, without what was recorded after the day, if one is given.
    ///
    /// # Errors
    /// See [`open`]; also when the edition does not say what was known.
    pub fn open(self, case: &Path, console: &mut Console) -> Result<Graph, Failure> {
        self.open_and_say(case, true, console)
    }

    /// Likewise, for text that a person reads: it begins with what is left out,
    /// and this is not said twice.
    ///
    /// # Errors
    /// As for [`KnownOnDay::open`].
    pub fn open_for_page(self, case: &Path, console: &mut Console) -> Result<Graph, Failure> {
        self.open_and_say(case, false, console)
    }

    /// What to say where there is no answer: of what the case has, but had not on
    /// the day, that it was not known yet. Something else of a similar name is
    /// no help then. Of what it never had, on which day that was asked.
    pub fn failure(self, error: AnswerError, case: &Path, console: &mut Console) -> Failure {
        let (AnswerError::Unknown { name, .. }, Some(day)) = (&error, self.known_on) else {
            return error.into();
        };
        let as_known = format!("the case was asked as known on {day}");
        let Ok(whole) = open(case, console) else {
            return Failure::from(error).hint(as_known);
        };
        match day_of_entry(&whole, name) {
            Ok(Some(entered)) => Failure::usage(format!(
                "`{name}` was recorded {entered}, after {day}: not known on that day"
            )),
            Ok(None) => Failure::usage(format!(
                "`{name}` is in the case, but rests on what was recorded after {day}: not known on that day"
            )),
            Err(_) => Failure::from(error).hint(as_known),
        }
    }

    fn open_and_say(self, case: &Path, say: bool, console: &mut Console) -> Result<Graph, Failure> {
        let graph = open(case, console)?;
        let Some(day) = self.known_on else {
            return Ok(graph);
        };
        let mut bar = Bar::new();
        let (edition, known) = known_on(graph.edition(), day, &mut |progress| bar.show(progress))?;
        drop(bar);
        if say {
            console.say(&sentence(&known));
        }
        Ok(Graph::new(edition)?)
    }
}

/// Reads one day; an error shows which days may have been meant.
pub(super) fn day(text: &str) -> Result<Day, String> {
    let error = match text.parse::<Day>() {
        Ok(day) => return Ok(day),
        Err(error) => error,
    };
    let span = text.parse::<Edtf>().ok();
    let bounds = span.and_then(|span| Some((span.earliest()?, span.latest()?)));
    let meant: Vec<String> = match bounds {
        Some((first, last)) => vec![first.to_string(), last.to_string()],
        // A month without a day is no answer to which day was meant.
        None => {
            let days = readings(text).into_iter();
            days.filter(|reading| reading.parse::<Day>().is_ok())
                .collect()
        }
    };
    let expected = "one day written `YYYY-MM-DD` is needed";
    Err(match &meant[..] {
        [] => format!("{error}; {expected}"),
        [only] => format!("{error}; {expected}: `{only}`?"),
        several => format!("{error}; {expected}: `{}`?", several.join("` or `")),
    })
}

impl From<KnownOnError> for Failure {
    fn from(error: KnownOnError) -> Self {
        match error {
            KnownOnError::Load(inner) => inner.into(),
            KnownOnError::Recall(inner) => inner.into(),
            KnownOnError::KnownOn(_) => Self::new(Exit::Usage, error),
        }
    }
}

impl From<RecallError> for Failure {
    fn from(error: RecallError) -> Self {
        match error {
            RecallError::Redacted => Self::new(Exit::Usage, error)
                .hint("ask the case that it was made from, which only the desk has"),
            RecallError::OtherRules(_)
            | RecallError::OlderVersion
            | RecallError::DoesNotFollow(_) => {
                Self::new(Exit::File, error).hint("load the tables again with this program")
            }
            RecallError::Back(_) => Self::new(Exit::File, error)
                .hint("`nutgraf check EDITION` says whether the file is damaged"),
            RecallError::Edition(inner) => inner.into(),
        }
    }
}
