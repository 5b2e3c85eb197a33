//! One request after another: who asks is looked at (`guard`), a worker is asked
//! (`pool`), and what it says is sent with the headers that keep a page to itself.
//!
//! Knows HTTP, a handful of addresses that need no edition, and the form that takes
//! the token. Evaluates nothing.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY, SET_COOKIE, VARY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Method, Request, Version};
use serde_json::json;
use tokio::time::timeout;

use crate::model::Day;
use crate::web::asked::pairs;
use crate::web::assets;
use crate::web::guard::{self, COOKIE_NAME, Guard};
use crate::web::live::Latest;
use crate::web::pool::{Lane, Pool};
use crate::web::reply::{HTML, JSON, TEXT};
use crate::web::sent::{Answer, head_of, no_reply, replied, said, whole};
use crate::web::wire;

/// The body of a request, in bytes.
const MOST_BODY: usize = 1 << 20;
/// So much of a body that is too long is read and dropped.
const MOST_UNREAD: usize = 16 << 20;
/// Whoever connects has so long to say what is wanted, and to say it whole.
pub const MOST_ASKING: Duration = Duration::from_secs(10);

/// Nothing runs and nothing is loaded but what comes from here.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A server, whatever address it is asked at.
pub struct Server {
    pub guard: Guard,
    pub pool: Arc<Pool>,
    pub latest: Latest,
    /// Before every address of ours: empty, or `/x`.
    pub base: String,
    /// The day it is; pages read no clock.
    pub today: fn() -> Option<Day>,
}

impl Server {
    /// Answers a request, with the headers that keep a page to itself.
    pub async fn answer(&self, request: Request<Incoming>) -> Answer {
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
        match self.pool.ask(&asked, lane(path, &asked.query)).await {
            Ok(answered) if head.version < Version::HTTP_11 && answered.head.length.is_none() => {
                said(
                    505,
                    "an answer that comes in pieces needs HTTP/1.1: by 1.0 nobody could tell that it was broken off",
                    wants_problem,
                )
            }
            // Its body goes nowhere; a worker that nobody listens to would be ended.
            Ok(answered) if head.method == Method::HEAD => head_of(answered),
            Ok(answered) => replied(answered),
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

/// Whether a day is given on which something was known; forms send the field empty too.
fn is_of_a_day(query: &str) -> bool {
    let given = pairs(query.as_bytes());
    given.iter().any(|(name, _)| name == "known-on")
}

/// Which requests a page waits with.
fn lane(path: &str, query: &str) -> Lane {
    match guard::page(path) {
        "sparql" | "queries" | "export" => Lane::Queries,
        "audit" | "replies" => Lane::Whole,
        _ if is_of_a_day(query) => Lane::Whole,
        _ => Lane::Pages,
    }
}

fn accepts_json(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("json"))
}
