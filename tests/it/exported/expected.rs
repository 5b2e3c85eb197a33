//! What the edition says of every entity and link, asked with `nutgraf query`:
//! the side that a file is compared with. It shares no line with the code that
//! makes exports.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use serde_json::Value;

use crate::program::Case;

/// What an attribute has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Want {
    /// This text; none where empty.
    One(String),
    /// These items in any order.
    Items(Vec<String>),
    /// A text in which each of these stands.
    Part(Vec<String>),
    /// Items in which each of these stands.
    Holding(Vec<String>),
}

/// What a file has to say of an entity or of a link.
#[derive(Debug, Clone, Default)]
pub struct Thing {
    /// Both ends of a link, as it points.
    pub ends: Option<(String, String)>,
    pub attributes: BTreeMap<&'static str, Want>,
}

/// What a file of a whole case has to say.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    pub facts: BTreeMap<&'static str, String>,
    /// By key, which is the id as there is one case.
    pub entities: BTreeMap<String, Thing>,
    pub links: BTreeMap<String, Thing>,
    /// Ids of all denials among the answers to claims of the case.
    pub denials: BTreeSet<String>,
}

/// Everything that is said of each subject, by predicate without its namespace.
struct Edition(BTreeMap<String, BTreeMap<String, Vec<String>>>);

const STANDINGS: [&str; 4] = ["uncontested", "disputed", "denied", "retracted"];

impl Expected {
    /// Of the current edition of a case, which is loaded first.
    pub fn of(case: &Case) -> Result<Expected, Box<dyn Error>> {
        let loaded = case.run("load", &[]);
        if loaded.code != 0 {
            // Not the warnings before it.
            let at = loaded.err.find("error[").unwrap_or_default();
            return Err(loaded.err[at..].into());
        }
        let edition = Edition::asked(case)?;
        let mut expected = Expected::default();
        let claims = edition.of_type("Claim");
        let links = edition.of_type("Link");
        let mut linked = BTreeSet::new();
        for link in &links {
            linked.extend(edition.all(link, "claim"));
            let key = local(link).to_owned();
            expected.links.insert(key, edition.link(link));
        }
        for (class, group) in [
            ("Person", "person"),
            ("Organization", "organisation"),
            ("Asset", "asset"),
        ] {
            for entity in edition.of_type(class) {
                let beside: Vec<&str> = claims
                    .iter()
                    .copied()
                    .filter(|claim| !linked.contains(claim))
                    .filter(|claim| edition.one(claim, "subject") == entity)
                    .collect();
                let key = local(entity).to_owned();
                let thing = edition.entity(entity, group, &beside);
                expected.entities.insert(key, thing);
            }
        }
        let answers = edition.answers(&claims);
        expected.denials = answers
            .iter()
            .filter(|answer| edition.one(answer, "stance").ends_with("stanceDenied"))
            .map(|answer| local(answer).to_owned())
            .collect();
        let id = case.edition();
        let id = id.file_stem().ok_or("an edition has a name")?;
        let facts = &mut expected.facts;
        facts.insert("edition", id.to_string_lossy().into_owned());
        for (name, count) in [
            ("entities", expected.entities.len()),
            ("edges", links.len()),
            ("links", links.len()),
            ("claims", claims.len()),
            ("answers", answers.len()),
            ("claims_uncontested", edition.standing(&claims, 0)),
            ("claims_disputed", edition.standing(&claims, 1)),
            ("claims_denied", edition.standing(&claims, 2)),
            ("claims_retracted", edition.standing(&claims, 3)),
        ] {
            facts.insert(name, count.to_string());
        }
        Ok(expected)
    }
}

/// The id at the end of an address.
fn local(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

fn locals(iris: &[&str]) -> Want {
    Want::Items(iris.iter().map(|iri| local(iri).to_owned()).collect())
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

impl Edition {
    fn asked(case: &Case) -> Result<Edition, Box<dyn Error>> {
        let query = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }";
        let answer = case.run("query", &["-e", query, "-o", "json"]).json();
        let mut things: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
        let rows = answer["results"]["bindings"].as_array().ok_or("no rows")?;
        for row in rows {
            let cell = |name: &str| row[name]["value"].as_str().map(str::to_owned);
            let (subject, predicate) = (cell("s").ok_or("no s")?, cell("p").ok_or("no p")?);
            // Shortcuts, which say nothing that a link does not say.
            if predicate.contains("/reported#") || predicate.contains("/uncontested#") {
                continue;
            }
            let about = things.entry(subject).or_default();
            let values = about.entry(local(&predicate).to_owned()).or_default();
            values.push(cell("o").ok_or("no o")?);
        }
        Ok(Edition(things))
    }

    fn all(&self, subject: &str, predicate: &str) -> Vec<&str> {
        let values = self.0.get(subject).and_then(|about| about.get(predicate));
        values.into_iter().flatten().map(String::as_str).collect()
    }

    /// The only value, empty without one.
    fn one(&self, subject: &str, predicate: &str) -> &str {
        let values = self.all(subject, predicate);
        assert!(values.len() < 2, "{subject} {predicate}: {values:?}");
        values.first().copied().unwrap_or_default()
    }

    fn of_type(&self, class: &str) -> Vec<&str> {
        let is = |thing: &&String| self.is_a(thing, class);
        self.0.keys().filter(is).map(String::as_str).collect()
    }

    fn is_a(&self, thing: &str, class: &str) -> bool {
        self.all(thing, "type")
            .iter()
            .any(|known| local(known) == class)
    }

    fn standing_of(&self, thing: &str) -> usize {
        let standing = local(self.one(thing, "standing"));
        STANDINGS
            .iter()
            .position(|known| *known == standing)
            .unwrap_or(usize::MAX)
    }

    fn standing(&self, claims: &[&str], standing: usize) -> usize {
        let is = |claim: &&&str| self.standing_of(claim) == standing;
        claims.iter().filter(is).count()
    }

    /// Each answer to be shown with one of some claims.
    fn answers<'e>(&'e self, claims: &[&'e str]) -> BTreeSet<&'e str> {
        let answers = claims.iter().flat_map(|claim| self.all(claim, "answer"));
        answers.collect()
    }

    /// What of some answers has to stand in a text: id, words, who.
    fn said(&self, answers: &BTreeSet<&str>) -> Vec<String> {
        let mut said = Vec::new();
        for answer in answers {
            said.push(format!(
                "[{}, {} row {}]",
                local(answer),
                self.one(answer, "table"),
                self.one(answer, "row")
            ));
            for by in self.all(answer, "by") {
                said.extend(owned(&self.all(by, "label")));
            }
            for name in ["quote", "text", "when", "recorded"] {
                said.extend(owned(&self.all(answer, name)));
            }
        }
        said
    }

    /// What of the sources of some claims has to stand in a text: names and
    /// passages.
    fn passages(&self, claims: &[&str]) -> Vec<String> {
        let mut said = Vec::new();
        for claim in claims {
            for source in self.all(claim, "source") {
                said.extend(owned(&self.all(source, "label")));
                said.push(format!("[{}, ", local(source)));
            }
            for name in ["quote", "locator"] {
                said.extend(owned(&self.all(claim, name)));
            }
        }
        for (citation, about) in &self.0 {
            let of = self.one(citation, "passageOf");
            if claims.contains(&of) {
                for name in ["quote", "locator"] {
                    said.extend(about.get(name).into_iter().flatten().cloned());
                }
            }
        }
        said
    }

    fn counts(&self, claims: &[&str], into: &mut Thing) {
        let names = [
            "claims_uncontested",
            "claims_disputed",
            "claims_denied",
            "claims_retracted",
        ];
        for (standing, name) in names.into_iter().enumerate() {
            let count = self.standing(claims, standing).to_string();
            into.attributes.insert(name, Want::One(count));
        }
    }

    fn entity(&self, entity: &str, group: &str, claims: &[&str]) -> Thing {
        let mut thing = Thing::default();
        self.counts(claims, &mut thing);
        thing.attributes.remove("claims_uncontested");
        let text = |name: &str| Want::One(self.one(entity, name).to_owned());
        let answers = self.answers(claims);
        let mut statements = self.said(&answers);
        statements.extend(self.passages(claims));
        let mut decisions = Vec::new();
        for decision in self.of_type("IdentityDecision") {
            if self.one(decision, "entity") == entity || self.one(decision, "other") == entity {
                decisions.push(format!("[{}, ", local(decision)));
            }
        }
        for claim in claims {
            statements.extend(owned(&self.all(claim, "text")));
            for part in self.all(claim, "summarises") {
                statements.push(format!("; sums up: {}: ", local(part)));
                statements.extend(self.said(&self.answers(&[part])));
            }
            statements.push(format!(
                "[{}, {} row {}]",
                local(claim),
                self.one(claim, "table"),
                self.one(claim, "row")
            ));
        }
        let answers: Vec<&str> = answers.into_iter().collect();
        let place = format!(
            "{} row {}",
            self.one(entity, "table"),
            self.one(entity, "row")
        );
        thing.attributes.extend([
            ("entity", Want::One(local(entity).to_owned())),
            (
                "label",
                Want::Part(vec![self.one(entity, "label").to_owned()]),
            ),
            ("group", Want::One(group.to_owned())),
            ("kind", text("kind")),
            (
                "placeholder",
                Want::One(self.is_a(entity, "Placeholder").to_string()),
            ),
            ("aliases", Want::Items(owned(&self.all(entity, "altLabel")))),
            ("description", text("description")),
            ("jurisdiction", text("jurisdiction")),
            ("wikidata", text("wikidata")),
            ("lei", text("lei")),
            ("identities", Want::Holding(decisions)),
            ("claims", locals(claims)),
            ("statements", Want::Holding(statements)),
            ("answer_ids", locals(&answers)),
            ("case", Want::One(self.title())),
            ("place", Want::One(place)),
            ("iri", Want::One(entity.to_owned())),
        ]);
        thing
    }

    fn title(&self) -> String {
        let cases = self.of_type("Case");
        cases
            .first()
            .map_or_else(String::new, |case| self.one(case, "title").to_owned())
    }

    fn link(&self, link: &str) -> Thing {
        let claims = self.all(link, "claim");
        let relation = self.one(link, "predicate");
        let mode = self.one(link, "mode");
        let standing = STANDINGS[self.standing_of(link)];
        let verb = self.one(
            relation,
            match mode {
                "asserted" => "label",
                "hearsay" => "labelHearsay",
                "sought" => "labelSought",
                "ended" => "labelEnded",
                other => panic!("{link}: {other}"),
            },
        );
        let (word, colour, dash) = match standing {
            "uncontested" => ("", "#2b2b2b", "solid"),
            "disputed" => ("disputed", "#b35c00", "dashed"),
            "denied" => ("DENIED", "#a80000", "dashed"),
            _ => ("RETRACTED", "#767676", "dotted"),
        };
        let answers = self.answers(&claims);
        let mut said = self.said(&answers);
        // Answers to what a claim sums up, or to the meeting that it is of, speak too.
        for claim in &claims {
            for part in self.all(claim, "summarises") {
                said.extend(self.said(&self.answers(&[part])));
            }
        }
        let answers: Vec<&str> = answers.into_iter().collect();
        let mut thing = Thing::default();
        self.counts(&claims, &mut thing);
        thing.ends = Some((
            local(self.one(link, "subject")).to_owned(),
            local(self.one(link, "object")).to_owned(),
        ));
        let one = |text: &str| Want::One(text.to_owned());
        thing.attributes.extend([
            ("label", Want::Part(owned(&[verb, word]))),
            ("link", locals(&[link])),
            ("relation", locals(&[relation])),
            ("verb", Want::Items(owned(&[verb]))),
            (
                "symmetric",
                one(&self.is_a(relation, "SymmetricRelation").to_string()),
            ),
            ("mode", Want::Items(owned(&[mode]))),
            ("standing", one(standing)),
            ("worst_standing", one(standing)),
            ("colour", one(colour)),
            ("dash", one(dash)),
            ("weight", one("1")),
            ("link_count", one("1")),
            ("claims", locals(&claims)),
            ("text", self.each(&claims, "text")),
            ("rule", self.agreed_text(&claims, "rule")),
            ("when", self.agreed_text(&claims, "when")),
            ("when_text", self.agreed_text(&claims, "whenText")),
            ("earliest", self.agreed(&claims, "earliest")),
            ("latest", self.agreed(&claims, "latest")),
            ("amount", self.agreed(&claims, "amount")),
            ("amount_max", self.agreed(&claims, "amountMax")),
            (
                "amount_qualifier",
                self.agreed_text(&claims, "amountQualifier"),
            ),
            ("currency", self.agreed_text(&claims, "currency")),
            ("amount_text", self.agreed_text(&claims, "amountText")),
            ("detail", self.agreed_text(&claims, "detail")),
            ("purpose", self.agreed_text(&claims, "purpose")),
            ("origins", self.agreed(&claims, "origins")),
            ("voices", self.agreed(&claims, "voices")),
            ("credibility", self.agreed(&claims, "credibility")),
            ("recorded", self.agreed_text(&claims, "recorded")),
            ("check", self.agreed_text(&claims, "check")),
            ("checked_by", self.agreed_text(&claims, "checkedBy")),
            ("concern", self.agreed_text(&claims, "concern")),
            ("support", self.support(&claims)),
            ("source_ids", self.each_local(&claims, "source")),
            (
                "acknowledged_by",
                self.each_local(&claims, "acknowledgedBy"),
            ),
            ("outlets", self.names(&claims, "outlet")),
            ("relays", self.names(&claims, "relay")),
            ("concerns", self.names(&claims, "concerns")),
            ("sources", Want::Holding(self.passages(&claims))),
            ("source_urls", self.urls(&claims)),
            ("answers", Want::Holding(said)),
            ("answer_ids", locals(&answers)),
            ("summarises", self.ids_of(&claims, "summarises")),
            ("case", one(&self.title())),
            ("places", self.places(&claims)),
            ("claim_iris", Want::Items(owned(&claims))),
        ]);
        thing
    }

    /// What the claims have, each once.
    fn each_of<'e>(&'e self, claims: &[&'e str], name: &str) -> Vec<&'e str> {
        let values: BTreeSet<&str> = claims
            .iter()
            .flat_map(|claim| self.all(claim, name))
            .collect();
        values.into_iter().collect()
    }

    fn each(&self, claims: &[&str], name: &str) -> Want {
        Want::Items(owned(&self.each_of(claims, name)))
    }

    fn each_local(&self, claims: &[&str], name: &str) -> Want {
        locals(&self.each_of(claims, name))
    }

    /// `ng:ownAccount` is printed as `own-account`.
    fn support(&self, claims: &[&str]) -> Want {
        let words = self.each_of(claims, "support");
        let words = words.iter().map(|iri| {
            let mut word = String::new();
            for character in local(iri).chars() {
                if character.is_uppercase() {
                    word.push('-');
                }
                word.extend(character.to_lowercase());
            }
            word
        });
        Want::Items(words.collect())
    }

    /// The ids, each before a colon.
    fn ids_of(&self, claims: &[&str], name: &str) -> Want {
        let ids = self.each_of(claims, name);
        Want::Holding(ids.iter().map(|iri| format!("{}: ", local(iri))).collect())
    }

    fn names(&self, claims: &[&str], name: &str) -> Want {
        let things = self.each_of(claims, name);
        let names = things.iter().flat_map(|thing| self.all(thing, "label"));
        Want::Holding(names.map(str::to_owned).collect())
    }

    fn urls(&self, claims: &[&str]) -> Want {
        let urls: BTreeSet<&str> = self
            .each_of(claims, "source")
            .iter()
            .filter_map(|source| self.address(source))
            .collect();
        Want::Items(urls.into_iter().map(str::to_owned).collect())
    }

    /// Of a source, or of what it came through.
    fn address(&self, source: &str) -> Option<&str> {
        let mut at = source;
        loop {
            match (self.one(at, "url"), self.one(at, "via")) {
                ("", "") => return None,
                ("", via) => at = self.0.get_key_value(via)?.0,
                (url, _) => return Some(url),
            }
        }
    }

    fn places(&self, claims: &[&str]) -> Want {
        let place = |claim: &&str| {
            let place = format!(
                "{} row {}",
                self.one(claim, "table"),
                self.one(claim, "row")
            );
            match claims.len() {
                1 => place,
                _ => format!("{}: {place}", local(claim)),
            }
        };
        Want::Items(claims.iter().map(place).collect())
    }

    /// What all claims say, none where they differ.
    fn agreed(&self, claims: &[&str], name: &str) -> Want {
        let values: Vec<&str> = claims.iter().map(|claim| self.one(claim, name)).collect();
        let first = values.first().copied().unwrap_or_default();
        match values.iter().all(|value| *value == first) {
            true => Want::One(first.to_owned()),
            false => Want::One(String::new()),
        }
    }

    /// What all claims say, else what each says.
    fn agreed_text(&self, claims: &[&str], name: &str) -> Want {
        let values: Vec<&str> = claims.iter().map(|claim| self.one(claim, name)).collect();
        let first = values.first().copied().unwrap_or_default();
        match values.iter().all(|value| *value == first) {
            true => Want::One(first.to_owned()),
            false => Want::Items(owned(&values)),
        }
    }
}

impl Want {
    /// The same, wherever it stands in a longer text.
    pub fn within(&self) -> Want {
        match self {
            Want::One(text) => Want::Holding(vec![text.clone()]),
            Want::Part(texts) | Want::Items(texts) | Want::Holding(texts) => {
                Want::Holding(texts.clone())
            }
        }
    }

    /// Whether a text, or items, are what is wanted. `shown` gives a text as the
    /// format has it; see [`items`] for lists that are one text.
    pub fn is_met(&self, value: &Value, shown: &dyn Fn(&str) -> String) -> bool {
        match self {
            Want::One(text) => flat(value) == shown(text),
            Want::Items(wanted) => {
                let mut found = match value {
                    Value::Array(found) => found.iter().map(flat).collect(),
                    other => items(&flat(other)),
                };
                let mut wanted: Vec<String> = wanted.iter().map(|item| shown(item)).collect();
                found.sort();
                wanted.sort();
                found == wanted
            }
            Want::Part(wanted) => {
                let found = flat(value);
                wanted.iter().all(|text| found.contains(&shown(text)))
            }
            Want::Holding(wanted) => {
                let found = match value {
                    Value::Array(found) => found.iter().map(flat).collect(),
                    other => items(&flat(other)),
                };
                let found = found.join("\n");
                wanted.iter().all(|text| found.contains(&shown(text)))
            }
        }
    }
}

/// A value as text; a list as our formats without lists have it.
pub fn flat(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items = items.iter().map(flat);
            let items = items.map(|item| item.replace('\\', "\\\\").replace('|', "\\|"));
            items.collect::<Vec<_>>().join(" | ")
        }
        Value::Object(_) => panic!("no attribute is an object: {value}"),
    }
}

/// The items of a list that is one text: ` | ` between, and a backslash before
/// a `|` or a backslash in them.
pub fn items(joined: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut item = String::new();
    let mut rest = joined;
    while let Some(character) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix(" | ") {
            items.push(std::mem::take(&mut item));
            rest = after;
            continue;
        }
        let escaped = rest.strip_prefix('\\');
        match escaped.and_then(|rest| rest.chars().next()) {
            Some(next @ ('|' | '\\')) => {
                item.push(next);
                rest = &rest[2..];
            }
            Some(_) | None => {
                item.push(character);
                rest = &rest[character.len_utf8()..];
            }
        }
    }
    if !joined.is_empty() {
        items.push(item);
    }
    items
}
