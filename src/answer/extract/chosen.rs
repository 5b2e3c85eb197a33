//! Which entities and links belong to a file: those of a whole case, of paths,
//! of a neighbourhood, of what connects several, of the result of a query.

use std::collections::BTreeSet;

use fixedbitset::FixedBitSet;
use oxigraph::model::{NamedOrBlankNode, Term, Triple};

use crate::answer::extract::about::{About, Asked, Counted, Extent, all_of, count};
use crate::answer::extract::{Extract, NOWHERE};
use crate::answer::{
    AnswerError, BetweenAnswer, Graph, HopLink, LeftOutBetween, Named, PathAnswer, Selected,
    Selection, TiesAnswer, left_out_between,
};
use crate::edition::TermId;
use crate::model::{Standing, iri};
use crate::network::{Filter, Limit, Network, NetworkError, links_passing};

/// What an extract is made from.
struct Chosen {
    asked: Asked,
    selected: Option<Selected>,
    limit: Option<Limit>,
    nodes: FixedBitSet,
    links: Vec<u32>,
    left_out_on_hops: LeftOutBetween,
    beside: Vec<(TermId, TermId)>,
}

/// A whole case: every entity; every link, also retracted ones, or those that
/// are chosen; and, where none are chosen, every claim that makes no link, with
/// its subject.
///
/// # Errors
/// For names in the selection that nothing or more than one thing has, an
/// edition without a path graph, or a damaged one.
pub fn extract_whole<'g>(
    graph: &'g Graph,
    selection: Option<&Selection>,
    collapsed: bool,
) -> Result<Extract<'g>, AnswerError> {
    let network = graph.network()?;
    let mut nodes = FixedBitSet::with_capacity(network.node_count());
    let (selected, links, beside) = match selection {
        None => {
            let links = links_passing(&network, &Filter::everything())?;
            let beside = without_link(graph, &network, &links)?;
            nodes.insert_range(..);
            (None, links, beside)
        }
        Some(selection) => {
            let mut selected = selection.resolve(graph, &network, &[])?;
            // A whole case has what was withdrawn as well, said to be so.
            if selected.standings.is_none() {
                selected.filter = selected.filter.with_standings(&Standing::ALL);
            }
            let links = links_passing(&network, &selected.filter)?;
            for link in &links {
                let link = network.link(*link)?;
                nodes.insert(link.from as usize);
                nodes.insert(link.to as usize);
            }
            (Some(selected), links, Vec::new())
        }
    };
    let chosen = Chosen {
        asked: Asked::Whole,
        selected,
        limit: None,
        nodes,
        links,
        left_out_on_hops: LeftOutBetween::default(),
        beside,
    };
    chosen.extract(graph, &network, collapsed)
}

/// The paths of an answer: the links of their hops. What the choice of links
/// leaves out on the same hops is counted.
///
/// # Errors
/// When the edition is damaged.
pub fn extract_paths<'g>(
    graph: &'g Graph,
    answer: &PathAnswer,
    collapsed: bool,
) -> Result<Extract<'g>, AnswerError> {
    let hops = answer.paths.iter().flat_map(|path| &path.hops);
    let ends = [&answer.from, &answer.to];
    of_links(
        graph,
        Asked::Paths {
            from: answer.from.clone(),
            to: answer.to.clone(),
        },
        (&answer.selected, answer.limit),
        (ends.into_iter(), hops.clone().flat_map(|hop| &hop.links)),
        (left_out_between(hops, &answer.selected), collapsed),
    )
}

/// What connects several names; likewise.
///
/// # Errors
/// When the edition is damaged.
pub fn extract_between<'g>(
    graph: &'g Graph,
    answer: &BetweenAnswer,
    collapsed: bool,
) -> Result<Extract<'g>, AnswerError> {
    of_links(
        graph,
        Asked::Between {
            names: answer.names.clone(),
        },
        (&answer.selected, answer.limit),
        (
            answer.names.iter(),
            answer.hops.iter().flat_map(|hop| &hop.links),
        ),
        (
            left_out_between(answer.hops.iter(), &answer.selected),
            collapsed,
        ),
    )
}

/// A neighbourhood; likewise.
///
/// # Errors
/// When the edition is damaged.
pub fn extract_ties<'g>(
    graph: &'g Graph,
    answer: &TiesAnswer,
    collapsed: bool,
) -> Result<Extract<'g>, AnswerError> {
    let near = answer.near().into_values().flatten();
    let near = near.filter_map(|(_, link, left_out)| (!left_out).then_some(link));
    let further = answer.further().flat_map(|tie| &tie.hop.links);
    let hops = answer.ties.iter().map(|tie| &tie.hop);
    of_links(
        graph,
        Asked::Ties {
            of: answer.of.clone(),
            hops: answer.hops,
        },
        (&answer.selected, answer.limit),
        ([&answer.of].into_iter(), near.chain(further)),
        (left_out_between(hops, &answer.selected), collapsed),
    )
}

/// What the graph that a query gives names: for a triple `reported:X` or
/// `uncontested:X` the links of which it holds; every link, claim and entity
/// that it has as subject or object. A claim is there with its links, or with
/// its subject where it makes none.
///
/// # Errors
/// When the edition is damaged.
pub fn extract_graph<'g>(
    graph: &'g Graph,
    triples: &[Triple],
    collapsed: bool,
) -> Result<Extract<'g>, AnswerError> {
    let network = graph.network()?;
    let mut named = NamedIn {
        graph,
        network: &network,
        nodes: FixedBitSet::with_capacity(network.node_count()),
        links: BTreeSet::new(),
        beside: BTreeSet::new(),
    };
    let mut left_out = 0;
    for triple in triples {
        if !named.add(triple)? {
            left_out += 1;
        }
    }
    let chosen = Chosen {
        asked: Asked::Query { left_out },
        selected: None,
        limit: None,
        nodes: named.nodes,
        links: named.links.into_iter().collect(),
        left_out_on_hops: LeftOutBetween::default(),
        beside: named.beside.into_iter().collect(),
    };
    chosen.extract(graph, &network, collapsed)
}

/// The claims that make none of these links, each after its subject; ascending.
fn without_link(
    graph: &Graph,
    network: &Network,
    links: &[u32],
) -> Result<Vec<(TermId, TermId)>, AnswerError> {
    let mut linking: Vec<TermId> = Vec::new();
    for link in links {
        for claim in network.link(*link)?.claims.numbers() {
            linking.push(network.claim(claim)?.claim);
        }
    }
    linking.sort_unstable();
    let mut beside = Vec::new();
    for claim in all_of(graph, "Claim")? {
        if linking.binary_search(&claim).is_err() {
            beside.push((subject_of(graph, claim)?, claim));
        }
    }
    beside.sort_unstable();
    Ok(beside)
}

fn subject_of(graph: &Graph, claim: TermId) -> Result<TermId, AnswerError> {
    graph
        .object(claim, iri::RDF_SUBJECT)?
        .ok_or_else(|| graph.incomplete(claim, "its subject"))
}

/// Links in the order in which the answer lists them, and how many it leaves out on
/// their hops, by standing.
fn of_links<'g, 'a>(
    graph: &'g Graph,
    asked: Asked,
    (selected, limit): (&Selected, Option<Limit>),
    (ends, listed): (
        impl Iterator<Item = &'a Named>,
        impl Iterator<Item = &'a HopLink>,
    ),
    (left_out_on_hops, collapsed): (LeftOutBetween, bool),
) -> Result<Extract<'g>, AnswerError> {
    let network = graph.network()?;
    let mut nodes = FixedBitSet::with_capacity(network.node_count());
    for end in ends {
        if let Some(term) = graph.node(&end.iri)? {
            nodes.insert(graph.node_in(&network, term)? as usize);
        }
    }
    let mut links: Vec<u32> = Vec::new();
    let mut known = BTreeSet::new();
    for link in listed {
        if known.insert(link.number) {
            links.push(link.number);
        }
    }
    for link in &links {
        let link = network.link(*link)?;
        nodes.insert(link.from as usize);
        nodes.insert(link.to as usize);
    }
    let chosen = Chosen {
        asked,
        selected: Some(selected.clone()),
        limit,
        nodes,
        left_out_on_hops,
        links,
        beside: Vec::new(),
    };
    chosen.extract(graph, &network, collapsed)
}

impl Chosen {
    fn extract<'g>(
        self,
        graph: &'g Graph,
        network: &Network,
        collapsed: bool,
    ) -> Result<Extract<'g>, AnswerError> {
        let Chosen {
            asked,
            selected,
            limit,
            nodes,
            links,
            left_out_on_hops,
            beside,
        } = self;
        let extent = match (&asked, &selected) {
            (Asked::Whole, None) => Extent::Whole,
            (Asked::Whole, Some(_)) => Extent::Choice,
            (
                Asked::Paths { .. }
                | Asked::Between { .. }
                | Asked::Ties { .. }
                | Asked::Query { .. },
                _,
            ) => Extent::Answer,
        };
        let counted = count(graph, network, &links, &beside, extent)?;
        let Counted {
            standings,
            claims_left_out,
            standings_left_out,
            answers,
            other_answers,
        } = counted;
        let has_order = !matches!(asked, Asked::Whole | Asked::Query { .. });
        let (links, ends) = match has_order && !collapsed {
            true => (links, None),
            false => in_order(network, links, collapsed)?,
        };
        let nodes = by_term(network, &nodes)?;
        let mut places = vec![NOWHERE; network.node_count()];
        for (at, node) in nodes.iter().enumerate() {
            // No more than there are nodes, which 32 bits number.
            places[*node as usize] = at as u32;
        }
        let about = About {
            asked,
            cases: graph.case_names(),
            among_cases: graph.cases().len() > 1,
            edition: graph.edition().content_id().to_owned(),
            rule_set: graph.rule_set().to_owned(),
            known_on: graph.known_on().cloned(),
            selected,
            phrases: Vec::new(),
            limit,
            beside: Vec::new(),
            collapsed,
            nodes: nodes.len(),
            edges: ends.as_ref().map_or(links.len(), Vec::len),
            links: links.len(),
            links_left_out: network.link_count() - links.len(),
            left_out_on_hops,
            standings,
            claims_left_out,
            standings_left_out,
            answers,
            withholds: graph.withholds(),
            unanswered: graph.is_unanswered()?,
            other_answers,
        };
        Ok(Extract {
            graph,
            about,
            nodes,
            places,
            links,
            ends,
            beside,
        })
    }
}

/// Nodes in the order of their terms, which is that of their IRIs.
fn by_term(network: &Network, nodes: &FixedBitSet) -> Result<Vec<u32>, AnswerError> {
    let mut by_term: Vec<(u32, u32)> = Vec::new();
    for node in nodes.ones() {
        // Numbered in 32 bits.
        let node = node as u32;
        let term = network.term_of(node).ok_or(NetworkError::Damaged)?;
        by_term.push((term, node));
    }
    by_term.sort_unstable();
    Ok(by_term.into_iter().map(|(_, node)| node).collect())
}

/// Links in the order of their terms; where they are collapsed, in that of
/// their two ends before, and where the links of two such ends end.
fn in_order(
    network: &Network,
    links: Vec<u32>,
    collapsed: bool,
) -> Result<(Vec<u32>, Option<Vec<u32>>), AnswerError> {
    let mut keyed: Vec<([u32; 3], u32)> = Vec::with_capacity(links.len());
    for number in links {
        let link = network.link(number)?;
        let term = |node| network.term_of(node).ok_or(NetworkError::Damaged);
        let ends = match collapsed {
            true => [term(link.from)?, term(link.to)?],
            false => [0, 0],
        };
        let [low, high] = [ends[0].min(ends[1]), ends[0].max(ends[1])];
        keyed.push(([low, high, link.link], number));
    }
    keyed.sort_unstable();
    let ends = collapsed.then(|| {
        let groups = keyed.chunk_by(|one, other| one.0[..2] == other.0[..2]);
        let mut end = 0;
        let ends = groups.map(|group| {
            // Fewer than 2^31 links.
            end += group.len() as u32;
            end
        });
        ends.collect()
    });
    Ok((keyed.into_iter().map(|(_, link)| link).collect(), ends))
}

/// What the triples of a graph name.
struct NamedIn<'a> {
    graph: &'a Graph,
    network: &'a Network<'a>,
    nodes: FixedBitSet,
    links: BTreeSet<u32>,
    beside: BTreeSet<(TermId, TermId)>,
}

impl NamedIn<'_> {
    /// Whether a triple names anything of the case.
    fn add(&mut self, triple: &Triple) -> Result<bool, AnswerError> {
        let Triple {
            subject,
            predicate,
            object,
        } = triple;
        let subject = match subject {
            NamedOrBlankNode::NamedNode(node) => self.graph.node(node.as_str())?,
            NamedOrBlankNode::BlankNode(_) => None,
        };
        let object = match object {
            Term::NamedNode(node) => self.graph.node(node.as_str())?,
            Term::BlankNode(_) | Term::Literal(_) => None,
        };
        if let (Some(from), Some(to)) = (subject, object)
            && let Some(linked) = Linked::of(predicate.as_str())
        {
            return self.add_links(from, to, &linked);
        }
        let mut added = false;
        for term in [subject, object].into_iter().flatten() {
            added |= self.add_thing(term)?;
        }
        Ok(added)
    }

    /// The links between two entities of which a predicate holds.
    fn add_links(
        &mut self,
        from: TermId,
        to: TermId,
        linked: &Linked,
    ) -> Result<bool, AnswerError> {
        let (Some(from), Some(to)) = (self.network.node_of(from), self.network.node_of(to)) else {
            return Ok(false);
        };
        let mut added = false;
        for number in self.network.links_between(from, to)? {
            let link = self.network.link(number)?;
            let standing = link.byte.standing();
            let holds = match linked.uncontested {
                true => standing == Standing::Uncontested,
                false => standing != Standing::Retracted,
            };
            let is_it = match &linked.relation {
                None => true,
                Some(id) => self.graph.relation_id(link.relation)? == *id,
            };
            let either_way =
                linked.relation.is_none() || self.graph.is_a(link.relation, "SymmetricRelation")?;
            if holds && is_it && (link.from == from || either_way) {
                self.links.insert(number);
                self.nodes.insert(from as usize);
                self.nodes.insert(to as usize);
                added = true;
            }
        }
        Ok(added)
    }

    /// A claim, a link or an entity.
    fn add_thing(&mut self, term: TermId) -> Result<bool, AnswerError> {
        if let Some(node) = self.network.node_of(term) {
            self.nodes.insert(node as usize);
            return Ok(true);
        }
        let claims = match (
            self.graph.is_a(term, "Claim")?,
            self.graph.is_a(term, "Link")?,
        ) {
            (true, _) => vec![term],
            (false, true) => self.graph.objects(term, "claim")?,
            (false, false) => return Ok(false),
        };
        for claim in claims {
            let links = self.links_of(claim, term)?;
            match links.is_empty() {
                false => {
                    for number in links {
                        let link = self.network.link(number)?;
                        self.nodes.insert(link.from as usize);
                        self.nodes.insert(link.to as usize);
                        self.links.insert(number);
                    }
                }
                true => {
                    let subject = subject_of(self.graph, claim)?;
                    if let Some(node) = self.network.node_of(subject) {
                        self.nodes.insert(node as usize);
                        self.beside.insert((subject, claim));
                    }
                }
            }
        }
        Ok(true)
    }

    /// The links that a claim makes; of a link named by itself only that.
    fn links_of(&self, claim: TermId, named: TermId) -> Result<Vec<u32>, AnswerError> {
        let mut terms = match named == claim {
            // A link of one claim may share its IRI.
            true => self.graph.subjects("claim", claim)?,
            false => Vec::new(),
        };
        terms.push(named);
        let mut links = Vec::new();
        for term in terms {
            let end = |name: &str| -> Result<Option<u32>, AnswerError> {
                let end = self.graph.object(term, &format!("{}{name}", iri::RDF))?;
                Ok(end.and_then(|end| self.network.node_of(end)))
            };
            let (Some(from), Some(to)) = (end("subject")?, end("object")?) else {
                continue;
            };
            for number in self.network.links_between(from, to)? {
                if self.network.link(number)?.link == term {
                    links.push(number);
                }
            }
        }
        Ok(links)
    }
}

/// A predicate that stands for links.
struct Linked {
    /// `None` is any relation, either way.
    relation: Option<String>,
    uncontested: bool,
}

impl Linked {
    fn of(predicate: &str) -> Option<Self> {
        let by = |relation: Option<&str>, uncontested| {
            Some(Self {
                relation: relation.map(str::to_owned),
                uncontested,
            })
        };
        if let Some(id) = predicate.strip_prefix(iri::REPORTED) {
            return by(Some(id), false);
        }
        if let Some(id) = predicate.strip_prefix(iri::UNCONTESTED) {
            return by(Some(id), true);
        }
        match predicate.strip_prefix(iri::NG)? {
            "reportedLink" => by(None, false),
            "uncontestedLink" => by(None, true),
            _ => None,
        }
    }
}
