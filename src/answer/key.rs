//! What everything passes through: key entities and hops, of the whole case or
//! between two names.

use crate::answer::containing::resolve_ends;
use crate::answer::graph::Graph;
use crate::answer::hidden::{Hidden, compare};
use crate::answer::hops::{Hop, Reader};
use crate::answer::named::Named;
use crate::answer::{AnswerError, Selected, Selection};
use crate::network::{Filtered, key, key_between};

/// Entities and hops that are listed; all are counted.
const LISTED: usize = 1_000;

/// What everything passes through: in the whole case, or between two names.
#[derive(Debug, Clone)]
pub struct KeyQuestion {
    pub between: Option<(String, String)>,
    pub selection: Selection,
}

/// Key entities and hops.
#[derive(Debug, Clone)]
pub struct KeyAnswer {
    pub between: Option<(Named, Named)>,
    pub selected: Selected,
    /// Whether the two are connected; true where none were given.
    pub connected: bool,
    /// Between two names: why they are not connected, or shorter paths that do
    /// not count.
    pub hidden: Hidden,
    /// Between two names in the order in which paths pass them; else those
    /// that part the most first.
    pub entities: Vec<KeyEntity>,
    pub entities_in_all: usize,
    pub hops: Vec<KeyHop>,
    pub hops_in_all: usize,
}

/// An entity that everything passes through.
#[derive(Debug, Clone)]
pub struct KeyEntity {
    pub named: Named,
    /// Into how many parts those connected with it fall without it; `None`
    /// between two names, where it is two at least.
    pub parts: Option<u32>,
}

/// A hop that everything passes over.
#[derive(Debug, Clone)]
pub struct KeyHop {
    pub hop: Hop,
    /// Whether it is a single link: then that link is enough to part them.
    pub one_link: bool,
    /// How many entities are on its smaller side; `None` between two names.
    pub cuts_off: Option<u32>,
}

/// Finds what everything passes through.
///
/// # Errors
/// For a name that nothing or more than one thing has, an edition without a
/// path graph, or a damaged one.
pub fn find_key(graph: &Graph, question: &KeyQuestion) -> Result<KeyAnswer, AnswerError> {
    let KeyQuestion { between, selection } = question;
    let network = graph.network()?;
    let mut reader = Reader::new(graph, &network);
    let Some((from, to)) = between else {
        let selected = selection.resolve(graph, &network, &[])?;
        let view = Filtered::new(&network, &selected.filter);
        let mut found = key(&view)?;
        let (entities_in_all, hops_in_all) = (found.entities.len(), found.hops.len());
        found
            .entities
            .sort_by_key(|one| (std::cmp::Reverse(one.parts), one.node));
        found
            .hops
            .sort_by_key(|one| (std::cmp::Reverse(one.cuts_off), one.ends));
        let mut entities = Vec::new();
        for one in found.entities.iter().take(LISTED) {
            entities.push(KeyEntity {
                named: reader.entity(one.node)?,
                parts: Some(one.parts),
            });
        }
        let mut hops = Vec::new();
        for one in found.hops.iter().take(LISTED) {
            let hop = view.hop(one.ends.0, one.ends.1)?;
            hops.push(KeyHop {
                hop: reader.hop(one.ends.0, one.ends.1, &hop)?,
                one_link: one.only_link.is_some(),
                cuts_off: Some(one.cuts_off),
            });
        }
        entities
            .sort_by(|one, other| (other.parts, &one.named.id).cmp(&(one.parts, &other.named.id)));
        let ends = |hop: &KeyHop| (hop.hop.from.id.clone(), hop.hop.to.id.clone());
        hops.sort_by(|one, other| (other.cuts_off, ends(one)).cmp(&(one.cuts_off, ends(other))));
        return Ok(KeyAnswer {
            between: None,
            selected,
            connected: true,
            hidden: Hidden::default(),
            entities,
            entities_in_all,
            hops,
            hops_in_all,
        });
    };
    let (from, to) = resolve_ends(graph, from, to)?;
    let selected = selection.resolve(graph, &network, &[from, to])?;
    let view = Filtered::new(&network, &selected.filter);
    let (one, other) = (graph.node_in(&network, from)?, graph.node_in(&network, to)?);
    let found = key_between(&view, one, other)?;
    let connected = found.is_some();
    let (hidden, _) = compare(&mut reader, (one, other), &selected.filter)?;
    let (mut entities, mut hops) = (Vec::new(), Vec::new());
    if let Some(found) = found {
        for node in found.entities {
            entities.push(KeyEntity {
                named: reader.entity(node)?,
                parts: None,
            });
        }
        for (ends, only_link) in found.hops {
            let hop = view.hop(ends.0, ends.1)?;
            hops.push(KeyHop {
                hop: reader.hop(ends.0, ends.1, &hop)?,
                one_link: only_link.is_some(),
                cuts_off: None,
            });
        }
    }
    Ok(KeyAnswer {
        between: Some((graph.named(from)?, graph.named(to)?)),
        selected,
        connected,
        hidden,
        entities_in_all: entities.len(),
        entities,
        hops_in_all: hops.len(),
        hops,
    })
}
