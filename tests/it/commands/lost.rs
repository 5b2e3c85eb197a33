//! What must not be lost on the way to a reader: that a table of answers is
//! gone, that a source spoke off the record, that another person of the same
//! meeting denied it, whom of a meeting a claim is about, the id of somebody
//! without a name.

use std::fs;

use super::{FORMS, rows};
use crate::program::Case;

const PEOPLE: &str =
    "id,name,named\nann,Ann Bell,\nbob,Bob Cray,\ncy,Cy Dunn,\nskipper,the skipper,no\n";
const SOURCES: &str = "id,kind,name,terms,protected\npaper,publication,Paper,,\n\
                       clerk,person,Pell Anstey,off-record,\naide,anonymous,an aide,background,\n";
const LUNCH: &str =
    "id,participants,sources,text\nlunch,ann;bob;cy,paper,\"Ann, Bob and Cy had lunch.\"\n";
const DENIALS: &str = "id,of,stance,scope,by,text\nno,lunch.ann,denied,whole,ann,Never.\n";
const LINKS: &str = "id,subject,relation,object,sources,text,detail\n\
                     paid,ann,paid,cy,clerk;aide,Ann paid Cy.,cash\n";

fn case() -> Case {
    Case::of(&[
        ("people.csv", PEOPLE),
        ("sources.csv", SOURCES),
        ("meetings.csv", LUNCH),
        ("relationships.csv", LINKS),
        ("denials.csv", DENIALS),
    ])
}

#[test]
fn that_no_answer_is_on_record_is_said_by_whoever_opens_the_case() {
    let case = case();
    let with = case.run("show", &["ann"]).ends(0);
    assert!(!with.err.contains("no answer of anybody"), "{}", with.err);
    fs::remove_file(case.file("denials.csv")).expect("it was there");
    for (command, arguments) in [
        ("check", &[][..]),
        ("load", &[]),
        ("show", &["ann"]),
        ("path", &["ann", "cy"]),
        ("find", &["ann"]),
    ] {
        let run = case.run(command, arguments).ends(0);
        assert!(
            run.err.contains("no answer of anybody is on record"),
            "{command}: {}",
            run.err
        );
    }
}

#[test]
fn a_table_with_another_ending_is_not_passed_over() {
    for ending in ["txt", "bak", "old"] {
        let case = case();
        let name = format!("denials.csv.{ending}");
        fs::rename(case.file("denials.csv"), case.file(&name)).expect("it was there");
        let run = case.run("check", &[]).ends(3);
        assert!(
            run.out.contains("unknown-table") && run.out.contains(&name),
            "{}",
            run.out
        );
        // Beside the table itself it is a copy that somebody keeps.
        fs::write(case.file("denials.csv"), DENIALS).expect("the folder is there");
        case.run("check", &[]).ends(0);
    }
}

#[test]
fn a_denial_of_one_attendance_is_shown_with_those_of_the_same_sentence() {
    let case = case();
    for form in FORMS {
        for arguments in [["show", "lunch.bob"], ["path", "bob"]] {
            let [command, name] = arguments;
            let ends: &[&str] = if command == "path" {
                &[name, "cy"]
            } else {
                &[name]
            };
            let run = case.run(command, &[ends, &["-o", form]].concat()).ends(0);
            let out = &run.out;
            assert!(out.contains("lunch.ann"), "{command} -o {form}: {out}");
            assert!(
                out.to_lowercase().contains("denied") && out.contains("Never"),
                "{out}"
            );
        }
    }
    let shown = case
        .run("show", &["lunch.bob", "-o", "json"])
        .ends(0)
        .json();
    let beside = &shown["claim"]["same_meeting"];
    assert_eq!(
        beside.as_array().map(Vec::len),
        Some(1),
        "Cy's is answered like Bob's: {beside}"
    );
    assert_eq!(beside[0]["standing"], "denied");
    // What Ann denied herself is said once.
    let own = case.run("show", &["lunch.ann", "-o", "csv"]).ends(0).out;
    assert_eq!(own.matches("Never.").count(), 1, "{own}");
}

#[test]
fn terms_are_told_wherever_the_source_is() {
    let case = case();
    let warned = case.run("check", &[]).ends(0).out;
    assert!(
        warned.contains("warning[off-record]") && warned.contains("sources.csv:3"),
        "{warned}"
    );
    for form in FORMS {
        let out = case.run("show", &["paid", "-o", form]).ends(0).out;
        let told = out.contains("OFF THE RECORD")
            || out.contains("\"terms\": \"off-record\"")
            || out.contains("\"terms\":\"off-record\"");
        assert!(told, "{form}: {out}");
    }
    let text = case.run("show", &["paid"]).ends(0).out;
    assert!(text.contains("on background"), "{text}");
}

#[test]
fn rows_lead_to_the_sources_and_keep_the_details() {
    let (header, rows) = rows(
        &case().run("show", &["paid", "-o", "csv"]).ends(0).out,
        b',',
    );
    let cell = |name: &str| {
        let at = header.iter().position(|column| column == name);
        rows[0][at.expect("the column is there")].as_str()
    };
    assert_eq!(
        (cell("source_ids"), cell("detail")),
        ("aide; clerk", "cash")
    );
}

#[test]
fn who_types_a_placeholder_learns_its_id() {
    for typed in ["[the skipper]", "the skipper"] {
        let run = case().run("show", &[typed]).ends(2);
        assert!(run.err.contains("skipper"), "{}", run.err);
        assert!(
            run.err.lines().any(|line| line.contains("[the skipper]")),
            "{}",
            run.err
        );
    }
}

/// A page without its markup.
fn without_tags(page: &str) -> String {
    let texts = page.split('<').map(|part| match part.split_once('>') {
        Some((_, text)) => text,
        None => part,
    });
    texts.collect()
}

#[test]
fn claims_of_one_meeting_never_read_alike() {
    const SENTENCE: &str = "Ann, Bob and Cy had lunch.";
    // Called by its occasion wherever the meeting itself is meant.
    let lunch = LUNCH.replace("sources,", "occasion,sources,");
    let lunch = lunch.replace(",paper,", ",The harbour day,paper,");
    let case = case();
    fs::write(case.file("meetings.csv"), lunch).expect("can be written");
    let bare = Case::of(&[("people.csv", PEOPLE), ("sources.csv", SOURCES)]);
    // Beside each how often the meeting itself is called by its sentence.
    for (words, of_the_meeting) in [
        (&["show", "ann"][..], 0),
        (&["show", "no"], 0),
        (&["show", "lunch.bob"], 0),
        (&["show", "paper"], 0),
        (&["path", "ann", "bob"], 0),
        (&["between", "ann", "bob", "cy"], 0),
        (&["ties", "ann"], 0),
        (&["holds", "bob", "ann", "--by", "claim"], 0),
        (&["falls", "paper"], 0),
        (&["find", "lunch"], 1),
        (&["trace", "lunch.bob"], 0),
        (&["trace", "no"], 0),
        (&["trace", "paper"], 0),
        (&["trace", "lunch", "-o", "md"], 1),
        (&["timeline", "--undated"], 0),
        (
            &["timeline", "--undated", "-o", "html", "--with-protected"],
            0,
        ),
        (&["audit"], 0),
        (&["replies"], 0),
        (&["dossier", "ann", "-o", "md"], 1),
        (&["dossier", "ann", "-o", "html"], 1),
        (&["sheet", "-o", "html"], 0),
        (&["diff", bare.path()], 0),
    ] {
        let run = case.run(words[0], &words[1..]);
        assert!(run.code < 2, "{words:?}: {}", run.err);
        let text = without_tags(&run.out);
        let mut of_whom = Vec::new();
        let mut without = 0;
        for rest in text.split(SENTENCE).skip(1) {
            let told = rest.strip_prefix(" (");
            match told.and_then(|told| told.split_once(" attended)")) {
                Some((who, _)) if who.len() < 12 => of_whom.push(who),
                _ => without += 1,
            }
        }
        assert_eq!(without, of_the_meeting, "{words:?}: {text}");
        assert!(!of_whom.is_empty(), "{words:?}: {text}");
        for who in of_whom {
            assert!(["Ann Bell", "Bob Cray", "Cy Dunn"].contains(&who), "{who}");
        }
    }
    // The column is the sentence alone.
    for words in [&["show", "ann", "-o", "csv"][..], &["sheet", "-o", "csv"]] {
        let (header, rows) = rows(&case.run(words[0], &words[1..]).ends(0).out, b',');
        let at = header.iter().position(|column| column == "text");
        let at = at.expect("the column is there");
        assert!(rows.iter().any(|row| row[at] == SENTENCE), "{rows:?}");
    }
}
