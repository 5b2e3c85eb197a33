//! A server of the shipped binary, for the tests that ask one.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::program::command;

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    /// Host and port.
    pub host: String,
}

/// What was answered.
pub struct Answered {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answered {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Server {
    /// Starts one on a port of its own, and waits until it answers.
    pub fn start(case: &str, more: &[&str]) -> Result<Self, Box<dyn Error>> {
        let words = [&["serve", case, "--port", "0"], more].concat();
        let mut child = command(&words)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let host = line.trim().strip_prefix("http://");
        let host = host.and_then(|rest| rest.split('/').next());
        let host = host
            .ok_or_else(|| format!("no address: {line}"))?
            .to_owned();
        Ok(Self { child, host })
    }

    /// The first page.
    pub fn address(&self) -> String {
        format!("http://{}/", self.host)
    }

    /// Asks as a browser does.
    pub fn get(&self, path: &str) -> Result<Answered, Box<dyn Error>> {
        let mut stream = TcpStream::connect(&self.host)?;
        let host = &self.host;
        // By version 1.0, so that the body is not cut into chunks.
        write!(
            stream,
            "GET {path} HTTP/1.0\r\nHost: {host}\r\nAccept: text/html\r\n\r\n"
        )?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let at = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let at = at.ok_or("no head")?;
        let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
        let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
        Ok(Answered {
            status,
            body: bytes.split_off(at + 4),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
