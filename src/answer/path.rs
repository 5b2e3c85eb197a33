//! Paths between two entities, every hop with its claims and what was left out.
//!
//! The search is `network`'s; here its numbers become names, verbs and claims.

use std::sync::Arc;

use crate::answer::containing::{resolve_all, resolve_ends};
use crate::answer::graph::Graph;
use crate::answer::holds::{LabelKind, LabelOf, by_kind, label_of};
use crate::answer::hops::{Path, Reader};
use crate::answer::name::Wanted;
use crate::answer::{
    AnswerError, BetweenThem, CitedSource, ClaimView, IdentityView, Named, Selected, Selection,
    Unlinked,
};
use crate::model::SourceKind;
use crate::network::{
    self, Budget, Count, Criterion, Found, LeftOut, Limit, Network, Question, Spent, Strength,
};

/// How far an independently sourced path is looked for where nothing else is
/// said: without a bound the "no" of a large case takes all the work there is.
const INDEPENDENT_HOPS: u32 = 6;

/// What is asked.
#[derive(Debug, Clone)]
pub struct PathQuestion {
    pub from: String,
    pub to: String,
    pub ask: Ask,
    /// Which links count.
    pub selection: Selection,
    /// Without it there is no limit.
    pub max_hops: Option<u32>,
    /// Over no weaker links than there need be.
    pub strongest: bool,
    /// Names that each path passes.
    pub via: Vec<String>,
}

/// Which paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// The best of the shortest.
    Shortest,
    /// All of the shortest.
    AllShortest,
    /// The first so many simple paths.
    First(usize),
    /// All simple paths of at most so many hops, as many as are listed.
    Within(u32),
    /// The shortest on which every hop can be given a source, outlet, origin or
    /// claim of its own.
    Independent(LabelKind),
}

/// The paths, or why there is none.
#[derive(Debug, Clone)]
pub struct PathAnswer {
    pub from: Named,
    pub to: Named,
    pub ask: Ask,
    pub selected: Selected,
    pub max_hops: Option<u32>,
    /// How strong the weakest hop is; given where the strongest were asked for
    /// and there is one.
    pub strength: Option<Strength>,
    pub strongest: bool,
    pub via: Vec<Named>,
    /// Where that was asked for: what each hop has of its own, or how far there
    /// is no such path.
    pub independent: Option<Independence>,
    /// The work it took, in units that are the same on every machine.
    pub spent: Spent,
    /// Which limit was hit; without one these are all the paths asked for.
    pub limit: Option<Limit>,
    /// How many paths of that kind there are, listed or not; `None` is unknown.
    pub total: Option<Count>,
    pub paths: Vec<Path>,
    pub no_path: Option<NoPath>,
    /// What a filter hides: a path shorter than any that passes it.
    pub shorter_without_filter: Option<Path>,
    /// What withdrawals hide, where retracted links do not count: a path shorter
    /// than any without them.
    pub shorter_through_retracted: Option<Path>,
    /// How many paths the filter leaves out, of no more hops than the answer is about;
    /// `None` where nothing is chosen, or there is no path without it. Of independent
    /// paths not all are counted, where these are longer than the shortest.
    pub left_out: Option<LeftOut>,
    /// Whether retracted links would give another path of the kind, where they
    /// do not count.
    pub more_through_retracted: bool,
    /// Where sources are taken to have withdrawn: the hops that then rest on our
    /// own inference.
    pub on_inference: Vec<OnInference>,
    /// What is on record between the two and makes no link: plans in any case;
    /// claims that name both where no link joins them, or there is no path.
    pub beside: BetweenThem,
    /// What was decided on whether somebody on the way is somebody else: of the ends,
    /// the names to pass, and whoever is on a path that is shown, also as left out.
    /// Nothing is merged.
    pub identities: Vec<IdentityView>,
}

/// A hop of the answer, by its path and its place there, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnInference {
    pub path: usize,
    pub hop: usize,
}

impl PathAnswer {
    /// Whether these are all the paths that were asked for.
    pub fn is_complete(&self) -> bool {
        self.limit.is_none()
    }
}

/// What was found of a path on which every hop has something of its own.
#[derive(Debug, Clone)]
pub enum Independence {
    /// One for each hop of the path, no two alike.
    Found(Vec<OwnOfHop>),
    /// There is none of at most so many hops, or of any length.
    NoneWithin {
        hops: Option<u32>,
        tried: u64,
        /// There would be one if our own inference counted.
        one_by_inference: bool,
    },
    /// There is none of at most so many hops; whether there is a longer one is
    /// not known.
    NoneSoFar { hops: u32, tried: u64 },
}

/// What a hop rests on that no other hop of the path has to.
#[derive(Debug, Clone)]
pub struct OwnOfHop {
    pub what: LabelOf,
    /// The link and the claim that it is behind, by id.
    pub link: String,
    pub claim: String,
}

/// Why there is no path.
#[derive(Debug, Clone)]
pub enum NoPath {
    /// No link connects them; perhaps but for claims that were withdrawn.
    NotConnected { through_retracted: Option<Path> },
    /// Something does, but the filter leaves it out: the best without it, and
    /// what of the filter would alone be in the way.
    ExcludedByFilter {
        without_filter: Path,
        alone: Vec<Criterion>,
    },
    /// There are paths, but none passes all of the names asked for: the best.
    NotThrough { best: Path },
    /// The shortest has more hops than were asked for; `None` is unknown.
    BeyondLimit {
        max_hops: u32,
        shortest: Option<u32>,
    },
    /// There are paths, but on none has every hop something of its own: the
    /// best of them.
    NoneIndependent {
        best: Path,
        /// No further was looked; `None` is at any length.
        within: Option<u32>,
    },
    /// A limit was hit before it could be known whether there is one.
    Unfinished,
}

impl NoPath {
    /// The word used in JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            NoPath::NotConnected {
                through_retracted: None,
            } => "not-connected",
            NoPath::NotConnected {
                through_retracted: Some(_),
            } => "only-through-retracted",
            NoPath::ExcludedByFilter { .. } => "excluded-by-filter",
            NoPath::NotThrough { .. } => "not-through",
            NoPath::NoneIndependent { .. } => "none-independent",
            NoPath::BeyondLimit { .. } => "beyond-limit",
            NoPath::Unfinished => "unfinished",
        }
    }

    /// The path there would be without filter or withdrawal.
    pub fn instead(&self) -> Option<&Path> {
        match self {
            NoPath::NotConnected { through_retracted } => through_retracted.as_ref(),
            NoPath::ExcludedByFilter { without_filter, .. } => Some(without_filter),
            NoPath::NotThrough { best } | NoPath::NoneIndependent { best, .. } => Some(best),
            NoPath::BeyondLimit { .. } | NoPath::Unfinished => None,
        }
    }
}

/// Finds the paths between two entities by name.
///
/// # Errors
/// For a name that nothing or more than one thing has, an edition without a
/// path graph, or a damaged one.
pub fn find_paths(graph: &Graph, question: &PathQuestion) -> Result<PathAnswer, AnswerError> {
    let PathQuestion {
        from,
        to,
        ask,
        selection,
        max_hops,
        strongest,
        via,
    } = question;
    let (from, to) = resolve_ends(graph, from, to)?;
    if via.len() > Question::MOST_VIA {
        return Err(AnswerError::TooManyVia {
            given: via.len(),
            most: Question::MOST_VIA,
        });
    }
    let via = resolve_all(graph, via, Wanted::Entity)?;
    if *strongest && !selection.without_sources.is_empty() {
        return Err(AnswerError::NotTogether {
            one: "--strongest",
            other: "--without-source",
        });
    }
    let network = graph.network()?;
    for (at, (term, name)) in via.iter().zip(&question.via).enumerate() {
        let is = match (via[..at].contains(term), [from, to].contains(term)) {
            (true, _) => "given twice",
            (false, true) => "one of the ends",
            (false, false) => continue,
        };
        let name = name.clone();
        return Err(AnswerError::ViaAlready { name, is });
    }
    let mut ends = vec![from, to];
    ends.extend(&via);
    let selected = selection.resolve(graph, &network, &ends)?;
    let nodes = via.iter().map(|entity| graph.node_in(&network, *entity));
    let asked = Question {
        filter: selected.filter.clone(),
        max_hops: match ask {
            Ask::Within(hops) => Some(max_hops.map_or(*hops, |most| most.min(*hops))),
            Ask::Independent(_) => Some(max_hops.unwrap_or(INDEPENDENT_HOPS)),
            Ask::Shortest | Ask::AllShortest | Ask::First(_) => *max_hops,
        },
        strongest: *strongest,
        via: nodes.collect::<Result<_, _>>()?,
        not_own: graph.own_inferences()?,
        ..Question::between(graph.node_in(&network, from)?, graph.node_in(&network, to)?)
    };
    let budget = Budget::default();
    let found = match ask {
        Ask::Shortest => network::shortest(&network, &asked, &budget)?,
        Ask::AllShortest => network::all_shortest(&network, &asked, &budget)?,
        Ask::First(k) => network::k_shortest(&network, &asked, *k, &budget)?,
        // One more than are listed, so that it is known whether any are not.
        Ask::Within(_) => network::k_shortest(&network, &asked, budget.listed + 1, &budget)?,
        // Tells why there is none, and what there is instead.
        Ask::Independent(_) => network::shortest(&network, &asked, &budget)?,
    };
    let mut reader = Reader::new(graph, &network);
    let Found {
        paths,
        // Said by `limit` too.
        complete: _,
        limit,
        total,
        no_path,
        shorter_without_filter,
        shorter_through_retracted,
        left_out,
        more_through_retracted,
        strength,
        spent,
    } = found;
    let mut paths = paths;
    let mut none_independent = None;
    let (mut limit, mut total, mut left_out) = (limit, total, left_out);
    let mut independent = None;
    if let Ask::Independent(by) = ask
        && let Some(best) = paths.pop()
    {
        total = None;
        let origin = |source| network.origin_of(source);
        let found = network::independent(&network, &asked, by_kind(*by, &origin), &budget)?;
        independent = Some(match found {
            network::Independent::Found {
                path,
                representatives,
            } => {
                paths.push(path);
                let own = representatives.iter();
                let own = own.map(|own| reader.own_of_hop(own, *by));
                Independence::Found(own.collect::<Result<_, _>>()?)
            }
            network::Independent::NoneWithin { hops, tried } => Independence::NoneWithin {
                hops,
                tried,
                one_by_inference: by_inference(&network, &asked, *by)?,
            },
            network::Independent::Limit { hops, tried } => {
                limit = Some(Limit::Slots);
                Independence::NoneSoFar { hops, tried }
            }
            // There is the one that was found before.
            network::Independent::NoPath => Independence::NoneWithin {
                hops: asked.max_hops,
                tried: 0,
                one_by_inference: false,
            },
        });
        if paths.is_empty() && limit.is_none() {
            let best = reader.path(&best)?;
            none_independent = Some(NoPath::NoneIndependent {
                best,
                within: asked.max_hops,
            });
        }
    }
    if let (Some(_), Some(counted)) = (&independent, &mut left_out) {
        // It was counted for the shortest, which this may be longer than; and where
        // there is none, it is about all that there could have been.
        let path = paths.first().map(|path| path.hops().len() as u32);
        let hops = path.or(asked.max_hops).unwrap_or(counted.hops);
        counted.all &= hops <= counted.hops;
        counted.hops = hops;
    }
    let no_path = match (no_path, paths.is_empty()) {
        _ if none_independent.is_some() => none_independent,
        (Some(why), _) => Some(reason(&mut reader, &why)?),
        (None, true) => Some(NoPath::Unfinished),
        (None, false) => None,
    };
    let mut beside = graph.between_them(&network, from, to)?;
    let linked = !network.links_between(asked.from, asked.to)?.is_empty();
    if from == to || (linked && !paths.is_empty()) {
        beside.naming = Unlinked::default();
    }
    let paths: Vec<Path> = paths
        .iter()
        .map(|path| reader.path(path))
        .collect::<Result<_, _>>()?;
    let mut read = |path: Option<network::Path>| path.map(|path| reader.path(&path)).transpose();
    let shorter_without_filter = read(shorter_without_filter)?;
    let shorter_through_retracted = read(shorter_through_retracted)?;
    let shown = paths
        .iter()
        .chain(no_path.as_ref().and_then(NoPath::instead))
        .chain(&shorter_without_filter)
        .chain(&shorter_through_retracted);
    let identities = graph.identities_on(ends, shown)?;
    Ok(PathAnswer {
        from: graph.named(from)?,
        to: graph.named(to)?,
        ask: *ask,
        max_hops: asked.max_hops,
        strength,
        strongest: *strongest,
        independent,
        via: via
            .into_iter()
            .map(|entity| graph.named(entity))
            .collect::<Result<_, _>>()?,
        spent,
        limit,
        total,
        beside,
        on_inference: on_inference(&paths, &selected.without_sources),
        paths,
        no_path,
        shorter_without_filter,
        shorter_through_retracted,
        left_out,
        more_through_retracted,
        selected,
        identities,
    })
}

/// Whether there would be such a path if our own inference counted.
fn by_inference(network: &Network, asked: &Question, by: LabelKind) -> Result<bool, AnswerError> {
    if asked.not_own.is_empty() {
        return Ok(false);
    }
    let asked = Question {
        not_own: Vec::new(),
        ..asked.clone()
    };
    let origin = |source| network.origin_of(source);
    let found = network::independent(network, &asked, by_kind(by, &origin), &Budget::default())?;
    Ok(match found {
        network::Independent::Found { .. } => true,
        network::Independent::NoneWithin { .. }
        | network::Independent::NoPath
        | network::Independent::Limit { .. } => false,
    })
}

/// The hops that rest on our own inference without some sources.
fn on_inference(paths: &[Path], without: &[Named]) -> Vec<OnInference> {
    if without.is_empty() {
        return Vec::new();
    }
    let is_left = |source: &&CitedSource| {
        let mut chain = source.chain.iter();
        !source.withdrawn && !chain.any(|one| without.contains(one))
    };
    let inferred = |claim: &Arc<ClaimView>| {
        let mut left = claim.sources.iter().filter(is_left).peekable();
        left.peek().is_some() && left.all(|source| source.kind == SourceKind::Editor)
    };
    let mut found = Vec::new();
    for (path, of_path) in paths.iter().enumerate() {
        for (hop, of_hop) in of_path.hops.iter().enumerate() {
            let mut links = of_hop.links.iter();
            if links.all(|link| link.claims.iter().any(inferred)) {
                found.push(OnInference { path, hop });
            }
        }
    }
    found
}

/// Why there is no path, with what there would be instead.
pub(super) fn reason(reader: &mut Reader, why: &network::NoPath) -> Result<NoPath, AnswerError> {
    Ok(match why {
        network::NoPath::NotConnected { through_retracted } => NoPath::NotConnected {
            through_retracted: through_retracted
                .as_ref()
                .map(|path| reader.path(path))
                .transpose()?,
        },
        network::NoPath::ExcludedByFilter {
            without_filter,
            alone,
        } => NoPath::ExcludedByFilter {
            without_filter: reader.path(without_filter)?,
            alone: alone.clone(),
        },
        network::NoPath::NotThrough { best } => NoPath::NotThrough {
            best: reader.path(best)?,
        },
        network::NoPath::BeyondLimit { max_hops, shortest } => NoPath::BeyondLimit {
            max_hops: *max_hops,
            shortest: *shortest,
        },
    })
}

impl Reader<'_> {
    fn own_of_hop(
        &mut self,
        own: &network::Representative,
        by: LabelKind,
    ) -> Result<OwnOfHop, AnswerError> {
        let claim = self.network().claim(own.claim)?.claim;
        let link = self.network().link(own.link)?.link;
        Ok(OwnOfHop {
            what: label_of(self, by, own.label)?,
            link: self.graph().id(link)?,
            claim: self.graph().id(claim)?,
        })
    }
}
