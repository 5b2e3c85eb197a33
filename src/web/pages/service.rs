//! What the endpoint says of itself to a program that asks it nothing: a SPARQL 1.1
//! Service Description.

use oxigraph::model::{Literal, NamedNode, Triple};

use crate::model::iri;
use crate::query::{Answer, Format, Prefixes, QueryError, write};
use crate::web::asked::Asked;
use crate::web::error::WebError;
use crate::web::reply::Reply;
use crate::web::session::Session;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const FORMATS: &str = "http://www.w3.org/ns/formats/";
const VOID: &str = "http://rdfs.org/ns/void#";

/// The forms that answers have, by their names there.
const RESULT_FORMATS: [&str; 8] = [
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
];

/// Where the endpoint is, as it was asked.
pub fn address(session: &Session, asked: &Asked<'_>) -> String {
    match asked.news().address.as_str() {
        "" => format!("http://127.0.0.1{}/sparql", session.base),
        address => format!("{address}/sparql"),
    }
}

/// The description.
///
/// # Errors
/// When the edition's provenance cannot be read.
pub fn description(
    session: &Session,
    asked: &Asked<'_>,
    format: Format,
    content_type: &str,
) -> Result<Reply<'static>, WebError> {
    let prefixes = Prefixes::of(session.graph.edition()).map_err(QueryError::from)?;
    let address = address(session, asked);
    let mut body = Vec::new();
    write(
        &Answer::Graph(triples(session, &address)),
        format,
        &prefixes,
        &mut body,
    )?;
    let reply = Reply::new(200, content_type, body);
    Ok(session.remarked(reply, &[]))
}

fn triples(session: &Session, address: &str) -> Vec<Triple> {
    // A host that is no part of an IRI would have been refused.
    let node = |iri: String| NamedNode::new_unchecked(iri);
    let sd = |name: &str| node(format!("{SD}{name}"));
    let a = node(iri::RDF_TYPE.to_owned());
    let endpoint = node(address.to_owned());
    let part = |name: &str| node(format!("{address}#{name}"));
    let (service, dataset, graph) = (part("service"), part("dataset"), part("graph"));
    let path = node(iri::ng("path"));
    let title = node(format!("{}title", iri::DCTERMS));
    let size = node(format!("{VOID}triples"));
    let count = session.graph.edition().triple_count();
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let mut triples = vec![
        Triple::new(service.clone(), a.clone(), sd("Service")),
        Triple::new(service.clone(), sd("endpoint"), endpoint),
        Triple::new(
            service.clone(),
            sd("supportedLanguage"),
            sd("SPARQL11Query"),
        ),
        Triple::new(service.clone(), sd("defaultDataset"), dataset.clone()),
        // `SERVICE ng:path`, which is answered here and asks nobody.
        Triple::new(service.clone(), sd("feature"), path.clone()),
    ];
    for format in RESULT_FORMATS {
        let format = node(format!("{FORMATS}{format}"));
        triples.push(Triple::new(service.clone(), sd("resultFormat"), format));
    }
    triples.extend([
        Triple::new(dataset.clone(), a.clone(), sd("Dataset")),
        Triple::new(dataset.clone(), title, Literal::from(session.title())),
        Triple::new(dataset, sd("defaultGraph"), graph.clone()),
        Triple::new(graph.clone(), a.clone(), sd("Graph")),
        Triple::new(graph, size, Literal::from(count)),
        Triple::new(path, a, sd("Feature")),
    ]);
    triples
}
