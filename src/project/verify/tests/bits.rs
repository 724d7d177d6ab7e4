//! Flips bits in project files.

use std::path::Path;

use rand::{Rng as _, SeedableRng as _};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::study::{study, verify};

/// The content of a database: settings, schema and rows.
#[derive(Debug, PartialEq)]
struct Dump {
    version: (i64, i64),
    schema: Vec<Vec<Value>>,
    /// Tables that only computing the vectors again can verify are left out.
    rows: Vec<(String, Vec<Vec<Value>>)>,
}

fn dump(path: &Path, tables: &[String]) -> rusqlite::Result<Dump> {
    let connection = Connection::open(path)?;
    let setting = |name: &str| connection.pragma_query_value(None, name, |row| row.get(0));
    let rows = |sql: &str| -> rusqlite::Result<Vec<Vec<Value>>> {
        let mut statement = connection.prepare(sql)?;
        let n = statement.column_count();
        let rows = statement.query_map([], |row| (0..n).map(|at| row.get(at)).collect())?;
        rows.collect()
    };
    Ok(Dump {
        version: (setting("user_version")?, setting("application_id")?),
        schema: rows("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name")?,
        rows: tables
            .iter()
            .filter(|table| !["embedding", "model"].contains(&table.as_str()))
            .map(|table| Ok((table.clone(), rows(&format!("SELECT * FROM {table}"))?)))
            .collect::<rusqlite::Result<_>>()?,
    })
}

#[test]
fn of_files_with_flipped_bits_only_those_pass_that_hold_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let original = study(folder.path());
    let bytes = std::fs::read(&original).unwrap();
    let tables: Vec<String> = Connection::open(&original)
        .unwrap()
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let whole = dump(&original, &tables).unwrap();
    let mut random = rand_xoshiro::Xoshiro256PlusPlus::seed_from_u64(13);
    let (mut n_passed, mut n_same) = (0, 0);
    for file in 0..150 {
        let mut flipped = bytes.clone();
        for _ in 0..random.gen_range(1..=64) {
            let bit = random.gen_range(0..bytes.len() * 8);
            flipped[bit / 8] ^= 1 << (bit % 8);
        }
        let place = tempfile::tempdir().unwrap();
        let (looked, verified) = (place.path().join("looked"), place.path().join("study.themata"));
        std::fs::write(&looked, &flipped).unwrap();
        std::fs::write(&verified, &flipped).unwrap();
        let holds_the_same = dump(&looked, &tables).is_ok_and(|dump| dump == whole);
        n_same += usize::from(holds_the_same);
        match verify(&verified) {
            Ok(_) => {
                n_passed += 1;
                assert!(holds_the_same, "file {file} passed and holds something else");
            }
            Err(error) => assert!(error.to_string().contains("study.themata"), "file {file}: {error}"),
        }
    }
    // If all files were refused, the test would show nothing.
    println!("{n_passed} of 150 passed; {n_same} hold the same");
    assert!((1..150).contains(&n_passed));
}

#[test]
fn every_single_bit_of_the_first_page_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let original = study(folder.path());
    let bytes = std::fs::read(&original).unwrap();
    let whole = dump(&original, &[]).unwrap();
    // The header of the database: versions, sizes, counters.
    for bit in 0..100 * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let place = tempfile::tempdir().unwrap();
        let (looked, verified) = (place.path().join("looked"), place.path().join("study.themata"));
        std::fs::write(&looked, &flipped).unwrap();
        std::fs::write(&verified, &flipped).unwrap();
        if verify(&verified).is_ok() {
            assert_eq!(dump(&looked, &[]).unwrap(), whole, "byte {}, bit {}", bit / 8, bit % 8);
        }
    }
}
