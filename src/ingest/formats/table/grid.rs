//! Tables inside word processor files: a transcript with a row for each turn, or cells one below the other.

use super::by_person::ByPerson;
use super::grid_columns::GridColumns;
use super::heading_rows::{self, without_repeated};
use super::look::{label_at_start, speaker as named, without_label};
use super::stamped::times_apart;
use super::times::{Unit, milliseconds_of};
use crate::domain::{FilledField, LeftOut, NoticeFact, TakenColumn};
use crate::ingest::transcript::Paragraph;

/// The longest title inside a transcript's table, in words.
const TITLE_WORDS: usize = 12;

/// The question and the speaker of the row above.
type Above = Option<(String, Option<String>)>;

/// A table as it is read: rows of cells; a cell's paragraphs are its lines.
#[derive(Default)]
pub(in crate::ingest) struct Grid {
    rows: Vec<Vec<String>>,
    n_open_columns: usize,
}

impl Grid {
    pub(in crate::ingest) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(in crate::ingest) fn push_cell(&mut self, cell: String) {
        let n_covered = std::mem::take(&mut self.n_open_columns);
        if self.rows.is_empty() {
            self.begin_row();
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
            row.extend(std::iter::repeat_n(String::new(), n_covered));
        }
    }

    /// Notes that the open cell covers further columns to its right.
    pub(in crate::ingest) fn cover(&mut self, n: usize) {
        self.n_open_columns = n.min(62);
    }
}

/// Adds what is not yet in a list.
fn add_new<T: PartialEq>(list: &mut Vec<T>, items: Vec<T>) {
    for item in items {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

/// What was found in the tables of one file.
#[derive(Default)]
pub(in crate::ingest) struct Grids {
    /// The columns of the transcript's last table: its next part may have no headings.
    last: Option<GridColumns>,
    n_headings: usize,
    n_repeated: usize,
    n_empty: usize,
    n_by_cell: usize,
    n_carried: usize,
    not_read: Vec<String>,
    /// What was taken from which column of tables with a column for each person.
    taken: Vec<TakenColumn>,
}

impl Grids {
    /// Converts a table: that of a transcript into what is said in each row, any other into its cells, one below the other.
    pub(in crate::ingest) fn paragraphs(&mut self, grid: Grid) -> Vec<Paragraph> {
        let mut rows = grid.rows;
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        for row in &mut rows {
            row.resize(width, String::new());
        }
        let n_titles = heading_rows::n_above_known(rows.iter().map(Vec::as_slice));
        let untouched = rows.clone();
        let titles: Vec<Vec<String>> = rows.drain(..n_titles).collect();
        let mut n_repeated = without_repeated(&mut rows, false);
        if let Some((unfolded, n)) = self.unfolded(&rows) {
            (rows, n_repeated) = (unfolded, n_repeated + n);
        }
        let width = rows.first().map_or(0, Vec::len);
        let apart = times_apart(&rows);
        let found = match apart {
            // A time in the cell of a speaker has a column of its own.
            Some(apart) => GridColumns::of(&apart, self.last.as_ref())
                .filter(|found| found.time == Some(width))
                .map(|found| (found, apart)),
            None => None,
        };
        let found = match found {
            Some((found, apart)) => {
                rows = apart;
                Some(found)
            }
            None => GridColumns::of(&rows, self.last.as_ref()),
        };
        let Some(columns) = found else {
            let rows = untouched;
            let n_filled = rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).count();
            self.n_by_cell += usize::from(width > 1 && n_filled > 0);
            let cells = rows.into_iter().flatten().filter(|cell| !cell.trim().is_empty());
            return cells.map(Paragraph::plain).collect();
        };
        let body = rows.split_off(usize::from(columns.has_headings));
        self.n_headings += usize::from(columns.has_headings);
        self.n_repeated += n_repeated;
        add_new(&mut self.not_read, columns.not_read(rows.first().map(Vec::as_slice), &body));
        let columns = columns.with_times_of_labels(&body);
        // Titles in the first rows stand above the turns.
        let titles = titles.into_iter().flatten().filter(|cell| !cell.trim().is_empty());
        let mut paragraphs: Vec<Paragraph> = titles.map(Paragraph::plain).collect();
        paragraphs.reserve(body.len());
        let (mut speaker, mut above) = (None, None);
        for row in body {
            self.row(&columns, row, &mut speaker, &mut above, &mut paragraphs);
        }
        self.last = Some(columns);
        paragraphs
    }

    /// Returns the rows of a table with a column for each person or each question as one with a row for each turn or answer, and how many
    /// rows wrote the headings again.
    fn unfolded(&mut self, rows: &[Vec<String>]) -> Option<(Vec<Vec<String>>, usize)> {
        let mut rows = rows.to_vec();
        let n_repeated = without_repeated(&mut rows, true);
        let (headings, body) = rows.split_first()?;
        let body: Vec<&[String]> = body.iter().map(Vec::as_slice).collect();
        let found = ByPerson::find(headings, &body)?;
        add_new(&mut self.taken, found.taken());
        add_new(&mut self.not_read, found.not_read(&body));
        let made = found.rows(&body).into_iter().map(|(_, row)| row);
        Some((std::iter::once(found.headings()).chain(made).collect(), n_repeated))
    }

    fn row(
        &mut self,
        columns: &GridColumns,
        mut row: Vec<String>,
        speaker: &mut Option<String>,
        above: &mut Above,
        paragraphs: &mut Vec<Paragraph>,
    ) {
        let mut take = |column: Option<usize>| {
            column.and_then(|column| row.get_mut(column)).map(std::mem::take).unwrap_or_default()
        };
        let (who, time, asked, words) =
            (take(columns.speaker), take(columns.time), take(columns.question), take(Some(columns.text)));
        let words = words.trim().to_owned();
        let ms = milliseconds_of(&time, Unit::Seconds).filter(|_| time.contains(':'));
        if let (Some([asks, answers]), None) = (&columns.labels, columns.speaker) {
            for (label, words) in [(asks, asked.trim().to_owned()), (answers, words)] {
                if !words.is_empty() {
                    paragraphs.push(Paragraph::Said { speaker: Some(label.clone()), ms, words });
                }
            }
            return;
        }
        let who = named(&who);
        if words.is_empty() {
            // A title over all columns stands in the first cell; a name may stand above the rows that it holds for.
            let rest: Vec<String> = row.into_iter().filter(|cell| !cell.trim().is_empty()).collect();
            let title = if who.is_empty() { rest.join("\n") } else { who.clone() };
            match title.split_whitespace().count() {
                0 => {}
                1..=TITLE_WORDS => self.n_empty += 1,
                _ => paragraphs.push(Paragraph::plain(title)),
            }
            return;
        }
        if columns.splits_labels
            && let Some(label) = label_at_start(&words)
        {
            let said = words.split_once([':', '：']).map_or("", |(_, said)| said.trim()).to_owned();
            paragraphs.push(Paragraph::Said { speaker: Some(named(label)), ms, words: said });
            return;
        }
        if columns.is_labelled {
            paragraphs.push(Paragraph::plain(words));
            return;
        }
        // A row that names nobody goes on with the speaker before.
        match who.is_empty() {
            true => self.n_carried += usize::from(speaker.is_some()),
            false => *speaker = Some(who),
        }
        let asked = asked.trim();
        let this = (asked.to_owned(), speaker.clone());
        if !asked.is_empty() && above.as_ref() != Some(&this) {
            let asks = columns.labels.as_ref().map(|[asks, _]| asks.clone());
            paragraphs.push(Paragraph::Said { speaker: asks, ms: None, words: asked.to_owned() });
        }
        *above = Some(this);
        let words = without_label(words, speaker.as_deref().unwrap_or_default());
        paragraphs.push(Paragraph::Said { speaker: speaker.clone(), ms, words });
    }

    /// Returns what is to be told of all tables.
    pub(in crate::ingest) fn facts(self) -> Vec<NoticeFact> {
        let mut facts = Vec::new();
        if !self.taken.is_empty() {
            facts.push(NoticeFact::ColumnsTaken { columns: self.taken });
        }
        let left_out = [
            (self.n_headings, LeftOut::TableHeadings),
            (self.n_repeated, LeftOut::RepeatedHeadings),
            (self.n_empty, LeftOut::EmptyRows),
        ];
        for (n, what) in left_out {
            if n > 0 {
                facts.push(NoticeFact::LeftOut { n, what });
            }
        }
        if self.n_carried > 0 {
            facts.push(NoticeFact::FilledDown { field: FilledField::Speaker, n: self.n_carried });
        }
        if !self.not_read.is_empty() {
            facts.push(NoticeFact::ColumnsNotRead { columns: self.not_read, with_text: Vec::new() });
        }
        if self.n_by_cell > 0 {
            facts.push(NoticeFact::TablesReadByCell { n: self.n_by_cell });
        }
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &[&[&str]]) -> (Vec<String>, String) {
        let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        let mut grids = Grids::default();
        let paragraphs = grids.paragraphs(Grid { rows, n_open_columns: 0 });
        let told = grids.facts().iter().map(|fact| format!("{fact}\n")).collect();
        (paragraphs.into_iter().map(Paragraph::into_line).collect(), told)
    }

    fn lines(rows: &[&[&str]]) -> Vec<String> {
        read(rows).0
    }

    #[test]
    fn two_and_three_columns_of_a_transcript_become_labelled_lines() {
        let (found, told) =
            read(&[&["Speaker", "Text"], &["I:", "How was it?"], &["P1", "Hard at first.\nThen better."]]);
        assert_eq!(found, ["I: How was it?", "P1: Hard at first.\nThen better."]);
        assert_eq!(told, "1 heading row of a transcript table left out\n");
        let found =
            lines(&[&["0:01", "Ann", "So tell me about it."], &["0:09", "Bo", "There were ten of us."]]);
        assert_eq!(found, ["Ann: [0:00:01] So tell me about it.", "Bo: [0:00:09] There were ten of us."]);
        let found =
            lines(&[&["1", "Ann", "So tell me."], &["2", "", "And then?"], &["3", "Ann", "I see, go on."]]);
        assert_eq!(found, ["Ann: So tell me.", "Ann: And then?", "Ann: I see, go on."]);
    }

    #[test]
    fn any_columns_beside_the_words_are_left_out_and_named() {
        let expected = ["INT: [0:00:01] How did it begin?", "R1: [0:01:02] We sat down, ten of us."];
        let (found, told) = read(&[
            &["Line", "Time", "Speaker", "Utterance", "Code"],
            &["1", "00:00:01", "INT", "How did it begin?", ""],
            &["2", "00:01:02", "R1", "We sat down, ten of us.", "beginning"],
        ]);
        assert_eq!(found, expected);
        assert!(told.contains("these columns were not read: `Line`, `Code`"), "{told}");
        let (found, told) = read(&[
            &["1", "00:00:01", "INT", "How did it begin?", ""],
            &["2", "00:01:02", "R1", "We sat down, ten of us.", "beginning"],
        ]);
        assert_eq!(found, expected);
        assert!(told.contains("`column 1`, `column 5`"), "{told}");
        let found = lines(&[
            &["Speaker", "Text", "Notes"],
            &["I", "How was it?", "seems tired here"],
            &["P1", "Hard at first.", ""],
        ]);
        assert_eq!(found, ["I: How was it?", "P1: Hard at first."]);
    }

    #[test]
    fn labels_inside_the_words_and_memos_beside_them() {
        let turns = ["Interviewer: How was it?", "P1: Hard at first."];
        let (found, told) =
            read(&[&["Transcript", "Codes / memos"], &[turns[0], ""], &[turns[1], "time pressure"]]);
        assert_eq!(found, turns);
        assert!(told.contains("`Codes / memos`"), "{told}");
        assert_eq!(lines(&[&[turns[0], ""], &[turns[1], "time pressure"]]), turns);
        assert_eq!(lines(&[&["", turns[0]], &["time pressure", turns[1]]]), turns);
    }

    #[test]
    fn a_column_of_labelled_turns_is_the_talk_beside_comments() {
        let turns = ["AH: How was it?", "BO: Hard at first.", "AH: And now?", "BO: Better."];
        for heading in ["Interview", "Transcript", "Gespräch"] {
            let row = |turn| ["1", turn, "look at this again, it is about the first day"];
            let rows =
                [["Line", heading, "Comments"], row(turns[0]), row(turns[1]), row(turns[2]), row(turns[3])];
            let rows: Vec<&[&str]> = rows.iter().map(<[&str; 3]>::as_slice).collect();
            assert_eq!(lines(&rows), turns, "{heading}");
        }
    }

    #[test]
    fn participants_beside_questions_and_quotes_are_people() {
        let said = ["T1: We went there on foot.", "T2: It was too far for us by then."];
        let asked: Vec<String> =
            said.iter().flat_map(|said| ["Frage: Wie?".to_owned(), (*said).to_owned()]).collect();
        let words = ["We went there on foot.", "It was too far for us by then."];
        assert_eq!(
            lines(&[
                &["Teilnehmer/in", "Frage", "Antwort"],
                &["T1", "Wie?", words[0]],
                &["T2", "Wie?", words[1]]
            ]),
            asked
        );
        assert_eq!(lines(&[&["Participant", "Quote"], &["T1", words[0]], &["T2", words[1]]]), said);
    }

    #[test]
    fn times_beside_labelled_turns_are_theirs() {
        let rows: [&[&str]; 5] = [
            &["Time", "Content"],
            &["0:03", "I: How?"],
            &["0:11", "B: So."],
            &["0:20", "I: And?"],
            &["0:21", "B: No."],
        ];
        let expected = ["I: [0:00:03] How?", "B: [0:00:11] So.", "I: [0:00:20] And?", "B: [0:00:21] No."];
        assert_eq!(lines(&rows), expected);
    }

    #[test]
    fn questions_and_answers_have_their_columns() {
        let found = lines(&[&["Question", "Answer"], &["How was it?", "Hard at first."], &["And now?", ""]]);
        assert_eq!(found, ["Question: How was it?", "Answer: Hard at first.", "Question: And now?"]);
        let found =
            lines(&[&["Nr", "Frage", "Antwort", "Notizen"], &["1", "Wie war es?", "Schwer.", "müde"]]);
        assert_eq!(found, ["Frage: Wie war es?", "Antwort: Schwer."]);
    }

    #[test]
    fn who_asks_and_who_answers_may_have_a_column_each() {
        let found = lines(&[
            &["Nr.", "Interviewer", "Participant", "Codes"],
            &["1", "How was it at first?", "Hard, and then better.", "start"],
            &["2", "And what came then?", "Nothing much for a year.", ""],
        ]);
        assert_eq!(
            found,
            [
                "Interviewer: How was it at first?",
                "Participant: Hard, and then better.",
                "Interviewer: And what came then?",
                "Participant: Nothing much for a year."
            ]
        );
    }

    #[test]
    fn a_form_is_no_transcript() {
        let (found, _) =
            read(&[&["Name", "Maria Oduya"], &["Age", "41"], &["Place", "At her home in the north"]]);
        assert_eq!(found.len(), 6);
    }

    #[test]
    fn titles_inside_the_table_are_no_speech() {
        let (found, told) = read(&[
            &["Speaker", "Text"],
            &["Part 1: the beginning", ""],
            &["I", "How was it?"],
            &["P1", "Hard at first."],
        ]);
        assert_eq!(found, ["I: How was it?", "P1: Hard at first."]);
        assert!(told.contains("1 row without words left out"), "{told}");
    }

    #[test]
    fn another_table_is_its_cells_and_this_is_told() {
        let (found, told) = read(&[&["Age", "41", "Years", "12"], &["Sex", "f", "", ""]]);
        assert_eq!(found, ["Age", "41", "Years", "12", "Sex", "f"]);
        assert!(told.contains("1 table was read cell by cell"), "{told}");
        assert!(lines(&[]).is_empty());
    }
}
