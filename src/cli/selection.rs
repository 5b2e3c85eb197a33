//! The options that choose which links count, the same for every command that
//! asks about connections.

use clap::ValueEnum;

use crate::answer::{KnownRelation, Selection};
use crate::cli::known_on::day;
use crate::model::{Day, Standing};
use crate::network::Filter;
use crate::read::{DraftRow, shipped_relations};

/// Which links count; everything but retracted ones without them.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Which links count")]
pub struct SelectionArgs {
    /// Only links for which no denial is recorded
    #[arg(long, conflicts_with = "standing")]
    uncontested: bool,
    /// Only links of these standings
    #[arg(long, value_name = "LIST", value_enum, value_delimiter = ',')]
    standing: Vec<StandingWord>,
    /// Only links with at least so many origins behind every claim (at most 63)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(Filter::MOST_ORIGINS)))]
    min_origins: Option<u32>,
    /// Only links that a named source supports, other than a party speaking of itself
    #[arg(long, conflicts_with = "documented")]
    named: bool,
    /// Only links that a document supports
    #[arg(long)]
    documented: bool,
    /// Only these relations, by id or by category: `owns,family`
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    relation: Vec<String>,
    /// None of these relations
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    not_relation: Vec<String>,
    /// Only links whose dates allow this day (a missing bound is open; a link that ended may have
    /// ended by then); links without any date are left out and counted
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Day>,
    /// Not through this name
    #[arg(long, value_name = "NAME")]
    avoid: Vec<String>,
    /// Without this source: claims of which it is on every chain carry no link
    #[arg(long, value_name = "SOURCE")]
    without_source: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StandingWord {
    Uncontested,
    Disputed,
    Denied,
    Retracted,
}

impl From<StandingWord> for Standing {
    fn from(word: StandingWord) -> Self {
        match word {
            StandingWord::Uncontested => Self::Uncontested,
            StandingWord::Disputed => Self::Disputed,
            StandingWord::Denied => Self::Denied,
            StandingWord::Retracted => Self::Retracted,
        }
    }
}

impl SelectionArgs {
    /// The choice, where one is made.
    pub fn given(self) -> Option<Selection> {
        let selection = Selection::from(self);
        selection.asks().then_some(selection)
    }
}

impl From<SelectionArgs> for Selection {
    fn from(args: SelectionArgs) -> Self {
        let SelectionArgs {
            uncontested,
            standing,
            min_origins,
            named,
            documented,
            relation,
            not_relation,
            on,
            avoid,
            without_source,
        } = args;
        let mut standings: Vec<Standing> = standing.into_iter().map(Standing::from).collect();
        standings.sort_unstable();
        standings.dedup();
        Self {
            standings: match (uncontested, standings.is_empty()) {
                (true, _) => Some(vec![Standing::Uncontested]),
                (false, true) => None,
                (false, false) => Some(standings),
            },
            by_uncontested: uncontested,
            min_origins: min_origins.unwrap_or_default(),
            named,
            documented,
            relations: trimmed(relation),
            not_relations: trimmed(not_relation),
            known_relations: known_relations(),
            on,
            avoid,
            without_sources: without_source,
        }
    }
}

/// Without the spaces that follow a comma in a sentence.
fn trimmed(words: Vec<String>) -> Vec<String> {
    let words = words.iter().map(|word| word.trim().to_owned());
    words.collect()
}

/// The relations that ship with the program: to ask for one that a case does
/// not use is no mistake.
pub(super) fn known_relations() -> Vec<KnownRelation> {
    let table = shipped_relations();
    let text = |row: DraftRow, column: &str| row.cell(column).map(|cell| cell.text().to_owned());
    let known = table.rows().filter_map(|row| {
        Some(KnownRelation {
            id: text(row, "id")?,
            category: text(row, "category")?,
        })
    });
    known.collect()
}
