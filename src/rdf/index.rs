//! What can be found by name and by word.
//!
//! Two indexes go into the edition: *names* (whole folded names, aliases and
//! ids of entities, sources and the rest) and *words* (single folded words of
//! names and texts).

use std::collections::BTreeSet;

use oxigraph::model::NamedNode;

use super::node;
use crate::model::iri::CaseIris;
use crate::model::{Case, Identified, fold, words};

/// Which index a key belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    Names,
    Words,
}

/// Hands out, resource by resource, the keys under which it is found: sorted,
/// none twice. Placeholders are found by id and by word but never by name:
/// their words are the report's, not a name.
pub fn index_entries(case: &Case, sink: &mut dyn FnMut(Index, &NamedNode, BTreeSet<String>)) {
    let iris = CaseIris::new(&case.base);
    let mut entries = Entries { sink };
    for (_, entity) in case.entities.iter() {
        let names = entity
            .named
            .then(|| std::iter::once(&entity.name).chain(&entity.aliases));
        let names: Vec<&str> = names.into_iter().flatten().map(|name| &**name).collect();
        let mut texts = vec![&*entity.name];
        texts.extend(entity.aliases.iter().map(|alias| &**alias));
        texts.extend(entity.description.as_deref());
        entries.add(iris.entity(&entity.id), &entity.id, &names, &texts);
    }
    for (_, meeting) in case.meetings.iter() {
        let mut texts = vec![&*meeting.text];
        texts.extend(meeting.occasion.as_deref());
        texts.extend(meeting.venue.as_deref());
        entries.add(iris.entity(&meeting.id), &meeting.id, &[], &texts);
    }
    for (_, source) in case.sources.iter() {
        entries.add(
            iris.source(&source.id),
            &source.id,
            &[&source.name],
            &[&source.name],
        );
    }
    for (_, claim) in case.claims.iter() {
        let quotes = claim.citations().iter().filter_map(|c| c.quote.as_deref());
        let texts: Vec<&str> = std::iter::once(&*claim.text).chain(quotes).collect();
        entries.add(iris.claim(claim.id()), claim.id(), &[], &texts);
    }
    for (_, denial) in case.denials.iter() {
        let texts = [denial.quote.as_deref(), denial.text.as_deref()];
        let texts: Vec<&str> = texts.into_iter().flatten().collect();
        entries.add(iris.denial(&denial.id), &denial.id, &[], &texts);
    }
    for (_, question) in case.questions.iter() {
        entries.add(
            iris.question(&question.id),
            &question.id,
            &[],
            &[&question.text],
        );
    }
}

struct Entries<'s> {
    sink: &'s mut dyn FnMut(Index, &NamedNode, BTreeSet<String>),
}

impl Entries<'_> {
    fn add(&mut self, iri: String, id: &str, names: &[&str], texts: &[&str]) {
        let resource = node(iri);
        let mut keys: BTreeSet<String> = names.iter().map(|name| fold(name)).collect();
        keys.insert(id.to_owned());
        (self.sink)(Index::Names, &resource, keys);
        let words: BTreeSet<String> = texts.iter().flat_map(|text| words(text)).collect();
        (self.sink)(Index::Words, &resource, words);
    }
}
