//! A case with words planted in everything that a redacted edition withholds,
//! and some in what it does not.

use std::path::Path;

use super::Dice;
use crate::program::Case;

/// So many protected sources, with all that rests on each.
const SOURCES: usize = 6;

/// A word, and where it was planted.
pub struct Canary {
    pub word: String,
    pub cell: String,
}

/// The case; its secret words; words of it that anybody may read.
pub struct Planted {
    pub case: Case,
    pub secret: Vec<Canary>,
    pub open: Vec<Canary>,
}

pub const BASE: &str = "https://planted.example/";

struct Planter {
    dice: Dice,
    secret: Vec<Canary>,
    open: Vec<Canary>,
}

impl Planter {
    fn keep(&mut self, cell: &str, word: &str) {
        self.secret.push(Canary {
            word: word.to_owned(),
            cell: cell.to_owned(),
        });
    }

    fn id(&mut self, cell: &str) -> String {
        let word = self.dice.letters(12);
        self.keep(cell, &word);
        word
    }

    /// With letters that every format writes in its own way.
    fn text(&mut self, cell: &str) -> String {
        let word = self.word();
        self.keep(cell, &word);
        word
    }

    fn open(&mut self, cell: &str) -> String {
        let word = self.word();
        self.open.push(Canary {
            word: word.clone(),
            cell: cell.to_owned(),
        });
        word
    }

    fn word(&mut self) -> String {
        let (a, b, c) = (
            self.dice.letters(4),
            self.dice.letters(4),
            self.dice.letters(4),
        );
        format!("Q{a}é{b}&w{c}")
    }

    fn url(&mut self, cell: &str) -> String {
        format!("https://{}.example/x", self.id(cell))
    }

    fn hash(&mut self, cell: &str) -> String {
        let hash: String = (0..4)
            .map(|_| format!("{:016x}", self.dice.next()))
            .collect();
        self.keep(cell, &hash);
        hash
    }

    /// A day of a year that nothing else in the case has.
    fn day(&mut self, cell: &str) -> String {
        let year = 1100 + self.secret.len();
        let day = format!(
            "{year}-{:02}-{:02}",
            1 + self.dice.below(12),
            1 + self.dice.below(28)
        );
        self.keep(cell, &day);
        day
    }
}

pub fn planted() -> Planted {
    let mut p = Planter {
        dice: Dice(20_261_122),
        secret: Vec::new(),
        open: Vec::new(),
    };
    let mut tables = Tables::default();
    tables.people.row(&["ann", "Ann Lorne", "", ""]);
    tables.people.row(&["bo", "Bo Penhale", "", ""]);
    tables.companies.row(&["acme", "Acme Dredging", "", ""]);
    tables.sources.row(&[
        "paper",
        "publication",
        "Harbour Paper",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
    ]);
    let url = "https://paper.example/2";
    let open = p.open("name of a visible source");
    tables.sources.row(&[
        "copy",
        "publication",
        &open,
        "",
        "",
        "",
        "",
        "",
        "",
        "paper",
        url,
        "",
        "",
        "",
        &"5e".repeat(32),
        "",
    ]);
    for n in 0..SOURCES {
        // In turn a voice, a voice in a report, a link of a chain.
        let id = p.id("id of a source");
        let kind = ["person", "anonymous", "document"][n % 3];
        let who = p.id("id of who a source is");
        let name = p.text("name of who a source is");
        let alias = p.text("alias of who a source is");
        let about = p.text("description of who a source is");
        tables.people.row(&[&who, &name, &alias, &about]);
        let side = p.id("id of whose side it is on");
        let name = p.text("name of whose side it is on");
        tables.companies.row(&[&side, &name, "", ""]);
        let name = p.text("name of a source");
        let origin = p.text("origin of a source");
        let (url, archived) = (p.url("url"), p.url("archived"));
        let (published, accessed) = (p.day("published"), p.day("accessed of a source"));
        let sha256 = p.hash("sha256");
        let via = if n % 3 == 1 { "paper" } else { "" };
        tables.sources.row(&[
            &id,
            kind,
            &name,
            &who,
            &side,
            "3",
            "direct",
            "off-record",
            &origin,
            via,
            &url,
            &archived,
            &published,
            &accessed,
            &sha256,
            "yes",
        ]);
        // A visible voice whose words came through it.
        let through = format!("through-{n}");
        tables.sources.row(&[
            &through,
            "spokesperson",
            "A spokesperson of Acme",
            "acme",
            "",
            "1",
            "",
            "",
            &origin,
            &id,
            "",
            "",
            "",
            "",
            "",
            "",
        ]);

        let quote = p.text("quote in a claim's row");
        let locator = p.text("locator in a claim's row");
        let (checked, concern) = (p.text("checked_by"), p.text("concern"));
        let recorded = p.day("recorded of a claim");
        let text = p.open("text of a claim");
        tables.relationships.row(&[
            &format!("alone-{n}"),
            "ann",
            "adviser-to",
            "acme",
            &id,
            &text,
            &quote,
            &locator,
            &recorded,
            &checked,
            &concern,
        ]);
        let quote = p.text("quote of words passed on");
        tables.relationships.row(&[
            &format!("passed-on-{n}"),
            "bo",
            "director-of",
            "acme",
            &through,
            "Bo directs Acme.",
            &quote,
            "",
            "",
            "",
            "",
        ]);
        let open_concern = p.open("concern of a claim that rests on others");
        tables.relationships.row(&[
            &format!("open-{n}"),
            "ann",
            "associate-of",
            "bo",
            "copy",
            "Ann knows Bo.",
            "",
            "",
            "",
            "",
            &open_concern,
        ]);
        tables
            .meetings
            .row(&[&format!("dinner-{n}"), "ann;bo", &id, "Ann and Bo dined."]);
        let (quote, locator, read) = (
            p.text("quote of a passage"),
            p.text("locator of a passage"),
            p.day("accessed of a passage"),
        );
        tables.relationships.row(&[
            &format!("both-{n}"),
            "ann",
            "owns",
            "acme",
            &format!("{id};copy"),
            "Ann owns Acme.",
            "",
            "",
            "",
            "",
            "",
        ]);
        tables
            .citations
            .row(&[&format!("both-{n}"), &id, &quote, &locator, &read]);
        tables.citations.row(&[
            &format!("both-{n}"),
            "copy",
            &p.open("quote of a visible passage"),
            "",
            "",
        ]);

        let by = p.id("id of an answer by a source");
        let behalf = p.id("id of whom a source speaks for");
        tables
            .people
            .row(&[&behalf, &p.text("name of whom a source speaks for"), "", ""]);
        let days = [
            p.day("asked"),
            p.day("deadline"),
            p.day("when of an answer"),
            p.day("recorded of an answer"),
        ];
        let (quote, text) = (p.text("quote of an answer"), p.text("text of an answer"));
        tables.denials.row(&[
            &by,
            &format!("open-{n}"),
            "denied",
            "whole",
            &id,
            &behalf,
            "",
            &days[0],
            &days[1],
            &days[2],
            &quote,
            &text,
            &days[3],
        ]);
        let heard = p.id("id of an answer through a source");
        let text = p.text("text of an answer through a source");
        tables.denials.row(&[
            &heard,
            &format!("both-{n}"),
            "declined",
            "",
            "ann",
            "",
            &id,
            "",
            "",
            "",
            "",
            &text,
            "",
        ]);
        let against = p.id("id of an answer to a source");
        let text = p.text("text of an answer to a source");
        tables.denials.row(&[
            &against, &id, "denied", "general", "ann", "", "", "", "", "", "", &text, "",
        ]);
        let text = p.open("text of a visible answer");
        tables.denials.row(&[
            &format!("bo-denies-{n}"),
            &format!("open-{n}"),
            "denied",
            "part",
            "bo",
            "",
            "",
            "",
            "",
            "2024-05",
            "",
            &text,
            "",
        ]);

        let asked = p.id("id of a question of a source");
        let text = p.text("text of a question of a source");
        let who = p.id("id of who could answer");
        tables
            .people
            .row(&[&who, &p.text("name of who could answer"), "", ""]);
        let decision = p.id("id of a decision on who could answer");
        tables.identities.row(&[
            &decision,
            if n % 2 == 0 { &who } else { "ann" },
            if n % 2 == 0 { "ann" } else { &who },
            "unsure",
            &p.text("who decided on who could answer"),
            &p.text("text of a decision on who could answer"),
            &p.day("day of a decision on who could answer"),
        ]);
        tables.questions.row(&[&asked, &text, "ann", &who, &id]);
        let asked = p.id("id of a question about a source");
        let text = p.text("text of a question about a source");
        tables.questions.row(&[&asked, &text, &id, "", "copy"]);
        tables.questions.row(&[
            &format!("open-question-{n}"),
            &p.open("text of a visible question"),
            "ann",
            "bo",
            "copy",
        ]);
    }
    tables.identities.row(&[
        "open-decision",
        "ann",
        "bo",
        "no",
        &p.open("who decided in sight"),
        &p.open("text of a visible decision"),
        "",
    ]);
    let mut dice = Dice(7);
    let case = tables.case(&mut dice);
    assert!(
        p.secret.len() >= 200,
        "{} words are planted",
        p.secret.len()
    );
    Planted {
        case,
        secret: p.secret,
        open: p.open,
    }
}

/// The case before anything of that was in it.
pub fn beginning() -> Case {
    let mut tables = Tables::default();
    tables.people.row(&["ann", "Ann Lorne", "", ""]);
    let mut paper = ["paper", "publication", "Harbour Paper"].to_vec();
    paper.resize(16, "");
    tables.sources.row(&paper);
    tables.case(&mut Dice(7))
}

impl Planted {
    pub fn folder(&self) -> &Path {
        Path::new(self.case.path())
    }

    /// What an id may be part of when it is hashed.
    pub fn iris(word: &str) -> Vec<String> {
        [
            "source", "entity", "denial", "question", "claim", "identity",
        ]
        .into_iter()
        .flat_map(|kind| {
            let iri = format!("{BASE}{kind}/{word}");
            [format!("<{iri}>"), iri]
        })
        .collect()
    }
}

struct Rows(Vec<Vec<String>>);

impl Rows {
    fn row(&mut self, cells: &[&str]) {
        self.0
            .push(cells.iter().map(|cell| (*cell).to_owned()).collect());
    }
}

macro_rules! tables {
    ($($table:ident: $columns:literal,)*) => {
        struct Tables { $($table: Rows),* }

        impl Default for Tables {
            fn default() -> Self {
                Tables { $($table: Rows(Vec::new())),* }
            }
        }

        impl Tables {
            fn case(self, dice: &mut Dice) -> Case {
                let config = format!("base = \"{BASE}\"\ntitle = \"The harbour\"\n");
                let mut files = vec![("nutgraf.toml", config)];
                $(
                    let Rows(mut rows) = self.$table;
                    dice.shuffle(&mut rows);
                    let mut writer = csv::Writer::from_writer(Vec::new());
                    writer.write_record($columns.split(',')).expect("can be written");
                    for row in rows {
                        writer.write_record(row).expect("rows have a cell for every column");
                    }
                    let text = writer.into_inner().expect("can be written");
                    files.push((
                        concat!(stringify!($table), ".csv"),
                        String::from_utf8(text).expect("text"),
                    ));
                )*
                let files: Vec<(&str, &str)> =
                    files.iter().map(|(name, text)| (*name, text.as_str())).collect();
                Case::of(&files)
            }
        }
    };
}

tables! {
    people: "id,name,aliases,description",
    companies: "id,name,aliases,description",
    sources: "id,kind,name,entity,side,voices,knowledge,terms,origin,via,url,archived,published,accessed,sha256,protected",
    relationships: "id,subject,relation,object,sources,text,quote,locator,recorded,checked_by,concern",
    meetings: "id,participants,sources,text",
    citations: "claim,source,quote,locator,accessed",
    denials: "id,of,stance,scope,by,on_behalf_of,via,asked,deadline,when,quote,text,recorded",
    questions: "id,text,about,who_could_answer,source",
    identities: "id,entity,other,same,decided_by,text,recorded",
}
