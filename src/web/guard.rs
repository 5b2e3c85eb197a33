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

/// The page that a path is of: its first part, without the ending of a form.
pub fn page(path: &str) -> &str {
    let first = path.split('/').nth(1).unwrap_or_default();
    let ended = [".json", ".csv"]
        .into_iter()
        .find_map(|end| first.strip_suffix(end));
    ended.unwrap_or(first)
}

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
    // Invariant: lower case, each as a browser would send it.
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
        let mut hosts: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        for address in addresses {
            let port = address.port();
            let mut add = |name: &str| {
                let name = name.to_ascii_lowercase();
                hosts.push(format!("{name}:{port}"));
                // Nobody writes the port that everybody means.
                if port == 80 {
                    hosts.push(name);
                }
            };
            add(&match address.ip() {
                IpAddr::V4(ip) => ip.to_string(),
                IpAddr::V6(ip) => format!("[{ip}]"),
            });
            match address.ip() {
                // Whoever asks this machine by all of its addresses names one of them.
                ip if ip.is_loopback() || ip.is_unspecified() => {
                    ["127.0.0.1", "localhost", "[::1]"]
                        .into_iter()
                        .for_each(&mut add);
                }
                IpAddr::V4(_) | IpAddr::V6(_) => {}
            }
            names
                .iter()
                .filter(|name| !name.contains(':'))
                .for_each(|name| add(name));
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
        let preflight =
            method == Method::OPTIONS && page(path) == "sparql" && !self.origins.is_empty();
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
            let host = origin
                .strip_prefix("http://")
                .or_else(|| origin.strip_prefix("https://"));
            let own = host.is_some_and(|host| self.hosts.iter().any(|known| known == host));
            // An origin that is listed may use the endpoint, and nothing else.
            if !(own || is_listed && page(path) == "sparql") {
                return Err(Refusal::new(
                    403,
                    "a page of another site asked; it is not answered",
                ));
            }
        }
        match text("sec-fetch-site").as_deref() {
            None | Some("same-origin" | "none") => Ok(()),
            Some(_) if is_listed && page(path) == "sparql" => Ok(()),
            // A link that somebody sent is followed: the page it came from sees nothing of
            // what is shown, since it can neither frame nor read it.
            Some(_)
                if method == Method::GET
                    && page(path) != "sparql"
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

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(origins: &[&str]) -> Guard {
        let origins: Vec<String> = origins.iter().map(|origin| (*origin).to_owned()).collect();
        let address = SocketAddr::from(([127, 0, 0, 1], 7373));
        Guard::new(&[address], &[], &origins, None)
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs.iter().filter(|(_, value)| *value != "-") {
            headers.append(*name, value.parse().expect("a header"));
        }
        headers
    }

    fn status(guard: &Guard, method: &str, path: &str, pairs: &[(&'static str, &str)]) -> u16 {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let checked = guard.check(&method, path, &headers(pairs));
        checked.map_or_else(|refusal| refusal.status, |()| 200)
    }

    /// Each value of each part of a request, and the status it leads to by itself;
    /// the first part that refuses decides.
    #[test]
    fn every_host_origin_site_method_and_content_is_answered_as_the_table_says() {
        let hosts = [
            ("127.0.0.1:7373", 200),
            ("localhost:7373", 200),
            ("LocalHost:7373", 200),
            ("[::1]:7373", 200),
            ("127.0.0.1", 421),
            ("localhost:7374", 421),
            ("evil.example", 421),
            ("evil.example:7373", 421),
            ("127.0.0.1.evil.example:7373", 421),
            ("127.0.0.1:7373@evil.example", 421),
            ("-", 400),
        ];
        let methods = [
            ("GET", 200),
            ("HEAD", 200),
            ("POST", 200),
            ("PUT", 405),
            ("PATCH", 405),
            ("DELETE", 405),
            ("OPTIONS", 405),
            ("TRACE", 405),
        ];
        let origins = [
            ("-", 200),
            ("http://127.0.0.1:7373", 200),
            ("http://localhost:7373", 200),
            ("null", 403),
            ("http://localhost:7374", 403),
            ("http://evil.example", 403),
            ("https://evil.example:7373", 403),
            ("http://127.0.0.1:7373.evil.example", 403),
            ("127.0.0.1:7373", 403),
        ];
        let sites = [
            ("-", 200),
            ("none", 200),
            ("same-origin", 200),
            ("same-site", 403),
            ("cross-site", 403),
            ("what", 403),
        ];
        let contents = [
            ("application/sparql-query", 200),
            ("application/x-www-form-urlencoded", 200),
            ("Application/SPARQL-Query; charset=utf-8", 200),
            ("application/sparql-update", 403),
            ("text/plain", 415),
            ("application/json", 415),
            ("multipart/form-data; boundary=x", 415),
            ("-", 415),
        ];
        let guard = guard(&[]);
        let mut cells = 0;
        for (host, by_host) in hosts {
            for (method, by_method) in methods {
                for (origin, by_origin) in origins {
                    for (site, by_site) in sites {
                        for (content, by_content) in contents {
                            let by_content = if method == "POST" { by_content } else { 200 };
                            let expected = [by_host, by_method, by_origin, by_site, by_content]
                                .into_iter()
                                .find(|status| *status != 200)
                                .unwrap_or(200);
                            let given = [
                                ("host", host),
                                ("origin", origin),
                                ("sec-fetch-site", site),
                                ("content-type", content),
                            ];
                            let found = status(&guard, method, "/sparql", &given);
                            assert_eq!(found, expected, "{method} {given:?}");
                            cells += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(cells, 11 * 8 * 9 * 6 * 8);
    }

    #[test]
    fn a_link_from_elsewhere_opens_a_page_and_nothing_else_does() {
        let guard = guard(&[]);
        let from_elsewhere = |method, path, mode, dest| {
            let given = [
                ("host", "localhost:7373"),
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-mode", mode),
                ("sec-fetch-dest", dest),
                ("content-type", "application/x-www-form-urlencoded"),
            ];
            status(&guard, method, path, &given)
        };
        assert_eq!(
            from_elsewhere("GET", "/show/x", "navigate", "document"),
            200
        );
        for (method, path, mode, dest) in [
            ("GET", "/show/x", "navigate", "iframe"),
            ("GET", "/show/x", "no-cors", "image"),
            ("GET", "/show/x", "cors", "empty"),
            ("GET", "/sparql", "navigate", "document"),
            ("POST", "/sparql", "navigate", "document"),
            ("POST", "/enter", "navigate", "document"),
        ] {
            let found = from_elsewhere(method, path, mode, dest);
            assert_eq!(found, 403, "{method} {path} {mode} {dest}");
        }
    }

    #[test]
    fn a_site_that_is_listed_may_use_the_endpoint_alone() {
        let guard = guard(&["https://notebook.example"]);
        let asked = |method, path, origin| {
            let given = [
                ("host", "localhost:7373"),
                ("origin", origin),
                ("sec-fetch-site", "cross-site"),
                ("content-type", "application/sparql-query"),
            ];
            status(&guard, method, path, &given)
        };
        for method in ["GET", "POST", "OPTIONS"] {
            assert_eq!(asked(method, "/sparql", "https://notebook.example"), 200);
            assert_eq!(asked(method, "/sparql", "https://other.example"), 403);
            assert_ne!(asked(method, "/show/x", "https://notebook.example"), 200);
        }
    }

    #[test]
    fn a_form_of_another_content_is_not_taken_to_enter() {
        let guard = guard(&[]);
        for (content, expected) in [
            ("application/x-www-form-urlencoded", 200),
            ("application/sparql-query", 415),
            ("application/sparql-update", 415),
        ] {
            let given = [("host", "localhost:7373"), ("content-type", content)];
            assert_eq!(status(&guard, "POST", "/enter", &given), expected);
            assert_eq!(status(&guard, "POST", "/show/x", &given), 405);
        }
    }

    #[test]
    fn a_token_is_known_by_its_word_or_by_its_cookie() {
        let token = Token::new("a-word-of-16-letters\n").expect("long enough");
        let cookie = format!("other=1; {COOKIE_NAME}={}", token.cookie());
        let address = SocketAddr::from(([0, 0, 0, 0], 7373));
        let guard = Guard::new(&[address], &["Desk.Example".to_owned()], &[], Some(token));
        let knows = |name, value: &str| guard.knows_token(&headers(&[(name, value)]));
        assert!(knows("authorization", "Bearer a-word-of-16-letters"));
        assert!(knows("authorization", "bearer  a-word-of-16-letters "));
        assert!(knows("cookie", &cookie));
        for (name, value) in [
            ("authorization", "a-word-of-16-letters"),
            ("authorization", "Basic a-word-of-16-letters"),
            ("authorization", "Bearer a-word-of-16-letter"),
            ("cookie", "nutgraf=a-word-of-16-letters"),
            ("cookie", "nutgraf="),
            ("host", "-"),
        ] {
            assert!(!knows(name, value), "{name}: {value}");
        }
        for host in ["desk.example", "desk.example:7373", "localhost:7373"] {
            assert_eq!(status(&guard, "GET", "/", &[("host", host)]), 200, "{host}");
        }
        assert_eq!(Token::new("short").map(|_| ()), None);
        assert_eq!(Token::new("with a blank in it").map(|_| ()), None);
    }
}
