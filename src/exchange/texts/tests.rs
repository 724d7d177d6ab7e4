use std::io::Cursor;
use std::sync::Arc;

use arrow_array::types::Int8Type;
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int64Array, LargeStringArray, NullArray, RecordBatch, StringArray,
    StringViewArray,
};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use proptest::prelude::*;

use super::batch::{BATCH_BYTES, BATCH_ROWS, LONGEST_TEXT};
use super::*;
use crate::domain::{Action, Remedy};

/// Recognises one heading only.
fn comments(headings: &[String]) -> Vec<usize> {
    (0..headings.len()).filter(|&i| headings[i] == "comment").collect()
}

fn params(format: TextFormat, text: Option<&str>, ids: &[&str]) -> TextParams {
    let columns = ColumnChoice {
        text: text.map(str::to_owned),
        ids: ids.iter().map(|id| (*id).to_owned()).collect(),
        parameters: vec!["text_column", "id_columns"],
        recognise: comments,
    };
    TextParams { format, columns, scratch: std::env::temp_dir() }
}

/// A stream that gives a few bytes at a time, as a pipe may.
struct Dribble(Cursor<Vec<u8>>);

impl std::io::Read for Dribble {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = buffer.len().min(7);
        self.0.read(&mut buffer[..n])
    }
}

fn open(bytes: &[u8], params: &TextParams) -> Result<Texts, ExchangeError> {
    let stream = Dribble(Cursor::new(bytes.to_vec()));
    read_texts(TextSource::Stream(Box::new(stream), "in".to_owned()), params)
}

fn batches(bytes: &[u8], params: &TextParams) -> Result<Vec<TextBatch>, ExchangeError> {
    open(bytes, params)?.collect()
}

fn texts(bytes: &[u8], params: &TextParams) -> Vec<Option<String>> {
    batches(bytes, params).unwrap().into_iter().flat_map(|batch| batch.texts).collect()
}

fn refused(bytes: &[u8], params: &TextParams) -> String {
    batches(bytes, params).unwrap_err().to_string()
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

fn stream(record: &RecordBatch) -> Vec<u8> {
    let mut writer = StreamWriter::try_new(Vec::new(), &record.schema()).unwrap();
    writer.write(record).unwrap();
    writer.into_inner().unwrap()
}

fn file(record: &RecordBatch, compression: Option<CompressionType>) -> Vec<u8> {
    let options = IpcWriteOptions::default().try_with_compression(compression).unwrap();
    let mut writer = FileWriter::try_new_with_options(Vec::new(), &record.schema(), options).unwrap();
    writer.write(record).unwrap();
    writer.into_inner().unwrap()
}

fn parquet(record: &RecordBatch) -> Vec<u8> {
    let mut writer = ::parquet::arrow::ArrowWriter::try_new(Vec::new(), record.schema(), None).unwrap();
    writer.write(record).unwrap();
    writer.into_inner().unwrap()
}

/// Returns a record batch with texts in `column`, an identifier column before it and one after it.
fn record(column: ArrayRef) -> RecordBatch {
    let n = column.len() as i64;
    let id: ArrayRef = Arc::new(Int64Array::from_iter_values(100..100 + n));
    let who: DictionaryArray<Int8Type> = (0..n).map(|i| if i % 2 == 0 { "P1" } else { "P2" }).collect();
    let who: ArrayRef = Arc::new(who);
    RecordBatch::try_from_iter_with_nullable([
        ("id", id, false),
        ("comment", column, true),
        ("who", who, true),
    ])
    .unwrap()
}

#[test]
fn lines_end_as_they_end_and_empty_ones_count() {
    let lines = params(TextFormat::Lines, None, &[]);
    assert_eq!(
        texts(b"\xef\xbb\xbfone\r\ntwo\n\n  three \nfour", &lines),
        some(&["one", "two", "", "  three ", "four"])
    );
    assert_eq!(texts(b"one\n", &lines), some(&["one"]));
    assert_eq!(texts(b"\n", &lines), some(&[""]));
    assert!(texts(b"", &lines).is_empty());
    assert!(refused(b"one\ntwo\nna\xefve\n", &lines).contains("in, line 3: not valid UTF-8"));
    assert!(refused(&vec![b'x'; LONGEST_TEXT + 1], &lines).contains("line 1: this text has more than"));
    assert_eq!(texts(&vec![b'x'; LONGEST_TEXT], &lines)[0].as_ref().unwrap().len(), LONGEST_TEXT);
    let error = open(b"one\n", &params(TextFormat::Lines, Some("text"), &[])).unwrap_err();
    let csv = Remedy::give_value("source_format", "csv");
    assert_eq!(error.remedies(), [csv, Remedy::leave_out("text_column")]);
}

#[test]
fn batches_are_bounded_in_rows_and_in_bytes() {
    let lines = params(TextFormat::Lines, None, &[]);
    let short = batches(&b"x\n".repeat(2 * BATCH_ROWS + 5), &lines).unwrap();
    assert_eq!(short.iter().map(|batch| batch.texts.len()).collect::<Vec<_>>(), [BATCH_ROWS, BATCH_ROWS, 5]);
    assert_eq!(short[2].first_row, 2 * BATCH_ROWS as u64);
    let long = format!("{}\n", "x".repeat(BATCH_BYTES / 4)).repeat(6);
    let long = batches(long.as_bytes(), &lines).unwrap();
    assert_eq!(long.iter().map(|batch| batch.texts.len()).collect::<Vec<_>>(), [4, 2]);
}

#[test]
fn tables_are_cut_as_their_headings_are() {
    let csv = params(TextFormat::Csv, None, &["id"]);
    for table in [
        "id,comment\n7,\"one, and\nmore\"\n8,two\n",
        "\u{feff}id;comment\r\n7;one, and\nmore\n8;two\n"
            .replace("one, and\nmore", "\"one, and\nmore\"")
            .as_str(),
        "id\tcomment\n7\t\"one, and\nmore\"\n\n8\ttwo",
    ] {
        let read = batches(table.as_bytes(), &csv).unwrap();
        assert_eq!(read[0].texts, some(&["one, and\nmore", "two"]), "{table}");
        assert_eq!(read[0].ids[0].as_ref(), &StringArray::from(vec!["7", "8"]) as &dyn Array);
    }
    // A table of one column is not split at characters of its heading.
    let csv = params(TextFormat::Csv, None, &[]);
    assert_eq!(texts(b"what was it\n\"a, b\"\nc\n", &csv), some(&["a, b", "c"]));
    assert_eq!(texts(b"a,comment\n,\n", &csv), some(&[""]));
    assert!(texts(b"", &csv).is_empty() && texts(b"comment\n", &csv).is_empty());
    let tsv = params(TextFormat::Tsv, None, &[]);
    assert_eq!(texts(b"a\tcomment\n1,5\tso, then\n", &tsv), some(&["so, then"]));
}

#[test]
fn what_is_wrong_with_a_table_is_told_with_its_line() {
    let csv = params(TextFormat::Csv, None, &[]);
    let cases: &[(&[u8], &[&str])] = &[
        (b"a,comment\n1,one\n2,two,three\n", &["in, line 3", "3 cells", "2", "quotation marks"]),
        (b"a,comment\n1,one\n2,\"two\n3,three\n4,four\n", &["in, line 3", "never closes"]),
        (b"a,comment\n1,one\n2,na\xefve\n", &["in, line 3", "`comment`", "UTF-8"]),
        (b"a,b\n1,2\n", &["no column is recognised", "Choose the column", "`a`, `b`"]),
    ];
    for (table, says) in cases {
        let message = refused(table, &csv);
        for words in *says {
            assert!(message.contains(words), "{words}: {message}");
        }
    }
    let endless = [b"a,comment\n1,\"".as_slice(), &b"word\n".repeat(10 << 20 >> 2)].concat();
    let message = refused(&endless, &csv);
    assert!(message.contains("line 2") && message.contains("never closed"), "{message}");
}

#[test]
fn columns_are_found_by_name_by_heading_or_as_the_only_one() {
    let table = b"id,comment,x\n1,one,2\n";
    let found =
        |text, ids: &[&str]| open(table, &params(TextFormat::Csv, text, ids)).map(|texts| texts.text_column);
    assert_eq!(found(None, &[]).unwrap().unwrap(), "comment");
    assert_eq!(found(Some("x"), &["x", "id"]).unwrap().unwrap(), "x");
    assert_eq!(found(None, &["id", "comment"]).unwrap().unwrap(), "x");
    let error = found(Some("text"), &[]).unwrap_err();
    assert_eq!(error.to_string(), "in: no column is called `text`; its columns are `id`, `comment`, `x`");
    assert_eq!(error.remedies(), [Remedy::give("text_column")]);
    let error = found(None, &["Id"]).unwrap_err();
    assert!(error.to_string().contains("no column is called `Id`"), "{error}");
    assert_eq!(error.remedies(), [Remedy::give("id_columns")]);
    let twice = open(b"comment,comment\n", &params(TextFormat::Csv, Some("comment"), &[])).unwrap_err();
    assert!(twice.to_string().contains("several columns are called `comment`"));
    let twice = open(b"comment,comment\n", &params(TextFormat::Csv, None, &[])).unwrap_err();
    assert!(twice.to_string().contains("several columns may hold the texts"));
}

#[test]
fn texts_are_read_however_arrow_holds_them() {
    let wanted = [Some("one"), None, Some("naïve"), Some("")];
    let expected: Vec<Option<String>> = wanted.iter().map(|text| text.map(str::to_owned)).collect();
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(wanted.to_vec())),
        Arc::new(LargeStringArray::from(wanted.to_vec())),
        Arc::new(StringViewArray::from(wanted.to_vec())),
        Arc::new(wanted.into_iter().collect::<DictionaryArray<Int8Type>>()),
    ];
    for column in columns {
        let record = record(column);
        let kind = record.column(1).data_type().clone();
        for (format, bytes) in [
            (TextFormat::Arrow, stream(&record)),
            (TextFormat::Arrow, file(&record, None)),
            (TextFormat::Arrow, file(&record, Some(CompressionType::LZ4_FRAME))),
            (TextFormat::Arrow, file(&record, Some(CompressionType::ZSTD))),
            (TextFormat::Parquet, parquet(&record)),
        ] {
            let read = batches(&bytes, &params(format, None, &["who", "id"])).unwrap();
            assert_eq!(read[0].texts, expected, "{kind} {format:?}");
            let ids = &read[0].ids;
            assert_eq!(ids[0].as_ref(), &StringArray::from(vec!["P1", "P2", "P1", "P2"]) as &dyn Array);
            assert_eq!(ids[1].as_ref(), &Int64Array::from(vec![100, 101, 102, 103]) as &dyn Array);
        }
    }
    let nothing = record(Arc::new(NullArray::new(2)));
    assert_eq!(texts(&stream(&nothing), &params(TextFormat::Arrow, None, &[])), [None, None]);
}

#[test]
fn record_batches_are_cut_and_joined() {
    let record = record(Arc::new(StringArray::from_iter_values((0..3000).map(|i| i.to_string()))));
    let mut writer = StreamWriter::try_new(Vec::new(), &record.schema()).unwrap();
    for _ in 0..3 {
        writer.write(&record).unwrap();
        writer.write(&record.slice(0, 0)).unwrap();
    }
    let bytes = writer.into_inner().unwrap();
    let read = batches(&bytes, &params(TextFormat::Arrow, None, &["id"])).unwrap();
    assert_eq!(read.iter().map(|batch| batch.texts.len()).collect::<Vec<_>>(), [4096, 4096, 808]);
    for batch in &read {
        assert_eq!(batch.ids[0].len(), batch.texts.len());
        let ids = batch.ids[0].as_any().downcast_ref::<Int64Array>().unwrap();
        for (text, id) in batch.texts.iter().zip(ids.values()) {
            assert_eq!(text.as_ref().unwrap().parse::<i64>().unwrap() + 100, *id);
        }
    }
    assert!(batches(&stream(&record.slice(0, 0)), &params(TextFormat::Arrow, None, &[])).unwrap().is_empty());
}

#[test]
fn files_of_another_format_are_told_apart() {
    let record = record(Arc::new(StringArray::from(vec!["one"])));
    let arrow = params(TextFormat::Arrow, None, &[]);
    assert!(refused(&parquet(&record), &arrow).contains("it holds Parquet"));
    assert!(refused(b"id,comment\n1,one\n", &arrow).contains("in: this is not Arrow IPC"));
    assert!(refused(b"", &arrow).contains("it is empty"));
    let parquet = params(TextFormat::Parquet, None, &[]);
    assert!(refused(&file(&record, None), &parquet).contains("it holds Arrow IPC"));
    assert!(refused(b"id,comment\n1,one\n", &parquet).contains("in: this is not Parquet"));
    assert!(refused(b"", &parquet).contains("empty or cut off"));
    let message = refused(&stream(&record), &params(TextFormat::Arrow, Some("id"), &[]));
    assert!(message.contains("column `id` holds Int64, not text"), "{message}");
    assert_eq!(
        TextFormat::of("a/B.PARQUET".as_ref(), |ending| ending == "docx").unwrap(),
        TextFormat::Parquet
    );
    let packed = TextFormat::of("a.csv.gz".as_ref(), |ending| ending == "docx").unwrap_err();
    assert!(packed.to_string().contains("Unpack it first"), "{packed}");
    assert_eq!(packed.remedies(), [Remedy::give("source_format")]);
    let transcript = TextFormat::of("a.docx".as_ref(), |ending| ending == "docx").unwrap_err();
    assert_eq!(transcript.remedies(), [Remedy::take(Action::Suggest)]);
    let nameless = TextFormat::of("part-00000".as_ref(), |ending| ending == "docx").unwrap_err();
    assert_eq!(nameless.remedies(), [Remedy::give("source_format")]);
}

#[test]
fn what_is_cut_off_is_an_error() {
    let record = record(Arc::new(StringArray::from_iter_values((0..500).map(|i| format!("text {i}")))));
    let arrow = params(TextFormat::Arrow, None, &[]);
    for (bytes, params) in [
        (stream(&record), &arrow),
        (file(&record, None), &arrow),
        (parquet(&record), &params(TextFormat::Parquet, None, &[])),
    ] {
        for n in [9, 100, bytes.len() / 2] {
            let message = refused(&bytes[..n], params);
            assert!(message.contains("in: cut off or damaged"), "{n}: {message}");
        }
    }
}

proptest! {
    #[test]
    fn lines_come_back(lines in prop::collection::vec("[^\n\r\u{feff}]{0,20}", 0..50)) {
        let bytes: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let read = texts(bytes.as_bytes(), &params(TextFormat::Lines, None, &[]));
        prop_assert_eq!(read, lines.into_iter().map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn cells_come_back(cells in prop::collection::vec(("[a-z]{1,5}", "\\PC{0,20}(\n\"?;,)?"), 1..30)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["id", "comment"]).unwrap();
        for (id, text) in &cells {
            writer.write_record([id, text]).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let read = texts(&bytes, &params(TextFormat::Csv, None, &[]));
        prop_assert_eq!(read, cells.into_iter().map(|(_, text)| Some(text)).collect::<Vec<_>>());
    }

    /// Checks that any damaged input gives rows or an error, and ends.
    #[test]
    fn damage_is_contained(at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let record = record(Arc::new(StringArray::from_iter_values((0..40).map(|i| format!("text {i}")))));
        let arrow = params(TextFormat::Arrow, None, &["who"]);
        for (mut bytes, params) in [
            (stream(&record), &arrow),
            (file(&record, Some(CompressionType::LZ4_FRAME)), &arrow),
            (parquet(&record), &params(TextFormat::Parquet, None, &["who"])),
        ] {
            for (index, byte) in &at {
                let i = index.index(bytes.len());
                bytes[i] = *byte;
            }
            if let Ok(texts) = open(&bytes, params) {
                let _ = texts.take(1000).count();
            }
        }
    }
}
