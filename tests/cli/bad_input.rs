//! Wrong input: the error names file, place and remedy, the exit code tells the kind of error, and nothing stored is lost.

use std::io::Write;

use crate::{TestFolder, transcript};

/// Each file alone is refused, and says so in these words.
fn refused_file(name: &str, bytes: impl AsRef<[u8]>, says: &[&str]) {
    let place = TestFolder::new();
    place.write(name, bytes);
    let message = place.refused(3, &["suggest", name]);
    for words in [&[name], says].concat() {
        assert!(message.contains(words), "{words}: {message}");
    }
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_text_that_is_in_no_known_encoding() {
    let place = TestFolder::new();
    place.write("a.txt", b"Interviewer: So?\nParticipant: na\xc3\x28ve \xff\xfe\xfd words\n");
    let message = place.refused(3, &["suggest", "a.txt", "--encoding", "utf-8"]);
    assert!(
        message.contains("a.txt") && message.contains("byte") && message.contains("--encoding"),
        "{message}"
    );
}

#[test]
fn a_text_of_a_windows_code_page_is_read_and_said_to_be() {
    let place = TestFolder::new();
    let text = format!(
        "{}Participant: It was a caf\u{e9} with a na\u{ef}ve waiter, and the r\u{e9}sum\u{e9} was long.\n",
        transcript(12)
    );
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    place.write("a.txt", bytes);
    let view = place.json(&["suggest", "a.txt", "--json"]);
    assert!(
        view["run"]["notices"].to_string().to_lowercase().contains("windows-125"),
        "{}",
        view["run"]["notices"]
    );
    let export = place.ok(&["export", "-p", "a.themata", "-f", "csv"]);
    assert!(export.contains("café") && export.contains("naïve"));
}

#[test]
fn a_truncated_docx() {
    let whole = zip(&[("word/document.xml", transcript(50).as_bytes())]);
    refused_file("a.docx", &whole[..whole.len() / 2], &["damaged"]);
}

#[test]
fn a_zip_bomb() {
    let bomb = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", &vec![b' '; 300 << 20])]);
    assert!(bomb.len() < 1 << 20);
    refused_file("a.docx", bomb, &["word/document.xml"]);
}

#[test]
fn a_binary_with_the_name_of_a_text() {
    let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    refused_file("a.txt", noise, &[]);
    refused_file("b.txt", zip(&[("x", b"y")]), &[]);
}

#[test]
fn tables_that_are_ragged_or_lack_their_column() {
    refused_file("a.csv", "speaker,text\nA,one\nB,two,three\nC,four\n", &["line 3"]);
    refused_file("b.csv", "a,b\n1,2\n3,4\n", &["--text-column"]);
}

#[test]
fn malformed_cues() {
    refused_file("a.vtt", "WEBVTT\n\n00:00:xx.000 --> 00:00:02.000\nhello there\n", &["line 3"]);
    refused_file("a.srt", "1\n00:00:01,000 --> 00:00:xx,000\nhello\n", &["line 2"]);
    refused_file("a.json", "{\"segments\": [", &["line 1"]);
    refused_file("b.json", "{\"weather\": \"fine\"}", &["Whisper"]);
}

#[test]
fn a_folder_without_transcripts_and_a_path_that_is_not_there() {
    let place = TestFolder::new();
    place.write("folder/picture.png", b"\x89PNG");
    let message = place.refused(3, &["suggest", "folder"]);
    assert!(message.contains("folder") && message.contains(".docx"), "{message}");
    let message = place.refused(3, &["suggest", "nowhere"]);
    assert!(message.contains("nowhere"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = TestFolder::new();
    let path = place.write("folder/locked.txt", transcript(5));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        // The superuser reads everything; a link to nowhere is what it cannot read.
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/nonexistent/file", &path).unwrap();
    }
    place.write("folder/fine.txt", transcript(5));
    let output = place.run(&["suggest", "folder"]);
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.contains("locked.txt"), "{message}");
}

#[test]
fn all_bad_files_of_a_folder_are_named_at_once() {
    let place = TestFolder::new();
    place.write("f/a.vtt", "WEBVTT\n\n00:00:xx.000 --> 00:00:02.000\nhello there\n");
    place.write("f/b.docx", "no zip at all, just words");
    place.write("f/c.txt", transcript(10));
    let message = place.refused(3, &["suggest", "f"]);
    assert!(
        message.contains("2 files") && message.contains("a.vtt") && message.contains("b.docx"),
        "{message}"
    );
    assert!(!place.path().join("f.themata").exists());
}

#[test]
fn project_files_that_are_none_or_too_new_are_left_alone() {
    let place = TestFolder::new();
    place.write("talk.txt", transcript(10));
    let letter = place.write("letter.themata", "Dear colleague,\n\nthis is no database.\n");
    for args in [&["suggest", "talk.txt", "-p", "letter.themata"][..], &["show", "-p", "letter.themata"]] {
        let message = place.refused(4, args);
        assert!(message.contains("letter.themata") && message.contains("not a Themata project"), "{message}");
    }
    assert!(std::fs::read_to_string(letter).unwrap().starts_with("Dear colleague"));
    let message = place.refused(4, &["show", "-p", "none.themata"]);
    assert!(message.contains("no such project") && message.contains("themata suggest"), "{message}");

    place.ok(&["-q", "suggest", "talk.txt", "-p", "new.themata"]);
    let database = rusqlite::Connection::open(place.path().join("new.themata")).unwrap();
    database.pragma_update(None, "user_version", 1000).unwrap();
    drop(database);
    let message = place.refused(4, &["suggest", "talk.txt", "-p", "new.themata"]);
    assert!(message.contains("newer Themata") && message.contains("1000"), "{message}");
}

#[test]
fn options_that_cannot_be() {
    let place = TestFolder::new();
    place.write("talk.txt", transcript(10));
    let cases: &[(&[&str], &[&str])] = &[
        (&["--codes", "999"], &["--codes", "999"]),
        (&["--codes", "1"], &["--codes", "at least 2"]),
        (&["--themes", "999"], &["--themes", "999"]),
        (&["--themes", "1"], &["--themes", "at least 2"]),
        (&["--codes", "3", "--themes", "4"], &["--themes", "number of candidate codes (3)"]),
        (&["--algorithm", "dbscan", "--tolerance", "nan"], &["--tolerance", "NaN"]),
        (&["--algorithm", "dbscan", "--tolerance", "-1"], &["--tolerance"]),
        (&["--algorithm", "dbscan", "--min-points", "0"], &["--min-points"]),
        (&["--algorithm", "dbscan", "--codes", "3"], &["--codes", "dbscan"]),
        (&["--algorithm", "dbscan", "--themes", "3"], &["--themes", "dbscan", "one level"]),
        (&["--algorithm", "hdbscan", "--themes", "3"], &["--themes", "hdbscan", "one level"]),
        (&["--min-words", "0"], &["--min-words"]),
        (&["--min-words", "50", "--max-words", "10"], &["--max-words"]),
        (&["--language", "klingon"], &["klingon"]),
        (&["--encoding", "utf-99"], &["utf-99"]),
    ];
    for (args, says) in cases {
        let mut all = vec!["suggest", "talk.txt"];
        all.extend(*args);
        let output = place.run(&all);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{args:?}");
        assert!(matches!(output.status.code(), Some(2 | 3)), "{args:?}: {:?}", output.status);
        for words in *says {
            assert!(message.contains(words), "{words}: {message}");
        }
        assert!(!place.path().join("talk.themata").exists(), "{args:?} left a file behind");
    }
}

#[test]
fn a_refused_run_leaves_the_project_as_it_was() {
    let place = TestFolder::new();
    place.write("talk.txt", transcript(30));
    let view = place.json(&["-q", "suggest", "talk.txt", "-p", "s.themata", "--json"]);
    place.write("bad.docx", "no zip");
    place.refused(3, &["suggest", "talk.txt", "bad.docx", "-p", "s.themata"]);
    place.refused(2, &["suggest", "talk.txt", "-p", "s.themata", "--codes", "4000"]);
    assert_eq!(place.json(&["show", "-p", "s.themata", "--as-suggested", "--json"]), view);
}

#[test]
fn a_project_in_a_folder_that_is_not_there() {
    let place = TestFolder::new();
    place.write("talk.txt", transcript(10));
    let message = place.refused(4, &["suggest", "talk.txt", "-p", "no/such/folder/s.themata"]);
    assert!(message.contains("s.themata") && message.contains("folder exists"), "{message}");
}

#[test]
fn what_can_be_done_is_hinted_at_after_the_error() {
    let place = TestFolder::new();
    place.write("a.csv", "id,remark\n1,x\n");
    let output = place.run(&["-q", "suggest", "a.csv", "--json"]);
    let said = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        [
            "error: a.csv: no column is recognised as the text; its columns are `id`, `remark`. Choose the column that \
             holds the text",
            "hint: --text-column <COLUMN>  The column that holds the text, in a table (may be repeated)"
        ]
    );
    assert!(output.stdout.is_empty(), "hints are no result");
    let said = place.refused(4, &["coder", "list", "-p", "my study.themata"]);
    assert!(said.contains("hint: themata suggest FOLDER -p 'my study.themata'"), "{said}");
}

#[test]
fn what_was_mistyped_is_answered_in_plain_words() {
    let place = crate::interviews();
    for (code, args, says) in [
        (2, &["show", "-p", "s.themata", "three"][..], "there is no candidate `three`"),
        (
            3,
            &["suggest", "no-such-folder"],
            "no-such-folder: cannot be opened (there is no such file or folder)",
        ),
        (6, &["export", "-p", "s.themata", "-o", "no-such-folder/x.csv"], "there is no such file or folder"),
        (5, &["model", "add", "./no-such-folder"], "there is no such file or folder"),
    ] {
        let message = place.refused(code, args);
        assert!(message.contains(says), "{args:?}: {message}");
        assert!(!message.contains("os error") && !message.contains("invalid digit"), "{message}");
    }
    place.write("d.jsonl", "{\"do\": \"reject\", \"candidate\": 1}\naccept 1\n");
    let message = place.refused(3, &["apply", "-p", "s.themata", "d.jsonl"]);
    assert!(
        message.contains("d.jsonl, line 2: this is not a decision: write a JSON object such as"),
        "{message}"
    );
    place.ok(&["code", "create", "-p", "s.themata", "Night shifts"]);
    let message = place.refused(2, &["code", "show", "-p", "s.themata", "Nihgt shifts"]);
    assert!(message.contains("there is no code `Nihgt shifts`; did you mean “Night shifts”?"), "{message}");
    let message = place.refused(2, &["code", "create", "-p", "s.themata", "night shifts"]);
    assert!(message.contains("there is already a code `Night shifts`"), "{message}");
}
