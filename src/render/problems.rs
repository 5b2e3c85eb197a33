//! Problems in the data, for a reader at a terminal and for editors.
//!
//! Takes a [`Report`] in the order in which it is to be shown. For a reader:
//! file, line and column, the line with a mark under the offending characters,
//! the spreadsheet's cell, what was expected, how to mend it, and the code
//! that `explain` takes. As JSON: the same, all of it, as values.

use std::collections::BTreeMap;
use std::io;
use std::io::Write;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anstream::adapter::strip_str;
use serde_json::{Value, json};

use super::escape::{push_visible, terminal};
use crate::model::Code;
use crate::model::Place;
use crate::model::Problem;
use crate::model::Report;
use crate::model::Severity;

/// So many problems of one code are shown: whoever sees fifty knows the kind.
const MOST_PER_CODE: usize = 50;

/// Characters of a long line shown before and after the marked ones.
const CONTEXT: usize = 60;

/// Marked characters shown of a long text.
const LONGEST_MARK: usize = 240;

/// Writes the problems, at most 50 of each code, and how many more there are.
///
/// # Errors
/// When `out` fails.
pub fn render_problems(report: &Report, out: &mut dyn Write, colour: bool) -> io::Result<()> {
    let renderer = if colour {
        Renderer::styled().hyperlink(false)
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDE);
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    for problem in &report.problems {
        let count = seen.entry(problem.code).or_default();
        *count += 1;
        if *count <= MOST_PER_CODE {
            writeln!(out, "{}\n", shown(problem, &renderer))?;
        }
    }
    for (code, count) in seen {
        if count > MOST_PER_CODE {
            let more = count - MOST_PER_CODE;
            let code = code.as_str();
            writeln!(
                out,
                "{more} more `{code}` not shown; `-o json` lists them all"
            )?;
        }
    }
    Ok(())
}

/// Lines are cut to a window here, so that the library need not cut them.
const WIDE: usize = 4 * (2 * CONTEXT + LONGEST_MARK) + 80;

fn shown(problem: &Problem, renderer: &Renderer) -> String {
    let Problem {
        code,
        place,
        message,
        expected,
        hints,
    } = problem;
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(terminal(message).into_owned())
        .id(code.as_str());
    let mut group = Group::with_title(title);
    let expected = format!("expected {}", terminal(expected));
    match place {
        None => group = group.element(Level::NOTE.message(expected)),
        Some(place) => {
            let origin = Origin::path(terminal(&place.file).into_owned())
                .line(place.line as usize)
                .char_column(place.column as usize);
            group = group.element(origin);
            let cell = place.cell.as_deref();
            match window(place) {
                Some(window) => {
                    let label = match cell {
                        Some(cell) => format!("cell {cell}: {expected}"),
                        None => expected,
                    };
                    let mark = AnnotationKind::Primary.span(window.mark).label(label);
                    let snippet = Snippet::source(window.line)
                        .line_start(place.line as usize)
                        .annotation(mark);
                    group = group.element(snippet);
                }
                None => {
                    if let Some(cell) = cell {
                        let text = terminal(&place.text);
                        let note = format!("cell {cell}: `{}`", cut(&text));
                        group = group.element(Level::NOTE.message(note));
                    }
                    group = group.element(Level::NOTE.message(expected));
                }
            }
        }
    }
    for hint in hints {
        group = group.element(Level::HELP.message(terminal(hint).into_owned()));
    }
    let explain = format!("nutgraf explain {}", code.as_str());
    group = group.element(Level::NOTE.message(explain));
    without_second_origin(&renderer.render(&[group]))
}

/// Drops the line `:::` that stands for the snippet's own origin.
///
/// The origin is given apart from the snippet: the library would count its
/// column in the snippet, which is a window with visible control characters.
fn without_second_origin(rendered: &str) -> String {
    let kept = rendered
        .lines()
        .filter(|line| strip_str(line).to_string().trim() != ":::");
    kept.collect::<Vec<_>>().join("\n")
}

fn cut(text: &str) -> String {
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(LONGEST_MARK).collect();
    match letters.next() {
        Some(_) => format!("{start}…"),
        None => start,
    }
}

/// The part of a line that is shown, and which bytes of it are marked.
struct Window {
    line: String,
    mark: Range<usize>,
}

/// Cuts a window out of the place's line; `None` when there is no line.
fn window(place: &Place) -> Option<Window> {
    if place.line_text.is_empty() {
        return None;
    }
    let letters: Vec<char> = place.line_text.chars().collect();
    let start = (place.column as usize).saturating_sub(1).min(letters.len());
    // A text with quotes or line breaks looks different in the file; what of
    // it stands there as it is gets the mark.
    let same = letters[start..]
        .iter()
        .zip(place.text.chars())
        .take_while(|(in_line, in_text)| **in_line == *in_text)
        .count();
    let end = start + same.clamp(1, LONGEST_MARK);

    let from = start.saturating_sub(CONTEXT);
    let to = (end + CONTEXT).min(letters.len());
    let mut line = String::new();
    if from > 0 {
        line.push('…');
    }
    let mut mark = 0..0;
    for (at, letter) in letters.iter().enumerate().take(to).skip(from) {
        if at == start {
            mark.start = line.len();
        }
        push_visible(&mut line, *letter);
        if at < end {
            mark.end = line.len();
        }
    }
    if start >= letters.len() {
        // Behind the last character, where something is missing.
        mark = line.len()..line.len();
    }
    if to < letters.len() {
        line.push('…');
    }
    Some(Window { line, mark })
}

/// Gives all problems as JSON, schema `nutgraf/problems/1`.
///
/// `line`, `column`, `cell` and `text` are `null` where a problem has no place.
pub fn problems_json(report: &Report) -> Value {
    let problems: Vec<Value> = report.problems.iter().map(problem_json).collect();
    json!({
        "schema": "nutgraf/problems/1",
        "errors": report.count(Severity::Error),
        "warnings": report.count(Severity::Warning),
        "problems": problems,
    })
}

fn problem_json(problem: &Problem) -> Value {
    let Problem {
        code,
        place,
        message,
        expected,
        hints,
    } = problem;
    let severity = match problem.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = place.as_ref();
    json!({
        "code": code.as_str(),
        "severity": severity,
        "file": place.map(|p| &p.file),
        "line": place.map(|p| p.line),
        "column": place.map(|p| p.column),
        "cell": place.and_then(|p| p.cell.as_ref()),
        "text": place.map(|p| &p.text),
        "message": message,
        "expected": expected,
        "hints": hints,
    })
}

#[cfg(test)]
mod tests {
    use super::{problems_json, render_problems};
    use crate::model::Code;
    use crate::model::Place;
    use crate::model::Problem;
    use crate::model::Report;

    fn problem(line_text: &str, column: u32, text: &str) -> Problem {
        Problem {
            code: Code::UnknownColumn,
            place: Some(Place {
                file: "people.csv".to_owned(),
                line: 3,
                column,
                cell: Some("E3".to_owned()),
                text: text.to_owned(),
                line_text: line_text.to_owned(),
            }),
            message: "people.csv has no column `nmae`".to_owned(),
            expected: "one of id, name".to_owned(),
            hints: vec!["did you mean `name`?".to_owned()],
        }
    }

    fn assert_shown(problems: Vec<Problem>, wanted: &str) {
        let mut out = Vec::new();
        render_problems(&Report { problems }, &mut out, false).expect("a vector takes all");
        assert_eq!(String::from_utf8_lossy(&out), wanted);
    }

    #[test]
    fn the_offending_characters_are_marked() {
        assert_shown(
            vec![problem("žid,nmae,x", 5, "nmae")],
            "\
error[unknown-column]: people.csv has no column `nmae`
 --> people.csv:3:5
  |
3 | žid,nmae,x
  |     ^^^^ cell E3: expected one of id, name
  |
  = help: did you mean `name`?
  = note: nutgraf explain unknown-column

",
        );
    }

    #[test]
    fn data_cannot_speak_to_the_terminal() {
        assert_shown(
            vec![problem("a\u{1b}[2J,b\u{202e}c", 7, "b\u{202e}c")],
            "\
error[unknown-column]: people.csv has no column `nmae`
 --> people.csv:3:7
  |
3 | a\\u{1b}[2J,b\\u{202e}c
  |            ^^^^^^^^^^ cell E3: expected one of id, name
  |
  = help: did you mean `name`?
  = note: nutgraf explain unknown-column

",
        );
    }

    #[test]
    fn a_missing_end_and_a_missing_line_are_shown_too() {
        let mut whole = problem("", 1, "x\ny");
        whole.hints.clear();
        assert_shown(
            vec![problem("id,", 4, ""), whole],
            "\
error[unknown-column]: people.csv has no column `nmae`
 --> people.csv:3:4
  |
3 | id,
  |    ^ cell E3: expected one of id, name
  |
  = help: did you mean `name`?
  = note: nutgraf explain unknown-column

error[unknown-column]: people.csv has no column `nmae`
--> people.csv:3:1
 = note: cell E3: `x\\ny`
 = note: expected one of id, name
 = note: nutgraf explain unknown-column

",
        );
    }

    #[test]
    fn a_long_line_is_cut_to_a_window_round_the_mark() {
        let line = format!("{}nmae{}", "ž".repeat(500), "x".repeat(500));
        let mut out = Vec::new();
        let report = Report {
            problems: vec![problem(&line, 501, "nmae")],
        };
        render_problems(&report, &mut out, false).expect("a vector takes all");
        let out = String::from_utf8_lossy(&out);
        let cut = format!("3 | …{}nmae{}…\n", "ž".repeat(60), "x".repeat(60));
        assert!(out.contains(&cut), "{out}");
        assert!(
            out.contains(&format!("{}^^^^ cell", " ".repeat(61))),
            "{out}"
        );
    }

    #[test]
    fn fifty_of_a_code_are_shown_and_all_are_in_the_json() {
        let report = Report {
            problems: (0..53).map(|_| problem("nmae", 1, "nmae")).collect(),
        };
        let mut out = Vec::new();
        render_problems(&report, &mut out, true).expect("a vector takes all");
        let out = String::from_utf8_lossy(&out);
        assert_eq!(out.matches("people.csv:3:1").count(), 50);
        assert!(out.ends_with("3 more `unknown-column` not shown; `-o json` lists them all\n"));
        let json = problems_json(&report);
        assert_eq!(json["problems"].as_array().map(Vec::len), Some(53));
        assert_eq!(json["problems"][0]["cell"], "E3");
        assert_eq!(json["errors"], 53);
    }
}
