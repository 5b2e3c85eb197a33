//! The documentation, held against the program.
//!
//! Takes README.md and every page under `docs/`. Its `console` blocks are run
//! and their output compared, its `sparql` blocks asked on the first case, its
//! `csv` blocks put together to a case and checked, its links followed, and
//! its lists of columns, words and terms held against those of the code.
//!
//! In expected text a line `…` stands for any number of lines. With
//! `NUTGRAF_BLESS=1` outputs are rewritten, those with such a line left alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use nutgraf::model::{
    CheckStatus, EntityKind, Knowledge, Mode, Qualifier, Scope, SourceKind, Stance, Standing,
    Support, Table, Terms, iri,
};
use nutgraf::read::{columns, shipped_relations};
use tempfile::TempDir;

use crate::program::command;

/// Stands for any number of lines.
const LEFT_OUT: &str = "…";

/// The case that questions without a case are asked on.
const FIRST_CASE: &str = "data/binance-usd1";

/// Tables that a page shows, as a case of that page.
const GUIDE: &str = "guide";

/// Where the question above a command is saved.
const QUESTION: &str = "question.rq";

const CASES: [&str; 2] = [FIRST_CASE, "data/example"];

/// One page: its path from the top of the repository, and its text.
struct Page {
    path: PathBuf,
    text: String,
}

/// One fenced block of a page.
struct Block<'p> {
    /// The word after the fence, and what follows it.
    language: &'p str,
    more: &'p str,
    /// The number, from 0, of the first line inside.
    line: usize,
    lines: Vec<&'p str>,
}

fn pages() -> Vec<Page> {
    let mut paths = vec![PathBuf::from("README.md")];
    let listed = fs::read_dir("docs").expect("there is documentation");
    let mut under: Vec<PathBuf> = listed.map(|e| e.expect("can be listed").path()).collect();
    under.sort();
    paths.extend(under);
    paths
        .into_iter()
        .map(|path| Page {
            text: fs::read_to_string(&path).expect("a page is text"),
            path,
        })
        .collect()
}

fn page(name: &str) -> String {
    fs::read_to_string(name).expect("the page is there")
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(block)) => found.push(block),
            (Some(info), None) => {
                let (language, more) = info.split_once(' ').unwrap_or((info, ""));
                open = Some(Block {
                    language,
                    more,
                    line: number + 1,
                    lines: Vec::new(),
                });
            }
            (None, Some(mut block)) => {
                block.lines.push(line);
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is never closed:\n{text}");
    found
}

/// What a page shows and what the program gives, for some of its lines.
struct Shown {
    /// From 0; `end` is the first line that no longer belongs to it.
    start: usize,
    end: usize,
    expected: Vec<String>,
    given: Vec<String>,
}

impl Shown {
    fn new(start: usize, expected: &[&str], given: &str) -> Shown {
        // A blank line may part one command from the next.
        let blank = expected.iter().rev().take_while(|l| l.is_empty()).count();
        let expected = &expected[..expected.len() - blank];
        Shown {
            start,
            end: start + expected.len(),
            expected: expected.iter().map(|l| (*l).to_owned()).collect(),
            given: given.trim_end().lines().map(str::to_owned).collect(),
        }
    }

    fn is_shortened(&self) -> bool {
        self.expected.iter().any(|line| line == LEFT_OUT)
    }

    fn holds(&self) -> bool {
        matches(&self.expected, &self.given)
    }
}

fn matches(expected: &[String], given: &[String]) -> bool {
    match expected.split_first() {
        None => given.is_empty(),
        Some((first, rest)) if first == LEFT_OUT => {
            (0..=given.len()).any(|skipped| matches(rest, &given[skipped..]))
        }
        Some((first, rest)) => given
            .split_first()
            .is_some_and(|(line, more)| line == first && matches(rest, more)),
    }
}

/// The words of a command line: quotes of both kinds, and a comment at its end.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = line.chars();
    while let Some(c) = letters.next() {
        match c {
            '"' | '\'' => {
                let inside: String = letters.by_ref().take_while(|other| *other != c).collect();
                word.get_or_insert_default().push_str(&inside);
            }
            '#' if word.is_none() => break,
            c if c.is_whitespace() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// A folder with the cases that the pages speak of.
fn folder(page: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for case in CASES {
        let copy = folder.path().join(case);
        fs::create_dir_all(&copy).expect("a folder can be made");
        for entry in fs::read_dir(case).expect("the case is there") {
            let entry = entry.expect("can be listed");
            if entry.path().is_file() {
                fs::copy(entry.path(), copy.join(entry.file_name())).expect("can be copied");
            }
        }
    }
    write_guide(page, &folder.path().join(GUIDE));
    folder
}

fn run(folder: &Path, arguments: &[String]) -> Output {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    command(&arguments)
        .current_dir(folder)
        .output()
        .expect("the program was built with the tests")
}

/// Standard output, and standard error after it.
fn all_output(output: &Output) -> String {
    let mut text = String::from_utf8(output.stdout.clone()).expect("text");
    text.push_str(std::str::from_utf8(&output.stderr).expect("text"));
    text
}

/// Every command and question of a page with its output.
fn shown(page: &Page) -> Vec<Shown> {
    let folder = folder(&page.text);
    let folder = folder.path();
    let run = |line: &str| {
        let words = words(line);
        let place = page.path.display();
        assert_eq!(words.first().map(String::as_str), Some("nutgraf"), "{place}: {line}");
        all_output(&run(folder, &words[1..]))
    };
    run("nutgraf init mycase");
    let blocks = blocks(&page.text);
    let mut found = Vec::new();
    for (block, next) in blocks.iter().zip(blocks.iter().skip(1).map(Some).chain([None])) {
        match block.language {
            "console" => {
                let starts = |line: &&str| line.starts_with("$ ");
                let mut at = 0;
                assert!(block.lines.first().is_some_and(starts), "{:?}", block.lines);
                while at < block.lines.len() {
                    let after = at + 1;
                    let more = &block.lines[after..];
                    let length = more.iter().position(|l| starts(&l)).unwrap_or(more.len());
                    let given = run(block.lines[at].trim_start_matches("$ "));
                    found.push(Shown::new(block.line + after, &more[..length], &given));
                    at = after + length;
                }
            }
            "sparql" => {
                fs::write(folder.join(QUESTION), block.lines.join("\n")).expect("can be written");
                let place = format!("{}, line {}", page.path.display(), block.line);
                match next {
                    Some(Block { language: "text", line, lines, .. }) => {
                        let given = run(&format!("nutgraf query {FIRST_CASE} {QUESTION}"));
                        found.push(Shown::new(*line, lines, &given));
                    }
                    Some(Block { language: "console", lines, .. }) => {
                        let asked = lines.iter().any(|line| line.contains(QUESTION));
                        assert!(asked, "{place}: no command asks this question");
                    }
                    _ => panic!("{place}: a question without an answer"),
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_command_and_question_gives_what_the_page_shows() {
    let bless = std::env::var_os("NUTGRAF_BLESS").is_some();
    let mut wrong = String::new();
    for page in pages() {
        let mut lines: Vec<String> = page.text.lines().map(str::to_owned).collect();
        // From the end, so that the lines before keep their numbers.
        for shown in shown(&page).into_iter().rev().filter(|shown| !shown.holds()) {
            let Shown { start, end, expected, given } = &shown;
            if bless && !shown.is_shortened() {
                lines.splice(start..end, given.iter().cloned());
                continue;
            }
            let place = format!("{}, line {}", page.path.display(), start + 1);
            let (expected, given) = (expected.join("\n"), given.join("\n"));
            wrong.push_str(&format!(
                "== {place}: the page shows\n{expected}\n-- the program gives\n{given}\n"
            ));
        }
        let text = lines.join("\n") + "\n";
        if bless && text != page.text {
            fs::write(&page.path, text).expect("a page can be written");
        }
    }
    assert!(wrong.is_empty(), "{wrong}(NUTGRAF_BLESS=1 rewrites them)");
}

#[test]
fn every_command_of_a_shell_block_succeeds() {
    for page in pages() {
        let folder = folder(&page.text);
        for block in blocks(&page.text).iter().filter(|b| b.language == "sh") {
            for line in block.lines.iter().filter(|l| l.starts_with("nutgraf ")) {
                let output = run(folder.path(), &words(line)[1..]);
                assert!(output.status.success(), "{line}\n{}", all_output(&output));
            }
        }
    }
}

/// Writes the tables that a page shows, each under the name after `csv`. Of
/// several blocks with one name the rows follow each other.
fn write_guide(page: &str, folder: &Path) {
    let mut tables: BTreeMap<&str, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for block in blocks(page).iter().filter(|block| block.language == "csv") {
        let text = block.lines.join("\n");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows = reader.deserialize().map(|row| row.expect("rows fit their header"));
        tables.entry(block.more).or_default().extend(rows);
    }
    if tables.is_empty() {
        return;
    }
    fs::create_dir_all(folder).expect("a folder can be made");
    for (name, rows) in tables {
        let names: BTreeSet<&String> = rows.iter().flat_map(BTreeMap::keys).collect();
        let mut writer = csv::Writer::from_path(folder.join(name)).expect("can be written");
        writer.write_record(&names).expect("can be written");
        for row in &rows {
            let cells = names.iter().map(|name| row.get(*name).map_or("", String::as_str));
            writer.write_record(cells).expect("can be written");
        }
        writer.flush().expect("can be written");
    }
}

#[test]
fn the_tables_shown_make_a_case_without_a_problem() {
    let folder = folder(&page("docs/tables.md"));
    let output = run(folder.path(), &["check".to_owned(), GUIDE.to_owned()]);
    let text = all_output(&output);
    assert!(output.status.success() && text.contains("0 errors, 0 warnings"), "{text}");
    for table in Table::ALL {
        let shown = folder.path().join(GUIDE).join(table.file()).exists();
        assert!(shown, "docs/tables.md has no example of {table}");
    }
}

/// The targets of a page's links, outside its blocks.
fn links(text: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if !fenced {
            let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            found.extend(targets);
        }
    }
    found
}

/// The anchor that a forge makes of a heading.
fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    words.chars().filter(kept).collect::<String>().replace(' ', "-")
}

#[test]
fn every_link_leads_somewhere_and_to_every_page() {
    let mut reached = BTreeSet::new();
    for page in pages() {
        let from = page.path.parent().expect("a file is in a folder");
        for target in links(&page.text).into_iter().filter(|t| !t.contains("://")) {
            let place = format!("{}: {target}", page.path.display());
            let (file, part) = target.split_once('#').unwrap_or((target, ""));
            let path = match file {
                "" => page.path.clone(),
                file => from.join(file),
            };
            let path = path.canonicalize().unwrap_or_else(|e| panic!("{place}: {e}"));
            if !part.is_empty() {
                let text = fs::read_to_string(&path).expect("a part of a text");
                let mut headings = text.lines().filter(|line| line.starts_with('#'));
                assert!(headings.any(|heading| anchor(heading) == part), "{place}");
            }
            if !file.is_empty() {
                reached.insert(path);
            }
        }
    }
    for page in pages().iter().skip(1) {
        let path = page.path.canonicalize().expect("it was read");
        assert!(reached.contains(&path), "nothing leads to {}", page.path.display());
    }
}

/// The cells of the rows of a page's tables under a heading, down to the next.
fn rows_under<'p>(page: &'p str, heading: &str) -> Vec<Vec<&'p str>> {
    let mut lines = page.lines().skip_while(|line| *line != heading);
    assert!(lines.next().is_some(), "docs/tables.md has no part `{heading}`");
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
        let mark = |column: &nutgraf::read::Column| match (column.required, column.list) {
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
    add(Table::Sources, SourceKind::ALL.iter().map(|w| w.as_str()).collect());
    add(Table::Sources, Knowledge::ALL.iter().map(|w| w.as_str()).collect());
    add(Table::Sources, Terms::ALL.iter().map(|w| w.as_str()).collect());
    add(Table::Sources, vec!["A", "F"]);
    add(Table::Denials, Stance::ALL.iter().map(|w| w.as_str()).collect());
    add(Table::Denials, Scope::ALL.iter().map(|w| w.as_str()).collect());
    add(Table::Transactions, Qualifier::ALL.iter().map(|w| w.as_str()).collect());
    let claims = "## Columns of every claim".to_owned();
    words.extend(Mode::ALL.iter().map(|w| (claims.clone(), w.as_str())));
    words.extend(CheckStatus::ALL.iter().map(|w| (claims.clone(), w.as_str())));
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
        let category = categories.entry(category.expect("has a category")).or_default();
        category.push(format!("`{}`", id.expect("has an id")));
    }
    for (category, ids) in categories {
        let line = format!("- {category}: {}", ids.join(", "));
        assert!(page.lines().any(|other| other == line), "docs/tables.md lacks\n{line}");
    }
}

/// The IRIs of a case that are written with one of the vocabulary's prefixes.
fn terms_of(case: &str) -> BTreeSet<String> {
    let folder = folder("");
    let arguments = ["export", case, "--format", "nt"].map(str::to_owned);
    let output = run(folder.path(), &arguments);
    let text = String::from_utf8(output.stdout).expect("text");
    let iris = text.split('<').skip(1).filter_map(|rest| rest.split('>').next());
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
        .filter(|word| iri::PREFIXES.iter().any(|(name, _)| word.strip_prefix(name).is_some_and(|r| r.starts_with(':'))))
        .collect()
}

#[test]
fn every_term_that_a_case_writes_is_explained() {
    let page = page("docs/sparql.md");
    let explained = terms_in(&page);
    for case in CASES {
        for term in terms_of(case) {
            assert!(explained.contains(&term[..]), "docs/sparql.md lacks {term} of {case}");
        }
    }
    for (name, namespace) in iri::PREFIXES {
        assert!(page.contains(&format!("| `{name}:` | `{namespace}` |")), "{name}");
    }
}

#[test]
fn every_term_that_is_explained_can_be_written() {
    let mut known: BTreeSet<String> = CASES.into_iter().flat_map(terms_of).collect();
    let made = (Standing::ALL.iter().map(|w| iri::standing(*w)))
        .chain(Support::ALL.iter().map(|w| iri::support(*w)))
        .chain(Stance::ALL.iter().map(|w| iri::stance(*w)))
        .chain(Scope::ALL.iter().map(|w| iri::scope(*w)));
    known.extend(made.filter_map(|whole| prefixed(&whole)));
    let mut source = String::new();
    for entry in fs::read_dir("src/rdf").expect("there is a writer") {
        source += &fs::read_to_string(entry.expect("can be listed").path()).expect("is text");
    }
    let page = page("docs/sparql.md");
    for term in terms_in(&page).into_iter().filter(|term| term.starts_with("ng:")) {
        let is_written = source.contains(&format!("\"{}\"", &term["ng:".len()..]));
        assert!(known.contains(term) || is_written, "docs/sparql.md invents {term}");
    }
}
