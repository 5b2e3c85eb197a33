//! The documentation, held against the program.
//!
//! Takes README.md and every page under `docs/`. Its `console` blocks are run
//! and their output compared, its `sparql` blocks asked on the first case, its
//! `csv` blocks put together to a case and checked. Its links are followed in
//! `links`, its lists of columns, words and terms compared in `lists`.
//!
//! In expected text a line `…` stands for any number of lines. With
//! `NUTGRAF_BLESS=1` outputs are rewritten, those with such a line left alone.

mod links;
mod lists;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use nutgraf::model::Table;
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
    // The pictures beside them are for `draw`.
    under.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
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
        assert_eq!(
            words.first().map(String::as_str),
            Some("nutgraf"),
            "{place}: {line}"
        );
        all_output(&run(folder, &words[1..]))
    };
    run("nutgraf init mycase");
    let blocks = blocks(&page.text);
    let mut found = Vec::new();
    for (block, next) in blocks
        .iter()
        .zip(blocks.iter().skip(1).map(Some).chain([None]))
    {
        match block.language {
            "console" => {
                let starts = |line: &&str| line.starts_with("$ ");
                let mut at = 0;
                assert!(block.lines.first().is_some_and(starts), "{:?}", block.lines);
                while at < block.lines.len() {
                    let after = at + 1;
                    let more = &block.lines[after..];
                    let length = more.iter().position(&starts).unwrap_or(more.len());
                    let given = run(block.lines[at].trim_start_matches("$ "));
                    found.push(Shown::new(block.line + after, &more[..length], &given));
                    at = after + length;
                }
            }
            "sparql" => {
                fs::write(folder.join(QUESTION), block.lines.join("\n")).expect("can be written");
                let place = format!("{}, line {}", page.path.display(), block.line);
                match next {
                    Some(Block {
                        language: "text",
                        line,
                        lines,
                        ..
                    }) => {
                        let given = run(&format!("nutgraf query {FIRST_CASE} {QUESTION}"));
                        found.push(Shown::new(*line, lines, &given));
                    }
                    Some(Block {
                        language: "console",
                        lines,
                        ..
                    }) => {
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
        for shown in shown(&page)
            .into_iter()
            .rev()
            .filter(|shown| !shown.holds())
        {
            let Shown {
                start,
                end,
                expected,
                given,
            } = &shown;
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
    let mut as_shown: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for block in blocks(page).iter().filter(|block| block.language == "csv") {
        let text = block.lines.join("\n");
        as_shown.entry(block.more).or_default().push(text.clone());
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows = reader
            .deserialize()
            .map(|row| row.expect("rows fit their header"));
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
            let cells = names
                .iter()
                .map(|name| row.get(*name).map_or("", String::as_str));
            writer.write_record(cells).expect("can be written");
        }
        writer.flush().expect("can be written");
    }
    // Where a table is shown in one piece, it is what a reader would copy.
    for (name, texts) in as_shown {
        if let [text] = texts.as_slice() {
            fs::write(folder.join(name), text).expect("can be written");
        }
    }
}

#[test]
fn the_tables_shown_make_a_case_without_a_problem() {
    let folder = folder(&page("docs/tables.md"));
    let output = run(folder.path(), &["check".to_owned(), GUIDE.to_owned()]);
    let text = all_output(&output);
    assert!(
        output.status.success() && text.contains("0 errors, 0 warnings"),
        "{text}"
    );
    for table in Table::ALL {
        let shown = folder.path().join(GUIDE).join(table.file()).exists();
        assert!(shown, "docs/tables.md has no example of {table}");
    }
}
