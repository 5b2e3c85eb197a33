//! A case as links, claims and chains, read by SPARQL, with searches written
//! from the definitions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::program::Case;

/// What a link says, and the claims it needs.
#[derive(Debug, Default, Clone)]
struct Link {
    from: String,
    to: String,
    relation: String,
    standing: String,
    claims: BTreeSet<String>,
}

/// What a claim rests on.
#[derive(Debug, Default, Clone)]
struct Claim {
    origins: u64,
    support: BTreeSet<String>,
    earliest: Option<String>,
    latest: Option<String>,
    /// Per source cited and not withdrawn: the sources of its chain, its outlet.
    chains: BTreeMap<String, (BTreeSet<String>, String)>,
}

/// Which links carry a hop.
#[derive(Debug, Clone)]
pub struct Filter {
    pub standings: BTreeSet<String>,
    pub min_origins: u64,
    pub support: Option<String>,
    pub relations: Option<BTreeSet<String>>,
    pub not_relations: BTreeSet<String>,
    pub on: Option<String>,
    pub without: BTreeSet<String>,
    pub avoid: BTreeSet<String>,
}

impl Default for Filter {
    fn default() -> Filter {
        let standings = ["uncontested", "disputed", "denied"];
        Filter {
            standings: standings.map(str::to_owned).into(),
            min_origins: 0,
            support: None,
            relations: None,
            not_relations: BTreeSet::new(),
            on: None,
            without: BTreeSet::new(),
            avoid: BTreeSet::new(),
        }
    }
}

pub struct World {
    entities: Vec<String>,
    links: BTreeMap<String, Link>,
    claims: BTreeMap<String, Claim>,
}

/// The rows of a query, each a map from variable to the end of its value:
/// what follows the last slash or hash of an IRI, a literal as it is.
fn rows(case: &Case, query: &str) -> Vec<BTreeMap<String, String>> {
    let answer = case
        .run("query", &["-e", query, "-o", "json"])
        .ends(0)
        .json();
    let bindings = answer["results"]["bindings"].as_array().expect("bindings");
    let end = |value: &Value| {
        let text = value["value"].as_str().expect("a value");
        match value["type"] == "uri" {
            true => text.rsplit(['/', '#']).next().unwrap_or(text).to_owned(),
            false => text.to_owned(),
        }
    };
    bindings
        .iter()
        .map(|row| {
            let row = row.as_object().expect("a row").iter();
            row.map(|(name, value)| (name.clone(), end(value)))
                .collect()
        })
        .collect()
}

impl World {
    pub fn of(case: &Case) -> World {
        let mut world = World {
            entities: Vec::new(),
            links: BTreeMap::new(),
            claims: BTreeMap::new(),
        };
        let entities = "SELECT DISTINCT ?entity WHERE { ?entity a ?kind \
            VALUES ?kind { ng:Person ng:Organization ng:Asset } }";
        let mut ids: Vec<String> = rows(case, entities)
            .into_iter()
            .map(|row| row["entity"].clone())
            .collect();
        ids.sort();
        world.entities = ids;
        let links = "SELECT * WHERE { ?link a ng:Link ; rdf:subject ?from ; rdf:predicate ?relation ; \
            rdf:object ?to ; ng:standing ?standing ; ng:claim ?claim }";
        for row in rows(case, links) {
            let link = world.links.entry(row["link"].clone()).or_default();
            link.from = row["from"].clone();
            link.to = row["to"].clone();
            link.relation = row["relation"].clone();
            link.standing = row["standing"].clone();
            link.claims.insert(row["claim"].clone());
        }
        // From an entity to itself no path leads anywhere.
        world.links.retain(|_, link| link.from != link.to);
        let claims = "SELECT * WHERE { ?claim a ng:Claim ; ng:origins ?origins \
            OPTIONAL { ?claim ng:support ?support } OPTIONAL { ?claim ng:earliest ?earliest } \
            OPTIONAL { ?claim ng:latest ?latest } }";
        for row in rows(case, claims) {
            let claim = world.claims.entry(row["claim"].clone()).or_default();
            claim.origins = row["origins"].parse().expect("a count");
            claim.support.extend(row.get("support").cloned());
            claim.earliest = row.get("earliest").cloned();
            claim.latest = row.get("latest").cloned();
        }
        let chains = "SELECT * WHERE { ?claim a ng:Claim ; ng:source ?source . \
            ?source ng:chain ?behind ; ng:outlet ?outlet \
            FILTER NOT EXISTS { ?claim ng:withdrawnSource ?source } }";
        for row in rows(case, chains) {
            let claim = world.claims.entry(row["claim"].clone()).or_default();
            let chain = claim.chains.entry(row["source"].clone()).or_default();
            chain.0.insert(row["behind"].clone());
            chain.1 = row["outlet"].clone();
        }
        assert!(!world.links.is_empty() && !world.entities.is_empty());
        world
    }

    pub fn entities(&self) -> Vec<String> {
        self.entities.clone()
    }

    pub fn relations(&self) -> BTreeSet<String> {
        self.links
            .values()
            .map(|link| link.relation.clone())
            .collect()
    }

    /// Every source on a chain.
    pub fn cited(&self) -> BTreeSet<String> {
        let chains = self.claims.values().flat_map(|claim| claim.chains.values());
        chains.flat_map(|chain| chain.0.clone()).collect()
    }

    fn stands(&self, claim: &str, without: &BTreeSet<String>) -> bool {
        let mut chains = self.claims[claim].chains.values();
        chains.any(|(chain, _)| chain.is_disjoint(without))
    }

    fn passes(&self, link: &Link, filter: &Filter) -> bool {
        let claims = || link.claims.iter().map(|claim| &self.claims[claim]);
        let on_the_day = |claim: &Claim| match &filter.on {
            None => true,
            Some(day) => {
                (claim.earliest.is_some() || claim.latest.is_some())
                    && claim
                        .earliest
                        .as_ref()
                        .is_none_or(|earliest| earliest <= day)
                    && claim.latest.as_ref().is_none_or(|latest| day <= latest)
            }
        };
        filter.standings.contains(&link.standing)
            && filter
                .relations
                .as_ref()
                .is_none_or(|only| only.contains(&link.relation))
            && !filter.not_relations.contains(&link.relation)
            && claims().all(|claim| {
                claim.origins >= filter.min_origins
                    && filter
                        .support
                        .as_ref()
                        .is_none_or(|kind| claim.support.contains(kind))
                    && on_the_day(claim)
            })
            && (filter.without.is_empty()
                || link
                    .claims
                    .iter()
                    .all(|claim| self.stands(claim, &filter.without)))
    }

    /// The links between two that pass, and the others.
    pub fn between(
        &self,
        a: &str,
        b: &str,
        filter: &Filter,
    ) -> (BTreeSet<String>, BTreeSet<String>) {
        let of_pair = self.links.iter().filter(|(_, link)| {
            (link.from.as_str(), link.to.as_str()) == (a, b)
                || (link.from.as_str(), link.to.as_str()) == (b, a)
        });
        let (passing, others): (Vec<_>, Vec<_>) =
            of_pair.partition(|(_, link)| self.passes(link, filter));
        let ids =
            |links: Vec<(&String, &Link)>| links.into_iter().map(|one| one.0.clone()).collect();
        (ids(passing), ids(others))
    }

    pub fn claims_of(&self, links: &BTreeSet<String>) -> BTreeSet<String> {
        let links = links.iter().map(|link| &self.links[link]);
        links.flat_map(|link| link.claims.clone()).collect()
    }

    /// Who is next to whom; not over links that are down.
    fn neighbours(
        &self,
        filter: &Filter,
        down: &BTreeSet<String>,
    ) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (id, link) in &self.links {
            let avoided = [&link.from, &link.to]
                .iter()
                .any(|end| filter.avoid.contains(*end));
            if !avoided && !down.contains(id) && self.passes(link, filter) {
                next.entry(&link.from).or_default().insert(&link.to);
                next.entry(&link.to).or_default().insert(&link.from);
            }
        }
        next
    }

    fn distances(
        &self,
        from: &str,
        filter: &Filter,
        down: &BTreeSet<String>,
    ) -> BTreeMap<String, usize> {
        let next = self.neighbours(filter, down);
        let mut distances = BTreeMap::from([(from.to_owned(), 0)]);
        let mut layer = vec![from.to_owned()];
        let mut distance = 0;
        while !layer.is_empty() {
            distance += 1;
            let mut further = Vec::new();
            for there in layer
                .iter()
                .filter_map(|here| next.get(here.as_str()))
                .flatten()
            {
                if !distances.contains_key(*there) {
                    distances.insert((*there).to_owned(), distance);
                    further.push((*there).to_owned());
                }
            }
            layer = further;
        }
        distances
    }

    /// Every shortest path, as the entities on it.
    pub fn shortest(&self, from: &str, to: &str, filter: &Filter) -> BTreeSet<Vec<String>> {
        let next = self.neighbours(filter, &BTreeSet::new());
        let distances = self.distances(from, filter, &BTreeSet::new());
        if !distances.contains_key(to) {
            return BTreeSet::new();
        }
        let mut open = vec![vec![to.to_owned()]];
        let mut found = BTreeSet::new();
        while let Some(path) = open.pop() {
            let last = path[path.len() - 1].clone();
            if last == from {
                found.insert(path.into_iter().rev().collect());
                continue;
            }
            for near in next.get(last.as_str()).into_iter().flatten() {
                if distances.get(*near).map(|one| one + 1) == distances.get(&last).copied() {
                    let mut longer = path.clone();
                    longer.push((*near).to_owned());
                    open.push(longer);
                }
            }
        }
        found
    }

    /// The pairs of whom one is nearer than so many hops.
    pub fn near(&self, of: &str, hops: usize, filter: &Filter) -> BTreeSet<(String, String)> {
        let distances = self.distances(of, filter, &BTreeSet::new());
        let next = self.neighbours(filter, &BTreeSet::new());
        let mut pairs = BTreeSet::new();
        for (here, there) in next
            .iter()
            .flat_map(|(a, others)| others.iter().map(move |b| (a, b)))
        {
            if distances
                .get(*here)
                .is_some_and(|distance| *distance < hops)
            {
                let mut pair = [(*here).to_owned(), (*there).to_owned()];
                pair.sort();
                pairs.insert(<(String, String)>::from(pair));
            }
        }
        pairs
    }

    pub fn connected(&self, from: &str, to: &str, filter: &Filter) -> bool {
        self.connected_without(from, to, filter, &BTreeSet::new())
    }

    pub fn connected_without(
        &self,
        from: &str,
        to: &str,
        filter: &Filter,
        down: &BTreeSet<String>,
    ) -> bool {
        self.distances(from, filter, down).contains_key(to)
    }

    /// How many parts there are, an entity without a link being one.
    pub fn parts(&self, filter: &Filter) -> usize {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut parts = 0;
        for entity in &self.entities {
            if !seen.contains(entity) {
                parts += 1;
                seen.extend(self.distances(entity, filter, &BTreeSet::new()).into_keys());
            }
        }
        parts
    }

    /// The claims that stand now and would not without these sources.
    pub fn fallen(&self, without: &BTreeSet<String>) -> BTreeSet<String> {
        let stands_now = |claim: &&String| self.stands(claim, &BTreeSet::new());
        let claims = self.claims.keys().filter(stands_now);
        claims
            .filter(|claim| !self.stands(claim, without))
            .cloned()
            .collect()
    }

    /// The links that are not retracted and need one of some claims.
    pub fn links_that_need(&self, claims: &BTreeSet<String>) -> BTreeSet<String> {
        let links = self.links.iter();
        let needing = links
            .filter(|(_, link)| link.standing != "retracted" && !link.claims.is_disjoint(claims));
        needing.map(|(id, _)| id.clone()).collect()
    }

    /// The pairs that have a link by default and none with this filter.
    pub fn pairs_lost(&self, filter: &Filter) -> BTreeSet<(String, String)> {
        let mut lost = BTreeSet::new();
        for link in self.links.values() {
            let had = !self
                .between(&link.from, &link.to, &Filter::default())
                .0
                .is_empty();
            if had && self.between(&link.from, &link.to, filter).0.is_empty() {
                let mut pair = [link.from.clone(), link.to.clone()];
                pair.sort();
                lost.insert(<(String, String)>::from(pair));
            }
        }
        lost
    }

    /// The links that go down with some labels.
    pub fn brought_down(&self, by: &str, labels: &BTreeSet<String>) -> BTreeSet<String> {
        let down = |id: &String| {
            let claim = &self.claims[id];
            match by {
                "claim" => labels.contains(id),
                "outlet" => claim.chains.values().all(|chain| labels.contains(&chain.1)),
                _ => claim
                    .chains
                    .values()
                    .all(|chain| !chain.0.is_disjoint(labels)),
            }
        };
        let links = self.links.iter();
        let links = links.filter(|(_, link)| link.claims.iter().any(down));
        links.map(|(id, _)| id.clone()).collect()
    }

    /// A set of at most so many labels that does it, the smallest there is.
    pub fn smallest(
        &self,
        by: &str,
        most: usize,
        does: &dyn Fn(&BTreeSet<String>) -> bool,
    ) -> Option<BTreeSet<String>> {
        let labels: BTreeSet<String> = match by {
            "claim" => {
                let links = self.links.values();
                links.flat_map(|link| link.claims.clone()).collect()
            }
            "outlet" => {
                let chains = self.claims.values().flat_map(|claim| claim.chains.values());
                chains.map(|chain| chain.1.clone()).collect()
            }
            _ => self.cited(),
        };
        let labels: Vec<String> = labels.into_iter().collect();
        let mut sets: Vec<(usize, BTreeSet<String>)> = vec![(0, BTreeSet::new())];
        for _ in 0..=most {
            let mut larger = Vec::new();
            for (from, set) in sets {
                if does(&set) {
                    return Some(set);
                }
                if set.len() < most {
                    for (at, label) in labels.iter().enumerate().skip(from) {
                        let mut next = set.clone();
                        next.insert(label.clone());
                        larger.push((at + 1, next));
                    }
                }
            }
            sets = larger;
        }
        None
    }
}
