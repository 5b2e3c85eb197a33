//! A `SERVICE ng:path` block as it is written: settings, outputs, and the
//! values that its variables may have.
//!
//! Takes the pattern inside the block, which consists of triples on one `[]`,
//! `VALUES` and `BIND` of constants; gives a [`Block`], or a [`Trouble`] with
//! what to mark in the text. What the settings mean is read in `path_settings`,
//! the rows are made in `path_values`.

use std::collections::BTreeMap;

use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use oxigraph::model::Variable;
use spargebra::algebra::Expression;
use spargebra::algebra::GraphPattern;
use spargebra::term::GroundTerm;
use spargebra::term::NamedNodePattern;
use spargebra::term::TermPattern;
use spargebra::term::TriplePattern;

use crate::model::iri;
use crate::query::path_terms::PathOutput;
use crate::query::path_terms::PathSetting;
use crate::query::prefixes::Prefixes;

/// Searches that one block may ask for: pairs of ends, over all rows of its
/// `VALUES`. Each may take seconds on a large case.
pub(super) const MOST_SEARCHES: usize = 1_000;

// Jaro-Winkler, from 0 to 1.
const LEAST_SIMILARITY: f64 = 0.8;

/// Why a block is not answered.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It is written wrongly, or names what is not there.
    Mistake {
        message: String,
        /// What of it stands in the text: a name, and a value given to it.
        marks: Vec<String>,
        hints: Vec<String>,
    },
    /// A limit, and what to ask instead.
    Limit { what: String, instead: String },
}

impl Trouble {
    pub(super) fn mistake(message: String, marks: Vec<String>) -> Trouble {
        Trouble::Mistake {
            message,
            marks,
            hints: Vec::new(),
        }
    }

    pub(super) fn hint(self, hint: String) -> Trouble {
        match self {
            Trouble::Mistake {
                message,
                marks,
                mut hints,
            } => {
                hints.push(hint);
                Trouble::Mistake {
                    message,
                    marks,
                    hints,
                }
            }
            limit @ Trouble::Limit { .. } => limit,
        }
    }
}

/// What a setting is given.
#[derive(Debug)]
pub(super) enum Value {
    Given(GroundTerm),
    Open(Variable),
}

/// One row of values, by variable; one that is absent is unbound.
pub(super) type Solution = BTreeMap<String, GroundTerm>;

/// A block, read.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) settings: Vec<(PathSetting, Value)>,
    pub(super) outputs: Vec<(PathOutput, Variable)>,
    /// The variables of its `VALUES` and `BIND`s, in their order.
    pub(super) variables: Vec<Variable>,
    /// Their values: the block is asked once for each.
    pub(super) solutions: Vec<Solution>,
}

impl Block {
    /// Reads what stands between the brackets.
    ///
    /// # Errors
    /// When something stands there that a block does not take.
    pub(super) fn read(inner: &GraphPattern, prefixes: &Prefixes) -> Result<Block, Trouble> {
        let mut reader = Reader {
            prefixes,
            subject: None,
            block: Block {
                settings: Vec::new(),
                outputs: Vec::new(),
                variables: Vec::new(),
                solutions: vec![Solution::new()],
            },
        };
        reader.pattern(inner)?;
        Ok(reader.block)
    }

    pub(super) fn sets(&self, setting: PathSetting) -> bool {
        self.settings.iter().any(|(set, _)| *set == setting)
    }

    pub(super) fn asks_for(&self, output: PathOutput) -> bool {
        self.outputs.iter().any(|(asked, _)| *asked == output)
    }

    /// Adds rows of values: each goes with each of those before that it does
    /// not contradict.
    fn join(&mut self, variables: &[Variable], rows: Vec<Solution>) -> Result<(), Trouble> {
        for variable in variables {
            if !self.variables.contains(variable) {
                self.variables.push(variable.clone());
            }
        }
        let mut joined = Vec::new();
        for before in &self.solutions {
            for row in &rows {
                let agrees = |(name, value): (&String, &GroundTerm)| {
                    before.get(name).is_none_or(|known| known == value)
                };
                if row.iter().all(agrees) {
                    let mut both = before.clone();
                    both.extend(row.clone());
                    joined.push(both);
                }
                if joined.len() > MOST_SEARCHES {
                    return Err(too_many_searches());
                }
            }
        }
        self.solutions = joined;
        Ok(())
    }
}

pub(super) fn too_many_searches() -> Trouble {
    Trouble::Limit {
        what: format!("asks for more than {MOST_SEARCHES} searches"),
        instead: "give fewer pairs of ends in its VALUES".to_owned(),
    }
}

/// The name of a setting or an output as it stands in a query.
pub(super) fn ng(name: &str) -> String {
    format!("ng:{name}")
}

struct Reader<'p> {
    prefixes: &'p Prefixes,
    subject: Option<TermPattern>,
    block: Block,
}

impl Reader<'_> {
    fn pattern(&mut self, pattern: &GraphPattern) -> Result<(), Trouble> {
        let other = match pattern {
            GraphPattern::Bgp { patterns } => {
                return patterns.iter().try_for_each(|triple| self.triple(triple));
            }
            GraphPattern::Join { left, right } => {
                self.pattern(left)?;
                return self.pattern(right);
            }
            GraphPattern::Values {
                variables,
                bindings,
            } => {
                let solution = |row: &Vec<Option<GroundTerm>>| {
                    let pairs = variables.iter().zip(row);
                    pairs
                        .filter_map(|(name, value)| {
                            Some((name.as_str().to_owned(), value.clone()?))
                        })
                        .collect()
                };
                let rows = bindings.iter().map(solution).collect();
                return self.block.join(variables, rows);
            }
            GraphPattern::Extend {
                inner,
                variable,
                expression,
            } => {
                self.pattern(inner)?;
                let value = match expression {
                    Expression::NamedNode(name) => GroundTerm::from(name.clone()),
                    Expression::Literal(literal) => GroundTerm::from(literal.clone()),
                    _ => {
                        return Err(Trouble::mistake(
                            format!("`BIND` gives `{variable}` what is no constant"),
                            vec!["BIND".to_owned()],
                        )
                        .hint("a block is answered before the rest of the query, so it is asked about terms that stand in it".to_owned()));
                    }
                };
                let row = Solution::from([(variable.as_str().to_owned(), value)]);
                return self.block.join(std::slice::from_ref(variable), vec![row]);
            }
            GraphPattern::Path { .. } => "a property path",
            GraphPattern::LeftJoin { .. } => "OPTIONAL",
            GraphPattern::Filter { .. } => "FILTER",
            GraphPattern::Union { .. } => "UNION",
            GraphPattern::Graph { .. } => "GRAPH",
            GraphPattern::Minus { .. } => "MINUS",
            GraphPattern::Service { .. } => "another SERVICE",
            GraphPattern::Lateral { .. } => "LATERAL",
            GraphPattern::OrderBy { .. }
            | GraphPattern::Project { .. }
            | GraphPattern::Distinct { .. }
            | GraphPattern::Reduced { .. }
            | GraphPattern::Slice { .. }
            | GraphPattern::Group { .. } => "a sub-select",
        };
        let word = other.split(' ').next_back().unwrap_or_default();
        Err(Trouble::mistake(
            format!(
                "{other} cannot stand in `SERVICE ng:path`; it takes triples on one `[]`, `VALUES` and `BIND` of a constant"
            ),
            // A `SERVICE` inside is not told from the one around it.
            match word {
                "SERVICE" => Vec::new(),
                word => vec![word.to_owned()],
            },
        )
        .hint("put it after the block".to_owned()))
    }

    fn triple(&mut self, triple: &TriplePattern) -> Result<(), Trouble> {
        self.one_subject(&triple.subject)?;
        let predicate = match &triple.predicate {
            NamedNodePattern::NamedNode(name) => name,
            NamedNodePattern::Variable(variable) => {
                return Err(Trouble::mistake(
                    format!("`{variable}` stands where a setting or an output is named"),
                    vec![variable.to_string()],
                ));
            }
        };
        let name = predicate.as_str().strip_prefix(iri::NG);
        let setting = PathSetting::ALL
            .into_iter()
            .find(|setting| name == Some(setting.as_str()));
        let output = PathOutput::ALL
            .into_iter()
            .find(|output| name == Some(output.as_str()));
        match (setting, output) {
            (Some(setting), _) => self.setting(setting, &triple.object),
            (None, Some(output)) => self.output(output, &triple.object),
            (None, None) => Err(self.unknown(predicate)),
        }
    }

    fn one_subject(&mut self, subject: &TermPattern) -> Result<(), Trouble> {
        match subject {
            TermPattern::BlankNode(_) => {}
            TermPattern::NamedNode(_) | TermPattern::Literal(_) | TermPattern::Variable(_) => {
                let shown = self.show(subject);
                return Err(Trouble::mistake(
                    format!("the settings of `SERVICE ng:path` stand on `[]`, not on `{shown}`"),
                    vec![shown],
                ));
            }
        }
        if self.subject.get_or_insert_with(|| subject.clone()) == subject {
            return Ok(());
        }
        Err(Trouble::mistake(
            "the settings and outputs of `SERVICE ng:path` stand on one `[]`, and here are two"
                .to_owned(),
            Vec::new(),
        )
        .hint("part them with `;`: `[] ng:from … ; ng:to … .`".to_owned()))
    }

    fn setting(&mut self, setting: PathSetting, object: &TermPattern) -> Result<(), Trouble> {
        let value = match object {
            TermPattern::NamedNode(name) => Value::Given(name.clone().into()),
            TermPattern::Literal(literal) => Value::Given(literal.clone().into()),
            TermPattern::Variable(variable) => Value::Open(variable.clone()),
            TermPattern::BlankNode(_) => {
                let name = ng(setting.as_str());
                let expected = setting.expected();
                return Err(Trouble::mistake(
                    format!("`{name}` takes {expected}, not a blank node"),
                    vec![name],
                ));
            }
        };
        self.block.settings.push((setting, value));
        Ok(())
    }

    fn output(&mut self, output: PathOutput, object: &TermPattern) -> Result<(), Trouble> {
        let TermPattern::Variable(variable) = object else {
            let name = ng(output.as_str());
            return Err(Trouble::mistake(
                format!(
                    "`{name}` takes a variable, such as `?{}`, not `{}`",
                    output.as_str(),
                    self.show(object)
                ),
                vec![name],
            )
            .hint("to keep only some of the rows, put a FILTER after the block".to_owned()));
        };
        self.block.outputs.push((output, variable.clone()));
        Ok(())
    }

    fn unknown(&self, predicate: &NamedNode) -> Trouble {
        let shown = self.prefixes.show(&Term::from(predicate.clone()));
        let settings = PathSetting::ALL.map(|setting| ng(setting.as_str()));
        let outputs = PathOutput::ALL.map(|output| ng(output.as_str()));
        let nearest = settings
            .iter()
            .chain(&outputs)
            .map(|known| (strsim::jaro_winkler(known, &shown), known))
            .filter(|(score, _)| *score > LEAST_SIMILARITY)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let trouble = Trouble::mistake(
            format!("`{shown}` is neither a setting nor an output of `SERVICE ng:path`"),
            vec![shown.clone()],
        );
        let trouble = match nearest {
            Some((_, near)) => trouble.hint(format!("did you mean `{near}`?")),
            None => trouble,
        };
        trouble
            .hint(format!("settings: {}", settings.join(", ")))
            .hint(format!("outputs: {}", outputs.join(", ")))
    }

    fn show(&self, term: &TermPattern) -> String {
        match term {
            TermPattern::NamedNode(name) => self.prefixes.show(&Term::from(name.clone())),
            TermPattern::Literal(literal) => literal.to_string(),
            TermPattern::BlankNode(_) => "[]".to_owned(),
            TermPattern::Variable(variable) => variable.to_string(),
        }
    }
}
