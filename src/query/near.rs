//! What an edition says of the subjects that a walk goes round.
//!
//! A question asks ten things of one claim, one after another. From the second
//! on, all that is said of it is kept at hand, for a handful of subjects, and
//! what is at hand is not looked up again.

use std::rc::Rc;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::edition::TermId;

// Questions go round the same claim, its answer and who gave it.
const MOST_NEAR: usize = 8;
// A claim has some twenty; of a hub each is looked up by itself.
const MOST_ABOUT: usize = 64;

/// All triples of the subjects that were asked about last.
pub(super) struct Near<'w> {
    edition: &'w Edition,
    subjects: [Option<(TermId, About)>; MOST_NEAR],
    next: usize,
}

/// Predicates and objects of a subject.
pub(super) type Pairs = Rc<[(TermId, TermId)]>;

#[derive(Clone)]
enum About {
    AskedOnce,
    All(Pairs),
    TooMuch,
}

impl<'w> Near<'w> {
    pub(super) fn new(edition: &'w Edition) -> Near<'w> {
        Near {
            edition,
            subjects: [const { None }; MOST_NEAR],
            next: 0,
        }
    }

    /// Gives predicates and objects of a subject, in the edition's order, from
    /// the second time on that it is asked for.
    ///
    /// # Errors
    /// When the edition is damaged there.
    pub(super) fn about(&mut self, subject: TermId) -> Result<Option<Pairs>, EditionError> {
        let known = self.subjects.iter_mut().flatten();
        let Some((_, about)) = known.into_iter().find(|(known, _)| *known == subject) else {
            self.subjects[self.next] = Some((subject, About::AskedOnce));
            self.next = (self.next + 1) % MOST_NEAR;
            return Ok(None);
        };
        if let About::AskedOnce = about {
            let all = self.edition.matching(Some(subject), None, None);
            let all = all.take(MOST_ABOUT + 1).map(|found| {
                let [_, predicate, object] = found?;
                Ok((predicate, object))
            });
            let all = all.collect::<Result<Rc<[_]>, EditionError>>()?;
            *about = match all.len() > MOST_ABOUT {
                true => About::TooMuch,
                false => About::All(all),
            };
        }
        Ok(match about {
            About::All(all) => Some(Rc::clone(all)),
            About::AskedOnce | About::TooMuch => None,
        })
    }
}
