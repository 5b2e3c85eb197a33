//! From answers to pictures: what is drawn of paths, of a neighbourhood and of
//! what connects several names, and what is said above and beneath.
//!
//! Nothing that the answer says is lost: links that it leaves out are drawn as
//! left out, claims that make no link are listed, and what is too much to be
//! drawn is counted and makes the picture incomplete.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::answer::{
    AnswerError, Ask, BetweenAnswer, Graph, LabelKind, NoPath, Path, PathAnswer, TiesAnswer,
};
use crate::model::Standing;
use crate::render::draw::Picture;
use crate::render::draw::layout::Rank;
use crate::render::draw::sketch::{Part, Sketch, Undrawn};
use crate::render::left_out::{self, more_links_words};
use crate::render::longer::longer_words;
use crate::render::no_path::{no_path_words, on_record_lines, shorter_words};
use crate::render::page::Page;
use crate::render::selection::Given;
use crate::render::words::{NO_ANSWERS, ROWS_WITHHELD, count, count_verb, labels, standing_counts};
use crate::render::{between, identity, known_on, paths, selection, ties};

/// Entities that are drawn where nothing else is asked for: more make no picture
/// that can be read on paper.
pub const MOST: usize = 60;

/// The picture of the paths between two.
///
/// # Errors
/// When the edition is damaged.
pub fn of_path<'a>(
    graph: &Graph,
    answer: &'a PathAnswer,
    most: usize,
) -> Result<Picture<'a>, AnswerError> {
    let mut sketch = Sketch::of(&answer.selected);
    sketch.asked(&answer.from);
    let (drawn, entities) = first_paths(&answer.paths, most);
    for path in &answer.paths[..drawn] {
        sketch.path(path, false);
    }
    let instead = answer.no_path.as_ref().and_then(NoPath::instead);
    let shorter = answer.shorter_without_filter.iter();
    let shorter: Vec<&Path> = shorter.chain(&answer.shorter_through_retracted).collect();
    for path in instead.iter().chain(&shorter) {
        sketch.path(path, true);
    }
    sketch.asked(&answer.to);
    for named in &answer.via {
        sketch.asked(named);
    }
    if sketch.bundles.is_empty() && answer.from != answer.to {
        sketch.ranked(&answer.from, Rank::Fixed(0));
        sketch.ranked(&answer.to, Rank::Fixed(1));
    }
    let mut limits = Vec::new();
    let mut all = None;
    if let Some(limit) = answer.limit {
        limits.push(paths::limit_words(limit).to_owned());
    }
    if drawn < answer.paths.len() {
        limits.push(format!(
            "the first {drawn} of {} are drawn, with {entities} entities",
            count(answer.paths.len(), "path"),
        ));
        let named = answer.paths.iter().flat_map(|path| &path.entities);
        all = Some(named.map(|one| &one.iri).collect::<BTreeSet<_>>().len());
    }
    let mut said = Page::new();
    let asked = paths::asked(answer);
    if !asked.is_empty() {
        let asked = asked.trim().trim_matches(['(', ')']);
        said.line(format!("asked for: {asked}"));
    }
    if let Some(strength) = answer.strength {
        said.line(paths::strength_words(strength));
    }
    identity::notes(&mut said, &answer.identities);
    if let Some(no_path) = &answer.no_path {
        let words = no_path_words(&paths::ends(answer, Given::Options), no_path);
        said.line("").alarm(match words.strip_suffix(':') {
            Some(words) => format!("{words}, drawn as left out."),
            None => words,
        });
    }
    for path in shorter {
        said.line("").alarm(shorter_words(path));
        said.add("; it is drawn as left out");
    }
    if let Some(words) = left_out::of_paths(answer) {
        said.line("").alarm(words);
    }
    if let Some(independent) = &answer.independent {
        paths::independence_lines(&mut said, &mut sketch.numbers, answer, independent);
    }
    paths::inference_lines(&mut said, answer);
    if let Some(extent) = paths::extent(answer, "") {
        said.line(extent);
    }
    if let Some(longer) = longer_words(answer) {
        said.line(longer);
    }
    if answer.paths.iter().any(|path| path.hops.is_empty()) {
        said.line("Both ends are the same: a path of 0 hops.");
    }
    let mut beneath = Page::new();
    on_record_lines(&mut beneath, &mut sketch.numbers, &answer.beside);
    let title = format!(
        "{} – {}: {}",
        answer.from.label,
        answer.to.label,
        paths_in_title(answer)
    );
    finish(graph, (title, said), sketch, beneath, (limits, all))
}

fn paths_in_title(answer: &PathAnswer) -> String {
    let found = answer.paths.len();
    // A title is read without what stands beneath it: others may be shorter.
    let is_chosen = selection::phrases(&answer.selected).len() + answer.via.len() > 0;
    let of_those = match (is_chosen, answer.strongest, found) {
        (_, true, _) => " over the strongest links",
        (true, false, 1) => " that fits what was asked for",
        (true, false, _) => " that fit what was asked for",
        (false, false, _) => "",
    };
    match answer.ask {
        _ if found == 0 => "no path".to_owned(),
        Ask::Shortest | Ask::AllShortest | Ask::First(_) => match found {
            1 => format!("shortest path{of_those}"),
            several => format!("{several} shortest paths{of_those}"),
        },
        Ask::Within(hops) => format!(
            "{} of up to {}{of_those}",
            count(found, "path"),
            count(hops as usize, "hop")
        ),
        Ask::Independent(by) => {
            let own = match by {
                LabelKind::Source => "a source",
                LabelKind::Outlet => "an outlet",
                LabelKind::Origin => "an origin",
                LabelKind::Claim => "a claim",
            };
            format!("shortest path on which each hop has {own} of its own")
        }
    }
}

/// How many paths have so many entities together, one at least; and how many they have.
fn first_paths(paths: &[Path], most: usize) -> (usize, usize) {
    let mut entities: BTreeSet<&str> = BTreeSet::new();
    for (at, path) in paths.iter().enumerate() {
        let before = entities.len();
        entities.extend(path.entities.iter().map(|named| named.iri.as_str()));
        if at > 0 && entities.len() > most {
            return (at, before);
        }
    }
    (paths.len(), entities.len())
}

/// The picture of a neighbourhood.
///
/// # Errors
/// When the edition is damaged.
pub fn of_ties<'a>(
    graph: &Graph,
    answer: &'a TiesAnswer,
    most: usize,
) -> Result<Picture<'a>, AnswerError> {
    let mut sketch = Sketch::of(&answer.selected);
    let mut only = BTreeSet::from([answer.of.iri.as_str()]);
    for tie in &answer.ties {
        for named in [&tie.hop.from, &tie.hop.to] {
            if only.len() < most {
                only.insert(&named.iri);
            }
        }
    }
    sketch.only(only);
    sketch.asked(&answer.of);
    // In the order of the list that `ties` prints, so that the numbers are the same
    // wherever everybody is drawn.
    for (hop, link, left_out) in answer.near().into_values().flatten() {
        let part = match left_out {
            false => Part::OfAnswer,
            true => Part::Beside,
        };
        sketch.link((&hop.from, &hop.to), link, part);
    }
    for tie in answer.further() {
        sketch.hop(&tie.hop, false);
    }
    let distances = distances(&sketch);
    for (figure, distance) in sketch.figures.iter_mut().zip(distances) {
        figure.rank = distance.map(Rank::Around);
    }
    let mut limits = Vec::new();
    if let Some(limit) = answer.limit {
        limits.push(ties::limit_words_of_hops(limit).to_owned());
    }
    limits.extend(undrawn_words(&sketch, "the nearest, then by name"));
    let all = all_drawn(&sketch);
    let mut said = Page::new();
    // How far is in the title.
    if let Some((_, asked)) = ties::asked(answer).split_once("; ") {
        said.line(format!("asked for: {asked}"));
    }
    said.line(ties::extent(answer));
    if let Some(words) = ties::left_out_words(answer) {
        said.line("").alarm(words);
    }
    let mut beneath = Page::new();
    if let Some(on_record) = &answer.without_link {
        ties::without_link_lines(&mut beneath, &mut sketch.numbers, on_record);
    }
    let title = match &answer.ties[..] {
        [] => format!("{}: no tie", answer.of.label),
        _ => format!(
            "{}: ties within {}",
            answer.of.label,
            count(answer.hops as usize, "hop")
        ),
    };
    finish(graph, (title, said), sketch, beneath, (limits, all))
}

/// The picture of what connects several names.
///
/// # Errors
/// When the edition is damaged.
pub fn of_between<'a>(
    graph: &Graph,
    answer: &'a BetweenAnswer,
    most: usize,
) -> Result<Picture<'a>, AnswerError> {
    let mut sketch = Sketch::of(&answer.selected);
    let connectors = answer.entities.iter().map(|between| &between.named);
    let hidden = between::left_out(answer).flat_map(|path| &path.entities);
    let mut only: BTreeSet<&str> = BTreeSet::new();
    for named in answer.names.iter().chain(connectors).chain(hidden) {
        if only.len() < most.max(answer.names.len()) {
            only.insert(&named.iri);
        }
    }
    sketch.only(only);
    for named in &answer.names {
        sketch.asked(named);
    }
    for hop in &answer.hops {
        sketch.hop(hop, false);
    }
    for path in between::left_out(answer) {
        for hop in &path.hops {
            sketch.hop(hop, true);
        }
    }
    if let [_, _] = &answer.names[..] {
        // From one end to the other, as paths are.
        let distances = distances(&sketch);
        for (figure, distance) in sketch.figures.iter_mut().zip(distances) {
            let column = distance.and_then(|distance| i32::try_from(distance).ok());
            figure.rank = column.map(Rank::Fixed);
        }
    }
    let mut limits = Vec::new();
    if let Some(limit) = answer.limit {
        limits.push(paths::limit_words(limit).to_owned());
    }
    limits.extend(undrawn_words(
        &sketch,
        "the names, then those between most pairs of them",
    ));
    let all = all_drawn(&sketch);
    let mut said = Page::new();
    let phrases = between::phrases(answer);
    if !phrases.is_empty() {
        said.line(format!("asked for: {}", phrases.join("; ")));
    }
    let mut beneath = Page::new();
    for pair in &answer.pairs {
        between::pair_line(&mut said, pair);
        if !pair.on_record.is_empty() {
            beneath
                .gap()
                .title(format!("{} – {}", pair.from.label, pair.to.label));
            on_record_lines(&mut beneath, &mut sketch.numbers, &pair.on_record);
        }
    }
    let title = format!("Between {}", labels(&answer.names));
    finish(graph, (title, said), sketch, beneath, (limits, all))
}

/// How many hops each figure is from the first, over whatever is drawn; `None`
/// where nothing leads there.
fn distances(sketch: &Sketch) -> Vec<Option<u32>> {
    let mut next_to: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for bundle in &sketch.bundles {
        next_to.entry(bundle.from).or_default().insert(bundle.to);
        next_to.entry(bundle.to).or_default().insert(bundle.from);
    }
    let mut distances: Vec<Option<u32>> = vec![None; sketch.figures.len()];
    let mut open = VecDeque::from([(0, 0)]);
    while let Some((figure, distance)) = open.pop_front() {
        let Some(known) = distances.get_mut(figure) else {
            continue;
        };
        if known.is_none() {
            *known = Some(distance);
            let next = next_to.get(&figure).into_iter().flatten();
            open.extend(next.map(|other| (*other, distance + 1)));
        }
    }
    distances
}

fn undrawn_words(sketch: &Sketch, rule: &str) -> Option<String> {
    let Undrawn { entities, links } = sketch.undrawn;
    if entities == 0 {
        return None;
    }
    let drawn = sketch.figures.len();
    let links = match standing_counts(&links) {
        none if none.is_empty() => String::new(),
        counts => format!(" with {} ({counts})", link_count(links.iter().sum())),
    };
    Some(format!(
        "{drawn} of {} entities are drawn ({rule}); {entities} more{links} are not",
        drawn + entities
    ))
}

/// How many entities there would be if all were drawn; `None` where they are.
fn all_drawn(sketch: &Sketch) -> Option<usize> {
    let more = sketch.undrawn.entities;
    (more > 0).then_some(sketch.figures.len() + more)
}

fn link_count(links: usize) -> String {
    count(links, "link")
}

/// What no reader of a picture may take for more than it is.
const NOT_TRUE: &str =
    "Each line is what sources claim. “No denial recorded” never means that it is true.";

/// Adds what is said of every picture.
fn finish<'a>(
    graph: &Graph,
    (title, said): (String, Page),
    mut sketch: Sketch<'a>,
    beneath: Page,
    (limits, all): (Vec<String>, Option<usize>),
) -> Result<Picture<'a>, AnswerError> {
    for figure in &mut sketch.figures {
        figure.kind = Some(graph.kind_of(figure.named)?);
    }
    let mut remarks = Page::new();
    if let Some(known) = graph.known_on() {
        remarks.line("").alarm(known_on::sentence(known));
    }
    for limit in &limits {
        remarks.line("").alarm(format!("NOT COMPLETE: {limit}"));
    }
    let counts = counts(&sketch);
    remarks.line(counts.clone());
    remarks = remarks.followed_by(said);
    if graph.is_unanswered()? {
        remarks.line(NO_ANSWERS);
    }
    remarks.line(NOT_TRUE);
    let cases = graph.case_names();
    remarks.line(format!(
        "{}: {}; edition {}",
        if cases.len() == 1 { "case" } else { "cases" },
        cases.join("; "),
        graph.edition().content_id()
    ));
    Ok(Picture {
        title,
        counts,
        remarks,
        sketch,
        beneath,
        of_list: graph.withholds().then_some(ROWS_WITHHELD),
        limits,
        all,
    })
}

/// How much is drawn, and how much of it is contested:
/// `5 entities, 6 links; 8 claims: 1 DENIED, 7 with no denial recorded`, and what is
/// drawn as left out: links beside those of the answer, and paths.
pub(super) fn counts(sketch: &Sketch) -> String {
    let bundles = sketch.bundles.iter().filter(|bundle| !bundle.left_out);
    let links = bundles.map(|bundle| bundle.links.len()).sum();
    let claims = sketch.claims();
    let mut standings = [0; Standing::ALL.len()];
    for claim in claims {
        standings[claim.standing as usize] += 1;
    }
    let entities = count_verb(sketch.figures.len(), "entity", "entities");
    let mut words = format!("{entities}, {}", link_count(links));
    words.push_str(&format!("; {}", count(claims.len(), "claim")));
    if !claims.is_empty() {
        words.push_str(&format!(": {}", standing_counts(&standings)));
    }
    if let Some(more) = more_links_words(&sketch.left_out_beside) {
        words.push_str(&format!("; {more}"));
    }
    let of_paths: usize = sketch.left_out_paths.iter().sum();
    if of_paths > 0 {
        words.push_str(&format!(
            "; {} of paths that are left out: {}",
            link_count(of_paths),
            standing_counts(&sketch.left_out_paths)
        ));
    }
    words
}
