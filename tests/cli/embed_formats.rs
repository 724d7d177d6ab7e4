//! `themata embed`: each format as input and as output, and conversions between them.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::TestFolder;

const TEXTS: [Option<&str>; 4] =
    [Some("The rota worries me."), None, Some("I sleep, badly."), Some("The rota worries me.")];

/// Identifiers and texts as other programs would hand them over.
fn record() -> RecordBatch {
    let id: ArrayRef = Arc::new(Int64Array::from(vec![7, 8, 9, 10]));
    let text: ArrayRef = Arc::new(StringArray::from(TEXTS.to_vec()));
    RecordBatch::try_from_iter_with_nullable([("id", id, false), ("answer", text, true)]).unwrap()
}

fn write(place: &TestFolder) {
    let record = record();
    let file = |name: &str| File::create(place.path().join(name)).unwrap();
    let mut writer = FileWriter::try_new(file("a.arrow"), &record.schema()).unwrap();
    writer.write(&record).unwrap();
    writer.finish().unwrap();
    let mut writer = StreamWriter::try_new(file("a.arrows"), &record.schema()).unwrap();
    writer.write(&record).unwrap();
    writer.finish().unwrap();
    let mut writer = ArrowWriter::try_new(file("a.parquet"), record.schema(), None).unwrap();
    writer.write(&record).unwrap();
    writer.close().unwrap();
}

fn read(place: &TestFolder, name: &str) -> RecordBatch {
    let file = File::open(place.path().join(name)).unwrap();
    let (schema, reader): (_, Box<dyn Iterator<Item = _>>) = match name.rsplit_once('.').unwrap().1 {
        "arrow" => {
            let reader = FileReader::try_new(file, None).unwrap();
            (reader.schema(), Box::new(reader))
        }
        "arrows" => {
            let reader = StreamReader::try_new(file, None).unwrap();
            (reader.schema(), Box::new(reader))
        }
        _ => {
            let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
            (builder.schema().clone(), Box::new(builder.build().unwrap()))
        }
    };
    let fingerprint: serde_json::Value = serde_json::from_str(&schema.metadata()["themata.model"]).unwrap();
    assert_eq!(fingerprint["name"], "all-MiniLM-L6-v2");
    let records: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
    assert_eq!(records.len(), 1);
    records[0].clone()
}

#[test]
fn every_table_in_gives_the_same_table_out() {
    let place = TestFolder::new();
    write(&place);
    let mut first: Option<RecordBatch> = None;
    for (i, input) in ["a.parquet", "a.arrow", "a.arrows"].into_iter().enumerate() {
        let output = format!("{i}.{}", ["parquet", "arrow", "arrows"][i]);
        place.ok(&["embed", input, "-o", &output, "--id-column", "id", "--with-text", "-q"]);
        let record = read(&place, &output);
        let names: Vec<String> = record.schema().fields().iter().map(|field| field.name().clone()).collect();
        assert_eq!(names, ["id", "text", "embedding", "n_windows"]);
        assert_eq!(record.column(0).as_primitive::<Int64Type>().values(), &[7, 8, 9, 10]);
        assert_eq!(record.column(1).as_string::<i32>(), &StringArray::from(TEXTS.to_vec()));
        let vectors = record.column(2).as_fixed_size_list();
        assert_eq!(vectors.value_length(), 384);
        assert!(vectors.is_null(1) && vectors.null_count() == 1);
        assert_eq!(&vectors.value(0), &vectors.value(3));
        let n_windows = record.column(3).as_primitive::<Int32Type>();
        assert!(n_windows.is_null(1) && n_windows.value(0) == 1);
        let values = vectors.values().as_primitive::<Float32Type>().values().clone();
        if let Some(first) = &first {
            let expected = first.column(2).as_fixed_size_list();
            // A list that is null may hold anything in Parquet's hands.
            for row in [0, 2, 3] {
                assert_eq!(&vectors.value(row), &expected.value(row), "{input}");
            }
        }
        assert_eq!(values.len(), 4 * 384);
        first.get_or_insert(record);
    }
}

#[test]
fn tables_come_through_pipes_too() {
    let place = TestFolder::new();
    write(&place);
    place.ok(&["embed", "a.parquet", "-o", "wanted.arrows", "-q"]);
    let wanted = std::fs::read(place.path().join("wanted.arrows")).unwrap();
    for (input, format) in [("a.parquet", "parquet"), ("a.arrow", "arrow"), ("a.arrows", "arrow")] {
        let bytes = std::fs::read(place.path().join(input)).unwrap();
        let output = place.piped(&["embed", "-", "--input-format", format, "--output", "-"], &bytes);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.stdout, wanted, "{input}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("texts taken from column `answer`"));
    }
    for format in ["arrow", "parquet"] {
        let args = ["embed", "-o", "-", "--output-format", format];
        let output = place.piped(&args, b"one\ntwo\n");
        assert!(output.status.success());
        let name = format!("piped.{format}");
        place.write(&name, output.stdout);
        let rows = read(&place, &name);
        assert_eq!(rows.column(0).as_primitive::<Int64Type>().values(), &[0, 1]);
    }
}

#[test]
fn tables_as_text_keep_what_identifies_a_row() {
    let place = TestFolder::new();
    place.write("a.csv", "who;turn;comment\nP01;1;\"So; then\nmore\"\nP01;2;And?\n");
    place.write("a.tsv", "who\tturn\tcomment\nP01\t1\tSo, then\nP01\t2\tAnd?\n");
    for input in ["a.csv", "a.tsv"] {
        let output = format!("{input}.parquet");
        place.ok(&["embed", input, "-o", &output, "-q", "--id-column", "who", "--id-column", "turn"]);
        let rows = read(&place, &output);
        assert_eq!(rows.column(0).as_string::<i32>(), &StringArray::from(vec!["P01", "P01"]));
        assert_eq!(rows.column(1).as_string::<i32>(), &StringArray::from(vec!["1", "2"]));
        assert_eq!(rows.num_columns(), 4);
    }
}

#[test]
fn rows_without_text_need_a_format_that_can_say_so() {
    let place = TestFolder::new();
    write(&place);
    let message = place.refused(3, &["embed", "a.arrow", "-o", "x.npy"]);
    for words in ["`answer`", "row 1 (counted from 0)", ".parquet"] {
        assert!(message.contains(words), "{message}");
    }
    let message = place.refused(3, &["embed", "a.parquet", "-o", "x.arrow", "--text-column", "id"]);
    assert!(message.contains("`id` holds Int64, not text"), "{message}");
    let output = place.run(&["embed", "a.arrow", "-o", "x.arrow"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 row has no text and gets no vector"));
}

#[test]
fn who_reads_may_stop_reading() {
    let place = TestFolder::new();
    place.write("a.txt", "a text that comes often\n".repeat(20_000));
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("themata"))
        .current_dir(place.path())
        .args(["embed", "a.txt", "-o", "-", "-q"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 10]).unwrap();
    drop(stdout);
    assert!(child.wait().unwrap().success());
}
