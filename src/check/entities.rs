//! People, organisations and assets.

use crate::model::Entity;
use crate::model::EntityKind;
use crate::model::Rows;
use crate::model::Table;

use super::Checking;
use super::references::each_once;
use super::row_check::RowCheck;

/// The entities of the case. Their names are checked against one another by
/// [`super::names::check`].
pub(super) fn check(checking: &mut Checking<'_>) -> Rows<Entity> {
    let mut found = Vec::new();
    for table in [Table::People, Table::Companies, Table::Assets] {
        let kinds: Vec<EntityKind> = EntityKind::ALL
            .iter()
            .copied()
            .filter(|kind| kind.table() == table)
            .collect();
        found.extend(checking.rows(table, |row| entity(row, table, &kinds)));
    }
    let entities = Rows::new(found);
    let ids = &mut checking.ids;
    ids.point_to(&entities, |id, entity| id.entity = Some(entity));
    entities
}

fn entity(row: &mut RowCheck<'_, '_>, table: Table, kinds: &[EntityKind]) -> Option<Entity> {
    let kind = row.word("kind", kinds, EntityKind::as_str);
    // Assets have no column `named`, nor people a jurisdiction: absent is empty.
    let named = row.yes_no("named");
    let jurisdiction = row.jurisdiction();
    let wikidata = row.wikidata();
    let lei = row.lei();
    let (aliases, _) = each_once(row.items("aliases"));
    Some(Entity {
        id: row.id()?.into(),
        name: row.text("name")?,
        kind: kind.unwrap_or(EntityKind::default_of(table)),
        named: named.unwrap_or(true),
        aliases: aliases.iter().map(|alias| alias.text().into()).collect(),
        description: row.text("description"),
        jurisdiction,
        wikidata,
        lei,
        place: row.place(),
    })
}
