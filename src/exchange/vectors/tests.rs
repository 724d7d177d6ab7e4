use std::io::Write;
use std::sync::{Arc, Mutex};

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchReader, StringArray};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::SchemaRef;
use proptest::prelude::*;
use tempfile::TempDir;

use super::super::texts::{ColumnChoice, TextBatch, TextFormat, TextParams, TextSource, read_texts};
use super::*;
use crate::domain::{ModelFingerprint, Remedy};

const DIM: usize = 3;

fn params(format: VectorFormat, with_text: bool) -> VectorParams {
    let model = ModelFingerprint {
        name: "three".to_owned(),
        sha256: "0".repeat(64),
        engine: "packed f32".to_owned(),
        kernel: String::new(),
        prompt: String::new(),
        dim: DIM,
        max_tokens: 256,
        languages: Vec::new(),
    };
    VectorParams { format, with_text, model }
}

/// Returns an input with one identifying column, or with none.
fn input(id: Option<&str>) -> Texts {
    let columns = ColumnChoice {
        text: None,
        ids: id.iter().map(|id| (*id).to_owned()).collect(),
        parameters: vec!["text_column", "id_columns"],
        recognise: |_| Vec::new(),
    };
    let format = if id.is_some() { TextFormat::Csv } else { TextFormat::Lines };
    let params = TextParams { format, columns, scratch: std::env::temp_dir() };
    read_texts(TextSource::Stream(Box::new(std::io::empty()), "in".to_owned()), &params).unwrap()
}

/// Returns rows from a number on; the text of every third row is missing.
fn rows(first_row: u64, n: usize, id: bool) -> VectorRows {
    let has = |i: usize| !i.is_multiple_of(3);
    let texts: Vec<Option<String>> = (0..n).map(|i| has(i).then(|| format!("text {i}"))).collect();
    let ids: Vec<ArrayRef> = match id {
        true => vec![Arc::new(StringArray::from_iter_values((0..n).map(|i| format!("id {i}"))))],
        false => Vec::new(),
    };
    VectorRows {
        values: (0..n * DIM).map(|i| if has(i / DIM) { i as f32 } else { 0.0 }).collect(),
        n_windows: (0..n).map(|i| has(i).then_some(i as u32)).collect(),
        batch: TextBatch { first_row, texts, ids },
    }
}

/// A stream that keeps what is written to it.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn written(params: &VectorParams, id: Option<&str>, batches: Vec<VectorRows>) -> Vec<u8> {
    let kept = Kept::default();
    let target = VectorTarget::Stream(Box::new(kept.clone()), "out".to_owned());
    let mut writer = write_vectors(target, params, &input(id)).unwrap();
    for rows in batches {
        writer.write(rows).unwrap();
    }
    writer.finish().unwrap();
    kept.0.lock().unwrap().clone()
}

fn read(format: VectorFormat, bytes: Vec<u8>) -> (SchemaRef, Vec<RecordBatch>) {
    let reader: Box<dyn RecordBatchReader> = match format {
        VectorFormat::Arrow => Box::new(FileReader::try_new(std::io::Cursor::new(bytes), None).unwrap()),
        VectorFormat::Arrows => Box::new(StreamReader::try_new(std::io::Cursor::new(bytes), None).unwrap()),
        VectorFormat::Parquet => {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&bytes).unwrap();
            let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
            // The reader itself returns no metadata.
            return (builder.schema().clone(), builder.build().unwrap().map(Result::unwrap).collect());
        }
        VectorFormat::Npy => unreachable!(),
    };
    (reader.schema(), reader.map(Result::unwrap).collect())
}

const TABLES: [VectorFormat; 3] = [VectorFormat::Arrow, VectorFormat::Arrows, VectorFormat::Parquet];

#[test]
fn tables_hold_rows_vectors_and_windows() {
    for format in TABLES {
        let (schema, records) =
            read(format, written(&params(format, false), None, vec![rows(0, 5, false), rows(5, 2, false)]));
        let names: Vec<&String> = schema.fields().iter().map(|field| field.name()).collect();
        assert_eq!(names, ["row", "embedding", "n_windows"]);
        assert!(schema.metadata()[table::MODEL_KEY].contains("\"name\":\"three\""), "{format:?}");
        let all = arrow_select::concat::concat_batches(&schema, &records).unwrap();
        assert_eq!(all.column(0).as_primitive::<Int64Type>().values(), &[0, 1, 2, 3, 4, 5, 6]);
        let vectors = all.column(1).as_fixed_size_list();
        assert_eq!((vectors.value_length(), vectors.null_count()), (DIM as i32, 3));
        let row = vectors.value(4);
        assert_eq!(row.as_primitive::<Float32Type>().values(), &[12.0, 13.0, 14.0]);
        assert!(vectors.is_null(3) && vectors.is_null(5));
        let n_windows = all.column(2).as_primitive::<Int32Type>();
        assert!(n_windows.is_null(0) && n_windows.value(4) == 4);
    }
}

#[test]
fn tables_hand_on_what_identifies_a_row_and_its_text() {
    for format in TABLES {
        let (schema, records) =
            read(format, written(&params(format, true), Some("who"), vec![rows(0, 4, true)]));
        let names: Vec<&String> = schema.fields().iter().map(|field| field.name()).collect();
        assert_eq!(names, ["who", "text", "embedding", "n_windows"]);
        assert_eq!(records[0].column(0).as_string::<i32>().value(3), "id 3");
        let texts = records[0].column(1).as_string::<i32>();
        assert!(texts.is_null(0) && texts.value(1) == "text 1");
    }
}

#[test]
fn tables_without_rows_have_their_columns() {
    for format in TABLES {
        let (schema, records) = read(format, written(&params(format, false), None, Vec::new()));
        assert_eq!(schema.fields().len(), 3);
        assert!(records.iter().all(|record| record.num_rows() == 0));
    }
}

#[test]
fn parquet_says_of_which_model_to_those_who_read_no_arrow() {
    let bytes = written(&params(VectorFormat::Parquet, false), None, vec![rows(0, 2, false)]);
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let pairs = builder.metadata().file_metadata().key_value_metadata().unwrap();
    assert!(pairs.iter().any(|pair| pair.key == table::MODEL_KEY && pair.value.is_some()));
    let names: Vec<String> =
        builder.parquet_schema().columns().iter().map(|column| column.path().string()).collect();
    assert_eq!(names[1], "embedding.list.element");
}

#[test]
fn columns_of_one_name_are_refused() {
    let target = || VectorTarget::Stream(Box::new(std::io::sink()), "out".to_owned());
    for (id, with_text) in [("embedding", false), ("n_windows", false), ("text", true)] {
        let error = write_vectors(target(), &params(VectorFormat::Arrow, with_text), &input(Some(id)));
        assert!(error.err().unwrap().to_string().contains(&format!("`{id}`")));
    }
    assert!(write_vectors(target(), &params(VectorFormat::Arrow, false), &input(Some("text"))).is_ok());
    assert!(write_vectors(target(), &params(VectorFormat::Arrow, false), &input(Some("row"))).is_ok());
}

/// Splits a `.npy` file into its description and its values.
fn npy(bytes: &[u8]) -> (String, Vec<f32>) {
    assert_eq!(&bytes[..8], b"\x93NUMPY\x01\x00");
    let head = usize::from(u16::from_le_bytes([bytes[8], bytes[9]])) + 10;
    assert!(head.is_multiple_of(64) && bytes[head - 1] == b'\n');
    let values = bytes[head..].chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    (String::from_utf8(bytes[10..head].to_vec()).unwrap(), values.collect())
}

fn npy_file(place: &TempDir, batches: Vec<VectorRows>) -> Result<Vec<u8>, ExchangeError> {
    let path = place.path().join("out.npy");
    let target = VectorTarget::File(path.clone(), true);
    let mut writer = write_vectors(target, &params(VectorFormat::Npy, false), &input(None))?;
    for rows in batches {
        writer.write(rows)?;
    }
    assert!(!path.exists() || std::fs::read(&path).unwrap() == b"before", "named before it was whole");
    writer.finish()?;
    Ok(std::fs::read(path).unwrap())
}

proptest! {
    #[test]
    fn npy_holds_every_value_to_the_bit(batches in prop::collection::vec(0usize..20, 0..5)) {
        let place = tempfile::tempdir().unwrap();
        let mut wanted = Vec::new();
        let mut given = Vec::new();
        for n in batches {
            let values: Vec<f32> = (0..n * DIM).map(|i| (i as f32 + 0.1).sqrt() - 1.0).collect();
            wanted.extend_from_slice(&values);
            let batch = TextBatch { texts: vec![Some(String::new()); n], ..TextBatch::default() };
            given.push(VectorRows { batch, values, n_windows: vec![Some(1); n] });
        }
        let (head, values) = npy(&npy_file(&place, given).unwrap());
        let shape = format!("'shape': ({}, 3), }}", wanted.len() / DIM);
        prop_assert!(head.trim_end().ends_with(&shape), "{head}");
        prop_assert_eq!(&head[..41], "{'descr': '<f4', 'fortran_order': False, ");
        prop_assert_eq!(values, wanted);
    }
}

#[test]
fn npy_holds_vectors_and_nothing_else() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("out.npy"), "before").unwrap();
    let error = npy_file(&place, vec![rows(10, 1, false)]).unwrap_err().to_string();
    assert!(error.contains("row 10") && error.contains(".parquet"), "{error}");
    assert_eq!(std::fs::read(place.path().join("out.npy")).unwrap(), b"before", "what was there is left");
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1, "no other file is left there");

    let target = || VectorTarget::Stream(Box::new(std::io::sink()), "out".to_owned());
    let refused = |with_text, id| {
        write_vectors(target(), &params(VectorFormat::Npy, with_text), &input(id)).err().unwrap().remedies()
    };
    let parquet = Remedy::give_value("target_format", "parquet");
    assert_eq!(refused(true, None), [Remedy::leave_out("with_text"), parquet.clone()]);
    assert_eq!(refused(false, Some("id")), [Remedy::leave_out("id_columns"), parquet]);
    let arrows = Remedy::give_value("target_format", "arrows");
    assert_eq!(refused(false, None), [Remedy::give("target"), arrows]);
}

#[test]
fn files_are_not_replaced_unless_told_to() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("out.arrow");
    let open = |path: &std::path::Path, force| {
        let target = VectorTarget::File(path.to_owned(), force);
        write_vectors(target, &params(VectorFormat::Arrow, false), &input(None))
    };
    let late = open(&path, false).unwrap();
    std::fs::write(&path, "before").unwrap();
    assert_eq!(open(&path, false).err().unwrap().remedies(), [Remedy::give("force")]);
    assert_eq!(late.finish().unwrap_err().remedies(), [Remedy::give("force")], "it came in between");
    assert_eq!(std::fs::read(&path).unwrap(), b"before");
    open(&path, true).unwrap().finish().unwrap();
    assert!(std::fs::read(&path).unwrap().starts_with(b"ARROW1"));
    assert!(open(place.path(), true).err().unwrap().to_string().contains("not a file"));
    let nowhere = open(&place.path().join("no/such/out.arrow"), false).err().unwrap().to_string();
    assert!(nowhere.contains("folder exists"), "{nowhere}");
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_new_file_may_be_read_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("out.arrow");
    let target = VectorTarget::File(path.clone(), false);
    write_vectors(target, &params(VectorFormat::Arrow, false), &input(None)).unwrap().finish().unwrap();
    assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_closed_pipe_is_known_as_one() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for format in TABLES {
        let target = VectorTarget::Stream(Box::new(Closed), "out".to_owned());
        let error = write_vectors(target, &params(format, false), &input(None)).and_then(|mut writer| {
            for i in 0..20_000 {
                writer.write(rows(i * 4, 4, false))?;
            }
            writer.finish()
        });
        assert!(error.unwrap_err().is_closed_pipe(), "{format:?}");
    }
}

#[test]
fn the_endings_that_are_known() {
    assert_eq!(VectorFormat::of("a.PQ".as_ref()).unwrap(), VectorFormat::Parquet);
    assert_eq!(VectorFormat::of("a.feather".as_ref()).unwrap(), VectorFormat::Arrow);
    let refused = VectorFormat::of("a.csv".as_ref()).unwrap_err();
    assert_eq!(refused.remedies(), [Remedy::give("target_format")]);
}
