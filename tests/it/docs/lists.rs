//! The lists of the documentation, held against those of the code: columns,
//! words of closed lists, relations, terms of the vocabulary.
//!
//! Both ways, so that a page neither lacks what the program has nor invents
//! what it has not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use nutgraf::model::{
    CheckStatus, EntityKind, Knowledge, Mode, Qualifier, Scope, SourceKind, Stance, Standing,
    Support, Table, Terms, Verdict, iri,
};
use nutgraf::query::{PathOutput, PathSetting};
use nutgraf::read::{Column, columns, shipped_relations};

use super::{CASES, folder, page, run};

/// The cells of the rows of a page's tables under a heading, down to the next.
fn rows_under<'p>(page: &'p str, heading: &str) -> Vec<Vec<&'p str>> {
    let mut lines = page.lines().skip_while(|line| *line != heading);
    assert!(
        lines.next().is_some(),
        "docs/tables.md has no part `{heading}`"
    );
    lines
        .take_while(|line| !line.starts_with("## "))
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix('|'))
        .map(|line| line.split('|').map(str::trim).collect())
        .filter(|cells: &Vec<&str>| cells[0].matches('`').count() == 1 && cells[0].ends_with('`'))
        .collect()
}

#[test]
fn every_column_is_explained_where_its_table_is() {
    let page = page("docs/tables.md");
    let shared = rows_under(&page, "## Columns of every claim");
    for table in Table::ALL {
        let mut rows = rows_under(&page, &format!("## {table}"));
        if columns(table).iter().any(|column| column.name == "sources") {
            rows.extend(shared.iter().cloned());
        }
        let mark = |column: &Column| match (column.required, column.list) {
            (true, true) => "required, list",
            (true, false) => "required",
            (false, true) => "list",
            (false, false) => "",
        };
        let explained: Vec<(&str, &str)> = rows
            .iter()
            .map(|cells| (cells[0].trim_end_matches('`'), cells[1]))
            .collect();
        let known: Vec<_> = columns(table).iter().map(|c| (c.name, mark(c))).collect();
        assert_eq!(explained, known, "{table}");
    }
}

/// The words of every closed list, with the column they stand in.
fn closed_words() -> Vec<(String, &'static str)> {
    let mut words = Vec::new();
    for kind in EntityKind::ALL {
        words.push((format!("## {}", kind.table()), kind.as_str()));
    }
    let mut add = |table: Table, list: Vec<&'static str>| {
        words.extend(list.into_iter().map(|word| (format!("## {table}"), word)));
    };
    add(
        Table::Sources,
        SourceKind::ALL.iter().map(|w| w.as_str()).collect(),
    );
    add(
        Table::Sources,
        Knowledge::ALL.iter().map(|w| w.as_str()).collect(),
    );
    add(
        Table::Sources,
        Terms::ALL.iter().map(|w| w.as_str()).collect(),
    );
    add(Table::Sources, vec!["A", "F"]);
    add(
        Table::Denials,
        Stance::ALL.iter().map(|w| w.as_str()).collect(),
    );
    add(
        Table::Denials,
        Scope::ALL.iter().map(|w| w.as_str()).collect(),
    );
    add(
        Table::Transactions,
        Qualifier::ALL.iter().map(|w| w.as_str()).collect(),
    );
    add(
        Table::Identities,
        Verdict::ALL.iter().map(|w| w.as_str()).collect(),
    );
    let claims = "## Columns of every claim".to_owned();
    words.extend(Mode::ALL.iter().map(|w| (claims.clone(), w.as_str())));
    words.extend(
        CheckStatus::ALL
            .iter()
            .map(|w| (claims.clone(), w.as_str())),
    );
    words
}

#[test]
fn every_word_of_a_closed_list_stands_under_its_table() {
    let page = page("docs/tables.md");
    for (heading, word) in closed_words() {
        let lines = page.lines().skip_while(|line| *line != heading).skip(1);
        let mut part = lines.take_while(|line| !line.starts_with("## "));
        let quoted = format!("`{word}`");
        assert!(part.any(|line| line.contains(&quoted)), "{heading}: {word}");
    }
}

#[test]
fn every_relation_that_ships_is_listed_in_its_category() {
    let page = page("docs/tables.md");
    let mut categories: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in shipped_relations().rows() {
        let text = |column| row.cell(column).map(|cell| cell.text().to_owned());
        let (id, category) = (text("id"), text("category"));
        let category = categories
            .entry(category.expect("has a category"))
            .or_default();
        category.push(format!("`{}`", id.expect("has an id")));
    }
    for (category, ids) in categories {
        let line = format!("- {category}: {}", ids.join(", "));
        assert!(
            page.lines().any(|other| other == line),
            "docs/tables.md lacks\n{line}"
        );
    }
}

/// The IRIs of a case that are written with one of the vocabulary's prefixes.
fn terms_of(case: &str) -> BTreeSet<String> {
    let folder = folder("");
    let arguments = ["export", case, "--format", "nt"].map(str::to_owned);
    let output = run(folder.path(), &arguments);
    let text = String::from_utf8(output.stdout).expect("text");
    let iris = text
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split('>').next());
    iris.filter_map(prefixed).collect()
}

/// `ng:text` for its IRI. Of relations there are many, so these stay out.
fn prefixed(whole: &str) -> Option<String> {
    let relations = [iri::REL, iri::REPORTED, iri::UNCONTESTED];
    let (name, namespace) = iri::PREFIXES
        .iter()
        .find(|(_, namespace)| whole.starts_with(namespace))?;
    let is_term = !relations.contains(namespace);
    is_term.then(|| format!("{name}:{}", &whole[namespace.len()..]))
}

/// The names with a prefix of the vocabulary that a page uses.
fn terms_in(page: &str) -> BTreeSet<&str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == ':';
    page.split(|c| !is_name(c))
        .map(|word| word.trim_end_matches(':'))
        .filter(|word| {
            iri::PREFIXES
                .iter()
                .any(|(name, _)| word.strip_prefix(name).is_some_and(|r| r.starts_with(':')))
        })
        .collect()
}

#[test]
fn every_term_that_a_case_writes_is_explained() {
    let page = page("docs/sparql.md");
    let explained = terms_in(&page);
    for case in CASES {
        for term in terms_of(case) {
            assert!(
                explained.contains(&term[..]),
                "docs/sparql.md lacks {term} of {case}"
            );
        }
    }
    for (name, namespace) in iri::PREFIXES {
        assert!(
            page.contains(&format!("| `{name}:` | `{namespace}` |")),
            "{name}"
        );
    }
}

/// What a `SERVICE ng:path` takes and gives, in the order of the page.
fn path_terms() -> Vec<String> {
    let settings = PathSetting::ALL.map(PathSetting::as_str);
    let outputs = PathOutput::ALL.map(PathOutput::as_str);
    let names = settings.iter().chain(&outputs);
    names.map(|name| format!("ng:{name}")).collect()
}

#[test]
fn every_setting_and_output_of_a_path_is_explained_once() {
    let page = page("docs/sparql.md");
    let part = page.lines().skip_while(|line| *line != "## Paths");
    let part = part.skip(1).take_while(|line| !line.starts_with("## "));
    let explained: Vec<&str> = part
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    let known = path_terms();
    assert_eq!(
        explained,
        known.iter().map(String::as_str).collect::<Vec<_>>()
    );
}

#[test]
fn every_term_that_is_explained_can_be_written() {
    let mut known: BTreeSet<String> = CASES.into_iter().flat_map(terms_of).collect();
    let made = (Standing::ALL.iter().map(|w| iri::standing(*w)))
        .chain(Support::ALL.iter().map(|w| iri::support(*w)))
        .chain(Stance::ALL.iter().map(|w| iri::stance(*w)))
        .chain(Scope::ALL.iter().map(|w| iri::scope(*w)));
    known.extend(made.filter_map(|whole| prefixed(&whole)));
    // Those of `SERVICE ng:path` stand in queries only.
    known.extend(path_terms());
    let mut source = String::new();
    for entry in fs::read_dir("src/rdf").expect("there is a writer") {
        let path = entry.expect("can be listed").path();
        // A folder there writes nothing itself.
        if path.is_file() {
            source += &fs::read_to_string(path).expect("is text");
        }
    }
    let page = page("docs/sparql.md");
    for term in terms_in(&page)
        .into_iter()
        .filter(|term| term.starts_with("ng:"))
    {
        let is_written = source.contains(&format!("\"{}\"", &term["ng:".len()..]));
        assert!(
            known.contains(term) || is_written,
            "docs/sparql.md invents {term}"
        );
    }
}

#[test]
fn formats_and_attributes_are_listed_as_the_program_lists_them() {
    let page = page("docs/visualizers.md");
    for words in [
        &["formats", "-o", "md"][..],
        &["formats", "--attributes", "-o", "md"],
    ] {
        let list = crate::program::nutgraf(words).ends(0).out;
        assert!(
            page.contains(list.trim_end()),
            "docs/visualizers.md has no such list:\n{list}"
        );
    }
}
