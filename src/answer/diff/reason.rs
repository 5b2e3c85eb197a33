//! Why the standing of a claim is another one: by which answer, by which
//! withdrawal, by which claim that it sums up.

use std::collections::BTreeMap;

use crate::answer::diff::Difference;
use crate::answer::{AnswerError, AnswerView, CitedSource, ClaimView, Named, SummedUp};
use crate::model::{Stance, Standing};

/// One reason; several may hold together.
#[derive(Debug, Clone)]
pub enum Reason {
    AnswerNew(AnswerView),
    AnswerGone(AnswerView),
    AnswerChanged {
        before: Box<AnswerView>,
        after: Box<AnswerView>,
    },
    /// A source that withdrew: citations that rest on it count no more.
    Withdrawn(Named),
    /// One that no longer counts as withdrawn.
    NotWithdrawn(Named),
    /// It cites a source that it did not, or no longer does.
    Cites(Named),
    CitesNoMore(Named),
    /// A claim that it sums up: its standing, where it was or is summed up.
    Part {
        claim: Named,
        before: Option<Standing>,
        after: Option<Standing>,
        /// Every answer to it, as it is now.
        answers: Vec<AnswerView>,
    },
    /// A source whose row changed, and with it perhaps whose side it is on.
    Source(Named),
    /// Standings were computed by another rule set.
    Rules,
    /// Another entity is a party to it.
    Parties,
}

impl Difference {
    pub(super) fn because(
        &self,
        before: &ClaimView,
        after: &ClaimView,
    ) -> Result<Vec<Reason>, AnswerError> {
        let mut because = Vec::new();
        self.answers_changed(before, after, &mut because)?;
        sources_changed(&before.sources, &after.sources, &mut because);
        parts_changed(&before.summarises, &after.summarises, &mut because);
        if because.is_empty() {
            let speakers = after.answers.iter().filter_map(|answer| answer.by.clone());
            let sources = after
                .sources
                .iter()
                .flat_map(|cited| cited.chain.iter().cloned());
            let mut named: Vec<Named> = speakers.chain(sources).collect();
            named.sort();
            named.dedup();
            for named in named {
                if let Some(id) = self.new.node(&named.iri)?
                    && self.changed_sources.contains(&id)
                {
                    because.push(Reason::Source(named));
                }
            }
        }
        if self.before.rule_set != self.after.rule_set {
            because.push(Reason::Rules);
        }
        if because.is_empty() {
            because.push(Reason::Parties);
        }
        Ok(because)
    }

    fn answers_changed(
        &self,
        before: &ClaimView,
        after: &ClaimView,
        because: &mut Vec<Reason>,
    ) -> Result<(), AnswerError> {
        let by_id = |claim: &ClaimView| -> BTreeMap<String, AnswerView> {
            let answers = claim.answers.iter().cloned();
            answers.map(|answer| (answer.id.clone(), answer)).collect()
        };
        // Other stances change no standing.
        let decides = |answer: &AnswerView| match answer.stance {
            Stance::Denied | Stance::Retracted => true,
            Stance::Declined
            | Stance::NoResponse
            | Stance::Commented
            | Stance::Confirmed
            | Stance::Pending => false,
        };
        let (mut were, are) = (by_id(before), by_id(after));
        for (id, answer) in are {
            let was = were.remove(&id);
            let number = self.new.node(&answer.iri)?;
            let changed = number.is_some_and(|number| self.changed_answers.contains(&number));
            match was {
                None if decides(&answer) => because.push(Reason::AnswerNew(answer)),
                Some(was) if changed && (decides(&was) || decides(&answer)) => {
                    because.push(Reason::AnswerChanged {
                        before: Box::new(was),
                        after: Box::new(answer),
                    });
                }
                None | Some(_) => {}
            }
        }
        let gone = were.into_values().filter(decides);
        because.extend(gone.map(Reason::AnswerGone));
        Ok(())
    }
}

/// Whether each cited source counts as withdrawn, by id.
fn cited(sources: &[CitedSource]) -> BTreeMap<&str, (&Named, bool)> {
    let sources = sources.iter();
    sources
        .map(|cited| (&*cited.named.id, (&cited.named, cited.withdrawn)))
        .collect()
}

fn sources_changed(before: &[CitedSource], after: &[CitedSource], because: &mut Vec<Reason>) {
    let (mut were, are) = (cited(before), cited(after));
    for (id, (named, withdrawn)) in are {
        match were.remove(id) {
            Some((_, was)) if was == withdrawn => {}
            Some((_, true)) => because.push(Reason::NotWithdrawn(named.clone())),
            Some((_, false)) => because.push(Reason::Withdrawn(named.clone())),
            None => because.push(Reason::Cites(named.clone())),
        }
    }
    let gone = were.into_values().map(|(named, _)| named.clone());
    because.extend(gone.map(Reason::CitesNoMore));
}

fn parts_changed(before: &[SummedUp], after: &[SummedUp], because: &mut Vec<Reason>) {
    let by_id = |parts: &[SummedUp]| -> BTreeMap<String, SummedUp> {
        let parts = parts.iter().cloned();
        parts.map(|part| (part.named.id.clone(), part)).collect()
    };
    let (mut were, are) = (by_id(before), by_id(after));
    for (id, part) in are {
        let was = were.remove(&id).map(|part| part.standing);
        if was != Some(part.standing) {
            because.push(Reason::Part {
                claim: part.named,
                before: was,
                after: Some(part.standing),
                answers: part.answers,
            });
        }
    }
    because.extend(were.into_values().map(|part| Reason::Part {
        claim: part.named,
        before: Some(part.standing),
        after: None,
        answers: part.answers,
    }));
}
