//! The answer to `path` as text, JSON and rows: what was asked, the paths, how
//! many there are, or why there is none.

use serde_json::{Value, json};

use crate::answer::{
    Ask, Budget, Count, Independence, LabelKind, Limit, NoPath, OwnOfHop, Path, PathAnswer, Spent,
    Strength, option_of,
};
use crate::model::Standing;
use crate::render::claims::statement;
use crate::render::hops::{self, COLUMNS, LEFT_OUT, Numbers, USED, path, path_lines, path_rows};
use crate::render::page::Page;
use crate::render::sheet::Sheet;
use crate::render::words::{count, labels};
use crate::render::{holds, json as object, rows, selection};

/// Text for a person.
pub fn page(answer: &PathAnswer) -> Page {
    let mut page = Page::new();
    let mut numbers = Numbers::default();
    page.title(format!("{} → {}", answer.from.label, answer.to.label))
        .add(asked(answer));
    if let Some(strength) = answer.strength {
        page.line(strength_words(strength));
    }
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
    if let Some(shorter) = &answer.shorter_without_filter {
        page.gap();
        page.line(format!(
            "Left out by the filter: a shorter path of {}",
            count(shorter.hops.len(), "hop")
        ));
        path_lines(&mut page, &mut numbers, "   ", shorter);
    }
    if let Some(extent) = extent(answer) {
        page.gap().line(extent);
    }
    numbers.lines(&mut page);
    page
}

fn asked(answer: &PathAnswer) -> String {
    let mut parts = selection::phrases(&answer.selected);
    if let Some(hops) = answer.max_hops {
        parts.push(format!("at most {}", count(hops as usize, "hop")));
    }
    if !answer.via.is_empty() {
        parts.push(format!("through {}", labels(&answer.via)));
    }
    if answer.strongest {
        parts.push("over the strongest links".to_owned());
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!("  ({})", parts.join("; "))
    }
}

/// The strongest connection in a sentence: `every hop has a link without ...`.
fn strength_words(strength: Strength) -> String {
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
fn independence_lines<'a>(
    page: &mut Page,
    numbers: &mut Numbers<'a>,
    answer: &'a PathAnswer,
    independent: &Independence,
) {
    match independent {
        Independence::Found(own) => {
            page.gap().line(format!(
                "Every hop has {} of its own:",
                own_words(answer.ask)
            ));
            let hops = answer.paths.iter().flat_map(|path| &path.hops);
            for (
                hop,
                OwnOfHop {
                    what,
                    link: _,
                    claim,
                },
            ) in hops.zip(own)
            {
                page.line(format!(
                    "   {} – {}: {}",
                    hop.from.label,
                    hop.to.label,
                    holds::label_words(what)
                ));
                let of_hop = hop.links.iter().flat_map(|link| &link.claims);
                for known in of_hop.filter(|known| known.id == *claim).take(1) {
                    page.add(format!(" [{}]  ", numbers.of(known)))
                        .standing(known.standing);
                }
            }
        }
        Independence::NoneWithin { hops, tried } => {
            let within = match hops {
                Some(hops) => format!(" of up to {}", count(*hops as usize, "hop")),
                None => String::new(),
            };
            page.gap().line(format!(
                "On no path{within} has every hop {} of its own ({tried} beginnings of paths were tried).",
                own_words(answer.ask)
            ));
        }
        Independence::NoneSoFar { hops, tried } => {
            page.gap().line(format!(
                "On no path of up to {} has every hop {} of its own; longer ones were not all tried ({tried} beginnings were).",
                count(*hops as usize, "hop"),
                own_words(answer.ask)
            ));
        }
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
    page.gap().line(no_path_words(answer, no_path));
    if let Some(path) = no_path.instead() {
        path_lines(page, numbers, "   ", path);
    }
    if !answer.plans.is_empty() {
        page.gap().line("Plans make no link:");
    }
    for plan in &answer.plans {
        page.line(format!("   [{}] {}  ", numbers.of(plan), statement(plan)))
            .standing(plan.standing);
    }
}

/// Why there is no path. Where there would be one otherwise, that is what follows.
fn no_path_words(answer: &PathAnswer, no_path: &NoPath) -> String {
    let (from, to) = (&answer.from.label, &answer.to.label);
    match no_path {
        NoPath::NotConnected { through_retracted } => {
            let otherwise = match through_retracted {
                Some(_) => " Through claims that were withdrawn there would be one:",
                None => "",
            };
            format!(
                "No path: no link on record connects {from} and {to}, not even through denied claims.{otherwise}"
            )
        }
        NoPath::ExcludedByFilter {
            without_filter,
            alone,
        } => {
            let hops = count(without_filter.hops.len(), "hop");
            let phrases = selection::phrases(&answer.selected);
            if answer.selected.uncontested() && phrases.len() == 1 && answer.via.is_empty() {
                return format!(
                    "No path without a recorded denial. Through denied or disputed claims there is one of {hops}:"
                );
            }
            let mut asked = phrases.join("; ");
            if !answer.via.is_empty() {
                asked.push_str(&format!("; through {}", labels(&answer.via)));
            }
            let alone = match &alone[..] {
                _ if phrases.len() == 1 => {
                    return format!("No path ({asked}). Without that there is one of {hops}:");
                }
                [] => "Leaving out one option is not enough".to_owned(),
                some => format!("Without {} there would be one", selection::options(some)),
            };
            format!("No path ({asked}). {alone}; without any of these, there is one of {hops}:")
        }
        NoPath::NotThrough { best } => format!(
            "No path passes {} on the way. Without that there is one of {}:",
            labels(&answer.via),
            count(best.hops.len(), "hop")
        ),
        NoPath::BeyondLimit { max_hops, shortest } => {
            let asked = selection::phrases(&answer.selected).len() + answer.via.len();
            let (passing, of_these) = match asked {
                0 => ("", ""),
                1 if answer.selected.uncontested() => (" without a recorded denial", " of these"),
                _ => (" that fits what was asked for", " of these"),
            };
            let longer = match shortest {
                Some(hops) => format!("the shortest{of_these} has {hops}."),
                None => format!("whether there is a longer one{of_these} was not found out."),
            };
            format!(
                "No path{passing} within {}; {longer}",
                count(*max_hops as usize, "hop")
            )
        }
        NoPath::NoneIndependent { best, within } => format!(
            "No path{} on which every hop has {} of its own. The best of the others has {}:",
            match within {
                Some(hops) => format!(" of up to {}", count(*hops as usize, "hop")),
                None => String::new(),
            },
            own_words(answer.ask),
            count(best.hops.len(), "hop")
        ),
        NoPath::Unfinished => {
            "No path was found before a limit was hit: this is not an answer of no.".to_owned()
        }
    }
}

/// What the forms that consist of paths or claims alone cannot say: why there
/// is none, or that both ends are one.
pub fn beside_rows(answer: &PathAnswer) -> Option<String> {
    if let Some(no_path) = &answer.no_path {
        let words = no_path_words(answer, no_path);
        let words = match words.strip_suffix(':') {
            Some(words) => format!("{words}, given as left out"),
            None => words,
        };
        return Some(match answer.plans.is_empty() {
            true => words,
            false => format!("{words} Plans make no link: they are given as such"),
        });
    }
    let nowhere = |path: &Path| path.hops.is_empty();
    answer
        .paths
        .iter()
        .any(nowhere)
        .then(|| format!("Both ends are {}: a path of 0 hops", answer.from.label))
}

/// What the answer covers: `1 path shown of 3 as short`, or which limit was hit.
fn extent(answer: &PathAnswer) -> Option<String> {
    if answer.paths.is_empty() && answer.is_complete() {
        return None;
    }
    let shown = count(answer.paths.len(), "path");
    let kind = match answer.ask {
        Ask::Shortest | Ask::AllShortest => " as short",
        Ask::First(_) | Ask::Within(_) => "",
        Ask::Independent(_) => " as short and independently sourced",
    };
    let mut kind = kind.to_owned();
    if selection::phrases(&answer.selected).len() + answer.via.len() > 0 {
        kind.push_str(" that fits");
    }
    if let Some(hops) = answer.max_hops {
        kind.push_str(&format!(" within {}", count(hops as usize, "hop")));
    }
    let of = match answer.total {
        Some(Count::Exactly(total)) if total == answer.paths.len() as u128 => {
            format!("{shown}; there is no other{kind}")
        }
        Some(Count::Exactly(total)) => match answer.ask {
            Ask::Shortest => format!("{shown} of {total}{kind}; --all-shortest shows them all"),
            Ask::AllShortest | Ask::First(_) | Ask::Within(_) | Ask::Independent(_) => {
                format!("{shown} of {total}{kind}")
            }
        },
        Some(Count::MoreThan(total)) => format!("{shown} of more than {total}{kind}"),
        None => format!("{shown}; how many there are{kind} was not counted"),
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

/// The word for it in JSON.
pub(super) fn limit_code(limit: Limit) -> &'static str {
    match limit {
        Limit::Slots => "slots",
        Limit::Steps => "steps",
        Limit::Listed => "listed",
        Limit::Comparison => "comparison",
    }
}

/// JSON; schema `nutgraf/path/1`.
pub fn value(edition: &str, answer: &PathAnswer) -> Value {
    let PathAnswer {
        from,
        to,
        ask,
        selected,
        max_hops,
        strength,
        strongest,
        via,
        independent,
        spent,
        limit,
        total,
        paths,
        no_path,
        shorter_without_filter,
        plans,
    } = answer;
    let no_path = no_path.as_ref().map(|reason| {
        let shortest = match reason {
            NoPath::BeyondLimit { shortest, .. } => *shortest,
            NoPath::NotConnected { .. }
            | NoPath::ExcludedByFilter { .. }
            | NoPath::NotThrough { .. }
            | NoPath::NoneIndependent { .. }
            | NoPath::Unfinished => None,
        };
        let alone = match reason {
            NoPath::ExcludedByFilter { alone, .. } => {
                alone.iter().map(|one| option_of(*one)).collect()
            }
            NoPath::NotConnected { .. }
            | NoPath::NotThrough { .. }
            | NoPath::NoneIndependent { .. }
            | NoPath::BeyondLimit { .. }
            | NoPath::Unfinished => Vec::new(),
        };
        json!({
            "reason": reason.as_str(),
            "shortest": shortest,
            "without_filter": reason.instead().map(path),
            "each_alone_in_the_way": alone,
        })
    });
    let (total, more_than) = counts(*total);
    json!({
        "schema": "nutgraf/path/1",
        "edition": edition,
        "from": object::named(from),
        "to": object::named(to),
        "question": match ask {
            Ask::Shortest => json!("shortest"),
            Ask::AllShortest => json!("all-shortest"),
            Ask::First(k) => json!({"k": k}),
            Ask::Within(hops) => json!({"within": hops}),
            Ask::Independent(by) => json!({"independent": by.as_str()}),
        },
        "uncontested": selected.uncontested(),
        "filter": selection::value(selected),
        "max_hops": max_hops,
        "via": via.iter().map(object::named).collect::<Vec<_>>(),
        "independent": independent.as_ref().map(independence),
        "strongest": strongest,
        "strength": strength.map(|Strength { standing, origins }| {
            json!({"standing": standing.as_str(), "origins_at_least": origins})
        }),
        "work": {"slots": spent.slots, "steps": spent.steps},
        "complete": answer.is_complete(),
        "limit": limit.map(limit_code),
        "total": total,
        "more_than": more_than,
        "paths": paths.iter().map(path).collect::<Vec<_>>(),
        "no_path": no_path,
        "shorter_without_filter": shorter_without_filter.as_ref().map(path),
        "plans": plans.iter().map(object::claim).collect::<Vec<_>>(),
    })
}

fn independence(independent: &Independence) -> Value {
    match independent {
        Independence::Found(own) => {
            let own = own.iter().map(|OwnOfHop { what, link, claim }| {
                let mut value = holds::label_of(what);
                value["link"] = json!(link);
                value["claim_id"] = json!(claim);
                value
            });
            json!({"found": true, "own": own.collect::<Vec<_>>()})
        }
        Independence::NoneWithin { hops, tried } => {
            json!({"found": false, "none_within": hops, "tried": tried, "complete": true})
        }
        Independence::NoneSoFar { hops, tried } => {
            json!({"found": false, "none_within": hops, "tried": tried, "complete": false})
        }
    }
}

/// A count as the fields `total` and `more_than`: one of them, or neither.
pub(super) fn counts(total: Option<Count>) -> (Value, Value) {
    match total {
        None => (Value::Null, Value::Null),
        Some(Count::Exactly(total)) => (number(total), Value::Null),
        Some(Count::MoreThan(total)) => (Value::Null, number(total)),
    }
}

/// A count; beyond what JSON readers hold exactly it is a string of digits.
fn number(count: u128) -> Value {
    match u64::try_from(count) {
        Ok(count) if count < 1 << 53 => json!(count),
        _ => json!(count.to_string()),
    }
}

/// One object for each path, for the one left out, and for each plan: `use`
/// tells them apart.
pub fn lines(answer: &PathAnswer) -> Value {
    let used = |given: &Path, used: &str| {
        let mut value = path(given);
        value["use"] = json!(used);
        value
    };
    answer
        .paths
        .iter()
        .map(|path| used(path, USED))
        .chain(hidden(answer).map(|path| used(path, LEFT_OUT)))
        .chain(
            answer
                .plans
                .iter()
                .map(|plan| json!({"use": PLAN, "claim": object::claim(plan)})),
        )
        .collect()
}

/// The word in the column or field `use` for what makes no link.
const PLAN: &str = "plan";

/// The paths there would be without filter or withdrawal.
fn hidden(answer: &PathAnswer) -> impl Iterator<Item = &Path> {
    let instead = answer.no_path.as_ref().and_then(NoPath::instead);
    instead.into_iter().chain(&answer.shorter_without_filter)
}

/// One row per claim of each hop. What a filter left out is there too, with
/// `excluded` in the column `use`; so is the path that a filter hides, or that
/// leads through withdrawn claims: without a number, and `left out`. A plan
/// between the two, where there is no path, has a row without a hop.
pub fn sheet(answer: &PathAnswer) -> Sheet {
    let mut sheet = hops::sheet();
    for (at, path) in answer.paths.iter().enumerate() {
        path_rows(&mut sheet, &(at + 1).to_string(), path, USED);
    }
    for hidden in hidden(answer) {
        path_rows(&mut sheet, "", hidden, LEFT_OUT);
    }
    for plan in &answer.plans {
        let no_hop = COLUMNS.map(|column| match column {
            "use" => PLAN.to_owned(),
            _ => String::new(),
        });
        sheet.row(no_hop.into_iter().chain(rows::claim_cells(plan)));
    }
    sheet
}
