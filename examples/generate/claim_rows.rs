//! What the rows of all tables of claims share: sources, words, date, check;
//! with their passages in citations.csv and the answers to them.
//!
//! Of what was written only the last few ids of either standing are kept,
//! since summaries refer to them.

use std::collections::VecDeque;
use std::io;
use std::path::Path;

use nutgraf::model::{Mode, Table};

use super::answers::{Answerable, Answers, Fate};
use super::draw::Draw;
use super::entities::{Entities, Kind};
use super::sheet::Sheet;
use super::sources::Sources;
use super::words;

/// How many sources a claim has, each with how often.
const CITED: [(u64, usize); 3] = [(55, 1), (32, 2), (13, 3)];

/// So many answers come to a hundred claims.
const ANSWERS: u64 = 28;

/// So many rows are remembered; summaries and repetitions go no further back.
const REMEMBERED: usize = 64;

/// How many claims of each hundred end up contested.
#[derive(Debug, Clone, Copy)]
pub struct Shares {
    pub denied: u64,
    pub disputed: u64,
}

/// What a row of any table of claims says.
pub struct Said {
    /// The claim as a sentence without its mode and its full stop.
    pub sentence: String,
    pub mode: Mode,
    pub fate: Fate,
}

/// The shared part of the tables of claims, being written.
pub struct ClaimRows<'a> {
    shares: Shares,
    entities: &'a Entities,
    sources: &'a Sources,
    pub answers: Answers<'a>,
    citations: Sheet,
    // In claims, not rows.
    written: u64,
    contested: VecDeque<String>,
    uncontested: VecDeque<String>,
}

impl<'a> ClaimRows<'a> {
    /// Opens citations.csv and denials.csv.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn create(
        folder: &Path,
        shares: Shares,
        entities: &'a Entities,
        sources: &'a Sources,
    ) -> io::Result<Self> {
        Ok(Self {
            shares,
            entities,
            sources,
            answers: Answers::create(folder, entities, sources)?,
            citations: Sheet::create(folder, Table::Citations)?,
            written: 0,
            contested: VecDeque::new(),
            uncontested: VecDeque::new(),
        })
    }

    /// Writes what is still in memory; gives the number of answers.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<u64> {
        let answers = self.answers.written();
        self.citations.finish()?;
        self.answers.finish()?;
        Ok(answers)
    }

    /// What is to become of a claim, and whom it cites.
    pub fn fate_and_sources(&self, draw: &mut Draw) -> (Fate, Vec<u64>) {
        let Shares { denied, disputed } = self.shares;
        let at = draw.below(100);
        let fate = if at < denied {
            Fate::Denied
        } else if at < denied + disputed {
            draw.by_share(&[
                (4, Fate::DeniedInPart),
                (2, Fate::DeniedByStranger),
                (1, Fate::SourceDenied),
                (1, Fate::SumsUpContested),
            ])
        } else if at < denied + disputed + 1 {
            Fate::Retracted
        } else {
            Fate::Uncontested
        };
        let several = match fate {
            // Otherwise another source would be left.
            Fate::Retracted => 1,
            Fate::Uncontested
            | Fate::Denied
            | Fate::DeniedInPart
            | Fate::DeniedByStranger
            | Fate::SourceDenied
            | Fate::SumsUpContested => draw.by_share(&CITED),
        };
        let mut sources: Vec<u64> = Vec::new();
        while sources.len() < several {
            let source = self.sources.draw(draw);
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        (fate, sources)
    }

    /// Fills the columns that all claims share, ends the row, and writes what
    /// stands about it in other tables.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(
        &mut self,
        sheet: &mut Sheet,
        mut claim: Answerable,
        said: Said,
        draw: &mut Draw,
    ) -> io::Result<()> {
        let Said {
            sentence,
            mode,
            mut fate,
        } = said;
        for &source in &claim.sources {
            sheet.put("sources", self.sources.id(self.entities, source));
        }
        let text = match mode {
            Mode::Asserted => format!("{sentence}."),
            Mode::Hearsay => format!("By hearsay, {sentence}."),
            Mode::Projected => format!("It is expected that {sentence}."),
            Mode::Sought => format!("An attempt was made to this end: {sentence}."),
            Mode::Ended => format!("In earlier years, {sentence}."),
        };
        sheet.put("text", text);
        if draw.in_thousand(880) {
            sheet.put("when", words::date(draw));
            sheet.put_if(
                "when_text",
                draw.in_thousand(80).then_some("around that time"),
            );
        }
        let is_said = mode != Mode::Asserted || draw.in_thousand(600);
        sheet.put_if("mode", is_said.then_some(mode.as_str()));
        if draw.in_thousand(40) {
            let kind = draw.by_share(&[(1, Kind::Person), (2, Kind::Company)]);
            let entity = self.entities.draw_other(kind, &claim.parties, draw);
            sheet.put("concerns", self.entities.id(entity));
            // A meeting's parties have attendances, whom it concerns has none.
            if !claim.is_meeting {
                claim.parties.push(entity);
            }
        }
        fate = self.summarise(sheet, fate, draw);
        if claim.sources.len() == 1 {
            sheet.put_if("quote", draw.in_thousand(80).then(|| quote(&sentence)));
            sheet.put_if("locator", draw.in_thousand(250).then(|| locator(draw)));
        }
        sheet.put_if(
            "credibility",
            draw.in_thousand(80).then(|| 1 + draw.below(6)),
        );
        sheet.put_if(
            "recorded",
            draw.in_thousand(900).then(|| words::recorded(draw)),
        );
        match draw.below(20) {
            0..=7 => sheet.put("check", "unchecked"),
            8..=10 => {
                sheet.put("check", "accurate");
                sheet.put("checked_by", "desk");
            }
            11 => {
                sheet.put("check", "needs-attention");
                sheet.put_if(
                    "concern",
                    draw.in_thousand(300).then_some("One voice only."),
                );
            }
            _ => {}
        }
        sheet.end_row()?;
        self.passages(&claim, &sentence, draw)?;
        self.answers.decide(&claim, fate, draw)?;
        self.written += match claim.is_meeting {
            true => claim.parties.len() as u64,
            false => 1,
        };
        // Half of the time, so that which claims have remarks is left to chance.
        let missing = self.answers.written() < self.written * ANSWERS / 100;
        if missing && draw.in_thousand(500) {
            let beside = self.uncontested.back().map(String::as_str);
            self.answers.remark(&claim, beside, draw)?;
        }
        match fate {
            Fate::Uncontested => remember(&mut self.uncontested, claim.id),
            Fate::Denied | Fate::DeniedInPart | Fate::DeniedByStranger => {
                remember(&mut self.contested, claim.id);
            }
            Fate::SourceDenied | Fate::SumsUpContested | Fate::Retracted => {}
        }
        Ok(())
    }

    /// Fills `summarises`; gives what becomes of the claim, which is another
    /// thing where nothing contested is there yet to be summed up.
    fn summarise(&self, sheet: &mut Sheet, fate: Fate, draw: &mut Draw) -> Fate {
        let of = match fate {
            Fate::SumsUpContested => &self.contested,
            Fate::Uncontested if draw.in_thousand(10) => &self.uncontested,
            Fate::Uncontested
            | Fate::Denied
            | Fate::DeniedInPart
            | Fate::DeniedByStranger
            | Fate::SourceDenied
            | Fate::Retracted => return fate,
        };
        if of.is_empty() {
            return if fate == Fate::SumsUpContested {
                Fate::DeniedInPart
            } else {
                fate
            };
        }
        let first = draw.below(of.len() as u64) as usize;
        for id in of.iter().skip(first).take(1 + draw.below(3) as usize) {
            sheet.put("summarises", id);
        }
        fate
    }

    /// Writes passages of some claims with several sources.
    fn passages(&mut self, claim: &Answerable, sentence: &str, draw: &mut Draw) -> io::Result<()> {
        if claim.sources.len() < 2 || !draw.in_thousand(80) {
            return Ok(());
        }
        let id = match claim.is_meeting && draw.in_thousand(500) {
            true => format!("{}.{}", claim.id, self.entities.id(claim.parties[0])),
            false => claim.id.clone(),
        };
        for &source in &claim.sources {
            let sheet = &mut self.citations;
            sheet.put("claim", &id);
            sheet.put("source", self.sources.id(self.entities, source));
            sheet.put_if("quote", draw.in_thousand(500).then(|| quote(sentence)));
            sheet.put("locator", locator(draw));
            sheet.put_if(
                "accessed",
                draw.in_thousand(500).then(|| words::recorded(draw)),
            );
            sheet.end_row()?;
        }
        Ok(())
    }
}

fn quote(sentence: &str) -> String {
    format!("\"We have seen that {sentence},\" it reads")
}

fn locator(draw: &mut Draw) -> String {
    format!("page {}", 1 + draw.below(400))
}

/// Adds to the last few of something.
pub fn remember<T>(of: &mut VecDeque<T>, value: T) {
    if of.len() == REMEMBERED {
        of.pop_front();
    }
    of.push_back(value);
}
