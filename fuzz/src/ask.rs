//! Everything that can be asked of an edition, each question by itself.
//!
//! Takes an edition, sound or damaged, and gives the answer as text or the
//! error as text. Which questions make sense is read from a sound edition of
//! the same case; a damaged one is then asked the same.

use nutgraf::answer::{Ask, Graph, PathQuestion, Selection, find, find_paths, path_rows, show};
use nutgraf::edition::Edition;
use nutgraf::network::Network;
use nutgraf::query::{
    Format, GraphFormat, Kind, Library, Prefixes, contested, prepare, write, write_edition,
};
use nutgraf::render::{json, path_data, paths, rows, text};
use oxigraph::model::{Literal, NamedNode, Term};

/// One thing to be asked.
#[derive(Debug, Clone)]
pub enum Question {
    /// What `check` asks.
    Sound,
    /// Every term, value, triple and index key.
    Everything,
    /// The whole edition as RDF.
    Export,
    /// A question of the library, with values for its parameters.
    Library(&'static str, Vec<(String, Term)>),
    /// What is said of a resource, as RDF.
    Describe(String),
    Show(String),
    Find(String),
    Path(String, String, Ask),
}

type Asked<T> = Result<T, Box<dyn std::error::Error>>;

/// Lists what to ask of editions of a case, given a sound one.
///
/// # Errors
/// When it is not sound.
pub fn questions(sound: &Edition) -> Asked<Vec<Question>> {
    let mut all = vec![Question::Sound, Question::Everything, Question::Export];
    let rows = rows_of(sound)?;
    let of_kind = |kind: &str| {
        let part = format!("/{kind}/");
        rows.iter()
            .filter_map(move |iri| Some((iri, iri.split_once(&part)?.1)))
            .collect::<Vec<_>>()
    };
    let value = |kind: Kind| -> Option<Term> {
        let thing = |kind| {
            let things = of_kind(kind);
            let (iri, _) = things.get(things.len() / 2)?;
            Some(Term::from(NamedNode::new_unchecked(iri.as_str())))
        };
        match kind {
            Kind::Entity | Kind::EntityOrMeeting => thing("entity"),
            Kind::Claim => thing("claim"),
            Kind::Source => thing("source"),
            Kind::Denial => thing("denial"),
            Kind::Question => thing("question"),
            Kind::Relation => kind.read("relation", "owns").ok().flatten(),
            Kind::Date => kind.read("date", "2025-01-01").ok().flatten(),
            Kind::Integer => Some(Literal::from(1).into()),
            Kind::Decimal => kind.read("decimal", "1.5").ok().flatten(),
            Kind::Text => Some(Literal::from("a").into()),
        }
    };
    for question in Library::all() {
        let needed = question.header.parameters.iter().filter(|p| !p.optional);
        let values = needed.filter_map(|p| Some((p.name.clone(), value(p.kind)?)));
        all.push(Question::Library(question.name, values.collect()));
    }
    for kind in ["entity", "claim", "source", "denial", "question"] {
        let things = of_kind(kind);
        for (at, (iri, id)) in things.iter().enumerate() {
            // First, last and two between: enough to reach every part of a page.
            if at % things.len().div_ceil(3) == 0 || at + 1 == things.len() {
                all.push(Question::Show((*id).to_owned()));
                all.push(Question::Describe((*iri).clone()));
            }
        }
    }
    for words in ["a", "said", "nothing like it"] {
        all.push(Question::Find(words.to_owned()));
    }
    let entities = of_kind("entity");
    for (at, (_, from)) in entities.iter().enumerate() {
        let (_, to) = entities[(at * 7 + 3) % entities.len()];
        let ask = [Ask::Shortest, Ask::AllShortest, Ask::First(5)][at % 3];
        if at < 12 {
            all.push(Question::Path((*from).to_owned(), to.to_owned(), ask));
        }
    }
    Ok(all)
}

/// The IRIs of all rows of the cases of a sound edition, sorted.
fn rows_of(sound: &Edition) -> Asked<Vec<String>> {
    let bases: Vec<String> = sound
        .provenance()?
        .cases
        .into_iter()
        .map(|case| case.base)
        .collect();
    let mut rows = Vec::new();
    for triple in sound.matching(None, None, None) {
        if let Term::NamedNode(node) = sound.term(triple?[0])?
            && bases.iter().any(|base| node.as_str().starts_with(base))
        {
            rows.push(node.into_string());
        }
    }
    rows.sort();
    rows.dedup();
    Ok(rows)
}

/// Asks one question; the answer in full, or the words of the error.
pub fn ask(edition: &Edition, question: &Question) -> Result<String, String> {
    answer(edition, question).map_err(|error| error.to_string())
}

fn answer(edition: &Edition, question: &Question) -> Asked<String> {
    let mut out = Vec::new();
    let id = edition.content_id();
    match question {
        Question::Sound => {
            if let Some(fault) = edition.verify().into_iter().next() {
                return Err(fault.into());
            }
            Network::new(|name| edition.section(name).ok().flatten())?.check()?;
        }
        Question::Everything => return everything(edition),
        Question::Export => write_edition(edition, GraphFormat::NTriples, &mut out)?,
        Question::Library(name, values) => {
            let question = Library::find(name).ok_or("a question of the library")?;
            let mut prepared = prepare(edition, question.text)?;
            for (name, value) in values {
                prepared.bind(name, value.clone())?;
            }
            let graph = Graph::new(edition.clone())?;
            prepared.find_paths(&|request| path_rows(&graph, request))?;
            let (found, named) = prepared.run_named(edition)?;
            write(&found, Format::Table, prepared.prefixes(), &mut out)?;
            write(&found, Format::Json, prepared.prefixes(), &mut out)?;
            let contested = contested(edition, &named)?;
            out.extend(format!("{contested:?}").bytes());
        }
        Question::Describe(iri) => {
            let prepared = prepare(edition, &format!("DESCRIBE <{iri}>"))?;
            let found = prepared.run(edition)?;
            write(&found, Format::Turtle, &Prefixes::of(edition)?, &mut out)?;
        }
        Question::Show(name) => {
            let shown = show(&Graph::new(edition.clone())?, name)?;
            text::shown(&shown).write(&mut out, false, Some(60))?;
            json::write(&json::shown(id, &shown), &mut out)?;
            rows::shown(&shown).write_as(None, &mut out)?;
        }
        Question::Find(words) => {
            let found = find(&Graph::new(edition.clone())?, words)?;
            text::found(&found).write(&mut out, false, None)?;
            json::write(&json::found(id, words, &found), &mut out)?;
        }
        Question::Path(from, to, ask) => {
            let question = PathQuestion {
                from: from.clone(),
                to: to.clone(),
                ask: *ask,
                selection: Selection::default(),
                strongest: false,
                via: Vec::new(),
                max_hops: None,
            };
            let found = find_paths(&Graph::new(edition.clone())?, &question)?;
            paths::page(&found).write(&mut out, false, None)?;
            json::write(&path_data::value(id, &found), &mut out)?;
        }
    }
    Ok(String::from_utf8(out)?)
}

/// Reads the edition through by every look-up there is.
fn everything(edition: &Edition) -> Asked<String> {
    let mut seen = String::new();
    let mut fault = None;
    let (terms, triples) = (edition.term_count(), edition.triple_count());
    for id in (0..terms).chain([terms, u32::MAX]) {
        let _ = edition.value(id);
        match edition.term(id) {
            Ok(term) => {
                seen.push_str(&term.to_string());
                match edition.term_id(&term) {
                    Ok(found) if found == Some(id) => {}
                    Ok(_) | Err(_) => fault = Some(format!("term {id} is not found again")),
                }
            }
            Err(error) if id < terms => fault = Some(error.to_string()),
            Err(_) => {}
        }
        // Every shape of pattern, on some of the terms.
        if id % 8 == 0 || id >= terms {
            for shape in 1..8_u32 {
                let bind = |place: u32| (shape >> place & 1 == 1).then_some(id);
                let pattern = [bind(0), bind(1), bind(2)];
                let found = edition.matching(pattern[0], pattern[1], pattern[2]);
                let found = found.map(|triple| triple.map_err(|e| e.to_string()));
                assert_bounded(found.count() as u64, triples);
                if let Err(error) = edition.count(pattern[0], pattern[1], pattern[2]) {
                    fault = Some(error.to_string());
                }
            }
        }
    }
    let mut walked = 0;
    for triple in edition.matching(None, None, None) {
        walked += 1;
        match triple {
            Ok(triple) => seen.push_str(&format!("{triple:?}")),
            Err(error) => fault = Some(error.to_string()),
        }
    }
    assert_bounded(walked, triples);
    for name in ["names", "words"] {
        match edition.index(name) {
            Ok(Some(index)) => {
                let entries = index.all().chain(index.prefix("a"));
                for entry in entries.chain(index.containing("e")) {
                    match entry {
                        Ok((key, ids)) => seen.push_str(&format!("{key} {ids:?}")),
                        Err(error) => fault = Some(error.to_string()),
                    }
                }
                fault = fault.or(index.exact("ann").err().map(|error| error.to_string()));
            }
            Ok(None) => {}
            Err(error) => fault = Some(error.to_string()),
        }
    }
    let provenance = edition.provenance()?;
    match fault {
        Some(fault) => Err(fault.into()),
        None => Ok(format!("{seen}{provenance:?}")),
    }
}

/// No damage makes a walk longer than the file: one more for its error.
fn assert_bounded(walked: u64, triples: u64) {
    assert!(walked <= triples + 1, "{walked} of {triples} triples");
}
