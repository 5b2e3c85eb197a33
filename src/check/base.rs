//! The IRI under which a case names its rows.

use crate::model::Code;
use crate::model::Problem;
use crate::model::iri;
use crate::read::Draft;
use oxigraph::model::NamedNode;

use super::problems::Problems;

/// The base that the case gives, or the default where it gives none or one
/// that cannot be used, which is reported.
pub(super) fn check(draft: &Draft, problems: &mut Problems) -> String {
    let Some(base) = &draft.config.base else {
        return iri::DEFAULT_BASE.to_owned();
    };
    let Some(fault) = fault(base) else {
        return base.clone();
    };
    problems.of_case(Problem {
        code: Code::BadBase,
        place: None,
        message: format!("the base `{base}` of `nutgraf.toml` {fault}"),
        expected: "an address of your own that ends in `/` or `#`: `https://example.org/mycase/`"
            .to_owned(),
        hints: Vec::new(),
    });
    iri::DEFAULT_BASE.to_owned()
}

fn fault(base: &str) -> Option<&'static str> {
    let scheme = base.split(':').next().unwrap_or("").to_ascii_lowercase();
    if !["http", "https", "urn"].contains(&scheme.as_str()) || scheme.len() == base.len() {
        return Some("does not begin with `https://`, `http://` or `urn:`");
    }
    if !base.ends_with(['/', '#']) {
        return Some("does not end in `/` or `#`");
    }
    let vocabulary = [
        iri::NG, iri::REL, iri::REPORTED, iri::UNCONTESTED, iri::RDF, iri::RDFS, iri::XSD,
        iri::SKOS, iri::PROV, iri::DCTERMS,
    ];
    if vocabulary.iter().any(|taken| base.starts_with(taken)) {
        return Some("is that of a vocabulary");
    }
    let host = base.split("://").nth(1).map(|rest| rest.split(['/', '#', '?']).next());
    if scheme != "urn" && host.is_none_or(|host| host.is_none_or(str::is_empty)) {
        return Some("names no host");
    }
    NamedNode::new(base)
        .is_err()
        .then_some("is not an IRI: it has characters that none may have")
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_base_is_an_absolute_iri_to_which_ids_can_be_added() {
        for good in [
            "https://example.org/case/",
            "http://example.org/case#",
            "urn:example:case/",
            "https://éxample.org/",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in [
            "",
            "case/",
            "https",
            "https:///",
            "https://example.org/case",
            "https://example.org/a case/",
            "https://example.org/<x>/",
            "file:///tmp/",
            "https://w3id.org/nutgraf/ns#x/",
        ] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}
