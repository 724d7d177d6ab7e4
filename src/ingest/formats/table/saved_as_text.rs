//! Tells a table that was saved as `.txt` from a transcript: by its headings, and by lines that are all cut into as many cells.

use super::columns::Columns;
use super::delimited;
use super::heading_rows::are_known;
use super::headings::{self, HEADING_WORDS, is_about_codes, is_central};
use super::look::{Look, N_LOOKED_AT};
use super::raw_table::{TITLES, Table};
use crate::domain::DocumentFormat;
use crate::ingest::encoding;
use crate::ingest::error::TableProblem;
use crate::ingest::params::{ColumnNames, IngestParams};
use crate::ingest::source::Source;
use crate::ingest::transcript::holds_question;

/// The signs between the cells. Bars stand in tables of Markdown too, and are not looked at here.
const DELIMITERS: [char; 3] = [',', ';', '\t'];
/// How many bytes are looked at before the whole text is.
const HEAD: usize = 8 << 10;
/// The longest line of headings, in bytes: a survey has whole questions in it.
const LONGEST: usize = 4 << 10;
/// The longest first heading of a survey, in words.
const LONGEST_FIRST: usize = 4;
/// The least number of rows below headings of which two are known, and below others.
const LEAST_ROWS: usize = 2;
const LEAST_ANSWERS: usize = 3;
/// The least number of columns if no heading but the first is known, and none asks.
const LEAST_COLUMNS: usize = 3;

/// Returns the format in which a text is to be read that holds a table; `None` for any other text.
///
/// Its headings must be those of a transcript, a survey or a table of codings: two known ones, or a known one before questions, or
/// before other headings and above ids. Each row must have as many cells.
pub(in crate::ingest) fn saved_as_text(source: &Source<'_>, params: &IngestParams) -> Option<DocumentFormat> {
    let delimiter = likely_delimiter(source, params)?;
    let format = if delimiter == '\t' { DocumentFormat::Tsv } else { DocumentFormat::Csv };
    let table = delimited::transcript_table(source, format, params).ok()?;
    is_table(&table, &params.columns).then_some(format)
}

/// Returns the delimiter of a line among the first that may hold headings.
fn likely_delimiter(source: &Source<'_>, params: &IngestParams) -> Option<char> {
    let bytes = source.bytes;
    let is_wide = bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || bytes[..bytes.len().min(64)].contains(&0);
    let head = match bytes.get(..HEAD).filter(|_| !is_wide) {
        Some(head) => &head[..head.iter().rposition(|&byte| byte == b'\n' || byte == b'\r')?],
        None => bytes,
    };
    let text = encoding::decode(source.name, head, params.encoding.as_deref()).ok()?.text;
    let mut lines =
        text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("sep=")).take(TITLES + 1);
    // Nearly all lines of prose have a cell that is longer, or ends as a sentence does: looking headings up takes time.
    let are_brief = |line: &str, delimiter: char| {
        line.split(delimiter).all(|cell| {
            cell.split_whitespace().nth(HEADING_WORDS).is_none()
                && !(cell.trim().contains(' ')
                    && cell.trim_end_matches(['"', ' ']).ends_with(['.', '?', '!', '…']))
        })
    };
    let may_head = |line: &str, delimiter: char, is_first: bool| {
        let bare = |cell: &str| cell.trim_matches(['"', ' ', '\u{feff}']).to_owned();
        let is_survey = || {
            let first = line.split(delimiter).next().map(bare).unwrap_or_default();
            first.split_whitespace().nth(LONGEST_FIRST).is_none() && headings::is_known(&first)
        };
        (are_brief(line, delimiter) && are_headings(&line.split(delimiter).map(bare).collect::<Vec<_>>()))
            || (is_first && is_survey())
    };
    let first = lines.next()?;
    let of = |line: &str, is_first: bool| {
        DELIMITERS.into_iter().find(|&delimiter| {
            line.len() <= LONGEST && line.contains(delimiter) && may_head(line, delimiter, is_first)
        })
    };
    of(first, true).or_else(|| lines.find_map(|line| of(line, false)))
}

/// Tells whether some cells are headings, whatever stands below them.
fn are_headings(cells: &[String]) -> bool {
    are_known(cells) || is_about_codes(cells).is_some()
}

/// Tells whether the headings are those of a table, and not a line of what somebody says.
fn is_table(table: &Table, names: &ColumnNames) -> bool {
    let (first, others) = match table.headings.split_first() {
        Some((first, others)) if !others.is_empty() => (first, others),
        _ => return false,
    };
    if are_headings(&table.headings) {
        return table.rows.len() >= LEAST_ROWS;
    }
    if !headings::is_known(first) || !is_sayable(others) || table.rows.len() < LEAST_ANSWERS {
        return false;
    }
    let cells: Vec<&str> =
        table.rows.iter().take(N_LOOKED_AT).filter_map(|row| row.cells.first()).map(String::as_str).collect();
    // A label stands before other turns too.
    if cells.iter().any(|cell| headings::normal(cell) == headings::normal(first)) {
        return false;
    }
    let look = Look::of(cells.into_iter());
    let are_dates = look.holds_dates();
    let are_ids = look.is_unique() && (look.holds_ids() || look.holds_numbers());
    let are_asked = others.iter().all(|heading| headings::is_known(heading) || holds_question(heading));
    let is_survey = (are_asked && look.are_short() && (is_central(first) || are_dates))
        || (others.len() + 1 >= LEAST_COLUMNS && (are_ids || are_dates));
    is_survey && !matches!(Columns::of(table, names), Err(TableProblem::NoTextColumn { .. }))
}

/// Tells whether cells can be headings of a survey: they are filled and different, and are questions or a few words.
fn is_sayable(cells: &[String]) -> bool {
    let is_heading = |cell: &String| {
        let words = cell.trim();
        !words.is_empty()
            && (holds_question(words)
                || (words.split_whitespace().count() <= HEADING_WORDS && !words.ends_with(['.', '!', '…'])))
    };
    let are_different = cells.iter().enumerate().all(|(i, cell)| !cells[..i].contains(cell));
    are_different && cells.iter().all(is_heading)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{Document, Notice, NoticeFact};
    use crate::ingest::read;

    fn documents(name: &str, text: &str) -> Vec<Document> {
        read(&Source { name, bytes: text.as_bytes() }, &IngestParams::default()).unwrap()
    }

    /// Returns what was read, without the name of the source, and without what only a table in a text is told.
    fn made(name: &str, text: &str) -> Vec<Document> {
        let mut documents = documents(name, text);
        for document in &mut documents {
            document.name = document.name.replace(name, "x");
            document.notices.retain(|notice| notice.fact != NoticeFact::TableInText);
            for notice in &mut document.notices {
                notice.about = notice.about.take().map(|about| about.replace(name, "x"));
            }
        }
        documents
    }

    fn is_told(text: &str) -> bool {
        let told = Notice::about("a.txt", NoticeFact::TableInText);
        let documents = documents("a.txt", text);
        assert!(documents.iter().all(|document| document.notices.contains(&told)) || documents.len() == 1);
        documents[0].notices.contains(&told)
    }

    #[test]
    fn tables_of_several_kinds() {
        for text in [
            "participant,speaker,text\nP1,I,How so?\nP1,Ana,\"It was, well, green.\"\n",
            "sep=;\nspeaker;text\nI;How so?\nAna;It was green.\n",
            "The garden study\n\nSpeaker\tText\nI\tHow so?\nAna\tIt was green, and tall.\n",
            "Timestamp,\"What, if anything, did you like?\"\n3/1/2026 9:12,\"The bees, and the bench by the wall\"\n\
             3/1/2026 9:14,The quiet there in the evening\n3/1/2026 9:20,My own bed at the top\n",
            "id,Reason,Change\nr1,It is very near to us.,The gate\nr2,My sister asked me to come.,The gate\n\
             r3,I had the time for it.,The tap\n",
            "گوینده,متن\nآنا,سبز بود\nبن,چرا؟\n",
            "document;start;end;code;coder\nb;0;3;warmth;Ann\nb;4;9;warmth;Ann\n",
        ] {
            let source = Source { name: "a.txt", bytes: text.as_bytes() };
            assert!(saved_as_text(&source, &IngestParams::default()).is_some(), "{text}");
        }
        let wide: Vec<u8> =
            "\u{feff}speaker\ttext\nI\tWhy?\nAna\tSo.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let source = Source { name: "a.txt", bytes: &wide };
        assert_eq!(saved_as_text(&source, &IngestParams::default()), Some(DocumentFormat::Tsv));
    }

    #[test]
    fn transcripts_and_prose_are_no_tables() {
        for text in [
            "",
            ",",
            "speaker,text",
            "Well, so\nI, too\nAnd, then\n",
            "Name, place\nDana, How was it, then?\nRemi, It was green.\nDana, And?\n",
            "Participants, speakers\nDana: well, it was\nRemi: green, and tall, and more\n",
            "Interview, May\n\nI: How so?\nP: Well, it was green.\nI: And, then?\nP: Nothing.\n",
            "Text: so, and so\nPerson, I said\nWe went, in the end\n",
            "Dana\tHow was it?\nRemi\tIt was green.\nDana\tAnd?\nRemi\tIt grew.\n",
            "Note, this is a person\nwho said, well\nthat it was, in a word\n",
            "| speaker | text |\n|---|---|\n| I | Why? |\n| Ana | So. |\n",
            "Person, how are you?\nAnswer, I am fine.\nPerson, and then?\nAnswer, so it was.\n",
            "speaker,text\nI: Well, so.\nP: It was.\nI: Oh.\n",
        ] {
            assert!(!is_told(text), "{text}");
        }
    }

    /// Cells with all that needs quotation.
    fn cell() -> impl Strategy<Value = String> {
        "[A-Z][a-z]{1,8}( [a-z]{1,8}){4,9}[.?]".prop_flat_map(|words| {
            prop::sample::select(vec![", and so", "; well", " (\"yes\")", "", "\nand below"])
                .prop_map(move |more| format!("{words}{more}"))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

        #[test]
        fn a_table_in_a_text_is_read_as_in_its_own_format(
            (delimiter, ending) in prop::sample::select(vec![(',', "csv"), (';', "csv"), ('\t', "tsv")]),
            headings in prop::sample::select(vec![
                ["participant", "speaker", "text"], ["Interview", "Sprecher", "Äußerung"], ["id", "role", "Answer"],
                ["شرکت کننده", "گوینده", "متن"], ["No.", "Who", "Utterance"],
            ]),
            order in Just(vec![0, 1, 2]).prop_shuffle(),
            words in prop::collection::vec(cell(), 4..12),
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter as u8).from_writer(Vec::new());
            let mut write = |row: [&str; 3]| writer.write_record(order.iter().map(|&i| row[i])).unwrap();
            write(headings);
            for (i, words) in words.iter().enumerate() {
                write(["P1", ["Interviewer", "Maria"][i % 2], words]);
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert!(is_told(&text), "{}", text);
            let name = format!("a.{ending}");
            let digest = |document: Document| Document { sha256: String::new(), ..document };
            let as_text: Vec<Document> = made("a.txt", &text).into_iter().map(digest).collect();
            let as_table: Vec<Document> = made(&name, &text).into_iter().map(digest).collect();
            prop_assert_eq!(as_text, as_table);
        }

        #[test]
        fn talk_with_commas_is_no_table(
            label in prop::sample::select(vec![": ", "\t", " – ", ", ", "; "]),
            names in prop::sample::select(vec![["Dana", "Remi"], ["I", "P"], ["Speaker", "Text"], ["Person", "Answer"], ["Participant", "Id"]]),
            lines in prop::collection::vec("[A-Z][a-z]{1,6}(,? [a-z]{1,6}){2,8}[.?]", 3..12),
        ) {
            let text: String = lines.iter().enumerate().map(|(i, words)| format!("{}{label}{words}\n", names[i % 2])).collect();
            prop_assert!(!is_told(&text), "{}", text);
        }
    }
}
