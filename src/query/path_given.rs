//! What the settings of a `SERVICE ng:path` block are given, read by their kind.
//!
//! Takes the terms of each setting; gives numbers, days, standings and names, or
//! says which setting has a value of the wrong kind, two values, or one that
//! contradicts another setting. How a block's variables get their values is for
//! `path_settings`.

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
use crate::query::path_block::Trouble;
use crate::query::path_block::ng;
use crate::query::path_request::PathRequest;
use crate::query::path_request::WhichPaths;
use crate::query::path_terms::PathSetting;
use crate::query::prefixes::Prefixes;

/// What every setting is given, none twice; a setting may have an empty list.
pub(super) struct Given<'p> {
    pub(super) prefixes: &'p Prefixes,
    pub(super) lists: BTreeMap<PathSetting, Vec<GroundTerm>>,
    /// A variable that a setting is given.
    pub(super) open: BTreeMap<PathSetting, Variable>,
}

impl Given<'_> {
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

    pub(super) fn number(&self, setting: PathSetting) -> Result<Option<u32>, Trouble> {
        self.one(setting, |term| match term {
            GroundTerm::Literal(literal) if literal.datatype() == xsd::INTEGER => {
                literal.value().parse().ok().filter(|number| *number >= 1)
            }
            GroundTerm::Literal(_) | GroundTerm::NamedNode(_) => None,
        })
    }

    pub(super) fn flag(&self, setting: PathSetting) -> Result<bool, Trouble> {
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

    pub(super) fn day(&self) -> Result<Option<Day>, Trouble> {
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

    pub(super) fn names(&self, setting: PathSetting) -> Result<BTreeSet<NamedNode>, Trouble> {
        let terms = self.of(setting).iter();
        terms.map(|term| self.name(setting, term)).collect()
    }

    /// The ends of one side, in the order in which they are written.
    pub(super) fn ends(
        &self,
        setting: PathSetting,
        is_final: bool,
    ) -> Result<Vec<NamedNode>, Trouble> {
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

    pub(super) fn relations(&self, setting: PathSetting) -> Result<BTreeSet<NamedNode>, Trouble> {
        let relation = |term: &GroundTerm| {
            let name = self.name(setting, term)?;
            match name.as_str().strip_prefix(iri::REL) {
                Some(id) if !id.is_empty() => Ok(name),
                Some(_) | None => Err(self.wrong(setting, term)),
            }
        };
        self.of(setting).iter().map(relation).collect()
    }

    pub(super) fn standings(&self) -> Result<Option<BTreeSet<Standing>>, Trouble> {
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

    pub(super) fn which(&self) -> Result<WhichPaths, Trouble> {
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
    pub(super) fn agree(&self, request: &PathRequest) -> Result<(), Trouble> {
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
