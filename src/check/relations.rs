//! Relation types: those that ship with the program and the case's own.

use crate::model::Code;
use crate::model::Ix;
use crate::model::Problem;
use crate::model::RelationType;
use crate::model::RowPlace;
use crate::model::Rows;
use crate::model::Table;
use crate::model::Verb;
use crate::model::did_you_mean;
use crate::model::fold;
use crate::model::nearest;
use crate::read::DraftRow;
use crate::read::shipped_relations;

use super::Checking;
use super::problems::problem;
use super::row_check::RowCheck;

/// The columns of a wording and of its inverse, by mode.
const WORDINGS: [(&str, &str); 4] = [
    ("hearsay", "inverse_hearsay"),
    ("projected", "inverse_projected"),
    ("sought", "inverse_sought"),
    ("ended", "inverse_ended"),
];

/// The relation types that claims of the case may name.
pub(super) fn check(checking: &mut Checking<'_>) -> Rows<RelationType> {
    let table = shipped_relations();
    let shipped: Vec<RelationType> = table.rows().filter_map(|row| relation(row, None)).collect();
    let shipped = Rows::new(shipped);
    let own = checking.rows(Table::Relations, |row| {
        row.yes_no("symmetric");
        check_own(row, &shipped);
        relation(row.draft(), Some(row.place()))
    });
    // The shipped ones come first: where an id stands twice, the first is kept.
    let shipped = shipped.iter().map(|(_, relation)| relation.clone());
    Rows::new(shipped.chain(own).collect())
}

/// A relation type from its row; `None` without id, label or category.
fn relation(row: DraftRow<'_>, place: Option<RowPlace>) -> Option<RelationType> {
    let text = |column: &str| row.cell(column).map(|cell| cell.text().to_owned());
    let symmetric = text("symmetric").as_deref() == Some("yes");
    let verb = |forward: &str, inverse: &str| {
        let forward = text(forward)?;
        let inverse = match text(inverse) {
            Some(inverse) => inverse,
            // Of a symmetric relation both directions read alike.
            None if symmetric => forward.clone(),
            None => return None,
        };
        Some(Verb { forward, inverse })
    };
    Some(RelationType {
        id: text("id")?,
        asserted: verb("label", "inverse_label")?,
        hearsay: verb("hearsay", "inverse_hearsay"),
        projected: verb("projected", "inverse_projected"),
        sought: verb("sought", "inverse_sought"),
        ended: verb("ended", "inverse_ended"),
        symmetric,
        category: text("category")?,
        ftm: text("ftm"),
        place,
    })
}

fn check_own(row: &mut RowCheck<'_, '_>, shipped: &Rows<RelationType>) {
    if let Some(id) = row.cell("id")
        && shipped.find(id.text()).is_some()
    {
        row.push(problem(
            Code::ShippedRelationRedefined,
            id.place(),
            format!("the relation `{}` ships with nutgraf", id.text()),
            "an id of its own for a relation of this case",
        ));
    }
    let symmetric = row
        .cell("symmetric")
        .is_some_and(|cell| cell.text() == "yes");
    let mut needed: Vec<(&str, String)> = vec![
        (
            "label",
            "the verb between two names: `pilots ships for`".to_owned(),
        ),
        (
            "category",
            "one lower-case word: `business`, `family`, `money`".to_owned(),
        ),
    ];
    if !symmetric {
        needed.push((
            "inverse_label",
            "the verb read from the other end: `has ships piloted by`".to_owned(),
        ));
        for (forward, inverse) in WORDINGS {
            match (row.cell(forward).is_some(), row.cell(inverse).is_some()) {
                (true, false) => needed.push((inverse, format!("the inverse of `{forward}`"))),
                (false, true) => needed.push((forward, format!("what `{inverse}` inverts"))),
                (true, true) | (false, false) => {}
            }
        }
    }
    for (column, expected) in needed {
        // A required column that is empty was reported as such.
        let is_required = crate::read::columns(Table::Relations)
            .iter()
            .any(|c| c.name == column && c.required);
        if row.draft().cell(column).is_none() && !is_required {
            let place = row.draft().place_of(column);
            row.push(problem(
                Code::RelationIncomplete,
                place,
                format!("the relation has no `{column}`"),
                expected,
            ));
        }
    }
    if let Some(category) = row.cell("category")
        && !is_category(category.text())
    {
        row.push(problem(
            Code::BadCategory,
            category.place(),
            format!("`{}` is no category", category.text()),
            "one lower-case word of letters a-z: `business`, `family`, `money`",
        ));
    }
}

fn is_category(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase())
}

impl RowCheck<'_, '_> {
    /// The relation that a claim names.
    pub(super) fn relation(&mut self, relations: &Rows<RelationType>) -> Option<Ix<RelationType>> {
        let cell = self.known("relation")?;
        let word = cell.text();
        if let Some(found) = relations.find(word) {
            return Some(found);
        }
        // Its own row was refused, or could not be read, which is reported there.
        let own = [Table::Relations];
        let is_refused = self.ids.find(word).is_some_and(|at| at.is_in(&own));
        if is_refused || self.ids.may_lack(&own) {
            return None;
        }
        let by_label = relations
            .iter()
            .filter(|(_, relation)| fold(&relation.asserted.forward) == fold(word));
        let mut meant: Vec<&str> = by_label.map(|(_, relation)| &relation.id[..]).collect();
        if meant.is_empty() {
            meant = nearest(word, relations.iter().map(|(_, relation)| &relation.id[..]));
        }
        self.push(Problem {
            hints: did_you_mean(&meant).into_iter().collect(),
            ..problem(
                Code::UnknownRelation,
                cell.place(),
                format!("`{word}` is no relation"),
                "a relation that ships with nutgraf, or the id of a row of relations.csv",
            )
        });
        None
    }
}
