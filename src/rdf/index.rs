//! What can be found by name and by word.
//!
//! Two indexes go into the edition: *names* (whole folded names, aliases and
//! ids of entities, sources and the rest) and *words* (single folded words of
//! names and texts).

use super::Numbers;
use crate::model::{Case, Identified, fold, folded_words};

/// Which index a key belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    Names,
    Words,
}

/// Hands out, resource by resource, the keys under which it is found; a key
/// may come twice. Placeholders are found by id and by word but never by name:
/// their words are the report's, not a name.
pub fn index_entries(case: &Case, numbers: &Numbers, sink: &mut dyn FnMut(Index, &str, u32)) {
    let mut entries = Entries { sink };
    for (index, entity) in case.entities.iter() {
        let resource = numbers.entity(index);
        entries.id(resource, &entity.id);
        for name in std::iter::once(&entity.name).chain(&entity.aliases) {
            if entity.named {
                entries.name(resource, name);
            }
            entries.text(resource, name);
        }
        entries.text_if(resource, entity.description.as_deref());
    }
    for (index, meeting) in case.meetings.iter() {
        let resource = numbers.meeting(index);
        entries.id(resource, &meeting.id);
        entries.text(resource, &meeting.text);
        entries.text_if(resource, meeting.occasion.as_deref());
        entries.text_if(resource, meeting.venue.as_deref());
    }
    for (index, source) in case.sources.iter() {
        let resource = numbers.source(index);
        entries.id(resource, &source.id);
        entries.name(resource, &source.name);
        entries.text(resource, &source.name);
    }
    for (index, claim) in case.claims.iter() {
        let resource = numbers.claim(index);
        entries.id(resource, claim.id());
        entries.text(resource, &claim.text);
        for citation in claim.citations() {
            entries.text_if(resource, citation.passage().quote.as_deref());
        }
    }
    for (index, denial) in case.denials.iter() {
        let resource = numbers.denial(index);
        entries.id(resource, &denial.id);
        entries.text_if(resource, denial.quote.as_deref());
        entries.text_if(resource, denial.text.as_deref());
    }
    for (index, question) in case.questions.iter() {
        let resource = numbers.question(index);
        entries.id(resource, &question.id);
        entries.text(resource, &question.text);
    }
    for (index, identity) in case.identities.iter() {
        let resource = numbers.identity(index);
        entries.id(resource, &identity.id);
        entries.text_if(resource, identity.text.as_deref());
    }
}

struct Entries<'s> {
    sink: &'s mut dyn FnMut(Index, &str, u32),
}

impl Entries<'_> {
    fn id(&mut self, resource: u32, id: &str) {
        (self.sink)(Index::Names, id, resource);
    }

    fn name(&mut self, resource: u32, name: &str) {
        (self.sink)(Index::Names, &fold(name), resource);
    }

    fn text(&mut self, resource: u32, text: &str) {
        for word in folded_words(&fold(text)) {
            (self.sink)(Index::Words, word, resource);
        }
    }

    fn text_if(&mut self, resource: u32, text: Option<&str>) {
        if let Some(text) = text {
            self.text(resource, text);
        }
    }
}
