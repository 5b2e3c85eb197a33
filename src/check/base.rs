//! The IRI under which a case names its rows.
//!
//! `read` has seen to it that the base is an IRI with the right end; here it
//! is held against what such addresses are for.

use crate::model::Code;
use crate::model::Problem;
use crate::model::iri;
use crate::read::Draft;

use super::problems::Problems;

/// The base that the case gives, or the default where it gives none or one
/// that cannot be used, which is reported.
pub(super) fn check(draft: &Draft, problems: &mut Problems<'_>) -> String {
    let Some(base) = &draft.config.base else {
        return iri::DEFAULT_BASE.to_owned();
    };
    let Some(fault) = fault(base) else {
        return base.clone();
    };
    problems.of_case(Problem {
        code: Code::BadBase,
        // Where in the file it stands, only `read` has known.
        place: None,
        message: format!("the base `{base}` of nutgraf.toml {fault}"),
        expected: "an address of your own that ends in `/` or `#`: `https://example.org/mycase/`"
            .to_owned(),
        hints: Vec::new(),
    });
    iri::DEFAULT_BASE.to_owned()
}

fn fault(base: &str) -> Option<&'static str> {
    let (scheme, rest) = base.split_once(':').unwrap_or(("", base));
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => {
            let host = rest.trim_start_matches('/').split(['/', '#', '?']).next();
            if !rest.starts_with("//") || host.is_none_or(str::is_empty) {
                return Some("names no host");
            }
        }
        "urn" => {}
        _ => return Some("does not begin with `https://`, `http://` or `urn:`"),
    }
    let vocabularies = [
        iri::NG,
        iri::REL,
        iri::REPORTED,
        iri::UNCONTESTED,
        iri::RDF,
        iri::RDFS,
        iri::XSD,
        iri::SKOS,
        iri::PROV,
        iri::DCTERMS,
    ];
    let is_taken = vocabularies.iter().any(|taken| base.starts_with(taken));
    is_taken.then_some("is that of a vocabulary")
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_base_is_an_address_of_ones_own() {
        for good in [
            "https://example.org/case/",
            "http://example.org/case#",
            "urn:example:case/",
            "HTTPS://éxample.org/",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in [
            "case/",
            "https:///",
            "https:case/",
            "file:///tmp/",
            "http://www.w3.org/ns/prov#",
        ] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}
