//! Tables of codings, and texts that other programs hand over.

use std::cell::RefCell;
use std::io::{self, Cursor, Write};
use std::sync::{Arc, Mutex};

use themata::domain::{ModelFingerprint, NoProgress, TextIndex};
use themata::exchange::{
    AnchorDocument, Anchors, CodingParams, CodingTable, ColumnChoice, PlainTable, TextBatch, TextFormat,
    TextParams, TextSource, VectorFormat, VectorParams, VectorRows, VectorTarget, code_tree, codebook_rows,
    coding_table, holds_codings, is_nvivo, nvivo_rows, read_texts, write_vectors,
};
use themata::ingest::{self, IngestParams, Source};

/// Reads `data` as a table of coded segments, as a codebook and as an export of NVivo, and places the codings in two documents.
/// The first byte says which kind of table it is.
pub fn codings(data: &[u8]) {
    let Some((kind, data)) = data.split_first() else { return };
    if let Ok(text) = std::str::from_utf8(data)
        && is_nvivo(text)
        && let Ok(table) = nvivo_rows("codings", text)
    {
        place(&table);
    }
    let name = if kind % 2 == 0 { "codings.csv" } else { "codings.tsv" };
    let source = Source { name, bytes: data };
    let Ok(table) = ingest::read_table(&source, None, &holds_codings, &IngestParams::default()) else {
        return;
    };
    let rows = table.rows.iter().map(|row| (row.number, row.cells.as_slice())).collect();
    let plain = PlainTable { name, headings: &table.headings, rows };
    let _ = codebook_rows(&plain, None);
    let params = CodingParams { one_document: kind & 2 != 0, ..CodingParams::default() };
    if let Ok(read) = coding_table(&plain, &params) {
        place(&read);
    }
}

/// Places codings in documents, and holds the places to what must be true of them.
fn place(table: &CodingTable) {
    const FIRST: &str = "I: How are the nights?\nP1: Nights are long, and it was hard.\nI: And then?\nP1: It was hard. I had a drink after.\n";
    const SECOND: &str = "شب‌کاری سخت بود. Café au lait 😀 und Doppelgänger.\n";
    let documents = [("P02.txt", FIRST), ("دوم.txt", SECOND)];
    let read: Vec<_> = documents
        .iter()
        .flat_map(|(name, text)| {
            ingest::read(&Source { name, bytes: text.as_bytes() }, &IngestParams::default())
                .expect("they are sound")
        })
        .collect();
    let anchors = Anchors::new(read.iter().map(|document| AnchorDocument {
        name: &document.name,
        text: &document.text,
        turns: &document.turns,
        speakers: document.speakers.iter().map(|speaker| speaker.label.as_str()).collect(),
        participants: Vec::new(),
    }));
    let places = anchors.place_all(&table.rows, &NoProgress).expect("nobody cancels");
    assert_eq!(places.len(), table.rows.len());
    for placed in places.into_iter().flatten() {
        let document =
            read.iter().find(|document| document.name == placed.document).expect("it is one of them");
        let words = TextIndex::new(&document.text).slice(placed.span).expect("a coding lies in its text");
        assert!(!words.is_empty());
    }
    let paths: Vec<_> = table.rows.iter().map(|row| row.code.clone()).collect();
    let (codes, of_path) = code_tree(&paths, &[]);
    assert_eq!(of_path.len(), paths.len());
    assert!(of_path.iter().all(|code| *code < codes.len()));
}

/// Reads `data` as texts, and writes vectors of zeros for them. The first byte says from which format and to which.
pub fn texts(data: &[u8]) {
    crate::contained_panics_are_no_finds();
    let Some((kind, data)) = data.split_first() else { return };
    let format =
        [TextFormat::Arrow, TextFormat::Parquet, TextFormat::Csv, TextFormat::Tsv, TextFormat::Lines]
            [usize::from(kind % 5)];
    let has_id = kind & 64 == 0 && format != TextFormat::Lines;
    let params = TextParams {
        format,
        columns: ColumnChoice {
            text: None,
            ids: if has_id { vec!["id".to_owned()] } else { Vec::new() },
            parameters: vec!["text_column", "id_columns"],
            recognise: ingest::text_columns,
        },
        scratch: std::env::temp_dir(),
    };
    let source = TextSource::Stream(Box::new(Cursor::new(data.to_vec())), "texts".to_owned());
    let Ok(mut texts) = read_texts(source, &params) else { return };
    let written = Written::default();
    let to = [VectorFormat::Arrows, VectorFormat::Parquet, VectorFormat::Npy][usize::from(kind / 5 % 3)];
    let target = match to {
        // NumPy's head is written last, so it needs a file.
        VectorFormat::Npy => VectorTarget::File(npy_path(), true),
        _ => VectorTarget::Stream(Box::new(written.clone()), "vectors".to_owned()),
    };
    let vectors =
        VectorParams { format: to, with_text: kind & 128 != 0 && to != VectorFormat::Npy, model: model() };
    let mut writer = write_vectors(target, &vectors, &texts).ok();
    let mut next_row = 0;
    while let Some(Ok(batch)) = texts.next() {
        assert!(!batch.texts.is_empty());
        assert_eq!(batch.first_row, next_row);
        next_row += batch.texts.len() as u64;
        if has_id {
            let ids = batch.id_texts("texts", 0, "id", "id_columns");
            assert!(ids.is_err() || ids.is_ok_and(|ids| ids.len() == batch.texts.len()));
        }
        if let Some(open) = &mut writer
            && open.write(rows(batch)).is_err()
        {
            writer = None;
        }
    }
    if let Some(writer) = writer {
        let _ = writer.finish();
    }
}

fn rows(batch: TextBatch) -> VectorRows {
    let n_windows = batch.texts.iter().map(|text| text.as_ref().map(|_| 1)).collect();
    VectorRows { values: vec![0.0; batch.texts.len() * model().dim], n_windows, batch }
}

fn model() -> ModelFingerprint {
    serde_json::from_value(serde_json::json!({"name": "zeros", "sha256": "0", "dim": 2, "engine": "packed f32", "max_tokens": 1, "languages": []}))
        .expect("a fingerprint")
}

fn npy_path() -> std::path::PathBuf {
    thread_local!(static FOLDER: RefCell<Option<tempfile::TempDir>> = const { RefCell::new(None) });
    FOLDER.with_borrow_mut(|folder| {
        folder.get_or_insert_with(|| tempfile::tempdir().expect("a folder")).path().join("vectors.npy")
    })
}

/// What a stream was given.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("one thread").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
