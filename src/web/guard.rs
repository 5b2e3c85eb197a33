//! Who may ask: the Host, the Origin and the rest of what a browser says of the
//! page behind a request, before anything is done for it.
//!
//! Takes the head of a request; gives a refusal or nothing. A page of the outside
//! that the user has open can send requests to this machine, and by a name of its
//! own that leads here (DNS rebinding) can even read the answers. The first is
//! told by `Origin` and `Sec-Fetch-Site`, the second by `Host`.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use hyper::Method;
use hyper::header::{
    ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, HeaderMap, ORIGIN,
};
use sha2::{Digest, Sha256};

/// The cookie that a browser is given for the token.
pub const COOKIE_NAME: &str = "nutgraf";

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub why: String,
}

impl Refusal {
    fn new(status: u16, why: impl Into<String>) -> Self {
        Self {
            status,
            why: why.into(),
        }
    }
}

/// Whom the server answers.
#[derive(Debug, Clone)]
pub struct Guard {
    // Invariant: lower case, each with its port.
    hosts: Vec<String>,
    /// Sites whose pages may ask the endpoint and read what it says.
    origins: Vec<String>,
    token: Option<Token>,
}

/// A word that whoever asks from another machine has to know.
#[derive(Debug, Clone)]
pub struct Token(String);

impl Token {
    /// At least so many characters.
    pub const LEAST: usize = 16;

    /// Reads one; nothing where it is too short, or holds what no header can.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (text.len() >= Self::LEAST && text.bytes().all(|byte| byte.is_ascii_graphic()))
            .then(|| Self(text.to_owned()))
    }

    /// Whether this is it. Compared by hashes, so that how long it takes says nothing.
    pub fn is(&self, given: &str) -> bool {
        Sha256::digest(given) == Sha256::digest(&self.0)
    }

    /// What the cookie holds: not the word itself.
    pub fn cookie(&self) -> String {
        let mut digits = String::new();
        for byte in Sha256::digest(format!("cookie {}", self.0)) {
            let _ = write!(digits, "{byte:02x}");
        }
        digits
    }
}

impl Guard {
    /// One for a server at these addresses, and further names of it.
    pub fn new(
        addresses: &[SocketAddr],
        names: &[String],
        origins: &[String],
        token: Option<Token>,
    ) -> Self {
        let mut hosts = Vec::new();
        for address in addresses {
            let port = address.port();
            let mut add = |name: &str| hosts.push(format!("{}:{port}", name.to_ascii_lowercase()));
            match address.ip() {
                ip if ip.is_loopback() => ["127.0.0.1", "localhost", "[::1]"]
                    .into_iter()
                    .for_each(&mut add),
                IpAddr::V4(ip) => add(&ip.to_string()),
                IpAddr::V6(ip) => add(&format!("[{ip}]")),
            }
            names.iter().for_each(|name| add(name));
        }
        hosts.sort();
        hosts.dedup();
        Self {
            hosts,
            origins: origins.to_vec(),
            token,
        }
    }

    /// Whether a request is to be answered.
    ///
    /// # Errors
    /// With the status and a sentence for whoever asked.
    pub fn check(&self, method: &Method, path: &str, headers: &HeaderMap) -> Result<(), Refusal> {
        self.check_host(headers)?;
        self.check_method(method, path)?;
        self.check_site(method, path, headers)?;
        if method == Method::POST {
            check_content(path, headers)?;
        }
        Ok(())
    }

    fn check_host(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let mut given = headers.get_all(HOST).iter();
        let (Some(host), None) = (given.next(), given.next()) else {
            return Err(Refusal::new(400, "one Host is needed"));
        };
        let host = host.to_str().unwrap_or_default().to_ascii_lowercase();
        match self.hosts.contains(&host) {
            true => Ok(()),
            false => Err(Refusal::new(
                421,
                format!(
                    "this server is not called that; it answers to {}",
                    self.hosts.join(", ")
                ),
            )),
        }
    }

    fn check_method(&self, method: &Method, path: &str) -> Result<(), Refusal> {
        let is_for_all = method == Method::GET || method == Method::HEAD;
        let takes_post = matches!(path, "/sparql" | "/enter");
        let preflight = method == Method::OPTIONS && path == "/sparql" && !self.origins.is_empty();
        match is_for_all || (method == Method::POST && takes_post) || preflight {
            true => Ok(()),
            false => Err(Refusal::new(
                405,
                "only GET and HEAD, and POST for /sparql: nothing here can be changed",
            )),
        }
    }

    fn check_site(&self, method: &Method, path: &str, headers: &HeaderMap) -> Result<(), Refusal> {
        let text = |name: &str| {
            let value = headers.get(name)?;
            Some(value.to_str().unwrap_or("?").to_ascii_lowercase())
        };
        let origin = text(ORIGIN.as_str());
        let is_listed = self.allowed_origin(headers).is_some();
        if let Some(origin) = &origin {
            let own = origin
                .strip_prefix("http://")
                .is_some_and(|host| self.hosts.iter().any(|known| known == host));
            // An origin that is listed may use the endpoint, and nothing else.
            if !own && !(is_listed && path == "/sparql") {
                return Err(Refusal::new(
                    403,
                    "a page of another site asked; it is not answered",
                ));
            }
        }
        match text("sec-fetch-site").as_deref() {
            None | Some("same-origin" | "none") => Ok(()),
            Some(_) if is_listed && path == "/sparql" => Ok(()),
            // A link that somebody sent is followed: the page it came from sees nothing of
            // what is shown, since it can neither frame nor read it.
            Some(_)
                if method == Method::GET
                    && path != "/sparql"
                    && text("sec-fetch-mode").as_deref() == Some("navigate")
                    && text("sec-fetch-dest").as_deref() == Some("document") =>
            {
                Ok(())
            }
            Some(_) => Err(Refusal::new(
                403,
                "a page of another site asked; it is not answered",
            )),
        }
    }

    /// The origin of the page that asks, where it is one that was allowed by name.
    pub fn allowed_origin(&self, headers: &HeaderMap) -> Option<String> {
        let origin = headers.get(ORIGIN)?.to_str().ok()?;
        let listed = self.origins.iter().find(|listed| *listed == origin)?;
        Some(listed.clone())
    }

    /// Whether a browser asks first whether it may ask.
    pub fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
        method == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
    }

    /// The token, where one is needed.
    pub fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// Whether whoever asks knows the token, or needs none.
    pub fn knows_token(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.token else {
            return true;
        };
        let bearer = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .is_some_and(|(kind, word)| {
                kind.eq_ignore_ascii_case("bearer") && token.is(word.trim())
            });
        let cookie = token.cookie();
        bearer
            || headers.get_all(COOKIE).iter().any(|value| {
                let pairs = value.to_str().unwrap_or_default().split(';');
                pairs
                    .filter_map(|pair| pair.trim().split_once('='))
                    .any(|(name, value)| {
                        name == COOKIE_NAME && Sha256::digest(value) == Sha256::digest(&cookie)
                    })
            })
    }
}

/// What a POST may hold: what a form or the SPARQL protocol sends.
fn check_content(path: &str, headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    match kind.to_ascii_lowercase().as_str() {
        "application/x-www-form-urlencoded" => Ok(()),
        "application/sparql-query" if path == "/sparql" => Ok(()),
        "application/sparql-update" if path == "/sparql" => Err(Refusal::new(
            403,
            "an edition is never changed by a query; change the tables and load them",
        )),
        _ => Err(Refusal::new(
            415,
            "a query is posted as application/sparql-query or as a form (application/x-www-form-urlencoded)",
        )),
    }
}
