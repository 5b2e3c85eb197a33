//! Random small cases from a fixed seed: small enough to be checked by eye,
//! dense enough that every rule decides something.
//!
//! Takes a seed, gives a plain case. The same seed gives the same case on any
//! machine.

use std::collections::BTreeSet;

use nutgraf::model::Mode;
use nutgraf::model::Scope;
use nutgraf::model::SourceKind;
use nutgraf::model::Stance;

use super::build::RELATIONS;
use super::plain::PlainAnswer;
use super::plain::PlainCase;
use super::plain::PlainClaim;
use super::plain::PlainSource;
use super::plain::Says;

const ENTITIES: [&str; 7] = ["ann", "bo", "cy", "di", "ed", "flo", "gus"];

/// Kinds of source, as often as they are to come up.
const KINDS: [SourceKind; 16] = [
    SourceKind::Person,
    SourceKind::Person,
    SourceKind::Spokesperson,
    SourceKind::Anonymous,
    SourceKind::Anonymous,
    SourceKind::Organization,
    SourceKind::Statement,
    SourceKind::Document,
    SourceKind::Publication,
    SourceKind::Publication,
    SourceKind::Publication,
    SourceKind::Publication,
    SourceKind::Publication,
    SourceKind::Dataset,
    SourceKind::Ledger,
    SourceKind::Editor,
];

/// Stances, as often as they are to come up.
const STANCES: [Stance; 13] = [
    Stance::Denied,
    Stance::Denied,
    Stance::Denied,
    Stance::Denied,
    Stance::Retracted,
    Stance::Retracted,
    Stance::Confirmed,
    Stance::Confirmed,
    Stance::Confirmed,
    Stance::Declined,
    Stance::NoResponse,
    Stance::Commented,
    Stance::Pending,
];

/// A stream of numbers (SplitMix64) that depends on the seed alone.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// A number of a range, both ends included.
    fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn maybe<T: Clone>(&mut self, chance: usize, from: &[T]) -> Option<T> {
        let wanted = self.percent(chance) && !from.is_empty();
        wanted.then(|| self.pick(from))
    }

    /// Up to so many different ones.
    fn some<T: Clone + Ord>(&mut self, least: usize, most: usize, from: &[T]) -> BTreeSet<T> {
        let wanted = self.between(least, most);
        let mut left = from.to_vec();
        let mut picked = BTreeSet::new();
        while picked.len() < wanted && !left.is_empty() {
            let at = self.below(left.len());
            picked.insert(left.swap_remove(at));
        }
        picked
    }
}

/// The case of this seed.
pub fn random_case(seed: u64) -> PlainCase {
    let mut dice = Dice(seed);
    let mut case = PlainCase::default();
    let entities = dice.between(3, ENTITIES.len());
    case.entities = ENTITIES[..entities]
        .iter()
        .map(|id| id.to_string())
        .collect();
    add_sources(&mut dice, &mut case);
    add_claims(&mut dice, &mut case);
    for number in 0..dice.below(3) {
        let claims: Vec<String> = case.claims.keys().cloned().collect();
        let about = dice.some(0, 2, &claims);
        case.questions.insert(format!("q{number}"), about);
    }
    for number in 0..dice.between(0, 8) {
        let answer = random_answer(&mut dice, &case);
        case.answers.insert(format!("a{number}"), answer);
    }
    case
}

fn add_sources(dice: &mut Dice, case: &mut PlainCase) {
    let entities: Vec<String> = case.entities.iter().cloned().collect();
    // A source comes `via` one that is there already, whatever their names, so
    // that there is no cycle and the order of ids says nothing.
    let mut names: Vec<String> = (1..=dice.between(3, 8)).map(|n| format!("s{n}")).collect();
    let mut given = Vec::new();
    while !names.is_empty() {
        let at = dice.below(names.len());
        let name = names.swap_remove(at);
        // A word in `origin` can be a source's id by chance.
        let origins = [
            "leak".to_owned(),
            "memo".to_owned(),
            dice.pick(&["s1", "s2"]).to_owned(),
        ];
        let source = PlainSource {
            kind: dice.pick(&KINDS),
            entity: dice.maybe(30, &entities),
            side: dice.maybe(25, &entities),
            voices: dice.maybe(25, &[0, 1, 2, 3]),
            origin: dice.maybe(30, &origins),
            via: dice.maybe(65, &given),
        };
        case.sources.insert(name.clone(), source);
        given.push(name);
    }
}

fn add_claims(dice: &mut Dice, case: &mut PlainCase) {
    let entities: Vec<String> = case.entities.iter().cloned().collect();
    let wanted = dice.between(3, 10);
    while case.claims.len() < wanted {
        let number = case.claims.len();
        let room = wanted - number;
        // What is summed up is there already, so that there is no cycle.
        let earlier: Vec<String> = case.claims.keys().cloned().collect();
        let row = Row {
            mode: if dice.percent(70) {
                Mode::Asserted
            } else {
                dice.pick(&Mode::ALL)
            },
            concerns: dice.some(0, 1, &entities),
            sums_up: if dice.percent(25) {
                dice.some(1, 2, &earlier)
            } else {
                BTreeSet::new()
            },
            cites: random_citations(dice, case),
        };
        let name = dice.pick(&["c", "x"]);
        match dice.below(4) {
            0 if room >= 2 => {
                let meeting = format!("m{number}");
                let participants = dice.some(2, room.min(4).min(entities.len()), &entities);
                for participant in &participants {
                    let mut row = row.clone();
                    // Only citations can be given to one participant alone.
                    if dice.percent(40) {
                        row.cites.extend(random_citations(dice, case));
                    }
                    let says = Says::Attendance {
                        participant: participant.clone(),
                        meeting: meeting.clone(),
                    };
                    let id = format!("{meeting}.{participant}");
                    case.claims.insert(id, row.saying(says));
                }
                case.meetings.insert(meeting, participants);
            }
            1 => {
                let says = random_transaction(dice, &entities);
                case.claims
                    .insert(format!("{name}{number}"), row.saying(says));
            }
            2 => {
                let says = Says::Attribute {
                    subject: dice.pick(&entities),
                };
                case.claims
                    .insert(format!("{name}{number}"), row.saying(says));
            }
            _ => {
                let says = Says::Relationship {
                    subject: dice.pick(&entities),
                    relation: dice.pick(&RELATIONS).to_owned(),
                    object: dice.pick(&entities),
                };
                case.claims
                    .insert(format!("{name}{number}"), row.saying(says));
            }
        }
    }
}

/// The claim columns of one row.
#[derive(Clone)]
struct Row {
    mode: Mode,
    concerns: BTreeSet<String>,
    sums_up: BTreeSet<String>,
    cites: Vec<String>,
}

impl Row {
    fn saying(&self, says: Says) -> PlainClaim {
        let Row {
            mode,
            concerns,
            sums_up,
            cites,
        } = self.clone();
        PlainClaim {
            says,
            mode,
            concerns,
            sums_up,
            cites,
        }
    }
}

fn random_citations(dice: &mut Dice, case: &PlainCase) -> Vec<String> {
    let sources: Vec<String> = case.sources.keys().cloned().collect();
    (0..dice.between(1, 3))
        .map(|_| dice.pick(&sources))
        .collect()
}

fn random_transaction(dice: &mut Dice, entities: &[String]) -> Says {
    let payer = dice.maybe(70, entities);
    let payee = match payer {
        Some(_) => dice.maybe(70, entities),
        None => Some(dice.pick(entities)),
    };
    Says::Transaction {
        payer,
        payee,
        paid_in: dice.maybe(40, entities),
        for_asset: dice.maybe(40, entities),
    }
}

fn random_answer(dice: &mut Dice, case: &PlainCase) -> PlainAnswer {
    let sources: Vec<String> = case.sources.keys().cloned().collect();
    let entities: Vec<String> = case.entities.iter().cloned().collect();
    let stance = dice.pick(&STANCES);
    let (scope_chance, source_chance) = match stance {
        Stance::Denied => (100, 45),
        Stance::Confirmed => (100, 55),
        Stance::Retracted => (20, 80),
        Stance::Declined | Stance::NoResponse | Stance::Commented | Stance::Pending => (20, 35),
    };
    let scopes = [
        Scope::Whole,
        Scope::Whole,
        Scope::General,
        Scope::Part,
        Scope::Characterisation,
    ];
    let mut of = BTreeSet::new();
    for _ in 0..dice.between(1, 2) {
        // Answers meet on one claim more often than chance would have it.
        let answered: Vec<String> = case.answers.values().flat_map(|a| a.of.clone()).collect();
        let again = dice.maybe(40, &answered);
        of.insert(again.unwrap_or_else(|| random_target(dice, case)));
    }
    // Who answers is often somebody the first of them is about.
    let near = match case.claims.get(of.first().expect("there is one at least")) {
        Some(claim) => entities_of(claim),
        None => Vec::new(),
    };
    let by = if dice.percent(source_chance) {
        Some(dice.pick(&sources))
    } else {
        dice.maybe(50, &near).or(dice.maybe(70, &entities))
    };
    // Whoever withdraws, withdraws mostly what is its own.
    if stance == Stance::Retracted && dice.percent(40) {
        of.extend(
            by.iter()
                .filter(|by| case.sources.contains_key(*by))
                .cloned(),
        );
    }
    PlainAnswer {
        stance,
        scope: dice.maybe(scope_chance, &scopes),
        of,
        by,
        on_behalf_of: dice.maybe(25, &entities),
        via: dice.maybe(30, &sources),
    }
}

/// The entities that a claim names.
fn entities_of(claim: &PlainClaim) -> Vec<String> {
    let named = match claim.says.clone() {
        Says::Relationship {
            subject,
            relation: _,
            object,
        } => vec![Some(subject), Some(object)],
        Says::Attendance {
            participant,
            meeting: _,
        } => vec![Some(participant)],
        Says::Transaction {
            payer,
            payee,
            paid_in,
            for_asset,
        } => vec![payer, payee, paid_in, for_asset],
        Says::Attribute { subject } => vec![Some(subject)],
    };
    named
        .into_iter()
        .flatten()
        .chain(claim.concerns.clone())
        .collect()
}

fn random_target(dice: &mut Dice, case: &PlainCase) -> String {
    let ids: Vec<String> = match dice.below(10) {
        0..=1 if !case.meetings.is_empty() => case.meetings.keys().cloned().collect(),
        2 if !case.questions.is_empty() => case.questions.keys().cloned().collect(),
        3..=5 => case.sources.keys().cloned().collect(),
        _ => case.claims.keys().cloned().collect(),
    };
    dice.pick(&ids)
}
