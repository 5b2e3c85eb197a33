//! The cases of `data/` as editions in memory, with their triples.
//!
//! For the tests that query what a reporter's tables become.

use std::error::Error;
use std::path::Path;

use nutgraf::edition::Edition;
use nutgraf::pipeline::Request;
use nutgraf::pipeline::load;
use oxigraph::model::NamedOrBlankNode;
use oxigraph::model::Term;
use oxigraph::model::Triple;

/// Loads a folder of `data/`, as shipped.
pub fn case(name: &str) -> Result<(Edition, Vec<Triple>), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name);
    cases(&[&folder])
}

/// Loads case folders into one edition.
pub fn cases(folders: &[&Path]) -> Result<(Edition, Vec<Triple>), Box<dyn Error>> {
    let request = Request {
        cases: folders.iter().map(|folder| folder.to_path_buf()).collect(),
        ..Request::default()
    };
    let loaded = load(&request, &mut |_| {})?;
    let edition = Edition::from_bytes(&loaded.built.bytes(), Path::new("test.edition"))?;
    let mut triples = Vec::new();
    for ids in edition.matching(None, None, None) {
        let [subject, predicate, object] = ids?.map(|id| edition.term(id));
        let (Term::NamedNode(subject), Term::NamedNode(predicate)) = (subject?, predicate?) else {
            return Err("our own triples have IRIs as subject and predicate".into());
        };
        triples.push(Triple::new(
            NamedOrBlankNode::from(subject),
            predicate,
            object?,
        ));
    }
    Ok((edition, triples))
}
