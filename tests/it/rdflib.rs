//! rdflib as a second opinion on SPARQL: starts it, hands it triples and
//! queries, and puts its rows and ours into one form.
//!
//! `make test` installs it; a run without it fails and says so.

use std::env;
use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::thread;

use nutgraf::query::Answer;
use oxigraph::model::Term;
use oxigraph::model::Triple;
use oxigraph::model::vocab::xsd;
use serde_json::Value;
use serde_json::json;

/// The Python that has rdflib.
pub fn python() -> Result<PathBuf, String> {
    let found = match env::var_os("NUTGRAF_PYTHON") {
        Some(path) => PathBuf::from(path),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/venv/bin/python"),
    };
    if found.exists() {
        Ok(found)
    } else {
        Err(format!(
            "no Python with rdflib at {}: run `make test`, which installs it, or name one in NUTGRAF_PYTHON",
            found.display()
        ))
    }
}

/// What rdflib reads in files, each given with the name of its format there:
/// the triples as sorted lines of N-Triples.
pub fn read(files: &[(&Path, &str)]) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/rdf_check.py");
    let mut command = Command::new(python()?);
    command.arg(script);
    for (path, format) in files {
        command.arg(path).arg(format);
    }
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Gives rdflib's rows for each query, sorted, in the form of [`canonical`].
///
/// A query that it fails on has one row, which begins with `error`.
pub fn answers(triples: &[Triple], queries: &[String]) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/rdflib_check.py");
    let mut child = Command::new(python()?)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let nt: String = triples
        .iter()
        .map(|triple| format!("{triple} .\n"))
        .collect();
    let request = json!({"triples": nt, "queries": queries}).to_string();
    let mut stdin = child.stdin.take().ok_or("rdflib takes no input")?;
    // In a thread of its own, since the answers may fill their pipe first.
    let writer = thread::spawn(move || stdin.write_all(request.as_bytes()));
    let output = child.wait_with_output()?;
    writer.join().map_err(|_| "the writer panicked")??;
    if !output.status.success() {
        return Err("rdflib failed; its message is above".into());
    }
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout)?;
    Ok(answers.iter().map(rows).collect())
}

fn rows(answer: &Value) -> Vec<String> {
    let Some(rows) = answer["rows"].as_array() else {
        return vec![format!(
            "error {}",
            answer["error"].as_str().unwrap_or_default()
        )];
    };
    let cell = |cell: &Value| cell.as_str().unwrap_or("-").to_owned();
    let mut rows: Vec<String> = rows
        .iter()
        .map(|row| {
            row.as_array()
                .into_iter()
                .flatten()
                .map(cell)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    rows.sort();
    rows
}

/// Puts an answer of ours into the form in which rdflib's come, sorted.
pub fn canonical(answer: &Answer) -> Vec<String> {
    let mut rows: Vec<String> = match answer {
        Answer::Boolean(answer) => vec![answer.to_string()],
        Answer::Graph(triples) => triples.iter().map(Triple::to_string).collect(),
        Answer::Rows(rows) => rows
            .rows
            .iter()
            .map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" "))
            .collect(),
    };
    rows.sort();
    rows
}

fn cell(term: &Option<Term>) -> String {
    match term {
        None => "-".to_owned(),
        Some(Term::NamedNode(node)) => node.to_string(),
        Some(Term::BlankNode(_)) => "_:".to_owned(),
        Some(Term::Literal(literal)) => {
            let text = Value::from(literal.value()).to_string();
            if let Some(language) = literal.language() {
                return format!("{text}@{language}");
            }
            let datatype = literal.datatype();
            if [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT].contains(&datatype) {
                return format!("number {}", plain_number(literal.value()));
            }
            if datatype == xsd::STRING {
                return text;
            }
            format!("{text}^^{datatype}")
        }
    }
}

/// Drops the zeros that do not change a number: `1.50` and `1.5` are one.
fn plain_number(text: &str) -> String {
    let text = text.strip_prefix('+').unwrap_or(text);
    match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => text.to_owned(),
    }
}
