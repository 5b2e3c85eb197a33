//! What of a case rests on a protected source, and so must not be told.
//!
//! Takes a case; gives a yes or no for each of its sources, answers and
//! questions. What is told of them instead is for `withhold`.

use crate::model::answer::{Denial, Question, Speaker, Subject, Target};
use crate::model::case::Case;
use crate::model::chain::chain;
use crate::model::rows::Ix;
use crate::model::source::Source;

/// Which rows of a case are protected, or would tell of one that is.
pub(super) struct Cover {
    // Each in the order of the rows of its kind.
    protected: Vec<bool>,
    through: Vec<bool>,
    denials: Vec<bool>,
    questions: Vec<bool>,
}

impl Cover {
    pub(super) fn of(case: &Case) -> Self {
        let sources = || case.sources.indexes();
        let mut cover = Self {
            protected: sources().map(|ix| case.sources[ix].protected).collect(),
            through: Vec::new(),
            denials: Vec::new(),
            questions: Vec::new(),
        };
        cover.through = sources()
            .map(|ix| {
                let chain = chain(&case.sources, ix);
                chain.sources().iter().any(|on| cover.is_protected(*on))
            })
            .collect();
        let of_denials = case.denials.iter();
        cover.denials = of_denials.map(|(_, row)| cover.tells(row)).collect();
        let of_questions = case.questions.iter();
        cover.questions = of_questions.map(|(_, row)| cover.asks(row)).collect();
        cover
    }

    /// Whether the source itself is marked.
    pub(super) fn is_protected(&self, source: Ix<Source>) -> bool {
        self.protected[source.number() as usize]
    }

    /// Whether its words reached the desk through a protected source, itself
    /// included: the passage may be in nobody else's hands.
    pub(super) fn is_through(&self, source: Ix<Source>) -> bool {
        self.through[source.number() as usize]
    }

    pub(super) fn has_denial(&self, denial: Ix<Denial>) -> bool {
        self.denials[denial.number() as usize]
    }

    pub(super) fn has_question(&self, question: Ix<Question>) -> bool {
        self.questions[question.number() as usize]
    }

    /// An answer that a protected source gave, passed on, or was given to.
    fn tells(&self, denial: &Denial) -> bool {
        let by = match denial.by {
            Some(Speaker::Source(source)) => self.is_through(source),
            Some(Speaker::Entity(_)) | None => false,
        };
        let of = denial.of.iter().any(|target| match target {
            Target::Source(source) => self.is_protected(*source),
            Target::Claim(_) | Target::Meeting(_) | Target::Question(_) => false,
        });
        by || of || denial.via.is_some_and(|via| self.is_through(via))
    }

    /// A question that a protected source raised, or that is about one.
    fn asks(&self, question: &Question) -> bool {
        let about = question.about.iter().any(|subject| match subject {
            Subject::Source(source) => self.is_protected(*source),
            Subject::Claim(_) | Subject::Meeting(_) | Subject::Entity(_) => false,
        });
        about || question.source.is_some_and(|by| self.is_through(by))
    }
}
