//! Tables inside word processor files: a transcript in two or three columns, or cells one below the other.

use super::headings::{self, Field};

/// A table as it is read: rows of cells; a cell's paragraphs are its lines.
#[derive(Default)]
pub(in crate::ingest) struct Grid {
    rows: Vec<Vec<String>>,
}

impl Grid {
    pub(in crate::ingest) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(in crate::ingest) fn push_cell(&mut self, cell: String) {
        match self.rows.last_mut() {
            Some(row) => row.push(cell),
            None => self.rows.push(vec![cell]),
        }
    }
}

/// The lines of a table.
pub(in crate::ingest) struct Lines {
    pub(in crate::ingest) lines: Vec<String>,
    /// Whether a first row that only names the columns was left out.
    pub(in crate::ingest) heading_dropped: bool,
}

/// Converts a table to lines: those of a transcript into `speaker: text`, with the time between if there is one; any other
/// table into its cells, one below the other.
pub(in crate::ingest) fn lines(mut grid: Grid) -> Lines {
    let heading_dropped = grid.rows.first().is_some_and(|row| names_columns(row));
    let body = &grid.rows[usize::from(heading_dropped)..];
    if let Some(columns) = TranscriptColumns::of(body) {
        let lines = body.iter().map(|row| columns.line(row)).collect();
        return Lines { lines, heading_dropped };
    }
    let lines = grid.rows.drain(..).flatten().filter(|cell| !cell.trim().is_empty()).collect();
    Lines { lines, heading_dropped: false }
}

fn names_columns(row: &[String]) -> bool {
    let is = |field: Field| row.iter().any(|cell| headings::is_alias(field, cell));
    is(Field::Text) && (is(Field::Speaker) || is(Field::Participant))
}

struct TranscriptColumns {
    speaker: usize,
    time: Option<usize>,
    text: usize,
}

impl TranscriptColumns {
    /// Finds speaker, time and text in two or three columns, by what the cells look like.
    fn of(rows: &[Vec<String>]) -> Option<Self> {
        let n_columns = rows.first()?.len();
        if rows.len() < 2 || !matches!(n_columns, 2 | 3) || rows.iter().any(|row| row.len() != n_columns) {
            return None;
        }
        let column = |i: usize| rows.iter().map(move |row| row[i].trim());
        let filled = |i: usize| column(i).filter(|cell| !cell.is_empty());
        let is_time = |i: usize| filled(i).count() > 0 && filled(i).all(looks_like_time);
        let is_index = |i: usize| filled(i).all(|cell| cell.chars().all(|ch| ch.is_numeric() || ch == '.'));
        let is_label = |i: usize| {
            let mut labels: Vec<&str> = filled(i).collect();
            let short = labels.iter().all(|label| label.chars().count() <= 40 && !label.contains('\n'));
            let n = labels.len();
            labels.sort_unstable();
            labels.dedup();
            short && n > 0 && (n <= 3 || labels.len() < n)
        };
        let length = |i: usize| column(i).map(|cell| cell.chars().count()).sum::<usize>();
        let text = n_columns - 1;
        let others: Vec<usize> = (0..text).filter(|&i| !is_time(i) && !is_index(i)).collect();
        let &[speaker] = others.as_slice() else { return None };
        if !is_label(speaker) || length(text) <= length(speaker) || is_time(text) {
            return None;
        }
        Some(Self { speaker, time: (0..text).find(|&i| is_time(i)), text })
    }

    fn line(&self, row: &[String]) -> String {
        let cell = |i: usize| row.get(i).map_or("", |cell| cell.trim());
        let speaker = cell(self.speaker).trim_end_matches([':', '：']).trim_end();
        let text = cell(self.text);
        let time = self.time.map(cell).unwrap_or("").trim_matches(['[', ']', '(', ')']);
        match (speaker.is_empty(), time.is_empty()) {
            (true, true) => text.to_owned(),
            (true, false) => format!("[{time}] {text}"),
            (false, true) => format!("{speaker}: {text}"),
            (false, false) => format!("{speaker}: [{time}] {text}"),
        }
    }
}

/// Tells whether a cell looks like a time: `0:03`, `00:01:02`, `[00:01:02.5]`, `#00:01:02-3#`.
fn looks_like_time(cell: &str) -> bool {
    let bare = cell.trim_matches(['[', ']', '(', ')', '#']);
    bare.contains(':')
        && bare.len() >= 3
        && bare.chars().all(|ch| ch.is_ascii_digit() || ":.,- ".contains(ch))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Lines {
        lines(Grid {
            rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect(),
        })
    }

    #[test]
    fn two_and_three_columns_of_a_transcript_become_labelled_lines() {
        let found =
            grid(&[&["Speaker", "Text"], &["I:", "How was it?"], &["P1", "Hard at first.\nThen better."]]);
        assert_eq!(found.lines, ["I: How was it?", "P1: Hard at first.\nThen better."]);
        assert!(found.heading_dropped);
        let found =
            grid(&[&["0:01", "Ann", "So tell me about it."], &["0:09", "Bo", "There were ten of us."]]);
        assert_eq!(found.lines, ["Ann: [0:01] So tell me about it.", "Bo: [0:09] There were ten of us."]);
        let found =
            grid(&[&["1", "Ann", "So tell me."], &["2", "", "And then?"], &["3", "Ann", "I see, go on."]]);
        assert_eq!(found.lines, ["Ann: So tell me.", "And then?", "Ann: I see, go on."]);
    }

    #[test]
    fn another_table_is_its_cells() {
        let found = grid(&[&["Age", "41", "Years", "12"], &["Sex", "f", "", ""]]);
        assert_eq!(found.lines, ["Age", "41", "Years", "12", "Sex", "f"]);
        assert!(!found.heading_dropped);
        assert!(grid(&[]).lines.is_empty());
    }
}
