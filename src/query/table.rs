//! Rows for people: aligned columns for a terminal, and markdown.
//!
//! Terms are shortened with the prefixes that hold; values are never cut, and
//! an unbound cell is empty. Characters that would move the cursor or turn the
//! writing around are shown as `\u{…}`, so that what is seen is what is there.

use std::fmt::Write as _;

use crate::query::prefixes::Prefixes;
use crate::query::prepare::Rows;

/// Writes columns as wide as their widest value, and a line that counts the rows.
pub(super) fn aligned(rows: &Rows, prefixes: &Prefixes) -> String {
    let cells = cells(rows, prefixes, visible);
    let mut widths: Vec<usize> = rows.variables.iter().map(|name| width(name)).collect();
    for row in &cells {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell).max(*widest);
        }
    }
    let mut text = String::new();
    push_line(&mut text, &rows.variables, &widths);
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    push_line(&mut text, &rule, &widths);
    for row in &cells {
        push_line(&mut text, row, &widths);
    }
    let count = match cells.len() {
        1 => "1 row".to_owned(),
        count => format!("{count} rows"),
    };
    let _ = writeln!(text, "({count})");
    text
}

fn push_line(text: &mut String, cells: &[String], widths: &[usize]) {
    let mut line = String::new();
    for (cell, widest) in cells.iter().zip(widths) {
        line.push_str(cell);
        // Counted by hand: the formatter pads by characters that may have no width.
        line.push_str(&" ".repeat(widest - width(cell) + 2));
    }
    text.push_str(line.trim_end());
    text.push('\n');
}

/// Writes a markdown table.
pub(super) fn markdown(rows: &Rows, prefixes: &Prefixes) -> String {
    let mut text = String::new();
    let mut line = |cells: &[String]| {
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    };
    line(&rows.variables);
    line(&vec!["---".to_owned(); rows.variables.len()]);
    for row in cells(rows, prefixes, markdown_cell) {
        line(&row);
    }
    text
}

fn cells(rows: &Rows, prefixes: &Prefixes, cell: fn(&str) -> String) -> Vec<Vec<String>> {
    let shown = |row: &Vec<Option<oxigraph::model::Term>>| {
        row.iter()
            .map(|term| match term {
                Some(term) => cell(&prefixes.show(term)),
                None => String::new(),
            })
            .collect()
    };
    rows.rows.iter().map(shown).collect()
}

/// Counts characters; marks that stand on another character have no width.
fn width(text: &str) -> usize {
    text.chars().filter(|c| !is_mark(*c)).count()
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// Shows what would not be seen: control, direction and invisible characters.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if is_hidden(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Escapes what markdown would read as a cell's end or as markup.
fn markdown_cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '|' | '\\' | '*' | '_' | '`' | '[' | ']' => {
                cell.push('\\');
                cell.push(c);
            }
            '<' => cell.push_str("&lt;"),
            '>' => cell.push_str("&gt;"),
            '&' => cell.push_str("&amp;"),
            c => cell.push(c),
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;
    use oxigraph::model::NamedNode;

    fn rows() -> Rows {
        let claim = NamedNode::new_unchecked("https://example.org/claim/a");
        Rows {
            variables: vec!["claim".to_owned(), "text".to_owned()],
            rows: vec![
                vec![
                    Some(claim.into()),
                    Some(Literal::from("é|<b> \u{202e}x\ny").into()),
                ],
                vec![None, Some(Literal::from("x".repeat(300)).into())],
            ],
        }
    }

    fn prefixes() -> Prefixes {
        Prefixes::new(vec!["https://example.org/".to_owned()])
    }

    #[test]
    fn columns_align_and_nothing_is_cut() {
        let long = "x".repeat(300);
        let rule = "-".repeat(300);
        assert_eq!(
            aligned(&rows(), &prefixes()),
            format!(
                "claim    text\n-------  {rule}\nclaim:a  é|<b> \\u{{202e}}x\\ny\n         {long}\n(2 rows)\n"
            )
        );
    }

    #[test]
    fn markdown_cells_stay_one_cell() {
        let text = markdown(&rows(), &prefixes());
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[..2], ["| claim | text |", "| --- | --- |"]);
        assert_eq!(lines[2], "| claim:a | é\\|&lt;b&gt; \\\\u{202e}x\\\\ny |");
        assert_eq!(lines.len(), 4);
    }
}
