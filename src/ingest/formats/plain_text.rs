//! Plain text and Markdown (`.txt`, `.md`), which are read as they are, except for references to characters.

use super::subtitles::{from_srt, from_vtt};
use super::table::grid::{Grid, Grids};
use crate::domain::{LeftOut, Notice, NoticeFact};
use crate::ingest::encoding;
use crate::ingest::error::IngestError;
use crate::ingest::params::IngestParams;
use crate::ingest::references;
use crate::ingest::source::Source;
use crate::ingest::transcript::{self, Hints, Paragraph, Transcript};

/// Reads a text.
pub(super) fn read(source: &Source<'_>, params: &IngestParams) -> Result<Transcript, IngestError> {
    let mut decoded = encoding::decode(source.name, source.bytes, params.encoding.as_deref())?;
    if let Some(fact) = references::mend(&mut [&mut decoded.text]) {
        decoded.notices.push(Notice::about(source.name, fact));
    }
    let hints = Hints { roles: &params.roles };
    if let Some((rows, facts)) = table(&decoded.text) {
        decoded.notices.extend(facts.into_iter().map(Notice::of_run));
        let made = transcript::from_flow(rows, &hints, &params.keep);
        return Ok(made.with_notices_before(decoded.notices));
    }
    let as_cues = subtitles(&decoded.text, &hints);
    let as_text = transcript::from_text_keeping(decoded.text, &hints, &params.keep);
    // Names can stand in cues in forms that are learned from a text alone.
    let made = as_cues.filter(|cues| cues.speakers.len() >= as_text.speakers.len()).unwrap_or(as_text);
    Ok(made.with_notices_before(decoded.notices))
}

/// Reads subtitles that were saved under another name; `None` for any other text.
fn subtitles(text: &str, hints: &Hints<'_>) -> Option<Transcript> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (first, second) = (lines.next()?, lines.next()?);
    let is_number = first.chars().all(|c| c.is_ascii_digit());
    if first.starts_with("WEBVTT") && text.contains("-->") {
        from_vtt(text, hints).ok()
    } else if is_number && second.contains("-->") {
        from_srt(text, hints).ok()
    } else {
        None
    }
}

/// The least number of lines and of columns that make a table.
const LEAST_LINES: usize = 4;
const LEAST_COLUMNS: usize = 3;

/// Reads a text whose lines are the rows of a transcript, with tabs or upright bars between the cells, as NVivo, ELAN and Praat copy it;
/// `None` for any other text.
fn table(text: &str) -> Option<(Vec<Paragraph>, Vec<NoticeFact>)> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let first = lines().next()?;
    let sign = ['\t', '|'].into_iter().find(|&sign| first.matches(sign).count() + 1 >= LEAST_COLUMNS)?;
    let n_signs = first.matches(sign).count();
    // A table of Markdown has bars around it.
    let is_row = |line: &str| line.matches(sign).count() == n_signs && !line.trim().starts_with('|');
    if lines().count() < LEAST_LINES || !lines().all(is_row) {
        return None;
    }
    let mut grid = Grid::default();
    for line in lines() {
        grid.begin_row();
        for cell in line.split(sign) {
            grid.push_cell(cell.trim().to_owned());
        }
    }
    let mut grids = Grids::default();
    let rows = grids.paragraphs(grid);
    let is_named = |row: &Paragraph| matches!(row, Paragraph::Said { speaker: Some(_), .. });
    let is_whole = !rows.is_empty() && rows.iter().all(is_named);
    let facts = grids.facts();
    // A name, times and words behind tabs are a label in another form: only headings or more columns make a table.
    let is_headings =
        |fact: &NoticeFact| matches!(fact, NoticeFact::LeftOut { what: LeftOut::TableHeadings, .. });
    (is_whole && (n_signs > LEAST_COLUMNS || sign == '|' || facts.iter().any(is_headings)))
        .then_some((rows, facts))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn subtitles_under_another_name() {
        let read_as = |name: &str, text: &str| {
            let made = read(&Source { name, bytes: text.as_bytes() }, &IngestParams::default()).unwrap();
            (made.text, made.turns.len(), made.time_marks.len())
        };
        let cue = |i: usize, words: &str| format!("{i}\n00:00:0{i},000 --> 00:00:0{i},900\n{words}\n\n");
        let words =
            ["Dana: How was it?", "Remi: It was green.", "Dana: And then?", "Remi: Then came the bees."];
        let srt: String = words.iter().enumerate().map(|(i, words)| cue(i + 1, words)).collect();
        let expected = ("How was it?\nIt was green.\nAnd then?\nThen came the bees.".to_owned(), 4, 4);
        assert_eq!(read_as("a.txt", &srt), expected);
        assert_eq!(read_as("a.txt", &format!("WEBVTT\n\n{}", srt.replace(',', "."))), expected);
        // Names in another form than cues have them are learned from the text.
        let told = [
            ("How was it?", "It was green."),
            ("And then?", "Then came the bees."),
            ("Who kept them?", "My aunt kept them."),
            ("Where?", "Behind the school."),
        ];
        let named: String = told
            .iter()
            .enumerate()
            .map(|(i, (q, a))| cue(2 * i + 1, &format!("Dana\n{q}")) + &cue(2 * i + 2, &format!("Remi\n{a}")))
            .collect();
        assert_eq!(read_as("a.txt", &named).1, 8);
        let said = "1\nI drew an arrow --> there.\n";
        assert_eq!(read_as("a.txt", said).0, said);
    }

    proptest! {
        #[test]
        fn a_table_that_was_copied_as_text_is_read_as_one(
            order in Just(vec![0, 1, 2]).prop_shuffle(),
            names in prop::sample::select(vec![["Timespan", "Content", "Speaker"], ["Zeitspanne", "Inhalt", "Sprecher"]]),
            n in 3..9_usize,
        ) {
            let row = |cells: [String; 3]| order.iter().map(|&i| cells[i].clone()).collect::<Vec<_>>().join("\t");
            let mut lines = vec![row(names.map(str::to_owned))];
            for i in 0..n {
                let (who, words) = if i % 2 == 0 { ("Ana", "How was it with the bees?") } else { ("Ben", "It was green.") };
                lines.push(row([format!("0:00:0{i}.0 - 0:00:0{i}.9"), words.to_owned(), who.to_owned()]));
            }
            let text = lines.join("\n");
            let made = read(&Source { name: "a.txt", bytes: text.as_bytes() }, &IngestParams::default()).unwrap();
            prop_assert_eq!(made.turns.len(), n);
            let labels: Vec<&str> = made.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
            prop_assert_eq!(labels, ["Ana", "Ben"]);
        }
    }
}
