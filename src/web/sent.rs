//! What goes out on a connection: the reply of a worker piece by piece, or a
//! sentence why there is none.
//!
//! A reply whose rest is missing is broken off, so that its receiver sees an error
//! and not an end.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{
    CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER,
};
use hyper::{Response, StatusCode};
use serde_json::json;
use tokio::sync::mpsc;

use crate::web::pool::{Answered, NoReply, Piece};
use crate::web::reply::{PROBLEM, TEXT};
use crate::web::wire;

/// A picture has its own style in it, and nothing else.
const POLICY_OF_PICTURE: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox";

/// What hyper sends.
pub type Answer = Response<BoxBody<Bytes, io::Error>>;

/// The head of a worker's reply; its body is read to the end and dropped.
pub fn head_of(answered: Answered) -> Answer {
    let Answered { head, mut body } = answered;
    tokio::spawn(async move { while body.recv().await.is_some() {} });
    let (_, nothing) = mpsc::channel(1);
    let (parts, _) = replied(Answered {
        head,
        body: nothing,
    })
    .into_parts();
    Response::from_parts(parts, bytes(Vec::new()))
}

fn bytes(body: Vec<u8>) -> BoxBody<Bytes, io::Error> {
    Full::new(Bytes::from(body))
        .map_err(|never| match never {})
        .boxed()
}

/// A reply of a worker.
pub fn replied(answered: Answered) -> Answer {
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

/// That there is no reply, and why.
pub fn no_reply(none: &NoReply, as_problem: bool) -> Answer {
    let (status, words) = why(none);
    let mut answer = said(status, &words, as_problem);
    if matches!(none, NoReply::Busy) {
        let soon = HeaderValue::from_static("2");
        answer.headers_mut().insert(RETRY_AFTER, soon);
    }
    answer
}

/// A sentence, or the same as a problem (RFC 9457).
pub fn said(status: u16, words: &str, as_problem: bool) -> Answer {
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

/// A reply that is at hand.
pub fn whole(status: u16, content_type: &str, body: Vec<u8>) -> Answer {
    let mut answer = Response::new(bytes(body));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    if let Ok(kind) = HeaderValue::from_str(content_type) {
        answer.headers_mut().insert(CONTENT_TYPE, kind);
    }
    answer
}
