//! Places the codings of a real study, exported from MAXQDA, in its transcripts, which were converted from PDF.

use std::path::Path;

use libtest_mimic::Failed;
use themata::domain::NoProgress;
use themata::exchange::{AnchorDocument, Anchors, CodingParams, PlainTable, coding_table};
use themata::ingest::{IngestParams, Source, collect, read_file, read_table};

/// Finds the places of 262 coded segments. The study's table gives the turns of each segment; they are used here only if the words
/// occur at several places.
pub(crate) fn place(root: &Path) -> Result<(), Failed> {
    let folder = root.join("pdpilot-interviews");
    let mut documents = Vec::new();
    for file in collect(&folder.join("transcripts"))?.files {
        documents.extend(read_file(&file, &IngestParams::default())?);
    }
    let bytes = std::fs::read(folder.join("coded_segments.tsv"))?;
    let source = Source { name: "coded_segments.tsv", bytes: &bytes };
    let table = read_table(&source, None, &|_| true, &IngestParams::default())?;
    let rows = table.rows.iter().map(|row| (row.number, row.cells.as_slice())).collect();
    let plain = PlainTable { name: &table.name, headings: &table.headings, rows };
    let read = coding_table(&plain, &CodingParams::default())?;
    assert_eq!(read.rows.len(), 262);
    let anchors = Anchors::new(documents.iter().map(|document| AnchorDocument {
        name: &document.name,
        text: &document.text,
        turns: &document.turns,
        speakers: document.speakers.iter().map(|speaker| speaker.label.as_str()).collect(),
        participants: Vec::new(),
    }));
    let mut counts = [0; 4];
    let mut n_elsewhere = 0;
    for (row, place) in read.rows.iter().zip(anchors.place_all(&read.rows, &NoProgress).unwrap()) {
        match place {
            Ok(placed) => {
                counts[placed.anchored as usize] += 1;
                let document = documents.iter().find(|document| document.name == placed.document).unwrap();
                let turn = document.turns.partition_point(|turn| turn.span.start <= placed.span.start);
                // The study's table counts its own turns, a few of which are divided differently.
                let (first, _) = row.turns.unwrap();
                if turn.abs_diff(first) > 2 {
                    n_elsewhere += 1;
                    println!("row {}: turn {turn}, the table says {first}", row.number);
                }
            }
            Err(unplaced) => println!("row {}: {}: {:?}", row.number, unplaced.reason, row.quote),
        }
    }
    let [position, exact, normalised, fuzzy] = counts;
    println!(
        "placed {} of 262: {exact} exact, {normalised} normalised, {fuzzy} fuzzy",
        counts.iter().sum::<i32>()
    );
    assert_eq!(position, 0);
    assert!(exact + normalised + fuzzy >= 258, "{counts:?}");
    assert!(n_elsewhere <= 2, "{n_elsewhere} stand in other turns than the study says");
    Ok(())
}
