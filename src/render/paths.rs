//! The answer to `path` as text: what was asked, the paths, how many there are, or
//! why there is none. As JSON and rows it is in `path_data`.

use crate::answer::{
    Ask, Budget, Count, Hop, Independence, LabelKind, Limit, NoPath, OnInference, OwnOfHop,
    PathAnswer, Spent, Strength, left_out_between,
};
use crate::model::Standing;
use crate::render::hops::{Numbers, path_lines};
use crate::render::left_out::{self, capitalised, more_links_words};
use crate::render::longer::longer_words;
use crate::render::no_path::{
    Ends, no_path_words, on_record_lines, on_record_words, shorter_lines, shorter_words,
};
use crate::render::page::Page;
use crate::render::words::{count, labels};
use crate::render::{holds, identity, selection};

pub use crate::render::selection::Given;

/// Text for a person.
pub fn page(answer: &PathAnswer) -> Page {
    let mut page = Page::new();
    let mut numbers = Numbers::default();
    page.title(format!("{} → {}", answer.from.label, answer.to.label))
        .add(asked(answer));
    if let Some(strength) = answer.strength {
        page.line(strength_words(strength));
    }
    identity::notes(&mut page, &answer.identities);
    for (at, path) in answer.paths.iter().enumerate() {
        page.gap();
        path_lines(&mut page, &mut numbers, &format!("{}. ", at + 1), path);
    }
    if let Some(independent) = &answer.independent {
        independence_lines(&mut page, &mut numbers, answer, independent);
    }
    if let Some(no_path) = &answer.no_path {
        no_path_lines(&mut page, &mut numbers, answer, no_path);
    }
    shorter_lines(
        &mut page,
        &mut numbers,
        (left_out::by(answer), answer.shorter_without_filter.as_ref()),
        answer.shorter_through_retracted.as_ref(),
    );
    if let Some(words) = left_out::of_paths_with_advice(answer, Given::Options) {
        page.gap().line("").alarm(capitalised(&words));
    }
    inference_lines(&mut page, answer);
    if answer.no_path.is_some() || !answer.beside.naming.is_empty() {
        on_record_lines(&mut page, &mut numbers, &answer.beside);
    }
    if let Some(extent) = extent(answer, "; --all-shortest shows them all") {
        page.gap().line(extent);
    }
    if let Some(longer) = longer_words(answer) {
        page.line(longer);
    }
    if let Some(more) = more_links(answer) {
        page.line(more);
    }
    numbers.lines(&mut page);
    page
}

/// The links that are left out on the hops of the paths.
fn more_links(answer: &PathAnswer) -> Option<String> {
    let hops = answer.paths.iter().flat_map(|path| &path.hops);
    more_links_words(&left_out_between(hops, &answer.selected))
}

/// Which paths were asked for, and over which links, a phrase each; none where
/// nothing but two names was.
pub fn phrases(answer: &PathAnswer) -> Vec<String> {
    let mut phrases = Vec::new();
    match answer.ask {
        Ask::Shortest => {}
        Ask::AllShortest => phrases.push("all shortest paths".to_owned()),
        Ask::First(k) => phrases.push(match k {
            1 => "the first path".to_owned(),
            several => format!("the first {several} paths"),
        }),
        Ask::Within(_) => phrases.push("all paths".to_owned()),
        Ask::Independent(_) => phrases.push(format!(
            "the shortest path on which every hop has {} of its own",
            own_words(answer.ask)
        )),
    }
    phrases.extend(restrictions(answer));
    phrases
}

pub(super) fn asked(answer: &PathAnswer) -> String {
    let parts = restrictions(answer);
    match parts.is_empty() {
        true => String::new(),
        false => format!("  ({})", parts.join("; ")),
    }
}

fn restrictions(answer: &PathAnswer) -> Vec<String> {
    let mut parts = selection::said(&answer.selected);
    if let Some(hops) = answer.max_hops {
        parts.push(format!("at most {}", count(hops as usize, "hop")));
    }
    if !answer.via.is_empty() {
        parts.push(format!("through {}", labels(&answer.via)));
    }
    if answer.strongest {
        parts.push("over the strongest links".to_owned());
    }
    parts
}

/// The strongest connection in a sentence: `every hop has a link without ...`.
pub(super) fn strength_words(strength: Strength) -> String {
    let Strength { standing, origins } = strength;
    let origins = match origins {
        0 => "links without a counted origin".to_owned(),
        3 => "at least 3 origins".to_owned(),
        some => format!("at least {}", count(usize::from(some), "origin")),
    };
    let standing = match standing {
        Standing::Uncontested => "no hop has a denial recorded, and each has",
        Standing::Disputed => "no hop is worse than disputed, and those have",
        Standing::Denied => "no hop is worse than denied, and those have",
        Standing::Retracted => "no hop is worse than retracted, and those have",
    };
    format!("The strongest there is: {standing} {origins}")
}

/// The work an answer took, for `--explain`.
pub fn work_words(answer: &PathAnswer) -> String {
    let Spent { slots, steps } = answer.spent;
    format!(
        "work: {slots} ends of links read, {steps} steps of ordering (of {} and {} there may be)",
        Budget::default().slots,
        Budget::default().steps
    )
}

/// What each hop of the path has of its own.
pub(super) fn independence_lines<'a>(
    page: &mut Page,
    numbers: &mut Numbers<'a>,
    answer: &'a PathAnswer,
    independent: &'a Independence,
) {
    match independent {
        Independence::Found(_) => {
            page.gap()
                .line(independence_words(answer.ask, independent))
                .add(":");
            for (hop, own) in own_of_hops(answer, independent) {
                page.line(format!("   {}", own_line(hop, own)));
                let of_hop = hop.links.iter().flat_map(|link| &link.claims);
                for known in of_hop.filter(|known| known.id == own.claim).take(1) {
                    page.add(format!(" [{}]  ", numbers.of(known)))
                        .standing(known.standing);
                }
            }
        }
        Independence::NoneWithin { .. } | Independence::NoneSoFar { .. } => {
            page.gap();
            for line in independence_words(answer.ask, independent).lines() {
                page.line(line);
            }
        }
    }
}

/// Each hop with what it has of its own.
fn own_of_hops<'a>(
    answer: &'a PathAnswer,
    independent: &'a Independence,
) -> impl Iterator<Item = (&'a Hop, &'a OwnOfHop)> {
    let own = match independent {
        Independence::Found(own) => &own[..],
        Independence::NoneWithin { .. } | Independence::NoneSoFar { .. } => &[],
    };
    let hops = answer.paths.iter().flat_map(|path| &path.hops);
    hops.zip(own)
}

fn own_line(hop: &Hop, own: &OwnOfHop) -> String {
    let own = holds::label_words(&own.what);
    format!("{} – {}: {own}", hop.from.label, hop.to.label)
}

/// Whether every hop has something of its own; in two lines where one would be by
/// our own inference.
pub(super) fn independence_words(ask: Ask, independent: &Independence) -> String {
    let own = own_words(ask);
    match independent {
        Independence::Found(_) => format!("Every hop has {own} of its own"),
        Independence::NoneWithin {
            hops,
            tried,
            one_by_inference,
        } => {
            let within = match hops {
                Some(hops) => format!(" of up to {}", count(*hops as usize, "hop")),
                None => String::new(),
            };
            let mut words = format!(
                "On no path{within} has every hop {own} of its own ({tried} beginnings of paths were tried)."
            );
            if *one_by_inference {
                words.push_str("\nOne would be if our own inference counted as a source of its own; it may rest on the same reports.");
            }
            words
        }
        Independence::NoneSoFar { hops, tried } => format!(
            "On no path of up to {} has every hop {own} of its own; longer ones were not all tried ({tried} beginnings were).",
            count(*hops as usize, "hop")
        ),
    }
}

fn own_words(ask: Ask) -> &'static str {
    match ask {
        Ask::Independent(LabelKind::Outlet) => "an outlet",
        Ask::Independent(LabelKind::Origin) => "an origin",
        Ask::Independent(LabelKind::Claim) => "a claim",
        Ask::Independent(LabelKind::Source)
        | Ask::Shortest
        | Ask::AllShortest
        | Ask::First(_)
        | Ask::Within(_) => "a source",
    }
}

fn no_path_lines<'a>(
    page: &mut Page,
    numbers: &mut Numbers<'a>,
    answer: &'a PathAnswer,
    no_path: &'a NoPath,
) {
    page.gap()
        .line(no_path_words(&ends(answer, Given::Options), no_path));
    if let Some(path) = no_path.instead() {
        path_lines(page, numbers, "   ", path);
    }
}

pub(super) fn ends(answer: &PathAnswer, given: Given) -> Ends<'_> {
    Ends {
        from: &answer.from,
        to: &answer.to,
        selected: &answer.selected,
        via: &answer.via,
        own: own_words(answer.ask),
        given,
    }
}

/// Where nothing but our own inference is left behind a hop.
pub(super) fn inference_lines(page: &mut Page, answer: &PathAnswer) {
    if answer.on_inference.is_empty() {
        return;
    }
    page.gap().line("").alarm(format!(
        "Without {} these hops rest on our own inference, which may rest on the same reports:",
        labels(&answer.selected.without_sources)
    ));
    for hop in hops_on_inference(answer) {
        page.line(format!("   {} – {}", hop.from.label, hop.to.label));
    }
}

/// Likewise in a line.
fn inference_words(answer: &PathAnswer) -> Option<String> {
    let hops = hops_on_inference(answer);
    let hops: Vec<String> = hops
        .map(|hop| format!("{} – {}", hop.from.label, hop.to.label))
        .collect();
    (!hops.is_empty()).then(|| {
        format!(
            "without {} these hops rest on our own inference, which may rest on the same reports: {}",
            labels(&answer.selected.without_sources),
            hops.join("; ")
        )
    })
}

pub(super) fn hops_on_inference(answer: &PathAnswer) -> impl Iterator<Item = &Hop> {
    let hops = answer.on_inference.iter();
    hops.filter_map(|OnInference { path, hop }| answer.paths.get(*path)?.hops.get(*hop))
}

/// What the forms that consist of paths or claims alone cannot say: why there
/// is none, or that both ends are one; what was decided on whether somebody on the
/// way is somebody else.
pub fn beside_rows(answer: &PathAnswer, given: Given) -> Option<String> {
    let mut said = Vec::new();
    if let Some(no_path) = &answer.no_path {
        let words = no_path_words(&ends(answer, given), no_path);
        let words = match words.strip_suffix(':') {
            Some(words) => format!("{words}, given as left out"),
            None => words,
        };
        said.push(words);
        let on_record = on_record_words(&answer.beside);
        said.extend(on_record.map(|on_record| format!("{on_record}: given as such")));
    } else if answer.paths.iter().any(|path| path.hops.is_empty()) {
        said.push(format!(
            "Both ends are {}: a path of 0 hops",
            answer.from.label
        ));
    }
    said.extend(left_out::of_paths_with_advice(answer, given));
    said.extend(inference_words(answer));
    said.extend(answer.identities.iter().map(identity::sentence));
    (!said.is_empty()).then(|| said.join("\n"))
}

/// What the links of the paths cannot say: why there is none, or that both ends
/// are one; how strong or independent they are; which paths do not count; what is on
/// record between the two; what was decided on whether somebody on the way is somebody else.
pub fn beside_links(answer: &PathAnswer) -> Option<String> {
    let mut words: Vec<String> = answer.strength.map(strength_words).into_iter().collect();
    if let Some(independent) = &answer.independent {
        let found = independence_words(answer.ask, independent);
        words.extend(found.lines().map(str::to_owned));
        words.extend(own_of_hops(answer, independent).map(|(hop, own)| own_line(hop, own)));
    }
    if let Some(no_path) = &answer.no_path {
        let reason = match no_path {
            // That there is none has been said.
            NoPath::NoneIndependent { best, within: _ } => {
                format!(
                    "The best of the others has {}:",
                    count(best.hops.len(), "hop")
                )
            }
            NoPath::NotConnected { .. }
            | NoPath::ExcludedByFilter { .. }
            | NoPath::NotThrough { .. }
            | NoPath::BeyondLimit { .. }
            | NoPath::Unfinished => no_path_words(&ends(answer, Given::Options), no_path),
        };
        words.push(match reason.strip_suffix(':') {
            Some(reason) => format!("{reason}; its links are not given"),
            None => reason,
        });
    }
    let shorter = answer.shorter_without_filter.iter();
    let shorter = shorter.chain(&answer.shorter_through_retracted);
    words.extend(shorter.map(shorter_words));
    words.extend(left_out::of_paths(answer));
    words.extend(inference_words(answer));
    words.extend(on_record_words(&answer.beside));
    words.extend(answer.identities.iter().map(identity::sentence));
    words.extend(extent(answer, ""));
    words.extend(longer_words(answer));
    (!words.is_empty()).then(|| words.join("\n"))
}

/// What the answer covers: `1 path shown of 3 as short`, with advice where not all
/// of the shortest were asked for; or which limit was hit.
pub(super) fn extent(answer: &PathAnswer, advice: &str) -> Option<String> {
    if answer.paths.is_empty() && answer.is_complete() {
        return None;
    }
    let shown = count(answer.paths.len(), "path");
    let kind = match answer.ask {
        Ask::Shortest | Ask::AllShortest => " as short",
        Ask::First(_) | Ask::Within(_) => "",
        Ask::Independent(LabelKind::Outlet | LabelKind::Origin) => {
            " as short and independently sourced"
        }
        Ask::Independent(LabelKind::Source) => {
            " as short on which each hop has a source of its own"
        }
        Ask::Independent(LabelKind::Claim) => " as short on which each hop has a claim of its own",
    };
    let mut kind = kind.to_owned();
    if selection::phrases(&answer.selected).len() + answer.via.len() > 0 {
        kind.push_str(" that fits");
    }
    if answer.strongest {
        kind.push_str(" over links as strong");
    }
    if let Some(hops) = answer.max_hops {
        kind.push_str(&format!(" within {}", count(hops as usize, "hop")));
    }
    let over = match answer.more_through_retracted {
        true => " over claims that are not retracted",
        false => "",
    };
    let of = match answer.total {
        Some(Count::Exactly(total)) if total == answer.paths.len() as u128 => {
            format!("{shown}; there is no other{kind}{over}")
        }
        Some(Count::Exactly(total)) => match answer.ask {
            Ask::Shortest => format!("{shown} of {total}{kind}{advice}"),
            Ask::AllShortest | Ask::First(_) | Ask::Within(_) | Ask::Independent(_) => {
                format!("{shown} of {total}{kind}")
            }
        },
        Some(Count::MoreThan(total)) => format!("{shown} of more than {total}{kind}"),
        None => {
            let kind = kind.replace("that fits", "that fit");
            format!("{shown}; how many there are{kind} was not counted")
        }
    };
    Some(match answer.limit {
        Some(limit) => format!("{of}. NOT COMPLETE: {}", limit_words(limit)),
        None => of,
    })
}

/// Which limit was hit, and what that leaves open.
pub fn limit_words(limit: Limit) -> &'static str {
    match limit {
        Limit::Slots => {
            "the search read as many links as it may; there may be more paths, and shorter ones"
        }
        Limit::Steps => {
            "ordering equally short paths took as many steps as it may; a better one of the same length may be missing"
        }
        Limit::Listed => "there are more paths than are listed",
        Limit::Comparison => {
            "it took too long to see what there would be without the filter or the hop limit"
        }
    }
}
