//! Which links count: the choice that every question about connections takes.
//!
//! Takes names and words as a user types them; gives the filter of the path
//! graph, and the same choice with every name resolved, so that an answer can
//! say what it was made of.

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::answer::name::{Wanted, resolve};
use crate::answer::named::Named;
use crate::answer::relations::{KnownRelation, Meant, meant};
use crate::edition::TermId;
use crate::model::{Day, Standing};
use crate::network::{Criterion, Days, Filter, Network, Reading};

/// What was typed. The default is everything but retracted links.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// `None` is all but retracted ones.
    pub standings: Option<Vec<Standing>>,
    /// These were given as `--uncontested`, not as a list.
    pub by_uncontested: bool,
    /// At least so many origins behind every claim of a link.
    pub min_origins: u32,
    pub named: bool,
    pub documented: bool,
    /// Ids of relations, or of their categories; none is all.
    pub relations: Vec<String>,
    pub not_relations: Vec<String>,
    /// Relations that are no misspelling though no claim uses them.
    pub known_relations: Vec<KnownRelation>,
    pub on: Option<Day>,
    /// Entities that no path passes.
    pub avoid: Vec<String>,
    /// Sources that are taken to have withdrawn.
    pub without_sources: Vec<String>,
}

/// The same, resolved.
#[derive(Debug, Clone)]
pub struct Selected {
    pub standings: Option<Vec<Standing>>,
    pub by_uncontested: bool,
    pub min_origins: u32,
    pub named: bool,
    pub documented: bool,
    pub relations: Vec<String>,
    pub not_relations: Vec<String>,
    /// Those among these that no claim uses.
    pub unused_relations: Vec<String>,
    pub on: Option<Day>,
    /// Links of the case without any date: on no day. Zero without `on`.
    pub undated: u32,
    pub avoid: Vec<Named>,
    pub without_sources: Vec<Named>,
    /// What falls with these; nothing without any.
    pub withdrawn: WithdrawnClaims,
    // Invariant: says the same.
    pub(super) filter: Filter,
}

impl Selected {
    /// Whether nothing but claims without a denial count.
    pub fn uncontested(&self) -> bool {
        self.standings.as_deref() == Some(&[Standing::Uncontested])
    }

    /// Whether links of this standing carry no hop whatever else is chosen: they were
    /// withdrawn, and are not asked for.
    pub fn is_withdrawn(&self, standing: Standing) -> bool {
        standing == Standing::Retracted && !self.filter.has_standing(standing)
    }

    /// The options by which it leaves anything out.
    pub fn options(&self) -> Vec<&'static str> {
        let criteria = self.filter.criteria().into_iter();
        criteria.flat_map(|one| self.options_of(one)).collect()
    }

    /// The options by which a criterion was given.
    pub fn options_of(&self, criterion: Criterion) -> Vec<&'static str> {
        match criterion {
            Criterion::Standing if self.by_uncontested => vec!["--uncontested"],
            Criterion::Relations => [
                ("--relation", &self.relations),
                ("--not-relation", &self.not_relations),
            ]
            .into_iter()
            .filter(|(_, given)| !given.is_empty())
            .map(|(option, _)| option)
            .collect(),
            Criterion::Standing
            | Criterion::Origins
            | Criterion::Named
            | Criterion::Documented
            | Criterion::Day
            | Criterion::Sources
            | Criterion::Avoided => vec![option_of(criterion)],
        }
    }
}

impl Selection {
    /// More origins than these cannot be asked for.
    pub const MOST_ORIGINS: u32 = Filter::MOST_ORIGINS;

    /// Whether anything is asked for.
    pub fn asks(&self) -> bool {
        let Selection {
            standings,
            by_uncontested: _,
            min_origins,
            named,
            documented,
            relations,
            not_relations,
            known_relations: _,
            on,
            avoid,
            without_sources,
        } = self;
        standings.is_some()
            || *min_origins > 0
            || *named
            || *documented
            || on.is_some()
            || [relations, not_relations, avoid, without_sources]
                .iter()
                .any(|list| !list.is_empty())
    }

    /// Finds what is meant; `ends` are entities that cannot be avoided.
    ///
    /// # Errors
    /// For a name that nothing or more than one thing has, a relation that no
    /// claim uses, or an end that is to be avoided.
    pub(super) fn resolve(
        &self,
        graph: &Graph,
        network: &Network,
        ends: &[TermId],
    ) -> Result<Selected, AnswerError> {
        // What supports a claim is not known source by source.
        if !self.without_sources.is_empty() && (self.named || self.documented) {
            return Err(AnswerError::NotTogether {
                one: if self.named {
                    "--named"
                } else {
                    "--documented"
                },
                other: "--without-source",
            });
        }
        let mut filter = match &self.standings {
            None => Filter::default(),
            Some(standings) => Filter::standings(standings),
        };
        let only = meant(graph, &self.relations, &self.known_relations)?;
        let not = meant(graph, &self.not_relations, &self.known_relations)?;
        self.agree(&only, &not)?;
        filter.relations = (!self.relations.is_empty()).then_some(only.terms);
        filter.not_relations = not.terms;
        let unused_relations = [&only.unused[..], &not.unused].concat();
        filter.min_origins = self.min_origins;
        filter.named = self.named;
        filter.documented = self.documented;
        filter.on = self.on.map(Days::number);
        let (mut avoid, mut without_sources) = (Vec::new(), Vec::new());
        for name in &self.avoid {
            let entity = resolve(graph, name, Wanted::Entity)?;
            if ends.contains(&entity) {
                return Err(AnswerError::AvoidedEnd { name: name.clone() });
            }
            filter.avoid.push(graph.node_in(network, entity)?);
            avoid.push(graph.named(entity)?);
        }
        for name in &self.without_sources {
            let source = resolve(graph, name, Wanted::Source)?;
            filter.without_sources.push(source);
            without_sources.push(graph.named(source)?);
        }
        Ok(Selected {
            standings: self.standings.clone(),
            by_uncontested: self.by_uncontested,
            min_origins: self.min_origins,
            named: self.named,
            documented: self.documented,
            relations: [only.ids, only.unused].concat(),
            not_relations: [not.ids, not.unused].concat(),
            unused_relations,
            on: self.on,
            undated: match self.on {
                Some(_) => network.undated_links(),
                None => 0,
            },
            avoid,
            without_sources,
            withdrawn: withdrawn(network, &filter.without_sources)?,
            filter,
        })
    }

    /// Nothing may be asked for and left out at once.
    fn agree(&self, only: &Meant, not: &Meant) -> Result<(), AnswerError> {
        let mut words = self.relations.iter();
        let twice = words.find(|word| self.not_relations.contains(word));
        let mut ids = only.ids.iter();
        let nothing_left = !only.ids.is_empty() && ids.all(|id| not.ids.contains(id));
        match twice.or(self.relations.first().filter(|_| nothing_left)) {
            Some(word) => Err(AnswerError::RelationBothWays { word: word.clone() }),
            None => Ok(()),
        }
    }
}

/// The claims of the path graph that fall with some sources.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WithdrawnClaims {
    pub claims: usize,
    /// Those among them that the sources only relayed: by the rules of standing
    /// their own withdrawal removes nothing.
    pub only_relayed: usize,
}

/// What falls with some sources taken together.
pub(super) fn withdrawn(
    network: &Network,
    sources: &[TermId],
) -> Result<WithdrawnClaims, AnswerError> {
    let mut citing = Vec::new();
    for source in sources {
        citing.extend_from_slice(network.claims_citing(*source)?);
    }
    citing.sort_unstable();
    citing.dedup();
    let mut found = WithdrawnClaims::default();
    for claim in citing {
        let behind = network.claim(claim)?.sources;
        let (mut falls, mut only_relayed) = (true, true);
        for chain in behind.chains() {
            let outlet = behind.outlet_of(chain);
            let place = chain.iter().position(|one| sources.contains(one));
            let outlet = chain.iter().position(|one| Some(*one) == outlet);
            falls &= place.is_some();
            only_relayed &= outlet.is_some() && place > outlet;
        }
        found.claims += usize::from(falls);
        found.only_relayed += usize::from(falls && only_relayed);
    }
    Ok(found)
}

impl Graph {
    /// Says that one question about few entities is asked, and nothing after it:
    /// see [`Edition::expect_few_places`](crate::edition::Edition::expect_few_places).
    pub fn expect_few_places(&self) {
        self.edition()
            .expect_few_places(&crate::network::TOUCHED_ALL_OVER);
    }

    /// The path graph of the edition.
    ///
    /// # Errors
    /// When it has none, or it is damaged.
    pub(super) fn network(&self) -> Result<Network<'_>, AnswerError> {
        if self
            .edition()
            .section(crate::network::SECTIONS[0])?
            .is_none()
        {
            return Err(AnswerError::NoPathGraph);
        }
        // A section that cannot be read is as good as absent: `new` says which.
        let network = Network::new(|name| self.edition().section(name).ok().flatten())?;
        Ok(match self.edition().expects_few_places() {
            true => network.reading_ahead(|reading| match reading {
                Reading::Whole(part) => self.edition().read_ahead(part),
                Reading::Much => self.edition().expect_much(),
            }),
            false => network,
        })
    }

    /// The node of an entity, which every entity has.
    pub(super) fn node_in(&self, network: &Network, entity: TermId) -> Result<u32, AnswerError> {
        network
            .node_of(entity)
            .ok_or_else(|| self.incomplete(entity, "its place in the path graph"))
    }
}

/// The option by which a criterion is given.
pub fn option_of(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Standing => "--standing",
        Criterion::Origins => "--min-origins",
        Criterion::Named => "--named",
        Criterion::Documented => "--documented",
        Criterion::Relations => "--relation",
        Criterion::Day => "--on",
        Criterion::Sources => "--without-source",
        Criterion::Avoided => "--avoid",
    }
}
