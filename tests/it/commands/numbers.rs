//! A claim has one number for an answer, whether that is printed, drawn or made
//! into a page: a picture is read beside the text that it was drawn from.

use std::collections::BTreeMap;

use crate::program::{Case, nutgraf};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// The ids of the claims by their numbers.
type Numbers = BTreeMap<usize, String>;

/// From lines, each with a number in brackets or an id before where it is from:
/// `  no denial recorded  zhao-founded-binance, relationships.csv row 7`.
fn numbered<'t>(lines: impl Iterator<Item = &'t str>, before: &str) -> Numbers {
    let mut numbers = Numbers::new();
    let mut open = None;
    for line in lines {
        let bracket = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        if let Some(number) = bracket.and_then(|(number, _)| number.parse().ok()) {
            open = Some(number);
        }
        let place = line.split_once(".csv").map(|(to_table, _)| to_table);
        let id = place.and_then(|to_table| to_table.rsplit_once(", "));
        let id = id.and_then(|(to_id, _)| to_id.rsplit_once(before));
        if let (Some(number), Some((_, id))) = (open, id) {
            numbers.insert(number, id.to_owned());
            open = None;
        }
    }
    numbers
}

fn printed(text: &str) -> Numbers {
    let claims = text
        .split_once("\nClaims\n")
        .map_or("", |(_, claims)| claims);
    numbered(claims.lines(), "  ")
}

/// The texts of a drawing, or of a page, one after the other.
fn texts(markup: &str) -> impl Iterator<Item = &str> {
    let texts = markup
        .split('>')
        .filter_map(|piece| piece.split('<').next());
    texts.map(str::trim).filter(|text| !text.is_empty())
}

fn drawn(svg: &str) -> Numbers {
    // Numbers on links come before the list, which says the last word of each.
    numbered(texts(svg), "· ")
}

fn on_page(html: &str) -> Numbers {
    let list = html
        .split_once("id=\"claims\"")
        .map_or("", |(_, list)| list);
    let mut numbers = Numbers::new();
    let mut open = None;
    for text in texts(list) {
        let bracket = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        if let Some(number) = bracket.and_then(|number| number.parse().ok()) {
            open = Some(number);
        } else if let (Some(number), Some(id)) = (open, text.strip_suffix(','))
            && !id.is_empty()
            && !id.contains(' ')
        {
            numbers.insert(number, id.to_owned());
            open = None;
        }
    }
    numbers
}

#[test]
fn a_claim_has_one_number_in_a_text_a_picture_and_a_page() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    let page = folder.path().join("page.html");
    let page = page.to_str().ok_or("a plain name")?;
    let questions: [&[&str]; 4] = [
        &["ties", "Donald Trump"],
        &["ties", "cz", "--hops", "2"],
        &["path", "cz", "Trump family", "--within", "3"],
        &["between", "cz", "Trump family", "Steve Witkoff"],
    ];
    for question in questions {
        let asked = [&question[..1], &[case.path()], &question[1..]].concat();
        let text = printed(&nutgraf(&asked).ends(0).out);
        assert!(text.len() > 3, "{question:?}: {text:?}");
        let picture = nutgraf(&[&["draw"], &asked[..]].concat()).ends(0).out;
        assert_eq!(drawn(&picture), text, "{question:?}");
        let export = [&["export"], &asked[..], &["-O", page]].concat();
        nutgraf(&export).ends(0);
        assert_eq!(
            on_page(&std::fs::read_to_string(page)?),
            text,
            "{question:?}"
        );
    }
    Ok(())
}
