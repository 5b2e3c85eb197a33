//! The answers of one person at a time: names, words and claims are made when
//! they are asked for.

use std::collections::BTreeSet;

use crate::answer::audit::Who;
use crate::answer::audit::{Calls, calls};
use crate::answer::brief::claim_brief;
use crate::answer::replies::{Group, Replied, RepliesClaim, ReplyKind, Way};
use crate::answer::{AnswerView, ClaimBrief, IdentityView, Named, TargetKind};
use crate::model::{Denial, Identified, Ix, Stance, Standing};

/// One person, organisation or source; or the answers without a speaker.
#[derive(Clone, Copy)]
pub struct GroupView<'a> {
    pub(super) group: &'a Group,
    pub(super) of: &'a Replied<'a>,
    pub(super) case: usize,
}

impl<'a> GroupView<'a> {
    /// `None` for answers without a speaker.
    pub fn who(&self) -> Option<Named> {
        self.of.named(self.group.who)
    }

    /// Whether it is a source that stands for itself.
    pub fn is_source(&self) -> bool {
        match self.group.who {
            Who::Source(_) => true,
            Who::Entity(_) | Who::Nobody => false,
        }
    }

    /// The case.
    pub fn case(&self) -> &'a str {
        self.of.facts.whole.name()
    }

    /// Whether the edition holds other cases too.
    pub fn among_cases(&self) -> bool {
        self.of.facts.whole.among_cases()
    }

    /// What was decided on whether it is the same as another: its answers are not
    /// joined with those of that one.
    pub fn identities(&self) -> Vec<IdentityView> {
        let facts = &self.of.facts;
        match self.group.who {
            Who::Entity(entity) => facts
                .decided(entity)
                .map(|decision| facts.whole.identity(decision))
                .collect(),
            Who::Source(_) | Who::Nobody => Vec::new(),
        }
    }

    /// Every claim it is listed with, each once, to be had in full.
    pub fn claims(&self) -> Vec<RepliesClaim> {
        let case = self.case;
        let replies = self.replies();
        let shown = replies.flat_map(|reply| reply.of.shown_with(reply.denial));
        let claims: BTreeSet<_> = shown.chain(self.group.not_asked.iter().copied()).collect();
        let claims = claims.into_iter();
        claims.map(|claim| RepliesClaim { case, claim }).collect()
    }

    /// The claims that an answer of it is shown with, to be had in full.
    pub fn claims_of(&self, reply: &ReplyView<'_>) -> impl ExactSizeIterator<Item = RepliesClaim> {
        let case = self.case;
        let shown = self.of.shown_with(reply.denial);
        shown.map(move |claim| RepliesClaim { case, claim })
    }

    /// The claims that call for an answer from it with none on record, to be had
    /// in full.
    pub fn claims_not_asked(&self) -> impl ExactSizeIterator<Item = RepliesClaim> {
        let case = self.case;
        let claims = self.group.not_asked.iter();
        claims.map(move |claim| RepliesClaim {
            case,
            claim: *claim,
        })
    }

    /// Why each of these does.
    pub fn not_asked_because(&self) -> impl Iterator<Item = Calls> {
        let claims = self.group.not_asked.iter();
        claims.map(|claim| calls(&self.of.facts, *claim).unwrap_or(Calls::Contested))
    }

    /// Its answers: by kind, then by id.
    pub fn replies(&self) -> impl ExactSizeIterator<Item = ReplyView<'a>> + use<'a> {
        let GroupView { group, of, .. } = *self;
        let replies = group.replies.iter();
        replies.map(move |(kind, denial)| ReplyView {
            kind: *kind,
            denial: *denial,
            who: group.who,
            of,
        })
    }

    /// The claims that call for an answer from it, with none on record.
    pub fn not_asked(&self) -> impl ExactSizeIterator<Item = NotAsked> + use<'a> {
        let GroupView { group, of, .. } = *self;
        let claims = group.not_asked.iter();
        claims.map(move |claim| NotAsked {
            claim: claim_brief(&of.facts.whole, *claim),
            calls: calls(&of.facts, *claim).unwrap_or(Calls::Contested),
        })
    }

    /// The ids of its answers that declined, or never came, on something else
    /// than what it was not asked about.
    pub fn elsewhere(&self) -> Vec<String> {
        match self.group.who {
            Who::Entity(entity) if !self.group.not_asked.is_empty() => {
                let refused = self.of.record.refused(entity);
                refused
                    .map(|denial| self.of.facts.case.denials[denial].id().to_owned())
                    .collect()
            }
            Who::Entity(_) | Who::Source(_) | Who::Nobody => Vec::new(),
        }
    }
}

/// A claim on which nothing from a party is on record.
#[derive(Debug, Clone)]
pub struct NotAsked {
    pub claim: ClaimBrief,
    /// Why it calls for an answer.
    pub calls: Calls,
}

/// One answer, as it comes from somebody.
#[derive(Clone, Copy)]
pub struct ReplyView<'a> {
    pub kind: ReplyKind,
    denial: Ix<Denial>,
    who: Who,
    of: &'a Replied<'a>,
}

impl<'a> ReplyView<'a> {
    /// The answer itself.
    pub fn answer(&self) -> AnswerView {
        self.of.facts.whole.answer(self.denial)
    }

    /// How it comes from whom it is listed under.
    pub fn way(&self) -> Way {
        self.of.way(self.who, self.row())
    }

    /// How many days ago a deadline passed that nothing came by.
    pub fn days_overdue(&self) -> Option<i64> {
        let requests = &self.of.record.requests;
        let days = requests.days_overdue(&self.of.facts, self.who, self.row());
        days.filter(|_| self.kind == ReplyKind::Overdue)
    }

    /// Of a request that is out: whether an answer to the same is on record.
    pub fn is_settled(&self) -> bool {
        self.row().stance == Stance::Pending
            && self.of.record.requests.is_settled(self.who, self.row())
    }

    /// The reports and questions that it was given to.
    pub fn of_others(&self) -> Vec<Named> {
        let targets = self.answer().of.into_iter();
        let others = targets.filter(|target| match target.kind {
            TargetKind::Source | TargetKind::Question => true,
            TargetKind::Claim => false,
        });
        others.map(|target| target.named).collect()
    }

    /// The ids of the claims it is shown with, in order.
    pub fn claim_ids(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        let of = self.of;
        let claims = of.shown_with(self.denial);
        claims.map(move |claim| of.facts.case.claims[claim].id())
    }

    /// Their standings.
    pub fn standings(&self) -> impl Iterator<Item = Standing> + use<'a> {
        let of = self.of;
        let claims = of.shown_with(self.denial);
        claims.map(move |claim| of.facts.assessed(claim).standing)
    }

    /// The claims in short, with all answers to them.
    pub fn claims(&self) -> impl ExactSizeIterator<Item = ClaimBrief> + use<'a> {
        let of = self.of;
        let claims = of.shown_with(self.denial);
        claims.map(move |claim| claim_brief(&of.facts.whole, claim))
    }

    fn row(&self) -> &'a Denial {
        &self.of.facts.case.denials[self.denial]
    }
}
