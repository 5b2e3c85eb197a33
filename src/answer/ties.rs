//! The neighbourhood of an entity: everyone within so many hops, over which
//! links, according to whom.

use std::collections::BTreeMap;

use crate::answer::graph::Graph;
use crate::answer::hops::{Hop, HopLink, Reader};
use crate::answer::name::{Wanted, resolve};
use crate::answer::named::Named;
use crate::answer::{AnswerError, OnRecord, Selected, Selection};
use crate::model::Standing;
use crate::network::{Budget, Limit, Near, Spent, near};

/// What is asked.
#[derive(Debug, Clone)]
pub struct TiesQuestion {
    pub of: String,
    /// At least one.
    pub hops: u32,
    pub selection: Selection,
}

/// Everything within so many hops.
#[derive(Debug, Clone)]
pub struct TiesAnswer {
    pub of: Named,
    pub hops: u32,
    pub selected: Selected,
    /// By distance, then by name.
    pub ties: Vec<Tie>,
    /// How many entities are at each distance, from 1 on.
    pub entities: Vec<usize>,
    /// How many hops have each best standing, in the order of `Standing::ALL`,
    /// those that are not listed as well.
    pub standings: [usize; 4],
    /// Its neighbours over links that the selection leaves out and no others, by
    /// the best standing of those.
    pub left_out: [usize; 4],
    /// Where no link at all leads to it: what else is on record.
    pub without_link: Option<OnRecord>,
    pub limit: Option<Limit>,
    pub spent: Spent,
}

/// A hop of the neighbourhood.
#[derive(Debug, Clone)]
pub struct Tie {
    /// How far away the further of its ends is.
    pub distance: u32,
    pub hop: Hop,
}

/// A tie as one of its group: whether the selection leaves it out.
pub type NearTie<'a> = (&'a Hop, &'a HopLink, bool);

impl TiesAnswer {
    /// The direct ties by what the link says and by its standing, which is the order
    /// to list them in.
    pub fn near(&self) -> BTreeMap<(&str, Standing), Vec<NearTie<'_>>> {
        let mut groups: BTreeMap<(&str, Standing), Vec<NearTie<'_>>> = BTreeMap::new();
        for Tie { hop, .. } in self.ties.iter().filter(|tie| tie.hop.from == self.of) {
            let links = hop.links.iter().map(|link| (link, false));
            let left_out = hop.excluded.iter().map(|link| (link, true));
            for (link, left_out) in links.chain(left_out) {
                let group = groups.entry((&link.verb, link.standing)).or_default();
                group.push((hop, link, left_out));
            }
        }
        groups
    }

    /// The ties further out, which come after those.
    pub fn further(&self) -> impl Iterator<Item = &Tie> {
        self.ties.iter().filter(|tie| tie.hop.from != self.of)
    }
}

/// Finds everything within some hops of an entity.
///
/// # Errors
/// For a name that nothing or more than one thing has, an edition without a
/// path graph, or a damaged one.
pub fn find_ties(graph: &Graph, question: &TiesQuestion) -> Result<TiesAnswer, AnswerError> {
    let (answer, _) = find_ties_from(graph, question, 0, usize::MAX)?;
    Ok(answer)
}

/// The same with some of its hops alone, from a place on, since each takes reading
/// all of its claims; and how many hops the answer lists in all.
///
/// # Errors
/// As for [`find_ties`].
pub fn find_ties_from(
    graph: &Graph,
    question: &TiesQuestion,
    from: usize,
    most: usize,
) -> Result<(TiesAnswer, usize), AnswerError> {
    let TiesQuestion {
        of,
        hops,
        selection,
    } = question;
    let of = resolve(graph, of, Wanted::Entity)?;
    let network = graph.network()?;
    let selected = selection.resolve(graph, &network, &[of])?;
    let node = graph.node_in(&network, of)?;
    let Near {
        entities,
        standings,
        left_out,
        ties,
        limit,
        spent,
    } = near(&network, node, *hops, &selected.filter, &Budget::default())?;
    let mut reader = Reader::new(graph, &network);
    let mut read = Vec::new();
    for tie in ties.iter().skip(from).take(most) {
        read.push(Tie {
            distance: tie.distance,
            hop: reader.hop(tie.from, tie.to, &tie.hop)?,
        });
    }
    let listed = ties.len();
    let answer = TiesAnswer {
        of: graph.named(of)?,
        hops: *hops,
        selected,
        ties: read,
        entities,
        standings,
        left_out,
        without_link: match network.has_links(node) {
            true => None,
            false => Some(graph.on_record(of)?),
        },
        limit,
        spent,
    };
    Ok((answer, listed))
}
