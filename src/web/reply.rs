//! What is sent back for a request, before it is bytes on a wire.

use std::io::{self, Write};

/// HTML in UTF-8.
pub const HTML: &str = "text/html; charset=utf-8";
pub const JSON: &str = "application/json";
pub const CSV: &str = "text/csv; charset=utf-8; header=present";
pub const TEXT: &str = "text/plain; charset=utf-8";
pub const PROBLEM: &str = "application/problem+json";

/// A status, headers and a body.
pub struct Reply<'s> {
    pub status: u16,
    /// The content type among them.
    pub headers: Vec<(&'static str, String)>,
    pub body: Body<'s>,
}

/// Writes the rest of a body. An error breaks the transfer off, which its
/// receiver can tell.
pub type Writing<'s> = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + 's>;

/// The bytes of a reply.
pub enum Body<'s> {
    Whole(Vec<u8>),
    /// Too much to hold: written when the head is out.
    Written(Writing<'s>),
}

impl<'s> Reply<'s> {
    /// A reply that is whole.
    pub fn new(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self {
            status,
            headers: vec![("content-type", content_type.to_owned())],
            body: Body::Whole(body),
        }
    }

    /// A reply that is written piece by piece.
    pub fn written(
        content_type: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()> + 's,
    ) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type", content_type.to_owned())],
            body: Body::Written(Box::new(write)),
        }
    }

    /// The address of something else to look at.
    pub fn see(address: String) -> Self {
        Self {
            status: 303,
            headers: vec![
                ("content-type", TEXT.to_owned()),
                ("location", address.clone()),
            ],
            body: Body::Whole(format!("see {address}\n").into_bytes()),
        }
    }

    /// The same with a header more.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same as a file to be kept, under this name.
    pub fn as_file(self, name: &str) -> Self {
        self.with(
            "content-disposition",
            format!("attachment; filename=\"{name}\""),
        )
    }
}
