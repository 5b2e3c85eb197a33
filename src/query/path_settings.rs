//! What the settings of a `SERVICE ng:path` block ask for.
//!
//! Takes a block that has been read and the values of the query's parameters;
//! gives the searches it stands for, one for each pair of ends of each row of
//! its `VALUES`. That values are of their kinds and agree is seen in `path_given`,
//! that the edition has what they name by the finder.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use oxigraph::model::Variable;
use spargebra::term::GroundTerm;

use crate::model::Standing;
use crate::model::iri;
use crate::query::path_block::Block;
use crate::query::path_block::MOST_SEARCHES;
use crate::query::path_block::Solution;
use crate::query::path_block::Trouble;
use crate::query::path_block::Value;
use crate::query::path_block::ng;
use crate::query::path_block::too_many_searches;
use crate::query::path_given::Given;
use crate::query::path_request::PathRequest;
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
    pub(super) fn outside_variables(&self) -> Vec<Variable> {
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
        for variable in self.outside_variables() {
            if !parameters.declared.contains(variable.as_str()) {
                return Err(self.without_value(&variable));
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

    fn without_value(&self, variable: &Variable) -> Trouble {
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
        let given = self.given(solution, prefixes);
        let only = given.standings()?;
        let which = given.which()?;
        let common = |from: NamedNode, to: NamedNode| -> Result<PathRequest, Trouble> {
            Ok(PathRequest {
                from,
                to,
                max_hops: given.number(PathSetting::MaxHops)?,
                which,
                only: only.clone(),
                min_origins: given.number(PathSetting::MinOrigins)?,
                named: given.flag(PathSetting::Named)?,
                documented: given.flag(PathSetting::Documented)?,
                relations: given.relations(PathSetting::Relation)?,
                not_relations: given.relations(PathSetting::NotRelation)?,
                on: given.day()?,
                via: given.names(PathSetting::Via)?,
                avoid: given.names(PathSetting::Avoid)?,
                without_sources: given.names(PathSetting::WithoutSource)?,
            })
        };
        let froms = given.ends(PathSetting::From, is_final)?;
        let tos = given.ends(PathSetting::To, is_final)?;
        if froms.is_empty() || tos.is_empty() {
            // Values are still to come; what is there can be looked at.
            let nobody = || NamedNode::new_unchecked(String::new());
            given.agree(&common(nobody(), nobody())?)?;
        }
        if froms.len() * tos.len() > MOST_SEARCHES {
            return Err(too_many_searches());
        }
        let mut requests = Vec::new();
        for from in &froms {
            for to in &tos {
                let request = common(from.clone(), to.clone())?;
                given.agree(&request)?;
                requests.push(request);
            }
        }
        Ok(requests)
    }

    fn given<'a>(&self, solution: &Solution, prefixes: &'a Prefixes) -> Given<'a> {
        let mut given = Given {
            prefixes,
            lists: BTreeMap::new(),
            open: BTreeMap::new(),
        };
        for (setting, value) in &self.settings {
            let value = match value {
                Value::Given(term) => Some(term),
                Value::Open(variable) => {
                    given.open.entry(*setting).or_insert(variable.clone());
                    solution.get(variable.as_str())
                }
            };
            let list = given.lists.entry(*setting).or_default();
            if let Some(value) = value
                && !list.contains(value)
            {
                list.push(value.clone());
            }
        }
        given
    }
}
