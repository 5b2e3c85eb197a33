//! Why two are not connected, what a filter or a withdrawal hides, and what is
//! on record between them all the same: in the same words for every question
//! about connections.

use serde_json::{Value, json};

use crate::answer::{
    AnswerView, BetweenThem, ClaimView, Hidden, Named, NoPath, Path, Selected, Unlinked,
};
use crate::model::Standing;
use crate::render::claims::statement;
use crate::render::hops::{COLUMNS, Numbers, path_lines};
use crate::render::left_out::BY_FILTER;
use crate::render::page::Page;
use crate::render::selection::Given;
use crate::render::sheet::Sheet;
use crate::render::words::{count, labels, row, standing_counts, standings};
use crate::render::{json as object, rows, selection};

/// Between whom, and over which links.
#[derive(Clone, Copy)]
pub(super) struct Ends<'a> {
    pub from: &'a Named,
    pub to: &'a Named,
    pub selected: &'a Selected,
    pub via: &'a [Named],
    /// What each hop was to have of its own.
    pub own: &'static str,
    pub given: Given,
}

/// Why there is no path. Where there would be one otherwise, that is what follows.
pub(super) fn no_path_words(ends: &Ends, no_path: &NoPath) -> String {
    let Ends {
        from,
        to,
        selected,
        via,
        own,
        given,
    } = ends;
    let (from, to) = (&from.label, &to.label);
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
            let phrases = selection::phrases(selected);
            if selected.uncontested() && phrases.len() == 1 && via.is_empty() {
                return format!(
                    "No path without a recorded denial. Through denied or disputed claims there is one of {hops}:"
                );
            }
            let mut asked = phrases.join("; ");
            if !via.is_empty() {
                asked.push_str(&format!("; through {}", labels(via)));
            }
            let alone = match &alone[..] {
                _ if phrases.len() == 1 => {
                    return format!("No path ({asked}). Without that there is one of {hops}:");
                }
                [] => "Leaving out one option is not enough".to_owned(),
                some => format!(
                    "Without {} there would be one",
                    selection::options(selected, some, *given)
                ),
            };
            format!("No path ({asked}). {alone}; without any of these, there is one of {hops}:")
        }
        NoPath::NotThrough { best } => format!(
            "No path passes {} on the way. Without that there is one of {}:",
            labels(via),
            count(best.hops.len(), "hop")
        ),
        NoPath::BeyondLimit { max_hops, shortest } => {
            let asked = selection::phrases(selected).len() + via.len();
            let (passing, of_these) = match asked {
                0 => ("", ""),
                1 if selected.uncontested() => (" without a recorded denial", " of these"),
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
            own,
            count(best.hops.len(), "hop")
        ),
        NoPath::Unfinished => {
            "No path was found before a limit was hit: this is not an answer of no.".to_owned()
        }
    }
}

/// A path that there would be, in half a sentence; what retracted links make is
/// no matter of the filter.
pub(super) fn shorter_words(shorter: &Path) -> String {
    let hops = count(shorter.hops.len(), "hop");
    match shorter.standing {
        Some(standing) => format!("left out: a shorter path of {hops}, {}", standing.words()),
        None => format!("left out: a shorter path of {hops}"),
    }
}

/// Shorter paths that do not count: without the filter, which is what it is called
/// after "left out", and over withdrawn claims.
pub(super) fn shorter_lines<'a>(
    page: &mut Page,
    numbers: &mut Numbers<'a>,
    (by, without_filter): (&str, Option<&'a Path>),
    through_retracted: Option<&'a Path>,
) {
    for (path, why) in [
        (without_filter, format!("Left out {by}")),
        (through_retracted, "Left out".to_owned()),
    ] {
        let Some(path) = path else { continue };
        let hops = count(path.hops.len(), "hop");
        page.gap().line(format!("{why}: a shorter path of {hops}"));
        // Nobody looks for these among what a filter keeps out.
        if path.standing == Some(Standing::Retracted) {
            page.add(", ").standing(Standing::Retracted);
        }
        path_lines(page, numbers, "   ", path);
    }
}

/// Likewise of what is hidden from an answer that is no path.
pub(super) fn hidden_lines<'a>(page: &mut Page, numbers: &mut Numbers<'a>, hidden: &'a Hidden) {
    // Why there is none, and what is on record, is said where that belongs.
    let Hidden {
        no_path: _,
        shorter_without_filter,
        shorter_through_retracted,
        on_record: _,
    } = hidden;
    shorter_lines(
        page,
        numbers,
        (BY_FILTER, shorter_without_filter.as_ref()),
        shorter_through_retracted.as_ref(),
    );
}

/// What is on record between the two and makes no link.
pub(super) fn on_record_lines<'a>(
    page: &mut Page,
    numbers: &mut Numbers<'a>,
    on_record: &'a BetweenThem,
) {
    let BetweenThem { plans, naming } = on_record;
    if !plans.is_empty() {
        page.gap().line("Plans make no link:");
    }
    for plan in plans {
        page.line(format!("   [{}] {}  ", numbers.of(plan), statement(plan)))
            .standing(plan.standing);
    }
    if !naming.is_empty() {
        page.gap().line(naming_both_words(naming)).add(":");
        unlinked_lines(page, numbers, naming);
    }
}

/// The claims that are listed, and how many are not.
pub(super) fn unlinked_lines<'a>(
    page: &mut Page,
    numbers: &mut Numbers<'a>,
    unlinked: &'a Unlinked,
) {
    for claim in &unlinked.claims {
        page.line(format!("   {}  ", numbers.told(claim)))
            .standing(claim.standing)
            .add(format!("  {}", row(&claim.place)));
    }
    if let Some(more @ 1..) = unlinked.in_all().checked_sub(unlinked.claims.len()) {
        page.line(format!("   … and {more} more, which are not listed"));
    }
}

/// `2 claims name both but make no link between them (2 DENIED)`
pub(super) fn naming_both_words(naming: &Unlinked) -> String {
    let (claims, verb) = match naming.in_all() {
        1 => ("1 claim names".to_owned(), "makes"),
        several => (format!("{several} claims name"), "make"),
    };
    let standings = standing_counts(&naming.standings);
    format!("{claims} both but {verb} no link between them ({standings})")
}

/// What is on record in a clause; `None` where nothing is.
pub(super) fn on_record_words(on_record: &BetweenThem) -> Option<String> {
    let BetweenThem { plans, naming } = on_record;
    let naming = (!naming.is_empty()).then(|| naming_both_words(naming));
    let plans = (!plans.is_empty()).then(|| {
        let claims = plans.iter();
        let standings = standings(claims);
        format!(
            "{} of a plan between them, which makes no link ({standings})",
            count(plans.len(), "claim")
        )
    });
    let words: Vec<String> = naming.into_iter().chain(plans).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// Claims without a link as JSON, by the name that is given: those listed, how
/// many there are, and of which standing.
pub(super) fn put_unlinked(value: &mut Value, name: &str, unlinked: &Unlinked) {
    let Unlinked { claims, standings } = unlinked;
    value[name] = claims.iter().map(object::claim).collect();
    value[format!("{name}_in_all")] = json!(unlinked.in_all());
    let standings = Standing::ALL.iter().zip(standings);
    let standings = standings.map(|(one, count)| (one.as_str().to_owned(), json!(count)));
    value[format!("{name}_by_standing")] = Value::Object(standings.collect());
}

/// Plans and claims that name both, as fields of a JSON object.
pub(super) fn put_on_record(value: &mut Value, on_record: &BetweenThem) {
    let BetweenThem { plans, naming } = on_record;
    value["plans"] = plans.iter().map(object::claim).collect();
    put_unlinked(value, "naming_both", naming);
}

/// The words in the column or field `use` for what makes no link.
pub(super) const PLAN: &str = "plan";
pub(super) const NAMES_BOTH: &str = "names both";
/// Likewise for an answer that is given by itself.
pub(super) const ANSWER: &str = "answer";

/// Plans and claims that name both, with the word for each.
pub(super) fn claims_on_record(
    on_record: &BetweenThem,
) -> impl Iterator<Item = (&'static str, &ClaimView)> {
    let BetweenThem { plans, naming } = on_record;
    let plans = plans.iter().map(|plan| (PLAN, plan));
    plans.chain(naming.claims.iter().map(|claim| (NAMES_BOTH, claim)))
}

/// A row for each of these claims, without a hop; between two ids, where the
/// rows are of more than one pair.
pub(super) fn on_record_rows(sheet: &mut Sheet, (from, to): (&str, &str), on_record: &BetweenThem) {
    for (used, claim) in claims_on_record(on_record) {
        claim_row(sheet, used, (from, to), claim);
    }
}

/// A row of a claim that makes no link, among rows of hops.
pub(super) fn claim_row(
    sheet: &mut Sheet,
    used: &str,
    (from, to): (&str, &str),
    claim: &ClaimView,
) {
    let no_hop = no_hop(used, (from, to));
    sheet.row(no_hop.into_iter().chain(rows::claim_cells(claim)));
}

/// A row of an answer, among rows of hops.
pub(super) fn answer_row(sheet: &mut Sheet, answer: &AnswerView) {
    let no_hop = no_hop(ANSWER, ("", ""));
    sheet.row(no_hop.into_iter().chain(rows::answer_cells(answer)));
}

fn no_hop(used: &str, (from, to): (&str, &str)) -> [String; COLUMNS.len()] {
    COLUMNS.map(|column| match column {
        "use" => used.to_owned(),
        "from_id" => from.to_owned(),
        "to_id" => to.to_owned(),
        _ => String::new(),
    })
}
