//! A server of the shipped binary on a port of its own, and a client that sends
//! just what it is told: any Host, any header, any method, and half a request. It
//! knows as much HTTP as it needs to tell a whole answer from one that was broken
//! off.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::program::command;

/// What a browser accepts.
pub const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// Far beyond any limit of the server's own, so that a test that hangs ends.
const LONGEST: Duration = Duration::from_secs(300);

/// A running server; it ends with its owner.
pub struct Server {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub host: String,
    /// Where the first page is, with its slash.
    pub address: String,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether the body is as long as was said, has its last chunk, or can be none.
    pub is_whole: bool,
}

impl Reply {
    /// The one header of this name, in lower case; empty without it.
    pub fn header(&self, name: &str) -> &str {
        match self.all(name)[..] {
            [] => "",
            [only] => only,
            _ => panic!("{name} more than once: {:?}", self.headers),
        }
    }

    /// All values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let found = self.headers.iter().filter(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).collect()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A page, with the characters of addresses as they are meant.
    pub fn page(&self) -> String {
        self.text().replace("&#x2f;", "/").replace("&amp;", "&")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Fails the test unless this is the status.
    pub fn is(self, status: u16) -> Reply {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}

impl Server {
    /// `nutgraf serve CASE --port 0 …`, once it answers.
    pub fn start(case: &str, more: &[&str]) -> Server {
        // On a machine that is busy an answer takes as long as it takes.
        let patient: &[&str] = match more.contains(&"--timeout") {
            true => &[],
            false => &["--timeout", "15m"],
        };
        let mut child = command(&[&["serve", case, "--port", "0"], more, patient].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program was built with the tests");
        let out = child.stdout.take().expect("it is piped");
        let mut line = String::new();
        BufReader::new(out)
            .read_line(&mut line)
            .expect("its address is said");
        let address = line.trim().to_owned();
        let host = address
            .strip_prefix("http://")
            .and_then(|rest| rest.split('/').next())
            .unwrap_or_else(|| panic!("no address in `{line}`"))
            .to_owned();
        Server {
            child,
            host,
            address,
        }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The processes that answer for it.
    pub fn workers(&self) -> Vec<u32> {
        workers_of(self.id())
    }

    /// A connection on which nothing was said yet.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).expect("the server listens");
        stream.set_read_timeout(Some(LONGEST)).expect("a socket");
        stream
    }

    /// A request with these headers, and of its own only how long the body is and
    /// that the connection ends with the reply.
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
        if method == "POST" || !body.is_empty() {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let mut stream = self.connect();
        stream
            .write_all(&[head.as_bytes(), body].concat())
            .expect("the server reads");
        let mut all = Vec::new();
        // A transfer that is broken off may end in an error.
        let _ = stream.read_to_end(&mut all);
        read(method, &all)
    }

    /// A request to the right host, whose reply has to be whole.
    pub fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let host = ("Host", self.host.as_str());
        let reply = self.request(method, target, &[&[host], headers].concat(), body);
        assert!(reply.is_whole, "{method} {target}: broken off: {reply:?}");
        reply
    }

    /// What a plain client asks.
    pub fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, &[], &[])
    }

    /// Likewise, with what it would like to have.
    pub fn get_as(&self, target: &str, accept: &str) -> Reply {
        self.ask("GET", target, &[("Accept", accept)], &[])
    }

    /// What a browser asks.
    pub fn browse(&self, target: &str) -> Reply {
        self.get_as(target, BROWSER)
    }

    /// A page and those that come after it, as a browser asks for them.
    pub fn pages(&self, target: &str) -> String {
        let mut all = String::new();
        let mut next = Some(target.to_owned());
        while let Some(target) = next {
            let page = self.browse(&target).is(200).page();
            next = page.split_once("\" rel=\"next\"").and_then(|(before, _)| {
                let (_, address) = before.rsplit_once("href=\"")?;
                Some(address.to_owned())
            });
            all.push_str(&page);
        }
        all
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The workers of the server with this process id: its children, which any of its
/// threads may have started. None where there is no `/proc`.
pub fn workers_of(server: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{server}/task"));
    let lists = threads
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists
        .flat_map(|list| {
            let ids = list.split_whitespace().filter_map(|id| id.parse().ok());
            ids.collect::<Vec<u32>>()
        })
        .collect()
}

/// Text as a part of an address or of a form.
pub fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Reads the reply to a request of this method from everything that came over a
/// connection.
pub fn read(method: &str, all: &[u8]) -> Reply {
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
        let found = headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    let rest = &all[end + 4..];
    let (body, is_whole) = match (of("transfer-encoding"), of("content-length")) {
        _ if method == "HEAD" || status == 204 => (rest.to_vec(), rest.is_empty()),
        (Some(_), _) => chunks(rest),
        (None, Some(length)) => (rest.to_vec(), length.parse() == Ok(rest.len())),
        // It does not say where it ends.
        (None, None) => (rest.to_vec(), false),
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
