//! Queries that ask for more than there is time and memory for: each ends, nothing
//! of an answer that is not whole is sent, and whoever else asks is answered.
//!
//! They lie in `serve_bombs/`, one a file. Nothing here measures time, since a
//! machine may be slow; `benches/bombs` does. That a worker holds no more than it
//! may is looked up while it runs.

#![expect(
    clippy::print_stdout,
    reason = "what became of each bomb is for whoever runs this"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use nutgraf::answer::Graph;
use nutgraf::edition::Edition;
use nutgraf::query::prepare;

use crate::generated::case::{Plan, write_case};
use crate::program::nutgraf;
use crate::serving::{Server, encoded, workers_of};

type Outcome = Result<(), Box<dyn Error>>;

const LIMITS: [&str; 4] = ["--timeout", "2s", "--memory", "256MB"];
/// What may be held beyond the limit before it is seen, in MB.
const SLACK: u64 = 64;
/// So many bombs at once.
const AT_ONCE: usize = 3;
/// How often somebody else asks again who was told that too much was asked at once.
const MOST_TRIES: usize = 60;

fn bombs() -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/serve_bombs");
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        found.insert(name.into_owned(), fs::read_to_string(&path)?);
    }
    // Too much text to keep.
    let values: String = (0..110_000).map(|number| format!("{number} ")).collect();
    let long = format!("SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }}");
    found.insert("more-than-is-taken".to_owned(), long);
    let wide: String = (0..60_000).map(|number| format!("{number} ")).collect();
    let wide = format!("SELECT * {{ VALUES ?a {{ {wide} }} VALUES ?b {{ {wide} }} }}");
    found.insert("values-wide".to_owned(), wide);
    Ok(found)
}

/// Whether no worker held more than so many MB, and a little.
fn within(most: u64, limit: u64) {
    let most = most / 1_000_000;
    println!("{most} MB held at most");
    if cfg!(target_os = "linux") {
        assert!(most > 0, "nothing was seen");
        assert!(most <= limit + SLACK, "{most} MB");
    }
}

/// The most that any process below another one holds of its own, in bytes.
fn watch(process: u32, stop: &AtomicBool, most: &AtomicU64) {
    while !stop.load(Ordering::Relaxed) {
        for child in workers_of(process) {
            let status = fs::read_to_string(format!("/proc/{child}/status")).unwrap_or_default();
            let held = status
                .lines()
                .find_map(|line| line.strip_prefix("RssAnon:"))
                .and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
            most.fetch_max(held.unwrap_or_default() * 1024, Ordering::Relaxed);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// A thread that looks at them.
struct Watching {
    stop: Arc<AtomicBool>,
    most: Arc<AtomicU64>,
    thread: thread::JoinHandle<()>,
}

impl Watching {
    fn start(server: &Server) -> Self {
        let (stop, most) = (Arc::default(), Arc::default());
        let thread = {
            let (process, stop, most) = (server.id(), Arc::clone(&stop), Arc::clone(&most));
            thread::spawn(move || watch(process, &stop, &most))
        };
        Self { stop, most, thread }
    }

    fn end(self) -> Result<u64, Box<dyn Error>> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().map_err(|_| "the watch fell over")?;
        Ok(self.most.load(Ordering::Relaxed))
    }
}

#[test]
fn a_bomb_ends_and_harms_nobody() -> Outcome {
    let work = tempfile::tempdir()?;
    let folder = work.path().join("case");
    let plan = Plan {
        claims: 10_000,
        seed: 1,
        denied: 5,
        disputed: 8,
    };
    write_case(&folder, &plan)?;
    let case = folder.to_str().ok_or("a plain name")?;
    nutgraf(&["load", case]).ends(0);
    let server = Server::start(case, &LIMITS);
    let bombs = bombs()?;
    assert!(bombs.len() >= 30, "{}", bombs.len());
    let watching = Watching::start(&server);
    let left = Mutex::new(bombs.iter().collect::<Vec<_>>());
    let wrong = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let next = left.lock().unwrap_or_else(PoisonError::into_inner).pop();
                    let Some((name, query)) = next else {
                        break;
                    };
                    if let Err(error) = ends_well(&server, name, query) {
                        let mut wrong = wrong.lock().unwrap_or_else(PoisonError::into_inner);
                        wrong.push(format!("{name}: {error}"));
                    }
                }
            });
        }
    });
    let most = watching.end()?;
    let wrong = wrong.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    within(most, 256);
    Ok(())
}

/// A bomb has a reply that is whole, if only to say that there is none; and then
/// others are answered.
fn ends_well(server: &Server, name: &str, query: &str) -> Outcome {
    let began = Instant::now();
    let reply = server.request(
        "POST",
        "/sparql",
        &[
            ("Host", &server.host),
            ("Content-Type", "application/sparql-query"),
            ("Accept", "text/csv, text/turtle"),
        ],
        query.as_bytes(),
    );
    println!(
        "{name}: {} after {:.1} s",
        reply.status,
        began.elapsed().as_secs_f64()
    );
    if !reply.is_whole {
        return Err("the reply was broken off".into());
    }
    if !matches!(reply.status, 200 | 400 | 403 | 413 | 503 | 504 | 507) {
        return Err(format!("{}: {}", reply.status, reply.text()).into());
    }
    if reply.status != 200 && reply.text().trim().is_empty() {
        return Err("nothing says why there is no answer".into());
    }
    if server.get("/live.json").status != 200 {
        return Err("the listener does not answer".into());
    }
    let ordinary = encoded("ASK { ?claim a ng:Claim ; ng:standing ng:denied }");
    for _ in 0..MOST_TRIES {
        let reply = server.get(&format!("/sparql?query={ordinary}"));
        match reply.status {
            200 if reply.text().contains("\"boolean\":true") => return Ok(()),
            // As somebody told to come again would.
            503 | 504 => thread::sleep(Duration::from_millis(500)),
            other => return Err(format!("an ordinary query: {other}").into()),
        }
    }
    Err("an ordinary query is never answered".into())
}

/// With time enough it is the memory that ends them.
#[test]
fn what_needs_too_much_memory_ends_for_that() -> Outcome {
    let server = Server::start("data/example", &["--timeout", "60m", "--memory", "128MB"]);
    let watching = Watching::start(&server);
    let bombs = bombs()?;
    for name in [
        "concat-doubling",
        "replace-doubling",
        "values-wide",
        "concat-kept",
    ] {
        let query = bombs.get(name).ok_or(name)?;
        let kind = [("Content-Type", "application/sparql-query")];
        let reply = server.ask("POST", "/sparql", &kind, query.as_bytes());
        assert_eq!(reply.status, 507, "{name}: {}", reply.text());
        assert!(
            reply.text().contains("more memory"),
            "{name}: {}",
            reply.text()
        );
    }
    within(watching.end()?, 128);
    Ok(())
}

/// Whatever is small enough to be answered is answered as by the library, so that no
/// bomb is one for a mistake in it.
#[test]
fn a_bomb_on_two_claims_is_a_query() -> Outcome {
    let work = tempfile::tempdir()?;
    let folder = work.path().join("case");
    fs::create_dir(&folder)?;
    fs::write(folder.join("people.csv"), "id,name\nann,Ann\nbo,Bo\n")?;
    fs::write(
        folder.join("sources.csv"),
        "id,kind,name\npaper,publication,Paper\n",
    )?;
    fs::write(
        folder.join("relationships.csv"),
        "id,subject,relation,object,sources,text\nc1,ann,met,bo,paper,Ann met Bo\nc2,ann,met,bo,paper,Bo met Ann\n",
    )?;
    let file = work.path().join("a.edition");
    let case = folder.to_str().ok_or("a plain name")?;
    nutgraf(&[
        "load",
        case,
        "--edition",
        file.to_str().ok_or("a plain name")?,
    ])
    .ends(0);
    let graph = Graph::new(Edition::open(&file)?)?;
    let mut refused = Vec::new();
    // That one is not read in a lifetime.
    let bombs = bombs()?;
    for (name, query) in bombs.into_iter().filter(|(name, _)| name != "nested-calls") {
        if let Err(error) = prepare(graph.edition(), &query) {
            refused.push(format!("{name}: {error}"));
        }
    }
    // Too deep, and too long.
    assert_eq!(refused.len(), 2, "{}", refused.join("\n"));
    Ok(())
}
