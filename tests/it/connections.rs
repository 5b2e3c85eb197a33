//! Every question about connections asked twice: of the command, and of a
//! search written here from the definitions, over links read by SPARQL.
//!
//! The search knows nothing of the path graph: it has links with their claims,
//! and the chains of these, as the queries of `world` give them.

mod world;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::Case;
use world::{Filter, World};

/// Options, and what they mean.
fn filters(world: &World) -> Vec<(Vec<String>, Filter)> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let only = |filter: &dyn Fn(&mut Filter)| {
        let mut made = Filter::default();
        filter(&mut made);
        made
    };
    let standings = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let mut all: Vec<(Vec<String>, Filter)> = vec![
        (words(&[]), Filter::default()),
        (
            words(&["--uncontested"]),
            only(&|one| one.standings = standings(&["uncontested"])),
        ),
        (
            words(&["--standing", "disputed,denied"]),
            only(&|one| one.standings = standings(&["disputed", "denied"])),
        ),
        (
            words(&["--min-origins", "2"]),
            only(&|one| one.min_origins = 2),
        ),
        (
            words(&["--named"]),
            only(&|one| one.support = Some("named".to_owned())),
        ),
        (
            words(&["--documented"]),
            only(&|one| one.support = Some("document".to_owned())),
        ),
    ];
    for relation in world.relations().into_iter().step_by(3) {
        let list = BTreeSet::from([relation.clone()]);
        all.push((
            vec!["--relation".to_owned(), relation.clone()],
            only(&|one| one.relations = Some(list.clone())),
        ));
        all.push((
            vec!["--not-relation".to_owned(), relation],
            only(&|one| one.not_relations = list.clone()),
        ));
    }
    for day in ["2024-12-10", "2025-03-12", "2025-05-01"] {
        all.push((
            vec!["--on".to_owned(), day.to_owned()],
            only(&|one| one.on = Some(day.to_owned())),
        ));
    }
    for source in world.cited().into_iter().step_by(2) {
        all.push((
            vec!["--without-source".to_owned(), format!("source:{source}")],
            only(&|one| one.without = BTreeSet::from([source.clone()])),
        ));
    }
    all
}

fn strings(value: &Value) -> BTreeSet<String> {
    let list = value.as_array().expect("a list").iter();
    list.map(|one| one.as_str().expect("a text").to_owned())
        .collect()
}

fn ids(value: &Value) -> BTreeSet<String> {
    let list = value.as_array().expect("a list").iter();
    list.map(|one| one["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// The two ends of a hop, the lower id first.
fn ends(hop: &Value) -> (String, String) {
    let end = |name: &str| hop[name].as_str().expect("an id").to_owned();
    let (from, to) = (end("from"), end("to"));
    if from <= to { (from, to) } else { (to, from) }
}

fn assert_hop(world: &World, filter: &Filter, hop: &Value) {
    let (a, b) = ends(hop);
    let (passing, excluded) = world.between(&a, &b, filter);
    assert_eq!(ids(&hop["links"]), passing, "{a} {b}");
    assert_eq!(ids(&hop["excluded_links"]), excluded, "{a} {b}");
    for (claims, links) in [("claims", passing), ("excluded", excluded)] {
        assert_eq!(ids(&hop[claims]), world.claims_of(&links), "{a} {b}");
    }
}

/// Some pairs of entities, every run the same.
fn pairs(world: &World, count: usize) -> Vec<(String, String)> {
    let entities = world.entities();
    let all = entities.iter().enumerate().flat_map(|(at, from)| {
        let others = entities[at + 1..].iter();
        others.map(move |to| (from.clone(), to.clone()))
    });
    let all: Vec<(String, String)> = all.collect();
    let step = (all.len() / count).max(1) | 1;
    all.into_iter().step_by(step).take(count).collect()
}

fn with<'a>(first: &[&'a str], options: &'a [String], last: &[&'a str]) -> Vec<&'a str> {
    let options = options.iter().map(String::as_str);
    let first = first.iter().copied();
    first.chain(options).chain(last.iter().copied()).collect()
}

fn each_case(ask: impl Fn(&Case, &World)) {
    for name in ["binance-usd1", "example"] {
        let case = Case::copy(name);
        let world = World::of(&case);
        ask(&case, &world);
    }
}

#[test]
fn all_shortest_paths_are_those_of_a_breadth_first_search_whatever_the_filter() {
    each_case(|case, world| {
        for (options, filter) in filters(world) {
            let mut found = 0;
            for (from, to) in pairs(world, 14) {
                let run = case.run(
                    "path",
                    &with(&[&from, &to], &options, &["--all-shortest", "-o", "json"]),
                );
                let answer = run.json();
                let expected = world.shortest(&from, &to, &filter);
                let paths = answer["paths"].as_array().expect("paths");
                let told: BTreeSet<Vec<String>> = paths
                    .iter()
                    .map(|path| {
                        let entities = path["entities"].as_array().expect("entities").iter();
                        entities
                            .map(|one| one["id"].as_str().expect("an id").to_owned())
                            .collect()
                    })
                    .collect();
                assert_eq!(told, expected, "{from} {to} {options:?}");
                assert_eq!(answer["total"], expected.len());
                assert_eq!(run.code, i32::from(expected.is_empty()));
                for path in paths {
                    let hops = path["hops"].as_array().expect("hops");
                    hops.iter().for_each(|hop| assert_hop(world, &filter, hop));
                }
                if expected.is_empty() && answer["no_path"]["reason"] == "excluded-by-filter" {
                    assert!(!world.shortest(&from, &to, &Filter::default()).is_empty());
                }
                found += expected.len();
            }
            // Some filters leave nothing, but not most of them.
            assert!(found > 0 || !options.is_empty(), "{options:?}");
        }
    });
}

#[test]
fn a_neighbourhood_is_everything_that_is_no_further() {
    each_case(|case, world| {
        for (options, filter) in filters(world) {
            for entity in world.entities().iter().step_by(7) {
                for hops in ["1", "2"] {
                    let run = case.run(
                        "ties",
                        &with(&[entity], &options, &["--hops", hops, "-o", "json"]),
                    );
                    let answer = run.json();
                    let ties = answer["ties"].as_array().expect("ties");
                    let told: BTreeSet<(String, String)> = ties.iter().map(ends).collect();
                    assert_eq!(told.len(), ties.len());
                    let far: usize = hops.parse().expect("a number");
                    assert_eq!(
                        told,
                        world.near(entity, far, &filter),
                        "{entity} {options:?}"
                    );
                    ties.iter().for_each(|hop| assert_hop(world, &filter, hop));
                    assert_eq!(run.code, i32::from(told.is_empty()));
                }
            }
        }
    });
}

#[test]
fn what_is_between_names_is_every_hop_of_every_shortest_path() {
    each_case(|case, world| {
        let entities = world.entities();
        for (options, filter) in filters(world).into_iter().take(6) {
            for at in (0..entities.len().saturating_sub(5)).step_by(4) {
                let names = [&entities[at], &entities[at + 2], &entities[at + 4]];
                let first: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
                let run = case.run("between", &with(&first, &options, &["-o", "json"]));
                let answer = run.json();
                let mut expected = BTreeSet::new();
                let mut apart = false;
                for (one, other) in [(0, 1), (0, 2), (1, 2)] {
                    let paths = world.shortest(names[one], names[other], &filter);
                    apart |= paths.is_empty();
                    for pair in paths.iter().flat_map(|path| path.windows(2)) {
                        let mut pair = [pair[0].clone(), pair[1].clone()];
                        pair.sort();
                        expected.insert(<(String, String)>::from(pair));
                    }
                }
                let hops = answer["hops"].as_array().expect("hops");
                let told: BTreeSet<(String, String)> = hops.iter().map(ends).collect();
                assert_eq!(told, expected, "{names:?} {options:?}");
                hops.iter().for_each(|hop| assert_hop(world, &filter, hop));
                assert_eq!(run.code, i32::from(apart));
            }
        }
    });
}

#[test]
fn what_everything_passes_is_what_cannot_be_left_out() {
    each_case(|case, world| {
        for (options, filter) in filters(world).into_iter().take(8) {
            for (from, to) in pairs(world, 12) {
                let run = case.run("key", &with(&[&from, &to], &options, &["-o", "json"]));
                let answer = run.json();
                let connected = world.connected(&from, &to, &filter);
                assert_eq!(answer["connected"], connected);
                let told: Vec<String> = ids(&answer["entities"]).into_iter().collect();
                let expected: Vec<String> = world
                    .entities()
                    .into_iter()
                    .filter(|one| *one != from && *one != to && connected)
                    .filter(|one| {
                        let mut without = filter.clone();
                        without.avoid.insert(one.clone());
                        !world.connected(&from, &to, &without)
                    })
                    .collect();
                assert_eq!(told, expected, "{from} {to} {options:?}");
            }
            let run = case.run("key", &with(&[], &options, &["-o", "json"]));
            let answer = run.json();
            let told = ids(&answer["entities"]);
            let parts = |without: &Filter| world.parts(without);
            let expected: BTreeSet<String> = world
                .entities()
                .into_iter()
                .filter(|one| {
                    let mut without = filter.clone();
                    without.avoid.insert(one.clone());
                    // Itself is a part more, and was none before when it had ties.
                    parts(&without) > parts(&filter) + 1
                })
                .collect();
            assert_eq!(told, expected, "{options:?}");
        }
    });
}

#[test]
fn what_falls_with_a_source_is_what_has_no_citation_without_it() {
    each_case(|case, world| {
        for source in world.cited() {
            let named = format!("source:{source}");
            let run = case.run("falls", &["--source", &named, "-o", "json"]);
            let answer = run.json();
            let without = BTreeSet::from([source.clone()]);
            let fallen = world.fallen(&without);
            let told: BTreeSet<String> = answer["claims"]
                .as_array()
                .expect("claims")
                .iter()
                .map(|one| one["claim"]["id"].as_str().expect("an id").to_owned())
                .collect();
            assert_eq!(told, fallen, "{source}");
            assert_eq!(run.code, i32::from(fallen.is_empty()));
            let filter = Filter {
                without,
                ..Filter::default()
            };
            assert_eq!(
                ids(&answer["links"]),
                world.links_that_need(&fallen),
                "{source}"
            );
            let lost: BTreeSet<(String, String)> = answer["pairs"]
                .as_array()
                .expect("pairs")
                .iter()
                .map(|pair| {
                    let mut ends: Vec<String> = strings(pair).into_iter().collect();
                    let last = ends.pop().expect("an end");
                    (ends.pop().expect("an end"), last)
                })
                .collect();
            assert_eq!(lost, world.pairs_lost(&filter), "{source}");
            assert_eq!(answer["parts_before"], world.parts(&Filter::default()));
            assert_eq!(answer["parts_after"], world.parts(&filter));
        }
    });
}

#[test]
fn what_holds_a_connection_is_the_smallest_set_that_parts_it() {
    each_case(|case, world| {
        let mut sizes = BTreeSet::new();
        for (options, filter) in filters(world).into_iter().take(2) {
            for by in ["source", "outlet", "claim"] {
                for (from, to) in pairs(world, 16) {
                    let run = case.run(
                        "holds",
                        &with(&[&from, &to], &options, &["--by", by, "-o", "json"]),
                    );
                    let answer = run.json();
                    if !world.connected(&from, &to, &filter) {
                        assert_eq!(answer["answer"], "not-connected");
                        assert_eq!(run.code, 1);
                        continue;
                    }
                    assert_eq!(answer["answer"], "exactly", "{from} {to} {by}");
                    let set = answer["set"].as_array().expect("a set");
                    let word = if by == "claim" { "claim" } else { "source" };
                    let set: BTreeSet<String> = set
                        .iter()
                        .map(|one| one[word]["id"].as_str().expect("an id").to_owned())
                        .collect();
                    let parted = |set: &BTreeSet<String>| {
                        let down = world.brought_down(by, set);
                        !world.connected_without(&from, &to, &filter, &down)
                    };
                    assert!(parted(&set), "{from} {to} {by} {set:?}");
                    let smallest = world.smallest(by, set.len().saturating_sub(1), &parted);
                    assert_eq!(smallest, None, "{from} {to} {by} {set:?}");
                    sizes.insert(set.len());
                }
            }
        }
        assert!(sizes.contains(&1), "{sizes:?}");
    });
}
