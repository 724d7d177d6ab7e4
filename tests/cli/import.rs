//! Imports of human codings: from the study that the project ships, and from tables that are refused.

use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;

use crate::{TestFolder, balint, made_once};

/// A project of a study that is shipped, in a folder of its own.
fn study(name: &str, made: &'static OnceLock<Vec<u8>>) -> TestFolder {
    made_once(made, |place| {
        let folder = Path::new(&balint()).with_file_name(name).display().to_string();
        place.ok(&["suggest", "-q", &folder, "-p", "s.themata", "--codes", "6"]);
    })
}

fn english() -> TestFolder {
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    study("balint", &MADE)
}

fn persian() -> TestFolder {
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    study("balint-persian", &MADE)
}

/// A file of the shipped study.
fn shipped(below: &str) -> String {
    Path::new(&balint()).with_file_name(below).display().to_string()
}

fn placed(table: &Value) -> u64 {
    ["exact", "normalised", "fuzzy", "position"]
        .iter()
        .map(|way| table["placed"][*way].as_u64().unwrap())
        .sum()
}

fn label_of<'c>(codebook: &'c Value, label: &str) -> &'c Value {
    fn find<'c>(codes: &'c Value, label: &str) -> Option<&'c Value> {
        codes
            .as_array()?
            .iter()
            .find_map(|code| if code["label"] == label { Some(code) } else { find(&code["codes"], label) })
    }
    find(&codebook["codes"], label).unwrap_or_else(|| panic!("no code {label}: {codebook}"))
}

#[test]
fn the_codings_of_both_coders_come_in_whole_and_go_again() {
    let place = english();
    let [one, two] = ["coder-1.csv", "coder-2.csv"].map(|name| shipped(&format!("balint/codings/{name}")));
    let book = shipped("balint/codings/codebook.csv");
    let before = std::fs::read(place.path().join("s.themata")).unwrap();
    let args = ["import", "-p", "s.themata", &one, &two, "--codebook", &book, "--json"];
    let tried = place.json(&[&args[..], &["--dry-run"]].concat());
    assert_eq!(std::fs::read(place.path().join("s.themata")).unwrap(), before, "a trial writes nothing");
    let report = place.json(&args);
    assert_eq!(tried["tables"], report["tables"]);
    for (table, (n, name)) in
        report["tables"].as_array().unwrap().iter().zip([(297, "Mina Tavell"), (297, "Joris Helm")])
    {
        assert_eq!((placed(table), table["placed"]["fuzzy"].as_u64()), (n, Some(0)), "{table}");
        assert_eq!(table["unplaced"], serde_json::json!([]));
        let [coder] = &table["coders"].as_array().unwrap()[..] else { panic!("{table}") };
        assert_eq!(
            (&coder["name"], &coder["is_new"], &coder["n_codings"]),
            (&name.into(), &true.into(), &n.into())
        );
        assert_eq!(coder["n_codes"], 30, "20 codes in 8 categories in 2 themes");
    }
    let log = place.ok(&["log", "-p", "s.themata", "--coder", "Mina Tavell"]);
    assert!(log.contains("imported 297 codings with 20 codes from coder-1.csv"), "{log}");
    let codes = place.json(&["code", "list", "-p", "s.themata", "--coder", "Mina Tavell", "--json"]);
    let anger = label_of(&codes, "Anger and dislike");
    assert!(anger["definition"].as_str().unwrap().starts_with("Irritation, dislike"), "{anger}");
    assert_eq!(label_of(&codes, "Awareness of own feelings")["level"], "category");
    assert_eq!(label_of(&codes, "Cycle of change in behaviour")["level"], "theme");

    let again = place.json(&args);
    for table in again["tables"].as_array().unwrap() {
        let coder = &table["coders"][0];
        assert_eq!((&coder["n_codings"], &coder["operation"]), (&0.into(), &Value::Null));
        assert_eq!(coder["n_doubled"].as_u64(), Some(placed(table)));
    }
    place.ok(&["undo", "-p", "s.themata", "--coder", "Mina Tavell", "-q"]);
    let codes = place.json(&["code", "list", "-p", "s.themata", "--coder", "Mina Tavell", "--json"]);
    assert_eq!(codes["codes"], serde_json::json!([]));
    place.ok(&["log", "verify", "-p", "s.themata"]);
}

#[test]
fn persian_codings_come_in_also_as_another_program_would_write_them() {
    let place = persian();
    let table = shipped("balint-persian/codings/coder-1.csv");
    let report = place.json(&["import", "-p", "s.themata", &table, "--json"]);
    assert_eq!(report["tables"][0]["placed"]["exact"], 34, "{report}");
    // Without joiners, with Arabic letters, in UTF-16 and with semicolons.
    let changed = std::fs::read_to_string(shipped("balint-persian/codings/coder-2.csv")).unwrap();
    let changed = changed.replace('\u{200c}', "").replace('ی', "ي").replace('ک', "ك");
    let bytes: Vec<u8> = format!("\u{feff}{changed}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    place.write("two.csv", bytes);
    let report = place.json(&["import", "-p", "s.themata", "two.csv", "--json"]);
    let placed = &report["tables"][0]["placed"];
    assert_eq!(
        (&report["tables"][0]["unplaced"], &placed["fuzzy"]),
        (&serde_json::json!([]), &0.into()),
        "{report}"
    );
    assert_eq!(placed["exact"].as_u64().unwrap() + placed["normalised"].as_u64().unwrap(), 31);
}

#[test]
fn what_has_no_place_is_said_and_can_be_mended() {
    let place = english();
    place.write(
        "some.csv",
        "document,quote,code,coder\nP01,It was the smile. I could not stand that smile.,Anger,Ann\n\
         P01,Yes.,Agreeing,Ann\nP99,It was the smile.,Anger,Ann\nP01,Nobody ever said a thing like this here.,Anger,Ann\n",
    );
    let output = place.run(&["import", "-p", "s.themata", "some.csv", "--unplaced", "left.csv"]);
    let (told, warned) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{warned}");
    assert!(
        told.contains("located 1 of 4: 1 exact") && told.contains("no document is named `P99`"),
        "{told}"
    );
    assert!(told.contains("document from `document`, quote from `quote`"), "{told}");
    assert!(warned.contains("3 codings could not be located") && warned.contains("left.csv"), "{warned}");
    let left = std::fs::read_to_string(place.path().join("left.csv")).unwrap();
    assert_eq!(
        left.lines().next().unwrap(),
        "document,turn,start,end,quote,code,coder,memo,why unplaced,may stand at,table,row,levels separated by"
    );
    let mended = left.replacen("P99,,,,It was the smile.", "P01,,,,It was the smile", 1).replacen(
        "P01,,,,Nobody ever said a thing like this here.",
        "P01,,10,30,",
        1,
    );
    place.write("mended.csv", mended);
    let report = place.json(&["import", "-p", "s.themata", "mended.csv", "--json"]);
    let placed = &report["tables"][0]["placed"];
    assert_eq!((&placed["exact"], &placed["position"]), (&1.into(), &1.into()), "{report}");
    let quiet = place.run(&["import", "-q", "-p", "s.themata", "some.csv"]);
    assert!(
        String::from_utf8(quiet.stderr).unwrap().contains("3 codings could not be located"),
        "said even with -q"
    );
}

#[test]
fn tables_that_cannot_be_taken_are_refused_and_nothing_is_written() {
    let place = english();
    let before = std::fs::read(place.path().join("s.themata")).unwrap();
    place.write("no-code.csv", "document,quote\nP01,It was the smile.\n");
    place.write("good.csv", "document,quote,code\nP01,It was the smile.,Anger\n");
    place.write("elsewhere.csv", "document,quote,code\nX1,Nothing of this is there.,Anger\n");
    place.write("empty.csv", "");
    place.write("head.csv", "document,quote,code\n");
    place.write("open.csv", "document,quote,code\nP01,\"It was,Anger\nP01,x,y\n");
    place.write("long.csv", "document,quote,code\nP01,It was,Anger,more\n");
    place.write("latin.csv", b"document,quote,code\nP01,caf\xe9 \x81\x8d,Anger\n");
    place.write("book.xlsx", b"PK\x03\x04 no workbook");
    place.write("text.txt", "Interviewer: Why?\n\nP: So.\n");
    place.write(
        "two.csv",
        "document,quote,code,coder\nP01,It was the smile.,A,Ann\nP01,It was the smile.,A,Ben\n",
    );
    let refused =
        |code: i32, args: &[&str]| place.refused(code, &[&["import", "-p", "s.themata"], args].concat());
    for (code, args, words) in [
        (3, &["no-code.csv"][..], "--code-column"),
        (2, &["good.csv", "--coder", "Ann", "--quote-column", "words"], "`quote`"),
        (2, &["good.csv"], "--coder <NAME>"),
        (3, &["elsewhere.csv", "--coder", "Ann"], "no document is named `X1`"),
        (3, &["empty.csv", "--coder", "Ann"], "empty.csv"),
        (3, &["head.csv", "--coder", "Ann"], "no row with a code"),
        (3, &["open.csv", "--coder", "Ann"], "line 2"),
        (3, &["long.csv", "--coder", "Ann"], "line 2"),
        (3, &["latin.csv", "--coder", "Ann", "--encoding", "utf-8"], "--encoding"),
        (3, &["book.xlsx", "--coder", "Ann"], "book.xlsx"),
        (3, &["text.txt", "--coder", "Ann"], "NVivo"),
        (3, &["missing.csv", "--coder", "Ann"], "missing.csv"),
        (3, &["good.csv", "--coder", "Ann", "--sheet", "one"], "--sheet"),
        (2, &["two.csv", "--coder", "Ann"], "several coders (Ann, Ben)"),
        (2, &["good.csv", "--coder", " "], "name"),
        (3, &["good.csv", "no-code.csv", "--coder", "Ann"], "no-code.csv"),
    ] {
        let message = refused(code, args);
        assert!(message.contains(words), "{args:?}: {message}");
    }
    assert_eq!(std::fs::read(place.path().join("s.themata")).unwrap(), before);
}

#[test]
fn nvivo_and_wide_tables_come_in_for_the_coder_that_is_named() {
    let place = english();
    place.write(
        "Anger.txt",
        "Files\\\\Talks\\\\P01 - § 1 reference coded  [1.00% Coverage]\n\nReference 1 - 1.00% Coverage\n\nIt was the smile.\n",
    );
    place.write("wide.csv", "document;quote;Anger;Shame\nP01;It was the smile.;1;0\nP01;I was ashamed;0;1\n");
    let report =
        place.json(&["import", "-p", "s.themata", "Anger.txt", "wide.csv", "--coder", "Ann", "--json"]);
    let tables = report["tables"].as_array().unwrap();
    assert_eq!((&tables[0]["tool"], placed(&tables[0])), (&"nvivo".into(), 1), "{report}");
    assert_eq!(tables[1]["code_columns"], serde_json::json!(["Anger", "Shame"]), "{report}");
    let coder =
        |table: &Value| (table["coders"][0]["n_codings"].clone(), table["coders"][0]["n_doubled"].clone());
    assert_eq!(coder(&tables[0]), (1.into(), 0.into()));
    assert_eq!(coder(&tables[1]), (1.into(), 1.into()), "the same coding is not made twice: {report}");
}

#[test]
fn what_has_no_place_is_never_written_over_what_is_read() {
    let place = english();
    let project = std::fs::read(place.path().join("s.themata")).unwrap();
    let table = "document,quote,code,coder\nP01,It was the smile. I could not stand that smile.,Anger,Ann\n\
                 P99,It was the smile.,Anger,Ann\n";
    place.write("in.csv", table);
    place.write("book.csv", "code,definition\nAnger,Being angry\n");
    place.write("other.csv", &project);
    place.write("there.csv", "mine");
    std::fs::create_dir(place.path().join("folder.csv")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("s.themata", place.path().join("link.csv")).unwrap();
    let args = ["import", "-p", "s.themata", "in.csv", "--codebook", "book.csv", "--unplaced"];
    for (code, target) in [
        (2, "s.themata"),
        (2, "left.xlsx"),
        (2, "left"),
        (6, "in.csv"),
        (6, "./in.csv"),
        (6, "book.csv"),
        (6, "other.csv"),
        (6, "folder.csv"),
        (6, "nowhere/left.csv"),
        #[cfg(unix)]
        (6, "link.csv"),
    ] {
        place.refused(code, &[&args[..], &[target, "--force"]].concat());
        place.refused(code, &[&args[..], &[target]].concat());
    }
    assert!(place.refused(6, &[&args[..], &["there.csv"]].concat()).contains("--force"));
    let read = |name: &str| std::fs::read(place.path().join(name)).unwrap();
    assert!(read("s.themata") == project && read("other.csv") == project, "nothing was imported either");
    assert_eq!((read("in.csv"), read("there.csv")), (table.into(), b"mine".into()));

    place.ok(&[&args[..], &["there.csv", "--force", "--dry-run"]].concat());
    assert_eq!(read("there.csv"), b"mine", "a trial writes nothing");
    place.ok(&[&args[..], &["there.csv", "--force"]].concat());
    assert!(String::from_utf8(read("there.csv")).unwrap().contains("P99"));
    place.write(
        "good.csv",
        "document,quote,code,coder\nP01,It was the smile. I could not stand that smile.,Joy,Ann\n",
    );
    place.ok(&["import", "-p", "s.themata", "good.csv", "--unplaced", "there.csv", "--force"]);
    assert_eq!(String::from_utf8(read("there.csv")).unwrap().lines().count(), 1, "no older rows stay");
    place.ok(&["log", "verify", "-p", "s.themata"]);
}

#[test]
fn where_nothing_has_a_place_the_rows_are_written_and_said() {
    let place = english();
    let before = std::fs::read(place.path().join("s.themata")).unwrap();
    place
        .write("all.csv", "document,quote,code,coder,memo\nX1,Nothing of this is there.,A;B > C,Ann,+memo\n");
    let args = ["import", "-p", "s.themata", "all.csv", "--json", "--unplaced", "left.tsv"];
    let args = [&args[..], &["--separator", "%%", "--path-separator", "none"]].concat();
    let output = place.run(&args);
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{message}");
    assert!(message.contains("The documents of this project are "), "{message}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["tables"][0]["unplaced"][0]["code"], serde_json::json!(["A;B > C"]));
    assert_eq!(std::fs::read(place.path().join("s.themata")).unwrap(), before);
    let left = std::fs::read_to_string(place.path().join("left.tsv")).unwrap();
    assert!(left.contains("'+memo"), "{left}");
    let mended = left.replacen(
        "X1\t\t\t\tNothing of this is there.",
        "P01\t\t\t\tIt was the smile. I could not stand that smile.",
        1,
    );
    place.write("mended.tsv", mended);
    place.ok(&["import", "-p", "s.themata", "mended.tsv"]);
    let shown = place.json(&["code", "show", "-p", "s.themata", "A;B > C", "--coder", "Ann", "--json"]);
    assert_eq!(shown["codings"].as_array().unwrap().len(), 1, "one code, as it was: {shown}");
    let memos = place.ok(&["memo", "list", "-p", "s.themata", "--coder", "Ann"]);
    assert!(memos.contains("+memo") && !memos.contains("'+memo"), "{memos}");
}

#[test]
fn the_beginning_alone_says_at_which_place_the_words_are_meant() {
    let place = english();
    place.write("some.csv", "document,quote,code,coder\nP01,I was,Being,Ann\n");
    let output = place.run(&["import", "-p", "s.themata", "some.csv", "--json", "--unplaced", "left.csv"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let start = report["tables"][0]["unplaced"][0]["candidates"][1]["start"].as_u64().unwrap();
    let left = std::fs::read_to_string(place.path().join("left.csv")).unwrap();
    place.write("mended.csv", left.replacen("P01,,,,I was", &format!("P01,,{start},,I was"), 1));
    place.ok(&["import", "-p", "s.themata", "mended.csv"]);
    let shown = place.json(&["code", "show", "-p", "s.themata", "Being", "--coder", "Ann", "--json"]);
    assert_eq!(shown["codings"][0]["start"].as_u64(), Some(start), "{shown}");
}

#[test]
fn a_second_import_without_categories_uses_the_codes_that_are_there() {
    let place = english();
    place.ok(&["import", "-p", "s.themata", &shipped("balint/codings/coder-1.csv")]);
    place.write(
        "again.csv",
        "document,quote,code,coder\nP01,It was the smile. I could not stand that smile.,anger and dislike,mina tavell\n",
    );
    let report = place.json(&["import", "-p", "s.themata", "again.csv", "--json"]);
    assert_eq!(report["tables"][0]["coders"][0]["n_codes"], 0, "{report}");
    // Whether it is a segment of the run or not, each stands in a turn of somebody.
    let args = ["code", "show", "-p", "s.themata", "Anger and dislike", "--coder", "Mina Tavell"];
    let shown = place.json(&[&args[..], &["--json"]].concat());
    for coding in shown["codings"].as_array().unwrap() {
        assert!(coding["participant"].is_string() && coding["turn"].is_u64(), "{coding}");
    }
    assert!(place.ok(&args).contains(", turn "));
    let told = place.run(&["import", "-p", "s.themata", "again.csv"]);
    assert!(!String::from_utf8(told.stderr).unwrap().contains("themata undo"), "nothing was done");
}

#[test]
fn whose_codings_they_are_is_said() {
    let place = english();
    let words = "It was the smile. I could not stand that smile.";
    place.write(
        "spelt.csv",
        format!(
            "document,quote,code,coder,\nP01,{words},A,ann,\nP01,{words},B,Ann,,\nP01,{words},C,Ann ,,,\n"
        ),
    );
    let report = place.json(&["import", "-p", "s.themata", "spelt.csv", "--json"]);
    let coders = report["tables"][0]["coders"].as_array().unwrap();
    assert_eq!((coders.len(), &coders[0]["name"]), (1, &"Ann".into()), "{report}");
    let report = place.json(&["import", "-p", "s.themata", "spelt.csv", "--coder", "Ben", "--json"]);
    let told = report["tables"][0]["notices"].to_string();
    assert!(told.contains("the table names Ann as coder; all codings are given to Ben"), "{told}");
    place.write("blank.csv", format!("document,quote,code,coder\nP01,{words},A,Ann\nP01,{words},A,\n"));
    let message = place.refused(2, &["import", "-p", "s.themata", "blank.csv"]);
    assert!(message.contains("`coder` names no coder in row 3"), "{message}");
}

#[test]
fn titles_above_the_headings_and_positions_that_are_none_are_told() {
    let place = english();
    let words = "It was the smile. I could not stand that smile.";
    place.write(
        "titled.csv",
        format!(
            "Coded segments\n\ndocument;quote;start;end;code;coder\n\"P01\";{words};;;\"A\nand B\";Ann\nP01;;1,036;1,040;A;Ann\n\
             P01;;10;;A;Ann\n"
        ),
    );
    let report = place.json(&["import", "-p", "s.themata", "titled.csv", "--json"]);
    let table = &report["tables"][0];
    assert!(table["notices"].to_string().contains("1 row above the headings left out"), "{report}");
    let left = table["unplaced"].as_array().unwrap();
    assert_eq!(
        (&left[0]["row"], &left[1]["row"]),
        (&5.into(), &6.into()),
        "as a spreadsheet counts: {report}"
    );
    let reason = |at: usize| left[at]["reason"].as_str().unwrap();
    assert_eq!(reason(0), "`start` says `1,036`, which is not a whole number of 0 or more");
    assert_eq!(reason(1), "`start` says `10`, but nothing says the end");
}
