//! The paths that were found for a `SERVICE ng:path` block, as rows of values.
//!
//! There is a row for each path, hop, link and claim, as fine as what is asked
//! for: nothing below the hop means one row for each hop. A variable that
//! already has a value keeps only the rows that agree with it.

use std::collections::BTreeSet;

use oxigraph::model::Literal;
use oxigraph::model::NamedNode;
use oxigraph::model::Variable;
use spargebra::algebra::GraphPattern;
use spargebra::term::GroundTerm;

use crate::model::Standing;
use crate::model::iri;
use crate::query::path_block::Block;
use crate::query::path_block::Solution;
use crate::query::path_block::Trouble;
use crate::query::path_request::FoundHop;
use crate::query::path_request::FoundPath;
use crate::query::path_request::PathsFound;
use crate::query::path_terms::Level;
use crate::query::path_terms::PathOutput;

/// Rows that one block may give. The plan of the query holds them several
/// times, so more would take gigabytes.
const MOST_ROWS: usize = 200_000;

/// The rows of one block while they are collected.
pub(super) struct PathValues<'b> {
    block: &'b Block,
    level: Level,
    variables: Vec<Variable>,
    rows: Vec<Vec<Option<GroundTerm>>>,
}

/// One place on a path, down to what a row is of.
#[derive(Clone, Copy)]
struct At<'f> {
    number: usize,
    path: &'f FoundPath,
    hop: Option<(usize, &'f FoundHop)>,
    link: Option<&'f NamedNode>,
    claim: Option<&'f NamedNode>,
}

impl<'b> PathValues<'b> {
    pub(super) fn new(block: &'b Block) -> PathValues<'b> {
        let mut variables = block.variables.clone();
        variables.extend(block.outside_variables());
        for (_, variable) in &block.outputs {
            if !variables.contains(variable) {
                variables.push(variable.clone());
            }
        }
        let levels = block.outputs.iter().map(|(output, _)| output.level());
        PathValues {
            block,
            level: levels.max().unwrap_or(Level::Path),
            variables,
            rows: Vec::new(),
        }
    }

    /// Adds what was found for one pair of ends.
    ///
    /// # Errors
    /// When there are more rows than a block may give.
    pub(super) fn add(&mut self, solution: &Solution, found: &PathsFound) -> Result<(), Trouble> {
        for (number, path) in (1..).zip(&found.paths) {
            let at = At {
                number,
                path,
                hop: None,
                link: None,
                claim: None,
            };
            if self.level == Level::Path {
                self.row(solution, at)?;
                continue;
            }
            for hop in (1..).zip(&path.hops) {
                let at = At {
                    hop: Some(hop),
                    ..at
                };
                match self.level {
                    Level::Path | Level::Hop => self.row(solution, at)?,
                    Level::Link => self.links(solution, at, hop.1)?,
                    Level::Claim => self.claims(solution, at, hop.1)?,
                }
            }
        }
        Ok(())
    }

    fn links(&mut self, solution: &Solution, at: At, hop: &FoundHop) -> Result<(), Trouble> {
        hop.links.iter().try_for_each(|link| {
            let link = Some(&link.link);
            self.row(solution, At { link, ..at })
        })
    }

    fn claims(&mut self, solution: &Solution, at: At, hop: &FoundHop) -> Result<(), Trouble> {
        let by_link = self.block.asks_for(PathOutput::Link);
        let mut seen = BTreeSet::new();
        for link in &hop.links {
            for claim in &link.claims {
                // Two links of a hop may rest on one claim.
                if by_link || seen.insert(claim) {
                    let at = At {
                        link: Some(&link.link),
                        claim: Some(claim),
                        ..at
                    };
                    self.row(solution, at)?;
                }
            }
        }
        Ok(())
    }

    fn row(&mut self, solution: &Solution, at: At) -> Result<(), Trouble> {
        let mut row: Vec<Option<GroundTerm>> = self
            .variables
            .iter()
            .map(|variable| solution.get(variable.as_str()).cloned())
            .collect();
        for (output, variable) in &self.block.outputs {
            let value = value(*output, at);
            let place = self.variables.iter().position(|known| known == variable);
            let Some(cell) = place.and_then(|place| row.get_mut(place)) else {
                continue;
            };
            match (&cell, &value) {
                (Some(known), Some(value)) if known != value => return Ok(()),
                (Some(_), _) => {}
                (None, _) => *cell = value,
            }
        }
        if self.rows.len() == MOST_ROWS {
            return Err(Trouble::Limit {
                what: format!("gives more than {MOST_ROWS} rows"),
                instead: "ask for fewer paths (`ng:k`), fewer pairs of ends, or without `ng:claim` and `ng:link`".to_owned(),
            });
        }
        self.rows.push(row);
        Ok(())
    }

    /// Gives all rows as a pattern that stands for the block.
    pub(super) fn pattern(self) -> GraphPattern {
        GraphPattern::Values {
            variables: self.variables,
            bindings: self.rows,
        }
    }
}

fn value(output: PathOutput, at: At) -> Option<GroundTerm> {
    let At {
        number,
        path,
        hop,
        link,
        claim,
    } = at;
    let name = |name: &NamedNode| GroundTerm::NamedNode(name.clone());
    match output {
        PathOutput::Path => Some(whole(number)),
        PathOutput::Length => Some(whole(path.hops.len())),
        PathOutput::PathStanding => path.standing.map(standing),
        PathOutput::Hop => hop.map(|(number, _)| whole(number)),
        PathOutput::HopFrom => hop.map(|(_, hop)| name(&hop.from)),
        PathOutput::HopTo => hop.map(|(_, hop)| name(&hop.to)),
        PathOutput::HopStanding => hop.map(|(_, hop)| standing(hop.standing)),
        PathOutput::Link => link.map(name),
        PathOutput::Claim => claim.map(name),
    }
}

fn whole(number: usize) -> GroundTerm {
    // Far fewer paths and hops than that are ever listed.
    GroundTerm::Literal(Literal::from(i64::try_from(number).unwrap_or(i64::MAX)))
}

fn standing(standing: Standing) -> GroundTerm {
    GroundTerm::NamedNode(NamedNode::new_unchecked(iri::standing(standing)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::path_request::FoundLink;
    use crate::query::path_settings::Parameters;
    use crate::query::prefixes::Prefixes;
    use spargebra::Query;
    use spargebra::SparqlParser;
    use std::collections::BTreeMap;

    fn node(name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("a:{name}"))
    }

    /// `ann -bo- cy`, the first hop with two links that share a claim.
    fn found() -> PathsFound {
        let link = |name: &str, claims: &[&str]| FoundLink {
            link: node(name),
            claims: claims.iter().map(|claim| node(claim)).collect(),
        };
        let hop = |from, to, links| FoundHop {
            from: node(from),
            to: node(to),
            standing: Standing::Denied,
            links,
        };
        PathsFound {
            paths: vec![FoundPath {
                standing: Some(Standing::Denied),
                hops: vec![
                    hop(
                        "ann",
                        "bo",
                        vec![link("l1", &["c1", "c2"]), link("l2", &["c2"])],
                    ),
                    hop("bo", "cy", vec![link("c3", &["c3"])]),
                ],
            }],
            no_path: None,
            notes: Vec::new(),
        }
    }

    /// The rows of a block for that path, as text.
    fn rows(asked: &str) -> Vec<String> {
        let text = format!(
            "PREFIX ng: <{}> SELECT * {{ [] ng:from <a:ann> ; ng:to <a:cy> {asked} }}",
            iri::NG
        );
        let query = SparqlParser::new().parse_query(&text).expect(&text);
        let Query::Select { pattern, .. } = query else {
            panic!("{text}");
        };
        // The parser may put the variables that are selected around it.
        let pattern = match pattern {
            GraphPattern::Project { inner, .. } => *inner,
            other => other,
        };
        let prefixes = Prefixes::new(Vec::new());
        let block = Block::read(&pattern, &prefixes).expect(&text);
        let parameters = Parameters {
            declared: &BTreeSet::new(),
            bound: &BTreeMap::new(),
            are_final: true,
        };
        let mut values = PathValues::new(&block);
        for (solution, requests) in block.searches(parameters, &prefixes).expect(&text) {
            for _ in requests {
                values.add(&solution, &found()).expect("few rows");
            }
        }
        let show = |cell: &Option<GroundTerm>| match cell {
            Some(GroundTerm::NamedNode(name)) => name.as_str()[2..].to_owned(),
            Some(GroundTerm::Literal(literal)) => literal.value().to_owned(),
            None => "-".to_owned(),
        };
        let rows = values.rows.iter();
        rows.map(|row| row.iter().map(show).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn rows_are_as_fine_as_what_is_asked_for() {
        assert_eq!(rows(""), [""]);
        assert_eq!(rows("; ng:length ?n ; ng:path ?p"), ["2 1"]);
        assert_eq!(rows("; ng:hop ?h"), ["1", "2"]);
        assert_eq!(rows("; ng:hopFrom ?a ; ng:hopTo ?b"), ["ann bo", "bo cy"]);
        assert_eq!(rows("; ng:link ?l"), ["l1", "l2", "c3"]);
        assert_eq!(rows("; ng:claim ?c"), ["c1", "c2", "c3"]);
        assert_eq!(
            rows("; ng:link ?l ; ng:claim ?c"),
            ["l1 c1", "l1 c2", "l2 c2", "c3 c3"]
        );
    }

    #[test]
    fn a_variable_with_a_value_keeps_the_rows_that_agree() {
        assert_eq!(
            rows("; ng:hop ?h ; ng:hopTo ?x . VALUES ?x { <a:cy> }"),
            ["cy 2"]
        );
        assert_eq!(rows("; ng:hopFrom ?x ; ng:hopTo ?x"), [""; 0]);
        assert_eq!(rows("; ng:claim ?c, ?d ; ng:hop ?h")[0], "c1 c1 1");
    }

    #[test]
    fn too_many_rows_are_an_error() {
        let block = Block::read(&GraphPattern::default(), &Prefixes::new(Vec::new()));
        let block = block.expect("nothing is wrong in it");
        let mut values = PathValues::new(&block);
        for _ in 0..MOST_ROWS {
            values
                .add(&Solution::new(), &found())
                .expect("not too many");
        }
        let error = values.add(&Solution::new(), &found());
        assert!(matches!(error, Err(Trouble::Limit { .. })));
    }

    #[test]
    fn the_block_is_asked_once_for_each_row_of_its_values() {
        assert_eq!(
            rows("; ng:path ?p . VALUES (?x ?y) { (1 2) (UNDEF 3) } VALUES ?x { 1 4 }"),
            ["1 2 1", "1 3 1", "4 3 1"]
        );
        assert_eq!(rows("; ng:path ?p . VALUES ?x { }"), [""; 0]);
    }
}
