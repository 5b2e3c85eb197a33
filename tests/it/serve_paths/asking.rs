//! A server of a case for one test, and what it answers, read from the socket by the
//! plainest client there is.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::program::{self, Case};

/// A server until it is dropped.
pub struct Server {
    process: Child,
    address: String,
}

/// What came back.
pub struct Reply {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A page, with the characters of addresses as they are meant.
    pub fn page(&self) -> String {
        self.text().replace("&#x2f;", "/").replace("&amp;", "&")
    }

    /// The value of a header, by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(header, _)| header == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Server {
    /// Serves a case on a port that is free.
    pub fn start(case: &Case, more: &[&str]) -> Result<Server, Box<dyn Error>> {
        let mut command = program::command(&["serve", case.path(), "--port", "0"]);
        command
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = command.spawn()?;
        let out = process.stdout.take().ok_or("a pipe")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let address = line
            .trim()
            .trim_start_matches("http://")
            .trim_end_matches('/');
        Ok(Server {
            process,
            address: address.to_owned(),
        })
    }

    /// Asks as a browser does.
    pub fn get(&self, address: &str) -> Result<Reply, Box<dyn Error>> {
        let mut socket = TcpStream::connect(&self.address)?;
        // In HTTP/1.0 a body ends where the connection does.
        write!(
            socket,
            "GET {address} HTTP/1.0\r\nHost: {}\r\nAccept: text/html\r\n\r\n",
            self.address
        )?;
        let mut bytes = Vec::new();
        socket.read_to_end(&mut bytes)?;
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .ok_or("a reply has a head")?;
        let body = bytes.split_off(end + 4);
        let head = String::from_utf8(bytes)?;
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
        Ok(Reply {
            status: status.ok_or("a status")?.parse()?,
            headers: headers.collect(),
            body,
        })
    }

    /// A page and those that come after it.
    pub fn pages(&self, address: &str) -> Result<String, Box<dyn Error>> {
        let mut all = String::new();
        let mut next = Some(address.to_owned());
        while let Some(address) = next {
            let reply = self.get(&address)?;
            if reply.status != 200 {
                return Err(format!("{address}: {}", reply.text()).into());
            }
            let page = reply.page();
            next = page.split_once("\" rel=\"next\"").and_then(|(before, _)| {
                let (_, address) = before.rsplit_once("href=\"")?;
                Some(address.to_owned())
            });
            all.push_str(&page);
        }
        Ok(all)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
