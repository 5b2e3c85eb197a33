//! A server of the shipped binary, and a client that sends just what it is told:
//! any Host, any header, any method, and half a request.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::program::command;

/// A running server; it ends with its owner.
pub struct Server {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// Lower case names.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether the body is as long as was said, or has its last chunk.
    pub is_whole: bool,
}

impl Reply {
    /// The one header of this name; empty without it.
    pub fn header(&self, name: &str) -> &str {
        let mut named = self.headers.iter().filter(|(known, _)| known == name);
        let value = named.next().map_or("", |(_, value)| value);
        assert!(named.next().is_none(), "{name} twice: {:?}", self.headers);
        value
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Fails the test unless this is the status.
    pub fn is(self, status: u16) -> Reply {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{text}");
        self
    }
}

impl Server {
    /// `nutgraf serve CASE --port 0 …`, once it answers.
    pub fn start(case: &str, more: &[&str]) -> Server {
        let mut arguments = vec!["serve", case, "--port", "0"];
        arguments.extend(more);
        let mut child = command(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program was built with the tests");
        let out = child.stdout.take().expect("it is piped");
        let mut line = String::new();
        BufReader::new(out)
            .read_line(&mut line)
            .expect("its address is said");
        let address = line
            .trim()
            .strip_prefix("http://")
            .and_then(|rest| rest.split('/').next())
            .unwrap_or_else(|| panic!("no address in `{line}`"))
            .to_owned();
        Server { child, address }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The processes that answer for it.
    pub fn workers(&self) -> Vec<u32> {
        let listed = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", self.id()));
        // Each of its threads may have started one.
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.id()));
        let of_tasks = tasks.into_iter().flatten().flatten().flat_map(|task| {
            std::fs::read_to_string(task.path().join("children"))
                .unwrap_or_default()
                .split_whitespace()
                .filter_map(|id| id.parse().ok())
                .collect::<Vec<u32>>()
        });
        let mut ids: Vec<u32> = of_tasks.collect();
        let first = listed.unwrap_or_default();
        ids.extend(
            first
                .split_whitespace()
                .filter_map(|id| id.parse::<u32>().ok()),
        );
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Sends bytes as they are and reads what comes, to the end of the connection.
    pub fn send(&self, bytes: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(120)))
            .expect("a socket");
        stream.write_all(bytes).expect("the server reads");
        let mut all = Vec::new();
        // A transfer that is broken off may end in an error.
        let _ = stream.read_to_end(&mut all);
        read(&all)
    }

    /// A request with these headers and no other but `Connection`.
    pub fn request(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Reply {
        let mut head = format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend(body);
        self.send(&bytes)
    }

    /// What a plain client asks.
    pub fn get(&self, target: &str) -> Reply {
        self.request("GET", target, &[("Host", &self.address)], &[])
    }

    /// Likewise, with what it would like to have.
    pub fn get_as(&self, target: &str, accept: &str) -> Reply {
        let headers = [("Host", self.address.as_str()), ("Accept", accept)];
        self.request("GET", target, &headers, &[])
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads a reply from everything that came over a connection.
pub fn read(all: &[u8]) -> Reply {
    let end = all
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap_or_else(|| panic!("no head: {:?}", String::from_utf8_lossy(all)));
    let head = String::from_utf8_lossy(&all[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|status| status.parse().ok())
        .unwrap_or_else(|| panic!("no status: {head}"));
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let of = |name: &str| {
        headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
    };
    let rest = &all[end + 4..];
    let (body, is_whole) = match (of("transfer-encoding"), of("content-length")) {
        (Some(_), _) => chunks(rest),
        (None, Some(length)) => (rest.to_vec(), length.parse() == Ok(rest.len())),
        (None, None) => (rest.to_vec(), true),
    };
    Reply {
        status,
        headers,
        body,
        is_whole,
    }
}

/// The bytes in chunks, and whether the last one is there.
fn chunks(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        let Some(at) = rest.windows(2).position(|two| two == b"\r\n") else {
            return (body, false);
        };
        let length = String::from_utf8_lossy(&rest[..at]);
        let Ok(length) = usize::from_str_radix(length.trim(), 16) else {
            return (body, false);
        };
        rest = &rest[at + 2..];
        if length == 0 {
            return (body, true);
        }
        if rest.len() < length + 2 {
            body.extend(rest);
            return (body, false);
        }
        body.extend(&rest[..length]);
        rest = &rest[length + 2..];
    }
}
