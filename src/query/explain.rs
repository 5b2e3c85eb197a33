//! How a query was answered: its steps in order, with the rows each gave.
//!
//! Takes what `run` watched and gives a tree of steps in the words of the
//! query, as text for a reader or as JSON. A chain of patterns, each handed
//! the rows of the one before, is a plain list; what belongs to an `OPTIONAL`,
//! a branch of a `UNION` or a condition stands below it.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::fmt::Write as _;

use serde::Deserialize;
use serde::Serialize;
use spargebra::algebra::GraphPattern;
use spargebra::term::TermPattern;

use crate::query::prefixes::Prefixes;
use crate::query::run::Watched;

/// How a query was answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    schema: &'static str,
    edition: String,
    /// Whether the patterns were put in order by counts on the edition; the
    /// engine has done it by rules of thumb otherwise.
    pub counted: bool,
    /// Rows of the answer.
    pub rows: u64,
    /// Rows that all steps gave together: the work.
    pub work: u64,
    pub steps: Vec<Step>,
}

/// A step with the rows that it gave in all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// In the words of the query.
    pub step: String,
    pub rows: u64,
    /// As many were expected, from counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<u64>,
    /// What was done for each row that came in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub each: Vec<Step>,
}

/// The engine's account of one part of its plan.
#[derive(Debug, Deserialize)]
struct Account {
    name: String,
    #[serde(rename = "number of results", default)]
    rows: u64,
    #[serde(default)]
    children: Vec<Account>,
}

#[derive(Debug, Deserialize)]
struct Accounts {
    plan: Account,
}

impl Explanation {
    pub(super) fn new(
        watched: &Watched,
        rows: u64,
        edition: &str,
        prefixes: &Prefixes,
    ) -> Result<Explanation, serde_json::Error> {
        // Deep plans nest deeper than the reader's own limit, which guards
        // against strangers; the stack here is made for as much.
        let mut reader = serde_json::Deserializer::from_slice(&watched.account);
        reader.disable_recursion_limit();
        let Accounts { plan } = Accounts::deserialize(&mut reader)?;
        let mut teller = Teller {
            prefixes,
            expected: BTreeMap::new(),
            work: 0,
        };
        for (pattern, rows) in watched.expected.iter().flatten() {
            if let Some(label) = label(pattern) {
                let several = teller.expected.entry(label).or_default();
                several.push_back(rows.round() as u64);
            }
        }
        let mut steps = Vec::new();
        teller.tell(plan, &mut steps);
        if let Some(last) = &watched.last_steps {
            steps.push(Step {
                step: last.words(),
                rows,
                expected: None,
                each: Vec::new(),
            });
        }
        Ok(Explanation {
            schema: "nutgraf/plan/1",
            edition: edition.to_owned(),
            counted: watched.expected.is_some(),
            rows,
            work: teller.work,
            steps,
        })
    }

    /// The steps as aligned text, with a final line break.
    pub fn text(&self) -> String {
        let mut lines = vec![["rows".to_owned(), "expected".to_owned(), "step".to_owned()]];
        lines_of(&self.steps, 0, &mut lines);
        let width = |column: usize| {
            let each = lines.iter().map(|line| line[column].chars().count());
            each.max().unwrap_or_default()
        };
        let (rows, expected) = (width(0), width(1));
        let mut text = String::new();
        for [a, b, step] in &lines {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{a:>rows$}  {b:>expected$}  {step}");
        }
        let order = if self.counted {
            "by counts on this edition"
        } else {
            "by the engine's rules of thumb"
        };
        let _ = writeln!(
            text,
            "(order chosen {order}; {} rows in all steps for {} in the answer)",
            self.work, self.rows
        );
        text
    }

    /// The steps as JSON, with a final line break.
    pub fn json(&self) -> String {
        // A tree of texts and numbers can always be written.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn lines_of(steps: &[Step], depth: usize, lines: &mut Vec<[String; 3]>) {
    for Step {
        step,
        rows,
        expected,
        each,
    } in steps
    {
        let indent = "  ".repeat(depth);
        lines.push([
            rows.to_string(),
            expected.map_or(String::new(), |rows| rows.to_string()),
            format!("{indent}{step}"),
        ]);
        lines_of(each, depth + 1, lines);
    }
}

struct Teller<'a> {
    prefixes: &'a Prefixes,
    expected: BTreeMap<String, VecDeque<u64>>,
    work: u64,
}

impl Teller<'_> {
    /// Adds the steps of a part of the plan, in the order in which they are taken.
    fn tell(&mut self, account: Account, steps: &mut Vec<Step>) {
        let Account {
            name,
            rows,
            children,
        } = account;
        let (kind, inside) = split(&name);
        // A chain gives the rows of its last step.
        self.work += if kind == "Lateral" { 0 } else { rows };
        let mut children = children.into_iter();
        let step = |step: String, each: Vec<Step>, expected: Option<u64>| Step {
            step,
            rows,
            expected,
            each,
        };
        match kind {
            "Lateral" => {
                for child in children {
                    self.tell(child, steps);
                }
            }
            "QuadPattern" | "Path" => {
                let key = without_random_names(inside);
                let expected = self.expected.get_mut(&key).and_then(VecDeque::pop_front);
                steps.push(step(self.words(&key), Vec::new(), expected));
            }
            "StaticBindings" => {
                let words = format!("VALUES {}", self.words(inside));
                let words = match words.split_once(", (") {
                    Some((variables, _)) if words.len() > MOST_CHARACTERS => {
                        format!("{variables}, (…)")
                    }
                    _ => words,
                };
                steps.push(step(words, Vec::new(), None));
            }
            "Union" => {
                let each = children
                    .map(|child| {
                        let rows = child.rows;
                        let mut each = Vec::new();
                        self.tell(child, &mut each);
                        Step {
                            step: "either".to_owned(),
                            rows,
                            expected: None,
                            each,
                        }
                    })
                    .collect();
                steps.push(step("UNION".to_owned(), each, None));
            }
            _ => {
                let (first, words) = match kind {
                    "Filter" => (1, format!("FILTER {}", without_groups(inside))),
                    "Extend" => (1, format!("BIND {}", without_groups(inside))),
                    "ForLoopLeftJoin" | "LeftJoin" => (1, "OPTIONAL".to_owned()),
                    "AntiJoin" => (1, "MINUS".to_owned()),
                    "Join" => (1, "joined with".to_owned()),
                    "Project" => (1, format!("SELECT {inside}")),
                    "Distinct" => (1, "DISTINCT".to_owned()),
                    "Sort" => (1, format!("ORDER BY {inside}")),
                    "Slice" => (1, format!("LIMIT, OFFSET {inside}")),
                    "Aggregate" => (1, format!("GROUP BY {inside}")),
                    _ => (0, name.clone()),
                };
                for child in children.by_ref().take(first) {
                    self.tell(child, steps);
                }
                let mut each = Vec::new();
                for child in children {
                    self.tell(child, &mut each);
                }
                let words = shortened(self.words(&without_random_names(&words)));
                steps.push(step(words, each, None));
            }
        }
    }

    /// Shortens every IRI in a text.
    fn words(&self, text: &str) -> String {
        let mut words = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            let (before, from) = rest.split_at(at);
            words.push_str(before);
            let end = from
                .find(['>', ' '])
                .filter(|end| from[*end..].starts_with('>'));
            let Some(end) = end else {
                words.push('<');
                rest = &from[1..];
                continue;
            };
            match self.prefixes.shorten(&from[1..end]) {
                Some(short) => words.push_str(&short),
                None => words.push_str(&from[..=end]),
            }
            rest = &from[end + 1..];
        }
        words.push_str(rest);
        words.replace(" rdf:type ", " a ")
    }
}

/// What the engine calls a pattern.
fn label(pattern: &GraphPattern) -> Option<String> {
    let term = |term: &TermPattern| match term {
        TermPattern::BlankNode(_) => "[]".to_owned(),
        TermPattern::NamedNode(_) | TermPattern::Literal(_) | TermPattern::Variable(_) => {
            term.to_string()
        }
    };
    match pattern {
        GraphPattern::Bgp { patterns } => match patterns.as_slice() {
            [triple] => Some(format!(
                "{} {} {}",
                term(&triple.subject),
                triple.predicate,
                term(&triple.object)
            )),
            _ => None,
        },
        GraphPattern::Path {
            subject,
            path,
            object,
        } => Some(format!("{} {path} {}", term(subject), term(object))),
        _ => None,
    }
}

/// Divides the engine's `Kind(what)`.
fn split(name: &str) -> (&str, &str) {
    match name.split_once('(') {
        Some((kind, inside)) => (kind, inside.strip_suffix(')').unwrap_or(inside)),
        None => (name, ""),
    }
}

/// Writes `[]` for the variables that the engine makes of unnamed nodes.
fn without_random_names(text: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in text.split(' ') {
        let random = word
            .strip_prefix('?')
            .is_some_and(|name| name.len() >= 24 && name.bytes().all(|b| b.is_ascii_hexdigit()));
        words.push(if random { "[]" } else { word });
    }
    words.join(" ")
}

/// Leaves out the patterns in an expression, which are shown as steps.
fn without_groups(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '{' => {
                if depth == 0 {
                    kept.push_str("{ … ");
                }
                depth += 1;
            }
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            kept.push(c);
        }
    }
    kept
}

// Characters of a step; a list of a thousand names would hide the plan.
const MOST_CHARACTERS: usize = 160;

fn shortened(words: String) -> String {
    let words = words.replace('\n', " ");
    match words.char_indices().nth(MOST_CHARACTERS) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    }
}
