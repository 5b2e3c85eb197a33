//! The picture on an exported page has the numbers of the page's claims.

use regex::Regex;

use crate::exported::Outcome;
use crate::program::Case;

#[test]
fn the_picture_on_a_page_has_the_numbers_of_its_claims() -> Outcome {
    let case = Case::first();
    let row = Regex::new(
        r#"<tr><td><bdi title="[^"]*">([^<]*)</bdi></td><td>(?:<strong class="contested">)?([^<]*)(?:</strong>)?(?: <span[^>]*>[^<]*</span>)?</td><td><bdi title="[^"]*">([^<]*)</bdi></td><td>.*?</td><td>(.*?)</td></tr>"#,
    )?;
    let number = Regex::new(r"\[(\d+)\]")?;
    for command in [
        &["ties", "binance"][..],
        &["path", "cz", "trump-family", "-k", "3"],
    ] {
        let mut words = command[1..].to_vec();
        words.extend(["-o", "html"]);
        let page = part(&case, command[0], &words)?;
        let (_, described) = page.split_once("<desc").ok_or("no picture")?;
        let (described, _) = described.split_once("</desc>").ok_or("no end")?;
        let mut seen = 0;
        for link in row.captures_iter(&page) {
            let (from, words, to) = (&link[1], &link[2], &link[3]);
            let verb = words.split(" — ").next().unwrap_or(words);
            let numbers: Vec<&str> = number
                .captures_iter(&link[4])
                .filter_map(|one| Some(one.get(1)?.as_str()))
                .collect();
            let ways = [(from, to), (to, from)]
                .map(|(from, to)| format!("{from} {verb} {to} [{}]", numbers.join(", ")));
            assert!(
                ways.iter().any(|way| described.contains(way)),
                "{ways:?} is not in\n{described}"
            );
            seen += 1;
        }
        assert!(seen >= 5, "{seen} links on the page of {command:?}");
    }
    Ok(())
}

/// Beside each claim, to be followed from there: its own, or that of what it came
/// through.
#[test]
fn a_source_of_a_claim_on_a_page_has_its_address() -> Outcome {
    let case = Case::copy("example");
    let table = std::path::Path::new(case.path()).join("sources.csv");
    let text = std::fs::read_to_string(&table)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns = reader.headers()?.clone();
    let url = columns.iter().position(|column| column == "url");
    let url = url.ok_or("a column for the address")?;
    let mut writer = csv::Writer::from_path(&table)?;
    writer.write_record(&columns)?;
    for row in reader.records() {
        let mut row: Vec<String> = row?.iter().map(str::to_owned).collect();
        let has_one = row.first().is_some_and(|id| id == "courier-article");
        row[url] = match has_one {
            true => "https://example.org/?a=1&b=2".to_owned(),
            false => String::new(),
        };
        writer.write_record(&row)?;
    }
    writer.flush()?;
    drop(writer);
    let page = crate::program::nutgraf(&["export", case.path(), "-o", "html"])
        .ends(0)
        .out;
    let (_, claims) = page.split_once("id=\"claims\"").ok_or("no claims")?;
    let (claims, _) = claims.split_once("id=\"attributes\"").ok_or("no end")?;
    let followed = "<a href=\"https:&#x2f;&#x2f;example.org&#x2f;?a=1&amp;b=2\"";
    let cited: Vec<&str> = claims
        .split("<li>")
        .filter_map(|li| li.split("</li>").next())
        .filter(|li| li.contains(followed))
        .collect();
    assert!(
        cited
            .iter()
            .any(|li| li.starts_with("<bdi title=\"courier-article\"")),
        "{claims}"
    );
    assert!(
        cited
            .iter()
            .any(|li| li.starts_with("<bdi title=\"two-dock-workers\"")),
        "{claims}"
    );
    assert!(
        !cited.iter().any(|li| li.contains("company-register")),
        "{claims}"
    );
    Ok(())
}

fn part(case: &Case, command: &str, words: &[&str]) -> Result<String, Box<dyn std::error::Error>> {
    let mut all = vec!["export", command, case.path()];
    all.extend(words);
    Ok(crate::program::nutgraf(&all).ends(0).out)
}
