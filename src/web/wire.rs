//! What the listener and its workers say to each other over two pipes.
//!
//! A message is frames: a letter, a length, that many bytes. A request is one
//! frame of JSON and one of the body; a reply is its head, pieces of its body, and
//! a frame that says that nothing is missing. A reply without that last frame is
//! broken off, however it ended, and must never look whole.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

/// A frame is at most so long: longer ones are cut up by whoever writes them.
pub const MOST_BYTES: usize = 1 << 16;
/// The body of a request, and what the JSON before it may take.
const MOST_REQUEST: usize = 4 << 20;

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// A [`Request`], without its body.
    Request,
    /// Bytes of a body.
    Body,
    /// A [`Head`].
    Head,
    /// Nothing is missing.
    End,
    /// The rest of the body is missing; the bytes say why.
    Broken,
}

impl Frame {
    /// The letter on the wire.
    fn letter(self) -> u8 {
        match self {
            Frame::Request => b'Q',
            Frame::Body => b'B',
            Frame::Head => b'H',
            Frame::End => b'E',
            Frame::Broken => b'X',
        }
    }

    fn read(letter: u8) -> Option<Self> {
        [
            Frame::Request,
            Frame::Body,
            Frame::Head,
            Frame::End,
            Frame::Broken,
        ]
        .into_iter()
        .find(|frame| frame.letter() == letter)
    }
}

/// How a request was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Method {
    Get,
    Post,
}

/// What was asked for, after the listener found nothing wrong with who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub method: Method,
    /// From `/` on, below the base path, as it was sent.
    pub path: String,
    /// After the question mark, as it was sent; empty without one.
    pub query: String,
    pub accept: Option<String>,
    pub content_type: Option<String>,
    /// What the server knows and no edition says.
    pub news: News,
    #[serde(skip)]
    pub body: Vec<u8>,
}

/// What happened since the server started, and how it was reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// How often the case was loaded anew.
    pub reloads: u32,
    /// What the last of them changed, as the JSON of `diff`; as text, since most
    /// pages do not look at it.
    pub changes: Option<String>,
    /// Why the tables as they are now were not loaded, as a person reads it.
    pub problems: Option<String>,
    /// By which address the server was asked, with the base path; empty where none was.
    pub address: String,
    /// The day it is, as UTC has it, written `YYYY-MM-DD`; pages read no clock.
    #[serde(default)]
    pub today: Option<String>,
}

/// How a reply begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// How many bytes follow, where that is known.
    pub length: Option<u64>,
}

/// The five bytes before what a frame holds.
pub fn frame_head(frame: Frame, length: usize) -> [u8; 5] {
    // Callers keep to `MOST_REQUEST`, which is far below what four bytes can say.
    let length = u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
    [frame.letter(), length[0], length[1], length[2], length[3]]
}

/// Reads those: what the frame holds, and how many bytes.
///
/// # Errors
/// For bytes that are no frame.
pub fn read_head(head: [u8; 5]) -> io::Result<(Frame, usize)> {
    let [letter, length @ ..] = head;
    let length = u32::from_le_bytes(length) as usize;
    match Frame::read(letter) {
        Some(frame) if length <= MOST_REQUEST => Ok((frame, length)),
        Some(_) | None => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "what came over the pipe is no frame",
        )),
    }
}

/// Writes one frame.
///
/// # Errors
/// Those of the writer.
pub fn write_frame(out: &mut dyn Write, frame: Frame, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&frame_head(frame, bytes.len()))?;
    out.write_all(bytes)
}

/// Reads one frame; nothing where the pipe has ended.
///
/// # Errors
/// Those of the reader; bytes that are no frame, or end within one.
pub fn read_frame(from: &mut dyn Read) -> io::Result<Option<(Frame, Vec<u8>)>> {
    let mut head = [0; 5];
    match from.read(&mut head[..1])? {
        0 => return Ok(None),
        _ => from.read_exact(&mut head[1..])?,
    }
    let (frame, length) = read_head(head)?;
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes)?;
    Ok(Some((frame, bytes)))
}

/// Reads one request with its body; nothing where the pipe has ended.
///
/// # Errors
/// As for [`read_frame`].
pub fn read_request(from: &mut dyn Read) -> io::Result<Option<Request>> {
    let Some((Frame::Request, bytes)) = read_frame(from)? else {
        return Ok(None);
    };
    let mut request: Request = serde_json::from_slice(&bytes)?;
    if let Some((Frame::Body, body)) = read_frame(from)? {
        request.body = body;
    }
    Ok(Some(request))
}

/// The frames of a request.
///
/// # Errors
/// None but for what JSON cannot hold, which no request has.
pub fn request_bytes(request: &Request) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write_frame(&mut bytes, Frame::Request, &serde_json::to_vec(request)?)?;
    write_frame(&mut bytes, Frame::Body, &request.body)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Request {
        Request {
            method: Method::Post,
            path: "/sparql".to_owned(),
            query: "x=é".to_owned(),
            accept: Some("text/csv".to_owned()),
            content_type: None,
            news: News::default(),
            body: b"ASK {}".to_vec(),
        }
    }

    #[test]
    fn a_request_is_read_as_it_was_written() -> io::Result<()> {
        let bytes = request_bytes(&asked())?;
        assert_eq!(read_request(&mut &bytes[..])?, Some(asked()));
        assert_eq!(read_request(&mut &[][..])?, None);
        Ok(())
    }

    #[test]
    fn a_request_that_is_cut_anywhere_is_none() -> io::Result<()> {
        let bytes = request_bytes(&asked())?;
        let first = 5 + serde_json::to_vec(&asked())?.len();
        for end in 1..bytes.len() {
            let read = read_request(&mut &bytes[..end]);
            // Between its two frames it is one without a body.
            assert!(read.is_err() || end == first, "{end}");
        }
        assert!(read_frame(&mut &b"Zabcd"[..]).is_err());
        Ok(())
    }
}
