//! Names that are taken for one another: the same name on two rows, letters
//! of another script that look the same, spaces too many.
//!
//! All are warnings, since all can be right: two people do share a name, and
//! they stay two.

use crate::model::Code;
use crate::model::RowPlace;
use crate::model::Table;
use crate::model::fold;
use crate::read::Cell;
use crate::read::Draft;
use unicode_security::MixedScript;
use unicode_security::skeleton;

use super::problems::Problems;
use super::problems::problem;
use super::references::listed_twice;
use super::row_check::is_readable;
use super::row_check::says_unknown;
use super::text_map::TextMap;

/// Somebody who has a name.
#[derive(Clone)]
struct Bearer<'a> {
    id: &'a str,
    name: &'a str,
    place: RowPlace,
}

/// Checks the names of all entities against one another; gives what is wrong.
pub(super) fn check(draft: &Draft) -> Problems<'_> {
    let mut problems = Problems::default();
    // The first bearer of each folded name, and of each skeleton: the form in
    // which letters that look alike are the same letter.
    let mut by_fold: TextMap<String, Bearer<'_>> = TextMap::default();
    let mut by_look: TextMap<String, Bearer<'_>> = TextMap::default();
    for table in [Table::People, Table::Companies, Table::Assets] {
        let Some(rows) = draft.tables.get(&table) else {
            continue;
        };
        for row in rows.rows() {
            let place = RowPlace {
                table,
                row: Some(row.row()),
            };
            let readable = |column: &str| {
                row.cell(column)
                    .filter(|cell| is_readable(column, cell.text()))
            };
            // A placeholder is never matched to anything.
            let is_named = row.cell("named").is_none_or(|cell| cell.text() != "no");
            let Some(id) = readable("id") else { continue };
            let mut own: Vec<String> = Vec::new();
            let aliases = readable("aliases").filter(|cell| !says_unknown(*cell));
            let aliases = aliases.iter().flat_map(|cell| cell.items());
            for cell in readable("name").into_iter().chain(aliases) {
                let bearer = Bearer {
                    id: id.text(),
                    name: cell.text(),
                    place,
                };
                for found in alone(cell) {
                    problems.of_row(place, found);
                }
                let folded = fold(cell.text());
                if own.contains(&folded) {
                    problems.of_row(place, listed_twice(cell));
                    continue;
                }
                if is_named
                    && let Some((code, message, expected)) =
                        against(&mut by_fold, &mut by_look, &folded, &bearer)
                {
                    problems.of_row(place, problem(code, cell.place(), message, expected));
                }
                own.push(folded);
            }
        }
    }
    problems
}

/// Problems of one name by itself.
fn alone(cell: Cell<'_>) -> Vec<crate::model::Problem> {
    let name = cell.text();
    let mut found = Vec::new();
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    if !name.is_ascii()
        && let Some(word) = words.find(|word| !word.is_single_script())
    {
        found.push(problem(
            Code::MixedScript,
            cell.place(),
            format!("`{word}` mixes letters of several scripts"),
            "letters of one script in a word",
        ));
    }
    let spaces = name.contains("  ") || name.contains(|c: char| c.is_whitespace() && c != ' ');
    if spaces {
        let single: Vec<&str> = name.split_whitespace().collect();
        found.push(crate::model::Problem {
            hints: vec![format!("for example `{}`", single.join(" "))],
            ..problem(
                Code::NameSpacing,
                cell.place(),
                "the name has other spaces than single ones",
                "one space between words",
            )
        });
    }
    found
}

/// What is wrong with a name beside those before it.
fn against<'a>(
    by_fold: &mut TextMap<String, Bearer<'a>>,
    by_look: &mut TextMap<String, Bearer<'a>>,
    folded: &str,
    bearer: &Bearer<'a>,
) -> Option<(Code, String, &'static str)> {
    if folded.is_empty() {
        return None;
    }
    if let Some(first) = by_fold.get(folded) {
        if first.id == bearer.id {
            return None;
        }
        return Some((
            Code::AmbiguousName,
            format!(
                "`{}` is also a name of `{}` ({})",
                bearer.name, first.id, first.place
            ),
            "a name of one row only, unless there are two of that name",
        ));
    }
    by_fold.insert(folded.to_owned(), bearer.clone());
    let look = fold(&skeleton(bearer.name).collect::<String>());
    let Some(first) = by_look.get(&look) else {
        by_look.insert(look, bearer.clone());
        return None;
    };
    if first.id == bearer.id {
        return None;
    }
    Some((
        Code::LookAlikeName,
        format!(
            "`{}` looks like `{}`, a name of `{}` ({}), and is spelt otherwise",
            bearer.name, first.name, first.id, first.place
        ),
        "the same letters for the same name",
    ))
}
