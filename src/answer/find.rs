//! Search: names, aliases, ids, and words of texts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use fixedbitset::FixedBitSet;
use oxigraph::model::Term;

use crate::answer::graph::Graph;
use crate::answer::{AnswerError, Candidate, Kind};
use crate::edition::TermId;
use crate::model::iri;
use crate::model::{EntityGroup, Standing, fold, words};

/// Of more claims than so many it is not counted how many have which standing.
const MOST_COUNTED: usize = 100_000;

/// One thing that was found.
#[derive(Debug, Clone)]
pub struct Found {
    pub what: Candidate,
    pub matched: Matched,
    /// The standing, where it is a claim.
    pub standing: Option<Standing>,
    /// The number of answers to be shown with it, where it is a claim.
    pub answers: Option<u32>,
}

/// What kinds of thing are told apart in what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundKind {
    Entity(EntityGroup),
    Meeting,
    Source,
    Claim,
    Answer,
    Question,
    Identity,
}

impl FoundKind {
    /// Every kind.
    pub const ALL: [FoundKind; 9] = [
        FoundKind::Entity(EntityGroup::Person),
        FoundKind::Entity(EntityGroup::Organization),
        FoundKind::Entity(EntityGroup::Asset),
        FoundKind::Meeting,
        FoundKind::Source,
        FoundKind::Claim,
        FoundKind::Answer,
        FoundKind::Question,
        FoundKind::Identity,
    ];

    /// Its place in `FoundKind::ALL`.
    fn place(self) -> usize {
        match self {
            FoundKind::Entity(EntityGroup::Person) => 0,
            FoundKind::Entity(EntityGroup::Organization) => 1,
            FoundKind::Entity(EntityGroup::Asset) => 2,
            FoundKind::Meeting => 3,
            FoundKind::Source => 4,
            FoundKind::Claim => 5,
            FoundKind::Answer => 6,
            FoundKind::Question => 7,
            FoundKind::Identity => 8,
        }
    }

    /// The word in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            FoundKind::Entity(group) => group.as_str(),
            FoundKind::Meeting => "meeting",
            FoundKind::Source => "source",
            FoundKind::Claim => "claim",
            FoundKind::Answer => "answer",
            FoundKind::Question => "question",
            FoundKind::Identity => "decision",
        }
    }

    /// The word for several.
    pub fn plural(self) -> &'static str {
        match self {
            FoundKind::Entity(EntityGroup::Person) => "people",
            FoundKind::Entity(EntityGroup::Organization) => "organisations",
            FoundKind::Entity(EntityGroup::Asset) => "assets",
            FoundKind::Meeting => "meetings",
            FoundKind::Source => "sources",
            FoundKind::Claim => "claims",
            FoundKind::Answer => "answers",
            FoundKind::Question => "questions",
            FoundKind::Identity => "decisions on identity",
        }
    }
}

/// What is looked for, and which of what is found is wanted.
#[derive(Debug, Clone, Copy)]
pub struct FindQuestion<'a> {
    pub text: &'a str,
    pub kind: Option<FoundKind>,
    /// Claims of this standing alone.
    pub standing: Option<Standing>,
    /// How many come before, and how many are wanted at most.
    pub from: usize,
    pub count: usize,
}

/// Some of what was found.
#[derive(Debug, Clone)]
pub struct FoundPart {
    pub found: Vec<Found>,
    /// How many are of the kind and standing that were asked for.
    pub in_all: usize,
    /// How many of each kind there are, whichever was asked for; in the order of
    /// `FoundKind::ALL`.
    pub kinds: [usize; FoundKind::ALL.len()],
    /// How many of the claims have which standing, in the order of `Standing::ALL`;
    /// `None` where there are too many to be looked at.
    pub standings: Option<[usize; Standing::ALL.len()]>,
}

/// How it matched; earlier is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matched {
    Id,
    Name,
    /// Part of a name or id.
    Part,
    Words,
}

impl Matched {
    /// The words used in every form.
    pub fn as_str(self) -> &'static str {
        match self {
            Matched::Id => "id",
            Matched::Name => "name",
            Matched::Part => "part of a name or id",
            Matched::Words => "words",
        }
    }
}

/// Everything that has the text as its id or name, as part of a name or id, or
/// that has all its words (the last may be the beginning of one). Best match
/// first, then by kind and id. An empty text finds nothing.
///
/// # Errors
/// When the edition is damaged.
pub fn find(graph: &Graph, text: &str) -> Result<Vec<Found>, AnswerError> {
    let mut found = Vec::new();
    graph.each_match(text, &mut |how, _, id| {
        found.push(graph.found(how, id)?);
        Ok(())
    })?;
    Ok(found)
}

/// Some of the same, from a place on; only these are read.
///
/// # Errors
/// When the edition is damaged.
pub fn find_part(graph: &Graph, question: &FindQuestion) -> Result<FoundPart, AnswerError> {
    let FindQuestion {
        text,
        kind,
        standing,
        from,
        count,
    } = *question;
    let facts = graph.edition().facts()?;
    let has_standing = graph.known("standing")?;
    let mut all = [None; Standing::ALL.len()];
    for (id, one) in all.iter_mut().zip(Standing::ALL) {
        *id = graph.node(&iri::standing(one))?;
    }
    let standing_of = |id: TermId| -> Result<Option<usize>, AnswerError> {
        let mut facts = facts.of(id)?.iter();
        let found = facts.find(|fact| Some(fact[0]) == has_standing);
        Ok(found.and_then(|[_, object]| all.iter().position(|one| *one == Some(*object))))
    };
    let mut part = FoundPart {
        found: Vec::new(),
        in_all: 0,
        kinds: [0; FoundKind::ALL.len()],
        standings: Some([0; Standing::ALL.len()]),
    };
    let mut claims = 0;
    graph.each_match(text, &mut |how, of, id| {
        part.kinds[of.place()] += 1;
        let is_claim = of == FoundKind::Claim;
        claims += usize::from(is_claim);
        if claims > MOST_COUNTED {
            part.standings = None;
        }
        let asked = standing.is_some() || part.standings.is_some();
        let its = match is_claim && asked {
            true => standing_of(id)?,
            false => None,
        };
        if let (Some(counts), Some(its)) = (&mut part.standings, its) {
            counts[its] += 1;
        }
        let fits = kind.is_none_or(|kind| kind == of)
            && standing.is_none_or(|standing| its == Some(standing as usize));
        if fits {
            if part.in_all >= from && part.found.len() < count {
                part.found.push(graph.found(how, id)?);
            }
            part.in_all += 1;
        }
        Ok(())
    })?;
    Ok(part)
}

/// What is done with each match.
type Each<'f> = dyn FnMut(Matched, FoundKind, TermId) -> Result<(), AnswerError> + 'f;

/// Rows of one kind, which come one after another: their numbers.
struct Rows {
    kind: RowKind,
    ids: Range<TermId>,
}

/// What the IRI of a row says of its kind, in the order in which what matches
/// equally well is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum RowKind {
    /// Meetings come after the others.
    Entity,
    Source,
    Claim,
    Answer,
    Question,
    Identity,
}

impl RowKind {
    const ALL: [(&str, RowKind); 6] = [
        ("entity", RowKind::Entity),
        ("source", RowKind::Source),
        ("claim", RowKind::Claim),
        ("denial", RowKind::Answer),
        ("question", RowKind::Question),
        ("identity", RowKind::Identity),
    ];

    /// Questions and decisions are told together.
    fn rank(self) -> u8 {
        match self {
            RowKind::Entity => 0,
            RowKind::Source => 1,
            RowKind::Claim => 2,
            RowKind::Answer => 3,
            RowKind::Question | RowKind::Identity => 4,
        }
    }
}

impl Graph {
    /// Does something with whatever matches, best first, then by kind and id.
    ///
    /// Nothing is read of what matches but its number, and whether an entity is a
    /// person, an organisation, an asset or a meeting.
    fn each_match(&self, text: &str, each: &mut Each<'_>) -> Result<(), AnswerError> {
        let folded = fold(text);
        if folded.is_empty() {
            return Ok(());
        }
        let rows = self.rows_by_kind()?;
        let terms = self.edition().term_count() as usize;
        let mut exact: BTreeMap<TermId, Matched> = BTreeMap::new();
        let mut parts = FixedBitSet::with_capacity(terms);
        if let Some(names) = self.edition().index("names")? {
            for id in names.exact(&folded)? {
                let how = match self.id(*id)? == text {
                    true => Matched::Id,
                    false => Matched::Name,
                };
                exact.insert(*id, how);
            }
            for entry in names.containing(&folded) {
                entry?.1.iter().for_each(|id| parts.insert(*id as usize));
            }
        }
        let mut with_words = self.with_all_words(&words(text))?;
        with_words.difference_with(&parts);
        exact.keys().for_each(|id| {
            parts.remove(*id as usize);
            with_words.remove(*id as usize);
        });
        let of = |wanted: Matched| -> Vec<TermId> {
            let of_it = exact.iter().filter(|(_, how)| **how == wanted);
            of_it.map(|(id, _)| *id).collect()
        };
        // Ids of terms fit into 32 bits.
        let ones = |set: &FixedBitSet| set.ones().map(|id| id as TermId).collect();
        for (how, ids) in [
            (Matched::Id, of(Matched::Id)),
            (Matched::Name, of(Matched::Name)),
            (Matched::Part, ones(&parts)),
            (Matched::Words, ones(&with_words)),
        ] {
            self.each_by_kind(how, &ids, &rows, each)?;
        }
        Ok(())
    }

    /// Likewise with these, which match in the same way; they ascend.
    fn each_by_kind(
        &self,
        how: Matched,
        ids: &[TermId],
        rows: &[Rows],
        each: &mut Each<'_>,
    ) -> Result<(), AnswerError> {
        let facts = self.edition().facts()?;
        let is_a = self.known(iri::RDF_TYPE)?;
        let classes = [
            (FoundKind::Meeting, self.known("Meeting")?),
            (
                FoundKind::Entity(EntityGroup::Person),
                self.known("Person")?,
            ),
            (
                FoundKind::Entity(EntityGroup::Organization),
                self.known("Organization")?,
            ),
            (FoundKind::Entity(EntityGroup::Asset), self.known("Asset")?),
        ];
        let mut meetings: Vec<TermId> = Vec::new();
        for Rows { kind, ids: range } in rows {
            // Meetings have IRIs like other entities, and come when these are through.
            if *kind != RowKind::Entity {
                for meeting in meetings.drain(..) {
                    each(how, FoundKind::Meeting, meeting)?;
                }
            }
            let from = ids.partition_point(|id| *id < range.start);
            let to = ids.partition_point(|id| *id < range.end);
            for id in &ids[from..to.max(from)] {
                let of = match kind {
                    RowKind::Source => FoundKind::Source,
                    RowKind::Claim => FoundKind::Claim,
                    RowKind::Answer => FoundKind::Answer,
                    RowKind::Question => FoundKind::Question,
                    RowKind::Identity => FoundKind::Identity,
                    RowKind::Entity => {
                        let all = facts.of(*id)?.iter();
                        let mut of = None;
                        for [_, class] in all.filter(|fact| Some(fact[0]) == is_a) {
                            let known = classes.iter().find(|(_, one)| *one == Some(*class));
                            of = of.or(known.map(|(kind, _)| *kind));
                        }
                        if of == Some(FoundKind::Meeting) {
                            meetings.push(*id);
                            continue;
                        }
                        of.ok_or_else(|| self.incomplete(*id, "what kind of thing it is"))?
                    }
                };
                each(how, of, *id)?;
            }
        }
        meetings
            .into_iter()
            .try_for_each(|meeting| each(how, FoundKind::Meeting, meeting))
    }

    /// Which numbers the rows of each kind have: terms are numbered in the order of
    /// their IRIs. In the order in which they are told.
    fn rows_by_kind(&self) -> Result<Vec<Rows>, AnswerError> {
        let mut all = Vec::new();
        for case in self.cases() {
            for (word, kind) in RowKind::ALL {
                let begins = format!("{}{word}/", case.iris.case());
                // The character after the slash.
                let ends = format!("{}{word}0", case.iris.case());
                let ids = self.first_from(&begins)?..self.first_from(&ends)?;
                all.push(Rows { kind, ids });
            }
        }
        all.sort_by_key(|rows| (rows.kind.rank(), rows.ids.start));
        Ok(all)
    }

    /// The number of the first IRI that is not before this one.
    fn first_from(&self, iri: &str) -> Result<TermId, AnswerError> {
        let (mut from, mut to) = (0, self.edition().content_term_count());
        while from < to {
            let middle = from + (to - from) / 2;
            // IRIs are numbered before everything else.
            let is_before = match self.edition().term(middle)? {
                Term::NamedNode(node) => node.as_str() < iri,
                Term::BlankNode(_) | Term::Literal(_) => false,
            };
            match is_before {
                true => from = middle + 1,
                false => to = middle,
            }
        }
        Ok(from)
    }

    /// What is told of a match.
    fn found(&self, matched: Matched, id: TermId) -> Result<Found, AnswerError> {
        let what = self.candidate(id)?;
        let (standing, answers) = match what.kind {
            Kind::Claim => (Some(self.standing(id)?), self.number(id, "answers")?),
            Kind::Meeting => self.worst_attendance(id)?,
            Kind::Entity(_)
            | Kind::Source(_)
            | Kind::Answer
            | Kind::Question
            | Kind::Identity(_)
            | Kind::Passage
            | Kind::Link => (None, None),
        };
        Ok(Found {
            standing,
            answers,
            matched,
            what,
        })
    }

    /// Whatever has all these words, of the last of them the beginning.
    fn with_all_words(&self, wanted: &[String]) -> Result<FixedBitSet, AnswerError> {
        let terms = self.edition().term_count() as usize;
        let mut left = FixedBitSet::with_capacity(terms);
        let Some(index) = self.edition().index("words")? else {
            return Ok(left);
        };
        for (at, word) in wanted.iter().enumerate() {
            let mut with = FixedBitSet::with_capacity(terms);
            let mut add = |ids: &[TermId]| ids.iter().for_each(|id| with.insert(*id as usize));
            add(index.exact(word)?);
            if at + 1 == wanted.len() {
                for entry in index.prefix(word) {
                    add(entry?.1);
                }
            }
            match at {
                0 => left = with,
                _ => left.intersect_with(&with),
            }
        }
        Ok(left)
    }

    /// The worst standing among the attendances of a meeting, and how many
    /// answers there are to them.
    fn worst_attendance(
        &self,
        meeting: TermId,
    ) -> Result<(Option<Standing>, Option<u32>), AnswerError> {
        let (mut worst, mut answers) = (None, BTreeSet::new());
        for claim in self.subjects(iri::RDF_OBJECT, meeting)? {
            worst = worst.max(Some(self.standing(claim)?));
            answers.extend(self.objects(claim, "answer")?);
        }
        Ok((worst, u32::try_from(answers.len()).ok()))
    }
}
