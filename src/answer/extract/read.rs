//! Entities and links of a file, read in full.

use std::sync::Arc;

use crate::answer::extract::{Extract, NOWHERE};
use crate::answer::hops::{HopLink, Reader};
use crate::answer::{AnswerError, Candidate, ClaimView, Graph, IdentityView, Kind, Named, Place};
use crate::edition::TermId;
use crate::model::{Standing, iri};
use crate::network::{Network, NetworkError};

/// An entity.
#[derive(Debug, Clone)]
pub struct Node {
    /// Unlike any other's in the file: its id; where there are several cases
    /// after the number of its case, `c2.acme`.
    pub key: String,
    pub what: Candidate,
    /// The title of its case, or its base.
    pub case: String,
    /// It has no name of its own: the report's words stand for one.
    pub placeholder: bool,
    pub jurisdiction: Option<String>,
    pub wikidata: Option<String>,
    pub lei: Option<String>,
    pub place: Place,
    /// Decisions on whether it and another one are one; by id.
    pub identities: Vec<IdentityView>,
    /// Claims of which it is the subject and that make no link.
    pub claims: Vec<ClaimView>,
}

/// Links between two entities: one, or all of them where they are collapsed.
#[derive(Debug, Clone)]
pub struct Edge {
    /// Unlike any other's in the file: the id of the link, likewise; where links
    /// are collapsed the keys of both ends with two dots between.
    pub key: String,
    pub from: End,
    pub to: End,
    /// Whether it has no direction: by its relation, or because links go both ways.
    pub symmetric: bool,
    /// FollowTheMoney's name for what relates the two; none where the relations
    /// of the links have none, or different ones.
    pub ftm: Option<String>,
    /// Never empty. By id, and read from `from`.
    pub links: Vec<HopLink>,
}

/// An end of an edge.
#[derive(Debug, Clone)]
pub struct End {
    pub key: String,
    pub named: Named,
    pub kind: Kind,
    /// Its place among the entities of the file.
    pub at: usize,
}

impl Edge {
    /// The best standing among its links.
    pub fn best(&self) -> Standing {
        let standings = self.links.iter().map(|link| link.standing);
        standings.min().unwrap_or(Standing::Uncontested)
    }

    /// The worst standing among its links.
    pub fn worst(&self) -> Standing {
        let standings = self.links.iter().map(|link| link.standing);
        standings.max().unwrap_or(Standing::Uncontested)
    }

    /// Every claim it rests on, once, in the order of the links.
    pub fn claims(&self) -> Vec<&Arc<ClaimView>> {
        let mut claims: Vec<&Arc<ClaimView>> = Vec::new();
        for claim in self.links.iter().flat_map(|link| &link.claims) {
            if claims.iter().all(|known| known.iri != claim.iri) {
                claims.push(claim);
            }
        }
        claims
    }
}

/// Reads on one thread.
pub(super) struct ReadOn<'a> {
    extract: &'a Extract<'a>,
    graph: &'a Graph,
    network: &'a Network<'a>,
}

impl<'a> ReadOn<'a> {
    /// With an edition's reader for this thread alone.
    pub fn new(extract: &'a Extract, graph: &'a Graph, network: &'a Network<'a>) -> Self {
        Self {
            extract,
            graph,
            network,
        }
    }

    /// Some entities by their places in the file.
    pub fn nodes(&self, range: std::ops::Range<usize>) -> Result<Vec<Node>, AnswerError> {
        let nodes = self.extract.nodes[range].iter();
        nodes.map(|node| self.node(*node)).collect()
    }

    fn node(&self, node: u32) -> Result<Node, AnswerError> {
        let graph = self.graph;
        let term = self.network.term_of(node).ok_or(NetworkError::Damaged)?;
        let what = graph.candidate(term)?;
        let case = graph.row(&what.named.iri);
        let case = case.map(|(case, _, _)| graph.case_name(case));
        let beside = &self.extract.beside;
        let from = beside.partition_point(|(subject, _)| *subject < term);
        let claims = beside[from..].iter();
        let claims = claims.take_while(|(subject, _)| *subject == term);
        Ok(Node {
            key: self.key(&what.named.iri, &what.named.id),
            case: case.ok_or_else(|| graph.incomplete(term, "the case it belongs to"))?,
            placeholder: graph.is_a(term, "Placeholder")?,
            jurisdiction: graph.text(term, "jurisdiction")?,
            wikidata: graph.text(term, "wikidata")?,
            lei: graph.text(term, "lei")?,
            place: graph.place(term)?,
            identities: graph.identities(term)?,
            claims: claims
                .map(|(_, claim)| graph.claim(*claim))
                .collect::<Result<_, _>>()?,
            what,
        })
    }

    /// Some edges by their places in the file.
    pub fn edges(&self, range: std::ops::Range<usize>) -> Result<Vec<Edge>, AnswerError> {
        // Claims are read once for all edges of the range.
        let mut reader = Reader::new(self.graph, self.network);
        range.map(|at| self.edge(&mut reader, at)).collect()
    }

    fn edge(&self, reader: &mut Reader, at: usize) -> Result<Edge, AnswerError> {
        let links = self.extract.links_of(at);
        let mut one_way = None;
        let mut both_ways = false;
        let mut schemas: Vec<Option<String>> = Vec::new();
        let mut read = Vec::with_capacity(links.len());
        for number in links {
            let link = self.network.link(*number)?;
            let relation = self.graph.relation(link.relation, link.mode)?;
            schemas.push(relation.ftm.clone());
            let ends = (link.from, link.to);
            if !relation.symmetric {
                both_ways |= *one_way.get_or_insert(ends) != ends;
            }
            read.push((*number, ends));
        }
        // Those of symmetric links alone are in the order of their places.
        let (from, to) = match (one_way, read.first()) {
            (Some(ends), _) if !both_ways => ends,
            (_, Some((_, ends))) if self.extract.ends.is_none() => *ends,
            (_, Some((_, (one, other)))) => {
                let place = |node: u32| self.extract.places.get(node as usize);
                match place(*one) <= place(*other) {
                    true => (*one, *other),
                    false => (*other, *one),
                }
            }
            (_, None) => return Err(NetworkError::Damaged.into()),
        };
        let mut links = Vec::with_capacity(read.len());
        for (number, _) in read {
            links.push(reader.link(number, from)?);
        }
        let (from, to) = (self.end(reader, from)?, self.end(reader, to)?);
        let key = match (&self.extract.ends, &links[..]) {
            (None, [only]) => self.link_key(only)?,
            (Some(_) | None, _) => format!("{}..{}", from.key, to.key),
        };
        Ok(Edge {
            key,
            from,
            to,
            symmetric: both_ways || links.iter().all(|link| link.symmetric),
            ftm: match schemas.windows(2).all(|two| two[0] == two[1]) {
                true => schemas.pop().flatten(),
                false => None,
            },
            links,
        })
    }

    fn end(&self, reader: &Reader, node: u32) -> Result<End, AnswerError> {
        let named = reader.entity(node)?;
        let term = self.network.term_of(node).ok_or(NetworkError::Damaged)?;
        let at = self.extract.places.get(node as usize);
        let at = at.copied().filter(|at| *at != NOWHERE);
        Ok(End {
            key: self.key(&named.iri, &named.id),
            kind: self.graph.kind(term)?,
            at: at.ok_or(NetworkError::Damaged)? as usize,
            named,
        })
    }

    /// Ids have no dot but between the parts of a derived one, so that none is
    /// another one's key.
    fn key(&self, iri: &str, id: &str) -> String {
        if !self.extract.about.among_cases {
            return id.to_owned();
        }
        let cases = self.graph.cases().iter();
        let within = cases.map(|case| iri::row(iri, case.iris.case()).is_some());
        let number = within.take_while(|within| !within).count() + 1;
        format!("c{number}.{id}")
    }

    fn link_key(&self, link: &HopLink) -> Result<String, AnswerError> {
        if !self.extract.about.among_cases {
            return Ok(link.id.clone());
        }
        let term: TermId = self.network.link(link.number)?.link;
        Ok(self.key(&self.graph.iri(term)?, &link.id))
    }
}

impl Extract<'_> {
    /// The links of the edge at a place.
    fn links_of(&self, at: usize) -> &[u32] {
        match &self.ends {
            None => &self.links[at..=at],
            Some(ends) => {
                let from = match at.checked_sub(1) {
                    Some(before) => ends[before],
                    None => 0,
                };
                &self.links[from as usize..ends[at] as usize]
            }
        }
    }
}
