//! The first case and the example case as editions, for the tests of queries.
//!
//! Placeholder until the flow can be called.

use std::error::Error;

use nutgraf::edition::Edition;
use oxigraph::model::Triple;

use crate::query_graph::edition;
use crate::query_graph::random_triples;

pub fn first_case() -> Result<(Edition, Vec<Triple>), Box<dyn Error>> {
    let triples = random_triples(2);
    Ok((edition(&triples, &[crate::query_graph::BASE])?, triples))
}
