//! What a query says of itself in its opening comments: the question in words,
//! its parameters, its columns.
//!
//! ```text
//! # What is claimed about an entity?
//! # Parameter: entity (entity) the person, company, asset or meeting
//! # Parameter: since (date, optional) the first day
//! # Column: claim the claim
//! ```
//!
//! Also turns the text of a value into a term of the parameter's kind. Where
//! the term goes in the query is for `bind`; names are looked up by the caller.

use std::str::FromStr;

use oxigraph::model::Literal;
use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use oxigraph::model::vocab::xsd;
use oxsdatatypes::Date;
use oxsdatatypes::Decimal;

use crate::model::iri::REL;
use crate::query::error::QueryError;

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Entity,
    /// What claims can be about.
    EntityOrMeeting,
    Claim,
    Source,
    Denial,
    Question,
    Relation,
    Date,
    Integer,
    Decimal,
    Text,
}

impl Kind {
    /// Every kind, things before values.
    pub const ALL: [Kind; 11] = [
        Kind::Entity,
        Kind::EntityOrMeeting,
        Kind::Claim,
        Kind::Source,
        Kind::Denial,
        Kind::Question,
        Kind::Relation,
        Kind::Date,
        Kind::Integer,
        Kind::Decimal,
        Kind::Text,
    ];

    /// The word used in a query's comments.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Entity => "entity",
            Kind::EntityOrMeeting => "entity-or-meeting",
            Kind::Claim => "claim",
            Kind::Source => "source",
            Kind::Denial => "denial",
            Kind::Question => "question",
            Kind::Relation => "relation",
            Kind::Date => "date",
            Kind::Integer => "integer",
            Kind::Decimal => "decimal",
            Kind::Text => "string",
        }
    }

    /// What a value looks like, for a message.
    fn expected(self) -> &'static str {
        match self {
            Kind::Entity => "an entity's IRI",
            Kind::EntityOrMeeting => "an entity's or a meeting's IRI",
            Kind::Claim => "a claim's IRI",
            Kind::Source => "a source's IRI",
            Kind::Denial => "a denial's IRI",
            Kind::Question => "a question's IRI",
            Kind::Relation => "a relation, such as `owns`",
            Kind::Date => "a day, such as 2025-03-31",
            Kind::Integer => "a whole number, such as 12",
            Kind::Decimal => "a number, such as 12.5",
            Kind::Text => "a text",
        }
    }

    /// Makes a term from text, or nothing for kinds whose names the caller looks up.
    ///
    /// # Errors
    /// When the text is no such value.
    pub fn read(self, name: &str, text: &str) -> Result<Option<Term>, QueryError> {
        let literal = |datatype| Some(Literal::new_typed_literal(text, datatype).into());
        let term = match self {
            Kind::Entity
            | Kind::EntityOrMeeting
            | Kind::Claim
            | Kind::Source
            | Kind::Denial
            | Kind::Question => return Ok(None),
            Kind::Relation => relation(text),
            Kind::Text => Some(Literal::new_simple_literal(text).into()),
            Kind::Date => Date::from_str(text).ok().and_then(|_| literal(xsd::DATE)),
            Kind::Integer => i64::from_str(text).ok().and_then(|_| literal(xsd::INTEGER)),
            Kind::Decimal => Decimal::from_str(text)
                .ok()
                .and_then(|_| literal(xsd::DECIMAL)),
        };
        match term {
            Some(term) => Ok(Some(term)),
            None => Err(self.wrong(name, text)),
        }
    }

    /// Says whether a term is of this kind, as far as can be seen from it.
    pub(super) fn admits(self, term: &Term) -> bool {
        match (self, term) {
            (
                Kind::Entity
                | Kind::EntityOrMeeting
                | Kind::Claim
                | Kind::Source
                | Kind::Denial
                | Kind::Question
                | Kind::Relation,
                Term::NamedNode(_),
            ) => true,
            (Kind::Date, Term::Literal(literal)) => literal.datatype() == xsd::DATE,
            (Kind::Integer, Term::Literal(literal)) => literal.datatype() == xsd::INTEGER,
            (Kind::Decimal, Term::Literal(literal)) => literal.datatype() == xsd::DECIMAL,
            (Kind::Text, Term::Literal(literal)) => literal.datatype() == xsd::STRING,
            (_, Term::NamedNode(_) | Term::BlankNode(_) | Term::Literal(_)) => false,
        }
    }

    pub(super) fn wrong(self, name: &str, found: &str) -> QueryError {
        QueryError::WrongValue {
            name: name.to_owned(),
            expected: self.expected().to_owned(),
            found: found.to_owned(),
        }
    }
}

/// Reads `owns`, `rel:owns` or the whole IRI.
fn relation(text: &str) -> Option<Term> {
    let id = text
        .strip_prefix(REL)
        .or_else(|| text.strip_prefix("rel:"))
        .unwrap_or(text);
    let plain = !id.is_empty()
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    plain.then(|| NamedNode::new_unchecked(format!("{REL}{id}")).into())
}

/// A value that a question needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    pub kind: Kind,
    /// Without a value it stands for anything.
    pub optional: bool,
    pub words: String,
}

impl Parameter {
    pub(super) fn in_words(&self) -> String {
        format!("`{}` ({}): {}", self.name, self.kind.as_str(), self.words)
    }
}

/// What a query says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The question in words; empty where no comment opens the query.
    pub question: String,
    pub parameters: Vec<Parameter>,
    /// Names of columns, each with its words.
    pub columns: Vec<(String, String)>,
}

impl Header {
    /// Reads the comments before the first line that is none.
    ///
    /// # Errors
    /// When a parameter or a column is declared in another form, or twice.
    pub fn read(text: &str) -> Result<Header, QueryError> {
        let mut header = Header::default();
        let mut question = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            let Some(comment) = line.strip_prefix('#') else {
                if line.is_empty() {
                    continue;
                }
                break;
            };
            let comment = comment.trim();
            let wrong = |what: String| QueryError::Header { line: at + 1, what };
            if let Some(declared) = comment.strip_prefix("Parameter:") {
                let parameter = parameter(declared).map_err(wrong)?;
                if header.parameters.iter().any(|p| p.name == parameter.name) {
                    return Err(wrong(format!(
                        "the parameter `{}` comes twice",
                        parameter.name
                    )));
                }
                header.parameters.push(parameter);
            } else if let Some(declared) = comment.strip_prefix("Column:") {
                let (name, words) = name_and_words(declared);
                if header.columns.iter().any(|(n, _)| *n == name) {
                    return Err(wrong(format!("the column `{name}` comes twice")));
                }
                header.columns.push((name, words));
            } else if !comment.is_empty() {
                question.push(comment);
            }
        }
        header.question = question.join(" ");
        Ok(header)
    }
}

fn name_and_words(text: &str) -> (String, String) {
    let text = text.trim();
    let (name, words) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (name.to_owned(), words.trim().to_owned())
}

fn parameter(declared: &str) -> Result<Parameter, String> {
    let form = "a parameter is declared as `# Parameter: name (kind) words`";
    let (name, rest) = name_and_words(declared);
    let (inside, words) = rest
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .ok_or(form)?;
    let (kind, optional) = match inside.split_once(',') {
        Some((kind, "optional" | " optional")) => (kind, true),
        Some(_) => return Err(form.to_owned()),
        None => (inside, false),
    };
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !plain {
        return Err(form.to_owned());
    }
    let kind = Kind::ALL
        .into_iter()
        .find(|known| known.as_str() == kind.trim())
        .ok_or_else(|| {
            let kinds: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
            format!(
                "`{kind}` is no kind of parameter; there are {}",
                kinds.join(", ")
            )
        })?;
    Ok(Parameter {
        name,
        kind,
        optional,
        words: words.trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_before_the_query_declare_it() -> Result<(), QueryError> {
        let header = Header::read(
            "# Who paid\n# whom?\n#\n# Parameter: who (entity) the payer\n# Parameter: since (date, optional) first day\n\n# Column: claim the claim\nASK {}\n# Column: late ignored",
        )?;
        assert_eq!(header.question, "Who paid whom?");
        assert_eq!(
            header.columns,
            [("claim".to_owned(), "the claim".to_owned())]
        );
        let shown: Vec<_> = header
            .parameters
            .iter()
            .map(|p| format!("{} {}", p.in_words(), p.optional))
            .collect();
        assert_eq!(
            shown,
            [
                "`who` (entity): the payer false",
                "`since` (date): first day true"
            ]
        );
        Ok(())
    }

    #[test]
    fn a_wrong_declaration_names_its_line() {
        for text in [
            "#\n# Parameter: who the payer",
            "#\n# Parameter: who (person) the payer",
            "#\n# Parameter: who (entity, maybe) the payer",
            "#\n# Parameter: wh{o (entity) the payer",
            "# Column: a\n# Column: a",
        ] {
            let error = Header::read(text).expect_err(text).to_string();
            assert!(error.starts_with("line 2 of the query: "), "{error}");
        }
    }

    #[test]
    fn values_are_read_by_kind() {
        for (kind, text, term) in [
            (
                Kind::Relation,
                "owns",
                Some("<https://w3id.org/nutgraf/rel#owns>"),
            ),
            (
                Kind::Relation,
                "rel:owns",
                Some("<https://w3id.org/nutgraf/rel#owns>"),
            ),
            (Kind::Relation, "owns> <x", None),
            (
                Kind::Date,
                "2025-02-28",
                Some("\"2025-02-28\"^^<http://www.w3.org/2001/XMLSchema#date>"),
            ),
            (Kind::Date, "2025-02-30", None),
            (
                Kind::Integer,
                "12",
                Some("\"12\"^^<http://www.w3.org/2001/XMLSchema#integer>"),
            ),
            (Kind::Integer, "1.5", None),
            (
                Kind::Decimal,
                "1.5",
                Some("\"1.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>"),
            ),
            (Kind::Decimal, "1e5", None),
            (Kind::Text, "a \"b\" \n }", Some("\"a \\\"b\\\" \\n }\"")),
        ] {
            let read = kind.read("x", text);
            match term {
                Some(term) => {
                    let read = read.ok().flatten().expect(text);
                    assert_eq!(read.to_string(), term);
                    assert!(kind.admits(&read));
                }
                None => assert!(read.is_err(), "{text}"),
            }
        }
        assert!(matches!(Kind::Entity.read("x", "Ann"), Ok(None)));
    }
}
