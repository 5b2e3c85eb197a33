//! Watching the tables: when they change the case is loaded anew, by another
//! process, and requests go on as before until that is done.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::web::pool::Pool;
use crate::web::wire::News;

/// How often the tables are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(1000);

/// What became of loading a case anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reloaded {
    /// Its edition, and what changed, as the JSON of `diff`.
    Done {
        edition: PathBuf,
        changes: Option<String>,
    },
    /// Why it was not, as a person reads it.
    Not(String),
}

/// Loading a case anew, given the edition that is shown.
pub type Reload = Pin<Box<dyn Future<Output = Reloaded> + Send>>;

/// The tables of a case, and how it is loaded.
pub struct Watched {
    /// A number that is another one when a table is; `None` while they cannot be read.
    pub state: Box<dyn Fn() -> Option<u64> + Send + Sync>,
    /// Likewise before the edition was made that is shown first.
    pub loaded: Option<u64>,
    pub reload: Box<dyn Fn(PathBuf) -> Reload + Send + Sync>,
}

/// What is known of the tables, shared with whoever answers.
#[derive(Clone, Default)]
pub struct Latest(Arc<Mutex<News>>);

impl Latest {
    /// As it is now.
    pub fn news(&self) -> News {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set(&self, news: News) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = news;
    }
}

/// Looks at the tables for as long as the server runs.
pub async fn watch(watched: Watched, pool: Arc<Pool>, latest: Latest) {
    let mut loaded = watched.loaded;
    let mut seen = loaded;
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let now = (watched.state)();
        // Whoever saves several tables, or a large one, is let finish.
        if now != seen {
            seen = now;
            continue;
        }
        if now == loaded {
            continue;
        }
        loaded = now;
        let before = latest.news();
        latest.set(match (watched.reload)(pool.edition()).await {
            Reloaded::Done { edition, changes } => match pool.switch(edition) {
                Ok(()) => News {
                    reloads: before.reloads + 1,
                    changes,
                    problems: None,
                    ..before
                },
                Err(error) => News {
                    problems: Some(format!("the edition cannot be opened: {error}")),
                    ..before
                },
            },
            Reloaded::Not(problems) => News {
                problems: Some(problems),
                ..before
            },
        });
    }
}
