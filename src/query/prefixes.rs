//! The prefixes under which a query and its answer name things.
//!
//! Those of the vocabulary, always; those of the case (`entity:`, `claim:`, …)
//! when the edition holds exactly one, since with several they would be
//! ambiguous. Used both to read queries and to shorten IRIs in answers.

use oxigraph::model::Literal;
use oxigraph::model::Term;
use oxigraph::model::vocab::xsd;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::model::iri::PREFIXES;
use crate::model::iri::ROW_KINDS;

/// Names and namespaces, vocabulary first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefixes {
    pairs: Vec<(String, String)>,
    /// The bases of the cases, in the order of the edition.
    bases: Vec<String>,
}

impl Prefixes {
    /// Gives the prefixes that hold in an edition.
    ///
    /// # Errors
    /// When the edition's provenance cannot be read.
    pub fn of(edition: &Edition) -> Result<Prefixes, EditionError> {
        let cases = edition.cases()?.iter();
        Ok(Prefixes::new(cases.map(|case| case.base.clone()).collect()))
    }

    /// Gives the prefixes for cases with these bases.
    pub fn new(bases: Vec<String>) -> Prefixes {
        let mut pairs: Vec<_> = PREFIXES
            .iter()
            .map(|(name, namespace)| ((*name).to_owned(), (*namespace).to_owned()))
            .collect();
        if let [base] = bases.as_slice() {
            for kind in ROW_KINDS {
                pairs.push((kind.to_owned(), namespace(base, kind)));
            }
        }
        Prefixes { pairs, bases }
    }

    /// Iterates over name and namespace, vocabulary first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|(name, namespace)| (name.as_str(), namespace.as_str()))
    }

    /// Shortens an IRI, where what is left reads back as it is.
    pub fn shorten(&self, iri: &str) -> Option<String> {
        // The longest namespace, so that `case/a/entity/` wins over `case/`.
        let (name, local) = self
            .iter()
            .filter_map(|(name, namespace)| Some((name, iri.strip_prefix(namespace)?)))
            .filter(|(_, local)| is_plain(local))
            .min_by_key(|(_, local)| local.len())?;
        Some(format!("{name}:{local}"))
    }

    /// Writes a term for a reader: a short IRI, a literal's own text.
    ///
    /// A datatype is shown where it is not one that our own data has.
    pub fn show(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => self
                .shorten(node.as_str())
                .unwrap_or_else(|| node.to_string()),
            Term::BlankNode(node) => node.to_string(),
            Term::Literal(literal) => self.show_literal(literal),
        }
    }

    fn show_literal(&self, literal: &Literal) -> String {
        let text = literal.value();
        if let Some(language) = literal.language() {
            return format!("{text}@{language}");
        }
        let usual = [
            xsd::STRING,
            xsd::INTEGER,
            xsd::DECIMAL,
            xsd::DATE,
            xsd::BOOLEAN,
        ];
        let datatype = literal.datatype();
        if usual.contains(&datatype) {
            return text.to_owned();
        }
        match self.shorten(datatype.as_str()) {
            Some(short) => format!("{text}^^{short}"),
            None => format!("{text}^^{datatype}"),
        }
    }

    /// Says what to do about a prefix that a query uses and nobody declared.
    pub(super) fn hints(&self, name: &str) -> Vec<String> {
        let automatic: Vec<&str> = self.iter().map(|(name, _)| name).collect();
        let automatic = format!("declared without being written: {}", automatic.join(", "));
        if ROW_KINDS.contains(&name) && self.bases.len() > 1 {
            let choices: Vec<String> = self
                .bases
                .iter()
                .map(|base| format!("`PREFIX {name}: <{}>`", namespace(base, name)))
                .collect();
            let several = format!(
                "this edition holds {} cases, so say which one: {}",
                self.bases.len(),
                choices.join(" or ")
            );
            return vec![several];
        }
        vec![
            format!("write `PREFIX {name}: <…>` before the query"),
            automatic,
        ]
    }
}

fn namespace(base: &str, kind: &str) -> String {
    format!("{base}{kind}/")
}

/// Whether a local name needs no escape in SPARQL and Turtle.
fn is_plain(local: &str) -> bool {
    let end = |c: char| c.is_ascii_alphanumeric() || c == '_';
    local.starts_with(end)
        && local.ends_with(end)
        && local.chars().all(|c| end(c) || c == '-' || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::NamedNode;

    fn one() -> Prefixes {
        Prefixes::new(vec!["https://example.org/a/".to_owned()])
    }

    #[test]
    fn the_longest_namespace_is_used_and_odd_names_stay_whole() {
        for (iri, short) in [
            ("https://example.org/a/claim/m.ann", Some("claim:m.ann")),
            ("https://w3id.org/nutgraf/ns#text", Some("ng:text")),
            ("https://example.org/a/claim/", None),
            ("https://example.org/a/claim/x y", None),
            ("https://example.org/a/claim/x.", None),
            ("https://example.org/a/claim/-x", None),
            ("https://example.org/b", None),
        ] {
            assert_eq!(one().shorten(iri).as_deref(), short, "{iri}");
        }
    }

    #[test]
    fn row_prefixes_need_exactly_one_case() {
        assert!(one().iter().any(|(name, _)| name == "entity"));
        for bases in [vec![], vec!["a:/".to_owned(), "b:/".to_owned()]] {
            let prefixes = Prefixes::new(bases);
            assert!(!prefixes.iter().any(|(name, _)| name == "entity"));
        }
        let two = Prefixes::new(vec!["a:/".to_owned(), "b:/".to_owned()]);
        let hints = two.hints("entity").join(" ");
        assert!(
            hints.contains("2 cases") && hints.contains("<b:/entity/>"),
            "{hints}"
        );
        assert!(!one().hints("foo").join(" ").contains("cases"));
    }

    #[test]
    fn literals_show_their_text_and_strange_datatypes() {
        let show = |term: Term| one().show(&term);
        assert_eq!(show(Literal::from("a b").into()), "a b");
        assert_eq!(show(Literal::from(7).into()), "7");
        assert_eq!(
            show(Literal::new_typed_literal("1e3", xsd::DOUBLE).into()),
            "1e3^^xsd:double"
        );
        assert_eq!(
            show(NamedNode::new_unchecked("https://example.org/b c").into()),
            "<https://example.org/b c>"
        );
    }
}
