//! Reading tables, from outside: the same cells whatever program saved the
//! file, every refusal at its exact place, no row lost uncounted, and no panic
//! on any bytes. What the `csv` crate writes is read back.

use std::error::Error;
use std::fs;

use nutgraf::model::{Code, Report, Table};
use nutgraf::read::{Draft, DraftTable, columns, read_case};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

type Outcome = Result<(), Box<dyn Error>>;

const SOURCES: &str = "id,kind,name\ns1,document,Court record\n";

/// Reads a folder with these files; `sources.csv` is added where it is not among them.
fn read(files: &[(&str, &[u8])]) -> Result<(Draft, Report), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("sources.csv"), SOURCES)?;
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes)?;
    }
    Ok(read_case(folder.path(), &mut |_| {})?)
}

/// Row, and the cells that are filled, in the order of the documentation.
fn cells(table: &DraftTable) -> Vec<(u32, Vec<(&'static str, String)>)> {
    table
        .rows()
        .map(|row| {
            let filled = columns(table.table()).iter().filter_map(|column| {
                let cell = row.cell(column.name)?;
                Some((column.name, cell.text().to_owned()))
            });
            (row.row(), filled.collect())
        })
        .collect()
}

/// `code line:column cell text`, in the order of the files.
fn problems(report: &Report) -> Vec<String> {
    let mut sorted = report.clone();
    sorted.sort();
    sorted
        .problems
        .iter()
        .map(|problem| match &problem.place {
            Some(place) => format!(
                "{} {}:{}:{} {} {:?}",
                problem.code.as_str(),
                place.file,
                place.line,
                place.column,
                place.cell.as_deref().unwrap_or("-"),
                place.text
            ),
            None => problem.code.as_str().to_owned(),
        })
        .collect()
}

/// Reads `people.csv`; checks the rows that are kept, the count of refused
/// ones, and every problem.
fn assert_people(bytes: &[u8], rows: &[u32], refused: u32, wanted: &[&str]) -> Outcome {
    let (draft, report) = read(&[("people.csv", bytes)])?;
    assert_eq!(problems(&report), wanted);
    let table = draft.tables.get(&Table::People).ok_or("no table")?;
    let kept: Vec<u32> = table.rows().map(|row| row.row()).collect();
    assert_eq!(kept, rows);
    assert_eq!(table.refused(), refused);
    assert_eq!(table.read() as usize, rows.len() + refused as usize);
    Ok(())
}

#[test]
fn the_same_cells_come_from_every_encoding_delimiter_and_line_end() -> Outcome {
    // The spreadsheet: a blank row, a cell with a line break, quotes,
    // delimiters of all kinds, letters of several widths.
    let rows = [
        ["id", " Name\u{A0}", "ALIASES", "description"],
        [
            "ann",
            "Ann Žižek",
            "A.;Annie",
            "says \"no\", twice;\tthen leaves",
        ],
        ["", "", "", ""],
        ["bo", "薄 Bo 😀", "", "first line\nsecond, \"line\""],
        ["cy", "\u{A0}Cy ", " ; C ;; Cyrus", ""],
    ];
    let mut wanted = None;
    let mut combinations = 0;
    for delimiter in [',', ';', '\t'] {
        for end in ["\n", "\r\n", "\r"] {
            for last_break in [true, false] {
                for sep in [true, false] {
                    let mut text = String::new();
                    if sep {
                        text += &format!("sep={delimiter}{end}");
                    }
                    let lines = rows.iter().map(|row| {
                        let cells = row.iter().map(|cell| quoted(cell, delimiter));
                        cells.collect::<Vec<_>>().join(&delimiter.to_string())
                    });
                    text += &lines.collect::<Vec<_>>().join(end);
                    if last_break {
                        text += end;
                    }
                    let utf16: Vec<u16> = text.encode_utf16().collect();
                    let le = utf16.iter().flat_map(|unit| unit.to_le_bytes());
                    let be = utf16.iter().flat_map(|unit| unit.to_be_bytes());
                    for bytes in [
                        text.as_bytes().to_vec(),
                        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
                        [0xFF, 0xFE].into_iter().chain(le).collect(),
                        [0xFE, 0xFF].into_iter().chain(be).collect(),
                    ] {
                        let (draft, report) = read(&[("people.csv", &bytes)])?;
                        assert_eq!(problems(&report), [""; 0], "{text:?}");
                        let table = &draft.tables[&Table::People];
                        assert_eq!(table.delimiter(), delimiter);
                        let found = cells(table);
                        let wanted = wanted.get_or_insert_with(|| found.clone());
                        assert_eq!(&found, wanted, "{text:?}");
                        combinations += 1;
                    }
                }
            }
        }
    }
    assert_eq!(combinations, 3 * 3 * 2 * 2 * 4);
    let wanted = wanted.ok_or("nothing read")?;
    assert_eq!(
        wanted,
        [
            (
                2,
                vec![
                    ("id", "ann".to_owned()),
                    ("name", "Ann Žižek".to_owned()),
                    ("aliases", "A.;Annie".to_owned()),
                    ("description", "says \"no\", twice;\tthen leaves".to_owned()),
                ]
            ),
            (
                4,
                vec![
                    ("id", "bo".to_owned()),
                    ("name", "薄 Bo 😀".to_owned()),
                    ("description", "first line\nsecond, \"line\"".to_owned()),
                ]
            ),
            (
                5,
                vec![
                    ("id", "cy".to_owned()),
                    ("name", "Cy".to_owned()),
                    ("aliases", "; C ;; Cyrus".to_owned()),
                ]
            ),
        ]
    );
    Ok(())
}

fn quoted(cell: &str, delimiter: char) -> String {
    if cell.contains(['"', '\n', '\r', delimiter]) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[test]
fn cells_and_items_know_their_places() -> Outcome {
    let text = "name,id,aliases,kind\r\n\r\n\
        \"Ann\r\n\"\"Žižek\"\"\", ann ,\" a \"\"1\"\" ;; ž2;x\"\"y\",\r\n\
        Bo,bo,,person\r\n";
    let (draft, report) = read(&[("people.csv", text.as_bytes())])?;
    assert_eq!(problems(&report), [""; 0]);
    let table = &draft.tables[&Table::People];
    let rows: Vec<_> = table.rows().collect();
    let at = |place: nutgraf::model::Place| {
        let cell = place.cell.unwrap_or_default();
        (place.line, place.column, cell, place.text)
    };
    let is =
        |line, column, cell: &str, text: &str| (line, column, cell.to_owned(), text.to_owned());
    assert_eq!(
        at(rows[0].place_of("name")),
        is(3, 2, "A3", "Ann\r\n\"Žižek\"")
    );
    assert_eq!(at(rows[0].place_of("id")), is(4, 13, "B3", "ann"));
    assert_eq!(at(rows[0].place_of("kind")), is(4, 40, "D3", ""));
    assert_eq!(at(rows[0].place_of("wikidata")), is(3, 1, "", ""));
    assert_eq!(at(rows[0].place_of_row()), is(3, 1, "", ""));
    let aliases = rows[0].cell("aliases").ok_or("no cell")?;
    let items: Vec<_> = aliases.items().map(|item| at(item.place())).collect();
    assert_eq!(
        items,
        [
            is(4, 20, "C3", "a \"1\""),
            is(4, 31, "C3", "ž2"),
            is(4, 34, "C3", "x\"y"),
        ]
    );
    let quote = aliases.items().last().ok_or("no item")?.part(1, 1);
    assert_eq!(at(quote.place()), is(4, 35, "C3", "\""));
    assert_eq!(at(rows[1].place_of("aliases")), is(5, 7, "C4", ""));
    assert_eq!(at(rows[1].place_of("kind")), is(5, 8, "D4", "person"));
    assert_eq!(rows[1].place_of("kind").line_text, "Bo,bo,,person");
    assert!(rows[1].cell("aliases").is_none());
    assert!(rows[1].cell("no such column").is_none());
    Ok(())
}

#[test]
fn a_header_is_refused_name_by_name() -> Outcome {
    assert_people(
        b"id,nmae,Kind,kind,colour\nann,Ann,,,\n",
        &[],
        1,
        &[
            "missing-column people.csv:1:1 - \"\"",
            "unknown-column people.csv:1:4 B1 \"nmae\"",
            "duplicate-column people.csv:1:14 D1 \"kind\"",
            "unknown-column people.csv:1:19 E1 \"colour\"",
        ],
    )?;
    assert_people(b"", &[], 0, &["empty-table people.csv:1:1 - \"\""])?;
    assert_people(
        b"\n\r\n,,\n",
        &[],
        0,
        &["empty-table people.csv:1:1 - \"\""],
    )?;
    assert_people(b"id,name", &[], 0, &[])?;
    assert_people(b"id,name,,\nann,Ann,,\n", &[2], 0, &[])?;
    assert_people(
        b"id,name,,\nann,Ann,,\nbo,Bo,, x\ncy,Cy,,y\n",
        &[2, 3, 4],
        0,
        &["nameless-column people.csv:3:9 D3 \"x\""],
    )?;
    assert_people(
        b"\xEF\xBB\xBFsep=|\nid|name\n",
        &[],
        0,
        &["bad-separator people.csv:1:5 - \"|\""],
    )?;
    assert_people(
        b"<!DOCTYPE html>\n<p>Sign in",
        &[],
        0,
        &["not-csv people.csv:1:1 - \"\""],
    )?;
    assert_people(
        b"PK\x03\x04\x14\0",
        &[],
        0,
        &["not-csv people.csv:1:1 - \"\""],
    )?;
    assert_people(
        b"id,\"name\n",
        &[],
        0,
        &["unclosed-quote people.csv:1:4 B1 \"\\\"\""],
    )?;
    assert_people(
        b"id|name\nann|Ann\n",
        &[],
        1,
        &[
            "missing-column people.csv:1:1 - \"\"",
            "missing-column people.csv:1:1 - \"\"",
            "unknown-column people.csv:1:1 A1 \"id|name\"",
        ],
    )
}

#[test]
fn a_row_is_refused_where_it_is_wrong_and_the_others_are_kept() -> Outcome {
    assert_people(
        "id,name,description\nann,Ann,x\nžo,Bo\n\n,,,,\ncy,Cy,\"1\n2\",3,4\ndi,Di,\n".as_bytes(),
        &[2, 7],
        2,
        &[
            "ragged-row people.csv:3:1 - \"\"",
            "ragged-row people.csv:7:4 D6 \"3\"",
        ],
    )?;
    // After a quoted line break and letters of several bytes.
    assert_people(
        "id,name,description\nann,\"Žiž\nek\",ž\nbo,5\" pipe,\ncy,\"Cy \"C\" Co\",\ndi,Di,\n"
            .as_bytes(),
        &[2, 5],
        2,
        &[
            "stray-quote people.csv:4:5 B3 \"\\\"\"",
            "stray-quote people.csv:5:8 B4 \"\\\"\"",
        ],
    )?;
    // One quote too few: the cell runs on to the next quote.
    assert_people(
        b"id,name\nann,\"Ann\nbo,Bo\ncy,\"Cy\"\ndi,Di\n",
        &[3],
        1,
        &["stray-quote people.csv:4:4 B2 \"\\\"\""],
    )?;
    assert_people(
        b"id,name\nann,Ann\nbo,\"Bo\ncy,Cy\ndi,Di",
        &[2],
        1,
        &["unclosed-quote people.csv:3:4 B3 \"\\\"\""],
    )?;
    let long = "x".repeat((1 << 20) + 1);
    let shown = format!(
        "long-cell people.csv:2:5 B2 {:?}",
        format!("{}…", "x".repeat(4096))
    );
    assert_people(
        format!("id,name\nann,{long}\nbo,Bo\n").as_bytes(),
        &[3],
        1,
        &[&shown],
    )?;
    let row = vec!["x".repeat(1 << 20); 9].join(",");
    assert_people(
        format!("id,name\n{row}\nbo,Bo\n").as_bytes(),
        &[3],
        1,
        &["long-row people.csv:2:1 - \"\""],
    )
}

#[test]
fn places_are_true_below_a_sep_line() -> Outcome {
    // Excel hides the line: the file's third line is the spreadsheet's second row.
    assert_people(
        b"sep=;\r\nid;name;kind\r\nann;Ann\r\nbo;\"B;o\";\r\n",
        &[3],
        1,
        &["ragged-row people.csv:3:1 - \"\""],
    )
}

#[test]
fn a_million_bad_rows_are_counted_and_not_listed() -> Outcome {
    let text = format!("id,name\n{}", "x\n".repeat(5_000));
    let (draft, report) = read(&[("people.csv", text.as_bytes())])?;
    assert_eq!(draft.tables[&Table::People].refused(), 5_000);
    assert_eq!(report.problems.len(), 1_001);
    let last = report
        .problems
        .iter()
        .find(|p| p.code == Code::MoreOfTheSame);
    assert!(last.is_some_and(|p| p.message.contains("4000 more")));
    Ok(())
}

#[test]
fn ten_thousand_columns_are_refused_one_by_one() -> Outcome {
    let header: Vec<String> = (0..10_000).map(|n| format!("column{n}")).collect();
    let (draft, report) = read(&[("people.csv", header.join(",").as_bytes())])?;
    let unknown = report
        .problems
        .iter()
        .filter(|p| p.code == Code::UnknownColumn);
    assert_eq!(unknown.count(), 10_000);
    assert!(!draft.tables[&Table::People].is_complete());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    /// What the `csv` crate writes is read back, whatever the cells hold.
    #[test]
    fn what_csv_writes_is_read_back(
        rows in prop::collection::vec(prop::collection::vec("[a,;\" \t\n\rž😀\u{A0}]{0,6}", 3), 0..6),
        delimiter in prop::sample::select(vec![b',', b';', b'\t']),
        crlf in any::<bool>(),
        always in any::<bool>(),
    ) {
        let mut builder = csv::WriterBuilder::new();
        builder.delimiter(delimiter);
        if crlf {
            builder.terminator(csv::Terminator::CRLF);
        }
        if always {
            builder.quote_style(csv::QuoteStyle::Always);
        }
        let mut writer = builder.from_writer(Vec::new());
        writer.write_record(["id", "name", "aliases"])?;
        for row in &rows {
            writer.write_record(row)?;
        }
        let bytes = writer.into_inner()?;
        let (draft, report) = read(&[("people.csv", &bytes)]).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(problems(&report), Vec::<String>::new());
        let table = &draft.tables[&Table::People];
        let wanted: Vec<Vec<&str>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.trim()).collect::<Vec<&str>>())
            .filter(|row| row.iter().any(|cell| !cell.is_empty()))
            .collect();
        let found: Vec<Vec<&str>> = table
            .rows()
            .map(|row| ["id", "name", "aliases"].map(|c| row.cell(c).map_or("", |cell| cell.text())).to_vec())
            .collect();
        prop_assert_eq!(found, wanted);
        assert_places_hold(table, &String::from_utf8_lossy(&bytes));
    }

    /// Any bytes are read or refused; rows read are kept or refused.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        assert_counts(&bytes)?;
    }

    /// Valid tables with a few bytes changed, which reach deeper.
    #[test]
    fn damaged_tables_are_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"\"\"\"\n\r,;\tx\0\xEF\xBB\xBF\xC5 ".to_vec())), 1..8),
        start in prop::sample::select(vec!["", "sep=;\r\n", "\u{FEFF}", "\u{FEFF}sep=,\n\u{FEFF}"]),
    ) {
        let valid = "id,name,aliases,kind\r\nann,\"Ann \"\"Ž\"\"\",\"a;b\",person\r\n\r\n\"b\ro\",Bo;,,\n,,,\ncy,Cy,\"x\r\ny\",\"\"\n";
        let mut bytes = format!("{start}{valid}").into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        assert_counts(&bytes)?;
    }
}

fn assert_counts(bytes: &[u8]) -> Result<(), TestCaseError> {
    let read = read(&[("people.csv", bytes), ("meetings.csv", bytes)]);
    let (draft, report) = read.map_err(|e| TestCaseError::fail(e.to_string()))?;
    for table in draft.tables.values() {
        let kept = table.rows().count();
        prop_assert_eq!(table.read() as usize, kept + table.refused() as usize);
        if table.is_complete() {
            assert_places_hold(table, "");
        } else {
            prop_assert!(report.has_errors());
        }
    }
    for problem in &report.problems {
        let place = problem
            .place
            .as_ref()
            .ok_or(TestCaseError::fail("no place"))?;
        prop_assert!(place.line >= 1 && place.column >= 1);
        let first = place.text.lines().next().unwrap_or_default();
        if !place.line_text.is_empty() && !first.contains(['"', '\r', '…']) {
            let rest: String = place
                .line_text
                .chars()
                .skip(place.column as usize - 1)
                .collect();
            prop_assert!(rest.starts_with(first), "{:?}", place);
        }
    }
    Ok(())
}

/// Every cell stands where it says: the line holds its text there, as far as
/// no quote and no line break makes it look different.
fn assert_places_hold(table: &DraftTable, text: &str) {
    for row in table.rows() {
        for column in columns(table.table()) {
            let place = row.place_of(column.name);
            let rest: String = place
                .line_text
                .chars()
                .skip(place.column as usize - 1)
                .collect();
            let start: String = place
                .text
                .chars()
                .take_while(|c| !['"', '\n', '\r'].contains(c))
                .collect();
            assert!(rest.starts_with(&start), "{place:?} {text:?}");
        }
    }
}
