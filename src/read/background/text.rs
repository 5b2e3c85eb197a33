//! The text of a background file as a stream: unpacked where it is gzip, held
//! to be UTF-8, without its byte order mark.
//!
//! Takes a path; gives a reader that hands out whole lines and keeps the last
//! of them, so that a mistake can be shown in its line although the file is
//! never held whole. What is wrong with the bytes is a [`Fault`], which
//! travels as an `io::Error` through the parser and is taken out of it again.

use std::cell::RefCell;
use std::fs::File;
use std::io;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::Path;
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use crate::model::Place;
use crate::read::hexadecimal;
use crate::read::place::{LineStart, Sheet, breaks};

/// The first bytes of every gzip file.
const GZIP: [u8; 2] = [0x1F, 0x8B];

const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// In bytes. Wide enough that few system calls are made.
const CHUNK: usize = 1 << 16;

/// So much of the text is kept to show mistakes in, in bytes: more than most
/// statements are long.
const KEPT: usize = 1 << 18;

/// What is wrong with the bytes of a file. Offsets are of the unpacked text
/// without its mark.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("the file cannot be read")]
    File(#[source] io::Error),
    #[error("{0}")]
    Gzip(String),
    #[error("byte 0x{byte:02X} is not UTF-8")]
    NotUtf8 { at: u64, byte: u8 },
    #[error("a NUL character")]
    Nul { at: u64 },
    #[error("the file is {0}")]
    OtherEncoding(&'static str),
}

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> Self {
        io::Error::other(fault)
    }
}

/// Takes a fault out of the error that carried it; else gives that back.
pub(super) fn fault_of(error: io::Error) -> Result<Fault, io::Error> {
    error.downcast::<Fault>()
}

/// What was read of a file, in bytes and as a hash; `None` before its end.
pub(super) type Digested = Rc<RefCell<Option<(u64, String)>>>;

/// How many lines are handed out at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// As many as fit, which is quick.
    Lines,
    /// One, so that a triple that comes out of the parser is known to end on
    /// the last line that went in.
    Line,
}

/// Opens a file as a stream of lines.
///
/// # Errors
/// When it cannot be opened, or its first bytes cannot be read.
pub(super) fn open(path: &Path, step: Step) -> io::Result<(Lines, Rc<RefCell<Kept>>, Digested)> {
    let digested = Digested::default();
    let raw = Raw {
        file: File::open(path)?,
        hash: Some(Sha256::new()),
        bytes: 0,
        digested: Rc::clone(&digested),
    };
    let mut raw = BufReader::with_capacity(CHUNK, raw);
    let is_gzip = raw.fill_buf()?.starts_with(&GZIP);
    let bytes: Box<dyn Read> = if is_gzip {
        Box::new(Unpacked(MultiGzDecoder::new(raw)))
    } else {
        Box::new(raw)
    };
    let kept = Rc::new(RefCell::new(Kept::default()));
    let lines = Lines {
        text: BufReader::with_capacity(CHUNK, Utf8::new(bytes)),
        kept: Rc::clone(&kept),
        step,
    };
    Ok((lines, kept, digested))
}

/// The file, hashed on the way.
struct Raw {
    file: File,
    hash: Option<Sha256>,
    bytes: u64,
    digested: Digested,
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = loop {
            match self.file.read(buffer) {
                Ok(length) => break length,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Fault::File(error).into()),
            }
        };
        self.bytes += length as u64;
        if length == 0
            && !buffer.is_empty()
            && let Some(hash) = self.hash.take()
        {
            let digest = hexadecimal(&hash.finalize());
            *self.digested.borrow_mut() = Some((self.bytes, digest));
        } else if let Some(hash) = &mut self.hash {
            hash.update(&buffer[..length]);
        }
        Ok(length)
    }
}

/// Gzip data, of one member or several.
struct Unpacked(MultiGzDecoder<BufReader<Raw>>);

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| {
            let is_ours = error.get_ref().is_some_and(|inner| inner.is::<Fault>());
            match error.kind() {
                _ if is_ours => error,
                ErrorKind::UnexpectedEof => {
                    Fault::Gzip("its gzip data end too soon".to_owned()).into()
                }
                _ => Fault::Gzip(format!("its gzip data are damaged ({error})")).into(),
            }
        })
    }
}

/// A text without its mark; anything but UTF-8 ends it with a fault.
struct Utf8<R> {
    bytes: R,
    /// Bytes at the front that are not handed out yet.
    front: Vec<u8>,
    started: bool,
    /// The beginning of a character whose end is still to be read.
    cut: Vec<u8>,
    /// How much was handed out.
    at: u64,
    /// What comes after that.
    fault: Option<Fault>,
}

impl<R: Read> Utf8<R> {
    fn new(bytes: R) -> Self {
        Self {
            bytes,
            front: Vec::new(),
            started: false,
            cut: Vec::new(),
            at: 0,
            fault: None,
        }
    }

    /// Drops every mark at the front: files that were joined have several.
    fn start(&mut self) -> io::Result<()> {
        self.started = true;
        loop {
            let mut piece = Vec::new();
            let wanted = (MARK.len() + 1).saturating_sub(self.front.len()) as u64;
            self.bytes.by_ref().take(wanted).read_to_end(&mut piece)?;
            self.front.append(&mut piece);
            let other = match self.front.as_slice() {
                [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => "UTF-32",
                [0xFF, 0xFE, ..] => "UTF-16LE",
                [0xFE, 0xFF, ..] => "UTF-16BE",
                [_, 0, _, 0] => "UTF-16LE without a byte order mark",
                [0, _, 0, _] => "UTF-16BE without a byte order mark",
                _ => match self.front.strip_prefix(MARK) {
                    Some(rest) => {
                        self.front = rest.to_vec();
                        continue;
                    }
                    None => return Ok(()),
                },
            };
            return Err(Fault::OtherEncoding(other).into());
        }
    }

    fn check(&mut self, mut text: &[u8]) -> Result<(), Fault> {
        if text.contains(&0) {
            let nul = text.iter().take_while(|byte| **byte != 0).count();
            let at = self.at + nul as u64;
            return Err(Fault::Nul { at });
        }
        let mut at = self.at;
        while !self.cut.is_empty() {
            let started = at - self.cut.len() as u64;
            let Some((byte, rest)) = text.split_first() else {
                return Ok(());
            };
            self.cut.push(*byte);
            match std::str::from_utf8(&self.cut) {
                Ok(_) => self.cut.clear(),
                Err(error) if error.error_len().is_none() => {}
                Err(_) => {
                    let byte = self.cut[0];
                    return Err(Fault::NotUtf8 { at: started, byte });
                }
            }
            text = rest;
            at += 1;
        }
        match std::str::from_utf8(text) {
            Ok(_) => Ok(()),
            Err(error) if error.error_len().is_none() => {
                self.cut.extend(&text[error.valid_up_to()..]);
                Ok(())
            }
            Err(error) => Err(Fault::NotUtf8 {
                at: at + error.valid_up_to() as u64,
                byte: text[error.valid_up_to()],
            }),
        }
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(fault) = self.fault.take() {
            return Err(fault.into());
        }
        if !self.started {
            self.start()?;
        }
        let mut length = if self.front.is_empty() {
            self.bytes.read(buffer)?
        } else {
            let length = self.front.len().min(buffer.len());
            buffer[..length].copy_from_slice(&self.front[..length]);
            self.front.drain(..length);
            length
        };
        if let Err(fault) = self.check(&buffer[..length]) {
            // What is good before it goes first, so that the place can be shown.
            let good = match fault {
                Fault::NotUtf8 { at, .. } | Fault::Nul { at } => at.saturating_sub(self.at),
                Fault::File(_) | Fault::Gzip(_) | Fault::OtherEncoding(_) => 0,
            };
            length = usize::try_from(good).unwrap_or(0).min(length);
            if length == 0 {
                return Err(fault.into());
            }
            self.cut.clear();
            self.fault = Some(fault);
        }
        if length == 0
            && !buffer.is_empty()
            && let Some(byte) = self.cut.first()
        {
            let at = self.at - self.cut.len() as u64;
            return Err(Fault::NotUtf8 { at, byte: *byte }.into());
        }
        self.at += length as u64;
        Ok(length)
    }
}

/// Hands out whole lines, but for those that are longer than there is room.
pub(super) struct Lines {
    text: BufReader<Utf8<Box<dyn Read>>>,
    kept: Rc<RefCell<Kept>>,
    step: Step,
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = self.text.fill_buf()?;
        let rest = &rest[..rest.len().min(buffer.len())];
        let mut bytes = rest.iter();
        let end = match self.step {
            Step::Lines => bytes.rposition(|byte| *byte == b'\n'),
            Step::Line => bytes.position(|byte| *byte == b'\n'),
        };
        let lines = match end {
            Some(end) => &rest[..=end],
            None => rest,
        };
        let length = lines.len();
        buffer[..length].copy_from_slice(lines);
        self.kept.borrow_mut().push(lines);
        self.text.consume(length);
        Ok(length)
    }
}

/// The last lines that were handed out.
pub(super) struct Kept {
    text: Vec<u8>,
    /// Where in the whole text it starts, and on which line.
    from: u64,
    line: u32,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            text: Vec::new(),
            from: 0,
            line: LineStart::FIRST.line,
        }
    }
}

impl Kept {
    fn push(&mut self, lines: &[u8]) {
        self.text.extend_from_slice(lines);
        if self.text.len() < 2 * KEPT {
            return;
        }
        // A lone CR ends a line too; what is dropped must not end between CR and LF.
        let rest = &self.text[..self.text.len() - KEPT];
        let end = match rest.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => end + 1,
            None => rest.len(),
        };
        let dropped: Vec<u8> = self.text.drain(..end).collect();
        self.from += dropped.len() as u64;
        let dropped = breaks(&String::from_utf8_lossy(&dropped));
        self.line = self.line.saturating_add(dropped);
    }

    /// The place of what stands between two offsets of the whole text: its
    /// first line. `None` when it is kept no longer.
    pub(super) fn place(&self, file: &str, start: u64, end: u64) -> Option<Place> {
        let text = String::from_utf8_lossy(&self.text);
        let inside = |at: u64| {
            let at = usize::try_from(at.checked_sub(self.from)?).ok()?;
            Some(text.floor_char_boundary(at))
        };
        let (start, end) = (inside(start)?, inside(end)?);
        let part = text.get(start..end.max(start)).unwrap_or_default();
        Some(self.place_in(file, &text, start, part.lines().next().unwrap_or_default()))
    }

    /// The place of the last thing that `find` points at: where in the text it
    /// starts, and how long it is.
    pub(super) fn last(&self, file: &str, find: impl Fn(&str) -> (usize, usize)) -> Place {
        let text = String::from_utf8_lossy(&self.text);
        let (at, length) = find(&text);
        let part = text.get(at..at + length).unwrap_or_default();
        self.place_in(file, &text, at, part)
    }

    fn place_in(&self, file: &str, text: &str, at: usize, part: &str) -> Place {
        let from = LineStart {
            offset: 0,
            line: self.line,
        };
        Sheet { file, text }.place(from, at, part, None)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Fault, KEPT, Kept, Utf8, fault_of};

    /// Reads so many bytes at a time.
    struct Drop<'t>(&'t [u8], usize);

    impl Read for Drop<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = self.1.min(buffer.len()).min(self.0.len());
            buffer[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn read(bytes: &[u8], step: usize) -> Result<String, String> {
        let mut text = String::new();
        let read = Utf8::new(Drop(bytes, step)).read_to_string(&mut text);
        match read.map_err(|error| fault_of(error).expect("a fault")) {
            Ok(_) => Ok(text),
            Err(Fault::NotUtf8 { at, byte }) => Err(format!("{byte:x} at {at}")),
            Err(Fault::Nul { at }) => Err(format!("nul at {at}")),
            Err(other) => Err(other.to_string()),
        }
    }

    #[test]
    fn text_is_the_same_however_it_arrives() {
        for step in [1, 2, 3, 5, 100] {
            let good = "\u{FEFF}\u{FEFF}ž😀鬼, a\r\n";
            assert_eq!(read(good.as_bytes(), step), Ok("ž😀鬼, a\r\n".to_owned()));
            assert_eq!(read(b"", step), Ok(String::new()));
            assert_eq!(read(b"a", step), Ok("a".to_owned()));
            assert_eq!(read("ž".as_bytes(), step), Ok("ž".to_owned()));
            assert_eq!(read(b"ab\xC5\xBEcd\x93e", step), Err("93 at 6".to_owned()));
            assert_eq!(read(b"abcd\xC5e", step), Err("c5 at 4".to_owned()));
            assert_eq!(read(b"abcde\xF0\x9F", step), Err("f0 at 5".to_owned()));
            assert_eq!(read(b"abcdef\0", step), Err("nul at 6".to_owned()));
            let wide = "<a> <b>".encode_utf16().flat_map(u16::to_le_bytes);
            let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(wide).collect();
            assert_eq!(read(&wide, step), Err("the file is UTF-16LE".to_owned()));
            let bare = read(&wide[2..], step).expect_err("is UTF-16");
            assert!(bare.contains("UTF-16LE without"), "{bare}");
        }
    }

    #[test]
    fn what_is_kept_is_little_and_its_lines_are_counted() {
        let mut kept = Kept::default();
        let mut at = 0;
        for line in 1..100_000_u64 {
            let text = format!("line {line} of many, ž\n");
            kept.push(text.as_bytes());
            if line % 997 == 0 {
                let end = at + 5 + line.to_string().len() as u64;
                let place = kept.place("f", at + 5, end).expect("is kept");
                assert_eq!(u64::from(place.line), line);
                assert_eq!((place.column, place.text), (6, line.to_string()));
                assert_eq!(place.line_text, text.trim_end());
            }
            at += text.len() as u64;
        }
        assert!(kept.text.capacity() <= 4 * KEPT);
        assert_eq!(kept.place("f", 5, 6), None);
    }
}
