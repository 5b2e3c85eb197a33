//! What holds a connection up: the smallest set of sources, origins, outlets
//! or claims without which two entities are no longer connected.

use std::sync::Arc;

use crate::answer::containing::resolve_ends;
use crate::answer::graph::Graph;
use crate::answer::hidden::{Hidden, compare};
use crate::answer::hops::{HopLink, Path, Reader};
use crate::answer::named::Named;
use crate::answer::{AnswerError, ClaimView, Selected, Selection};
use crate::edition::TermId;
use crate::model::{SourceKind, Standing};
use crate::network::{self, AtLeast, By, Connection, HoldsBudget, HoldsLimit, Rests, holds};

/// What is withdrawn as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelKind {
    Source,
    Origin,
    Outlet,
    Claim,
}

impl LabelKind {
    /// The word on the command line and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            LabelKind::Source => "source",
            LabelKind::Origin => "origin",
            LabelKind::Outlet => "outlet",
            LabelKind::Claim => "claim",
        }
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct HoldsQuestion {
    pub from: String,
    pub to: String,
    pub by: LabelKind,
    pub selection: Selection,
}

/// What holds the connection up.
#[derive(Debug, Clone)]
pub struct HoldsAnswer {
    pub from: Named,
    pub to: Named,
    pub by: LabelKind,
    pub selected: Selected,
    pub outcome: HoldsOutcome,
    /// Why they are not connected, or shorter paths that do not count.
    pub hidden: Hidden,
}

/// The smallest set, or how much of it is known.
#[derive(Debug, Clone)]
pub enum HoldsOutcome {
    /// Both ends are one.
    SameEntity,
    NotConnected,
    /// The connection needs nothing that could be withdrawn.
    OnNothing {
        strand: Strand,
    },
    Exactly {
        set: Vec<Label>,
        because: Because,
        /// Whether no other set is as small; no where that is not known.
        only: bool,
    },
    Between {
        at_least: u32,
        because: Because,
        /// A set that does it, though perhaps not the smallest.
        at_most: Option<Vec<Label>>,
        limit: HoldsLimit,
    },
}

/// Why no smaller set does it.
#[derive(Debug, Clone)]
pub enum Because {
    /// These have nothing in common that could be withdrawn, so each must lose something of its own.
    Disjoint(Vec<Strand>),
    /// Every set of up to so many was tried and left them connected.
    Tried(u32),
}

/// Something that can be withdrawn.
#[derive(Debug, Clone)]
pub struct Label {
    pub what: LabelOf,
    /// On a chain of how many claims it is.
    pub claims: usize,
    /// It is a source that stands behind the outlet on every such chain: by
    /// the rules of standing its own withdrawal removes nothing.
    pub only_relays: bool,
}

/// What it is.
#[derive(Debug, Clone)]
pub enum LabelOf {
    /// A source or an outlet.
    Source(Named),
    /// Likewise, and it is our own inference, which may rest on the same
    /// reports as others.
    Inference(Named),
    /// An origin in the editor's word.
    Origin(String),
    Claim(Arc<ClaimView>),
}

/// One way in which the two hang together, down to what it rests on.
#[derive(Debug, Clone)]
pub struct Strand {
    pub entities: Vec<Named>,
    pub hops: Vec<StrandHop>,
}

/// A step of it.
#[derive(Debug, Clone)]
pub struct StrandHop {
    pub link: HopLink,
    /// What the claims of the link rest on here, each once.
    pub rests_on: Vec<LabelOf>,
}

/// Finds what holds a connection up.
///
/// # Errors
/// For a name that nothing or more than one thing has, an edition without a
/// path graph, or a damaged one.
pub fn find_holds(graph: &Graph, question: &HoldsQuestion) -> Result<HoldsAnswer, AnswerError> {
    find(graph, question, &HoldsBudget::default())
}

/// The same with so much work at most, for where it is told beside something else:
/// the answer says where that was not enough.
///
/// # Errors
/// As for [`find_holds`].
pub fn find_holds_within(
    graph: &Graph,
    question: &HoldsQuestion,
    work: u64,
) -> Result<HoldsAnswer, AnswerError> {
    let budget = HoldsBudget {
        work,
        ..HoldsBudget::default()
    };
    find(graph, question, &budget)
}

fn find(
    graph: &Graph,
    question: &HoldsQuestion,
    budget: &HoldsBudget,
) -> Result<HoldsAnswer, AnswerError> {
    let HoldsQuestion {
        from,
        to,
        by,
        selection,
    } = question;
    let (from, to) = resolve_ends(graph, from, to)?;
    if !selection.without_sources.is_empty() {
        return Err(AnswerError::NotTogether {
            one: "holds",
            other: "--without-source",
        });
    }
    let network = graph.network()?;
    let selected = selection.resolve(graph, &network, &[from, to])?;
    let connection = Connection {
        from: graph.node_in(&network, from)?,
        to: graph.node_in(&network, to)?,
        filter: selected.filter.clone(),
    };
    let origin = |source| network.origin_of(source);
    let rests = Rests::new(&network, by_kind(*by, &origin))?;
    let mut labels = Labels {
        rests: &rests,
        by: *by,
        reader: Reader::new(graph, &network),
    };
    let ends = (connection.from, connection.to);
    let (hidden, best) = compare(&mut labels.reader, ends, &connection.filter)?;
    // What is withdrawn becomes retracted: where that counts, nothing parts the two.
    let found = match best {
        Some(best) if from != to && connection.filter.has_standing(Standing::Retracted) => {
            return Ok(HoldsAnswer {
                from: graph.named(from)?,
                to: graph.named(to)?,
                by: *by,
                selected,
                outcome: HoldsOutcome::OnNothing {
                    strand: Strand::of_best_links(best),
                },
                hidden,
            });
        }
        Some(_) | None => holds(&rests, &connection, budget)?,
    };
    let outcome = match found {
        network::Holds::SameEntity => HoldsOutcome::SameEntity,
        network::Holds::NotConnected => HoldsOutcome::NotConnected,
        network::Holds::OnNothing { strand } => HoldsOutcome::OnNothing {
            strand: labels.strand(&strand)?,
        },
        network::Holds::Exactly { set, because, only } => HoldsOutcome::Exactly {
            set: labels.all(&set)?,
            because: labels.because(&because)?,
            only,
        },
        network::Holds::Between {
            at_least,
            because,
            at_most,
            limit,
        } => HoldsOutcome::Between {
            at_least,
            because: labels.because(&because)?,
            at_most: at_most.map(|set| labels.all(&set)).transpose()?,
            limit,
        },
    };
    Ok(HoldsAnswer {
        from: graph.named(from)?,
        to: graph.named(to)?,
        by: *by,
        selected,
        outcome,
        hidden,
    })
}

impl Strand {
    /// A path over the best link of each hop, which rests on nothing here.
    fn of_best_links(path: Path) -> Strand {
        let hops = path.hops.into_iter();
        Strand {
            entities: path.entities,
            hops: hops
                .filter_map(|hop| hop.links.into_iter().next())
                .map(|link| StrandHop {
                    link,
                    rests_on: Vec::new(),
                })
                .collect(),
        }
    }
}

pub(super) fn by_kind<'o>(kind: LabelKind, origin: &'o dyn Fn(u32) -> Option<u32>) -> By<'o> {
    match kind {
        LabelKind::Source => By::Source,
        LabelKind::Origin => By::Origin(origin),
        LabelKind::Outlet => By::Outlet,
        LabelKind::Claim => By::Claim,
    }
}

/// Turns labels into names.
struct Labels<'a> {
    rests: &'a Rests<'a>,
    by: LabelKind,
    reader: Reader<'a>,
}

impl Labels<'_> {
    fn all(&mut self, labels: &[u32]) -> Result<Vec<Label>, AnswerError> {
        let mut all = Vec::with_capacity(labels.len());
        for label in labels {
            all.push(Label {
                what: label_of(&mut self.reader, self.by, *label)?,
                claims: self.rests.claims_of_label(*label).len(),
                only_relays: self.only_relays(*label)?,
            });
        }
        Ok(all)
    }

    fn only_relays(&self, label: u32) -> Result<bool, AnswerError> {
        match self.by {
            LabelKind::Source => {}
            LabelKind::Origin | LabelKind::Outlet | LabelKind::Claim => return Ok(false),
        }
        for claim in self.rests.claims_of_label(label) {
            let sources = self.rests.network().claim(*claim)?.sources;
            for chain in sources.chains() {
                let at = |source| chain.iter().position(|one| *one == source);
                let outlet = sources.outlet_of(chain).and_then(at);
                if at(label).is_some_and(|place| outlet.is_none_or(|outlet| place <= outlet)) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn because(&mut self, because: &AtLeast) -> Result<Because, AnswerError> {
        Ok(match because {
            AtLeast::Disjoint { strands } => {
                let strands = strands.iter().map(|strand| self.strand(strand));
                Because::Disjoint(strands.collect::<Result<_, _>>()?)
            }
            AtLeast::Tried { size } => Because::Tried(*size),
        })
    }

    fn strand(&mut self, strand: &network::Strand) -> Result<Strand, AnswerError> {
        let nodes = strand.nodes();
        let entities = nodes.iter().map(|node| self.reader.entity(*node));
        let entities = entities.collect::<Result<_, _>>()?;
        let mut hops = Vec::new();
        for (hop, from) in strand.hops().iter().zip(nodes) {
            let mut labels: Vec<u32> = hop
                .claims
                .iter()
                .flat_map(|resting| resting.labels.iter().copied())
                .collect();
            labels.sort_unstable();
            labels.dedup();
            let mut rests_on = Vec::new();
            for label in labels {
                rests_on.push(label_of(&mut self.reader, self.by, label)?);
            }
            hops.push(StrandHop {
                link: self.reader.link(hop.link, *from)?,
                rests_on,
            });
        }
        Ok(Strand { entities, hops })
    }
}

/// What a label is.
pub(super) fn label_of(
    reader: &mut Reader,
    by: LabelKind,
    label: TermId,
) -> Result<LabelOf, AnswerError> {
    let graph = reader.graph();
    Ok(match by {
        LabelKind::Claim => LabelOf::Claim(reader.claim(label)?),
        LabelKind::Source | LabelKind::Outlet => source(graph, label)?,
        // The editor's word, or the outlet where there is none.
        LabelKind::Origin => match graph.literal_text(label)? {
            Some(origin) => LabelOf::Origin(origin),
            None => source(graph, label)?,
        },
    })
}

fn source(graph: &Graph, label: TermId) -> Result<LabelOf, AnswerError> {
    let named = graph.named(label)?;
    Ok(match graph.source_kind(label)? {
        SourceKind::Editor => LabelOf::Inference(named),
        SourceKind::Person
        | SourceKind::Spokesperson
        | SourceKind::Anonymous
        | SourceKind::Organization
        | SourceKind::Statement
        | SourceKind::Document
        | SourceKind::Publication
        | SourceKind::Dataset
        | SourceKind::Ledger => LabelOf::Source(named),
    })
}
