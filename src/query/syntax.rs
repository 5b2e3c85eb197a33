//! Where and why a query cannot be read, in words.
//!
//! Takes the parser's error, which is a list of everything it would have
//! accepted at the furthest place it reached, and gives that place with its
//! line, a clause, and a hint for the mistakes people make most.

use std::collections::BTreeSet;

use spargebra::GraphUpdateOperation;
use spargebra::SparqlParser;
use spargebra::SparqlSyntaxError;

use crate::query::error::SyntaxError;
use crate::query::limits::Tokens;
use crate::query::prefixes::Prefixes;

// A longer list of what could stand there helps nobody.
const MOST_EXPECTED: usize = 6;

/// Names the first operation of an update request, if the text is one.
pub(super) fn update(parser: SparqlParser, text: &str) -> Option<&'static str> {
    let update = parser.parse_update(text).ok()?;
    Some(match update.operations.first()? {
        GraphUpdateOperation::InsertData { .. } => "INSERT DATA",
        GraphUpdateOperation::DeleteData { .. } => "DELETE DATA",
        GraphUpdateOperation::DeleteInsert { insert, .. } if insert.is_empty() => "DELETE",
        GraphUpdateOperation::DeleteInsert { delete, .. } if delete.is_empty() => "INSERT",
        GraphUpdateOperation::DeleteInsert { .. } => "DELETE and INSERT",
        GraphUpdateOperation::Load { .. } => "LOAD",
        GraphUpdateOperation::Clear { .. } => "CLEAR",
        GraphUpdateOperation::Create { .. } => "CREATE",
        GraphUpdateOperation::Drop { .. } => "DROP",
    })
}

/// Explains why a text is no query.
pub(super) fn explain(error: &SparqlSyntaxError, text: &str, prefixes: &Prefixes) -> SyntaxError {
    let whole = error.to_string();
    let Some((line, column, expected)) = place(&whole) else {
        return at(text, 1, 1, 1, whole);
    };
    if let Some((start, name, prefix)) = undeclared(text, prefixes) {
        let (line, column) = line_and_column(text, start);
        let message = format!("the prefix `{prefix}:` is not declared");
        let mut error = at(text, line, column, name.chars().count(), message);
        error.hints = prefixes.hints(prefix);
        return error;
    }
    let line_text = text.lines().nth(line - 1).unwrap_or_default();
    let before: String = line_text.chars().take(column - 1).collect();
    let found = line_text.chars().nth(column - 1);
    let message = match (found, explained(expected)) {
        (_, Some(words)) => words.to_owned(),
        (None, None) if line >= text.lines().count() => {
            format!("it ends too soon; expected {}", shortened(expected))
        }
        (None, None) => format!("the line ends too soon; expected {}", shortened(expected)),
        (Some(found), None) => {
            format!(
                "`{}` cannot stand here; expected {}",
                found.escape_debug(),
                shortened(expected)
            )
        }
    };
    let mut error = at(text, line, column, 1, message);
    error.hints.extend(hint(text, line_text, &before));
    error
}

fn at(text: &str, line: usize, column: usize, width: usize, message: String) -> SyntaxError {
    SyntaxError {
        what: "the query cannot be read",
        line,
        column,
        width: width.max(1),
        line_text: text.lines().nth(line - 1).unwrap_or_default().to_owned(),
        message,
        hints: Vec::new(),
    }
}

/// An error about so many bytes of a text, from this one on.
pub(super) fn at_byte(text: &str, start: usize, width: usize, message: String) -> SyntaxError {
    let (line, column) = line_and_column(text, start);
    let marked = text.get(start..start + width).unwrap_or_default();
    at(text, line, column, marked.chars().count(), message)
}

/// Finds the first name whose prefix nobody declared: where it starts, the name, the prefix.
///
/// The parser stops further on, having tried the name as something else, so
/// the text is searched. Other mistakes are not looked at while one remains.
fn undeclared<'a>(text: &'a str, prefixes: &Prefixes) -> Option<(usize, &'a str, &'a str)> {
    let mut declared: BTreeSet<&str> = prefixes.iter().map(|(name, _)| name).collect();
    let mut tokens = Tokens(text);
    let (mut before, mut end) = ("", 0);
    while let Some(token) = tokens.next() {
        let start = text.len() - tokens.0.len() - token.len();
        // `a-b:c` comes as three tokens that touch.
        let part = start == end && matches!(before, "-" | ".");
        let keyword = before;
        (before, end) = (token, start + token.len());
        let Some((prefix, _)) = token.split_once(':') else {
            continue;
        };
        if keyword.eq_ignore_ascii_case("prefix") {
            declared.insert(prefix);
        } else if !part && !prefix.starts_with(['?', '$', '_']) && !declared.contains(prefix) {
            return Some((start, token, prefix));
        }
    }
    None
}

fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// Reads `error at 3:14: expected …`, the only form in which the parser tells the place.
fn place(message: &str) -> Option<(usize, usize, &str)> {
    let rest = message.strip_prefix("error at ")?;
    let (place, expected) = rest.split_once(": expected ")?;
    let (line, column) = place.split_once(':')?;
    let (line, column) = (line.parse().ok()?, column.parse().ok()?);
    (line >= 1 && column >= 1).then_some((line, column, expected))
}

/// Gives the parser's own reasons, which stand among the expected tokens as sentences.
fn explained(expected: &str) -> Option<&'static str> {
    [
        (
            "The SELECT contains a variable that is unbound",
            "`SELECT` names a variable that is neither grouped by nor counted",
        ),
        (
            "The SELECT contains an expression with a variable that is unbound",
            "an expression of `SELECT` uses a variable that is neither grouped by nor counted",
        ),
        (
            "The SELECT overrides an existing variable using an expression",
            "an expression of `SELECT` is named like a variable of the query",
        ),
        (
            "Duplicated variable name in SELECT",
            "`SELECT` names a variable twice",
        ),
        (
            "SELECT * is not authorized with GROUP BY",
            "`SELECT *` cannot be used with `GROUP BY` or a count",
        ),
        (
            "BIND is overriding an existing variable",
            "`BIND` names a variable that already has a value",
        ),
        (
            "Already used blank node id",
            "a blank node is used in two groups",
        ),
        ("IRI parsing failed", "this is no IRI"),
    ]
    .into_iter()
    .find(|(reason, _)| expected.contains(reason))
    .map(|(_, words)| words)
}

/// Keeps the tokens a person would type from what the parser could have read.
fn shortened(expected: &str) -> String {
    let list = expected.strip_prefix("one of ").unwrap_or(expected);
    // Keywords and signs are quoted; the rest are classes of characters.
    let mut tokens: Vec<&str> = list
        .split(", ")
        .filter_map(|token| token.strip_prefix('"')?.strip_suffix('"'))
        .filter(|token| !token.is_empty())
        .map(|token| if token == "\\\"" { "\"" } else { token })
        .collect();
    // What most often is missing comes first; `{|` and `<<` belong to a later SPARQL.
    tokens.retain(|token| !token.starts_with("{|") && !token.starts_with("<<"));
    let usual = ["}", ")", ".", ";", "{", "("];
    tokens.sort_by_key(|token| usual.iter().position(|t| t == token).unwrap_or(usual.len()));
    let more = tokens.len() > MOST_EXPECTED;
    tokens.truncate(MOST_EXPECTED);
    let quoted: Vec<String> = tokens.iter().map(|token| format!("`{token}`")).collect();
    match (quoted.as_slice(), more) {
        ([], _) => "something else".to_owned(),
        (_, true) => format!("one of {}, …", quoted.join(", ")),
        ([one], false) => one.clone(),
        (_, false) => format!("one of {}", quoted.join(", ")),
    }
}

/// Guesses the mistake from the line.
fn hint(text: &str, line: &str, before: &str) -> Option<String> {
    let count = |c: char| text.matches(c).count();
    if line.contains(['“', '”', '‘', '’']) {
        return Some("strings take straight quotes: \"…\"".to_owned());
    }
    if count('{') > count('}') {
        return Some("a `{` is never closed".to_owned());
    }
    if count('(') > count(')') {
        return Some("a `(` is never closed".to_owned());
    }
    let word = before.trim_end().rsplit(char::is_whitespace).next()?;
    word.ends_with('=')
        .then(|| "a comparison needs `FILTER( … )`".to_owned())
}

#[cfg(test)]
mod tests {
    use crate::query::prefixes::Prefixes;
    use crate::query::prepare::prepare_with;

    /// The message for a query with one case, and with two.
    fn message(text: &str, bases: &[&str]) -> String {
        let prefixes = Prefixes::new(bases.iter().map(|b| (*b).to_owned()).collect());
        prepare_with(&prefixes, text).expect_err(text).to_string()
    }

    #[test]
    fn a_syntax_error_shows_line_column_and_caret() {
        let shown = message("SELECT ?claim\nWHERE {\n\t?claim ng:text }", &["a:/"]);
        let lines: Vec<_> = shown.lines().collect();
        assert!(
            lines[0].starts_with(
                "the query cannot be read at line 3, column 17: `}` cannot stand here"
            ),
            "{shown}"
        );
        assert_eq!(lines[1], "3 | \t?claim ng:text }");
        assert_eq!(lines[2], "  | \t               ^");
    }

    #[test]
    fn an_undeclared_prefix_is_named_and_marked() {
        let shown = message("ASK { foo:ann a ng:Person }", &["a:/"]);
        assert!(
            shown.contains("line 1, column 7: the prefix `foo:` is not declared"),
            "{shown}"
        );
        assert!(shown.contains("  |       ^^^^^^^\n"), "{shown}");
        assert!(shown.contains("hint: write `PREFIX foo: <…>`"), "{shown}");
        let shown = message("ASK { entity:ann a ng:Person }", &["a:/", "b:/"]);
        assert!(
            shown.contains("`PREFIX entity: <a:/entity/>` or `PREFIX entity: <b:/entity/>`"),
            "{shown}"
        );
        assert!(message("ASK { ?s a fo }", &[]).contains("line 1"));
    }

    #[test]
    fn what_ends_too_soon_or_was_forgotten_is_said() {
        let shown = message("SELECT * WHERE { ?s ?p ?o", &[]);
        assert!(
            shown.contains("ends too soon") && shown.contains("a `{` is never closed"),
            "{shown}"
        );
        let shown = message("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", &[]);
        assert!(shown.contains("neither grouped by nor counted"), "{shown}");
        let shown = message("ASK { ?s ?p “x” }", &[]);
        assert!(shown.contains("straight quotes"), "{shown}");
        assert!(message("", &[]).contains("line 1, column 1: it ends too soon"));
    }

    #[test]
    fn updates_are_refused_by_name() {
        for (text, name) in [
            ("INSERT DATA { <a:b> <a:c> <a:d> }", "INSERT DATA"),
            ("LOAD <https://example.org/x>", "LOAD"),
            ("LOAD SILENT <https://example.org/x>", "LOAD"),
            ("PREFIX x: <a:>\nDELETE WHERE { ?s ?p ?o }", "DELETE"),
            ("DROP ALL", "DROP"),
        ] {
            let shown = message(text, &["a:/"]);
            assert!(
                shown.starts_with(&format!("`{name}` is refused: an edition is never changed")),
                "{shown}"
            );
        }
    }
}
