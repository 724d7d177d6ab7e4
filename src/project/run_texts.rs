//! The documents of a run and the words of its segments: read once, indexed once, and shared by all uses.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::describe::DescribedSegment;
use crate::domain::{Document, Language, OffsetError, Span, TextIndex, TextTable};
use crate::segment;

use super::questions::questions;

/// A segment: its span, and who said it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its document, as an index into [`RunTexts::documents`].
    pub(super) document: usize,
    /// Its turn, as an index into the document's turns.
    pub(super) turn: usize,
    pub(super) span: Span,
    pub(super) participant: Option<Arc<str>>,
}

/// The documents of a run and the words of its segments. Documents are indexed and words are found at first use.
#[derive(Debug)]
pub(super) struct RunTexts {
    documents: Vec<Document>,
    tables: Vec<OnceLock<TextTable>>,
    /// For each document, the question that each of its turns answers.
    questions: Vec<OnceLock<Vec<Option<Span>>>>,
    /// For each document, the turns that recur word for word in other documents.
    recurring: OnceLock<Vec<BTreeSet<usize>>>,
    rows: Vec<Row>,
    /// For each document, the participant of each speaker.
    people: OnceLock<Vec<BTreeMap<Option<usize>, Arc<str>>>>,
    words: OnceLock<Result<Vec<Words>, OffsetError>>,
}

/// The words of a segment in the form that the model reads.
#[derive(Debug)]
enum Words {
    /// Unchanged: a range of bytes of the text.
    InText(Range<usize>),
    /// Without marks of transcription.
    Cleaned(Box<str>),
}

impl RunTexts {
    /// Takes documents in ascending order of name, without segments.
    pub(super) fn new(documents: Vec<Document>) -> Self {
        let tables = documents.iter().map(|_| OnceLock::new()).collect();
        let questions = documents.iter().map(|_| OnceLock::new()).collect();
        Self {
            documents,
            tables,
            questions,
            recurring: OnceLock::new(),
            rows: Vec::new(),
            people: OnceLock::new(),
            words: OnceLock::new(),
        }
    }

    /// Adds segments.
    pub(super) fn with_rows(self, rows: Vec<Row>) -> Self {
        Self { rows, people: OnceLock::new(), words: OnceLock::new(), ..self }
    }

    /// Returns the documents.
    pub(super) fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Returns the index of the document of this name.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.documents.binary_search_by(|document| document.name.as_str().cmp(name)).ok()
    }

    /// Returns the text index of a document.
    pub(super) fn index(&self, document: usize) -> TextIndex<'_> {
        let text = &self.documents[document].text;
        self.tables[document].get_or_init(|| TextTable::of(text)).index(text)
    }

    /// Returns the question that a turn of a document answers, as it stands in the document; `None` where nobody asked before it, and for
    /// the turns of interviewers.
    ///
    /// # Errors
    /// [`OffsetError`] where the question lies outside the text.
    pub(super) fn question(&self, document: usize, turn: usize) -> Result<Option<&str>, OffsetError> {
        let index = self.index(document);
        let found = self.questions[document].get_or_init(|| questions(&self.documents[document], &index));
        found.get(turn).copied().flatten().map(|span| index.slice(span).map(str::trim)).transpose()
    }

    /// Returns for each document the turns that recur word for word in other documents.
    pub(super) fn recurring(&self) -> &[BTreeSet<usize>] {
        self.recurring.get_or_init(|| {
            let indices: Vec<TextIndex<'_>> = (0..self.documents.len()).map(|at| self.index(at)).collect();
            segment::recurring_turns(&self.documents, &indices.iter().collect::<Vec<_>>())
        })
    }

    /// Returns the participant of each speaker of a document whose words are in segments; `None` stands for turns without a speaker.
    pub(super) fn people(&self, document: usize) -> &BTreeMap<Option<usize>, Arc<str>> {
        let people = self.people.get_or_init(|| {
            let mut people = vec![BTreeMap::new(); self.documents.len()];
            for row in &self.rows {
                let turn = self.documents[row.document].turns.get(row.turn);
                if let (Some(turn), Some(name)) = (turn, &row.participant) {
                    people[row.document].entry(turn.speaker).or_insert_with(|| name.clone());
                }
            }
            people
        });
        &people[document]
    }

    /// Returns the segments.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns the words of all segments, in the form that the model reads.
    ///
    /// # Errors
    /// [`OffsetError`] where a segment lies outside its document's text.
    pub(super) fn words(&self) -> Result<Vec<&str>, OffsetError> {
        Ok(self.rows.iter().zip(self.found()?).map(|(row, words)| self.text(row, words)).collect())
    }

    /// Returns the words of one segment; `None` where there is no such segment, or [`RunTexts::words`] fails.
    pub(super) fn words_at(&self, at: usize) -> Option<&str> {
        Some(self.text(self.rows.get(at)?, self.found().ok()?.get(at)?))
    }

    /// Returns the words of one segment as they stand in the document; `None` where there is no such segment, or it lies outside the text.
    pub(super) fn said_at(&self, at: usize) -> Option<&str> {
        let row = self.rows.get(at)?;
        self.index(row.document).slice(row.span).ok()
    }

    /// Returns all segments prepared for description, in the languages of their documents.
    ///
    /// # Errors
    /// As for [`RunTexts::words`].
    pub(super) fn described(&self, languages: &[Language]) -> Result<Vec<DescribedSegment<'_>>, OffsetError> {
        self.found()?;
        Ok((0..self.rows.len()).filter_map(|at| self.described_at(at, languages)).collect())
    }

    /// Returns one segment prepared for description; `None` as for [`RunTexts::words_at`].
    pub(super) fn described_at(&self, at: usize, languages: &[Language]) -> Option<DescribedSegment<'_>> {
        let row = self.rows.get(at)?;
        Some(DescribedSegment {
            text: self.words_at(at)?,
            participant: row.participant.as_deref(),
            document: &self.documents[row.document].name,
            question: None,
            language: languages.get(row.document).copied(),
        })
    }

    fn found(&self) -> Result<&[Words], OffsetError> {
        let find = |row: &Row| {
            let index = self.index(row.document);
            let (start, end) = (index.byte(row.span.start)?.0, index.byte(row.span.end)?.0);
            Ok(match segment::text_for_embedding(index.slice(row.span)?) {
                Cow::Borrowed(_) => Words::InText(start..end),
                Cow::Owned(cleaned) => Words::Cleaned(cleaned.into()),
            })
        };
        let found = self.words.get_or_init(|| self.rows.iter().map(find).collect());
        found.as_deref().map_err(|error| *error)
    }

    fn text<'t>(&'t self, row: &Row, words: &'t Words) -> &'t str {
        match words {
            Words::InText(bytes) => &self.documents[row.document].text[bytes.clone()],
            Words::Cleaned(cleaned) => cleaned,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DocumentFormat;

    fn texts(rows: &[(usize, usize)]) -> RunTexts {
        let document = Document {
            name: "P1.txt".to_owned(),
            format: DocumentFormat::Txt,
            sha256: String::new(),
            text: "Die Nächte [laughs] sind lang. Ja.".to_owned(),
            speakers: Vec::new(),
            turns: Vec::new(),
            time_marks: Vec::new(),
            notices: Vec::new(),
        };
        let rows = rows.iter().map(|&(start, end)| Row {
            document: 0,
            turn: 0,
            span: Span::new(start, end),
            participant: Some(Arc::from("P1")),
        });
        RunTexts::new(vec![document]).with_rows(rows.collect())
    }

    #[test]
    fn words_are_those_that_the_model_is_given() {
        let texts = texts(&[(0, 30), (31, 34)]);
        let expected = segment::text_for_embedding("Die Nächte [laughs] sind lang.");
        assert!(matches!(expected, Cow::Owned(_)), "a mark of transcription is left out");
        assert_eq!(texts.words().unwrap(), [&*expected, "Ja."]);
        assert_eq!((texts.words_at(1), texts.words_at(2)), (Some("Ja."), None));
        let described = texts.described(&[Language::ENGLISH]).unwrap();
        assert_eq!((described[0].text, described[1].document), (&*expected, "P1.txt"));
        assert_eq!(described[1].participant, Some("P1"));
        assert_eq!((texts.place("P1.txt"), texts.place("P2.txt")), (Some(0), None));
    }

    #[test]
    fn a_segment_outside_the_text_is_an_error() {
        let texts = texts(&[(0, 3), (30, 99)]);
        assert_eq!(texts.words().unwrap_err().position, 99);
        assert_eq!((texts.words_at(0), texts.index(0).slice(Span::new(0, 3))), (None, Ok("Die")));
    }
}
