//! `themata embed`: rows in, vectors out, as in a map task.

use crate::TestFolder;

/// The rows of a `.npy` file.
fn npy(bytes: &[u8]) -> Vec<Vec<f32>> {
    let head = usize::from(u16::from_le_bytes([bytes[8], bytes[9]])) + 10;
    let described = std::str::from_utf8(&bytes[10..head]).unwrap();
    let shape = described.split_once("'shape': (").unwrap().1.split_once(')').unwrap().0;
    let (n, dim) = shape.split_once(", ").unwrap();
    let (n, dim): (usize, usize) = (n.parse().unwrap(), dim.parse().unwrap());
    let values: Vec<f32> =
        bytes[head..].chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
    assert_eq!(values.len(), n * dim, "{described}");
    values.chunks_exact(dim).map(<[f32]>::to_vec).collect()
}

fn read(place: &TestFolder, name: &str) -> Vec<Vec<f32>> {
    npy(&std::fs::read(place.path().join(name)).unwrap())
}

#[test]
fn each_line_has_its_row_and_each_text_is_embedded_once() {
    let place = TestFolder::new();
    let texts = ["The rota worries me.", "I sleep badly.", "The rota worries me.", "", "I sleep badly. "];
    place.write("a.txt", texts.join("\n"));
    let summary = place.json(&["embed", "a.txt", "--output", "a.npy", "--json", "-q"]);
    assert_eq!((&summary["n_rows"], &summary["n_embedded"]), (&5.into(), &4.into()));
    assert_eq!((&summary["n_empty"], &summary["n_null"]), (&1.into(), &0.into()));
    assert_eq!(summary["model"]["dim"], 384);
    let rows = read(&place, "a.npy");
    assert_eq!((rows.len(), rows[0].len()), (5, 384));
    assert_eq!(rows[0], rows[2]);
    assert_ne!(rows[0], rows[1]);
    for row in &rows {
        let length: f64 = row.iter().map(|&v| f64::from(v) * f64::from(v)).sum();
        assert!((length - 1.0).abs() < 1e-4);
    }
    // A text's vector is the text's alone.
    place.write("b.txt", texts[1]);
    place.ok(&["embed", "b.txt", "-o", "b.npy", "-q"]);
    assert_eq!(read(&place, "b.npy")[0], rows[1]);
}

#[test]
fn the_same_bytes_whatever_the_threads_and_from_wherever_they_come() {
    let place = TestFolder::new();
    let texts: String =
        (0..40).map(|i| format!("Night number {i} on the ward{}\n", " again".repeat(i % 7))).collect();
    place.write("a.txt", &texts);
    place.ok(&["embed", "a.txt", "-o", "a.npy", "-q", "--threads", "1"]);
    let output =
        place.piped(&["embed", "-o", "b.npy", "--threads", "3", "--format", "lines"], texts.as_bytes());
    assert!(output.status.success());
    let bytes = |name: &str| std::fs::read(place.path().join(name)).unwrap();
    assert_eq!(bytes("a.npy"), bytes("b.npy"));
    for ending in ["parquet", "arrow", "arrows"] {
        let (a, b) = (format!("a.{ending}"), format!("b.{ending}"));
        place.ok(&["embed", "a.txt", "-o", &a, "-q", "--threads", "1"]);
        place.ok(&["embed", "a.txt", "-o", &b, "-q", "--threads", "2"]);
        assert_eq!(bytes(&a), bytes(&b), "{ending}");
    }
    assert!(bytes("a.parquet").starts_with(b"PAR1"));
}

#[test]
fn what_is_said_goes_to_standard_error_with_the_seconds_of_embedding() {
    let place = TestFolder::new();
    let long = "The night was long and the ward was full. ".repeat(60);
    let output = place.piped(&["embed", "-o", "a.npy", "-v"], format!("one\n{long}\n\none\n").as_bytes());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.stdout.is_empty() && output.status.success(), "{said}");
    let timing = said.lines().find(|line| line.starts_with("Embedding: ")).unwrap();
    let seconds = timing.strip_prefix("Embedding: 4 segments in ").unwrap().strip_suffix(" s").unwrap();
    assert!(seconds.parse::<f64>().unwrap() >= 0.0);
    for words in ["Written: a.npy (4 rows of 384 values", "1 row has an empty text", "1 text is longer"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let output = place.piped(&["embed", "-o", "b.npy", "-q"], b"one\n");
    assert!(output.stderr.is_empty() && output.status.success());
}

#[test]
fn no_rows_give_a_file_without_rows() {
    let place = TestFolder::new();
    for (name, bytes) in [("a.txt", ""), ("b.csv", ""), ("c.csv", "id,text\n")] {
        place.write(name, bytes);
        let output = place.run(&["embed", name, "-o", &format!("{name}.npy")]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && said.contains("has no rows"), "{said}");
        let bytes = std::fs::read(place.path().join(format!("{name}.npy"))).unwrap();
        assert!(bytes.len() == 128 && String::from_utf8_lossy(&bytes).contains("(0, 384)"));
    }
}

#[test]
fn what_cannot_be_is_refused_with_its_remedy() {
    let place = TestFolder::new();
    place.write("a.txt", "one\n");
    place.write("t.csv", "id,text\n1,one\n2,two,three\n");
    place.write("u.csv", b"id,text\n1,na\xefve\n");
    place.write("n.csv", "id,number\n1,2\n");
    place.write("p.parquet", "no parquet at all");
    place.write("z.csv.gz", "");
    place.write("there.npy", "before");
    let cases: &[(i32, &[&str], &[&str])] = &[
        (3, &["nowhere.txt", "-o", "x.npy"], &["nowhere.txt", "check that it exists"]),
        (3, &["t.csv", "-o", "x.npy"], &["t.csv, line 3", "3 cells"]),
        (3, &["u.csv", "-o", "x.npy"], &["u.csv, line 2", "`text`", "iconv"]),
        (3, &["n.csv", "-o", "x.npy"], &["n.csv", "--text-column", "`id`, `number`"]),
        (3, &["t.csv", "-o", "x.npy", "--text-column", "words"], &["words", "`id`, `text`"]),
        (3, &["p.parquet", "-o", "x.npy"], &["p.parquet: this is not Parquet", "--input-format"]),
        (3, &[".", "-o", "x.npy", "--input-format", "parquet"], &["a folder"]),
        (2, &["z.csv.gz", "-o", "x.npy"], &["Unpack it first", "--input-format"]),
        (2, &["a.txt", "-o", "x.vec"], &["--output-format", ".parquet"]),
        (2, &["a.txt", "-o", "x.npy", "--id-column", "id"], &["a file of lines has no columns"]),
        (2, &["n.csv", "-o", "x.npy", "--id-column", "id"], &["--id-column", ".parquet"]),
        (2, &["a.txt", "-o", "x.npy", "--with-text"], &["--with-text"]),
        (2, &["a.txt", "-o", "-", "--output-format", "npy"], &["arrows"]),
        (2, &["a.txt", "-o", "-", "--json"], &["--json"]),
        (2, &["a.txt"], &["--output"]),
        (6, &["a.txt", "-o", "there.npy"], &["there.npy", "--force"]),
        (6, &["a.txt", "-o", "no/such/x.npy"], &["no/such/x.npy", "folder exists"]),
        (6, &["a.txt", "-o", ".", "--output-format", "npy"], &["not a file"]),
        (5, &["a.txt", "-o", "x.npy", "--model", "nowhere"], &["nowhere"]),
    ];
    for (code, args, says) in cases {
        let message = place.refused(*code, &[&["embed"], *args].concat());
        for words in *says {
            assert!(message.contains(words), "{args:?}: {words}: {message}");
        }
    }
    assert!(!place.path().join("x.npy").exists());
    assert_eq!(std::fs::read(place.path().join("there.npy")).unwrap(), b"before");
    let left: Vec<_> = std::fs::read_dir(place.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    place.ok(&["embed", "a.txt", "-o", "there.npy", "--force"]);
    assert_eq!(read(&place, "there.npy").len(), 1);
}

#[test]
fn a_line_that_is_wrong_late_leaves_no_output() {
    let place = TestFolder::new();
    let mut bytes = b"a text that comes often\n".repeat(5000);
    bytes.extend_from_slice(b"na\xefve\n");
    place.write("a.txt", bytes);
    let message = place.refused(3, &["embed", "a.txt", "-o", "x.parquet"]);
    assert!(message.contains("a.txt, line 5001"), "{message}");
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
}
