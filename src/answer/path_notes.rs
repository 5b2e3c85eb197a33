//! What the rows of a `SERVICE ng:path` block cannot show, in clauses: why there
//! is no path, what is on record all the same, which worse links lie beside.
//!
//! Takes what was found in the path graph; gives words that go on after the two
//! ends. What `path` shows in full is counted here.

use oxigraph::model::NamedNode;

use crate::answer::counts::{TOO_LONG, count, left_out_words, standing_counts};
use crate::answer::graph::Graph;
use crate::answer::hops::Beside;
use crate::answer::naming::BetweenThem;
use crate::answer::selection::WithdrawnClaims;
use crate::model::iri;
use crate::network::{self, Filter, LeftOut, Network, NetworkError, Question};
use crate::query::PathFailure;

/// Why there is no path; `None` is where that was not found out.
pub(super) fn no_path_words(reason: Option<&network::NoPath>) -> String {
    let hops = |number: usize| count(number, "hop");
    match reason {
        Some(network::NoPath::NotConnected {
            through_retracted: None,
        }) => "no link on record connects them, not even through denied claims".to_owned(),
        Some(network::NoPath::NotConnected {
            through_retracted: Some(_),
        }) => "only claims that were withdrawn connect them".to_owned(),
        Some(network::NoPath::NotThrough { best }) => format!(
            "no path passes all of its `ng:via`; without them there is one of {}",
            hops(best.hops().len())
        ),
        Some(network::NoPath::ExcludedByFilter {
            without_filter,
            alone: _,
        }) => format!(
            "its settings leave out links of every path; without them there is one of {}",
            hops(without_filter.hops().len())
        ),
        Some(network::NoPath::BeyondLimit {
            max_hops: _,
            shortest: Some(shortest),
        }) => format!("the shortest has {}", hops(*shortest as usize)),
        Some(network::NoPath::BeyondLimit {
            max_hops: _,
            shortest: None,
        }) => "whether there is a longer one was not found out".to_owned(),
        None => "why was not found out in the work that one search may take".to_owned(),
    }
}

/// That nothing has a relation which is no misspelling.
pub(super) fn unused_relation(name: &NamedNode) -> String {
    let id = name.as_str().strip_prefix(iri::REL);
    let id = id.unwrap_or(name.as_str());
    format!("no link on record has the relation `rel:{id}`")
}

/// That sources which are to be left out only relayed what falls with them.
pub(super) fn only_relayed(withdrawn: WithdrawnClaims) -> Option<String> {
    let WithdrawnClaims {
        claims,
        only_relayed,
    } = withdrawn;
    (only_relayed > 0).then(|| {
        format!(
            "its `ng:withoutSource` only relayed {only_relayed} of the {} between entities that \
             fall with it: its own withdrawal removes nothing of that",
            count(claims, "claim")
        )
    })
}

/// A clause on what is on record between the ends of a question and makes no
/// link; empty where nothing is.
pub(super) fn beside(
    graph: &Graph,
    network: &Network,
    question: &Question,
) -> Result<String, PathFailure> {
    let ends = [question.from, question.to].map(|node| network.term_of(node));
    let [Some(from), Some(to)] = ends else {
        return Err(NetworkError::Damaged.into());
    };
    let BetweenThem { plans, naming } = graph.between_them(network, from, to)?;
    let mut words = String::new();
    if !naming.is_empty() {
        let (claims, verbs) = match naming.in_all() {
            1 => ("1 claim names".to_owned(), "makes"),
            several => (format!("{several} claims name"), "make"),
        };
        let standings = standing_counts(&naming.standings);
        words = format!("; {claims} both and {verbs} no link between them ({standings})");
    }
    if !plans.is_empty() {
        let plans = count(plans.len(), "claim");
        words.push_str(&format!("; {plans} of a plan between them"));
    }
    Ok(words)
}

/// That links of some paths are worse than the standing given for their hops.
pub(super) fn worse_links(
    network: &Network,
    paths: &[network::Path],
    filter: &Filter,
) -> Result<impl Iterator<Item = String>, PathFailure> {
    let mut worse = Beside::default();
    for path in paths {
        let of_path = Beside::of(network, path, filter)?;
        let passing = worse.passing.iter_mut().zip(of_path.passing);
        let left_out = worse.left_out.iter_mut().zip(of_path.left_out);
        for (sum, count) in passing.chain(left_out) {
            *sum += count;
        }
        worse.withdrawn += of_path.withdrawn;
    }
    let told = |counts: [usize; 4], words: &str| {
        let standings = standing_counts(&counts);
        (!standings.is_empty()).then(|| format!("{words}: {standings}"))
    };
    let passing = told(
        worse.passing,
        "beside the best link of a hop, by which its standing goes, lie other links",
    );
    let left_out = told(
        worse.left_out,
        "its settings leave out links of the hops that it gives",
    );
    let withdrawn = match worse.withdrawn {
        0 => None,
        1 => Some("1 link of the hops that it gives was withdrawn and carries none".to_owned()),
        links => Some(format!(
            "{links} links of the hops that it gives were withdrawn and carry none"
        )),
    };
    Ok(passing.into_iter().chain(left_out).chain(withdrawn))
}

/// `a shorter path of 1 hop, DENIED`
pub(super) fn shorter_path(path: &network::Path) -> String {
    let hops = count(path.hops().len(), "hop");
    match path.standing() {
        Some(standing) => format!("a shorter path of {hops}, {}", standing.words()),
        None => format!("a shorter path of {hops}"),
    }
}

/// How many more paths settings leave out than are told; nothing where that is all.
pub(super) fn left_out_paths<'a>(
    left_out: &LeftOut,
    told: impl Iterator<Item = &'a network::Path> + Clone,
) -> Option<String> {
    let told = told.map(|path| (path.hops().len(), path.standing()));
    left_out_words(left_out, told, "by its settings", TOO_LONG)
}
