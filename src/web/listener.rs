//! The sockets: addresses are taken, and connections for as long as that works.
//!
//! What is asked on a connection is answered by `server`.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Semaphore, mpsc};

use crate::model::Day;
use crate::web::guard::{Guard, Token};
use crate::web::live::{Latest, Watched, watch};
use crate::web::pool::{Pool, Workers};
use crate::web::server::{MOST_ASKING, Server};

/// So many connections at once; more wait.
const MOST_CONNECTIONS: usize = 1024;

/// What a server is started with.
pub struct Serving {
    pub workers: Workers,
    pub edition: PathBuf,
    /// Tables to be watched; nothing where an edition file is shown.
    pub watched: Option<Watched>,
    /// Before every address: empty, or `/x`.
    pub base: String,
    /// Further names of this machine.
    pub names: Vec<String>,
    /// Sites whose pages may ask the endpoint.
    pub origins: Vec<String>,
    pub token: Option<Token>,
    /// The day it is, where the clock shows one.
    pub today: fn() -> Option<Day>,
}

/// Why a server cannot be started, or ended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    #[error("cannot listen at {address}")]
    Listen {
        address: SocketAddr,
        source: io::Error,
    },
    #[error("a worker process cannot be started")]
    Worker(#[source] io::Error),
    #[error("the server stopped")]
    Stopped(#[source] io::Error),
}

/// A server that has its addresses and answers nobody yet.
pub struct Bound {
    sockets: Vec<TcpListener>,
    addresses: Vec<SocketAddr>,
}

/// Takes addresses.
///
/// # Errors
/// When one is taken already, or is not of this machine.
pub fn bind(addresses: &[SocketAddr]) -> Result<Bound, ServeError> {
    let mut bound = Bound {
        sockets: Vec::new(),
        addresses: Vec::new(),
    };
    for address in addresses {
        let failed = |source| ServeError::Listen {
            address: *address,
            source,
        };
        let socket = TcpListener::bind(address).map_err(failed)?;
        socket.set_nonblocking(true).map_err(failed)?;
        bound.addresses.push(socket.local_addr().map_err(failed)?);
        bound.sockets.push(socket);
    }
    Ok(bound)
}

impl Bound {
    /// The addresses, with their ports.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Answers until the process is told to end; `ready` is called when the first
    /// request can be answered.
    ///
    /// # Errors
    /// When no worker can be started, or the sockets fail.
    pub fn serve(self, serving: Serving, ready: impl FnOnce()) -> Result<(), ServeError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(ServeError::Stopped)?;
        runtime.block_on(self.run(serving, ready))
    }

    async fn run(self, serving: Serving, ready: impl FnOnce()) -> Result<(), ServeError> {
        let Serving {
            workers,
            edition,
            watched,
            base,
            names,
            origins,
            token,
            today,
        } = serving;
        allow_files();
        let pool = Arc::new(Pool::new(workers, edition).map_err(ServeError::Worker)?);
        pool.warm().map_err(ServeError::Worker)?;
        let latest = Latest::default();
        if let Some(watched) = watched {
            tokio::spawn(watch(watched, Arc::clone(&pool), latest.clone()));
        }
        let server = Arc::new(Server {
            guard: Guard::new(&self.addresses, &names, &origins, token),
            pool,
            latest,
            base,
            today,
        });
        let connections = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        let (failed, mut failures) = mpsc::channel(1);
        for socket in self.sockets {
            let socket = tokio::net::TcpListener::from_std(socket).map_err(ServeError::Stopped)?;
            let server = Arc::clone(&server);
            let connections = Arc::clone(&connections);
            let failed = failed.clone();
            tokio::spawn(async move {
                let error = accept(socket, server, connections).await;
                let _ = failed.send(error).await;
            });
        }
        ready();
        tokio::select! {
            error = failures.recv() => match error {
                Some(error) => Err(ServeError::Stopped(error)),
                None => Ok(()),
            },
            () = told_to_end() => Ok(()),
        }
    }
}

/// Takes connections for as long as that works.
async fn accept(
    socket: tokio::net::TcpListener,
    server: Arc<Server>,
    connections: Arc<Semaphore>,
) -> io::Error {
    loop {
        let Ok(permit) = Arc::clone(&connections).acquire_owned().await else {
            return io::Error::other("no connections are taken any more");
        };
        let stream = match socket.accept().await {
            Ok((stream, _)) => stream,
            // One connection failed, or there are no more files to be had for now.
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let served = service_fn(|request| {
                let server = Arc::clone(&server);
                async move { Ok::<_, Infallible>(server.answer(request).await) }
            });
            // A connection that breaks off is its own affair.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(MOST_ASKING)
                .serve_connection(TokioIo::new(stream), served)
                .await;
            drop(permit);
        });
    }
}

/// Asks the system for as many open files as there may be connections.
#[cfg(unix)]
fn allow_files() {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Nofile);
    let wanted = 4 * MOST_CONNECTIONS as u64;
    let most = limit.maximum.map_or(wanted, |most| most.min(wanted));
    if limit.current.is_some_and(|current| current < most) {
        limit.current = Some(most);
        // Without them some connections wait a little.
        let _ = setrlimit(Resource::Nofile, limit);
    }
}

#[cfg(not(unix))]
fn allow_files() {}

/// Waits for Ctrl-C, or a polite request to end.
async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
