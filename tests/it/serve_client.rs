//! A server of the shipped program on a port of its own, and a client that knows
//! as much HTTP as it needs to tell a whole answer from one that was broken off.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::program::command;

/// A running server, which ends with this value.
pub struct Served {
    child: Child,
    /// Where the first page is, with its slash.
    pub address: String,
    host: String,
}

/// A reply, of which nothing is missing.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Served {
    /// Starts `nutgraf serve CASE …` and waits until it answers.
    pub fn start(case: &str, more: &[&str]) -> Result<Self, Box<dyn Error>> {
        let mut arguments = vec!["serve", case, "--port", "0"];
        arguments.extend(more);
        let mut child = command(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let said = child.stdout.take().ok_or("no standard output")?;
        let mut address = String::new();
        BufReader::new(said).read_line(&mut address)?;
        let address = address.trim().to_owned();
        let host = address
            .strip_prefix("http://")
            .and_then(|rest| rest.split('/').next())
            .ok_or("the server gave no address")?
            .to_owned();
        Ok(Self {
            child,
            address,
            host,
        })
    }

    /// The process of the server, whose children the workers are.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Asks with GET.
    pub fn get(&self, path: &str, headers: &[(&str, &str)]) -> Result<Reply, Box<dyn Error>> {
        self.ask("GET", path, headers, b"")
    }

    /// Asks, and reads the reply to its end.
    ///
    /// # Errors
    /// Also for a reply that is not whole.
    pub fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Reply, Box<dyn Error>> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.host);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if method == "POST" {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("Connection: close\r\n\r\n");
        let mut stream = TcpStream::connect(&self.host)?;
        // Far beyond any limit of the server's own, so that a test that hangs ends.
        stream.set_read_timeout(Some(Duration::from_secs(300)))?;
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let _ = stream.shutdown(Shutdown::Both);
        read(&bytes, method == "HEAD")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reply {
    /// The value of a header; nothing where it is not there.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// All values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let found = self.headers.iter().filter(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).collect()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn read(bytes: &[u8], is_head: bool) -> Result<Reply, Box<dyn Error>> {
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .ok_or("the reply has no head")?;
    let head = std::str::from_utf8(&bytes[..end])?;
    let rest = &bytes[end + 4..];
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .ok_or("no status")?
        .parse()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let header = |name: &str| {
        let found = headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    let body = match (
        is_head,
        header("content-length"),
        header("transfer-encoding"),
    ) {
        (true, _, _) => Vec::new(),
        (false, _, _) if status == 204 => Vec::new(),
        (false, Some(length), _) => {
            if rest.len() != length.parse::<usize>()? {
                return Err("the reply was broken off".into());
            }
            rest.to_vec()
        }
        (false, None, Some(_)) => of_chunks(rest)?,
        (false, None, None) => return Err("the reply does not say where it ends".into()),
    };
    Ok(Reply {
        status,
        headers,
        body,
    })
}

fn of_chunks(mut rest: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut body = Vec::new();
    loop {
        let end = rest
            .windows(2)
            .position(|two| two == b"\r\n")
            .ok_or("the reply was broken off")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end])?, 16)?;
        rest = &rest[end + 2..];
        if size == 0 {
            return Ok(body);
        }
        body.extend(rest.get(..size).ok_or("the reply was broken off")?);
        rest = rest.get(size + 2..).ok_or("the reply was broken off")?;
    }
}

/// Text as a part of an address or of a form.
pub fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
