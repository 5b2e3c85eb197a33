//! A case as hard on a format as one can be: every string of the big list of
//! naughty strings as a name, a role, a quote and what somebody answered;
//! control characters, direction marks, separators of lists, 10,000 characters;
//! fifty links between the same two, a meeting of five, a payment with one end,
//! and every standing. (No link leads from one to itself: `check` refuses that.)

use std::error::Error;

use crate::pages::{names_of, naughty};
use crate::program::Case;

/// Links between the same two.
const PARALLEL: usize = 50;

/// Texts that break what joins, quotes, escapes or ends a text.
const BREAKING: [&str; 12] = [
    "a | b \\| c \\",
    "\\u{1} \\n \\\" \\",
    "bell \u{7} escape \u{1b}[2J unit \u{1f} delete \u{7f} next line \u{85}",
    "\u{202e}DENIED\u{202c} \u{200f}x\u{200e} \u{2066}y\u{2069} \u{feff}",
    "one\r\ntwo\rthree\nfour\ttab \u{2028}\u{2029} end",
    "]]> <!-- & --> &amp; &#x1; \" ' ` <b>\"x\"</b>",
    "=HYPERLINK(\"http://e.example\") ; a,b;c",
    "-- %% end; } ] ) > subgraph click \"#quot; #9829;",
    "\u{fffd} \u{fffe} \u{ffff} \u{10ffff} 😀 薄 \u{301}",
    "${x} {{x}} $1 @{x} %s \\N",
    "true",
    "0012.50",
];

const CLAIM: &str = "sources,text,when,when_text,mode,concerns,summarises,quote,locator,credibility,recorded,check,checked_by,concern";

/// Tables while they are written.
struct Tables {
    people: csv::Writer<Vec<u8>>,
    links: csv::Writer<Vec<u8>>,
    sources: csv::Writer<Vec<u8>>,
    denials: csv::Writer<Vec<u8>>,
}

/// Makes the case; it loads without an error.
pub fn case() -> Result<Case, Box<dyn Error>> {
    let mut tables = Tables {
        people: csv::Writer::from_writer(Vec::new()),
        links: csv::Writer::from_writer(Vec::new()),
        sources: csv::Writer::from_writer(Vec::new()),
        denials: csv::Writer::from_writer(Vec::new()),
    };
    tables
        .people
        .write_record(["id", "name", "named", "aliases", "description", "wikidata"])?;
    let link = format!("id,subject,relation,object,detail,{CLAIM}");
    tables.links.write_record(link.split(','))?;
    tables
        .sources
        .write_record(["id", "kind", "name", "url", "via", "protected"])?;
    tables.denials.write_record([
        "id", "of", "stance", "scope", "by", "when", "quote", "text", "recorded",
    ])?;
    let long = "A long sentence, \"quoted\" | and \\ on. ".repeat(270);
    assert!(long.len() > 10_000, "{}", long.len());
    tables
        .people
        .write_record(["hub", "Hub", "", "H;the \"hub\" | of it", &long, "Q1"])?;
    tables
        .people
        .write_record(["nobody", "a man in a hat", "no", "", "", ""])?;
    tables.sources.write_record([
        "daily",
        "publication",
        "The \"Daily\" | <Paper> & Söhne \\",
        "https://e.example/?a=1&b='2'#ž",
        "",
        "",
    ])?;
    tables
        .sources
        .write_record(["voice", "anonymous", "A voice", "", "daily", "yes"])?;
    let mut strings = naughty()?;
    strings.extend(BREAKING.map(str::to_owned));
    tables.strings(&strings)?;
    tables.parallel(&long)?;
    let table = |writer: csv::Writer<Vec<u8>>| -> Result<String, Box<dyn Error>> {
        Ok(String::from_utf8(writer.into_inner()?)?)
    };
    Ok(Case::of(&[
        ("people.csv", &table(tables.people)?),
        ("relationships.csv", &table(tables.links)?),
        ("sources.csv", &table(tables.sources)?),
        ("denials.csv", &table(tables.denials)?),
        (
            "meetings.csv",
            &format!(
                "id,participants,occasion,place,{CLAIM}\n\
                 five,p1;p2;p3;p4;hub,\"a | \"\"meeting\"\"\",,voice;daily,They met.,2024-21,\"in \"\"spring\"\"\",,,,,,3,2026-01-02,accurate,\"a \\ b\",\n\
                 hoped-for,p1;hub,,,daily,They hope to meet.,,,projected,,,,,,,,,\n"
            ),
        ),
        (
            "transactions.csv",
            &format!(
                "id,payer,payee,amount,amount_max,amount_qualifier,currency,purpose,{CLAIM}\n\
                 one-end,hub,,0.10,,over,EUR,\"a | purpose\",daily,Hub paid.,2024,,,,,,,,,,,\n\
                 two-ends,hub,p1,12345678901234567.89,22345678901234567.89,between,USD,\"=1+1\",voice,Hub paid p1.,2017/..,,hearsay,p2,,,,6,2026-01-03,needs-attention,me,\"a | concern\"\n"
            ),
        ),
        (
            "attributes.csv",
            &format!(
                "id,subject,attribute,value,value_max,qualifier,unit,{CLAIM}\n\
                 height,hub,\"height | \\\",1.90,,about,m,daily,Hub is tall.,,,,,,,,,,,,\n"
            ),
        ),
        (
            "nutgraf.toml",
            "title = \"<Naughty> & \\\"hard\\\" | \\\\ case\"\n",
        ),
    ]))
}

impl Tables {
    /// A person, a link to the hub, a source and a denial of each string.
    fn strings(&mut self, strings: &[String]) -> Result<(), Box<dyn Error>> {
        let taken = names_of(strings)?;
        for (at, text) in strings.iter().enumerate() {
            let name = match taken[at] {
                true => text,
                false => "a name that was refused",
            };
            let (person, link) = (format!("p{at}"), format!("l{at}"));
            let (source, denial) = (format!("s{at}"), format!("d{at}"));
            self.people
                .write_record([&person, name, "", "", text, ""])?;
            self.links.write_record([
                link.as_str(),
                person.as_str(),
                "associate-of",
                "hub",
                text,
                source.as_str(),
                text,
                "",
                text,
                "",
                "",
                "",
                text,
                text,
                "",
                "",
                "",
                text,
                text,
            ])?;
            self.sources
                .write_record([&source, "publication", name, "", "", ""])?;
            self.denials
                .write_record([&denial, &link, "denied", "whole", "hub", "", text, text, ""])?;
        }
        Ok(())
    }

    /// Many links between two, with every standing, mode and kind of answer.
    fn parallel(&mut self, long: &str) -> Result<(), Box<dyn Error>> {
        let modes = ["", "hearsay", "sought", "ended"];
        let dates = ["2024-12?", "../2014", "2017/..", "201X", "2024-05-12", ""];
        let stances = [
            Some(("denied", "whole", "p1")),
            Some(("denied", "part", "p1")),
            Some(("denied", "whole", "daily")),
            Some(("retracted", "whole", "daily")),
            Some(("confirmed", "whole", "p1")),
            Some(("no-response", "", "p1")),
            None,
        ];
        let relations = ["works-for", "owns", "friend-of"];
        for at in 0..PARALLEL {
            let id = format!("parallel-{at}");
            // Some the other way round.
            let (from, to) = match at % 5 {
                0 => ("p1", "p0"),
                _ => ("p0", "p1"),
            };
            let text = match at {
                0 => long,
                _ => "p0 and p1 | have \\ to do with each other",
            };
            self.links.write_record([
                id.as_str(),
                from,
                relations[at % relations.len()],
                to,
                "a \"role\"",
                if at % 3 == 0 { "daily;voice" } else { "daily" },
                text,
                dates[at % dates.len()],
                "",
                modes[at % modes.len()],
                "hub",
                "",
                "",
                "",
                "",
                "2026-01-02",
                "",
                "",
                "",
            ])?;
            if let Some((stance, scope, by)) = stances[at % stances.len()] {
                self.denials.write_record([
                    format!("of-{id}").as_str(),
                    id.as_str(),
                    stance,
                    scope,
                    by,
                    "2026-01-01",
                    if stance == "denied" { long } else { "" },
                    "an | answer",
                    "2026-01-04",
                ])?;
            }
        }
        Ok(())
    }
}
