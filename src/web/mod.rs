//! The explorer: a case as pages in a browser, and as a SPARQL endpoint.
//!
//! ```text
//! socket -listener-> guard -> pool -wire-> worker -respond-> pages, sparql, files -> bytes
//! ```
//!
//! The listener (`listener`, `server`, `sent`, `guard`, `pool`, `live`) knows HTTP
//! and who may ask, and evaluates nothing. What is asked of the case is answered by
//! worker processes, each of which has an edition open and a limit on its memory;
//! one that takes too long, grows too large or falls over is ended, and harms
//! nobody else. In a worker, [`respond`] is a function from a [`Session`] and a request to
//! a reply, and is tested without a socket.
//!
//! A page is what the command of the same name prints: its JSON is that command's
//! JSON, its CSV that command's CSV, and its HTML is made from that JSON by a
//! template beside its file in `pages`. What an address may ask for is read in
//! `asked`; a word that it does not know is an error, since a filter that was
//! misspelt would otherwise be no filter.

mod accept;
mod asked;
mod assets;
mod bounded;
mod error;
mod forms;
mod guard;
mod listener;
mod live;
mod pages;
mod pool;
mod question;
mod reply;
mod respond;
mod results;
mod sent;
mod server;
mod session;
mod whole;
mod wire;
mod worker;

pub use guard::Token;
pub use listener::{Bound, ServeError, Serving, bind};
pub use live::{Reloaded, Watched};
pub use pool::Workers;
pub use reply::{Body, Reply};
pub use respond::respond;
pub use session::{Limits, Session};
pub use whole::{Cases, MOST_CLAIMS, Recall};
pub use wire::{Method, News, Request};
pub use worker::{OVER_MEMORY, work};
