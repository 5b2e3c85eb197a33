//! A case in plain strings and sets, and the notation in which it is written.
//!
//! The random generator makes these, the hand-written facts read them from
//! text, and a failing one is printed in the same text, so that it can be
//! pasted into a test as it stands. What a reference refers to is not looked
//! at here; `slow_rules::build` does.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

use nutgraf::model::Mode;
use nutgraf::model::Scope;
use nutgraf::model::SourceKind;
use nutgraf::model::Stance;

/// One case. Ids are unique over all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlainCase {
    pub entities: BTreeSet<String>,
    pub sources: BTreeMap<String, PlainSource>,
    /// The participants of each meeting.
    pub meetings: BTreeMap<String, BTreeSet<String>>,
    pub claims: BTreeMap<String, PlainClaim>,
    /// The claims that each question is about.
    pub questions: BTreeMap<String, BTreeSet<String>>,
    pub answers: BTreeMap<String, PlainAnswer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainSource {
    pub kind: SourceKind,
    pub entity: Option<String>,
    pub side: Option<String>,
    pub voices: Option<u32>,
    pub origin: Option<String>,
    pub via: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainClaim {
    pub says: Says,
    pub mode: Mode,
    pub concerns: BTreeSet<String>,
    pub sums_up: BTreeSet<String>,
    /// The cited sources; one stands twice when two of its passages are cited.
    pub cites: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    Relationship {
        subject: String,
        relation: String,
        object: String,
    },
    Attendance {
        participant: String,
        meeting: String,
    },
    Transaction {
        payer: Option<String>,
        payee: Option<String>,
        paid_in: Option<String>,
        for_asset: Option<String>,
    },
    Attribute {
        subject: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainAnswer {
    pub stance: Stance,
    pub scope: Option<Scope>,
    /// Claims, meetings, questions and sources.
    pub of: BTreeSet<String>,
    /// A source or an entity.
    pub by: Option<String>,
    pub on_behalf_of: Option<String>,
    pub via: Option<String>,
}

/// Reads a case, one row a line; panics on a line that is none.
///
/// ```text
/// entities ann bo cy
/// source paper publication
/// source friend person entity=ann side=bo voices=2 origin=leak via=paper
/// meeting m ann bo
/// claim c ann owns bo mode=ended concerns=cy sums=t cites=friend,paper
/// claim m.ann ann attended m cites=friend
/// claim m.bo bo attended m cites=friend
/// claim t pays payer=ann payee=bo paid-in=cy for=cy cites=paper
/// claim a ann is cites=paper
/// question q about=c
/// answer d denied whole of=c,m,paper,q by=ann behalf=bo via=paper
/// ```
pub fn read(text: &str) -> PlainCase {
    let mut case = PlainCase::default();
    for line in text.lines() {
        let (cells, words): (Vec<&str>, Vec<&str>) =
            line.split_whitespace().partition(|word| word.contains('='));
        let cells = Cells(
            cells
                .iter()
                .filter_map(|cell| cell.split_once('='))
                .collect(),
        );
        match words[..] {
            [] => {}
            ["entities", ref ids @ ..] => {
                case.entities = ids.iter().map(|id| id.to_string()).collect();
            }
            ["source", id, kind] => {
                case.sources.insert(id.to_owned(), cells.source(kind));
            }
            ["meeting", id, ref participants @ ..] => {
                let participants = participants.iter().map(|id| id.to_string()).collect();
                case.meetings.insert(id.to_owned(), participants);
            }
            ["claim", id, ref statement @ ..] => {
                case.claims.insert(id.to_owned(), cells.claim(statement));
            }
            ["question", id] => {
                case.questions.insert(id.to_owned(), cells.set("about"));
            }
            ["answer", id, stance, ref scope @ ..] => {
                case.answers
                    .insert(id.to_owned(), cells.answer(stance, scope));
            }
            _ => panic!("no such row: {line}"),
        }
    }
    case
}

/// The cells of one row, by column.
struct Cells<'a>(BTreeMap<&'a str, &'a str>);

impl Cells<'_> {
    fn cell(&self, column: &str) -> Option<String> {
        self.0.get(column).map(|value| value.to_string())
    }

    fn list(&self, column: &str) -> Vec<String> {
        let value = self.cell(column).unwrap_or_default();
        let ids = value.split(',').filter(|id| !id.is_empty());
        ids.map(str::to_owned).collect()
    }

    fn set(&self, column: &str) -> BTreeSet<String> {
        self.list(column).into_iter().collect()
    }

    fn source(&self, kind: &str) -> PlainSource {
        PlainSource {
            kind: one_of(SourceKind::ALL, SourceKind::as_str, kind),
            entity: self.cell("entity"),
            side: self.cell("side"),
            voices: self
                .cell("voices")
                .map(|number| number.parse().expect("a number")),
            origin: self.cell("origin"),
            via: self.cell("via"),
        }
    }

    fn claim(&self, statement: &[&str]) -> PlainClaim {
        let says = match *statement {
            ["pays"] => Says::Transaction {
                payer: self.cell("payer"),
                payee: self.cell("payee"),
                paid_in: self.cell("paid-in"),
                for_asset: self.cell("for"),
            },
            [subject, "is"] => Says::Attribute {
                subject: subject.to_owned(),
            },
            [participant, "attended", meeting] => Says::Attendance {
                participant: participant.to_owned(),
                meeting: meeting.to_owned(),
            },
            [subject, relation, object] => Says::Relationship {
                subject: subject.to_owned(),
                relation: relation.to_owned(),
                object: object.to_owned(),
            },
            _ => panic!("no such statement: {statement:?}"),
        };
        PlainClaim {
            says,
            mode: match self.cell("mode") {
                Some(word) => one_of(&Mode::ALL, Mode::as_str, &word),
                None => Mode::Asserted,
            },
            concerns: self.set("concerns"),
            sums_up: self.set("sums"),
            cites: self.list("cites"),
        }
    }

    fn answer(&self, stance: &str, scope: &[&str]) -> PlainAnswer {
        PlainAnswer {
            stance: one_of(Stance::ALL, Stance::as_str, stance),
            scope: scope
                .first()
                .map(|word| one_of(Scope::ALL, Scope::as_str, word)),
            of: self.set("of"),
            by: self.cell("by"),
            on_behalf_of: self.cell("behalf"),
            via: self.cell("via"),
        }
    }
}

fn one_of<T: Copy>(all: &[T], name: fn(T) -> &'static str, word: &str) -> T {
    let found = all.iter().copied().find(|value| name(*value) == word);
    found.unwrap_or_else(|| panic!("no such word: {word}"))
}

impl fmt::Display for PlainCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PlainCase {
            entities,
            sources,
            meetings,
            claims,
            questions,
            answers,
        } = self;
        writeln!(f, "entities {}", joined(entities, " "))?;
        for (id, source) in sources {
            let PlainSource {
                kind,
                entity,
                side,
                voices,
                origin,
                via,
            } = source;
            write!(f, "source {id} {}", kind.as_str())?;
            cell(f, "entity", entity)?;
            cell(f, "side", side)?;
            cell(f, "voices", &voices.map(|number| number.to_string()))?;
            cell(f, "origin", origin)?;
            cell(f, "via", via)?;
            writeln!(f)?;
        }
        for (id, participants) in meetings {
            writeln!(f, "meeting {id} {}", joined(participants, " "))?;
        }
        for (id, claim) in claims {
            let PlainClaim {
                says,
                mode,
                concerns,
                sums_up,
                cites,
            } = claim;
            write!(f, "claim {id} {says}")?;
            if *mode != Mode::Asserted {
                write!(f, " mode={}", mode.as_str())?;
            }
            list(f, "concerns", concerns)?;
            list(f, "sums", sums_up)?;
            writeln!(f, " cites={}", cites.join(","))?;
        }
        for (id, about) in questions {
            write!(f, "question {id}")?;
            list(f, "about", about)?;
            writeln!(f)?;
        }
        for (id, answer) in answers {
            let PlainAnswer {
                stance,
                scope,
                of,
                by,
                on_behalf_of,
                via,
            } = answer;
            write!(f, "answer {id} {}", stance.as_str())?;
            if let Some(scope) = scope {
                write!(f, " {}", scope.as_str())?;
            }
            list(f, "of", of)?;
            cell(f, "by", by)?;
            cell(f, "behalf", on_behalf_of)?;
            cell(f, "via", via)?;
            writeln!(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Says {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Says::Relationship {
                subject,
                relation,
                object,
            } => write!(f, "{subject} {relation} {object}"),
            Says::Attendance {
                participant,
                meeting,
            } => write!(f, "{participant} attended {meeting}"),
            Says::Transaction {
                payer,
                payee,
                paid_in,
                for_asset,
            } => {
                write!(f, "pays")?;
                cell(f, "payer", payer)?;
                cell(f, "payee", payee)?;
                cell(f, "paid-in", paid_in)?;
                cell(f, "for", for_asset)
            }
            Says::Attribute { subject } => write!(f, "{subject} is"),
        }
    }
}

fn cell(f: &mut fmt::Formatter<'_>, column: &str, value: &Option<String>) -> fmt::Result {
    match value {
        Some(value) => write!(f, " {column}={value}"),
        None => Ok(()),
    }
}

fn list(f: &mut fmt::Formatter<'_>, column: &str, values: &BTreeSet<String>) -> fmt::Result {
    if values.is_empty() {
        return Ok(());
    }
    write!(f, " {column}={}", joined(values, ","))
}

fn joined(values: &BTreeSet<String>, by: &str) -> String {
    values.iter().cloned().collect::<Vec<_>>().join(by)
}
