//! Answers to claims (denials, refusals, silences, confirmations, retractions)
//! and open questions.

use super::claim::{Claim, Meeting};
use super::date::{Day, Edtf};
use super::entity::Entity;
use super::rows::{Identified, Ix};
use super::source::{Source, words};
use super::table::RowPlace;

/// One row of `denials.csv`, whatever its stance.
#[derive(Debug, Clone)]
pub struct Denial {
    pub id: Box<str>,
    /// What it answers; sorted, never empty.
    pub of: Box<[Target]>,
    pub stance: Stance,
    /// Always given for `denied` and `confirmed`.
    pub scope: Option<Scope>,
    pub by: Option<Speaker>,
    pub on_behalf_of: Option<Ix<Entity>>,
    pub via: Option<Ix<Source>>,
    pub asked: Option<Edtf>,
    pub deadline: Option<Edtf>,
    pub when: Option<Edtf>,
    pub quote: Option<Box<str>>,
    pub text: Option<Box<str>>,
    pub recorded: Option<Day>,
    pub place: RowPlace,
}

impl Identified for Denial {
    fn id(&self) -> &str {
        &self.id
    }
}

/// What an answer is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    Claim(Ix<Claim>),
    /// Every attendance claim of the meeting.
    Meeting(Ix<Meeting>),
    Question(Ix<Question>),
    /// Every claim that rests on the source.
    Source(Ix<Source>),
}

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speaker {
    Source(Ix<Source>),
    Entity(Ix<Entity>),
}

words! {
    /// What an answer does.
    Stance {
        Denied "denied",
        Declined "declined",
        NoResponse "no-response",
        Commented "commented",
        Confirmed "confirmed",
        Retracted "retracted",
        Pending "pending",
    }
}

words! {
    /// How much of the claim an answer is about.
    Scope {
        Whole "whole",
        General "general",
        Part "part",
        Characterisation "characterisation",
    }
}

/// One row of `questions.csv`.
#[derive(Debug, Clone)]
pub struct Question {
    pub id: Box<str>,
    pub text: Box<str>,
    /// Sorted.
    pub about: Box<[Subject]>,
    /// Sorted.
    pub who_could_answer: Box<[Ix<Entity>]>,
    pub answered_by: Option<Ix<Claim>>,
    pub source: Option<Ix<Source>>,
    pub place: RowPlace,
}

impl Identified for Question {
    fn id(&self) -> &str {
        &self.id
    }
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Claim(Ix<Claim>),
    Meeting(Ix<Meeting>),
    Entity(Ix<Entity>),
    Source(Ix<Source>),
}
