//! What the settings of a `SERVICE ng:path` block ask for.
//!
//! Takes a block that has been read and the values of the query's parameters;
//! gives the searches it stands for, one for each pair of ends of each row of
//! its `VALUES`. Every value is checked for its kind here, and settings for
//! contradicting each other; whether the edition has what they name is for the
//! finder to see.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::str::FromStr;

use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use oxigraph::model::Variable;
use oxigraph::model::vocab::xsd;
use spargebra::term::GroundTerm;

use crate::model::Day;
use crate::model::Standing;
use crate::model::iri;
use crate::query::path_block::Block;
use crate::query::path_block::MOST_SEARCHES;
use crate::query::path_block::Solution;
use crate::query::path_block::Trouble;
use crate::query::path_block::Value;
use crate::query::path_block::ng;
use crate::query::path_block::too_many_searches;
use crate::query::path_request::PathRequest;
use crate::query::path_request::WhichPaths;
use crate::query::path_terms::PathSetting;
use crate::query::prefixes::Prefixes;

/// The searches of a block, each with the row of values that it is for.
pub(super) type Searches = Vec<(Solution, Vec<PathRequest>)>;

/// What is known of a query's parameters while a block is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parameters<'q> {
    pub(super) declared: &'q BTreeSet<String>,
    pub(super) bound: &'q BTreeMap<String, Term>,
    /// Whether those without a value will never have one.
    pub(super) are_final: bool,
}

impl Block {
    /// The parameters of the query that the block takes from outside of it.
    pub(super) fn from_outside(&self) -> Vec<Variable> {
        let mut outside: Vec<Variable> = Vec::new();
        for (_, value) in &self.settings {
            if let Value::Open(variable) = value
                && !self.variables.contains(variable)
                && !outside.contains(variable)
            {
                outside.push(variable.clone());
            }
        }
        outside
    }

    /// Whether no other standing than uncontested is let through, whatever
    /// values the query is given.
    pub(super) fn is_uncontested_only(&self) -> bool {
        let uncontested = iri::standing(Standing::Uncontested);
        let let_through = self
            .settings
            .iter()
            .filter(|(setting, _)| *setting == PathSetting::Only);
        let each: Vec<bool> = let_through
            .map(|(_, value)| match value {
                Value::Given(GroundTerm::NamedNode(name)) => name.as_str() == uncontested,
                Value::Given(GroundTerm::Literal(_)) | Value::Open(_) => false,
            })
            .collect();
        !each.is_empty() && each.into_iter().all(|is_uncontested| is_uncontested)
    }

    /// Gives the searches, in the order of rows and ends.
    ///
    /// # Errors
    /// When an end is missing, a value is of the wrong kind or comes from
    /// nowhere, settings contradict each other, or there are too many searches.
    pub(super) fn searches(
        &self,
        parameters: Parameters,
        prefixes: &Prefixes,
    ) -> Result<Searches, Trouble> {
        for end in [PathSetting::From, PathSetting::To] {
            if !self.sets(end) {
                let name = ng(end.as_str());
                return Err(Trouble::mistake(
                    format!(
                        "`{name}` is missing; `SERVICE ng:path` needs both `ng:from` and `ng:to`"
                    ),
                    Vec::new(),
                ));
            }
        }
        let mut outside = Solution::new();
        for variable in self.from_outside() {
            if !parameters.declared.contains(variable.as_str()) {
                return Err(self.from_nowhere(&variable));
            }
            let value = parameters.bound.get(variable.as_str());
            // A blank node is the value of no parameter.
            if let Some(Ok(value)) = value.map(|term| GroundTerm::try_from(term.clone())) {
                outside.insert(variable.as_str().to_owned(), value);
            }
        }
        let mut searches = Searches::new();
        let mut count = 0;
        for solution in &self.solutions {
            let mut solution = solution.clone();
            solution.extend(outside.clone());
            let requests = self.requests(&solution, parameters.are_final, prefixes)?;
            count += requests.len();
            if count > MOST_SEARCHES {
                return Err(too_many_searches());
            }
            searches.push((solution, requests));
        }
        Ok(searches)
    }

    fn from_nowhere(&self, variable: &Variable) -> Trouble {
        let given = |(setting, value): &(PathSetting, Value)| match value {
            Value::Open(open) if open == variable => Some(ng(setting.as_str())),
            Value::Open(_) | Value::Given(_) => None,
        };
        let name = self.settings.iter().find_map(given).unwrap_or_default();
        Trouble::mistake(
            format!("`{name} {variable}` has no value inside the block"),
            vec![name, variable.to_string()],
        )
        .hint(format!(
            "write `VALUES {variable} {{ … }}` within its brackets: a block is answered before the rest of the query"
        ))
    }

    fn requests(
        &self,
        solution: &Solution,
        is_final: bool,
        prefixes: &Prefixes,
    ) -> Result<Vec<PathRequest>, Trouble> {
        let values = self.values(solution, prefixes);
        let only = values.standings()?;
        let which = values.which()?;
        let common = |from: NamedNode, to: NamedNode| -> Result<PathRequest, Trouble> {
            Ok(PathRequest {
                from,
                to,
                max_hops: values.number(PathSetting::MaxHops)?,
                which,
                only: only.clone(),
                min_origins: values.number(PathSetting::MinOrigins)?,
                named: values.flag(PathSetting::Named)?,
                documented: values.flag(PathSetting::Documented)?,
                relations: values.relations(PathSetting::Relation)?,
                not_relations: values.relations(PathSetting::NotRelation)?,
                on: values.day()?,
                via: values.names(PathSetting::Via)?,
                avoid: values.names(PathSetting::Avoid)?,
                without_sources: values.names(PathSetting::WithoutSource)?,
            })
        };
        let froms = values.ends(PathSetting::From, is_final)?;
        let tos = values.ends(PathSetting::To, is_final)?;
        if froms.is_empty() || tos.is_empty() {
            // Values are still to come; what is there can be looked at.
            let nobody = || NamedNode::new_unchecked(String::new());
            values.agree(&common(nobody(), nobody())?)?;
        }
        if froms.len() * tos.len() > MOST_SEARCHES {
            return Err(too_many_searches());
        }
        let mut requests = Vec::new();
        for from in &froms {
            for to in &tos {
                let request = common(from.clone(), to.clone())?;
                values.agree(&request)?;
                requests.push(request);
            }
        }
        Ok(requests)
    }

    fn values<'a>(&self, solution: &Solution, prefixes: &'a Prefixes) -> Values<'a> {
        let mut values = Values {
            prefixes,
            lists: BTreeMap::new(),
            open: BTreeMap::new(),
        };
        for (setting, value) in &self.settings {
            let value = match value {
                Value::Given(term) => Some(term),
                Value::Open(variable) => {
                    values.open.entry(*setting).or_insert(variable.clone());
                    solution.get(variable.as_str())
                }
            };
            let list = values.lists.entry(*setting).or_default();
            if let Some(value) = value
                && !list.contains(value)
            {
                list.push(value.clone());
            }
        }
        values
    }
}

/// What every setting is given, none twice; a setting may have an empty list.
struct Values<'p> {
    prefixes: &'p Prefixes,
    lists: BTreeMap<PathSetting, Vec<GroundTerm>>,
    /// A variable that a setting is given.
    open: BTreeMap<PathSetting, Variable>,
}

impl Values<'_> {
    fn of(&self, setting: PathSetting) -> &[GroundTerm] {
        self.lists.get(&setting).map_or(&[], Vec::as_slice)
    }

    fn show(&self, term: &GroundTerm) -> String {
        match term {
            GroundTerm::NamedNode(name) => self.prefixes.show(&Term::from(name.clone())),
            GroundTerm::Literal(literal) => match literal.datatype() {
                xsd::INTEGER | xsd::DECIMAL | xsd::BOOLEAN => literal.value().to_owned(),
                _ => literal.to_string(),
            },
        }
    }

    fn wrong(&self, setting: PathSetting, term: &GroundTerm) -> Trouble {
        let (name, shown) = (ng(setting.as_str()), self.show(term));
        let message = format!("`{name}` takes {}, not `{shown}`", setting.expected());
        let marks = match term {
            GroundTerm::NamedNode(_) => vec![name, shown],
            GroundTerm::Literal(_) => vec![name],
        };
        Trouble::mistake(message, marks)
    }

    /// The one value of a setting that cannot have two.
    fn one<T: PartialEq>(
        &self,
        setting: PathSetting,
        read: impl Fn(&GroundTerm) -> Option<T>,
    ) -> Result<Option<T>, Trouble> {
        let mut known: Option<(T, &GroundTerm)> = None;
        for term in self.of(setting) {
            let value = read(term).ok_or_else(|| self.wrong(setting, term))?;
            match &known {
                Some((other, before)) if *other != value => {
                    let name = ng(setting.as_str());
                    return Err(Trouble::mistake(
                        format!(
                            "`{name}` is given two values, `{}` and `{}`",
                            self.show(before),
                            self.show(term)
                        ),
                        vec![name],
                    ));
                }
                Some(_) => {}
                None => known = Some((value, term)),
            }
        }
        Ok(known.map(|(value, _)| value))
    }

    fn number(&self, setting: PathSetting) -> Result<Option<u32>, Trouble> {
        self.one(setting, |term| match term {
            GroundTerm::Literal(literal) if literal.datatype() == xsd::INTEGER => {
                literal.value().parse().ok().filter(|number| *number >= 1)
            }
            GroundTerm::Literal(_) | GroundTerm::NamedNode(_) => None,
        })
    }

    fn flag(&self, setting: PathSetting) -> Result<bool, Trouble> {
        let flag = self.one(setting, |term| match term {
            GroundTerm::Literal(literal) if literal.datatype() == xsd::BOOLEAN => {
                match literal.value() {
                    "true" | "1" => Some(true),
                    "false" | "0" => Some(false),
                    _ => None,
                }
            }
            GroundTerm::Literal(_) | GroundTerm::NamedNode(_) => None,
        })?;
        Ok(flag.unwrap_or(false))
    }

    fn day(&self) -> Result<Option<Day>, Trouble> {
        self.one(PathSetting::On, |term| match term {
            GroundTerm::Literal(literal)
                if [xsd::DATE, xsd::STRING].contains(&literal.datatype()) =>
            {
                // Whole days as written, without time zone or doubt.
                let day = Day::from_str(literal.value()).ok()?;
                (day.to_string() == literal.value()).then_some(day)
            }
            GroundTerm::Literal(_) | GroundTerm::NamedNode(_) => None,
        })
    }

    fn name(&self, setting: PathSetting, term: &GroundTerm) -> Result<NamedNode, Trouble> {
        match term {
            GroundTerm::NamedNode(name) => Ok(name.clone()),
            GroundTerm::Literal(_) => Err(self.wrong(setting, term)),
        }
    }

    fn names(&self, setting: PathSetting) -> Result<BTreeSet<NamedNode>, Trouble> {
        let terms = self.of(setting).iter();
        terms.map(|term| self.name(setting, term)).collect()
    }

    /// The ends of one side, in the order in which they are written.
    fn ends(&self, setting: PathSetting, is_final: bool) -> Result<Vec<NamedNode>, Trouble> {
        let terms = self.of(setting).iter();
        let ends: Vec<NamedNode> = terms
            .map(|term| self.name(setting, term))
            .collect::<Result<_, _>>()?;
        match self.open.get(&setting) {
            Some(variable) if ends.is_empty() && is_final => {
                let name = ng(setting.as_str());
                Err(Trouble::mistake(
                    format!(
                        "`{name} {variable}` has no value; it takes {}",
                        setting.expected()
                    ),
                    vec![name],
                ))
            }
            Some(_) | None => Ok(ends),
        }
    }

    fn relations(&self, setting: PathSetting) -> Result<BTreeSet<NamedNode>, Trouble> {
        let relation = |term: &GroundTerm| {
            let name = self.name(setting, term)?;
            match name.as_str().strip_prefix(iri::REL) {
                Some(id) if !id.is_empty() => Ok(name),
                Some(_) | None => Err(self.wrong(setting, term)),
            }
        };
        self.of(setting).iter().map(relation).collect()
    }

    fn standings(&self) -> Result<Option<BTreeSet<Standing>>, Trouble> {
        let setting = PathSetting::Only;
        let standing = |term: &GroundTerm| {
            let name = self.name(setting, term)?;
            Standing::ALL
                .into_iter()
                .find(|standing| iri::standing(*standing) == name.as_str())
                .ok_or_else(|| self.wrong(setting, term))
        };
        let standings = self.of(setting).iter().map(standing);
        let standings = standings.collect::<Result<BTreeSet<_>, Trouble>>()?;
        Ok((!standings.is_empty()).then_some(standings))
    }

    fn which(&self) -> Result<WhichPaths, Trouble> {
        let mut wanted = Vec::new();
        if let Some(k) = self.number(PathSetting::K)? {
            wanted.push((PathSetting::K, WhichPaths::First(k as usize)));
        }
        for (setting, which) in [
            (PathSetting::AllShortest, WhichPaths::AllShortest),
            (PathSetting::Strongest, WhichPaths::Strongest),
        ] {
            if self.flag(setting)? {
                wanted.push((setting, which));
            }
        }
        match wanted.as_slice() {
            [] => Ok(WhichPaths::Shortest),
            [(_, which)] => Ok(*which),
            [(one, _), (other, _), ..] => {
                let (one, other) = (ng(one.as_str()), ng(other.as_str()));
                Err(Trouble::mistake(
                    format!("`{one}` and `{other}` ask for different paths; keep one of them"),
                    vec![other],
                ))
            }
        }
    }

    /// Sees that nothing is asked for and ruled out at once.
    fn agree(&self, request: &PathRequest) -> Result<(), Trouble> {
        let PathRequest {
            from,
            to,
            relations,
            not_relations,
            via,
            avoid,
            ..
        } = request;
        let show = |name: &NamedNode| self.prefixes.show(&Term::from(name.clone()));
        let both = |wanted: PathSetting, unwanted: PathSetting, name: &NamedNode| {
            let (wanted, unwanted) = (ng(wanted.as_str()), ng(unwanted.as_str()));
            let message = format!("`{wanted}` and `{unwanted}` both name `{}`", show(name));
            Trouble::mistake(message, vec![unwanted])
        };
        if let Some(relation) = relations.intersection(not_relations).next() {
            return Err(both(
                PathSetting::Relation,
                PathSetting::NotRelation,
                relation,
            ));
        }
        for (setting, end) in [(PathSetting::From, from), (PathSetting::To, to)] {
            if avoid.contains(end) {
                return Err(both(setting, PathSetting::Avoid, end));
            }
        }
        match via.intersection(avoid).next() {
            Some(entity) => Err(both(PathSetting::Via, PathSetting::Avoid, entity)),
            None => Ok(()),
        }
    }
}
