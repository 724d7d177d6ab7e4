//! Checks that SQLite finds the database intact, and that it has the tables of this version.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{Store, StoreError, upgrade};
use crate::domain::{Alteration, AlterationKind, AlteredThing};

/// Tables, indexes and triggers: kind and name, with the statement that made each.
type Schema = BTreeMap<(String, String), Option<String>>;

impl Store {
    /// Checks the database's pages and indexes, its references between tables, and that it has exactly the tables, indexes and
    /// triggers of this version.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read at all.
    pub fn check_database(&self) -> Result<Vec<Alteration>, StoreError> {
        let mut alterations = pages(&self.connection).map_err(|error| self.sqlite(error))?;
        let is_readable = alterations.is_empty();
        alterations.extend(tables(&self.connection).map_err(|error| self.sqlite(error))?);
        if is_readable {
            alterations.extend(references(&self.connection).map_err(|error| self.sqlite(error))?);
        }
        Ok(alterations)
    }
}

fn pages(connection: &Connection) -> rusqlite::Result<Vec<Alteration>> {
    let mut check = connection.prepare("PRAGMA integrity_check")?;
    let found: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let problems = found.into_iter().flat_map(|found| found.lines().map(str::to_owned).collect::<Vec<_>>());
    problems
        .filter(|problem| problem != "ok" && !problem.starts_with("***"))
        .map(|problem| {
            let table = table_of(connection, &problem)?;
            let thing = AlteredThing::Pages { table, problem };
            Ok(Alteration { thing, kind: AlterationKind::Changed, operation: None })
        })
        .collect()
}

/// Finds the table or index that SQLite's message names: by the number of its first page, or by name.
fn table_of(connection: &Connection, problem: &str) -> rusqlite::Result<Option<String>> {
    let first_page = problem
        .strip_prefix("Tree ")
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse::<i64>().ok());
    let mut all = connection.prepare("SELECT name, rootpage FROM sqlite_schema")?;
    let names: Vec<(String, i64)> =
        all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let is_named =
        |name: &str| problem.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name);
    Ok(names
        .into_iter()
        .find(|(name, page)| first_page.map_or_else(|| is_named(name), |first| first == *page))
        .map(|(name, _)| name))
}

fn tables(connection: &Connection) -> rusqlite::Result<Vec<Alteration>> {
    let (mut found, expected) = (schema(connection)?, schema(&upgrade::empty()?)?);
    let alteration = |(of_kind, name), kind| Alteration {
        thing: AlteredThing::Schema { of_kind, name },
        kind,
        operation: None,
    };
    let mut alterations = Vec::new();
    for (key, statement) in expected {
        match found.remove(&key) {
            Some(found) if found == statement => {}
            Some(_) => alterations.push(alteration(key, AlterationKind::Changed)),
            None => alterations.push(alteration(key, AlterationKind::Missing)),
        }
    }
    alterations.extend(found.into_keys().map(|key| alteration(key, AlterationKind::Added)));
    Ok(alterations)
}

fn schema(connection: &Connection) -> rusqlite::Result<Schema> {
    let mut all = connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let rows = all.query_map([], |row| {
        let (of_kind, name, table): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let statement: Option<String> = row.get(3)?;
        // An index that SQLite makes by itself has no statement; its table defines it.
        Ok(((of_kind, name), Some(format!("{table}: {}", statement.unwrap_or_default()))))
    })?;
    rows.collect()
}

fn references(connection: &Connection) -> rusqlite::Result<Vec<Alteration>> {
    let mut check = connection.prepare("PRAGMA foreign_key_check")?;
    let mut found: Vec<(String, String)> =
        check.query_map([], |row| Ok((row.get(0)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    found.sort();
    found.dedup();
    let mut alterations: Vec<Alteration> = found
        .into_iter()
        .map(|(table, parent)| Alteration {
            thing: AlteredThing::Reference { table, parent },
            kind: AlterationKind::Changed,
            operation: None,
        })
        .collect();
    // A model is written together with its first vector.
    let sql = "SELECT count(*) FROM model WHERE id NOT IN (SELECT model_id FROM embedding)";
    let n: usize = connection.query_row(sql, [], |row| row.get(0))?;
    let added = || Alteration { thing: AlteredThing::Model, kind: AlterationKind::Added, operation: None };
    alterations.extend(std::iter::repeat_with(added).take(n));
    Ok(alterations)
}
