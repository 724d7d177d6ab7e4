//! What every fuzz target does: read the bytes as one format, and hold the documents to what must be true of them.

mod exchange;
mod model;
mod study;

use std::io::{Cursor, Write};

use themata::domain::TextIndex;
use themata::ingest::{self, IngestParams, Source};
use zip::write::{SimpleFileOptions, ZipWriter};

pub use self::exchange::{codings, texts};
pub use self::model::model;
pub use self::study::{decisions, project_file};

/// Lets the fuzzer end at panics that escape only: the program contains those of some readers of other crates, and reports an error.
fn contained_panics_are_no_finds() {
    static HOOK: std::sync::Once = std::sync::Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))));
}

/// Reads `data` as the format that the ending of `name` says.
pub fn read(name: &str, data: &[u8]) {
    let Ok(documents) = ingest::read(&Source { name, bytes: data }, &IngestParams::default()) else { return };
    assert!(!documents.is_empty());
    for document in documents {
        assert!(!document.text.contains('\r') && !document.text.starts_with('\u{feff}'));
        let index = TextIndex::new(&document.text);
        let mut last = 0;
        for turn in &document.turns {
            assert!(turn.span.start.0 >= last && turn.span.end >= turn.span.start);
            last = turn.span.end.0;
            assert!(!index.slice(turn.span).expect("a turn lies in its text").trim().is_empty());
            assert!(turn.speaker.is_none_or(|speaker| speaker < document.speakers.len()));
        }
        assert!(document.time_marks.iter().all(|mark| mark.at.0 <= index.n_code_points()));
        assert!(document.time_marks.is_sorted_by_key(|mark| mark.at));
    }
}

/// Reads `data` as a table of participants.
pub fn participants(data: &[u8]) {
    let _ = ingest::participants(&Source { name: "participants.csv", bytes: data }, &IngestParams::default());
}

/// The first byte says whether the rest is the file itself or the XML inside it.
pub fn docx(data: &[u8]) {
    match data.split_first() {
        Some((0, raw)) => read("interview.docx", raw),
        Some((_, body)) => read("interview.docx", &zipped(&[("word/document.xml", body)])),
        None => {}
    }
}

/// The first byte says whether the rest is the file itself or the XML inside it.
pub fn odt(data: &[u8]) {
    match data.split_first() {
        Some((0, raw)) => read("interview.odt", raw),
        Some((_, body)) => read("interview.odt", &zipped(&[("content.xml", body)])),
        None => {}
    }
}

/// The first byte says whether the rest is the file itself or one of the parts inside it.
pub fn xlsx(data: &[u8]) {
    let Some((kind, data)) = data.split_first() else { return };
    if *kind == 0 {
        return read("interview.xlsx", data);
    }
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("xl/worksheets/sheet1.xml", SHEET),
        ("xl/sharedStrings.xml", STRINGS),
        ("xl/styles.xml", STYLES),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONSHIPS),
        ("_rels/.rels", ROOT),
    ];
    let n_parts = parts.len();
    parts[usize::from(*kind - 1) % n_parts].1 = data;
    read("interview.xlsx", &zipped(&parts));
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (entry, bytes) in parts {
        writer.start_file(*entry, stored).expect("an entry starts");
        writer.write_all(bytes).expect("memory takes all");
    }
    writer.finish().expect("the container closes").into_inner()
}

const SHEET: &[u8] = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>P1</t></is></c><c r="B2" t="str"><v>It was hard.</v></c></row></sheetData></worksheet>"#;
const STRINGS: &[u8] = br#"<sst count="2" uniqueCount="2"><si><t>speaker</t></si><si><r><t>te</t></r><r><t>xt</t></r></si></sst>"#;
const STYLES: &[u8] = br#"<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="hh:mm"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
const WORKBOOK: &[u8] =
    br#"<workbook xmlns:r="r"><sheets><sheet name="Turns" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONSHIPS: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const ROOT: &[u8] = br#"<Relationships><Relationship Id="r0" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
