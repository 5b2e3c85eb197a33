//! The socket: HTTP in, a worker's reply out.
//!
//! Knows who may ask (`guard`), hands what is asked to a worker (`pool`) and gives
//! back what it says, with the headers that keep a page to itself. Evaluates
//! nothing. A reply whose rest is missing is broken off, so that its receiver sees
//! an error and not an end.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_LENGTH,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY, RETRY_AFTER, SET_COOKIE, VARY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;

use crate::model::Day;
use crate::web::asked::pairs;
use crate::web::assets;
use crate::web::guard::{self, COOKIE_NAME, Guard, Token};
use crate::web::live::{Latest, Watched, watch};
use crate::web::pool::{Answered, Lane, NoReply, Piece, Pool, Workers};
use crate::web::reply::{HTML, JSON, PROBLEM, TEXT};
use crate::web::wire;

/// The body of a request, in bytes.
const MOST_BODY: usize = 1 << 20;
/// So much of a body that is too long is read and dropped.
const MOST_UNREAD: usize = 16 << 20;
/// Whoever connects has so long to say what is wanted, and to say it whole.
const MOST_ASKING: Duration = Duration::from_secs(10);
/// So many connections at once; more wait.
const MOST_CONNECTIONS: usize = 1024;

/// Nothing runs and nothing is loaded but what comes from here.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// A picture has its own style in it, and nothing else.
const POLICY_OF_PICTURE: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox";

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

type Answer = Response<BoxBody<Bytes, io::Error>>;

struct Server {
    guard: Guard,
    pool: Arc<Pool>,
    latest: Latest,
    base: String,
    today: fn() -> Option<Day>,
}

impl Server {
    async fn answer(&self, request: Request<Incoming>) -> Answer {
        let origin = self.guard.allowed_origin(request.headers());
        let is_preflight = Guard::is_preflight(request.method(), request.headers());
        let mut answer = self.answered(request).await;
        let headers = answer.headers_mut();
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.entry(name).or_insert(value);
            }
        };
        set(CONTENT_SECURITY_POLICY, POLICY);
        set(X_CONTENT_TYPE_OPTIONS, "nosniff");
        // With none at all a browser would not say either that a form is of our own page.
        set(REFERRER_POLICY, "same-origin");
        // What is read here is not to be found in a browser's folder later.
        set(CACHE_CONTROL, "no-store");
        set(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        );
        set(
            HeaderName::from_static("cross-origin-resource-policy"),
            if origin.is_some() {
                "cross-origin"
            } else {
                "same-origin"
            },
        );
        set(VARY, "Accept, Origin");
        if let Some(origin) = origin {
            set(ACCESS_CONTROL_ALLOW_ORIGIN, &origin);
            set(
                ACCESS_CONTROL_EXPOSE_HEADERS,
                "Nutgraf-Edition, Nutgraf-Note",
            );
            if is_preflight {
                set(ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
                set(
                    ACCESS_CONTROL_ALLOW_HEADERS,
                    "Accept, Authorization, Content-Type",
                );
            }
        }
        answer
    }

    async fn answered(&self, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        let wants_problem = accepts_json(&head.headers);
        let path = head.uri.path();
        let Some(path) = path.strip_prefix(&self.base).map(|path| match path {
            "" => "/",
            path => path,
        }) else {
            return said(404, "no page has this address", wants_problem);
        };
        let path = match path.starts_with('/') {
            true => path,
            false => return said(404, "no page has this address", wants_problem),
        };
        if !is_plain(path) {
            return said(404, "no page has this address", wants_problem);
        }
        if let Err(refusal) = self.guard.check(&head.method, path, &head.headers) {
            return said(refusal.status, &refusal.why, wants_problem);
        }
        if head.method == Method::OPTIONS {
            return whole(204, TEXT, Vec::new());
        }
        let body = if head.method == Method::POST {
            match timeout(MOST_ASKING, whole_body(body)).await {
                Ok(Some(body)) => body,
                Ok(None) => {
                    return said(
                        413,
                        "a request has 1 MiB at most, and has to be sent whole",
                        wants_problem,
                    );
                }
                Err(_) => return said(408, "the request did not come", wants_problem),
            }
        } else {
            Vec::new()
        };
        if path == "/enter" {
            return self.enter(&head.method, &body);
        }
        if !self.guard.knows_token(&head.headers) {
            return self.ask_for_token(&head.headers);
        }
        if let Some(name) = path.strip_prefix("/assets/") {
            return match assets::find(name) {
                Some(asset) => {
                    let mut answer = whole(200, asset.content_type, asset.bytes.to_vec());
                    // The next version of the program has others of the same name.
                    let kept = HeaderValue::from_static("private, max-age=60");
                    answer.headers_mut().insert(CACHE_CONTROL, kept);
                    answer
                }
                None => said(404, "there is no such file", wants_problem),
            };
        }
        let mut news = self.latest.news();
        // The guard knows the name, or the request would not have come this far.
        let host = head.headers.get(hyper::header::HOST);
        if let Some(host) = host.and_then(|host| host.to_str().ok()) {
            news.address = format!("http://{host}{}", self.base);
        }
        news.today = (self.today)().map(|day| day.to_string());
        if path == "/live.json" {
            let state = json!({"reloads": news.reloads, "problems": news.problems.is_some()});
            return whole(200, JSON, state.to_string().into_bytes());
        }
        let text = |name| {
            let value = head.headers.get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        // They may be long, and few pages look at them.
        if !matches!(guard::page(path), "" | "start" | "diff") {
            news.changes = None;
        }
        let asked = wire::Request {
            method: match head.method == Method::POST {
                true => wire::Method::Post,
                false => wire::Method::Get,
            },
            path: path.to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            accept: text(ACCEPT),
            content_type: text(CONTENT_TYPE),
            news,
            body,
        };
        match self.pool.ask(&asked, lane(path)).await {
            Ok(answered) if head.version < Version::HTTP_11 && answered.head.length.is_none() => {
                said(
                    505,
                    "an answer that comes in pieces needs HTTP/1.1: by 1.0 nobody could tell that it was broken off",
                    wants_problem,
                )
            }
            Ok(answered) => {
                let mut answered = answered;
                if head.method == Method::HEAD {
                    // Its body goes nowhere; a worker that nobody listens to would be ended.
                    let (_, nothing) = mpsc::channel(1);
                    let mut body = std::mem::replace(&mut answered.body, nothing);
                    tokio::spawn(async move { while body.recv().await.is_some() {} });
                }
                replied(answered)
            }
            Err(none) => no_reply(&none, wants_problem),
        }
    }

    /// The form that takes the token, and what comes of it.
    fn enter(&self, method: &Method, body: &[u8]) -> Answer {
        let Some(token) = self.guard.token() else {
            return said(404, "no token is needed here", false);
        };
        if method != Method::POST {
            return self.token_form(200, "");
        }
        let given = pairs(body);
        let is_right = given
            .iter()
            .any(|(name, word)| name == "token" && token.is(word.trim()));
        if !is_right {
            return self.token_form(403, "<p>That is not the token.</p>");
        }
        let mut answer = whole(303, TEXT, b"welcome\n".to_vec());
        let home = format!("{}/", self.base);
        let cookie = format!(
            "{COOKIE_NAME}={}; Path={home}; HttpOnly; SameSite=Strict",
            token.cookie()
        );
        for (name, value) in [(LOCATION, home), (SET_COOKIE, cookie)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                answer.headers_mut().insert(name, value);
            }
        }
        answer
    }

    fn ask_for_token(&self, headers: &HeaderMap) -> Answer {
        let is_browser = headers
            .get(ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"));
        let mut answer = match is_browser {
            true => self.token_form(401, ""),
            false => said(
                401,
                "this server needs its token: `Authorization: Bearer TOKEN`",
                accepts_json(headers),
            ),
        };
        let how = HeaderValue::from_static("Bearer");
        answer
            .headers_mut()
            .insert(hyper::header::WWW_AUTHENTICATE, how);
        answer
    }

    fn token_form(&self, status: u16, words: &str) -> Answer {
        let base = &self.base;
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>nutgraf</title></head>\n<body><main><h1>nutgraf</h1>{words}<form method=\"post\" action=\"{base}/enter\"><p><label for=\"token\">Token</label> <input id=\"token\" name=\"token\" type=\"password\" autocomplete=\"off\" required> <button>Enter</button></p></form></main></body></html>\n"
        );
        whole(status, HTML, page.into_bytes())
    }
}

/// The body of a request; nothing where it is too long or breaks off. What is too
/// long is read all the same, within reason: who is still sending hears no answer.
async fn whole_body(mut body: Incoming) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut read = 0;
    while let Some(frame) = body.frame().await {
        let Ok(piece) = frame.ok()?.into_data() else {
            continue;
        };
        read += piece.len();
        if read <= MOST_BODY {
            bytes.extend_from_slice(&piece);
        } else if read > MOST_UNREAD {
            return None;
        }
    }
    (read <= MOST_BODY).then_some(bytes)
}

/// Whether a path says in one way only which page it is of: no empty parts, and no
/// escapes in the first one. By that the guard and the lanes tell pages apart.
fn is_plain(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    !path.contains("//") && !first.contains('%')
}

/// Which requests a page waits with.
fn lane(path: &str) -> Lane {
    match guard::page(path) {
        "sparql" | "queries" | "export" => Lane::Queries,
        _ => Lane::Pages,
    }
}

fn accepts_json(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("json"))
}

/// A reply of a worker.
fn replied(answered: Answered) -> Answer {
    let Answered { head, body } = answered;
    let wire::Head {
        status,
        headers,
        length,
    } = head;
    let stream = Pieces {
        body,
        left: length,
        is_whole: false,
    };
    let mut answer = Response::new(stream.boxed());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    for (name, value) in headers {
        let name = HeaderName::try_from(name);
        let value = HeaderValue::from_str(&value);
        if let (Ok(name), Ok(value)) = (name, value) {
            if name == CONTENT_TYPE && value.as_bytes().starts_with(b"image/svg") {
                let policy = HeaderValue::from_static(POLICY_OF_PICTURE);
                answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
            }
            answer.headers_mut().append(name, value);
        }
    }
    if let Some(length) = length {
        answer.headers_mut().insert(CONTENT_LENGTH, length.into());
    }
    answer
}

/// The pieces of a reply as they come.
struct Pieces {
    body: mpsc::Receiver<Piece>,
    left: Option<u64>,
    /// Whether the end was said.
    is_whole: bool,
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.is_whole {
            return Poll::Ready(None);
        }
        self.body.poll_recv(context).map(|piece| match piece {
            Some(Piece::Bytes(bytes)) => {
                if let Some(left) = &mut self.left {
                    *left = left.saturating_sub(bytes.len() as u64);
                }
                Some(Ok(Frame::data(bytes)))
            }
            Some(Piece::End) => {
                self.is_whole = true;
                None
            }
            Some(Piece::Broken(none)) => Some(Err(io::Error::other(why(&none).1))),
            None => Some(Err(io::Error::other("the rest of the reply is missing"))),
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.left
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Why there is no reply: a status and a sentence.
fn why(none: &NoReply) -> (u16, String) {
    match none {
        NoReply::Busy => (
            503,
            "too much is being asked at once; ask again in a moment".to_owned(),
        ),
        NoReply::Time(limit) => (
            504,
            format!(
                "it took longer than {} seconds, and nothing of an answer is sent; ask for less, or start the server with a larger --timeout",
                limit.as_secs_f64()
            ),
        ),
        NoReply::Memory(limit) => (
            507,
            format!(
                "it needed more memory than the {} MB that one request may have, or more stack, and nothing of an answer is sent; ask for less, or start the server with a larger --memory",
                limit / 1_000_000
            ),
        ),
        NoReply::Failed(words) => (500, format!("it could not be answered: {words}")),
    }
}

fn no_reply(none: &NoReply, as_problem: bool) -> Answer {
    let (status, words) = why(none);
    let mut answer = said(status, &words, as_problem);
    if matches!(none, NoReply::Busy) {
        let soon = HeaderValue::from_static("2");
        answer.headers_mut().insert(RETRY_AFTER, soon);
    }
    answer
}

/// A sentence, or the same as a problem (RFC 9457).
fn said(status: u16, words: &str, as_problem: bool) -> Answer {
    match as_problem {
        true => {
            let title = StatusCode::from_u16(status)
                .ok()
                .and_then(|status| status.canonical_reason());
            let problem =
                json!({"type": "about:blank", "title": title, "status": status, "detail": words});
            whole(status, PROBLEM, problem.to_string().into_bytes())
        }
        false => whole(status, TEXT, format!("{words}\n").into_bytes()),
    }
}

fn whole(status: u16, content_type: &str, body: Vec<u8>) -> Answer {
    let body = Full::new(Bytes::from(body)).map_err(|never| match never {});
    let mut answer = Response::new(body.boxed());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    if let Ok(kind) = HeaderValue::from_str(content_type) {
        answer.headers_mut().insert(CONTENT_TYPE, kind);
    }
    answer
}
