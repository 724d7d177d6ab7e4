//! Reads what `themata export` writes with pandas, as an analyst would. Reports itself as ignored where `python3` has no pandas and openpyxl;
//! the variable PYTHON names another Python.

// Tests may unwrap, print and take what they know.
#![allow(clippy::unwrap_used, clippy::print_stdout, unreachable_pub)]

use std::path::Path;
use std::process::Command;

use libtest_mimic::{Arguments, Failed, Trial};

/// Reads each table and compares the formats with each other.
const READ: &str = r#"
import json, pandas
whole = json.load(open("study.json"))
for part in ["codebook", "codings", "segments", "matrix", "memos", "log", "candidates"]:
    table = pandas.read_csv(f"{part}.csv")
    rows = whole[part]["rows"] if part == "matrix" else whole[part]
    assert len(table) == len(rows), (part, len(table), len(rows))
    sheet = "matrix by participant" if part == "matrix" else part
    sheets = pandas.read_excel("study.xlsx", sheet_name=sheet)
    assert len(sheets) == len(rows), (part, len(sheets))
    assert list(sheets.columns) == list(table.columns)[: len(sheets.columns)], part
codings = pandas.read_csv("codings.csv")
assert len(codings) > 0 and codings["made"].unique().tolist() == ["with-candidate"]
for row, (_, read) in zip(whole["codings"], codings.iterrows()):
    assert (row["text"], row["start"], row["end"]) == (read["text"], read["start"], read["end"]), row
segments = pandas.read_excel("study.xlsx", sheet_name="segments")
assert segments["text"].tolist() == [row["text"] for row in whole["segments"]]
counts = codings.groupby("participant").size()
matrix = pandas.read_csv("matrix.csv")
assert all(matrix[name].max() == n for name, n in counts.items())
"#;

fn main() {
    let args = Arguments::from_args();
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has_pandas = Command::new(&python).args(["-c", "import pandas, openpyxl"]).output();
    let is_missing = !has_pandas.is_ok_and(|found| found.status.success());
    let trial = Trial::test("pandas_reads_every_table", move || exports_are_read(&python));
    libtest_mimic::run(&args, vec![trial.with_ignored_flag(is_missing)]).exit();
}

fn exports_are_read(python: &str) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/balint");
    let themata = |words: &[&str]| -> Result<(), Failed> {
        let run =
            Command::new(env!("CARGO_BIN_EXE_themata")).current_dir(folder.path()).args(words).output()?;
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        if run.status.success() { Ok(()) } else { Err(format!("{words:?}: {said}").into()) }
    };
    for name in ["P02.txt", "P04.txt"] {
        std::fs::copy(data.join(name), folder.path().join(name))?;
    }
    themata(&["suggest", "P02.txt", "P04.txt", "--project", "study.themata"])?;
    themata(&["coder", "add", "Ann"])?;
    themata(&["candidate", "accept", "1"])?;
    themata(&["memo", "write", "=1+1"])?;
    for part in ["codebook", "codings", "segments", "matrix", "memos", "log", "candidates"] {
        themata(&["export", part, "-o", &format!("{part}.csv")])?;
    }
    themata(&["export", "all", "-o", "study.xlsx"])?;
    themata(&["export", "all", "-o", "study.json"])?;
    let read = Command::new(python).current_dir(folder.path()).args(["-c", READ]).output()?;
    let said = String::from_utf8_lossy(&read.stderr).into_owned();
    if read.status.success() { Ok(()) } else { Err(said.into()) }
}
