//! Paths for a query: what a `SERVICE ng:path` block asks, answered from the
//! path graph with nothing but IRIs and standings.
//!
//! What a block names is looked up first, and what is not there is an error
//! with the names that come near: a path to nobody must not read as no path. A
//! search that hits a limit is an error too, never fewer paths.

use std::collections::BTreeMap;

use oxigraph::model::NamedNode;

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::answer::name::Wanted;
use crate::answer::name::nearest;
use crate::edition::TermId;
use crate::model::iri;
use crate::network;
use crate::network::Budget;
use crate::network::Filter;
use crate::network::Found;
use crate::network::Limit;
use crate::network::Network;
use crate::network::NetworkError;
use crate::network::Question;
use crate::network::SECTIONS;
use crate::query::FoundHop;
use crate::query::FoundLink;
use crate::query::FoundPath;
use crate::query::PathFailure;
use crate::query::PathRequest;
use crate::query::PathSetting;
use crate::query::PathsFound;
use crate::query::WhichPaths;

/// A longer list of what may be meant helps nobody.
const MOST_SUGGESTIONS: usize = 3;

impl From<AnswerError> for PathFailure {
    fn from(error: AnswerError) -> PathFailure {
        PathFailure::Other(Box::new(error))
    }
}

impl From<NetworkError> for PathFailure {
    fn from(error: NetworkError) -> PathFailure {
        AnswerError::from(error).into()
    }
}

/// Finds the paths that a block asks for, those that `nutgraf path` finds.
///
/// # Errors
/// When something named is not in the edition or not of the kind needed, a
/// limit was hit before all paths were found, the edition has no path graph, or
/// it is damaged.
pub fn path_rows(graph: &Graph, request: &PathRequest) -> Result<PathsFound, PathFailure> {
    let terms = Terms::of(graph, request)?;
    let section = graph.edition().section(SECTIONS[0]);
    if section.map_err(AnswerError::from)?.is_none() {
        return Err(AnswerError::NoPathGraph.into());
    }
    // A section that cannot be read is as good as absent: `new` says which.
    let network = Network::new(|name| graph.edition().section(name).ok().flatten())?;
    let found = search(graph, &network, request, &terms)?;
    let Found {
        paths,
        // Said by `limit` too.
        complete: _,
        limit,
        total: _,
        no_path,
        // A block is asked for the paths that pass; `path` tells of the others.
        shorter_without_filter: _,
    } = found;
    if let Some((what, instead)) = limit.and_then(cut_short) {
        return Err(PathFailure::Limit {
            what: what.to_owned(),
            instead: instead.to_owned(),
        });
    }
    let mut reader = Reader {
        graph,
        network: &network,
        names: BTreeMap::new(),
    };
    let no_path = paths.is_empty().then(|| no_path_words(no_path.as_ref()));
    Ok(PathsFound {
        paths: paths
            .iter()
            .map(|path| reader.path(path))
            .collect::<Result<_, _>>()?,
        no_path,
    })
}

/// What a request names, as the edition numbers it.
struct Terms {
    from: TermId,
    to: TermId,
}

impl Terms {
    /// Looks everything up, so that nothing that is misspelt goes unnoticed,
    /// whatever the search does with it.
    fn of(graph: &Graph, request: &PathRequest) -> Result<Terms, PathFailure> {
        let PathRequest {
            from,
            to,
            max_hops: _,
            which: _,
            only: _,
            min_origins: _,
            named: _,
            documented: _,
            relations,
            not_relations,
            on: _,
            via,
            avoid,
            without_sources,
        } = request;
        let terms = Terms {
            from: thing(graph, PathSetting::From, from, Wanted::Entity)?,
            to: thing(graph, PathSetting::To, to, Wanted::Entity)?,
        };
        for (setting, names, wanted) in [
            (PathSetting::Via, via, Wanted::Entity),
            (PathSetting::Avoid, avoid, Wanted::Entity),
            (PathSetting::WithoutSource, without_sources, Wanted::Source),
        ] {
            for name in names {
                thing(graph, setting, name, wanted)?;
            }
        }
        for (setting, names) in [
            (PathSetting::Relation, relations),
            (PathSetting::NotRelation, not_relations),
        ] {
            for name in names {
                relation(graph, setting, name)?;
            }
        }
        Ok(terms)
    }
}

/// The settings that the searches of the path graph do not have. Whoever gives
/// them to a search takes them out of here and hands them over in `search`.
fn not_searchable(request: &PathRequest) -> Option<PathSetting> {
    let PathRequest {
        from: _,
        to: _,
        max_hops: _,
        which,
        only: _,
        min_origins,
        named,
        documented,
        relations,
        not_relations,
        on,
        via,
        avoid,
        without_sources,
    } = request;
    let asked = [
        (PathSetting::Strongest, *which == WhichPaths::Strongest),
        (PathSetting::MinOrigins, min_origins.is_some()),
        (PathSetting::Named, *named),
        (PathSetting::Documented, *documented),
        (PathSetting::Relation, !relations.is_empty()),
        (PathSetting::NotRelation, !not_relations.is_empty()),
        (PathSetting::On, on.is_some()),
        (PathSetting::Via, !via.is_empty()),
        (PathSetting::Avoid, !avoid.is_empty()),
        (PathSetting::WithoutSource, !without_sources.is_empty()),
    ];
    let mut asked = asked.into_iter().filter(|(_, asked)| *asked);
    asked.next().map(|(setting, _)| setting)
}

fn search(
    graph: &Graph,
    network: &Network,
    request: &PathRequest,
    terms: &Terms,
) -> Result<Found, PathFailure> {
    if let Some(setting) = not_searchable(request) {
        return Err(PathFailure::Setting {
            setting,
            value: None,
            message: "cannot be searched with by this version of nutgraf".to_owned(),
            hints: Vec::new(),
        });
    }
    let node = |term| {
        network
            .node_of(term)
            .ok_or_else(|| graph.incomplete(term, "its place in the path graph"))
    };
    let standings: Option<Vec<_>> = request
        .only
        .as_ref()
        .map(|only| only.iter().copied().collect());
    let question = Question {
        from: node(terms.from)?,
        to: node(terms.to)?,
        filter: standings.map_or_else(Filter::default, |only| Filter::standings(&only)),
        max_hops: request.max_hops,
    };
    let budget = Budget::default();
    Ok(match request.which {
        // That of the strongest was refused above.
        WhichPaths::Shortest | WhichPaths::Strongest => {
            network::shortest(network, &question, &budget)?
        }
        WhichPaths::AllShortest => network::all_shortest(network, &question, &budget)?,
        WhichPaths::First(k) => network::k_shortest(network, &question, k, &budget)?,
    })
}

/// What a limit left out, and what to ask instead; nothing where the paths
/// themselves are all there.
fn cut_short(limit: Limit) -> Option<(&'static str, &'static str)> {
    match limit {
        Limit::Slots => Some((
            "takes more work than one search may",
            "ask for fewer hops (`ng:maxHops`) or fewer paths (`ng:k`)",
        )),
        Limit::Steps => Some((
            "has so many equally short paths that the best could not be told",
            "ask for fewer hops (`ng:maxHops`) or for better standings (`ng:only`)",
        )),
        Limit::Listed => Some((
            "has more paths than are listed at once",
            "ask for the first of them (`ng:k`)",
        )),
        // It was only not found out what there would be otherwise.
        Limit::Comparison => None,
    }
}

fn no_path_words(reason: Option<&network::NoPath>) -> String {
    let hops = |count: usize| match count {
        1 => "1 hop".to_owned(),
        several => format!("{several} hops"),
    };
    match reason {
        Some(network::NoPath::NotConnected {
            through_retracted: None,
        }) => "no link on record connects them, not even through denied claims".to_owned(),
        Some(network::NoPath::NotConnected {
            through_retracted: Some(_),
        }) => "only claims that were withdrawn connect them".to_owned(),
        Some(network::NoPath::ExcludedByFilter { without_filter }) => format!(
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
        }) => "there is a longer one".to_owned(),
        None => "why was not found out in the work that one search may take".to_owned(),
    }
}

/// The number of something named by a setting.
fn thing(
    graph: &Graph,
    setting: PathSetting,
    name: &NamedNode,
    wanted: Wanted,
) -> Result<TermId, PathFailure> {
    let known = graph.node(name.as_str())?;
    if let Some(id) = known
        && graph.row(name.as_str()).is_some()
    {
        if graph.is_wanted(id, wanted)? {
            return Ok(id);
        }
        let kind = graph.kind(id)?;
        return Err(PathFailure::Setting {
            setting,
            value: Some(name.clone()),
            message: format!("is no {}; its kind is: {}", noun(wanted), kind.words()),
            hints: vec![format!("`{}` takes {}", ng(setting), wanted.words())],
        });
    }
    let message = match known {
        Some(_) => format!("is no {} of a case", noun(wanted)),
        None => "is not in this edition".to_owned(),
    };
    Err(PathFailure::Setting {
        setting,
        value: Some(name.clone()),
        message,
        hints: suggestions(graph, name, wanted)?,
    })
}

fn noun(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Anything => "row",
        Wanted::Entity => "person, organisation or asset",
        Wanted::Source => "source",
        Wanted::Claim => "claim",
        Wanted::Denial => "answer",
        Wanted::Question => "question",
    }
}

fn ng(setting: PathSetting) -> String {
    format!("ng:{}", setting.as_str())
}

/// Things whose names come near to an IRI that is not there.
fn suggestions(
    graph: &Graph,
    name: &NamedNode,
    wanted: Wanted,
) -> Result<Vec<String>, PathFailure> {
    let id = name.as_str().rsplit(['/', '#']).next().unwrap_or_default();
    let near = nearest(graph, &id.replace('-', " "), wanted)?;
    let near = near.into_iter().take(MOST_SUGGESTIONS).map(|candidate| {
        let named = candidate.named;
        let short = match (graph.cases(), graph.row(&named.iri)) {
            ([_], Some((_, kind, id))) => format!("{kind}:{id}"),
            (_, _) => format!("<{}>", named.iri),
        };
        format!("did you mean `{short}` ({})?", named.label)
    });
    let mut hints: Vec<String> = near.collect();
    if hints.is_empty() {
        hints.push("`nutgraf find` looks for names and ids".to_owned());
    }
    Ok(hints)
}

/// Sees that some claim uses a relation: else a filter by it is a misspelling.
fn relation(graph: &Graph, setting: PathSetting, name: &NamedNode) -> Result<(), PathFailure> {
    if let Some(id) = graph.node(name.as_str())?
        && graph.is_a(id, "Relation")?
    {
        return Ok(());
    }
    let mut used = Vec::new();
    if let Some(class) = graph.node(&iri::ng("Relation"))? {
        for id in graph.subjects(&format!("{}type", iri::RDF), class)? {
            used.push(format!("rel:{}", graph.relation_id(id)?));
        }
    }
    Err(PathFailure::Setting {
        setting,
        value: Some(name.clone()),
        message: "is used by no claim of this edition".to_owned(),
        hints: vec![format!("in use are {}", used.join(", "))],
    })
}

/// Turns the path graph's numbers into IRIs, each read once.
struct Reader<'a> {
    graph: &'a Graph,
    network: &'a Network<'a>,
    names: BTreeMap<TermId, NamedNode>,
}

impl Reader<'_> {
    fn path(&mut self, path: &network::Path) -> Result<FoundPath, PathFailure> {
        let mut hops = Vec::with_capacity(path.hops().len());
        for (ends, hop) in path.nodes().windows(2).zip(path.hops()) {
            let network::Hop {
                standing,
                outlets: _,
                links,
                excluded: _,
            } = hop;
            hops.push(FoundHop {
                from: self.entity(ends[0])?,
                to: self.entity(ends[1])?,
                standing: *standing,
                links: links
                    .iter()
                    .map(|link| self.link(*link))
                    .collect::<Result<_, _>>()?,
            });
        }
        Ok(FoundPath {
            standing: path.standing(),
            hops,
        })
    }

    fn link(&mut self, number: u32) -> Result<FoundLink, PathFailure> {
        let link = self.network.link(number)?;
        let mut claims = Vec::new();
        for claim in link.claims.numbers() {
            let term = self.network.claim(claim)?.claim;
            claims.push(self.name(term)?);
        }
        Ok(FoundLink {
            link: self.name(link.link)?,
            claims,
        })
    }

    fn entity(&mut self, node: u32) -> Result<NamedNode, PathFailure> {
        let term = self.network.term_of(node).ok_or(NetworkError::Damaged)?;
        self.name(term)
    }

    fn name(&mut self, term: TermId) -> Result<NamedNode, PathFailure> {
        if let Some(known) = self.names.get(&term) {
            return Ok(known.clone());
        }
        let name = NamedNode::new_unchecked(self.graph.iri(term)?);
        self.names.insert(term, name.clone());
        Ok(name)
    }
}
