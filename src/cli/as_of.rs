//! The option `--as-of`: the day that an answer is of. Only here a clock is read.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::cli::failure::{Exit, Failure};
use crate::cli::known_on::day;
use crate::model::Day;

const DAY_S: u64 = 24 * 60 * 60;

/// The option, for a command's arguments.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct AsOf {
    /// The day on which dates and deadlines have passed or not; without it today, as UTC has it
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
}

/// Today, as UTC has it; nothing when the clock shows no day of the calendar.
pub(super) fn today() -> Option<Day> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Day::of_unix(i64::try_from(since.as_secs() / DAY_S).ok()?)
}

impl AsOf {
    /// The day that was given, or today.
    ///
    /// # Errors
    /// When none was given and the clock shows no day of the calendar.
    pub fn day(self) -> Result<Day, Failure> {
        self.as_of.or_else(today).ok_or_else(|| {
            Failure::new(
                Exit::Usage,
                anyhow::Error::msg("the clock of this machine shows no day of the calendar"),
            )
            .hint("give the day with `--as-of YYYY-MM-DD`")
        })
    }
}
