//! The rows of a redacted case: what is told of a protected source, and of
//! whatever rests on it.
//!
//! Takes a case, what of it is covered, and the new ids; gives a case of the
//! same claims. Kept of a protected source is only what the rules count by and
//! what says how its words travelled: kind, number of voices, chain, and that
//! it shares an origin. Every struct is taken apart by name, so that a new
//! column stops the build here until somebody decides about it.

use super::cover::Cover;
use super::numbers::Names;
use crate::model::answer::{Denial, Question, Speaker, Subject, Target};
use crate::model::case::Case;
use crate::model::claim::{Citation, Claim, Notes};
use crate::model::entity::Entity;
use crate::model::rows::{Ix, Rows};
use crate::model::source::Source;

/// The indexes of the rows that have new ids, and so another order.
pub(super) struct Moved {
    sources: Vec<Ix<Source>>,
    denials: Vec<Ix<Denial>>,
    questions: Vec<Ix<Question>>,
}

impl Moved {
    pub(super) fn source(&self, old: Ix<Source>) -> Ix<Source> {
        self.sources[old.number() as usize]
    }

    pub(super) fn denial(&self, old: Ix<Denial>) -> Ix<Denial> {
        self.denials[old.number() as usize]
    }

    fn question(&self, old: Ix<Question>) -> Ix<Question> {
        self.questions[old.number() as usize]
    }

    fn target(&self, target: Target) -> Target {
        match target {
            Target::Source(source) => Target::Source(self.source(source)),
            Target::Question(question) => Target::Question(self.question(question)),
            Target::Claim(_) | Target::Meeting(_) => target,
        }
    }

    fn speaker(&self, speaker: Speaker) -> Speaker {
        match speaker {
            Speaker::Source(source) => Speaker::Source(self.source(source)),
            Speaker::Entity(_) => speaker,
        }
    }

    fn subject(&self, subject: Subject) -> Subject {
        match subject {
            Subject::Source(source) => Subject::Source(self.source(source)),
            Subject::Claim(_) | Subject::Meeting(_) | Subject::Entity(_) => subject,
        }
    }
}

/// The case without what is covered, still with every entity and the number of
/// every row; and where the renamed rows have gone.
pub(super) fn withhold(full: &Case, cover: &Cover, names: &Names<'_>) -> (Case, Moved) {
    let sources = full.sources.iter();
    let sources = Rows::new(
        sources
            .map(|(ix, row)| source(row, cover.is_protected(ix), names, ix))
            .collect(),
    );
    let denials = full.denials.iter();
    let denials: Vec<Denial> = denials
        .map(|(ix, row)| match cover.has_denial(ix) {
            true => denial(row, cover, names.denial(ix)),
            false => row.clone(),
        })
        .collect();
    let denials = Rows::new(denials);
    let questions = full.questions.iter();
    let questions: Vec<Question> = questions
        .map(|(ix, row)| match cover.has_question(ix) {
            true => question(row, names.question(ix)),
            false => row.clone(),
        })
        .collect();
    let questions = Rows::new(questions);
    let moved = Moved {
        sources: gone_to(&sources, full.sources.indexes().map(|ix| names.source(ix))),
        denials: gone_to(&denials, full.denials.indexes().map(|ix| names.denial(ix))),
        questions: gone_to(
            &questions,
            full.questions.indexes().map(|ix| names.question(ix)),
        ),
    };

    // The order of the ids is final, so that no index moves any more.
    let mut sources = sources.into_rows();
    for source in &mut sources {
        source.via = source.via.map(|via| moved.source(via));
    }
    let mut denials = denials.into_rows();
    for denial in &mut denials {
        denial.of.iter_mut().for_each(|of| *of = moved.target(*of));
        denial.of.sort_unstable();
        denial.by = denial.by.map(|by| moved.speaker(by));
        denial.via = denial.via.map(|via| moved.source(via));
    }
    let mut questions = questions.into_rows();
    for question in &mut questions {
        let about = &mut question.about;
        about
            .iter_mut()
            .for_each(|what| *what = moved.subject(*what));
        about.sort_unstable();
        question.source = question.source.map(|source| moved.source(source));
    }
    let claims = full.claims.iter();
    let claims = claims.map(|(_, row)| claim(row, cover, &moved)).collect();
    let case = Case {
        base: full.base.clone(),
        title: full.title.clone(),
        entities: full.entities.clone(),
        relations: full.relations.clone(),
        sources: Rows::new(sources),
        claims: Rows::new(claims),
        meetings: full.meetings.clone(),
        denials: Rows::new(denials),
        questions: Rows::new(questions),
        identities: full.identities.clone(),
        assessed: None,
    };
    (case, moved)
}

fn gone_to<'n, T: crate::model::rows::Identified>(
    rows: &Rows<T>,
    new_ids: impl Iterator<Item = &'n str>,
) -> Vec<Ix<T>> {
    new_ids
        .map(|id| {
            rows.find(id)
                .expect("each new id is that of a row just made")
        })
        .collect()
}

fn source(row: &Source, protected: bool, names: &Names<'_>, ix: Ix<Source>) -> Source {
    let Source {
        id: _,
        kind,
        name: _,
        // Who it is and on whose side: that is the secret.
        entity: _,
        side: _,
        voices,
        // An eyewitness of a meeting is one of a few.
        knowledge: _,
        terms: _,
        origin,
        via,
        url: _,
        archived: _,
        published: _,
        accessed: _,
        sha256: _,
        reliability: _,
        protected: _,
        place,
    } = row;
    let origin = origin.as_deref().map(|origin| names.origin(origin).into());
    if !protected {
        return Source {
            origin,
            ..row.clone()
        };
    }
    let id: Box<str> = names.source(ix).into();
    Source {
        name: match id.rsplit_once('-') {
            Some((_, number)) => format!("Protected source {number}").into(),
            None => "Protected source".into(),
        },
        id,
        kind: *kind,
        entity: None,
        side: None,
        voices: *voices,
        knowledge: None,
        terms: None,
        origin,
        via: *via,
        url: None,
        archived: None,
        published: None,
        accessed: None,
        sha256: None,
        reliability: None,
        protected: true,
        place: *place,
    }
}

/// Whom an answer is given for, as far as that is told: for whom a protected
/// source speaks says who it is.
pub(super) fn principal(denial: &Denial, cover: &Cover) -> Option<Ix<Entity>> {
    match denial.by {
        Some(Speaker::Source(source)) if cover.is_protected(source) => None,
        Some(Speaker::Source(_) | Speaker::Entity(_)) | None => denial.on_behalf_of,
    }
}

fn denial(row: &Denial, cover: &Cover, id: &str) -> Denial {
    let Denial {
        id: _,
        of,
        stance,
        scope,
        by,
        on_behalf_of: _,
        via,
        // The days are those on which the source was spoken to.
        asked: _,
        deadline: _,
        when: _,
        quote: _,
        text: _,
        recorded: _,
        place,
    } = row;
    Denial {
        id: id.into(),
        of: of.clone(),
        stance: *stance,
        scope: *scope,
        by: *by,
        on_behalf_of: principal(row, cover),
        via: *via,
        asked: None,
        deadline: None,
        when: None,
        quote: None,
        text: None,
        recorded: None,
        place: *place,
    }
}

fn question(row: &Question, id: &str) -> Question {
    let Question {
        id: _,
        text: _,
        about,
        // The few who could know are the few who could have told.
        who_could_answer: _,
        answered_by,
        source,
        place,
    } = row;
    Question {
        id: id.into(),
        text: "The text is withheld, since the question concerns a protected source.".into(),
        about: about.clone(),
        who_could_answer: Default::default(),
        answered_by: *answered_by,
        source: *source,
        place: *place,
    }
}

fn claim(row: &Claim, cover: &Cover, moved: &Moved) -> Claim {
    let rests = |citation: &Citation| cover.is_through(citation.source);
    let rests_on_protected = row.citations().iter().any(rests);
    let mut citations: Vec<Citation> = Vec::new();
    for citation in row.citations() {
        let told = match rests(citation) {
            false => Citation::new(moved.source(citation.source), citation.passage().clone()),
            // No passage is left of it, so its rows become one bare citation.
            true => Citation::bare(moved.source(citation.source)),
        };
        if !rests(citation) || !citations.contains(&told) {
            citations.push(told);
        }
    }
    let mut told = row.clone();
    if rests_on_protected {
        // Notes of the desk for itself, and the day on which it learnt of it.
        let notes = Notes {
            checked_by: None,
            concern: None,
            ..told.notes().clone()
        };
        told = told.noted(notes);
        told.recorded = None;
    }
    told.cite(citations)
        .expect("a claim has citations, and each of them stays one")
}
