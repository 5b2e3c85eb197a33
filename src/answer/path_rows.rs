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
use crate::answer::path_notes::{
    beside, left_out_paths, no_path_words, only_relayed, shorter_path, unused_relation, worse_links,
};
use crate::answer::relations::KnownRelation;
use crate::answer::selection::withdrawn;
use crate::edition::TermId;
use crate::model::iri;
use crate::network;
use crate::network::Budget;
use crate::network::Days;
use crate::network::Filter;
use crate::network::Found;
use crate::network::Limit;
use crate::network::Network;
use crate::network::NetworkError;
use crate::network::Question;
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
/// As for [`path_rows_knowing`], with no relation known but those in use.
pub fn path_rows(graph: &Graph, request: &PathRequest) -> Result<PathsFound, PathFailure> {
    path_rows_knowing(graph, &[], request)
}

/// Likewise. Relations that are known may be asked for though no claim uses
/// them.
///
/// # Errors
/// When something named is not in the edition or not of the kind needed, a
/// limit was hit before all paths were found, the edition has no path graph, or
/// it is damaged.
pub fn path_rows_knowing(
    graph: &Graph,
    known: &[KnownRelation],
    request: &PathRequest,
) -> Result<PathsFound, PathFailure> {
    let network = graph.network()?;
    let (question, mut notes) = question(graph, known, &network, request)?;
    let found = search(&network, request.which, &question)?;
    let Found {
        paths,
        // Said by `limit` too.
        complete: _,
        limit,
        total: _,
        no_path,
        shorter_without_filter,
        shorter_through_retracted,
        left_out,
        // A block does not say that there is no other path.
        more_through_retracted: _,
        strength: _,
        spent: _,
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
    let excluded = match &no_path {
        Some(network::NoPath::ExcludedByFilter { without_filter, .. }) => {
            Some(without_filter.clone())
        }
        Some(
            network::NoPath::NotConnected { .. }
            | network::NoPath::NotThrough { .. }
            | network::NoPath::BeyondLimit { .. },
        )
        | None => None,
    };
    let no_path = match paths.is_empty() {
        true => Some(no_path_words(no_path.as_ref()) + &beside(graph, &network, &question)?),
        false => None,
    };
    notes.extend(worse_links(&network, &paths, &question.filter)?);
    let shorter = shorter_without_filter.iter().map(|path| {
        let path = shorter_path(path);
        format!("its settings leave out {path}")
    });
    notes.extend(shorter);
    let instead = excluded.iter().chain(&shorter_without_filter);
    notes.extend(left_out.and_then(|left_out| left_out_paths(&left_out, instead)));
    let withdrawn = shorter_through_retracted.iter().map(|path| {
        let path = shorter_path(path);
        format!("withdrawn claims, which do not count, give {path}")
    });
    notes.extend(withdrawn);
    Ok(PathsFound {
        notes,
        paths: paths
            .iter()
            .map(|path| reader.path(path))
            .collect::<Result<_, _>>()?,
        no_path,
    })
}

/// Looks everything up that a request names, so that nothing that is misspelt
/// goes unnoticed, and makes the question of it.
fn question(
    graph: &Graph,
    known: &[KnownRelation],
    network: &Network,
    request: &PathRequest,
) -> Result<(Question, Vec<String>), PathFailure> {
    let PathRequest {
        from,
        to,
        max_hops,
        which,
        only,
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
    let node = |setting, name| -> Result<u32, PathFailure> {
        let entity = thing(graph, setting, name, Wanted::Entity)?;
        Ok(graph.node_in(network, entity)?)
    };
    let ends = (node(PathSetting::From, from)?, node(PathSetting::To, to)?);
    let mut filter = match only {
        Some(only) => Filter::standings(&only.iter().copied().collect::<Vec<_>>()),
        None => Filter::default(),
    };
    let mut notes = Vec::new();
    filter.min_origins = min_origins.unwrap_or_default();
    filter.named = *named;
    filter.documented = *documented;
    filter.on = on.map(Days::number);
    for (setting, names, terms) in [
        (PathSetting::Relation, relations, None),
        (
            PathSetting::NotRelation,
            not_relations,
            Some(&mut filter.not_relations),
        ),
    ] {
        let mut meant = Vec::new();
        for name in names {
            match relation(graph, known, setting, name)? {
                Some(relation) => meant.push(relation),
                None => notes.push(unused_relation(name)),
            }
        }
        match terms {
            Some(terms) => *terms = meant,
            None => filter.relations = (!names.is_empty()).then_some(meant),
        }
    }
    for source in without_sources {
        let source = thing(graph, PathSetting::WithoutSource, source, Wanted::Source)?;
        filter.without_sources.push(source);
    }
    notes.extend(only_relayed(withdrawn(network, &filter.without_sources)?));
    if !without_sources.is_empty() && (*named || *documented || *which == WhichPaths::Strongest) {
        return Err(PathFailure::Setting {
            setting: PathSetting::WithoutSource,
            value: None,
            message:
                "cannot be asked for together with `ng:named`, `ng:documented` or `ng:strongest`"
                    .to_owned(),
            hints: Vec::new(),
        });
    }
    let mut through = Vec::new();
    for name in via {
        through.push(node(PathSetting::Via, name)?);
    }
    for name in avoid {
        let avoided = node(PathSetting::Avoid, name)?;
        if avoided == ends.0 || avoided == ends.1 || through.contains(&avoided) {
            return Err(PathFailure::Setting {
                setting: PathSetting::Avoid,
                value: Some(name.clone()),
                message: "is an end of the path, or to be passed on the way".to_owned(),
                hints: Vec::new(),
            });
        }
        filter.avoid.push(avoided);
    }
    if filter.min_origins > Filter::MOST_ORIGINS {
        return Err(PathFailure::Setting {
            setting: PathSetting::MinOrigins,
            value: None,
            message: format!("is at most {}", Filter::MOST_ORIGINS),
            hints: Vec::new(),
        });
    }
    if through.len() > Question::MOST_VIA {
        return Err(PathFailure::Setting {
            setting: PathSetting::Via,
            value: None,
            message: format!("is given at most {} times", Question::MOST_VIA),
            hints: Vec::new(),
        });
    }
    let question = Question {
        filter,
        max_hops: *max_hops,
        strongest: *which == WhichPaths::Strongest,
        via: through,
        ..Question::between(ends.0, ends.1)
    };
    Ok((question, notes))
}

/// What may be read for each pair to count the paths that the filter hides: a query
/// may ask for thousands of pairs.
const LEFT_OUT: u64 = 2_000;

fn search(
    network: &Network,
    which: WhichPaths,
    question: &Question,
) -> Result<Found, NetworkError> {
    let budget = Budget {
        left_out: LEFT_OUT,
        ..Budget::default()
    };
    match which {
        WhichPaths::Shortest | WhichPaths::Strongest => {
            network::shortest(network, question, &budget)
        }
        WhichPaths::AllShortest => network::all_shortest(network, question, &budget),
        WhichPaths::First(k) => network::k_shortest(network, question, k, &budget),
    }
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
        Wanted::EntityOrMeeting => "person, organisation, asset or meeting",
        Wanted::Source => "source",
        Wanted::Claim => "claim",
        Wanted::Denial => "answer",
        Wanted::Question => "question",
        Wanted::Traced => "claim, answer, source, meeting or question",
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

/// The term of a relation that some claim uses; `None` of one that is known and
/// that no claim uses. Any other is a misspelling.
fn relation(
    graph: &Graph,
    known: &[KnownRelation],
    setting: PathSetting,
    name: &NamedNode,
) -> Result<Option<TermId>, PathFailure> {
    if let Some(id) = graph.node(name.as_str())?
        && graph.is_a(id, "Relation")?
    {
        return Ok(Some(id));
    }
    let id = name.as_str().strip_prefix(iri::REL);
    if known.iter().any(|one| Some(one.id.as_str()) == id) {
        return Ok(None);
    }
    let mut used = Vec::new();
    if let Some(class) = graph.node(&iri::ng("Relation"))? {
        for id in graph.subjects(iri::RDF_TYPE, class)? {
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
