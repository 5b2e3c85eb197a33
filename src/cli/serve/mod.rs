//! `nutgraf serve`: a case in the browser, and as a SPARQL endpoint.
//!
//! Opens the case, takes an address, and starts the processes that answer: each is
//! this program again, as `worker`; `reload` is what loads changed tables.

mod reload;
mod worker;

use std::collections::hash_map::DefaultHasher;
use std::ffi::OsString;
use std::fs;
use std::hash::{Hash, Hasher};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context;

use crate::cli::as_of::today;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::leave::Leaving;
use crate::edition::Edition;
use crate::read::input_files;
use crate::web::{Reloaded, ServeError, Serving, Token, Watched, Workers, bind};

pub use reload::Args as ReloadArgs;
pub use reload::run as run_reload;
pub use worker::Args as WorkerArgs;
pub use worker::run as run_worker;

/// Show a case in the browser, and answer SPARQL over HTTP
///
/// Search, read claims with their sources and denials, put two names together. Answers this machine
/// alone, unless --listen says otherwise, and then only who knows the token. When a table changes,
/// the case is loaded anew. Every answer has limits of time, memory and size; one that hits a limit
/// is an error and never looks whole. The SPARQL endpoint is at /sparql. Protected sources are
/// withheld. Ends with Ctrl-C.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// Port on this machine; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 7373)]
    port: u16,
    /// Open the first page in the browser
    #[arg(long)]
    open: bool,
    /// How long an answer may take: `30s`, `500ms`, `2m`
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration)]
    timeout: Duration,
    /// How much memory an answer may take: `512MB`, `2GB`
    #[arg(long, value_name = "SIZE", default_value = "1GB", value_parser = size)]
    memory: u64,
    /// How many rows the answer to a query may have
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    rows: usize,
    /// Also answer other machines, at this address of this one (needs --token-file)
    #[arg(long, value_name = "ADDRESS", requires = "token_file")]
    listen: Option<IpAddr>,
    /// File with the token that whoever asks has to know: one line, 16 characters or more
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// A further name of this machine that pages may be asked for by
    #[arg(long, value_name = "NAME")]
    host_name: Vec<String>,
    /// A site whose pages may ask the SPARQL endpoint: `https://observablehq.com`
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    allow_origin: Vec<String>,
    /// What every address begins with, where another server passes requests on
    #[arg(long, value_name = "PATH", default_value = "", value_parser = base_path)]
    base_path: String,
    #[command(flatten)]
    leaving: Leaving,
}

/// Bytes of an answer that is held whole.
const MOST_BYTES: usize = 64 << 20;

fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: f64 = digits
        .parse()
        .map_err(|_| "a time such as `30s` is needed".to_owned())?;
    let seconds = match &text[digits.len()..] {
        "ms" => number / 1e3,
        "s" | "" => number,
        "m" => number * 60.0,
        _ => return Err("a time such as `500ms`, `30s` or `2m` is needed".to_owned()),
    };
    match (0.01..=86_400.0).contains(&seconds) {
        true => Ok(Duration::from_secs_f64(seconds)),
        false => Err("a time from 10ms to a day is needed".to_owned()),
    }
}

fn size(text: &str) -> Result<u64, String> {
    let expected = || "a size such as `512MB` or `2GB` is needed".to_owned();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u64 = digits.parse().map_err(|_| expected())?;
    let unit = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "MB" | "M" => 1_000_000,
        "GB" | "G" => 1_000_000_000,
        _ => return Err(expected()),
    };
    match number.checked_mul(unit) {
        Some(bytes) if bytes >= 64_000_000 => Ok(bytes),
        Some(_) | None => Err("64MB at least are needed".to_owned()),
    }
}

/// An origin as a browser sends it; anything else would never match, or match
/// pages that nobody named.
fn origin(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/').to_ascii_lowercase();
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    match host.is_some_and(|host| !host.is_empty() && host.chars().all(is_plain)) {
        true => Ok(text),
        false => Err("a site such as `https://observablehq.com` is needed".to_owned()),
    }
}

fn base_path(text: &str) -> Result<String, String> {
    let path = text.trim_end_matches('/');
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    match path.is_empty() || (path.starts_with('/') && path.chars().all(is_plain)) {
        true => Ok(path.to_owned()),
        false => Err("a path such as `/nutgraf` is needed".to_owned()),
    }
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let Args {
        case,
        port,
        open,
        timeout,
        memory,
        rows,
        listen,
        token_file,
        host_name,
        allow_origin,
        base_path,
        leaving,
    } = args;
    let token = token_file.as_deref().map(token).transpose()?;
    let bound = bind(&addresses(listen, port))?;
    // Before it is loaded: what is saved meanwhile is loaded next.
    let loaded = state(&case);
    let graph = leaving.open(&case, console)?;
    let edition = graph.edition().path().to_owned();
    drop(graph);
    let program = std::env::current_exe()
        .context("cannot tell where this program lies")
        .map_err(|error| Failure::new(Exit::File, error))?;
    let arguments = ["serve-worker", "--base", &base_path, "--rows"]
        .into_iter()
        .map(OsString::from)
        .chain([
            rows.to_string().into(),
            "--bytes".into(),
            MOST_BYTES.to_string().into(),
            "--memory".into(),
            memory.to_string().into(),
        ])
        .collect();
    let watched = case
        .is_dir()
        .then(|| watched(&program, &case, leaving, loaded));
    let addresses = bound.addresses().to_vec();
    let serving = Serving {
        workers: Workers {
            program,
            arguments,
            timeout,
            memory,
            machine: machine_memory(),
        },
        edition,
        watched,
        base: base_path.clone(),
        names: host_name,
        origins: allow_origin,
        token,
        today,
    };
    let mut said = Ok(());
    bound.serve(serving, || {
        let pages: Vec<String> = addresses
            .iter()
            .map(|address| format!("http://{}{base_path}/", named(*address)))
            .collect();
        said = say(&pages, console);
        if let (true, Some(page)) = (open, pages.first()) {
            show(page, console);
        }
    })?;
    said?;
    Ok(Exit::Answered)
}

fn say(pages: &[String], console: &mut Console) -> Result<(), Failure> {
    for page in pages {
        writeln!(console.out(), "{page}")?;
    }
    console.flush()?;
    console.say("Ctrl-C ends it");
    Ok(())
}

/// An address that can be asked for: one of this machine's, where it listens at all.
fn named(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => (Ipv4Addr::LOCALHOST, address.port()).into(),
        IpAddr::V6(ip) if ip.is_unspecified() => (Ipv6Addr::LOCALHOST, address.port()).into(),
        IpAddr::V4(_) | IpAddr::V6(_) => address,
    }
}

/// Where to listen: on this machine, and where else it was asked for.
fn addresses(listen: Option<IpAddr>, port: u16) -> Vec<SocketAddr> {
    match listen {
        None => vec![SocketAddr::from((Ipv4Addr::LOCALHOST, port))],
        // It answers this machine too, by any address of it.
        Some(all) if all.is_unspecified() => vec![SocketAddr::from((all, port))],
        Some(IpAddr::V6(Ipv6Addr::LOCALHOST)) => {
            vec![SocketAddr::from((Ipv6Addr::LOCALHOST, port))]
        }
        Some(other) if other.is_loopback() => vec![SocketAddr::from((other, port))],
        Some(other) => vec![
            SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            SocketAddr::from((other, port)),
        ],
    }
}

fn token(file: &Path) -> Result<Token, Failure> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("cannot read the token in `{}`", file.display()))
        .map_err(|error| Failure::new(Exit::File, error))?;
    Token::new(&text).ok_or_else(|| {
        Failure::usage(format!(
            "`{}` holds no token: one line of {} letters, digits and signs or more is needed",
            file.display(),
            Token::LEAST
        ))
    })
}

/// How the tables of a case are watched, and loaded when they change.
fn watched(program: &Path, case: &Path, leaving: Leaving, loaded: Option<u64>) -> Watched {
    let (program, folder) = (program.to_owned(), case.to_owned());
    let tables = case.to_owned();
    Watched {
        state: Box::new(move || state(&tables)),
        loaded,
        reload: Box::new(move |shown| {
            let mut command = Command::new(&program);
            command.arg("serve-reload").arg(&folder).arg(shown);
            command.args(leaving.option());
            Box::pin(async move {
                // It ends with the server.
                let mut command = tokio::process::Command::from(command);
                let ended = command.stdin(Stdio::null()).kill_on_drop(true).output();
                match ended.await {
                    Ok(output) => reload::read(&output, leaving),
                    Err(error) => Reloaded::Not(error.to_string()),
                }
            })
        }),
    }
}

/// A number for the tables as they are: their names, sizes and times.
fn state(case: &Path) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    for file in input_files(case).ok()? {
        let about = fs::metadata(&file).ok()?;
        (file, about.len(), about.modified().ok()?).hash(&mut hasher);
    }
    Some(hasher.finish())
}

/// Opens a page in the browser, where there is one.
fn show(page: &str, console: &mut Console) {
    let opener = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let started = Command::new(opener)
        .arg(page)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if started.is_err() {
        console.say(&format!("note: no browser could be opened; go to {page}"));
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        let taken = matches!(&error, ServeError::Listen { source, .. } if source.kind() == std::io::ErrorKind::AddrInUse);
        let failure = Failure::new(Exit::File, error);
        match taken {
            true => failure.hint("another program has this port: choose one with `--port`, or `--port 0` for any that is free"),
            false => failure,
        }
    }
}

/// What a path leads to, when it is no edition any more.
fn opened(path: &Path) -> Option<Edition> {
    Edition::open(path).ok()
}

/// What the machine has to keep things in, in bytes; a container may have less.
#[cfg(target_os = "linux")]
fn machine_memory() -> Option<u64> {
    let info = rustix::system::sysinfo();
    // As wide as a word, which is not the same everywhere.
    let total: u128 = info.totalram.into();
    u64::try_from(total * u128::from(info.mem_unit)).ok()
}

#[cfg(not(target_os = "linux"))]
fn machine_memory() -> Option<u64> {
    None
}
