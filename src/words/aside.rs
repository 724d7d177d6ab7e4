//! Says why files are not in a result, and which parts of a file are not in its text.

use std::fmt::{Display, Formatter, Result};

use crate::domain::{AsideKind, AsideReason, LeftOut, OtherFile};

impl Display for AsideReason {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::CannotOpen { cause } => write!(f, "it cannot be opened ({cause})"),
            Self::LinkedFolder => {
                f.write_str("it is a link to a folder; give the folder's own path to read it")
            }
            Self::NoFile => f.write_str("it is neither a file nor a folder"),
            Self::UnknownEnding { ending } => {
                match ending.as_str() {
                    "" => f.write_str("a file without an ending cannot be read")?,
                    ending => write!(f, "a .{ending} file cannot be read")?,
                }
                match OtherFile::of_ending(ending) {
                    Some(other) => write!(f, "; {other}"),
                    None => Ok(()),
                }
            }
            Self::SecondParticipantTable => f.write_str("it is a second table of participants"),
            Self::SeveralParticipantTables => {
                f.write_str("there is more than one table of participants, and none was chosen")
            }
            Self::AboutFolder => f.write_str(
                "it describes the folder, by its name; to read it anyway, give the file itself or rename it",
            ),
            Self::Codings => f.write_str(
                "it has the columns of a table of codings; to read it anyway, give the file itself",
            ),
            Self::Codebook => {
                f.write_str("it has the columns of a codebook; to read it anyway, give the file itself")
            }
            Self::SameRecording { document } => {
                write!(f, "it is the same recording as {document}, which is read")
            }
            Self::TakenOut => f.write_str("it was taken out of the study, and stays out"),
        }
    }
}

impl Display for OtherFile {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::WordProcessor => "save it as .docx in its program",
            Self::Spreadsheet => "save it as .xlsx or .csv in its program",
            Self::WebPage => "open it and save it as .docx or .txt",
            Self::TranscriptionProject => "export it as .txt or .srt from its program",
            Self::CodingProject => {
                "export its transcripts from its program; import its codings from a table of the coded segments"
            }
            Self::Recording => "transcribe the recording first",
            Self::Picture => "recognise its text first",
            Self::PackedArchive => "unpack it first",
        })
    }
}

impl LeftOut {
    /// Returns the noun for one and for several.
    pub(super) const fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Notes => ("footnote or endnote", "footnotes or endnotes"),
            Self::NotesOrComments => ("footnote or comment", "footnotes or comments"),
            Self::Comments => ("comment", "comments"),
            Self::TrackedDeletions => ("tracked deletion", "tracked deletions"),
            Self::TextBoxes => ("text box", "text boxes"),
            Self::TableHeadings => ("heading row of a transcript table", "heading rows of transcript tables"),
            Self::BytesAfterEnd => {
                ("byte after the end of the document", "bytes after the end of the document")
            }
            Self::PageFurniture => (
                "line of page headers, footers or page numbers",
                "lines of page headers, footers or page numbers",
            ),
            Self::LineNumbers => ("line number", "line numbers"),
            Self::SlantedCharacters => ("character that is not upright", "characters that are not upright"),
            Self::RepeatedCaptions => (
                "line repeated from the cue before, in rolling captions",
                "lines repeated from the cue before, in rolling captions",
            ),
            Self::RepeatedCaptionWords => (
                "word repeated from the cue before, in rolling captions",
                "words repeated from the cue before, in rolling captions",
            ),
            Self::CueNumbers => ("number of a cue without times", "numbers of cues without times"),
            Self::LinesBeforeCues => ("line before the first cue", "lines before the first cue"),
            Self::RowsAboveHeadings => ("row above the headings", "rows above the headings"),
            Self::FurtherHeadings => {
                ("further heading row of a survey tool", "further heading rows of a survey tool")
            }
            Self::RepeatedHeadings => ("heading row inside the table", "heading rows inside the table"),
            Self::HiddenText => ("stretch of hidden text", "stretches of hidden text"),
            Self::EmbeddedFiles => {
                ("embedded file with text of its own", "embedded files with text of their own")
            }
            Self::EmptyRows => ("row without words", "rows without words"),
            Self::BlankRows => ("blank row", "blank rows"),
            Self::ChatMessages => ("line of the chat program", "lines of the chat program"),
            Self::UnreadableTimes => ("time that cannot be read", "times that cannot be read"),
        }
    }
}

impl AsideKind {
    /// Returns the noun for one stretch and for several that are in no segment.
    #[must_use]
    pub const fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Label => ("label of a speaker", "labels of speakers"),
            Self::Time => ("time", "times"),
            Self::Heading => ("heading", "headings"),
            Self::Question => ("question without a speaker", "questions without a speaker"),
            Self::FrontMatter => ("part above the interview", "parts above the interview"),
            Self::PageHead => ("page head", "page heads"),
            Self::LineNumber => ("line number", "line numbers"),
            Self::Tail => ("note below the interview", "notes below the interview"),
            Self::BackChannel => ("back-channel turn", "back-channel turns"),
            Self::NonAnswer => ("non-answer", "non-answers"),
            Self::SmallTalk => ("turn of small talk", "turns of small talk"),
            Self::Recurring => ("turn that recurs in other documents", "turns that recur in other documents"),
            Self::StageDirection => ("stage direction", "stage directions"),
            Self::Interviewer => ("turn of an interviewer", "turns of interviewers"),
            Self::Sign => ("sign without words", "signs without words"),
            Self::Other => ("other stretch", "other stretches"),
        }
    }
}
