//! Dated claims and dated answers in the order of their dates.
//!
//! Takes names, or none for the whole case, and a span of days; gives what may
//! fall into it, each read when its turn comes, and counts what has no date.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::containing::resolve_all;
use crate::answer::graph::Graph;
use crate::answer::name::Wanted;
use crate::answer::{AnswerError, AnswerView, ClaimView, Named};
use crate::edition::TermId;
use crate::model::{DateShape, Day, Edtf, Standing, iri};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct TimelineQuestion {
    /// People, organisations or assets; none is everything.
    pub names: Vec<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// What is dated, found but not yet read.
pub struct Timeline {
    graph: Graph,
    pub names: Vec<Named>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Claims that have no date that could be placed.
    pub undated: usize,
    /// Claims and answers with a date that cannot fall into the days asked for.
    pub outside: usize,
    /// Those among them whose date is uncertain or approximate: as written it
    /// cannot fall there, and it may all the same.
    pub outside_unsure: usize,
    entries: Vec<Key>,
    without: Vec<TermId>,
    // For each claim which of the names take part in it.
    parts: BTreeMap<TermId, BTreeSet<usize>>,
}

#[derive(Debug, Clone)]
struct Key {
    // `None` is before everything.
    earliest: Option<Day>,
    // A missing one comes last.
    latest: (bool, Option<Day>),
    iri: String,
    id: TermId,
    is_answer: bool,
}

/// One dated claim or answer.
#[derive(Debug, Clone)]
pub struct TimelineEntry {
    pub what: Dated,
    /// `None` for an undated claim.
    pub shape: Option<DateShape>,
    /// Which of the names asked for take part, by id.
    pub of: Vec<Named>,
}

/// What has a date.
#[derive(Debug, Clone)]
pub enum Dated {
    Claim(Box<ClaimView>),
    /// An answer, and the claims it was given to.
    Answer {
        answer: Box<AnswerView>,
        claims: Vec<ClaimView>,
    },
}

/// How many claims of each standing there are, and how many answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TimelineCounts {
    pub claims: usize,
    pub answers: usize,
    /// Claims that are disputed, denied or withdrawn.
    pub contested: usize,
}

/// Finds what is dated.
///
/// # Errors
/// For a name that nothing or more than one thing has, and when the edition is
/// damaged.
pub fn find_timeline(graph: &Graph, question: &TimelineQuestion) -> Result<Timeline, AnswerError> {
    let TimelineQuestion { names, from, to } = question;
    let mut asked = Vec::new();
    for id in resolve_all(graph, names, Wanted::Entity)? {
        if !asked.contains(&id) {
            asked.push(id);
        }
    }
    let mut parts: BTreeMap<TermId, BTreeSet<usize>> = BTreeMap::new();
    for (at, entity) in asked.iter().enumerate() {
        for claim in graph.claims_about(*entity)? {
            parts.entry(claim).or_default().insert(at);
        }
    }
    let of_all = asked.is_empty();
    let mut timeline = Timeline {
        names: asked
            .iter()
            .map(|id| graph.named(*id))
            .collect::<Result<_, _>>()?,
        from: *from,
        to: *to,
        undated: 0,
        outside: 0,
        outside_unsure: 0,
        entries: Vec::new(),
        without: Vec::new(),
        graph: graph.clone(),
        parts,
    };
    let is_a = format!("{}type", iri::RDF);
    let of_class = |class: &str| -> Result<Vec<TermId>, AnswerError> {
        match graph.node(&iri::ng(class))? {
            Some(class) => graph.subjects(&is_a, class),
            None => Ok(Vec::new()),
        }
    };
    let claims: Vec<TermId> = match of_all {
        true => of_class("Claim")?,
        false => timeline.parts.keys().copied().collect(),
    };
    let answers: BTreeSet<TermId> = match of_all {
        true => of_class("Denial")?.into_iter().collect(),
        false => {
            let mut answers = BTreeSet::new();
            for claim in &claims {
                answers.extend(graph.objects(*claim, "answer")?);
            }
            answers
        }
    };
    for claim in claims {
        timeline.add(claim, false)?;
    }
    for answer in answers {
        timeline.add(answer, true)?;
    }
    timeline.entries.sort_by(|a, b| {
        let key = |entry: &Key| (entry.earliest, entry.latest, entry.is_answer);
        key(a).cmp(&key(b)).then_with(|| a.iri.cmp(&b.iri))
    });
    Ok(timeline)
}

impl Timeline {
    fn add(&mut self, id: TermId, is_answer: bool) -> Result<(), AnswerError> {
        let written = self.graph.text(id, "when")?;
        let Some(date) = written.and_then(|text| text.parse::<Edtf>().ok()) else {
            if !is_answer {
                self.undated += 1;
                self.without.push(id);
            }
            return Ok(());
        };
        let (earliest, latest) = (date.earliest(), date.latest());
        // A missing bound is open: it may fall into any day.
        let before = |day: Option<Day>| latest.zip(day).is_some_and(|(last, day)| last < day);
        let after = |day: Option<Day>| earliest.zip(day).is_some_and(|(first, day)| first > day);
        if before(self.from) || after(self.to) {
            self.outside += 1;
            let unsure = DateShape::of(&date)
                .is_some_and(|shape| shape.is_uncertain() || shape.is_approximate());
            self.outside_unsure += usize::from(unsure);
            return Ok(());
        }
        self.entries.push(Key {
            earliest,
            latest: (latest.is_none(), latest),
            iri: self.graph.iri(id)?,
            id,
            is_answer,
        });
        Ok(())
    }

    /// How many dated claims and answers there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is dated.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many there are of what.
    ///
    /// # Errors
    /// When the edition is damaged.
    pub fn counts(&self) -> Result<TimelineCounts, AnswerError> {
        let mut counts = TimelineCounts::default();
        for key in &self.entries {
            match key.is_answer {
                true => counts.answers += 1,
                false => {
                    counts.claims += 1;
                    let standing = self.graph.standing(key.id)?;
                    counts.contested += usize::from(standing != Standing::Uncontested);
                }
            }
        }
        Ok(counts)
    }

    /// The dated ones by earliest day, latest day and id.
    pub fn entries(&self) -> impl Iterator<Item = Result<TimelineEntry, AnswerError>> {
        self.entries
            .iter()
            .map(|key| self.read(key.id, key.is_answer))
    }

    /// The claims without a date, by id.
    pub fn without_date(&self) -> impl Iterator<Item = Result<TimelineEntry, AnswerError>> {
        self.without.iter().map(|id| self.read(*id, false))
    }

    /// A part of the two after each other: so many passed over, so many at most. Only
    /// these are read.
    pub fn part(
        &self,
        skip: usize,
        count: usize,
        with_undated: bool,
    ) -> impl Iterator<Item = Result<TimelineEntry, AnswerError>> {
        let dated = self.entries.iter().map(|key| (key.id, key.is_answer));
        let undated: &[TermId] = if with_undated { &self.without } else { &[] };
        let all = dated.chain(undated.iter().map(|id| (*id, false)));
        let part = all.skip(skip).take(count);
        part.map(|(id, is_answer)| self.read(id, is_answer))
    }

    fn read(&self, id: TermId, is_answer: bool) -> Result<TimelineEntry, AnswerError> {
        let graph = &self.graph;
        let date = graph.text(id, "when")?;
        let date = date.and_then(|text| text.parse::<Edtf>().ok());
        let mut of: BTreeSet<usize> = self.parts.get(&id).cloned().unwrap_or_default();
        let what = match is_answer {
            false => Dated::Claim(Box::new(graph.claim(id)?)),
            true => {
                let answer = graph.answer(id)?;
                let targets = graph.objects(id, "of")?;
                for target in &targets {
                    of.extend(self.parts.get(target).into_iter().flatten());
                }
                Dated::Answer {
                    claims: graph.claims(targets)?,
                    answer: Box::new(answer),
                }
            }
        };
        Ok(TimelineEntry {
            what,
            shape: date.as_ref().and_then(DateShape::of),
            of: of.into_iter().map(|at| self.names[at].clone()).collect(),
        })
    }
}
